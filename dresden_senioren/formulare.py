"""Formularfelder in der Gestaltung von KERN, mit Fehlertext am Feld; die Grundform der Pflege."""

from typing import ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting

from .kern.zahlen import nummer

TEXTLAENGE = 10_000
OHNE_WAHL = "---------"


class KernFormulare(TemplatesSetting):
    field_template_name = "bausteine/_feld.html"
    form_template_name = "bausteine/_formular.html"


def tagesfeld(feld: forms.Field) -> None:
    feld.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def in_unseren_worten(feld: forms.Field) -> None:
    """Was Django vorgibt und das Formular nicht selbst sagt: der Satz für ein leeres Pflichtfeld, die leere Auswahl."""
    ist_auswahl = isinstance(feld, forms.ChoiceField)
    if feld.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        feld.error_messages["required"] = "Bitte wählen." if ist_auswahl else "Bitte ausfüllen."
    leer = "bitte wählen" if feld.required else "keine Angabe"
    if isinstance(feld, forms.ModelChoiceField):
        feld.empty_label = leer if feld.empty_label == OHNE_WAHL else feld.empty_label
    elif ist_auswahl and ("", OHNE_WAHL) in feld.choices:
        feld.choices = [("", leer), *(wahl for wahl in feld.choices if wahl != ("", OHNE_WAHL))]


class NummerField(forms.IntegerField):
    """Die Nummer einer Zeile, verborgen im Formular; was keine sein kann, ist keine."""

    widget = forms.HiddenInput

    def __init__(self, **angaben):
        super().__init__(required=False, **angaben)

    def clean(self, value):
        return nummer(str(value or ""))


class MehrereField(forms.ModelMultipleChoiceField):
    """Mehrere Zeilen zur Wahl. Das Feld von Django scheitert in der Datenbank, wenn eine Nummer größer ist als jede."""

    def clean(self, value):
        gesendet = value if isinstance(value, (list, tuple)) else ()
        if unsinn := [wert for wert in gesendet if nummer(str(wert)) is None]:
            raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": unsinn[0]})
        return super().clean(value)


class PflegeForm(forms.ModelForm):
    """Grundform: `fassung` ist die Nummer der Fassung, die beim Öffnen galt; daran fällt ein Zusammenstoß auf."""

    eltern: ClassVar[str] = ""  # Feld, das die Adresse vorgibt und das beim Prüfen mitzählt
    fassung = NummerField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for feld in self.fields.values():
            if isinstance(feld.widget, forms.Textarea):
                feld.widget.attrs = {"rows": 4}
                feld.max_length = TEXTLAENGE
                feld.validators.append(forms.CharField(max_length=TEXTLAENGE).validators[0])
            elif isinstance(feld, forms.DateField):
                tagesfeld(feld)
            in_unseren_worten(feld)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {self.eltern}

    def folgen(self) -> list[str]:
        """Was das Speichern sonst noch bewirkt, in Sätzen; gibt es welche, wird erst gezeigt, dann gespeichert."""
        return []
