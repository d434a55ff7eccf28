"""Eine erfundene GeoJSON-Datei: die 19 Gebiete als Felder eines verbogenen Gitters, Nachbarn mit denselben Punkten."""

import json
import math

WEST, SUED, BREITE, HOEHE = 13.58, 50.97, 0.38, 0.21  # Grad, ungefähr Dresden
SPALTEN, JE_KANTE = 5, 24
NAMEN = (
    "Cossebaude", "Oberwartha", "Weixdorf", "Langebrück", "Schönborn",
    "Mobschatz", "Pieschen", "Klotzsche", "Loschwitz", "Schönfeld-Weißig",
    "Gompitz", "Cotta", "Neustadt", "Blasewitz", "Leuben",
    "Altfranken", "Plauen", "Altstadt", "Prohlis",
)  # fmt: skip


def punkt(spalte: float, zeile: float) -> list[float]:
    """Ein Punkt des verbogenen Gitters; Zeile 0 liegt im Norden."""
    x = spalte + 0.18 * math.sin(2.1 * zeile + spalte) * math.sin(math.pi * spalte / SPALTEN)
    y = zeile + 0.18 * math.sin(1.7 * spalte - zeile) * math.sin(math.pi * zeile / 4)
    return [round(WEST + BREITE * x / SPALTEN, 6), round(SUED + HOEHE * (1 - y / 4), 6)]


def ring(spalte: int, zeile: int) -> list[list[float]]:
    schritte = [i / JE_KANTE for i in range(JE_KANTE)]
    rand = [(spalte + t, zeile) for t in schritte] + [(spalte + 1, zeile + t) for t in schritte]
    rand += [(spalte + 1 - t, zeile + 1) for t in schritte] + [(spalte, zeile + 1 - t) for t in schritte]
    return [punkt(*ort) for ort in (*rand, rand[0])]


def features(merkmal: str = "name", namen=NAMEN) -> list[dict]:
    return [
        {
            "type": "Feature",
            "properties": {"id": nr, merkmal: name, "ansprechperson": "Erika Mustermann"},
            "geometry": {"type": "Polygon", "coordinates": [ring(nr % SPALTEN, nr // SPALTEN)]},
        }
        for nr, name in enumerate(namen)
    ]


def geojson(alle: list[dict] | None = None, **mehr) -> bytes:
    sammlung = {"type": "FeatureCollection", "features": features() if alle is None else alle}
    return json.dumps(sammlung | mehr, ensure_ascii=False).encode()
