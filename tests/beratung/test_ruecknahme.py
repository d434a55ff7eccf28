"""Rücknahme: der Stand davor ist auf die letzte Zelle wieder da. Verglichen werden Abdrücke von allem, was gilt."""

import hashlib
import json

import pytest
from django.db.models import F

from beratung.kalender import monatsstand
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.lieferungen import uebernahme
from beratung.lieferungen.uebernahme import annehmen, uebernehmen, zuruecknehmen
from beratung.lieferungen.zaehlzeilen import gezaehlter_inhalt
from beratung.models import Gebietszuordnung, Lieferung, Lieferungsteil, Monatswert
from dresden_senioren.kern.zeitraum import Monat

from .conftest import (
    FALL,
    FALLKOPF,
    LEISTUNGSKOPF,
    SEPTEMBER,
    als_csv,
    als_xlsx,
    faelle,
    lade,
    leistung,
    pruefe,
    ruf_auf,
    wuerfel,
)

pytestmark = pytest.mark.django_db
ZELLE = ("teil_id", "quelle", "monat", "ebene", "gebiet", "zaehleinheit", "merkmal", "auspraegung", "anzahl")
SUMMENKOPF = ["Monat", "Zähleinheit", "Beratungsstelle", "Stadtteil", "Merkmal", "Ausprägung", "Anzahl"]


@pytest.fixture(scope="module", autouse=True)
def kleine_welt(welt_des_moduls, django_db_blocker):
    """Statt der Vorführung gelten nur der andere Monat und die andere Quelle: fremd genug, um unberührt bleiben zu
    müssen, und klein genug, dass jeder Abdruck jede Zelle ansieht."""
    with django_db_blocker.unblock():
        Monatswert.objects.all().delete()
        Lieferungsteil.objects.update(ist_gueltig=False)
        vorjahr, fremde_stelle = SEPTEMBER - 12, ["2025-09", "k-cotta", *FALL[2:]]
        lade(als_csv(FALLKOPF, *[[str(vorjahr), *FALL[1:]]] * 2), monat=vorjahr)
        lade(als_csv(FALLKOPF, *[fremde_stelle] * 4), quelle=Quelle.FMG)


def summe(inhalt) -> str:
    return hashlib.sha256(json.dumps(inhalt, sort_keys=True, default=str).encode()).hexdigest()


def abdruck() -> dict[str, str]:
    """Prüfsummen aller Zellen, der geltenden Zeilen, der Zustände und der Kennzahlen, wie der Befehl sie ausgibt."""
    geltende = Lieferungsteil.objects.filter(ist_gueltig=True).order_by("pk")
    uebernommene = Lieferung.objects.filter(teile__in=geltende).distinct().order_by("pk")
    _, kennzahlen = ruf_auf("kennzahlen", "--von", "2024-08", "--bis", "2025-10", "--vergleich", "vorjahr")
    return {
        "zellen": summe(sorted(Monatswert.objects.values_list(*ZELLE))),
        "zeilen": summe([(teil.pk, gezaehlter_inhalt(teil)) for teil in geltende.filter(monat=SEPTEMBER.erster)]),
        "status": summe(list(uebernommene.values_list("pk", "status", "ruecknahmegrund"))),
        "kennzahlen": summe(kennzahlen),
    }


def beide(neue=1, beratungen=1) -> bytes:
    """Fälle und Leistungen in einer Mappe."""
    leistungen = [LEISTUNGSKOPF, *(leistung(kennung=f"K{nr}") for nr in range(beratungen))]
    return als_xlsx(Fälle=[FALLKOPF, *[FALL] * neue], Leistungen=leistungen)


def test_ersetzen_und_zuruecknehmen():
    lade(beide(3, 2))
    vorher = abdruck()
    neu = lade(beide(5, 4))
    assert all(abdruck()[was] != summe_davor for was, summe_davor in vorher.items())
    zuruecknehmen(neu, von=None, grund="Irrtum")
    assert abdruck() == vorher


def test_teillieferung_und_zuruecknehmen():
    lade(beide(3, 2))
    vorher = abdruck()
    neu = lade(faelle(7))
    assert abdruck()["zellen"] != vorher["zellen"]
    zuruecknehmen(neu, von=None, grund="Irrtum")
    assert abdruck() == vorher


def test_neue_art_und_zuruecknehmen():
    lade(faelle(3))
    vorher = abdruck()
    neu = lade(als_csv(LEISTUNGSKOPF, leistung(kennung="A")))
    zuruecknehmen(neu, von=None, grund="Irrtum")
    assert abdruck() == vorher


def test_kette_von_dreien_ueber_kreuz():
    """Erst beide Arten, dann nur Fälle, dann nur Leistungen: jeder Schritt zurück ist der Stand nach dem davor."""
    staende, kette = [abdruck()], []
    for inhalt in (beide(3, 2), faelle(5), als_csv(LEISTUNGSKOPF, *[leistung(kennung="A")] * 3)):
        kette.append(lade(inhalt))
        staende.append(abdruck())
    kette[0].refresh_from_db()
    assert kette[0].status == "ersetzt", "von der ersten gilt keine Art mehr"
    for nummer in (2, 1, 0):
        assert abdruck() == staende[nummer + 1]
        zuruecknehmen(kette[nummer], von=None, grund="Irrtum")
    assert abdruck() == staende[0]


def test_summen_und_zuruecknehmen():
    lade(
        als_csv(SUMMENKOPF, ["2025-09", "Neuzugang", "", "", "", "", "12"], ["2025-09", "Beratung", "", "", "", "", ""])
    )
    vorher = abdruck()
    neu = lade(als_csv(SUMMENKOPF, ["2025-09", "Neuzugang", "", "", "", "", "15"]))
    zuruecknehmen(neu, von=None, grund="Irrtum")
    assert abdruck() == vorher


def test_noch_einmal_liefern_und_noch_einmal_zuruecknehmen():
    lade(faelle(3))
    vorher = abdruck()
    for _ in range(2):
        zuruecknehmen(lade(faelle(5)), von=None, grund="Irrtum")
        assert abdruck() == vorher


def test_auch_der_monatsstand_ist_der_von_davor():
    """Geprüft waren die alten Zahlen. Die Korrektur macht sie vorläufig, ihre Rücknahme wieder geprüft."""
    lade(faelle(3))
    monatsstand.festlegen(quelle=Quelle.SENIORA, monat=SEPTEMBER, zustand=Zustand.GEPRUEFT, grund="", von=None)
    vorher = abdruck()
    neu = lade(faelle(5))
    assert abdruck()["kennzahlen"] != vorher["kennzahlen"]
    zuruecknehmen(neu, von=None, grund="Irrtum")
    assert abdruck() == vorher


def test_was_nach_geaenderten_stammdaten_zaehlt():
    """Der Stadtteil kommt rückwirkend zu einem anderen Planungsbereich. Nach der Rücknahme zählt der Planungsbereich
    nach den heutigen Stammdaten, wie bei jeder Übernahme von heute an; Stadt, Stadtteil und Beratungsstelle zählen
    genau wie davor, denn sie stehen so in der Datei."""
    lade(faelle(3))
    vorher = wuerfel()
    neu = lade(faelle(5))
    Gebietszuordnung.objects.filter(stadtteil_id="92").update(
        planungsbereich_id=Gebietszuordnung.objects.get(stadtteil_id="07").planungsbereich_id
    )
    zuruecknehmen(neu, von=None, grund="Irrtum")
    nachher = wuerfel()
    ohne_bereich = {zelle: n for zelle, n in vorher.items() if zelle[1] != "planungsbereich"}
    assert {zelle: n for zelle, n in nachher.items() if zelle[1] != "planungsbereich"} == ohne_bereich
    assert nachher["seniora", "planungsbereich", "altstadt", "neuzugang", "", ""] == 3
    assert ("seniora", "planungsbereich", "cotta", "neuzugang", "", "") not in nachher


def test_eine_spaetere_zuordnung_aendert_die_ruecknahme_nicht():
    """Gebietszuordnungen sind datiert: was erst ab Oktober gilt, berührt den September nicht."""
    lade(faelle(3))
    vorher = wuerfel()
    neu = lade(faelle(5))
    alte = Gebietszuordnung.objects.get(stadtteil_id="92")
    anderer = Gebietszuordnung.objects.get(stadtteil_id="07").planungsbereich
    Gebietszuordnung.objects.filter(pk=alte.pk).update(gueltig_bis=SEPTEMBER.letzter)
    Gebietszuordnung.objects.create(
        stadtteil=alte.stadtteil, planungsbereich=anderer, gueltig_von=Monat(2025, 10).erster
    )
    zuruecknehmen(neu, von=None, grund="Irrtum")
    assert wuerfel() == vorher


def test_der_abdruck_bemerkt_eine_halbe_ruecknahme(monkeypatch):
    lade(beide(3, 2))
    vorher = abdruck()
    neu = lade(beide(5, 4))
    schreibe = uebernahme.schreibe_wuerfel
    monkeypatch.setattr(
        uebernahme, "schreibe_wuerfel", lambda teil, *rest: teil.art == "faelle" and schreibe(teil, *rest)
    )
    zuruecknehmen(neu, von=None, grund="Irrtum")
    nachher = abdruck()
    assert nachher["zellen"] != vorher["zellen"] and nachher["kennzahlen"] != vorher["kennzahlen"]


def test_der_abdruck_bemerkt_eine_einzige_fremde_zelle():
    lade(faelle(3))
    vorher = abdruck()
    fremde = Monatswert.objects.filter(quelle=Quelle.FMG).latest("pk")
    Monatswert.objects.filter(pk=fremde.pk).update(anzahl=F("anzahl") + 1)
    assert abdruck()["zellen"] != vorher["zellen"]


def test_verworfene_vorschau_hinterlaesst_nichts():
    lade(faelle(3))
    vorher = abdruck()
    uebernahme.verwerfen(annehmen(pruefe(faelle(5)), von=None), von=None)
    assert abdruck() == vorher
    with pytest.raises(uebernahme.Lieferungsfehler):
        uebernehmen(Lieferung.objects.latest("pk"), von=None)
