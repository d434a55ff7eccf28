"""Die Adressen der Anwendung und eine, deren Seite scheitert."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from dresden_senioren import urls
from dresden_senioren.urls import handler400, handler403, handler404, handler500  # noqa: F401  – Django sucht sie hier

ERIKA = "Erika Mustermann, geb. 01.02.1940, erika@example.org, 0351 4881234"


@login_not_required
def kaputt(request):
    raise ValueError(f"Beim Lesen von {ERIKA}: SELECT …")


urlpatterns = [path("kaputt/", kaputt, name="kaputt"), *urls.urlpatterns]
