"""Eine Datei so hochladen, wie der Browser es tut. Nur hier steht, wie Formular und Antwort aussehen."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse

from beratung.models import Lieferung
from beratung.stammdaten.nachschlagen import profil_finden

from .conftest import SEPTEMBER


@dataclass(frozen=True)
class Antwort:
    """Was auf das Hochladen folgt: 422 mit Befunden, die Zuordnungsseite oder die Seite einer neuen Lieferung."""

    status: int
    seite: str
    ziel: str
    lieferung: Lieferung | None

    @property
    def ist_abgelehnt(self) -> bool:
        return self.status == 422 and self.lieferung is None

    @property
    def fragt_nach_zuordnung(self) -> bool:
        """Unbekanntes Layout oder unbekannte Katalogwerte: weiter zur Zuordnung, angelegt ist noch nichts."""
        return self.status == 302 and self.lieferung is None and self.ziel != "lieferung_detail"


def lade_hoch(client, inhalt: bytes, name: str = "datei.csv", **angaben) -> Antwort:
    felder = {"quelle": "seniora", "monat": str(SEPTEMBER), "profil": profil_finden("standard").pk} | angaben
    datei = SimpleUploadedFile(name, inhalt, content_type=felder.pop("content_type", "application/octet-stream"))
    antwort = client.post(reverse("beratung:lieferung_neu"), felder | {"datei": datei})
    ziel = resolve(urlsplit(antwort.url).path) if antwort.status_code == 302 else None
    nummer = ziel.kwargs.get("pk") if ziel and ziel.url_name == "lieferung_detail" else None
    lieferung = Lieferung.objects.filter(pk=nummer).first() if nummer else None
    return Antwort(antwort.status_code, antwort.content.decode(), ziel.url_name if ziel else "", lieferung)
