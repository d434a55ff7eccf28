"""Kleine Tabellen zum Schützen, Fall für Fall gebaut, und eine Probe der Summen, die das Programm nicht benutzt."""

import random
from collections import Counter

from hypothesis import strategies as st

from beratung.kern.zaehlung import Merkmal
from berichte.kern.schutz.messen import ELTERN
from berichte.kern.schutz.programm import Schluessel
from dresden_senioren.kern.zeitraum import Monat

MAI = Monat(2024, 5)
ALTER, GESCHLECHT = ("70-74", "75-79", "80-84"), ("weiblich", "maennlich")
KREUZ = Merkmal.ALTERSGRUPPE_GESCHLECHT.value
EIGENE = ("migrationshintergrund", "familienstand", "fallherkunft")


def schluessel(merkmal="", auspraegung="", *, gebiet="cotta", einheit="neuzugang", monat=MAI, quelle="fmg"):
    return Schluessel(monat, quelle, gebiet, str(einheit), str(merkmal), auspraegung)


def block(gesamt, *, einheit="neuzugang", gebiet="cotta", monat=MAI, quelle="fmg", **merkmale):
    """block(7, geschlecht={"weiblich": 7}) → Zahlen eines Blocks, wie sie dastehen."""
    ort = {"einheit": einheit, "gebiet": gebiet, "monat": monat, "quelle": quelle}
    zellen = {schluessel(m, a, **ort): n for m, werte in merkmale.items() for a, n in werte.items()}
    return {schluessel(**ort): gesamt} | zellen


def felder(gesamt, haupt, feld, **ort):
    return block(gesamt, einheit="beratung", hauptberatungsfeld=haupt, beratungsfeld=feld, **ort)


def mit_faellen(genau, faelle, *, um=1, **ort):
    """Dieselben Zahlen mit mehr oder weniger Fällen (Alter, Geschlecht, Ausprägung der übrigen Merkmale)."""
    zellen = Counter(genau)
    for alter, geschlecht, wert in faelle:
        kreuz = {"altersgruppe": alter, "geschlecht": geschlecht, KREUZ: f"{alter}×{geschlecht}"}
        for merkmal, auspraegung in ({"": ""} | kreuz | dict.fromkeys(EIGENE, wert)).items():
            zellen[schluessel(merkmal, auspraegung, **ort)] += um
    return {s: n for s, n in zellen.items() if n}


def neuzugaenge(saat, anzahl, **ort):
    zufall = random.Random(saat)  # noqa: S311 – erfundene Zahlen
    return mit_faellen({}, [_fall(zufall) for _ in range(anzahl)], **ort)


def _fall(zufall):
    return zufall.choice(ALTER), zufall.choices(GESCHLECHT, (3, 1))[0], zufall.choice("abcd")


FALL = st.tuples(st.sampled_from(ALTER), st.sampled_from(GESCHLECHT), st.sampled_from("abc"))
FELD = st.sampled_from(("pflege_gesundheit", "sonstige", "wohnen", "dienste", None))


@st.composite
def tabellen(draw):
    """Neuzugänge zweier Bereiche und Beratungen, bei denen mancher Fall kein Beratungsfeld hat."""
    genau = {}
    for gebiet in ("cotta", "plauen"):
        genau |= mit_faellen({}, draw(st.lists(FALL, max_size=25)), gebiet=gebiet)
        liste = draw(st.lists(FELD, max_size=25))
        feld = Counter(f for f in liste if f)
        haupt = Counter(ELTERN.get(f, f) for f in liste if f)
        genau |= felder(len(liste), haupt, feld, gebiet=gebiet)
    return genau


def summenfehler(genau, werte, basis):
    """Summen, die nicht aufgehen: jedes Merkmal gegen sein Ganzes, ohne das Tabellenprogramm des Hauses."""
    fehler = []
    for ganzes, teile in _summen(genau):
        rest = genau.get(ganzes, 0) - sum(genau[t] for t in teile)
        rund = werte.get(ganzes, 0) - sum(werte[t] for t in teile)
        if rund % basis or abs(rund - rest) >= basis or (rest == 0 and rund):
            fehler.append((ganzes, rest, rund))
    return fehler


def _summen(genau):
    gruppen = {}
    for s in genau:
        for ganzes in _ganze(s):
            gruppen.setdefault((ganzes, s.merkmal), []).append(s)
    return [(ganzes, teile) for (ganzes, _), teile in gruppen.items()]


def _ganze(s):
    gesamt = s._replace(merkmal="", auspraegung="")
    if s.merkmal == KREUZ:
        alter, geschlecht = s.auspraegung.split("×")
        return [s._replace(merkmal="altersgruppe", auspraegung=alter),
                s._replace(merkmal="geschlecht", auspraegung=geschlecht)]  # fmt: skip
    if s.merkmal == "beratungsfeld":
        haupt = ELTERN.get(s.auspraegung, s.auspraegung)
        return [s._replace(merkmal="hauptberatungsfeld", auspraegung=haupt)]
    return [gesamt] if s.merkmal else []
