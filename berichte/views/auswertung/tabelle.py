"""Genau die Tabelle unter einer Abbildung als Datei. Wer die Seite sehen darf, sieht die genauen Zahlen ohnehin; die
Datei ist darum intern, heißt so und steht im Protokoll."""

from django.http import Http404
from django.views.generic import View

from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.views.massnahmenliste import MEDIENTYPEN
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.models import Ereignis, Zugriff
from dresden_senioren.protokoll import protokolliere

from .dashboard import GebietMixin

DATEIFORMATE = ("csv", "xlsx")


class AbbildungTabelleView(GebietMixin, View):
    http_method_names = ["get"]
    zugriffsart = Zugriff.Art.HERUNTERGELADEN

    def get(self, request, schluessel, dateiformat, **kwargs):
        if dateiformat not in DATEIFORMATE:
            raise Http404("Dieses Dateiformat gibt es nicht.")
        tabelle = self.abbildung(schluessel).tabelle
        from berichte.ausgabe import tabellendatei

        inhalt = getattr(tabellendatei, dateiformat)(freigeben(tabelle, Fassung.INTERN))
        name = self._dateiname(schluessel, dateiformat)
        angaben = {"format": dateiformat, "ausschnitt": self.ausschnitt.parameter, "zeilen": len(tabelle.zeilen)}
        protokolliere(Ereignis.TABELLE_AUSGEGEBEN, von=request.user, gegenstand=name, **angaben)
        return dateiantwort(inhalt, name=name, medientyp=MEDIENTYPEN[dateiformat])

    def _dateiname(self, schluessel: str, dateiformat: str) -> str:
        ort = self.bereich.kuerzel if self.bereich else "stadt"
        zeitraum = self.ausschnitt.auswahl.zeitraum
        return f"{schluessel}_{ort}_{zeitraum.von}_{zeitraum.bis}_{Fassung.INTERN}.{dateiformat}"
