"""Anfragen haben Grenzen: nach ihrer Angabe, beim Empfangen und nach der Zahl ihrer Teile."""

import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParser
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, FakePayload, encode_multipart

from dresden_senioren.models import Benutzer

pytestmark = pytest.mark.django_db


@pytest.fixture
def administration():
    client = Client()
    client.force_login(Benutzer.objects.get(username="administration"))
    return client


@pytest.fixture
def ablageort(settings, tmp_path):
    """Wo Django Zwischengespeichertes ablegt; alles geht dorthin, nichts in den Arbeitsspeicher."""
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = str(tmp_path), 0
    return tmp_path


def test_zu_gross_nach_eigener_angabe(administration, settings, ablageort):
    settings.ANFRAGE_HOECHSTGROESSE = 10_000
    antwort = administration.post("/beratung/lieferungen/neu/", {"datei": SimpleUploadedFile("a.csv", b"x" * 20_000)})
    text = antwort.content.decode()
    assert antwort.status_code == 413
    assert "Das ist zu viel auf einmal" in text and "Es wurde nichts gespeichert" in text
    assert list(ablageort.glob("*.upload*")) == []


def test_mehr_als_angegeben_bricht_beim_empfangen_ab(settings, ablageort, rf):
    """Der Zähler steht vor dem Speichern: Was schon da war, ist danach weg."""
    settings.ANFRAGE_HOECHSTGROESSE = 200_000
    inhalt = encode_multipart(BOUNDARY, {"datei": SimpleUploadedFile("a.csv", b"x" * 400_000)})
    anfrage = rf.generic("POST", "/", inhalt, content_type=MULTIPART_CONTENT)
    zerleger = MultiPartParser(anfrage.META, FakePayload(inhalt), anfrage.upload_handlers)
    with pytest.raises(RequestDataTooBig):
        zerleger.parse()
    assert list(ablageort.iterdir()) == []
    settings.ANFRAGE_HOECHSTGROESSE = 500_000  # Gegenprobe: darunter kommt sie an
    anfrage = rf.generic("POST", "/", inhalt, content_type=MULTIPART_CONTENT)
    assert anfrage.FILES["datei"].size == 400_000
    assert Path(anfrage.FILES["datei"].temporary_file_path()).parent == ablageort
    anfrage.FILES["datei"].close()


@pytest.mark.parametrize("grenze", ["DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_NUMBER_FILES"])
def test_zu_viele_teile(administration, settings, grenze):
    setattr(settings, grenze, 2)
    daten = {f"f{nr}": SimpleUploadedFile("a.csv", b"x") if "FILES" in grenze else "x" for nr in range(5)}
    antwort = administration.post("/beratung/lieferungen/neu/", daten)
    assert (antwort.status_code, "zu viel auf einmal" in antwort.content.decode()) == (413, True)


def test_zu_viel_text(administration, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    antwort = administration.post("/beratung/lieferungen/neu/", {"quelle": "x" * 2000})
    assert antwort.status_code == 413


def test_ohne_laengenangabe(administration):
    antwort = administration.generic("POST", "/beratung/lieferungen/neu/", HTTP_TRANSFER_ENCODING="chunked")
    assert (antwort.status_code, "nennt ihre Länge nicht" in antwort.content.decode()) == (411, True)


def test_wo_zwischengespeichert_wird_darf_nur_die_anwendung_lesen():
    with tempfile.NamedTemporaryFile(suffix=".upload") as datei:
        assert Path(datei.name).stat().st_mode & 0o077 == 0
