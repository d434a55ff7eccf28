"""Was auf einem Dashboard neben den Abbildungen steht: Kopf, große Zahlen, die Planungsbereiche der Stadt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Ebene, Quelle, Zaehleinheit
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.auswertung.auffaelligkeiten import PROZENT_AB, Veraenderung
from berichte.kern.tabelle import Zeichen
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.vergleich import Vergleich
from berichte.kern.zahlen.verteilung import Posten
from berichte.zahlen.herkunft import BEISPIEL
from berichte.zahlen.lage import Lage, einmal
from berichte.zahlen.monatsentwicklung import Verlagerung, verlagerung
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat, bezeichnung, in_worten

GROSSE_ZAHLEN = (
    Zaehleinheit.NEUZUGANG, Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION, Zaehleinheit.INFORMATION,
)  # fmt: skip
RICHTUNGEN = {1: ("↑", "mehr"), -1: ("↓", "weniger"), 0: ("=", "")}
KENNZAHL_VERLAGERUNG = "anteil_gefoerdert"


@dataclass(frozen=True)
class Karte:
    """Eine große Zahl. `pfeil` und `richtung` sagen dasselbe; mehr ist weder gut noch schlecht."""

    name: str
    wert: str
    satz: str
    kennzahl: str
    pfeil: str = ""
    richtung: str = ""
    frueher: str = ""  # „01–09/2023“
    heute: str = ""


@dataclass(frozen=True)
class Kopf:
    """Worüber die Seite spricht, in Worten."""

    zeitraum: str
    quelle: str
    vergleich: str
    verglichen: str  # „01–09/2024“
    verglichen_frueher: str
    zustand: str
    stand: str
    luecken: tuple[str, ...]
    stumme_quelle: Quelle | None
    ist_beispiel: bool


@einmal
def kopf(lage: Lage) -> Kopf:
    vergleich, herkunft = lage.vergleich(Zaehleinheit.NEUZUGANG), lage.herkunft(Zaehleinheit.NEUZUGANG)
    quelle = lage.auswahl.quelle
    return Kopf(
        _in_worten(lage.auswahl.zeitraum),
        quelle.bezeichnung if quelle else "geförderte und kommunale Seniorenberatung zusammen",
        _verglichen(vergleich),
        vergleich.verglichen or vergleich.zeitraum.bezeichnung,
        vergleich.verglichen_frueher or vergleich.frueher.bezeichnung,
        "" if lage.ist_leer else herkunft.zustand,
        herkunft.stand,
        tuple(lage.luecken()),
        lage.stumme_quelle,
        lage.datensatz.hat_beispiele(lage.auswahl.zeitraum),
    )


def _verglichen(vergleich: Vergleich) -> str:
    if not vergleich.monate:
        return f"Kein Vergleich mit {_in_worten(vergleich.frueher)}: Kein Monat ist in beiden Zeiträumen gemeldet."
    frueher = _in_worten(monat - vergleich.abstand for monat in vergleich.monate)
    if vergleich.ist_vollstaendig:
        return f"Verglichen mit {frueher}."
    heute = _in_worten(vergleich.monate)
    return f"Verglichen werden nur Monate, die in beiden Zeiträumen gemeldet sind: {heute} mit {frueher}."


def _in_worten(monate: Iterable[Monat]) -> str:
    """„Januar bis September 2024“; ein ganzes Jahr nur „2023“, damit es in jeden Satz passt."""
    return in_worten(monate).replace("das Jahr ", "")


@einmal
def karten(lage: Lage) -> tuple[Karte, ...]:
    ergebnis = tuple(_karte(lage, einheit) for einheit in GROSSE_ZAHLEN)
    return (*ergebnis, _anteil_gefoerdert(lage, seiten)) if (seiten := seitenwechsel(lage)) else ergebnis


@einmal
def seitenwechsel(lage: Lage) -> Verlagerung | None:
    """Wie sich die Neuzugänge zwischen gefördert und kommunal verschieben; None für eine Quelle oder ohne Vergleich."""
    if len(lage.quellen) == 1:
        return None
    je_quelle = [lage.vergleich(Zaehleinheit.NEUZUGANG, quelle) for quelle in (Quelle.SENIORA, Quelle.FMG)]
    return verlagerung(*je_quelle, lage.vergleich(Zaehleinheit.NEUZUGANG))


def _karte(lage: Lage, einheit: Zaehleinheit) -> Karte:
    kennzahl, vergleich = JE_ZAEHLEINHEIT[einheit], lage.vergleich(einheit)
    name = kennzahl.einheit
    monate = lage.monate(einheit)
    if not monate:
        return Karte(name, "nicht gemeldet", f"Für {vergleich.zeitraum.bezeichnung} ist nichts da.",
                     kennzahl.schluessel)  # fmt: skip
    wert = zahlen.deutsch(vergleich.reihe.summe(monate).wert)
    if not vergleich.monate:
        satz = f"in {bezeichnung(monate)}; {vergleich.frueher.bezeichnung} ist nicht gemeldet, darum kein Vergleich"
        return Karte(name, wert, satz, kennzahl.schluessel)
    veraenderung = Veraenderung(name, einheit, lage.paar(lage.auswahl.gesamtzahl(einheit)))
    differenz = veraenderung.paar.differenz
    zeiten = vergleich.verglichen_frueher, vergleich.verglichen
    return Karte(name, wert, veraenderung.in_zahlen, kennzahl.schluessel, *_richtung(differenz), *zeiten)


def _richtung(differenz) -> tuple[str, str]:
    return RICHTUNGEN[(differenz > 0) - (differenz < 0)]


def _anteil_gefoerdert(lage: Lage, anteil: Verlagerung) -> Karte:
    frueher, heute = zahlen.prozent(anteil.frueher), zahlen.prozent(anteil.heute)
    satz = f"von {frueher} auf {heute} der Neuzugänge"
    pfeil, richtung = _richtung(anteil.heute - anteil.frueher)
    vergleich = lage.vergleich(Zaehleinheit.NEUZUGANG)
    zeiten = vergleich.verglichen_frueher, vergleich.verglichen
    return Karte("Anteil gefördert", heute, satz, KENNZAHL_VERLAGERUNG, pfeil, richtung, *zeiten)


def unterschrift(abbildung: Abbildung) -> list[str]:
    """Was unter einem Diagramm oder einer Karte steht, wo der Kopf der Seite schon Zeitraum, Quelle und Stand aller
    Zahlen nennt."""
    gezeichnet = abbildung.diagramm or abbildung.karte
    legende = abbildung.diagramm.legende if abbildung.diagramm else ""
    fussnoten = [satz for satz in gezeichnet.herkunft.fussnoten if satz != BEISPIEL] if gezeichnet else []
    return [legende, *fussnoten] if legende else fussnoten


@dataclass(frozen=True)
class Bereichszeile:
    """`adresse` leer: dorthin gehört keine Seite (unbekannt, auswärtig)."""

    posten: Posten
    anteil: str
    breite: int  # Prozent der größten Zahl
    adresse: str
    unbestaetigt: int

    @property
    def veraenderung(self) -> str:
        """„+31 (+12,4 %)“; kleine Zahlen ohne Prozent."""
        paar = self.posten.paar
        if paar.differenz is None:
            return Zeichen.NICHT_SINNVOLL.value
        prozent = ""
        if paar.prozent is not None and min(paar.heute, paar.frueher) >= PROZENT_AB:
            prozent = f" ({zahlen.prozent(paar.prozent, vorzeichen=True)})"
        return zahlen.deutsch(paar.differenz, vorzeichen=True) + prozent


def bereichszeilen(lage: Lage, bereiche: Iterable, adresse: Callable[[str], str]) -> list[Bereichszeile]:
    """Neuzugänge je Planungsbereich, die größten zuerst; `bereiche` mit der Zahl unbestätigter Zuordnungen."""
    verteilung = lage.gebiete(Zaehleinheit.NEUZUGANG, Ebene.PLANUNGSBEREICH)
    unbestaetigt = {bereich.kuerzel: bereich.unbestaetigt for bereich in bereiche}
    groesste = max((posten.paar.heute or 0 for posten in verteilung.posten), default=0)
    return [
        Bereichszeile(
            posten,
            Zeichen.NICHT_SINNVOLL if (anteil := verteilung.anteil(posten)) is None else zahlen.prozent(anteil),
            round(100 * (posten.paar.heute or 0) / groesste) if groesste else 0,
            "" if posten.schluessel in {UNBEKANNT, AUSWAERTIG} else adresse(posten.schluessel),
            unbestaetigt.get(posten.schluessel, 0),
        )
        for posten in verteilung.nach_groesse
    ]
