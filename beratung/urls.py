"""Adressen dieser App."""

from django.urls import path

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
]
