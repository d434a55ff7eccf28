"""Die Fassung Weitergabe in jedem Format: jede geschützte Zahl ein Vielfaches der Basis, Summen und Verhältnisse aus
den gezeigten Zahlen, in allen Dateien dasselbe; und nahe an dem, was die zweite Zählung zählt."""

import json
from decimal import Decimal
from functools import cache
from io import StringIO

import pytest
from django.core.management import call_command

from beratung.models import Lieferungsteil
from berichte.ausgabe import AUSGABEN
from berichte.kern.geheimhaltung import Fassung, freigeben
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .arthilfen import MIT_BERATUNG, MIT_WEITERGABE, baue
from .freigabewelt import erteilte, pruefen
from .tabellenleser import LESER, wert
from .zweitrechnung import MERKMALE, Blick, Tabelle, auspraegungen, periode, prozent
from .zweitregeln import erwartet

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]
ARTEN = [art for art in MIT_BERATUNG if art in MIT_WEITERGABE]
BASIS, PROZENT_AB = 5, 50
NAHE = 3 * BASIS  # so weit wichen Summen in Versuchen höchstens ab (kern/grundlage.py)
ZEICHEN = {".", "x", "fehlt"}
NACH_ANTEIL = {*MERKMALE.values()} - {"altersgruppe"}  # Alter und Geschlecht stehen gezählt im Bild


@pytest.fixture(scope="module", autouse=True)
def freigabe(welt_des_moduls) -> int:
    """Zwei Monate und dieselben des Vorjahres, mit dem wirklichen Schutz gerechnet; dazwischen ist nichts gemeldet."""
    zeitraeume = [Zeitraum(Monat(jahr, 8), Monat(jahr, 9)) for jahr in (2023, 2024)]
    monate = [monat.erster for zeitraum in zeitraeume for monat in zeitraum]
    Lieferungsteil.objects.exclude(monat__in=monate).update(ist_gueltig=False)
    for zeitraum in zeitraeume:
        pruefen(zeitraum)
    return erteilte(Zeitraum(Monat(2023, 8), Monat(2024, 9))).pk


@cache
def gelesen(art: str, format: str, freigabe: int) -> list[Tabelle]:
    """Nur Tabellen und Diagramme mit Beratungszahlen."""
    datei = AUSGABEN[format].setzen(freigeben(baue(art, freigabe=freigabe), Fassung.WEITERGABE))
    return [t for t in LESER[format](datei) if t.spalten[0] != "Nr." and "Maßnahmen" not in t.titel]


def anzahlen(tabelle: Tabelle) -> list[int]:
    """Die Spalten, in denen gezählt wird; bei Balken nach Merkmalen stehen Anteile."""
    balken = {zeile[0] for zeile in tabelle.zeilen}
    if tabelle.ist_bild and any(balken <= auspraegungen(e, m) for e in ("beratung", "neuzugang") for m in NACH_ANTEIL):
        return []
    ohne = ("Differenz", "Prozent", "Anteil")
    return [nr for nr, name in enumerate(tabelle.spalten) if nr and not name.startswith(ohne)]


@pytest.mark.parametrize("format", LESER)
@pytest.mark.parametrize("art", ARTEN)
def test_jede_geschuetzte_zahl_ist_ein_vielfaches_der_basis_oder_ein_zeichen(art, format, freigabe):
    zahlen = 0
    for tabelle in gelesen(art, format, freigabe):
        for zeile in tabelle.zeilen:
            for nr in anzahlen(tabelle):
                zelle = wert(zeile[nr])
                assert zelle in ZEICHEN or zelle % BASIS == 0, (tabelle.titel, zeile)
                zahlen += isinstance(zelle, Decimal)
    assert zahlen > 40


@pytest.mark.parametrize("format", LESER)
@pytest.mark.parametrize("art", ARTEN)
def test_verhaeltnisse_und_summen_kommen_aus_den_gezeigten_zahlen(art, format, freigabe):
    for tabelle in gelesen(art, format, freigabe):
        if tabelle.ist_bild:
            continue
        *einzelne, letzte = [dict(zip(tabelle.spalten, map(wert, zeile), strict=True)) for zeile in tabelle.zeilen]
        hat_summe = tabelle.zeilen[-1][0] in ("zusammen", "Dresden")
        for nr in anzahlen(tabelle) if hat_summe else ():
            name = tabelle.spalten[nr]
            assert sum(zeile[name] for zeile in einzelne) == letzte[name], (tabelle.titel, name)
        frueher, heute = (tabelle.spalten[nr] for nr in (1, 2))
        for zeile in [*einzelne, letzte] if "Differenz" in tabelle.spalten else ():
            if Decimal not in {type(zeile[frueher])} & {type(zeile[heute])}:
                continue
            assert zeile["Differenz"] == zeile[heute] - zeile[frueher], (tabelle.titel, zeile)
            if isinstance(zeile["Prozent"], Decimal):
                assert zeile[frueher] >= PROZENT_AB and zeile["Prozent"] == prozent(zeile["Differenz"], zeile[frueher])
            for name in (frueher, heute):
                if isinstance(anteil := zeile.get(f"Anteil {name}"), Decimal):
                    assert anteil == prozent(zeile[name], letzte[name]), (tabelle.titel, zeile)


@pytest.mark.parametrize("art", ARTEN)
def test_alle_formate_zeigen_dasselbe(art, freigabe):
    def inhalt(format: str) -> set[tuple]:
        return {
            (t.titel, zeile[0], nr, wert(zelle))
            for t in gelesen(art, format, freigabe)
            for zeile in t.zeilen
            for nr, zelle in enumerate(zeile[1:])
        }

    erste, *andere = LESER
    for format in andere:
        assert inhalt(format) == inhalt(erste), format


@pytest.mark.parametrize("art", ARTEN)
def test_geschuetzte_zahlen_liegen_nahe_an_der_zweiten_zaehlung(art, freigabe):
    blick, nahe = Blick("2024-08", "2024-09", "Cotta" if art == "planungsbereich" else ""), 0
    for tabelle in gelesen(art, "docx", freigabe):
        spalten = [nr for nr in anzahlen(tabelle) if not tabelle.ist_bild and periode(tabelle.spalten[nr])]
        if "Monat" in tabelle.spalten or not spalten:
            continue
        for zeile, soll in zip(tabelle.zeilen, erwartet(tabelle, blick), strict=True):
            for nr in spalten:
                assert abs(wert(zeile[nr]) - soll[nr - 1]) <= NAHE, (tabelle.titel, zeile, soll)
                nahe += 1
    assert nahe >= 20


def test_der_befehl_nennt_zur_weitergabe_nur_vielfache(freigabe):
    ausgabe = StringIO()
    angaben = {"von": "2024-08", "bis": "2024-09", "vergleich": "vorjahr", "json": True, "fassung": "weitergabe"}
    call_command("kennzahlen", **angaben, stdout=ausgabe, stderr=StringIO())
    werte = json.loads(ausgabe.getvalue())["werte"]
    gezeigt = [w[name] for w in werte for name in ("wert", "vergleichswert", "differenz") if w[name] is not None]
    assert len(gezeigt) > 1000 and all(zahl % BASIS == 0 for zahl in gezeigt)
