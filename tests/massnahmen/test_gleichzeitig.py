"""Vier Fenster mit derselben Grundlage senden im selben Augenblick an die wirklich laufende Anwendung."""

import re
import threading
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.conftest import GEDULD, KENNWORT


class Fenster:
    """Eine angemeldete Sitzung: Seiten holen, Formulare mit deren verborgenen Feldern absenden."""

    def __init__(self, anwendung, benutzer):
        self.anwendung, self.oeffner = anwendung, build_opener(HTTPCookieProcessor(CookieJar()))
        anmelden = self.holen("/anmelden/")
        self.senden("/anmelden/", anmelden, username=benutzer, password=KENNWORT)

    def holen(self, pfad):
        with self.oeffner.open(self.anwendung + pfad, timeout=GEDULD) as antwort:
            return antwort.read().decode()

    def senden(self, pfad, seite, **felder):
        """Status der Antwort; nach einer Umleitung der der Zielseite."""
        verborgen = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', seite))
        daten = urlencode(verborgen | felder).encode()
        try:
            with self.oeffner.open(self.anwendung + pfad, daten, timeout=GEDULD) as antwort:
                return antwort.status
        except HTTPError as fehler:
            with fehler:
                return fehler.code


@pytest.mark.langsam
def test_gleichzeitig_gewinnt_genau_eine(anwendung):
    fenster = [Fenster(anwendung, "sachbearbeitung") for _ in range(4)]
    detail = re.search(r'href="(/massnahmen/\d+/)"', fenster[0].holen("/massnahmen/?text=8.2.7"))[1]
    seiten = [f.holen(detail) for f in fenster]
    art = re.search(r'<option value="(\d+)"[^>]*>laufend', seiten[0])[1]
    tag = re.search(r'name="gueltig_ab" value="([\d-]+)"', seiten[0])[1]
    start, ergebnisse = threading.Barrier(len(fenster)), []

    def absenden(f, seite):
        start.wait()
        ergebnisse.append(f.senden(f"{detail}sachstand/", seite, sachstandsart=art, gueltig_ab=tag))

    faeden = [threading.Thread(target=absenden, args=paar) for paar in zip(fenster, seiten, strict=True)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join()
    assert sorted(ergebnisse) == [200, 409, 409, 409]
    assert fenster[0].holen(detail).count("<tr") == seiten[0].count("<tr") + 1  # genau eine Zeile mehr im Verlauf
