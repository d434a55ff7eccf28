"""Formularfelder in der Gestaltung von KERN, mit Fehlertext am Feld; die Anmeldung."""

from django.contrib.auth.forms import AuthenticationForm
from django.forms.renderers import TemplatesSetting


class KernFormulare(TemplatesSetting):
    field_template_name = "bausteine/_feld.html"
    form_template_name = "bausteine/_formular.html"


class AnmeldenForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "Benutzername oder Kennwort ist falsch. Achten Sie auf Groß- und Kleinschreibung.",
        "inactive": "Dieser Zugang ist abgeschaltet. Die Administration kann ihn wieder öffnen.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Kennwort"
