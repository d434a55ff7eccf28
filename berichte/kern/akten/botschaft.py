"""Vorschläge für „Erkennen“ und die Überschrift einer Botschaft: ganze Sätze aus gerechneten Zahlen, mit Zeitraum,
neutral im Ton. Was davon gilt und was daraus folgt, schreibt das Amt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from beratung.kern.befunde.ausreisser import ALPHA
from beratung.kern.zaehlung import OHNE_ANGABE
from berichte.kern.auswertung.auffaelligkeiten import PROZENT_AB, Veraenderung
from berichte.kern.zahlen import grundlage
from berichte.kern.zahlen.vergleich import Vergleich
from berichte.kern.zahlen.verteilung import Paar, Posten, Verteilung
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import bezeichnung

FOLGENDE = 4  # mehr liest niemand in einem Satz
REIHENFOLGE_OFFEN = "; ihre Reihenfolge kann an der Rundung liegen"
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


def prozent_ab(basis: int) -> int:
    """Darunter stehen Anzahlen; geschützte Zahlen tragen Prozente erst ab einer größeren Grundlage."""
    return grundlage.PROZENT_AB if basis else PROZENT_AB


def veraenderung(thema: Thema, vergleich: Vergleich, *, basis: int = 0) -> Vorschlag:
    """„Die Beratungsfälle … stiegen von 2.535 (01–09/2023) auf 3.080 (01–09/2024), um 21,5 %.“ `basis`: worauf
    geschützte Zahlen gerundet sind; kleine Unterschiede zwischen ihnen haben dann keine Richtung."""
    if not vergleich.monate:
        return Vorschlag("", _ohne_vergleich(thema, vergleich))
    alt, neu = vergleich.vergleichswert.wert, vergleich.wert.wert
    davor = f"{zahlen.deutsch(alt)} ({vergleich.verglichen_frueher})"
    jetzt = f"{zahlen.deutsch(neu)} ({vergleich.verglichen})"
    if not ist_deutlich(vergleich, basis=basis):
        satz = f"{thema.kurz}: {davor} und {jetzt}; der Unterschied liegt im Bereich der Rundung."
        botschaft = ""
    elif alt == neu:
        satz = f"{thema.satz} blieben gleich: {davor} und {jetzt}."
        botschaft = f"{thema.satz} sind gleich geblieben."
    else:
        um = _um(alt, neu, prozent_ab(basis))
        satz = f"{thema.satz} {'stiegen' if neu > alt else 'sanken'} von {davor} auf {jetzt}, um {um}."
        botschaft = f"{thema.satz} sind um {um} {'gestiegen' if neu > alt else 'gesunken'}."
    return Vorschlag(botschaft, (satz, *_dazu(vergleich, ist_genau=not basis)))


def ist_deutlich(vergleich: Vergleich, *, basis: int) -> bool:
    """Der Unterschied ist größer, als die Rundung geschützter Zahlen ihn machen kann; genaue sind es immer."""
    return bool(vergleich.monate) and grundlage.ist_deutlich(vergleich.differenz, basis=basis)


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


def _dazu(vergleich: Vergleich, *, ist_genau: bool) -> Iterator[str]:
    """Was neben dem Ergebnis zu wissen ist; Zufall und Monatswerte nur zu genauen Zahlen."""
    if not vergleich.ist_vollstaendig:
        ganz = f"ganz {vergleich.reihe.da}"
        yield f"Verglichen sind nur Monate, die in beiden Jahren {ganz} sind: {vergleich.verglichen}."
    if not ist_genau:
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


def haeufigste(ganzes: str, kopf: str, verteilung: Verteilung, zeiten: Zeiten, *, basis: int = 0) -> Vorschlag:
    """„Am häufigsten ging es um Pflege und Gesundheit, mit 29,3 % der Beratungen (01–09/2024).“ `ganzes`: „Beratungen“;
    `kopf`: „Am häufigsten ging es um“; `basis`: wie bei `veraenderung`."""
    bekannte = [p for p in verteilung.nach_groesse if p.schluessel not in OHNE_ANGABE and p.paar.heute]
    if not bekannte:
        return Vorschlag("", (f"Für {zeiten.heute} ist keine Aufteilung der {ganzes} gemeldet.",))
    sichere = grundlage.sichere_plaetze([posten.paar.heute for posten in bekannte], basis=basis)
    if not sichere:
        return Vorschlag("", _dicht_beieinander(ganzes, bekannte, verteilung, zeiten))
    erste = [posten for posten in bekannte if posten.paar.heute == bekannte[0].paar.heute]
    namen = aufzaehlung([posten.name for posten in erste])
    je = "mit je" if len(erste) > 1 else "mit"
    ist_klein = verteilung.gesamt.heute < prozent_ab(basis)
    woran = f"von {zahlen.deutsch(verteilung.gesamt.heute)}" if ist_klein else "der"
    saetze = [f"{kopf} {namen}, {je} {_menge(verteilung, erste[0], basis)} {woran} {ganzes} ({zeiten.heute})."]
    if folgende := bekannte[len(erste) :][:FOLGENDE]:
        wort = "Es folgt" if len(folgende) == 1 else "Es folgen"
        ist_offen = len(folgende) > 1 and sichere < len(erste) + len(folgende)
        saetze.append(f"{wort} {_mit_mengen(folgende, verteilung, basis)}{REIHENFOLGE_OFFEN if ist_offen else ''}.")
    if len(erste) == 1:
        saetze += _wechsel(erste[0], verteilung, zeiten, basis)
    saetze += _ohne_angabe(verteilung, basis)
    return Vorschlag(f"{kopf} {namen}.", tuple(saetze))


def _dicht_beieinander(
    ganzes: str, bekannte: Sequence[Posten], verteilung: Verteilung, zeiten: Zeiten
) -> tuple[str, ...]:
    """Geschützte Zahlen, deren Reihenfolge an der Rundung hängen kann."""
    vorn = _mit_mengen(bekannte[:FOLGENDE], verteilung, basis=1)
    if len(bekannte) == 1:
        return (f"{ganzes} ({zeiten.heute}): {vorn}.",)
    return (f"{ganzes} ({zeiten.heute}): die größten gerundeten Zahlen haben {vorn}{REIHENFOLGE_OFFEN}.",)


def _mit_mengen(posten: Sequence[Posten], verteilung: Verteilung, basis: int) -> str:
    return aufzaehlung([f"{p.name} ({_menge(verteilung, p, basis)})" for p in posten])


def _menge(verteilung: Verteilung, posten: Posten, basis: int) -> str:
    """Der Anteil; bei kleiner Grundlage die Anzahl."""
    if verteilung.gesamt.heute < prozent_ab(basis):
        return zahlen.deutsch(posten.paar.heute)
    return zahlen.prozent(verteilung.anteil(posten))


def _wechsel(erster: Posten, verteilung: Verteilung, zeiten: Zeiten, basis: int) -> Iterator[str]:
    """Wie sich der größte Anteil verändert hat; nichts, wo die Grundlage eines der beiden Zeiträume zu klein ist oder
    der Unterschied an der Rundung liegen kann."""
    kleinere = min(verteilung.gesamt.heute, verteilung.gesamt.frueher or 0)
    if not zeiten.frueher or kleinere < prozent_ab(basis):
        return
    alt, neu = verteilung.anteil_frueher(erster), verteilung.anteil(erster)
    if not grundlage.anteile_sind_deutlich(neu - alt, kleinere, basis=basis):
        return
    davor, jetzt = f"{zahlen.prozent(alt)} ({zeiten.frueher})", f"{zahlen.prozent(neu)} ({zeiten.heute})"
    anteil = f"Der Anteil von „{erster.name}“"
    if alt == neu:
        yield f"{anteil} blieb gleich: {davor} und {jetzt}."
        return
    um = f"{zahlen.deutsch(abs(neu - alt), stellen=1)}{zahlen.GESCHUETZT}Prozentpunkte"
    yield f"{anteil} {'stieg' if neu > alt else 'sank'} von {davor} auf {jetzt}, um {um}."


def _ohne_angabe(verteilung: Verteilung, basis: int) -> Iterator[str]:
    if verteilung.gesamt.heute >= prozent_ab(basis) and verteilung.anteil_unbekannt:
        yield f"Bei {zahlen.prozent(verteilung.anteil_unbekannt)} fehlt die Angabe ({verteilung.bezeichnung})."
