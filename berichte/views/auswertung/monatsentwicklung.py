"""Auswertungsseiten: eine Seite wählt den Datensatz und die Vorlage, gerechnet wird im Kern."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView, View

from beratung.kern.zaehlung import Quelle, Zaehleinheit
from berichte.ausgabe.bilder import druckbild, web
from berichte.zahlen import datensaetze
from berichte.zahlen.monatsentwicklung import KENNZAHL, Monatsentwicklung, jahre, monatsentwicklung
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin


class MonatsentwicklungView(ZugangMixin, TemplateView):
    recht = Recht.AUSWERTUNG_STADT
    template_name = "berichte/monatsentwicklung.html"

    def get_context_data(self, **kwargs):
        datensatz = datensaetze.gesamtzahlen_der_stadt(Zaehleinheit.NEUZUGANG, mit_fussnoten=True)
        auswahl = jahre(datensatz)
        gewuenscht = self.request.GET.get("jahr")
        jahr = _jahr(gewuenscht, auswahl)
        ergebnis = monatsentwicklung(datensatz, jahr) if jahr else None
        return super().get_context_data(
            kennzahl=KENNZAHL,
            quellen=tuple(Quelle),
            jahre=auswahl,
            unbekanntes_jahr=gewuenscht if gewuenscht and gewuenscht != str(jahr) else None,
            ergebnis=ergebnis,
            abschnitte=_abschnitte(ergebnis) if ergebnis else [],
            **kwargs,
        )


class MonatsentwicklungBildView(ZugangMixin, View):
    """Dasselbe Diagramm als SVG, für Seiten ohne JavaScript; mit `?schmal` für ein Telefon."""

    recht = Recht.AUSWERTUNG_STADT

    def get(self, request, jahr, schluessel):
        datensatz = datensaetze.gesamtzahlen_der_stadt(Zaehleinheit.NEUZUGANG, mit_fussnoten=True)
        abschnitte = monatsentwicklung(datensatz, jahr).entwicklungen if jahr in jahre(datensatz) else ()
        diagramm = next((a.diagramm for a in abschnitte if a.schluessel == schluessel), None)
        if diagramm is None:
            raise Http404
        breite = druckbild.SCHMALE_BREITE if "schmal" in request.GET else druckbild.BREITE
        return HttpResponse(druckbild.svg(diagramm, breite=breite), content_type="image/svg+xml")


def _jahr(gewuenscht: str | None, auswahl: list[int]) -> int | None:
    """Das gewünschte Jahr, sonst das neueste; None, solange es keine Zahlen gibt."""
    treffer = [jahr for jahr in auswahl if str(jahr) == gewuenscht]
    return (treffer or auswahl[-1:] or [None])[0]


def _abschnitte(ergebnis: Monatsentwicklung) -> list[dict]:
    return [
        {
            "entwicklung": entwicklung,
            "figur": entwicklung.diagramm and web.plotly(entwicklung.diagramm),
            "bild_url": reverse("monatsentwicklung_bild", args=[ergebnis.jahr, entwicklung.schluessel]),
        }
        for entwicklung in ergebnis.entwicklungen
    ]
