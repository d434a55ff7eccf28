"""Adressen der Anmeldung über das Dienstkonto; die Namen gibt das Paket vor."""

from django.urls import path

from .dienstkonto import BeginnenView, ZurueckView

urlpatterns = [
    path("", BeginnenView.as_view(), name="oidc_authentication_init"),
    path("zurueck/", ZurueckView.as_view(), name="oidc_authentication_callback"),
]
