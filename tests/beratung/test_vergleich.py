"""Kontrollsummen und alt gegen neu: jede Zahl der Seite gegen eine eigene Zählung."""

import pytest
from django.urls import reverse

from beratung.lieferungen import vergleich
from beratung.lieferungen.uebernahme import annehmen, uebernehmen
from beratung.models import Beratungsstelle, Kontrollzahl
from beratung.pruefung import kontrollzahlen
from dresden_senioren.kern.zeitraum import Monat

from .conftest import FALL, FALLKOPF, LEISTUNGSKOPF, als_csv, als_xlsx, faelle, lade, leistung, pruefe
from .regelfaelle import SUMMENKOPF, fall, im_august, summe

pytestmark = pytest.mark.django_db
PLAUEN = fall(Beratungsstelle="s-plauen", Stadtteil="81")


def vorschau(*zeilen):
    return annehmen(pruefe(als_csv(FALLKOPF, *zeilen)), von=None)


def tafel(lieferung):
    return vergleich.kontrolltafel(lieferung, vergleich.gezaehlte(lieferung))


def melde(lieferung, anzahl, stelle=None, einheit="neuzugang", woher="Telefonat vom 04.10.2025"):
    return kontrollzahlen.erfassen(
        lieferung, vergleich.gezaehlte(lieferung), zaehleinheit=einheit, stelle=stelle, anzahl=anzahl, woher=woher,
        von=None,
    )  # fmt: skip


def test_datei_neben_gueltigem_vormonat_und_vorjahr():
    lade(faelle(4).replace(b"2025-09", b"2024-09"), monat=Monat(2024, 9))
    im_august(faelle(6))
    lade(faelle(5))
    (zeile,) = tafel(vorschau(FALL, FALL, PLAUEN)).gesamt[:1]
    assert (zeile.datei, zeile.bisher, zeile.vormonat, zeile.vorjahr) == (3, 5, 6, 4)
    assert (zeile.gegen_bisher, zeile.gegen_vormonat) == ("−2 (−40,0\u00a0%)", "−3 (−50,0\u00a0%)")


def test_je_beratungsstelle_auch_was_fehlt():
    im_august(als_csv(FALLKOPF, FALL, PLAUEN, PLAUEN))
    lieferung = vorschau(FALL, FALL)
    ((_, zeilen),) = tafel(lieferung).je_stelle
    assert [(z.name, z.datei, z.vormonat) for z in zeilen] == [
        ("Seniorenberatung Cotta (Beispiel)", 2, 1),
        ("Seniorenberatung Plauen (Beispiel)", None, 2),
    ]
    uebernehmen(lieferung, von=None, begruendung="Test")
    lieferung.refresh_from_db()
    ((_, danach),) = tafel(lieferung).je_stelle
    assert [z.datei for z in danach] == [2, None], "nach der Übernahme dieselben Zahlen, aus dem Würfel"


def test_leistungen_und_summen_je_stelle():
    mappe = als_xlsx(
        Fälle=[FALLKOPF, FALL], Leistungen=[LEISTUNGSKOPF, leistung(anzahl="4"), leistung("Krisenintervention")]
    )
    gezaehlt = vergleich.gezaehlte(annehmen(pruefe(mappe), von=None))
    assert gezaehlt["beratung", "s-cotta"] == 4 and gezaehlt["krisenintervention", "s-cotta"] == 1
    assert gezaehlt["information", ""] == 0
    aus_summen = als_csv(SUMMENKOPF, summe("7"), summe("2", stelle="s-cotta"), summe("", "Beratung"))
    gezaehlt = vergleich.gezaehlte(annehmen(pruefe(aus_summen), von=None))
    assert gezaehlt == {("neuzugang", ""): 7, ("neuzugang", "s-cotta"): 2}


# --- gemeldete Zahlen ------------------------------------------------------------------------------------------------


def test_abweichende_meldung_wird_warnung_und_verschwindet_mit_der_richtigen_zahl():
    lieferung = vorschau(FALL, FALL)
    melde(lieferung, 5)
    lieferung.refresh_from_db()
    (befund,) = lieferung.befunde
    assert befund["code"] == "P65" and "In der Datei 2, gemeldet sind 5 (Telefonat" in befund["meldung"]
    assert tafel(lieferung).gesamt[0].urteil == "in der Datei 3 weniger"
    melde(lieferung, 2)
    lieferung.refresh_from_db()
    assert lieferung.befunde == [] and tafel(lieferung).gesamt[0].urteil == "stimmt überein"
    assert Kontrollzahl.objects.count() == 2, "es wird nur ergänzt"


def test_leere_zahl_nimmt_die_meldung_zurueck():
    lieferung = vorschau(FALL)
    melde(lieferung, 5)
    melde(lieferung, None, woher="war ein anderer Monat")
    lieferung.refresh_from_db()
    assert lieferung.befunde == [] and tafel(lieferung).gesamt[0].gemeldet is None


def test_meldung_einer_stelle_und_einer_nicht_gelieferten_einheit():
    lieferung, plauen = vorschau(FALL), Beratungsstelle.objects.get(kuerzel="s-plauen")
    melde(lieferung, 3, stelle=plauen)
    melde(lieferung, 9, einheit="beratung")
    lieferung.refresh_from_db()
    (befund,) = lieferung.befunde
    assert "Seniorenberatung Plauen (Beispiel): In der Datei 0, gemeldet sind 3" in befund["meldung"]


def test_null_gemeldet_ist_eine_zahl():
    lieferung = vorschau(FALL)
    melde(lieferung, 0)
    lieferung.refresh_from_db()
    assert [b["code"] for b in lieferung.befunde] == ["P65"]


def test_erfassen_auf_der_seite(angemeldet):
    lieferung, client = vorschau(FALL, FALL), angemeldet("administration")
    adresse = reverse("beratung:kontrollzahl_erfassen", args=[lieferung.pk])
    antwort = client.post(adresse, {"zaehleinheit": "neuzugang", "anzahl": "viele", "woher": ""})
    html = antwort.content.decode()
    assert antwort.status_code == 422 and "ganze Zahl" in html and "woher die Zahl stammt" in html
    angaben = {"zaehleinheit": "neuzugang", "anzahl": "5", "woher": "Telefonat"}
    html = client.post(adresse, angaben, follow=True).content.decode()
    assert "gemeldet 5 (Telefonat), in der Datei 3 weniger" in html and "1 Warnung will eine Entscheidung" in html


# --- alt gegen neu ---------------------------------------------------------------------------------------------------


def test_neue_geaenderte_gleiche_und_entfallene_gruppen():
    lade(als_csv(FALLKOPF, FALL, FALL, PLAUEN, fall(Geschlecht="m")))
    (v,) = vergleich.alt_gegen_neu(vorschau(FALL, FALL, FALL, PLAUEN, fall(Stadtteil="95")))
    assert (v.anzahl_neue, v.anzahl_geaenderte, v.anzahl_gleiche, v.anzahl_entfallene) == (1, 1, 1, 1)
    assert [(g.alt, g.neu) for g in v.geaenderte + v.neue + v.entfallene] == [(2, 3), (None, 1), (1, None)]
    name = v.geaenderte[0].name
    assert (
        "Seniorenberatung Cotta (Beispiel), Löbtau-Nord" in name and "80–84, weiblich" in name and "s-cotta" not in name
    )


def test_gezeigt_sind_zwanzig_gezaehlt_alle():
    lade(faelle(1))
    zeilen = [fall(Alter=str(alter), Geschlecht=g) for alter in range(60, 95, 5) for g in ("w", "m", "d", "-")]
    (v,) = vergleich.alt_gegen_neu(vorschau(*zeilen))
    assert v.anzahl_neue == 27 and len(v.neue) == 20


def test_ohne_geltendes_gibt_es_nichts_zu_vergleichen():
    assert vergleich.alt_gegen_neu(vorschau(FALL)) == []


def test_sehr_viele_gruppen_werden_groeber_verglichen(monkeypatch):
    lade(als_csv(FALLKOPF, FALL, fall(Geschlecht="m")))
    monkeypatch.setattr(vergleich, "GENAU_BIS", 2)
    (v,) = vergleich.alt_gegen_neu(vorschau(FALL, FALL, fall(Geschlecht="m")))
    assert v.ist_grob and (v.anzahl_geaenderte, v.anzahl_gleiche) == (1, 0)
    assert (v.geaenderte[0].alt, v.geaenderte[0].neu) == (2, 3)


def test_summen_werden_mit_leerer_zahl_verglichen():
    lade(als_csv(SUMMENKOPF, summe("7"), summe("", "Beratung")))
    neu = als_csv(SUMMENKOPF, summe("7"), summe("4", "Beratung"))
    (v,) = vergleich.alt_gegen_neu(annehmen(pruefe(neu), von=None))
    assert v.anzahl_geaenderte == 1 and v.geaenderte[0].alt is None and v.geaenderte[0].neu == 4


def test_gleich_viele_abfragen_fuer_viele_gruppen(angemeldet, django_assert_max_num_queries):
    client = angemeldet("administration")
    lade(faelle(3))
    zeilen = [fall(Alter=str(alter), Geschlecht=g) for alter in range(60, 95, 5) for g in ("w", "m", "d", "-")]
    lieferung = vorschau(*zeilen)
    with django_assert_max_num_queries(26):
        client.get(reverse("beratung:lieferung_detail", args=[lieferung.pk]))
