"""Zwei festgeschriebene Berichte nebeneinander."""

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from berichte.akten import festgeschrieben
from berichte.arten import BERICHTSARTEN
from berichte.kern.akten import vergleichskapitel
from berichte.kern.akten.bericht import Baustein
from berichte.kern.akten.festschrift import FestschriftUnlesbar
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Berichtsakte, Festschreibung
from berichte.zugriffe import ZahlenzugriffMixin
from dresden_senioren.rollen import Recht


class BerichtsvergleichView(ZahlenzugriffMixin, TemplateView):
    """409, wenn sich die beiden nicht vergleichen lassen."""

    recht = Recht.BERICHTE_DES_BEREICHS
    template_name = "berichte/vergleich.html"
    ist_intern = True

    def zeigt_genaues(self) -> bool:
        return self.ist_intern

    def get_context_data(self, alt, neu, **kwargs):
        akten = Berichtsakte.objects.sichtbar_fuer(self.request.user)
        sichtbare = Festschreibung.objects.filter(akte__in=akten).select_related("akte", "von")
        beide = [get_object_or_404(sichtbare, pk=nummer) for nummer in (alt, neu)]
        self.ist_intern = any(Fassung(eine.akte.fassung) is Fassung.INTERN for eine in beide)
        einwand = festgeschrieben.einwand_gegen_vergleich(*(eine.akte for eine in beide))
        bloecke = []
        if not einwand:
            try:
                berichte = [festgeschrieben.inhalt(eine) for eine in beide]
                bloecke = [(_art(b), b) for b in vergleichskapitel.bausteine(*berichte)]
            except FestschriftUnlesbar as fehler:
                einwand = str(fehler)
        art = BERICHTSARTEN[beide[1].akte.art]
        return super().get_context_data(beide=beide, art=art, einwand=einwand, bloecke=bloecke, **kwargs)

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, status=409 if context["einwand"] else 200, **kwargs)


def _art(baustein: Baustein) -> str:
    """Danach richtet sich die Vorlage."""
    return type(baustein).__name__.lower()
