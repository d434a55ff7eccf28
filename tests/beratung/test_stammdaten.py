"""Gebiete, Kataloge und Beispielstellen."""

import pytest
from django.core.management import call_command

from beratung.models import Beratungsstelle, Gebietszuordnung, Katalogwert, Planungsbereich, Stadtteil
from beratung.stammdaten.gebiete import gebiete_einlesen
from beratung.stammdaten.nachschlagen import bezeichnungen, gebiete_im_monat, verzeichnis_laden
from dresden_senioren.kern.zeitraum import Monat

from .conftest import FIXTURES, SEPTEMBER

pytestmark = pytest.mark.django_db


def test_64_stadtteile_in_10_planungsbereichen():
    assert Stadtteil.objects.count() == 64
    assert Planungsbereich.objects.count() == 10
    assert Stadtteil.objects.get(pk="07").name == "Johannstadt-Süd"
    assert Stadtteil.objects.get(pk="34").zusammengefasst_mit_id == "31"
    assert gebiete_im_monat(SEPTEMBER)["91"] == "cotta"


def test_nur_loschwitz_ist_bestaetigt():
    bestaetigt = Gebietszuordnung.objects.filter(ist_bestaetigt=True)
    assert set(bestaetigt.values_list("planungsbereich__kuerzel", flat=True)) == {"loschwitz"}


def test_zweiter_lauf_aendert_nichts():
    vorher = [
        list(m.objects.order_by("pk").values()) for m in (Stadtteil, Gebietszuordnung, Katalogwert, Beratungsstelle)
    ]
    gebiete_einlesen(FIXTURES / "stadtteile.csv")
    call_command("loaddata", "kataloge", "zuordnungsprofile", "beispielstellen", verbosity=0)
    nachher = [
        list(m.objects.order_by("pk").values()) for m in (Stadtteil, Gebietszuordnung, Katalogwert, Beratungsstelle)
    ]
    assert nachher == vorher


def test_datierte_zuordnung_gilt_ab_ihrem_tag():
    alt = Gebietszuordnung.objects.get(stadtteil="35")
    alt.gueltig_bis = "2023-12-31"
    alt.save()
    loschwitz = Planungsbereich.objects.get(kuerzel="loschwitz")
    Gebietszuordnung.objects.create(stadtteil_id="35", planungsbereich=loschwitz, gueltig_von="2024-01-01")
    assert gebiete_im_monat(Monat(2023, 12))["35"] == "klotzsche"
    assert gebiete_im_monat(Monat(2024, 1))["35"] == "loschwitz"


@pytest.mark.parametrize(
    ("schreibweise", "nr"),
    [
        ("seevorstadt-ost", "03"), ("07", "07"), ("07 Johannstadt-Süd", "07"), ("gompitz/altfranken", "99"),
        ("gorbitz-nord/neuomsewitz", "97"), ("auswärtig", "auswaertig"), ("", "unbekannt"),
    ],
)  # fmt: skip
def test_schreibvarianten(schreibweise, nr):
    from beratung.kern.verzeichnis import vergleichsform

    assert verzeichnis_laden(SEPTEMBER).stadtteil_schreibweisen[vergleichsform(schreibweise)] == nr


def test_bezeichnungen_decken_den_wuerfel():
    namen = bezeichnungen()
    assert namen["altersgruppe", "80-84"] == "80–84"
    assert namen["altersgruppe×geschlecht", "80-84×weiblich"] == "80–84×weiblich"
    assert namen["hauptberatungsfeld", "sonstige"] == "Sonstige"
    assert ("hauptberatungsfeld", "wohnen") not in namen


def test_gebietsdatei_ohne_spalten_wird_abgelehnt(tmp_path):
    datei = tmp_path / "falsch.csv"
    datei.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="hat nicht die Spalten"):
        gebiete_einlesen(datei)
