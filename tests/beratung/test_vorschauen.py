"""Mehrere geprüfte Lieferungen auf einmal übernehmen: jede nur so, wie sie gezeigt wurde."""

import pytest
from django.urls import reverse

from beratung.lieferungen.uebernahme import annehmen
from beratung.lieferungen.vorschauen import vorschauen
from beratung.models import Lieferung
from dresden_senioren.kern.zeitraum import Monat

from .conftest import FALL, FALLKOPF, als_csv, faelle, lade, pruefe

pytestmark = pytest.mark.django_db
OKTOBER = Monat(2025, 10)


def wartend(anzahl: int, monat: str = "2025-09") -> Lieferung:
    inhalt = als_csv(FALLKOPF, *[[monat, *FALL[1:]]] * anzahl)
    return annehmen(pruefe(inhalt, monat=Monat.lesen(monat)), von=None)


def uebernimm(client, *gewaehlt: Lieferung) -> str:
    gezeigt = {v.lieferung.pk: v.stand for v in vorschauen(Lieferung.objects.wartend())}
    angaben = {"lieferung": [str(lieferung.pk) for lieferung in gewaehlt]}
    angaben |= {f"stand-{nummer}": stand for nummer, stand in gezeigt.items()}
    antwort = client.post(reverse("beratung:vorschauen_uebernehmen"), angaben, follow=True)
    return antwort.content.decode()


def status(lieferung: Lieferung) -> str:
    return Lieferung.objects.get(pk=lieferung.pk).status


def test_angekreuzte_gelten_die_anderen_warten_weiter(angemeldet):
    eins, zwei, drei = wartend(3), wartend(4, "2025-10"), wartend(5, "2025-11")
    seite = uebernimm(angemeldet("administration"), eins, zwei)
    assert "2 Lieferungen sind übernommen." in seite
    assert [status(eine) for eine in (eins, zwei, drei)] == ["uebernommen", "uebernommen", "geprueft"]


def test_neben_jeder_zahl_steht_was_bisher_gilt():
    lade(faelle(7))
    neu = {e.value: (n, b) for e, n, b in vorschauen([wartend(3)])[0].zahlen}
    assert neu["neuzugang"] == (3, 7)
    assert neu["beratung"] == (None, None)


def test_was_inzwischen_anders_gilt_wird_nicht_uebernommen_und_haelt_nichts_auf(angemeldet):
    veraltet, gut = wartend(3), wartend(4, "2025-10")
    seite = angemeldet("administration").get(reverse("beratung:lieferung_liste")).content.decode()
    assert f'name="stand-{veraltet.pk}"' in seite
    angaben = {"lieferung": [veraltet.pk, gut.pk], f"stand-{veraltet.pk}": "", f"stand-{gut.pk}": ""}
    lade(faelle(9))  # jemand anderes war schneller
    antwort = angemeldet("administration").post(reverse("beratung:vorschauen_uebernehmen"), angaben, follow=True)
    assert "Inzwischen gilt für diesen Monat etwas anderes." in antwort.content.decode()
    assert (status(veraltet), status(gut)) == ("geprueft", "uebernommen")


def test_mit_warnung_geht_es_nur_einzeln(angemeldet):
    warnung = annehmen(pruefe(als_csv([*FALLKOPF, "Haarfarbe"], [*FALL, "grau"])), von=None)
    client = angemeldet("administration")
    seite = client.get(reverse("beratung:lieferung_liste")).content.decode()
    assert "Warnungen ansehen" in seite and f'id="lieferung-{warnung.pk}"' not in seite
    assert "Es gibt Warnungen." in uebernimm(client, warnung), "auch mit gebastelter Anfrage"
    assert status(warnung) == "geprueft"


def test_nichts_angekreuzt_ist_ein_satz(angemeldet):
    wartend(3)
    assert "Kreuzen Sie an, was übernommen werden soll." in uebernimm(angemeldet("administration"))


def test_die_zahl_der_abfragen_waechst_nicht_mit_den_wartenden(django_assert_num_queries):
    for monat in ("2025-08", "2025-09", "2025-10"):
        wartend(3, monat)
    with django_assert_num_queries(4):
        vorschauen(Lieferung.objects.wartend())
