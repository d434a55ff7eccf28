"""Adressen der Anmeldung."""

from django.urls import path

from dresden_senioren import views

from . import faktorseiten, kennwort

urlpatterns = [
    path("anmelden/", kennwort.AnmeldenView.as_view(), name="anmelden"),
    path("abmelden/", views.AbmeldenView.as_view(), name="abmelden"),
    path("anmelden/vergessen/", kennwort.VergessenView.as_view(), name="kennwort_vergessen"),
    path("anmelden/kennwort/<uidb64>/<token>/", kennwort.SetzenView.as_view(), name="kennwort_setzen"),
    path("anmelden/zweiter-faktor/", faktorseiten.PruefenView.as_view(), name="zweiter_faktor"),
    path("konto/kennwort/", kennwort.AendernView.as_view(), name="kennwort_aendern"),
    path("konto/zweiter-faktor/", faktorseiten.UebersichtView.as_view(), name="zweiter_faktor_verwalten"),
    path("konto/zweiter-faktor/einrichten/", faktorseiten.EinrichtenView.as_view(), name="zweiter_faktor_einrichten"),
    path("konto/zweiter-faktor/ersatzcodes/", faktorseiten.ErsatzcodesView.as_view(), name="ersatzcodes"),
    path("konto/zweiter-faktor/entfernen/", faktorseiten.EntfernenView.as_view(), name="zweiter_faktor_entfernen"),
]
