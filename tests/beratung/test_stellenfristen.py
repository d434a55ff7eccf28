"""Ab wann eine Beratungsstelle liefern muss: Vor dem Speichern steht da, was der Lieferkalender danach zeigt."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beratung.kalender import lieferkalender
from beratung.models import Beratungsstelle, Lieferungsteil, Nullmeldung, Traeger
from beratung.stammdaten import fristen
from dresden_senioren.datenbank.geschichte import fassung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, bezeichnung

from .stammdatenhilfen import absenden, adresse, folgen

pytestmark = pytest.mark.django_db


def fehlende(stelle):
    """Was der Lieferkalender für die Stelle als fehlend führt, über alle Jahre."""
    bis_heute = Zeitraum(Monat(2015, 1), Monat.von_tag(timezone.localdate()))
    blaetter = lieferkalender.traegerblaetter(bis_heute, traeger=stelle.traeger)
    return [eine.monat for blatt in blaetter for eine in blatt.fehlend.get(stelle.name, [])]


@pytest.mark.parametrize("ab", ["", "2024-08-01"])
def test_neue_stelle_nennt_vor_dem_speichern_die_monate_die_als_fehlend_gaelten(administration, ab):
    """Gezählt mit dem Lieferkalender, nachdem gespeichert ist: die Seite verspricht genau das."""
    daten = {"name": "Neue Stelle", "kuerzel": "s-neu", "traeger": Traeger.objects.first().pk, "quelle": "seniora"}
    saetze = folgen(administration, adresse("stelle_neu"), **daten, gueltig_von=ab)
    assert not Beratungsstelle.objects.filter(kuerzel="s-neu").exists()
    assert ("„Geöffnet ab“ ist leer." in saetze, "tragen Sie unten den Tag ein" in saetze) == (not ab, not ab)
    assert absenden(administration, adresse("stelle_neu"), **daten, gueltig_von=ab).status_code == 302
    monate = fehlende(Beratungsstelle.objects.get(kuerzel="s-neu"))
    assert len(monate) > 1 and min(monate) == (Monat(2024, 8) if ab else fristen.erfasst_ab()["seniora"])
    assert f"{len(monate)} vergangene Monate gelten für sie sofort als fehlend ({bezeichnung(monate)})" in saetze


def test_neue_stelle_die_erst_oeffnet_fehlt_nirgends(administration):
    daten = {"name": "Neue Stelle", "kuerzel": "s-neu", "traeger": Traeger.objects.first().pk, "quelle": "seniora"}
    heute = administration.post(adresse("stelle_neu"), daten | {"gueltig_von": str(timezone.localdate())})
    assert heute.status_code == 302, "keine Folgen, also keine Rückfrage"
    Lieferungsteil.objects.update(ist_gueltig=False)
    leer = administration.post(adresse("stelle_neu"), daten | {"name": "Andere", "kuerzel": "s-andere"})
    assert leer.status_code == 302, "ohne Zahlen wird noch nichts erwartet"


def angaben(stelle) -> dict:
    wann = stelle.gueltig_von or ""
    return {"name": stelle.name, "traeger": stelle.traeger_id, "gueltig_von": wann, "fassung": fassung(stelle) or ""}


def aendern(administration, stelle, **neu) -> str:
    """Was die Seite vor dem Speichern sagt; danach ist gespeichert."""
    bisher = angaben(stelle)
    saetze = folgen(administration, adresse("stelle_bearbeiten", stelle.pk), **bisher | neu)
    assert absenden(administration, adresse("stelle_bearbeiten", stelle.pk), **bisher | neu).status_code == 302
    stelle.refresh_from_db()
    return saetze


def test_andere_tage_nennen_was_dann_fehlt_und_was_nicht_mehr(administration):
    stelle = Beratungsstelle.objects.create(
        name="Neue Stelle", kuerzel="s-neu", traeger=Traeger.objects.first(), quelle="seniora",
        gueltig_von=date(2024, 8, 1),
    )  # fmt: skip
    vorher = set(fehlende(stelle))
    saetze = aendern(administration, stelle, gueltig_von="")
    dazu = set(fehlende(stelle)) - vorher
    assert f"{len(dazu)} vergangene Monate gelten dann als fehlend ({bezeichnung(dazu)})" in saetze
    vorher = set(fehlende(stelle))
    saetze = aendern(administration, stelle, gueltig_von="2024-09-01")
    weg = vorher - set(fehlende(stelle))
    assert f"{len(weg)} vergangene Monate gelten dann nicht mehr als fehlend ({bezeichnung(weg)})" in saetze


def test_was_schon_da_ist_fehlt_auch_mit_frueherem_beginn_nicht(administration):
    """Gezählte und nullgemeldete Monate zählen nicht mit; was vor dem neuen Beginn gezählt ist, wird genannt."""
    cotta = Beratungsstelle.objects.get(kuerzel="s-cotta")
    saetze = aendern(administration, cotta, gueltig_von="2024-09-01")
    gezaehlt = {monat for monat in fristen.gezaehlte_monate(cotta) if monat < Monat(2024, 9)}
    assert gezaehlt and f"Für {bezeichnung(gezaehlt)} sind davor schon Zahlen gezählt." in saetze
    Lieferungsteil.objects.filter(quelle="seniora", monat=date(2024, 8, 1)).update(beratungsstellen=[])
    Nullmeldung.objects.create(
        beratungsstelle=cotta, monat=date(2024, 8, 1), gemeldet_am=date(2024, 9, 5), woher="mail"
    )
    with CaptureQueriesContext(connection) as abfragen:
        antwort = administration.post(adresse("stelle_bearbeiten", cotta.pk), angaben(cotta) | {"gueltig_von": ""})
    assert antwort.status_code == 302, "nichts fehlt dann, also keine Rückfrage"
    assert sum('"beratungsstellen"' in abfrage["sql"] for abfrage in abfragen) == 1, "die gezählten Monate, einmal"
