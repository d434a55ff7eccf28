"""Verantwortung → Stellen: bekannte Schreibweisen finden, den Rest an den Trennzeichen teilen und melden."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dresden_senioren.kern.text import suchform

_BINDEWORT = re.compile(
    r"^(?:in Zusammenwirken mit|und|sowie|mit|etc\.?)(?:\s+|$)|(?:^|\s+)(?:in Zusammenwirken mit|und|sowie|etc\.?)$",
    re.IGNORECASE,
)
NAMENSLAENGE = 200


@dataclass(frozen=True)
class Fund:
    """Eine Stelle aus dem Wortlaut; `geschrieben` ist, was dort steht."""

    geschrieben: str
    namen: tuple[str, ...]
    ist_bekannt: bool
    ohne_trennzeichen: bool = False

    @property
    def ist_vereinheitlicht(self) -> bool:
        return self.ist_bekannt and self.namen != (" ".join(self.geschrieben.split()),)


class Stellenverzeichnis:
    """Bekannte Namen und Schreibweisen. Eine Schreibweise kann mehrere Stellen meinen („Sozial und Gesundheitsamt“)."""

    def __init__(self, schreibweisen: Mapping[str, Iterable[str]]):
        self._namen = {suchform(s): tuple(namen) for s, namen in schreibweisen.items()}
        # Das Längste zuerst: „Träger der geförderten Begegnung und Seniorenberatung“ vor „Träger der … Begegnung“.
        muster = "|".join(
            r"\s+".join(map(re.escape, s.split())) for s in sorted(schreibweisen, key=len, reverse=True) if s.strip()
        )
        self._muster = re.compile(rf"(?<![\w-])(?:{muster})(?![\w*-])", re.IGNORECASE) if muster else None

    def finden(self, wortlaut: str) -> list[Fund]:
        """Alle Stellen in der Reihenfolge des Wortlauts; jede genannte Stelle einmal je Nennung."""
        wortlaut = unicodedata.normalize("NFC", wortlaut)
        funde, bis, nach_stelle = [], 0, False
        for treffer in self._muster.finditer(wortlaut) if self._muster else ():
            if not (namen := self._namen.get(suchform(treffer[0]))):
                continue  # Groß- und Kleinschreibung, die Suchform und Muster verschieden sehen
            luecke = wortlaut[bis : treffer.start()]
            funde += _unbekannte(luecke)
            funde.append(Fund(treffer[0], namen, True, ohne_trennzeichen=nach_stelle and not luecke.strip()))
            bis, nach_stelle = treffer.end(), True
        return funde + _unbekannte(wortlaut[bis:])


def _unbekannte(luecke: str) -> list[Fund]:
    namen = []
    for teil in re.split(r"[,;]", luecke):
        rest = teil.strip()
        while (kuerzer := _BINDEWORT.sub("", rest).strip()) != rest:
            rest = kuerzer
        if any(zeichen.isalnum() for zeichen in rest):
            namen.append(rest)
    return [Fund(name, (" ".join(name.split())[:NAMENSLAENGE],), False) for name in namen]
