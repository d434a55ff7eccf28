"""Ein Formular ändert nur seine Felder: Was immer jemand dazusteckt, die Wirkung bleibt dieselbe.

Gesendet wird jedes Formular der Rechtetabelle, auch die ohne eigene Seite, bis zum letzten Schritt. Zugesteckt wird
jede Spalte jeder Tabelle, in die es schreibt. Schreibt eines nichts, muss der Grund dafür in absendeangaben.py stehen.
"""

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.utils import timezone

from dresden_senioren.barrierefreiheit import MeldeForm
from dresden_senioren.models import Anfragezaehler, Protokolleintrag, Zugriff

from .absendeangaben import OHNE_WIRKUNG, VORGABEN
from .absenden import abgesendet, ausgefuellt, formulare, schreibende
from .rechte import TABELLE
from .rechtezeilen import Zeile
from .schreibmitschrift import wirkung

pytestmark = pytest.mark.django_db

SCHREIBENDE = schreibende(TABELLE)
# Sitzung, Zugriffsbuch, Zähler; und das Protokoll, das in seinen Angaben Nummern neuer Zeilen nennt.
NICHT_VERGLICHEN = {"django_session"} | {m._meta.db_table for m in (Anfragezaehler, Protokolleintrag, Zugriff)}
TYPISCHE = (
    *("id", "pk", "rolle", "is_superuser", "is_staff", "is_active", "password", "erstellt_von", "von", "nr", "ziel"),
    *("verantwortung", "haushaltsrelevanz", "stellen", "benutzer", "zustand", "sha256", "von_id", "rechte_stand"),
)  # fmt: skip


def angaben_fuer(client, adresse: str, zeile: Zeile) -> dict:
    """Was jemand sendet, der nur das Nötige ausfüllt."""
    eigene = VORGABEN.get(zeile.url_name, {})
    eigene = eigene() if callable(eigene) else eigene
    daten = {}
    for form in formulare(client, adresse, eigene):
        daten |= ausgefuellt(form)
    return daten | eigene


def zugesteckt(tabellen: set[str], vergeben: set[str]) -> dict[str, object]:
    """Zu jeder Spalte der Tabellen, die nicht gesendet wird, ein Wert; dazu, was man sonst versuchen würde."""
    werte = dict.fromkeys(TYPISCHE, "1")
    for modell in apps.get_models(include_auto_created=True):
        for feld in modell._meta.concrete_fields if modell._meta.db_table in tabellen else ():
            werte |= dict.fromkeys((feld.name, feld.attname), _wert(feld))
    return {name: wert for name, wert in werte.items() if name not in vergeben and wert is not None}


def _wert(feld: models.Field) -> object:
    if feld.is_relation:
        return feld.related_model._base_manager.values_list("pk", flat=True).last()
    if feld.choices:
        return feld.choices[-1][0]
    arten = {models.BooleanField: "on", models.IntegerField: "7", models.DateField: "2020-02-02"}
    return next((wert for art, wert in arten.items() if isinstance(feld, art)), "geschenkt")


def zweimal_gesendet(zeile: Zeile, name: str, adresse: str, clients) -> tuple:
    """Die Wirkung ohne und mit zugesteckten Feldern."""
    client = clients[name]
    daten = angaben_fuer(client, adresse, zeile)
    ohne = wirkung(lambda: abgesendet(client, adresse, daten), NICHT_VERGLICHEN)
    # Formulare tragen Felder, die hier leer bleiben: Auch sie sind vergeben, selbst wenn nichts zugesteckt ist.
    mehr = zugesteckt(set(ohne[1]), {feld for form in formulare(client, adresse, daten) for feld in form.fields})
    mit = wirkung(lambda: abgesendet(client, adresse, mehr | daten), NICHT_VERGLICHEN)
    return ohne, mit


@pytest.mark.langsam
@pytest.mark.parametrize("zeile", SCHREIBENDE, ids=str)
def test_was_jemand_dazusteckt_aendert_nichts(zeile, adresse, clients):
    schreibt = []
    for name in zeile.darf:
        ohne, mit = zweimal_gesendet(zeile, name, adresse(zeile), clients)
        assert mit == ohne, name
        schreibt.append(any(ohne[1].values()))
    # Sonst bewiese die Gleichheit nichts; und was hier nicht mehr stimmt, soll auch nicht mehr dastehen.
    erwartet = not {zeile.url_name, f"{zeile.url_name} {zeile.objekt}"} & OHNE_WIRKUNG.keys()
    assert any(schreibt) is erwartet, (ohne, schreibt)


def test_ein_formular_das_zu_viel_annimmt_faellt_auf(adresse, clients, monkeypatch):
    clean = MeldeForm.clean

    def zu_viel(self):
        if "beantwortet_am" in self.data:
            self.instance.beantwortet_am = timezone.now()
        return clean(self)

    monkeypatch.setattr(MeldeForm, "clean", zu_viel)
    zeile = next(zeile for zeile in SCHREIBENDE if zeile.url_name == "barriere_melden")
    ohne, mit = zweimal_gesendet(zeile, "leitung", adresse(zeile), clients)
    assert ohne != mit


def test_eine_adresse_ohne_seite_die_zu_viel_annimmt_faellt_auf(adresse, clients, monkeypatch):
    def post(self, request):
        request.user.first_name = request.POST.get("first_name", "Lea")
        request.user.save()
        return HttpResponse()

    monkeypatch.setattr("dresden_senioren.hilfe.seiten.RundgangBeendenView.post", post)
    zeile = next(zeile for zeile in SCHREIBENDE if zeile.url_name == "rundgang_beenden")
    ohne, mit = zweimal_gesendet(zeile, "leitung", adresse(zeile), clients)
    assert ohne != mit
