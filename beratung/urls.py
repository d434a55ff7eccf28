"""Adressen dieser App."""

from django.urls import path

from .views import befunde as befundseiten
from .views import eingang, kalender, profile, verzeichnis, zuordnung
from .views import lieferungen as views
from .views.stammdaten.adressen import adressen as stammdatenadressen

app_name = "beratung"
urlpatterns = [
    path("lieferungen/", verzeichnis.LieferungListeView.as_view(), name="lieferung_liste"),
    path("lieferungen/neu/", eingang.LieferungNeuView.as_view(), name="lieferung_neu"),
    path("lieferungen/uebernehmen/", verzeichnis.VorschauenUebernehmenView.as_view(), name="vorschauen_uebernehmen"),
    path("lieferungen/vorlage/", views.EingabevorlageView.as_view(), name="eingabevorlage"),
    path("lieferungen/<int:pk>/", views.LieferungDetailView.as_view(), name="lieferung_detail"),
    path("lieferungen/<int:pk>/uebernehmen/", views.UebernehmenView.as_view(), name="lieferung_uebernehmen"),
    path("lieferungen/<int:pk>/verwerfen/", views.VerwerfenView.as_view(), name="lieferung_verwerfen"),
    path("lieferungen/<int:pk>/zuruecknehmen/", views.ZuruecknehmenView.as_view(), name="lieferung_zuruecknehmen"),
    path("lieferungen/<int:pk>/eingang/", kalender.EingangView.as_view(), name="lieferung_eingang"),
    path("kalender/", kalender.KalenderView.as_view(), name="kalender"),
    path("kalender/mehrere/", kalender.MehrereMonateView.as_view(), name="mehrere_monate"),
    path("kalender/nullmeldung/", kalender.NullmeldungNeuView.as_view(), name="nullmeldung_neu"),
    path(
        "kalender/nullmeldung/<int:pk>/",
        kalender.NullmeldungZuruecknehmenView.as_view(),
        name="nullmeldung_zuruecknehmen",
    ),
    path("kalender/traeger/<int:pk>/", kalender.TraegerView.as_view(), name="traeger"),
    path("kalender/traeger/<int:pk>/erinnern/", kalender.ErinnerungView.as_view(), name="traeger_erinnern"),
    path("kalender/<str:quelle>/<str:monat>/", kalender.MonatView.as_view(), name="monat"),
    path("lieferungen/<int:pk>/entscheiden/", befundseiten.EntscheidenView.as_view(), name="befund_entscheiden"),
    path("lieferungen/<int:pk>/kontrollzahl/", befundseiten.KontrollzahlView.as_view(), name="kontrollzahl_erfassen"),
    path("befunde/", befundseiten.BeobachteteView.as_view(), name="befunde_beobachtet"),
    path("pruefregeln/", befundseiten.PruefregelnView.as_view(), name="pruefregeln"),
    path("lieferungen/eingang/", eingang.EingangListeView.as_view(), name="eingang_liste"),
    path("lieferungen/eingang/alle/", eingang.EingangAlleView.as_view(), name="eingang_alle"),
    path("lieferungen/eingang/abgelehnte/", eingang.EingangAbgelehnteView.as_view(), name="eingang_abgelehnte"),
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
    *stammdatenadressen(),
]
