"""Adressen dieser App; sie stehen an der Wurzel, weil die Startseite alles zusammenführt."""

from django.urls import include, path

from beratung.models import Eingang, Lieferung

from .views import befundliste, formular, grenzen, lieferungsliste, massnahmenliste, ueberblick
from .views.startseite import StartseiteView

urlpatterns = [
    path("", StartseiteView.as_view(), name="start"),
    path("auswertung/", include("berichte.views.auswertung.adressen")),
    path(
        "massnahmen/ausgabe/<slug:dateiformat>/",
        massnahmenliste.MassnahmenAusgabeView.as_view(),
        name="massnahmen_ausgabe",
    ),
    path("ueberblick/", ueberblick.UeberblickView.as_view(), name="ueberblick"),
    path("ueberblick/sachstand.svg", ueberblick.UeberblickBildView.as_view(), name="ueberblick_bild"),
    path("berichte/freigaben/", include("berichte.views.freigabe_adressen")),
    path("berichte/", include("berichte.views.akten.adressen")),
    path("beratung/stammdaten/grenzen/", grenzen.GrenzenView.as_view(), name="grenzen"),
    path("beratung/stammdaten/grenzen/<int:pk>/wieder/", grenzen.GrenzenWiederView.as_view(), name="grenzen_wieder"),
    path(
        "beratung/stammdaten/grenzen/zuruecknehmen/",
        grenzen.GrenzenZuruecknehmenView.as_view(),
        name="grenzen_zuruecknehmen",
    ),
    path("formulare/<int:pk>/", formular.FormularDateiView.as_view(), name="formular_datei"),
    path(
        "beratung/lieferungen/ausgabe/<slug:dateiformat>/",
        lieferungsliste.LieferungenAusgabeView.as_view(),
        name="lieferungen_ausgabe",
    ),
    path(
        "beratung/lieferungen/<int:pk>/befunde/<slug:dateiformat>/",
        befundliste.BefundAusgabeView.as_view(modell=Lieferung),
        name="lieferung_befunde",
    ),
    path(
        "beratung/lieferungen/eingang/<uuid:pk>/befunde/<slug:dateiformat>/",
        befundliste.BefundAusgabeView.as_view(modell=Eingang),
        name="eingang_befunde",
    ),
]
