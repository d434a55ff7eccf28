"""Die Bürodateien öffnen ohne Reparatur: LibreOffice wandelt jede in PDF, darin stehen Titel und Zahlen."""

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from berichte.ausgabe import AUSGABEN
from berichte.kern.geheimhaltung import Fassung, freigeben

from . import muster

pytestmark = pytest.mark.langsam
BUEROFORMATE = [art for art in AUSGABEN if art not in ("pdf", "csv")]
GEDULD = 180  # Sekunden; nur damit ein hängender Lauf endet


@pytest.fixture(scope="module")
def soffice() -> str:
    if programm := shutil.which("soffice"):
        return programm
    if os.environ.get("BROWSER_PFLICHT"):
        pytest.fail("LibreOffice fehlt; .ci/run richtet es ein.")
    pytest.skip("LibreOffice ist nicht eingerichtet: ob Bürodateien ohne Reparatur öffnen, bleibt ungeprüft.")


def _gedruckt(soffice: str, ordner: Path, art: str, inhalt: bytes) -> str | None:
    """Der Text der Seiten ohne Leerraum; None, wenn sich die Datei nicht öffnen lässt."""
    datei, profil = ordner / f"bericht.{art}", (ordner / "profil").as_uri()
    datei.write_bytes(inhalt)
    wandeln = ["--headless", f"-env:UserInstallation={profil}", "--convert-to", "pdf", "--outdir", ordner, datei]
    subprocess.run([soffice, *wandeln], check=True, capture_output=True, timeout=GEDULD)
    ergebnis = ordner / "bericht.pdf"
    if not ergebnis.exists():
        return None
    return "".join("".join(seite.extract_text() for seite in PdfReader(ergebnis).pages).split())


@pytest.mark.parametrize("art", BUEROFORMATE)
def test_datei_oeffnet_und_zeigt_titel_und_zahlen(soffice, tmp_path, art):
    inhalt = AUSGABEN[art].setzen(freigeben(muster.vollstaendig(), Fassung.INTERN))
    text = _gedruckt(soffice, tmp_path, art, inhalt)
    assert text, "Die Datei ließ sich nicht öffnen."
    text = text.replace(",", ".")  # Excel schreibt Trennzeichen, wie das Programm eingestellt ist
    for zahl in ("3.080", "2.535", "1.234", "+21.5"):
        assert zahl in text, zahl
    for wort in ("Musterbericht", "Lebenslagebefragung", "DiegeförderteSeniorenberatungträgtdenZuwachs"):
        assert wort in text, wort


def test_eine_beschaedigte_datei_faellt_auf(soffice, tmp_path):
    inhalt = AUSGABEN["docx"].setzen(freigeben(muster.bericht(), Fassung.INTERN))
    strom = BytesIO()
    with ZipFile(BytesIO(inhalt)) as heil, ZipFile(strom, "w") as kaputt:
        for name in heil.namelist():
            kaputt.writestr(name, heil.read(name).replace(b"</w:tbl>", b"</w:tab>"))
    assert _gedruckt(soffice, tmp_path, "docx", strom.getvalue()) is None
