"""Aus einer GeoJSON-Datei die Grenzen der Stadtbezirke und Ortschaften, so klein und einfach, wie die Karte sie
zeichnet. Von der Datei bleiben nur die Linien; Namen kommen aus unseren Stammdaten."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from dresden_senioren.kern.text import aufzaehlung, suchform

from .geojson import Gebiet, Grenzfehler, Punkt, lesen
from .kreuzung import Kreuzungssuche
from .zeichengitter import Gitterpunkt, Gitterring, auf_das_gitter, schild, vereinfacht

PUNKTE_GEZEICHNET = 700  # der ganzen Karte: zweimal in der Seite sind das rund zehn Kilobyte
WEITE_HOECHSTENS = 100_000  # Meter; Dresden misst rund 28 × 26 km
METER_JE_GRAD = 111_320  # am Äquator und auf jedem Längenkreis
# Längen- und Breitengrade (WGS 84, ETRS 89) oder Meter in UTM-Zone 33, wie die Stadt sie führt. Auf die Breite einer
# Stadt weichen beide Zeichnungen um weniger als einen Gitterschritt voneinander ab.
IN_GRAD, IN_METERN = ("EPSG:4326", "EPSG:4258"), ("EPSG:25833", "EPSG:32633")
_VORSATZ = re.compile(r"\b(stadtbezirk|ortschaft(en)?|ortsamtsbereich|ortsamt|landeshauptstadt|dresden)\b")
_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class Flaeche:
    """`ringe`: Ränder und Löcher auf dem Gitter der Karte; `ort`: wo Name und Zahl stehen."""

    gebiet: str  # wie es am Stadtteil steht
    ringe: tuple[Gitterring, ...]
    ort: Gitterpunkt

    @property
    def angaben(self) -> dict:
        """Zum Speichern; `aus` liest sie wieder."""
        return {"gebiet": self.gebiet, "ringe": self.ringe, "ort": self.ort}

    @classmethod
    def aus(cls, angaben: dict) -> "Flaeche":
        ringe = tuple(tuple((x, y) for x, y in ring) for ring in angaben["ringe"])
        return cls(angaben["gebiet"], ringe, tuple(angaben["ort"]))


def flaechen_lesen(inhalt: bytes, gebiete: Iterable[str], merkmal: str = "") -> list[Flaeche]:
    """Eine Fläche je Gebiet, in dieser Folge. `gebiete`: wie sie am Stadtteil stehen, auch mehrere Ortschaften in
    einem; `merkmal`: die Eigenschaft mit dem Namen, wenn mehrere infrage kommen. Grenzfehler nennt alles, was nicht
    stimmt."""
    gebiete, sammlung = list(gebiete), lesen(inhalt)
    saetze = _lage(sammlung.gebiete, sammlung.koordinatensystem) or _kreuzungen(sammlung.gebiete)
    zuordnung, namenssaetze = _zuordnen(sammlung.gebiete, gebiete, merkmal)
    if saetze or namenssaetze:
        raise Grenzfehler(*saetze, *namenssaetze)
    return _zeichnen(zuordnung, gebiete)


def einzelgebiete(gebiet: str) -> list[str]:
    """„Ortschaften Altfranken, Gompitz“ → beide; „Cotta“ → eines."""
    return re.sub(r"^Ortschaft(en)? ", "", gebiet).split(", ")


def namensform(name: str) -> str:
    """„Stadtbezirk ALTSTADT“ = „Altstadt“, „Schoenfeld/Weissig“ = „Schönfeld-Weißig“."""
    form = _VORSATZ.sub(" ", suchform(name)) if suchform(name) != "dresden" else "dresden"
    return re.sub(r"[^a-z]", "", form.translate(_UMLAUTE))


# --- Wo liegt es? ----------------------------------------------------------------------------------------------------


def _lage(gebiete: Sequence[Gebiet], koordinatensystem: str) -> list[str]:
    if koordinatensystem.startswith("EPSG:") and koordinatensystem not in (*IN_GRAD, *IN_METERN):
        return [f"Die Datei steht im Koordinatensystem {koordinatensystem}. {_ABHILFE}"]
    for gebiet in gebiete:
        fremd = next((p for p in _punkte([gebiet]) if not (_ist_grad(p) or _ist_utm(p))), None)
        if fremd:
            vertauscht = " Länge und Breite sind vermutlich vertauscht." if _ist_grad((fremd[1], fremd[0])) else ""
            wo = f"{fremd[0]:.8g}; {fremd[1]:.8g}"
            return [f"Gebiet Nr. {gebiet.nr} der Datei hat einen Punkt weit außerhalb: {wo}.{vertauscht} {_ABHILFE}"]
    punkte = list(_punkte(gebiete))
    if len(set(map(_ist_grad, punkte))) > 1:
        return [f"Manche Punkte stehen in Grad, andere in Metern. {_ABHILFE}"]
    weite = max(max(achse) - min(achse) for achse in zip(*_eben(punkte), strict=True))
    return ["Die Gebiete liegen weiter als 100 km auseinander; das ist nicht Dresden."] * (weite > WEITE_HOECHSTENS)


_ABHILFE = "Geben Sie sie mit Längen- und Breitengraden (WGS 84, EPSG:4326) oder in UTM-Zone 33 (EPSG:25833) aus."


def _punkte(gebiete: Iterable[Gebiet]) -> Iterable[Punkt]:
    return chain.from_iterable(ring for gebiet in gebiete for polygon in gebiet.polygone for ring in polygon)


def _ist_grad(punkt: Punkt) -> bool:
    return 5 <= punkt[0] <= 16 and 47 <= punkt[1] <= 56


def _ist_utm(punkt: Punkt) -> bool:
    return 250_000 <= punkt[0] <= 550_000 and 5_200_000 <= punkt[1] <= 6_200_000


def _eben(punkte: Sequence[Punkt]) -> list[Punkt]:
    """In Metern. Grade werden abstandstreu an der mittleren Breite abgebildet: über eine Stadt hinweg genau genug."""
    if not _ist_grad(punkte[0]):
        return list(punkte)
    mitte = (min(y for _, y in punkte) + max(y for _, y in punkte)) / 2
    stauchung = math.cos(math.radians(mitte))
    return [(x * METER_JE_GRAD * stauchung, y * METER_JE_GRAD) for x, y in punkte]


def _kreuzungen(gebiete: Sequence[Gebiet]) -> list[str]:
    suche = Kreuzungssuche()
    saetze = []
    for gebiet in gebiete:
        ringe = (ring for polygon in gebiet.polygone for ring in polygon)
        if ort := next(filter(None, map(suche.kreuzung, ringe)), None):
            saetze.append(
                f"Die Grenze von Gebiet Nr. {gebiet.nr} der Datei kreuzt sich selbst, bei {ort[0]:.8g}; {ort[1]:.8g}. "
                "Lassen Sie die Geometrien im Geoinformationssystem reparieren und geben Sie die Ebene neu aus."
            )
    return saetze


# --- Wie heißt es? ---------------------------------------------------------------------------------------------------


def _zuordnen(features: Sequence[Gebiet], gebiete: Sequence[str], merkmal: str) -> tuple[dict[str, Gebiet], list[str]]:
    """Name eines einzelnen Gebiets → Feature, und was daran nicht stimmt."""
    namen = {namensform(name): name for gebiet in gebiete for name in einzelgebiete(gebiet)}
    merkmale = sorted(set().union(*(feature.texte for feature in features)))
    if merkmal and merkmal not in merkmale:
        return {}, [f"Eine Eigenschaft „{merkmal}“ hat kein Gebiet. {_vorhanden(merkmale)}"]
    erkannt = {m: _erkannt(features, m, namen) for m in ([merkmal] if merkmal else merkmale)}
    am_besten = max((len(set(e.values())) for e in erkannt.values()), default=0)
    if not am_besten:
        return {}, [f"Keine Eigenschaft nennt die Stadtbezirke und Ortschaften. {_vorhanden(merkmale)}"]
    gute = {m: e for m, e in erkannt.items() if len(set(e.values())) == am_besten}
    wahl = min(gute, key=lambda m: len(gute[m]))
    if any(gute[m] != gute[wahl] for m in gute if len(gute[m]) == len(gute[wahl])):
        moegliche = aufzaehlung([f"„{m}“" for m in gute])
        return {}, [f"Namen der Gebiete stehen in {moegliche}, aber nicht dieselben. Nennen Sie unten, welche gilt."]
    saetze = _namenssaetze(features, wahl, gute[wahl], namen)
    return {name: features[i] for i, name in gute[wahl].items()}, saetze


def _erkannt(features: Sequence[Gebiet], merkmal: str, namen: dict[str, str]) -> dict[int, str]:
    """Stelle in der Datei → Name."""
    formen = {i: namensform(feature.texte.get(merkmal, "")) for i, feature in enumerate(features)}
    return {i: namen[form] for i, form in formen.items() if form in namen}


def _namenssaetze(features: Sequence[Gebiet], merkmal: str, erkannt: dict[int, str], namen: dict) -> list[str]:
    saetze = []
    for i, feature in enumerate(features):
        if i not in erkannt:
            text = feature.texte.get(merkmal, "")
            was = f"heißt „{text}“; das ist keines der {len(namen)} Gebiete" if text else f"hat kein „{merkmal}“"
            saetze.append(f"Gebiet Nr. {feature.nr} der Datei {was}.")
    for name, anzahl in Counter(erkannt.values()).items():
        if anzahl > 1:
            nummern = aufzaehlung([str(features[i].nr) for i, n in erkannt.items() if n == name])
            saetze.append(f"{name} kommt mehrmals vor (Gebiete Nr. {nummern} der Datei). Fassen Sie sie zusammen.")
    if fehlend := [name for name in namen.values() if name not in erkannt.values()]:
        saetze.append(f"{'Es fehlt' if len(fehlend) == 1 else 'Es fehlen'} {aufzaehlung(fehlend)}.")
    return saetze


def _vorhanden(merkmale: Sequence[str]) -> str:
    return f"Vorhanden: {aufzaehlung([f'„{m}“' for m in merkmale[:12]]) or 'keine Texte'}."


# --- Wie wird es gezeichnet? -----------------------------------------------------------------------------------------


def _zeichnen(zuordnung: dict[str, Gebiet], gebiete: Sequence[str]) -> list[Flaeche]:
    roh = [(name, ring) for name, feature in zuordnung.items() for polygon in feature.polygone for ring in polygon]
    eben = iter(_eben(list(chain.from_iterable(ring for _, ring in roh))))
    ebene_ringe = [list(islice(eben, len(ring))) for _, ring in roh]
    gitterring = auf_das_gitter(list(chain.from_iterable(ebene_ringe)))
    ringe = vereinfacht([gitterring(ring) for ring in ebene_ringe], PUNKTE_GEZEICHNET)
    if sum(map(len, ringe)) > 2 * PUNKTE_GEZEICHNET:
        raise Grenzfehler("Die Grenzen sind so verwickelt, dass sie sich nicht einfach zeichnen lassen.")
    je_name: dict[str, list[Gitterring]] = defaultdict(list)
    for (name, _), ring in zip(roh, ringe, strict=True):
        je_name[name] += [ring] * bool(ring)
    if leere := [name for name in zuordnung if not je_name[name]]:
        raise Grenzfehler(*(f"{name} hat keine Fläche, die sich zeichnen lässt." for name in leere))
    je_gebiet = {gebiet: [ring for name in einzelgebiete(gebiet) for ring in je_name[name]] for gebiet in gebiete}
    return [Flaeche(gebiet, tuple(teile), schild(teile)) for gebiet, teile in je_gebiet.items()]
