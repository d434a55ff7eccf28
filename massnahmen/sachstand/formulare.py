"""Formulare: eine neue Zeile im Sachstandsbuch, eine gesetzte Terminlage."""

from django import forms
from django.utils import timezone

from dresden_senioren.formulare import TagField, UnsereWorte
from massnahmen.models import Massnahme, Sachstandsart, Terminuebersteuerung


class SachstandForm(UnsereWorte, forms.Form):
    sachstandsart = forms.ModelChoiceField(Sachstandsart.objects.all(), label="Neuer Sachstand", empty_label=None)
    erlaeuterung = forms.CharField(
        label="Erläuterung",
        required=False,
        strip=True,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    gueltig_ab = TagField(
        label="Gilt ab",
    )
    # Die Zeile, die beim Öffnen der Seite galt: daran fällt auf, wenn inzwischen jemand anderes gemeldet hat.
    grundlage = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, massnahme: Massnahme, **kwargs):
        meldung = massnahme.meldung
        heute = timezone.localdate()
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {
            "sachstandsart": meldung and meldung.sachstandsart_id,
            "gueltig_ab": max(heute, meldung.gueltig_ab) if meldung else heute,
            "grundlage": meldung and meldung.pk,
        } | kwargs["initial"]
        super().__init__(*args, **kwargs)
        waehlbar = Sachstandsart.objects.waehlbar(dazu=meldung and meldung.sachstandsart_id)
        arten = list(waehlbar)
        self.fields["sachstandsart"].queryset = waehlbar
        self.fields["sachstandsart"].choices = [(art.pk, art.bezeichnung) for art in arten]
        noetig = [art.bezeichnung for art in arten if art.braucht_begruendung and not art.ist_ausser_gebrauch]
        self.fields["erlaeuterung"].help_text = f"Nötig bei einem Schritt zurück und bei: {', '.join(noetig)}."


class TerminlageForm(forms.ModelForm):
    """Eine andere Terminlage als die berechnete, oder zurück zu ihr; beides nur mit Grund."""

    grund = forms.CharField(
        label="Grund",
        strip=True,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte nennen Sie den Grund; ohne ihn bleibt es bei der Rechnung."},
    )

    class Meta:
        model = Terminuebersteuerung
        fields = ["lage", "grund"]
        labels = {"lage": "Terminlage"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lage"].choices = Terminuebersteuerung._meta.get_field("lage").choices
