"""Kleine Lieferungen aus echten Bytes. Sie liegen 2025: die Vorführung reicht nur bis September 2024."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command

from beratung.kern.zaehlung import Quelle
from beratung.lieferungen.uebernahme import annehmen, uebernehmen
from beratung.models import Lieferung, Monatswert
from beratung.pruefung.datei import pruefen
from beratung.stammdaten.nachschlagen import profil_finden
from dresden_senioren.kern.zeitraum import Monat

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
SEPTEMBER = Monat(2025, 9)
FALLKOPF = ["Monat", "Beratungsstelle", "Stadtteil", "Alter", "Geschlecht", "Migrationshintergrund", "Familienstand",
            "Fallherkunft"]  # fmt: skip
FALL = ["2025-09", "s-cotta", "92", "82", "w", "nein", "verwitwet", "Selbstmeldung"]


def als_csv(*zeilen: list[str], trenner=";", kodierung="utf-8") -> bytes:
    return "".join(trenner.join(map(str, zeile)) + "\n" for zeile in zeilen).encode(kodierung)


def als_xlsx(**blaetter: list[list]) -> bytes:
    """Mappe mit Blatt je Namen; Texte als Text, Zahlen als Zahl."""
    puffer = io.BytesIO()
    mappe = xlsxwriter.Workbook(puffer, {"in_memory": True, "strings_to_formulas": False})
    tag = mappe.add_format({"num_format": "dd.mm.yyyy"})
    for name, zeilen in blaetter.items():
        blatt = mappe.add_worksheet(name)
        for nr, zeile in enumerate(zeilen):
            for spalte, wert in enumerate(zeile):
                if isinstance(wert, date):
                    blatt.write_datetime(nr, spalte, wert, tag)
                else:
                    blatt.write(nr, spalte, wert)
    mappe.close()
    return puffer.getvalue()


def pruefe(inhalt: bytes, *, quelle=Quelle.SENIORA, monat=SEPTEMBER, profil="standard", art=None, dateiname="test.csv"):
    return pruefen(
        datei=io.BytesIO(inhalt), dateiname=dateiname, quelle=quelle, monat=monat,
        profil=profil_finden(profil) if isinstance(profil, str) else profil, art=art, heute=date(2025, 12, 10),
    )  # fmt: skip


def codes(pruefung) -> list[str]:
    return [befund.code for befund in pruefung.befunde]


def ruf_auf(*argumente, **optionen) -> tuple[int, dict]:
    """Rückgabewert und JSON eines Befehls."""
    ausgabe, rueckgabe = io.StringIO(), 0
    try:
        call_command(*map(str, argumente), "--json", stdout=ausgabe, **optionen)
    except SystemExit as ende:
        rueckgabe = ende.code
    return rueckgabe, json.loads(ausgabe.getvalue())


# --- Zeilen und was aus ihnen wird -----------------------------------------------------------------------------------

LEISTUNGSKOPF = ["Monat", "Beratungsstelle", "Stadtteil", "Leistungsart", "Beratungsfeld", "Beratungsort", "Anzahl",
                 "Fallkennung"]  # fmt: skip
FELD = "Pflege und Gesundheit"


def leistung(art="Beratung", *, stelle="s-cotta", stadtteil="92", feld=FELD, anzahl="", kennung=""):
    return ["2025-09", stelle, stadtteil, art, feld, "Telefon", anzahl, kennung]


def lade(inhalt: bytes, **optionen) -> Lieferung:
    pruefung = pruefe(inhalt, **optionen)
    assert not pruefung.hat_fehler, pruefung.befunde
    return uebernehmen(annehmen(pruefung, von=None), von=None, begruendung="Test")


def faelle(anzahl: int) -> bytes:
    return als_csv(FALLKOPF, *[FALL] * anzahl)


def wuerfel() -> dict:
    """Der Würfel des Testmonats."""
    werte = Monatswert.objects.filter(monat=SEPTEMBER.erster)
    felder = ("quelle", "ebene", "gebiet", "zaehleinheit", "merkmal", "auspraegung")
    return {tuple(zeile[:-1]): zeile[-1] for zeile in werte.values_list(*felder, "anzahl")}


@pytest.fixture
def administration(angemeldet):
    return angemeldet("administration")
