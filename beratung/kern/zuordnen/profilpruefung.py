"""Regeln eines Zuordnungsprofils: ob sie gehen, was sie sagen, worin sich zwei Fassungen unterscheiden."""

from beratung.kern.verzeichnis import vergleichsform
from beratung.kern.zaehlung import Art

from .spalten import SPALTEN
from .werte import WIE_GEWAEHLT

# Spalte → Schlüssel → wie er heißt; was fehlt, steht da wie geschrieben.
Namen = dict[str, dict[str, str]]
_TEILE = {"spalten": dict, "werte": dict, "blaetter": dict, "ignorieren": list, "fest": dict}
_UEBERSCHRIFTEN = {vergleichsform(s.ueberschrift): s.ueberschrift for spalten in SPALTEN.values() for s in spalten}
_BLATTNAMEN = {vergleichsform(art.bezeichnung) for art in Art}


class Profilfehler(ValueError):
    """Das Profil geht so nicht; `maengel` hat einen Satz je Stelle."""

    def __init__(self, maengel: list[str]):
        self.maengel = maengel
        super().__init__(" ".join(maengel))


def regeln_pruefen(regeln: dict) -> None:
    """Profilfehler mit allen Mängeln und ihrem Ort („spalten → Wohngebiet“)."""
    maengel = [
        f"„{teil}“ gibt es in den Regeln nicht. Möglich: {', '.join(_TEILE)}." for teil in regeln.keys() - _TEILE
    ]
    for teil, form in _TEILE.items():
        if not isinstance(regeln.get(teil, form()), form):
            maengel.append(f"{teil}: erwartet wird {'eine Gruppe { … }' if form is dict else 'eine Liste [ … ]'}.")
    if not maengel:
        maengel = [*_spalten(regeln), *_werte(regeln), *_blaetter(regeln)]
    if maengel:
        raise Profilfehler(maengel)


def _spalten(regeln: dict):
    for fremd, ziel in regeln.get("spalten", {}).items():
        yield from _ziel(f"spalten → {fremd}", ziel)
    for nr, ueberschrift in enumerate(regeln.get("ignorieren", []), 1):
        yield from _text(f"ignorieren → Eintrag {nr}", ueberschrift)
    for spalte, text in regeln.get("fest", {}).items():
        yield from _ziel(f"fest → {spalte}", spalte)
        yield from _text(f"fest → {spalte}", text)


def _werte(regeln: dict):
    for spalte, paare in regeln.get("werte", {}).items():
        yield from _ziel(f"werte → {spalte}", spalte)
        if not isinstance(paare, dict):
            yield f"werte → {spalte}: erwartet wird eine Gruppe {{ … }}."
            continue
        for fremd, text in paare.items():
            yield from _text(f"werte → {spalte} → {fremd}", text)


def _blaetter(regeln: dict):
    for blatt, art in regeln.get("blaetter", {}).items():
        if not isinstance(art, str) or vergleichsform(art) not in _BLATTNAMEN:
            yield f"blaetter → {blatt}: „{art}“ ist keine Art. Möglich: Fälle, Leistungen, Summen."


def _ziel(ort: str, ziel) -> list[str]:
    if isinstance(ziel, str) and vergleichsform(ziel) in _UEBERSCHRIFTEN:
        return []
    return [f"{ort}: „{ziel}“ ist keine Spalte des Lieferformats."]


def _text(ort: str, wert) -> list[str]:
    return [] if isinstance(wert, str) and wert.strip() else [f"{ort}: Hier fehlt ein Text."]


def in_worten(regeln: dict, namen: Namen) -> list[str]:
    """Was das Profil tut, ein Satz je Regel, in fester Reihenfolge."""

    def name(spalte: str, text: str) -> str:
        return namen.get(spalte, {}).get(text, text)

    saetze = [f"Spalte „{fremd}“ gilt als „{ziel}“" for fremd, ziel in sorted(regeln.get("spalten", {}).items())]
    saetze += [f"Spalte „{fremd}“ wird nicht übernommen" for fremd in sorted(regeln.get("ignorieren", []))]
    for spalte, text in sorted(regeln.get("fest", {}).items()):
        ist_gewaehlt = text == WIE_GEWAEHLT
        saetze.append(
            "Es gilt der beim Hochladen gewählte Monat" if ist_gewaehlt
            else f"„{spalte}“ ist in allen Zeilen „{name(spalte, text)}“"
        )  # fmt: skip
    for blatt, art in sorted(regeln.get("blaetter", {}).items()):
        saetze.append(f"Blatt „{blatt}“ enthält „{art}“" if blatt else f"Eine einzelne Tabelle enthält „{art}“")
    for spalte, paare in sorted(regeln.get("werte", {}).items()):
        saetze += [f"In „{spalte}“ bedeutet „{fremd}“: „{name(spalte, z)}“" for fremd, z in sorted(paare.items())]
    return saetze


def unterschied(alt: dict, neu: dict, namen: Namen) -> list[str]:
    """Was `neu` anders macht als `alt`, in Worten."""
    vorher, nachher = in_worten(alt, namen), in_worten(neu, namen)
    neues = [f"Neu: {satz}." for satz in nachher if satz not in vorher]
    return neues + [f"Entfallen: {satz}." for satz in vorher if satz not in nachher]
