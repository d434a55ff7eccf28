"""Adressen: erst die des Rahmens, dann jede App mit ihren eigenen."""

from django.conf import settings
from django.urls import include, path

from . import barrierefreiheit, views
from .anfrage import cspbericht, fehlerseiten
from .datenschutz.views import DatenschutzView, MeineZugriffeView
from .zustand import lebenszeichen, seite

urlpatterns = [
    path("", include("dresden_senioren.anmeldung.adressen")),
    path("hilfe/", include("dresden_senioren.hilfe.adressen")),
    path("csp-bericht/", cspbericht.CspBerichtView.as_view(), name="csp_bericht"),
    path("datenschutz/", DatenschutzView.as_view(), name="datenschutz"),
    path("meine-zugriffe/", MeineZugriffeView.as_view(), name="meine_zugriffe"),
    path("barrierefreiheit/", barrierefreiheit.ErklaerungView.as_view(), name="barrierefreiheit"),
    path("barrierefreiheit/melden/", barrierefreiheit.MeldenView.as_view(), name="barriere_melden"),
    path("barrierefreiheit/danke/", barrierefreiheit.DankeView.as_view(), name="barriere_gemeldet"),
    path("barrieremeldungen/", barrierefreiheit.MeldungenView.as_view(), name="barrieremeldungen"),
    path("barrieremeldungen/<int:pk>/", barrierefreiheit.BeantwortetView.as_view(), name="barriere_beantwortet"),
    path("protokoll/", views.ProtokollView.as_view(), name="protokoll"),
    path("zustand/", seite.ZustandView.as_view(), name="zustand"),
    path("health/live", lebenszeichen.lebt, name="health_live"),
    path("health/ready", lebenszeichen.bereit, name="health_ready"),
    path("", include("dresden_senioren.personen.adressen")),
    path("massnahmen/", include("massnahmen.urls")),
    path("beratung/", include("beratung.urls")),
    path("", include("berichte.urls")),
]

if settings.OIDC_ANBIETER:
    urlpatterns.append(path("anmelden/dienstkonto/", include("dresden_senioren.anmeldung.dienstkonto_adressen")))

handler400 = fehlerseiten.fehlerseite(400)
handler403 = fehlerseiten.fehlerseite(403)
handler404 = fehlerseiten.fehlerseite(404)
handler500 = fehlerseiten.fehlerseite(500)
