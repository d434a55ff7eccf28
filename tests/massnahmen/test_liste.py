"""Die Maßnahmenliste, wie ein Mensch sie im Browser bekommt: Folge, Zahlen, Filter, Menge."""

import re

import pytest
from django.utils import timezone

from massnahmen.models import (
    Handlungsfeld,
    Massnahme,
    Sachstandsart,
    Stelle,
    Ziel,
)
from massnahmen.sachstand.melden import sachstand_melden

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
    assert "Alle Maßnahmen zeigen" in seite


def test_unbekannter_filterwert_ist_kein_absturz(liste):
    for filter_ in ({"handlungsfeld": "999999"}, {"stelle": "x"}, {"sachstand": "weg"}, {"terminlage": "'"}):
        antwort = liste(**filter_)
        assert antwort.status_code == 200
        assert "Der Filter enthält einen Wert, den es nicht gibt." in text(antwort)


def test_eingabe_wird_nicht_als_html_gezeigt(liste):
    assert "<script>alert" not in liste(text="<script>alert(1)</script>").content.decode()


def test_die_folge_rechnet_mit_zahlen_nicht_mit_zeichen():
    ziel = Ziel.objects.get(nr="1.1.")
    Massnahme.objects.create(ziel=ziel, nr="1.1.10", beschreibung="zehn")
    Massnahme.objects.bulk_create([Massnahme(ziel=ziel, nr="1.1.9.", beschreibung="neun")])
    nrn = Massnahme.objects.filter(ziel=ziel).in_tabellenfolge().values_list("nr", flat=True)
    assert list(nrn)[-3:] == ["1.1.5.", "1.1.9.", "1.1.10"]
