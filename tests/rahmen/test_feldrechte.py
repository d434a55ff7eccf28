"""Was eine Anfrage bewirken darf: Ansehen schreibt nichts, Senden braucht den Sicherheitsabgleich, ein Formular ändert
nur seine Felder, andere Methoden gibt es nicht. Gegangen wird durch die ganze Rechtetabelle."""

import pytest
from django import forms
from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from beratung.models import Eingang, Eingangsstueck
from dresden_senioren.barrierefreiheit import MeldeForm
from dresden_senioren.models import Anfragezaehler, Protokolleintrag, Zugriff
from massnahmen.models import GespeicherteAnsicht

from .rechte import TABELLE
from .rechtezeilen import Zeile
from .schreibmitschrift import mitgeschrieben, wirkung

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


# --- Andere Methoden gibt es nicht ------------------------------------------------------------------------------------

JE_ADRESSE = {z.url_name: z for z in TABELLE if z.methode == "get" and z.darf}


@pytest.mark.parametrize("methode", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("identitaet", ["anonym", "leitung"])
def test_andere_methoden_gibt_es_nicht(methode, identitaet, adresse, clients):
    codes = {n: getattr(clients[identitaet], methode)(adresse(z)).status_code for n, z in JE_ADRESSE.items()}
    assert {name: code for name, code in codes.items() if code != 405} == {}


def test_nur_die_kopfzeilen_gibt_es_wie_die_seite(adresse, clients):
    """HEAD: dieselbe Antwort ohne Inhalt, auch für die, die nicht dürfen."""
    namen = [z for z in JE_ADRESSE.values() if z.url_name not in {"abmelden", "health_ready"}]
    for name in ("anonym", "ohne_rolle"):
        for zeile in namen:
            ziel = adresse(zeile)
            kopf, ganz = clients[name].head(ziel), clients[name].get(ziel)
            assert (kopf.status_code, kopf.content) == (ganz.status_code, b""), (name, ziel)


# --- Ein Formular ändert nur seine Felder -----------------------------------------------------------------------------

TYPISCHE = (
    "id",
    "pk",
    "rolle",
    "is_superuser",
    "is_staff",
    "is_active",
    "password",
    "erstellt_von",
    "von",
    "nr",
    "ziel",
)
TYPISCHE += ("verantwortung", "haushaltsrelevanz", "stellen", "benutzer", "zustand", "sha256", "von_id", "rechte_stand")


def ausgefuellt(form) -> dict:
    """Was jemand abschickt, der alles Nötige ausfüllt und den Rest lässt, wie es ist."""
    daten = {}
    for feld in form:
        wert = feld.value()
        if wert in (None, "", []) and feld.field.required:
            wert = _eingabe(feld.field)
        if wert not in (None, "", [], False):
            daten[feld.html_name] = wert
    return daten


def _eingabe(feld) -> object:
    if isinstance(feld, forms.ModelChoiceField):
        erste = [feld.prepare_value(feld.queryset.first())]
        return erste if isinstance(feld, forms.ModelMultipleChoiceField) else erste[0]
    if isinstance(feld, forms.ChoiceField):
        return next(wert for wert, _ in feld.choices if wert)
    if isinstance(feld, forms.BooleanField):
        return "on"
    if isinstance(feld, forms.IntegerField):
        return feld.min_value or 1
    if isinstance(feld, forms.DateField):
        return timezone.localdate().isoformat()
    return "test@example.org" if isinstance(feld, forms.EmailField) else "Geschrieben"


def zugesteckt(modell, vergeben: set[str]) -> dict[str, object]:
    """Zu jedem Feld der Zeile, das nicht im Formular steht, ein Wert; dazu, was man sonst versuchen würde."""
    werte = dict.fromkeys(TYPISCHE, "1")
    for feld in modell._meta.concrete_fields if modell else ():
        wert = "geschenkt"
        if feld.is_relation:
            wert = feld.related_model._base_manager.values_list("pk", flat=True).last()
        elif isinstance(feld, models.BooleanField):
            wert = "on"
        elif isinstance(feld, models.IntegerField):
            wert = "7"
        elif isinstance(feld, models.DateField):
            wert = "2020-02-02"
        elif feld.choices:
            wert = feld.choices[-1][0]
        werte |= {feld.name: wert, feld.attname: wert}
    return {name: wert for name, wert in werte.items() if name not in vergeben and wert is not None}


def formulare() -> list[Zeile]:
    """Seiten mit einem Formular: eigene Zeile, ansehen und absenden an derselben Adresse."""
    gesendet = {(z.url_name, z.objekt) for z in TABELLE if z.methode == "post" and z.code not in {404, 405}}
    seiten = [z for z in TABELLE if z.methode == "get" and z.code == 200 and (z.url_name, z.objekt) in gesendet]
    return [z for z in seiten if z.darf and z.objekt != "fremd"]


# Was sich nicht aus dem Formular allein ergibt.
VORGABEN = {
    "massnahmen:haushaltsbetrag_neu": {"jahr": 2031},
    "beratung:ereignis_neu": {"ab": "2024-09"},
}
# Hier schreibt der erste Versuch nichts: Er zeigt die Folgen zum Bestätigen oder braucht mehr als das Nötigste. Phase
# und Ausstattung haben dasselbe Formular wie „bearbeiten“, das hier schreibt.
ERST_SPAETER = {
    "massnahmen:phase_neu",
    "beratung:ausstattung_neu",
    "beratung:stellengebiet_neu",
    "beratung:gebietszuordnung_neu",
}


# Das Protokoll nennt in seinen Angaben Nummern neuer Zeilen.
NICHT_VERGLICHEN = ERLAUBT | {Protokolleintrag._meta.db_table}


def zweimal_gesendet(zeile: Zeile, name: str, adresse: str, clients):
    """Das Modell des Formulars (oder None), die Wirkung ohne und mit zugesteckten Feldern; None ohne Formular."""
    client = clients[name]
    form = client.get(adresse).context.get("form")
    if form is None:
        return None
    daten = ausgefuellt(form) | VORGABEN.get(zeile.url_name, {})
    modell = getattr(getattr(form, "_meta", None), "model", None)
    mehr = zugesteckt(modell, {feld.html_name for feld in form})
    ohne, mit = (wirkung(lambda d=d: client.post(adresse, d), NICHT_VERGLICHEN) for d in (daten, mehr | daten))
    return modell, ohne, mit


@pytest.mark.langsam
@pytest.mark.parametrize("zeile", formulare(), ids=str)
def test_ein_formular_aendert_nur_seine_felder(zeile, adresse, clients):
    for name in zeile.darf:
        if ergebnis := zweimal_gesendet(zeile, name, adresse(zeile), clients):
            modell, ohne, mit = ergebnis
            assert mit == ohne, name
            # Sonst bewiese die Gleichheit nichts: Was eine Zeile beschreibt, hat auch eine geschrieben.
            if modell:
                assert (ohne[0] == 302 and any(ohne[1].values())) != (zeile.url_name in ERST_SPAETER), (name, ohne)


def test_ein_formular_das_zu_viel_annimmt_faellt_auf(adresse, clients, monkeypatch):
    clean = MeldeForm.clean

    def zu_viel(self):
        if "beantwortet_am" in self.data:
            self.instance.beantwortet_am = timezone.now()
        return clean(self)

    monkeypatch.setattr(MeldeForm, "clean", zu_viel)
    zeile = next(zeile for zeile in formulare() if zeile.url_name == "barriere_melden")
    _, ohne, mit = zweimal_gesendet(zeile, "leitung", adresse(zeile), clients)
    assert ohne != mit
