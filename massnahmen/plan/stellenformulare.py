"""Wer für eine Stelle meldet."""

from django import forms

from dresden_senioren.models import Benutzer
from dresden_senioren.personen.zugehoerigkeiten import zugehoerigkeiten
from massnahmen.models import Stelle
from massnahmen.personenfelder import PersonenField


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
        self.fields["personen"].queryset = zugehoerigkeiten()["stellen"].waehlbare(stelle)
        self.initial.setdefault("personen", stelle.benutzer.all())
