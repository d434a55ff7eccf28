"""Neuzugänge je Planungsbereich, heute gegen früher, und wie viel davon die geförderte Seniorenberatung hat."""

from collections.abc import Sequence
from dataclasses import replace

from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Ebene, Quelle, Zaehleinheit
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle
from berichte.kern.zahlen import grundlage
from berichte.kern.zahlen.kennzahlen import PLANUNGSBEREICHE
from berichte.kern.zahlen.verteilung import Paar, Posten, Verteilung
from berichte.zahlen.datensatz import Merkmalszelle
from berichte.zahlen.lage import Lage
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung

from .zeiten import Zeiten, zeiten
from .zellen import gerechnet, gezaehlt, verglichen

UEBERSCHRIFT = "Neuzugänge nach Planungsbereichen"
NEUZUGANG = Zaehleinheit.NEUZUGANG
OHNE_ORT = {UNBEKANNT, AUSWAERTIG}
GENANNT = 3  # im Titel


def planungsbereiche(lage: Lage) -> Abbildung:
    verteilung, wann = lage.gebiete(NEUZUGANG, Ebene.PLANUNGSBEREICH), zeiten(lage, NEUZUGANG)
    posten = sorted(verteilung.nach_groesse, key=lambda p: p.schluessel in OHNE_ORT)
    herkunft = lage.herkunft(NEUZUGANG)
    herkunft = replace(herkunft, fussnoten=(*herkunft.fussnoten, PLANUNGSBEREICHE))
    titel = _titel(posten, wann, basis=lage.datensatz.basis)
    diagramm = _diagramm(titel, posten, wann, herkunft) if any(p.paar.heute or p.paar.frueher for p in posten) else None
    tabelle = _tabelle(lage, verteilung, posten, wann, herkunft)
    return Abbildung("planungsbereiche", UEBERSCHRIFT, f"{titel}.", "neuzugaenge", tabelle, diagramm)


def _titel(posten: Sequence[Posten], wann: Zeiten, *, basis: int) -> str:
    """„Neuzugänge: Cotta 512, Prohlis 498 und Blasewitz 467 (01–09/2024)“; geschützte nur, soweit ihre Reihenfolge
    nicht an der Rundung liegen kann."""
    gezaehlte = [p for p in posten if p.paar.heute]
    if not gezaehlte:
        return f"Neuzugänge: keine mit Planungsbereich für {wann.heute} {wann.da}"
    bekannte = [p.paar.heute for p in gezaehlte if p.schluessel not in OHNE_ORT]
    sichere = grundlage.sichere_plaetze(bekannte, basis=basis) if basis else GENANNT
    groesste = [f"{p.name} {zahlen.deutsch(p.paar.heute)}" for p in gezaehlte[: min(GENANNT, sichere)]]
    if not groesste:
        return f"{UEBERSCHRIFT} ({wann.heute})"
    return f"Neuzugänge: {aufzaehlung(groesste)} ({wann.heute})"


def _diagramm(titel: str, posten: Sequence[Posten], wann: Zeiten, herkunft: Herkunft) -> Diagramm:
    seiten = [(wann.heute, "heute", "aktuell"), *([(wann.frueher, "frueher", "vorjahr")] if wann.frueher else [])]
    reihen = tuple(Reihe(name, tuple(gezaehlt(getattr(p.paar, f)) for p in posten), rolle) for name, f, rolle in seiten)
    je_bereich = "; ".join(
        f"{p.name} " + ", ".join(f"{r.name}: {r.werte[nr]}" for r in reihen) for nr, p in enumerate(posten)
    )
    return Diagramm(
        Diagrammart.BALKEN, titel, tuple(p.name for p in posten), "Planungsbereich", reihen, herkunft,
        f"Waagerechte Balken. {titel}. {je_bereich}.",
    )  # fmt: skip


def _tabelle(lage: Lage, verteilung: Verteilung, posten: Sequence[Posten], wann: Zeiten, herkunft: Herkunft) -> Tabelle:
    zeilen = [_zeile(lage, p, wann, gefoerdert=_gefoerdert(lage, p.schluessel)) for p in posten]
    rest = verteilung.nicht_aufgeteilt
    if rest.heute or rest.frueher:
        zeilen.append(_zeile(lage, Posten("", "keinem Planungsbereich zugeordnet", rest), wann))
    alle = lage.paar_der_quelle(NEUZUGANG, Quelle.SENIORA)
    zeilen.append(_zeile(lage, Posten("", "Dresden", verteilung.gesamt), wann, gefoerdert=alle))
    spalten = (Spalte("Planungsbereich"), *wann.zaehlspalten)
    if len(lage.quellen) > 1:
        spalten += (Spalte("davon gefördert", Format.ANZAHL), Spalte("Anteil gefördert", Format.PROZENT))
    return Tabelle(UEBERSCHRIFT, spalten, tuple(zeilen), herkunft, 1)


def _gefoerdert(lage: Lage, bereich: str) -> Paar:
    """Was die geförderte Seniorenberatung dort zählt; nichts gezählt ist null."""
    zelle = Merkmalszelle(NEUZUGANG, Ebene.PLANUNGSBEREICH, bereich)
    return lage.summen.get(zelle, {}).get(Quelle.SENIORA, Paar(0, 0))


def _zeile(lage: Lage, posten: Posten, wann: Zeiten, *, gefoerdert: Paar | None = None) -> tuple:
    paar = posten.paar
    gezaehlte = verglichen(paar) if wann.frueher else (gezaehlt(paar.heute),)
    if len(lage.quellen) == 1:
        return (posten.name, *gezaehlte)
    heute = gefoerdert.heute if gefoerdert else None
    anteil = grundlage.anteil(heute, paar.heute, ab=paar.prozent_ab)
    return (
        posten.name,
        *gezaehlte,
        gerechnet(heute),
        gerechnet(anteil, grundlage.statt(paar.heute, ab=paar.prozent_ab)),
    )
