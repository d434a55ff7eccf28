"""Die Tür gegen Personendaten: was untergeschoben ist, wird im Ganzen abgelehnt und steht danach nirgends; was nur so
aussieht, kommt durch."""

import csv
import io
import json
import os
import tempfile
from pathlib import Path

import pytest
import python_calamine
from django.conf import settings as einstellungen
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from beratung.kern.personendaten import tuer
from beratung.kern.personendaten.kennzeichen import ist_personenspalte, nennung, verdacht, was_fuer_personendaten
from beratung.kern.zaehlen import auswerten
from beratung.kern.zuordnen import zuordnung
from beratung.kern.zuordnen.spalten import SPALTEN
from beratung.lieferungen.uebernahme import annehmen, uebernehmen, verwerfen
from beratung.models import Beratungsstelle, Katalogwert, Neuzugang, Stadtteil, Traeger, Zuordnungsprofil
from dresden_senioren.models import Anfragezaehler, Protokolleintrag

from .conftest import FALL, FALLKOPF, FIXTURES, LEISTUNGSKOPF, SEPTEMBER, als_csv, codes, leistung, pruefe, ruf_auf
from .hochladen import lade_hoch
from .personenfaelle import FAELLE, Personenfall

pytestmark = pytest.mark.django_db
BEISPIELE = int(os.environ.get("ZUFALLSBEISPIELE", "150"))


@pytest.fixture
def ablage(tmp_path, settings, monkeypatch):
    """Alle Orte, an denen eine hochgeladene Datei liegen kann, an einer Stelle."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def fundorte(geheim: set[str], *ordner: Path) -> set[str]:
    """Tabellen und Dateien, in denen eine der Zeichenfolgen steht: jede Spalte jeder Tabelle, jede Datei."""
    orte = set()
    with connection.cursor() as zeiger:
        for tabelle in connection.introspection.table_names(zeiger):
            zeiger.execute(f"SELECT * FROM {connection.ops.quote_name(tabelle)}")  # noqa: S608 – eigene Tabellennamen
            if any(g in text for zeile in zeiger.fetchall() for text in _texte(zeile) for g in geheim):
                orte.add(tabelle)
    dateien = (datei for wo in (*ordner, einstellungen.DATEN) for datei in Path(wo).rglob("*") if datei.is_file())
    dateien = (datei for datei in dateien if not datei.is_relative_to(einstellungen.STATIC_ROOT))
    return orte | {str(datei) for datei in dateien if any(g.encode() in datei.read_bytes() for g in geheim)}


def _texte(zeile: tuple) -> list[str]:
    return [str(wert) for wert in zeile if isinstance(wert, str | dict | list | bytes | memoryview)]


def pruefe_ablehnung(fall: Personenfall, text: str, was: str) -> None:
    assert f"({fall.code})" in text or f'"{fall.code}"' in text, was
    assert fall.genannt in text, was
    assert not [geheim for geheim in fall.geheim if geheim in text], was


# --- Untergeschobenes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fall", FAELLE, ids=str)
def test_seite_lehnt_ab_und_nennt_nur_die_spalte(fall, administration):
    antwort = lade_hoch(administration, fall.inhalt)
    assert antwort.ist_abgelehnt
    pruefe_ablehnung(fall, antwort.seite, "Seite")
    eintrag = Protokolleintrag.objects.filter(ereignis="lieferung_abgelehnt").order_by("pk").last()
    pruefe_ablehnung(fall, json.dumps(eintrag.angaben, ensure_ascii=False), "Protokoll")


@pytest.mark.langsam
@pytest.mark.parametrize("fall", FAELLE, ids=str)
def test_befehl_lehnt_ab_und_nennt_nur_die_spalte(fall, tmp_path, capfd):
    datei = tmp_path / "datei"
    datei.write_bytes(fall.inhalt)
    rueckgabe, ergebnis = ruf_auf("lieferung_einlesen", datei, "--quelle", "seniora", "--monat", SEPTEMBER)
    assert (rueckgabe, ergebnis["ergebnis"]) == (1, "abgelehnt")
    assert [befund["code"] for befund in ergebnis["befunde"]] == [fall.code], "andere Befunde könnten Werte zeigen"
    pruefe_ablehnung(fall, json.dumps(ergebnis, ensure_ascii=False), "JSON")
    with pytest.raises(SystemExit):
        call_command("lieferung_einlesen", datei, "--quelle", "seniora", "--monat", str(SEPTEMBER))
    ausgabe = "".join(capfd.readouterr())
    pruefe_ablehnung(fall, ausgabe.replace(f"Fehler {fall.code}:", f"({fall.code})"), "Ausgabe")


@pytest.mark.langsam
def test_nach_allen_ablehnungen_steht_nirgends_etwas(administration, ablage, caplog, capfd):
    """Datenbank mit Protokoll und Sitzungen, Eingang, Zwischenablage, Fehlerausgabe: 0 Treffer."""
    geheim = {text for fall in FAELLE for text in fall.geheim if len(text) > 5}
    for fall in FAELLE:
        Anfragezaehler.objects.all().delete()  # mehr Dateien, als jemand in einer Stunde hochladen darf
        assert lade_hoch(administration, fall.inhalt).ist_abgelehnt
    assert fundorte(geheim, ablage) == set()
    ausgabe = caplog.text + "".join(capfd.readouterr())
    assert not [text for text in geheim if text in ausgabe]
    reste = [datei for wo in (ablage, Path(einstellungen.DATEN) / "eingang") for datei in wo.rglob("*")]
    assert [datei for datei in reste if datei.is_file()] == []


@pytest.mark.langsam
def test_die_suche_bemerkt_eine_offene_tuer(administration, ablage, monkeypatch):
    """Gegenprobe: ohne Tür kommt die Datei herein, ihre Überschrift steht in der Datenbank, und die Tests merken es."""
    monkeypatch.setattr(tuer, "verbotene_spalten", lambda kopfzeile: [])
    monkeypatch.setattr(tuer, "verdacht", lambda ueberschrift, werte: "")
    monkeypatch.setattr(tuer, "was_einzelne_verraten", lambda ueberschrift, werte: "")
    monkeypatch.setattr(tuer, "was_alle_verraten", lambda ueberschrift, werte: "")
    monkeypatch.setattr(tuer, "nennung", lambda ueberschrift, nr: ueberschrift)
    fall = next(fall for fall in FAELLE if fall.name == "Überschrift ist eine Mailadresse")
    assert lade_hoch(administration, fall.inhalt).lieferung is not None
    assert fundorte(set(fall.geheim), ablage) >= {"beratung_lieferung"}
    with pytest.raises(AssertionError):
        test_seite_lehnt_ab_und_nennt_nur_die_spalte(fall, administration)


@pytest.mark.langsam
def test_die_suche_findet_auch_dateien(ablage):
    (ablage / "rest").write_bytes(b"Quandtheim, Erika")
    assert fundorte({"Quandtheim"}, ablage) == {str(ablage / "rest")}


# --- Was nach der Übernahme bleibt -----------------------------------------------------------------------------------


@pytest.mark.langsam
def test_alter_wird_zur_gruppe_und_die_fallkennung_verschwindet(ablage):
    geheim = {"PLANT-7Q1", "PLANT-7Q2"}
    pruefung = pruefe(als_csv(LEISTUNGSKOPF, leistung(kennung="PLANT-7Q1"), leistung(kennung="PLANT-7Q2")))
    lieferung = annehmen(pruefung, von=None)
    assert fundorte(geheim, ablage) == set(), "als Vorschau"
    uebernehmen(lieferung, von=None, begruendung="Test")
    assert fundorte(geheim, ablage) == set(), "übernommen"
    gruppen = set(Katalogwert.objects.filter(merkmal="altersgruppe").values_list("schluessel", flat=True))
    faelle = annehmen(pruefe(als_csv(FALLKOPF, *[[*FALL[:3], alter, *FALL[4:]] for alter in range(55, 99)])), von=None)
    uebernehmen(faelle, von=None, begruendung="Test")
    assert set(Neuzugang.objects.filter(teil__lieferung=faelle).values_list("altersgruppe", flat=True)) <= gruppen


@pytest.mark.langsam
def test_titelzeilen_und_werte_fremder_spalten_bleiben_nirgends(ablage):
    """Über der Tabelle darf stehen, wer beim Träger zuständig ist; gespeichert wird es nicht."""
    titel = ["Erstellt von Frau Quandtheim, Tel. 0351 9999123"]
    pruefung = pruefe(als_csv(titel, [*FALLKOPF, "Wetter"], [*FALL, "plantsonnig"]))
    assert codes(pruefung) == ["P22"]
    verwerfen(annehmen(pruefung, von=None), von=None)
    assert fundorte({"Quandtheim", "9999123", "plantsonnig"}, ablage) == set()


def test_ein_falscher_wert_wird_neben_personendaten_nicht_gezeigt():
    """Ist die Datei wegen Personendaten abgelehnt, zeigt auch kein anderer Befund einen Wert."""
    pruefung = pruefe(als_csv([*FALLKOPF, "Info"], [*FALL[:2], "Quandtheim", *FALL[3:], "erika@example.org"]))
    assert codes(pruefung) == ["E16"] and "Quandtheim" not in str(pruefung.befunde)


# --- Kein falscher Alarm ---------------------------------------------------------------------------------------------

HAEUSER = ["Haus Dr. Mendel", "Luise", "Paul-Gerhardt-Haus", "SB Cotta", "Sozialstation „Anna“", "Otto-Dix-Treff"]
TRAEGER = [
    "Deutsches Rotes Kreuz", "Volkssolidarität Dresden e. V.", "Diakonisches Werk – Stadtmission Dresden e. V.",
    "Caritasverband für Dresden e. V.", "AWO Sachsen Soziale Dienste gGmbH", "ASB „Luise“", "BBZ Klotzsche",
    "Arbeiter-Samariter-Bund Regionalverband Dresden e. V.", "Malteser Hilfsdienst", "Sozialamt", "Paul-Gerhardt-Haus",
    "Seniorenzentrum „Amadeus“", "Begegnungsstätte Laubegast", "Landeshauptstadt Dresden, Sozialamt",
]  # fmt: skip
SACHLICHES = {
    "Monat": ["2025-09", "09.2025", "09/2025", "15.09.2025", "2025-09-15", "45901", "15.09.25"],
    "Alter": [str(n) for n in range(60, 105)],
    "Fallkennung": [f"F-{n:04d}" for n in range(1, 300)],
    "Vorgang": [str(n) for n in range(10_001, 10_400)],
    "Fall-Nr.": ["A1", "B-2025-017", "4711-0815", "00012", "1E5", "F000000123", "20250915"],
    "Anzahl": ["1", "12", "1.234", "1941", "1950", "1960"],
    "lfd. Nr.": [str(n) for n in range(1, 50)],
    "Wohnviertel": ["Bad Schandau", "Löbtau Nord", "Radebeul", "92 Löbtau-Nord", "auswärts"],
    "Kontaktart": ["Haus Besuch", "Sozialer Dienst", "Erst Kontakt", "Freie Träger", "Ambulante Pflege", "Info Abend"],
    "Erfasst": ["ja", "nein", "k. A.", "NA", "-", "unter 60 Jahre", "10 und mehr", "2023-2024", "2024/2025"],
    "Träger": TRAEGER,
    "Einrichtung": HAEUSER + TRAEGER,
    "Spalte 7": TRAEGER,
}


@pytest.mark.parametrize("ueberschrift", SACHLICHES)
def test_sachliche_spalten_kommen_durch(ueberschrift):
    assert verdacht(ueberschrift, SACHLICHES[ueberschrift]) == ""
    assert [was for wert in SACHLICHES[ueberschrift] if (was := verdacht(ueberschrift, [wert]))] == []


def test_unter_einrichtung_stehen_haeuser_auch_wo_niemand_die_kopfzeile_kennt():
    zeilen = [["Berichtsperiode", "Einrichtung", "Ortsteil"]]
    zeilen += [
        ["10/2025", f"SB {ort}", "12"] for ort in ("Cotta", "Blasewitz", "Plauen", "Prohlis", "Leuben", "Trachau")
    ]
    tuer.pruefe_ohne_kopf(zeilen)
    zeilen[0][1] = "Wer"
    with pytest.raises(tuer.Einlesefehler, match="wie Namen"):
        tuer.pruefe_ohne_kopf(zeilen)


def schreibweisen() -> dict[str, list[str]]:
    """Alles, was Kataloge, Stadtteile, Stellen und Träger an Texten haben."""
    texte: dict[str, list[str]] = {}
    for wert in Katalogwert.objects.all():
        texte.setdefault(wert.merkmal, []).extend([wert.schluessel, wert.bezeichnung, *wert.schreibweisen])
    texte["stadtteil"] = [text for s in Stadtteil.objects.all() for text in (s.nr, s.name, f"{s.nr} {s.name}")]
    texte["beratungsstelle"] = list(Beratungsstelle.objects.values_list("name", flat=True))
    return texte | {"traeger": list(Traeger.objects.values_list("name", flat=True))}


def test_kein_katalogwert_ist_verdaechtig_auch_nicht_unter_fremder_ueberschrift():
    for merkmal, texte in schreibweisen().items():
        assert verdacht("Spalte 7", texte) == "", merkmal
        assert [text for text in texte if was_fuer_personendaten(text)] == []


def test_keine_ueberschrift_des_lieferformats_oder_eines_profils_ist_verdaechtig():
    namen = {spalte.ueberschrift for spalten in SPALTEN.values() for spalte in spalten}
    for profil in Zuordnungsprofil.objects.all():
        namen |= {*profil.regeln.get("spalten", {}), *profil.regeln.get("ignorieren", [])}
    namen |= {
        "Name der Beratungsstelle",
        "Einrichtungsname",
        "Mobilität",
        "Wohnort",
        "Straßensozialarbeit",
        "Maßnahmen",
    }
    assert [name for name in namen if ist_personenspalte(name) or was_fuer_personendaten(name)] == []


@pytest.mark.langsam
def test_die_48_beispieldateien_sind_unverdaechtig():
    dateien = sorted((FIXTURES / "beispiellieferungen").glob("*.xlsx"))
    assert len(dateien) == 48
    for datei in dateien:
        mappe = python_calamine.CalamineWorkbook.from_path(str(datei))
        for name in mappe.sheet_names:
            zeilen = mappe.get_sheet_by_name(name).to_python()
            kopf = next(nr for nr, zeile in enumerate(zeilen) if zeile[0] == "Monat")
            spalten = zip(*zeilen[kopf + 1 :], strict=True)
            for ueberschrift, werte in zip(zeilen[kopf], spalten, strict=True):
                assert verdacht(ueberschrift, {str(wert) for wert in werte}) == "", (datei.name, name, ueberschrift)


KATALOGDATEI = ("geschlecht", "migrationshintergrund", "familienstand", "fallherkunft")


@pytest.mark.langsam
@given(st.data())
@settings(max_examples=BEISPIELE)
def test_aus_katalogen_gebaute_dateien_loesen_keinen_alarm_aus(data):
    texte = schreibweisen_gemerkt()
    zeile = st.tuples(
        st.sampled_from(SACHLICHES["Monat"][:6]),
        st.sampled_from([t for t in texte["beratungsstelle"] if t.startswith("Senioren")]),
        st.sampled_from(texte["stadtteil"]),
        st.integers(0, 120).map(str),
        *[st.sampled_from(texte[merkmal]) for merkmal in KATALOGDATEI],
        st.sampled_from(TRAEGER),
        st.one_of(st.integers(1, 99_999).map(str), st.from_regex(r"[A-Z]{1,3}-\d{1,6}", fullmatch=True)),
    )
    zeilen = data.draw(st.lists(zeile, min_size=1, max_size=12))
    puffer = io.StringIO()
    schreiber = csv.writer(puffer, delimiter=";")
    schreiber.writerows([[*FALLKOPF, "Träger", "Vorgangsnummer"], *zeilen])
    gefunden = set(codes(pruefe(puffer.getvalue().encode())))
    assert not gefunden & {"E15", "E16"}, gefunden


def schreibweisen_gemerkt(merken={}) -> dict[str, list[str]]:  # noqa: B006 – ein Lauf, eine Datenbank
    if not merken:
        merken.update(schreibweisen())
    return merken


# --- Nennen oder nicht -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Vorname", "Name des Klienten", "Tel. privat", "Geb.-Datum", "Wetter", "Wohnviertel"])
def test_was_nur_eine_ueberschrift_ist_wird_genannt(text):
    assert nennung(text, 3) == text or text == "Tel. privat"


@pytest.mark.parametrize(
    "text", ["", "Erika", "Frau Quandtheim", "Klient Quandtheim", "12.08.1941", "Name: Quandtheim"]
)
def test_was_selbst_eine_person_sein_kann_bekommt_eine_nummer(text):
    assert nennung(text, 3) == "Nr. 3"


def test_die_tuer_steht_vor_jeder_deutung():
    """Der einzige Weg von Zeilen zu Zahlen geht an der Wache vorbei."""
    assert auswerten.Spaltenwache is tuer.Spaltenwache and zuordnung.pruefe_kopf is tuer.pruefe_kopf
