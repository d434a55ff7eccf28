"""Formulare für das Ende einer Maßnahme: außer Kraft setzen, mit einer anderen zusammenführen."""

from django import forms
from django.utils import timezone

from .models import Massnahme
from .pflegeformulare import TEXTLAENGE, tagesfeld


class AusserKraftForm(forms.Form):
    """Ab wann eine Maßnahme nicht mehr zählt und warum."""

    ausser_kraft_seit = forms.DateField(label="Außer Kraft ab")
    grund = forms.CharField(
        label="Grund", max_length=TEXTLAENGE, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Bitte nennen Sie den Grund; er steht künftig bei der Maßnahme."},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tagesfeld(self.fields["ausser_kraft_seit"])
        self.fields["ausser_kraft_seit"].initial = timezone.localdate


class ZusammenfuehrenForm(AusserKraftForm):
    """`mit`: die Maßnahme, die weitergilt."""

    mit = forms.ModelChoiceField(Massnahme.objects.none(), label="Weiter gilt", empty_label="bitte wählen")
    schritte_uebernehmen = forms.BooleanField(label="Umsetzungsschritte mitnehmen", required=False, initial=True)
    stellen_uebernehmen = forms.BooleanField(label="Stellen als Beteiligte mitnehmen", required=False, initial=True)
    field_order = ["mit", "schritte_uebernehmen", "stellen_uebernehmen", "ausser_kraft_seit", "grund"]

    def __init__(self, *args, massnahme: Massnahme, **kwargs):
        super().__init__(*args, **kwargs)
        andere = Massnahme.objects.im_plan(massnahme.ziel.handlungsfeld.fachplan).in_kraft().exclude(pk=massnahme.pk)
        self.fields["mit"].queryset = andere.in_tabellenfolge()
