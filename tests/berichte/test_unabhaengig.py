"""Jede Zahl der Auswertung gegen eine zweite Zählung derselben Dateien, die nichts von der Anwendung benutzt."""

import ast
import json
import re
import sys
from collections import defaultdict
from functools import cache
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from beratung.kern.zaehlung import Merkmal, Quelle, Zaehleinheit
from beratung.models import Monatswert, Planungsbereich, Stadtteil
from berichte.kern.kennzahlen import JE_ZAEHLEINHEIT
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from . import unabhaengig

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]
BEREICHE = ("Altstadt", "Blasewitz", "Cotta", "Klotzsche", "Leuben", "Loschwitz", "Neustadt", "Pieschen", "Plauen",
            "Prohlis")  # fmt: skip
QUELLEN = {"seniora": ("seniora",), "fmg": ("fmg",), "zusammen": ("seniora", "fmg")}
# Jede Quelle der Stadt, jeder Bereich mit beiden zusammen; alle Verbindungen prüft die Lage, aus der die Seiten leben.
SEITEN = [*(("", quelle) for quelle in QUELLEN), *((bereich, "zusammen") for bereich in BEREICHE)]
HEUTE, FRUEHER = ("2024-01", "2024-09"), ("2023-01", "2023-09")


@cache
def je_ort(zeitraum, quelle) -> dict[str, dict[tuple, int]]:
    """Ort → (Zähleinheit, Merkmal, Ausprägung) → Anzahl."""
    ergebnis = defaultdict(dict)
    for (ort, *schluessel), anzahl in unabhaengig.summe(unabhaengig.zaehlen(), *zeitraum, QUELLEN[quelle]).items():
        ergebnis[ort][tuple(schluessel)] = anzahl
    return ergebnis


def im_monat(monat, quelle, ort, einheit) -> int:
    return sum(unabhaengig.zaehlen()[unabhaengig.Zelle(einzelne, monat, ort, einheit)] for einzelne in QUELLEN[quelle])


def aus_der_lage(quelle, bereich, zeitraum=HEUTE) -> tuple[dict, dict]:
    """Dieselben Schlüssel aus der Lage: heute und früher."""
    auswahl = Auswahl(
        Zeitraum(*map(Monat.lesen, zeitraum)),
        quelle=next((q for q in Quelle if q.value == quelle), None),
        planungsbereich=bereich.lower() or None,
        mit_vergleich=True,
    )
    hier = lage(auswahl)
    heute, frueher = {}, {}
    for einheit in Zaehleinheit:
        verteilungen = [hier.verteilung(einheit, merkmal) for merkmal in JE_ZAEHLEINHEIT[einheit].merkmale]
        paare = {(einheit, "", ""): verteilungen[0].gesamt}
        for merkmal, verteilung in zip(JE_ZAEHLEINHEIT[einheit].merkmale, verteilungen, strict=True):
            paare |= {(einheit, merkmal, posten.name): posten.paar for posten in verteilung.posten}
        heute |= {schluessel: paar.heute for schluessel, paar in paare.items() if paar.heute}
        frueher |= {schluessel: paar.frueher for schluessel, paar in paare.items() if paar.frueher}
    return heute, frueher


def test_die_zweite_zaehlung_benutzt_nichts_von_der_anwendung():
    baum = ast.parse(Path(unabhaengig.__file__).read_text(encoding="utf-8"))
    importe = [knoten for knoten in ast.walk(baum) if isinstance(knoten, ast.Import | ast.ImportFrom)]
    assert all(not getattr(knoten, "level", 0) for knoten in importe)
    namen = {getattr(knoten, "module", None) or name.name for knoten in importe for name in knoten.names}
    assert {name.partition(".")[0] for name in namen} <= sys.stdlib_module_names


def test_alle_planungsbereiche_sind_dabei():
    assert set(Planungsbereich.objects.values_list("name", flat=True)) == set(BEREICHE)


@pytest.mark.parametrize("quelle", QUELLEN)
@pytest.mark.parametrize("bereich", ["", *BEREICHE])
def test_lage_zaehlt_wie_die_dateien(quelle, bereich):
    heute, frueher = aus_der_lage(quelle, bereich)
    assert len(heute) > 80
    assert heute == je_ort(HEUTE, quelle)[bereich]
    assert frueher == je_ort(FRUEHER, quelle)[bereich]


@pytest.mark.parametrize("quelle", QUELLEN)
def test_lage_ohne_vorjahr_zaehlt_wie_die_dateien(quelle):
    heute, frueher = aus_der_lage(quelle, "", FRUEHER)
    assert (heute, frueher) == (je_ort(FRUEHER, quelle)[""], {})


def test_der_vergleich_bemerkt_eine_einzige_falsche_zelle():
    falsch = Monatswert.objects.filter(
        ebene="planungsbereich", gebiet="leuben", merkmal=Merkmal.BERATUNGSORT, quelle="fmg", monat="2023-05-01"
    ).first()
    falsch.anzahl += 1
    falsch.save()
    heute, frueher = aus_der_lage("zusammen", "Leuben")
    assert heute == je_ort(HEUTE, "zusammen")["Leuben"]
    richtig = je_ort(FRUEHER, "zusammen")["Leuben"]
    assert len(dict(frueher.items() - richtig.items())) == 1


def test_befehl_zaehlt_wie_die_dateien():
    ausgabe = StringIO()
    call_command("kennzahlen", von="2024-01", bis="2024-09", vergleich="vorjahr", json=True, stdout=ausgabe)
    gesehen = set()
    for wert in json.loads(ausgabe.getvalue())["werte"]:
        ort, quelle = _ort(wert), wert["quelle"]
        schluessel = (wert["zaehleinheit"], wert["merkmal"] or "", wert["auspraegung"] or "")
        assert wert["wert"] == je_ort(HEUTE, quelle)[ort].get(schluessel, 0), (ort, *schluessel)
        assert wert["vergleichswert"] == je_ort(FRUEHER, quelle)[ort].get(schluessel, 0), (ort, *schluessel)
        gesehen.add((quelle, ort, *schluessel))
    for quelle in QUELLEN:
        alle = {(quelle, ort, *s) for ort, werte in je_ort(HEUTE, quelle).items() for s in werte}
        assert alle and alle <= gesehen


def _ort(wert: dict) -> str:
    if wert["beratungsstelle"]:
        return f"Stelle {wert['beratungsstelle']}"
    return "" if wert["gebiet"] == "Stadt" else wert["gebiet"].removeprefix("Planungsbereich ")


def tabellen(antwort) -> dict[str, list[list[str]]]:
    """Überschrift → Zeilen aller Tabellen einer Seite, wie sie dastehen."""
    assert antwort.status_code == 200
    ergebnis = {}
    for tabelle in re.findall(r"<table.*?</table>", antwort.content.decode(), flags=re.DOTALL):
        titel = text(re.search(r"<caption.*?</caption>", tabelle, flags=re.DOTALL)[0])
        zeilen = re.findall(r"<tr.*?</tr>", tabelle, flags=re.DOTALL)
        ergebnis[titel] = [[text(z) for z in re.findall(r"<t[hd].*?</t[hd]>", zeile, re.DOTALL)] for zeile in zeilen]
    return ergebnis


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def zahl(wert: str) -> int:
    """„1.281 p“ → 1281, „–“ → 0."""
    ziffern = wert.removesuffix(" p").removesuffix(" g").replace(".", "")
    return 0 if ziffern == "–" else int(ziffern)


def adresse(bereich: str, seite: str, quelle: str) -> str:
    ort = f"bereich/{bereich.lower()}" if bereich else "stadt"
    return f"/auswertung/{ort}/{seite}?von=2024-01&bis=2024-09&quelle={quelle}&vergleich=vorjahr"


# Überschrift der Tabelle auf dem Dashboard → Zähleinheit und Merkmal.
AUFTEILUNGEN = {
    "Beratungsfelder": ("beratung", "hauptberatungsfeld"),
    "Beratungsfelder im Einzelnen": ("beratung", "beratungsfeld"),
    "Beratungsorte": ("beratung", "beratungsort"),
    "Wie Fälle zur Beratung kommen": ("neuzugang", "fallherkunft"),
    "Familienstand": ("neuzugang", "familienstand"),
    "Migrationshintergrund": ("neuzugang", "migrationshintergrund"),
    "Leistungen je Fall und Monat": ("fall", "haeufigkeit"),
}


@pytest.mark.parametrize(("bereich", "quelle"), SEITEN)
def test_dashboard_zeigt_was_in_den_dateien_steht(angemeldet, bereich, quelle):
    antwort = angemeldet("leitung").get(adresse(bereich, "", quelle))
    gezeigt = tabellen(antwort)
    heute, frueher = (je_ort(zeitraum, quelle)[bereich] for zeitraum in (HEUTE, FRUEHER))
    for titel, (einheit, merkmal) in AUFTEILUNGEN.items():
        _kopf, *zeilen, zusammen = gezeigt[titel]
        for name, davor, jetzt, *_ in zeilen:
            schluessel = (einheit, merkmal, name)
            assert (zahl(davor), zahl(jetzt)) == (frueher.get(schluessel, 0), heute.get(schluessel, 0)), schluessel
        assert (zahl(zusammen[1]), zahl(zusammen[2])) == (frueher[einheit, "", ""], heute[einheit, "", ""])
    kopf, *zeilen, _zusammen = gezeigt["Neuzugänge: Alter und Geschlecht"]
    for alter, *werte in zeilen:
        for geschlecht, wert in zip(kopf[1:-1], werte, strict=False):
            auspraegung = f"{alter}×{geschlecht}"
            assert zahl(wert) == heute.get(("neuzugang", "altersgruppe×geschlecht", auspraegung), 0), auspraegung
    grosse = re.findall(r'grosse-zahl__wert">(.*?)</p>', antwort.content.decode(), flags=re.DOTALL)
    einheiten = ("neuzugang", "beratung", "krisenintervention", "information")
    assert [zahl(text(wert).split()[0]) for wert in grosse[:4]] == [heute[e, "", ""] for e in einheiten]


def test_dashboard_der_stadt_zeigt_monate_stadtteile_bereiche_und_stellen_der_dateien(angemeldet):
    gezeigt = tabellen(angemeldet("leitung").get(adresse("", "", "zusammen")))
    heute = je_ort(HEUTE, "zusammen")
    for nr, zeile in enumerate(gezeigt["Beratungsfälle gefördert und kommunal zusammen je Monat"][1:10], start=1):
        for jahr, wert in zip(("2023", "2024"), zeile[1:3], strict=True):
            assert zahl(wert) == im_monat(f"{jahr}-{nr:02d}", "zusammen", "", "neuzugang")
    namen = {"unbekannt": "unbekannt", "auswärtig": "auswärtig"}
    namen |= {name: nr for nr, name in Stadtteil.objects.values_list("nr", "name")}
    stadtteile = {
        f"Stadtteil {namen[n]}": zahl(jetzt) for n, _, jetzt, *_ in gezeigt["Neuzugänge nach Stadtteilen"][1:-1]
    }
    bereiche = {z[0].removesuffix(" *"): zahl(z[-3]) for z in gezeigt["Neuzugänge je Planungsbereich"][1:]}
    stellen = {f"Stelle {z[0]}": zahl(z[4]) for z in gezeigt["Beratungsstellen, Neuzugänge 01–09/2024"][1:]}
    assert len(stadtteile) > 60 and len(bereiche) == 11 and len(stellen) == 23
    for ort, anzahl in (stadtteile | bereiche | stellen).items():
        assert anzahl == heute[ort]["neuzugang", "", ""], ort


@pytest.mark.parametrize(("bereich", "quelle"), SEITEN)
def test_herkunft_zeigt_was_in_den_dateien_steht(angemeldet, bereich, quelle):
    leitung = angemeldet("leitung")
    heute, frueher = (je_ort(zeitraum, quelle)[bereich] for zeitraum in (HEUTE, FRUEHER))
    for einheit, kennzahl in JE_ZAEHLEINHEIT.items():
        antwort = leitung.get(adresse(bereich, f"herkunft/{kennzahl.schluessel}/", quelle) + "&nachzaehlen=1")
        gezeigt = tabellen(antwort)
        seite = text(antwort.content.decode())
        gesamt = f"{heute[einheit, '', '']:,}".replace(",", ".")
        assert f"{gesamt} {kennzahl.einheit} Januar bis September 2024" in seite
        assert f"Aus den gespeicherten Zeilen nachgezählt: {gesamt}, stimmt überein." in seite
        for zeitraum, titel in ((HEUTE, "01–09/2024"), (FRUEHER, "01–09/2023")):
            for nr, zeile in enumerate(gezeigt[titel][1:], start=1):
                monat = f"{zeitraum[0][:4]}-{nr:02d}"
                assert zahl(zeile[-3]) == im_monat(monat, quelle, bereich, einheit)
        for merkmal in kennzahl.merkmale:
            if (titel := f"{kennzahl.name} nach {merkmal.bezeichnung}") in gezeigt:
                for name, jetzt, _anteil, davor in gezeigt[titel][1:]:
                    schluessel = (einheit, merkmal, name)
                    assert (zahl(jetzt), zahl(davor)) == (heute.get(schluessel, 0), frueher.get(schluessel, 0))


@pytest.mark.parametrize(
    ("quelle", "zeile"),
    [
        ("seniora", ["Summe 01–09", "2.535 p", "3.080 p", "+545", "+21,5 %"]),
        ("fmg", ["Summe 01–09", "1.571 p", "1.281 p", "−290", "−18,5 %"]),
        ("zusammen", ["Summe 01–09", "4.106 p", "4.361 p", "+255", "+6,2 %"]),
    ],
)
def test_die_zahlen_der_folien_stehen_auf_dem_dashboard(angemeldet, quelle, zeile):
    gezeigt = tabellen(angemeldet("leitung").get(adresse("", "", quelle)))
    assert zeile in next(zeilen for titel, zeilen in gezeigt.items() if titel.startswith("Beratungsfälle"))


def test_die_hauptberatungsfelder_der_folie_17_stehen_auf_dem_dashboard(angemeldet):
    antwort = angemeldet("leitung").get(adresse("", "", "zusammen"))
    assert {zeile[0]: zeile[-1] for zeile in tabellen(antwort)["Beratungsfelder"][1:-1]} == {
        "Pflege und Gesundheit": "29,3 %",
        "Sonstige": "26,4 %",
        "Gesundheitliche und soziale Problemlagen": "24,8 %",
        "Sozialrechtliche Leistungen": "16,6 %",
        "Freizeit, Bildung, Kultur": "3,0 %",
    }
    assert "die Anteile 01–09/2024 ergeben zusammen 100,1 %." in text(antwort.content.decode())
