"""Aus Zeilen werden gruppierte Zahlen, aus denen die Zellen des Würfels. Dieselbe Rechnung gilt beim Übernehmen und
beim Wiederherstellen aus der Datenbank."""

import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import compress, islice

from beratung.kern.verzeichnis import Verzeichnis
from beratung.kern.zaehlung import MERKMALE, Art, Ebene, Merkmal, Zaehleinheit

from .zaehltabelle import Zaehltabelle, durchgezaehlt

# Welche gruppierten Tabellen eine Art ergibt, mit ihren Feldern (dahinter steht immer die Anzahl).
TABELLEN: dict[Art, dict[str, tuple[str, ...]]] = {
    Art.FAELLE: {
        "neuzugang": (
            "beratungsstelle", "stadtteil", "altersgruppe", "geschlecht", "migrationshintergrund", "familienstand",
            "fallherkunft",
        )
    },
    Art.LEISTUNGEN: {
        "leistung": ("beratungsstelle", "stadtteil", "zaehleinheit", "beratungsfeld", "beratungsort"),
        "haeufigkeit": ("beratungsstelle", "stadtteil", "klasse"),
    },
    Art.SUMMEN: {"monatssumme": ("zaehleinheit", "ebene", "gebiet", "merkmal", "auspraegung")},
}  # fmt: skip

# Welche Zähleinheiten eine Art zählt; Summen nennen ihre selbst.
ZAEHLEINHEITEN = {
    Art.FAELLE: (Zaehleinheit.NEUZUGANG,),
    Art.LEISTUNGEN: (Zaehleinheit.INFORMATION, Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION),
}

_EINHEIT = {"neuzugang": Zaehleinheit.NEUZUGANG.value, "haeufigkeit": Zaehleinheit.FALL.value}
_MERKMALE = {"neuzugang": MERKMALE[Zaehleinheit.NEUZUGANG], "leistung": MERKMALE[Zaehleinheit.BERATUNG]}

GRUPPEN_HOECHSTENS = 50_000  # so viele verschiedene Zeilen werden zusammengehalten, danach gibt es gleiche mehrmals
FAELLE_HOECHSTENS = 100_000  # Zeilen mit Fallkennung je Durchgang
BLOCK = 5_000

# Tabelle → Zeilen [Werte …, Anzahl]; das Einzige, was von einer Datei bleibt.
Inhalt = dict[str, Sequence[list]]
Zelle = tuple[str, str, str, str, str]  # Ebene, Gebiet, Zähleinheit, Merkmal, Ausprägung


@dataclass(frozen=True)
class Gezaehlt:
    """Was von einer gelieferten Tabelle bleibt: gruppierte Zeilen und die Zellen des Würfels, keine Person."""

    art: Art
    felder: frozenset[str]  # welche Felder die Tabelle wirklich hatte
    inhalt: Inhalt
    zellen: Counter[Zelle]
    # Beratungen und Kriseninterventionen ohne Fallkennung, wenn die Spalte geliefert ist.
    ohne_kennung: int = 0

    @cached_property
    def inhaltssumme(self) -> str:
        return inhaltssumme(self.inhalt)

    @cached_property
    def summen(self) -> dict[str, int]:
        """Gesamtzahl der Stadt je gelieferter Zähleinheit; auch 0 ist eine Aussage."""
        return {e: n for (ebene, _, e, merkmal, _), n in self.zellen.items()
                if ebene == Ebene.STADT and not merkmal and e != Zaehleinheit.FALL}  # fmt: skip

    def orte(self, ebene: Ebene) -> set[str]:
        """Gebiete oder Beratungsstellen, zu denen etwas in der Tabelle steht."""
        return {gebiet for andere, gebiet, *_ in self.zellen if andere == ebene}

    @property
    def einheiten(self) -> frozenset[str]:
        """Welche Zähleinheiten diese Tabelle zählt, auch nur für einzelne Orte."""
        if self.art is Art.SUMMEN:
            return frozenset(zeile[0] for zeile in self.inhalt["monatssumme"])
        return einheiten_der_art(self.art)


def einheiten_der_art(art: Art) -> frozenset[str]:
    """Zähleinheiten von Fällen oder Leistungen."""
    return frozenset(einheit.value for einheit in ZAEHLEINHEITEN[art])


class Zaehler:
    """Zählt gedeutete Spalten Block für Block zusammen, mit begrenztem Speicher."""

    def __init__(self, art: Art, felder: frozenset[str]):
        self.art, self.felder = art, felder
        self.gesamt = 0  # Summe der Anzahlen aller Zeilen
        self._ohne_kennung = 0
        self._gruppen: Counter = Counter()
        self._faelle = _Fallzaehler()
        self._inhalt = {t: [] if art is Art.SUMMEN else Zaehltabelle(len(f)) for t, f in TABELLEN[art].items()}
        self._tabelle, self._schluessel = next(iter(TABELLEN[art].items()))

    def nehmen(self, spalten: dict[str, Sequence]) -> None:
        """Werte je Feld, alle gleich lang; ohne `anzahl` zählt jede Zeile eins."""
        if self.art is Art.SUMMEN:
            zeilen = _als_summen(spalten)
            self.gesamt += sum(zeile[-1] or 0 for zeile in zeilen)
            self._inhalt[self._tabelle] += zeilen
            return
        felder = [spalten[feld] for feld in self._schluessel]
        anzahlen = spalten.get("anzahl", [1] * len(felder[0]))
        _zaehle(self._gruppen, felder, anzahlen)
        self.gesamt += sum(anzahlen)
        if "fallkennung" in self.felder:
            self._nimm_kennungen(spalten, anzahlen)
        if len(self._gruppen) >= GRUPPEN_HOECHSTENS:
            self._inhalt[self._tabelle].dazu(self._gruppen)
            self._gruppen.clear()

    def _nimm_kennungen(self, spalten: dict[str, Sequence], anzahlen: Sequence[int]) -> None:
        zaehlt = [einheit != Zaehleinheit.INFORMATION.value for einheit in spalten["zaehleinheit"]]
        hat = [z and bool(kennung) for z, kennung in zip(zaehlt, spalten["fallkennung"], strict=True)]
        self._ohne_kennung += sum(zaehlt) - sum(hat)
        felder = [spalten[feld] for feld in ("beratungsstelle", "stadtteil", "fallkennung")]
        self._faelle.nehmen(*(list(compress(spalte, hat)) for spalte in (*felder, anzahlen)))

    def fertig(self, verzeichnis: Verzeichnis) -> Gezaehlt:
        """Das Ergebnis; die Fallkennungen sind damit zur Häufigkeit geworden und weg."""
        if self.art is Art.SUMMEN:
            self._inhalt[self._tabelle].sort(key=lambda zeile: zeile[:-1])
        else:
            self._inhalt[self._tabelle].dazu(self._gruppen)
        if "haeufigkeit" in self._inhalt:
            self._inhalt["haeufigkeit"].dazu(self._faelle.haeufigkeiten())
        wuerfel = zellen(self.art, self._inhalt, verzeichnis)
        return Gezaehlt(self.art, self.felder, self._inhalt, wuerfel, self._ohne_kennung)


def _zaehle(zaehler: Counter, spalten: Sequence[Iterable], anzahlen: Sequence[int]) -> None:
    """Gleiche Zeilen der Spalten zusammenzählen."""
    zeilen = zip(*spalten, strict=True)
    if set(anzahlen) == {1}:
        zaehler.update(zeilen)  # der häufige Fall, ohne Schleife
        return
    bisher = zaehler.get
    for zeile, anzahl in zip(zeilen, anzahlen, strict=True):
        zaehler[zeile] = bisher(zeile, 0) + anzahl


def _als_summen(spalten: dict[str, Sequence]) -> list[list]:
    namen = ("zaehleinheit", "beratungsstelle", "stadtteil", "merkmal", "auspraegung", "anzahl")
    zeilen = []
    for einheit, stelle, stadtteil, merkmal, auspraegung, anzahl in zip(*(spalten[n] for n in namen), strict=True):
        if stelle:
            ort = (Ebene.BERATUNGSSTELLE.value, stelle)
        else:
            ort = (Ebene.STADTTEIL.value, stadtteil) if stadtteil else (Ebene.STADT.value, "")
        zeilen.append([einheit, *ort, merkmal, auspraegung, anzahl])
    return zeilen


class _Fallzaehler:
    """Leistungen je Fall (Beratungsstelle und Fallkennung), gezählt werden Beratungen und Kriseninterventionen. Von der
    Kennung bleibt bis zum Ende nur ihr 64-Bit-Hashwert, der in jedem Prozess anders gesalzen ist."""

    def __init__(self):
        self._faelle, self._orte, self._anzahlen = array("q"), array("I"), array("I")
        self._ortsnummern = durchgezaehlt()

    def nehmen(self, stellen: list, stadtteile: list, kennungen: list, anzahlen: list[int]) -> None:
        self._faelle.extend(map(hash, zip(stellen, kennungen, strict=True)))
        self._orte.extend(map(self._ortsnummern.__getitem__, zip(stellen, stadtteile, strict=True)))
        self._anzahlen.extend(anzahlen)

    def haeufigkeiten(self) -> Counter:
        """(Beratungsstelle, Stadtteil, Klasse) → Fälle."""
        ergebnis: Counter = Counter()
        orte = list(self._ortsnummern)
        # In mehreren Durchgängen, damit nie alle Fälle auf einmal nachgeschlagen werden müssen.
        durchgaenge = 1 + len(self._faelle) // FAELLE_HOECHSTENS
        for nr in range(durchgaenge):
            leistungen: defaultdict = defaultdict(int)
            ort_des_falls: dict = {}
            for fall, ort, anzahl in zip(self._faelle, self._orte, self._anzahlen, strict=True):
                if fall % durchgaenge == nr:
                    leistungen[fall] += anzahl
                    # Nennen die Zeilen mehrere Stadtteile, gilt unabhängig von ihrer Reihenfolge der mit der kleinsten
                    # Nr.; „auswaertig“ und „unbekannt“ kommen im Alphabet danach.
                    bisher = ort_des_falls.setdefault(fall, ort)
                    if bisher != ort and orte[ort] < orte[bisher]:
                        ort_des_falls[fall] = ort
            ergebnis.update((*orte[ort_des_falls[fall]], haeufigkeitsklasse(n)) for fall, n in leistungen.items())
        return ergebnis


def haeufigkeitsklasse(anzahl: int) -> str:
    """Schlüssel der Klasse: 1, 2–3, 4–9, 10 und mehr Leistungen je Fall."""
    return "1" if anzahl == 1 else "2-3" if anzahl <= 3 else "4-9" if anzahl <= 9 else "10+"


def inhaltssumme(inhalt: Inhalt) -> str:
    """Prüfsumme der gezählten Zeilen: gleiche Zahlen, gleiche Summe, egal in welcher Reihenfolge und in welchen Gruppen
    sie gezählt wurden. Darum werden die Werte der Zeilen mal Anzahl zusammengezählt."""
    summe = 0
    for tabelle, zeilen in inhalt.items():
        for *werte, anzahl in zeilen:
            text = "\x1f".join((tabelle, *werte))
            if tabelle == "monatssumme":  # hier ist „nicht gemeldet“ etwas anderes als 0
                text, anzahl = f"{text}\x1f{anzahl}", 1  # noqa: PLW2901
            summe += int.from_bytes(hashlib.blake2b(text.encode(), digest_size=32).digest()) * anzahl
    return f"{summe % (1 << 256):064x}"


def zellen(art: Art, inhalt: Mapping[str, Iterable[Sequence]], verzeichnis: Verzeichnis) -> Counter[Zelle]:
    """Alle Zellen des Würfels für einen Lieferungsteil; die Zeilen dürfen ein Strom sein."""
    if art is Art.SUMMEN:
        return _zellen_aus_summen(inhalt["monatssumme"], verzeichnis)
    zaehler: Counter = Counter()
    for einheit in ZAEHLEINHEITEN[art]:
        zaehler[(Ebene.STADT.value, "", einheit.value, "", "")] = 0
    gebiete = cache(lambda stelle, stadtteil: _orte(stelle, stadtteil, verzeichnis))
    bisher = zaehler.get
    for tabelle, felder in TABELLEN[art].items():
        for merkmal, raender in _raender(tabelle, felder, inhalt[tabelle], verzeichnis).items():
            for (stelle, stadtteil, einheit, auspraegung), anzahl in raender.items():
                for ebene, gebiet in gebiete(stelle, stadtteil):
                    zelle = (ebene, gebiet, einheit, merkmal, auspraegung)
                    zaehler[zelle] = bisher(zelle, 0) + anzahl
    return zaehler


def _raender(tabelle: str, felder: tuple[str, ...], zeilen: Iterable, verzeichnis: Verzeichnis) -> dict[str, Counter]:
    """Merkmal → (Beratungsstelle, Stadtteil, Zähleinheit, Ausprägung) → Anzahl; unter „“ die Gesamtzahl. So bleiben
    wenige Schlüssel übrig, bevor jeder zu vier Gebieten zählt."""
    raender: dict[str, Counter] = defaultdict(Counter)
    zeilen = iter(zeilen)
    while block := list(islice(zeilen, BLOCK)):
        *werte, anzahlen = zip(*block, strict=True)
        spalten = dict(zip(felder, werte, strict=True))
        einheiten = spalten.get("zaehleinheit") or [_EINHEIT[tabelle]] * len(block)
        for merkmal, auspraegungen in _aufteilungen(tabelle, spalten).items():
            schluessel = (spalten["beratungsstelle"], spalten["stadtteil"], einheiten, auspraegungen)
            _zaehle(raender[merkmal], schluessel, anzahlen)
    # Die Gesamtzahl steckt in jeder Aufteilung, das Hauptberatungsfeld in den Beratungsfeldern.
    for (stelle, stadtteil, einheit, _), anzahl in next(iter(raender.values()), Counter()).items():
        raender[""][stelle, stadtteil, einheit, ""] += anzahl
    for (stelle, stadtteil, einheit, feld), anzahl in raender.get(Merkmal.BERATUNGSFELD.value, Counter()).items():
        haupt = verzeichnis.hauptfelder.get(feld, feld)
        raender[Merkmal.HAUPTBERATUNGSFELD.value][stelle, stadtteil, einheit, haupt] += anzahl
    return raender


def _orte(stelle: str, stadtteil: str, verzeichnis: Verzeichnis) -> tuple[tuple[str, str], ...]:
    return (
        (Ebene.STADT.value, ""),
        (Ebene.PLANUNGSBEREICH.value, verzeichnis.planungsbereich(stadtteil, stelle)),
        (Ebene.STADTTEIL.value, stadtteil),
        (Ebene.BERATUNGSSTELLE.value, stelle),
    )


def _aufteilungen(tabelle: str, spalten: dict[str, Sequence]) -> dict[str, Sequence]:
    """Merkmal → Ausprägung jeder Zeile."""
    if tabelle == "haeufigkeit":
        return {Merkmal.HAEUFIGKEIT.value: spalten["klasse"]}
    aufteilungen = {merkmal.value: spalten[merkmal.value] for merkmal in _MERKMALE[tabelle]}
    if tabelle == "neuzugang":
        paare = zip(spalten["altersgruppe"], spalten["geschlecht"], strict=True)
        kreuz = [f"{alter}×{geschlecht}" for alter, geschlecht in paare]
        aufteilungen[Merkmal.ALTERSGRUPPE_GESCHLECHT.value] = kreuz
    return aufteilungen


def _zellen_aus_summen(zeilen: list[list], verzeichnis: Verzeichnis) -> Counter[Zelle]:
    """Zellen wie geliefert; nicht Gemeldetes ergibt keine Zelle. Hauptberatungsfeld: die Zeile des Hauptfelds, wo sie
    geliefert ist, sonst die Summe seiner Unterfelder."""
    zaehler: Counter = Counter()
    haupt: dict[Zelle, dict[str, int]] = {}
    for einheit, ebene, gebiet, merkmal, auspraegung, anzahl in zeilen:
        if anzahl is None:
            continue
        zaehler[(ebene, gebiet, einheit, merkmal, auspraegung)] = anzahl
        if merkmal == Merkmal.BERATUNGSFELD:
            feld = verzeichnis.hauptfelder.get(auspraegung, auspraegung)
            zelle = (ebene, gebiet, einheit, Merkmal.HAUPTBERATUNGSFELD.value, feld)
            haupt.setdefault(zelle, {})[auspraegung] = anzahl
    for zelle, felder in haupt.items():
        zaehler[zelle] = felder.get(zelle[-1], sum(felder.values()))
    return zaehler
