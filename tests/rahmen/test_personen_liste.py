"""Die Liste der Personen findet, sortiert und blättert."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dresden_senioren.models import Benutzer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("abfrage", "erwartet"),
    [
        ("text=müll+maria", {"maria"}),
        ("text=MARIA.MUELLER@", {"maria"}),
        ("text=gibtesnicht", set()),
        ("rolle=leitung", {"leitung"}),
        ("rolle=ohne", {"niemand"}),
        ("stand=abgeschaltet", {"weg"}),
        ("stand=nie&rolle=koordination", {"koordination"}),
        ("stand=aktiv", {"administration"}),
    ],
)
def test_liste_filtert(admin, maria, abfrage, erwartet):
    Benutzer.objects.create_user("niemand")
    Benutzer.objects.create_user("weg", rolle="koordination", is_active=False)
    tabelle = admin.get(f"/personen/?{abfrage}").context["table"]
    assert {zeile["person"].username for zeile in tabelle.zeilen()} == erwartet


def test_liste_filtert_nach_zugehoerigkeit(admin, maria, sozialamt):
    sozialamt.benutzer.set([maria])
    tabelle = admin.get(f"/personen/?stellen={sozialamt.pk}").context["table"]
    assert [zeile["person"] for zeile in tabelle.zeilen()] == [maria]


def test_sechzig_personen_kosten_keine_abfrage_mehr(admin, sozialamt):
    with CaptureQueriesContext(connection) as wenige:
        admin.get("/personen/")
    viele = [Benutzer(username=f"p{n}", last_name=f"Nr{n:02}", rolle="sachbearbeitung") for n in range(60)]
    sozialamt.benutzer.add(*Benutzer.objects.bulk_create(viele))
    with CaptureQueriesContext(connection) as abfragen:
        antwort = admin.get("/personen/?sort=-name")
    assert len(abfragen) <= len(wenige)
    assert antwort.context["page_obj"].paginator.num_pages == 3
    assert antwort.context["table"].rows[0].record.last_name == "Nr59"
