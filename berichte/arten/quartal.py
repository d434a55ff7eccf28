"""Der Quartalsbericht einer Beratungsstelle: das letzte volle Quartal bis zum Stichtag."""

from collections.abc import Iterator

from beratung.kern.zaehlung import Quelle, Zaehleinheit, Zustand
from beratung.models import Beratungsstelle
from berichte.abbildungen.zellen import gezaehlt
from berichte.auswertung import quartale
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.akten.bericht import Abbildung, Absatz, Aufzaehlung, Baustein, Bericht, Kapitel, Zahlentabelle
from berichte.kern.akten.botschaft import Vorschlag
from berichte.kern.auswertung import quartalstabellen
from berichte.kern.auswertung.quartalsbericht import Quartalsbericht
from berichte.zahlen.herkunft import herkunft_einer_reihe
from berichte.zahlen.namen import namen
from berichte.zahlen.stellenzahlen import Stellenzahlen
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Quartal, Zeitraum, in_worten

from . import gebiete, hinweise
from .botschaften import mit_botschaft
from .wunsch import HERAUSGEBER, BerichtNichtMoeglich, Berichtswunsch, letzter_voller_monat

NUR_INTERN = (
    "Zahlen einer einzelnen Beratungsstelle gehören nicht zu den geschützten Zahlen; den Quartalsbericht gibt es darum "
    "nur intern."
)


def quartal(wunsch: Berichtswunsch) -> Bericht:
    """BerichtNichtMoeglich für eine unbekannte oder im Quartal nicht geöffnete Beratungsstelle."""
    stelle, eines = gebiete.beratungsstelle(wunsch), letztes_volles(wunsch)
    if not quartale.gilt_zeitweise(stelle, eines.zeitraum):
        raise BerichtNichtMoeglich(f"{stelle.name} war im {eines.bezeichnung} nicht geöffnet.")
    inhalt, zahlen = quartale.bericht(stelle, eines)
    bericht = Bericht(
        titel=f"Quartalsbericht {stelle.name}",
        untertitel=f"{eines.bezeichnung}, {Quelle(stelle.quelle).bezeichnung}",
        herausgeber=HERAUSGEBER,
        stichtag=wunsch.stichtag,
        datenstand=f"Beratungszahlen bis {eines.zeitraum.bis.bezeichnung}",
        bausteine=(
            Kapitel("Überblick"),
            *neuzugaenge(wunsch, stelle, inhalt, zahlen),
            *tabellen(stelle, inhalt, zahlen),
        ),
        ist_kurz=True,
    )
    return hinweise.mit_hinweisen(
        bericht,
        vorbehalte=vorbehalte(stelle, inhalt, zahlen),
        luecken=luecken(inhalt),
    )


def letztes_volles(wunsch: Berichtswunsch) -> Quartal:
    return Quartal.von_monat(letzter_voller_monat(wunsch.stichtag) - 2)


def neuzugaenge(
    wunsch: Berichtswunsch, stelle: Beratungsstelle, inhalt: Quartalsbericht, zahlen: Stellenzahlen
) -> Iterator[Baustein]:
    if stelle.traeger:
        yield Absatz(f"Träger: {stelle.traeger.name}")
    if verlauf := _verlauf(stelle, inhalt, zahlen):
        yield Abbildung(verlauf)
        vorschlag = Vorschlag("", tuple(inhalt.saetze))
        yield mit_botschaft(wunsch, "neuzugaenge", f"Neuzugänge im {inhalt.quartal.bezeichnung}", vorschlag)
    else:
        yield Aufzaehlung(tuple(inhalt.saetze))


def tabellen(stelle: Beratungsstelle, inhalt: Quartalsbericht, zahlen: Stellenzahlen) -> Iterator[Baustein]:
    gemeinsam, je_feld = quartale.herkuenfte(stelle, inhalt, zahlen)
    yield Zahlentabelle(quartalstabellen.kennzahlen(inhalt, gemeinsam))
    yield Kapitel("Im Einzelnen")
    yield Zahlentabelle(quartalstabellen.monate(inhalt, gemeinsam))
    verteilung = zahlen.hauptfelder(stelle, inhalt.quartal.zeitraum, namen())
    if felder := quartalstabellen.felder(verteilung, inhalt, je_feld):
        yield Zahlentabelle(felder)
    else:
        yield Absatz("Beratungen nach Hauptberatungsfeld sind nicht gemeldet.")


def _verlauf(stelle: Beratungsstelle, inhalt: Quartalsbericht, zahlen: Stellenzahlen) -> Diagramm | None:
    """Die Neuzugänge der fünf Quartale, die der Bericht vergleicht; None, wo keiner gemeldet ist."""
    reihe, quelle = inhalt.reihen[Zaehleinheit.NEUZUGANG], (Quelle(stelle.quelle),)
    zeitraum = Zeitraum(inhalt.vorjahr.zeitraum.von, inhalt.quartal.zeitraum.bis)
    if not (gemeldet := reihe.gemeldet(zeitraum)):
        return None
    staende = zahlen.datensatz.staende(Zaehleinheit.NEUZUGANG, quelle)
    eine = Reihe(
        "Neuzugänge",
        tuple(gezaehlt(reihe.werte.get(monat)) for monat in zeitraum),
        "aktuell",
        tuple(staende.get(monat, Zustand.FEHLT) if monat in reihe.werte else Zustand.FEHLT for monat in zeitraum),
    )
    titel = _titel(inhalt)
    werte = "; ".join(f"{monat.bezeichnung}: {reihe.werte[monat]}" for monat in gemeldet)
    return Diagramm(
        Diagrammart.LINIEN,
        titel,
        tuple(monat.bezeichnung for monat in zeitraum),
        "Monat",
        (eine,),
        herkunft_einer_reihe(zahlen.datensatz, reihe, zeitraum, quelle),
        f"Liniendiagramm. {titel}. {werte}.",
    )


def _titel(inhalt: Quartalsbericht) -> str:
    """„SB Cotta: 62 Neuzugänge im 3. Quartal 2024, 56 im 3. Quartal 2023“; genannt wird nur, was ganz gemeldet ist."""
    reihe = inhalt.reihen[Zaehleinheit.NEUZUGANG]
    jetzt, frueher = (
        None if reihe.fehlend(quartal.zeitraum) else f"{deutsch(reihe.summe(quartal.zeitraum).wert)}"
        for quartal in (inhalt.quartal, inhalt.vorjahr)
    )
    if jetzt is None:
        return f"{inhalt.name}: Neuzugänge je Monat bis {inhalt.quartal.zeitraum.bis.bezeichnung}"
    satz = f"{inhalt.name}: {jetzt} Neuzugänge im {inhalt.quartal.bezeichnung}"
    return f"{satz}, {frueher} im {inhalt.vorjahr.bezeichnung}" if frueher else satz


def vorbehalte(stelle: Beratungsstelle, inhalt: Quartalsbericht, zahlen: Stellenzahlen) -> Iterator[str]:
    gemeinsam, _ = quartale.herkuenfte(stelle, inhalt, zahlen)
    if gemeinsam.zustand:
        yield f"Stand der Zahlen: {gemeinsam.zustand}."
    if stelle.ist_beispiel:
        yield "Die Beratungsstelle ist ein Beispiel; es gibt sie so nicht."


def luecken(inhalt: Quartalsbericht) -> Iterator[str]:
    if inhalt.fehlend:
        worte = in_worten(inhalt.fehlend)
        ist = "ist" if len(inhalt.fehlend) == 1 else "sind"
        yield f"{worte} {ist} von dieser Beratungsstelle nicht gemeldet."
