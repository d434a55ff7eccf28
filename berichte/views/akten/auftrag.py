"""Ein bestellter Bericht: zusehen, wie er entsteht, und ihn herunterladen. Nur wer ihn bestellt hat."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View
from django.views.generic.detail import DetailView

from berichte.akten import auftraege
from berichte.arten import BERICHTSARTEN
from berichte.ausgabe import AUSGABEN
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Berichtsauftrag
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.datenschutz.zugriffsbuch import ZugriffMixin
from dresden_senioren.models import Ereignis, Zugriff
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

Zustand = Berichtsauftrag.Zustand


class AuftragMixin(ZugangMixin):
    recht = Recht.BERICHTE_DES_BEREICHS

    def get_queryset(self):
        """Bei jedem Abruf neu gefragt: Ein entzogenes Recht gilt auch für schon bestellte Dateien."""
        return Berichtsauftrag.objects.sichtbar_fuer(self.request.user)


class AuftragDetailView(AuftragMixin, DetailView):
    """Wie weit der Bericht ist; htmx fragt jede Sekunde nach. POST: noch einmal bestellen, was gescheitert ist."""

    context_object_name = "auftrag"

    def get_queryset(self):
        return super().get_queryset().ohne_datei().select_related("akte", "festschreibung")

    def get_object(self, queryset=None):
        """Jeder Blick hilft: Was liegen geblieben ist, wird wieder aufgenommen."""
        auftrag = super().get_object(queryset)
        if auftrag.ist_in_arbeit:
            auftraege.aufraeumen()
            auftraege.rufen()
            auftrag.refresh_from_db(fields=["zustand", "schritt", "fortschritt", "fehler"])
        return auftrag

    def get_template_names(self):
        ist_teil = self.request.headers.get("HX-Request")
        return ["berichte/auftrag/_stand.html" if ist_teil else "berichte/auftrag/detail.html"]

    def get_context_data(self, **kwargs):
        akte = self.object.akte
        ausgabe = AUSGABEN.get(self.object.format)
        return super().get_context_data(
            art=BERICHTSARTEN[akte.art],
            fassung=Fassung(akte.fassung),
            ausgabe=ausgabe.bezeichnung if ausgabe else self.object.format,
            liegt_bis=auftraege.liegt_bis(self.object),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        """Solange sich nichts tut, bleibt die Seite, wie sie ist; sonst läse ein Vorleseprogramm sie jede Sekunde."""
        ist_unveraendert = self.request.GET.get("stand") == str(self.object.fortschritt)
        if self.object.ist_in_arbeit and ist_unveraendert and self.request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        return super().render_to_response(context, **kwargs)

    def post(self, request, *args, **kwargs):
        auftrag = self.get_object()
        if auftrag.zustand == Zustand.GESCHEITERT:
            angaben = {"von": request.user, "festschreibung": auftrag.festschreibung}
            auftrag = auftraege.beauftragen(auftrag.akte, auftrag.format, **angaben)
        return redirect("berichtsauftrag", pk=auftrag.pk)


class AuftragDateiView(AuftragMixin, ZugriffMixin, View):
    """Die fertige Datei; eine halbe gibt es nicht."""

    zugriffsart = Zugriff.Art.HERUNTERGELADEN

    def zeigt_genaues(self) -> bool:
        return Fassung(self.auftrag.akte.fassung) is Fassung.INTERN

    def zugriffsauswahl(self) -> dict:
        akte = self.auftrag.akte
        return {"bericht": akte.pk, "art": akte.art, "stichtag": akte.stichtag, "format": self.auftrag.format}

    def zugriffsstand(self) -> str:
        return self.auftrag.inhaltssumme

    def get(self, request, pk):
        auftrag = self.auftrag = get_object_or_404(self.get_queryset().select_related("akte"), pk=pk)
        if auftrag.zustand != Zustand.FERTIG:
            raise Http404("Diese Datei ist noch nicht fertig.")
        angaben = {"akte": auftrag.akte_id, "fassung": auftrag.akte.fassung, "sha256": auftrag.sha256}
        protokolliere(Ereignis.DATEI_HERUNTERGELADEN, von=request.user, gegenstand=auftrag.dateiname, **angaben)
        return dateiantwort(bytes(auftrag.inhalt), name=auftrag.dateiname, medientyp=auftrag.medientyp)
