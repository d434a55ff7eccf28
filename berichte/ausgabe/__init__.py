"""Die Ausgaben: jede macht aus einer Freigabe eine Datei. Gerechnet wird hier nichts, gelesen auch nicht."""

from dataclasses import dataclass
from pkgutil import resolve_name

from berichte.kern.akten.bericht import Bericht
from berichte.kern.geheimhaltung import Freigabe


@dataclass(frozen=True)
class Ausgabe:
    """Die Datei endet wie der Schlüssel in AUSGABEN. `ort` nennt Modul und Funktion; geladen wird beides
    erst, wenn jemand die Ausgabe braucht."""

    ort: str
    bezeichnung: str
    medientyp: str
    hat_vorlage: bool = False  # nimmt eine eigene Vorlage des Amts an

    def setzen(self, freigabe: Freigabe[Bericht], *, vorlage: bytes | None = None) -> bytes:
        """`vorlage` nur, wo `hat_vorlage`; ohne sie gilt die eingebaute."""
        funktion = resolve_name(f"{__name__}.{self.ort}")
        return funktion(freigabe, vorlage) if self.hat_vorlage else funktion(freigabe)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FOLIEN = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
AUSGABEN = {
    "pdf": Ausgabe("pdf:pdf", "PDF, barrierefrei, zum Lesen und Ablegen", "application/pdf"),
    "docx": Ausgabe("docx:docx", "Word, zum Weiterbearbeiten", WORD),
    "pptx": Ausgabe("pptx:pptx", "PowerPoint, Folien mit bearbeitbaren Diagrammen", FOLIEN, hat_vorlage=True),
    "xlsx": Ausgabe("xlsx.bericht:bericht_xlsx", "Excel, Zahlen und Diagramme zum Weiterrechnen", EXCEL),
    "csv": Ausgabe("csv.bericht:bericht_csv", "CSV, alle Zahlen in einer langen Tabelle", "text/csv; charset=utf-8"),
}
