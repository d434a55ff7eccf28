"""Seiten der Zuordnung: eine unbekannte Tabelle, erst ihre Spalten, dann ihre Werte."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import View

from beratung.eingang import ablage, werkbank
from beratung.eingang.zuordnungsformulare import NICHT_LESEN, Ansicht, SpaltenForm, WerteForm, neuer_entwurf
from beratung.kern.befunde.befund import Einlesefehler
from beratung.kern.zaehlung import Art
from beratung.kern.zuordnen.vorschlag import Leseart, tabelle_ansehen
from beratung.models import Eingang
from dresden_senioren.datenschutz.zugriffsbuch import ZugriffMixin
from dresden_senioren.kern.zahlen import nummer

from .eingang import EingangMixin, befundangaben, weiterlesen, wohin

Zustand = Eingang.Zustand
ZUORDENBAR = (Zustand.BRAUCHT_ZUORDNUNG, Zustand.BRAUCHT_ANGABEN)


class ZuordnungView(EingangMixin, ZugriffMixin, View):
    """Gemeinsames beider Seiten: nur solange die Datei da ist und etwas zuzuordnen hat."""

    http_method_names = ["get", "post"]

    def oeffnen(self, request, pk) -> Eingang | None:
        """Der Eingang, wenn es etwas zuzuordnen gibt; sonst None, und es geht woanders weiter."""
        self.eingang = get_object_or_404(self.get_queryset(), pk=pk)
        bereit = self.eingang.zustand in ZUORDENBAR and self.eingang.quelle and self.eingang.monat
        if bereit and not ablage.hat_datei(self.eingang):
            self.eingang.zustand = Zustand.ABGEBROCHEN
            self.eingang.save()
            return None
        return self.eingang if bereit else None

    def zugriffsstand(self) -> str:
        return self.eingang.sha256

    def weiter(self, request):
        """Wohin, wenn hier nichts zuzuordnen ist."""
        if self.eingang.zustand == Zustand.BRAUCHT_ANGABEN:
            return redirect("beratung:eingang_detail", pk=self.eingang.pk)
        return wohin(request, self.eingang)

    def uebernehmen(self, request, form):
        eingang = self.eingang
        entwurf = werkbank.entwurf_beginnen(eingang)
        eingang.entwurf = neuer_entwurf(entwurf, form.cleaned_data["bezeichnung"], form.regeln())
        eingang.ist_bestaetigt = True
        eingang.save()
        return weiterlesen(request, eingang)

    def zeigen(self, vorlage: str, form, status=200):
        kontext = befundangaben(self.eingang) | {"form": form}
        return render(self.request, f"beratung/eingang/{vorlage}.html", kontext, status=status)


class SpaltenView(ZuordnungView):
    def get(self, request, pk):
        if self.oeffnen(request, pk) is None:
            return self.weiter(request)
        return self.mit_tabellen(request, None)

    def post(self, request, pk):
        if self.oeffnen(request, pk) is None:
            return self.weiter(request)
        return self.mit_tabellen(request, request.POST)

    def mit_tabellen(self, request, daten):
        try:
            ansichten = self.ansichten(werkbank.tabellen_lesen(self.eingang), daten or {})
        except Einlesefehler:
            # Unlesbar oder mit Personendaten: abgelehnt wird an einer Stelle.
            return weiterlesen(request, self.eingang)
        gebunden = None if daten is None or "ansehen" in daten else daten
        entwurf = werkbank.entwurf_beginnen(self.eingang)
        form = SpaltenForm(gebunden, ansichten=ansichten, umfeld=self.umfeld, entwurf=entwurf)
        if gebunden is None:
            return self.zeigen("spalten", form)
        if not form.is_valid():
            return self.zeigen("spalten", form, 422)
        self.eingang.art = form.art()
        return self.uebernehmen(request, form)

    def ansichten(self, tabellen, gewaehlt) -> list[Ansicht]:
        self.umfeld = werkbank.umfeld(self.eingang)
        leser, allein = Leseart(werkbank.kernprofil(self.eingang), self.umfeld), len(tabellen) == 1
        ansichten = []
        for nr, tabelle in enumerate(tabellen):
            art, kopf = gewaehlt.get(f"art-{nr}", ""), nummer(gewaehlt.get(f"kopf-{nr}"))
            bild = None
            if art != NICHT_LESEN:
                bild = tabelle_ansehen(
                    tabelle, leser, allein=allein, art=Art(art) if art in list(Art) else None,
                    kopf=kopf if kopf is not None and kopf < len(tabelle.zeilen) else None,
                )  # fmt: skip
            ansichten.append(Ansicht(nr, tabelle, bild))
        return ansichten


class WerteView(ZuordnungView):
    def get(self, request, pk):
        if self.oeffnen(request, pk) is None or not self.offene():
            return self.weiter(request)
        return self.zeigen("werte", self.form(None))

    def post(self, request, pk):
        if self.oeffnen(request, pk) is None or not self.offene():
            return self.weiter(request)
        form = self.form(request.POST)
        return self.uebernehmen(request, form) if form.is_valid() else self.zeigen("werte", form, 422)

    def offene(self) -> list[dict]:
        return [] if werkbank.fragt_nach_spalten(self.eingang) else werkbank.offene_werte(self.eingang)

    def form(self, daten) -> WerteForm:
        entwurf = werkbank.entwurf_beginnen(self.eingang)
        return WerteForm(daten, offene=self.offene(), umfeld=werkbank.umfeld(self.eingang), entwurf=entwurf)
