"""Die Dateien für den Betrieb: jeden Befehl darin gibt es, nichts Geheimes kommt in ein Protokoll, die Aktualisierung
hält ihre Reihenfolge ein und bricht ab, bevor etwas verloren ist."""

import os
import re
import runpy
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands
from gunicorn.config import KNOWN_SETTINGS

from dresden_senioren.settings import BASE_DIR

BETRIEB = BASE_DIR / "betrieb"
EINHEITEN = sorted((BETRIEB / "systemd").glob("*.service"))
ZEITPLAENE = sorted((BETRIEB / "systemd").glob("*.timer"))
HAERTUNG = {
    "NoNewPrivileges",
    "PrivateTmp",
    "ProtectSystem",
    "ProtectHome",
    "CapabilityBoundingSet",
    "SystemCallFilter",
}


def lies(*pfad: str) -> str:
    return BETRIEB.joinpath(*pfad).read_text(encoding="utf-8")


# --- Anleitung -------------------------------------------------------------------------------------------------------


def fehlende_befehle(text: str) -> set[str]:
    genannt = set(re.findall(r"(?:verwalten\.sh(?: --eigner)?|manage\.py) ([a-z_]+)", text))
    return genannt - set(get_commands())


@pytest.mark.parametrize(
    "datei", ["README.md", "aktualisieren.sh", "container/Containerfile", "container/compose.yaml"]
)
def test_jeder_genannte_befehl_existiert(datei):
    assert fehlende_befehle(lies(datei)) == set()


def test_gegenprobe_ein_erfundener_befehl_faellt_auf():
    assert fehlende_befehle("betrieb/verwalten.sh --eigner aufraeumen_alles") == {"aufraeumen_alles"}


def test_die_anleitung_nennt_was_da_ist():
    genannt = re.findall(r"^\| `([\w./]+)` \|", lies("README.md"), re.MULTILINE)
    assert len(genannt) > 5
    da = {eintrag.name for eintrag in BETRIEB.iterdir()}
    assert da - {name.rstrip("/") for name in genannt} == {"README.md"}


def test_die_vorlagen_nennen_nur_variablen_die_es_gibt():
    bekannt = set(re.findall(r"`([A-Z_]+)`", lies("einstellungen.md")))
    for vorlage in ("senioren.env.beispiel", "eigner.env.beispiel"):
        assert set(re.findall(r"^#?([A-Z_]+)=", lies("systemd", vorlage), re.MULTILINE)) - bekannt == set()


# --- systemd ---------------------------------------------------------------------------------------------------------


def einheit(datei: Path) -> ConfigParser:
    leser = ConfigParser(strict=False, interpolation=None)
    leser.optionxform = str
    leser.read_string(datei.read_text(encoding="utf-8"))
    return leser


@pytest.mark.parametrize("datei", EINHEITEN, ids=lambda d: d.name)
def test_jeder_dienst_laeuft_ohne_rechte(datei):
    dienst = einheit(datei)["Service"]
    assert set(dienst) >= HAERTUNG and dienst["User"] == "senioren" and dienst["CapabilityBoundingSet"] == ""


@pytest.mark.parametrize("datei", ZEITPLAENE, ids=lambda d: d.name)
def test_jeder_zeitplan_ruft_einen_befehl_den_es_gibt(datei):
    ziel = re.fullmatch(r"senioren@(\w+)\.service", einheit(datei)["Timer"]["Unit"])
    assert ziel and ziel[1] in get_commands() and datei.name == f"senioren-{ziel[1]}.timer"


def test_der_anwendungsserver_kennt_jede_einstellung():
    werte = {}
    exec(compile(lies("gunicorn.conf.py"), "gunicorn.conf.py", "exec"), werte)  # noqa: S102 – die eigene Datei
    eigene = {name for name in werte if not name.startswith("__")} - {"os", "einstellung"}
    assert eigene <= {einstellung.name for einstellung in KNOWN_SETTINGS}


# --- Webserver -------------------------------------------------------------------------------------------------------


def verraeterisches(text: str) -> set[str]:
    """Was in einer Protokollzeile Suchworte, Cookies oder die vorige Adresse verriete."""
    zeile = text[text.index("log_format") :].partition(";\n")[0]
    return set(re.findall(r"\$(?:request|request_uri|args|query_string|http_\w+|cookie_\w+|remote_user)\b", zeile))


def test_das_protokoll_des_webservers_nennt_keine_suchworte():
    text = lies("nginx", "senioren.conf")
    assert verraeterisches(text) == set()
    assert verraeterisches(text.replace("$pfad_ohne", "$request_uri $pfad_ohne")) == {"$request_uri"}  # Gegenprobe
    assert {zeile.split()[-1] for zeile in re.findall(r"access_log [^;]+", text)} == {"senioren", "off"}
    assert ohne_stilles_fehlerprotokoll(text) == []
    assert ohne_stilles_fehlerprotokoll(text.replace(" crit;", ";", 1)) == ["access_log /var/log/nginx/senioren.log"]


def ohne_stilles_fehlerprotokoll(text: str) -> list[str]:
    """Die Protokolle, neben denen ein Fehlerprotokoll mit ganzen Adressen entstünde."""
    server = re.findall(r"(access_log /\S+) senioren;\n\s+error_log /\S+( crit)?;", text)
    return [zugriffe for zugriffe, stufe in server if not stufe]


def test_der_anwendungsserver_schreibt_keine_anfragen_mit():
    """Die Anwendung schreibt je Anfrage eine Zeile ohne Adresse; gunicorn schriebe sie mit Adresse und voriger."""
    assert anfragen_im_protokoll("betrieb/gunicorn.conf.py") is False


def test_gegenprobe_ein_mitschreibender_anwendungsserver_faellt_auf(tmp_path):
    datei = tmp_path / "gunicorn.conf.py"
    datei.write_text(lies("gunicorn.conf.py") + '\naccesslog = "-"\n')
    assert anfragen_im_protokoll(str(datei)) is True


def haelt_laenger_als_der_webserver(gunicorn: str) -> bool:
    """Schließt der Anwendungsserver ruhende Verbindungen zuerst, geht ab und zu eine abgesandte Meldung verloren."""
    angabe = re.search(r"keepalive_timeout (\d+)s;", lies("nginx", "senioren.conf"))
    webserver = int(angabe[1]) if angabe else 60  # Vorgabe von nginx für Verbindungen zu dem dahinter
    return runpy.run_path(gunicorn).get("keepalive", 2) > webserver  # und die von gunicorn


def test_ruhende_verbindungen_schliesst_der_webserver_zuerst(tmp_path):
    assert haelt_laenger_als_der_webserver(str(BETRIEB / "gunicorn.conf.py"))
    datei = tmp_path / "gunicorn.conf.py"
    datei.write_text(lies("gunicorn.conf.py").replace("keepalive = 75", ""))
    assert not haelt_laenger_als_der_webserver(str(datei))


def anfragen_im_protokoll(datei: str) -> bool:
    return "accesslog" in runpy.run_path(str(BASE_DIR / datei))


def test_der_webserver_ueberschreibt_was_der_browser_behauptet():
    text = lies("nginx", "weiterleiten.conf")
    for kopfzeile, wert in (("X-Forwarded-For", "$remote_addr"), ("X-Forwarded-Proto", "$scheme")):
        assert f"proxy_set_header {kopfzeile} {wert};" in text
    assert "proxy_set_header X-Request-ID $request_id;" in text


def schwaches_tls(text: str) -> list[str]:
    """Was am Webserver zu alt ist oder zu viel sagt. Seine Fassung verschweigt nur, was vor allen Servern steht."""
    verfahren = set(" ".join(re.findall(r"ssl_protocols ([^;]+);", text)).split())
    gefunden = sorted(verfahren ^ {"TLSv1.2", "TLSv1.3"})
    return gefunden + ["server_tokens"] * ("server_tokens off;" not in text.partition("server {")[0])


def test_der_webserver_spricht_nur_neues_tls_und_nennt_seine_fassung_nicht():
    text = lies("nginx", "senioren.conf")
    assert schwaches_tls(text) == []
    kaputt = text.replace("TLSv1.2 ", "TLSv1.1 TLSv1.2 ").replace("server_tokens off;", "")
    assert schwaches_tls(kaputt) == ["TLSv1.1", "server_tokens"]


@pytest.mark.parametrize("seite", ["wartung", "zu_gross", "zu_oft"])
def test_seiten_des_webservers_sind_deutsch_und_halten_die_kopfzeilen_ein(seite):
    html = lies("nginx", "seiten", f"{seite}.html")
    assert '<html lang="de">' in html and html.count("<h1>") == 1 and "style=" not in html and "<style" not in html
    assert f"/seiten/{seite}.html" in lies("nginx", "senioren.conf")


# --- Container -------------------------------------------------------------------------------------------------------


def test_das_abbild_laeuft_nicht_als_root_und_prueft_was_es_einbaut():
    text = lies("container", "Containerfile")
    assert "--require-hashes" in text and re.search(r"^USER 10001$", text, re.MULTILINE)
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) == {"python:3.11-slim"}
    beispiel = lies("container", "compose.yaml")
    assert "read_only: true" in beispiel and "cap_drop: [ALL]" in beispiel
    assert not re.search(r"(PASSWORD|SECRET_KEY): ", beispiel), "Geheimes nur als Datei"


def test_das_lebenszeichen_des_containers_scheitert_ohne_anwendung():
    aufruf = [sys.executable, "betrieb/container/lebt.py"]
    umgebung = os.environ | {"BIND": "0.0.0.0:1"}
    assert subprocess.run(aufruf, cwd=BASE_DIR, env=umgebung, capture_output=True, check=False).returncode == 1


# --- Aktualisieren ---------------------------------------------------------------------------------------------------


@pytest.fixture
def anlage(tmp_path):
    """Ein Auszug mit zwei Fassungen; systemctl, Pakete und Befehle schreiben nur auf, dass sie gerufen wurden."""
    buch, programm = tmp_path / "buch", tmp_path / "programm"
    (programm / "betrieb").mkdir(parents=True)
    (tmp_path / "bin").mkdir()

    def skript(pfad: Path, inhalt: str) -> None:
        pfad.write_text(f"#!/bin/sh\n{inhalt}\n", encoding="utf-8")
        pfad.chmod(0o755)

    merken = f'echo "$(basename "$0") $*" >> {buch}'
    skript(tmp_path / "bin" / "systemctl", merken)
    skript(programm / "start.sh", f'{merken}\necho "Fassung $(cat fassung)" >> {buch}')
    skript(programm / "betrieb" / "verwalten.sh", f'{merken}\ncase "$*" in *"$SCHEITERT"*) exit 1;; esac')
    (programm / "betrieb" / "aktualisieren.sh").write_bytes((BETRIEB / "aktualisieren.sh").read_bytes())
    (programm / "betrieb" / "aktualisieren.sh").chmod(0o755)

    def git(*angaben):
        namen = {f"GIT_{wer}_{was}": "x" for wer in ("AUTHOR", "COMMITTER") for was in ("NAME", "EMAIL")}
        subprocess.run(["git", *angaben], cwd=programm, env=os.environ | namen, check=True, capture_output=True)

    git("init", "-q")
    for fassung in ("eins", "zwei"):
        (programm / "fassung").write_text(fassung)
        git("add", "-A")
        git("commit", "-qm", fassung)
        git("tag", fassung)
    git("checkout", "-q", "eins")

    def aktualisieren(*angaben, scheitert="nichts davon"):
        umgebung = os.environ | {
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "SCHEITERT": scheitert,
            "WARTUNG": str(tmp_path / "wartung"), "SICHERUNGEN": str(tmp_path),
        }  # fmt: skip
        aufruf = ["betrieb/aktualisieren.sh", *angaben]
        lauf = subprocess.run(aufruf, cwd=programm, env=umgebung, capture_output=True, text=True, check=False)
        schritte = (
            [zeile.split(str(tmp_path))[0].strip() for zeile in buch.read_text().splitlines()] if buch.exists() else []
        )
        return lauf, schritte, (tmp_path / "wartung" / "wartung").exists(), (programm / "fassung").read_text()

    return aktualisieren


SICHERN = ["systemctl stop senioren", "verwalten.sh --eigner sicherung"]


def test_aktualisieren_in_dieser_reihenfolge(anlage):
    lauf, schritte, wartung, fassung = anlage("zwei")
    assert lauf.returncode == 0, lauf.stderr
    assert (wartung, fassung) == (False, "zwei")
    assert schritte == [
        *SICHERN, "start.sh --nur-pakete", "Fassung zwei", "verwalten.sh --eigner einrichten",
        "verwalten.sh --eigner datenbankrechte --anwendung senioren_app --lesen senioren_lesen --ausfuehren",
        "verwalten.sh pruefe", "systemctl start senioren",
    ]  # fmt: skip


def test_ohne_sicherung_aendert_sich_nichts(anlage):
    lauf, schritte, wartung, fassung = anlage("zwei", scheitert="sicherung")
    assert (lauf.returncode, wartung, fassung) == (1, False, "eins")
    assert schritte == [*SICHERN, "systemctl start senioren"]
    assert "es wurde nichts geändert" in lauf.stderr


@pytest.mark.parametrize("befehl", ["einrichten", "datenbankrechte", "pruefe"])
def test_misslingt_es_danach_bleibt_die_wartungsseite_und_der_rueckweg_steht_da(anlage, befehl):
    lauf, schritte, wartung, _ = anlage("zwei", scheitert=befehl)
    assert lauf.returncode == 1 and wartung and "systemctl start senioren" not in schritte
    assert "git checkout" in lauf.stderr and "wiederherstellung" in lauf.stderr


def test_einen_stand_den_es_nicht_gibt_merkt_es_zuerst(anlage):
    lauf, schritte, wartung, fassung = anlage("drei")
    assert (lauf.returncode, schritte, wartung, fassung) == (2, [], False, "eins")


def test_ein_weiterer_rechner_ruehrt_die_datenbank_nicht_an(anlage):
    lauf, schritte, wartung, fassung = anlage("zwei", "--weiterer-rechner")
    assert (lauf.returncode, wartung, fassung) == (0, False, "zwei")
    assert not any("--eigner" in schritt for schritt in schritte)
