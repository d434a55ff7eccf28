"""Die Zahlen auf den Folien: jede Zelle, jeder Punkt, jede Arbeitsmappe wie im Bericht; Lücken bleiben Lücken."""

from dataclasses import replace
from io import BytesIO

import pytest
from pptx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.akten.bericht import Abbildung, Absatz, Zahlentabelle
from berichte.kern.tabelle import Zeichen
from dresden_senioren.kern.zahlen import deutsch

from . import folienmuster
from .folienmuster import geoeffnet, gesetzt, mit, worte
from .folienpruefung import maengel


def diagramme(inhalt: bytes) -> list:
    return [form for folie in geoeffnet(inhalt).slides for form in folie.shapes if form.has_chart]


def test_jede_zelle_jeder_tabelle_steht_auf_einer_folie():
    tabelle = folienmuster.lange_tabelle(40, 25)  # zu lang und zu breit
    inhalt = gesetzt(mit(Zahlentabelle(tabelle)))
    gelesen = {}
    for folie in geoeffnet(inhalt).slides:
        for raster in (form.table for form in folie.shapes if form.has_table):
            kopf, *zeilen = [[zelle.text for zelle in zeile.cells] for zeile in raster.rows]
            for name, *werte in zeilen:
                gelesen.setdefault(name, {}).update(zip(kopf[1:], werte, strict=True))
    koepfe = [spalte.bezeichnung for spalte in tabelle.spalten[1:]]
    assert gelesen == {name: dict(zip(koepfe, werte, strict=True)) for name, *werte in tabelle.geschrieben}


def _mappe(form) -> list[list]:
    blob = form.chart.part.chart_workbook.xlsx_part.blob
    mappe = CalamineWorkbook.from_filelike(BytesIO(blob))
    assert mappe.sheet_names == ["Zahlen"]
    return mappe.get_sheet_by_index(0).to_python()


def _erwartet(diagramm: Diagramm, vorzeichen=(1, 1)) -> list[list]:
    spalten = [
        ["" if wert is None else zeichen * wert for wert in reihe.zahl_oder_luecke()]
        for reihe, zeichen in zip(diagramm.reihen, vorzeichen, strict=False)
    ]
    return [list(werte) for werte in zip(*spalten, strict=True)]


def test_die_arbeitsmappe_hat_genau_die_zahlen_der_abbildung():
    for diagramm, vorzeichen in (
        (folienmuster.monate(), (1, 1)),
        (folienmuster.felder(), (1,)),
        (folienmuster.alter(), (-1, 1)),
    ):
        (form,) = diagramme(gesetzt(mit(Abbildung(diagramm))))
        kopf, *zeilen = _mappe(form)
        assert kopf == ["", *(reihe.name for reihe in diagramm.reihen)]
        gelesen = [zeile[1:] for zeile in zeilen]
        assert gelesen == [[w if w == "" else float(w) for w in z] for z in _erwartet(diagramm, vorzeichen)]


def test_fehlende_monate_sind_luecken_und_keine_nullen():
    (form,) = diagramme(gesetzt(mit(Abbildung(folienmuster.monate()))))
    xml = form.chart._chartSpace
    assert xml.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"
    erste = form.chart.plots[0].series[0]
    assert list(erste.values)[9:] == [None, None, None]


def test_ereignisse_sind_senkrechte_linien_und_stehen_nicht_in_der_mappe():
    (form,) = diagramme(gesetzt(mit(Abbildung(folienmuster.monate()))))
    linien = list(form.chart._chartSpace.iter(qn("c:errBars")))
    assert len(linien) == 1
    ereignis = linien[0].getparent()
    assert ereignis.find(f".//{qn('c:numLit')}/{qn('c:pt')}").get("idx") == "3"
    assert ereignis.find(f".//{qn('c:numRef')}") is None
    assert len(_mappe(form)[0]) == 3


def test_gespiegelte_balken_zeigen_kein_minus():
    (form,) = diagramme(gesetzt(mit(Abbildung(folienmuster.alter()))))
    links, rechts = form.chart.plots[0].series
    assert list(links.values)[:2] == [-12, -80]
    assert list(rechts.values)[-1] is None
    assert form.chart.plots[0].overlap == 100
    assert form.chart.value_axis.minimum_scale == -form.chart.value_axis.maximum_scale
    for reihe in (links, rechts):
        assert reihe.data_labels.number_format == "[$-407]#,##0;[$-407]#,##0"


def test_linien_tragen_ihren_namen_am_ende_statt_einer_legende():
    (form,) = diagramme(gesetzt(mit(Abbildung(folienmuster.monate()))))
    assert not form.chart.has_legend
    namen = [p.getparent() for p in form.chart._chartSpace.iter(qn("c:showSerName")) if p.get("val") == "1"]
    stellen = [n.find(qn("c:idx")).get("val") for n in namen if n.tag == qn("c:dLbl")]
    assert stellen == ["8", "11"]


def test_nahe_linienenden_behalten_die_legende():
    reihen = tuple(replace(reihe, werte=(5,) * 12) for reihe in folienmuster.monate().reihen)
    (form,) = diagramme(gesetzt(mit(Abbildung(replace(folienmuster.monate(), reihen=reihen, ereignisse=())))))
    assert form.chart.has_legend


def test_groessenachse_beginnt_bei_null():
    for form in diagramme(gesetzt(folienmuster.deck())):
        kleinster = min(w for reihe in form.chart.plots[0].series for w in reihe.values if w is not None)
        assert form.chart.value_axis.minimum_scale == 0 or kleinster < 0


def test_unerlaubte_zeichen_machen_keine_kaputte_datei():
    text = worte(gesetzt(mit(Absatz("vorher\x0bnachher \x00 & <b>"))))
    assert "vorhernachher" in text
    assert "& <b>" in text


def test_summen_stehen_nie_allein():
    for zeilen in range(10, 40):
        inhalt = gesetzt(mit(Zahlentabelle(folienmuster.lange_tabelle(zeilen))))
        letzte = [form.table for folie in geoeffnet(inhalt).slides for form in folie.shapes if form.has_table][-1]
        assert len(letzte.rows) >= 3, zeilen
        assert letzte.cell(len(letzte.rows) - 1, 1).text == deutsch(sum(range(zeilen)))


@pytest.mark.parametrize("art", list(Diagrammart))
def test_auch_ein_diagramm_ohne_einen_wert_ist_eine_wahre_folie(art):
    leer = (Zeichen.FEHLT,) * 12
    reihen = (Reihe("2024", leer, "aktuell"), Reihe("2023", leer, "vorjahr"))
    diagramm = replace(folienmuster.monate(), art=art, reihen=reihen, ereignisse=())
    inhalt = gesetzt(mit(Abbildung(diagramm)))
    assert maengel(inhalt) == []
    assert "Ohne Wert (nicht gemeldet): 2024: Januar" in worte(inhalt)


@pytest.mark.parametrize(("zeilen", "spalten"), [(1, 4), (2, 1), (30, 1)])
def test_auch_kleine_und_einspaltige_tabellen(zeilen, spalten):
    tabelle = replace(folienmuster.lange_tabelle(zeilen, spalten), summenzeilen=0)
    assert maengel(gesetzt(mit(Zahlentabelle(tabelle)))) == []
    assert maengel(gesetzt(mit(Zahlentabelle(replace(tabelle, zeilen=()))))) == []
