"""Dateien in den Eingang legen, wie der Browser es tut."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beratung.models import Eingang, Eingangsstueck

from .conftest import FALL, FALLKOPF, als_csv

GUT = als_csv(FALLKOPF, FALL, FALL)


def hochladen(client, *dateien, **angaben):
    hochgeladen = [SimpleUploadedFile(name, inhalt) for name, inhalt in dateien]
    return client.post(reverse("beratung:lieferung_neu"), angaben | {"datei": hochgeladen}, follow=True)


def dateien() -> list:
    """Was gerade abgelegt ist: je Datei ihr Eingang."""
    return sorted(set(Eingangsstueck.objects.values_list("eingang_id", flat=True)))


def einziger() -> Eingang:
    return Eingang.objects.get()
