"""Was eine Änderung an einem Zugang öffnet und schließt, in Sätzen, bevor sie gilt."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import ROLLEN, Recht

from .angaben import Angaben, in_worten
from .zugehoerigkeiten import Zugehoerigkeit, zugehoerigkeiten


@dataclass(frozen=True)
class Folgen:
    """Leer, wo sich an den Rechten nichts ändert."""

    rolle: str  # „Sachbearbeitung → Leitung“
    oeffnet: tuple[str, ...]
    schliesst: tuple[str, ...]
    hinweise: tuple[str, ...]

    def __bool__(self):
        return bool(self.rolle or self.oeffnet or self.schliesst)


def folgen(person: Benutzer, alt: Angaben, neu: Angaben) -> Folgen:
    vorher, nachher = _rechte(alt["rolle"]), _rechte(neu["rolle"])
    oeffnet = [recht.worte for recht in Recht if recht in nachher - vorher]
    schliesst = [recht.worte for recht in Recht if recht in vorher - nachher]
    hinweise = []
    for art in zugehoerigkeiten().values():
        dazu, weg = _verschieden(alt[art.schluessel], neu[art.schluessel])
        oeffnet += [art.worte.format(aufzaehlung(dazu))] if dazu else []
        schliesst += [art.worte.format(aufzaehlung(weg))] if weg else []
        hinweise += _verwaiste(art, person, [ziel for ziel in alt[art.schluessel] if str(ziel) in weg])
    rolle = (
        " → ".join(in_worten("rolle", stand["rolle"]) for stand in (alt, neu)) if alt["rolle"] != neu["rolle"] else ""
    )
    return Folgen(rolle, tuple(oeffnet), tuple(schliesst), tuple(hinweise))


def folgen_des_abschaltens(person: Benutzer, stand: Angaben) -> list[str]:
    """Wozu danach niemand mit Zugang mehr gehört."""
    return [satz for art in zugehoerigkeiten().values() for satz in _verwaiste(art, person, stand[art.schluessel])]


def folgen_der_zugehoerigen(art: Zugehoerigkeit, ziel: Model, personen: Iterable[Benutzer]) -> list[str]:
    """Was gilt, wenn nur noch diese Personen zu `ziel` gehören; leer, wo es besetzt bleibt oder schon unbesetzt war."""
    if art.sind_besetzung(personen) or not art.sind_besetzung(art.personen(ziel)):
        return []
    return _unbesetzt(art, [str(ziel)])


def _rechte(rolle: str) -> frozenset[Recht]:
    return ROLLEN[rolle].rechte if rolle in ROLLEN else frozenset()


def _verschieden(alt: list[Model], neu: list[Model]) -> tuple[list[str], list[str]]:
    """Namen, die dazukommen, und Namen, die wegfallen."""
    vorher, nachher = {str(ziel) for ziel in alt}, {str(ziel) for ziel in neu}
    return sorted(nachher - vorher), sorted(vorher - nachher)


def _verwaiste(art: Zugehoerigkeit, person: Benutzer, ziele: list[Model]) -> list[str]:
    besetzt = art.besetzte_ohne(person)
    return _unbesetzt(art, [str(ziel) for ziel in ziele if ziel.pk not in besetzt])


def _unbesetzt(art: Zugehoerigkeit, ziele: list[str]) -> list[str]:
    if not ziele:
        return []
    return [f"Danach gehört niemand mit Zugang mehr zu: {aufzaehlung(ziele)} ({art.bezeichnung}). {art.sonst}"]
