"""Formulare der Planpflege. Jedes nennt seine Felder ausdrücklich; was sonst mitgeschickt wird, bleibt ohne Wirkung."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify

from dresden_senioren.formulare import OHNE_WAHL, PflegeForm
from dresden_senioren.kern.zahlen import deutsch
from massnahmen import kennzahlregister
from massnahmen.kern.betrag import BetragUnklar, betrag_lesen
from massnahmen.models import (
    Beteiligung,
    Fachplan,
    Handlungsfeld,
    Haushaltsbetrag,
    Kennzahlbezug,
    Massnahme,
    Notiz,
    Phase,
    Sachstandsart,
    Stelle,
    Stellenalias,
    Umsetzungsschritt,
    Verweis,
    Ziel,
)


class FachplanForm(PflegeForm):
    class Meta:
        model = Fachplan
        fields = ["name", "beschlossen_am", "gueltig_ab"]
        help_texts = {"gueltig_ab": "Ab diesem Tag ist er der geltende Plan. Leer: galt schon immer."}


class HandlungsfeldForm(PflegeForm):
    eltern = "fachplan"

    class Meta:
        model = Handlungsfeld
        fields = ["nr", "bezeichnung"]


class ZielForm(PflegeForm):
    eltern = "handlungsfeld"

    class Meta:
        model = Ziel
        fields = ["handlungsfeld", "nr", "bezeichnung"]
        help_texts = {"handlungsfeld": "Ein anderes wählen heißt: das Ziel mit seinen Maßnahmen dorthin verschieben."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan = self.instance.handlungsfeld.fachplan
        self.fields["handlungsfeld"].queryset = Handlungsfeld.objects.filter(fachplan=plan)
        self.fields["handlungsfeld"].empty_label = None


class MassnahmeForm(PflegeForm):
    eltern = "ziel"

    class Meta:
        model = Massnahme
        fields = [
            "ziel", "nr", "beschreibung", "verantwortung_wortlaut", "laufzeit_wortlaut", "ist_haushaltsrelevant",
        ]  # fmt: skip
        help_texts = {
            "ziel": "Ein anderes Ziel wählen heißt: die Maßnahme dorthin verschieben. Passen Sie dann auch die Nr. an.",
            "laufzeit_wortlaut": "Wie im Plan gedruckt, etwa „2024-2026“ oder „fortlaufend“.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fachplan = self.instance.ziel.handlungsfeld.fachplan
        ziele = Ziel.objects.im_plan(self.fachplan).aufnehmend(dazu=self.instance.ziel_id)
        self.fields["ziel"].queryset = ziele.in_planfolge()
        self.fields["ziel"].empty_label = None
        self.fields["ist_haushaltsrelevant"].widget.choices = [
            ("unknown", "unbekannt"),
            ("true", "ja"),
            ("false", "nein"),
        ]

    def clean_nr(self):
        """Die Nr. ist im ganzen Fachplan eindeutig, mit und ohne Schlusspunkt."""
        nr = self.cleaned_data["nr"].strip()
        varianten = [nr.rstrip("."), f"{nr.rstrip('.')}."]
        andere = Massnahme.objects.im_plan(self.fachplan).filter(nr__in=varianten).exclude(pk=self.instance.pk)
        if belegt := andere.first():
            raise ValidationError(f"Diese Nr. hat schon „{str(belegt)[:80]}“. Bitte eine freie Nr. wählen.")
        return nr


class SchrittForm(PflegeForm):
    eltern = "massnahme"

    class Meta:
        model = Umsetzungsschritt
        fields = ["text", "reihenfolge", "erledigt_am", "verantwortung_wortlaut", "laufzeit_wortlaut"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.reihenfolge is None:
            letzter = self.instance.massnahme.schritte.order_by("reihenfolge").last()
            self.initial["reihenfolge"] = letzter.reihenfolge + 1 if letzter else 1

    def clean_erledigt_am(self):
        return nicht_in_der_zukunft(self.cleaned_data["erledigt_am"])


class EigenerSchrittForm(PflegeForm):
    """Was die verantwortliche Stelle selbst ändert: Text und Erledigung, sonst nichts."""

    class Meta:
        model = Umsetzungsschritt
        fields = ["text", "erledigt_am"]

    clean_erledigt_am = SchrittForm.clean_erledigt_am


def nicht_in_der_zukunft(tag):
    if tag and tag > timezone.localdate():
        raise ValidationError("Dieser Tag liegt in der Zukunft.")
    return tag


class PhaseForm(PflegeForm):
    eltern = "massnahme"

    class Meta:
        model = Phase
        fields = ["art", "von", "bis"]


class BeteiligungForm(PflegeForm):
    eltern = "massnahme"

    class Meta:
        model = Beteiligung
        fields = ["stelle", "rolle"]


class StelleForm(PflegeForm):
    class Meta:
        model = Stelle
        fields = ["name"]


class AliasForm(PflegeForm):
    eltern = "stelle"

    class Meta:
        model = Stellenalias
        fields = ["schreibweise"]


class SachstandsartForm(PflegeForm):
    class Meta:
        model = Sachstandsart
        fields = ["bezeichnung", "reihenfolge", "bedeutung", "farbrolle", "braucht_begruendung", "ist_ausser_gebrauch"]
        help_texts = {"reihenfolge": "Wer von einer höheren zu einer kleineren Zahl wechselt, muss es begründen."}

    def clean(self):
        angaben = super().clean()
        if self.instance.pk and self.instance.meldungen.exists() and "bedeutung" in self.changed_data:
            # Sonst änderte sich rückwirkend, was früher gemeldet wurde.
            self.add_error(
                "bedeutung", "Diese Art ist schon gemeldet worden; ihre Bedeutung bleibt. Legen Sie eine neue an."
            )
        return angaben

    def save(self, commit=True):
        if not self.instance.schluessel:
            self.instance.schluessel = _freier_schluessel(self.instance.bezeichnung)
        return super().save(commit)


def _freier_schluessel(bezeichnung: str) -> str:
    umschrift = bezeichnung.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    stamm = slugify(umschrift)[:45] or "art"
    belegt, versuch, nummer = set(Sachstandsart.objects.values_list("schluessel", flat=True)), stamm, 1
    while versuch in belegt:
        nummer += 1
        versuch = f"{stamm}-{nummer}"
    return versuch


class Betragsfeld(forms.DecimalField):
    """Deutsch geschrieben: „12.500,00“."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs):
        super().__init__(**kwargs, max_digits=12, decimal_places=2, min_value=0)

    def to_python(self, wert):
        if wert in self.empty_values:
            return None
        try:
            return betrag_lesen(str(wert))
        except BetragUnklar as fehler:
            raise ValidationError("Bitte einen Betrag ab 0 mit Komma, zum Beispiel 12.500,00.") from fehler

    def prepare_value(self, wert):
        return wert if wert is None or isinstance(wert, str) else deutsch(wert, stellen=2)

    def has_changed(self, vorher, eingabe):
        try:
            return self.to_python(eingabe) != vorher
        except ValidationError:
            return True


class HaushaltsbetragForm(PflegeForm):
    eltern = "massnahme"
    betrag = Betragsfeld(label="Betrag in Euro", help_text="Zum Beispiel 12.500,00")

    class Meta:
        model = Haushaltsbetrag
        fields = ["jahr", "betrag", "quelle"]


class VerweisForm(PflegeForm):
    eltern = "massnahme"

    class Meta:
        model = Verweis
        fields = ["art", "bezeichnung", "url", "datum"]
        field_classes = {"url": forms.CharField}


class KennzahlbezugForm(PflegeForm):
    eltern = "massnahme"
    kennzahl = forms.ChoiceField(label="Kennzahl", choices=lambda: [("", OHNE_WAHL), *kennzahlregister.auswahl()])

    class Meta:
        model = Kennzahlbezug
        fields = ["kennzahl"]


class NotizForm(PflegeForm):
    eltern = "massnahme"

    class Meta:
        model = Notiz
        fields = ["text", "ist_intern"]
