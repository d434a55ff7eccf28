"""README und betrieb/ sagen die Wahrheit: jedes Modell im Glossar, jeder genannte Befehl und jede Variable gibt es."""

import re

from django.apps import apps
from django.core.management import get_commands
from simple_history.models import HistoricalChanges

from dresden_senioren.settings import BASE_DIR

README = (BASE_DIR / "README.md").read_text(encoding="utf-8")
EINSTELLUNGEN, BEFEHLE = (
    (BASE_DIR / "betrieb" / f"{name}.md").read_text(encoding="utf-8") for name in ("einstellungen", "befehle")
)
EIGENE_APPS = ("dresden_senioren", "massnahmen", "beratung", "berichte")


def _fehlende_modelle(text: str) -> set[str]:
    woerter = set(re.findall(r"^\| (\w+) \|", text, re.MULTILINE))
    # Die Fassungen der Feldgeschichte heißen wie ihr Modell.
    modelle = {
        m.__name__
        for app in EIGENE_APPS
        for m in apps.get_app_config(app).get_models()
        if not issubclass(m, HistoricalChanges)
    }
    return {name for name in modelle if "_" not in name} - woerter


def test_jedes_modell_steht_im_glossar():
    assert _fehlende_modelle(README) == set()
    assert _fehlende_modelle(README.replace("| Stelle |", "| Dings |")) == {"Stelle"}  # Gegenprobe


def test_jeder_genannte_befehl_existiert():
    genannt = set(re.findall(r"manage\.py (\w+)", README + BEFEHLE))
    assert genannt
    assert genannt - set(get_commands()) == set()


def test_jede_eigene_variable_ist_beschrieben():
    quellen = "".join(
        (BASE_DIR / pfad).read_text(encoding="utf-8") for pfad in ("dresden_senioren/settings.py", "start.sh")
    )
    gelesen = set(re.findall(r'umgebung\.\w+\(\s*"([A-Z_]+)"', quellen)) | {"DATABASE_URL", "PORT", "DEMO_KENNWORT"}
    assert gelesen - set(re.findall(r"`([A-Z_]+)`", EINSTELLUNGEN)) == set()


def test_jeder_ordner_des_hauses_steht_in_der_karte():
    ordner = {p.name for p in BASE_DIR.iterdir() if p.is_dir() and not p.name.startswith((".", "__"))}
    assert {name for name in ordner if f"{name}/" not in README} == set()


def test_jeder_raum_der_apps_steht_in_der_karte():
    karte = README.split("## Das Haus")[1].split("### Neun Dateien")[0]
    raeume = {p.parent.name for app in EIGENE_APPS for p in (BASE_DIR / app).glob("*/__init__.py")}
    ueblich = {"management", "migrations", "templatetags"}
    assert {name for name in raeume - ueblich if f"{name}/" not in karte} == set()


def test_jeder_genannte_pfad_ist_da():
    """Pfade in der Beschreibung des Hauses und der Entscheidungen; was mit einem Ordner des Hauses beginnt."""
    genannt = set(
        re.findall(rf"`((?:{'|'.join(EIGENE_APPS)}|tests|betrieb|fixtures|templates|static)/[\w/.-]+)`", README)
    )
    assert len(genannt) > 20
    assert {pfad for pfad in genannt if not (BASE_DIR / pfad).exists()} == set()
