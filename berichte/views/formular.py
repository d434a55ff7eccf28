"""Rückmeldeformular herunterladen."""

from django.shortcuts import get_object_or_404
from django.views.generic import View

from berichte.fachplan.formular import formulardatei
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.models import Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Formularversand


class FormularDateiView(ZugangMixin, View):
    recht = Recht.RUECKLAUF

    def get(self, request, pk):
        formulare = Formularversand.objects.sichtbar_fuer(request.user).select_related("stelle", "fachplan")
        name, medientyp, inhalt = formulardatei(get_object_or_404(formulare, pk=pk))
        protokolliere(Ereignis.DATEI_HERUNTERGELADEN, von=request.user, gegenstand=name)
        return dateiantwort(inhalt, name=name, medientyp=medientyp)
