"""Der Text einer Erinnerung, allein aus den Daten der Runde."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HOECHSTENS_GENANNT = 15


@dataclass(frozen=True)
class Anlass:
    """Die Runde, wie die Erinnerung sie nennt; `adresse` ist die Seite, auf der geantwortet wird."""

    bezeichnung: str
    stichtag: date
    frist: date
    adresse: str
    absender: str


def betreff(anlass: Anlass, anzahl: int) -> str:
    rueckmeldungen = "eine Rückmeldung" if anzahl == 1 else f"{anzahl} Rückmeldungen"
    return f"{anlass.bezeichnung}: {rueckmeldungen} bis {anlass.frist:%d.%m.%Y}"


def text(anlass: Anlass, *, anrede: str, offene: Sequence[tuple[str, str]], vertritt: Sequence[str], am: date) -> str:
    """`offene`: Nr. und Beschreibung; `vertritt`: Namen der Abwesenden, für die mitgeantwortet wird."""
    frist = f"bis {anlass.frist:%d.%m.%Y}" if am <= anlass.frist else f"seit dem {anlass.frist:%d.%m.%Y}"
    ist = "ist noch eine Rückmeldung" if len(offene) == 1 else f"sind noch {len(offene)} Rückmeldungen"
    zeilen = [
        f"Guten Tag {anrede},",
        "",
        f"zur Sachstandsrunde „{anlass.bezeichnung}“ (Stichtag {anlass.stichtag:%d.%m.%Y}) {ist} offen, "
        f"{'erbeten' if am <= anlass.frist else 'fällig'} {frist}:",
        "",
        *(f"- {nr} {_gekuerzt(beschreibung)}" for nr, beschreibung in offene[:HOECHSTENS_GENANNT]),
    ]
    if len(offene) > HOECHSTENS_GENANNT:
        zeilen.append(f"- und {len(offene) - HOECHSTENS_GENANNT} weitere")
    if vertritt:
        zeilen += ["", f"Darunter sind Maßnahmen, bei denen Sie {', '.join(vertritt)} vertreten."]
    zeilen += [
        "",
        "Hat sich nichts geändert, genügt je Maßnahme ein Klick auf „Unverändert bestätigen“:",
        anlass.adresse,
        "",
        "Mit freundlichen Grüßen",
        anlass.absender,
    ]
    return "\n".join(zeilen)


def _gekuerzt(beschreibung: str, laenge: int = 90) -> str:
    einzeilig = " ".join(beschreibung.split())
    return einzeilig if len(einzeilig) <= laenge else f"{einzeilig[: laenge - 1].rstrip()}…"
