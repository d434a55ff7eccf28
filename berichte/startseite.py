"""Startseite je Rolle: was ist zu tun, welche Zahlen zählen."""

from django.views.generic import TemplateView


class StartseiteView(TemplateView):
    template_name = "berichte/startseite.html"
