"""Planpflege: der Plan als Gliederung und die Stammdaten."""

from django.db.models import Count, Q
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from dresden_senioren.personen.zugehoerige import ZugehoerigeView
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Fachplan, Massnahme, Sachstandsart, Stelle, Ziel
from massnahmen.plan.pflegedienste import personen_zuordnen


class PlanpflegeView(ZugangMixin, TemplateView):
    """Handlungsfelder und Ziele mit der Zahl ihrer Maßnahmen; gewählt wird der Plan über `plan`."""

    recht = Recht.PLAN_PFLEGEN
    template_name = "massnahmen/pflege/plan.html"

    def get_context_data(self, **kwargs):
        plaene = list(Fachplan.objects.neueste_zuerst().select_related("vorgaenger"))
        aktueller = Fachplan.objects.aktueller()
        gewaehlt = next((p for p in plaene if str(p.pk) == self.request.GET.get("plan")), aktueller)
        ausser_kraft = Massnahme.objects.im_plan(gewaehlt).ausser_kraft().select_related("zusammengefuehrt_mit")
        ziele = Ziel.objects.im_plan(gewaehlt).ausser_kraft().select_related("zusammengefuehrt_mit")
        return super().get_context_data(**kwargs) | {
            "plaene": plaene,
            "plan": gewaehlt,
            "aktueller": aktueller,
            "felder": _gliederung(gewaehlt),
            "ausser_kraft": ausser_kraft.in_tabellenfolge()[:100],
            "ziele_ausser_kraft": ziele.in_planfolge()[:100],
        }


def _gliederung(plan):
    """Handlungsfelder mit `ziele_mit_zahl`, den Zielen in Kraft, in zwei Abfragen."""
    heute = timezone.localdate()
    gilt = Q(massnahmen__ausser_kraft_seit__isnull=True) | Q(massnahmen__ausser_kraft_seit__gt=heute)
    ziele = Ziel.objects.im_plan(plan).in_kraft().annotate(anzahl=Count("massnahmen", filter=gilt))
    felder = list(plan.handlungsfelder.all()) if plan else []
    for feld in felder:
        feld.ziele_mit_zahl = [ziel for ziel in ziele if ziel.handlungsfeld_id == feld.pk]
    return felder


class StellenView(ZugangMixin, ListView):
    recht = Recht.STELLEN_PFLEGEN
    template_name = "massnahmen/pflege/stellen.html"
    context_object_name = "stellen"

    def get_queryset(self):
        return Stelle.objects.prefetch_related("aliasse", "benutzer").annotate(anzahl=Count("beteiligungen"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(darf_zuordnen=self.request.user.darf(Recht.PERSONEN_ZUORDNEN), **kwargs)


class StellenpersonenView(ZugehoerigeView):
    """Wer für eine Stelle meldet."""

    recht = Recht.PERSONEN_ZUORDNEN
    zu, meldung = "stellen", "Für {} meldet jetzt"
    template_name = "massnahmen/pflege/stellenpersonen.html"
    success_url = reverse_lazy("massnahmen:stelle_liste")

    def zuordnen(self, personen):
        personen_zuordnen(stelle=self.ziel, personen=personen, von=self.request.user)


class SachstandsartenView(ZugangMixin, ListView):
    recht = Recht.SACHSTANDSARTEN_PFLEGEN
    template_name = "massnahmen/pflege/sachstandsarten.html"
    context_object_name = "arten"

    def get_queryset(self):
        return Sachstandsart.objects.annotate(anzahl=Count("meldungen"))
