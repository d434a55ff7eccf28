"""Adressen: erst die des Rahmens, dann jede App mit ihren eigenen."""

from django.conf import settings
from django.urls import include, path

from . import views

urlpatterns = [
    path("", include("dresden_senioren.anmeldung.adressen")),
    path("hilfe/", views.HilfeView.as_view(), name="hilfe"),
    path("barrierefreiheit/", views.BarrierefreiheitView.as_view(), name="barrierefreiheit"),
    path("protokoll/", views.ProtokollView.as_view(), name="protokoll"),
    path("", include("dresden_senioren.personen.adressen")),
    path("massnahmen/", include("massnahmen.urls")),
    path("beratung/", include("beratung.urls")),
    path("", include("berichte.urls")),
]

if settings.OIDC_ANBIETER:
    urlpatterns.append(path("anmelden/dienstkonto/", include("dresden_senioren.anmeldung.dienstkonto_adressen")))

handler400 = views.fehlerseite(400)
handler403 = views.fehlerseite(403)
handler404 = views.fehlerseite(404)
handler500 = views.fehlerseite(500)
