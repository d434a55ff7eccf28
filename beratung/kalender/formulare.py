"""Formulare des Lieferkalenders: Monatsstand, Nullmeldung, Frist, Eingang."""

from django import forms

from beratung.kern.zaehlung import Quelle, Zustand
from beratung.models import Beratungsstelle, Nullmeldung
from dresden_senioren.formulare import MonatField, TagField, nicht_kuenftig
from dresden_senioren.kern.zeitraum import Zeitraum


class GrundForm(forms.Form):
    grund = forms.CharField(
        label="Grund",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Er steht im Verlauf und im Protokoll.",
        error_messages={"required": "Schreiben Sie einen kurzen Satz."},
    )


class MonatsstandForm(GrundForm):
    """`moeglich`: Zustände, die die Person von hier aus setzen darf; `ist_oeffnen`: der Monat ist endgültig. Ob sonst
    ein Grund nötig ist, sagt `festlegen`."""

    FOLGEN = {
        Zustand.VORLAEUFIG: "vorläufig: Änderungen sind zu erwarten",
        Zustand.GEPRUEFT: "geprüft: Jemand hat die Zahlen angesehen, Korrekturen sind noch möglich",
        Zustand.ENDGUELTIG: "endgültig: Die Zahlen sind freigegeben; Übernahme und Rücknahme sind gesperrt",
    }

    zustand = forms.TypedChoiceField(
        label="Neuer Stand",
        coerce=Zustand,
        widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
        error_messages={"required": "Wählen Sie den neuen Stand."},
    )
    field_order = ["zustand", "grund"]

    def __init__(self, *args, moeglich=(), ist_oeffnen=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zustand"].choices = [(zustand.value, self.FOLGEN[zustand]) for zustand in moeglich]
        if len(moeglich) == 1:
            self.initial["zustand"] = moeglich[0].value
        if ist_oeffnen:  # zu wählen ist nichts, zu begründen schon
            self.fields["zustand"].widget = forms.HiddenInput()
        elif Zustand.VORLAEUFIG in moeglich:
            self.fields["grund"].required = False
            self.fields["grund"].help_text = "Nötig, wenn die Zahlen danach weniger fest sind. Er steht im Verlauf."
        else:  # fester geht es ohne Grund
            self.fields["grund"].required = False
            self.fields["grund"].help_text = "Auf Wunsch, zum Beispiel wer zugestimmt hat. Er steht im Verlauf."


class MehrereMonateForm(forms.Form):
    """`moeglich`: Zustände, die die Person setzen darf."""

    von = MonatField(label="Erster Monat", error_messages={"required": "Wählen Sie den ersten Monat."})
    bis = MonatField(label="Letzter Monat", error_messages={"required": "Wählen Sie den letzten Monat."})
    quellen = forms.TypedMultipleChoiceField(
        label="Quelle",
        coerce=Quelle,
        choices=[(quelle.value, quelle.verfahren) for quelle in Quelle],
        initial=[quelle.value for quelle in Quelle],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kern-form-check__checkbox"}),
        error_messages={"required": "Wählen Sie wenigstens eine Quelle."},
    )
    zustand = forms.TypedChoiceField(
        label="Neuer Stand",
        coerce=Zustand,
        widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
        error_messages={"required": "Wählen Sie den neuen Stand."},
    )

    def __init__(self, *args, moeglich=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zustand"].choices = [(zustand.value, MonatsstandForm.FOLGEN[zustand]) for zustand in moeglich]
        self.initial.setdefault("zustand", moeglich[0].value)

    def clean(self):
        angaben = super().clean()
        von, bis = angaben.pop("von", None), angaben.pop("bis", None)
        if von and bis and bis < von:
            self.add_error("bis", "Der letzte Monat liegt vor dem ersten. Tauschen Sie beide.")
        elif von and bis:
            angaben["zeitraum"] = Zeitraum(von, bis)
        return angaben


class NullmeldungForm(forms.Form):
    beratungsstelle = forms.ModelChoiceField(
        Beratungsstelle.objects.all(),
        label="Beratungsstelle",
        error_messages={"required": "Wählen Sie die Beratungsstelle."},
    )
    monat = MonatField(label="Monat", error_messages={"required": "Wählen Sie den Monat."})
    gemeldet_am = TagField(
        label="Gemeldet am",
        help_text="Der Tag, an dem die Beratungsstelle es mitgeteilt hat.",
        validators=[nicht_kuenftig],
    )
    woher = forms.ChoiceField(
        label="Gemeldet durch",
        choices=Nullmeldung.Weg,
        widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
        error_messages={"required": "Wählen Sie, wie die Meldung kam."},
    )


class TraegerForm(forms.Form):
    email = forms.EmailField(
        label="E-Mail-Adresse",
        required=False,
        help_text="Am besten ein Sammelpostfach des Trägers.",
        error_messages={"invalid": "Das ist keine E-Mail-Adresse. Schreiben Sie zum Beispiel statistik@traeger.de."},
    )
    tag = forms.IntegerField(
        label="Tag der Frist",
        min_value=1,
        max_value=28,
        help_text="1 bis 28",
        error_messages={
            "required": "Nennen Sie den Tag.",
            "min_value": "Nehmen Sie einen Tag von 1 bis 28.",
            "max_value": "Nehmen Sie einen Tag von 1 bis 28; spätere gibt es nicht in jedem Monat.",
        },
    )
    monate_danach = forms.TypedChoiceField(
        label="Im",
        coerce=int,
        choices=[(1, "Folgemonat"), (2, "übernächsten Monat"), (3, "dritten Monat danach")],
    )
    gilt_ab = MonatField(
        label="Gilt ab Liefermonat",
        help_text="Frühere Monate behalten ihre Frist.",
        error_messages={"required": "Nennen Sie den ersten Monat mit dieser Frist."},
    )


class EingangForm(forms.Form):
    eingegangen_am = TagField(
        label="Eingegangen am", help_text="Der Tag, an dem die Datei im Amt ankam.", validators=[nicht_kuenftig]
    )
