"""Vorschläge für eine unbekannte Tabelle: welche Spalte welche des Lieferformats sein könnte, welcher Wert welcher
Katalogwert. Jeder Vorschlag nennt seinen Grund; gelten tut erst, was jemand bestätigt."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass

from beratung.kern.lesen.einlesen import Rohtabelle
from beratung.kern.verzeichnis import vergleichsform
from beratung.kern.zaehlung import Art

from .erkennen import bekannte_kopfzeile, kopfzeile_raten, spaltenwerte, tabellenart
from .spalten import SPALTEN, Spalte
from .werte import Umfeld, Wertfehler
from .zuordnung import Profil

WERTE_HOECHSTENS = 50  # so viele verschiedene Werte einer Spalte werden höchstens gezeigt
_BEISPIELE = 6
_AB = 0.55  # darunter ist eine Ähnlichkeit Zufall
# Andere Wörter für die Spalten des Lieferformats, wie sie in Auszügen vorkommen können.
SYNONYME = {
    "Monat": ("berichtsmonat", "erfassungsmonat", "zeitraum", "periode", "leistungsmonat"),
    "Datum": ("tag", "erfasst am", "kontaktdatum", "beginn", "aufnahmedatum", "leistungsdatum"),
    "Beratungsstelle": ("einrichtung", "dienststelle", "träger", "standort", "stelle", "beratungszentrum", "sst"),
    "Stadtteil": ("wohngebiet", "ortsteil", "wohnort", "gebiet", "statistischer stadtteil", "quartier", "bezirk"),
    "Alter": ("lebensalter", "alter in jahren", "jahre"),
    "Altersgruppe": ("altersklasse", "alterskategorie", "altersstufe"),
    "Geschlecht": ("sex", "gender", "m/w/d", "w/m/d"),
    "Migrationshintergrund": ("migration", "zuwanderung", "mh", "migr."),
    "Familienstand": ("fam.-stand", "fam-stand", "personenstand", "fst"),
    "Fallherkunft": ("zugang", "herkunft", "zugangsweg", "vermittlung", "meldung durch", "zuweisung"),
    "Leistungsart": ("kontaktart", "art der leistung", "leistung", "tätigkeit", "angebot"),
    "Beratungsfeld": ("themenfeld", "thema", "beratungsthema", "anliegen", "inhalt", "problemlage"),
    "Beratungsort": ("kontaktform", "ort", "setting", "kontaktweg", "form"),
    "Anzahl": ("menge", "zahl", "häufigkeit", "summe", "wert", "kontakte"),
    "Fallkennung": ("fall-nr.", "fallnummer", "fall", "vorgang", "fall-id", "pseudonym"),
    "Zähleinheit": ("kennzahl", "einheit", "messgröße"),
    "Merkmal": ("gliederung", "kategorie"),
    "Ausprägung": ("auswahl", "gruppe"),
}


@dataclass(frozen=True)
class Vorschlag:
    ziel: Spalte
    grund: str
    guete: float


@dataclass(frozen=True)
class Spaltenbild:
    """Eine Spalte der fremden Tabelle. `werte` nur, wo sie einem Katalog zugeordnet werden soll und kurz genug ist."""

    nummer: int
    ueberschrift: str
    bekannt: Spalte | None  # so ordnet das Profil sie schon zu
    vorschlag: Vorschlag | None
    werte: tuple[str, ...]


@dataclass(frozen=True)
class Tabellenbild:
    blatt: str
    art: Art
    kopf: int
    spalten: tuple[Spaltenbild, ...]


@dataclass(frozen=True)
class Leseart:
    """Womit gelesen würde: das Profil, von dem man ausgeht, und das Umfeld."""

    profil: Profil
    umfeld: Umfeld

    def liest(self, wert: str, ziel: Spalte) -> bool:
        try:
            ziel.lesen(self.profil.wert(ziel, wert), self.umfeld)
        except Wertfehler as fehler:
            return fehler.ersatz is not None
        return True


def tabelle_ansehen(
    tabelle: Rohtabelle, leser: Leseart, *, allein: bool, art: Art | None = None, kopf: int | None = None
) -> Tabellenbild | None:
    """Das Bild einer Tabelle mit Vorschlägen für alles, was das Profil nicht kennt; None, wenn keine Kopfzeile da ist.
    `art` und `kopf`, wenn jemand sie schon gewählt hat."""
    if kopf is None:
        kopf = bekannte_kopfzeile(tabelle, leser.profil)
    if kopf is None:
        kopf = kopfzeile_raten(tabelle)
    if kopf is None:
        return None
    fremd = _Fremdes(tabelle.zeilen[kopf], spaltenwerte(tabelle, kopf))
    art = art or tabellenart(tabelle, leser.profil, allein=allein) or _wahrscheinlichste_art(fremd, leser)
    return Tabellenbild(tabelle.blatt, art, kopf, _spaltenbilder(fremd, art, leser))


@dataclass(frozen=True)
class _Fremdes:
    ueberschriften: list[str]
    spalten: list[Counter]

    def werte(self, nr: int) -> Counter:
        return self.spalten[nr] if nr < len(self.spalten) else Counter()


def _wahrscheinlichste_art(fremd: _Fremdes, leser: Leseart) -> Art:
    """Die Art, in der sich am meisten zuordnen lässt."""

    def guete(art: Art) -> float:
        bilder = _spaltenbilder(fremd, art, leser)
        return sum(1.0 if b.bekannt else b.vorschlag.guete for b in bilder if b.bekannt or b.vorschlag)

    return max(Art, key=guete)


def _spaltenbilder(fremd: _Fremdes, art: Art, leser: Leseart) -> tuple[Spaltenbild, ...]:
    ziele = {vergleichsform(s.ueberschrift): s for s in SPALTEN[art]}
    benannt = {nr: text for nr, text in enumerate(fremd.ueberschriften) if text}
    bekannt = {
        nr: ziele[form] for nr, text in benannt.items() if (form := leser.profil.ueberschrift(text)) in ziele
    }  # fmt: skip
    belegt = {ziel.feld for ziel in bekannt.values()}
    offen = {nr: text for nr, text in benannt.items()
             if nr not in bekannt and vergleichsform(text) not in leser.profil.ignorieren}  # fmt: skip
    paare = [
        (vorschlag.guete, -nr, vorschlag)
        for nr, text in offen.items()
        for ziel in ziele.values()
        if ziel.feld not in belegt and (vorschlag := _bewerten(text, fremd.werte(nr), ziel, leser))
    ]
    vorschlaege = _verteilen(paare)
    return tuple(
        _spaltenbild(nr, text, bekannt.get(nr), vorschlaege.get(nr), fremd.werte(nr)) for nr, text in benannt.items()
    )


def _verteilen(paare: list[tuple[float, int, Vorschlag]]) -> dict[int, Vorschlag]:
    """Jede Spalte und jedes Ziel höchstens einmal, die besten zuerst."""
    ergebnis: dict[int, Vorschlag] = {}
    for _, minus_nr, vorschlag in sorted(paare, key=lambda paar: paar[:2], reverse=True):
        if -minus_nr not in ergebnis and vorschlag.ziel.feld not in {v.ziel.feld for v in ergebnis.values()}:
            ergebnis[-minus_nr] = vorschlag
    return ergebnis


def _spaltenbild(nr, text, bekannt, vorschlag, werte: Counter) -> Spaltenbild:
    ziel = bekannt or (vorschlag.ziel if vorschlag else None)
    zeigbar = ziel is not None and hat_auswahl(ziel) and len(werte) <= WERTE_HOECHSTENS
    beispiele = tuple(wert for wert, _ in werte.most_common(_BEISPIELE)) if zeigbar else ()
    return Spaltenbild(nr, text, bekannt, vorschlag, beispiele)


def hat_auswahl(spalte: Spalte) -> bool:
    """Ob die Spalte nur Werte einer Liste kennt (Katalog, Beratungsstelle, Stadtteil): keine Zahl, kein freier Text."""
    return spalte.ueberschrift not in {"Monat", "Datum", "Alter", "Anzahl", "Fallkennung", "Ausprägung"}


def _bewerten(ueberschrift: str, werte: Counter, ziel: Spalte, leser: Leseart) -> Vorschlag | None:
    name = _aehnlichkeit(ueberschrift, ziel)
    anteil = _lesbarer_anteil(werte, ziel, leser)
    if anteil is None or (hat_auswahl(ziel) is False and ziel.feld != "monat" and name < _AB):
        anteil_guete = 0.0  # Zahlen und freier Text passen überall; nur die Überschrift sagt etwas
    else:
        anteil_guete = 0.9 * anteil
    if anteil is not None and anteil < 0.2 and name < 0.9:
        return None
    guete = max(name, anteil_guete) + 0.1 * min(name, anteil_guete)
    if guete < _AB:
        return None
    gruende = []
    if name >= _AB:
        gruende.append("die Überschrift ist ähnlich" if name < 0.9 else "die Überschrift meint dasselbe")
    if anteil is not None and anteil_guete >= _AB:
        gruende.append(f"{anteil:.0%} der Werte lassen sich so lesen".replace("%", " %"))
    return Vorschlag(ziel, ", ".join(gruende), guete)


def _aehnlichkeit(ueberschrift: str, ziel: Spalte) -> float:
    form, zielform = vergleichsform(ueberschrift), vergleichsform(ziel.ueberschrift)
    if form == zielform:
        return 1.0
    worte = (zielform, *map(vergleichsform, SYNONYME.get(ziel.ueberschrift, ())))
    if form in worte:
        return 0.95
    guete = max(difflib.SequenceMatcher(None, form, wort).ratio() for wort in worte)
    if any(len(wort) >= 4 and wort in form for wort in worte):
        guete = max(guete, 0.8)
    return guete if guete >= 0.7 else 0.0


def _lesbarer_anteil(werte: Counter, ziel: Spalte, leser: Leseart) -> float | None:
    """Welcher Anteil der nicht leeren Zellen sich als diese Spalte lesen ließe; None, wenn die Spalte alles liest."""
    if ziel.feld in {"fallkennung", "auspraegung"} or not werte:
        return None
    lesbar = sum(anzahl for wert, anzahl in werte.items() if leser.liest(wert, ziel))
    return lesbar / werte.total()


def wert_vorschlagen(wert: str, auswahl: dict[str, str]) -> str:
    """Welcher Eintrag der Auswahl (Schlüssel → Bezeichnung) gemeint sein könnte: eindeutiger Anfang, ein Wort, das nur
    er hat, oder sehr ähnlich; leer, wenn keiner."""
    form = vergleichsform(wert).rstrip(".")
    formen = {vergleichsform(text): schluessel for schluessel, text in auswahl.items()}
    anfaenge = {schluessel for text, schluessel in formen.items() if len(form) >= 2 and text.startswith(form)}
    if len(anfaenge) == 1:
        return anfaenge.pop()
    worte = {schluessel for text, schluessel in formen.items() if len(form) >= 4 and form in text}
    if len(worte) == 1:
        return worte.pop()
    eigene = {formen[text] for wort in re.findall(r"[^\W\d_]{4,}", form)
              if len(mit := [text for text in formen if wort in re.findall(r"[^\W\d_]+", text)]) == 1
              for text in mit}  # fmt: skip
    if len(eigene) == 1:
        return eigene.pop()
    treffer = difflib.get_close_matches(form, formen, n=1, cutoff=0.7)
    return formen[treffer[0]] if treffer else ""
