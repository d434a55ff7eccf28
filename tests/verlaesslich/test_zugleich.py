"""Zwei übernehmen denselben Monat, acht melden zur selben Maßnahme: genau einer gewinnt, jedes Mal.

Jede Runde sind acht Meldungen: `WETTLAEUFE=125` macht die tausend des Ziels (sicherheit.md R2) und mehr Paare, als R3
verlangt; sonst genügen wenige."""

import json
import os
from itertools import pairwise

import pytest

from .wettlauf import PROZESSE

pytestmark = [pytest.mark.langsam, pytest.mark.django_db]
PAARE = int(os.environ.get("WETTLAEUFE", "25"))
BUCH = "SELECT massnahme_id, id, erlaeuterung FROM massnahmen_sachstandsmeldung ORDER BY massnahme_id, id"


@pytest.mark.parametrize("art", ["dieselbe", "verschiedene"])
def test_von_zweien_die_denselben_monat_uebernehmen_gewinnt_genau_einer(haus, art):
    ergebnisse = json.loads(haus.lasse("uebernahmen", art, PAARE))
    assert len(ergebnisse) == PAARE
    assert [e for e in ergebnisse if not hat_genau_einer_gewonnen(e)] == []


@pytest.mark.parametrize("art", ["dieselbe", "verschiedene"])
def test_der_aufbau_bemerkt_eine_uebernahme_ohne_sperre(haus, art):
    (ergebnis,) = json.loads(haus.lasse("uebernahmen", art, 1, kaputt=True))
    assert not hat_genau_einer_gewonnen(ergebnis)


def hat_genau_einer_gewonnen(ergebnis: list) -> bool:
    gewinner, geltende_teile, gezaehlt, geliefert = ergebnis
    return gewinner == 1 and geltende_teile == 1 and gezaehlt == geliefert


def test_von_acht_die_zugleich_melden_geht_keine_meldung_verloren(haus):
    angenommen, abgewiesen = json.loads(haus.lasse("meldungen", PAARE))
    assert (angenommen, abgewiesen) == (PAARE, PAARE * (PROZESSE - 1))
    assert ueberschriebene(haus) == 0


def test_der_aufbau_bemerkt_verlorene_meldungen(haus):
    angenommen, _ = json.loads(haus.lasse("meldungen", 1, kaputt=True))
    assert angenommen == PROZESSE and ueberschriebene(haus) == PROZESSE - 1


def ueberschriebene(haus) -> int:
    """Wie viele Meldungen auf eine folgen, die ihre Verfasser nicht gesehen hatten."""
    buch = haus.sql(BUCH)
    haus.sql("DELETE FROM massnahmen_sachstandsmeldung WHERE erlaeuterung LIKE 'nach %'")
    return sum(text.startswith("nach ") and text != f"nach {vorige}" for (_, vorige, _), (_, _, text) in pairwise(buch))
