"""Vorschläge für „Erkennen“ und die Überschrift einer Botschaft: ganze Sätze aus gerechneten Zahlen, mit Zeitraum,
neutral im Ton. Was davon gilt und was daraus folgt, schreibt das Amt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from beratung.kern.ausreisser import ALPHA
from beratung.kern.zaehlung import OHNE_ANGABE
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import bezeichnung

from . import grundlage
from .auffaelligkeiten import PROZENT_AB, Veraenderung
from .tabelle import Schutz
from .vergleich import Vergleich
from .verteilung import Paar, Posten, Verteilung

FOLGENDE = 4  # mehr liest niemand in einem Satz
FUER_EXTREME = 3  # Monate: darunter sind „höchster“ und „niedrigster“ keine Aussage


@dataclass(frozen=True)
class Vorschlag:
    botschaft: str
    erkennen: tuple[str, ...]

    def dazu(self, *saetze: str) -> "Vorschlag":
        """Mit weiteren Sätzen; leere bleiben weg."""
        return replace(self, erkennen=(*self.erkennen, *filter(None, saetze)))

    @property
    def knapp(self) -> "Vorschlag":
        """Nur der erste Satz; für Berichte, die auf wenige Seiten gehen."""
        return Vorschlag("", self.erkennen[:1])


@dataclass(frozen=True)
class Thema:
    """Wovon die Rede ist, in der Mehrzahl. `kurz`: „Beratungsfälle geförderte Seniorenberatung“; `satz`: „Die
    Beratungsfälle der geförderten Seniorenberatung“."""

    kurz: str
    satz: str


@dataclass(frozen=True)
class Zeiten:
    """„01–09/2024“ und „01–09/2023“; `frueher` leer, wo nichts zu vergleichen ist."""

    heute: str
    frueher: str = ""


def prozent_ab(schutz: Schutz) -> int:
    """Darunter stehen Anzahlen; geschützte Zahlen tragen Prozente erst ab einer größeren Grundlage."""
    return grundlage.PROZENT_AB if schutz is Schutz.GESCHUETZT else PROZENT_AB


def veraenderung(thema: Thema, vergleich: Vergleich, schutz: Schutz = Schutz.GENAU) -> Vorschlag:
    """„Die Beratungsfälle … stiegen von 2.535 (01–09/2023) auf 3.080 (01–09/2024), um 21,5 %.“"""
    if not vergleich.monate:
        return Vorschlag("", _ohne_vergleich(thema, vergleich))
    alt, neu = vergleich.vergleichswert.wert, vergleich.wert.wert
    davor = f"{zahlen.deutsch(alt)} ({vergleich.verglichen_frueher})"
    jetzt = f"{zahlen.deutsch(neu)} ({vergleich.verglichen})"
    if alt == neu:
        satz = f"{thema.satz} blieben gleich: {davor} und {jetzt}."
        botschaft = f"{thema.satz} sind gleich geblieben."
    else:
        um = _um(alt, neu, prozent_ab(schutz))
        satz = f"{thema.satz} {'stiegen' if neu > alt else 'sanken'} von {davor} auf {jetzt}, um {um}."
        botschaft = f"{thema.satz} sind um {um} {'gestiegen' if neu > alt else 'gesunken'}."
    return Vorschlag(botschaft, (satz, *_dazu(vergleich, schutz)))


def _um(alt: int, neu: int, ab: int) -> str:
    """„21,5 %“; kleine Zahlen ohne Prozent."""
    if min(alt, neu) < ab:
        return zahlen.deutsch(abs(neu - alt))
    return zahlen.prozent(abs(zahlen.veraenderung(neu, alt)))


def _ohne_vergleich(thema: Thema, vergleich: Vergleich) -> tuple[str, ...]:
    gemeldet = vergleich.reihe.gemeldet(vergleich.zeitraum)
    if not gemeldet:
        return (f"{thema.satz} sind für {vergleich.zeitraum.bezeichnung} nicht {vergleich.reihe.da}.",)
    beide = f"{vergleich.frueher.bezeichnung} und {vergleich.zeitraum.bezeichnung}"
    anzahl = zahlen.deutsch(vergleich.reihe.summe(gemeldet).wert)
    return (
        f"{thema.kurz}: {anzahl} ({bezeichnung(gemeldet)}).",
        f"Ein Vergleich ist nicht möglich: {beide} haben keinen ganz {vergleich.reihe.da}en Monat gemeinsam.",
    )


def _dazu(vergleich: Vergleich, schutz: Schutz) -> Iterator[str]:
    """Was neben dem Ergebnis zu wissen ist; Zufall und Monatswerte nur zu genauen Zahlen."""
    if not vergleich.ist_vollstaendig:
        ganz = f"ganz {vergleich.reihe.da}"
        yield f"Verglichen sind nur Monate, die in beiden Jahren {ganz} sind: {vergleich.verglichen}."
    if schutz is Schutz.GESCHUETZT:
        return
    paar = Paar(vergleich.wert.wert, vergleich.vergleichswert.wert)
    if paar.differenz and Veraenderung("", vergleich.reihe.zaehleinheit, paar).p >= ALPHA:
        yield "Ein Unterschied dieser Größe kann Zufall sein."
    if satz := _extreme(vergleich):
        yield satz


def _extreme(vergleich: Vergleich) -> str:
    """Leer, wo zwei Monate sich den Platz teilen."""
    werte = {monat: vergleich.reihe.werte[monat] for monat in vergleich.monate}
    wenigste, meiste = min(werte, key=werte.get), max(werte, key=werte.get)
    einmalig = all(list(werte.values()).count(werte[monat]) == 1 for monat in (wenigste, meiste))
    if len(werte) < FUER_EXTREME or not einmalig:
        return ""
    hoch, tief = zahlen.deutsch(werte[meiste]), zahlen.deutsch(werte[wenigste])
    return (
        f"Der höchste Monatswert in {vergleich.verglichen} ist {hoch} ({meiste.name}), der niedrigste {tief} "
        f"({wenigste.name})."
    )


def haeufigste(
    ganzes: str, kopf: str, verteilung: Verteilung, zeiten: Zeiten, schutz: Schutz = Schutz.GENAU
) -> Vorschlag:
    """„Am häufigsten: Pflege und Gesundheit mit 29,3 % der Beratungen (01–09/2024).“ `ganzes`: „Beratungen“;
    `kopf`: „Am häufigsten ging es um“."""
    bekannte = [p for p in verteilung.nach_groesse if p.schluessel not in OHNE_ANGABE and p.paar.heute]
    if not bekannte:
        return Vorschlag("", (f"Für {zeiten.heute} ist keine Aufteilung der {ganzes} gemeldet.",))
    erste = [posten for posten in bekannte if posten.paar.heute == bekannte[0].paar.heute]
    namen = aufzaehlung([posten.name for posten in erste])
    je = "mit je" if len(erste) > 1 else "mit"
    ist_klein = verteilung.gesamt.heute < prozent_ab(schutz)
    woran = f"von {zahlen.deutsch(verteilung.gesamt.heute)}" if ist_klein else "der"
    menge = f"{_menge(verteilung, erste[0], schutz)} {woran} {ganzes}"
    saetze = [f"{kopf} {namen}, {je} {menge} ({zeiten.heute})."]
    if folgende := bekannte[len(erste) :][:FOLGENDE]:
        reihe = aufzaehlung([f"{p.name} ({_menge(verteilung, p, schutz)})" for p in folgende])
        saetze.append(f"{'Es folgt' if len(folgende) == 1 else 'Es folgen'} {reihe}.")
    saetze += _wechsel(erste, verteilung, zeiten, schutz)
    saetze += _ohne_angabe(verteilung, schutz)
    return Vorschlag(f"{kopf} {namen}.", tuple(saetze))


def _menge(verteilung: Verteilung, posten: Posten, schutz: Schutz) -> str:
    """Der Anteil; bei kleiner Grundlage die Anzahl."""
    if verteilung.gesamt.heute < prozent_ab(schutz):
        return zahlen.deutsch(posten.paar.heute)
    return zahlen.prozent(verteilung.anteil(posten))


def _wechsel(erste: Sequence[Posten], verteilung: Verteilung, zeiten: Zeiten, schutz: Schutz) -> Iterator[str]:
    """Wie sich der größte Anteil verändert hat; nichts, wo die Grundlage eines der beiden Zeiträume zu klein ist."""
    gesamt, ab = verteilung.gesamt, prozent_ab(schutz)
    if not zeiten.frueher or len(erste) > 1 or min(gesamt.heute, gesamt.frueher or 0) < ab:
        return
    alt, neu = verteilung.anteil_frueher(erste[0]), verteilung.anteil(erste[0])
    davor, jetzt = f"{zahlen.prozent(alt)} ({zeiten.frueher})", f"{zahlen.prozent(neu)} ({zeiten.heute})"
    anteil = f"Der Anteil von „{erste[0].name}“"
    if alt == neu:
        yield f"{anteil} blieb gleich: {davor} und {jetzt}."
        return
    um = f"{zahlen.deutsch(abs(neu - alt), stellen=1)}{zahlen.GESCHUETZT}Prozentpunkte"
    yield f"{anteil} {'stieg' if neu > alt else 'sank'} von {davor} auf {jetzt}, um {um}."


def _ohne_angabe(verteilung: Verteilung, schutz: Schutz) -> Iterator[str]:
    if verteilung.gesamt.heute >= prozent_ab(schutz) and verteilung.anteil_unbekannt:
        yield f"Bei {zahlen.prozent(verteilung.anteil_unbekannt)} fehlt die Angabe ({verteilung.bezeichnung})."
