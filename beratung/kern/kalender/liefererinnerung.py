"""Der Text, der einen Träger an fehlende Monate erinnert; allein aus dem Lieferkalender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import in_worten

from .lieferlage import Monatslage

NACHFRIST = timedelta(days=10)


@dataclass(frozen=True)
class Brief:
    betreff: str
    text: str


def brief(fehlend: Mapping[str, Sequence[Monatslage]], *, absender: str, heute: date) -> Brief:
    """`fehlend`: Name der Beratungsstelle → ihre fehlenden Monate, alle schon fällig."""
    anzahl = sum(len(lagen) for lagen in fehlend.values())
    stellen = "einer Beratungsstelle" if len(fehlend) == 1 else f"{len(fehlend)} Beratungsstellen"
    steht = "die Zahlen eines Monats stehen" if anzahl == 1 else f"Zahlen von {stellen} stehen"
    zeilen = [
        "Guten Tag,",
        "",
        "für die Statistik der Seniorenberatung fehlen uns noch Zahlen:",
        "",
        *(f"- {aufzaehlung(namen)}: {_monate(lagen)}" for namen, lagen in _gleiche(fehlend)),
        "",
        f"Bitte liefern Sie sie bis zum {heute + NACHFRIST:%d.%m.%Y} nach, je Monat eine Datei wie gewohnt. "
        "Namen, Geburtsdaten und Adressen dürfen nicht darin stehen.",
        "",
        "Gab es in einem Monat weder neue Fälle noch Leistungen, antworten Sie bitte mit „Nullmeldung“, "
        "Beratungsstelle und Monat. Haben Sie schon geliefert, betrachten Sie diese Nachricht als erledigt.",
        "",
        "Mit freundlichen Grüßen",
        absender,
        "Landeshauptstadt Dresden, Sozialamt",
    ]
    return Brief(f"Seniorenberatung: {steht} aus", "\n".join(zeilen))


def _gleiche(fehlend: Mapping[str, Sequence[Monatslage]]) -> list[tuple[list[str], Sequence[Monatslage]]]:
    """Beratungsstellen, denen dieselben Monate fehlen, zusammen."""
    gruppen: dict[tuple, list[str]] = {}
    for name, lagen in fehlend.items():
        gruppen.setdefault(tuple(lagen), []).append(name)
    return [(namen, lagen) for lagen, namen in gruppen.items()]


def _monate(lagen: Sequence[Monatslage]) -> str:
    """„Oktober bis Dezember 2024 (fällig vom 10.11.2024 bis 10.01.2025)“."""
    erste, letzte = min(lage.faellig_am for lage in lagen), max(lage.faellig_am for lage in lagen)
    faellig = f"fällig am {erste:%d.%m.%Y}" if erste == letzte else f"fällig vom {erste:%d.%m.%Y} bis {letzte:%d.%m.%Y}"
    return f"{in_worten([lage.monat for lage in lagen])} ({faellig})"
