"""Eine Beratungsstelle, ein Planungsbereich, die Bezugsbevölkerung: was gilt, was galt, wer es geändert hat."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from beratung.kern.stammdaten.folge import gueltig_am, in_worten
from beratung.kern.zaehlung import Quelle
from beratung.models import Beratungsstelle, Bezugsbevoelkerung, Planungsbereich, Stadtteil
from beratung.stammdaten import geschichte
from beratung.stammdaten.dienste import bestaetigen, koordination_zuordnen
from beratung.stammdaten.formulare import KoordinationForm
from beratung.stammdaten.nachschlagen import MIT_GEBIETEN
from beratung.stammdaten.spalten import stand_der_stelle, zuordnungen_am
from beratung.stammdaten.tabellen import ALTERSGRUPPEN, stichtag_loeschen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

NAMEN_HOECHSTENS = 10


class StelleView(ZugangMixin, TemplateView):
    recht = Recht.STAMMDATEN_PFLEGEN
    template_name = "beratung/stammdaten/stelle.html"

    def get_context_data(self, **kwargs):
        alle = Beratungsstelle.objects.select_related("traeger").prefetch_related(MIT_GEBIETEN, "ausstattungen")
        stelle, heute = get_object_or_404(alle, pk=self.kwargs["pk"]), timezone.localdate()
        return super().get_context_data(
            stelle=stelle,
            stand=stand_der_stelle(stelle),
            quelle=Quelle(stelle.quelle),
            oeffnung=in_worten(stelle),
            ausstattungen=_mit_heute(stelle.ausstattungen.all(), heute),
            gebiete=_mit_heute(stelle.gebiete.all(), heute),
            verlauf=geschichte.der_stelle(stelle),
            **kwargs,
        )


def _mit_heute(zeilen, heute: date) -> list[tuple]:
    """Jüngste zuerst: (Zeile, Gültigkeit in Worten, ob sie heute gilt)."""
    zeilen = sorted(zeilen, key=lambda zeile: zeile.gueltig_von or date.min, reverse=True)
    geltende = gueltig_am(zeilen, heute)
    return [(zeile, in_worten(zeile), zeile == geltende) for zeile in zeilen]


class PlanungsbereichView(ZugangMixin, TemplateView):
    recht = Recht.STAMMDATEN_PFLEGEN
    template_name = "beratung/stammdaten/planungsbereich.html"

    def get_context_data(self, **kwargs):
        alle = Planungsbereich.objects.prefetch_related("zuordnungen__stadtteil", "koordination")
        bereich, heute = get_object_or_404(alle, pk=self.kwargs["pk"]), timezone.localdate()
        heutige = zuordnungen_am(bereich, heute)
        frueher_oder_spaeter = [z for z in bereich.zuordnungen.all() if z not in heutige]
        return super().get_context_data(
            bereich=bereich,
            heutige=[(z, in_worten(z)) for z in heutige],
            andere=[(z, in_worten(z)) for z in sorted(frueher_oder_spaeter, key=lambda z: z.stadtteil_id)],
            unbestaetigt=sum(not z.ist_bestaetigt for z in heutige),
            verlauf=geschichte.des_bereichs(bereich),
            **kwargs,
        )


class BestaetigenView(ZugangMixin, View):
    """Nur POST: die genannte Zuordnung ist amtlich, ohne `zuordnung` alle dieses Planungsbereichs; `irrtum` nennt eine,
    die es doch nicht ist."""

    recht = Recht.STAMMDATEN_PFLEGEN

    def post(self, request, pk):
        bereich = get_object_or_404(Planungsbereich, pk=pk)
        irrtum = request.POST.get("irrtum", "")
        nummer = irrtum or request.POST.get("zuordnung", "")
        alle = bereich.zuordnungen.filter(ist_bestaetigt=bool(irrtum)).select_related("stadtteil").order_by("stadtteil")
        zuordnungen = [zuordnung for zuordnung in alle if nummer in {"", str(zuordnung.pk)}]
        bestaetigen(zuordnungen=zuordnungen, von=request.user, ist_amtlich=not irrtum)
        namen = aufzaehlung([str(zuordnung.stadtteil) for zuordnung in zuordnungen]) or "nichts mehr offen"
        messages.success(request, f"{'Wieder nicht bestätigt' if irrtum else 'Bestätigt'}: {namen}.")
        return redirect("beratung:planungsbereich_detail", bereich.pk)


class KoordinationView(ZugangMixin, FormView):
    """Wer den Planungsbereich koordiniert und damit seine genauen Zahlen sieht."""

    recht = Recht.STAMMDATEN_PFLEGEN
    form_class = KoordinationForm
    template_name = "beratung/stammdaten/koordination.html"

    @cached_property
    def bereich(self) -> Planungsbereich:
        return get_object_or_404(Planungsbereich, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"bereich": self.bereich}

    def get_context_data(self, **kwargs):
        return super().get_context_data(bereich=self.bereich, zurueck=self.get_success_url(), **kwargs)

    def get_success_url(self):
        return reverse("beratung:planungsbereich_detail", args=[self.bereich.pk])

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        personen = form.cleaned_data["personen"]
        koordination_zuordnen(bereich=self.bereich, personen=personen, von=self.request.user)
        wer = aufzaehlung([person.anzeigename for person in personen]) or "niemand"
        messages.success(self.request, f"{self.bereich} koordiniert jetzt: {wer}.")
        return super().form_valid(form)


class BevoelkerungView(ZugangMixin, TemplateView):
    """Einwohner je Stadtteil an einem Stichtag (`stichtag`, sonst dem jüngsten)."""

    recht = Recht.STAMMDATEN_PFLEGEN
    template_name = "beratung/stammdaten/bevoelkerung.html"

    def get_context_data(self, **kwargs):
        stichtage = list(Bezugsbevoelkerung.objects.order_by("-stichtag").values_list("stichtag", flat=True).distinct())
        gewuenscht = self.request.GET.get("stichtag", "")
        stichtag = next((tag for tag in stichtage if tag.isoformat() == gewuenscht), next(iter(stichtage), None))
        return super().get_context_data(
            stichtage=stichtage, stichtag=stichtag, altersgruppen=ALTERSGRUPPEN, **self._tabelle(stichtag), **kwargs
        )

    def _tabelle(self, stichtag: date | None) -> dict:
        if stichtag is None:
            return {}
        zahlen, quellen = {}, set()
        for zeile in Bezugsbevoelkerung.objects.filter(stichtag=stichtag):
            zahlen[zeile.stadtteil_id, zeile.altersgruppe] = zeile.anzahl
            quellen.add(zeile.quelle)
        stadtteile = list(Stadtteil.objects.select_related("zusammengefasst_mit"))
        noetig = [s for s in stadtteile if not s.zusammengefasst_mit]
        fehlend = [str(s) for s in noetig if any((s.pk, gruppe) not in zahlen for gruppe in ALTERSGRUPPEN)]
        return {
            "zeilen": [(s, [zahlen.get((s.pk, gruppe)) for gruppe in ALTERSGRUPPEN]) for s in stadtteile],
            "summen": [sum(n for (_, g), n in zahlen.items() if g == gruppe) for gruppe in ALTERSGRUPPEN],
            "quellen": aufzaehlung(sorted(quellen)),
            "luecke": _luecke(fehlend, len(noetig)),
            "verlauf": geschichte.der_bevoelkerung(stichtag),
        }


def _luecke(fehlend: list[str], noetig: int) -> str:
    """Wenige mit Namen, viele mit ihrer Zahl; leer, wo nichts fehlt."""
    if not fehlend:
        return ""
    welche = (
        f"Es fehlen Zahlen zu {aufzaehlung(fehlend)}."
        if len(fehlend) <= NAMEN_HOECHSTENS
        else (f"Zu {len(fehlend)} von {noetig} Stadtteilen fehlen Zahlen; in der Tabelle steht dort „fehlt“.")
    )
    return f"{welche} Für sie und ihre Planungsbereiche gibt es keine Dichte je Einwohner."


class StichtagLoeschenView(ZugangMixin, TemplateView):
    """Ein Stichtag, der nie einer war, verschwindet mit allen Zahlen; die Geschichte behält sie."""

    recht = Recht.STAMMDATEN_PFLEGEN
    template_name = "beratung/stammdaten/stichtag_loeschen.html"

    def get_context_data(self, **kwargs):
        try:
            tag = date.fromisoformat(self.kwargs["stichtag"])
        except ValueError:
            raise Http404 from None
        anzahl = Bezugsbevoelkerung.objects.filter(stichtag=tag).count()
        if not anzahl:
            raise Http404
        return super().get_context_data(tag=tag, anzahl=anzahl, **kwargs)

    def post(self, request, **kwargs):
        tag = self.get_context_data()["tag"]
        stichtag_loeschen(stichtag=tag, von=request.user)
        messages.success(request, f"Gelöscht: alle Einwohnerzahlen am {tag:%d.%m.%Y}.")
        return redirect("beratung:bevoelkerung")
