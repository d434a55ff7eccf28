"""Der Kennzahlenkatalog: Seite und Daten sind dasselbe, und die Werte sind die der Stadt."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from beratung.kern.zaehlung import Art, Quelle
from beratung.models import Ausstattung, Bezugsbevoelkerung, Lieferungsteil, Monatswert, Stadtteil
from berichte.kern.zahlen.katalog import KATALOG
from berichte.kern.zahlen.kennzahlen import Kennzahl
from berichte.zahlen import kennwerte
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from massnahmen import kennzahlregister
from massnahmen.models import Massnahme

pytestmark = pytest.mark.django_db
NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
LISTE = "/auswertung/kennzahlen/"


def text(antwort) -> str:
    ohne_marken = re.sub(r"<[^>]+>", " ", antwort.content.decode())
    return " ".join(unescape(ohne_marken).split())


def wert(schluessel, **auswahl):
    return kennwerte.verhaeltnis(schluessel, lage(Auswahl(NEUN_MONATE, mit_vergleich=True, **auswahl)))


def test_die_liste_zeigt_jede_kennzahl_mit_frage_und_wert(angemeldet):
    antwort = angemeldet("koordination").get(LISTE)
    seite = text(antwort)
    wege = re.findall(rf'href="{LISTE}([a-z0-9_-]+)/"', antwort.content.decode())
    assert wege == list(KATALOG)
    hier = lage(Auswahl(NEUN_MONATE, mit_vergleich=True))
    for eintrag in KATALOG.values():
        stand = kennwerte.stand(eintrag, hier)
        werte = " ".join(f"{eintrag.name} {eintrag.frage} {stand.wert}".split())
        assert werte in seite, eintrag.schluessel


@pytest.mark.parametrize("schluessel", KATALOG)
def test_die_seite_einer_kennzahl_sagt_alles_was_in_den_daten_steht(angemeldet, schluessel):
    eintrag = KATALOG[schluessel]
    seite = text(angemeldet("koordination").get(f"{LISTE}{schluessel}/"))
    angaben = [
        eintrag.name, eintrag.frage, eintrag.definition, eintrag.berechnung, eintrag.einheit, eintrag.quelle,
        eintrag.richtung.bezeichnung, eintrag.verantwortlich, f"{eintrag.naechste_pruefung:%d.%m.%Y}",
        *eintrag.vorbehalte,
    ]  # fmt: skip
    if isinstance(eintrag, Kennzahl):
        angaben += [eintrag.zaehleinheit.bezeichnung, eintrag.art.bezeichnung]
        angaben += [f"{merkmal.bezeichnung} {eintrag.spalte(merkmal)}" for merkmal in eintrag.merkmale]
    else:
        angaben += [eintrag.zaehler_in_worten, eintrag.nenner_in_worten]
    for angabe in angaben:
        assert " ".join(angabe.split()) in seite, angabe


def test_koordination_kommt_zur_herkunft_im_eigenen_bereich(angemeldet):
    seite = angemeldet("koordination").get(f"{LISTE}neuzugaenge/").content.decode()
    assert "/auswertung/bereich/cotta/herkunft/neuzugaenge/" in seite
    assert "/auswertung/stadt/herkunft/" not in seite
    assert (
        "/auswertung/stadt/herkunft/neuzugaenge/" in angemeldet("leitung").get(f"{LISTE}neuzugaenge/").content.decode()
    )


def test_verbundene_massnahmen_stehen_dabei_und_zeigen_denselben_wert(angemeldet):
    massnahme = Massnahme.objects.get(nr="1.1.5.")
    massnahme.kennzahlbezuege.create(kennzahl="anteil_gefoerdert")
    koordination = angemeldet("koordination")
    assert f"{massnahme.nr} {massnahme.beschreibung[:30]}" in text(koordination.get(f"{LISTE}anteil_gefoerdert/"))
    assert "Anteil der geförderten Seniorenberatung : 70,6 %" in text(koordination.get(f"/massnahmen/{massnahme.pk}/"))


def test_jede_kennzahl_mit_einem_wert_laesst_sich_verbinden():
    zur_wahl = {schluessel for schluessel, _ in kennzahlregister.auswahl()}
    assert zur_wahl == {s for s, eintrag in KATALOG.items() if eintrag.ist_eine_zahl}
    assert set(kennwerte.RECHNUNGEN) == {s for s in zur_wahl if not isinstance(KATALOG[s], Kennzahl)}


def test_ohne_lieferungen_steht_der_katalog_ohne_werte_da(angemeldet):
    Lieferungsteil.objects.update(ist_gueltig=False)
    koordination = angemeldet("koordination")
    assert "Noch keine Zahlen" in text(koordination.get(LISTE))
    assert koordination.get(f"{LISTE}neuzugaenge/").status_code == 200


def test_was_nicht_gemeldet_ist_hat_auch_keinen_anteil_unbekannt(angemeldet):
    Monatswert.objects.filter(teil__art=Art.LEISTUNGEN).delete()
    Lieferungsteil.objects.filter(art=Art.LEISTUNGEN).update(ist_gueltig=False)
    seite = text(angemeldet("leitung").get(f"{LISTE}anteil_unbekannt/"))
    assert "Kriseninterventionen Beratungsfeld . . nicht gemeldet" in seite


def test_faellige_pruefung_faellt_auf(angemeldet, monkeypatch):
    for tag, ist_faellig in ((date(2027, 3, 31), False), (date(2027, 4, 1), True)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda tag=tag: tag)
        assert ("31.03.2027 fällig" in text(angemeldet("leitung").get(f"{LISTE}dichte/"))) is ist_faellig


def test_fallabgaben_und_leistungen_je_fall():
    assert wert("anteil_fallabgaben").geschrieben == "8,7\u00a0%"
    assert wert("beratungen_je_fall").geschrieben == "2,15\u00a0Beratungen je Fall"
    assert wert("krisen_je_100_faelle").geschrieben == "11,1\u00a0je 100 Fälle"


def test_faelle_je_vzae_nimmt_das_mittel_der_monate_und_die_stellen_des_bereichs():
    Ausstattung.objects.all().delete()
    fehlt = wert("faelle_je_vzae", quelle=Quelle.FMG, planungsbereich="cotta")
    assert (fehlt.geschrieben, fehlt.warum_nicht) == (
        ".", "VzÄ sind für die Kommunale Seniorenberatung Cotta (Beispiel) nicht durchgehend hinterlegt.",
    )  # fmt: skip
    hier = lage(Auswahl(NEUN_MONATE, Quelle.FMG, "cotta"))
    (stelle,) = hier.stellen
    stelle.ausstattungen.create(gueltig_bis=date(2024, 3, 31), vzae=Decimal(1), soll_quartal=30)
    stelle.ausstattungen.create(gueltig_von=date(2024, 4, 1), vzae=Decimal("2.5"), soll_quartal=None)
    je_vzae = wert("faelle_je_vzae", quelle=Quelle.FMG, planungsbereich="cotta")
    assert je_vzae.nenner.wert == Decimal(2)
    assert je_vzae.wert == Decimal(je_vzae.zaehler.wert) / 2
    # Ohne Soll in einem einzigen Monat gibt es kein Soll/Ist, auch nicht für einen Teil.
    assert wert("soll_ist", quelle=Quelle.FMG, planungsbereich="cotta").wert is None


def test_auslastung_zaehlt_nur_ganz_gemeldete_quartale():
    ganz = wert("auslastung", quelle=Quelle.SENIORA)
    assert ganz.zeitraum == "07–09/2024"
    Lieferungsteil.objects.filter(quelle="seniora", monat="2024-08-01", art="faelle").update(ist_gueltig=False)
    assert wert("auslastung", quelle=Quelle.SENIORA).zeitraum == "04–06/2024"


def test_dichte_nur_mit_vollstaendiger_bevoelkerung():
    nummern = Stadtteil.objects.filter(zusammengefasst_mit=None).values_list("pk", flat=True)
    Bezugsbevoelkerung.objects.bulk_create(
        Bezugsbevoelkerung(stadtteil_id=nr, stichtag=date(2023, 12, 31), altersgruppe="60+", anzahl=2000, quelle="Test")
        for nr in nummern
    )
    dichte = wert("dichte")
    assert dichte.nenner.wert == 2000 * len(nummern)
    assert dichte.wert == (Decimal(4361) * 1000 / dichte.nenner.wert).quantize(Decimal("0.1"))
    Bezugsbevoelkerung.objects.filter(stadtteil="91").delete()
    assert wert("dichte").geschrieben == "."


def test_lieferquote_bemerkt_eine_fehlende_quelle_und_null_ist_gemeldet():
    assert wert("lieferquote").geschrieben == "100,0\u00a0%"
    Lieferungsteil.objects.filter(quelle="fmg", monat="2024-05-01").update(ist_gueltig=False)
    quote = wert("lieferquote")
    assert quote.nenner.wert - quote.zaehler.wert == 10  # kommunale Beratungsstellen


def test_anteil_unbekannt_zaehlt_auch_keine_angabe():
    anteile = {
        (name, merkmal): anteil.geschrieben
        for name, merkmal, anteil in kennwerte.anteile_unbekannt(lage(Auswahl(NEUN_MONATE)))
    }
    assert anteile["Neuzugänge (Beratungsfälle)", "Geschlecht"] == "2,9\u00a0%"
    assert anteile["Neuzugänge (Beratungsfälle)", "Fallherkunft"] == "1,5\u00a0%"
    assert anteile["Beratungen", "Beratungsfeld"] == "0,0\u00a0%"
