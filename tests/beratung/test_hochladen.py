"""Der Weg des Hochladens: abgebrochen, gleichzeitig, ohne Formularschutz, mit falschem Inhaltstyp."""

import re
import socket
import threading
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

import pytest
from django.test import Client
from django.urls import reverse

from beratung.models import Lieferung
from tests.conftest import GEDULD
from tests.massnahmen.test_gleichzeitig import Fenster

from .conftest import faelle
from .hochladen import lade_hoch
from .kaputte_dateien import GUT

NEU = "/beratung/lieferungen/neu/"
GRENZE = "----grenze"


# --- im Testprozess ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_ohne_formularschutz_kommt_nichts_herein(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("administration"))
    vorher = Lieferung.objects.count()
    assert lade_hoch(client, GUT).status == 403
    assert Lieferung.objects.count() == vorher


@pytest.mark.django_db
@pytest.mark.parametrize("inhaltstyp", ["application/json", "text/plain", "image/svg+xml", ""])
def test_anfrage_mit_falschem_inhaltstyp(angemeldet, inhaltstyp):
    vorher = Lieferung.objects.count()
    antwort = angemeldet("administration").generic("POST", reverse("beratung:lieferung_neu"), GUT, inhaltstyp)
    assert antwort.status_code == 422 and "Wählen Sie mindestens eine Datei aus." in antwort.content.decode()
    assert Lieferung.objects.count() == vorher


@pytest.mark.django_db
@pytest.mark.parametrize("inhaltstyp", ["image/png", "application/pdf", "text/html", "x"])
def test_der_inhaltstyp_der_datei_entscheidet_nichts(angemeldet, inhaltstyp):
    assert lade_hoch(angemeldet("administration"), GUT, content_type=inhaltstyp).lieferung.zeilen_gelesen == 1


@pytest.mark.django_db
@pytest.mark.parametrize("rolle", ["leitung", "koordination", "sachbearbeitung"])
def test_ohne_recht_wird_die_datei_nicht_einmal_gelesen(angemeldet, rolle):
    vorher = Lieferung.objects.count()
    assert lade_hoch(angemeldet(rolle), GUT).status == 403
    assert Lieferung.objects.count() == vorher


# --- gegen die laufende Anwendung ----------------------------------------------------------------------------------


class Hochladefenster(Fenster):
    """Eine angemeldete Sitzung, die Dateien sendet, auf Wunsch nicht bis zum Ende."""

    def koerper(self, inhalt: bytes) -> bytes:
        seite = self.holen(NEU)
        felder = {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', seite)[1]}
        felder |= {"quelle": "seniora", "monat": "2025-09"}
        if profil := re.search(r'<option value="(\d+)" selected', seite):
            felder["profil"] = profil[1]
        teile = [f'--{GRENZE}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{w}\r\n' for n, w in felder.items()]
        kopf = f'--{GRENZE}\r\nContent-Disposition: form-data; name="datei"; filename="a.csv"\r\n\r\n'
        return "".join([*teile, kopf]).encode() + inhalt + f"\r\n--{GRENZE}--\r\n".encode()

    def hochladen(self, koerper: bytes) -> int:
        """Status der Seite, auf der das Hochladen endet."""
        kopf = {"Content-Type": f"multipart/form-data; boundary={GRENZE}"}
        try:
            with self.oeffner.open(Request(self.anwendung + NEU, koerper, kopf), timeout=GEDULD) as antwort:  # noqa: S310
                return antwort.status
        except HTTPError as fehler:
            with fehler:
                return fehler.code

    def abgebrochen(self, koerper: bytes, gesendet: int) -> bytes:
        """Nur die ersten Bytes senden und auflegen; was noch zurückkommt."""
        ziel = urlsplit(self.anwendung)
        kekse = "; ".join(f"{k.name}={k.value}" for k in self.kekse)
        kopf = (
            f"POST {NEU} HTTP/1.1\r\nHost: {ziel.netloc}\r\nCookie: {kekse}\r\nContent-Length: {len(koerper)}\r\n"
            f"Content-Type: multipart/form-data; boundary={GRENZE}\r\n\r\n"
        )
        with socket.create_connection((ziel.hostname, ziel.port), timeout=GEDULD) as leitung:
            leitung.sendall(kopf.encode() + koerper[:gesendet])
            leitung.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: leitung.recv(1 << 16), b""))

    @property
    def kekse(self):
        return next(h.cookiejar for h in self.oeffner.handlers if hasattr(h, "cookiejar"))

    def lieferungen(self) -> set[str]:
        return set(re.findall(r"/beratung/lieferungen/\d+/", self.holen("/beratung/lieferungen/")))


@pytest.mark.langsam
def test_abgebrochenes_hochladen_hinterlaesst_nichts(anwendung):
    """Auch nicht, wenn der Abbruch genau zwischen zwei Zeilen liegt und der Rest wie eine ganze Datei aussieht."""
    fenster = Hochladefenster(anwendung, "administration")
    vorher, koerper = fenster.lieferungen(), fenster.koerper(faelle(100))
    for ende in (koerper.index(b"2025-09;") + 40, koerper.rindex(b"2025-09;"), len(koerper) // 2, 10):
        antwort = fenster.abgebrochen(koerper, ende)
        assert antwort.startswith((b"HTTP/1.1 422", b"HTTP/1.1 403"))
    assert fenster.lieferungen() == vorher
    # Gegenprobe: derselbe Weg bis zum letzten Byte, und die Datei kommt herein.
    assert b" 302 " in fenster.abgebrochen(koerper, len(koerper))[:20]
    assert len(fenster.lieferungen() - vorher) == 1


@pytest.mark.langsam
def test_zwei_zugleich_ergeben_zwei_vorschauen(anwendung):
    fenster = [Hochladefenster(anwendung, "administration") for _ in range(4)]
    koerper = [f.koerper(faelle(20 + nr // 2)) for nr, f in enumerate(fenster)]  # je zweimal dieselbe Datei
    vorher, start, ergebnisse = fenster[0].lieferungen(), threading.Barrier(len(fenster)), []

    def absenden(f, k):
        start.wait()
        ergebnisse.append(f.hochladen(k))

    faeden = [threading.Thread(target=absenden, args=paar) for paar in zip(fenster, koerper, strict=True)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join()
    assert ergebnisse == [200] * len(fenster)
    assert len(fenster[0].lieferungen() - vorher) == len(fenster)
