"""Seiten der Lieferungen: hochladen und prüfen, übernehmen, verwerfen, zurücknehmen."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import DetailView, View

from beratung.fehler import Lieferungsfehler
from beratung.kalender import monatsstand
from beratung.lieferungen import anzeige, herkunft, vergleich
from beratung.lieferungen.formulare import BegruendungForm
from beratung.lieferungen.uebernahme import geltender_stand, uebernehmen, verwerfen, zuruecknehmen
from beratung.lieferungen.zeilenbestand import einwand_gegen_ruecknahme
from beratung.mappe import eingabevorlage
from beratung.models import Lieferung
from beratung.pruefung.befunde import ENTSCHEIDBAR, lieferbefunde, offene
from beratung.pruefung.formulare import EntscheidungForm, KontrollzahlForm
from dresden_senioren.anmeldung.kennwort_erneut import KennwortErneutMixin
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.datenschutz.zugriffsbuch import ZugriffMixin
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

# Schritt in der Leiste; Verworfenes und Ersetztes steht außerhalb des Wegs.
SCHRITT = {Lieferung.Status.GEPRUEFT: 4, Lieferung.Status.UEBERNOMMEN: 5, Lieferung.Status.ZURUECKGENOMMEN: 6}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LieferungenMixin(ZugangMixin):
    recht = Recht.LIEFERUNGEN_VERWALTEN

    def get_queryset(self):
        lieferungen = Lieferung.objects.sichtbar_fuer(self.request.user)
        return lieferungen.select_related("erstellt_von", "uebernommen_von", "zurueckgenommen_von", "profil")


def angaben_zur(
    lieferung: Lieferung,
    form: BegruendungForm | None = None,
    *,
    entscheidung: EntscheidungForm | None = None,
    kontrollform: KontrollzahlForm | None = None,
) -> dict:
    """Was die Detailseite zeigt, auch wenn sie mit einem Fehler in einem ihrer Formulare wieder erscheint."""
    ist_vorschau = lieferung.status == Lieferung.Status.GEPRUEFT
    gilt = lieferung.status == Lieferung.Status.UEBERNOMMEN
    befunde = lieferbefunde(lieferung)
    kasten, satz = anzeige.ergebnissatz(lieferung, befunde)
    bisherige = vergleich.abzuloesende(lieferung) if ist_vorschau else []
    unentschieden = [eintrag for eintrag in befunde if eintrag.ist_offen]
    return {
        "lieferung": lieferung,
        "farbe": anzeige.STATUSFARBE[lieferung.status],
        "ist_vorschau": ist_vorschau,
        "schritt": SCHRITT.get(lieferung.status),
        "herkunft": herkunft.teile(lieferung),
        "monatsstand": monatsstand.geltender(lieferung.quelle, Monat.von_tag(lieferung.monat)),
        "sperrsatz": monatsstand.sperrsatz(lieferung.quelle, Monat.von_tag(lieferung.monat)),
        "gilt": gilt,
        "ruecknahmeeinwand": einwand_gegen_ruecknahme(lieferung) if gilt else "",
        "kasten": kasten,
        "ergebnissatz": satz,
        "stand": geltender_stand(lieferung),
        "karten": anzeige.befundkarten(befunde, entscheidung),
        "ist_entscheidbar": lieferung.status in ENTSCHEIDBAR,
        "befundsatz": anzeige.befundsatz(lieferung.befunde),
        "offene": unentschieden,
        "tafel": vergleich.kontrolltafel(lieferung, vergleich.gezaehlte(lieferung)),
        "kontrollform": kontrollform or KontrollzahlForm(lieferung=lieferung),
        "zeilen_fehlen": vergleich.zeilen_fehlen(bisherige),
        "alt_gegen_neu": vergleich.alt_gegen_neu(lieferung, bisherige) if ist_vorschau else [],
        "form": form or (_uebernahmeform(bool(unentschieden)) if ist_vorschau else _ruecknahmeform()),
    }


def _uebernahmeform(ist_noetig: bool, daten=None) -> BegruendungForm:
    hilfe = "Ein Satz für alle noch offenen Warnungen. Er steht später bei der Lieferung und im Protokoll."
    return BegruendungForm(daten, hilfe=hilfe, ist_noetig=ist_noetig)


def _ruecknahmeform(daten=None) -> BegruendungForm:
    hilfe = "Warum gilt diese Lieferung nicht mehr? Was vorher galt, gilt danach wieder."
    return BegruendungForm(daten, label="Grund der Rücknahme", hilfe=hilfe)


class LieferungDetailView(LieferungenMixin, ZugriffMixin, DetailView):
    template_name = "beratung/lieferung_detail.html"

    def zugriffsauswahl(self) -> dict:
        return {"lieferung": self.object.pk, "quelle": self.object.quelle, "monat": self.object.monat}

    def zugriffsstand(self) -> str:
        return self.object.sha256

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | angaben_zur(self.object)


class VorgangView(LieferungenMixin, KennwortErneutMixin, View):
    """Gemeinsames der drei Vorgänge: nur POST; was nicht geht, sagt ein Satz auf der Seite der Lieferung.

    Jeder Vorgang bringt `form(lieferung)` mit und `ausfuehren(lieferung, text)`, das den Satz für den Erfolg gibt.
    """

    http_method_names = ["post"]
    kennwort_bei = ()

    def post(self, request, pk):
        lieferung = get_object_or_404(self.get_queryset(), pk=pk)
        form = self.form(lieferung)
        if not form.is_valid():
            return render(request, "beratung/lieferung_detail.html", angaben_zur(lieferung, form), status=422)
        try:
            messages.success(request, self.ausfuehren(lieferung, form.cleaned_data["text"]))
        except Lieferungsfehler as fehler:
            messages.error(request, str(fehler))
        return redirect("beratung:lieferung_detail", pk=pk)


class UebernehmenView(VorgangView):
    def form(self, lieferung):
        return _uebernahmeform(bool(offene(lieferung)), self.request.POST)

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
    kennwort_bei = ("POST",)

    def form(self, lieferung):
        return _ruecknahmeform(self.request.POST)

    def ausfuehren(self, lieferung, text):
        zuruecknehmen(lieferung, von=self.request.user, grund=text)
        return f"Lieferung {lieferung.pk} ist zurückgenommen. Es gilt wieder der Stand davor."


class EingabevorlageView(LieferungenMixin, View):
    def get(self, request):
        return dateiantwort(eingabevorlage(), name="eingabevorlage_seniorenberatung.xlsx", medientyp=XLSX)
