"""Sichern und wiederherstellen mit den wirklichen Befehlen, jeder als eigener Prozess in einer eigenen Datenbank."""

import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import zipfile
from collections import Counter
from types import SimpleNamespace

import psycopg2
import pytest

from dresden_senioren.settings import BASE_DIR
from dresden_senioren.sicherung import archiv
from tests.conftest import PYTHON, eigene_datenbank

from . import sicherungswelt
from .sicherungsdatei import neue_summen, umschreiben

pytestmark = pytest.mark.langsam
# Was nach dem Wiederherstellen anders sein darf: wann migriert wurde, wer angemeldet ist, was im Eingang lag.
NICHT_GESICHERT = ("django_migrations", "django_session", "beratung_eingang", "axes_", "sqlite_")


def lauf(datenbank: str, *angaben, **optionen) -> subprocess.CompletedProcess:
    umgebung = os.environ | {"DATABASE_URL": datenbank, "VORFUEHRUNG": "1"}
    befehl = [*PYTHON, "manage.py", *map(str, angaben)]
    return subprocess.run(befehl, cwd=BASE_DIR, env=umgebung, capture_output=True, text=True, check=False, **optionen)


def in_python(datenbank: str, funktion: str) -> str:
    ergebnis = lauf(
        datenbank, "shell", "-v", "0", "-c", f"from tests.rahmen import sicherungswelt as w; w.{funktion}()"
    )
    assert ergebnis.returncode == 0, ergebnis.stderr
    return ergebnis.stdout


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Eine gefüllte Installation und ihre Sicherung."""
    ordner = tmp_path_factory.mktemp("gesichert")
    with eigene_datenbank(ordner) as datenbank:
        in_python(datenbank, "fuellen")
        ergebnis = lauf(datenbank, "sicherung", ordner / "eine.zip")
        assert ergebnis.returncode == 0, ergebnis.stderr
        yield SimpleNamespace(datenbank=datenbank, datei=ordner / "eine.zip", meldung=ergebnis.stdout)


@pytest.fixture(scope="module")
def wiederhergestellt(installation, tmp_path_factory):
    ordner = tmp_path_factory.mktemp("wiederhergestellt")
    schlechte = umschreiben(installation.datei, ordner / "schlechte.zip", neue_summen, lambda _, zeilen: zeilen[1:])
    with eigene_datenbank(ordner) as datenbank:
        gescheitert = lauf(datenbank, "wiederherstellung", schlechte)
        assert gescheitert.returncode == 1 and "Wiederhergestellt wurde nichts" in gescheitert.stderr
        # Die Datenbank ist danach wieder leer: Die heile geht hinein.
        ergebnis = lauf(datenbank, "wiederherstellung", installation.datei)
        assert ergebnis.returncode == 0, ergebnis.stderr
        yield SimpleNamespace(datenbank=datenbank, meldung=ergebnis.stdout)


# --- was darin steht, unabhängig vom geprüften Programm gelesen -------------------------------------------------------


def verbinden(datenbank: str):
    if datenbank.startswith("sqlite"):
        return sqlite3.connect(f"file:{datenbank.removeprefix('sqlite:///')}?mode=ro", uri=True)
    return psycopg2.connect(datenbank)


def tabelleninhalt(datenbank: str) -> dict[str, tuple[int, str]]:
    """Tabelle → Zahl der Zeilen und Prüfsumme aller Werte."""
    verbindung = verbinden(datenbank)
    zeiger = verbindung.cursor()
    if datenbank.startswith("sqlite"):
        zeiger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    else:
        zeiger.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    inhalt = {}
    for (name,) in zeiger.fetchall():
        if not name.startswith(NICHT_GESICHERT):
            zeiger.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            zeilen = sorted(repr([bytes(w) if isinstance(w, memoryview) else w for w in z]) for z in zeiger.fetchall())
            inhalt[name] = (len(zeilen), hashlib.sha256("\n".join(zeilen).encode()).hexdigest())
    verbindung.close()
    return inhalt


def letzter_vermerk(datenbank: str) -> tuple:
    verbindung = verbinden(datenbank)
    zeiger = verbindung.cursor()
    zeiger.execute("SELECT ereignis, gegenstand FROM dresden_senioren_protokolleintrag ORDER BY id DESC LIMIT 1")
    vermerk = zeiger.fetchone()
    verbindung.close()
    return vermerk


PROTOKOLL = "dresden_senioren_protokolleintrag"


def test_nach_dem_wiederherstellen_gleicht_jede_tabelle(installation, wiederhergestellt):
    vorher, nachher = tabelleninhalt(installation.datenbank), tabelleninhalt(wiederhergestellt.datenbank)
    # Beide haben seither je einen Vermerk mehr; alles andere ist Zeichen für Zeichen dasselbe.
    assert vorher.pop(PROTOKOLL)[0] == nachher.pop(PROTOKOLL)[0]
    assert vorher == nachher
    assert len(vorher) > 60 and sum(anzahl for anzahl, _ in vorher.values()) > 10_000
    assert "alle Prüfsummen gleich" in wiederhergestellt.meldung
    assert letzter_vermerk(installation.datenbank) == ("sicherung_erstellt", "eine.zip")
    assert letzter_vermerk(wiederhergestellt.datenbank) == ("sicherung_eingespielt", "eine.zip")


def test_festgeschriebener_bericht_laesst_sich_wieder_herunterladen(installation, wiederhergestellt):
    nachher = json.loads(in_python(wiederhergestellt.datenbank, "bericht"))
    assert nachher == json.loads(in_python(installation.datenbank, "bericht"))
    status, sha256, vermerkt, _ = nachher
    assert (status, sha256) == (200, vermerkt)


def test_neue_zeilen_bekommen_freie_nummern(wiederhergestellt):
    in_python(wiederhergestellt.datenbank, "naechste_nummern")


def test_ueberschrieben_wird_nichts(installation):
    inhalt = installation.datei.read_bytes()
    erneut = lauf(installation.datenbank, "sicherung", installation.datei)
    assert erneut.returncode == 2 and "gibt es schon" in erneut.stderr
    assert installation.datei.read_bytes() == inhalt
    nicht_leer = lauf(installation.datenbank, "wiederherstellung", installation.datei)
    assert nicht_leer.returncode == 1 and "nicht leer" in nicht_leer.stderr


def test_nur_der_eigentuemer_liest_die_sicherung(installation):
    assert stat.S_IMODE(installation.datei.stat().st_mode) == 0o600
    assert [p for p in installation.datei.parent.iterdir() if p.name.endswith(archiv.UNFERTIG)] == []


def test_sitzungen_und_hochgeladenes_stehen_in_keiner_sicherung(installation):
    with zipfile.ZipFile(installation.datei) as ablage:
        alles = b"".join(ablage.read(name) for name in ablage.namelist()).decode()
        verzeichnis = json.loads(ablage.read(archiv.VERZEICHNIS))
    assert [wort for wort in sicherungswelt.GEHEIMES if wort in alles] == []
    assert sicherungswelt.BLEIBENDES in alles  # Gegenprobe: die Suche findet, was da ist
    assert {"sessions.session", "beratung.eingang"} <= verzeichnis["ausgelassen"].keys()
    assert os.environ["SECRET_KEY"] not in alles


def test_auf_nichts_ausgelassenes_zeigt_etwas_gesichertes():
    from django.apps import apps

    from dresden_senioren.sicherung.umfang import grund_fuer

    verweise = {
        feld
        for modell in apps.get_models(include_auto_created=True)
        for feld in modell._meta.get_fields()
        if feld.many_to_one and grund_fuer(feld.related_model) and not grund_fuer(modell)
    }
    assert verweise == set()


# --- während geschrieben wird -----------------------------------------------------------------------------------------


def test_gelesen_wird_ein_einziger_stand(installation):
    ergebnis = json.loads(in_python(installation.datenbank, "zwischen_zwei_tabellen"))
    assert len(set(ergebnis["schnappschuss"])) == 1
    assert len(set(ergebnis["ohne"])) == 2  # Gegenprobe: ohne Schnappschuss passt es nicht zusammen


def test_sichern_waehrend_geschrieben_wird(installation, tmp_path):
    funktion = "from tests.rahmen import sicherungswelt as w; w.paare_schreiben()"
    umgebung = os.environ | {"DATABASE_URL": installation.datenbank}
    schreiber = subprocess.Popen(
        [*PYTHON, "manage.py", "shell", "-v", "0", "-c", funktion], cwd=BASE_DIR, env=umgebung,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert schreiber.stdout.readline() == "los\n"
    ergebnis = lauf(installation.datenbank, "sicherung", tmp_path / "mitten.zip")
    assert schreiber.poll() is None
    geschrieben = int(schreiber.communicate("genug")[0])
    assert ergebnis.returncode == 0, ergebnis.stderr
    with archiv.lesen(tmp_path / "mitten.zip") as quelle:
        paare = [
            {json.loads(zeile)[stelle] for zeile in _zeilen(quelle, modell) if b'"Paar ' in zeile}
            for modell, stelle in (("auth.group", 1), ("massnahmen.stelle", 1))
        ]
    assert paare[0] == paare[1] and 0 < len(paare[0]) < geschrieben + 10


def _zeilen(quelle: archiv.Leser, modell: str) -> list[bytes]:
    eintrag = next(e for e in quelle.verzeichnis["tabellen"] if e["modell"] == modell)
    return list(quelle.zeilen(eintrag["datei"], eintrag["sha256"]))


# --- von einer Datenbank zur anderen ----------------------------------------------------------------------------------


def test_umzug_zwischen_sqlite_und_postgresql(installation, tmp_path):
    if installation.datenbank.startswith("sqlite"):
        pytest.skip("Beide Datenbanken gibt es nur im Lauf mit PostgreSQL.")
    auf_sqlite = f"sqlite:///{tmp_path / 'umgezogen.sqlite3'}"
    for angaben in (("wiederherstellung", installation.datei), ("sicherung", tmp_path / "zurueck.zip")):
        ergebnis = lauf(auf_sqlite, *angaben)
        assert ergebnis.returncode == 0, ergebnis.stderr
    with archiv.lesen(installation.datei) as hin, archiv.lesen(tmp_path / "zurueck.zip") as zurueck:
        summen = [{e["modell"]: e["pruefsumme"] for e in q.verzeichnis["tabellen"]} for q in (hin, zurueck)]
    assert {m for m in summen[0] if summen[0][m] != summen[1][m]} == {"dresden_senioren.protokolleintrag"}
    ergebnis = lauf(installation.datenbank, "wiederherstellung", tmp_path / "zurueck.zip", "--pruefen")
    assert ergebnis.returncode == 0, ergebnis.stderr


# --- Prüfen hinterlässt nichts ----------------------------------------------------------------------------------------


def test_pruefen_hinterlaesst_nichts(installation, tmp_path):
    vorher = tabelleninhalt(installation.datenbank)
    ergebnis = lauf(installation.datenbank, "wiederherstellung", installation.datei, "--pruefen")
    assert ergebnis.returncode == 0, ergebnis.stderr
    assert ergebnis.stdout.startswith("ok")
    assert tabelleninhalt(installation.datenbank) == vorher
    if installation.datenbank.startswith("postgres"):
        verbindung = verbinden(installation.datenbank)
        zeiger = verbindung.cursor()
        zeiger.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'probe%'")
        assert zeiger.fetchone() == (0,)
        verbindung.close()


def test_voller_datentraeger_hinterlaesst_keine_halbe_sicherung(installation, tmp_path):
    import resource

    def hoechstens_50_kb():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    ergebnis = lauf(installation.datenbank, "sicherung", tmp_path / "halb.zip", preexec_fn=hoechstens_50_kb)
    assert ergebnis.returncode == 1 and "Nichts gesichert" in ergebnis.stderr
    assert list(tmp_path.iterdir()) == []


def test_eine_leere_datenbank_wird_nicht_gesichert(tmp_path):
    ergebnis = lauf(f"sqlite:///{tmp_path / 'leer.sqlite3'}", "sicherung", tmp_path / "leer.zip")
    assert ergebnis.returncode == 1 and "nichts zu sichern" in ergebnis.stderr
    assert not (tmp_path / "leer.zip").exists()


def test_falscher_aufruf(installation, tmp_path):
    aufrufe = [
        ("sicherung", tmp_path / "gibt" / "es" / "nicht.zip"),
        ("sicherung", tmp_path / "eine.zip", "--behalten", "7/5/12"),
        ("sicherung", tmp_path, "--behalten", "viele"),
        ("wiederherstellung", tmp_path / "fehlt.zip"),
    ]
    assert Counter(lauf(installation.datenbank, *aufruf).returncode for aufruf in aufrufe) == {2: len(aufrufe)}
    assert list(tmp_path.iterdir()) == []
