"""Verhältniskennzahlen einer Lage: welche Zahlen eingesetzt werden, und warum es manchmal keinen Wert gibt."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from beratung.kern.pruefen.verlaufsregeln import FALLABGABE
from beratung.kern.zaehlung import OHNE_ANGABE, Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Bezugsbevoelkerung, Gebietszuordnung, Stadtteil
from beratung.querysets import gilt
from beratung.stammdaten.bezug import einwohner, soll, vzae
from berichte.kern.tabelle import Zeichen
from berichte.kern.zahlen.grundlage import MITTELWERT_AB, PROZENT_AB, reicht
from berichte.kern.zahlen.katalog import KATALOG
from berichte.kern.zahlen.kennzahlen import KENNZAHLEN, Anzahl, Katalogeintrag, Kennzahl
from berichte.kern.zahlen.lieferstand import Lieferstand
from berichte.kern.zahlen.vergleich import Vergleich
from berichte.kern.zahlen.verhaeltnisse import Bezug, Bezugsgroesse, Groesse, Verhaeltnis
from dresden_senioren.kern.zahlen import GESCHUETZT, deutsch, runden
from dresden_senioren.kern.zeitraum import Monat, Quartal, bezeichnung

from .datensatz import Merkmalszelle
from .lage import Lage
from .lesung import Stelle

NICHT_GEMELDET = "Im Zeitraum ist kein Monat vollständig gemeldet."
_JE_STELLE = "Zahlen einzelner Beratungsstellen bleiben im Amt."
NUR_INTERN = dict.fromkeys(("faelle_je_vzae", "soll_ist", "auslastung", "lieferquote"), _JE_STELLE)
ABGELEITETE = {Merkmal.HAUPTBERATUNGSFELD, Merkmal.ALTERSGRUPPE_GESCHLECHT, Merkmal.HAEUFIGKEIT}


@dataclass(frozen=True)
class Eingesetzt:
    """Was in eine Kennzahl eingesetzt wird, über welche Monate, und warum etwas fehlt."""

    zaehler: Groesse | None
    nenner: Groesse | None
    monate: tuple[Monat, ...]
    grund: str = ""


NICHTS = Eingesetzt(None, None, (), NICHT_GEMELDET)


def verhaeltnis(schluessel: str, lage: Lage) -> Verhaeltnis:
    """Der Wert im Zeitraum der Lage. KeyError für Zählungen und für Kennzahlen mit einem Wert je Merkmal."""
    werte = _geschuetzt(schluessel, lage, RECHNUNGEN[schluessel])
    zeitraum = bezeichnung(werte.monate)
    return KATALOG[schluessel].aus(werte.zaehler, werte.nenner, grund=werte.grund, zeitraum=zeitraum)


def _geschuetzt(schluessel: str, lage: Lage, rechnung: Callable[[Lage], "Eingesetzt"]) -> "Eingesetzt":
    """Zur Weitergabe nur, was aus geschützten Zahlen entsteht und genug Fälle hat; sonst nichts, mit dem Grund."""
    if lage.auswahl.freigabe is None:
        return rechnung(lage)
    if schluessel in NUR_INTERN:
        return replace(NICHTS, grund=NUR_INTERN[schluessel])
    werte = rechnung(lage)
    ab = MITTELWERT_AB if KATALOG[schluessel].je == 1 else PROZENT_AB
    if isinstance(werte.nenner, Anzahl) and not reicht(werte.nenner.wert, ab):
        return Eingesetzt(None, None, werte.monate, f"Zur Weitergabe erst ab {ab} Fällen.")
    return werte


def anteile_unbekannt(lage: Lage) -> list[tuple[str, str, Verhaeltnis]]:
    """(Name der Zählung, Merkmal, Anteil) für alles, wozu eine Angabe fehlen kann."""
    return [
        (zaehlung.name, merkmal.bezeichnung, _anteil_unbekannt(lage, zaehlung.zaehleinheit, merkmal))
        for zaehlung in KENNZAHLEN
        for merkmal in zaehlung.merkmale
        if merkmal not in ABGELEITETE
    ]


def _anteil_unbekannt(lage: Lage, einheit: Zaehleinheit, merkmal: Merkmal) -> Verhaeltnis:
    kennzahl, verteilung = KATALOG["anteil_unbekannt"], lage.verteilung(einheit, merkmal)
    if verteilung.gesamt.heute is None:
        return kennzahl.aus(None, None, grund=NICHT_GEMELDET)
    ohne = sum(posten.paar.heute for posten in verteilung.posten if posten.schluessel in OHNE_ANGABE)
    zeitraum = bezeichnung(lage.monate(einheit))
    if not reicht(verteilung.gesamt.heute, verteilung.gesamt.prozent_ab):
        return kennzahl.aus(None, None, grund=f"Zur Weitergabe erst ab {PROZENT_AB} Fällen.", zeitraum=zeitraum)
    return kennzahl.aus(Anzahl(ohne, einheit), Anzahl(verteilung.gesamt.heute, einheit), zeitraum=zeitraum)


def _anteil_gefoerdert(lage: Lage, *, frueher: bool = False) -> Eingesetzt:
    """Immer gegen beide Seiten, auch wenn nur eine gewählt ist."""
    zelle, auswahl = lage.auswahl.gesamtzahl(Zaehleinheit.NEUZUGANG), lage.auswahl
    beide, gefoerdert = lage.datensatz.zusammen(zelle), lage.datensatz.reihe(zelle, Quelle.SENIORA)
    monate = Vergleich("", beide, auswahl.zeitraum, auswahl.abstand).monate
    if frueher:
        monate = tuple(monat - auswahl.abstand for monat in monate)
    else:
        monate = monate or beide.gemeldet(auswahl.zeitraum)
    return Eingesetzt(gefoerdert.summe(monate), beide.summe(monate), monate) if monate else NICHTS


def _anteil_fallabgaben(lage: Lage, *, frueher: bool = False) -> Eingesetzt:
    einheit, vergleich = Zaehleinheit.NEUZUGANG, lage.vergleich(Zaehleinheit.NEUZUGANG)
    zelle = replace(lage.auswahl.gesamtzahl(einheit), merkmal=Merkmal.FALLHERKUNFT.value, auspraegung=FALLABGABE)
    abgaben, monate = lage.paar(zelle).heute, lage.monate(einheit)
    if frueher:
        abgaben, monate = lage.paar(zelle).frueher, tuple(monat - vergleich.abstand for monat in vergleich.monate)
    return Eingesetzt(Anzahl(abgaben, einheit), lage.reihe(einheit).summe(monate), monate) if monate else NICHTS


def _je_fall(einheit: Zaehleinheit, lage: Lage) -> Eingesetzt:
    leistungen, faelle = lage.reihe(einheit), lage.reihe(Zaehleinheit.FALL)
    monate = tuple(m for m in leistungen.gemeldet(lage.auswahl.zeitraum) if m in faelle.werte)
    return Eingesetzt(leistungen.summe(monate), faelle.summe(monate), monate) if monate else NICHTS


def _je_vzae(lage: Lage) -> Eingesetzt:
    if not (monate := _gemeldet(lage)):
        return NICHTS
    werte = {(stelle, m): vzae(stelle.ausstattungen, m) for m in monate for stelle in _taetig(lage, m)}
    grund = _nicht_hinterlegt("VzÄ", werte)
    mittel = None if grund else Bezug(sum(werte.values(), Decimal(0)) / len(monate), Bezugsgroesse.VZAE)
    return Eingesetzt(_der_stellen(lage, monate), mittel, monate, grund)


def _ist_und_soll(lage: Lage, monate: tuple[Monat, ...]) -> Eingesetzt:
    if not monate:
        return NICHTS
    werte = {(stelle, m): soll(stelle.ausstattungen, [m]) for m in monate for stelle in _taetig(lage, m)}
    grund = _nicht_hinterlegt("Soll-Fälle", werte)
    # Drittel eines Quartals gehen im Dezimalsystem nicht auf.
    summe = None if grund else Bezug(runden(sum(werte.values(), Decimal(0)), 2), Bezugsgroesse.SOLL)
    return Eingesetzt(_der_stellen(lage, monate), summe, monate, grund)


def _auslastung(lage: Lage) -> Eingesetzt:
    """Das letzte Quartal im Zeitraum, von dem alle drei Monate gemeldet sind."""
    gemeldet = _gemeldet(lage)
    quartale = {Quartal.von_monat(monat).zeitraum for monat in gemeldet}
    ganze = [zeitraum for zeitraum in quartale if set(zeitraum) <= set(gemeldet)]
    if not ganze:
        return replace(NICHTS, grund="Im Zeitraum ist kein Quartal ganz gemeldet.")
    return _ist_und_soll(lage, tuple(max(ganze, key=lambda zeitraum: zeitraum.von)))


def _dichte(lage: Lage) -> Eingesetzt:
    if not (monate := _gemeldet(lage)):
        return NICHTS
    am = lage.auswahl.zeitraum.bis.letzter
    menschen = einwohner(_stadtteile(lage, am), Bezugsbevoelkerung.Altersgruppe.AB_60, am)
    nenner = menschen and Bezug(menschen.anzahl, Bezugsgroesse.EINWOHNER_60)
    grund = "" if nenner else "Für das Gebiet ist keine vollständige Bevölkerung ab 60 Jahren hinterlegt."
    return Eingesetzt(lage.reihe(Zaehleinheit.NEUZUGANG).summe(monate), nenner, monate, grund)


def _stadtteile(lage: Lage, am: date) -> list[str]:
    if not lage.auswahl.planungsbereich:
        return list(Stadtteil.objects.values_list("pk", flat=True))
    darin = Gebietszuordnung.objects.filter(gilt(am, am), planungsbereich__kuerzel=lage.auswahl.planungsbereich)
    return list(darin.values_list("stadtteil_id", flat=True))


def _lieferquote(lage: Lage) -> Eingesetzt:
    """Eine Nullmeldung ist eine Meldung; wer nicht tätig war, muss nichts melden."""
    monate = tuple(lage.auswahl.zeitraum)
    staende = [lage.lieferstand(stelle, monat) for monat in monate for stelle in _taetig(lage, monat)]
    gemeldet = sum(stand is not Lieferstand.FEHLT for stand in staende)
    return Eingesetzt(Bezug(gemeldet, Bezugsgroesse.MONATE), Bezug(len(staende), Bezugsgroesse.MONATE), monate)


def _gemeldet(lage: Lage) -> tuple[Monat, ...]:
    return lage.reihe(Zaehleinheit.NEUZUGANG).gemeldet(lage.auswahl.zeitraum)


def _taetig(lage: Lage, monat: Monat) -> list[Stelle]:
    return [stelle for stelle in lage.stellen if lage.lieferstand(stelle, monat) is not Lieferstand.NICHT_TAETIG]


def _der_stellen(lage: Lage, monate: Iterable[Monat]) -> Anzahl:
    """Neuzugänge der Beratungsstellen: ihr Personal berät auch Menschen aus anderen Planungsbereichen."""
    summe = Anzahl(0, Zaehleinheit.NEUZUGANG)
    for stelle in lage.stellen:
        zelle = Merkmalszelle(Zaehleinheit.NEUZUGANG, Ebene.BERATUNGSSTELLE, stelle.kuerzel)
        reihe = lage.datensatz.reihe(zelle, Quelle(stelle.quelle))
        summe += reihe.summe(m for m in monate if m in reihe.werte) or Anzahl(0, Zaehleinheit.NEUZUGANG)
    return summe


def _nicht_hinterlegt(was: str, werte: Mapping[tuple[Stelle, Monat], Decimal | None]) -> str:
    """Ein Satz, wo für eine tätige Beratungsstelle etwas fehlt; sonst leer."""
    namen = sorted({stelle.name for (stelle, _), wert in werte.items() if wert is None})
    if not namen:
        return ""
    wo = f"die {namen[0]}" if len(namen) == 1 else f"{len(namen)} Beratungsstellen"
    return f"{was} sind für {wo} nicht durchgehend hinterlegt."


RECHNUNGEN: dict[str, Callable[[Lage], Eingesetzt]] = {
    "anteil_gefoerdert": _anteil_gefoerdert,
    "anteil_fallabgaben": _anteil_fallabgaben,
    "beratungen_je_fall": partial(_je_fall, Zaehleinheit.BERATUNG),
    "krisen_je_100_faelle": partial(_je_fall, Zaehleinheit.KRISENINTERVENTION),
    "faelle_je_vzae": _je_vzae,
    "soll_ist": lambda lage: _ist_und_soll(lage, _gemeldet(lage)),
    "auslastung": _auslastung,
    "dichte": _dichte,
    "lieferquote": _lieferquote,
}


# Anteile, deren Verschiebung gegen den Vergleichszeitraum etwas sagt.
VERSCHIEBUNGEN = {"anteil_gefoerdert": _anteil_gefoerdert, "anteil_fallabgaben": _anteil_fallabgaben}


def verschiebung(schluessel: str, lage: Lage) -> str:
    """„+8,9 Prozentpunkte gegenüber 61,7 % in 01–09/2023“; leer, wo nichts zu vergleichen ist."""
    if schluessel not in VERSCHIEBUNGEN:
        return ""
    werte = _geschuetzt(schluessel, lage, partial(VERSCHIEBUNGEN[schluessel], frueher=True))
    frueher = KATALOG[schluessel].aus(werte.zaehler, werte.nenner, grund=werte.grund)
    if (unterschied := verhaeltnis(schluessel, lage) - frueher) is None:
        return ""
    punkte = f"{deutsch(unterschied, vorzeichen=True)} Prozentpunkte" if unterschied else "unverändert"
    return f"{punkte} gegenüber {frueher.geschrieben} in {bezeichnung(werte.monate)}"


@dataclass(frozen=True)
class Stand:
    """Der heutige Wert einer Kennzahl, wie ihn Katalog und Maßnahme zeigen. `grund`: warum es keinen gibt."""

    wert: str
    zeitraum: str = ""
    vergleich: str = ""
    grund: str = ""
    zustand: str = ""


def stand(eintrag: Katalogeintrag, lage: Lage) -> Stand:
    """Eine Zählung mit dem fairen Vergleich, ein Verhältnis mit den Monaten, über die es gezählt ist."""
    if isinstance(eintrag, Kennzahl):
        return _stand_der_zaehlung(eintrag, lage)
    if not eintrag.ist_eine_zahl:
        return Stand("je Merkmal", bezeichnung(_gemeldet(lage)))
    wert = verhaeltnis(eintrag.schluessel, lage)
    return Stand(wert.geschrieben, wert.zeitraum, verschiebung(eintrag.schluessel, lage), wert.warum_nicht)


def _stand_der_zaehlung(kennzahl: Kennzahl, lage: Lage) -> Stand:
    vergleich = lage.vergleich(kennzahl.zaehleinheit)
    monate = lage.monate(kennzahl.zaehleinheit)
    if not monate:
        return Stand(str(Zeichen.FEHLT), grund=NICHT_GEMELDET)
    wert = f"{deutsch(vergleich.reihe.summe(monate).wert)}{GESCHUETZT}{kennzahl.einheit}"
    gegen = f"{vergleich.ergebnis} gegenüber {vergleich.verglichen_frueher}" if vergleich.monate else ""
    return Stand(wert, bezeichnung(monate), gegen, zustand=lage.herkunft(kennzahl.zaehleinheit).zustand)
