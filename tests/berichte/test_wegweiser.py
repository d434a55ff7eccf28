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
