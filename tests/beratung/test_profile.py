"""Zuordnungsprofile: Versionen, zurückziehen, herausgeben, laden."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from beratung.eingang import profile
from beratung.kern.zuordnen.profilpruefung import Profilfehler, regeln_pruefen, unterschied
from beratung.models import Zuordnungsprofil
from beratung.stammdaten.nachschlagen import profil_finden
from dresden_senioren.models import Protokolleintrag

from .conftest import FALL, FALLKOPF, als_csv, pruefe

pytestmark = pytest.mark.django_db
REGELN = {"spalten": {"Viertel": "Stadtteil"}, "fest": {"Monat": "wie gewählt"}}


def speichern(regeln=REGELN, **anders):
    return profile.speichern(**{"bezeichnung": "Träger Süd", "regeln": regeln, "anlass": "Test", "von": None} | anders)


def test_jede_aenderung_ist_eine_version_gleiches_keine():
    erste = speichern()
    assert (erste.name, erste.version) == ("traeger-sued", 1)
    assert speichern() == erste
    zweite = speichern(REGELN | {"ignorieren": ["lfd"]})
    assert (zweite.version, profil_finden("traeger-sued")) == (2, zweite)
    erste.refresh_from_db()
    assert erste.regeln == REGELN, "frühere Versionen bleiben"


def test_zurueckgezogen_gilt_die_vorige_und_die_naechste_bekommt_eine_neue_nummer():
    erste, zweite = speichern(), speichern({"spalten": {"Ort": "Stadtteil"}})
    profile.zurueckziehen(zweite, von=None)
    assert profil_finden("traeger-sued") == erste
    assert speichern({"spalten": {"Gebiet": "Stadtteil"}}).version == 3
    with pytest.raises(Profilfehler, match="schon zurückgezogen"):
        profile.zurueckziehen(zweite, von=None)
    assert Protokolleintrag.objects.filter(ereignis="profil_zurueckgezogen").count() == 1


def test_sind_alle_zurueckgezogen_gibt_es_das_profil_nicht_mehr():
    profile.zurueckziehen(speichern(), von=None)
    with pytest.raises(ValueError, match="gibt es nicht"):
        profil_finden("traeger-sued")


def test_das_standardformat_ist_fest():
    with pytest.raises(Profilfehler):
        profile.zurueckziehen(profil_finden("standard"), von=None)
    with pytest.raises(Profilfehler):
        speichern(name="standard")


def test_annahmen_heissen_ueberall_so():
    assert str(profil_finden("seniora")) == "Seniora.App, Version 1 (Annahme, nicht bestätigt)"
    assert "Annahme" not in str(profil_finden("standard"))


@pytest.mark.parametrize(
    ("regeln", "satz"),
    [
        ({"spalten": {"Viertel": "Mond"}}, "spalten → Viertel: „Mond“ ist keine Spalte"),
        ({"spalten": ["Viertel"]}, "spalten: erwartet wird eine Gruppe"),
        ({"quatsch": {}}, "„quatsch“ gibt es in den Regeln nicht"),
        ({"werte": {"Geschlecht": {"1": 2}}}, "werte → Geschlecht → 1: Hier fehlt ein Text."),
        ({"werte": {"Geschlecht": "w"}}, "werte → Geschlecht: erwartet wird eine Gruppe"),
        ({"blaetter": {"A": "Zahlen"}}, "blaetter → A: „Zahlen“ ist keine Art"),
        ({"ignorieren": ["a", ""]}, "ignorieren → Eintrag 2"),
        ({"fest": {"Ort": "x"}}, "fest → Ort: „Ort“ ist keine Spalte"),
    ],
)
def test_falsche_regeln_nennen_ihren_ort(regeln, satz):
    with pytest.raises(Profilfehler) as fehler:
        regeln_pruefen(regeln)
    assert satz in str(fehler.value)


def test_alle_maengel_auf_einmal():
    with pytest.raises(Profilfehler) as fehler:
        regeln_pruefen({"spalten": {"a": "b"}, "blaetter": {"c": "d"}})
    assert len(fehler.value.maengel) == 2


def test_mitgelieferte_profile_sind_gueltig():
    for profil in Zuordnungsprofil.objects.all():
        regeln_pruefen(profil.regeln)


def test_unterschied_in_worten():
    alt = {"spalten": {"Ort": "Stadtteil"}}
    neu = {"werte": {"Familienstand": {"vw": "verwitwet"}}, "fest": {"Beratungsstelle": "s-cotta"}}
    assert unterschied(alt, neu, {"Beratungsstelle": {"s-cotta": "Beratung Cotta"}}) == [
        "Neu: „Beratungsstelle“ ist in allen Zeilen „Beratung Cotta“.",
        "Neu: In „Familienstand“ bedeutet „vw“: „verwitwet“.",
        "Entfallen: Spalte „Ort“ gilt als „Stadtteil“.",
    ]


def test_nicht_uebernommene_spalte_darf_heissen_wie_eine_des_lieferformats():
    """„Alter“ der fremden Tabelle bleibt weg, „Jahre“ wird zu „Alter“."""
    profil = speichern({"spalten": {"Jahre": "Alter"}, "ignorieren": ["Alter"]})
    kopf = ["Monat", "Beratungsstelle", "Alter", "Jahre"]
    pruefung = pruefe(als_csv(kopf, ["2025-09", "s-cotta", "unsinn", "82"]), profil=profil)
    assert not pruefung.hat_fehler
    (teil,) = pruefung.teile.values()
    assert "80-84" in str(list(teil.inhalt["neuzugang"]))


# --- Befehle und Seiten ----------------------------------------------------------------------------------------------


def test_schreiben_und_laden_ergibt_dasselbe(tmp_path):
    datei, ausgabe = tmp_path / "profil.json", io.StringIO()
    call_command("profil_schreiben", "seniora", stdout=ausgabe)
    datei.write_text(ausgabe.getvalue(), encoding="utf-8")
    ausgabe = io.StringIO()
    call_command("profil_laden", datei, stdout=ausgabe)
    assert "Unverändert" in ausgabe.getvalue()
    inhalt = json.loads(datei.read_text(encoding="utf-8"))
    inhalt["regeln"]["spalten"]["Gegend"] = "Stadtteil"
    datei.write_text(json.dumps(inhalt), encoding="utf-8")
    call_command("profil_laden", datei, stdout=io.StringIO())
    assert profil_finden("seniora").version == 2 and profil_finden("seniora").regeln == inhalt["regeln"]


@pytest.mark.parametrize(
    ("text", "satz"),
    [
        ("{", "Zeile 1, Spalte 2"),
        ("[]", "kein Profil"),
        ('{"name": "x"}', "„bezeichnung“ fehlt"),
        ('{"name": "X Y", "bezeichnung": "a", "regeln": {}}', "nur Kleinbuchstaben"),
        ('{"name": "x", "bezeichnung": "a", "regeln": {}, "fremd": 1}', "„fremd“ ist keine Angabe"),
        ('{"name": "x", "bezeichnung": "a", "regeln": {"spalten": {"a": 1}}}', "spalten → a"),
    ],
)
def test_falsche_datei_wird_mit_satz_abgelehnt(text, satz, tmp_path, angemeldet):
    datei, vorher = tmp_path / "profil.json", Zuordnungsprofil.objects.count()
    datei.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as fehler:
        call_command("profil_laden", datei)
    assert satz in str(fehler.value)
    hochgeladen = SimpleUploadedFile("profil.json", text.encode())
    antwort = angemeldet("administration").post(reverse("beratung:profil_liste"), {"datei": hochgeladen})
    assert antwort.status_code == 422 and satz in antwort.content.decode()
    assert Zuordnungsprofil.objects.count() == vorher


def test_unbekanntes_profil_schreiben():
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command("profil_schreiben", "quatsch")


def test_seite_zeigt_versionen_unterschiede_und_zieht_zurueck(angemeldet):
    client = angemeldet("administration")
    speichern()
    zweite = speichern({"spalten": {"Ort": "Stadtteil"}}, anlass="Zuordnung der Datei neu.xlsx")
    adresse = reverse("beratung:profil_detail", args=["traeger-sued"])
    html = client.get(adresse).content.decode()
    assert "Neu: Spalte „Ort“ gilt als „Stadtteil“." in html and "Entfallen: Spalte „Viertel“" in html
    assert "Zuordnung der Datei neu.xlsx" in html and "noch nie verwendet" in html
    html = client.post(reverse("beratung:profil_zurueckziehen", args=[zweite.pk]), follow=True).content.decode()
    assert "Was gilt: Version 1" in html and "(zurückgezogen)" in html
    geladen = client.get(reverse("beratung:profil_datei", args=[zweite.pk]))
    assert json.loads(geladen.content)["regeln"] == zweite.regeln
    assert "attachment" in geladen["Content-Disposition"]


def test_liste_kennzeichnet_annahmen(angemeldet):
    html = angemeldet("administration").get(reverse("beratung:profil_liste")).content.decode()
    assert html.count("Annahme, nicht bestätigt") == 2


def test_zurueckgezogene_version_wird_beim_lesen_nicht_mehr_gewaehlt(angemeldet):
    profile.zurueckziehen(speichern(), von=None)
    html = angemeldet("administration").get(reverse("beratung:lieferung_neu")).content.decode()
    assert "Träger Süd" not in html
    assert not pruefe(als_csv(FALLKOPF, FALL)).hat_fehler
