"""Tabellen auf Folien: Breiten nach dem Inhalt, Schrift so groß wie möglich, lange auf mehrere Folien verteilt."""

from collections.abc import Iterator, Sequence
from math import ceil

from berichte.ausgabe.bilder.figur import stil
from berichte.ausgabe.spaltenbreiten import Zellschrift, gedraengt, spaltenbreiten
from berichte.ausgabe.textmass import Schriftmass
from berichte.kern.akten.bericht import Massnahmentabelle, Massnahmenzeile, Zwischenzeile
from berichte.kern.tabelle import Tabelle

from .formen import BETONT, ZELLE, ZELLE_VIELER_SPALTEN, Rasterzeile, Rasterzelle, Rechteck, Zeile

RAND_SEITE, RAND_OBEN = 5.0, 2.4  # Punkt innen in jeder Zelle
RAND = 2 * RAND_SEITE
# Nr., Maßnahme, Verantwortung, Laufzeit, Sachstand: Anteile an der Breite.
ANTEILE_MASSNAHMEN = (0.075, 0.42, 0.215, 0.13, 0.16)
KOPF_MASSNAHMEN = ("Nr.", "Maßnahme", "Verantwortung", "Laufzeit", "Sachstand")
ZEILEN_JE_ZELLE = 3  # einer Maßnahme; der ganze Wortlaut steht in den Notizen
GROESSE_MASSNAHMEN = 14
GROESSEN_VERZEICHNIS = (22, 20, 18)
MARKEN = {("kreis", True): "●", ("kreis", False): "○", ("quadrat", True): "■", ("raute", True): "◆"}

Seite = tuple[tuple[float, ...], tuple[Rasterzeile, ...]]


def tabellenseiten(tabelle: Tabelle, ort: Rechteck, mass: Schriftmass) -> list[Seite]:
    """Je Folie (Spaltenbreiten, Zeilen samt Kopf). Passt die Tabelle in keiner Schrift, geht sie weiter; passen ihre
    Spalten nicht nebeneinander, kommen die übrigen danach, jede Folie mit der ersten Spalte."""
    alle = range(len(tabelle.spalten))
    for groesse in (*ZELLE, ZELLE_VIELER_SPALTEN):  # lieber kleiner als auf zwei Folien
        breiten = spaltenbreiten(tabelle, alle, ort.breite, _schrift(groesse, mass))
        zeilen = _zeilen(tabelle, alle, breiten, groesse, mass) if breiten else ()
        if breiten and sum(zeile.hoehe for zeile in zeilen) <= ort.hoehe:
            return [(breiten, zeilen)]
    seiten = []
    for groesse, spalten in _spaltengruppen(tabelle, ort.breite, mass):
        breiten = gedraengt(tabelle, spalten, ort.breite, _schrift(groesse, mass))
        zeilen = _zeilen(tabelle, spalten, breiten, groesse, mass)
        seiten += [(breiten, seite) for seite in _umgebrochen(zeilen, ort.hoehe, 1 + tabelle.summenzeilen)]
    return seiten


def _spaltengruppen(tabelle: Tabelle, breite: float, mass: Schriftmass) -> list[tuple[float, Sequence[int]]]:
    alle = range(len(tabelle.spalten))
    for groesse in (ZELLE[-1], ZELLE_VIELER_SPALTEN):
        if spaltenbreiten(tabelle, alle, breite, _schrift(groesse, mass)):
            return [(groesse, alle)]
    uebrige, gruppen = list(alle[1:]), []
    while uebrige:
        anzahl = next((n for n in range(len(uebrige), 1, -1) if _passt(tabelle, uebrige[:n], breite, mass)), 1)
        gruppen.append((ZELLE_VIELER_SPALTEN, [0, *uebrige[:anzahl]]))
        uebrige = uebrige[anzahl:]
    return gruppen


def _schrift(groesse: float, mass: Schriftmass) -> Zellschrift:
    return Zellschrift(mass, groesse, RAND)


def _passt(tabelle: Tabelle, spalten: list[int], breite: float, mass: Schriftmass) -> bool:
    alle = [0, *spalten]
    return spaltenbreiten(tabelle, alle, breite, _schrift(ZELLE_VIELER_SPALTEN, mass)) is not None


def _zeilen(tabelle: Tabelle, spalten, breiten, groesse: float, mass: Schriftmass) -> tuple[Rasterzeile, ...]:
    rechts = [tabelle.spalten[nr].ist_zahl for nr in spalten]
    kopf = [Zeile(tabelle.spalten[nr].bezeichnung, groesse, ist_fett=True, farbe=BETONT) for nr in spalten]
    zeilen = [_zeile(kopf, rechts, breiten, mass)]
    erste_summe = len(tabelle.zeilen) - tabelle.summenzeilen
    for i, texte in enumerate(tabelle.geschrieben):
        ist_summe = i >= erste_summe
        zellen = [Zeile(texte[nr], groesse, ist_fett=ist_summe) for nr in spalten]
        zeilen.append(_zeile(zellen, rechts, breiten, mass, ist_summe=ist_summe))
    return tuple(zeilen)


def _zeile(zellen, rechts, breiten, mass: Schriftmass, *, ist_summe: bool = False) -> Rasterzeile:
    hoch = max(
        mass.hoehe(zelle.vorweg + zelle.text, breite - RAND, zelle.groesse, ist_fett=zelle.ist_fett)
        for zelle, breite in zip(zellen, breiten, strict=True)
    )
    fertige = tuple(Rasterzelle((zelle,), ist_rechts) for zelle, ist_rechts in zip(zellen, rechts, strict=True))
    return Rasterzeile(fertige, hoch + 2 * RAND_OBEN, ist_summe)


def _umgebrochen(zeilen, hoehe: float, zusammen: int) -> Iterator[tuple[Rasterzeile, ...]]:
    """Jede Folie mit dem Kopf und etwa gleich vielen Zeilen; die letzten `zusammen` Zeilen trennt nichts."""
    kopf, *rest = zeilen
    platz = hoehe - kopf.hoehe
    summe = sum(zeile.hoehe for zeile in rest)
    anzahl = ceil(summe / platz) if summe > platz else 1
    while True:
        seiten = _gefuellt(rest, platz, summe / anzahl, zusammen)
        if all(sum(z.hoehe for z in seite) <= platz or len(seite) == 1 for seite in seiten) or anzahl > len(rest):
            break
        anzahl += 1
    return ((kopf, *seite) for seite in seiten)


def _gefuellt(zeilen, platz: float, ziel: float, zusammen: int) -> list[list[Rasterzeile]]:
    seiten, seite = [], []
    for i, zeile in enumerate(zeilen):
        bisher = sum(z.hoehe for z in seite)
        rest = sum(z.hoehe for z in zeilen[i:])
        ist_voll = bisher + zeile.hoehe > platz or (bisher >= ziel and len(zeilen) - i >= zusammen)
        reisst_schluss = len(zeilen) - i == zusammen and bisher + rest > platz
        ist_zwischen = bool(seite) and seite[-1].ist_zwischenzeile
        if seite and (ist_voll or reisst_schluss) and not (ist_zwischen and len(seite) == 1):
            uebertrag = [seite.pop()] if ist_zwischen else []
            seiten.append(seite)
            seite = uebertrag
        seite.append(zeile)
    return [*seiten, seite] if seite else seiten


# --- Inhaltsverzeichnis ----------------------------------------------------------------------------------------------


def verzeichnisseiten(eintraege: Sequence[tuple[int, str, int]], ort: Rechteck, mass: Schriftmass) -> list[Seite]:
    """(Nummer, Kapitel, Folie) je Zeile, das Kapitel führt zu seiner Folie."""
    breiten = (ort.breite * 0.08, ort.breite * 0.8, ort.breite * 0.12)
    for groesse in GROESSEN_VERZEICHNIS:
        zeilen = [_verzeichniszeile(("Nr.", "Kapitel", "Folie"), groesse, breiten, mass, ist_kopf=True)]
        for nr, titel, folie in eintraege:
            zeilen.append(_verzeichniszeile((str(nr), titel, str(folie)), groesse, breiten, mass, ziel=folie))
        if sum(zeile.hoehe for zeile in zeilen) <= ort.hoehe:
            return [(breiten, tuple(zeilen))]
    return [(breiten, seite) for seite in _umgebrochen(zeilen, ort.hoehe, 1)]


def _verzeichniszeile(  # noqa: PLR0913 – je Maß ein Name
    texte, groesse: float, breiten, mass: Schriftmass, *, ist_kopf: bool = False, ziel: int | None = None
) -> Rasterzeile:
    farbe = BETONT if ist_kopf else ""
    ziele = (None, ziel, None)
    zellen = [Zeile(t, groesse, ist_fett=ist_kopf, farbe=farbe, ziel=z) for t, z in zip(texte, ziele, strict=True)]
    return _zeile(zellen, (False, False, True), breiten, mass)


# --- Maßnahmen -------------------------------------------------------------------------------------------------------


def massnahmenseiten(
    tabelle: Massnahmentabelle, ort: Rechteck, mass: Schriftmass
) -> Iterator[tuple[str, Seite, list[Massnahmenzeile]]]:
    """Je Folie (Handlungsfeld, Seite, die Maßnahmen darauf); jedes Handlungsfeld beginnt auf einer neuen."""
    breiten = tuple(ort.breite * anteil for anteil in ANTEILE_MASSNAHMEN)
    kopf = _zeile([Zeile(wort, GROESSE_MASSNAHMEN, ist_fett=True, farbe=BETONT) for wort in KOPF_MASSNAHMEN],
                  [False] * 5, breiten, mass)  # fmt: skip
    for feld, zeilen in _je_handlungsfeld(tabelle):
        quellen = {}
        gesetzt = []
        for zeile in zeilen:
            raster = _zwischenzeile(zeile, ort.breite, mass) if isinstance(zeile, Zwischenzeile) else _massnahme(
                zeile, breiten, mass)  # fmt: skip
            quellen[id(raster)] = zeile
            gesetzt.append(raster)
        for seite in _umgebrochen((kopf, *gesetzt), ort.hoehe, 1):
            gezeigte = [quellen[id(z)] for z in seite[1:] if isinstance(quellen[id(z)], Massnahmenzeile)]
            yield feld, (breiten, seite), gezeigte


def _je_handlungsfeld(tabelle: Massnahmentabelle) -> Iterator[tuple[str, list]]:
    feld, zeilen = "", []
    for zeile in tabelle.zeilen:
        if isinstance(zeile, Zwischenzeile) and zeile.ebene == 1:
            if zeilen:
                yield feld, zeilen
            feld, zeilen = zeile.text, []
        else:
            zeilen.append(zeile)
    if zeilen:
        yield feld, zeilen


def _zwischenzeile(zeile: Zwischenzeile, breite: float, mass: Schriftmass) -> Rasterzeile:
    text = Zeile(mass.gekuerzt(zeile.text, breite - RAND, GROESSE_MASSNAHMEN, 2, ist_fett=True),
                 GROESSE_MASSNAHMEN, ist_fett=True)  # fmt: skip
    hoch = mass.hoehe(text.text, breite - RAND, text.groesse, ist_fett=True) + 2 * RAND_OBEN
    return Rasterzeile((Rasterzelle((text,), breit_ueber=5),), hoch, ist_zwischenzeile=True)


def _massnahme(zeile: Massnahmenzeile, breiten, mass: Schriftmass) -> Rasterzeile:
    gestalt = stil(zeile.farbrolle)
    marke = MARKEN.get((gestalt.marke, gestalt.ist_gefuellt), "○")
    texte = (zeile.nr, zeile.beschreibung, zeile.verantwortung, zeile.laufzeit, zeile.sachstand)
    zellen = [
        Zeile(mass.gekuerzt(text, breite - RAND, GROESSE_MASSNAHMEN, ZEILEN_JE_ZELLE, ist_fett=not i),
              GROESSE_MASSNAHMEN, ist_fett=not i)
        for i, (text, breite) in enumerate(zip(texte, breiten, strict=True))
    ]  # fmt: skip
    zellen[-1] = Zeile(zeile.sachstand, GROESSE_MASSNAHMEN, vorweg=f"{marke} ", farbe=gestalt.farbe)
    return _zeile(zellen, [False] * 5, breiten, mass)
