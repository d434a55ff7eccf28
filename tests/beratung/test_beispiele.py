"""Die Beispiellieferungen, unabhängig nachgezählt: calamine und Counter direkt, ohne den Code des Einlesens."""

import io
from collections import Counter

import pytest
import python_calamine
from django.core.management import call_command

from beratung.models import Beratungsstelle, Gebietszuordnung, Katalogwert, Lieferung, Monatswert
from beratung.stammdaten.nachschlagen import MIT_GEBIETEN
from dresden_senioren.kern.zahlen import anteil
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .conftest import FIXTURES, ruf_auf

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]
ORDNER = FIXTURES / "beispiellieferungen"
ERSTE_NEUN = {jahr: Zeitraum(Monat(jahr, 1), Monat(jahr, 9)) for jahr in (2023, 2024)}


def blatt(quelle: str, monat: Monat, name: str) -> list[dict]:
    """Zeilen eines Blatts als {Überschrift: Text}."""
    mappe = python_calamine.CalamineWorkbook.from_path(str(ORDNER / f"{quelle}_{monat}.xlsx"))
    zeilen = mappe.get_sheet_by_name(name).to_python(skip_empty_area=False)
    assert "Erfundene Beispielzahlen" in zeilen[0][0]
    kopf = next(nr for nr, zeile in enumerate(zeilen) if zeile[0] == "Monat")
    return [
        {k: str(int(w)) if isinstance(w, float) else w for k, w in zip(zeilen[kopf], zeile, strict=True)}
        for zeile in zeilen[kopf + 1 :]
    ]


@pytest.mark.parametrize(
    ("quelle", "zeitraum", "anzahl"),
    [
        ("seniora", ERSTE_NEUN[2023], 2535),
        ("seniora", ERSTE_NEUN[2024], 3080),
        ("fmg", ERSTE_NEUN[2023], 1571),
        ("fmg", ERSTE_NEUN[2024], 1281),
        ("fmg", Zeitraum(Monat(2023, 10), Monat(2023, 12)), 488),
    ],
)
def test_veroeffentlichte_summen(quelle, zeitraum, anzahl):
    assert sum(len(blatt(quelle, monat, "Fälle")) for monat in zeitraum) == anzahl
    zellen = Monatswert.objects.der_stadt().gesamtzahlen().im_zeitraum(zeitraum)
    assert sum(zellen.filter(quelle=quelle, zaehleinheit="neuzugang").values_list("anzahl", flat=True)) == anzahl


@pytest.mark.parametrize("arten", [{"Beratung"}, {"Beratung", "Krisenintervention"}])
def test_anteile_der_hauptberatungsfelder_wie_auf_folie_17(arten):
    unter = {"Wohnen im Alter", "Schwerbehinderung", "altersgerechte Dienste", "Betreuung & Vorsorge"}
    felder: Counter = Counter()
    for quelle in ("seniora", "fmg"):
        for monat in ERSTE_NEUN[2024]:
            zeilen = [z for z in blatt(quelle, monat, "Leistungen") if z["Leistungsart"] in arten]
            felder.update("Sonstige" if z["Beratungsfeld"] in unter else z["Beratungsfeld"] for z in zeilen)
    gesamt = felder.total()
    assert {feld: str(anteil(n, gesamt)) for feld, n in felder.items()} == {
        "Pflege und Gesundheit": "29.3",
        "Sonstige": "26.4",
        "Gesundheitliche und soziale Problemlagen": "24.8",
        "Sozialrechtliche Leistungen": "16.6",
        "Freizeit, Bildung, Kultur": "3.0",
    }


@pytest.mark.parametrize(
    ("quelle", "monat"), [("seniora", Monat(2023, 9)), ("fmg", Monat(2024, 2)), ("seniora", Monat(2024, 9))]
)
def test_wuerfel_gleicht_der_unabhaengigen_zaehlung(quelle, monat):
    schluessel = {(k.merkmal, k.bezeichnung): k.schluessel for k in Katalogwert.objects.all()}
    stellen = {s.name: s for s in Beratungsstelle.objects.prefetch_related(MIT_GEBIETEN)}
    bereiche = {name: s.planungsbereich_am(monat.erster).kuerzel for name, s in stellen.items()}
    gebiete = {
        z.stadtteil_id: z.planungsbereich.kuerzel for z in Gebietszuordnung.objects.select_related("planungsbereich")
    }
    zeilen = blatt(quelle, monat, "Fälle")
    soll: Counter = Counter()
    for z in zeilen:
        stelle, teil = stellen[z["Beratungsstelle"]], z["Stadtteil"].zfill(2) if z["Stadtteil"] else ""
        bereich = "auswaertig" if teil == "auswärtig" else gebiete.get(teil, bereiche[stelle.name])
        teil = {"": "unbekannt", "auswärtig": "auswaertig"}.get(teil, teil)
        herkunft = schluessel.get(("fallherkunft", z["Fallherkunft"]), "unbekannt")
        for ort in (
            ("stadt", ""),
            ("planungsbereich", bereich),
            ("stadtteil", teil),
            ("beratungsstelle", stelle.kuerzel),
        ):
            soll[*ort, "", ""] += 1
            soll[*ort, "fallherkunft", herkunft] += 1
    zellen = Monatswert.objects.filter(quelle=quelle, monat=monat.erster, zaehleinheit="neuzugang")
    ist = zellen.filter(merkmal__in=("", "fallherkunft")).values_list(
        "ebene", "gebiet", "merkmal", "auspraegung", "anzahl"
    )
    assert {tuple(zelle[:-1]): zelle[-1] for zelle in ist} == dict(soll)


def test_haeufigkeit_gleicht_der_unabhaengigen_zaehlung():
    monat = Monat(2024, 5)
    zeilen = [z for z in blatt("fmg", monat, "Leistungen") if z["Leistungsart"] in {"Beratung", "Krisenintervention"}]
    je_fall = Counter((z["Beratungsstelle"], z["Fallkennung"]) for z in zeilen)
    soll = Counter("1" if n == 1 else "2-3" if n < 4 else "4-9" if n < 10 else "10+" for n in je_fall.values())
    zellen = Monatswert.objects.der_stadt().filter(quelle="fmg", monat=monat.erster, merkmal="haeufigkeit")
    assert dict(zellen.values_list("auspraegung", "anzahl")) == soll


def test_geladen_ohne_fehler_und_warnungen_und_als_beispiel_gekennzeichnet():
    lieferungen = Lieferung.objects.filter(monat__lte="2024-09-01")
    assert lieferungen.count() == 42
    assert all(lieferung.befunde == [] and lieferung.ist_beispiel for lieferung in lieferungen)


@pytest.mark.langsam
def test_die_letzten_drei_monate_kommen_ebenso_glatt_herein():
    for monat in Zeitraum(Monat(2024, 10), Monat(2024, 12)):
        for quelle in ("seniora", "fmg"):
            datei = ORDNER / f"{quelle}_{monat}.xlsx"
            rueckgabe, ergebnis = ruf_auf("lieferung_einlesen", datei, "--quelle", quelle, "--monat", monat)
            assert (rueckgabe, ergebnis["ergebnis"], ergebnis["befunde"]) == (0, "uebernommen", [])


@pytest.mark.langsam
def test_gleicher_samen_gleiche_bytes(tmp_path):
    call_command("beispiellieferungen_schreiben", tmp_path, verbosity=0, stdout=io.StringIO())
    dateien = sorted(datei.name for datei in ORDNER.glob("*.xlsx"))
    assert len(dateien) == 48
    assert all((tmp_path / name).read_bytes() == (ORDNER / name).read_bytes() for name in dateien)


def test_stelle_die_erst_im_september_2023_oeffnet():
    def hat_striesen(monat):
        return any("Striesen" in z["Beratungsstelle"] for z in blatt("seniora", monat, "Fälle"))

    assert not hat_striesen(Monat(2023, 8)) and hat_striesen(Monat(2023, 9))


def test_fallabgaben_steigen_2024():
    def fallabgaben(jahr):
        return sum("Fallabgabe" in z["Fallherkunft"] for m in ERSTE_NEUN[jahr] for z in blatt("seniora", m, "Fälle"))

    assert fallabgaben(2024) > 1.5 * fallabgaben(2023)


def test_alle_bereiche_und_fast_alle_stadtteile_kommen_vor():
    gebiete = Monatswert.objects.filter(monat="2024-09-01", zaehleinheit="neuzugang", merkmal="")
    assert len(set(gebiete.filter(ebene="planungsbereich").values_list("gebiet", flat=True)) - {"auswaertig"}) == 10
    assert len(set(gebiete.filter(ebene="stadtteil").values_list("gebiet", flat=True))) > 55
