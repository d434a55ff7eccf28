"""Formularfelder in der Gestaltung von KERN, mit Fehlertext am Feld."""

from django.forms.renderers import TemplatesSetting


class KernFormulare(TemplatesSetting):
    field_template_name = "bausteine/_feld.html"
    form_template_name = "bausteine/_formular.html"
