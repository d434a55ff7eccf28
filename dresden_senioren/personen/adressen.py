"""Adressen der Personen und von „Mein Konto“."""

from django.urls import path

from . import konto, views
from .handlungen import HANDLUNGEN

urlpatterns = [
    path("personen/", views.PersonenListeView.as_view(), name="person_liste"),
    path("personen/neu/", views.PersonNeuView.as_view(), name="person_neu"),
    path("personen/<int:pk>/", views.PersonDetailView.as_view(), name="person_detail"),
    path("personen/<int:pk>/bearbeiten/", views.PersonBearbeitenView.as_view(), name="person_bearbeiten"),
    *(
        path(f"personen/<int:pk>/{h.schluessel}/", views.HandlungView.as_view(handlung=h), name=h.url_name)
        for h in HANDLUNGEN
    ),
    path("konto/", konto.KontoView.as_view(), name="konto"),
    path("konto/sitzungen/", konto.KontoSitzungenView.as_view(), name="konto_sitzungen"),
]
