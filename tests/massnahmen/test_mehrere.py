"""Schnell erfassen: Zeile in der Liste, mehrere auf einmal, gespeicherte Ansichten."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from massnahmen.models import (
    Beteiligung,
    GespeicherteAnsicht,
    Massnahme,
    Phase,
    Sachstandsart,
    Sachstandsmeldung,
    Stelle,
)
from massnahmen.sachstand.melden import sachstand_melden

from .menge import zweitausend_anlegen
from .seitentext import text

pytestmark = pytest.mark.django_db
LISTE, MEHRERE = "/massnahmen/", "/massnahmen/mehrere/"


def art(schluessel):
    return Sachstandsart.objects.get(schluessel=schluessel)


def nummer(nr):
    return Massnahme.objects.get(nr=nr).pk


def versteckt(antwort):
    """Die versteckten Felder des Bestätigungsformulars."""
    felder: dict[str, list[str]] = {}
    for eingabe in re.findall(r'<input type="hidden"[^>]*>', antwort.content.decode()):
        name = re.search(r'name="([^"]*)"', eingabe)[1]
        wert = re.search(r'value="([^"]*)"', eingabe)
        felder.setdefault(name, []).append(wert[1] if wert else "")
    return felder


# --- Zeile ------------------------------------------------------------------------------------------------------------


def zeile(nr):
    return reverse("massnahmen:zeile_bearbeiten", args=[nummer(nr)])


def absenden(client, nr, /, **anders):
    m = Massnahme.objects.mit_angaben().get(nr=nr)
    daten = {
        "sachstandsart": art("laufend").pk,
        "erlaeuterung": "",
        "gueltig_ab": m.meldung.gueltig_ab.isoformat(),
        "grundlage": m.meldung.pk,
    }
    return client.post(zeile(nr), daten | anders)


def test_zeile_wird_formular_und_wieder_zeile(angemeldet):
    client = angemeldet("sachbearbeitung")
    formular = client.get(zeile("1.1.1."))
    assert formular.content.decode().lstrip().startswith("<tr")
    assert "<html" not in formular.content.decode()
    gespeichert = absenden(client, "1.1.1.", erlaeuterung="Befragung läuft")
    assert gespeichert.status_code == 200
    assert gespeichert.content.decode().lstrip().startswith("<tr")
    assert "laufend" in text(gespeichert)
    assert "Befragung läuft" in text(gespeichert)
    assert "Sachstand von 1.1.1. gespeichert: laufend." in gespeichert["HX-Trigger"]
    gelesen = client.get(reverse("massnahmen:zeile", args=[nummer("1.1.1.")]))
    assert "laufend" in text(gelesen)
    assert "Ändern" in text(gelesen)
    # Die geltende Erläuterung steht beim nächsten Öffnen schon im Feld.
    assert "Befragung läuft</textarea>" in client.get(zeile("1.1.1.")).content.decode()


def test_fehler_bleiben_in_der_zeile(angemeldet):
    antwort = absenden(angemeldet("sachbearbeitung"), "1.1.1.", sachstandsart=art("entfallen").pk)
    assert antwort.status_code == 422
    assert antwort.content.decode().lstrip().startswith("<tr")
    assert "„entfallen“ braucht eine Erläuterung" in text(antwort)


def test_zusammenstoss_zeigt_beide_in_der_zeile(angemeldet, massnahme, person):
    m = massnahme("1.1.1.")
    sachstand_melden(
        massnahme=m, sachstandsart=art("modifiziert"), erlaeuterung="Text der anderen", grundlage=m.meldung.pk,
        von=person("leitung"),
    )  # fmt: skip
    client = angemeldet("sachbearbeitung")
    antwort = absenden(client, "1.1.1.", grundlage=m.meldung.pk, erlaeuterung="Mein Text")
    assert antwort.status_code == 409
    assert "Text der anderen" in text(antwort)
    assert "Mein Text" in text(antwort)
    grundlage = re.search(r'name="grundlage" value="(\d+)"', antwort.content.decode())[1]
    heute = re.search(r'name="gueltig_ab" value="([\d-]+)"', client.get(zeile("1.1.1.")).content.decode())[1]
    assert (
        absenden(client, "1.1.1.", grundlage=grundlage, erlaeuterung="Mein Text", gueltig_ab=heute).status_code == 200
    )


def test_mehr_felder_aendern_nicht_mehr(angemeldet):
    vorher = Massnahme.objects.filter(nr="1.1.1.").values().get()
    absenden(angemeldet("sachbearbeitung"), "1.1.1.", beschreibung="gekapert", nr="9.9.9.", ist_haushaltsrelevant="")
    assert Massnahme.objects.filter(pk=vorher["id"]).values().get() == vorher


# --- Mehrere ----------------------------------------------------------------------------------------------------------


def test_vorschau_zeigt_alt_und_neu_und_schreibt_nichts(angemeldet):
    client, vorher = angemeldet("sachbearbeitung"), Sachstandsmeldung.objects.count()
    daten = {"massnahme": [nummer("1.1.1."), nummer("1.1.3.")], "sachstandsart": art("laufend").pk}
    antwort = client.post(MEHRERE, daten)
    seite = text(antwort)
    assert "1 Maßnahme wird geändert, 1 nicht" in seite
    assert "bisher: begonnen → neu: laufend" in seite
    assert "steht schon so" in seite  # 1.1.3. ist schon laufend
    assert Sachstandsmeldung.objects.count() == vorher
    fertig = client.post(MEHRERE, versteckt(antwort) | {"bestaetigt": "1"}, follow=True)
    assert "1 Maßnahme geändert: 1.1.1." in text(fertig)
    assert Sachstandsmeldung.objects.count() == vorher + 1


def test_ohne_neue_erlaeuterung_behaelt_jede_ihre_eigene(angemeldet, massnahme, person):
    m = massnahme("1.1.1.")
    angaben = {"sachstandsart": m.meldung.sachstandsart, "grundlage": m.meldung.pk, "von": person("sachbearbeitung")}
    sachstand_melden(massnahme=m, erlaeuterung="Eigener Text", **angaben)
    client = angemeldet("sachbearbeitung")
    antwort = client.post(MEHRERE, {"massnahme": [m.pk], "sachstandsart": art("laufend").pk})
    client.post(MEHRERE, versteckt(antwort) | {"bestaetigt": "1"})
    assert massnahme("1.1.1.").meldung.erlaeuterung == "Eigener Text"
    # Der alte Text begründet aber keinen Schritt, der eine Begründung braucht.
    antwort = client.post(MEHRERE, {"massnahme": [m.pk], "sachstandsart": art("entfallen").pk})
    assert "braucht eine Erläuterung" in text(antwort)


def test_leitung_aendert_frist_und_stelle(angemeldet, massnahme):
    client, gesundheit = angemeldet("leitung"), Stelle.objects.get(name="Gesundheitsamt")
    gewaehlt = [nummer("1.1.1."), nummer("2.2.3.")]
    daten = {"massnahme": gewaehlt, "frist": "2027-06-30", "stelle": gesundheit.pk}
    antwort = client.post(MEHRERE, daten)
    seite = text(antwort)
    assert "bisher: 31.12.2021 → neu: 30.06.2027" in seite
    assert "bisher: Sozialamt → neu: Gesundheitsamt" in seite
    assert "läuft ohne festes Ende und hat keine Frist" in seite
    client.post(MEHRERE, versteckt(antwort) | {"bestaetigt": "1"})
    m = massnahme("1.1.1.")
    assert m.phasen.get().bis == date(2027, 6, 30)
    rollen = {b.stelle.name: (b.rolle, b.ist_vermutung) for b in m.beteiligungen.all()}
    assert rollen["Gesundheitsamt"] == ("federfuehrend", False)
    assert rollen["Sozialamt"] == ("beteiligt", False)
    assert massnahme("2.2.3.").beteiligungen.get(rolle="federfuehrend").stelle != gesundheit


@pytest.mark.parametrize("was", ["sachstand", "phase", "stelle"])
def test_was_inzwischen_geaendert_wurde_haelt_alles_auf(angemeldet, massnahme, person, was):
    rolle = "sachbearbeitung" if was == "sachstand" else "leitung"
    client = angemeldet(rolle)
    angabe = {"sachstandsart": art("abgeschlossen").pk} if was == "sachstand" else {"frist": "2027-06-30"}
    antwort = client.post(MEHRERE, {"massnahme": [nummer("1.1.1."), nummer("4.1.1.")]} | angabe)
    assert "2 Maßnahmen werden geändert" in text(antwort)
    m = massnahme("4.1.1.")
    if was == "sachstand":
        sachstand_melden(massnahme=m, sachstandsart=art("laufend"), grundlage=m.meldung.pk, von=person("leitung"))
    elif was == "phase":
        Phase.objects.filter(massnahme=m).update(bis=date(2025, 1, 1))
    else:
        Beteiligung.objects.filter(massnahme=m).update(rolle="beteiligt")
    meldungen, phase = Sachstandsmeldung.objects.count(), massnahme("1.1.1.").phasen.get().bis
    zweite = client.post(MEHRERE, versteckt(antwort) | {"bestaetigt": "1"})
    assert zweite.status_code == 409
    assert "Inzwischen hat jemand geändert; geschrieben ist nichts" in text(zweite)
    assert "4.1.1." in text(zweite)
    assert (Sachstandsmeldung.objects.count(), massnahme("1.1.1.").phasen.get().bis) == (meldungen, phase)
    assert client.post(MEHRERE, versteckt(zweite) | {"bestaetigt": "1"}).status_code == 302


def test_niemand_aendert_mehr_als_er_darf(angemeldet, massnahme):
    fremd, eigen = nummer("3.2.2."), nummer("1.1.1.")
    sach = angemeldet("sachbearbeitung")
    angaben = {"massnahme": [fremd, eigen], "sachstandsart": art("laufend").pk, "frist": "2030-01-01", "stelle": "1"}
    antwort = sach.post(MEHRERE, angaben)
    assert "3.2.2." not in text(antwort)
    untergeschoben = versteckt(antwort) | {"massnahme": [fremd, eigen], "bestaetigt": "1", "frist": "2030-01-01"}
    sach.post(MEHRERE, untergeschoben | {f"grundlage_{fremd}": "x"})
    assert massnahme("3.2.2.").meldung.erfasst_von is None
    assert massnahme("1.1.1.").phasen.get().bis == date(2021, 12, 31)
    leitung = angemeldet("leitung").post(MEHRERE, {"massnahme": [eigen], "sachstandsart": art("entfallen").pk})
    assert leitung.status_code == 422  # das Feld gibt es für die Leitung nicht


@pytest.mark.parametrize("wert", ["", "x", "²", "-1", "9" * 40, "1; DROP"])
def test_verdorbene_auswahl_ist_kein_absturz(angemeldet, wert):
    client = angemeldet("leitung")
    assert client.get(MEHRERE, {"massnahme": wert}).status_code == 302
    assert client.post(MEHRERE, {"massnahme": wert, "frist": "2027-01-01"}).status_code == 422


@pytest.mark.langsam
def test_zahl_der_abfragen_der_vorschau_haengt_nicht_an_der_auswahl(angemeldet):
    zweitausend_anlegen()
    client = angemeldet("leitung")
    alle = list(Massnahme.objects.filter(nr__startswith="9.").values_list("pk", flat=True))

    def abfragen(anzahl):
        with CaptureQueriesContext(connection) as gezaehlt:
            client.post(MEHRERE, {"massnahme": alle[:anzahl], "frist": "2027-01-01"})
        return len(gezaehlt)

    assert abfragen(2) == abfragen(300) <= 16


# --- Ansichten --------------------------------------------------------------------------------------------------------


def test_ansicht_speichern_zeigen_loeschen(angemeldet):
    client = angemeldet("leitung")
    antwort = client.post(
        f"{LISTE}ansichten/neu/?sachstand=begonnen&page=3&boese=1", {"name": "In Arbeit"}, follow=True
    )
    assert "Ansicht „In Arbeit“ gespeichert." in text(antwort)
    assert "24 von 49 Maßnahmen" in text(antwort)
    ansicht = GespeicherteAnsicht.objects.get()
    assert ansicht.abfrage == "sachstand=begonnen"
    assert '<a href="/massnahmen/?sachstand=begonnen">In Arbeit</a>' in client.get(LISTE).content.decode()
    assert "In Arbeit" not in text(angemeldet("sachbearbeitung").get(LISTE))
    doppelt = client.post(f"{LISTE}ansichten/neu/?sachstand=laufend", {"name": "In Arbeit"})
    assert doppelt.status_code == 422
    assert "haben Sie schon" in text(doppelt)
    loeschen = reverse("massnahmen:ansicht_loeschen", args=[ansicht.pk])
    assert angemeldet("sachbearbeitung").post(loeschen).status_code == 404
    assert "gelöscht" in text(client.post(loeschen, follow=True))
    assert not GespeicherteAnsicht.objects.exists()


def test_ohne_filter_oder_namen_keine_ansicht(angemeldet):
    client = angemeldet("leitung")
    assert client.post(f"{LISTE}ansichten/neu/", {"name": "Alles"}).status_code == 302
    assert client.post(f"{LISTE}ansichten/neu/?stichtag=unsinn", {"name": "Unsinn"}).status_code == 302
    assert client.post(f"{LISTE}ansichten/neu/?sachstand=begonnen", {"name": " "}).status_code == 422
    assert not GespeicherteAnsicht.objects.exists()
