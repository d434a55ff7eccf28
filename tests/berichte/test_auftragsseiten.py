"""Die Seiten eines bestellten Berichts: zusehen, herunterladen; nur für die, die ihn bestellt hat."""

import pytest
from django.core.management import call_command

from berichte.akten import auftraege
from berichte.models import Berichtsauftrag
from dresden_senioren.models import Benutzer

from .aktenhilfen import adresse, bestelle, fertig, zweite_leitung

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def leitung(person) -> Benutzer:
    return person("leitung")


def test_seite_zeigt_den_fortschritt_und_dann_die_datei(leitung, angemeldet):
    auftrag, client = bestelle(leitung), angemeldet("leitung")
    html = client.get(adresse(auftrag)).content.decode()
    assert 'hx-trigger="every 1s"' in html and "Seite neu laden</a>" in html
    assert client.get(f"{adresse(auftrag)}?stand=0", headers=HTMX).status_code == 204
    assert client.get(adresse(auftrag, "berichtsauftrag_datei")).status_code == 404
    auftraege._melden(auftraege.naechsten_beanspruchen(), "Bericht wird gesetzt", 40)
    html = client.get(f"{adresse(auftrag)}?stand=0", headers=HTMX).content.decode()
    assert "Bericht wird gesetzt …" in html and "40" in html and "<html" not in html
    Berichtsauftrag.objects.update(zustand="wartet", platz=None)
    fertig(auftrag)
    html = client.get(f"{adresse(auftrag)}?stand=100", headers=HTMX).content.decode()
    assert "Die Datei ist fertig" in html and "data-herunterladen" in html and "hx-get" not in html


def test_heruntergeladen_wird_genau_die_datei(leitung, angemeldet):
    auftrag = fertig(bestelle(leitung))
    antwort = angemeldet("leitung").get(adresse(auftrag, "berichtsauftrag_datei"))
    assert antwort.content == bytes(auftrag.inhalt)
    assert auftrag.dateiname in antwort["Content-Disposition"] and antwort["Cache-Control"] == "no-store"


def test_gescheitertes_laesst_sich_noch_einmal_bestellen(leitung, angemeldet):
    auftrag, client = bestelle(leitung), angemeldet("leitung")
    Berichtsauftrag.objects.update(zustand="gescheitert", fehler="Kein Fachplan.")
    html = client.get(adresse(auftrag)).content.decode()
    assert "Kein Fachplan." in html and "Noch einmal versuchen" in html
    ziel = client.post(adresse(auftrag))
    neuer = Berichtsauftrag.objects.get(zustand="wartet")
    assert neuer != auftrag and ziel.url == adresse(neuer)


def test_nur_wer_bestellt_hat_bekommt_die_datei(leitung, client):
    auftrag = fertig(bestelle(leitung))
    client.force_login(zweite_leitung())
    for name in ("berichtsauftrag", "berichtsauftrag_datei"):
        assert client.get(adresse(auftrag, name)).status_code == 404
    assert client.post(adresse(auftrag)).status_code == 404


def test_ein_entzogenes_recht_gilt_auch_fuer_fertige_und_wartende(leitung, client):
    auftrag, wartender = fertig(bestelle(leitung)), bestelle(leitung)
    Benutzer.objects.filter(pk=leitung.pk).update(rolle="koordination")
    client.force_login(Benutzer.objects.get(pk=leitung.pk))
    assert client.get(adresse(auftrag, "berichtsauftrag_datei")).status_code == 404
    call_command("berichtsauftraege_abarbeiten")
    wartender.refresh_from_db()
    assert wartender.zustand == "gescheitert" and "umfasst diesen Bericht nicht mehr" in wartender.fehler


def test_die_seite_kostet_eine_handvoll_abfragen(leitung, angemeldet, django_assert_max_num_queries):
    auftrag, client = bestelle(leitung), angemeldet("leitung")
    with django_assert_max_num_queries(14):  # sechs davon sehen nach, ob noch jemand arbeitet
        client.get(adresse(auftrag))
    fertig(auftrag)
    with django_assert_max_num_queries(6):
        client.get(adresse(auftrag))
