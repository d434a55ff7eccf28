"""Auswertungsseiten eines Gebiets: Dashboard der Stadt, Dashboard eines Planungsbereichs und ihre Abbildungen."""

from functools import cached_property

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView, View

from beratung.bestand import stand_der_daten
from beratung.models import Planungsbereich
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

from .abbildungen import ABBILDUNGEN, DER_STADT, DES_BEREICHS, NUR_DER_STADT
from .ausgabe import kachelbild, web
from .ausschnitt import Ausschnitt, aus_adresse
from .kern.abbildung import Abbildung
from .lage import Lage, lage
from .views import BREITE_SCHMAL


class GebietMixin(ZugangMixin):
    """Eine Seite über die Stadt oder, mit `bereich` in der Adresse, über einen Planungsbereich, den die Person sehen
    darf; jeder andere ist 404. Ohne gemeldeten Monat ist `ausschnitt` None."""

    @property
    def recht(self) -> Recht:
        return Recht.AUSWERTUNG_STADT if "bereich" in self.kwargs else Recht.AUSWERTUNG_ALLER_BEREICHE

    @cached_property
    def bereich(self) -> Planungsbereich | None:
        if "bereich" not in self.kwargs:
            return None
        return get_object_or_404(
            Planungsbereich.objects.sichtbar_fuer(self.request.user), kuerzel=self.kwargs["bereich"]
        )

    @cached_property
    def ausschnitt(self) -> Ausschnitt | None:
        stand = stand_der_daten()
        kuerzel = self.bereich.kuerzel if self.bereich else ""
        return aus_adresse(self.request.GET, stand.letzter_monat, kuerzel) if stand else None

    @cached_property
    def lage(self) -> Lage:
        if self.ausschnitt is None:
            raise Http404("Es ist noch kein Monat gemeldet.")
        return lage(self.ausschnitt.auswahl)

    def abbildung(self, schluessel: str) -> Abbildung:
        if schluessel not in ABBILDUNGEN or (self.bereich and schluessel in NUR_DER_STADT):
            raise Http404("Diese Abbildung gibt es hier nicht.")
        return ABBILDUNGEN[schluessel](self.lage)

    def adresse(self, name: str, **angaben) -> str:
        """Adresse einer Seite desselben Gebiets und Ausschnitts: `name` ohne „stadt_“ oder „bereich_“ davor."""
        art, ort = ("bereich", {"bereich": self.bereich.kuerzel}) if self.bereich else ("stadt", {})
        return f"{reverse(f'{art}_{name}', kwargs=ort | angaben)}?{self.ausschnitt.parameter}"


class DashboardView(GebietMixin, TemplateView):
    template_name = "berichte/dashboard/seite.html"

    def get_context_data(self, **kwargs):
        if self.ausschnitt is None:
            return super().get_context_data(bereich=self.bereich, **kwargs)
        namen = DES_BEREICHS if self.bereich else DER_STADT
        return super().get_context_data(
            bereich=self.bereich,
            ausschnitt=self.ausschnitt,
            lage=self.lage,
            abschnitte=[self._abschnitt(ABBILDUNGEN[name](self.lage)) for name in namen],
            **kwargs,
        )

    def _abschnitt(self, abbildung) -> dict:
        return {
            "abbildung": abbildung,
            "figur": abbildung.diagramm and web.plotly(abbildung.diagramm),
            "bild_url": self.adresse("bild", schluessel=abbildung.schluessel),
        }


class BildView(GebietMixin, View):
    """Das Diagramm oder die Karte einer Abbildung als SVG, für Seiten ohne JavaScript; mit `schmal` für ein Telefon."""

    def get(self, request, schluessel, **kwargs):
        abbildung, ist_schmal = self.abbildung(schluessel), "schmal" in request.GET
        if abbildung.karte:
            svg = kachelbild.svg(abbildung.karte, kachelbild.SCHMAL if ist_schmal else kachelbild.BREIT)
        elif abbildung.diagramm:
            from .ausgabe import druckbild  # zeichnet mit einem schweren Paket, das sonst keine Seite braucht

            svg = druckbild.svg(abbildung.diagramm, **({"breite": BREITE_SCHMAL} if ist_schmal else {}))
        else:
            raise Http404("Zu dieser Abbildung gibt es hier nichts zu zeichnen.")
        return HttpResponse(svg, content_type="image/svg+xml")
