"""Befunde einer Prüfung: gruppiert, mit Ort, Wert und dem, was zu tun ist."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from string import Formatter

from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.text import einzeilig

ZEILEN_GEZEIGT = 10  # so viele Zeilennummern nennt ein Befund
WERT_GEZEIGT = 80  # so viele Zeichen eines Werts werden gezeigt
PERSONENDATEN = {"E15", "E16"}  # Regeln der Tür: der Befund nennt Spalten, nie Werte
GRUPPEN_HOECHSTENS = 100  # danach wird nur noch gezählt: eine kaputte Datei soll die Seite nicht sprengen


@dataclass(frozen=True)
class Regel:
    """Was geprüft wird. Der Satz sagt, was falsch ist und was zu tun ist; {Angaben} werden eingesetzt."""

    code: str
    schwere: Schwere
    titel: str
    satz: str

    @property
    def beschreibung(self) -> str:
        """Der Satz mit Platzhaltern in Worten, für das Verzeichnis der Regeln."""
        felder = {feld for _, feld, _, _ in Formatter().parse(self.satz) if feld}
        leer = {"vorschlag": "", "ort": ""}  # stehen nur manchmal da
        return self.satz.format(**{f: leer.get(f, f"[{PLATZHALTER.get(f, f.capitalize())}]") for f in felder})


# Wie das Verzeichnis der Regeln Angaben nennt, deren Name im Satz allein nicht verständlich wäre.
PLATZHALTER = {
    "andere": "andere Quelle", "anzahl_gruppen": "Anzahl", "anzahl_stellen": "Anzahl", "anzahl_zeilen": "Anzahl",
    "bereiche": "Planungsbereiche", "bisher": "bisherige Zahl",
    "blattname": "Blatt", "dort": "andere Seite", "erwartet": "gewählter Monat",
    "gelesen": "Monat der Zeile", "gesamt": "Gesamtzahl", "gezaehlt": "gezählte Zahl", "hier": "diese Seite",
    "hoechstens": "Anzahl", "ist": "Anzahl", "mindestens": "kleinste Zahl", "moeglich": "mögliche Werte",
    "neu": "neue Zahl", "prozent": "Anteil", "soll": "andere Anzahl", "stellen": "Beratungsstellen", "tag": "Datum",
    "arbeitstag": "Datum", "teiler": "Zahl", "trenner": "Zeichen", "vergleich": "Vormonat und Vorjahre",
    "was": "etwas anderes", "zaehleinheit": "Zähleinheit", "zahl_dort": "Anzahl", "zahl_hier": "Anzahl",
}  # fmt: skip


def gegenstand(*, zaehleinheit="", gebiet="", stelle="", merkmal="") -> str:
    """Worum es geht, von Monat zu Monat gleich: daran wird derselbe Befund wiedererkannt. „beratung//s-cotta/“."""
    return "/".join(teil.replace("/", "-") for teil in (zaehleinheit, gebiet, stelle, merkmal))


@dataclass(frozen=True)
class Befund:
    code: str
    schwere: Schwere
    meldung: str
    anzahl: int = 1
    zeilen: tuple[int, ...] = ()
    blatt: str = ""
    spalte: str = ""
    wert: str = ""
    gegenstand: str = ""

    def als_dict(self) -> dict:
        return asdict(self) | {"schwere": self.schwere.value, "zeilen": list(self.zeilen)}

    @property
    def ort(self) -> str:
        """„Blatt Fälle, Spalte Stadtteil, Zeilen 12, 40 …“."""
        zeilen = ", ".join(map(str, self.zeilen)) + (" …" if self.anzahl > len(self.zeilen) else "")
        wort = "Zeile" if self.anzahl == 1 else "Zeilen"
        teile = [("Blatt", self.blatt), ("Spalte", self.spalte), (wort, zeilen if self.zeilen else "")]
        return ", ".join(f"{name} {text}" for name, text in teile if text)


UEBRIGE = Regel(
    "P99",
    Schwere.FEHLER,
    "Weitere Stellen",
    "{anzahl_stellen} weitere Stellen sind nicht einzeln aufgeführt. Beheben Sie zuerst die genannten.",
)


class Einlesefehler(Exception):
    """Die Datei ist im Ganzen nicht verwendbar; der Befund sagt warum."""

    def __init__(self, regel: Regel, **angaben):
        self.befund = Befund(regel.code, regel.schwere, regel.satz.format(**angaben), gegenstand=gegenstand())
        super().__init__(self.befund.meldung)


@dataclass
class _Gruppe:
    """Gleiche Befunde: gemerkt werden die Anzahl und die ersten Zeilen, nicht alle."""

    befund: Befund
    anzahl: int = 0
    zeilen: list[int] = field(default_factory=list)

    def dazu(self, zeilen: Sequence[int]) -> None:
        self.anzahl += len(zeilen) or 1
        self.zeilen = sorted([*self.zeilen, *zeilen])[:ZEILEN_GEZEIGT]


@dataclass
class Befundliste:
    """Sammelt alle Befunde; gleiche (Ort und Satz) werden zu einem mit Anzahl und Zeilen."""

    _gruppen: dict[tuple, _Gruppe] = field(default_factory=dict)
    _uebrige: int = 0

    def melden(  # noqa: PLR0913 – nur benannt aufrufbar
        self, regel: Regel, *, zeile: int | None = None, zeilen: Sequence[int] = (), blatt="", spalte="", wert="",
        zu: str = "", **angaben,
    ) -> None:  # fmt: skip
        """`zeile` oder gleich mehrere `zeilen`; ohne beides gilt der Befund der ganzen Datei. `zu`: der `gegenstand`;
        ohne Angabe die Spalte und, wo er im Satz steht, der Wert."""
        zeilen = zeilen or ([zeile] if zeile else [])
        wert, spalte = einzeilig(str(wert))[:WERT_GEZEIGT], einzeilig(spalte)[:WERT_GEZEIGT]
        meldung = regel.satz.format(spalte=spalte, wert=wert, **angaben)
        # Steht der Wert nicht im Satz, ist er nur ein Beispiel: ein Befund für alle solchen Werte.
        schluessel = (regel.code, blatt, spalte, meldung)
        if schluessel not in self._gruppen:
            if len(self._gruppen) >= GRUPPEN_HOECHSTENS:
                self._uebrige += len(zeilen) or 1
                return
            zu = zu or gegenstand(merkmal=spalte, stelle=wert if "{wert}" in regel.satz else "")
            befund = Befund(regel.code, regel.schwere, meldung, blatt=blatt, spalte=spalte, wert=wert, gegenstand=zu)
            self._gruppen[schluessel] = _Gruppe(befund)
        self._gruppen[schluessel].dazu(zeilen)

    def aufnehmen(self, fehler: Einlesefehler) -> None:
        if fehler.befund.code in PERSONENDATEN:
            # Andere Befunde könnten Werte aus der Datei zeigen.
            self._gruppen.clear()
            self._uebrige = 0
        self._gruppen[(fehler.befund.code, fehler.befund.meldung)] = _Gruppe(fehler.befund, 1)

    @property
    def befunde(self) -> list[Befund]:
        """Fehler zuerst, dann nach der ersten Zeile."""
        liste = [replace(g.befund, anzahl=g.anzahl, zeilen=tuple(g.zeilen)) for g in self._gruppen.values()]
        liste.sort(key=lambda b: (b.schwere.rang, b.blatt, b.zeilen[:1], b.code))
        if self._uebrige:
            satz = UEBRIGE.satz.format(anzahl_stellen=self._uebrige)
            liste.append(Befund(UEBRIGE.code, UEBRIGE.schwere, satz, anzahl=self._uebrige))
        return liste

    def hat(self, schwere: Schwere) -> bool:
        return any(gruppe.befund.schwere is schwere for gruppe in self._gruppen.values())
