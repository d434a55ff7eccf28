"""Formulare für das Ende einer Maßnahme oder eines Ziels: außer Kraft setzen, zusammenführen."""

from django import forms
from django.utils import timezone

from dresden_senioren.formulare import TEXTLAENGE, TagField, UnsereWorte
from massnahmen.models import Massnahme, Ziel


def _grund() -> forms.CharField:
    return forms.CharField(
        label="Grund", max_length=TEXTLAENGE, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Bitte nennen Sie den Grund; er bleibt künftig hier lesbar."},
    )  # fmt: skip


class AusserKraftForm(forms.Form):
    """Ab wann etwas nicht mehr zählt und warum."""

    ausser_kraft_seit = TagField(label="Außer Kraft ab", initial=timezone.localdate)
    grund = _grund()


class ZusammenfuehrenForm(AusserKraftForm):
    """`mit`: die Maßnahme, die weitergilt."""

    mit = forms.ModelChoiceField(Massnahme.objects.none(), label="Weiter gilt", empty_label="bitte wählen")
    schritte_uebernehmen = forms.BooleanField(label="Umsetzungsschritte mitnehmen", required=False, initial=True)
    stellen_uebernehmen = forms.BooleanField(label="Stellen als Beteiligte mitnehmen", required=False, initial=True)
    field_order = ["mit", "schritte_uebernehmen", "stellen_uebernehmen", "ausser_kraft_seit", "grund"]

    def __init__(self, *args, zeile: Massnahme, **kwargs):
        super().__init__(*args, **kwargs)
        andere = Massnahme.objects.im_plan(zeile.ziel.handlungsfeld.fachplan).in_kraft().exclude(pk=zeile.pk)
        self.fields["mit"].queryset = andere.in_tabellenfolge()


class ZieleZusammenfuehrenForm(UnsereWorte, forms.Form):
    """`mit`: das Ziel, das bleibt. Einen Tag gibt es nicht: Umgezogen wird, wenn gespeichert wird."""

    mit = forms.ModelChoiceField(Ziel.objects.none(), label="Weiter gilt", empty_label="bitte wählen")
    grund = _grund()

    def __init__(self, *args, zeile: Ziel, **kwargs):
        super().__init__(*args, **kwargs)
        andere = Ziel.objects.im_plan(zeile.handlungsfeld.fachplan).aufnehmend().exclude(pk=zeile.pk)
        self.fields["mit"].queryset = andere.in_planfolge()
