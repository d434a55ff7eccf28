"""Was in den Zellen einer Tabelle steht: Spalte für Spalte von Text zu Wert. Jeder verschiedene Text einer Spalte wird
nur einmal gedeutet: das ist schnell, und gleiche Fehler stehen schon beisammen."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from itertools import compress

from beratung.kern.befunde.befund import Befundliste
from beratung.kern.befunde.regeln import REGELN
from beratung.kern.lesen.einlesen import LEERRAUM
from beratung.kern.verzeichnis import vergleichsform
from beratung.kern.zaehlung import MERKMALE, UNBEKANNT, Art, Merkmal, Zaehleinheit
from dresden_senioren.kern.schwere import Schwere

from .spalten import PFLICHTSPALTEN, SPALTEN, Spalte
from .werte import ZELLE_HOECHSTENS, Umfeld, Wertfehler
from .zuordnung import Kopf, Profil

TEXTE_GEMERKT = 50_000  # je Spalte
TEXT_GEMERKT = 200  # Zeichen; längere sind nie gut und sollen keinen Speicher füllen
_RECHNUNG = re.compile(r"[=@]|#[A-ZÄÖÜ0-9/]+[!?]")
_OHNE_FELD = {(einheit.value, UNBEKANNT) for einheit in (Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION)}
_LESER = {spalte.ueberschrift: spalte.lesen for spalten in SPALTEN.values() for spalte in spalten if spalte.merkmal}

Spalten = dict[str, Sequence]  # Feld → Werte, alle gleich lang


class _Gedeutet(dict):
    """Roher Text → Wert oder Wertfehler, jeder verschiedene Text einer Spalte nur einmal gedeutet."""

    def __init__(self, deuten: Callable[[str], object]):
        super().__init__()
        self.deuten, self.hat_fehler = deuten, False

    def __missing__(self, roh: str):
        wert = self.deuten(roh.strip(LEERRAUM))
        self.hat_fehler = self.hat_fehler or isinstance(wert, Wertfehler)
        if len(roh) <= TEXT_GEMERKT:
            if len(self) >= TEXTE_GEMERKT:
                self.clear()
            self[roh] = wert
        return wert


class Deutung:
    """Deutet Blöcke von Zeilen einer Tabelle; `ist_brauchbar` heißt, dass keine Pflichtspalte fehlt."""

    def __init__(self, blatt: str, kopf: Kopf, profil: Profil, umfeld: Umfeld, befunde: Befundliste):
        self.blatt, self.kopf, self.profil, self.umfeld, self.befunde = blatt, kopf, profil, umfeld, befunde
        self.felder = [spalte.feld for _, spalte in kopf.spalten]
        self.spalten = [(index, s, _Gedeutet(partial(self._deuten, s))) for index, s in kopf.spalten]
        feste = {s.feld for s in SPALTEN[kopf.art] if profil.fester_text(s)}
        self.uebersetzte = {s.ueberschrift for s in SPALTEN[kopf.art] if vergleichsform(s.ueberschrift) in profil.werte}
        self.ist_brauchbar = not set(PFLICHTSPALTEN[kopf.art]) - set(self.felder) - feste
        # Eine nicht gelieferte Spalte liest sich wie lauter gleiche Zellen: mit dem festen Text des Profils oder leer.
        self.vorgaben = {
            s.feld: self._fest(s) for s in SPALTEN[kopf.art]
            if s.feld not in self.felder and (not s.ist_pflicht or profil.fester_text(s))
        }  # fmt: skip

    def _fest(self, spalte: Spalte):
        text = self.profil.fester_text(spalte)
        wert = self._deuten(spalte, text) if text else spalte.lesen("", self.umfeld)
        if isinstance(wert, Wertfehler):
            self._melden(wert, [], spalte, text)
            self.ist_brauchbar = self.ist_brauchbar and wert.regel.schwere is not Schwere.FEHLER
            return wert.ersatz
        return wert

    def block(self, nummern: Sequence[int], zeilen: list[list[str]]) -> tuple[Spalten, int]:
        """Die Werte der guten Zeilen und wie viele falsch sind; was falsch ist, steht in den Befunden."""
        anzahl = len(zeilen)
        if set(map(len, zeilen)) != {self.kopf.breite}:
            nummern, zeilen = self._gleich_breite(nummern, zeilen)
        roh = list(zip(*zeilen, strict=True))
        werte: Spalten = {feld: [wert] * len(zeilen) for feld, wert in self.vorgaben.items()}
        if not zeilen:
            return werte | {feld: [] for feld in self.felder}, anzahl
        falsch: set[int] = set()  # Stellen im Block
        for index, spalte, gedeutet in self.spalten:
            neue = list(map(gedeutet.__getitem__, roh[index]))
            if gedeutet.hat_fehler:
                self._fehler_melden(spalte, nummern, roh[index], neue, falsch)
            alte = werte.get(spalte.feld)
            werte[spalte.feld] = self._vereint(spalte, nummern, alte, neue, falsch) if alte else neue
        self._pruefe_zusammen(nummern, werte, falsch)
        if falsch:
            gute = [stelle not in falsch for stelle in range(len(zeilen))]
            werte = {feld: list(compress(spalte, gute)) for feld, spalte in werte.items()}
        return werte, anzahl - len(zeilen) + len(falsch)

    def _gleich_breite(self, nummern: Sequence[int], zeilen: list[list[str]]) -> tuple[list[int], list[list[str]]]:
        """Die Zeilen mit genau den Feldern der Kopfzeile; leere darüber hinaus schaden nicht."""
        breite, gute = self.kopf.breite, []
        falsche = defaultdict(list)
        for nr, zeile in zip(nummern, zeilen, strict=True):
            if len(zeile) < breite or any(zelle.strip(LEERRAUM) for zelle in zeile[breite:]):
                falsche[len(zeile)].append(nr)
            else:
                gute.append((nr, zeile[:breite]))
        for ist, zeilennummern in falsche.items():
            self.befunde.melden(REGELN["P24"], zeilen=zeilennummern, blatt=self.blatt, ist=ist, soll=breite)
        return [nr for nr, _ in gute], [zeile for _, zeile in gute]

    def _fehler_melden(
        self, spalte: Spalte, nummern: Sequence[int], texte: Sequence[str], werte: list, falsch: set[int]
    ) -> None:
        """Meldet die Wertfehler einer Spalte, je Text einmal, und setzt ihren Ersatz ein."""
        gruppen = defaultdict(list)
        for stelle, wert in enumerate(werte):
            if isinstance(wert, Wertfehler):
                gruppen[texte[stelle]].append(stelle)
        for text, stellen in gruppen.items():
            fehler = werte[stellen[0]]
            self._melden(fehler, [nummern[stelle] for stelle in stellen], spalte, text.strip(LEERRAUM))
            if fehler.regel.schwere is Schwere.FEHLER:
                falsch.update(stellen)
            for stelle in stellen:
                werte[stelle] = fehler.ersatz

    def _vereint(
        self, spalte: Spalte, nummern: Sequence[int], alte: Sequence, neue: Sequence, falsch: set[int]
    ) -> list:
        """Zwei Spalten desselben Felds (Alter und Altersgruppe): die bekannte gilt, zwei verschiedene sind falsch."""
        werte = list(alte)
        for stelle, (alt, neu) in enumerate(zip(alte, neue, strict=True)):
            if alt == neu:
                continue
            if alt in (None, UNBEKANNT):
                werte[stelle] = neu
            elif neu not in (None, UNBEKANNT):
                self._melden(Wertfehler("P12"), [nummern[stelle]], spalte, "")
                falsch.add(stelle)
        return werte

    def _deuten(self, spalte: Spalte, text: str):
        """Der Wert als einfacher Text oder Zahl, oder der Wertfehler, der dagegen spricht."""
        try:
            if not text and spalte.ist_pflicht:
                if self.felder.count(spalte.feld) > 1:
                    return None  # Monat und Datum: eines davon genügt
                raise Wertfehler("P06")
            if len(text) > ZELLE_HOECHSTENS or "\n" in text:
                raise Wertfehler("P13", grenze="10.000")
            if _RECHNUNG.match(text):
                raise Wertfehler("P14")
            if spalte.ueberschrift in self.uebersetzte:
                text = self.profil.wert(spalte, text)
            wert = spalte.lesen(text, self.umfeld)
            return wert.value if isinstance(wert, StrEnum) else wert
        except Wertfehler as fehler:
            return fehler

    def _pruefe_zusammen(self, nummern: Sequence[int], werte: Spalten, falsch: set[int]) -> None:
        """Regeln über mehrere Spalten einer Zeile."""
        for feld in PFLICHTSPALTEN[self.kopf.art]:
            if feld != "anzahl" and None in werte[feld]:
                self._ablehnen([n for n, w in enumerate(werte[feld]) if w is None], Wertfehler("P06"), "monat",
                               nummern, falsch)  # fmt: skip
        if self.kopf.art is Art.LEISTUNGEN:
            paare = list(zip(werte["zaehleinheit"], werte["beratungsfeld"], strict=True))
            for paar in _OHNE_FELD & set(paare):
                fehler = Wertfehler("P11", leistungsart=Zaehleinheit(paar[0]).bezeichnung)
                stellen = [stelle for stelle, p in enumerate(paare) if p == paar]
                self._ablehnen(stellen, fehler, "beratungsfeld", nummern, falsch)
        elif self.kopf.art is Art.SUMMEN:
            werte["auspraegung"] = list(werte["auspraegung"])
            for stelle in set(range(len(nummern))) - falsch:
                self._summe_ordnen(stelle, werte, nummern, falsch)

    def _ablehnen(  # noqa: PLR0913, PLR0917
        self, stellen: list[int], fehler: Wertfehler, feld: str, nummern: Sequence[int], falsch: set[int], text=""
    ) -> None:
        neue = [stelle for stelle in stellen if stelle not in falsch]
        if neue:
            spalte = next(s for s in SPALTEN[self.kopf.art] if s.feld == feld)
            self._melden(fehler, [nummern[stelle] for stelle in neue], spalte, text)
            falsch.update(neue)

    def _summe_ordnen(self, stelle: int, werte: Spalten, nummern: Sequence[int], falsch: set[int]) -> None:
        """Prüft die Zeile einer Summentabelle und setzt die Ausprägung auf ihren Katalogschlüssel."""
        merkmal, text = werte["merkmal"][stelle], werte["auspraegung"][stelle]
        fehler, feld = None, "merkmal"
        if bool(merkmal) != bool(text):
            fehler = Wertfehler("P40")
        elif werte["beratungsstelle"][stelle] and werte["stadtteil"][stelle]:
            fehler, feld = Wertfehler("P42"), "stadtteil"
        elif merkmal:
            einheit, merkmal = Zaehleinheit(werte["zaehleinheit"][stelle]), Merkmal(merkmal)
            if merkmal not in MERKMALE[einheit]:
                fehler = Wertfehler("P41", zaehleinheit=einheit.bezeichnung, merkmal=merkmal.bezeichnung)
            else:
                try:
                    werte["auspraegung"][stelle] = _LESER[merkmal.bezeichnung](text, self.umfeld)
                except Wertfehler as ungueltig:
                    fehler, feld = ungueltig, "auspraegung"
        if fehler is not None:
            self._ablehnen([stelle], fehler, feld, nummern, falsch, text if feld == "auspraegung" else "")

    def _melden(self, fehler: Wertfehler, zeilen: Sequence[int], spalte: Spalte, text: str) -> None:
        ort = {"zeilen": zeilen, "blatt": self.blatt, "spalte": spalte.ueberschrift}
        self.befunde.melden(fehler.regel, **ort, wert=text, **fehler.angaben)
