"""Der Text einer Einladung oder Erinnerung, allein aus den Daten der Runde."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HOECHSTENS_GENANNT = 15


@dataclass(frozen=True)
class Anlass:
    """Die Runde, wie die E-Mail sie nennt; `adresse` ist die Seite, auf der geantwortet wird."""

    bezeichnung: str
    stichtag: date
    frist: date
    adresse: str
    absender: str


def betreff(anlass: Anlass, anzahl: int) -> str:
    return f"{anlass.bezeichnung}: {_rueckmeldungen(anzahl)} bis {anlass.frist:%d.%m.%Y}"


def _rueckmeldungen(anzahl: int) -> str:
    return "eine Rückmeldung" if anzahl == 1 else f"{anzahl} Rückmeldungen"


def text(  # noqa: PLR0913 – je Angabe der E-Mail ein Name
    anlass: Anlass,
    *,
    anrede: str,
    offene: Sequence[tuple[str, str]],
    vertritt: Sequence[str],
    am: date,
    ist_einladung: bool,
) -> str:
    """`offene`: Nr. und Beschreibung; `vertritt`: Namen der Abwesenden, für die mitgeantwortet wird;
    `ist_einladung`: von dieser Runde hat die Person noch keine E-Mail bekommen."""
    ist_vorbei = am > anlass.frist
    frist = f"{'fällig seit dem' if ist_vorbei else 'bis zum'} {anlass.frist:%d.%m.%Y}"
    offen = "" if ist_einladung else " offen"
    komma = "" if ist_einladung and not ist_vorbei else ","
    bitte = "bitten wir Sie um" if ist_einladung else "ist noch" if len(offene) == 1 else "sind noch"
    zeilen = [
        f"Guten Tag {anrede},",
        "",
        f"zur Sachstandsrunde „{anlass.bezeichnung}“ (Stichtag {anlass.stichtag:%d.%m.%Y}) {bitte} "
        f"{_rueckmeldungen(len(offene))}{offen}{komma} {frist}:",
        "",
        *(f"- {nr} {_gekuerzt(beschreibung)}" for nr, beschreibung in offene[:HOECHSTENS_GENANNT]),
    ]
    if len(offene) > HOECHSTENS_GENANNT:
        zeilen.append(f"- und {len(offene) - HOECHSTENS_GENANNT} weitere")
    if vertritt:
        zeilen += ["", f"Darunter sind Maßnahmen, bei denen Sie {', '.join(vertritt)} vertreten."]
    zeilen += [
        "",
        "Hier antworten Sie; hat sich nichts geändert, genügt je Maßnahme ein Klick auf „Unverändert bestätigen“:",
        anlass.adresse,
        "",
        "Mit freundlichen Grüßen",
        anlass.absender,
    ]
    return "\n".join(zeilen)


def _gekuerzt(beschreibung: str, laenge: int = 90) -> str:
    einzeilig = " ".join(beschreibung.split())
    return einzeilig if len(einzeilig) <= laenge else f"{einzeilig[: laenge - 1].rstrip()}…"
