"""Adressen dieser App; sie stehen an der Wurzel, weil die Startseite alles zusammenführt."""

from django.urls import include, path

from beratung.models import Eingang, Lieferung

from . import befundausgabe, massnahmenausgabe, ueberblick
from .startseite import StartseiteView
from .views import auftrag, bericht, berichtsvergleich, formular

urlpatterns = [
    path("", StartseiteView.as_view(), name="start"),
    path("auswertung/", include("berichte.auswertung_urls")),
    path(
        "massnahmen/ausgabe/<slug:dateiformat>/",
        massnahmenausgabe.MassnahmenAusgabeView.as_view(),
        name="massnahmen_ausgabe",
    ),
    path("ueberblick/", ueberblick.UeberblickView.as_view(), name="ueberblick"),
    path("ueberblick/sachstand.svg", ueberblick.UeberblickBildView.as_view(), name="ueberblick_bild"),
    path("berichte/", bericht.BerichtListeView.as_view(), name="bericht_liste"),
    path("berichte/auftrag/<uuid:pk>/", auftrag.AuftragDetailView.as_view(), name="berichtsauftrag"),
    path("berichte/auftrag/<uuid:pk>/datei/", auftrag.AuftragDateiView.as_view(), name="berichtsauftrag_datei"),
    path(
        "berichte/vergleich/<int:alt>/<int:neu>/",
        berichtsvergleich.BerichtsvergleichView.as_view(),
        name="berichtsvergleich",
    ),
    path("formulare/<int:pk>/", formular.FormularDateiView.as_view(), name="formular_datei"),
    path(
        "beratung/lieferungen/<int:pk>/befunde/<slug:dateiformat>/",
        befundausgabe.BefundAusgabeView.as_view(modell=Lieferung),
        name="lieferung_befunde",
    ),
    path(
        "beratung/lieferungen/eingang/<uuid:pk>/befunde/<slug:dateiformat>/",
        befundausgabe.BefundAusgabeView.as_view(modell=Eingang),
        name="eingang_befunde",
    ),
]
