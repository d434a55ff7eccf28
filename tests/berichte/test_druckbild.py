"""Das gezeichnete SVG: Lücken, Marken, deutsche Zahlen, unterscheidbare Flächen."""

import re

import pytest
from lxml import etree

from berichte.ausgabe.bilder import druckbild
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
    """Pfade der Linien („line mark“) oder Marken („point“) einer Reihe, erkannt an ihrer Farbe."""
    farbe = stil(rolle).farbe
    pfade = etree.fromstring(svg.encode()).iter(f"{SVG}path")
    return [p.get("d") for p in pfade if p.get("aria-roledescription") == art and p.get("stroke") == farbe]


def _linie(svg: str, rolle: str) -> str:
    return "".join(_pfade(svg, "line mark", rolle))


def _marken(svg: str, rolle: str) -> int:
    return len(_pfade(svg, "point", rolle))


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
