"""Filter des Verzeichnisses der Lieferungen; die Adresse trägt ihn ganz."""

import django_filters
from django.db.models import Q

from beratung.kern.zaehlung import Quelle
from beratung.models import Lieferung
from dresden_senioren.formulare import MonatField
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht, rollen_mit

BEFEHLSZEILE = "befehlszeile"


class FreiwilligerMonat(MonatField):
    def clean(self, value):
        return super().clean(value) if value else None


class MonatFilter(django_filters.Filter):
    field_class = FreiwilligerMonat

    def filter(self, queryset, wert):
        return super().filter(queryset, wert.erster) if wert else queryset


class LieferungFilter(django_filters.FilterSet):
    quelle = django_filters.ChoiceFilter(
        label="Quelle", choices=[(q.value, q.verfahren) for q in Quelle], empty_label="alle"
    )
    von = MonatFilter(label="Monat von", field_name="monat", lookup_expr="gte")
    bis = MonatFilter(label="Monat bis", field_name="monat", lookup_expr="lte")
    status = django_filters.ChoiceFilter(label="Zustand", choices=Lieferung.Status, empty_label="alle")
    person = django_filters.ChoiceFilter(label="Wer", choices=(), method="nach_person", empty_label="alle")

    class Meta:
        model = Lieferung
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        personen = Benutzer.objects.filter(rolle__in=rollen_mit(Recht.LIEFERUNGEN_VERWALTEN)).order_by("last_name")
        namen = [(str(person.pk), person.anzeigename) for person in personen]
        self.filters["person"].extra["choices"] = [*namen, (BEFEHLSZEILE, "Befehlszeile")]

    def nach_person(self, queryset, name, wert):
        """Wer hochgeladen, übernommen oder zurückgenommen hat."""
        if wert == BEFEHLSZEILE:
            return queryset.filter(erstellt_von=None)
        return queryset.filter(Q(erstellt_von=wert) | Q(uebernommen_von=wert) | Q(zurueckgenommen_von=wert))
