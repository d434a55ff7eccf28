"""Was an einem Zugang zu ändern ist, als Wörterbuch: Feld oder Zugehörigkeit → Wert; vergleichen, in Worte fassen."""

from django.core import signing
from django.db.models import Model

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import ROLLEN

from .zugehoerigkeiten import zugehoerigkeiten

KONTAKT = {"first_name": "Vorname", "last_name": "Nachname", "email": "E-Mail-Adresse"}
Angaben = dict[str, str | list[Model]]
_SALZ = "dresden_senioren.personen.grundlage"


def angaben(person: Benutzer) -> Angaben:
    felder = {feld: getattr(person, feld) for feld in (*KONTAKT, "rolle")}
    return felder | {z.schluessel: sorted(z.der(person), key=str) for z in zugehoerigkeiten().values()}


def bezeichnungen() -> dict[str, str]:
    """Alle Schlüssel mit dem Wort dafür, in der Folge der Seite."""
    return KONTAKT | {"rolle": "Rolle"} | {z.schluessel: z.bezeichnung for z in zugehoerigkeiten().values()}


def in_worten(feld: str, wert: str | list[Model]) -> str:
    if feld == "rolle":
        return ROLLEN[wert].bezeichnung if wert in ROLLEN else "keine Rolle"
    return wert if isinstance(wert, str) else aufzaehlung(sorted(map(str, wert)))


def unterschiede(alt: Angaben, neu: Angaben) -> dict[str, tuple[str, str]]:
    """Wort des Feldes → (bisher, neu), nur was verschieden ist."""
    return {
        wort: (in_worten(feld, alt[feld]), in_worten(feld, neu[feld]))
        for feld, wort in bezeichnungen().items()
        if gleichbar(alt[feld]) != gleichbar(neu[feld])
    }


def gleichbar(wert: str | list[Model]) -> str | list[int]:
    return wert if isinstance(wert, str) else sorted(ziel.pk for ziel in wert)


def marke(stand: Angaben) -> str:
    """Der Stand beim Öffnen der Seite, gegen Änderung gesichert; daran fällt ein Zusammenstoß auf."""
    return signing.dumps({feld: gleichbar(wert) for feld, wert in stand.items()}, salt=_SALZ, compress=True)


def aus_marke(text: str) -> dict[str, str | list[int]]:
    """Leer, wo die Marke nicht von hier ist; dann gilt jede Angabe als angefasst."""
    try:
        return signing.loads(text, salt=_SALZ)
    except signing.BadSignature:
        return {}


def steht_noch(grundlage: dict, stand: Angaben) -> bool:
    return grundlage == {feld: gleichbar(wert) for feld, wert in stand.items()}
