"""Der Zwischenbericht aus den wirklichen Daten: Befehl, Datei, Seite; gelesen wird, was in der Datei steht."""

import re
from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from docx import Document
from pypdf import PdfReader

from berichte.arten.wunsch import Berichtswunsch, letzter_voller_monat
from berichte.arten.zwischenbericht import zwischenbericht
from berichte.kern.akten.bericht import Massnahmentabelle, Massnahmenzeile, Zahlentabelle
from dresden_senioren.models import Ereignis, Protokolleintrag
from massnahmen.models import Massnahme, Sachstandsart, Sachstandsmeldung
from massnahmen.querysets import FachplanQuerySet

from .weitergabe import erteilte_freigabe

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]

STICHTAG = "2024-09-30"
SACHSTAENDE = {
    "begonnen": 24,
    "laufend": 14,
    "noch nicht begonnen": 9,
    "modifiziert": 1,
    "nicht systematisch begonnen": 1,
}


def _rufe(art="zwischenbericht", **angaben):
    """Wie auf der Befehlszeile: jede Angabe als Text."""
    call_command("bericht_erstellen", art, *(f"--{name}={wert}" for name, wert in angaben.items()))


def _erstelle(ziel, **angaben):
    _rufe(**{"stichtag": STICHTAG, "fassung": "intern", "format": "pdf", "ausgabe": ziel} | angaben)
    return ziel


@pytest.fixture(scope="module")
def erstellt(django_db_setup, django_db_blocker, tmp_path_factory):
    """Format → Inhalt des Zwischenberichts zum Stichtag; gelesen wird nur. In der Datenbank bleibt davon nichts."""
    ordner = tmp_path_factory.mktemp("bericht")
    with django_db_blocker.unblock(), transaction.atomic():
        dateien = {art: _erstelle(ordner / f"z.{art}", format=art).read_bytes() for art in ("pdf", "docx")}
        transaction.set_rollback(True)
    return dateien


@pytest.fixture(scope="module")
def pdf_text(erstellt) -> str:
    return _text(erstellt["pdf"])


@pytest.fixture
def word(erstellt):
    return Document(BytesIO(erstellt["docx"]))


def _text(pdf: bytes) -> str:
    seiten = (seite.extract_text() for seite in PdfReader(BytesIO(pdf)).pages)
    return " ".join(" ".join(seiten).replace("\u00a0", " ").split())


# --- Was in der Datei steht ------------------------------------------------------------------------------------------


def test_pdf_nennt_die_gezaehlten_massnahmen_und_die_veroeffentlichten_veraenderungen(pdf_text):
    assert "umfasst 49 Maßnahmen in 8 Handlungsfeldern" in pdf_text
    assert "39 von 49 Maßnahmen sind in Arbeit, 10 noch offen" in pdf_text
    for befund in ("+21,5 % (2.535 in", "−18,5 % (1.571 in", "+6,2 % (4.106 in", "4.361", "von 61,7 %", "auf 70,6 %"):
        assert befund in pdf_text
    assert "−19 %" not in pdf_text  # so stand es gerundet auf der Folie


def test_word_traegt_die_papiertabelle_vollstaendig_und_in_ihrer_folge(word):
    tabelle = next(t for t in word.tables if t.rows[0].cells[0].text == "Nr.")
    zeilen = [[zelle.text for zelle in zeile.cells] for zeile in tabelle.rows]
    massnahmen = [zeile for zeile in zeilen[1:] if len(set(zeile)) > 1]
    assert zeilen[0] == list(Massnahmentabelle.SPALTEN)
    assert len(massnahmen) == 49
    assert len(zeilen) == 1 + 8 + 19 + 49
    assert Counter(zeile[5] for zeile in massnahmen) == SACHSTAENDE
    assert Counter(zeile[4] for zeile in massnahmen) == {"ja": 16, "nein": 33}
    assert [zeile[0] for zeile in massnahmen] == list(Massnahme.objects.in_tabellenfolge().values_list("nr", flat=True))


def test_word_zeigt_nicht_gemeldete_monate_als_fehlend(word):
    tabelle = next(t for t in word.tables if t.rows[0].cells[0].text == "Monat")
    je_monat = {zeile.cells[0].text: zeile.cells[2].text for zeile in tabelle.rows}
    assert [je_monat[monat] for monat in ("Oktober", "November", "Dezember")] == ["fehlt"] * 3
    assert tabelle.rows[-1].cells[2].text == "3.080\xa0p"


def test_uebersicht_je_handlungsfeld_ergibt_zusammen_alle_massnahmen():
    bericht = zwischenbericht(Berichtswunsch(date(2024, 9, 30)))
    tabelle = next(b.tabelle for b in bericht.bausteine if isinstance(b, Zahlentabelle))
    *felder, alle = tabelle.zeilen
    assert [zeile[-1] for zeile in felder] == [5, 7, 9, 5, 5, 3, 1, 14]
    assert [sum(spalte) for spalte in zip(*(zeile[1:] for zeile in felder), strict=True)] == list(alle[1:])


def test_beispielzahlen_sind_als_solche_benannt(pdf_text):
    assert "Beispielzahlen" in pdf_text
    assert "erfunden" in pdf_text


# --- Der Stichtag ----------------------------------------------------------------------------------------------------


def _sachstand(stichtag: date) -> str:
    (tabelle,) = [b for b in zwischenbericht(Berichtswunsch(stichtag)).bausteine if isinstance(b, Massnahmentabelle)]
    return next(z.sachstand for z in tabelle.zeilen if isinstance(z, Massnahmenzeile) and z.nr == "1.1.1.")


def test_der_bericht_zeigt_den_sachstand_des_stichtags_auch_wenn_spaeter_neues_gemeldet_ist():
    neu = Sachstandsart.objects.get(schluessel="abgeschlossen")
    massnahme = Massnahme.objects.get(nr="1.1.1.")
    Sachstandsmeldung.objects.create(massnahme=massnahme, sachstandsart=neu, gueltig_ab=date(2024, 10, 1))
    assert _sachstand(date(2024, 9, 30)) == "begonnen"
    assert _sachstand(date(2024, 10, 1)) == "abgeschlossen"


def test_vor_der_ersten_meldung_ist_der_sachstand_unbekannt_und_nicht_offen():
    assert _sachstand(date(2010, 1, 1)) == "ohne Meldung"


@pytest.mark.langsam
def test_ein_angebrochener_monat_zaehlt_nicht_mit(tmp_path):
    assert str(letzter_voller_monat(date(2024, 9, 29))) == "2024-08"
    assert str(letzter_voller_monat(date(2024, 9, 30))) == "2024-09"
    text = _text(_erstelle(tmp_path / "z.pdf", stichtag="2024-09-29").read_bytes())
    assert "01–08/2024" in text
    assert "3.080" not in text


@pytest.mark.langsam
def test_ohne_beratungszahlen_sagt_der_bericht_das_statt_null_zu_zeigen(tmp_path):
    text = _text(_erstelle(tmp_path / "z.pdf", stichtag="2022-12-31").read_bytes())
    assert "Für 2022 ist keine Beratungszahl gemeldet; ein Vergleich mit dem Vorjahr ist nicht möglich." in text


def test_ohne_fachplan_gibt_es_keinen_bericht(tmp_path, monkeypatch):
    monkeypatch.setattr(FachplanQuerySet, "aktueller", lambda *args: None)
    with pytest.raises(CommandError, match="kein Fachplan") as fehler:
        _erstelle(tmp_path / "z.pdf")
    assert fehler.value.returncode == 1


def test_der_bericht_braucht_gleich_viele_abfragen_wie_viele_massnahmen_es_auch_sind(django_assert_max_num_queries):
    with django_assert_max_num_queries(27):  # sechs davon setzen die Angaben auf den Stichtag zurück
        zwischenbericht(Berichtswunsch(date(2024, 9, 30)))


# --- Der Befehl ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fassung", ["weitergabe", None], ids=["verlangt", "ohne Angabe"])
def test_weitergabe_wird_verweigert_und_schreibt_nichts(tmp_path, fassung):
    optionen = {"stichtag": STICHTAG, "format": "pdf", "ausgabe": tmp_path / "z.pdf"}
    with pytest.raises(CommandError, match="Weitergabe") as fehler:
        _rufe(**optionen, **({"fassung": fassung} if fassung else {}))
    assert fehler.value.returncode == 1
    assert list(tmp_path.iterdir()) == []
    assert not Protokolleintrag.objects.filter(ereignis=Ereignis.BERICHT_ERSTELLT).exists()


@pytest.mark.parametrize(
    ("angaben", "satz"),
    [
        ({"art": "quartal"}, "braucht --beratungsstelle NAME"),
        ({"art": "quartal", "beratungsstelle": "Atlantis"}, "„Atlantis“ gibt es nicht. Bekannt: Kommunale"),
        ({"art": "planungsbereich"}, "braucht --planungsbereich NAME"),
        ({"art": "planungsbereich", "planungsbereich": "Atlantis"}, "„Atlantis“ gibt es nicht. Bekannt: Altstadt"),
        ({"art": "planungsbereich", "planungsbereich": "Cotta", "beratungsstelle": "x"}, "einen Planungsbereich"),
        ({"stichtag": "30.09.2024"}, "JJJJ-MM-TT"),
        ({"stichtag": "2024-02-30"}, "JJJJ-MM-TT"),
        ({"stichtag": "2999-01-01"}, "in der Zukunft"),
        ({"stichtag": "0001-01-01"}, "Vor dem Jahr"),
        ({"planungsbereich": "Cotta"}, "ganze Stadt"),
        ({"ausgabe": "gibt/es/nicht/z.pdf"}, "gibt es nicht"),
    ],
)
def test_falscher_aufruf_endet_mit_zwei_und_einem_satz(tmp_path, angaben, satz):
    with pytest.raises(CommandError, match=satz) as fehler:
        _erstelle(tmp_path / "z.pdf", **angaben)
    assert fehler.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def _ausgegeben(capsys, ziel, **angaben) -> str:
    _erstelle(ziel, format="docx", **angaben)
    return capsys.readouterr().out


def test_die_inhaltssumme_bleibt_solange_sich_nichts_aendert(tmp_path, capsys):
    titel, summe = _ausgegeben(capsys, tmp_path / "a.docx", art="massnahmen").splitlines()
    assert titel.startswith("Maßnahmentabelle zum 30.09.2024")
    assert re.fullmatch("Inhaltssumme [0-9a-f]{64}", summe)
    assert summe in _ausgegeben(capsys, tmp_path / "b.docx", art="massnahmen")
    neu = Sachstandsart.objects.get(schluessel="abgeschlossen")
    massnahme = Massnahme.objects.get(nr="1.1.1.")
    Sachstandsmeldung.objects.create(massnahme=massnahme, sachstandsart=neu, gueltig_ab=date(2024, 9, 1))
    assert summe not in _ausgegeben(capsys, tmp_path / "c.docx", art="massnahmen")


def test_gebiete_heissen_mit_name_oder_kuerzel(tmp_path, capsys):
    eines = _ausgegeben(capsys, tmp_path / "a.docx", art="planungsbereich", planungsbereich="Cotta")
    anderes = _ausgegeben(capsys, tmp_path / "b.docx", art="planungsbereich", planungsbereich="cotta")
    assert "Planungsbereichsprofil Cotta" in eines
    assert eines.splitlines()[1] == anderes.splitlines()[1]
    stelle = "Seniorenberatung Cotta (Beispiel)"
    assert stelle in _ausgegeben(capsys, tmp_path / "c.docx", art="quartal", beratungsstelle=stelle)


def test_weitergabe_nimmt_die_erteilte_freigabe(tmp_path, capsys):
    freigabe = erteilte_freigabe()
    _ausgegeben(capsys, tmp_path / "a.docx", art="auswertung", fassung="weitergabe")
    text = " ".join(absatz.text for absatz in Document(tmp_path / "a.docx").paragraphs)
    assert f"Freigabe {freigabe} vom 25.11.2024" in text and "3.080 p" not in text
    with pytest.raises(CommandError, match="nur intern"):
        _ausgegeben(capsys, tmp_path / "b.docx", art="quartal", beratungsstelle="s-cotta", fassung="weitergabe")
    assert not (tmp_path / "b.docx").exists()


@pytest.mark.langsam
def test_eine_vorhandene_datei_wird_ganz_ersetzt_oder_bleibt_ganz(tmp_path, monkeypatch):
    ziel = tmp_path / "z.docx"
    ziel.write_text("alt")
    with monkeypatch.context() as gestoert:
        gestoert.setattr("os.replace", lambda *a: (_ for _ in ()).throw(OSError(28, "Kein Platz")))
        with pytest.raises(CommandError, match="Kein Platz"):
            _erstelle(ziel, format="docx")
    assert ziel.read_text() == "alt"
    assert list(tmp_path.iterdir()) == [ziel]
    assert _erstelle(ziel, format="docx").read_bytes().startswith(b"PK")


def test_datei_ist_nur_fuer_die_aufrufende_person_lesbar(tmp_path):
    assert _erstelle(tmp_path / "z.docx", format="docx").stat().st_mode & 0o077 == 0


def test_der_befehl_steht_im_protokoll(tmp_path):
    _erstelle(tmp_path / "z.docx", format="docx")
    eintrag = Protokolleintrag.objects.get(ereignis=Ereignis.BERICHT_ERSTELLT)
    assert eintrag.benutzer == ""
    assert eintrag.angaben == {
        "art": "zwischenbericht",
        "stichtag": STICHTAG,
        "fassung": "intern",
        "format": "docx",
    }
