"""Herkunft einer Zahl: Definition, Zeitraum, Filter, Monate, Lieferungen und auf Wunsch eine Gegenprobe."""

from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.views.generic import TemplateView

from beratung.kern.pruefen.verlaufsregeln import FALLABGABE
from beratung.kern.zaehlung import Merkmal, Quelle
from berichte.auswertung.ausschnitt import ZUSAMMEN
from berichte.fachplan.bezug import verbunden_mit
from berichte.kern.zahlen.katalog import KATALOG
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT, Anzahl, Katalogeintrag, Kennzahl
from berichte.kern.zahlen.verhaeltnisse import Verhaeltnis
from berichte.zahlen.kennwerte import anteile_unbekannt, verhaeltnis, verschiebung
from berichte.zahlen.nachweis import Nachweis, nachweis
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Zeitraum, in_worten
from dresden_senioren.rollen import Recht

from .dashboard import GebietMixin

# Zähler, die nur ein Teil ihrer Zählung sind.
ZAEHLER = {
    "anteil_fallabgaben": {"merkmal": Merkmal.FALLHERKUNFT.value, "auspraegung": FALLABGABE},
    "anteil_gefoerdert": {"quelle": Quelle.SENIORA.value},
}
NENNER = {"anteil_gefoerdert": {"quelle": ZUSAMMEN}}


class HerkunftView(GebietMixin, TemplateView):
    """Eine Zählung mit allem, was hinter ihr steht; ein Verhältnis mit seinen beiden Größen, die dorthin führen."""

    zugriffsangaben = ("merkmal", "auspraegung")

    @cached_property
    def eintrag(self) -> Katalogeintrag:
        if (eintrag := KATALOG.get(self.kwargs["kennzahl"])) is None:
            raise Http404(f"Die Kennzahl „{self.kwargs['kennzahl']}“ gibt es nicht.")
        return eintrag

    def get_template_names(self):
        return [
            "berichte/herkunft/zaehlung.html"
            if isinstance(self.eintrag, Kennzahl)
            else "berichte/herkunft/verhaeltnis.html"
        ]

    def get_context_data(self, **kwargs):
        ist_zaehlung = isinstance(self.eintrag, Kennzahl)
        rahmen = {
            "eintrag": self.eintrag,
            "ist_zaehlung": ist_zaehlung,
            "bereich": self.bereich,
            "lage": self.lage,
            "ausschnitt": self.ausschnitt,
            "dashboard_url": self.adresse("dashboard"),
            "massnahmen": verbunden_mit(self.eintrag.schluessel, self.request.user),
        }
        return super().get_context_data(**kwargs | rahmen | (self._zaehlung() if ist_zaehlung else self._verhaeltnis()))

    def _zaehlung(self) -> dict:
        try:
            beleg = nachweis(
                self.lage, self.eintrag, *(self.request.GET.get(n, "") for n in ("merkmal", "auspraegung"))
            )
        except KeyError as fehler:
            raise Http404(f"{self.eintrag.name} sind nicht aufgeteilt nach {fehler}.") from fehler
        zeitraum = self.lage.auswahl.zeitraum
        frueher = Zeitraum(zeitraum.von - self.lage.auswahl.abstand, zeitraum.bis - self.lage.auswahl.abstand)
        beide = Zeitraum(frueher.von, zeitraum.bis)
        return {
            "beleg": beleg,
            "monate": in_worten(beleg.monate),
            "frueher": in_worten(beleg.frueher),
            "tabellen": [(z.bezeichnung, beleg.zeilen(z)) for z in (zeitraum, frueher)],
            "verteilungen": self._verteilungen(beleg),
            "lieferungen": beleg.lieferungen(),
            "darf_lieferungen": self.request.user.darf(Recht.LIEFERUNGEN_VERWALTEN),
            "herkunft": self.lage.herkunft(self.eintrag.zaehleinheit),
            "marken": [marke for marke in self.lage.marken if beide.von.erster <= marke.ab <= beide.bis.letzter],
            "gegenprobe": beleg.gegenprobe() if "nachzaehlen" in self.request.GET else None,
            "nachzaehlen_url": f"{self._hierher(**self._filter)}&nachzaehlen=1#gegenprobe",
        }

    def _verteilungen(self, beleg: Nachweis) -> list[dict]:
        """Bei der Gesamtzahl jede Aufteilung, deren Zahlen wieder eine Herkunft haben."""
        if beleg.zelle.merkmal:
            return []
        return [
            {
                "verteilung": (verteilung := self.lage.verteilung(self.eintrag.zaehleinheit, merkmal)),
                "zeilen": [
                    (p, verteilung.anteil(p), self._hierher(merkmal=merkmal.value, auspraegung=p.schluessel))
                    for p in verteilung.posten
                ],
            }
            for merkmal in self.eintrag.merkmale
            if merkmal is not Merkmal.ALTERSGRUPPE_GESCHLECHT  # achtzehn Zeilen und mehr; im Dashboard als Tabelle
        ]

    def _verhaeltnis(self) -> dict:
        if not self.eintrag.ist_eine_zahl:
            return {"anteile": anteile_unbekannt(self.lage)}
        wert = verhaeltnis(self.eintrag.schluessel, self.lage)
        return {
            "wert": wert,
            "verschiebung": verschiebung(self.eintrag.schluessel, self.lage),
            "groessen": self._groessen(wert),
        }

    def _groessen(self, wert: Verhaeltnis) -> list[dict]:
        name = self.eintrag.schluessel
        teile = (
            ("Zähler", self.eintrag.zaehler_in_worten, wert.zaehler, ZAEHLER.get(name, {})),
            ("Nenner", self.eintrag.nenner_in_worten, wert.nenner, NENNER.get(name, {})),
        )
        return [
            {
                "rolle": rolle,
                "worte": worte,
                "wert": groesse and _geschrieben(groesse.wert),
                "url": self._adresse(JE_ZAEHLEINHEIT[groesse.zaehleinheit].schluessel, **angaben)
                if isinstance(groesse, Anzahl)
                else "",
            }
            for rolle, worte, groesse, angaben in teile
        ]

    @property
    def _filter(self) -> dict[str, str]:
        return {n: self.request.GET[n] for n in ("merkmal", "auspraegung") if self.request.GET.get(n)}

    def _hierher(self, **angaben) -> str:
        return self._adresse(self.eintrag.schluessel, **angaben)

    def _adresse(self, kennzahl: str, *, quelle: str = "", **angaben) -> str:
        """Herkunft einer Zählung desselben Gebiets und Ausschnitts; `quelle` wählt eine andere."""
        seite = self.adresse("herkunft", kennzahl=kennzahl).partition("?")[0]
        ausschnitt = self.ausschnitt
        if quelle:
            ausschnitt = ausschnitt.mit(quelle=next((q for q in Quelle if q.value == quelle), None))
        return "&".join(filter(None, [f"{seite}?{ausschnitt.parameter}", urlencode(angaben)]))


def _geschrieben(wert: Decimal | int) -> str:
    """Gezähltes ganz; mittlere VzÄ und anteiliges Soll mit zwei Stellen, wie im Quartalsbericht."""
    return deutsch(wert, stellen=None if wert == int(wert) else 2)
