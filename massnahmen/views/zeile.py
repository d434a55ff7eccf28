"""Eine Zeile der Liste an Ort und Stelle ändern: Bruchstücke für htmx; ohne JavaScript bleibt die Detailseite."""

import json

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.generic import View

from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.liste.zeile import zeile
from massnahmen.models import Massnahme
from massnahmen.sachstand.formulare import SachstandForm
from massnahmen.sachstand.melden import SachstandUeberholt, sachstand_melden
from massnahmen.sachstand.stand import uhren_stellen


class ZeilenForm(SachstandForm):
    """Das Formular der Detailseite, in einer Zeile: Kennungen je Maßnahme, die Erläuterung vorbelegt."""

    def __init__(self, *args, massnahme: Massnahme, **kwargs):
        kwargs.setdefault("initial", {"erlaeuterung": massnahme.meldung.erlaeuterung if massnahme.meldung else ""})
        super().__init__(*args, massnahme=massnahme, auto_id=f"zeile_{massnahme.pk}_%s", **kwargs)
        self.fields["erlaeuterung"].widget.attrs["rows"] = 3


def _zeige(massnahme: Massnahme, *, meldung: str = ""):
    """Die Zeile, wie sie in der Liste steht; `meldung` liest das Vorleseprogramm vor (siehe static/massnahmen.js)."""
    uhren_stellen([massnahme])
    antwort = HttpResponse(zeile(massnahme, stichtag=timezone.localdate()).html)
    if meldung:
        antwort["HX-Trigger"] = json.dumps({"massnahmen:meldung": meldung})
    return antwort


class ZeileView(ZugangMixin, View):
    """Die Zeile zum Lesen; so kehrt „Abbrechen“ zu ihr zurück."""

    recht = Recht.MASSNAHMEN_LESEN
    http_method_names = ["get"]

    def get(self, request, pk):
        sichtbar = Massnahme.objects.sichtbar_fuer(request.user).als_zeilen().mit_bedienung(request.user)
        return _zeige(get_object_or_404(sichtbar, pk=pk))


class ZeileBearbeitenView(ZugangMixin, View):
    recht = Recht.SACHSTAND_MELDEN
    http_method_names = ["get", "post"]

    def _massnahme(self, pk) -> Massnahme:
        meldbar = Massnahme.objects.meldbar_fuer(self.request.user)
        return get_object_or_404(meldbar.mit_angaben().mit_bedienung(self.request.user), pk=pk)

    def get(self, request, pk):
        massnahme = self._massnahme(pk)
        return self._formular(massnahme, ZeilenForm(massnahme=massnahme))

    def post(self, request, pk):
        massnahme = self._massnahme(pk)
        form = ZeilenForm(request.POST, massnahme=massnahme)
        if not form.is_valid():
            return self._formular(massnahme, form, status=422)
        try:
            neu = sachstand_melden(massnahme=massnahme, von=request.user, **form.cleaned_data)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self._formular(massnahme, form, status=422)
        except SachstandUeberholt as ueberholt:
            return self._zusammenstoss(massnahme, ueberholt.neueste)
        return _zeige(self._massnahme(pk), meldung=f"Sachstand von {massnahme.nr} gespeichert: {neu.sachstandsart}.")

    def _zusammenstoss(self, massnahme, neueste):
        """Beide Stände in der Zeile; erneut abgesendet gilt der inzwischen gelesene als Grundlage."""
        daten = self.request.POST.copy()
        daten["grundlage"] = neueste.pk if neueste else ""
        return self._formular(massnahme, ZeilenForm(daten, massnahme=massnahme), status=409, neueste=neueste)

    def _formular(self, massnahme, form, *, status=200, neueste=None):
        kontext = {"m": massnahme, "form": form, "ist_zusammenstoss": status == 409, "neueste": neueste}
        return render(self.request, "massnahmen/buch/_zeile_bearbeiten.html", kontext, status=status)
