"""Was schon genau veröffentlicht ist, damit jede Freigabe auch damit angegriffen wird."""

from functools import cached_property

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.views.generic import FormView

from berichte.freigaben import bekannte
from berichte.freigaben.formulare import BekannteZahlForm, RuecknahmeForm
from berichte.models import BekannteZahl, Zahlruecknahme
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin


class ZahlenformView(ZugangMixin, FormView):
    recht = Recht.FREIGABE_BEANTRAGEN
    success_url = reverse_lazy("bekannte_zahlen")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class BekannteZahlenView(ZahlenformView):
    template_name = "berichte/freigabe/bekannte.html"
    form_class = BekannteZahlForm

    def get_context_data(self, **kwargs):
        zahlen = BekannteZahl.objects.geltend().select_related("planungsbereich", "von")
        ruecknahmen = Zahlruecknahme.objects.select_related("zahl", "von").order_by("-pk")
        return super().get_context_data(**kwargs) | {
            "zahlen": zahlen.order_by("von_monat", "quelle", "pk"),
            "ruecknahmen": ruecknahmen,
        }

    def form_valid(self, form):
        angaben = {name: wert for name, wert in form.cleaned_data.items() if name not in {"von", "bis"}}
        bekannte.bekannt_machen(**angaben, von=self.request.user)
        messages.success(self.request, "Festgehalten. Jede künftige Freigabe wird auch mit dieser Zahl angegriffen.")
        return super().form_valid(form)


class ZahlZuruecknehmenView(ZahlenformView):
    template_name = "berichte/freigabe/zahl_zuruecknehmen.html"
    form_class = RuecknahmeForm

    @cached_property
    def zahl(self) -> BekannteZahl:
        return get_object_or_404(BekannteZahl.objects.geltend(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(zahl=self.zahl, **kwargs)

    def form_valid(self, form):
        bekannte.zuruecknehmen(zahl=self.zahl, grund=form.cleaned_data["grund"], von=self.request.user)
        messages.success(self.request, "Zurückgenommen. Künftige Freigaben rechnen nicht mehr mit dieser Zahl.")
        return super().form_valid(form)
