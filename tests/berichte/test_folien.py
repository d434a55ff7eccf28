"""Die fertige Foliendatei, wieder aufgemacht: nichts ragt hinaus, nichts fehlt, jede Zahl stimmt."""

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt
from python_calamine import CalamineWorkbook

from berichte.ausgabe.pptx import pptx
from berichte.kern.bericht import Abbildung, Absatz, Abschnitt, Bericht, Kapitel, Zahlentabelle
from berichte.kern.diagramm import Diagramm
from berichte.kern.geheimhaltung import Fassung, OhneFreigabe, freigeben
from dresden_senioren.kern.zahlen import deutsch

from . import folienmuster, muster
from .folienpruefung import maengel

ABRUF = "Maria Müller am 12.11.2026, 10:12 Uhr"


def gesetzt(bericht: Bericht, vorlage: bytes | None = None) -> bytes:
    return pptx(freigeben(bericht, Fassung.INTERN, abruf=ABRUF), vorlage)


def mit(*bausteine) -> Bericht:
    """Nur diese Bausteine, in einem Kapitel."""
    return replace(muster.bericht(), bausteine=(Kapitel("Eins"), *bausteine))


def geoeffnet(inhalt: bytes):
    return Presentation(BytesIO(inhalt))


def titel(inhalt: bytes) -> list[str]:
    return [folie.shapes.title.text_frame.text for folie in geoeffnet(inhalt).slides]


def worte(inhalt: bytes) -> str:
    return " ".join(
        form.text_frame.text for folie in geoeffnet(inhalt).slides for form in folie.shapes if form.has_text_frame
    )


def fremde_vorlage() -> bytes:
    """Wie ein Amt sie hätte: andere Schrift, andere Plätze, keine Zeile über dem Titel."""
    folien = Presentation()
    folien.slide_width = 12_192_000
    strom = BytesIO()
    folien.save(strom)
    return strom.getvalue()


@pytest.fixture(scope="module")
def inhalt() -> bytes:
    return gesetzt(folienmuster.deck())


def diagramme(inhalt: bytes) -> list:
    return [form for folie in geoeffnet(inhalt).slides for form in folie.shapes if form.has_chart]


# --- Prüfung und Gegenprobe ---


CALIBRI = 0.92  # läuft enger als Arial


@pytest.mark.parametrize(
    ("vorlage", "laufweite"), [(None, 1.0), (fremde_vorlage(), CALIBRI)], ids=["eingebaut", "fremd"]
)
@pytest.mark.parametrize("bericht", [folienmuster.deck(), folienmuster.schwieriges()], ids=["deck", "schwierig"])
def test_kein_mangel(bericht, vorlage, laufweite):
    assert maengel(gesetzt(bericht, vorlage), laufweite) == []


def _hinaus(folien):
    folien.slides[3].shapes[-1].left = Pt(900)


def _uebereinander(folien):
    folien.slides[3].shapes[-2].top = Pt(60)


def _gleicher_titel(folien):
    folien.slides[3].shapes.title.text_frame.paragraphs[0].runs[0].text = "Überblick"


def _ohne_titel(folien):
    folien.slides[3].shapes.title.text_frame.paragraphs[0].runs[0].text = ""


def _ohne_alternative(folien):
    next(f for s in folien.slides for f in s.shapes if f.has_chart)._element.nvGraphicFramePr.cNvPr.set("descr", " ")


def _ohne_kopf(folien):
    next(f for s in folien.slides for f in s.shapes if f.has_table).table.first_row = False


def _klein(folien):
    form = next(f for f in folien.slides[3].shapes if f.name == "Fußzeile")
    form.text_frame.paragraphs[0].runs[0].font.size = Pt(8)


def _laeuft_ueber(folien):
    form = next(f for s in folien.slides for f in s.shapes if f.name == "Erkennen")
    form.text_frame.paragraphs[-1].runs[0].text = folienmuster.LANG


def _zelle_laeuft_ueber(folien):
    tabelle = next(f for s in folien.slides for f in s.shapes if f.has_table).table
    tabelle.cell(1, 1).text_frame.paragraphs[0].runs[0].text = folienmuster.LANG[:300]


def _englisch(folien):
    next(folien.slides[3]._element.iter(qn("a:rPr"))).set("lang", "en-US")


def _ohne_notizen(folien):
    folie = next(s for s in folien.slides if any(f.has_chart for f in s.shapes))
    folie.notes_slide.notes_text_frame.text = ""


def _verkehrte_reihenfolge(folien):
    baum = folien.slides[3].shapes._spTree
    baum.insert(2, baum[-1])


@pytest.mark.parametrize(
    ("fehler", "satz"),
    [
        (_hinaus, "ragt über den Rand"),
        (_uebereinander, "überlappen"),
        (_gleicher_titel, "steht auf 2 Folien"),
        (_ohne_titel, "keinen Titel"),
        (_ohne_alternative, "keine Textalternative"),
        (_ohne_kopf, "keine Kopfzeile"),
        (_klein, "unter 10 Punkt"),
        (_laeuft_ueber, "läuft der Text über"),
        (_zelle_laeuft_ueber, "In der Tabelle läuft"),
        (_englisch, "Sprachen sind"),
        (_ohne_notizen, "keine Notizen"),
        (_verkehrte_reihenfolge, "wird nach"),
    ],
    ids=lambda wert: getattr(wert, "__name__", ""),
)
def test_die_pruefung_bemerkt_einen_eingebauten_fehler(inhalt, fehler, satz):
    folien = geoeffnet(inhalt)
    fehler(folien)
    strom = BytesIO()
    folien.save(strom)
    assert any(satz in mangel for mangel in maengel(strom.getvalue()))


# --- Inhalt ---


def test_ohne_freigabe_keine_folien():
    with pytest.raises(OhneFreigabe):
        pptx(folienmuster.deck())


def test_aus_demselben_bericht_wird_dieselbe_datei(inhalt):
    assert inhalt == gesetzt(folienmuster.deck())


def test_kennzeichen_und_abruf_stehen_auf_jeder_folie(inhalt):
    for folie in geoeffnet(inhalt).slides:
        fuss = next(form.text_frame.text for form in folie.shapes if form.name == "Fußzeile")
        assert "Zwischenbericht · intern – Sozialdaten · abgerufen von Maria Müller" in fuss
    assert "Abgerufen von Maria Müller" in worte(inhalt)


def test_eigenschaften_der_datei(inhalt):
    angaben = geoeffnet(inhalt).core_properties
    assert angaben.title == "Zwischenbericht – zum Fachplan Seniorenarbeit und Altenhilfe"
    assert (angaben.author, angaben.language) == ("Landeshauptstadt Dresden, Sozialamt", "de-DE")
    assert angaben.modified.date() == muster.bericht().stichtag


def test_der_befund_ist_der_titel_und_zahlen_heissen_fortsetzung(inhalt):
    alle = titel(inhalt)
    assert folienmuster.monate().titel in alle
    assert "Die Inanspruchnahme wurde gesteigert." in alle
    assert "Beratungsfälle je Stadtteil (Fortsetzung 2)" in alle


def test_verzeichnis_fuehrt_zu_den_kapiteln(inhalt):
    folien = list(geoeffnet(inhalt).slides)
    tabelle = next(form.table for form in folien[1].shapes if form.has_table)
    zeilen = [[zelle.text for zelle in zeile.cells] for zeile in tabelle.rows]
    assert zeilen[0] == ["Nr.", "Kapitel", "Folie"]
    for nummer, kapitel, folie in zeilen[1:]:
        ziel = folien[int(folie) - 1]
        assert ziel.shapes.title.text_frame.text == kapitel
        verweis = tabelle.cell(int(nummer), 1)._tc.find(f".//{qn('a:hlinkClick')}").get(qn("r:id"))
        assert folien[1].part.related_part(verweis) is ziel.part


def test_ein_einziges_kapitel_braucht_kein_verzeichnis():
    assert titel(gesetzt(mit(Absatz("Ein Satz.")))) == ["Zwischenbericht", "Eins"]


def test_botschaft_hat_ihre_vier_felder_auf_einer_folie(inhalt):
    folie = next(f for f in geoeffnet(inhalt).slides if f.shapes.title.text_frame.text.startswith("Die Inanspruch"))
    felder = {form.name: form.text_frame.text for form in folie.shapes if form.has_text_frame}
    botschaft = folienmuster.botschaft()
    for name, punkte in botschaft.teile:
        assert felder[name].split("\n") == [name, *punkte]
    assert felder["Zeile über dem Titel"] == "Botschaft · Beratungsfälle geförderte Seniorenberatung"


def test_ein_vorschlag_ist_als_solcher_zu_erkennen():
    text = worte(gesetzt(mit(folienmuster.botschaft(ist_vorschlag=True))))
    assert "Botschaft, aus den Zahlen vorgeschlagen" in text


def test_von_einer_langen_botschaft_geht_kein_wort_verloren():
    lang = [f"Wort{nr}" for nr in range(900)]
    text = worte(gesetzt(mit(folienmuster.botschaft(erkennen=(" ".join(lang),)))))
    assert [wort for wort in text.split() if wort.startswith("Wort")] == lang


def test_von_langem_text_geht_kein_wort_verloren():
    lang = [f"Wort{nr}" for nr in range(2000)]
    text = worte(gesetzt(mit(Abschnitt("Zwei"), Absatz(" ".join(lang)))))
    assert [wort for wort in text.split() if wort.startswith("Wort")] == lang


def test_notizen_nennen_quelle_zaehlweise_und_die_zahlen(inhalt):
    folie = next(f for f in geoeffnet(inhalt).slides if f.shapes.title.text_frame.text == folienmuster.monate().titel)
    notizen = folie.notes_slide.notes_text_frame.text.split("\n")
    assert "Quelle: Seniora.App" in notizen
    assert "Zählweise: je Fall einmal, im Monat des Beginns" in notizen
    assert "Legende: Senkrechte Linien: 1 = Umstellung der Seniora.App (ab 04/2024)" in notizen
    assert "Ohne Wert (nicht gemeldet): 2024: Oktober, November, Dezember" in notizen
    assert next(zeile for zeile in notizen if zeile.startswith("2024: ")).endswith("November fehlt; Dezember fehlt")


def test_massnahmen_stehen_gekuerzt_auf_der_folie_und_ganz_in_den_notizen():
    lang = "Fortschreiben der qualitativen, geschlechterdifferenzierten Datenlage mit gesamtstädtischem Bezug " * 3
    tabelle = muster.massnahmen(1)
    zeilen = (*tabelle.zeilen[:2], replace(tabelle.zeilen[2], beschreibung=lang.strip()))
    inhalt = gesetzt(mit(replace(tabelle, zeilen=zeilen)))
    folie = list(geoeffnet(inhalt).slides)[-1]
    assert folie.shapes.title.text_frame.text == "1. Datengrundlage"
    raster = next(form.table for form in folie.shapes if form.has_table)
    assert raster.cell(2, 1).text.endswith(" …")
    assert lang.strip() in folie.notes_slide.notes_text_frame.text
    assert "– Fachtag (Seniorenbeirat; 2022)" in folie.notes_slide.notes_text_frame.text


# --- Zahlen ---


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


def test_groessenachse_beginnt_bei_null(inhalt):
    for form in diagramme(inhalt):
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
