"""Die Unterlagen für die Datenschutzbeauftragte: Markdown aus Vorlagen, Modellen, Fristen und Einstellungen."""

from pathlib import Path

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from dresden_senioren.rollen import ROLLEN
from dresden_senioren.settings import BASE_DIR

from . import katalog, tom
from .aufbewahrung import FRISTEN
from .zugriffsbuch import SEITEN

ORDNER = BASE_DIR / "betrieb" / "datenschutz"
VORLAGEN = ("README.md", "datenkatalog.md", "loeschkonzept.md", "vvt.md", "dsfa.md", "tom.md", "fragen.md")


def alle() -> dict[str, str]:
    """Dateiname → Inhalt."""
    kontext = _kontext()
    return {name: _setzen(f"datenschutz/unterlagen/{name}", kontext) for name in VORLAGEN}


def schreiben(ordner: Path = ORDNER) -> list[str]:
    """Die Dateien, die sich geändert haben."""
    ordner.mkdir(parents=True, exist_ok=True)
    neue = veraltete(ordner)
    for name in neue:
        (ordner / name).write_text(alle()[name], encoding="utf-8")
    return neue


def veraltete(ordner: Path = ORDNER) -> list[str]:
    return [name for name, text in alle().items() if _gelesen(ordner / name) != text]


def _gelesen(pfad: Path) -> str:
    return pfad.read_text(encoding="utf-8") if pfad.is_file() else ""


def _setzen(vorlage: str, kontext: dict) -> str:
    # Markdown, kein HTML: Umlaute und Anführungszeichen bleiben, wie sie sind.
    return get_template(vorlage).template.render(Context(kontext, autoescape=False)).strip() + "\n"


def _kontext() -> dict:
    blaetter = katalog.blaetter()
    return {
        "blaetter": blaetter,
        "fremde": katalog.fremde(),
        "personenbezogene": [blatt for blatt in blaetter if blatt.ist_personenbezogen],
        "fristen": FRISTEN.values(),
        "frist": FRISTEN,
        "bleibendes": [blatt for blatt in blaetter if not blatt.fristen],
        "ziele": tom.ZIELE.items(),
        "rollen": ROLLEN.values(),
        "seiten": SEITEN.values(),
        "basis": settings.GEHEIMHALTUNG_BASIS,
    }
