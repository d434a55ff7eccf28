"""Überblick der Leitung: jede Zahl stimmt mit der Liste überein, zu der sie führt; der Bericht aus einer Runde."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils import timezone

from berichte.arten.wunsch import Berichtswunsch
from berichte.arten.zwischenbericht import zwischenbericht
from berichte.kern.akten.bericht import Massnahmentabelle, Massnahmenzeile
from massnahmen.kern.frische import Frische, frische, monate_vorher
from massnahmen.models import Fachplan, Massnahme, Sachstandsart
from massnahmen.runden.ablauf import runde_eroeffnen, runde_schliessen
from massnahmen.sachstand.melden import sachstand_melden

pytestmark = pytest.mark.django_db
HEUTE = date(2026, 8, 31)


def melden(nr, schluessel, von, text="Text"):
    m = Massnahme.objects.mit_termin().get(nr=nr)
    art = Sachstandsart.objects.get(schluessel=schluessel)
    return sachstand_melden(massnahme=m, sachstandsart=art, erlaeuterung=text, grundlage=m.meldung.pk, von=von)


@pytest.fixture
def runde(person):
    heute = timezone.localdate()
    return runde_eroeffnen(
        fachplan=Fachplan.objects.get(),
        bezeichnung="Runde",
        stichtag=heute,
        frist=heute,
        massnahmen=Massnahme.objects.all(),
        von=person("leitung"),
    )


@pytest.mark.langsam
def test_jede_zahl_fuehrt_zu_genau_ihren_zeilen(angemeldet, person, runde):
    sabine, client = person("sachbearbeitung"), angemeldet("leitung")
    melden("1.1.1.", "laufend", sabine)
    runde_schliessen(runde=runde, von=None)
    melden("1.1.1.", "laufend", sabine, "anders")
    melden("2.1.1.", "abgeschlossen", sabine)
    runde_eroeffnen(
        fachplan=runde.fachplan,
        bezeichnung="Zweite",
        stichtag=timezone.localdate(),
        frist=timezone.localdate(),
        massnahmen=Massnahme.objects.filter(nr__startswith="3"),
        von=None,
    )
    inhalt = client.get("/ueberblick/").content.decode()
    zahlen = re.findall(r'<a href="(/massnahmen/[^"]*)">(\d+)<', inhalt)
    karten = re.findall(r'kennzahl__zahl">(\d+)<.*?href="(/massnahmen/[^"]*)"', inhalt, re.DOTALL)
    assert len(karten) == 3
    assert len(zahlen) > 30
    for url, zahl in [*zahlen, *((url, zahl) for zahl, url in karten)]:
        liste = client.get(unescape(url))
        assert len(liste.context["table"].rows) == int(zahl), url
        assert not liste.context["filter"].form.errors
    assert [zahl for zahl, _ in karten[1:]] == ["9", "2"]  # offene Antworten, geändert seit der Runde


def test_summen_und_bild(angemeldet):
    client = angemeldet("leitung")
    inhalt = client.get("/ueberblick/").content.decode()
    fuss = re.search(r"<tfoot>.*?</tfoot>", inhalt, re.DOTALL)[0]
    assert re.findall(r'">(\d+)<span', fuss) == ["9", "1", "24", "1", "14", "49"]
    assert "offene Antworten" not in inhalt  # ohne Runde auch keine Karte dazu
    bild = client.get("/ueberblick/sachstand.svg")
    assert bild["Content-Type"] == "image/svg+xml"
    assert "Handlungsfeld 8" in bild.content.decode()


@pytest.mark.parametrize(
    ("tag", "klasse"),
    [
        (date(2026, 8, 31), Frische.UNTER_6),
        (date(2026, 3, 1), Frische.UNTER_6),
        (date(2026, 2, 28), Frische.BIS_12),  # genau sechs Monate: den 31. Februar gibt es nicht
        (date(2025, 8, 31), Frische.BIS_12),
        (date(2025, 8, 30), Frische.UEBER_12),
        (None, Frische.NIE),
    ],
)
def test_frische_an_ihren_grenzen(tag, klasse):
    assert frische(tag, stichtag=HEUTE) == klasse


def test_monate_vorher_ueber_den_jahreswechsel():
    assert monate_vorher(date(2026, 1, 31), 2) == date(2025, 11, 30)
    assert monate_vorher(date(2026, 12, 5), 12) == date(2025, 12, 5)


def test_einlesen_bestaetigt_nichts(angemeldet, person):
    client = angemeldet("leitung")
    assert "49 Maßnahmen: Zuletzt bestätigt noch nie" in client.get("/massnahmen/?frische=nie").content.decode()
    melden("1.1.1.", "laufend", person("sachbearbeitung"))
    assert len(client.get("/massnahmen/?frische=unter_6").context["table"].rows) == 1


# --- Zwischenbericht aus einer Runde ----------------------------------------------------------------------------------


def zeile(bericht, nr):
    tabelle = next(b for b in bericht.bausteine if isinstance(b, Massnahmentabelle))
    return next(z for z in tabelle.zeilen if isinstance(z, Massnahmenzeile) and z.nr == nr)


def test_bericht_aus_der_runde_bleibt_wie_beim_schliessen(person, runde):
    sabine, heute = person("sachbearbeitung"), timezone.localdate()
    melden("1.1.1.", "laufend", sabine, "beim Schließen")
    abschluss = runde_schliessen(runde=runde, von=None)
    melden("1.1.1.", "abgeschlossen", sabine, "danach")
    assert zeile(zwischenbericht(Berichtswunsch(heute)), "1.1.1.").erlaeuterung == "danach"
    festgehalten = zwischenbericht(Berichtswunsch(heute, abschluss=abschluss))
    assert zeile(festgehalten, "1.1.1.").erlaeuterung == "beim Schließen"
    assert zeile(festgehalten, "1.1.1.").sachstand == "laufend"
    assert "Runde „Runde“, geschlossen am" in festgehalten.datenstand
