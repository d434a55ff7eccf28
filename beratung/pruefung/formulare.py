"""Formulare zu Befunden: entscheiden, gemeldete Zahl erfassen."""

from django import forms

from beratung.kern.zaehlung import Zaehleinheit
from beratung.models import Befundentscheidung, Beratungsstelle, Lieferung

Urteil = Befundentscheidung.Urteil


class EntscheidungForm(forms.Form):
    """Urteil über einen Befund; welcher gemeint ist, sagen Regel und Gegenstand."""

    urteil = forms.ChoiceField(
        label="Urteil",
        choices=[(u.value, u.label[0].upper() + u.label[1:]) for u in Urteil if u != Urteil.OFFEN],
        widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
        error_messages={"required": "Wählen Sie ein Urteil."},
    )
    begruendung = forms.CharField(
        label="Grund",
        help_text="Ein kurzer Satz, keine Namen. Bei „echt“ steht er als Fußnote unter den Diagrammen.",
        max_length=300,
        error_messages={"required": "Schreiben Sie einen kurzen Satz."},
        widget=forms.TextInput,
    )
    gilt_kuenftig = forms.BooleanField(label="gilt auch in künftigen Monaten", required=False)


class KontrollzahlForm(forms.Form):
    zaehleinheit = forms.ChoiceField(label="Was wurde gemeldet?")
    beratungsstelle = forms.ModelChoiceField(
        label="Beratungsstelle",
        queryset=Beratungsstelle.objects.none(),
        required=False,
        empty_label="alle zusammen",
        to_field_name="kuerzel",
    )
    anzahl = forms.IntegerField(
        label="Gemeldete Anzahl",
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text="Leer lassen, um eine frühere Angabe zurückzunehmen.",
        error_messages={"invalid": "Schreiben Sie eine ganze Zahl."},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    woher = forms.CharField(
        label="Woher stammt die Zahl?",
        max_length=200,
        help_text="Zum Beispiel: Telefonat vom 04.11.2024.",
        error_messages={"required": "Schreiben Sie, woher die Zahl stammt."},
    )

    def __init__(self, *args, lieferung: Lieferung, **kwargs):
        super().__init__(*args, **kwargs)
        geliefert = [e for e in Zaehleinheit if e in lieferung.summen]
        self.fields["zaehleinheit"].choices = [(e.value, e.bezeichnung) for e in geliefert]
        self.fields["beratungsstelle"].queryset = Beratungsstelle.objects.filter(quelle=lieferung.quelle)
