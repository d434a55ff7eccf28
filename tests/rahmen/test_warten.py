"""Kein Browsertest liest die alte Seite: Nach jeder Handlung wird auf etwas gewartet, bevor etwas gelesen wird.

Ein Klick kommt zurück, bevor die nächste Seite da ist. Wer dann sofort zählt, zählt je nach Last auf der alten oder der
neuen. `expect(stelle).to_have_…`, `wait_for_url`, `stelle.wait_for()` und `wait_for_function` warten, bis es stimmt.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from dresden_senioren.settings import BASE_DIR

TESTS = BASE_DIR / "tests"
HANDELN = {"click", "dblclick", "tap", "press", "type", "fill", "check", "uncheck", "select_option", "set_input_files"}
LESEN = {
    *("count", "all", "all_inner_texts", "all_text_contents", "inner_text", "inner_html", "text_content", "content"),
    *("input_value", "get_attribute", "is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled", "title"),
    *("evaluate", "evaluate_all", "eval_on_selector", "eval_on_selector_all", "bounding_box", "pdf", "screenshot"),
    "Axe",
    # Wer weitergeht, bevor das Abgeschickte angekommen ist, bricht es ab.
    *("goto", "reload", "go_back"),
}
# Was hier fehlt, wartet nicht auf die nächste Seite: wait_for_load_state gilt auch der alten, wait_for_timeout rät.
WARTEN = {"wait_for", "wait_for_selector", "wait_for_url", "wait_for_function", "expect"}


class Ablauf(ast.NodeVisitor):
    """Geht eine Funktion in der Reihenfolge ihrer Ausführung durch, Hilfsfunktionen der Tests eingeschlossen."""

    def __init__(self, hilfen: dict):
        self.hilfen, self.offen, self.wettlaeufe, self.aufrufe = hilfen, None, set(), []

    def visit_Call(self, knoten):
        self.generic_visit(knoten)
        name, ist_methode = _name(knoten.func), isinstance(knoten.func, ast.Attribute)
        if not ist_methode and name in self.hilfen:
            self.rufe(name)
        elif ist_methode and name in HANDELN and not _ist_nur_ein_tabulator(knoten):
            self.offen = knoten.lineno
        elif name in WARTEN:
            self.offen = None
        elif name in LESEN and (ist_methode or name == "Axe"):
            self.lies(knoten)

    def visit_Attribute(self, knoten):
        self.generic_visit(knoten)
        if knoten.attr == "url":
            self.lies(knoten)

    def visit_With(self, knoten):
        self.generic_visit(knoten)
        if any("expect_" in ast.unparse(teil.context_expr) for teil in knoten.items):
            self.offen = None  # expect_download und seine Geschwister warten am Ende ihres Blocks

    def visit_For(self, knoten):
        self.visit(knoten.iter)
        self.gehe(knoten.body * 2)  # was der erste Durchgang offen lässt, liest der zweite

    def visit_Lambda(self, knoten):
        """Läuft nicht hier."""

    visit_FunctionDef = visit_Lambda

    def rufe(self, name):
        if name not in self.aufrufe:
            self.aufrufe.append(name)
            self.gehe(self.hilfen[name].body)
            self.aufrufe.pop()

    def lies(self, knoten):
        if self.offen:
            self.wettlaeufe.add(f"Zeile {self.offen} handelt, Zeile {knoten.lineno} wartet nicht darauf")
            self.offen = None

    def gehe(self, schritte):
        for schritt in schritte:
            self.visit(schritt)


def _name(funktion) -> str:
    return getattr(funktion, "attr", "") or getattr(funktion, "id", "")


def _ist_nur_ein_tabulator(aufruf) -> bool:
    """Die Tabulatortaste lädt nichts, und der Fokus ist schon gewandert, wenn sie zurückkommt."""
    return _name(aufruf.func) == "press" and ast.unparse(aufruf.args[-1]) == "'Tab'"


def _funktionen(baum) -> dict:
    return {knoten.name: knoten for knoten in ast.walk(baum) if isinstance(knoten, ast.FunctionDef)}


@cache
def _hilfen_aus(modul: str) -> dict:
    datei = next(TESTS.rglob(f"{modul.rpartition('.')[2]}.py"), None)
    return _funktionen(ast.parse(datei.read_text())) if datei else {}


def wettlaeufe(quelle: str) -> list[str]:
    """Jede Stelle, an der ein Browsertest nach einer Handlung liest, ohne zu warten."""
    baum = ast.parse(quelle)
    funktionen = _funktionen(baum)
    hilfen = dict(funktionen)
    for einfuhr in (knoten for knoten in ast.walk(baum) if isinstance(knoten, ast.ImportFrom) and knoten.module):
        fremde = _hilfen_aus(einfuhr.module)
        hilfen |= {namen.name: fremde[namen.name] for namen in einfuhr.names if namen.name in fremde}
    gefunden = []
    for name, funktion in funktionen.items():
        ablauf = Ablauf(hilfen | {name: funktion})
        ablauf.rufe(name)
        gefunden += [f"{name}: {satz}" for satz in sorted(ablauf.wettlaeufe)]
    return gefunden


def _browsertests() -> list[Path]:
    return [datei for datei in sorted(TESTS.rglob("test_*.py")) if "mark.browser" in datei.read_text()]


def test_nach_jeder_handlung_wird_gewartet():
    dateien = [datei for datei in _browsertests() if datei != Path(__file__)]
    assert len(dateien) >= 10
    gefunden = [f"{d.relative_to(TESTS)}, {satz}" for d in dateien for satz in wettlaeufe(d.read_text())]
    assert not gefunden, "\n".join(gefunden)


@pytest.mark.parametrize(
    "schritte",
    [
        "blatt.click('text=Ansehen'); assert blatt.locator('del').count() == 2",  # so scheiterte eine Lieferung
        "blatt.locator('a').press('Enter'); assert blatt.url.endswith('/')",
        "blatt.get_by_role('button').click(); blatt.goto('/massnahmen/')",
        "blatt.click('a'); blatt.wait_for_load_state(); assert 'x' in blatt.inner_text('main')",
        "blatt.click('a'); blatt.wait_for_timeout(500); assert 'x' in blatt.content()",
        "blatt.fill('#id_grund', 'x'); vorher = blatt.locator('li').all()",
        "druecke(blatt); assert breite(blatt) <= 320",
        "for nr in (1, 2):\n        assert blatt.title() == 'x'\n        blatt.click('text=Weiter')",
        "with blatt.expect_download() as datei:\n        blatt.click('a')\n        assert blatt.title() == 'x'",
    ],
)
def test_ein_wettlauf_faellt_auf(schritte):
    assert wettlaeufe(_probe(schritte))


@pytest.mark.parametrize(
    "schritte",
    [
        "blatt.click('text=Ansehen'); expect(blatt.locator('del')).to_have_count(2)",
        "blatt.click('a'); blatt.wait_for_url('**/neu/'); assert blatt.locator('h1').count() == 1",
        "blatt.click('a'); blatt.locator('h2').wait_for(); assert breite(blatt) <= 320",
        "blatt.goto('/'); assert blatt.locator('li').count() == 3",
        "blatt.click('a'); warte(blatt); assert blatt.url",
        "with blatt.expect_download() as datei:\n        blatt.click('a')\n    assert blatt.title() == 'x'",
        "blatt.keyboard.press('Tab'); assert blatt.evaluate('document.activeElement.id') == 'x'",
    ],
)
def test_wer_wartet_faellt_nicht_auf(schritte):
    assert wettlaeufe(_probe(schritte)) == []


def _probe(schritte: str) -> str:
    hilfen = (
        "def druecke(blatt):\n    blatt.click('a')\n"
        "def breite(blatt):\n    return blatt.evaluate('innerWidth')\n"
        "def warte(blatt):\n    blatt.wait_for_url(lambda adresse: adresse != '/')\n"
    )
    return f"{hilfen}def test_probe(blatt):\n    {schritte}\n"
