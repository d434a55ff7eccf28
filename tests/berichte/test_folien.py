"""Die fertige Foliendatei, wieder aufgemacht: nichts ragt hinaus, nichts fehlt, jede Zahl stimmt."""

from dataclasses import replace
from io import BytesIO

import pytest
from pptx.oxml.ns import qn
from pptx.util import Pt

from berichte.arten import BERICHTSARTEN
from berichte.ausgabe.pptx import pptx
from berichte.kern.akten.bericht import Abbildung, Absatz, Abschnitt, Botschaft
from berichte.kern.geheimhaltung import OhneFreigabe

from . import folienmuster, muster
from .folienmuster import fremde_vorlage, geoeffnet, gesetzt, mit, titel, worte
from .folienpruefung import maengel
from .test_berichtsarten import baue


@pytest.fixture(scope="module")
def inhalt() -> bytes:
    return gesetzt(folienmuster.deck())


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
        texte = [form.text_frame.text for form in ziel.shapes if form.has_text_frame]
        assert kapitel in " ".join(texte)  # ein Kapitel ohne Einleitung beginnt gleich mit seinem Inhalt
        verweis = tabelle.cell(int(nummer), 1)._tc.find(f".//{qn('a:hlinkClick')}").get(qn("r:id"))
        assert folien[1].part.related_part(verweis) is ziel.part


def test_keine_kapitelfolie_ist_leer():
    """Sie trägt ihre Einleitung oder nennt, was folgt; ein kurzer Bericht hat keine."""
    abschnitte = [
        Abschnitt("Alter"),
        Abbildung(folienmuster.alter()),
        Abschnitt("Felder"),
        Abbildung(folienmuster.felder()),
    ]
    bericht = mit(*abschnitte)
    zweite = geoeffnet(gesetzt(bericht)).slides[1]
    assert "Alter\nFelder" in [form.text_frame.text for form in zweite.shapes if form.has_text_frame]
    assert "Eins" not in titel(gesetzt(replace(bericht, ist_kurz=True)))
    assert "Eins" not in titel(gesetzt(mit(Abbildung(folienmuster.alter()))))


def test_ein_einzelner_vorgeschlagener_satz_steht_an_seiner_abbildung():
    vorschlag = Botschaft("alter", "Alter", "", ("Am häufigsten war die Gruppe 80–84.",), ist_vorschlag=True)
    inhalt = gesetzt(mit(Abbildung(folienmuster.alter()), vorschlag))
    assert len(titel(inhalt)) == 2
    assert "Am häufigsten war die Gruppe 80–84." in worte(inhalt)


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


def test_kuerzen_nennt_den_ganzen_titel_in_den_notizen():
    inhalt = gesetzt(mit(Abbildung(replace(folienmuster.monate(), titel=folienmuster.LANG[:400]))))
    folie = list(geoeffnet(inhalt).slides)[-1]
    assert folie.shapes.title.text_frame.text.endswith(" …")
    assert folienmuster.LANG[:400].strip() in folie.notes_slide.notes_text_frame.text


def test_die_legende_bleibt_auf_der_folie_auch_wenn_fussnoten_weichen():
    fussnoten = tuple(f"Anmerkung {nr}: {folienmuster.LANG[:150]}" for nr in range(9))
    diagramm = replace(folienmuster.monate(), herkunft=replace(muster.HERKUNFT, fussnoten=fussnoten))
    inhalt = gesetzt(mit(Abbildung(diagramm)))
    folie = list(geoeffnet(inhalt).slides)[-1]
    quelle = next(form.text_frame.text for form in folie.shapes if form.name == "Quelle")
    assert diagramm.legende in quelle
    assert "Weitere Anmerkungen stehen in den Notizen" in quelle
    assert all(fussnote.strip() in folie.notes_slide.notes_text_frame.text for fussnote in fussnoten)


@pytest.mark.django_db
@pytest.mark.parametrize("art", list(BERICHTSARTEN))
def test_jede_berichtsart_ergibt_folien_ohne_mangel(art):
    assert maengel(gesetzt(baue(art))) == []
