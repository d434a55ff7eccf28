"""Adressen dieser App."""

from django.urls import path

from .views import eingang, profile, zuordnung
from .views import lieferungen as views

app_name = "beratung"
urlpatterns = [
    path("lieferungen/", views.LieferungListeView.as_view(), name="lieferung_liste"),
    path("lieferungen/neu/", eingang.LieferungNeuView.as_view(), name="lieferung_neu"),
    path("lieferungen/vorlage/", views.EingabevorlageView.as_view(), name="eingabevorlage"),
    path("lieferungen/<int:pk>/", views.LieferungDetailView.as_view(), name="lieferung_detail"),
    path("lieferungen/<int:pk>/uebernehmen/", views.UebernehmenView.as_view(), name="lieferung_uebernehmen"),
    path("lieferungen/<int:pk>/verwerfen/", views.VerwerfenView.as_view(), name="lieferung_verwerfen"),
    path("lieferungen/<int:pk>/zuruecknehmen/", views.ZuruecknehmenView.as_view(), name="lieferung_zuruecknehmen"),
    path("lieferungen/eingang/", eingang.EingangListeView.as_view(), name="eingang_liste"),
    path("lieferungen/eingang/alle/", eingang.EingangAlleView.as_view(), name="eingang_alle"),
    path("lieferungen/eingang/<uuid:pk>/", eingang.EingangDetailView.as_view(), name="eingang_detail"),
    path("lieferungen/eingang/<uuid:pk>/spalten/", zuordnung.SpaltenView.as_view(), name="eingang_spalten"),
    path("lieferungen/eingang/<uuid:pk>/werte/", zuordnung.WerteView.as_view(), name="eingang_werte"),
    path("lieferungen/eingang/<uuid:pk>/verwerfen/", eingang.EingangVerwerfenView.as_view(), name="eingang_verwerfen"),
    path(
        "lieferungen/eingang/<uuid:pk>/nochmal/", eingang.EingangWiederholenView.as_view(), name="eingang_wiederholen"
    ),
    path("lieferungen/profile/", profile.ProfilListeView.as_view(), name="profil_liste"),
    path("lieferungen/profile/<slug:name>/", profile.ProfilDetailView.as_view(), name="profil_detail"),
    path("lieferungen/profile/<int:pk>/datei/", profile.ProfilDateiView.as_view(), name="profil_datei"),
    path(
        "lieferungen/profile/<int:pk>/zurueckziehen/",
        profile.ProfilZurueckziehenView.as_view(),
        name="profil_zurueckziehen",
    ),
]
