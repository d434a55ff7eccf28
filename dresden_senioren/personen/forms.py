"""Formular eines Zugangs: Name, Rolle und alles, was angemeldete Zugehörigkeiten dazu sagen."""

from typing import ClassVar

from django import forms

from dresden_senioren.formulare import MehrereField
from dresden_senioren.kern.text import aufzaehlung, einzeilig
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import ROLLEN

from .angaben import Angaben, bezeichnungen
from .zugehoerigkeiten import Zugehoerigkeit, zugehoerigkeiten

KEINE_ROLLE = "keine Rolle, sieht nur die Hilfe"
PFLICHT = {"required": "Bitte ausfüllen."}


class PersonForm(forms.Form):
    """Felder heißen wie die Angaben (angaben.py). `ohne_rechte`: nur Name und Adresse, für den eigenen Zugang."""

    field_order: ClassVar = ["first_name", "last_name", "email", "username", "rolle"]

    first_name = forms.CharField(label="Vorname", max_length=150, error_messages=PFLICHT)
    last_name = forms.CharField(label="Nachname", max_length=150, error_messages=PFLICHT)
    email = forms.EmailField(
        label="E-Mail-Adresse",
        help_text="Dorthin gehen die Einladung und Erinnerungen. Kein gemeinsames Postfach.",
        error_messages=PFLICHT
        | {"invalid": "Das ist keine E-Mail-Adresse. Schreiben Sie zum Beispiel name@dresden.de."},
    )
    rolle = forms.ChoiceField(
        label="Rolle",
        required=False,
        choices=[("", KEINE_ROLLE), *((r.schluessel, r.bezeichnung) for r in ROLLEN.values())],
    )
    grundlage = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args, person: Benutzer | None = None, bisher: Angaben | None = None, ohne_rechte=False, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.person, self.bisher = person, bisher or {}
        self.arten = [] if ohne_rechte else list(zugehoerigkeiten().values())
        if ohne_rechte:
            del self.fields["rolle"]
        for art in self.arten:
            self.fields[art.schluessel] = _zugehoerigkeitsfeld(art)

    def clean_first_name(self):
        return einzeilig(self.cleaned_data["first_name"])

    def clean_last_name(self):
        return einzeilig(self.cleaned_data["last_name"])

    def clean_email(self):
        email = self.cleaned_data["email"]
        andere = Benutzer.objects.filter(email__iexact=email).exclude(pk=self.person and self.person.pk).first()
        if andere:
            raise forms.ValidationError(f"Diese Adresse hat schon {andere.anzeigename}.")
        return email

    def clean(self):
        """Was die gewählte Rolle nicht braucht, entfällt mit ihr; neu dazu gewählt ist es ein Irrtum."""
        rolle = self.cleaned_data.get("rolle")
        for art in self.arten:
            gewaehlt = list(self.cleaned_data.get(art.schluessel, []))
            self.cleaned_data[art.schluessel] = gewaehlt if rolle in art.rollen else []
            if (
                rolle is not None
                and rolle not in art.rollen
                and set(gewaehlt) - set(self.bisher.get(art.schluessel, []))
            ):
                self.add_error(art.schluessel, f"Das gehört zur Rolle {_rollen(art)}.")
        return self.cleaned_data

    @property
    def angaben(self) -> Angaben:
        """Nur, was ein Feld dieses Formulars ist; alles andere in der Anfrage zählt nicht."""
        return {feld: self.cleaned_data[feld] for feld in bezeichnungen() if feld in self.fields}


class NeuePersonForm(PersonForm):
    username = forms.CharField(
        label="Benutzername",
        required=False,
        max_length=150,
        validators=[Benutzer.username_validator],
        help_text="Ohne Angabe entsteht er aus dem Namen: maria.mueller.",
        error_messages={"invalid": "Nehmen Sie Buchstaben, Ziffern, Punkt und Bindestrich."},
    )

    def clean_username(self):
        name = Benutzer.normalize_username(self.cleaned_data["username"])
        if name and Benutzer.objects.filter(username=name).exists():
            raise forms.ValidationError("Diesen Benutzernamen gibt es schon.")
        return name


def _zugehoerigkeitsfeld(art: Zugehoerigkeit) -> MehrereField:
    return MehrereField(
        art.ziele(),
        label=art.bezeichnung,
        required=False,
        help_text=f"Nur für die Rolle {_rollen(art)}.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kern-form-check__checkbox"}),
        error_messages={"invalid_choice": "Das gibt es nicht mehr.", "invalid_pk_value": "Das gibt es nicht."},
    )


def _rollen(art: Zugehoerigkeit) -> str:
    return aufzaehlung([ROLLEN[rolle].bezeichnung for rolle in art.rollen])
