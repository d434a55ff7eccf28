"""Kennzahlenkatalog: jede Kennzahl mit ihrer Definition und dem heutigen Wert der Stadt, aus denselben Daten, mit
denen gerechnet wird."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from beratung.models import Planungsbereich
from berichte.auswertung.ausschnitt import aus_adresse
from berichte.auswertung.rahmen import stand as stand_der_daten
from berichte.fachplan.bezug import verbunden_mit
from berichte.kern.zahlen.katalog import KATALOG, VERHAELTNISSE
from berichte.kern.zahlen.kennzahlen import KENNZAHLEN, Katalogeintrag, Kennzahl
from berichte.zahlen.kennwerte import anteile_unbekannt, stand
from berichte.zahlen.lage import Lage, lage
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

GRUPPEN = (
    ("Zählungen", "Was die Lieferungen nennen. Verschiedene Zähleinheiten werden nie zusammengezählt.", KENNZAHLEN),
    ("Verhältnisse", "Was aus zwei Größen gerechnet wird. Fehlt eine, gibt es keinen Wert.", VERHAELTNISSE),
)


class KatalogMixin(ZugangMixin):
    """Werte der ganzen Stadt im vorgegebenen Zeitraum; `lage` ist None, solange nichts gemeldet ist."""

    recht = Recht.AUSWERTUNG_STADT

    @cached_property
    def lage(self) -> Lage | None:
        daten = stand_der_daten(self.request)
        return lage(aus_adresse({}, daten.letzter_monat).auswahl) if daten else None


class KatalogView(KatalogMixin, TemplateView):
    template_name = "berichte/katalog/liste.html"

    def get_context_data(self, **kwargs):
        gruppen = [
            (titel, satz, [(e, self.lage and stand(e, self.lage)) for e in alle]) for titel, satz, alle in GRUPPEN
        ]
        return super().get_context_data(gruppen=gruppen, lage=self.lage, **kwargs)


class KennzahlView(KatalogMixin, TemplateView):
    template_name = "berichte/katalog/kennzahl.html"

    def get_context_data(self, kennzahl, **kwargs):
        if (eintrag := KATALOG.get(kennzahl)) is None:
            raise Http404(f"Die Kennzahl „{kennzahl}“ gibt es nicht.")
        ist_zaehlung = isinstance(eintrag, Kennzahl)
        je_merkmal = not ist_zaehlung and not eintrag.ist_eine_zahl
        return super().get_context_data(
            eintrag=eintrag,
            ist_zaehlung=ist_zaehlung,
            merkmale=[(merkmal, eintrag.spalte(merkmal)) for merkmal in eintrag.merkmale] if ist_zaehlung else [],
            stand=self.lage and stand(eintrag, self.lage),
            anteile=anteile_unbekannt(self.lage) if self.lage and je_merkmal else [],
            ist_pruefung_faellig=eintrag.naechste_pruefung < timezone.localdate(),
            massnahmen=verbunden_mit(eintrag.schluessel, self.request.user),
            herkunft=[] if je_merkmal or not self.lage else self._herkunft(eintrag),
            **kwargs,
        )

    def _herkunft(self, eintrag: Katalogeintrag) -> list[tuple[str, str]]:
        """(Gebiet, Adresse) der Herkunftsseiten, die die Person sehen darf."""
        if self.request.user.darf(Recht.AUSWERTUNG_ALLER_BEREICHE):
            return [("Dresden", reverse("stadt_herkunft", args=[eintrag.schluessel]))]
        bereiche = Planungsbereich.objects.sichtbar_fuer(self.request.user)
        return [
            (f"Planungsbereich {bereich}", reverse("bereich_herkunft", args=[bereich.kuerzel, eintrag.schluessel]))
            for bereich in bereiche
        ]
