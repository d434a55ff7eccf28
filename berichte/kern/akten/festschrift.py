"""Ein Bericht als JSON und zurück, mit Prüfsumme: So bleibt er lesbar, auch wenn sich alle Daten ändern.

Was festgeschrieben werden kann, folgt aus den Feldern von `Bericht`: Jeder Typ, der dort vorkommt, trägt seinen Namen.
Ein Feld mit einem Typ, den hier niemand kennt, lässt schon das Laden dieses Moduls scheitern."""

import hashlib
import json
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .bericht import Bericht

FORMAT = 1  # erhöht, wer die Bedeutung gespeicherter Felder ändert
TYP, WERT = "@", "="  # so heißt kein Feld
ZUORDNUNG = "Zuordnung"
EINFACH = (str, int, bool, types.NoneType)
# Typ mit eigenem Namen: (schreiben, lesen).
BESONDERE = {Decimal: (str, Decimal), date: (date.isoformat, date.fromisoformat)}


class FestschriftUnlesbar(Exception):
    """Ein festgeschriebener Inhalt lässt sich nicht lesen; der Text ist ein Satz für die Person."""


# --- Was vorkommt ----------------------------------------------------------------------------------------------------


def typen_in(wurzel: type) -> dict[str, type]:
    """Name → jeder Datensatz und jede Aufzählung, die in `wurzel` vorkommen kann. TypeError bei einem Feld, dessen Typ
    sich nicht festschreiben lässt, und bei zwei Typen gleichen Namens."""
    gefunden: dict[str, type] = {}
    offen = [(wurzel, wurzel.__name__)]
    while offen:
        typ, ort = offen.pop()
        if typ in (*EINFACH, *BESONDERE, Ellipsis, *gefunden.values()):
            continue
        if teile := _teile(typ):
            offen += [(teil, ort) for teil in teile]
            continue
        if not (is_dataclass(typ) or (isinstance(typ, type) and issubclass(typ, StrEnum))):
            raise TypeError(f"{ort}: {typ} lässt sich nicht festschreiben.")
        if gefunden.setdefault(typ.__name__, typ) is not typ:
            raise TypeError(f"{ort}: Zwei Typen heißen {typ.__name__}.")
        if is_dataclass(typ):
            offen += [(angabe, f"{typ.__name__}.{feld}") for feld, angabe in _felder(typ).items()]
    return gefunden


def _teile(typ) -> tuple:
    """Die Bestandteile von Tupel, Zuordnung und „oder“; leer bei allem anderen."""
    if typing.get_origin(typ) in (tuple, Mapping, types.UnionType, typing.Union):
        return typing.get_args(typ)
    return ()


def _felder(typ: type) -> dict[str, object]:
    angaben = typing.get_type_hints(typ)
    return {feld.name: angaben[feld.name] for feld in fields(typ)}


TYPEN = typen_in(Bericht)


# --- Schreiben -------------------------------------------------------------------------------------------------------


def als_json(bericht: Bericht) -> dict:
    """Alles, was der Bericht enthält, als JSON. TypeError, wenn ein Wert darin ist, der nicht vorgesehen ist."""
    return {"format": FORMAT, "bericht": _schreiben(bericht)}


def _schreiben(wert):
    if isinstance(wert, StrEnum):
        return {TYP: _name(wert), WERT: wert.value}
    if isinstance(wert, EINFACH):
        return wert
    if is_dataclass(wert):
        return {TYP: _name(wert)} | {feld.name: _schreiben(getattr(wert, feld.name)) for feld in fields(wert)}
    if isinstance(wert, Mapping):
        paare = [[_schreiben(schluessel), _schreiben(inhalt)] for schluessel, inhalt in wert.items()]
        return {TYP: ZUORDNUNG, WERT: sorted(paare, key=kanonisch)}
    if isinstance(wert, Sequence):
        return [_schreiben(teil) for teil in wert]
    if type(wert) in BESONDERE:
        return {TYP: type(wert).__name__, WERT: BESONDERE[type(wert)][0](wert)}
    raise TypeError(f"{wert!r} ({type(wert).__name__}) lässt sich nicht festschreiben.")


def _name(wert) -> str:
    if TYPEN.get(name := type(wert).__name__) is not type(wert):
        raise TypeError(f"{name} kommt in einem Bericht nicht vor und lässt sich nicht festschreiben.")
    return name


# --- Lesen -----------------------------------------------------------------------------------------------------------


def aus_json(festschrift: dict) -> Bericht:
    """FestschriftUnlesbar bei fremder Version, unbekannten oder fehlenden Angaben."""
    if not isinstance(festschrift, dict) or festschrift.get("format") != FORMAT:
        version = festschrift.get("format") if isinstance(festschrift, dict) else None
        raise FestschriftUnlesbar(
            f"Dieser Bericht ist in Version {version} festgeschrieben; diese Anwendung liest Version {FORMAT}. "
            "Er lässt sich nur mit der passenden Fassung der Anwendung öffnen."
        )
    try:
        bericht = _lesen(festschrift["bericht"])
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as fehler:
        raise FestschriftUnlesbar(
            f"Der festgeschriebene Bericht ist unvollständig oder verändert ({fehler})."
        ) from None
    if not isinstance(bericht, Bericht):
        raise FestschriftUnlesbar("Was festgeschrieben ist, ist kein Bericht.")
    return bericht


def _lesen(wert):
    if isinstance(wert, list):
        return tuple(map(_lesen, wert))
    if not isinstance(wert, dict):
        return wert
    name = wert[TYP]
    if name == ZUORDNUNG:
        return {_lesen(schluessel): _lesen(inhalt) for schluessel, inhalt in wert[WERT]}
    for typ, (_, lesen) in BESONDERE.items():
        if name == typ.__name__:
            return lesen(wert[WERT])
    if name not in TYPEN:
        raise FestschriftUnlesbar(f"Der festgeschriebene Bericht enthält „{name}“; das kennt diese Anwendung nicht.")
    typ = TYPEN[name]
    return typ(wert[WERT]) if issubclass(typ, StrEnum) else _datensatz(typ, wert)


def _datensatz(typ: type, wert: dict):
    """Ein Feld, das es beim Festschreiben noch nicht gab, hat seine Vorgabe; eines, das es nicht mehr gibt, ist ein
    Fehler: Sonst fehlte still etwas im Bericht."""
    angaben = {name: _lesen(inhalt) for name, inhalt in wert.items() if name != TYP}
    bekannt = {feld.name for feld in fields(typ)}
    noetig = {f.name for f in fields(typ) if f.default is MISSING and f.default_factory is MISSING}
    if fremd := sorted((angaben.keys() - bekannt) | (noetig - angaben.keys())):
        raise FestschriftUnlesbar(
            f"Was festgeschrieben ist und was diese Anwendung kennt, passt nicht ({typ.__name__}: {', '.join(fremd)})."
        )
    return typ(**angaben)


# --- Prüfsumme -------------------------------------------------------------------------------------------------------


def inhaltssumme(bericht: Bericht) -> str:
    """Gleich, solange sich nichts am Inhalt ändert; auf jedem Rechner dieselbe."""
    return summe(als_json(bericht))


def summe(festschrift: dict) -> str:
    """SHA-256 einer Festschrift, unabhängig von der Reihenfolge ihrer Schlüssel."""
    return hashlib.sha256(kanonisch(festschrift).encode()).hexdigest()


def kanonisch(wert) -> str:
    return json.dumps(wert, sort_keys=True, separators=(",", ":"), allow_nan=False)
