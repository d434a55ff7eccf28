"""Felder, in denen Personen zur Wahl stehen; neben dem Namen steht der Anmeldename, denn Namen gibt es mehrmals."""

from django import forms

from dresden_senioren.formulare import MehrereField


class _MitAnmeldename:
    def label_from_instance(self, person):
        return f"{person.anzeigename} ({person.username})"


class PersonField(_MitAnmeldename, forms.ModelChoiceField):
    """Eine Person."""


class PersonenField(_MitAnmeldename, MehrereField):
    """Beliebig viele Personen."""
