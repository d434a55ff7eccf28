"""Begründen, was mit einer Lieferung geschieht."""

from django import forms


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
