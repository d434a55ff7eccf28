"""Stellvertretungen: wer für wen antwortet."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import FormView, View

from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Stellvertretung
from massnahmen.runden import stellvertretung_beenden, stellvertretung_eintragen
from massnahmen.rundenformulare import StellvertretungForm


class StellvertretungenView(ZugangMixin, FormView):
    recht = Recht.RUNDEN_FUEHREN
    form_class = StellvertretungForm
    template_name = "massnahmen/runde/stellvertretungen.html"
    success_url = reverse_lazy("massnahmen:stellvertretungen")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        eintrag = stellvertretung_eintragen(von=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"Eingetragen: {eintrag}.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        heute = timezone.localdate()
        eintraege = Stellvertretung.objects.filter(bis__gte=heute).select_related("abwesend", "vertretung")
        return super().get_context_data(eintraege=eintraege, heute=heute, **kwargs)


class StellvertretungBeendenView(ZugangMixin, View):
    recht = Recht.RUNDEN_FUEHREN
    http_method_names = ["post"]

    def post(self, request, pk):
        eintrag = get_object_or_404(Stellvertretung.objects.select_related("abwesend", "vertretung"), pk=pk)
        satz = f"Beendet: {eintrag}."
        stellvertretung_beenden(eintrag=eintrag, von=request.user)
        messages.success(request, satz)
        return redirect("massnahmen:stellvertretungen")
