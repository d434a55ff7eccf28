"""Jede Zelle jeder Tabelle und jeder Diagrammpunkt aller Berichte gegen die zweite Zählung derselben Lieferungen."""

from dataclasses import replace
from functools import cache

import pytest

from berichte.arten import BERICHTSARTEN
from berichte.ausgabe import AUSGABEN
from berichte.kern.akten.bericht import Abbildung, Bericht, Zahlentabelle
from berichte.kern.geheimhaltung import Fassung, freigeben

from .arthilfen import ARTEN, baue
from .tabellenleser import LESER, docx, pdf, schmal
from .zweitrechnung import Blick
from .zweitstellen import fachplan
from .zweitvergleich import vergleichen
from .zweitwelt import alle_lieferungen

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]
# Texte: Regeln und Grenzen haben eigene Tests, Sachstände je Planungsbereich stehen in der Maßnahmentabelle.
TEXTSPALTEN = {"Sachstand", "Handlungsfeld", "Ziel", "Maßnahme", "Verantwortung", "Laufzeit",
               "Beschreibung, Beispiele Schritte zur Umsetzung", "Verantwortung, weitere Beteiligte",
               "Termin oder Laufzeit", "Haushaltsrelevanz ja/nein", "ggf. Erläuterung zum Sachstand"}  # fmt: skip

MINDESTENS = {"zwischenbericht": 450, "auswertung": 500, "planungsbereich": 190, "gesamtstadt": 850, "quartal": 100,
              "massnahmen": 140}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def welt(welt_des_moduls):
    """Auch die drei Monate nach dem Stichtag sind da; kein Bericht darf sie zählen."""
    alle_lieferungen()


@cache
def gebaut(art: str) -> Bericht:
    return baue(art)


@cache
def datei(art: str, format: str) -> bytes:
    return setzen(gebaut(art), format)


def setzen(bericht: Bericht, format: str) -> bytes:
    return AUSGABEN[format].setzen(freigeben(bericht, Fassung.INTERN))


def blick(art: str) -> Blick:
    if art == "quartal":
        return Blick("2024-07", "2024-09")
    return Blick("2024-01", "2024-09", "Cotta" if art == "planungsbereich" else "")


@pytest.mark.parametrize("format", LESER)
@pytest.mark.parametrize("art", ARTEN)
def test_jede_zelle_jedes_berichts(art, format):
    urteil = vergleichen(LESER[format](datei(art, format)), blick(art))
    assert urteil.maengel == []
    assert {spalte for _, spalte in urteil.ausserhalb} <= TEXTSPALTEN
    assert urteil.gleich >= MINDESTENS[art]


def abweichend(art: str, inhalt: bytes) -> list[str]:
    """Tabellen, die das PDF anders zeigt als die eben nachgerechnete Word-Datei, oder gar nicht."""
    gezeigt = pdf(inhalt)
    return [
        tabelle.titel
        for tabelle in docx(datei(art, "docx"))
        if not tabelle.ist_bild and tabelle.spalten[0] != "Nr." and not _steht_da(tabelle, gezeigt)
    ]


def _steht_da(tabelle, gezeigt: dict[str, str]) -> bool:
    kopf = schmal("".join(tabelle.spalten))
    text = next((t for titel, t in gezeigt.items() if schmal(tabelle.titel).startswith(titel)), "")
    zellen = schmal("".join(zelle for zeile in tabelle.zeilen for zelle in zeile))
    return f"{kopf}{zellen}Zeitraum:" in text[: text.find(kopf)] + kopf + text[text.find(kopf) :].replace(kopf, "")


@pytest.mark.parametrize("art", ARTEN)
def test_jede_zahlentabelle_im_pdf(art):
    assert abweichend(art, datei(art, "pdf")) == []


# --- Eingebaute Fehler ------------------------------------------------------------------------------------------------


def gefaelscht(bericht: Bericht) -> Bericht:
    """Die letzte Zahlentabelle mit einer um eins höheren Zahl, das letzte Diagramm mit einem höheren Punkt."""
    bausteine = list(bericht.bausteine)
    nr = max(nr for nr, b in enumerate(bausteine) if isinstance(b, Zahlentabelle))
    tabelle = bausteine[nr].tabelle
    erste, *uebrige = tabelle.zeilen
    bausteine[nr] = Zahlentabelle(replace(tabelle, zeilen=((erste[0], erste[1] + 1, *erste[2:]), *uebrige)))
    nr = max(nr for nr, b in enumerate(bausteine) if isinstance(b, Abbildung))
    diagramm = bausteine[nr].diagramm
    reihe, *andere = diagramm.reihen
    falsch = replace(reihe, werte=(reihe.werte[0] + 1, *reihe.werte[1:]))
    bausteine[nr] = Abbildung(replace(diagramm, reihen=(falsch, *andere)))
    return replace(bericht, bausteine=tuple(bausteine))


@pytest.mark.parametrize("format", LESER)
def test_eine_falsche_zelle_und_ein_falscher_punkt_fallen_auf(format):
    falsch = vergleichen(LESER[format](setzen(gefaelscht(gebaut("auswertung")), format)), blick("auswertung")).falsch
    tabelle = [text for text in falsch if text.startswith("Wie Fälle zur Beratung kommen | Selbstmeldung")]
    bild = [text for text in falsch if text.startswith("Neuzugänge: Selbstmeldung") and "36,7" in text]
    assert len(tabelle) == 1 and len(bild) == (2 if format == "xlsx" else 1)  # Excel: das Blatt und sein Diagramm
    assert len(falsch) == len(tabelle) + len(bild)


def test_eine_falsche_zelle_im_pdf_faellt_auf():
    assert abweichend("auswertung", setzen(gefaelscht(gebaut("auswertung")), "pdf")) == [
        "Wie Fälle zur Beratung kommen"
    ]


def test_eine_unbekannte_tabelle_faellt_auf():
    bericht = gebaut("quartal")
    fremde = [
        Zahlentabelle(replace(b.tabelle, titel="Etwas Neues")) if isinstance(b, Zahlentabelle) else b
        for b in bericht.bausteine
    ]
    fremd = vergleichen(
        LESER["docx"](setzen(replace(bericht, bausteine=tuple(fremde)), "docx")), blick("quartal")
    ).fremd
    assert fremd == ["Etwas Neues"] * 3


# --- Was der Auftraggeber veröffentlicht hat --------------------------------------------------------------------------


def test_die_papiertabelle_hat_acht_handlungsfelder_neunzehn_ziele_und_neunundvierzig_massnahmen():
    felder, ziele, massnahmen = fachplan()
    assert (len(felder), len(ziele), len(massnahmen)) == (8, 19, 49)
    je_feld = [sum(feld == f for f, _ in massnahmen.values()) for feld in felder]
    assert je_feld == [5, 7, 9, 5, 5, 3, 1, 14]


def test_jede_massnahme_des_amts_steht_in_jedem_format():
    for format, leser in LESER.items():
        nummern = {
            zeile[0].rstrip(".")
            for tabelle in leser(datei("massnahmen", format))
            if tabelle.spalten[0] == "Nr."
            for zeile in tabelle.zeilen
        }
        assert nummern == fachplan()[2].keys(), format


def test_alle_berichtsarten_und_formate_sind_dabei():
    assert set(ARTEN) == set(BERICHTSARTEN)
    assert set(AUSGABEN) == {*LESER, "pdf"}
