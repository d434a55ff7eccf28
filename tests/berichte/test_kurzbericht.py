"""Kurze Berichte: Planungsbereichsprofil und Quartalsbericht gehen auf wenige Seiten, ohne Deckblatt und Inhalt."""

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from berichte.ausgabe.docx import docx
from berichte.ausgabe.pdf import pdf
from berichte.kern.akten.bericht import Abschnitt, Botschaft, Kapitel
from berichte.kern.geheimhaltung import Fassung, freigeben
from tests.verapdf import pruefe

from .arthilfen import STICHTAG, baue
from .docxpruefung import befunde
from .weitergabe import erteilte_freigabe

pytestmark = pytest.mark.django_db
ABRUF = "Maria Müller am 12.11.2026, 10:12 Uhr"
PROFIL, QUARTAL = "planungsbereich", "quartal"


def _seiten(inhalt: bytes) -> list[str]:
    texte = (seite.extract_text() for seite in PdfReader(BytesIO(inhalt)).pages)
    return [" ".join(text.replace("\u00a0", " ").split()) for text in texte]


def _bericht(art: str, fassung: Fassung):
    angaben = {"freigabe": erteilte_freigabe()} if fassung is Fassung.WEITERGABE else {}
    return freigeben(baue(art, fassung=fassung, **angaben), fassung, abruf=ABRUF)


@pytest.mark.parametrize(
    ("art", "fassung", "hoechstens"),
    [
        (PROFIL, Fassung.INTERN, 4),
        (PROFIL, Fassung.WEITERGABE, 4),
        (QUARTAL, Fassung.INTERN, 2),
    ],
)
def test_er_geht_auf_wenige_seiten(art, fassung, hoechstens):
    seiten = _seiten(pdf(_bericht(art, fassung)))
    assert len(seiten) <= hoechstens
    assert not any("Inhalt 1" in seite for seite in seiten)


def test_der_kopf_der_ersten_seite_sagt_was_sonst_das_deckblatt_sagt():
    erste = _seiten(pdf(_bericht(PROFIL, Fassung.INTERN)))[0]
    for text in (
        "Landeshauptstadt Dresden, Sozialamt",
        "Planungsbereichsprofil Cotta",
        "01–09/2024 gegenüber 01–09/2023",
        f"Stichtag {STICHTAG:%d.%m.%Y}",
        "Fassung intern – Sozialdaten",
        f"Abgerufen von {ABRUF}",
        "Stand der Daten Beratungszahlen bis September 2024",
        "Nur für den Dienstgebrauch",
        "1 Auf einen Blick",
        "Neuzugänge, zusammen",
    ):
        assert text in erste


def test_nichts_geht_verloren_und_die_ueberschriften_stehen_in_ihrer_reihenfolge():
    """Auch wo Abbildungen nebeneinander stehen."""
    bericht = baue(PROFIL)
    inhalt = pdf(freigeben(bericht, Fassung.INTERN))
    titel = [e.title for eintrag in PdfReader(BytesIO(inhalt)).outline for e in _flach(eintrag)]
    erwartet = [f"{nr} {b.titel}" for nr, b in bericht.nummeriert if isinstance(b, Kapitel | Abschnitt)]
    assert titel[-len(erwartet) :] == erwartet
    text = " ".join(_seiten(inhalt))
    assert all(f"{nummer} " in text for nummer, _ in bericht.nummeriert if nummer)


def _flach(eintrag):
    if isinstance(eintrag, list):
        for teil in eintrag:
            yield from _flach(teil)
    else:
        yield eintrag


def test_lange_botschaften_verlieren_nichts():
    """Auch wo die Spalten dann nicht mehr auf eine Seite passen."""
    saetze = tuple(f"Satz {nr} von hundert, mit genug Wörtern, dass die Zeile umbricht." for nr in range(100))
    amt = {schluessel: Botschaft(schluessel, "", erkennen=saetze) for schluessel in ("alter_geschlecht", "felder")}
    text = " ".join(_seiten(pdf(freigeben(baue(PROFIL, botschaften=amt), Fassung.INTERN))))
    assert all(text.count(f"Satz {nr} von") == 2 for nr in range(100))
    assert all(wort in text for wort in ("1.6 Wie Fälle zur Beratung kommen", "1.7 Maßnahmen des Fachplans"))


@pytest.mark.langsam
@pytest.mark.parametrize("profil", ["PDFUA-1", "PDFA-2A"])
@pytest.mark.parametrize("fassung", [Fassung.INTERN, Fassung.WEITERGABE])
def test_er_besteht_die_norm(tmp_path, fassung, profil):
    datei = tmp_path / "bericht.pdf"
    datei.write_bytes(pdf(_bericht(PROFIL, fassung)))
    ergebnis = pruefe(datei, profil)
    assert ergebnis, ergebnis.verstoesse


@pytest.mark.parametrize("art", [PROFIL, QUARTAL])
def test_word_ohne_inhalt_und_ohne_neue_seite_je_kapitel(art):
    inhalt = docx(_bericht(art, Fassung.INTERN))
    dokument = Document(BytesIO(inhalt))
    vorlagen = [absatz.style.name for absatz in dokument.paragraphs]
    assert vorlagen[1:3] == ["Title", "Subtitle"]
    assert not any(name.lower().startswith("toc") for name in vorlagen)
    assert not any(absatz.paragraph_format.page_break_before for absatz in dokument.paragraphs)
    assert "intern – Sozialdaten" in dokument.sections[0].header.paragraphs[0].text
    assert not dokument.sections[0].different_first_page_header_footer
    assert befunde(inhalt) == []
