"""Kaputtes und Feindliches: immer ein Satz, nie ein Absturz, nie etwas gespeichert."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beratung.kern.befund import Befundliste, Einlesefehler
from beratung.kern.einlesen import einlesen
from beratung.models import Lieferung, Monatswert
from dresden_senioren.models import Protokolleintrag

from .conftest import FALL, FALLKOPF, SEPTEMBER, als_csv, als_xlsx, codes, pruefe, ruf_auf
from .kaputte_dateien import BLATT, GUT_XLSX, KAPUTT, blatt, text, umgebaut

pytestmark = pytest.mark.django_db
GRENZE = 20 << 20


def bestand():
    return Lieferung.objects.count(), Monatswert.objects.count()


@pytest.mark.parametrize("name", KAPUTT)
def test_befehl_lehnt_ab_und_schreibt_nichts(name, tmp_path):
    inhalt, code = KAPUTT[name]
    datei, vorher = tmp_path / "datei.xlsx", bestand()
    datei.write_bytes(inhalt)
    rueckgabe, ergebnis = ruf_auf("lieferung_einlesen", datei, "--quelle", "seniora", "--monat", SEPTEMBER)
    assert (rueckgabe, ergebnis["ergebnis"], ergebnis["lieferung"]) == (1, "abgelehnt", None)
    assert code in [b["code"] for b in ergebnis["befunde"]], ergebnis["befunde"]
    assert bestand() == vorher
    assert ergebnis["zeilen"]["uebernommen"] == 0
    assert ergebnis["zeilen"]["abgelehnt"] == ergebnis["zeilen"]["gelesen"]


@pytest.mark.parametrize("name", KAPUTT)
def test_seite_lehnt_ab_und_behaelt_das_formular(name, angemeldet):
    inhalt, code = KAPUTT[name]
    vorher = bestand()
    angaben = {"quelle": "seniora", "monat": str(SEPTEMBER), "profil": profil_nummer()}
    antwort = angemeldet("administration").post(
        reverse("beratung:lieferung_neu"), angaben | {"datei": SimpleUploadedFile("datei.csv", inhalt)}
    )
    seite = antwort.content.decode()
    assert antwort.status_code == 422
    assert f"({code})" in seite and 'name="datei"' in seite
    assert bestand() == vorher


def profil_nummer():
    from beratung.stammdaten import profil_finden

    return profil_finden("standard").pk


def test_personendaten_stehen_weder_in_antwort_noch_protokoll(angemeldet):
    inhalt, _ = KAPUTT["Personenspalten"]
    angaben = {"quelle": "seniora", "monat": str(SEPTEMBER), "profil": profil_nummer()}
    antwort = angemeldet("administration").post(
        reverse("beratung:lieferung_neu"), angaben | {"datei": SimpleUploadedFile("datei.csv", inhalt)}
    )
    eintrag = Protokolleintrag.objects.filter(ereignis="lieferung_abgelehnt").first()
    for text_ in (antwort.content.decode(), str(eintrag.angaben)):
        assert "„Vorname“" in text_ and "Erika" not in text_ and "1941" not in text_


def test_zu_grosse_datei(angemeldet, settings):
    settings.DATEI_HOECHSTGROESSE = 100
    assert codes(pruefe(b"x" * 101)) == ["E02"]
    angaben = {"quelle": "seniora", "monat": str(SEPTEMBER), "profil": profil_nummer()}
    antwort = angemeldet("administration").post(
        reverse("beratung:lieferung_neu"), angaben | {"datei": SimpleUploadedFile("datei.csv", b"x" * 101)}
    )
    assert antwort.status_code == 422 and "größer als" in antwort.content.decode()


@pytest.mark.langsam
def test_viele_verschiedene_fehler_sprengen_die_seite_nicht():
    zeilen = [[*FALL[:2], f"Nirgends {n}", *FALL[3:]] for n in range(5000)]
    pruefung = pruefe(als_csv(FALLKOPF, *zeilen))
    assert len(pruefung.befunde) == 101
    assert pruefung.befunde[-1].anzahl == 4900


# --- Was nur so aussieht, als wäre es kaputt -----------------------------------------------------------------------


def test_falsches_mass_im_blatt_verliert_keine_zeile():
    """Manche Programme schreiben eine veraltete Größenangabe; gelesen werden trotzdem alle Zeilen."""
    zeilen = "".join(f'<row r="{n}">{text(f"A{n}", "2025-09")}{text(f"B{n}", "s-cotta")}</row>' for n in range(2, 302))
    kopf = f'<row r="1">{text("A1", "Monat")}{text("B1", "Beratungsstelle")}</row>'
    xml = blatt(kopf + zeilen).replace(b"<sheetData>", b'<dimension ref="A1:B5"/><sheetData>')
    assert pruefe(umgebaut(ersetze={BLATT: xml})).summen == {"neuzugang": 300}


def test_der_inhalt_entscheidet_nicht_der_name():
    assert pruefe(GUT_XLSX, dateiname="zahlen.csv").summen == {"neuzugang": 1}
    assert pruefe(als_csv(FALLKOPF, FALL), dateiname="zahlen.xlsx").summen == {"neuzugang": 1}


def test_verstecktes_blatt_wird_nicht_gelesen():
    mappe = als_xlsx(Fälle=[FALLKOPF, FALL], Leistungen=[["Vorname"], ["Erika"]])
    with zipfile.ZipFile(io.BytesIO(mappe)) as archiv:
        verzeichnis = archiv.read("xl/workbook.xml").replace(b'sheetId="2"', b'sheetId="2" state="hidden"')
        teile = {n: archiv.read(n) for n in archiv.namelist()} | {"xl/workbook.xml": verzeichnis}
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w") as neu:
        for name, inhalt in teile.items():
            neu.writestr(name, inhalt)
    assert pruefe(puffer.getvalue()).summen == {"neuzugang": 1}


@pytest.mark.parametrize("ende", ["\r", "\r\n", "\n"])
def test_zeilenenden(ende):
    assert pruefe(als_csv(FALLKOPF, FALL).replace(b"\n", ende.encode())).summen == {"neuzugang": 1}


@pytest.mark.parametrize(("trenner", "erwartet"), [(";", []), ("\t", ["P29"]), ("|", ["P29"])])
def test_trennzeichen(trenner, erwartet):
    assert codes(pruefe(als_csv(FALLKOPF, FALL, trenner=trenner))) == erwartet


@pytest.mark.parametrize(
    "name", ["../../x.csv", "<script>alert(1)</script>.csv", "a" * 300 + ".csv", "\u202egnp.csv", "a\nb.csv"]
)
def test_dateinamen_sind_nur_text(name, angemeldet):
    from beratung.lieferungen import annehmen

    lieferung = annehmen(pruefe(als_csv(FALLKOPF, FALL), dateiname=name), von=None)
    seite = angemeldet("administration").get(reverse("beratung:lieferung_detail", args=[lieferung.pk])).content.decode()
    assert "<script>alert" not in seite and "\u202e" not in lieferung.dateiname and "\n" not in lieferung.dateiname


# --- Zufall ----------------------------------------------------------------------------------------------------------

STUECKE = st.sampled_from(
    [
        b"Monat;Beratungsstelle;Stadtteil\n",
        b"2025-09;s-cotta;92\n",
        b'"',
        b"\x00",
        b"\xff\xfe",
        b"PK\x03\x04",
        b";;;\n",
        b"=1+1",
        "Löbtau".encode("cp1252"),
        "Löbtau".encode(),
        b"\r",
        b"\n",
        b"<",
        GUT_XLSX,
        GUT_XLSX[:300],
        GUT_XLSX[300:],
    ]
)
BYTES = st.one_of(
    st.binary(max_size=300), st.lists(st.one_of(STUECKE, st.binary(max_size=20)), max_size=8).map(b"".join)
)


@given(BYTES)
@settings(max_examples=600, deadline=None)
def test_beliebige_bytes_ergeben_tabellen_oder_einlesefehler(inhalt):
    try:
        tabellen = einlesen(inhalt, Befundliste(), hoechstgroesse=GRENZE)
    except Einlesefehler:
        return
    assert all(isinstance(zelle, str) for tabelle in tabellen for zeile in tabelle.zeilen for zelle in zeile)


@pytest.mark.langsam
@given(st.lists(st.lists(st.text(max_size=12), min_size=8, max_size=8), max_size=5))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_beliebige_zellen_verlieren_keine_zeile(zellen):
    pruefung = pruefe(als_xlsx(Fälle=[FALLKOPF, FALL, *zellen]))
    if any(befund.code.startswith("E") for befund in pruefung.befunde):
        return
    gezaehlt = sum(1 for zeile in zellen if any(z.strip() for z in zeile))
    assert pruefung.gelesen in (1 + gezaehlt, gezaehlt), "eine Summenzeile zählt nicht"
    assert pruefung.fehlerhaft <= pruefung.gelesen
