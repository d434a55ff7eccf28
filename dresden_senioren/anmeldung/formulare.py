"""Formulare der Anmeldung: anmelden, Kennwort vergessen, setzen und ändern, Code des zweiten Faktors."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from dresden_senioren.formulare import UnsereWorte

from .kennwortregeln import HINWEIS

FALSCHES_KENNWORT = "Das Kennwort ist falsch. Achten Sie auf Groß- und Kleinschreibung."


class AnmeldenForm(UnsereWorte, AuthenticationForm):
    error_messages = {
        "invalid_login": "Benutzername oder Kennwort ist falsch. Achten Sie auf Groß- und Kleinschreibung.",
        "inactive": "Dieser Zugang ist abgeschaltet. Die Administration kann ihn wieder öffnen.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Kennwort"


class VergessenForm(UnsereWorte, forms.Form):
    email = forms.EmailField(
        label="Ihre dienstliche E-Mail-Adresse", max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )


class KennwortSetzenForm(UnsereWorte, SetPasswordForm):
    error_messages = {"password_mismatch": "Die beiden Kennwörter sind verschieden."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Neues Kennwort"
        self.fields["new_password1"].help_text = HINWEIS
        self.fields["new_password2"].label = "Neues Kennwort wiederholen"
        self.fields["new_password2"].help_text = ""

    def validate_password_for_user(self, user, password_field_name):
        # Was daran nicht geht, gehört an das erste Feld, nicht an die Wiederholung.
        super().validate_password_for_user(user, "new_password1")


class KennwortAendernForm(KennwortSetzenForm, PasswordChangeForm):
    field_order = PasswordChangeForm.field_order

    def __init__(self, request, **kwargs):
        super().__init__(request.user, **kwargs)
        self.request = request
        self.fields["old_password"].label = "Bisheriges Kennwort"

    def clean_old_password(self):
        """Über die Anmeldung statt im Vorbeigehen: Auch hier bremst, wer rät."""
        return geprueftes_kennwort(self.request, self.cleaned_data["old_password"])


class KennwortErneutForm(UnsereWorte, forms.Form):
    kennwort_erneut = forms.CharField(
        label="Ihr Kennwort", strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )

    def __init__(self, request, **kwargs):
        super().__init__(**kwargs)
        self.request = request

    def clean_kennwort_erneut(self):
        return geprueftes_kennwort(self.request, self.cleaned_data["kennwort_erneut"])


def geprueftes_kennwort(request, kennwort: str) -> str:
    if authenticate(request, username=request.user.get_username(), password=kennwort) != request.user:
        raise forms.ValidationError(FALSCHES_KENNWORT)
    return kennwort


class CodeForm(UnsereWorte, forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
    )
