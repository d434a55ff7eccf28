"""Listen und Pflegeseiten der Stammdaten (siehe stammdatenpflege.py)."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from beratung.models import Ereignismarke, Katalogwert
from beratung.stammdaten.geschichte import quelle
from beratung.stammdaten.nachschlagen import GERECHNET, kataloge
from beratung.stammdaten.pflege import Gegenstand
from dresden_senioren import pflegeseiten
from dresden_senioren.datenbank.feldgeschichte import verlauf
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin


class NeuView(pflegeseiten.NeuView):
    app, ordner = "beratung", "beratung/stammdaten"


class BearbeitenView(pflegeseiten.BearbeitenView):
    app, ordner = "beratung", "beratung/stammdaten"


class LoeschenView(pflegeseiten.LoeschenView):
    app, ordner = "beratung", "beratung/stammdaten"


class ListeView(ZugangMixin, TemplateView):
    """Eine Liste aus den Spalten des Gegenstands; Katalogwerte nach Merkmal (`merkmal`)."""

    recht = Recht.STAMMDATEN_PFLEGEN
    template_name = "beratung/stammdaten/liste.html"
    gegenstand: Gegenstand = None

    @cached_property
    def merkmal(self) -> str:
        """Nur bei den Katalogen: der gewählte."""
        if self.gegenstand.modell is not Katalogwert:
            return ""
        gewuenscht = self.request.GET.get("merkmal")
        return gewuenscht if gewuenscht in self.kataloge else next(iter(self.kataloge), "")

    @cached_property
    def kataloge(self) -> dict[str, str]:
        return kataloge() if self.gegenstand.modell is Katalogwert else {}

    def _zeilen(self) -> list[dict]:
        abfrage = self.gegenstand.liste()
        if self.merkmal:
            abfrage = abfrage.filter(merkmal=self.merkmal)
        ziel = self.gegenstand.detail or f"beratung:{self.gegenstand.schluessel}_bearbeiten"
        return [
            {
                "adresse": reverse(ziel, args=[zeile.pk]),
                "zellen": [(spalte, spalte.wert(zeile)) for spalte in self._spalten()],
            }
            for zeile in abfrage
        ]

    def _spalten(self):
        """Ein Hauptberatungsfeld haben nur Beratungsfelder."""
        return [s for s in self.gegenstand.spalten
                if s.ueberschrift != "Hauptberatungsfeld" or self.merkmal == "beratungsfeld"]  # fmt: skip

    def _neu(self) -> str:
        name = f"beratung:{self.gegenstand.schluessel}_neu"
        if not self.kataloge:
            return reverse(name)
        return "" if self.merkmal in GERECHNET else reverse(name, args=[self.merkmal])

    def get_context_data(self, **kwargs):
        # Was gelöscht ist, hat keine eigene Seite mehr: bei Ereignissen steht die Geschichte unter der Liste.
        mit_geschichte = self.gegenstand.modell is Ereignismarke
        geschichte = quelle(self.gegenstand.modell)
        return super().get_context_data(
            gegenstand=self.gegenstand,
            spalten=self._spalten(),
            zeilen=self._zeilen(),
            neu=self._neu(),
            kataloge=self.kataloge,
            merkmal=self.merkmal,
            verlauf=verlauf([(geschichte, geschichte.zeilen)]) if mit_geschichte else [],
            **kwargs,
        )
