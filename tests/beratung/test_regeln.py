"""Regeln, Code und Seite sagen dasselbe, und jede Regel bemerkt, wofür sie da ist."""

import re
from datetime import date

import pytest
from django.urls import reverse

from beratung.kern.befunde.befund import Befundliste
from beratung.kern.befunde.regeln import ALS_FUSSNOTE, REGELN, VERFAHREN
from beratung.kern.pruefen.verlaufsregeln import letzter_arbeitstag, pruefe_exporttag, tag_im_namen
from beratung.lieferungen.anzeige import regelverzeichnis
from beratung.models import Beratungsstelle, Lieferung
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.settings import BASE_DIR

from . import regelfaelle
from .conftest import FALL, FALLKOPF, LEISTUNGSKOPF, SEPTEMBER, als_csv, codes, faelle, lade, leistung, pruefe
from .regelfaelle import FAELLE, PLAUEN, SUMMENKOPF, ZWEI_STELLEN, fall, im_august, summe

pytestmark = pytest.mark.django_db


def genannte_codes() -> set[str]:
    """Alle Codes, die der Quelltext der Prüfung irgendwo nennt."""
    dateien = [p for p in (BASE_DIR / "beratung").rglob("*.py") if p.name != "regeln.py"]
    return {code for p in dateien for code in re.findall(r'"([EP]\d\d)"', p.read_text(encoding="utf-8"))}


def test_jeder_gemeldete_code_ist_eine_regel_und_jede_regel_wird_gemeldet():
    assert genannte_codes() == set(REGELN)
    assert set(VERFAHREN) | ALS_FUSSNOTE <= set(REGELN)


def test_jede_regel_hat_titel_und_sagt_was_zu_tun_ist():
    for regel in REGELN.values():
        assert regel.titel and not regel.titel.endswith(".")
        assert "{" not in regel.beschreibung
        assert len(re.findall(r"[.?](?= |$)|: (?=[A-ZN])", regel.beschreibung)) >= 2, regel.beschreibung
    assert len({regel.titel for regel in REGELN.values()}) == len(REGELN)


def test_das_verzeichnis_nennt_jede_regel_genau_einmal(angemeldet):
    genannt = [zeile.regel.code for gruppe in regelverzeichnis() for zeile in gruppe.zeilen]
    assert sorted(genannt) == sorted(REGELN)
    html = angemeldet("administration").get(reverse("beratung:pruefregeln")).content.decode()
    for code, regel in REGELN.items():
        assert f'id="{code}"' in html and regel.titel in html


def test_zu_jeder_regel_gibt_es_einen_fall():
    assert set(FAELLE) == set(REGELN)


@pytest.mark.parametrize("code", sorted(REGELN))
def test_die_regel_bemerkt_ihren_fall(code):
    pruefung = FAELLE[code]()
    treffer = [befund for befund in pruefung.befunde if befund.code == code]
    assert treffer, codes(pruefung)
    assert treffer[0].schwere is REGELN[code].schwere and "{" not in treffer[0].meldung
    assert pruefung.hat_fehler or REGELN[code].schwere is not Schwere.FEHLER


def test_eine_gute_lieferung_loest_keine_regel_aus():
    assert codes(pruefe(faelle(3))) == []


# --- Grenzen einzelner Regeln ----------------------------------------------------------------------------------------


def test_bis_zur_grenze_darf_eine_tabelle_zaehlen_und_die_datenbank_nimmt_es():
    lieferung = lade(als_csv(LEISTUNGSKOPF, *[leistung(anzahl="1000000")] * 1000))
    assert lieferung.summen["beratung"] == 1_000_000_000
    (befund,) = [b for b in FAELLE["P15"]().befunde if b.code == "P15"]
    assert "1.001.000.000" in befund.meldung and "Spalte Anzahl" in befund.ort


def test_kleine_schwankungen_sind_kein_sprung():
    im_august(faelle(40))
    assert codes(pruefe(faelle(61))) == [], "40 und 61 vertragen sich noch mit derselben Erwartung"
    assert codes(pruefe(faelle(100))) == ["P52", "P60"]


def test_eine_stelle_gleicht_die_andere_nicht_aus():
    (befund,) = regelfaelle.sprung_einer_stelle().befunde
    assert befund.gegenstand == "neuzugang//s-plauen/" and "Plauen (Beispiel) 10 statt 60" in befund.meldung


def test_eine_geschlossene_stelle_wird_nicht_vermisst():
    assert codes(regelfaelle.stelle_fehlt()) == ["P61"]
    Beratungsstelle.objects.filter(kuerzel="s-plauen").update(gueltig_bis=Monat(2025, 8).letzter)
    assert codes(pruefe(faelle(4))) == []


def test_eine_stelle_die_nur_manchmal_liefert_wird_nicht_vermisst():
    im_august(als_csv(FALLKOPF, *ZWEI_STELLEN[58:62]))
    assert codes(pruefe(faelle(4))) == []


@pytest.mark.parametrize(
    ("neu", "erwartet"), [(100, []), (140, []), (95, []), (78, []), (76, ["P66"]), (60, ["P66"]), (1, ["P66"])]
)
def test_eine_korrektur_darf_wenig_verlieren(neu, erwartet):
    assert codes(pruefe(faelle(100))) == [], "die erste Lieferung des Monats korrigiert nichts"
    lade(faelle(100))
    assert codes(pruefe(faelle(neu))) == erwartet


def test_kleine_zahlen_einer_korrektur_erlauben_kein_urteil():
    lade(faelle(20))
    assert codes(pruefe(faelle(12))) == []
    (befund,) = pruefe(faelle(5)).befunde
    assert befund.meldung.startswith("Neuzugänge (Beratungsfälle): 5 statt der geltenden 20 (−75,0\u00a0%). Fragen")


def test_eine_korrektur_nur_der_leistungen_verliert_keine_faelle():
    lade(faelle(100))
    assert codes(pruefe(als_csv(LEISTUNGSKOPF, leistung(kennung="F1")))) == []


def test_was_eine_korrektur_gar_nicht_mehr_meldet_faellt_immer_auf():
    lade(als_csv(SUMMENKOPF, summe("7"), summe("3", "Beratung")))
    assert codes(pruefe(als_csv(SUMMENKOPF, summe("7"), summe("0", "Beratung")))) == []
    (befund,) = pruefe(als_csv(SUMMENKOPF, summe("7"), summe("", "Beratung"))).befunde
    assert (
        "Beratungen: nicht gemeldet statt der geltenden 3 (entfällt)" in befund.meldung
        and befund.gegenstand == "beratung///"
    )


def test_eine_stelle_fehlt_in_der_korrektur_und_wird_nur_einmal_genannt():
    for monat in ("2025-06", "2025-07", "2025-08"):
        inhalt = als_csv(FALLKOPF, FALL, PLAUEN).replace(b"2025-09", monat.encode())
        lade(inhalt, monat=Monat.lesen(monat))
    assert codes(pruefe(faelle(2))) == ["P61"], "die erste Lieferung des Monats"
    lade(als_csv(FALLKOPF, FALL, PLAUEN))
    (befund,) = pruefe(faelle(2)).befunde
    assert (befund.code, befund.gegenstand) == ("P67", "//s-plauen/") and "Seniorenberatung Plauen" in befund.meldung
    assert codes(pruefe(als_csv(FALLKOPF, PLAUEN, FALL))) == []


def test_eine_ungerade_zahl_genuegt_gegen_den_verdacht_doppelter_zeilen():
    nummern = ["01", "02", "03", "04", "05", "06", "07", "91", "92", "93", "94", "95", "96"]
    zeilen = [fall(Stadtteil=nr) for nr in nummern] * 2
    assert "P62" not in codes(pruefe(als_csv(FALLKOPF, *zeilen, FALL)))
    assert "P62" not in codes(pruefe(als_csv(FALLKOPF, *zeilen[:11] * 2))), "elf gerade Zahlen können Zufall sein"


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("seniora_2024-10-28.csv", date(2024, 10, 28)),
        ("Export 28.10.2024.xlsx", date(2024, 10, 28)),
        ("x20241028.csv", date(2024, 10, 28)),
        ("seniora_2024-10.xlsx", None),
        ("99.99.2024.csv", None),
        ("120241028.csv", None),
    ],
)
def test_tag_im_dateinamen(name, tag):
    assert tag_im_namen(name) == tag


def test_letzter_arbeitstag_kennt_wochenende_und_reformationstag():
    assert letzter_arbeitstag(Monat(2024, 10)) == date(2024, 10, 30)
    assert letzter_arbeitstag(Monat(2024, 8)) == date(2024, 8, 30)


@pytest.mark.parametrize(("tag", "erwartet"), [("2024-10-29", ["P59"]), ("2024-10-30", []), ("2024-11-02", [])])
def test_export_vor_dem_letzten_arbeitstag(tag, erwartet):
    befunde = Befundliste()
    pruefe_exporttag(f"s_{tag}.csv", Monat(2024, 10), befunde)
    assert [b.code for b in befunde.befunde] == erwartet


def test_der_gegenstand_ist_von_monat_zu_monat_gleich():
    def schluessel(pruefung):
        return {(b.code, b.gegenstand) for b in pruefung.befunde}

    kopf, zeile = [*FALLKOPF, "Wetter"], [*FALL, "x"]
    september = pruefe(als_csv(kopf, zeile, zeile))
    august = pruefe(als_csv(kopf, zeile).replace(b"2025-09", b"2025-08"), monat=Monat(2025, 8))
    assert schluessel(september) == schluessel(august) == {("P22", "///Wetter")}


def test_die_gespeicherten_befunde_der_vorfuehrung_sind_leer():
    """Der bessere Test schlägt bei den erfundenen, unruhigen Reihen aus 42 Lieferungen nicht an."""
    lade(faelle(3))
    assert all(lieferung.befunde == [] for lieferung in Lieferung.objects.exclude(monat=SEPTEMBER.erster))
