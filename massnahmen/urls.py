"""Adressen dieser App."""

from django.urls import path

from . import views

app_name = "massnahmen"
urlpatterns = [
    path("", views.MassnahmenListeView.as_view(), name="liste"),
    path("<int:pk>/", views.MassnahmeDetailView.as_view(), name="detail"),
    path("<int:pk>/sachstand/", views.SachstandMeldenView.as_view(), name="sachstand_melden"),
    path("<int:pk>/bestaetigen/", views.SachstandBestaetigenView.as_view(), name="sachstand_bestaetigen"),
]
