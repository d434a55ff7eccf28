"""Bilder der Hilfe: welche Seite, als wer, welcher Ausschnitt. `manage.py hilfebilder` nimmt sie auf; ein Test prüft,
dass jede Seite noch zeigt, was der Artikel dazu sagt."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bild:
    """`ausschnitt`: CSS-Auswahl im Inhalt; `zeigt`: Wörter, die darin stehen müssen, sonst lügt das Bild."""

    name: str
    rolle: str | None
    pfad: str
    ausschnitt: str
    alt: str
    zeigt: tuple[str, ...]

    @property
    def datei(self) -> str:
        return f"hilfe/{self.name}.png"


# Artikel → seine Bilder in der Reihenfolge, in der sie erscheinen.
BILDER: dict[str, tuple[Bild, ...]] = {}
