"""Adressen dieser App."""

from django.urls import path

from .views import detail, liste, planpruefung, rueckweg

app_name = "massnahmen"
urlpatterns = [
    path("", liste.MassnahmenListeView.as_view(), name="liste"),
    path("<int:pk>/", detail.MassnahmeDetailView.as_view(), name="detail"),
    path("<int:pk>/sachstand/", detail.SachstandMeldenView.as_view(), name="sachstand_melden"),
    path("<int:pk>/bestaetigen/", detail.SachstandBestaetigenView.as_view(), name="sachstand_bestaetigen"),
    path("formulare/", rueckweg.FormularListeView.as_view(), name="formular_liste"),
    path("formulare/hochladen/", rueckweg.FormularHochladenView.as_view(), name="formular_hochladen"),
    path("formulare/<int:pk>/", rueckweg.FormularDetailView.as_view(), name="formular_detail"),
    path("formulare/<int:pk>/uebernehmen/", rueckweg.FormularUebernehmenView.as_view(), name="formular_uebernehmen"),
    path("formulare/<int:pk>/verwerfen/", rueckweg.FormularVerwerfenView.as_view(), name="formular_verwerfen"),
    path("planpruefung/", planpruefung.PlanpruefungView.as_view(), name="planpruefung"),
    path("planpruefung/entscheiden/", planpruefung.EntscheidenView.as_view(), name="planpruefung_entscheiden"),
]
