"""Das Verzeichnis der Lieferungen: was wartet, was da ist und fehlt, alles Gelieferte zum Nachschlagen."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import View
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from beratung.eingang import ablage
from beratung.kalender import lieferkalender
from beratung.kalender.bestand import stand_der_daten
from beratung.lieferungen.filters import LieferungFilter
from beratung.lieferungen.tables import LieferungTabelle
from beratung.lieferungen.vorschauen import mehrere_uebernehmen, vorschauen

from .lieferungen import LieferungenMixin


class LieferungListeView(LieferungenMixin, SingleTableMixin, FilterView):
    table_class = LieferungTabelle
    filterset_class = LieferungFilter
    template_name = "beratung/lieferung_liste.html"

    def get_table_data(self):
        return self.object_list.prefetch_related("teile__ersetzt_durch")

    def get_context_data(self, **kwargs):
        kontext = super().get_context_data(**kwargs)
        seite, stand = kontext["table"].page, stand_der_daten()
        return (
            kontext
            | ablage.wartende()
            | {
                "vorschauen": vorschauen(self.get_queryset().wartend()),
                "kalender": lieferkalender.quellenblaetter(stand),
                "staende": lieferkalender.STAENDE,
                "monatskuerzel": lieferkalender.MONATSKUERZEL,
                "stand": stand,
                "anzahl": seite.paginator.count,
                "gefiltert": any(self.request.GET.get(name) for name in kontext["filter"].filters),
                "page_obj": seite,
                "abfrage": self._abfrage(),
                "darf_verwalten": True,
            }
        )

    def _abfrage(self) -> str:
        """Filter und Sortierung ohne die Seitenzahl, zum Anhängen."""
        angaben = self.request.GET.copy()
        angaben.pop("page", None)
        return f"{angaben.urlencode()}&" if angaben else ""


class VorschauenUebernehmenView(LieferungenMixin, View):
    """Angekreuzte Vorschauen übernehmen; jede nur so, wie sie gezeigt wurde."""

    http_method_names = ["post"]

    def post(self, request):
        wartende = {str(lieferung.pk): lieferung for lieferung in self.get_queryset().wartend()}
        angekreuzt = [nummer for nummer in request.POST.getlist("lieferung") if nummer in wartende]
        gewaehlt = [(wartende[nummer], request.POST.get(f"stand-{nummer}", "")) for nummer in angekreuzt]
        uebernommene, uebrige = mehrere_uebernehmen(gewaehlt, von=request.user)
        if uebernommene:
            satz = "Eine Lieferung ist" if len(uebernommene) == 1 else f"{len(uebernommene)} Lieferungen sind"
            messages.success(request, f"{satz} übernommen. Die Zahlen gelten ab jetzt.")
        for lieferung, grund in uebrige:
            messages.error(request, f"{lieferung}: {grund}")
        if not gewaehlt:
            messages.error(request, "Kreuzen Sie an, was übernommen werden soll.")
        return redirect("beratung:lieferung_liste")
