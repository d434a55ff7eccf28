"""Wie viel Platz ein Text braucht, ohne Word oder PowerPoint zu fragen: in Punkt, vorsichtig geschätzt.

Grundlage sind die Breiten von Arial in Tausendsteln der Schriftgröße. Andere Schriften laufen enger oder weiter; eine
unbekannte gilt als weit. Umgebrochen wird nur an Leerzeichen, also eher auf einer Zeile mehr als auf einer zu wenig.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

_MAGER = {
    0: "\u2060\u200b\u00ad", 222: "'ijl‚‘’|", 278: " !,./:;I[\\]ft·\xa0\u202f", 333: "()-`r„“”²³{}", 389: '"*°•^',
    500: "Jcksvxyzç", 556: "#$0123456789?L_abdeghnopquäöüéèáàñ€§–†≥≤±", 611: "+<=>~×−FTZß", 667: "&ABEKPSVXYÄ",
    722: "CDHNRUwÜ", 778: "GOQÖ", 833: "Mm", 944: "W%½¼",
}  # fmt: skip
_FETT = {
    0: "\u2060\u200b\u00ad", 278: " '|,./I\\ijl·‚‘’\xa0\u202f", 333: "!()-:;[]`ft²³", 389: "•*r{}", 500: '"z„“”',
    556: "#$0123456789J_aceksvxyäéèáàç€§–†≥≤±", 611: "+<=>^~×−?FLTZbdghnopquöüßñ", 667: "EPSVXY",
    722: "&ABCDHKNRUÄÜ", 778: "GOQwÖ", 833: "M½¼", 944: "%mW",
}  # fmt: skip
MAGER, FETT = ({z: breite / 1000 for breite, alle in tafel.items() for z in alle} for tafel in (_MAGER, _FETT))
BREITESTES = 1.0  # was nicht in der Tabelle steht
ZEILENHOEHE = 1.2
LAUFWEITEN = {
    "Arial": 1.03, "Helvetica": 1.03, "Liberation Sans": 1.03, "Calibri": 0.95, "Aptos": 1.05, "Segoe UI": 1.06,
    "Fira Sans": 1.08, "Open Sans": 1.12, "Tahoma": 1.08, "Times New Roman": 0.95, "Verdana": 1.25,
}  # fmt: skip
UNBEKANNT = 1.25


@lru_cache(maxsize=20_000)
def _rohbreite(text: str, ist_fett: bool) -> float:
    """Dieselben Wörter kommen in jedem Bericht viele Male vor."""
    tafel = FETT if ist_fett else MAGER
    return sum(tafel.get(zeichen, BREITESTES) for zeichen in text)


@dataclass(frozen=True)
class Schriftmass:
    """Misst in einer Schrift; `laufweite` gegenüber Arial, mit Sicherheit."""

    laufweite: float = LAUFWEITEN["Arial"]

    @classmethod
    def von(cls, schrift: str) -> "Schriftmass":
        return cls(LAUFWEITEN.get(schrift, UNBEKANNT))

    def breite(self, text: str, groesse: float, *, ist_fett: bool = False) -> float:
        return _rohbreite(text, ist_fett) * groesse * self.laufweite

    def zeilen(self, text: str, breite: float, groesse: float, *, ist_fett: bool = False) -> int:
        """Anzahl der Zeilen; ein Wort, das breiter ist als die Zeile, wird zerteilt."""
        luecke, anzahl, rest = self.breite(" ", groesse, ist_fett=ist_fett), 1, breite
        for i, wort in enumerate(text.split()):
            laenge = self.breite(wort, groesse, ist_fett=ist_fett)
            noetig = laenge + (luecke if i and rest < breite else 0)
            if noetig <= rest:
                rest -= noetig
                continue
            anzahl += rest < breite
            anzahl += max(ceil(laenge / breite) - 1, 0)
            rest = breite - laenge % breite if laenge > breite else breite - laenge
        return anzahl

    def hoehe(self, text: str, breite: float, groesse: float, *, ist_fett: bool = False) -> float:
        return self.zeilen(text, breite, groesse, ist_fett=ist_fett) * groesse * ZEILENHOEHE

    def laengstes_wort(self, text: str, groesse: float, *, ist_fett: bool = False) -> float:
        return max((self.breite(wort, groesse, ist_fett=ist_fett) for wort in text.split()), default=0)

    def gekuerzt(  # noqa: PLR0913 – je Maß ein Name
        self, text: str, breite: float, groesse: float, zeilen: int, *, ist_fett: bool = False, zusatz: str = ""
    ) -> str:
        """Der Text, wenn er samt Zusatz in so viele Zeilen passt; sonst bis zum letzten ganzen Wort, dann „…“."""

        def passt(stueck: str) -> bool:
            return self.zeilen(stueck + zusatz, breite, groesse, ist_fett=ist_fett) <= zeilen

        if passt(text):
            return text
        worte = text.split()
        for anzahl in range(len(worte) - 1, 0, -1):
            kurz = " ".join(worte[:anzahl]).rstrip(",;:–-") + " …"
            if passt(kurz):
                return kurz
        laenge = len(text)
        while laenge > 1 and not passt(text[:laenge] + "…"):  # ein einziges, überlanges Wort
            laenge = laenge * 9 // 10
        return text[:laenge] + "…"
