"""Die Ausgaben: jede macht aus einer Freigabe eine Datei. Gerechnet wird hier nichts, gelesen auch nicht."""

from dataclasses import dataclass
from importlib import import_module

from berichte.kern.bericht import Bericht
from berichte.kern.geheimhaltung import Freigabe


@dataclass(frozen=True)
class Ausgabe:
    """`modul` heißt wie die Funktion darin, die Datei endet wie der Schlüssel in AUSGABEN. Das Modul
    wird erst geladen, wenn jemand die Ausgabe braucht."""

    modul: str
    bezeichnung: str
    medientyp: str

    def setzen(self, freigabe: Freigabe[Bericht]) -> bytes:
        return getattr(import_module(f"{__name__}.{self.modul}"), self.modul)(freigabe)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AUSGABEN = {
    "pdf": Ausgabe("pdf", "PDF, barrierefrei, zum Lesen und Ablegen", "application/pdf"),
    "docx": Ausgabe("docx", "Word, zum Weiterbearbeiten", WORD),
    "xlsx": Ausgabe("bericht_xlsx", "Excel, Zahlen und Diagramme zum Weiterrechnen", EXCEL),
    "csv": Ausgabe("bericht_csv", "CSV, alle Zahlen in einer langen Tabelle", "text/csv; charset=utf-8"),
}
# Vereinbarte Formate, die es noch nicht gibt.
ANGEKUENDIGT = ("pptx",)
