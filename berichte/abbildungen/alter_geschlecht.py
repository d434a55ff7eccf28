"""Neuzugänge nach Alter und Geschlecht: Frauen nach links, Männer nach rechts, kleine Gruppen in der Tabelle."""

from dataclasses import replace

from beratung.kern.zaehlung import Merkmal, Zaehleinheit
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen
from berichte.kern.zahlen.grundlage import anteil, sichere_plaetze
from berichte.kern.zahlen.verteilung import Verteilung
from berichte.zahlen.lage import Lage
from dresden_senioren.kern import zahlen

from .zeiten import zeiten
from .zellen import gezaehlt

SEITEN = ("weiblich", "maennlich")
UEBERSCHRIFT = "Alter und Geschlecht"


def alter_geschlecht(lage: Lage) -> Abbildung:
    verteilung = lage.verteilung(Zaehleinheit.NEUZUGANG, Merkmal.ALTERSGRUPPE_GESCHLECHT)
    tafel = {tuple(p.schluessel.split("×")): p.paar.heute for p in verteilung.posten}
    herkunft = lage.herkunft(Zaehleinheit.NEUZUGANG)
    if verteilung.nicht_aufgeteilt.heute:
        satz = "Nicht jede Lieferung teilt nach Alter und Geschlecht zugleich auf; der Rest steht unter „zusammen“."
        herkunft = replace(herkunft, fussnoten=(*herkunft.fussnoten, satz))
    titel = _titel(lage, verteilung, tafel)
    tabelle = _tabelle(lage, verteilung, tafel, herkunft)
    diagramm = _diagramm(lage, tafel, titel, herkunft) if any(tafel.values()) else None
    return Abbildung("alter_geschlecht", UEBERSCHRIFT, f"{titel}.", "neuzugaenge", tabelle, diagramm)


def _auspraegungen(lage: Lage, tafel: dict, stelle: int, merkmal: Merkmal) -> list[tuple[str, str]]:
    """(Schlüssel, Name), wie sie vorkommen, in der Reihenfolge des Katalogs."""
    schluessel = sorted({paar[stelle] for paar in tafel}, key=lambda s: lage.namen.rang(merkmal, s))
    return [(s, lage.namen.auspraegung(merkmal, s)) for s in schluessel]


def _titel(lage: Lage, verteilung: Verteilung, tafel: dict) -> str:
    """„Neuzugänge: 66,1 % weiblich, am häufigsten 80–84 (01–09/2024)“; was an der Rundung geschützter Zahlen liegen
    kann, bleibt weg."""
    zeitraeume = zeiten(lage, Zaehleinheit.NEUZUGANG)
    wann = zeitraeume.heute
    if not any(tafel.values()):
        return f"Neuzugänge: für {wann} nicht nach Alter und Geschlecht {zeitraeume.da}"
    altersgruppen = _auspraegungen(lage, tafel, 0, Merkmal.ALTERSGRUPPE)
    je_alter = {name: _summe(tafel, alter=alter) for alter, name in altersgruppen}
    frauen = anteil(_summe(tafel, geschlecht="weiblich"), _summe(tafel), ab=verteilung.gesamt.prozent_ab)
    worte = [] if frauen is None else [f"{zahlen.prozent(frauen)} weiblich"]
    if sichere_plaetze(sorted(je_alter.values(), reverse=True), basis=lage.datensatz.basis):
        worte.append(f"am häufigsten {max(je_alter, key=je_alter.get)}")
    return f"Neuzugänge: {', '.join(worte)} ({wann})" if worte else f"Neuzugänge nach {UEBERSCHRIFT} ({wann})"


def _summe(tafel: dict, *, alter: str = "", geschlecht: str = "") -> int:
    return sum(n or 0 for (a, g), n in tafel.items() if alter in ("", a) and geschlecht in ("", g))


def _tabelle(lage: Lage, verteilung: Verteilung, tafel: dict, herkunft: Herkunft) -> Tabelle:
    geschlechter = _auspraegungen(lage, tafel, 1, Merkmal.GESCHLECHT)
    altersgruppen = _auspraegungen(lage, tafel, 0, Merkmal.ALTERSGRUPPE)
    spalten = (Spalte("Alter"), *(Spalte(name, Format.ANZAHL) for _, name in geschlechter))
    zeilen = [
        (name, *(_zelle(tafel, alter, g) for g, _ in geschlechter), _summe(tafel, alter=alter))
        for alter, name in altersgruppen
    ]
    je_geschlecht = [_summe(tafel, geschlecht=g) for g, _ in geschlechter]
    zeilen.append(("zusammen", *je_geschlecht, gezaehlt(verteilung.gesamt.heute)))
    return Tabelle(
        f"Neuzugänge: {UEBERSCHRIFT}", (*spalten, Spalte("zusammen", Format.ANZAHL)), tuple(zeilen), herkunft, 1
    )


def _zelle(tafel: dict, alter: str, geschlecht: str) -> int | Zeichen:
    """Was im gemeldeten Zeitraum nicht vorkommt, ist null."""
    return gezaehlt(tafel.get((alter, geschlecht), 0))


def _diagramm(lage: Lage, tafel: dict, titel: str, herkunft: Herkunft) -> Diagramm:
    altersgruppen = _auspraegungen(lage, tafel, 0, Merkmal.ALTERSGRUPPE)
    namen = dict(_auspraegungen(lage, tafel, 1, Merkmal.GESCHLECHT))
    rollen = dict(zip(SEITEN, ("seniora", "fmg"), strict=True))
    reihen = tuple(
        Reihe(namen.get(g, g), tuple(_zelle(tafel, alter, g) for alter, _ in altersgruppen), rollen[g]) for g in SEITEN
    )
    kleine = [f"{name} {zahlen.deutsch(_summe(tafel, geschlecht=g))}" for g, name in namen.items() if g not in SEITEN]
    if kleine:
        herkunft = replace(herkunft, fussnoten=(*herkunft.fussnoten, f"Nur in der Tabelle: {', '.join(kleine)}."))
    je_alter = "; ".join(
        f"{name}: {reihen[0].werte[nr]} {reihen[0].name}, {reihen[1].werte[nr]} {reihen[1].name}"
        for nr, (_, name) in enumerate(altersgruppen)
    )
    beschreibung = f"Balken von der Mitte aus, {reihen[0].name} nach links, {reihen[1].name} nach rechts. "
    return Diagramm(
        Diagrammart.GESPIEGELT, titel, tuple(name for _, name in altersgruppen), "Alter", reihen, herkunft,
        f"{beschreibung}{titel}. {je_alter}.",
    )  # fmt: skip
