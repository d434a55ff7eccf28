"""Eine Seite ist eine Handvoll Abfragen, gleich wie viel in der Datenbank steht."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db

# Sitzung und Benutzer kosten zwei, der Stand der Zahlen im Fuß zwei weitere, das Zugriffsbuch zwei, wo genaue stehen.
HOECHSTENS = {
    ("sachbearbeitung", "/"): 10,
    ("koordination", "/"): 10,
    ("administration", "/"): 12,
    ("leitung", "/"): 15,
    ("sachbearbeitung", "/konto/kennwort/"): 6,
    ("sachbearbeitung", "/konto/zweiter-faktor/"): 7,
    ("sachbearbeitung", "/massnahmen/"): 19,
    ("sachbearbeitung", "/massnahmen/1/"): 18,
    ("koordination", "/auswertung/monatsentwicklung/"): 7,
    ("koordination", "/auswertung/kennzahlen/"): 18,
    ("koordination", "/auswertung/kennzahlen/neuzugaenge/"): 19,
    ("koordination", "/auswertung/bereich/cotta/herkunft/neuzugaenge/"): 24,
    ("leitung", "/auswertung/stadt/herkunft/neuzugaenge/?nachzaehlen=1"): 27,
    ("koordination", "/auswertung/bereich/cotta/"): 19,
    ("leitung", "/auswertung/bereich/"): 5,
    ("leitung", "/auswertung/stadt/"): 19,
    ("leitung", "/auswertung/quartal/"): 14,
    ("koordination", "/auswertung/quartal/"): 15,
    ("koordination", "/auswertung/quartal/s-cotta/2024-Q3/"): 17,
    ("koordination", "/auswertung/bereich/cotta/briefe/"): 12,
    ("koordination", "/auswertung/bereich/cotta/brief/2024-09/"): 18,
    ("leitung", "/auswertung/bereich/cotta/brief/2024-09/senden/"): 22,
    ("administration", "/beratung/lieferungen/"): 14,
    ("administration", "/beratung/kalender/"): 16,
    ("administration", "/beratung/kalender/seniora/2024-09/"): 9,
    ("administration", "/beratung/lieferungen/1/"): 20,
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
    ("administration", "/zustand/"): 24,
    ("koordination", "/meine-zugriffe/"): 7,
    ("administration", "/barrieremeldungen/"): 7,
    ("administration", "/personen/"): 12,
    ("administration", "/personen/neu/"): 8,
    ("administration", "/personen/2/"): 11,
    ("administration", "/personen/2/bearbeiten/"): 11,
    ("sachbearbeitung", "/konto/"): 10,
    ("leitung", "/berichte/"): 7,
    ("administration", "/berichte/freigaben/"): 6,
    ("leitung", "/berichte/freigaben/neu/"): 10,
    ("leitung", "/berichte/freigaben/bekannte-zahlen/"): 7,
    ("leitung", "/berichte/vorlage/"): 5,
}


@pytest.mark.parametrize(("rolle", "pfad"), HOECHSTENS, ids=str)
def test_handvoll_abfragen(angemeldet, rolle, pfad):
    client = angemeldet(rolle)
    with CaptureQueriesContext(connection) as abfragen:
        assert client.get(pfad).status_code == 200
    anzahl = len(abfragen)
    assert anzahl <= HOECHSTENS[rolle, pfad], [a["sql"][:150] for a in abfragen]
