"""Was die Seiten der Lieferungen zeigen, fertig zusammengestellt."""

from dataclasses import dataclass

from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat

from . import bestand
from .kern.befund import Befund, Schwere
from .kern.spalten import PFLICHTSPALTEN, SPALTEN
from .kern.zaehlung import Art, Zaehleinheit, Zustand
from .models import Lieferung

STATUSFARBE = {
    Lieferung.Status.GEPRUEFT: "offen",
    Lieferung.Status.UEBERNOMMEN: "fertig",
    Lieferung.Status.ERSETZT: "neutral",
    Lieferung.Status.VERWORFEN: "neutral",
    Lieferung.Status.ZURUECKGENOMMEN: "warnung",
}
ZUSTANDSFARBE = {
    Zustand.FEHLT: "neutral",
    Zustand.VORLAEUFIG: "offen",
    Zustand.GEPRUEFT: "aktiv",
    Zustand.ENDGUELTIG: "fertig",
}
SCHWEREFARBE = {Schwere.FEHLER: "gefahr", Schwere.WARNUNG: "warnung", Schwere.HINWEIS: "aktiv"}


@dataclass(frozen=True)
class Vergleichszeile:
    """Eine Zähleinheit: neue Zahl, bisher gespeicherte, Vormonat. None heißt nicht enthalten oder nicht gemeldet."""

    einheit: Zaehleinheit
    neu: int | None
    bisher: int | None
    vormonat: int | None

    @property
    def gegen_bisher(self) -> str:
        return _unterschied(self.neu, self.bisher)

    @property
    def gegen_vormonat(self) -> str:
        return _unterschied(self.neu, self.vormonat)


def _unterschied(neu: int | None, alt: int | None) -> str:
    """„+12 (+3,1 %)“; leer, wo eine Zahl fehlt."""
    if neu is None or alt is None:
        return ""
    prozent = zahlen.veraenderung(neu, alt)
    anteil = f" ({zahlen.prozent(prozent, vorzeichen=True)})" if prozent is not None else ""
    return f"{zahlen.deutsch(neu - alt, vorzeichen=True)}{anteil}"


def vergleich(lieferung: Lieferung) -> list[Vergleichszeile]:
    monat = Monat.von_tag(lieferung.monat)
    bisher = bestand.summen(lieferung.quelle, monat)
    vormonat = bestand.summen(lieferung.quelle, monat - 1)
    return [
        Vergleichszeile(e, lieferung.summen.get(e), bisher.get(e), vormonat.get(e))
        for e in Zaehleinheit
        if e is not Zaehleinheit.FALL and (e in lieferung.summen or e in bisher)
    ]


def befundtafel(befunde: list[dict]) -> list[tuple[Befund, str]]:
    """Gespeicherte Befunde mit der Farbe ihrer Schwere."""
    tafel = []
    for angaben in befunde:
        schwere = Schwere(angaben["schwere"])
        befund = Befund(**angaben | {"schwere": schwere, "zeilen": tuple(angaben["zeilen"])})
        tafel.append((befund, SCHWEREFARBE[schwere]))
    return tafel


def befundsatz(befunde: list[dict]) -> str:
    """„2 Fehler, 1 Warnung“; leer ohne Befunde."""
    namen = {Schwere.FEHLER: ("Fehler", "Fehler"), Schwere.WARNUNG: ("Warnung", "Warnungen"),
             Schwere.HINWEIS: ("Hinweis", "Hinweise")}  # fmt: skip
    anzahl = {schwere: sum(b["schwere"] == schwere for b in befunde) for schwere in Schwere}
    return ", ".join(f"{n} {namen[s][n > 1]}" for s, n in anzahl.items() if n)


def spaltenhilfe() -> list[tuple[Art, list[tuple]]]:
    """Je Art ihre Spalten und ob sie nötig sind."""
    return [(art, [(s, s.feld in PFLICHTSPALTEN[art]) for s in SPALTEN[art]]) for art in Art]


def zahlensatz(lieferung: Lieferung) -> str:
    """„392 Neuzugänge (Beratungsfälle), 1.258 Beratungen“."""
    return ", ".join(f"{zahlen.deutsch(n)} {Zaehleinheit(e).bezeichnung}" for e, n in lieferung.summen.items())
