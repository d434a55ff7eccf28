"""Seiten für Beschäftigte: was über sie gespeichert ist, und ihre eigenen Zugriffe."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from dresden_senioren.formulare import TagField
from dresden_senioren.models import Protokolleintrag, Zugriff

from .aufbewahrung import FRISTEN
from .zugriffsbuch import SEITEN

VORGABE = timedelta(days=28)
JE_SEITE = 50
# Wie die Auswahl eines Zugriffs gelesen wird; was hier fehlt, steht mit seinem Schlüssel da.
WOERTER = {
    "bereich": "Planungsbereich", "von": "von", "bis": "bis", "quelle": "Quelle", "vergleich": "Vergleich",
    "kennzahl": "Kennzahl", "merkmal": "Merkmal", "auspraegung": "Ausprägung", "stelle": "Beratungsstelle",
    "quartal": "Quartal", "monat": "Monat", "art": "Berichtsart", "stichtag": "Stichtag", "pk": "Nr.",
    "bericht": "Bericht Nr.", "nummer": "Version", "format": "Dateiformat", "dateiformat": "Dateiformat",
    "lieferung": "Lieferung Nr.", "schluessel": "Abbildung", "eingang": "Eingang", "alt": "Version alt",
    "neu": "Version neu",
}  # fmt: skip


@method_decorator(login_not_required, name="dispatch")
class DatenschutzView(TemplateView):
    template_name = "datenschutz/datenschutz.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(fristen=FRISTEN, **kwargs)


class ZeitraumForm(forms.Form):
    ZUGRIFFE, PROTOKOLL = "zugriffe", "protokoll"
    von = TagField(label="Von")
    bis = TagField(label="Bis")
    was = forms.ChoiceField(
        label="Was",
        choices=[(ZUGRIFFE, "angesehene und heruntergeladene Zahlen"), (PROTOKOLL, "Anmeldungen und Eingaben")],
    )

    def clean(self):
        daten = super().clean()
        if daten.get("von") and daten.get("bis") and daten["von"] > daten["bis"]:
            self.add_error("von", "Der Anfang liegt nach dem Ende.")
        return daten


class MeineZugriffeView(TemplateView):
    """Nur die eigenen Einträge; wer angemeldet ist, darf sie sehen, auch ohne Rolle."""

    template_name = "datenschutz/meine_zugriffe.html"

    def get_context_data(self, **kwargs):
        heute = timezone.localdate()
        vorgabe = {"von": (heute - VORGABE).isoformat(), "bis": heute.isoformat(), "was": ZeitraumForm.ZUGRIFFE}
        form = ZeitraumForm(vorgabe | {name: wert for name, wert in self.request.GET.items() if wert})
        eintraege = self._eintraege(form.cleaned_data) if form.is_valid() else Zugriff.objects.none()
        seite = Paginator(eintraege, JE_SEITE).get_page(self.request.GET.get("page"))
        ist_protokoll = form["was"].value() == ZeitraumForm.PROTOKOLL
        return super().get_context_data(
            form=form,
            zeitraum=form.cleaned_data if form.is_valid() else None,
            anzahl=seite.paginator.count,
            page_obj=seite,
            ist_protokoll=ist_protokoll,
            zeilen=[(eintrag, None if ist_protokoll else _in_worten(eintrag)) for eintrag in seite],
            frist=FRISTEN["protokoll" if ist_protokoll else "zugriffe"],
            abfrage="".join(f"{feld.name}={feld.value()}&" for feld in form),
            **kwargs,
        )

    def _eintraege(self, angaben: dict):
        modell = Protokolleintrag if angaben["was"] == ZeitraumForm.PROTOKOLL else Zugriff
        eigene = modell.objects.filter(benutzer=self.request.user.get_username())
        return eigene.filter(zeitpunkt__date__gte=angaben["von"], zeitpunkt__date__lte=angaben["bis"])


def _in_worten(zugriff: Zugriff) -> tuple[str, list[tuple[str, str]]]:
    """Was die Seite zeigt, und die Auswahl als (Wort, Schlüssel)."""
    folge = [*(name for name in WOERTER if name in zugriff.auswahl), *sorted(zugriff.auswahl.keys() - WOERTER.keys())]
    auswahl = [(WOERTER.get(name, name), zugriff.auswahl[name]) for name in folge]
    return SEITEN.get(zugriff.seite, zugriff.seite), auswahl
