"""Seiten der Lieferungen: Verzeichnis, hochladen und prüfen, übernehmen, verwerfen, zurücknehmen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import DetailView, ListView, View

from beratung import anzeige, lieferkalender
from beratung.bestand import stand_der_daten
from beratung.forms import BegruendungForm
from beratung.lieferungen import (
    Lieferungsfehler,
    geltender_stand,
    uebernehmen,
    verwerfen,
    zuruecknehmen,
)
from beratung.mappe import eingabevorlage
from beratung.models import Lieferung
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LieferungenMixin(ZugangMixin):
    recht = Recht.LIEFERUNGEN_VERWALTEN

    def get_queryset(self):
        lieferungen = Lieferung.objects.sichtbar_fuer(self.request.user)
        return lieferungen.select_related("erstellt_von", "uebernommen_von", "zurueckgenommen_von", "profil")


class LieferungListeView(LieferungenMixin, ListView):
    template_name = "beratung/lieferung_liste.html"
    context_object_name = "lieferungen"
    paginate_by = 24

    def get_context_data(self, **kwargs):
        kontext = super().get_context_data(**kwargs)
        farben = [(lieferung, anzeige.STATUSFARBE[lieferung.status]) for lieferung in kontext["lieferungen"]]
        wartende = self.get_queryset().wartend()
        kalender = {"kalender": lieferkalender.kalender(), "monatskuerzel": lieferkalender.MONATSKUERZEL}
        return kontext | kalender | {"zeilen": farben, "wartende": wartende, "stand": stand_der_daten()}


def _angaben(lieferung: Lieferung, form: BegruendungForm | None = None) -> dict:
    """Was die Detailseite zeigt, auch wenn sie mit einem Fehler wieder erscheint."""
    ist_vorschau = lieferung.status == Lieferung.Status.GEPRUEFT
    return {
        "lieferung": lieferung,
        "farbe": anzeige.STATUSFARBE[lieferung.status],
        "ist_vorschau": ist_vorschau,
        "gilt": lieferung.status == Lieferung.Status.UEBERNOMMEN,
        "vergleich": anzeige.vergleich(lieferung),
        "stand": geltender_stand(lieferung),
        "befunde": anzeige.befundtafel(lieferung.befunde),
        "befundsatz": anzeige.befundsatz(lieferung.befunde),
        "form": form or (_uebernahmeform(lieferung) if ist_vorschau else _ruecknahmeform()),
    }


def _uebernahmeform(lieferung: Lieferung, daten=None) -> BegruendungForm:
    hilfe = "Warum stimmen die Zahlen trotz der Warnungen? Der Text steht später bei der Lieferung und im Protokoll."
    return BegruendungForm(daten, hilfe=hilfe, ist_noetig=lieferung.braucht_begruendung)


def _ruecknahmeform(daten=None) -> BegruendungForm:
    hilfe = "Warum gilt diese Lieferung nicht mehr? Was vorher galt, gilt danach wieder."
    return BegruendungForm(daten, label="Grund der Rücknahme", hilfe=hilfe)


class LieferungDetailView(LieferungenMixin, DetailView):
    template_name = "beratung/lieferung_detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | _angaben(self.object)


class VorgangView(LieferungenMixin, View):
    """Gemeinsames der drei Vorgänge: nur POST; was nicht geht, sagt ein Satz auf der Seite der Lieferung.

    Jeder Vorgang bringt `form(lieferung)` mit und `ausfuehren(lieferung, text)`, das den Satz für den Erfolg gibt.
    """

    http_method_names = ["post"]

    def post(self, request, pk):
        lieferung = get_object_or_404(self.get_queryset(), pk=pk)
        form = self.form(lieferung)
        if not form.is_valid():
            return render(request, "beratung/lieferung_detail.html", _angaben(lieferung, form), status=422)
        try:
            messages.success(request, self.ausfuehren(lieferung, form.cleaned_data["text"]))
        except Lieferungsfehler as fehler:
            messages.error(request, str(fehler))
        return redirect("beratung:lieferung_detail", pk=pk)


class UebernehmenView(VorgangView):
    def form(self, lieferung):
        return _uebernahmeform(lieferung, self.request.POST)

    def ausfuehren(self, lieferung, text):
        gezeigt = self.request.POST.get("stand", "")
        lieferung = uebernehmen(lieferung, von=self.request.user, begruendung=text, gezeigter_stand=gezeigt)
        return f"Übernommen: {anzeige.zahlensatz(lieferung)}."


class VerwerfenView(VorgangView):
    def form(self, lieferung):
        return BegruendungForm(self.request.POST, ist_noetig=False)

    def ausfuehren(self, lieferung, text):
        verwerfen(lieferung, von=self.request.user)
        return f"Lieferung {lieferung.pk} ist verworfen. An den geltenden Zahlen hat sich nichts geändert."


class ZuruecknehmenView(VorgangView):
    def form(self, lieferung):
        return _ruecknahmeform(self.request.POST)

    def ausfuehren(self, lieferung, text):
        zuruecknehmen(lieferung, von=self.request.user, grund=text)
        return f"Lieferung {lieferung.pk} ist zurückgenommen. Es gilt wieder der Stand davor."


class EingabevorlageView(LieferungenMixin, View):
    def get(self, request):
        kopf = {"Content-Disposition": 'attachment; filename="eingabevorlage_seniorenberatung.xlsx"'}
        return HttpResponse(eingabevorlage(), content_type=XLSX, headers=kopf)
