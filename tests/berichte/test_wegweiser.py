"""Die Startseite schickt niemanden ins Leere."""

import pytest

from beratung.models import Planungsbereich

pytestmark = pytest.mark.django_db


def test_die_startseite_sagt_wem_ein_planungsbereich_fehlt(angemeldet):
    def start(rolle):
        return angemeldet(rolle).get("/").content.decode()

    satz = "Ihnen ist noch kein Planungsbereich zugeordnet"
    assert satz not in start("koordination")
    Planungsbereich.koordination.through.objects.all().delete()
    assert satz in start("koordination")
    assert satz not in start("leitung")


def test_auswertung_beginnt_wo_die_person_anfaengt(angemeldet):
    def ziel(rolle):
        return angemeldet(rolle).get("/auswertung/", follow=True).redirect_chain[-1][0]

    assert ziel("leitung") == "/auswertung/stadt/"
    assert ziel("koordination") == "/auswertung/bereich/cotta/"


def test_wo_steht_welche_beratungsstelle_fehlt(angemeldet):
    def wege(rolle):
        return angemeldet(rolle).get("/").context.get("wege_zu_fehlenden")

    kalender = [("Lieferkalender", "/beratung/kalender/")]
    assert wege("administration") == wege("leitung") == kalender
    ((name, url),) = wege("koordination")
    assert (name, url[: url.index("&")]) == ("Cotta", "/auswertung/bereich/cotta/?von=2024-10")
    seite = angemeldet("koordination").get(url)
    stellen = next(a["abbildung"] for a in seite.context["abschnitte"])
    assert stellen.schluessel == "stellen" and "bei 3 fehlt wenigstens ein Monat" in stellen.befund
    Planungsbereich.koordination.through.objects.all().delete()
    assert wege("koordination") == []
