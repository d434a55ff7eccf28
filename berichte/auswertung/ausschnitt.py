"""Welchen Ausschnitt eine Auswertungsseite zeigt: Zeitraum, Quelle und Vergleich stehen ganz in der Adresse, damit
man sie weitergeben kann. Was dort fehlt oder nicht lesbar ist, wird zur Vorgabe, mit einem Satz dazu."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from beratung.kern.zaehlung import Quelle
from berichte.kern.zahlen.vergleich import EIN_JAHR
from berichte.zahlen.datensaetze import Auswahl
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

VORJAHR, DAVOR = "vorjahr", "davor"
ZUSAMMEN = "zusammen"
LAENGSTENS = 120  # Monate
FRUEHESTENS, SPAETESTENS = Monat(1990, 1), Monat(2099, 12)


@dataclass(frozen=True)
class Ausschnitt:
    """`letzter`: der jüngste gemeldete Monat. `hinweise`: was an der Adresse nicht zu lesen war."""

    auswahl: Auswahl
    letzter: Monat
    hinweise: tuple[str, ...] = ()

    @property
    def parameter(self) -> str:
        return parameter(self.auswahl)

    @property
    def vergleich(self) -> str:
        return _vergleich(self.auswahl)

    def mit(self, **aenderungen) -> "Ausschnitt":
        """Derselbe Ausschnitt mit anderem `zeitraum`, anderer `quelle` oder anderem `abstand`; für Links.
        „Zeitraum davor“ bleibt „davor“, auch wenn der Zeitraum länger wird."""
        neu = replace(self.auswahl, **aenderungen)
        if "abstand" not in aenderungen and self.auswahl.abstand != EIN_JAHR:
            neu = replace(neu, abstand=len(neu.zeitraum))
        return replace(self, auswahl=neu, hinweise=())


def parameter(auswahl: Auswahl) -> str:
    """Der Teil der Adresse hinter „?“."""
    angaben = {"von": str(auswahl.zeitraum.von), "bis": str(auswahl.zeitraum.bis)}
    angaben["quelle"] = auswahl.quelle.value if auswahl.quelle else ZUSAMMEN
    angaben["vergleich"] = _vergleich(auswahl)
    return urlencode(angaben)


def _vergleich(auswahl: Auswahl) -> str:
    return VORJAHR if auswahl.abstand == EIN_JAHR else DAVOR


def adresse(auswahl: Auswahl, name: str, **angaben) -> str:
    """Adresse einer Seite desselben Gebiets und Ausschnitts: `name` ohne „stadt_“ oder „bereich_“ davor."""
    bereich = auswahl.planungsbereich
    art, ort = ("bereich", {"bereich": bereich}) if bereich else ("stadt", {})
    return f"{reverse(f'{art}_{name}', kwargs=ort | angaben)}?{parameter(auswahl)}"


def aus_adresse(angaben: Mapping[str, str], letzter: Monat, planungsbereich: str = "") -> Ausschnitt:
    """Vorgabe: das Jahr des letzten gemeldeten Monats bis dorthin, beide Quellen zusammen, gegen das Vorjahr."""
    hinweise: list[str] = []
    zeitraum = Zeitraum(Monat(letzter.jahr, 1), letzter)
    if "von" in angaben or "bis" in angaben:
        try:
            zeitraum = _zeitraum(angaben.get("von", ""), angaben.get("bis", ""))
        except ValueError as fehler:
            hinweise.append(f"{fehler} Gezeigt wird {zeitraum.bezeichnung}.")
    quelle = next((q for q in Quelle if q == angaben.get("quelle")), None)
    if angaben.get("quelle", ZUSAMMEN) not in (ZUSAMMEN, *Quelle):
        hinweise.append("Diese Quelle gibt es nicht; gezeigt werden beide zusammen.")
    if angaben.get("vergleich", VORJAHR) not in (VORJAHR, DAVOR):
        hinweise.append("Diesen Vergleich gibt es nicht; verglichen wird mit dem Vorjahr.")
    abstand = len(zeitraum) if angaben.get("vergleich") == DAVOR else EIN_JAHR
    auswahl = Auswahl(zeitraum, quelle, planungsbereich or None, mit_vergleich=True, abstand=abstand)
    return Ausschnitt(auswahl, letzter, tuple(hinweise))


def _zeitraum(von: str, bis: str) -> Zeitraum:
    """ValueError mit Satz, wo es keiner ist oder keiner, den eine Seite zeigen kann."""
    zeitraum = Zeitraum(Monat.lesen(von), Monat.lesen(bis))
    if len(zeitraum) > LAENGSTENS:
        raise ValueError(f"Der Zeitraum {zeitraum.bezeichnung} ist länger als {LAENGSTENS // EIN_JAHR} Jahre.")
    if not FRUEHESTENS <= zeitraum.von <= zeitraum.bis <= SPAETESTENS:
        raise ValueError(f"Der Zeitraum liegt nicht zwischen {FRUEHESTENS.jahr} und {SPAETESTENS.jahr}.")
    return zeitraum
