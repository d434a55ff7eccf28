"""Gebietsgrenzen aus GeoJSON: was gelesen wird, was abgelehnt wird und mit welchem Satz, und wie es vereinfacht ist."""

import json
import math
from itertools import pairwise

import pytest

from beratung.kern.stammdaten import kreuzung
from beratung.kern.stammdaten.geojson import Grenzfehler
from beratung.kern.stammdaten.grenzen import PUNKTE_GEZEICHNET, einzelgebiete, flaechen_lesen, namensform
from berichte.kern.abbildungen.kachelkarte import KACHELN

from . import grenzdatei
from .grenzdatei import NAMEN, features, geojson

GEBIETE = [kachel.gebiet for kachel in KACHELN]


def saetze(inhalt: bytes, merkmal: str = "") -> list[str]:
    with pytest.raises(Grenzfehler) as fehler:
        flaechen_lesen(inhalt, GEBIETE, merkmal)
    return fehler.value.saetze


def geaendert(nr: int, **geometrie) -> bytes:
    alle = features()
    alle[nr]["geometry"] |= geometrie
    return geojson(alle)


def test_neunzehn_gebiete_werden_fuenfzehn_flaechen():
    assert sorted(name for gebiet in GEBIETE for name in einzelgebiete(gebiet)) == sorted(NAMEN)
    flaechen = flaechen_lesen(geojson(), GEBIETE)
    assert [flaeche.gebiet for flaeche in flaechen] == GEBIETE
    ringe = {flaeche.gebiet: len(flaeche.ringe) for flaeche in flaechen}
    assert ringe["Ortschaften Cossebaude, Mobschatz, Oberwartha"] == 3
    assert ringe["Cotta"] == 1
    alle = [punkt for flaeche in flaechen for ring in flaeche.ringe for punkt in ring]
    assert len(alle) <= PUNKTE_GEZEICHNET
    assert {type(zahl) for punkt in alle for zahl in punkt} == {int}


def test_von_der_datei_bleiben_nur_linien():
    angaben = json.dumps([flaeche.angaben for flaeche in flaechen_lesen(geojson(), GEBIETE)], ensure_ascii=False)
    assert "Mustermann" not in angaben
    assert "13.6" not in angaben


def test_nachbarn_liegen_ohne_spalt_aneinander():
    """Jede innere Kante gehört zwei Ringen; nur der Rand der Stadt gehört einem."""
    kanten: dict[frozenset, int] = {}
    for flaeche in flaechen_lesen(geojson(), GEBIETE):
        for ring in flaeche.ringe:
            for paar in pairwise((*ring, ring[0])):
                kanten[frozenset(paar)] = kanten.get(frozenset(paar), 0) + 1
    einfache = [kante for kante, anzahl in kanten.items() if anzahl == 1]
    umriss: dict[tuple, int] = {}
    for kante in einfache:
        for punkt in kante:
            umriss[punkt] = umriss.get(punkt, 0) + 1
    assert set(umriss.values()) == {2}  # ein geschlossener Zug um die Stadt
    assert len(einfache) < len(kanten) / 2


def test_das_schild_liegt_in_der_flaeche():
    from beratung.kern.stammdaten.zeichengitter import _liegt_in

    for flaeche in flaechen_lesen(geojson(), GEBIETE):
        strecken = [paar for ring in flaeche.ringe for paar in pairwise((*ring, ring[0]))]
        assert _liegt_in(flaeche.ort, strecken)


def in_utm(punkt: list[float]) -> list[float]:
    """Eine eigene Abbildung nach UTM 33, auf den Meter genau genug (Reihe nach Krüger, drei Glieder)."""
    laenge, breite = math.radians(punkt[0] - 15), math.radians(punkt[1])
    n = 0.0016792203863837
    a = 6367449.145771
    t = math.sinh(math.atanh(math.sin(breite)) - 0.081819191 * math.atanh(0.081819191 * math.sin(breite)))
    xi, eta = math.atan2(t, math.cos(laenge)), math.atanh(math.sin(laenge) / math.hypot(1, t))
    b1, b2 = n / 2 - 2 / 3 * n**2, 13 / 48 * n**2
    x = eta + b1 * math.cos(2 * xi) * math.sinh(2 * eta) + b2 * math.cos(4 * xi) * math.sinh(4 * eta)
    y = xi + b1 * math.sin(2 * xi) * math.cosh(2 * eta) + b2 * math.sin(4 * xi) * math.cosh(4 * eta)
    return [500_000 + 0.9996 * a * x, 0.9996 * a * y]


def test_utm_zeichnet_dasselbe_wie_laenge_und_breite():
    alle = features()
    for feature in alle:
        feature["geometry"]["coordinates"] = [[in_utm(p) for p in ring] for ring in feature["geometry"]["coordinates"]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    for grad, meter in zip(
        flaechen_lesen(geojson(), GEBIETE), flaechen_lesen(geojson(alle, crs=crs), GEBIETE), strict=True
    ):
        assert math.dist(grad.ort, meter.ort) <= 25  # die Zone 33 dreht Dresden um ein Grad


@pytest.mark.parametrize("kodierung", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_andere_zeichenkodierungen_werden_gelesen(kodierung):
    assert flaechen_lesen(geojson().decode().encode(kodierung), GEBIETE) == flaechen_lesen(geojson(), GEBIETE)


@pytest.mark.parametrize(
    ("geschrieben", "gemeint"),
    [("Stadtbezirk ALTSTADT", "Altstadt"), ("Ortschaft Schönfeld / Weißig", "Schönfeld-Weißig"),
     ("Schoenfeld-Weissig", "Schönfeld-Weißig"), ("Dresden-Neustadt", "Neustadt"), ("Prohlis (Stadtbezirk)", "Prohlis"),
     ("Ortsamtsbereich Plauen", "Plauen")],
)  # fmt: skip
def test_schreibweisen(geschrieben, gemeint):
    assert namensform(geschrieben) == namensform(gemeint)
    assert len({namensform(name) for name in NAMEN}) == len(NAMEN)


@pytest.mark.parametrize("merkmal", ["name", "NAME", "bezeichnung", "stadtbezirk_lang"])
def test_der_name_darf_ueberall_stehen(merkmal):
    assert len(flaechen_lesen(geojson(features(merkmal)), GEBIETE)) == 15


def test_zwei_verschiedene_namen_fragen_nach():
    alle = features()
    for feature, andere in zip(alle, reversed(NAMEN), strict=True):
        feature["properties"]["alt"] = andere
    [satz] = saetze(geojson(alle))
    assert "„alt“ und „name“" in satz
    assert flaechen_lesen(geojson(alle), GEBIETE, "name") == flaechen_lesen(geojson(), GEBIETE)
    assert "hat kein Gebiet" in saetze(geojson(alle), "gibtesnicht")[0]


def test_alle_falschen_namen_auf_einmal():
    alle = features(namen=("Altstatt", "Cotta", "Cotta", *NAMEN[3:11], "", *NAMEN[12:]))
    del alle[-1]["properties"]["name"]
    alle_saetze = "\n".join(saetze(geojson(alle)))
    for teil in (
        "Gebiet Nr. 1 der Datei heißt „Altstatt“; das ist keines der 19 Gebiete.",
        "Gebiet Nr. 12 der Datei hat kein „name“.",
        "Cotta kommt mehrmals vor (Gebiete Nr. 2 und 3 der Datei).",
        "Es fehlen", "Cossebaude", "Weixdorf", "Prohlis",
    ):  # fmt: skip
        assert teil in alle_saetze


def test_ohne_namen_nennt_was_da_ist():
    assert saetze(geojson(features(namen=["Haus"] * 19))) == [
        "Keine Eigenschaft nennt die Stadtbezirke und Ortschaften. Vorhanden: „ansprechperson“ und „name“."
    ]


def verschoben(dx: float = 0, dy: float = 0, *, faktor: float = 1.0, tauschen: bool = False) -> bytes:
    alle = features()
    for feature in alle:
        ring = [[x * faktor + dx, y * faktor + dy] for x, y in feature["geometry"]["coordinates"][0]]
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in ring] if tauschen else ring]
    return geojson(alle)


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        (verschoben(tauschen=True), "Länge und Breite sind vermutlich vertauscht"),
        (verschoben(faktor=111_320), "weit außerhalb"),
        (verschoben(dx=20), "weit außerhalb"),
        (geojson(crs={"type": "name", "properties": {"name": "EPSG:3857"}}), "Koordinatensystem EPSG:3857"),
        (geaendert(3, coordinates=[[[11, 48], [11.1, 48], [11.1, 48.1], [11, 48]]]), "weiter als 100 km"),
        (geaendert(3, coordinates=[[[411_000, 5_655_000], [412_000, 5_655_000], [412_000, 5_656_000],
                                    [411_000, 5_655_000]]]), "andere in Metern"),
        (geaendert(3, coordinates=[[[13.7, 51.0], [13.7, 51.0], [13.7, 51.0], [13.7, 51.0]]]), "keine Fläche"),
        (geaendert(3, coordinates=[[[1e9, 51.0], [13.8, 51.0], [13.7, 51.1], [1e9, 51.0]]]), "nicht aus zwei Zahlen"),
        (geaendert(3, coordinates=[[[13.7, 51.0], [13.8, 51.0], [13.7, 51.1], [13.7, 51.01]]]), "nicht geschlossen"),
        (geaendert(3, coordinates=[[[13.7, 51.0], [13.8, 51.0], [13.7, 51.0]]]), "nicht geschlossen"),
        (geaendert(3, coordinates=[[["13,7", 51], [True, 51], [13.7, None]]]), "nicht aus zwei Zahlen"),
        (geaendert(3, coordinates=[13.7, 51.0]), "nicht aus zwei Zahlen"),
        (geaendert(3, coordinates=[]), "keine Punkte"),
        (geaendert(3, coordinates=None), "keine Punkte"),
        (geaendert(3, type="Point", coordinates=[13.7, 51.0]), "„Point“"),
        (geaendert(3, type="GeometryCollection", geometries=[]), "„GeometryCollection“"),
        (geaendert(3, type=["Polygon"]), "unbekannt"),
        (geojson([None, 7, *features()]), "hat keine Fläche"),
        (geojson([]), "keine Gebiete"),
        (geojson(features() * 11), "Die Datei enthält 209 Gebiete"),
        (json.dumps(features()[0]).encode(), "keine „FeatureCollection“"),
        (b"[]", "keine „FeatureCollection“"),
        (b"", "leer"),
        (b"\xef\xbb\xbf", "kein JSON"),
        (b"PK\x03\x04\xff\xfe", "kein"),
        (b"\xff\xfe\x00\xd8", "kein Text"),
        (geojson()[:-40], "kein JSON"),
        (b"[" * 100_000, "tief verschachtelt"),
        (b'{"a":' * 100_000, "tief verschachtelt"),
        (b'{"type":"FeatureCollection","type":"x"}', "„type“ steht in einem Objekt zweimal"),
        (b'{"type":"FeatureCollection","features":[NaN]}', "„NaN“"),
        (b'{"type":"FeatureCollection","features":[-Infinity]}', "„-Infinity“"),
        (b'{"x":' + b"9" * 5000 + b"}", "keine Koordinate"),
        (geojson() + b" " * 5_000_001, "größer als 5 MB"),
    ],
)  # fmt: skip
def test_was_nicht_taugt_wird_mit_einem_satz_abgelehnt(inhalt, satz):
    assert satz in "\n".join(saetze(inhalt))


def test_mehrere_fehler_stehen_zusammen_da():
    alle = features()
    for nr in range(19):
        alle[nr]["geometry"]["type"] = "LineString"
    assert len(saetze(geojson(alle))) == 19
    assert saetze(geojson([None] * 40))[-1] == "Und 15 weitere Fehler."


def gezackt(anzahl: int) -> list[list[float]]:
    """Ein Rand mit so vielen Punkten, hin und her."""
    oben = [[13.7 + 0.05 * i / anzahl, 51.0 + 0.01 * (i % 2) + 0.02] for i in range(anzahl)]
    return [[13.7, 51.0], *oben, [13.75, 51.0], [13.7, 51.0]]


@pytest.mark.langsam
def test_hunderttausend_punkte_werden_wenige():
    flaechen = flaechen_lesen(geaendert(6, coordinates=[gezackt(100_000)]), GEBIETE)
    assert sum(len(ring) for flaeche in flaechen for ring in flaeche.ringe) <= 2 * PUNKTE_GEZEICHNET
    assert "mehr als 150.000 Punkte" in saetze(geaendert(6, coordinates=[[[1, 2]] * 150_001]))[0]


def test_mehrteilige_gebiete_und_loecher():
    alle = features()
    loch = [[13.7, 51.1], [13.705, 51.1], [13.705, 51.105], [13.7, 51.1]]
    ring = grenzdatei.ring(2, 2)
    nr = NAMEN.index("Neustadt")
    insel = [[13.9, 51.0], [13.92, 51.0], [13.92, 51.02], [13.9, 51.0]]
    alle[nr]["geometry"] = {"type": "MultiPolygon", "coordinates": [[ring, loch], [insel]]}
    neustadt = next(f for f in flaechen_lesen(geojson(alle), GEBIETE) if f.gebiet == "Neustadt")
    assert len(neustadt.ringe) == 3


def test_eine_grenze_die_sich_selbst_kreuzt_wird_genannt():
    acht = [[13.7, 51.0], [13.75, 51.05], [13.75, 51.0], [13.7, 51.04], [13.7, 51.0]]
    assert "Gebiet Nr. 7 der Datei kreuzt sich selbst, bei 13.7; 51" in saetze(geaendert(6, coordinates=[acht]))[0]
    beruehrt = [[13.7, 51.0], [13.75, 51.05], [13.75, 51.0], [13.725, 51.025], [13.7, 51.04], [13.7, 51.0]]
    assert flaechen_lesen(geaendert(6, coordinates=[beruehrt]), GEBIETE)


def test_was_nur_die_suche_lang_machen_soll_wird_abgebrochen(monkeypatch):
    monkeypatch.setattr(kreuzung, "VERGLEICHE_HOECHSTENS", 1_000)
    quer = [[13.7 + 0.05 * (i % 2), 51 + 0.0001 * i] for i in range(60)]
    assert "so verwickelt" in saetze(geaendert(6, coordinates=[[*quer, quer[0]]]))[0]
