"""Protokollzeilen: ein JSON-Objekt je Zeile, nicht zu fälschen, nie mit Angaben zu Personen."""

import json
import logging
import os
import uuid

import pytest
from django.db import OperationalError
from django.test import Client

from dresden_senioren import arbeiter
from dresden_senioren.anfrage.protokollzeilen import JsonZeile, TextZeile, einstellung
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.settings import BASE_DIR

from .kaputte_adressen import ERIKA
from .zeilenpruefung import maengel

FAELSCHUNG = 'x"}\r\n{"stufe": "kritisch"}\x1b[31m\u2028\u202e\u2066\x00'


def _record(vorlage="", *args, name="dresden_senioren.test", exc_info=None, **angaben):
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, vorlage, args, exc_info)
    record.__dict__ |= angaben
    return record


def _zeile(*args, **angaben) -> dict:
    text = JsonZeile().format(_record(*args, **angaben))
    assert maengel(text) == []
    return json.loads(text)


# --- Form ------------------------------------------------------------------------------------------------------------


def test_zahlen_und_kennungen_bleiben_texte_nicht():
    kennung = uuid.UUID(int=7)
    assert (
        _zeile("Auftrag %s hat %d Zeilen von %s", kennung, 3, ERIKA)["text"] == f"Auftrag {kennung} hat 3 Zeilen von …"
    )


@pytest.mark.parametrize(
    ("vorlage", "werte"),
    [
        (f"Invalid HTTP_HOST header: '{ERIKA}'", ()),
        ("%s: %s", ("Not Found", f"/gibtsnicht/{ERIKA}")),
        ("zu %s viele %s", (1,)),
        ("%(name)s", ({"name": ERIKA},)),
        ("%d", (ERIKA,)),
    ],
)
def test_meldungen_fremder_pakete_verraten_nichts(vorlage, werte):
    _zeile(vorlage, *werte, name="django.security.DisallowedHost")


def test_eine_ausnahme_nennt_art_und_ort_aber_nicht_ihren_text():
    try:
        try:
            int(ERIKA)
        except ValueError as fehler:
            raise OperationalError(f"Wert {ERIKA}") from fehler
    except OperationalError as fehler:
        angaben = _zeile("Lesen gescheitert", exc_info=(type(fehler), fehler, fehler.__traceback__))["fehler"]
    assert (angaben["art"], angaben["wegen"]) == ("django.db.utils.OperationalError", ["builtins.ValueError"])
    assert angaben["orte"][-1].startswith("tests/rahmen/test_protokollzeilen.py:")
    assert str(BASE_DIR) not in json.dumps(angaben)


@pytest.mark.parametrize("form", [JsonZeile(), TextZeile()])
def test_zeilenumbrueche_und_steuerzeichen_faelschen_keine_zeile(form):
    zeile = form.format(_record(FAELSCHUNG, angaben={"seite": FAELSCHUNG}))
    assert len(zeile.splitlines()) == 1
    assert not {"\r", "\n", "\x1b", "\u2028", "\u202e", "\u2066", "\x00"} & set(zeile)


def test_die_pruefung_bemerkt_einen_namen_in_einer_zeile(protokollzeilen):
    """So etwas darf niemand schreiben; die Prüfung, die über jedem Test liegt, sieht es."""
    logging.getLogger("beratung.planted").warning(ERIKA)
    logging.getLogger("beratung.planted").warning("Herr %s", "Karim")
    erste, zweite = (maengel(zeile) for zeile in protokollzeilen)
    assert (set(erste), zweite) == ({"E-Mail", "Telefon", "Geburtstag", "Name"}, [])
    protokollzeilen.clear()


@pytest.mark.parametrize(
    "zeile", ["kein json", "[]", '{"zeit": "2024-01-01T00:00:00"}', '{"geheim": 1}', '{"stufe": "ä"}', "{}\n{}"]
)
def test_die_pruefung_bemerkt_eine_falsche_form(zeile):
    assert maengel(zeile) != []


def test_zehntausend_zeilen_ohne_einen_namen():
    form = JsonZeile()
    for nummer in range(10_000):
        record = _record("Zeile %s von %s: %s", nummer, ERIKA, FAELSCHUNG, name=("beratung.x", "fremd")[nummer % 2])
        assert "Erika" not in (zeile := form.format(record)) and zeile.isascii() and zeile.isprintable()


def test_einstellung_kennt_beide_formen():
    for form in ("json", "text"):
        logging.config.DictConfigurator(einstellung(form=form, stufe="INFO")).configure_formatter(
            einstellung(form=form, stufe="INFO")["formatters"]["zeile"]
        )


# --- wirkliche Anfragen ----------------------------------------------------------------------------------------------


def _letzte(protokollzeilen) -> dict:
    return json.loads(protokollzeilen[-1])


@pytest.mark.django_db
def test_jede_anfrage_hat_eine_zeile(angemeldet, protokollzeilen, person):
    antwort = angemeldet("leitung").get("/massnahmen/", {"q": ERIKA})
    zeile = _letzte(protokollzeilen)
    erwartet = {"ereignis": "anfrage", "adresse": "massnahmen:liste", "methode": "GET", "status": 200}
    assert erwartet.items() <= zeile.items()
    assert zeile["benutzer"] == person("leitung").pk
    assert zeile["vorgang"] == antwort.headers["X-Request-ID"]


@pytest.mark.django_db
def test_gepflanzte_angaben_stehen_in_keiner_zeile(angemeldet, protokollzeilen):
    client = angemeldet("administration")
    anfragen = (
        lambda: client.get(f"/gibtsnicht/{ERIKA}/"),
        lambda: client.get("/protokoll/", {"suche": ERIKA, "seite": FAELSCHUNG}),
        lambda: client.get("/auswertung/stadt/"),
        lambda: client.post("/beratung/lieferungen/neu/", {"quelle": ERIKA}),
        lambda: client.post(f"/beratung/lieferungen/profile/{ERIKA}/"),
        lambda: client.get("/hilfe/", headers={"user-agent": ERIKA, "referer": ERIKA, "x-request-id": FAELSCHUNG}),
        lambda: client.get("/", headers={"host": "erika@example.org"}),
        lambda: Client().post("/anmelden/", {"username": ERIKA, "password": ERIKA}),
        lambda: Client(enforce_csrf_checks=True).post("/anmelden/", {"username": ERIKA}),
    )
    for anfrage in anfragen * 3:
        anfrage()
    ereignisse = [json.loads(zeile)["ereignis"] for zeile in protokollzeilen if '"ereignis"' in zeile]
    assert ereignisse.count("anfrage") + ereignisse.count("verweigert") >= len(anfragen) * 3
    assert all(maengel(zeile) == [] for zeile in protokollzeilen)


@pytest.mark.django_db
def test_eine_ausnahme_in_einer_seite_steht_da_ohne_ihren_text(settings, protokollzeilen):
    settings.ROOT_URLCONF = "tests.rahmen.kaputte_adressen"
    antwort = Client(raise_request_exception=False).get("/kaputt/")
    ausnahme, anfrage = (json.loads(zeile) for zeile in protokollzeilen)
    assert ausnahme["fehler"]["art"] == "builtins.ValueError"
    assert (anfrage["ereignis"], anfrage["stufe"], anfrage["status"]) == ("gescheitert", "fehler", 500)
    assert ausnahme["vorgang"] == anfrage["vorgang"] == antwort.headers["X-Request-ID"]


@pytest.mark.django_db
def test_was_ins_protokoll_kommt_steht_auch_in_einer_zeile(person, protokollzeilen, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        protokolliere(Ereignis.LIEFERUNG_UEBERNOMMEN, von=person("administration"), gegenstand=ERIKA, datei=ERIKA)
    zeile = _letzte(protokollzeilen)
    assert (zeile["ereignis"], zeile["benutzer"]) == ("lieferung_uebernommen", person("administration").pk)
    protokollzeilen.clear()
    protokolliere(Ereignis.LIEFERUNG_UEBERNOMMEN, von=None)  # ohne Abschluss der Transaktion ist nichts geschehen
    assert protokollzeilen == []


@pytest.mark.django_db
def test_der_herzschlag_steht_nicht_da_und_eine_erfundene_methode_auch_nicht(protokollzeilen):
    assert Client().get("/health/live").status_code == 200
    assert protokollzeilen == []
    Client().generic("ERIKA", "/")
    assert _letzte(protokollzeilen)["methode"] == "andere"


@pytest.mark.django_db
def test_403_heisst_verweigert(angemeldet, protokollzeilen):
    angemeldet("leitung").get("/protokoll/")
    assert _letzte(protokollzeilen)["ereignis"] == "verweigert"


# --- Nummer des Vorgangs ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hinter_proxy", "genannt", "gilt"),
    [
        (True, "0af7651916cd43dd", True),
        (False, "0af7651916cd43dd", False),
        (True, "kurz", False),
        (True, FAELSCHUNG, False),
        (True, "a" * 65, False),
    ],
)
def test_die_nummer_des_webservers_gilt_nur_wohlgeformt(settings, hinter_proxy, genannt, gilt):
    settings.HINTER_PROXY = hinter_proxy
    antwort = Client().get("/hilfe/", headers={"x-request-id": genannt})
    assert (antwort.headers["X-Request-ID"] == genannt) is gilt


def test_ein_angestossener_arbeiter_nennt_denselben_vorgang(settings, monkeypatch):
    gestartet = {}

    class Prozess:
        def __init__(self, aufruf, **angaben):
            gestartet.update(angaben["env"])

        def wait(self):
            return 0

    settings.ARBEITER_STARTEN = True
    monkeypatch.setattr(arbeiter.subprocess, "Popen", Prozess)
    for name in ("zuruecktreten", "_sitzung_zuruecktreten"):
        monkeypatch.setattr(arbeiter, name, lambda prozess: None)
    monkeypatch.setenv("VORGANG", "0af7651916cd43dd")
    arbeiter.starten("eingang_abarbeiten")
    assert gestartet["VORGANG"] == "0af7651916cd43dd" and gestartet["PATH"] == os.environ["PATH"]
    assert _zeile("läuft")["vorgang"] == "0af7651916cd43dd"


@pytest.mark.django_db
def test_ein_name_in_der_datenbank_kommt_nie_in_eine_zeile(angemeldet, protokollzeilen):
    Benutzer.objects.filter(username="leitung").update(first_name="Erika", last_name="Mustermann")
    for pfad in ("/", "/massnahmen/", "/massnahmen/1/", "/berichte/", "/gibtsnicht/"):
        angemeldet("leitung").get(pfad)
    assert len(protokollzeilen) == 5
