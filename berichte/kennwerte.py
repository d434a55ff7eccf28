"""Verhältniskennzahlen einer Lage: welche Zahlen eingesetzt werden, und warum es manchmal keinen Wert gibt."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from beratung.bezug import einwohner, soll, vzae
from beratung.kern.verlaufsregeln import FALLABGABE
from beratung.kern.zaehlung import UNBEKANNT, Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Beratungsstelle, Bezugsbevoelkerung, Gebietszuordnung, Stadtteil
from beratung.querysets import gilt
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .datensaetze import Merkmalszelle
from .kern.katalog import KATALOG
from .kern.kennzahlen import KENNZAHLEN, Anzahl
from .kern.verhaeltnisse import Bezug, Bezugsgroesse, Groesse, Verhaeltnis
from .lage import Lage

NICHT_GEMELDET = "Im Zeitraum ist kein Monat vollständig gemeldet."
OHNE_ANGABE = {UNBEKANNT, "keine_angabe"}  # Schlüssel der Kataloge
Eingesetzt = tuple[Groesse | None, Groesse | None, str]


def verhaeltnis(schluessel: str, lage: Lage) -> Verhaeltnis:
    """Der Wert im Zeitraum der Lage. KeyError für Zählungen und für Kennzahlen mit einem Wert je Merkmal."""
    return KATALOG[schluessel].aus(*RECHNUNGEN[schluessel](lage))


def anteile_unbekannt(lage: Lage) -> list[tuple[str, Merkmal, Verhaeltnis]]:
    """(Name der Kennzahl, Merkmal, Anteil) für alles, wovon eine Angabe fehlen kann."""
    kennzahl = KATALOG["anteil_unbekannt"]
    anteile = []
    for zaehlung in KENNZAHLEN:
        for merkmal in zaehlung.merkmale:
            if merkmal in {Merkmal.HAEUFIGKEIT, Merkmal.HAUPTBERATUNGSFELD, Merkmal.ALTERSGRUPPE_GESCHLECHT}:
                continue  # entsteht aus anderen Merkmalen
            verteilung = lage.verteilung(zaehlung.zaehleinheit, merkmal)
            ohne = [posten.paar.heute for posten in verteilung.posten if posten.schluessel in OHNE_ANGABE]
            gesamt, grund = verteilung.gesamt.heute, NICHT_GEMELDET
            oben, unten = (None, None) if gesamt is None else (Anzahl(sum(ohne), zaehlung.zaehleinheit), gesamt)
            unten = unten if unten is None else Anzahl(unten, zaehlung.zaehleinheit)
            anteile.append((zaehlung.name, merkmal, kennzahl.aus(oben, unten, grund if unten is None else "")))
    return anteile


def _anteil_gefoerdert(lage: Lage) -> Eingesetzt:
    zelle = lage.auswahl.gesamtzahl(Zaehleinheit.NEUZUGANG)
    beide = lage.datensatz.zusammen(zelle)
    monate = beide.gemeldet(lage.auswahl.zeitraum)
    gefoerdert = lage.datensatz.reihe(zelle, Quelle.SENIORA)
    return gefoerdert.summe(monate), beide.summe(monate), "" if monate else NICHT_GEMELDET


def _anteil_fallabgaben(lage: Lage) -> Eingesetzt:
    einheit = Zaehleinheit.NEUZUGANG
    zelle = replace(lage.auswahl.gesamtzahl(einheit), merkmal=Merkmal.FALLHERKUNFT, auspraegung=FALLABGABE)
    gesamt, abgaben = lage.reihe(einheit).summe(lage.monate(einheit)), lage.paar(zelle).heute
    if gesamt is None or abgaben is None:
        return None, None, NICHT_GEMELDET
    return Anzahl(abgaben, einheit), gesamt, ""


def _je_fall(einheit: Zaehleinheit) -> Callable[[Lage], Eingesetzt]:
    def rechnen(lage: Lage) -> Eingesetzt:
        leistungen, faelle = lage.reihe(einheit), lage.reihe(Zaehleinheit.FALL)
        monate = [m for m in leistungen.gemeldet(lage.auswahl.zeitraum) if m in faelle.werte]
        return leistungen.summe(monate), faelle.summe(monate), "" if monate else NICHT_GEMELDET

    return rechnen


def _je_vzae(lage: Lage) -> Eingesetzt:
    monate = _gemeldet(lage)
    if not monate:
        return None, None, NICHT_GEMELDET
    je_monat = [(stelle, vzae(stelle.ausstattungen.all(), monat)) for monat in monate for stelle in _taetig(lage, monat)]
    grund = _fehlend("VzÄ", [stelle for stelle, wert in je_monat if wert is None])
    mittel = None if grund else Bezug(sum((w for _, w in je_monat), Decimal(0)) / len(monate), Bezugsgroesse.VZAE)
    return _der_stellen(lage, monate), mittel, grund


def _ist_und_soll(lage: Lage, monate: Iterable[Monat]) -> Eingesetzt:
    monate = tuple(monate)
    if not monate:
        return None, None, NICHT_GEMELDET
    je_monat = [
        (stelle, soll(stelle.ausstattungen.all(), Zeitraum(monat, monat)))
        for monat in monate
        for stelle in _taetig(lage, monat)
    ]
    grund = _fehlend("Soll-Fälle", [stelle for stelle, wert in je_monat if wert is None])
    summe = None if grund else Bezug(sum((w for _, w in je_monat), Decimal(0)), Bezugsgroesse.SOLL)
    return _der_stellen(lage, monate), summe, grund


def _auslastung(lage: Lage) -> Eingesetzt:
    """Das letzte Quartal im Zeitraum, von dem alle drei Monate gemeldet sind."""
    je_quartal: dict[tuple[int, int], list[Monat]] = {}
    for monat in _gemeldet(lage):
        je_quartal.setdefault((monat.jahr, (monat.nummer - 1) // 3), []).append(monat)
    ganze = [monate for monate in je_quartal.values() if len(monate) == 3]
    return _ist_und_soll(lage, ganze[-1]) if ganze else (None, None, "Im Zeitraum ist kein Quartal ganz gemeldet.")


def _dichte(lage: Lage) -> Eingesetzt:
    reihe, monate = lage.reihe(Zaehleinheit.NEUZUGANG), _gemeldet(lage)
    if not monate:
        return None, None, NICHT_GEMELDET
    am = lage.auswahl.zeitraum.bis.letzter
    menschen = einwohner(_stadtteile(lage, am), Bezugsbevoelkerung.Altersgruppe.AB_60, am)
    nenner = menschen and Bezug(menschen.anzahl, Bezugsgroesse.EINWOHNER_60)
    grund = "" if nenner else "Für das Gebiet ist keine vollständige Bevölkerung ab 60 Jahren hinterlegt."
    return reihe.summe(monate), nenner, grund


def _stadtteile(lage: Lage, am) -> list[str]:
    if not lage.auswahl.planungsbereich:
        return list(Stadtteil.objects.values_list("pk", flat=True))
    darin = Gebietszuordnung.objects.filter(gilt(am, am), planungsbereich__kuerzel=lage.auswahl.planungsbereich)
    return list(darin.values_list("stadtteil_id", flat=True))


def _lieferquote(lage: Lage) -> Eingesetzt:
    zeitraum = lage.auswahl.zeitraum
    gemeldet = sum(len(lage.reihe(Zaehleinheit.NEUZUGANG, q).gemeldet(zeitraum)) for q in lage.quellen)
    erwartet = len(zeitraum) * len(lage.quellen)
    return Bezug(gemeldet, Bezugsgroesse.MONATE), Bezug(erwartet, Bezugsgroesse.MONATE), ""


def _gemeldet(lage: Lage) -> tuple[Monat, ...]:
    return lage.reihe(Zaehleinheit.NEUZUGANG).gemeldet(lage.auswahl.zeitraum)


def _taetig(lage: Lage, monat: Monat) -> list[Beratungsstelle]:
    return [
        stelle
        for stelle in lage.stellen
        if not (stelle.gueltig_von and stelle.gueltig_von > monat.letzter)
        and not (stelle.gueltig_bis and stelle.gueltig_bis < monat.erster)
    ]


def _der_stellen(lage: Lage, monate: Iterable[Monat]) -> Anzahl:
    """Neuzugänge der Beratungsstellen: ihr Personal berät auch Menschen aus anderen Planungsbereichen."""
    summe = Anzahl(0, Zaehleinheit.NEUZUGANG)
    for stelle in lage.stellen:
        zelle = Merkmalszelle(Zaehleinheit.NEUZUGANG, Ebene.BERATUNGSSTELLE, stelle.kuerzel)
        reihe = lage.datensatz.reihe(zelle, Quelle(stelle.quelle))
        summe += reihe.summe(m for m in monate if m in reihe.werte) or Anzahl(0, Zaehleinheit.NEUZUGANG)
    return summe


def _fehlend(was: str, stellen: list[Beratungsstelle]) -> str:
    namen = sorted({stelle.name for stelle in stellen})
    if not namen:
        return ""
    wo = namen[0] if len(namen) == 1 else f"{len(namen)} Beratungsstellen"
    return f"{was} sind nicht hinterlegt für {wo}."


RECHNUNGEN: dict[str, Callable[[Lage], Eingesetzt]] = {
    "anteil_gefoerdert": _anteil_gefoerdert,
    "anteil_fallabgaben": _anteil_fallabgaben,
    "beratungen_je_fall": _je_fall(Zaehleinheit.BERATUNG),
    "krisen_je_100_faelle": _je_fall(Zaehleinheit.KRISENINTERVENTION),
    "faelle_je_vzae": _je_vzae,
    "soll_ist": lambda lage: _ist_und_soll(lage, _gemeldet(lage)),
    "auslastung": _auslastung,
    "dichte": _dichte,
    "lieferquote": _lieferquote,
}
