"""Was eine Anfrage bewirken darf: Ansehen schreibt nichts, Senden braucht den Sicherheitsabgleich, andere Methoden
gibt es nicht. Gegangen wird durch die ganze Rechtetabelle; was ein Formular ändert: test_zugestecktes.py."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from beratung.models import Eingang, Eingangsstueck
from dresden_senioren.models import Anfragezaehler, Benutzer, Protokolleintrag, Zugriff
from dresden_senioren.personen.konto import KontoView
from massnahmen.models import GespeicherteAnsicht

from .rechte import TABELLE
from .rechtezeilen import Zeile
from .schreibmitschrift import mitgeschrieben

pytestmark = pytest.mark.django_db

# Wohin Ansehen schreiben darf: die eigene Sitzung, das Zugriffsbuch, die Bremse gegen zu viele Ausgaben …
ERLAUBT = {"django_session", Zugriff._meta.db_table, Anfragezaehler._meta.db_table}
# … wer eine Datei holt, steht im Protokoll …
DATEIEN = {
    "stadt_abbildung_tabelle",
    "bereich_abbildung_tabelle",
    "formular_datei",
    "massnahmen_ausgabe",
    "eingang_befunde",
    "lieferung_befunde",
    "lieferungen_ausgabe",
    "berichtsauftrag_datei",
}
# … und was im Eingang zu lange liegt, verschwindet bei jedem Besuch (beratung/eingang/ablage.py, aufraeumen).
EINGANGSSEITEN = {"beratung:lieferung_neu", "beratung:eingang_liste", "beratung:eingang_detail"}
EINGANGSSEITEN |= {"beratung:eingang_spalten", "beratung:eingang_werte", "eingang_befunde"}
AUFGERAEUMT = {Eingang._meta.db_table, Eingangsstueck._meta.db_table}


def erlaubt(url_name: str) -> set[str]:
    datei = {Protokolleintrag._meta.db_table} if url_name in DATEIEN else set()
    return ERLAUBT | datei | (AUFGERAEUMT if url_name in EINGANGSSEITEN else set())


# --- Ansehen schreibt nichts -----------------------------------------------------------------------------------------

GESEHENES = [z for z in TABELLE if z.methode == "get" and z.darf and z.code in {200, 302, 409, 410}]


def geschrieben(zeile: Zeile, adresse: str, clients) -> set[str]:
    with mitgeschrieben() as tabellen:
        for name in {*zeile.darf, *zeile.auch}:
            clients[name].get(adresse, zeile.daten)
    return tabellen - erlaubt(zeile.url_name)


@pytest.mark.langsam
@pytest.mark.parametrize("zeile", GESEHENES, ids=str)
def test_ansehen_schreibt_nichts(zeile, adresse, clients):
    assert geschrieben(zeile, adresse(zeile), clients) == set()


def test_eine_seite_die_beim_ansehen_schreibt_faellt_auf(adresse, clients, monkeypatch):
    def get(self, request):
        request.user.ansichten.create(name="heimlich", abfrage="")
        return HttpResponse()

    monkeypatch.setattr("dresden_senioren.personen.konto.KontoView.get", get)
    zeile = next(zeile for zeile in GESEHENES if zeile.url_name == "konto")
    assert geschrieben(zeile, adresse(zeile), clients) == {GespeicherteAnsicht._meta.db_table}


# --- Senden braucht den Sicherheitsabgleich ---------------------------------------------------------------------------

# Browser melden Verstöße gegen die Inhaltsregeln ohne Sitzung und ohne Formular; geschrieben wird nur das Protokoll.
OHNE_ABGLEICH = {"csp_bericht"}
GESENDETES = list({z.url_name: z for z in TABELLE if z.methode == "post" and z.darf and z.code != 405}.values())


def ohne_abgleich(zeile: Zeile, adresse: str, sitzungen) -> tuple[int, set[str]]:
    """Antwort auf ein Formular, das nicht von unserer Seite kommt, und was es schreibt."""
    fremd = Client(enforce_csrf_checks=True)
    fremd.cookies[settings.SESSION_COOKIE_NAME] = sitzungen[zeile.darf[-1]]
    with mitgeschrieben() as tabellen:
        antwort = fremd.post(adresse, zeile.daten)
    return antwort.status_code, tabellen - ERLAUBT


def test_ohne_sicherheitsabgleich_wird_nichts_angenommen(adresse, sitzungen):
    antworten = {z.url_name: ohne_abgleich(z, adresse(z), sitzungen) for z in GESENDETES}
    angenommen = {name: antwort for name, antwort in antworten.items() if antwort != (403, set())}
    assert angenommen == {name: (204, set()) for name in OHNE_ABGLEICH}


def test_eine_seite_ohne_sicherheitsabgleich_faellt_auf(adresse, sitzungen, monkeypatch):
    zeile = next(zeile for zeile in GESENDETES if zeile.url_name == "rundgang_beenden")
    monkeypatch.setattr(resolve(adresse(zeile)).func, "csrf_exempt", True, raising=False)
    assert ohne_abgleich(zeile, adresse(zeile), sitzungen) == (302, {Benutzer._meta.db_table})


# --- Andere Methoden gibt es nicht ------------------------------------------------------------------------------------

JE_ADRESSE = {z.url_name: z for z in TABELLE if z.methode == "get" and z.darf}


ANDERE = ("put", "patch", "delete", "options", "trace")


def mit_anderer_methode(methode: str, client, adresse, zeilen) -> dict[str, int]:
    """Url-Name → Antwort, wo es nicht 405 ist."""
    codes = {zeile.url_name: getattr(client, methode)(adresse(zeile)).status_code for zeile in zeilen}
    return {name: code for name, code in codes.items() if code != 405}


@pytest.mark.parametrize("methode", ANDERE)
@pytest.mark.parametrize("identitaet", ["anonym", "leitung"])
def test_andere_methoden_gibt_es_nicht(methode, identitaet, adresse, clients):
    assert mit_anderer_methode(methode, clients[identitaet], adresse, JE_ADRESSE.values()) == {}


@pytest.mark.parametrize("methode", ANDERE)
def test_eine_seite_mit_anderer_methode_faellt_auf(methode, adresse, clients, monkeypatch):
    """Weder die Grenze vor allen Seiten noch die Seite selbst weist sie noch ab."""
    monkeypatch.setattr("dresden_senioren.auslieferung.kopfzeilen.METHODEN", (methode.upper(),))
    monkeypatch.setattr(KontoView, methode, lambda self, request: HttpResponse(), raising=False)
    assert mit_anderer_methode(methode, clients["leitung"], adresse, [JE_ADRESSE["konto"]]) == {"konto": 200}


def test_nur_die_kopfzeilen_gibt_es_wie_die_seite(adresse, clients):
    """HEAD: dieselbe Antwort ohne Inhalt, auch für die, die nicht dürfen."""
    namen = [z for z in JE_ADRESSE.values() if z.url_name not in {"abmelden", "health_ready"}]
    for name in ("anonym", "ohne_rolle"):
        for zeile in namen:
            ziel = adresse(zeile)
            kopf, ganz = clients[name].head(ziel), clients[name].get(ziel)
            assert (kopf.status_code, kopf.content) == (ganz.status_code, b""), (name, ziel)
