"""Von einer fremden Tabelle zum Lieferformat: Kopfzeile finden, Art erkennen, Spalten zuordnen."""

from dataclasses import dataclass, field

from dresden_senioren.kern.text import aufzaehlung

from .befund import Befundliste, Einlesefehler
from .einlesen import Rohtabelle
from .personendaten import ist_personenspalte
from .regeln import REGELN
from .spalten import PFLICHTSPALTEN, SPALTEN, Spalte, spaltenname
from .verzeichnis import vergleichsform
from .zaehlung import Art

KOPF_BIS_ZEILE = 20


@dataclass(frozen=True)
class Profil:
    """Übersetzt Überschriften, Werte und Blattnamen einer Quelle in die des Lieferformats. Schlüssel: Vergleichsform."""

    spalten: dict[str, str] = field(default_factory=dict)
    werte: dict[str, dict[str, str]] = field(default_factory=dict)
    blaetter: dict[str, str] = field(default_factory=dict)
    ignorieren: frozenset[str] = frozenset()

    @classmethod
    def aus_regeln(cls, regeln: dict) -> "Profil":
        def vergleichbar(paare: dict) -> dict:
            return {vergleichsform(alt): neu for alt, neu in paare.items()}

        return cls(
            spalten=vergleichbar(regeln.get("spalten", {})),
            werte={vergleichsform(s): vergleichbar(paare) for s, paare in regeln.get("werte", {}).items()},
            blaetter=vergleichbar(regeln.get("blaetter", {})),
            ignorieren=frozenset(map(vergleichsform, regeln.get("ignorieren", []))),
        )

    def ueberschrift(self, text: str) -> str:
        """Überschrift des Lieferformats in Vergleichsform."""
        form = vergleichsform(text)
        return vergleichsform(self.spalten.get(form, form))

    def wert(self, spalte: Spalte, text: str) -> str:
        return self.werte.get(vergleichsform(spalte.ueberschrift), {}).get(vergleichsform(text), text)


@dataclass(frozen=True)
class Kopf:
    """Die gefundene Kopfzeile: `index` in der Tabelle und je Tabellenspalte die Spalte des Lieferformats."""

    index: int
    art: Art
    breite: int
    spalten: tuple[tuple[int, Spalte], ...]


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
    personen = sorted({z for zeile in kandidaten for z in zeile if len(z) < 40 and ist_personenspalte(z)})
    treffer = [len({profil.ueberschrift(z) for z in zeile} & _ALLE) for zeile in kandidaten]
    if personen and (max(treffer) >= 1 or len(personen) >= 2):
        raise Einlesefehler(REGELN["E15"], spalten=aufzaehlung([f"„{name}“" for name in personen]))
    if max(treffer, default=0) < 2:
        ort = f"Blatt „{tabelle.blatt}“: " if tabelle.blatt else ""
        beispiele = aufzaehlung([s.ueberschrift for s in SPALTEN[art or Art.FAELLE][:4]])
        raise Einlesefehler(REGELN["E12"], ort=ort, beispiele=beispiele)
    index = treffer.index(max(treffer))
    ueberschriften = kandidaten[index]
    art = art or _erkenne_art({profil.ueberschrift(z) for z in ueberschriften})
    return _ordne_zu(tabelle.blatt, index, ueberschriften, art, profil, befunde)


def _erkenne_art(ueberschriften: set[str]) -> Art:
    """Die Art mit den meisten passenden Überschriften; bei Gleichstand die erste (Fälle)."""
    return max(Art, key=lambda art: len(ueberschriften & _BEKANNT[art].keys()))


def _ordne_zu(blatt, index, ueberschriften, art, profil, befunde) -> Kopf:
    zugeordnet: dict[str, tuple[int, Spalte]] = {}
    for nr, ueberschrift in enumerate(ueberschriften):
        form = profil.ueberschrift(ueberschrift)
        if not form or form in profil.ignorieren:
            continue
        ort = {"zeile": index + 1, "blatt": blatt, "spalte": ueberschrift}
        if form not in _BEKANNT[art]:
            befunde.melden(REGELN["P22"], **ort)
        elif form in zugeordnet:
            befunde.melden(REGELN["P21"], **ort)
        else:
            zugeordnet[form] = (nr, _BEKANNT[art][form])
    felder = {spalte.feld for _, spalte in zugeordnet.values()}
    for feld in dict.fromkeys(s.feld for s in SPALTEN[art]):
        if feld not in felder and (
            feld in PFLICHTSPALTEN[art] or any(s.merkmal for s in SPALTEN[art] if s.feld == feld)
        ):
            regel = REGELN["P20" if feld in PFLICHTSPALTEN[art] else "P23"]
            befunde.melden(regel, zeile=index + 1, blatt=blatt, spalte=spaltenname(art, feld))
    return Kopf(index, art, _breite(ueberschriften), tuple(zugeordnet.values()))


def _breite(ueberschriften: list[str]) -> int:
    return max((nr + 1 for nr, text in enumerate(ueberschriften) if text), default=0)
