"""Die Terminlage einer Maßnahme von Hand setzen, mit Grund."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import View

from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Massnahme
from massnahmen.sachstand.formulare import TerminlageForm
from massnahmen.sachstand.melden import terminlage_setzen
from massnahmen.sachstand.stand import uhren_stellen

from .detail import detailangaben


class TerminlageSetzenView(ZugangMixin, View):
    recht = Recht.PLAN_PFLEGEN
    http_method_names = ["post"]

    def post(self, request, pk):
        massnahme = get_object_or_404(Massnahme.objects.sichtbar_fuer(request.user).fuer_seite(request.user), pk=pk)
        form = TerminlageForm(request.POST)
        if not form.is_valid():
            angaben = detailangaben(request, uhren_stellen([massnahme])[0], terminform=form)
            return render(request, "massnahmen/detail.html", {"massnahme": massnahme} | angaben, status=422)
        gesetzt = terminlage_setzen(massnahme=massnahme, von=request.user, **form.cleaned_data)
        messages.success(request, f"Terminlage von {massnahme.nr}: {gesetzt.get_lage_display()}.")
        return redirect("massnahmen:detail", pk=massnahme.pk)
