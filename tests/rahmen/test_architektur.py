"""Das Haus hält seine Verträge; jede Prüfung bemerkt einen eingebauten Fehler."""

import ast
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from dresden_senioren.settings import BASE_DIR

APPS = ("dresden_senioren", "massnahmen", "beratung", "berichte")
# Jede Bibliothek, die zeichnet, setzt oder fremde Dateien liest, hat genau eine Tür.
TUEREN = {"typst", "docx", "pptx", "python_calamine", "plotly", "fontTools", "highspy"}
GRENZEN = {".py": 300, ".html": 80}
FUNKTION_HOECHSTENS = 40
RAUM_MINDESTENS, RAUM_HOECHSTENS = 3, 15
# Was Django oder die Schicht so nennt; ein Kern, die Modelle und die Ausgabe haben so viele Module, wie es Dinge gibt.
GEWACHSEN = {"kern", "models", "views", "ausgabe", "management", "templatetags", "migrations", "__pycache__"}


def _quellen(endung: str) -> list[Path]:
    ordner = [BASE_DIR / name for name in (*APPS, "templates", "tests")]
    return [p for o in ordner for p in sorted(o.rglob(f"*{endung}")) if "migrations" not in p.parts]


def _importe(pfad: Path) -> set[str]:
    namen = set()
    for knoten in ast.walk(ast.parse(pfad.read_text(encoding="utf-8"))):
        if isinstance(knoten, ast.Import):
            namen |= {alias.name.split(".")[0] for alias in knoten.names}
        elif isinstance(knoten, ast.ImportFrom) and not knoten.level and knoten.module:
            namen.add(knoten.module.split(".")[0])
    return namen


def test_jede_schwere_bibliothek_hat_genau_eine_tuer():
    belegt = {}
    for pfad in _quellen(".py"):
        if "tests" not in pfad.parts:
            for name in _importe(pfad) & TUEREN:
                ort = pfad.parent if pfad.parent.name == name else pfad  # eine Tür ist ein Modul oder ein Paket
                belegt.setdefault(name, set()).add(ort.relative_to(BASE_DIR).as_posix())
    assert {name: orte for name, orte in belegt.items() if len(orte) > 1} == {}


def _zu_lang(quelltext: str) -> dict[str, int]:
    """Funktionen über der Grenze: Name → Zeilen."""
    funktionen = (k for k in ast.walk(ast.parse(quelltext)) if isinstance(k, ast.FunctionDef | ast.AsyncFunctionDef))
    return {f.name: z for f in funktionen if (z := f.end_lineno - f.lineno + 1) > FUNKTION_HOECHSTENS}


def test_keine_funktion_ist_zu_lang():
    zu_lang = {
        pfad.relative_to(BASE_DIR).as_posix(): namen
        for pfad in _quellen(".py")
        if "tests" not in pfad.parts and (namen := _zu_lang(pfad.read_text(encoding="utf-8")))
    }
    assert zu_lang == {}
    assert _zu_lang("def lang():\n" + "    pass\n" * FUNKTION_HOECHSTENS) == {"lang": FUNKTION_HOECHSTENS + 1}


def test_groesse_der_raeume():
    zu_gross = {
        pfad.relative_to(BASE_DIR).as_posix(): zeilen
        for endung, grenze in GRENZEN.items()
        for pfad in _quellen(endung)
        if (zeilen := len(pfad.read_text(encoding="utf-8").splitlines())) > grenze
    }
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        for pfad, zeilen in zu_gross.items():
            warnings.warn(f"{pfad} hat {zeilen} Zeilen", stacklevel=1)


def _raum_ohne_ordnung(ordner: Path) -> str:
    """Was an einem Raum nicht stimmt: Er sagt nicht, wofür er da ist, oder er ist zu leer oder zu voll."""
    if not ast.get_docstring(ast.parse((ordner / "__init__.py").read_text(encoding="utf-8"))):
        return "sagt nicht, was darin geschieht"
    module = len(list(ordner.glob("*.py"))) - 1
    return "" if RAUM_MINDESTENS <= module <= RAUM_HOECHSTENS else f"hat {module} Module"


def test_jeder_raum_ist_uebersichtlich(tmp_path):
    gepruefte = [
        o for app in APPS for o in sorted((BASE_DIR / app).iterdir()) if o.is_dir() and o.name not in GEWACHSEN
    ]
    raeume = [o for o in gepruefte if (o / "__init__.py").exists()]
    assert len(raeume) > 20
    assert {str(o): grund for o in raeume if (grund := _raum_ohne_ordnung(o))} == {}
    (tmp_path / "__init__.py").write_text('"""Ein Satz."""\n')
    assert _raum_ohne_ordnung(tmp_path) == "hat 0 Module"
    (tmp_path / "__init__.py").write_text("from . import alles\n")
    assert _raum_ohne_ordnung(tmp_path) == "sagt nicht, was darin geschieht"


def _vertraege(ordner: Path) -> subprocess.CompletedProcess:
    befehl = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(befehl, cwd=ordner, capture_output=True, text=True, check=False)


@pytest.mark.langsam
@pytest.mark.parametrize(
    ("datei", "zeile"),
    [
        (None, None),
        ("massnahmen/kern/terminlage.py", "from django.db import models"),
        ("beratung/kalender/bestand.py", "import massnahmen.models"),
        ("massnahmen/sachstand/melden.py", "import berichte"),
        ("dresden_senioren/views.py", "import massnahmen"),
        ("dresden_senioren/datenbank/sqlite.py", "import dresden_senioren.personen.dienste"),
        ("massnahmen/sachstand/melden.py", "import massnahmen.runden.ablauf"),
        ("beratung/stammdaten/pflege.py", "import beratung.eingang.werkbank"),
        ("berichte/zahlen/lage.py", "import berichte.akten.inhalt"),
    ],
)
def test_vertraege_halten_und_bemerken_einen_bruch(tmp_path, datei, zeile):
    for name in (*APPS, "pyproject.toml"):
        kopieren = shutil.copytree if (BASE_DIR / name).is_dir() else shutil.copy
        kopieren(BASE_DIR / name, tmp_path / name)
    if datei:
        pfad = tmp_path / datei
        pfad.write_text(pfad.read_text(encoding="utf-8") + f"\n{zeile}\n", encoding="utf-8")
    assert (_vertraege(tmp_path).returncode == 0) == (datei is None)
