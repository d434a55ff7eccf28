"""Eine Seite ist eine Handvoll Abfragen, gleich wie viel in der Datenbank steht."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db

# Sitzung und Benutzer kosten zwei, der Stand der Zahlen im Fuß zwei weitere.
HOECHSTENS = {
    ("sachbearbeitung", "/"): 10,
    ("koordination", "/"): 10,
    ("administration", "/"): 11,
    ("leitung", "/"): 14,
    ("sachbearbeitung", "/konto/kennwort/"): 6,
    ("sachbearbeitung", "/konto/zweiter-faktor/"): 7,
    ("sachbearbeitung", "/massnahmen/"): 19,
    ("sachbearbeitung", "/massnahmen/1/"): 18,
    ("koordination", "/auswertung/monatsentwicklung/"): 7,
    ("koordination", "/auswertung/kennzahlen/"): 18,
    ("koordination", "/auswertung/kennzahlen/neuzugaenge/"): 19,
    ("koordination", "/auswertung/bereich/cotta/herkunft/neuzugaenge/"): 22,
    ("leitung", "/auswertung/stadt/herkunft/neuzugaenge/?nachzaehlen=1"): 24,
    ("koordination", "/auswertung/bereich/cotta/"): 18,
    ("leitung", "/auswertung/bereich/"): 5,
    ("leitung", "/auswertung/stadt/"): 19,
    ("leitung", "/auswertung/quartal/"): 12,
    ("koordination", "/auswertung/quartal/"): 13,
    ("koordination", "/auswertung/quartal/s-cotta/2024-Q3/"): 15,
    ("koordination", "/auswertung/bereich/cotta/briefe/"): 12,
    ("koordination", "/auswertung/bereich/cotta/brief/2024-09/"): 16,
    ("leitung", "/auswertung/bereich/cotta/brief/2024-09/senden/"): 20,
    ("administration", "/beratung/lieferungen/"): 14,
    ("administration", "/beratung/kalender/"): 16,
    ("administration", "/beratung/kalender/seniora/2024-09/"): 9,
    ("administration", "/beratung/lieferungen/1/"): 18,
    ("administration", "/beratung/lieferungen/eingang/"): 14,
    ("administration", "/beratung/lieferungen/profile/"): 6,
    ("administration", "/beratung/lieferungen/profile/seniora/"): 9,
    ("administration", "/beratung/stammdaten/stelle/"): 8,
    ("administration", "/beratung/stammdaten/stelle/1/"): 12,
    ("administration", "/beratung/stammdaten/planungsbereich/"): 7,
    ("administration", "/beratung/stammdaten/planungsbereich/1/"): 13,
    ("administration", "/beratung/stammdaten/katalogwert/"): 6,
    ("administration", "/beratung/stammdaten/ereignis/"): 6,
    ("administration", "/beratung/stammdaten/bevoelkerung/"): 5,
    ("administration", "/beratung/stammdaten/grenzen/"): 7,
    ("administration", "/protokoll/"): 7,
    ("leitung", "/berichte/"): 7,
    ("administration", "/berichte/freigaben/"): 6,
    ("leitung", "/berichte/freigaben/neu/"): 10,
    ("leitung", "/berichte/freigaben/bekannte-zahlen/"): 6,
    ("leitung", "/berichte/vorlage/"): 5,
}


@pytest.mark.parametrize(("rolle", "pfad"), HOECHSTENS, ids=str)
def test_handvoll_abfragen(angemeldet, rolle, pfad):
    client = angemeldet(rolle)
    with CaptureQueriesContext(connection) as abfragen:
        assert client.get(pfad).status_code == 200
    anzahl = len(abfragen)
    assert anzahl <= HOECHSTENS[rolle, pfad], [a["sql"][:150] for a in abfragen]
