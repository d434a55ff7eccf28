"""Von einer fremden Tabelle zum Lieferformat: Kopfzeile finden, Art erkennen, Spalten zuordnen."""

from dataclasses import dataclass, field

from beratung.kern.befunde.befund import Befundliste, Einlesefehler
from beratung.kern.befunde.regeln import REGELN
from beratung.kern.lesen.einlesen import Rohtabelle
from beratung.kern.personendaten.tuer import pruefe_kopf, pruefe_ohne_kopf
from beratung.kern.verzeichnis import vergleichsform
from beratung.kern.zaehlung import Art
from dresden_senioren.kern.text import aufzaehlung

from .spalten import PFLICHTSPALTEN, SPALTEN, Spalte, spaltenname

KOPF_BIS_ZEILE = 20


@dataclass(frozen=True)
class Profil:
    """Übersetzt Überschriften, Werte und Blattnamen einer Quelle in die des Lieferformats. Schlüssel in
    Vergleichsform."""

    spalten: dict[str, str] = field(default_factory=dict)
    werte: dict[str, dict[str, str]] = field(default_factory=dict)
    blaetter: dict[str, str] = field(default_factory=dict)
    ignorieren: frozenset[str] = frozenset()
    # Was die Tabelle nicht sagt, weil es für alle Zeilen gleich ist: Überschrift des Lieferformats → Text.
    fest: dict[str, str] = field(default_factory=dict)

    @classmethod
    def aus_regeln(cls, regeln: dict) -> "Profil":
        def vergleichbar(paare: dict) -> dict:
            return {vergleichsform(alt): neu for alt, neu in paare.items()}

        return cls(
            spalten=vergleichbar(regeln.get("spalten", {})),
            werte={vergleichsform(s): vergleichbar(paare) for s, paare in regeln.get("werte", {}).items()},
            blaetter=vergleichbar(regeln.get("blaetter", {})),
            ignorieren=frozenset(map(vergleichsform, regeln.get("ignorieren", []))),
            fest={vergleichsform(ueberschrift): text for ueberschrift, text in regeln.get("fest", {}).items()},
        )

    def ueberschrift(self, text: str) -> str:
        """Überschrift des Lieferformats in Vergleichsform; leer, wenn die Spalte nicht gelesen wird."""
        form = vergleichsform(text)
        if form in self.ignorieren:
            return ""
        return vergleichsform(self.spalten.get(form, form))

    def fester_text(self, spalte: Spalte) -> str:
        return self.fest.get(vergleichsform(spalte.ueberschrift), "")

    def wert(self, spalte: Spalte, text: str) -> str:
        return self.werte.get(vergleichsform(spalte.ueberschrift), {}).get(vergleichsform(text), text)


@dataclass(frozen=True)
class Kopf:
    """Die gefundene Kopfzeile: `index` in der Tabelle und je Tabellenspalte die Spalte des Lieferformats."""

    index: int
    art: Art
    breite: int
    spalten: tuple[tuple[int, Spalte], ...]


@dataclass(frozen=True)
class _Kopfort:
    blatt: str
    zeile: int
    art: Art


_BEKANNT = {art: {vergleichsform(s.ueberschrift): s for s in spalten} for art, spalten in SPALTEN.items()}
_ALLE = {form for bekannt in _BEKANNT.values() for form in bekannt}


def blattart(name: str, profil: Profil) -> Art | None:
    """Welche Art ein Blatt dem Namen nach ist."""
    form = vergleichsform(profil.blaetter.get(vergleichsform(name), name))
    return next((a for a in Art if form in {vergleichsform(a.bezeichnung), a.value}), None)


def finde_kopf(tabelle: Rohtabelle, art: Art | None, profil: Profil, befunde: Befundliste) -> Kopf:
    """Die Zeile unter den ersten 20 mit den meisten bekannten Überschriften. Einlesefehler, wenn es keine gibt oder
    sie Personendaten ankündigt."""
    kandidaten = tabelle.zeilen[:KOPF_BIS_ZEILE]
    treffer = [len({profil.ueberschrift(z) for z in zeile} & _ALLE) for zeile in kandidaten]
    index = treffer.index(max(treffer))
    hat_kopf = treffer[index] >= 2
    if hat_kopf:
        pruefe_kopf(kandidaten[index])
    else:
        pruefe_ohne_kopf(kandidaten)
        ort = f"Blatt „{tabelle.blatt}“: " if tabelle.blatt else ""
        beispiele = aufzaehlung([s.ueberschrift for s in SPALTEN[art or Art.FAELLE][:4]])
        raise Einlesefehler(REGELN["E12"], ort=ort, beispiele=beispiele)
    ueberschriften = kandidaten[index]
    art = art or _erkenne_art({profil.ueberschrift(z) for z in ueberschriften})
    spalten = _ordne_zu(_Kopfort(tabelle.blatt, index + 1, art), ueberschriften, profil, befunde)
    return Kopf(index, art, _breite(ueberschriften), spalten)


def _erkenne_art(ueberschriften: set[str]) -> Art:
    """Die Art mit den meisten passenden Überschriften; bei Gleichstand die erste (Fälle)."""
    return max(Art, key=lambda art: len(ueberschriften & _BEKANNT[art].keys()))


def _ordne_zu(ort: _Kopfort, ueberschriften: list[str], profil: Profil, befunde: Befundliste) -> tuple:
    """Je erkannte Überschrift (Nummer, Spalte); meldet Unbekanntes, Doppeltes und Fehlendes."""
    bekannt = _BEKANNT[ort.art]
    zugeordnet: dict[str, tuple[int, Spalte]] = {}
    for nr, ueberschrift in enumerate(ueberschriften):
        form = profil.ueberschrift(ueberschrift)
        if not form:
            continue
        if form not in bekannt:
            befunde.melden(REGELN["P22"], zeile=ort.zeile, blatt=ort.blatt, spalte=ueberschrift)
        elif form in zugeordnet:
            befunde.melden(REGELN["P21"], zeile=ort.zeile, blatt=ort.blatt, spalte=ueberschrift)
        else:
            zugeordnet[form] = (nr, bekannt[form])
    felder = {spalte.feld for _, spalte in zugeordnet.values()}
    felder |= {spalte.feld for spalte in SPALTEN[ort.art] if profil.fester_text(spalte)}
    for spalte in SPALTEN[ort.art]:
        if spalte.feld in felder:
            continue
        felder.add(spalte.feld)  # gleichwertige Spalten nur einmal nennen
        ist_pflicht = spalte.feld in PFLICHTSPALTEN[ort.art]
        if ist_pflicht or spalte.merkmal:
            regel, name = REGELN["P20" if ist_pflicht else "P23"], spaltenname(ort.art, spalte.feld)
            befunde.melden(regel, zeile=ort.zeile, blatt=ort.blatt, spalte=name)
    return tuple(zugeordnet.values())


def _breite(ueberschriften: list[str]) -> int:
    return max((nr + 1 for nr, text in enumerate(ueberschriften) if text), default=0)
