"""Ein Rückmeldeformular, wie es verschickt wird; die Ausgaben machen daraus Excel oder Word."""

from dataclasses import dataclass
from datetime import date

ANLEITUNG = (
    "Bitte füllen Sie nur die beiden letzten Spalten aus und schicken Sie die Datei zurück.",
    "Hat sich nichts geändert, wählen Sie „unverändert“. Zeilen, zu denen Sie nichts sagen können, bleiben leer.",
    "Bei einem Schritt zurück und bei mit * bezeichneten Sachständen brauchen wir eine Erläuterung. "
    "Bitte keine Namen von Personen eintragen.",
)


@dataclass(frozen=True)
class Formularzeile:
    nr: str
    beschreibung: str
    sachstand: str
    erlaeuterung: str

    @property
    def texte(self) -> tuple[str, ...]:
        return self.nr, self.beschreibung, self.sachstand, self.erlaeuterung


@dataclass(frozen=True)
class Formular:
    """`sachstaende`: wählbare Bezeichnung → braucht eine Erläuterung."""

    plan: str
    stelle: str
    kennung: str
    erstellt_am: date
    sachstaende: dict[str, bool]
    zeilen: list[Formularzeile]
    frist: date | None = None

    @property
    def titel(self) -> str:
        return f"Rückmeldung zum Sachstand: {self.stelle}"

    @property
    def angaben(self) -> tuple[tuple[str, str], ...]:
        zurueck = (("Bitte zurück bis", f"{self.frist:%d.%m.%Y}"),) if self.frist else ()
        stand = ("Stand vom", f"{self.erstellt_am:%d.%m.%Y}")
        return ("Kennung", self.kennung), ("Fachplan", self.plan), stand, *zurueck
