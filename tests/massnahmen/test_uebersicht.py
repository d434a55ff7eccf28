"""Was andere Seiten über die Maßnahmen erfahren."""

from datetime import date

import pytest
from django.utils import timezone

from massnahmen.liste.uebersicht import eigene_massnahmen
from massnahmen.models import Stelle
from massnahmen.sachstand.melden import sachstand_melden

pytestmark = pytest.mark.django_db


def test_eigene_massnahmen(person, massnahme, django_assert_max_num_queries):
    stichtag = date(2022, 6, 30)
    with django_assert_max_num_queries(10):  # zwei davon setzen Angaben und Phasen auf den Stichtag zurück
        eigene = eigene_massnahmen(person("sachbearbeitung"), stichtag=stichtag)
    assert (eigene.anzahl, eigene.ueberfaellig, eigene.beginn_ueberschritten) == (39, 4, 5)
    assert [m.nr for m in eigene.laengste_ohne_bestaetigung] == ["1.1.1.", "1.1.2.", "1.1.3.", "1.1.4.", "1.1.5."]
    m = massnahme("1.1.1.")
    sabine = person("sachbearbeitung")
    sachstand_melden(massnahme=m, sachstandsart=m.meldung.sachstandsart, grundlage=m.meldung.pk, von=sabine)
    spaeter = eigene_massnahmen(person("sachbearbeitung"), stichtag=timezone.localdate())
    assert spaeter.laengste_ohne_bestaetigung[0].nr == "1.1.2."
    assert eigene_massnahmen(person("leitung"), stichtag=stichtag).anzahl == 0


def test_stellen_stehen_nach_dem_deutschen_alphabet(person):
    namen = list(Stelle.objects.values_list("name", flat=True))
    amt = "Amt für Presse-, Öffentlichkeitsarbeit und Protokoll"
    assert namen[3:6] == ["ambulante Hospizdienste", amt, "ämterübergreifend"]
