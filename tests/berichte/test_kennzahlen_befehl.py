"""`manage.py kennzahlen`: was die Schnittstelle verspricht, zurückgelesen aus dem JSON."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beratung.kalender.monatsstand import festlegen
from beratung.kern.zaehlung import Art, Ebene, Quelle, Zaehleinheit, Zustand
from beratung.models import (
    Beratungsstelle,
    Gebietszuordnung,
    Katalogwert,
    Lieferungsteil,
    Planungsbereich,
    Stadtteil,
    Traeger,
)
from berichte.kern.zahlen.katalog import KATALOG
from dresden_senioren.kern.zeitraum import Monat

from .wuerfel import KOMMUNAL_2023, lieferung, neuzugaenge, veroeffentlichte_summen, zelle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def leerer_wuerfel(db):
    """Was die Vorführung mitbringt, gilt hier nicht; dass Ungültiges nie gelesen wird, prüft jeder Test mit."""
    Lieferungsteil.objects.update(ist_gueltig=False)


def kennzahlen(von="2024-01", bis="2024-09", **optionen):
    ausgabe = StringIO()
    call_command("kennzahlen", von=von, bis=bis, json=True, stdout=ausgabe, stderr=StringIO(), **optionen)
    return json.loads(ausgabe.getvalue())


def wert(ergebnis, **gesucht):
    """Die eine Zeile mit diesen Angaben; ohne Angabe gesamtstädtisch und ohne Merkmal."""
    gesucht = {"gebiet": "Stadt", "beratungsstelle": None, "merkmal": None, "auspraegung": None} | gesucht
    (treffer,) = [zeile for zeile in ergebnis["werte"] if gesucht.items() <= zeile.items()]
    return treffer


@pytest.mark.parametrize(
    ("quelle", "heute", "frueher", "differenz", "prozent"),
    [("seniora", 3080, 2535, 545, 21.5), ("fmg", 1281, 1571, -290, -18.5), ("zusammen", 4361, 4106, 255, 6.2)],
)
def test_die_veroeffentlichten_zahlen(quelle, heute, frueher, differenz, prozent):
    veroeffentlichte_summen()
    ergebnis = kennzahlen(vergleich="vorjahr")
    assert (ergebnis["zeitraum"], ergebnis["vergleich"]) == ("2024-01..2024-09", "2023-01..2023-09")
    zeile = wert(ergebnis, kennzahl="neuzugaenge", quelle=quelle)
    assert (zeile["wert"], zeile["vergleichswert"]) == (heute, frueher)
    assert (zeile["differenz"], zeile["prozent"], zeile["zeichen"]) == (differenz, prozent, None)
    assert zeile["zaehleinheit"] == "neuzugang"


def test_ganzes_jahr_vergleicht_nur_gemeinsame_monate():
    """Das ganze Jahr 2023 (2.059) gegen neun Monate 2024 (1.281) wäre −37,8 %: genau das darf nie herauskommen."""
    veroeffentlichte_summen()
    zeile = wert(kennzahlen("2024-01", "2024-12", vergleich="vorjahr"), kennzahl="neuzugaenge", quelle="fmg")
    assert zeile["prozent"] == -18.5
    assert zeile["vergleichswert"] == sum(KOMMUNAL_2023[:9])
    assert zeile["fehlende_monate"] == ["2024-10", "2024-11", "2024-12"]


def test_fehlt_das_vorjahr_teilweise_gilt_der_verglichene_wert():
    neuzugaenge(Quelle.FMG, 2023, (None, 20))
    neuzugaenge(Quelle.FMG, 2024, (15, 30))
    zeile = wert(kennzahlen("2024-01", "2024-02", vergleich="vorjahr"), kennzahl="neuzugaenge", quelle="fmg")
    assert (zeile["wert"], zeile["verglichener_wert"], zeile["vergleichswert"]) == (45, 30, 20)
    assert (zeile["differenz"], zeile["prozent"]) == (10, 50.0)


def test_nicht_gemeldet_ist_null_im_json_und_nie_die_zahl_null():
    neuzugaenge(Quelle.SENIORA, 2024, (7, 0))
    ergebnis = kennzahlen("2024-02", "2024-02")
    gemeldet = wert(ergebnis, kennzahl="neuzugaenge", quelle="seniora")
    assert (gemeldet["wert"], gemeldet["zeichen"]) == (0, None)
    for quelle in ("fmg", "zusammen"):
        fehlend = wert(ergebnis, kennzahl="neuzugaenge", quelle=quelle)
        assert (fehlend["wert"], fehlend["zeichen"]) == (None, "fehlt")


def test_ohne_vergleich_bleiben_die_vergleichsspalten_leer():
    veroeffentlichte_summen()
    ergebnis = kennzahlen()
    zeile = wert(ergebnis, kennzahl="neuzugaenge", quelle="fmg")
    assert ergebnis["vergleich"] is None
    assert [zeile[spalte] for spalte in ("vergleichswert", "differenz", "prozent")] == [None] * 3


def test_monate_nennen_jeden_monat_jeder_quelle_und_zaehleinheit():
    neuzugaenge(Quelle.SENIORA, 2024, (7, 0))
    for monat in (Monat(2024, 1), Monat(2024, 2)):
        festlegen(quelle=Quelle.SENIORA, monat=monat, zustand=Zustand.GEPRUEFT, grund="", von=None)
    monate = kennzahlen("2024-01", "2024-03")["monate"]
    assert len(monate) == 3 * 2 * 4
    gefoerdert = [m for m in monate if m["quelle"] == "seniora" and m["zaehleinheit"] == "neuzugang"]
    assert [(m["monat"], m["wert"], m["zustand"]) for m in gefoerdert] == [
        ("2024-01", 7, "geprueft"), ("2024-02", 0, "geprueft"), ("2024-03", None, "fehlt"),
    ]  # fmt: skip


@pytest.fixture
def cotta():
    """Ein Planungsbereich mit Stadtteil 91 und einer Beratungsstelle, je eine Zahl auf jeder Ebene."""
    bereich, _ = Planungsbereich.objects.get_or_create(name="Cotta", defaults={"kuerzel": "cotta"})
    stadtteil, _ = Stadtteil.objects.get_or_create(nr="91", defaults={"name": "Cotta", "gebiet": "Cotta"})
    Gebietszuordnung.objects.get_or_create(stadtteil=stadtteil, planungsbereich=bereich)
    traeger, _ = Traeger.objects.get_or_create(name="Probeträger")
    Beratungsstelle.objects.create(name="Probestelle", kuerzel="probe", traeger=traeger, quelle=Quelle.SENIORA)
    for merkmal, schluessel, bezeichnung in (
        ("altersgruppe", "80-84", "80–84"),
        ("geschlecht", "weiblich", "weiblich"),
    ):
        Katalogwert.objects.get_or_create(
            merkmal=merkmal, schluessel=schluessel, defaults={"bezeichnung": bezeichnung, "reihenfolge": 90}
        )
    (teil,) = lieferung(Quelle.SENIORA, Monat(2024, 1), Art.FAELLE)
    teil.beratungsstellen = ["probe"]
    teil.save()
    lieferung(Quelle.FMG, Monat(2024, 1), Art.FAELLE)
    orte = [
        (Ebene.STADT, ""),
        (Ebene.PLANUNGSBEREICH, bereich.kuerzel),
        (Ebene.STADTTEIL, "91"),
        (Ebene.BERATUNGSSTELLE, "probe"),
    ]
    for ebene, gebiet in orte:
        zelle(teil, 9, ebene=ebene, gebiet=gebiet)
        zelle(teil, 4, ebene=ebene, gebiet=gebiet, merkmal="altersgruppe", auspraegung="80-84")
        zelle(teil, 3, ebene=ebene, gebiet=gebiet, merkmal="altersgruppe×geschlecht", auspraegung="80-84×weiblich")
    zelle(teil, 5, ebene=Ebene.STADTTEIL, gebiet="auswaertig")
    return bereich


def test_gebiete_stellen_und_auspraegungen_heissen_wie_im_amt(cotta):
    ergebnis = kennzahlen("2024-01", "2024-01")
    for ort in ("Stadt", "Planungsbereich Cotta", "Stadtteil 91"):
        assert wert(ergebnis, kennzahl="neuzugaenge", quelle="seniora", gebiet=ort)["wert"] == 9
        gekreuzt = wert(
            ergebnis, quelle="seniora", gebiet=ort, merkmal="altersgruppe×geschlecht", auspraegung="80–84×weiblich"
        )
        assert gekreuzt["wert"] == 3
    assert wert(ergebnis, quelle="seniora", kennzahl="neuzugaenge", gebiet="Stadtteil auswärtig")["wert"] == 5
    stelle = wert(ergebnis, kennzahl="neuzugaenge", quelle="zusammen", beratungsstelle="Probestelle")
    assert (stelle["gebiet"], stelle["wert"]) == ("Stadt", 9)


def test_wo_eine_beratungsstelle_nicht_vorkommt_hat_sie_nicht_null_gemeldet(cotta):
    """Im Februar liefert die Quelle ohne sie: Verglichen wird darum nur der Januar, nie gegen eine erfundene Null."""
    lieferung(Quelle.SENIORA, Monat(2024, 2), Art.FAELLE)
    lieferung(Quelle.FMG, Monat(2024, 2), Art.FAELLE)
    neu = {"kennzahl": "neuzugaenge", "quelle": "seniora"}
    ergebnis = kennzahlen("2024-01", "2024-02")
    stelle = wert(ergebnis, **neu, beratungsstelle="Probestelle")
    assert (stelle["wert"], stelle["fehlende_monate"]) == (9, ["2024-02"])
    assert wert(ergebnis, **neu)["fehlende_monate"] == []


def test_aus_zeilen_gezaehlt_ist_was_nicht_vorkommt_null(cotta):
    zeile = wert(kennzahlen("2024-01", "2024-01"), quelle="fmg", merkmal="altersgruppe", auspraegung="80–84")
    assert (zeile["wert"], zeile["zeichen"]) == (0, None)


def test_aus_summen_ist_was_nicht_dasteht_nicht_gemeldet(cotta):
    lieferung(Quelle.FMG, Monat(2024, 2), Art.SUMMEN)
    ergebnis = kennzahlen("2024-02", "2024-02")
    assert wert(ergebnis, kennzahl="neuzugaenge", quelle="fmg")["zeichen"] == "fehlt"


def test_leistungen_je_fall_nur_wo_eine_fallkennung_geliefert_wurde():
    erster, zweiter = (lieferung(Quelle.FMG, Monat(2024, monat), Art.LEISTUNGEN)[0] for monat in (1, 2))
    for teil in (erster, zweiter):
        zelle(teil, 6, einheit=Zaehleinheit.BERATUNG)
    zelle(erster, 2, einheit=Zaehleinheit.FALL, merkmal="haeufigkeit", auspraegung="2-3")
    zeile = wert(
        kennzahlen("2024-01", "2024-02"), kennzahl="leistungen_je_fall", quelle="fmg", merkmal="haeufigkeit",
        auspraegung="2–3" if Katalogwert.objects.filter(merkmal="haeufigkeit", schluessel="2-3").exists() else "2-3",
    )  # fmt: skip
    assert (zeile["wert"], zeile["fehlende_monate"]) == (2, ["2024-02"])


def test_filter_auf_quelle_und_planungsbereich(cotta):
    ergebnis = kennzahlen("2024-01", "2024-01", quelle="seniora", planungsbereich="Cotta")
    assert {zeile["quelle"] for zeile in ergebnis["werte"]} == {"seniora"}
    assert {zeile["gebiet"] for zeile in ergebnis["werte"]} == {"Planungsbereich Cotta", "Stadtteil 91"}
    (monat,) = [m for m in ergebnis["monate"] if m["zaehleinheit"] == "neuzugang"]
    assert monat["wert"] == 9


def test_bereich_ohne_fall_in_einem_monat_hat_null_und_nicht_nichts_gemeldet(cotta):
    """In welchen Monaten Fälle gezählt sind, sagt die Stadt; ihre Zahlen stehen dabei nicht in der Liste."""
    for monat, hier in ((1, 2), (2, 0)):
        (teil,) = lieferung(Quelle.FMG, Monat(2024, monat), Art.LEISTUNGEN)
        zelle(teil, 8, einheit=Zaehleinheit.FALL)
        if hier:
            ort = {"ebene": Ebene.PLANUNGSBEREICH, "gebiet": "cotta"}
            zelle(teil, hier, einheit=Zaehleinheit.FALL, merkmal="haeufigkeit", auspraegung="1", **ort)
    ergebnis = kennzahlen("2024-01", "2024-03", quelle="fmg", planungsbereich="Cotta")
    (zeile,) = [z for z in ergebnis["werte"] if z["merkmal"] == "haeufigkeit"]
    assert (zeile["wert"], zeile["fehlende_monate"]) == (2, ["2024-03"])
    assert {z["gebiet"] for z in ergebnis["werte"]} == {"Planungsbereich Cotta"}


def test_ersetzte_lieferungen_zaehlen_nicht():
    neuzugaenge(Quelle.FMG, 2024, (100,), ist_gueltig=False)
    neuzugaenge(Quelle.FMG, 2024, (40,))
    assert wert(kennzahlen("2024-01", "2024-01"), kennzahl="neuzugaenge", quelle="fmg")["wert"] == 40


def test_eine_handvoll_abfragen(cotta):
    """Fünf für die Zählungen; die Verhältnisse lesen dieselbe Lage wie das Dashboard."""
    with CaptureQueriesContext(connection) as abfragen:
        kennzahlen("2024-01", "2024-01", vergleich="vorjahr", planungsbereich="Cotta")
    assert len(abfragen) <= 18


def test_verhaeltnisse_stehen_daneben():
    veroeffentlichte_summen()
    zeilen = kennzahlen()["verhaeltnisse"]
    einzelne = {zeile["kennzahl"]: zeile for zeile in zeilen if not zeile["von"]}
    assert {*einzelne, "anteil_unbekannt"} == {k for k, eintrag in KATALOG.items() if hasattr(eintrag, "nenner")}
    gefoerdert = einzelne["anteil_gefoerdert"]
    assert (gefoerdert["wert"], gefoerdert["zaehler"], gefoerdert["nenner"]) == (70.6, 3080, 4361)
    assert (gefoerdert["gebiet"], gefoerdert["quelle"], gefoerdert["monate"]) == ("Stadt", "zusammen", "01–09/2024")
    assert (einzelne["dichte"]["wert"], einzelne["dichte"]["zeichen"]) == (None, ".")
    assert "keine vollständige Bevölkerung" in einzelne["dichte"]["grund"]
    je_merkmal = [(z["von"], z["merkmal"]) for z in zeilen if z["kennzahl"] == "anteil_unbekannt"]
    assert ("neuzugaenge", "Geschlecht") in je_merkmal and len(je_merkmal) == len(set(je_merkmal))
    for zeile in zeilen:
        if zeile["wert"] is not None:
            assert zeile["wert"] == pytest.approx(zeile["zaehler"] * zeile["je"] / zeile["nenner"], abs=0.06)
        else:
            assert zeile["grund"]


def test_weitergabe_wird_abgelehnt_solange_nichts_freigegeben_ist():
    with pytest.raises(CommandError, match="fehlen geschützte Zahlen") as fehler:
        kennzahlen(fassung="weitergabe")
    assert fehler.value.returncode == 1


@pytest.mark.parametrize(
    ("angaben", "hinweis"),
    [
        ({"von": "2024-1"}, "JJJJ-MM"),
        ({"von": "2024-13"}, "kein Monat"),
        ({"von": "2024-09", "bis": "2024-01"}, "endet"),
        ({"planungsbereich": "Leipzig"}, "„Leipzig“ gibt es nicht"),
    ],
)
def test_falscher_aufruf_sagt_was_falsch_ist(angaben, hinweis):
    with pytest.raises(CommandError, match=hinweis) as fehler:
        kennzahlen(**angaben)
    assert fehler.value.returncode == 2


def test_ohne_json_eine_lesbare_tabelle():
    veroeffentlichte_summen()
    ausgabe = StringIO()
    call_command("kennzahlen", von="2024-01", bis="2024-12", vergleich="vorjahr", stdout=ausgabe, stderr=StringIO())
    zeile = next(z for z in ausgabe.getvalue().splitlines() if z.startswith("Neuzugänge") and " fmg " in z)
    assert zeile.split()[2:] == ["fmg", "1.281", "1.281", "1.571", "−290", "−18,5", "%"]
    luecke = next(z for z in ausgabe.getvalue().splitlines() if "Oktober bis Dezember 2024" in z)
    assert luecke.startswith("Nicht gemeldet: ")
    assert "Neuzugänge (Beratungsfälle) fmg" in luecke
