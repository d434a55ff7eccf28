"""Einstellungen aus der Umgebung: ein falscher Wert scheitert mit Variable, Wert und Abhilfe."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from dresden_senioren import umgebung
from dresden_senioren.settings import BASE_DIR


@pytest.mark.parametrize(
    ("lesen", "wert"), [(umgebung.wahrheit, "ja"), (lambda n: umgebung.zahl(n, 5), "zwölf"), (umgebung.wahrheit, "2")]
)
def test_falscher_wert_nennt_variable_wert_und_abhilfe(monkeypatch, lesen, wert):
    monkeypatch.setenv("PROBE", wert)
    with pytest.raises(ImproperlyConfigured, match=rf"PROBE='{wert}'.*Abhilfe"):
        lesen("PROBE")


def test_fehlendes_geheimnis_sagt_was_zu_tun_ist(monkeypatch, tmp_path):
    monkeypatch.delenv("PROBE", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"PROBE ist nicht gesetzt.*Abhilfe"):
        umgebung.geheimnis("PROBE", tmp_path / "fehlt")


def test_geheimnis_aus_datei(monkeypatch, tmp_path):
    (tmp_path / "schluessel").write_text("geheim\n")
    monkeypatch.setenv("PROBE_FILE", str(tmp_path / "schluessel"))
    assert umgebung.geheimnis("PROBE", tmp_path / "fehlt") == "geheim"


def _pruefen(**variablen):
    eigenes = {"SECRET_KEY": "betrieb-" + os.urandom(40).hex(), "ALLOWED_HOSTS": "senioren.example", **variablen}
    rest = {name: wert for name, wert in os.environ.items() if name not in {"VORFUEHRUNG", "DEBUG"}}
    befehl = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(befehl, cwd=BASE_DIR, env=rest | eigenes, capture_output=True, text=True, check=False)


@pytest.mark.langsam
def test_betrieb_besteht_die_pruefung_und_vorfuehrung_nicht():
    assert _pruefen().returncode == 0
    # Gegenprobe: dieselbe Prüfung bemerkt, was im Betrieb nicht sein darf.
    assert "security.W008" in _pruefen(VORFUEHRUNG="1").stderr
    assert "security.W018" in _pruefen(DEBUG="1").stderr


@pytest.mark.langsam
def test_fremde_datenbank_wird_mit_einem_satz_abgelehnt():
    assert "weder SQLite noch PostgreSQL" in _pruefen(DATABASE_URL="mysql://a/b").stderr
