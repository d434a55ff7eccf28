"""Formulare: hochladen, begründen."""

from django import forms
from django.conf import settings

from dresden_senioren.kern.zeitraum import Monat

from .kern.zaehlung import Quelle
from .models import Zuordnungsprofil


class MonatField(forms.CharField):
    """Monat als „JJJJ-MM“; liefert einen `Monat`."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "JJJJ-MM"})

    def clean(self, value):
        try:
            return Monat.lesen(super().clean(value))
        except ValueError as fehler:
            raise forms.ValidationError(str(fehler)) from fehler


class LieferungForm(forms.Form):
    datei = forms.FileField(
        label="Datei",
        help_text="Excel-Arbeitsmappe (.xlsx) oder CSV mit den Zahlen eines Monats. "
        "Sie wird geprüft und nicht aufbewahrt.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Wählen Sie die Datei aus."},
        allow_empty_file=True,  # dass sie leer ist, sagt die Prüfung selbst
    )
    quelle = forms.TypedChoiceField(
        label="Quelle",
        coerce=Quelle,
        error_messages={"required": "Wählen Sie, aus welchem Programm die Zahlen kommen."},
        choices=[(q.value, f"{q.verfahren} – {q.bezeichnung}") for q in Quelle],
        widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
    )
    monat = MonatField(
        label="Monat",
        help_text="Der Monat, für den die Zahlen gelten, zum Beispiel 2024-09.",
        error_messages={"required": "Wählen Sie den Monat."},
    )
    profil = forms.ModelChoiceField(
        label="Zuordnungsprofil",
        queryset=Zuordnungsprofil.objects.none(),
        empty_label=None,
        help_text="„Standardformat“, wenn die Spalten so heißen wie unten beschrieben. "
        "Seniora.App und FMG.soz beruhen auf Annahmen über deren Export.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["profil"].queryset = Zuordnungsprofil.objects.neueste()

    def clean_datei(self):
        datei = self.cleaned_data["datei"]
        if datei.size > settings.DATEI_HOECHSTGROESSE:
            grenze = settings.DATEI_HOECHSTGROESSE // 1024 // 1024
            raise forms.ValidationError(f"Die Datei ist größer als {grenze} MB. Liefern Sie je Datei nur einen Monat.")
        return datei


class BegruendungForm(forms.Form):
    text = forms.CharField(
        label="Begründung",
        max_length=1000,
        error_messages={"required": "Schreiben Sie einen kurzen Satz."},
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, label="Begründung", hilfe="", ist_noetig=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hilfe
        self.fields["text"].required = ist_noetig
