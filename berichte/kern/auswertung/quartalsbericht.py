"""Der Quartalsbericht einer Beratungsstelle: ein Quartal gegen das davor und gegen dasselbe im Vorjahr."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from beratung.kern.befunde.ausreisser import ALPHA
from beratung.kern.stammdaten.ausstattung import Ausstattungszeile
from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.zahlen.katalog import KATALOG
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.vergleich import EIN_JAHR, Monatsreihe, Vergleich
from berichte.kern.zahlen.verteilung import Paar
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat, Quartal, bezeichnung, in_worten

from .auffaelligkeiten import Veraenderung
from .auslastung import NICHT_HINTERLEGT, Auslastung, auslastung, kurz

EIN_QUARTAL = 3  # Monate
QUARTALE_EINES_JAHRES = 4
GEZAEHLT = (Zaehleinheit.NEUZUGANG, Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION, Zaehleinheit.INFORMATION)


@dataclass(frozen=True)
class Quartalsbericht:
    """`reihen`: gemeldete Monate der Beratungsstelle, wenigstens fünf Quartale zurück."""

    name: str
    quartal: Quartal
    reihen: Mapping[Zaehleinheit, Monatsreihe]
    ausstattungen: Collection[Ausstattungszeile]

    @property
    def davor(self) -> Quartal:
        return self.quartal - 1

    @property
    def vorjahr(self) -> Quartal:
        return self.quartal - QUARTALE_EINES_JAHRES

    def auslastung(self, quartal: Quartal) -> Auslastung:
        return auslastung(quartal, self.reihen[Zaehleinheit.NEUZUGANG], self.ausstattungen)

    def vergleich(self, zaehleinheit: Zaehleinheit, abstand: int = EIN_JAHR) -> Vergleich:
        name = JE_ZAEHLEINHEIT[zaehleinheit].einheit
        return Vergleich(name, self.reihen[zaehleinheit], self.quartal.zeitraum, abstand)

    @property
    def fehlend(self) -> tuple[Monat, ...]:
        return self.reihen[Zaehleinheit.NEUZUGANG].fehlend(self.quartal.zeitraum)

    @property
    def saetze(self) -> list[str]:
        """Was war, woran gemessen, was fehlt; ein Satz für jedes."""
        stand = self.auslastung(self.quartal)
        if stand.ist is None:
            return [f"Für das {self.quartal.bezeichnung} ist noch nichts gemeldet."]
        saetze = [self._verlauf(stand), _gemessen(stand)]
        if self.fehlend:
            fehlt = "fehlt" if len(self.fehlend) == 1 else "fehlen"
            nur = "Neuzugänge, Soll und VzÄ gelten nur für die gemeldeten Monate"
            saetze.append(f"{stand.meldestand}: {in_worten(self.fehlend)} {fehlt}. {nur}.")
        return saetze

    def _verlauf(self, stand: Auslastung) -> str:
        vergleiche = [self.vergleich(Zaehleinheit.NEUZUGANG, abstand) for abstand in (EIN_QUARTAL, EIN_JAHR)]
        gegen = [_gegen(v, q) for v, q in zip(vergleiche, (self.davor, self.vorjahr), strict=True) if v.monate]
        wann = f"Im {self.quartal.bezeichnung}" if stand.ist_vollstaendig else f"In {bezeichnung(stand.monate)}"
        anzahl = zahlen.deutsch(stand.ist.wert)
        satz = f"{wann} gab es {anzahl} {'Neuzugang' if stand.ist.wert == 1 else 'Neuzugänge'}"
        if not gegen:
            return f"{satz}; zu vergleichen ist das noch mit nichts."
        return f"{satz}: {aufzaehlung(gegen)}.{_einordnung(vergleiche[-1])}"


def _gegen(vergleich: Vergleich, quartal: Quartal) -> str:
    """„12 mehr als im 2. Quartal 2024 (100)“; wo nicht alle Monate zu vergleichen sind, mit den verglichenen."""
    wann = f"im {quartal.bezeichnung}"
    if not vergleich.ist_vollstaendig:
        wann = f"in {vergleich.verglichen_frueher}, verglichen mit {vergleich.verglichen}"
    mehr = "mehr" if vergleich.differenz > 0 else "weniger"
    frueher = zahlen.deutsch(vergleich.vergleichswert.wert)
    if not vergleich.differenz:
        return f"ebenso viele wie {wann}"
    return f"{zahlen.deutsch(abs(vergleich.differenz))} {mehr} als {wann} ({frueher})"


def _einordnung(vergleich: Vergleich) -> str:
    """Ob der Unterschied zum Vorjahr vom Zufall zu unterscheiden ist, gerechnet wie auf den Dashboards."""
    if not vergleich.monate or not vergleich.differenz:
        return ""
    paar = Paar(vergleich.wert.wert, vergleich.vergleichswert.wert)
    if Veraenderung("", Zaehleinheit.NEUZUGANG, paar).p < ALPHA:
        return " Gegenüber dem Vorjahr ist das mehr, als der Zufall erklärt."
    return " Gegenüber dem Vorjahr kann das Zufall sein: So stark schwanken Zahlen dieser Größe von selbst."


def _gemessen(stand: Auslastung) -> str:
    """„Das sind 93,3 % des Solls von 120 Fällen und 64,0 Fälle je VzÄ bei 1,75 VzÄ.“"""
    da, fehlt = [], []
    if stand.prozent is not None:
        da.append(f"{zahlen.prozent(stand.prozent)} des Solls von {kurz(stand.soll)} Fällen")
    elif stand.soll is None:
        fehlt.append("Soll")
    if stand.faelle_je_vzae is not None:
        da.append(
            f"{zahlen.deutsch(stand.faelle_je_vzae)} Fälle je VzÄ bei {zahlen.deutsch(stand.vzae, stellen=2)} VzÄ"
        )
    elif stand.vzae is None:
        fehlt.append("VzÄ")
    saetze = [f"Das sind {aufzaehlung(da)}."] * bool(da)
    if fehlt:
        saetze.append(f"{aufzaehlung(fehlt)} {'ist' if fehlt == ['Soll'] else 'sind'} {NICHT_HINTERLEGT}.")
    return " ".join(saetze)


def beratungen_je_fall(reihen: Mapping[Zaehleinheit, Monatsreihe], quartal: Quartal) -> Decimal | None:
    """Beratungen je Fall mit Leistungen im Monat, zwei Stellen; nur Monate mit Fallkennung."""
    beratungen, faelle = reihen[Zaehleinheit.BERATUNG], reihen[Zaehleinheit.FALL]
    monate = [monat for monat in faelle.gemeldet(quartal.zeitraum) if monat in beratungen.werte]
    je_fall = KATALOG["beratungen_je_fall"]
    return je_fall.aus(beratungen.summe(monate), faelle.summe(monate), grund=quartal.bezeichnung).wert
