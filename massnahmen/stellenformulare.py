"""Wer für eine Stelle meldet."""

from django import forms
from django.db.models import Q

from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht, rollen_mit

from .models import Stelle
from .personenfelder import PersonenField


class StellenpersonenForm(forms.Form):
    """Zur Wahl steht, wer melden darf, und wer schon zugeordnet ist (auch ohne laufenden Zugang)."""

    personen = PersonenField(
        Benutzer.objects.none(),
        label="Personen",
        required=False,
        help_text="Sie melden den Sachstand der Maßnahmen dieser Stelle und bekommen die Erinnerungen dazu.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kern-form-check__checkbox"}),
    )

    def __init__(self, *args, stelle: Stelle, **kwargs):
        super().__init__(*args, **kwargs)
        meldende = Q(is_active=True, rolle__in=rollen_mit(Recht.SACHSTAND_MELDEN))
        personen = Benutzer.objects.filter(meldende | Q(stellen=stelle)).distinct()
        self.fields["personen"].queryset = personen.order_by("last_name", "first_name", "username")
        self.initial.setdefault("personen", stelle.benutzer.all())
