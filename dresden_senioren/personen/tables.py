"""Die Liste der Personen mit ihrem Filter; die Adresse trägt ihn ganz."""

import django_filters
import django_tables2 as tables
from django.db.models import Q

from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import ROLLEN

from . import anzeige
from .zugehoerigkeiten import Zugehoerigkeit, zugehoerigkeiten

OHNE = "ohne"
SUCHFELDER = ("first_name", "last_name", "username", "email")


class PersonenFilter(django_filters.FilterSet):
    text = django_filters.CharFilter(label="Name, E-Mail", method="nach_text")
    rolle = django_filters.ChoiceFilter(
        label="Rolle",
        choices=[(r.schluessel, r.bezeichnung) for r in ROLLEN.values()] + [(OHNE, "keine Rolle")],
        method="nach_rolle",
        empty_label="alle",
    )
    stand = django_filters.ChoiceFilter(
        label="Stand",
        choices=[(schluessel, wort) for schluessel, (_, wort) in anzeige.STAENDE.items()],
        method="nach_stand",
        empty_label="alle",
    )

    class Meta:
        model = Benutzer
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for art in zugehoerigkeiten().values():
            self.filters[art.schluessel] = self._nach_zugehoerigkeit(art)

    def _nach_zugehoerigkeit(self, art: Zugehoerigkeit) -> django_filters.Filter:
        filter_ = django_filters.ModelChoiceFilter(
            label=art.bezeichnung, field_name=art.schluessel, queryset=art.ziele(), empty_label="alle"
        )
        filter_.parent, filter_.model = self, Benutzer
        return filter_

    def nach_text(self, queryset, name, wert):
        """Jedes Wort kommt irgendwo vor."""
        for wort in wert.split():
            treffer = Q()
            for feld in SUCHFELDER:
                treffer |= Q(**{f"{feld}__icontains": wort})
            queryset = queryset.filter(treffer)
        return queryset

    def nach_rolle(self, queryset, name, wert):
        return queryset.filter(rolle="" if wert == OHNE else wert)

    def nach_stand(self, queryset, name, wert):
        if wert == anzeige.ABGESCHALTET:
            return queryset.filter(is_active=False)
        return queryset.filter(is_active=True, last_login__isnull=wert == anzeige.NIE_ANGEMELDET)


class PersonenTabelle(tables.Table):
    """Die Zellen setzt die Vorlage: sie wird schmal zu Karten."""

    name = tables.Column("Name", order_by=("last_name", "first_name", "username"), empty_values=())
    rolle = tables.Column("Rolle")
    gehoert = tables.Column("Gehört zu", orderable=False, empty_values=())
    last_login = tables.Column("Letzte Anmeldung")
    zweiter_faktor = tables.Column("Zweiter Faktor", order_by="hat_zweiten_faktor", empty_values=())
    stand = tables.Column("Stand", order_by=("is_active", "last_login"), empty_values=())

    class Meta:
        template_name = "personen/_tabelle.html"
        per_page = 25
        order_by = "name"

    def paginate(self, *args, **kwargs):
        """Immer gleich viele Zeilen je Seite, auch wenn die Adresse mit per_page etwas anderes verlangt."""
        return super().paginate(*args, **kwargs | {"per_page": 25})

    def zeilen(self):
        """Person, Rolle, Zugehörigkeiten (Wort, Ziele), Marke des zweiten Faktors, Marke des Standes."""
        for zeile in self.paginated_rows:
            person = zeile.record
            yield {
                "person": person,
                "rolle": ROLLEN.get(person.rolle),
                "gehoert": gehoert_zu(person),
                "faktor": anzeige.zweiter_faktor(person),
                "stand": anzeige.STAENDE[anzeige.stand(person)],
            }


def fehlt_noch(person: Benutzer) -> list[str]:
    """Bezeichnungen dessen, ohne das die Person mit ihrer Rolle nichts Eigenes sieht."""
    arten = zugehoerigkeiten().values()
    return [art.bezeichnung for art in arten if person.rolle in art.rollen and not art.der(person)]


def gehoert_zu(person: Benutzer) -> list[tuple[str, list]]:
    """(Bezeichnung, Ziele) je Zugehörigkeit, zu der es etwas gibt."""
    return [(art.bezeichnung, ziele) for art in zugehoerigkeiten().values() if (ziele := art.der(person))]
