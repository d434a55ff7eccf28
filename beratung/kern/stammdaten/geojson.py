"""GeoJSON lesen: nur Flächen und die Texte, die sie benennen. Für alles, woran man sich verschlucken könnte, gibt es
eine Grenze; was an der Datei nicht stimmt, wird im Ganzen gesagt."""

import json
import re
from dataclasses import dataclass
from typing import Any

from dresden_senioren.kern.text import einzeilig
from dresden_senioren.kern.zahlen import deutsch

BYTES_HOECHSTENS = 5_000_000
ZU_GROSS = "Die Datei ist größer als 5 MB. Geben Sie die Grenzen vereinfacht aus."
GEBIETE_HOECHSTENS = 200
PUNKTE_HOECHSTENS = 150_000
SAETZE_HOECHSTENS = 25
TEXT_HOECHSTENS = 80
GRENZE = 1e8  # kein Koordinatensystem zählt weiter

Punkt = tuple[float, float]
Ring = list[Punkt]


class Grenzfehler(Exception):
    """Die Datei ist so nicht zu gebrauchen; `saetze` nennen alles, was auffiel, wo und was zu tun ist."""

    def __init__(self, *saetze: str):
        super().__init__(*saetze)
        mehr = len(saetze) - SAETZE_HOECHSTENS
        self.saetze = [*saetze[:SAETZE_HOECHSTENS], *([f"Und {deutsch(mehr)} weitere Fehler."] if mehr > 0 else [])]


@dataclass(frozen=True)
class Gebiet:
    """Ein Feature. `texte`: nur die kurzen Texte darunter; alles andere wird nicht gelesen."""

    nr: int
    texte: dict[str, str]
    polygone: list[list[Ring]]  # je Polygon der Rand, dann die Löcher


@dataclass(frozen=True)
class Sammlung:
    gebiete: list[Gebiet]
    koordinatensystem: str  # wie die Datei es nennt; leer, wenn sie nichts sagt


def lesen(inhalt: bytes) -> Sammlung:
    """Grenzfehler, wenn es keine FeatureCollection aus Flächen ist."""
    dokument = _dokument(inhalt)
    if not isinstance(dokument, dict) or dokument.get("type") != "FeatureCollection":
        raise Grenzfehler(
            "Die Datei ist keine „FeatureCollection“. Geben Sie die Ebene mit allen Gebieten als GeoJSON aus, nicht "
            "eine einzelne Fläche."
        )
    features = dokument.get("features")
    if not isinstance(features, list) or not features:
        raise Grenzfehler("Die Datei enthält keine Gebiete („features“ fehlt oder ist leer).")
    if len(features) > GEBIETE_HOECHSTENS:
        raise Grenzfehler(
            f"Die Datei enthält {deutsch(len(features))} Gebiete. Nötig ist die Ebene der Stadtbezirke und "
            "Ortschaften, nicht die der Stadtteile oder Grundstücke."
        )
    leser = _Leser()
    gebiete = [leser.gebiet(nr, feature) for nr, feature in enumerate(features, 1)]
    if leser.saetze:
        raise Grenzfehler(*leser.saetze)
    return Sammlung(gebiete, _koordinatensystem(dokument.get("crs")))


def _dokument(inhalt: bytes) -> Any:
    if not inhalt.strip():
        raise Grenzfehler("Die Datei ist leer.")
    if len(inhalt) > BYTES_HOECHSTENS:
        raise Grenzfehler(ZU_GROSS)
    try:
        text = inhalt.decode(json.detect_encoding(inhalt))
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_einmalig, parse_constant=_keine_zahl)
    except RecursionError:
        raise Grenzfehler("Die Datei ist so tief verschachtelt, wie es kein GeoJSON ist.") from None
    except UnicodeDecodeError:
        raise Grenzfehler("Die Datei ist kein Text. Speichern Sie sie als GeoJSON in UTF-8.") from None
    except json.JSONDecodeError as fehler:
        wo = f"Zeile {deutsch(fehler.lineno)}, Zeichen {deutsch(fehler.colno)}"
        raise Grenzfehler(f"Die Datei ist kein JSON: In {wo} geht es nicht weiter. Ist sie vollständig?") from None
    except ValueError:  # eine Zahl mit Tausenden Ziffern
        raise Grenzfehler("Die Datei enthält eine Zahl, die keine Koordinate sein kann.") from None


def _einmalig(paare: list[tuple[str, Any]]) -> dict[str, Any]:
    """Zweimal derselbe Schlüssel: Jedes Programm läse etwas anderes."""
    objekt = dict(paare)
    if len(objekt) < len(paare):
        doppelt = next(name for name in objekt if [n for n, _ in paare].count(name) > 1)
        raise Grenzfehler(f"„{_kurz(doppelt)}“ steht in einem Objekt zweimal. Geben Sie die Datei neu aus.")
    return objekt


def _keine_zahl(wort: str):
    raise Grenzfehler(f"Die Datei enthält „{wort}“; das ist keine Zahl. Geben Sie sie neu aus.")


class _Leser:
    """Sammelt, was auffällt, und zählt die Punkte aller Gebiete."""

    def __init__(self):
        self.saetze: list[str] = []
        self._punkte = 0

    def gebiet(self, nr: int, feature: Any) -> Gebiet:
        wo = f"Gebiet Nr. {deutsch(nr)} der Datei"
        feature = feature if isinstance(feature, dict) else {}
        geometrie = feature.get("geometry")
        if feature.get("type") != "Feature" or not isinstance(geometrie, dict):
            self.saetze.append(f"{wo} hat keine Fläche („Feature“ mit „geometry“ erwartet).")
            return Gebiet(nr, {}, [])
        art, koordinaten = geometrie.get("type"), geometrie.get("coordinates")
        if art not in ("Polygon", "MultiPolygon"):  # nicht in einer Menge suchen: Eine Liste wäre darin ein Fehler
            name = f"„{_kurz(art)}“" if isinstance(art, str) else "unbekannt"
            self.saetze.append(f"{wo}: Die Art der Fläche ist {name}. Gebraucht wird „Polygon“ oder „MultiPolygon“.")
            return Gebiet(nr, {}, [])
        roh = [koordinaten] if art == "Polygon" else koordinaten
        bisher = len(self.saetze)
        if not isinstance(roh, list) or not roh or not all(isinstance(p, list) and p for p in roh):
            self.saetze.append(f"{wo} hat keine Punkte.")
            return Gebiet(nr, {}, [])
        polygone = [[self._ring(wo, ring, bisher) for ring in polygon] for polygon in roh]
        return Gebiet(nr, _texte(feature.get("properties")), polygone)

    def _ring(self, wo: str, roh: Any, bisher: int) -> Ring:
        """Leer, wenn er nicht taugt; je Gebiet genügt ein Satz dazu."""
        if len(self.saetze) > bisher:
            return []
        self._punkte += len(roh) if isinstance(roh, list) else 0
        if self._punkte > PUNKTE_HOECHSTENS:
            raise Grenzfehler(
                f"Die Datei hat mehr als {deutsch(PUNKTE_HOECHSTENS)} Punkte. Geben Sie die Grenzen vereinfacht aus."
            )
        if not isinstance(roh, list) or not all(map(_ist_punkt, roh)):
            self.saetze.append(f"{wo}: Ein Punkt besteht nicht aus zwei Zahlen.")
        elif len(roh) < 4 or roh[0] != roh[-1]:
            self.saetze.append(f"{wo}: Eine Grenze ist nicht geschlossen; ihr letzter Punkt muss der erste sein.")
        else:
            return [(float(punkt[0]), float(punkt[1])) for punkt in roh]
        return []


def _ist_punkt(roh: Any) -> bool:
    """Zwei Zahlen, auf Wunsch mit Höhe; NaN und unendlich bestehen den Vergleich nicht."""
    return (
        isinstance(roh, list)
        and len(roh) in {2, 3}
        and all(isinstance(z, int | float) and not isinstance(z, bool) and -GRENZE < z < GRENZE for z in roh)
    )


def _texte(eigenschaften: Any) -> dict[str, str]:
    if not isinstance(eigenschaften, dict):
        return {}
    texte = {name: einzeilig(wert) for name, wert in eigenschaften.items() if isinstance(wert, str)}
    return {name: text for name, text in texte.items() if text and len(text) <= TEXT_HOECHSTENS}


def _koordinatensystem(crs: Any) -> str:
    """„urn:ogc:def:crs:EPSG::25833“ → „EPSG:25833“."""
    name = crs.get("properties") if isinstance(crs, dict) else None
    name = name.get("name") if isinstance(name, dict) else None
    if not isinstance(name, str):
        return ""
    nummer = re.search(r"EPSG:.*?(\d{4,6})$", name.strip(), re.IGNORECASE)
    return f"EPSG:{nummer[1]}" if nummer else _kurz(name)


def _kurz(text: str) -> str:
    text = einzeilig(text)
    return text if len(text) <= TEXT_HOECHSTENS else f"{text[: TEXT_HOECHSTENS - 1]}…"
