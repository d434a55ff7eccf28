"""Formularfelder in der Gestaltung von KERN, mit Fehlertext am Feld; die Grundform der Pflege."""

from copy import deepcopy
from datetime import date
from typing import ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import timezone

from .kern.zahlen import nummer
from .kern.zeitraum import Monat

TEXTLAENGE = 10_000
OHNE_WAHL = "---------"


class KernFormulare(TemplatesSetting):
    field_template_name = "bausteine/_feld.html"
    form_template_name = "bausteine/_formular.html"


class TagField(forms.DateField):
    """Ein Tag, gewählt im Kalender des Browsers oder geschrieben."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {
        "required": "Bitte nennen Sie einen Tag.",
        "invalid": "Das ist kein Datum. Schreiben Sie zum Beispiel 30.09.2024.",
    }


class MonatField(forms.CharField):
    """Monat als „JJJJ-MM“; liefert einen `Monat`, leer None."""

    widget = forms.TextInput(attrs={"type": "month"})

    def __init__(self, **angaben):
        # Nicht jeder Browser hat ein Monatsfeld; wer tippt, muss die Form kennen.
        super().__init__(**{"help_text": "zum Beispiel 2024-09"} | angaben)

    def clean(self, value):
        text = super().clean(value)
        try:
            return Monat.lesen(text) if text else None
        except ValueError as fehler:
            raise forms.ValidationError(str(fehler)) from fehler


def nicht_kuenftig(tag: date) -> None:
    if tag > timezone.localdate():
        raise forms.ValidationError("Der Tag liegt in der Zukunft. Wählen Sie heute oder einen früheren Tag.")


def in_unseren_worten(feld: forms.Field) -> None:
    """Was das Formular nicht selbst sagt: die Sätze für Leeres und schon Vergebenes, die leere Wahl."""
    feld.error_messages.setdefault("unique", "Das ist schon vergeben. Bitte wählen Sie etwas anderes.")
    ist_auswahl = isinstance(feld, forms.ChoiceField)
    if feld.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        feld.error_messages["required"] = "Bitte wählen." if ist_auswahl else "Bitte ausfüllen."
    leer = "bitte wählen" if feld.required else "keine Angabe"
    if isinstance(feld, forms.ModelChoiceField):
        feld.empty_label = leer if feld.empty_label == OHNE_WAHL else feld.empty_label
    elif ist_auswahl and ("", OHNE_WAHL) in feld.choices:
        feld.choices = [("", leer), *(wahl for wahl in feld.choices if wahl != ("", OHNE_WAHL))]


class UnsereWorte:
    """Für Formulare, die keine PflegeForm sind."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for feld in self.fields.values():
            in_unseren_worten(feld)


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
                feld.widget = deepcopy(TagField.widget)
            in_unseren_worten(feld)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {self.eltern}

    def folgen(self) -> list[str]:
        """Was das Speichern sonst noch bewirkt, in Sätzen; gibt es welche, wird erst gezeigt, dann gespeichert."""
        return []
