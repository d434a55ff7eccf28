"""Die Bilder der Hilfe neu aufnehmen, an einer Vorführung, die nur dafür entsteht. Braucht die Pakete der Tests."""

import io
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from dresden_senioren.hilfe.bilder import BILDER, BREITE, Bild

SCHAERFE = 1.5  # Bildpunkte je CSS-Pixel
FARBEN = 96  # so viele braucht die Oberfläche; die Datei wird damit ein Viertel so groß
GEDULD = 60  # Sekunden bis zur ersten Antwort
# Felder für Dateien und Tage beschriftet der Browser in seiner eigenen Sprache; nicht jeder hat Deutsch.
DATEIFELD = """
input[type=file] { color: transparent; }
input[type=file]::file-selector-button { display: none; }
input[type=file]::before {
  content: attr(data-knopf); color: #171a2b; border: 1px solid #535c84; border-radius: 4px; padding: 4px 12px;
  display: inline-block;
}
"""
BESCHRIFTEN = """() => {
  for (const feld of document.querySelectorAll("input[type=file]"))
    feld.dataset.knopf = feld.multiple ? "Dateien auswählen" : "Datei auswählen";
  for (const feld of document.querySelectorAll("input[type=date], input[type=month]")) {
    const tag = new Date(feld.value), art = feld.type;
    feld.type = "text";
    if (!isNaN(tag)) feld.value = art === "date"
      ? tag.toLocaleDateString("de-DE", {day: "2-digit", month: "2-digit", year: "numeric"})
      : tag.toLocaleDateString("de-DE", {month: "long", year: "numeric"});
  }
}"""
ZIEL = settings.BASE_DIR / "static" / "hilfe"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: ClassVar[list] = []

    def handle(self, **options):
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise CommandError("Es fehlt playwright. Abhilfe: ./start.sh --nur-pakete requirements-test.txt") from None
        ZIEL.mkdir(exist_ok=True)
        with (
            tempfile.TemporaryDirectory() as ordner,
            vorfuehrung(Path(ordner)) as (adresse, kennwort),
            sync_playwright() as p,
        ):
            browser = p.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--lang=de-DE"])
            for bild in (bild for gruppe in BILDER.values() for bild in gruppe):
                self.stderr.write(bild.name)
                aufnehmen(browser, adresse, kennwort, bild)


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if pfad := shutil.which(name):
            return pfad
    raise CommandError("Es fehlt Chromium. Abhilfe: das Paket chromium installieren.")


def aufnehmen(browser, adresse: str, kennwort: str, bild: Bild) -> None:
    kontext = browser.new_context(
        locale="de-DE",
        viewport={"width": BREITE, "height": 900},
        base_url=adresse,
        device_scale_factor=SCHAERFE,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    seite = kontext.new_page()
    if bild.rolle:
        seite.goto("/anmelden/")
        seite.fill("#id_username", bild.rolle)
        seite.fill("#id_password", kennwort)
        seite.click("main button[type=submit]")
        seite.wait_for_url(lambda url: "/anmelden/" not in url)
    seite.goto(bild.pfad)
    seite.wait_for_load_state("networkidle")
    seite.add_style_tag(content=DATEIFELD)
    seite.evaluate(BESCHRIFTEN)
    roh = seite.screenshot(full_page=True, clip=ausschnitt(seite, bild))
    kontext.close()
    _verkleinern(roh, ZIEL / f"{bild.name}.png")


def ausschnitt(seite, bild: Bild) -> dict:
    """Von der Überschrift an, so breit wie der Inhalt."""
    inhalt, oben = seite.locator("main").bounding_box(), seite.locator("main h1").bounding_box()["y"] - 16
    return {"x": inhalt["x"], "y": oben, "width": inhalt["width"], "height": bild.hoehe}


def _verkleinern(roh: bytes, ziel: Path) -> None:
    from PIL import Image

    Image.open(io.BytesIO(roh)).convert("RGB").quantize(FARBEN).save(ziel, optimize=True)


@contextmanager
def vorfuehrung(ordner: Path):
    """Adresse und Kennwort einer Vorführung mit eigener Datenbank, die danach wieder fort ist."""
    kennwort = secrets.token_urlsafe(12)
    with socket.create_server(("127.0.0.1", 0)) as frei:
        anschluss = frei.getsockname()[1]
    umgebung = os.environ | {
        "VORFUEHRUNG": "1", "DEMO_KENNWORT": kennwort, "SECRET_KEY": secrets.token_urlsafe(50),
        "DATENVERZEICHNIS": str(ordner), "DATABASE_URL": f"sqlite:///{ordner / 'bilder.sqlite3'}",
    }  # fmt: skip
    rufen = {"env": umgebung, "cwd": settings.BASE_DIR, "stdout": subprocess.DEVNULL}
    subprocess.run([sys.executable, "manage.py", "einrichten", "--vorfuehrung"], check=True, **rufen)
    befehl = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{anschluss}", "--threads", "4"]
    befehl += ["--no-control-socket", "dresden_senioren.wsgi"]
    server = subprocess.Popen(befehl, stderr=subprocess.DEVNULL, **rufen)  # noqa: S603
    try:
        _warten(anschluss)
        yield f"http://127.0.0.1:{anschluss}", kennwort
    finally:
        server.terminate()
        server.wait()


def _warten(anschluss: int) -> None:
    ende = time.monotonic() + GEDULD
    while time.monotonic() < ende:
        try:
            # nosemgrep: keine-verbindung-nach-aussen – nur dieser Rechner
            socket.create_connection(("127.0.0.1", anschluss), timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise CommandError("Die Vorführung für die Bilder ist nicht gestartet.")
