"""Formulare: hochladen, Angaben bestätigen, Profil laden."""

from django import forms
from django.conf import settings

from beratung.kern.zaehlung import Art, Quelle
from beratung.models import Eingang, Zuordnungsprofil
from dresden_senioren.formulare import MonatField

PROFIL_HOECHSTGROESSE = 1024 * 1024


class MehrereDateien(forms.FileInput):
    allow_multiple_selected = True


class DateienField(forms.FileField):
    """Eine oder mehrere Dateien; liefert immer eine Liste."""

    widget = MehrereDateien(attrs={"accept": ".xlsx,.csv"})

    def clean(self, data, initial=None):
        dateien = data if isinstance(data, (list, tuple)) else [data]
        return [super(DateienField, self).clean(datei, initial) for datei in dateien or [None]]


class AngabenForm(forms.Form):
    """Was zu einer Datei zu wissen ist."""

    quelle = forms.TypedChoiceField(
        label="Quelle",
        coerce=Quelle,
        empty_value=None,
        error_messages={"required": "Wählen Sie, aus welchem Programm die Zahlen kommen."},
        choices=[("", "bitte wählen"), *((q.value, f"{q.verfahren} – {q.bezeichnung}") for q in Quelle)],
    )
    monat = MonatField(
        label="Monat",
        help_text="Der Monat, für den die Zahlen gelten, zum Beispiel 2024-09.",
        error_messages={"required": "Wählen Sie den Monat."},
    )
    art = forms.TypedChoiceField(
        label="Art",
        coerce=Art,
        empty_value=None,
        required=False,
        choices=[("", "ergibt sich aus der Datei"), *((a.value, a.bezeichnung) for a in Art)],
    )
    profil = forms.ModelChoiceField(
        label="Zuordnungsprofil",
        queryset=Zuordnungsprofil.objects.none(),
        required=False,
        empty_label="keines passt, ich ordne die Spalten zu",
        help_text="Seniora.App und FMG.soz beruhen auf Annahmen über deren Export.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["profil"].queryset = Zuordnungsprofil.objects.neueste()


class HochladenForm(AngabenForm):
    """Die Angaben sind freiwillig: was fehlt, wird aus der Datei erkannt und zur Bestätigung gezeigt."""

    field_order = ("datei",)

    datei = DateienField(
        label="Dateien",
        help_text="Excel-Arbeitsmappen (.xlsx) oder CSV mit den Zahlen eines Monats, auch mehrere auf einmal; "
        "auswählen oder hierher ziehen. Jede wird geprüft und nicht aufbewahrt.",
        error_messages={"required": "Wählen Sie mindestens eine Datei aus."},
        allow_empty_file=True,  # dass sie leer ist, sagt die Prüfung selbst
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("quelle", "monat"):
            self.fields[name].required = False
        self.fields["quelle"].choices = [("", "aus der Datei erkennen"), *self.fields["quelle"].choices[1:]]
        self.fields["art"].choices = [("", "aus der Datei erkennen"), *self.fields["art"].choices[1:]]
        self.fields["profil"].empty_label = "aus der Datei erkennen"
        self.fields["monat"].help_text = "Leer lassen, um ihn aus der Datei zu erkennen."

    def clean_datei(self):
        dateien = self.cleaned_data["datei"]
        grenze = settings.DATEI_HOECHSTGROESSE // 1024 // 1024
        zu_grosse = [datei.name for datei in dateien if datei.size > settings.DATEI_HOECHSTGROESSE]
        if zu_grosse:
            saetze = [f"„{name}“ ist größer als {grenze} MB." for name in zu_grosse]
            raise forms.ValidationError(" ".join([*saetze, "Liefern Sie je Datei nur einen Monat."]))
        return dateien


def angaben_zum_eingang(eingang: Eingang, daten=None) -> AngabenForm:
    """Das Formular mit dem Erkannten; unter jedem Feld steht, woran es erkannt wurde."""
    anfang = {
        "quelle": eingang.quelle,
        "monat": f"{eingang.monat:%Y-%m}" if eingang.monat else "",
        "art": eingang.art,
        "profil": eingang.profil_id,
    }
    form = AngabenForm(daten, initial=anfang)
    for name, woran in eingang.woran_erkannt.items():
        form.fields[name].help_text = f"Erkannt {woran}."
    for name in ("quelle", "monat"):
        if not anfang[name]:
            form.fields[name].help_text = "Nicht erkannt, bitte angeben."
    return form


class ProfilLadenForm(forms.Form):
    datei = forms.FileField(
        label="Profildatei (JSON)",
        help_text="So, wie sie hier heruntergeladen werden kann.",
        error_messages={"required": "Wählen Sie die Datei aus.", "empty": "Die Datei ist leer."},
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )

    def clean_datei(self):
        datei = self.cleaned_data["datei"]
        if datei.size > PROFIL_HOECHSTGROESSE:
            raise forms.ValidationError("Die Datei ist größer als 1 MB; das ist kein Zuordnungsprofil.")
        try:
            return datei.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("Die Datei ist kein Text in UTF-8.") from None
