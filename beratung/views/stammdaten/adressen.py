"""Die Adressen unter /beratung/stammdaten/, aus dem, was sich pflegen lässt."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from beratung.stammdaten.pflege import STAMMDATEN, Gegenstand
from dresden_senioren.pflegeseiten import BEARBEITEN, LOESCHEN, NEU

from . import detail, listen, tabelle


def adressen() -> Iterator[URLPattern]:
    for gegenstand in STAMMDATEN:
        yield from _pflegeadressen(gegenstand)
    for ort, seite, name in (
        ("stelle/<int:pk>/", detail.StelleView, "stelle_detail"),
        ("stelle/ausstattung/tabelle/", tabelle.AusstattungTabelleView, "ausstattung_tabelle"),
        ("planungsbereich/<int:pk>/", detail.PlanungsbereichView, "planungsbereich_detail"),
        ("planungsbereich/<int:pk>/koordination/", detail.KoordinationView, "koordination"),
        ("planungsbereich/<int:pk>/bestaetigen/", detail.BestaetigenView, "zuordnung_bestaetigen"),
        ("bevoelkerung/", detail.BevoelkerungView, "bevoelkerung"),
        ("bevoelkerung/<str:stichtag>/loeschen/", detail.StichtagLoeschenView, "bevoelkerung_loeschen"),
        ("bevoelkerung/tabelle/", tabelle.BevoelkerungTabelleView, "bevoelkerung_tabelle"),
    ):
        yield path(f"stammdaten/{ort}", seite.as_view(), name=name)


def _pflegeadressen(gegenstand: Gegenstand) -> Iterator[URLPattern]:
    stamm = gegenstand.schluessel
    # Was zu einer Zeile einer Liste gehört, liegt unter dieser Liste; daran erkennt die Navigation, wo man ist.
    ort = {"beratungsstelle": "stelle/", "stadtteil": "planungsbereich/"}.get(gegenstand.eltern, "") + stamm
    zu = {"": "", "beratungsstelle": "<int:zu>/"}.get(gegenstand.eltern, "<slug:zu>/")
    seiten = {
        NEU: (f"neu/{zu}", listen.NeuView),
        BEARBEITEN: ("<int:pk>/bearbeiten/", listen.BearbeitenView),
        LOESCHEN: ("<int:pk>/loeschen/", listen.LoeschenView),
    }
    if gegenstand.liste:
        liste = listen.ListeView.as_view(gegenstand=gegenstand)
        yield path(f"stammdaten/{ort}/", liste, name=f"{stamm}_liste")
    for aktion in gegenstand.aktionen:
        ziel, seite = seiten[aktion]
        yield path(f"stammdaten/{ort}/{ziel}", seite.as_view(gegenstand=gegenstand), name=f"{stamm}_{aktion}")
