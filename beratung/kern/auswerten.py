"""Eine Tabelle des Lieferformats Zeile für Zeile deuten. Jeder verschiedene Wert einer Spalte wird nur einmal gedeutet:
das ist schnell, und gleiche Fehler stehen schon beisammen."""

import re
from dataclasses import dataclass, field

from .befund import Befundliste, Schwere
from .einlesen import Rohtabelle
from .regeln import REGELN
from .spalten import PFLICHTSPALTEN, SPALTEN, Spalte
from .tuer import Spaltenwache
from .werte import ZELLE_HOECHSTENS, Umfeld, Wertfehler
from .zaehlung import MERKMALE, UNBEKANNT, Art, Zaehleinheit
from .zuordnung import Kopf, Profil, finde_kopf

BEISPIEL_KENNZEICHEN = "Erfundene Beispielzahlen"
_SUMMENWOERTER = {"gesamt", "summe", "insgesamt", "gesamtsumme", "gesamtergebnis", "total"}


@dataclass
class Gelesen:
    """Die brauchbaren Zeilen einer Tabelle (Feld → Wert) und wie viele es insgesamt waren."""

    art: Art
    felder: frozenset[str]  # welche Felder die Tabelle wirklich hat
    zeilen: list[dict] = field(default_factory=list)
    gelesen: int = 0
    fehlerhaft: int = 0
    ist_beispiel: bool = False


def auswerten(tabelle: Rohtabelle, art: Art | None, profil: Profil, umfeld: Umfeld, befunde: Befundliste) -> Gelesen:
    """Alle Zeilen lesen, alle Befunde melden. Einlesefehler nur, wenn die Tabelle im Ganzen unbrauchbar ist."""
    kopf = finde_kopf(tabelle, art, profil, befunde)
    _sieh_spalten_an(tabelle, kopf, profil, umfeld, befunde)
    deutung = _Deutung(tabelle.blatt, kopf, profil, umfeld, befunde)
    ergebnis = Gelesen(kopf.art, frozenset(spalte.feld for _, spalte in kopf.spalten))
    vorspann = tabelle.zeilen[: kopf.index]
    ergebnis.ist_beispiel = any(BEISPIEL_KENNZEICHEN in zelle for zeile in vorspann for zelle in zeile)
    feste = {spalte.feld for spalte in SPALTEN[kopf.art] if profil.fester_text(spalte)}
    if set(PFLICHTSPALTEN[kopf.art]) - ergebnis.felder - feste or not deutung.ist_brauchbar:
        return ergebnis  # ohne Pflichtspalte ist jede Zeile falsch; das ist schon gesagt
    daten = [(nr, z) for nr, z in enumerate(tabelle.zeilen[kopf.index + 1 :], kopf.index + 2) if any(z)]
    summenzeile = daten.pop() if daten and _ist_summenzeile(daten[-1][1]) else None
    for nr, roh in daten:
        werte = deutung.zeile(nr, roh)
        ergebnis.gelesen += 1
        if werte is None:
            ergebnis.fehlerhaft += 1
        else:
            ergebnis.zeilen.append(werte)
    if not daten:
        # Ohne Zeilen sagen Fälle und Leistungen „nichts gewesen“; Summen sagen gar nichts.
        befunde.melden(
            REGELN["P30" if kopf.art is Art.SUMMEN else "P25"], blatt=tabelle.blatt, art=kopf.art.bezeichnung
        )
    if summenzeile and not ergebnis.fehlerhaft:
        _pruefe_summenzeile(summenzeile, ergebnis, tabelle.blatt, befunde)
    return ergebnis


def _sieh_spalten_an(tabelle: Rohtabelle, kopf: Kopf, profil: Profil, umfeld: Umfeld, befunde: Befundliste) -> None:
    """Einlesefehler, sobald eine Spalte nach Personen aussieht, auch eine, die nicht übernommen wird. Werte unter einer
    leeren Überschrift (verbundene Zellen) liest niemand; das soll nicht still geschehen."""
    kopfzeile = tabelle.zeilen[kopf.index][: kopf.breite]
    wache = Spaltenwache(kopfzeile, profil.ueberschrift, umfeld.verzeichnis.kennt)
    wache.ansehen(tabelle.zeilen[kopf.index + 1 :])
    wache.abschliessen()
    for name in wache.ohne_ueberschrift():
        befunde.melden(REGELN["P22"], zeile=kopf.index + 1, blatt=tabelle.blatt, spalte=name)


class _Deutung:
    """Deutet Zeilen einer Tabelle und merkt sich je Spalte die schon gedeuteten Werte."""

    def __init__(self, blatt: str, kopf: Kopf, profil: Profil, umfeld: Umfeld, befunde: Befundliste):
        self.blatt, self.kopf, self.profil, self.umfeld, self.befunde = blatt, kopf, profil, umfeld, befunde
        self.spalten = [(index, spalte, {}) for index, spalte in kopf.spalten]
        felder = {spalte.feld for _, spalte in kopf.spalten}
        self.ist_brauchbar = True
        # Eine nicht gelieferte Spalte liest sich wie lauter gleiche Zellen: mit dem festen Text des Profils oder leer.
        self.vorgaben = {
            s.feld: self._fest(s) for s in SPALTEN[kopf.art]
            if s.feld not in felder and (not s.ist_pflicht or profil.fester_text(s))
        }  # fmt: skip

    def _fest(self, spalte: Spalte):
        text = self.profil.fester_text(spalte)
        wert, fehler = self._deuten(spalte, text) if text else (spalte.lesen("", self.umfeld), None)
        if fehler is not None:
            self._melden(fehler, None, spalte, text)
            self.ist_brauchbar = self.ist_brauchbar and fehler.regel.schwere is not Schwere.FEHLER
        return wert

    def zeile(self, nr: int, roh: list[str]) -> dict | None:
        """Feld → Wert; None, wenn etwas falsch ist (dann steht es in den Befunden)."""
        if len(roh) < self.kopf.breite or any(roh[self.kopf.breite :]):
            self.befunde.melden(REGELN["P24"], zeile=nr, blatt=self.blatt, ist=len(roh), soll=self.kopf.breite)
            return None
        werte, ist_gut = dict(self.vorgaben), True
        for index, spalte, gedeutet in self.spalten:
            text = roh[index]
            if text not in gedeutet:
                gedeutet[text] = self._deuten(spalte, text)
            wert, fehler = gedeutet[text]
            if fehler is not None:
                self._melden(fehler, nr, spalte, text)
                ist_gut = ist_gut and fehler.regel.schwere is not Schwere.FEHLER
            vorher = werte.get(spalte.feld)
            if vorher != wert and not {vorher, wert} & {None, UNBEKANNT}:
                self._melden(Wertfehler("P12"), nr, spalte, "")
                ist_gut = False
            if vorher in (None, UNBEKANNT):
                werte[spalte.feld] = wert
        return werte if ist_gut and self._passt_zusammen(nr, werte) else None

    def _deuten(self, spalte: Spalte, text: str) -> tuple:
        try:
            if not text and spalte.ist_pflicht and not self._ist_doppelt(spalte):
                raise Wertfehler("P06")
            if len(text) > ZELLE_HOECHSTENS or "\n" in text:
                raise Wertfehler("P13", grenze="10.000")
            if re.match(r"[=@]|#[A-ZÄÖÜ0-9/]+[!?]", text):
                raise Wertfehler("P14")
            if not text and spalte.ist_pflicht:
                return None, None
            return spalte.lesen(self.profil.wert(spalte, text), self.umfeld), None
        except Wertfehler as fehler:
            return fehler.ersatz, fehler

    def _ist_doppelt(self, spalte: Spalte) -> bool:
        """Steht für dasselbe Feld noch eine zweite Spalte in der Tabelle (Monat und Datum)?"""
        return sum(andere.feld == spalte.feld for _, andere, _ in self.spalten) > 1

    def _passt_zusammen(self, nr: int, werte: dict) -> bool:
        """Regeln über mehrere Spalten einer Zeile."""
        fehler, feld = None, ""
        if any(werte.get(pflicht) is None for pflicht in PFLICHTSPALTEN[self.kopf.art] if pflicht != "anzahl"):
            fehler, feld = Wertfehler("P06"), "monat"
        elif self.kopf.art is Art.LEISTUNGEN:
            einheit = werte["zaehleinheit"]
            if einheit is not Zaehleinheit.INFORMATION and werte["beratungsfeld"] == UNBEKANNT:
                fehler, feld = Wertfehler("P11", leistungsart=einheit.bezeichnung), "beratungsfeld"
        elif self.kopf.art is Art.SUMMEN:
            fehler, feld = self._summe_ordnen(werte)
        if fehler is not None:
            spalte = next(s for s in SPALTEN[self.kopf.art] if s.feld == feld)
            self._melden(fehler, nr, spalte, werte[feld] if feld == "auspraegung" else "")
        return fehler is None

    def _summe_ordnen(self, werte: dict) -> tuple[Wertfehler | None, str]:
        """Prüft die Zeile einer Summentabelle und setzt die Ausprägung auf ihren Katalogschlüssel."""
        merkmal, text = werte["merkmal"], werte["auspraegung"]
        if bool(merkmal) != bool(text):
            return Wertfehler("P40"), "merkmal"
        if werte["beratungsstelle"] and werte["stadtteil"]:
            return Wertfehler("P42"), "stadtteil"
        if not merkmal:
            return None, ""
        einheit = werte["zaehleinheit"]
        if merkmal not in MERKMALE[einheit]:
            return Wertfehler("P41", zaehleinheit=einheit.bezeichnung, merkmal=merkmal.bezeichnung), "merkmal"
        leser = next(s.lesen for spalten in SPALTEN.values() for s in spalten if s.ueberschrift == merkmal.bezeichnung)
        try:
            werte["auspraegung"] = leser(text, self.umfeld)
        except Wertfehler as fehler:
            return fehler, "auspraegung"
        return None, ""

    def _melden(self, fehler: Wertfehler, nr: int | None, spalte: Spalte, text: str) -> None:
        ort = {"zeile": nr, "blatt": self.blatt, "spalte": spalte.ueberschrift}
        self.befunde.melden(fehler.regel, **ort, wert=text, **fehler.angaben)


def _ist_summenzeile(roh: list[str]) -> bool:
    erste = next((zelle for zelle in roh if zelle), "")
    return erste.casefold().strip(" :") in _SUMMENWOERTER


def _pruefe_summenzeile(
    summenzeile: tuple[int, list[str]], ergebnis: Gelesen, blatt: str, befunde: Befundliste
) -> None:
    nr, roh = summenzeile
    zahlen = [int(z.replace(".", "")) for z in roh if re.fullmatch(r"\d{1,7}|\d{1,3}(\.\d{3})+", z, re.ASCII)]
    gezaehlt = sum(zeile.get("anzahl", 1) or 0 for zeile in ergebnis.zeilen)
    if zahlen and gezaehlt not in zahlen:
        befunde.melden(REGELN["P26"], zeile=nr, blatt=blatt, wert=zahlen[-1], gezaehlt=gezaehlt)
