"""Das Verzeichnis der Lieferungen: filtern, sortieren, nachlesen, was wovon ersetzt ist."""

import re
from html import unescape

import pytest

from beratung.kern.befunde.regeln import REGELN, regelstand
from beratung.lieferungen.uebernahme import annehmen, uebernehmen, verwerfen, zuruecknehmen
from beratung.models import Lieferung, Lieferungsteil, Nullmeldung

from .conftest import LEISTUNGSKOPF, als_csv, faelle, lade, leistung, pruefe

pytestmark = pytest.mark.django_db
ADRESSE = "/beratung/lieferungen/"


@pytest.fixture
def text(angemeldet):
    """Sichtbarer Text einer Seite, Leerraum vereinheitlicht."""

    def lesen(adresse=ADRESSE):
        antwort = angemeldet("administration").get(adresse)
        assert antwort.status_code == 200
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", antwort.content.decode())).split())

    return lesen


def nummern(angemeldet, abfrage: str) -> list[int]:
    """Die Lieferungen in der Folge, in der die Seite sie zeigt."""
    tabelle = angemeldet("administration").get(ADRESSE + abfrage).context["table"]
    return [lieferung.pk for lieferung, _ in tabelle.zeilen()]


@pytest.mark.parametrize(
    ("abfrage", "bedingung"),
    [
        ("?quelle=fmg", {"quelle": "fmg"}),
        ("?von=2024-08", {"monat__gte": "2024-08-01"}),
        ("?von=2023-02&bis=2023-03", {"monat__gte": "2023-02-01", "monat__lte": "2023-03-01"}),
        ("?status=verworfen", {"status": "verworfen"}),
        ("?person=befehlszeile&von=2025-01", {"erstellt_von": None, "monat__gte": "2025-01-01"}),
    ],
)
def test_jeder_filter(angemeldet, abfrage, bedingung):
    verwerfen(annehmen(pruefe(faelle(1)), von=None), von=None)
    erwartet = set(
        Lieferung.objects.filter(**bedingung).order_by("-monat", "quelle", "-pk")[:24].values_list("pk", flat=True)
    )
    assert set(nummern(angemeldet, abfrage)) == erwartet


def test_filter_nach_person_findet_auch_wer_uebernommen_oder_zurueckgenommen_hat(angemeldet, person):
    administration = person("administration")
    lieferung = zuruecknehmen(lade(faelle(2)), von=administration, grund="Irrtum")
    uebernommen = uebernehmen(annehmen(pruefe(faelle(3)), von=None), von=administration)
    assert nummern(angemeldet, f"?person={administration.pk}") == [uebernommen.pk, lieferung.pk]


def test_sortieren_und_blaettern_behalten_den_filter(angemeldet, text):
    folge = nummern(angemeldet, "?quelle=fmg&sort=zeilen_gelesen")
    groessen = [Lieferung.objects.get(pk=nummer).zeilen_gelesen for nummer in folge]
    assert groessen == sorted(groessen)
    html = angemeldet("administration").get(f"{ADRESSE}?von=2023-01&sort=-monat").content.decode()
    assert "?von=2023-01&amp;sort=-monat&amp;page=2" in html
    assert 'aria-sort="descending"' in html


def test_unsinn_im_filter_ist_kein_absturz(angemeldet):
    for abfrage in ("?von=gestern", "?person=999999", "?quelle=x", "?sort=gibtesnicht", "?page=999"):
        assert angemeldet("administration").get(ADRESSE + abfrage).status_code in (200, 404)


def test_nichts_gefunden_laesst_den_filter_stehen(text):
    seite = text("/beratung/lieferungen/?status=verworfen")
    assert "0 Lieferungen passen zum Filter." in seite and "Filter entfernen" in seite


def test_ohne_lieferungen_erklaert_die_seite_den_ersten_schritt(text):
    Nullmeldung.objects.all().delete()
    Lieferungsteil.objects.all().delete()
    Lieferung.objects.all().delete()
    seite = text()
    assert "Erste Lieferung hochladen" in seite and "Noch keine Lieferung." in seite
    assert "vor der ersten Lieferung" in text("/beratung/kalender/")


def test_herkunft_nennt_vorgaenger_nachfolger_regelstand_und_profil(text):
    alt = lade(faelle(3))
    lade(als_csv(LEISTUNGSKOPF, leistung(kennung="A")))
    neu = lade(faelle(5))
    assert f"Tabelle Fälle gilt nicht ; ersetzt durch Lieferung {neu.pk}" in text(f"{ADRESSE}{alt.pk}/")
    seite = text(f"{ADRESSE}{neu.pk}/")
    assert f"Tabelle Fälle gilt ; ersetzt Lieferung {alt.pk}" in seite
    assert f"Standardformat, Version 1, geprüft nach Regelstand {neu.regelstand}" in seite
    assert neu.sha256 in seite and f"Fälle: jetzt Lieferung {neu.pk}" in text()


def test_regelstand_aendert_sich_mit_jeder_regel(monkeypatch):
    vorher = regelstand()
    assert lade(faelle(2)).regelstand == vorher
    monkeypatch.delitem(REGELN, "P58")
    assert regelstand() != vorher


def test_das_verzeichnis_als_datei_traegt_filter_und_pruefsumme(angemeldet):
    eine = lade(faelle(3))
    client = angemeldet("administration")
    csv = client.get("/beratung/lieferungen/ausgabe/csv/?quelle=seniora&von=2024-01").content.decode("utf-8-sig")
    assert eine.sha256 in csv and "gefiltert nach Quelle Seniora.App und Monat von 2024-01" in csv
    assert client.get("/beratung/lieferungen/ausgabe/xlsx/").content[:2] == b"PK"
    assert client.get("/beratung/lieferungen/ausgabe/csv/?von=Mai").status_code == 302
    assert "ausgabe/csv/?quelle=seniora" in client.get(ADRESSE + "?quelle=seniora").content.decode()
