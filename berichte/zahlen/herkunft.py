"""Was jede Zahl mit sich trägt, aus dem Datensatz zusammengestellt: Zeitraum, Quelle, Stand, Festigkeit, Fußnoten."""

from dataclasses import replace

from beratung.kalender.monatsstand import FESTIGKEIT
from beratung.kern.zaehlung import Quelle, Zaehleinheit, Zustand
from berichte.kern.tabelle import Herkunft, Schutz
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, bezeichnung, in_worten

from .datensatz import Datensatz

BEISPIEL = "Beispielzahlen: Die Verteilung auf Monate und Merkmale ist erfunden."


def herkunft(datensatz: Datensatz, vergleich: Vergleich, quellen: tuple[Quelle, ...]) -> Herkunft:
    """Herkunft aller Zahlen eines Vergleichs; nennt die verglichenen Monate, ohne Vergleich die gemeldeten."""
    zeitraum = bezeichnung(vergleich.reihe.gemeldet(vergleich.zeitraum)) or vergleich.zeitraum.bezeichnung
    if vergleich.monate:
        zeitraum = f"{vergleich.verglichen_frueher} gegenüber {vergleich.verglichen}"
    beide = Zeitraum(vergleich.frueher.von, vergleich.zeitraum.bis)
    staende = staende_der_monate(datensatz, vergleich, quellen)
    fussnoten = _fussnoten(datensatz, vergleich.reihe.zaehleinheit, beide, quellen)
    return replace(_herkunft(datensatz, vergleich.reihe, quellen, zeitraum, staende), fussnoten=fussnoten)


def herkunft_einer_reihe(
    datensatz: Datensatz, reihe: Monatsreihe, zeitraum: Zeitraum, quellen: tuple[Quelle, ...]
) -> Herkunft:
    """Herkunft einer Monatsreihe, die mit nichts verglichen wird."""
    alle = datensatz.staende(reihe.zaehleinheit, quellen)
    staende = {monat: alle[monat] for monat in reihe.gemeldet(zeitraum)}
    fussnoten = _fussnoten(datensatz, reihe.zaehleinheit, zeitraum, quellen)
    return replace(_herkunft(datensatz, reihe, quellen, zeitraum.bezeichnung, staende), fussnoten=fussnoten)


def _herkunft(
    datensatz: Datensatz,
    reihe: Monatsreihe,
    quellen: tuple[Quelle, ...],
    zeitraum: str,
    staende: dict[Monat, Zustand],
) -> Herkunft:
    kennzahl = JE_ZAEHLEINHEIT[reihe.zaehleinheit]
    return Herkunft(
        zeitraum=zeitraum,
        einheit=kennzahl.name,
        quelle=quellen[0].verfahren if len(quellen) == 1 else kennzahl.quelle,
        stand=f"{datensatz.stand:%d.%m.%Y}" if datensatz.stand else "unbekannt",
        zaehlweise=kennzahl.zaehlweise,
        zustand=_in_worten(staende),
        schutz=Schutz.GESCHUETZT if datensatz.ist_geschuetzt else Schutz.GENAU,
        schutzsatz=datensatz.schutzsatz,
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


def _fussnoten(
    datensatz: Datensatz, zaehleinheit: Zaehleinheit, gezeigt: Zeitraum, quellen: tuple[Quelle, ...]
) -> tuple[str, ...]:
    """Was neben den Zahlen zu wissen ist: erfunden, nicht der ganze Monat, auffällig und als echt bestätigt."""
    beispiel = (BEISPIEL,) if datensatz.hat_beispiele(gezeigt) else ()
    teilmonate = datensatz.teilmonatssaetze(gezeigt, quellen)
    return (*beispiel, *teilmonate, *datensatz.fussnoten_zu(zaehleinheit, gezeigt, quellen))
