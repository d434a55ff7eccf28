"""Befunde einer Prüfung: gruppiert, mit Ort, Wert und dem, was zu tun ist."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from string import Formatter

from dresden_senioren.kern.text import einzeilig

ZEILEN_GEZEIGT = 10  # so viele Zeilennummern nennt ein Befund
WERT_GEZEIGT = 80  # so viele Zeichen eines Werts werden gezeigt
GRUPPEN_HOECHSTENS = 100  # danach wird nur noch gezählt: eine kaputte Datei soll die Seite nicht sprengen


class Schwere(StrEnum):
    """Fehler verhindern die Übernahme, Warnungen brauchen eine Begründung, Hinweise nicht."""

    FEHLER = "fehler"
    WARNUNG = "warnung"
    HINWEIS = "hinweis"

    @property
    def bezeichnung(self) -> str:
        return self.value.capitalize()

    @property
    def rang(self) -> int:
        return list(Schwere).index(self)


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
    "bereiche": "Planungsbereiche", "blattname": "Blatt", "dort": "andere Seite", "erwartet": "gewählter Monat",
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
class Befundliste:
    """Sammelt alle Befunde; gleiche (Ort und Satz) werden zu einem mit Anzahl und Zeilen."""

    _gruppen: dict[tuple, tuple[Befund, list[int]]] = field(default_factory=dict)
    _uebrige: int = 0

    def melden(  # noqa: PLR0913 – nur benannt aufrufbar
        self, regel: Regel, *, zeile: int | None = None, blatt="", spalte="", wert="", zu: str = "", **angaben
    ) -> None:
        """`zu`: der `gegenstand`; ohne Angabe die Spalte und, wo er im Satz steht, der Wert."""
        wert, spalte = einzeilig(str(wert))[:WERT_GEZEIGT], einzeilig(spalte)[:WERT_GEZEIGT]
        meldung = regel.satz.format(spalte=spalte, wert=wert, **angaben)
        # Steht der Wert nicht im Satz, ist er nur ein Beispiel: ein Befund für alle solchen Werte.
        schluessel = (regel.code, blatt, spalte, meldung)
        if schluessel not in self._gruppen:
            if len(self._gruppen) >= GRUPPEN_HOECHSTENS:
                self._uebrige += 1
                return
            zu = zu or gegenstand(merkmal=spalte, stelle=wert if "{wert}" in regel.satz else "")
            befund = Befund(regel.code, regel.schwere, meldung, blatt=blatt, spalte=spalte, wert=wert, gegenstand=zu)
            self._gruppen[schluessel] = (befund, [])
        self._gruppen[schluessel][1].append(zeile or 0)

    def aufnehmen(self, fehler: Einlesefehler) -> None:
        self._gruppen[(fehler.befund.code, fehler.befund.meldung)] = (fehler.befund, [0])

    @property
    def befunde(self) -> list[Befund]:
        """Fehler zuerst, dann nach der ersten Zeile."""
        liste = [
            Befund(**asdict(b) | {"anzahl": len(zeilen), "zeilen": tuple(z for z in zeilen if z)[:ZEILEN_GEZEIGT]})
            for b, zeilen in self._gruppen.values()
        ]
        liste.sort(key=lambda b: (b.schwere.rang, b.blatt, b.zeilen[:1], b.code))
        if self._uebrige:
            satz = UEBRIGE.satz.format(anzahl_stellen=self._uebrige)
            liste.append(Befund(UEBRIGE.code, UEBRIGE.schwere, satz, anzahl=self._uebrige))
        return liste

    def hat(self, schwere: Schwere) -> bool:
        return any(b.schwere is schwere for b, _ in self._gruppen.values())
