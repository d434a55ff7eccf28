"""Adressen dieser App."""

from django.urls import path

from .views import detail, liste

app_name = "massnahmen"
urlpatterns = [
    path("", liste.MassnahmenListeView.as_view(), name="liste"),
    path("<int:pk>/", detail.MassnahmeDetailView.as_view(), name="detail"),
    path("<int:pk>/sachstand/", detail.SachstandMeldenView.as_view(), name="sachstand_melden"),
    path("<int:pk>/bestaetigen/", detail.SachstandBestaetigenView.as_view(), name="sachstand_bestaetigen"),
]
