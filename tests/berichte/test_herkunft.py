"""Herkunft einer Zahl: dieselbe Zahl wie überall, ihre Monate und Lieferungen, und eine Gegenprobe, die anschlägt."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beratung.kern.zaehlung import Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.lieferungen.nachzaehlung import Frage, nachzaehlen
from beratung.models import (
    Gebietszuordnung,
    Katalogwert,
    Lieferung,
    Lieferungsteil,
    Monatssumme,
    Monatswert,
    Neuzugang,
    Planungsbereich,
)
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from berichte.zahlen.nachweis import nachweis
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

pytestmark = pytest.mark.django_db
NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
STADT = "/auswertung/stadt/herkunft/neuzugaenge/"
COTTA = "/auswertung/bereich/cotta/herkunft/neuzugaenge/"


def text(antwort) -> str:
    ohne_marken = re.sub(r"<[^>]+>", " ", antwort.content.decode()).replace("\u00a0", " ")
    return " ".join(ohne_marken.split())


def beleg(merkmal="", auspraegung="", *, einheit=Zaehleinheit.NEUZUGANG, quelle=None, bereich=None):
    hier = lage(Auswahl(NEUN_MONATE, quelle, bereich, mit_vergleich=True))
    return nachweis(hier, JE_ZAEHLEINHEIT[einheit], merkmal, auspraegung)


def test_die_seite_nennt_zahl_zeitraum_monate_und_lieferungen(angemeldet):
    seite = text(angemeldet("leitung").get(f"{STADT}?quelle=seniora"))
    for satz in (
        "3.080 Neuzugänge Januar bis September 2024 +21,5 % gegenüber 2.535 (Januar bis September 2023)",
        "Neuzugänge (Beratungsfälle): Dresden, geförderte Seniorenberatung.",
        "seniora_2024-09.xlsx, Blatt Fälle",
        "Standardformat, Version 1",
        "Beispielzahlen: Die Verteilung auf Monate und Merkmale ist erfunden.",
        "Seniorenberatung Striesen öffnet (Beispiel)",
        "Was ein Beratungsfall ist",
    ):
        assert satz in seite, satz
    lieferung = Lieferung.objects.get(dateiname="seniora_2024-09.xlsx", status=Lieferung.Status.UEBERNOMMEN)
    assert lieferung.sha256 in seite and lieferung.regelstand in seite
    assert "fmg_2024-09.xlsx" not in seite


def test_die_lieferungen_fuehren_nur_die_administration_weiter(angemeldet):
    assert "/beratung/lieferungen/" not in angemeldet("koordination").get(COTTA).content.decode()


def test_monate_ergeben_die_grosse_zahl():
    for einheit in Zaehleinheit:
        eines = beleg(einheit=einheit, bereich="cotta")
        heute, frueher = eines.zeilen(NEUN_MONATE), eines.zeilen(NEUN_MONATE.vorjahr())
        assert sum(zeile.zusammen for zeile in heute) == eines.paar.heute
        assert sum(zeile.zusammen for zeile in frueher) == eines.paar.frueher
        assert all(zeile.ist_gezaehlt for zeile in (*heute, *frueher))


def test_nicht_gemeldete_monate_fehlen_und_zaehlen_nicht(angemeldet):
    Lieferungsteil.objects.filter(quelle=Quelle.FMG, monat="2024-05-01", art="faelle").update(ist_gueltig=False)
    mai = beleg().zeilen(NEUN_MONATE)[4]
    assert (mai.werte[1], mai.zusammen, mai.zustand, mai.ist_gezaehlt) == (None, None, "fehlt", False)
    vorjahr = beleg().zeilen(NEUN_MONATE.vorjahr())[4]
    assert vorjahr.zusammen is not None and not vorjahr.ist_gezaehlt
    seite = text(angemeldet("leitung").get(STADT))
    assert "Januar bis April 2024 und Juni bis September 2024" in seite
    assert re.search(r"Mai 2024 \d+ fehlt x nicht gemeldet nein", seite)


@pytest.mark.parametrize("bereich", [None, "cotta", "klotzsche"])
@pytest.mark.parametrize("einheit", Zaehleinheit)
def test_gegenprobe_stimmt_fuer_jede_zahl(einheit, bereich):
    hier = lage(Auswahl(NEUN_MONATE, None, bereich, mit_vergleich=True))
    kennzahl = JE_ZAEHLEINHEIT[einheit]
    fragen = [("", "")]
    for merkmal in kennzahl.merkmale:
        posten = hier.verteilung(einheit, merkmal).posten
        fragen += [(merkmal.value, posten[nr].schluessel) for nr in {0, len(posten) - 1}]
    for merkmal, auspraegung in fragen:
        probe = nachweis(hier, kennzahl, merkmal, auspraegung).gegenprobe()
        assert probe.stimmt, (merkmal, auspraegung, probe)
        assert probe.nachgezaehlt == probe.gezeigt


def test_gegenprobe_bemerkt_eine_falsche_zelle_im_wuerfel(angemeldet):
    zelle = Monatswert.objects.get(
        ebene=Ebene.STADT, zaehleinheit="neuzugang", merkmal="", quelle="fmg", monat="2024-03-01"
    )
    zelle.anzahl += 7
    zelle.save()
    seite = text(angemeldet("leitung").get(f"{STADT}?nachzaehlen=1"))
    assert "nachgezählt: 4.361, gezeigt wird aber: 4.368." in seite
    assert f"März 2024 kommunal {zelle.anzahl} {zelle.anzahl - 7}" in seite


def test_gegenprobe_bemerkt_eine_verlorene_zeile():
    zeile = Neuzugang.objects.filter(teil__quelle="seniora", teil__monat="2023-02-01", teil__ist_gueltig=True).first()
    zeile.delete()
    (abweichung,) = beleg().gegenprobe().abweichungen
    assert (abweichung.quelle, abweichung.monat) == (Quelle.SENIORA, Monat(2023, 2))
    assert abweichung.gezeigt - abweichung.nachgezaehlt == zeile.anzahl


def test_gegenprobe_zaehlt_nach_der_heutigen_zuordnung_und_sagt_es(angemeldet):
    von = Gebietszuordnung.objects.get(stadtteil="91")
    von.planungsbereich = Planungsbereich.objects.get(kuerzel="plauen")
    von.save()
    seite = text(angemeldet("koordination").get(f"{COTTA}?nachzaehlen=1"))
    assert "gezeigt wird aber" in seite
    assert "Wurde inzwischen berichtigt, zu welchem Planungsbereich ein Stadtteil gehört" in seite


def test_gegenprobe_liest_auch_gelieferte_summen():
    teil = Lieferungsteil.objects.create(
        lieferung=Lieferung.objects.filter(quelle="fmg").first(),
        quelle="fmg",
        monat="2022-05-01",
        art="summen",
        ist_gueltig=True,
    )
    for feld, anzahl in (("sonstige", None), ("wohnen", 3), ("dienste", 4), ("freizeit", 9)):
        Monatssumme.objects.create(
            teil=teil, zaehleinheit="beratung", ebene="stadt", merkmal="beratungsfeld", auspraegung=feld, anzahl=anzahl
        )
    frage = Frage(Zaehleinheit.BERATUNG, merkmal=Merkmal.HAUPTBERATUNGSFELD.value, auspraegung="sonstige")
    mai = Monat(2022, 5)
    assert nachzaehlen(frage, [mai], [Quelle.FMG]) == {(Quelle.FMG, mai): 7}
    Monatssumme.objects.filter(auspraegung="sonstige").update(anzahl=8)
    assert nachzaehlen(frage, [mai], [Quelle.FMG]) == {(Quelle.FMG, mai): 8}


def test_eine_auspraegung_hat_ihre_eigene_herkunft(angemeldet):
    seite = text(angemeldet("leitung").get(f"{STADT}?merkmal=fallherkunft&auspraegung=fallabgabe&nachzaehlen=1"))
    assert "Fallherkunft: Sozialamt/SDfS (Fallabgabe)" in seite
    assert "378 Neuzugänge" in seite and "nachgezählt: 378, stimmt überein." in seite


def test_was_es_gibt_aber_nicht_vorkommt_ist_null(angemeldet):
    Monatswert.objects.filter(merkmal="geschlecht", auspraegung="divers").delete()
    Neuzugang.objects.filter(geschlecht="divers").delete()
    seite = text(angemeldet("leitung").get(f"{STADT}?merkmal=geschlecht&auspraegung=divers"))
    assert "0 Neuzugänge" in seite and "Prozent von null ist nicht sinnvoll" in seite


@pytest.mark.parametrize(
    "ende",
    [
        "erfunden/",
        "neuzugaenge/?merkmal=geschlecht&auspraegung=erfunden",
        "neuzugaenge/?merkmal=beratungsort&auspraegung=telefon",
        "neuzugaenge/?merkmal=erfunden&auspraegung=x",
        "neuzugaenge/?merkmal=geschlecht",
        "beratungen/?merkmal=hauptberatungsfeld&auspraegung=wohnen",
    ],
)
def test_unbekanntes_gibt_es_nicht(angemeldet, ende):
    assert Katalogwert.objects.filter(merkmal="beratungsfeld", schluessel="wohnen").exists()
    assert angemeldet("leitung").get(f"/auswertung/stadt/herkunft/{ende}").status_code == 404


def test_koordination_sieht_nur_den_eigenen_bereich(angemeldet):
    koordination = angemeldet("koordination")
    assert koordination.get(COTTA).status_code == 200
    assert koordination.get(COTTA.replace("cotta", "leuben")).status_code == 404
    assert koordination.get(STADT).status_code == 403


def test_ein_verhaeltnis_fuehrt_zu_seinen_beiden_groessen(angemeldet):
    leitung = angemeldet("leitung")
    seite = leitung.get("/auswertung/stadt/herkunft/anteil_gefoerdert/?quelle=fmg")
    assert "70,6 % 01–09/2024 +8,9 Prozentpunkte gegenüber 61,7 % in 01–09/2023" in text(seite)
    wege = re.findall(r'href="([^"]+)">Woher\?', seite.content.decode())
    assert len(wege) == 2
    zahlen = [text(leitung.get(weg.replace("&amp;", "&"))) for weg in wege]
    assert "3.080 Neuzugänge" in zahlen[0] and "4.361 Neuzugänge" in zahlen[1]


def test_jede_kennzahl_hat_eine_herkunft_auch_ohne_wert(angemeldet):
    leitung = angemeldet("leitung")
    seite = text(leitung.get("/auswertung/stadt/herkunft/dichte/"))
    assert ". Für das Gebiet ist keine vollständige Bevölkerung ab 60 Jahren hinterlegt." in seite
    assert "Einwohner ab 60 Jahren: unbekannt" in seite


@pytest.mark.parametrize(
    "ende", ["neuzugaenge/", "neuzugaenge/?merkmal=geschlecht&auspraegung=divers", "faelle_je_vzae/"]
)
def test_gleich_viele_abfragen_fuer_jeden_zeitraum(angemeldet, ende, django_assert_num_queries):
    client, trenner = angemeldet("leitung"), "&" if "?" in ende else "?"
    adresse = f"/auswertung/stadt/herkunft/{ende}{trenner}"
    with CaptureQueriesContext(connection) as abfragen:
        client.get(f"{adresse}von=2024-08&bis=2024-09&quelle=fmg")
    assert len(abfragen) <= 24
    with django_assert_num_queries(len(abfragen)):
        client.get(f"{adresse}von=2023-01&bis=2024-12")


def test_mittlere_vzae_haben_zwei_stellen(angemeldet):
    seite = text(angemeldet("leitung").get("/auswertung/stadt/herkunft/faelle_je_vzae/"))
    assert re.search(r"VzÄ im Mittel der Monate: \d+,\d\d ", seite)


def test_die_gegenprobe_kostet_hoechstens_fuenf_abfragen(django_assert_max_num_queries):
    eines = beleg("hauptberatungsfeld", "sonstige", einheit=Zaehleinheit.BERATUNG, bereich="cotta")
    with django_assert_max_num_queries(5):
        assert eines.gegenprobe().stimmt
