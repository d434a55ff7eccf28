"""Stellvertretungen: wer für wen antwortet. Die Leitung trägt alle ein, wer meldet, die eigene."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, View

from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Stellvertretung
from massnahmen.runden.ablauf import stellvertretung_beenden, stellvertretung_eintragen
from massnahmen.runden.formulare import EigeneVertretungForm, StellvertretungForm


class VertretungenMixin(ZugangMixin):
    """`seite` und `beenden`: Url-Namen der Seite, zu der alles zurückführt, und des Knopfs in ihr."""

    recht = Recht.RUNDEN_FUEHREN
    seite, beenden = "massnahmen:stellvertretungen", "massnahmen:stellvertretung_beenden"
    ist_eigene = False

    def eintraege(self):
        return Stellvertretung.objects.select_related("abwesend", "vertretung")

    def get_success_url(self):
        return reverse(self.seite)


class EigeneMixin(VertretungenMixin):
    """Nur Vertretungen der angemeldeten Person; fremde gibt es für sie nicht (404)."""

    recht = Recht.SACHSTAND_MELDEN
    seite, beenden = "massnahmen:eigene_vertretung", "massnahmen:eigene_vertretung_beenden"
    ist_eigene = True

    def eintraege(self):
        return super().eintraege().filter(abwesend=self.request.user)


class StellvertretungenView(VertretungenMixin, FormView):
    form_class = StellvertretungForm
    template_name = "massnahmen/runde/stellvertretungen.html"

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        eintrag = stellvertretung_eintragen(von=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"Eingetragen: {eintrag}.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        heute = timezone.localdate()
        eintraege = self.eintraege().filter(bis__gte=heute)
        kontext = {"eintraege": eintraege, "heute": heute, "beenden": self.beenden, "ist_eigene": self.ist_eigene}
        return super().get_context_data(**kontext, **kwargs)


class EigeneVertretungView(EigeneMixin, StellvertretungenView):
    form_class = EigeneVertretungForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"abwesend": self.request.user}


class StellvertretungBeendenView(VertretungenMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        eintrag = get_object_or_404(self.eintraege(), pk=pk)
        satz = f"Beendet: {eintrag}."
        stellvertretung_beenden(eintrag=eintrag, von=request.user)
        messages.success(request, satz)
        return redirect(self.get_success_url())


class EigeneVertretungBeendenView(EigeneMixin, StellvertretungBeendenView):
    """Dasselbe für die eigene."""
