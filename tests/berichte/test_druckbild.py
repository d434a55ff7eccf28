"""Das gezeichnete SVG: Lücken, Marken, deutsche Zahlen, unterscheidbare Flächen."""

import re
from dataclasses import replace
from itertools import groupby, pairwise

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from berichte.ausgabe import schriften
from berichte.ausgabe.bilder import druckbalken, druckbild
from berichte.ausgabe.bilder.figur import stil
from berichte.ausgabe.bilder.gestaltung import flaechen, helligkeit
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Zeichen

from . import muster

SVG = "{http://www.w3.org/2000/svg}"


ROLLEN = ("aktiv", "aktiv", "warnung", "warnung", "offen", "neutral", "fertig")


def _texte(svg: str) -> list[str]:
    return ["".join(knoten.itertext()) for knoten in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def _pfade(svg: str, art: str, rolle: str) -> list[str]:
    """Pfade der Linien oder Marken einer Reihe, erkannt an ihrer Farbe."""
    farbe = stil(rolle).farbe
    pfade = etree.fromstring(svg.encode()).iter(f"{SVG}path")
    return [p.get("d") for p in pfade if p.get("class") == art and p.get("stroke") == farbe]


def _linie(svg: str, rolle: str) -> str:
    return "".join(_pfade(svg, "linie", rolle))


def _marken(svg: str, rolle: str) -> int:
    return len(_pfade(svg, "marke", rolle))


def _linien(*werte) -> Diagramm:
    reihe = Reihe("2024", werte, "aktuell")
    return Diagramm(Diagrammart.LINIEN, "T", muster.MONATE[: len(werte)], "Monat", (reihe,), muster.HERKUNFT, "B")


def test_fehlende_monate_sind_luecken_und_keine_nullen():
    svg = druckbild.svg(muster.verlauf())
    assert _marken(svg, "aktuell") == 9
    assert _marken(svg, "vorjahr") == 12
    assert _linie(svg, "aktuell").count("L") == 8


def test_eine_luecke_in_der_mitte_trennt_die_linie():
    mit, ohne = (_linie(druckbild.svg(_linien(5, 6, w, 7, 8)), "aktuell") for w in (Zeichen.FEHLT, 6))
    assert (mit.count("M"), ohne.count("M")) == (2, 1)


def test_eine_null_wird_gezeichnet():
    assert _marken(druckbild.svg(_linien(5, 0, 7)), "aktuell") == 3


def test_die_achse_beginnt_bei_null_und_schreibt_deutsch():
    texte = _texte(druckbild.svg(_linien(1200, 1300)))
    assert "0" in texte
    assert "1.000" in texte


@pytest.mark.parametrize(
    ("hoechster", "stufen"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (537, [0, 100, 200, 300, 400, 500, 600]), (1340, [0, 500, 1000, 1500])],
)
def test_die_achse_endet_auf_einer_runden_zahl_ueber_dem_hoechsten_wert(hoechster, stufen):
    texte = _texte(druckbild.svg(_linien(0, hoechster)))
    assert [t for t in (f"{s:,}".replace(",", ".") for s in stufen) if t not in texte] == []


def test_reihen_stehen_mit_namen_am_ende_und_unterscheiden_sich_auch_im_strich():
    svg = druckbild.svg(muster.verlauf())
    assert {"2023", "2024"} <= set(_texte(svg))
    assert "stroke-dasharray" in svg


def test_titel_und_herkunft_setzt_das_dokument():
    svg = druckbild.svg(muster.verlauf())
    assert muster.verlauf().titel not in svg
    assert "Seniora.App" not in svg


@pytest.mark.parametrize("diagramm", [muster.verlauf(), muster.uebersicht()], ids=["Linien", "gestapelt"])
def test_svg_haelt_die_strenge_inhaltsrichtlinie_ein(diagramm):
    """Weder style-Attribute noch style-Elemente, Skripte oder Adressen anderer Rechner."""
    svg = druckbild.svg(diagramm)
    assert not re.search(r"\sstyle=|<style|<script|<image|\son\w+=", svg)
    assert set(re.findall(r"https?://[^\"]+", svg)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_gestapelte_balken_tragen_ihre_zahl_und_keine_null():
    texte = _texte(druckbild.svg(muster.uebersicht()))
    assert texte.count("12") >= 1
    balken = [t for t in texte if t in {"1", "2", "3", "4", "12"}]
    assert len(balken) >= 8  # acht Abschnitte, die nicht null sind


def test_waagerechte_balken_schreiben_den_wert_ans_ende():
    reihen = (Reihe("2023", (1234, 0), "vorjahr"), Reihe("2024", (999, Zeichen.FEHLT), "aktuell"))
    diagramm = Diagramm(Diagrammart.BALKEN, "T", ("Cotta", "Prohlis"), "Gebiet", reihen, muster.HERKUNFT, "B")
    texte = _texte(druckbild.svg(diagramm))
    assert "1.234" in texte
    assert "999" in texte
    assert "None" not in texte


def test_lange_namen_stehen_auf_zwei_zeilen_ganz_da():
    texte = " ".join(_texte(druckbild.svg(muster.uebersicht())))
    assert "Datengrundlage" in texte
    assert "Berichtswesens" in texte
    assert "…" not in texte


def test_zwei_reihen_derselben_rolle_sehen_verschieden_aus_und_die_schrift_ist_lesbar():
    """Kontrast der Zahl zur Fläche mindestens 4,5:1."""
    ergebnis = flaechen([Reihe(str(i), (1,), rolle) for i, rolle in enumerate(ROLLEN)])
    assert len({flaeche.fuellung for flaeche in ergebnis}) == len(ROLLEN)
    for flaeche in ergebnis:
        hell, dunkel = sorted((helligkeit(flaeche.fuellung), helligkeit(flaeche.schrift)), reverse=True)
        assert (hell + 0.05) / (dunkel + 0.05) >= 4.5


def test_kategorien_stehen_in_ihrer_folge_auch_wo_ein_balken_fehlt():
    namen = muster.felder().kategorien
    texte = _texte(druckbild.svg(muster.felder()))
    assert [text for text in texte if text in namen] == list(namen)


def test_auch_eine_kategorie_ohne_einen_abschnitt_steht_da():
    reihen = (Reihe("a", (3, 0), "aktiv"), Reihe("b", (1, 0), "offen"))
    diagramm = Diagramm(Diagrammart.GESTAPELT, "T", ("voll", "leer"), "Feld", reihen, muster.HERKUNFT, "B")
    assert {"voll", "leer"} <= set(_texte(druckbild.svg(diagramm)))


def test_unter_dem_diagramm_steht_was_luecken_und_zeichen_bedeuten():
    assert "Lücken: nicht gemeldet" in muster.verlauf().darunter
    assert "Zeichen: . = Zahl unbekannt oder geheim zu halten · fehlt = nicht gemeldet" in muster.felder().darunter
    assert not any("Zeichen" in satz or "Lücken" in satz for satz in muster.uebersicht().darunter)


# --- Alles steht im Bild ---------------------------------------------------------------------------------------------

MUSTER = ("verlauf", "uebersicht", "felder", "anteile", "alter", "regelkarte")
BREITEN = (druckbild.BREITE, druckbild.HALBE_BREITE, druckbild.SCHMALE_BREITE)


@pytest.fixture(scope="module")
def schnitte() -> dict:
    return {
        staerke: TTFont(schriften.ordner() / f"FiraSans-{name}.ttf")
        for staerke, name in ((None, "Regular"), ("600", "SemiBold"))
    }


def _stellen(svg: str, schnitte: dict) -> list[tuple[str, float, float, float]]:
    """Je Text: er selbst, wo er links beginnt und rechts endet, und seine Grundlinie; in der wirklichen Schrift."""
    ergebnis = []
    for knoten in etree.fromstring(svg.encode()).iter(f"{SVG}text"):
        schrift = schnitte[knoten.get("font-weight")]
        zeichen, masse = schrift.getBestCmap(), schrift["hmtx"]
        breite = sum(masse[zeichen[ord(z)]][0] for z in knoten.text) * float(knoten.get("font-size"))
        breite /= schrift["head"].unitsPerEm
        links = float(knoten.get("x")) - breite * {"end": 1, "middle": 0.5}.get(knoten.get("text-anchor"), 0)
        ergebnis.append((knoten.text, links, links + breite, float(knoten.get("y"))))
    return ergebnis


def _ragt_hinaus(svg: str, schnitte: dict) -> list[str]:
    wurzel = etree.fromstring(svg.encode())
    breite, hoehe = float(wurzel.get("width")), float(wurzel.get("height"))
    return [t for t, a, b, y in _stellen(svg, schnitte) if a < 0 or b > breite or not 8 <= y <= hoehe]


@pytest.mark.parametrize("breite", BREITEN)
@pytest.mark.parametrize("name", MUSTER)
def test_kein_text_ragt_aus_dem_bild_oder_in_einen_anderen(name, breite, schnitte):
    for ist_knapp in (False, True):
        svg = druckbild.svg(getattr(muster, name)(), breite=breite, ist_knapp=ist_knapp)
        assert _ragt_hinaus(svg, schnitte) == []
        zeilen = groupby(sorted(_stellen(svg, schnitte), key=lambda t: (t[3], t[1])), key=lambda t: t[3])
        for _, texte in zeilen:
            for (links, _, ende, _), (rechts, anfang, _, _) in pairwise(texte):
                assert ende <= anfang, (links, rechts)


def test_die_pruefung_bemerkt_zu_enge_namen(schnitte, monkeypatch):
    monkeypatch.setattr(druckbalken, "textbreite", lambda *a, **k: 9)
    svg = druckbild.svg.__wrapped__(muster.felder())
    assert "Pflege und Pflegeversicherung" in _ragt_hinaus(svg, schnitte)


def test_ein_name_mit_satzzeichen_bleibt_text():
    reihe = Reihe('<b>"&', (1, 2), "aktuell")
    diagramm = Diagramm(Diagrammart.LINIEN, "T", ("a&b", "<c>"), "Monat", (reihe,), muster.HERKUNFT, "B")
    assert {'<b>"&', "a&b", "<c>"} <= set(_texte(druckbild.svg(diagramm)))


@pytest.mark.parametrize("name", MUSTER)
def test_auch_ohne_eine_kategorie_entsteht_ein_bild(name):
    diagramm = getattr(muster, name)()
    reihen = tuple(replace(reihe, werte=(), zustaende=(), hervorgehoben=()) for reihe in diagramm.reihen)
    leer = replace(diagramm, kategorien=(), reihen=reihen, ereignisse=())
    assert not re.search(r'="-|nan|inf', druckbild.svg(leer))
