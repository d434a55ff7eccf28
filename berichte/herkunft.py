"""Was jede Zahl mit sich trägt, aus dem Datensatz zusammengestellt: Zeitraum, Quelle, Stand, Festigkeit, Fußnoten."""

from beratung.kern.zaehlung import Quelle, Zustand
from beratung.monatsstand import FESTIGKEIT
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, bezeichnung, in_worten

from .datensaetze import Datensatz
from .kern.kennzahlen import JE_ZAEHLEINHEIT
from .kern.tabelle import Herkunft
from .kern.vergleich import Vergleich

BEISPIEL = "Beispielzahlen: Die Verteilung auf Monate und Merkmale ist erfunden."


def herkunft(datensatz: Datensatz, vergleich: Vergleich, quellen: tuple[Quelle, ...]) -> Herkunft:
    """Herkunft aller Zahlen eines Vergleichs; nennt die verglichenen Monate, ohne Vergleich die gemeldeten."""
    kennzahl = JE_ZAEHLEINHEIT[vergleich.reihe.zaehleinheit]
    zeitraum = bezeichnung(vergleich.reihe.gemeldet(vergleich.zeitraum)) or vergleich.zeitraum.bezeichnung
    if vergleich.monate:
        zeitraum = f"{vergleich.verglichen_frueher} gegenüber {vergleich.verglichen}"
    return Herkunft(
        zeitraum=zeitraum,
        einheit=kennzahl.name,
        quelle=quellen[0].verfahren if len(quellen) == 1 else kennzahl.quelle,
        stand=f"{datensatz.stand:%d.%m.%Y}" if datensatz.stand else "unbekannt",
        zaehlweise=kennzahl.zaehlweise,
        zustand=_in_worten(staende_der_monate(datensatz, vergleich, quellen)),
        fussnoten=_fussnoten(datensatz, vergleich, quellen),
    )


def staende_der_monate(datensatz: Datensatz, vergleich: Vergleich, quellen: tuple[Quelle, ...]) -> dict[Monat, Zustand]:
    """Wie fest jeder gezeigte Monat beider Zeiträume ist."""
    alle = datensatz.staende(vergleich.reihe.zaehleinheit, quellen)
    gezeigt = (m for m in vergleich.reihe.werte if m in vergleich.zeitraum or m in vergleich.frueher)
    return {monat: alle[monat] for monat in gezeigt}


def _in_worten(staende: dict[Monat, Zustand]) -> str:
    """„vorläufig“; verschieden feste: „vorläufig (Juli bis September 2024), endgültig (das Jahr 2023)“."""
    je_zustand = {z: [m for m, stand in staende.items() if stand is z] for z in FESTIGKEIT}
    vorhanden = {zustand: monate for zustand, monate in je_zustand.items() if monate}
    if len(vorhanden) <= 1:
        return "".join(zustand.bezeichnung for zustand in vorhanden)
    return ", ".join(f"{zustand.bezeichnung} ({in_worten(monate)})" for zustand, monate in vorhanden.items())


def _fussnoten(datensatz: Datensatz, vergleich: Vergleich, quellen: tuple[Quelle, ...]) -> tuple[str, ...]:
    """Was neben den Zahlen beider Zeiträume zu wissen ist: erfunden, oder auffällig und als echt bestätigt."""
    beide = Zeitraum(vergleich.frueher.von, vergleich.zeitraum.bis)
    beispiel = (BEISPIEL,) if datensatz.hat_beispiele(beide) else ()
    return (*beispiel, *datensatz.fussnoten_zu(vergleich.reihe.zaehleinheit, beide, quellen))
