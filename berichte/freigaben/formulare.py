"""Formulare der Freigaben."""

from django import forms

from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Planungsbereich
from dresden_senioren.formulare import MonatField, UnsereWorte
from dresden_senioren.kern.zeitraum import Zeitraum

LAENGSTENS = 60  # Monate
FUNDSTELLE = "Wo sie steht, zum Beispiel „Auswertung Seniorenberatung 28.10.2024, Folie 13“."


class ZeitraumForm(UnsereWorte, forms.Form):
    """`cleaned_data["zeitraum"]`, wenn beide Monate einen ergeben."""

    von = MonatField(label="Erster Monat", error_messages={"required": "Nennen Sie den ersten Monat."})
    bis = MonatField(label="Letzter Monat", error_messages={"required": "Nennen Sie den letzten Monat."})

    def clean(self):
        daten = super().clean()
        if not (daten.get("von") and daten.get("bis")):
            return daten
        try:
            daten["zeitraum"] = Zeitraum(daten["von"], daten["bis"])
        except ValueError:
            self.add_error("bis", "Der letzte Monat liegt vor dem ersten.")
        else:
            if len(daten["zeitraum"]) > LAENGSTENS:
                self.add_error("bis", f"Höchstens {LAENGSTENS // 12} Jahre auf einmal.")
        return daten


class BekannteZahlForm(ZeitraumForm):
    field_order = ("zaehleinheit", "quelle", "planungsbereich", "von", "bis", "anzahl", "fundstelle")

    zaehleinheit = forms.TypedChoiceField(
        label="Was gezählt ist", coerce=Zaehleinheit, choices=[(e.value, e.bezeichnung) for e in Zaehleinheit]
    )
    quelle = forms.TypedChoiceField(
        label="Quelle",
        coerce=Quelle,
        empty_value=None,
        required=False,
        choices=[("", "beide zusammen"), *((q.value, q.bezeichnung) for q in Quelle)],
    )
    planungsbereich = forms.ModelChoiceField(
        Planungsbereich.objects.order_by("name"), label="Gebiet", required=False, empty_label="ganze Stadt"
    )
    anzahl = forms.IntegerField(
        label="Zahl", min_value=0, max_value=1_000_000, error_messages={"required": "Nennen Sie die Zahl."}
    )
    fundstelle = forms.CharField(
        label="Fundstelle",
        max_length=200,
        help_text=FUNDSTELLE,
        error_messages={"required": "Nennen Sie die Fundstelle."},
    )


class GrundForm(forms.Form):
    grund = forms.CharField(
        label="Warum nicht?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Nennen Sie den Grund; wer die Freigabe beantragt hat, liest ihn hier."},
    )


class RuecknahmeForm(forms.Form):
    grund = forms.CharField(
        label="Grund",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Zum Beispiel: Zahlendreher, in der Fundstelle steht 421.",
        error_messages={"required": "Schreiben Sie einen kurzen Satz."},
    )
