"""Die Adressen einer Installation mit Dienstkonto; ohne `OIDC_ANBIETER` gibt es diese beiden nicht."""

from django.urls import include, path

from dresden_senioren import urls
from dresden_senioren.urls import handler400, handler403, handler404, handler500  # noqa: F401

urlpatterns = [
    path("anmelden/dienstkonto/", include("dresden_senioren.anmeldung.dienstkonto_adressen")),
    *urls.urlpatterns,
]
