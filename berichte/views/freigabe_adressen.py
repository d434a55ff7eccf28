"""Freigaben geschützter Zahlen, unter „Berichte“."""

from django.urls import path

from . import bekanntezahlen, freigabe

urlpatterns = [
    path("", freigabe.FreigabeListeView.as_view(), name="freigabe_liste"),
    path("neu/", freigabe.FreigabeNeuView.as_view(), name="freigabe_neu"),
    path("bekannte-zahlen/", bekanntezahlen.BekannteZahlenView.as_view(), name="bekannte_zahlen"),
    path(
        "bekannte-zahlen/<int:pk>/zuruecknehmen/",
        bekanntezahlen.ZahlZuruecknehmenView.as_view(),
        name="bekannte_zahl_zuruecknehmen",
    ),
    path("<int:pk>/", freigabe.FreigabeView.as_view(), name="freigabe"),
    path("<int:pk>/erteilen/", freigabe.FreigabeErteilenView.as_view(), name="freigabe_erteilen"),
    path("<int:pk>/verwerfen/", freigabe.FreigabeVerwerfenView.as_view(), name="freigabe_verwerfen"),
]
