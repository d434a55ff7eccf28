"""Adressen dieser App."""

from django.urls import path

from .views import befunde as befundseiten
from .views import lieferungen as views

app_name = "beratung"
urlpatterns = [
    path("lieferungen/", views.LieferungListeView.as_view(), name="lieferung_liste"),
    path("lieferungen/neu/", views.LieferungNeuView.as_view(), name="lieferung_neu"),
    path("lieferungen/vorlage/", views.EingabevorlageView.as_view(), name="eingabevorlage"),
    path("lieferungen/<int:pk>/", views.LieferungDetailView.as_view(), name="lieferung_detail"),
    path("lieferungen/<int:pk>/uebernehmen/", views.UebernehmenView.as_view(), name="lieferung_uebernehmen"),
    path("lieferungen/<int:pk>/verwerfen/", views.VerwerfenView.as_view(), name="lieferung_verwerfen"),
    path("lieferungen/<int:pk>/zuruecknehmen/", views.ZuruecknehmenView.as_view(), name="lieferung_zuruecknehmen"),
    path("lieferungen/<int:pk>/entscheiden/", befundseiten.EntscheidenView.as_view(), name="befund_entscheiden"),
    path("lieferungen/<int:pk>/kontrollzahl/", befundseiten.KontrollzahlView.as_view(), name="kontrollzahl_erfassen"),
    path("befunde/", befundseiten.BeobachteteView.as_view(), name="befunde_beobachtet"),
    path("pruefregeln/", befundseiten.PruefregelnView.as_view(), name="pruefregeln"),
]
