"""Adressen dieser App; sie stehen an der Wurzel, weil die Startseite alles zusammenführt."""

from django.urls import path

from .startseite import StartseiteView

urlpatterns = [
    path("", StartseiteView.as_view(), name="start"),
]
