"""Die Maßnahmenliste, wie ein Mensch sie im Browser bekommt: Folge, Zahlen, Filter, Menge."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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

from .seitentext import marken, nummern, text

pytestmark = pytest.mark.django_db
LISTE = "/massnahmen/"


@pytest.fixture
def liste(angemeldet):
    return lambda rolle="sachbearbeitung", **filter_: angemeldet(rolle).get(LISTE, filter_)


def art(schluessel):
    return Sachstandsart.objects.get(schluessel=schluessel)


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


@pytest.mark.parametrize("filter_", [{}, {"terminlage": "ueberfaellig"}, {"eigene": "on"}])
def test_die_zahl_der_abfragen_haengt_nicht_an_der_zahl_der_massnahmen(angemeldet, filter_):
    client = angemeldet("sachbearbeitung")
    with CaptureQueriesContext(connection) as bei_49:
        client.get(LISTE, filter_)
    zweitausend_anlegen()
    with CaptureQueriesContext(connection) as bei_2049:
        client.get(LISTE, filter_)
    assert len(bei_49) == len(bei_2049) <= 30


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


@pytest.mark.parametrize("abfrage", ["page=999", "page=x", "page=0", "per_page=0", "per_page=-1", "per_page=100000"])
def test_verdorbene_seitenangabe_ist_kein_absturz(angemeldet, abfrage):
    zweitausend_anlegen()
    antwort = angemeldet("leitung").get(f"{LISTE}?{abfrage}")
    assert antwort.status_code == 200
    assert 0 < len(nummern(antwort)) <= 100


def test_die_folge_rechnet_mit_zahlen_nicht_mit_zeichen():
    ziel = Ziel.objects.get(nr="1.1.")
    Massnahme.objects.create(ziel=ziel, nr="1.1.10", beschreibung="zehn")
    Massnahme.objects.bulk_create([Massnahme(ziel=ziel, nr="1.1.9.", beschreibung="neun")])
    nrn = Massnahme.objects.filter(ziel=ziel).in_tabellenfolge().values_list("nr", flat=True)
    assert list(nrn)[-3:] == ["1.1.5.", "1.1.9.", "1.1.10"]
