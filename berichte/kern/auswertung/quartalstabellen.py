"""Die Tabellen des Quartalsberichts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from beratung.kern.stammdaten.ausstattung import vzae
from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen, Zelle
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.vergleich import EIN_JAHR
from berichte.kern.zahlen.verteilung import Verteilung
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat, Quartal, bezeichnung

from .auslastung import NICHT_HINTERLEGT, VOLL, Auslastung, kurz
from .quartalsbericht import EIN_QUARTAL, GEZAEHLT, Quartalsbericht, beratungen_je_fall
from .veraenderung import STERN, TEILWEISE, veraenderung

RUNDUNG = "Die Anteile sind einzeln gerundet; ihre Summe kann von 100,0 % abweichen."


def kennzahlen(bericht: Quartalsbericht, herkunft: Herkunft) -> Tabelle:
    """Gezähltes und Verhältnisse dreier Quartale. Veränderungen von Gezähltem gelten für die Monate, die in beiden
    gemeldet sind; die von Verhältnissen gibt es nur zwischen vollständigen Quartalen."""
    quartale = (bericht.quartal, bericht.davor, bericht.vorjahr)
    staende = [bericht.auslastung(quartal) for quartal in quartale]
    je_fall = [beratungen_je_fall(bericht.reihen, quartal) for quartal in quartale]

    def zeile(name: str, werte: list[Decimal | None], schreiben: Callable[[Decimal], str], ohne: Callable) -> tuple:
        return _verhaeltnis(name, werte, staende, schreiben, ohne)

    zeilen = (
        ("gemeldete Monate", *_spalten([s.anteil for s in staende], ["", ""])),
        *(_gezaehlt(bericht, einheit, quartale) for einheit in GEZAEHLT),
        zeile("Beratungen je Fall", je_fall, _zwei_stellen, _nicht_gemeldet),
        zeile("Soll, Fälle", [s.soll for s in staende], kurz, _nicht_hinterlegt),
        zeile("Auslastung", [s.prozent for s in staende], zahlen.prozent, _ohne_verhaeltnis),
        zeile("VzÄ", [s.vzae for s in staende], _zwei_stellen, _nicht_hinterlegt),
        zeile("Fälle je VzÄ", [s.faelle_je_vzae for s in staende], _eine_stelle, _ohne_verhaeltnis),
    )
    koepfe = _spalten([quartal.bezeichnung for quartal in quartale], ["gegen Vorquartal", "gegen Vorjahr"])
    spalten = (Spalte("Kennzahl"), *(Spalte(kopf, Format.ANZAHL) for kopf in koepfe))
    if any(str(zelle).endswith(STERN) for zeile in zeilen for zelle in zeile):
        herkunft = replace(herkunft, fussnoten=(TEILWEISE, *herkunft.fussnoten))
    return Tabelle(f"{bericht.name}, {bericht.quartal.bezeichnung}", spalten, zeilen, herkunft)


def _spalten(werte: list, aenderungen: list) -> tuple:
    """Heute, davor mit Veränderung, Vorjahr mit Veränderung."""
    heute, davor, vorjahr = werte
    return (heute, davor, aenderungen[0], vorjahr, aenderungen[1])


def _gezaehlt(bericht: Quartalsbericht, einheit: Zaehleinheit, quartale: tuple[Quartal, ...]) -> tuple[Zelle, ...]:
    reihe = bericht.reihen[einheit]
    summen = [reihe.summe(reihe.gemeldet(quartal.zeitraum)) for quartal in quartale]
    werte = [Zeichen.FEHLT if summe is None else summe.wert for summe in summen]
    aenderungen = [veraenderung(bericht.vergleich(einheit, abstand)) for abstand in (EIN_QUARTAL, EIN_JAHR)]
    return (JE_ZAEHLEINHEIT[einheit].einheit, *_spalten(werte, aenderungen))


def _verhaeltnis(
    name: str, werte: list[Decimal | None], staende: list[Auslastung], schreiben: Callable[[Decimal], str],
    ohne: Callable[[Auslastung], Zelle],
) -> tuple[Zelle, ...]:  # fmt: skip
    """`ohne`: was statt eines fehlenden Werts steht."""
    paare = list(zip(werte, staende, strict=True))
    zellen = [ohne(stand) if wert is None else schreiben(wert) for wert, stand in paare]
    heute, aenderungen = werte[0], []
    for wert, stand in paare[1:]:
        vergleichbar = None not in (heute, wert) and staende[0].ist_vollstaendig and stand.ist_vollstaendig
        aenderungen.append(_differenz(heute - wert, schreiben) if vergleichbar else Zeichen.NICHT_SINNVOLL)
    return (name, *_spalten(zellen, aenderungen))


def _differenz(wert: Decimal, schreiben: Callable[[Decimal], str]) -> str:
    """„+0,2“; zwischen Prozentsätzen „−6,2 Punkte“."""
    zeichen = "+" if wert > 0 else "" if wert else "±"
    return zeichen + schreiben(wert).replace("%", "Punkte")


def _eine_stelle(wert: Decimal) -> str:
    return zahlen.deutsch(wert, stellen=1)


def _zwei_stellen(wert: Decimal) -> str:
    return zahlen.deutsch(wert, stellen=2)


def _nicht_gemeldet(stand: Auslastung) -> Zelle:
    return Zeichen.FEHLT


def _nicht_hinterlegt(stand: Auslastung) -> Zelle:
    return NICHT_HINTERLEGT


def _ohne_verhaeltnis(stand: Auslastung) -> Zelle:
    """Ein Verhältnis fehlt, weil nichts gemeldet ist, oder es hat keinen Nenner."""
    return Zeichen.NICHT_SINNVOLL if stand.monate else Zeichen.FEHLT


def monate(bericht: Quartalsbericht, herkunft: Herkunft) -> Tabelle:
    """Die drei Monate nebeneinander: Gezähltes, Neuzugänge auch aus dem Vorjahr, und der Stellenumfang."""
    zeitraum = tuple(bericht.quartal.zeitraum)
    spalten = (Spalte("Kennzahl"), *(Spalte(monat.name, Format.ANZAHL) for monat in zeitraum))

    def zeile(name: str, werte: Mapping[Monat, int], abstand: int = 0) -> tuple[Zelle, ...]:
        return (name, *(werte.get(monat - abstand, Zeichen.FEHLT) for monat in zeitraum))

    reihen = {einheit: bericht.reihen[einheit].werte for einheit in GEZAEHLT}
    umfang = [vzae(bericht.ausstattungen, monat) for monat in zeitraum]
    zeilen = (
        *(zeile(JE_ZAEHLEINHEIT[einheit].einheit, werte) for einheit, werte in reihen.items()),
        zeile(f"Neuzugänge {bericht.vorjahr.jahr}", reihen[Zaehleinheit.NEUZUGANG], EIN_JAHR),
        ("VzÄ", *(NICHT_HINTERLEGT if wert is None else _zwei_stellen(wert) for wert in umfang)),
    )
    return Tabelle(f"{bericht.name}, Monate", spalten, zeilen, herkunft)


def felder(verteilung: Verteilung, bericht: Quartalsbericht, herkunft: Herkunft) -> Tabelle | None:
    """Hauptberatungsfelder nach Größe, gegen das Vorjahr über dieselben Monate; None, wo nichts gemeldet ist."""
    if verteilung.gesamt.heute is None:
        return None
    vergleich = bericht.vergleich(Zaehleinheit.BERATUNG)
    heute = bezeichnung(vergleich.gezaehlte_monate)
    spalten = (
        Spalte("Hauptberatungsfeld"),
        Spalte(heute, Format.ANZAHL),
        Spalte("Anteil", Format.PROZENT),
        Spalte(vergleich.verglichen_frueher or vergleich.frueher.bezeichnung, Format.ANZAHL),
        Spalte("Differenz", Format.DIFFERENZ),
    )
    anteile = [verteilung.anteil(posten) for posten in verteilung.posten]
    if None not in anteile and sum(anteile) != VOLL:
        herkunft = replace(herkunft, fussnoten=(RUNDUNG, *herkunft.fussnoten))
    zeilen = []
    for posten in verteilung.nach_groesse:
        paar, anteil = posten.paar, verteilung.anteil(posten)
        zellen = (paar.heute, anteil, paar.frueher)
        differenz = Zeichen.NICHT_SINNVOLL if paar.differenz is None else paar.differenz
        zeilen.append((posten.name, *(Zeichen.FEHLT if z is None else z for z in zellen), differenz))
    return Tabelle(f"{bericht.name}, Beratungen nach Hauptberatungsfeld", spalten, tuple(zeilen), herkunft)
