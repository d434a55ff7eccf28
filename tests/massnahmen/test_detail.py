"""Die Detailseite und das Melden: wer darf, was verlangt wird, was bei zwei Personen geschieht."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massnahmen.models import Haushaltsbetrag, Massnahme, Sachstandsart, Sachstandsmeldung
from massnahmen.sachstand.melden import sachstand_melden

from .seitentext import text

pytestmark = pytest.mark.django_db
LISTE = "/massnahmen/"
ROLLEN = ("sachbearbeitung", "koordination", "administration", "leitung")


def art(schluessel):
    return Sachstandsart.objects.get(schluessel=schluessel)


def detail(nr):
    return reverse("massnahmen:detail", args=[Massnahme.objects.get(nr=nr).pk])


def test_detailseite_zeigt_alles(angemeldet):
    seite = text(angemeldet("leitung").get(detail("2.2.3.")))
    for erwartet in (
        "Verweis auf und Motivation",
        "2.2. Ziel: Eine zielgruppendifferenzierte Strategie",
        "Sozialamt : federführend (Vermutung aus der Reihenfolge)",
        "ab 01.01.2020",
        "Aktionen zum Internationalen Tag",
        "eigene Laufzeit: ab 2022 jeweils 01.10.",
        "aus der Papiertabelle",
        "Die Laufzeit ist nach hinten offen",
    ):
        assert erwartet in seite


def test_formular_nur_fuer_eigene_massnahmen(angemeldet):
    assert "Sachstand speichern" in text(angemeldet("sachbearbeitung").get(detail("1.1.1.")))
    fremd = angemeldet("sachbearbeitung").get(detail("3.2.2."))
    assert fremd.status_code == 200
    assert "Sachstand speichern" not in text(fremd)
    assert "Sachstand speichern" not in text(angemeldet("leitung").get(detail("1.1.1.")))


def absenden(client, nr, **anders):
    m = Massnahme.objects.mit_angaben().get(nr=nr)
    daten = {
        "sachstandsart": art("laufend").pk,
        "erlaeuterung": "",
        "gueltig_ab": timezone.localdate().isoformat(),
        "grundlage": m.meldung.pk,
    } | anders
    return client.post(reverse("massnahmen:sachstand_melden", args=[m.pk]), daten)


@pytest.mark.parametrize(
    ("rolle", "nr", "status"),
    [
        ("sachbearbeitung", "1.1.1.", 302),
        ("sachbearbeitung", "3.2.2.", 404),
        ("koordination", "1.1.1.", 403),
        ("administration", "1.1.1.", 403),
        ("leitung", "1.1.1.", 403),
    ],
)
def test_wer_melden_darf(angemeldet, rolle, nr, status):
    vorher = Sachstandsmeldung.objects.count()
    client = angemeldet(rolle)
    assert absenden(client, nr).status_code == status
    m = Massnahme.objects.mit_angaben().get(nr=nr)
    bestaetigt = client.post(reverse("massnahmen:sachstand_bestaetigen", args=[m.pk]), {"grundlage": m.meldung.pk})
    assert bestaetigt.status_code == status
    assert Sachstandsmeldung.objects.count() == vorher + (2 if status == 302 else 0)


def test_lesen_duerfen_alle_rollen_und_niemand_ohne_anmeldung(angemeldet, client):
    for rolle in ROLLEN:
        assert angemeldet(rolle).get(LISTE).status_code == 200
        assert angemeldet(rolle).get(detail("1.1.1.")).status_code == 200
    assert client.get(LISTE).status_code == 302
    assert client.get(detail("1.1.1.")).status_code == 302


def test_melden_geht_nur_mit_post(angemeldet):
    pk = Massnahme.objects.get(nr="1.1.1.").pk
    for name in ("sachstand_melden", "sachstand_bestaetigen"):
        assert angemeldet("sachbearbeitung").get(reverse(f"massnahmen:{name}", args=[pk])).status_code == 405


def test_in_drei_klicks_von_der_liste_zum_gespeicherten_sachstand(angemeldet):
    client = angemeldet("sachbearbeitung")
    zeile = re.search(r'href="(/massnahmen/\d+/)">1\.1\.1\.<', client.get(LISTE).content.decode())
    seite = client.get(zeile[1]).content.decode()  # 1. Klick; 2. Klick wählt aus, 3. Klick speichert
    ziel = re.search(r'action="(/massnahmen/\d+/sachstand/)"', seite)[1]
    felder = dict(re.findall(r'<input type="hidden" name="(grundlage)" value="(\d+)"', seite))
    felder |= {"gueltig_ab": re.search(r'name="gueltig_ab" value="([\d-]+)"', seite)[1]}
    antwort = client.post(ziel, felder | {"sachstandsart": art("laufend").pk}, follow=True)
    assert "Sachstand von 1.1.1. gespeichert: laufend." in text(antwort)


def test_fehlende_begruendung_steht_am_feld_und_nichts_geht_verloren(angemeldet):
    client = angemeldet("sachbearbeitung")
    antwort = absenden(client, "1.1.1.", sachstandsart=art("entfallen").pk)
    assert antwort.status_code == 422
    assert "Bitte begründen Sie den Sachstand: „entfallen“ braucht eine Erläuterung." in text(antwort)
    morgen = timezone.localdate() + timedelta(days=1)
    antwort = absenden(client, "1.1.1.", erlaeuterung="Schon getippt", gueltig_ab=morgen.isoformat())
    assert antwort.status_code == 422
    assert "Schon getippt" in text(antwort)
    assert "nicht ab einem Tag in der Zukunft" in text(antwort)


def test_unveraendert_bestaetigen_mit_einem_klick(angemeldet):
    client = angemeldet("sachbearbeitung")
    m = Massnahme.objects.mit_angaben().get(nr="1.1.1.")
    antwort = client.post(
        reverse("massnahmen:sachstand_bestaetigen", args=[m.pk]), {"grundlage": m.meldung.pk}, follow=True
    )
    assert "1.1.1. ist unverändert bestätigt: begonnen." in text(antwort)
    assert "Unverändert bestätigt von Sabine Beispiel" in text(antwort)
    # Dieselbe Seite noch einmal abgeschickt: nicht doppelt, sondern ein Hinweis.
    antwort = client.post(
        reverse("massnahmen:sachstand_bestaetigen", args=[m.pk]), {"grundlage": m.meldung.pk}, follow=True
    )
    assert "Nicht bestätigt: Inzwischen wurde ein anderer Sachstand gemeldet." in text(antwort)


@pytest.mark.parametrize("grundlage", ["", "x", "²", "99999999999999999999999"])
def test_verdorbene_grundlage_ist_kein_absturz(angemeldet, grundlage):
    client = angemeldet("sachbearbeitung")
    pk = Massnahme.objects.get(nr="1.1.1.").pk
    assert absenden(client, "1.1.1.", grundlage=grundlage).status_code in (409, 422)
    antwort = client.post(reverse("massnahmen:sachstand_bestaetigen", args=[pk]), {"grundlage": grundlage})
    assert antwort.status_code == 302


def test_zwei_personen_die_spaetere_sieht_beide_texte_und_verliert_nichts(angemeldet, person):
    client = angemeldet("sachbearbeitung")
    alt = Massnahme.objects.mit_angaben().get(nr="1.1.1.")
    sachstand_melden(
        massnahme=alt,
        sachstandsart=art("modifiziert"),
        erlaeuterung="Text der anderen Person",
        grundlage=alt.meldung.pk,
        von=person("leitung"),
    )
    antwort = absenden(client, "1.1.1.", grundlage=alt.meldung.pk, erlaeuterung="Mein eigener Text")
    assert antwort.status_code == 409
    seite = text(antwort)
    assert "Text der anderen Person" in seite
    assert seite.count("Mein eigener Text") == 2  # im Vergleich und im Formular
    assert "Lothar Beispiel" in seite
    # Das Formular dieser Seite speichert, ohne erneut anzustoßen; beide Zeilen bleiben im Verlauf.
    grundlage = re.search(r'name="grundlage" value="(\d+)"', antwort.content.decode())[1]
    antwort = absenden(client, "1.1.1.", grundlage=grundlage, erlaeuterung="Mein eigener Text")
    assert antwort.status_code == 302
    verlauf = text(client.get(detail("1.1.1.")))
    assert "Mein eigener Text" in verlauf
    assert "Text der anderen Person" in verlauf


# --- Die Seite an einem vergangenen Tag -------------------------------------------------------------------------------


def test_zum_stichtag_steht_alles_wie_damals_und_nichts_laesst_sich_aendern(angemeldet, person):
    m, gestern = Massnahme.objects.get(nr="1.1.1."), timezone.localdate() - timedelta(days=1)
    absenden(angemeldet("sachbearbeitung"), "1.1.1.", erlaeuterung="Heute gemeldet")
    alt, m.beschreibung, m._history_user = m.beschreibung, "Neu gefasst", person("leitung")
    m.save()
    betrag = Haushaltsbetrag(massnahme=m, jahr=2027, betrag=10, quelle="heute bewilligt")
    betrag._history_user = person("leitung")
    betrag.save()
    m.notizen.create(text="Notiz von heute", von=person("leitung"))
    for rolle in ("sachbearbeitung", "leitung"):
        antwort = angemeldet(rolle).get(detail("1.1.1."), {"stichtag": gestern.isoformat()})
        seite, inhalt = text(antwort), antwort.content.decode()
        assert f"Stand vom {gestern:%d.%m.%Y}" in seite
        assert alt in seite
        assert not any(w in seite for w in ("Neu gefasst", "Heute gemeldet", "heute bewilligt", "Notiz von heute"))
        assert 'method="post" action="/massnahmen' not in inhalt
        wege = ("/bearbeiten/", "/neu/", "Unverändert bestätigen", "Sachstand speichern")
        assert not any(weg in inhalt for weg in wege)
        assert f'href="{detail("1.1.1.")}">Zum Stand von heute' in inhalt
    heute = text(angemeldet("leitung").get(detail("1.1.1.")))
    assert all(w in heute for w in ("Neu gefasst", "Heute gemeldet", "heute bewilligt", "Notiz von heute"))


def test_die_liste_eines_stichtags_fuehrt_zur_seite_desselben_tags(angemeldet):
    inhalt = angemeldet("leitung").get(LISTE, {"stichtag": "2023-05-01"}).content.decode()
    assert f'href="{detail("1.1.1.")}?stichtag=2023-05-01"' in inhalt


@pytest.mark.parametrize("tag", ["2999-01-01", "1066-01-01", "gestern"])
def test_unmoeglicher_stichtag_zeigt_heute_und_sagt_am_feld_warum(angemeldet, tag):
    antwort = angemeldet("leitung").get(detail("1.1.1."), {"stichtag": tag})
    assert "Bearbeiten oder verschieben" in text(antwort)
    assert antwort.context["stichtagform"].errors["stichtag"]
