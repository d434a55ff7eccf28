"""Woraus man auf einer Auswertungsseite wählt: Zeitraum, Quelle, Vergleich, jede Wahl ein Link auf dieselbe Seite."""

from collections.abc import Iterator
from dataclasses import dataclass

from beratung.kalender.bestand import Stand
from beratung.kern.zaehlung import Quelle
from berichte.kern.zahlen.vergleich import EIN_JAHR
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .ausschnitt import Ausschnitt

QUARTAL = 3


@dataclass(frozen=True)
class Wahl:
    """`zusatz`: ob im Zeitraum oder in seinem Vergleich Monate fehlen."""

    name: str
    parameter: str
    ist_gewaehlt: bool
    zusatz: str = ""


@dataclass(frozen=True)
class Gruppe:
    bezeichnung: str
    wahlen: tuple[Wahl, ...]

    @property
    def ist_anders(self) -> bool:
        """Gewählt ist etwas, das nicht zur Wahl steht."""
        return not any(wahl.ist_gewaehlt for wahl in self.wahlen)


def auswahlleiste(ausschnitt: Ausschnitt, stand: Stand) -> tuple[Gruppe, ...]:
    return (
        Gruppe("Zeitraum", tuple(_zeitraeume(ausschnitt, stand))),
        Gruppe("Quelle", tuple(_quellen(ausschnitt))),
        Gruppe("Vergleich", tuple(_vergleiche(ausschnitt))),
    )


def _zeitraeume(ausschnitt: Ausschnitt, stand: Stand) -> Iterator[Wahl]:
    letzter = ausschnitt.letzter
    vorschlaege = {
        f"{letzter.jahr} bis {letzter.name}": Zeitraum(Monat(letzter.jahr, 1), letzter),
        letzter.bezeichnung: Zeitraum(letzter, letzter),
    }
    quartal = _letztes_quartal(letzter)
    vorschlaege[f"{quartal.bis.nummer // QUARTAL}. Quartal {quartal.bis.jahr}"] = quartal
    vorschlaege["letzte 12 Monate"] = Zeitraum(letzter - (EIN_JAHR - 1), letzter)
    for jahr in range(letzter.jahr, stand.erster_monat.jahr - 1, -1):
        if jahr < letzter.jahr or letzter.nummer == EIN_JAHR:
            vorschlaege[str(jahr)] = Zeitraum(Monat(jahr, 1), Monat(jahr, EIN_JAHR))
    gesehen = set()
    for name, zeitraum in vorschlaege.items():
        if zeitraum not in gesehen:  # im Dezember ist „2024 bis Dezember“ das Jahr 2024
            gesehen.add(zeitraum)
            yield _zeitraum(ausschnitt, stand, name, zeitraum)


def _zeitraum(ausschnitt: Ausschnitt, stand: Stand, name: str, zeitraum: Zeitraum) -> Wahl:
    dann = ausschnitt.mit(zeitraum=zeitraum)
    quellen = (dann.auswahl.quelle,) if dann.auswahl.quelle else tuple(Quelle)
    frueher = Zeitraum(zeitraum.von - dann.auswahl.abstand, zeitraum.bis - dann.auswahl.abstand)
    zusatz = ""
    if not stand.ist_vollstaendig(zeitraum, quellen):
        zusatz = "unvollständig"
    elif not stand.ist_vollstaendig(frueher, quellen):
        zusatz = "Vergleich unvollständig"
    return Wahl(name, dann.parameter, ausschnitt.auswahl.zeitraum == zeitraum, zusatz)


def _letztes_quartal(letzter: Monat) -> Zeitraum:
    """Das jüngste, das bis zum letzten gemeldeten Monat zu Ende ist."""
    ende = letzter - letzter.nummer % QUARTAL
    return Zeitraum(ende - (QUARTAL - 1), ende)


def _quellen(ausschnitt: Ausschnitt) -> Iterator[Wahl]:
    namen = {None: "zusammen"} | {quelle: quelle.kurz for quelle in Quelle}
    for quelle, name in namen.items():
        yield Wahl(name, ausschnitt.mit(quelle=quelle).parameter, ausschnitt.auswahl.quelle is quelle)


def _vergleiche(ausschnitt: Ausschnitt) -> Iterator[Wahl]:
    auswahl = ausschnitt.auswahl
    waehlbar = {"Vorjahr": EIN_JAHR}
    if len(auswahl.zeitraum) != EIN_JAHR:
        waehlbar["Zeitraum davor"] = len(auswahl.zeitraum)
    for name, abstand in waehlbar.items():
        yield Wahl(name, ausschnitt.mit(abstand=abstand).parameter, auswahl.abstand == abstand)
