"""Liste und Detailseite, wie ein Mensch sie im Browser bekommt."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from massnahmen.dienste import sachstand_melden
from massnahmen.models import (
    Beteiligung,
    Handlungsfeld,
    Massnahme,
    Phase,
    Sachstandsart,
    Sachstandsmeldung,
    Stelle,
    Umsetzungsschritt,
    Ziel,
)
from massnahmen.uebersicht import eigene_massnahmen, sachstand_je_handlungsfeld

pytestmark = pytest.mark.django_db
LISTE = "/massnahmen/"
ROLLEN = ("sachbearbeitung", "koordination", "administration", "leitung")


def text(antwort):
    """Der sichtbare Text einer Seite ohne Leerraum."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", antwort.content.decode())).split())


def nummern(antwort):
    return re.findall(r'href="/massnahmen/\d+/">([\d.]+)<', antwort.content.decode())


def marken(antwort):
    return re.findall(r'marke__zeichen" aria-hidden="true"></span>([^<]+)</span>', antwort.content.decode())


@pytest.fixture
def liste(angemeldet):
    return lambda rolle="sachbearbeitung", **filter_: angemeldet(rolle).get(LISTE, filter_)


def art(schluessel):
    return Sachstandsart.objects.get(schluessel=schluessel)


# --- Liste ------------------------------------------------------------------------------------------------------------


def test_liste_in_der_folge_der_papiertabelle(liste, tabelle):
    gedruckt = re.findall(r"^(\d+\.\d+\.\d+\.?)\t", tabelle.decode(), re.MULTILINE)
    assert nummern(liste()) == gedruckt
    assert len(gedruckt) == 49


def test_liste_zaehlt_wie_die_papiertabelle(liste):
    antwort = liste()
    assert "49 Maßnahmen" in text(antwort)
    gezaehlt = {wort: marken(antwort).count(wort) for wort in set(marken(antwort))}
    assert {w: n for w, n in gezaehlt.items() if w not in ("überfällig", "Beginn überschritten")} == {
        "begonnen": 24,
        "laufend": 14,
        "noch nicht begonnen": 9,
        "modifiziert": 1,
        "nicht systematisch begonnen": 1,
    }
    inhalt = antwort.content.decode()
    assert inhalt.count('data-spalte="Haushaltsrelevanz">ja<') == 16
    assert inhalt.count('data-spalte="Haushaltsrelevanz">nein<') == 33
    assert inhalt.count('class="massnahmen__feld"') == 8
    assert inhalt.count('class="massnahmen__ziel"') == 19


@pytest.mark.parametrize(
    ("filter_", "satz"),
    [
        ({"sachstand": "begonnen"}, "24 von 49 Maßnahmen: Sachstand begonnen"),
        ({"sachstand": "noch-nicht-begonnen"}, "9 von 49 Maßnahmen: Sachstand noch nicht begonnen"),
        ({"haushaltsrelevanz": "ja"}, "16 von 49 Maßnahmen: Haushaltsrelevanz ja"),
        ({"haushaltsrelevanz": "unbekannt"}, "0 von 49 Maßnahmen: Haushaltsrelevanz unbekannt"),
        ({"text": "ÄMTERÜBERGREIFEND"}, "1 von 49 Maßnahmen: Suche „ÄMTERÜBERGREIFEND“"),
        ({"text": "öffentlichkeitsARBEIT soziale"}, "1 von 49 Maßnahmen: Suche „öffentlichkeitsARBEIT soziale“"),
        ({"text": "präventiven hausbesuchen"}, "1 von 49 Maßnahmen: Suche „präventiven hausbesuchen“"),
        ({"text": "8.3"}, "3 von 49 Maßnahmen: Suche „8.3“"),
        ({"text": "100%"}, "0 von 49 Maßnahmen: Suche „100%“"),
    ],
)
def test_filter_sagt_seinen_satz(liste, filter_, satz):
    assert satz in text(liste(**filter_))


def test_filter_lassen_sich_verbinden_und_einzeln_entfernen(liste):
    feld = Handlungsfeld.objects.get(nr="3.")
    antwort = liste(handlungsfeld=feld.pk, sachstand="begonnen", page=1)
    assert "3 von 49 Maßnahmen: Handlungsfeld 3, Sachstand begonnen" in text(antwort)
    assert nummern(antwort) == ["3.1.2.", "3.2.1.", "3.3.1."]
    inhalt = antwort.content.decode()
    assert '<a href="?sachstand=begonnen">Handlungsfeld 3' in inhalt
    assert f'<a href="?handlungsfeld={feld.pk}">Sachstand begonnen' in inhalt


def test_filter_stelle_und_eigene(liste):
    sozialamt = Stelle.objects.get(name="Sozialamt")
    von_stelle = nummern(liste(stelle=sozialamt.pk))
    assert len(von_stelle) == 39
    assert nummern(liste(eigene="on")) == von_stelle
    # Leitung meldet nicht: für sie gibt es den Filter nicht.
    assert len(nummern(liste("leitung", eigene="on"))) == 49


def test_filter_terminlage_rechnet_mit_dem_heutigen_tag(liste):
    heute = timezone.localdate()
    erwartet = [m.nr for m in Massnahme.objects.mit_angaben() if m.terminbild(heute).lage == "ueberfaellig"]
    assert {"1.1.1.", "2.2.2.", "4.1.1.", "4.1.2."} <= set(erwartet)
    assert nummern(liste(terminlage="ueberfaellig")) == erwartet
    assert all("überfällig" not in marken(liste(terminlage=lage)) for lage in ("im_plan", "ohne_termin"))
    assert "3.2.2." in nummern(liste(terminlage="beginn_ueberschritten"))


def test_beendetes_ist_nicht_mehr_ueberfaellig(liste, massnahme):
    m = massnahme("1.1.1.")
    sachstand_melden(massnahme=m, sachstandsart=art("abgeschlossen"), grundlage=m.meldung.pk, von=None)
    assert "1.1.1." not in nummern(liste(terminlage="ueberfaellig"))
    assert "1.1.1." in nummern(liste(sachstand="abgeschlossen"))


def test_leeres_ergebnis_sagt_was_zu_tun_ist(liste):
    seite = text(liste(text="Mondbasis"))
    assert "Keine Maßnahme passt zu diesem Filter" in seite
    assert "Alle 49 Maßnahmen zeigen" in seite


def test_unbekannter_filterwert_ist_kein_absturz(liste):
    for filter_ in ({"handlungsfeld": "999999"}, {"stelle": "x"}, {"sachstand": "weg"}, {"terminlage": "'"}):
        antwort = liste(**filter_)
        assert antwort.status_code == 200
        assert "Der Filter enthält einen Wert, den es nicht gibt." in text(antwort)


def test_eingabe_wird_nicht_als_html_gezeigt(liste):
    assert "<script>alert" not in liste(text="<script>alert(1)</script>").content.decode()


# --- Menge ------------------------------------------------------------------------------------------------------------


def zweitausend_anlegen():
    """Ein Handlungsfeld mit 2.000 weiteren Maßnahmen, alle mit Schritten, Phasen, Stellen und Sachstand."""
    feld = Handlungsfeld.objects.create(fachplan=Handlungsfeld.objects.first().fachplan, nr="9.", bezeichnung="Viel")
    ziel = Ziel.objects.create(handlungsfeld=feld, nr="9.1.", bezeichnung="Menge")
    sozialamt, begonnen = Stelle.objects.get(name="Sozialamt"), art("begonnen")
    neue = Massnahme.objects.bulk_create(Massnahme(ziel=ziel, nr=f"9.1.{i}.", beschreibung="Text") for i in range(2000))
    Umsetzungsschritt.objects.bulk_create(
        Umsetzungsschritt(massnahme=m, reihenfolge=i, text="Schritt") for m in neue for i in range(3)
    )
    Phase.objects.bulk_create(
        Phase(massnahme=m, reihenfolge=1, art="zeitpunkt", von=date(2021, 1, 1), bis=date(2021, 12, 31)) for m in neue
    )
    Beteiligung.objects.bulk_create(
        Beteiligung(massnahme=m, stelle=sozialamt, rolle="beteiligt", reihenfolge=1) for m in neue
    )
    Sachstandsmeldung.objects.bulk_create(
        Sachstandsmeldung(massnahme=m, sachstandsart=begonnen, gueltig_ab=date(2022, 6, 2)) for m in neue
    )


@pytest.mark.parametrize("filter_", [{}, {"terminlage": "ueberfaellig", "text": "Text"}, {"eigene": "on"}])
def test_die_zahl_der_abfragen_haengt_nicht_an_der_zahl_der_massnahmen(angemeldet, filter_):
    client = angemeldet("sachbearbeitung")
    with CaptureQueriesContext(connection) as bei_49:
        client.get(LISTE, filter_)
    zweitausend_anlegen()
    with CaptureQueriesContext(connection) as bei_2049:
        client.get(LISTE, filter_)
    assert len(bei_49) == len(bei_2049) <= 18


def test_2000_massnahmen_werden_geblaettert(angemeldet):
    zweitausend_anlegen()
    client = angemeldet("sachbearbeitung")
    erste = client.get(LISTE)
    assert "2.049 Maßnahmen" in text(erste)
    assert "Seite 1 von 21" in text(erste)
    assert len(nummern(erste)) == 100
    letzte = client.get(LISTE, {"page": 21})
    assert nummern(letzte)[-1] == "9.1.1999."
    gefiltert = client.get(LISTE, {"terminlage": "ueberfaellig", "text": "Text"})
    assert "2.000 von 2.049 Maßnahmen: Suche „Text“, überfällig" in text(gefiltert)
    assert "?text=Text&amp;terminlage=ueberfaellig&amp;page=2" in gefiltert.content.decode()


# --- Detailseite ------------------------------------------------------------------------------------------------------


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


# --- Für andere Seiten ------------------------------------------------------------------------------------------------


def test_eigene_massnahmen(person, massnahme, django_assert_max_num_queries):
    stichtag = date(2022, 6, 30)
    with django_assert_max_num_queries(4):
        eigene = eigene_massnahmen(person("sachbearbeitung"), stichtag=stichtag)
    assert (eigene.anzahl, eigene.ueberfaellig, eigene.beginn_ueberschritten) == (39, 4, 5)
    assert [m.nr for m in eigene.laengste_ohne_bestaetigung] == ["1.1.1.", "1.1.2.", "1.1.3.", "1.1.4.", "1.1.5."]
    m = massnahme("1.1.1.")
    sachstand_melden(massnahme=m, sachstandsart=m.meldung.sachstandsart, grundlage=m.meldung.pk, von=None)
    spaeter = eigene_massnahmen(person("sachbearbeitung"), stichtag=timezone.localdate())
    assert spaeter.laengste_ohne_bestaetigung[0].nr == "1.1.2."
    assert eigene_massnahmen(person("leitung"), stichtag=stichtag).anzahl == 0


def test_sachstand_je_handlungsfeld(django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        zahlen = sachstand_je_handlungsfeld(stichtag=date(2024, 9, 30))
    assert [feld.anzahl for feld in zahlen] == [5, 7, 9, 5, 5, 3, 1, 14]
    assert sum(feld.je_sachstand["begonnen"] for feld in zahlen) == 24
    assert zahlen[0].je_sachstand | {"laufend": 2, "begonnen": 1, "modifiziert": 1} == zahlen[0].je_sachstand
    davor = sachstand_je_handlungsfeld(stichtag=date(2022, 6, 1))
    assert [feld.ohne for feld in davor] == [5, 7, 9, 5, 5, 3, 1, 14]
