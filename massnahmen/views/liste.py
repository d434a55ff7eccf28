"""Die Liste der Maßnahmen."""

from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.liste.filters import MassnahmenFilter
from massnahmen.liste.tables import MassnahmenTabelle
from massnahmen.models import Massnahme

AUSGABEFORMATE = {"xlsx": "Excel", "csv": "CSV", "docx": "Word"}


class MassnahmenListeView(ZugangMixin, SingleTableMixin, FilterView):
    recht = Recht.MASSNAHMEN_LESEN
    table_class = MassnahmenTabelle
    filterset_class = MassnahmenFilter
    template_name = "massnahmen/liste.html"

    def get_queryset(self):
        return Massnahme.objects.sichtbar_fuer(self.request.user)

    def get_table_data(self):
        # Erst filtern, dann laden: Schritte nur für die Zeilen dieser Seite.
        return self.object_list.als_zeilen(self.filterset.rueckblick).mit_bedienung(self.request.user)

    def get_table_kwargs(self):
        waehlbare = Massnahme.objects.auswaehlbar_fuer(self.request.user)
        return {"stichtag": self.filterset.tag, "rueckblick": self.filterset.rueckblick, "waehlbare": waehlbare}

    def get_context_data(self, **kwargs):
        kontext = super().get_context_data(**kwargs)
        filterset, seite = kontext["filter"], kontext["table"].page
        insgesamt = filterset.queryset.count() if filterset.ist_gesetzt else seite.paginator.count
        return kontext | {
            "satz": filterset.satz(anzahl=seite.paginator.count, insgesamt=insgesamt),
            "insgesamt": insgesamt,
            "plan": filterset.plan,
            "page_obj": seite,
            "abfrage": filterset.abfrage_ohne("page", anhaengbar=True),
            "abfrage_ganz": filterset.abfrage_ohne("page"),
            "rueckblick": filterset.rueckblick,
            "ansichten": self.request.user.ansichten.all(),
            "formate": AUSGABEFORMATE.items(),
        }
