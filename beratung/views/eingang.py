"""Seiten des Eingangs: hochladen, Erkanntes bestätigen, beim Lesen zusehen, verwerfen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.generic import DetailView, FormView, TemplateView, View

from beratung.eingang import ablage, werkbank
from beratung.eingang.formulare import HochladenForm, angaben_zum_eingang
from beratung.lieferungen import anzeige
from beratung.models import Eingang, Lieferung
from dresden_senioren.datenschutz.zugriffsbuch import ZugriffMixin
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

Zustand = Eingang.Zustand
ZUSTANDSFARBE = {
    Zustand.WARTET: "offen",
    Zustand.WIRD_GELESEN: "aktiv",
    Zustand.BRAUCHT_ANGABEN: "warnung",
    Zustand.BRAUCHT_ZUORDNUNG: "warnung",
    Zustand.FERTIG: "fertig",
    Zustand.ABGELEHNT: "gefahr",
    Zustand.ABGEBROCHEN: "neutral",
}


class EingangMixin(ZugangMixin):
    recht = Recht.LIEFERUNGEN_VERWALTEN

    def dispatch(self, request, *args, **kwargs):
        if request.user.darf(self.recht):
            ablage.aufraeumen()
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return Eingang.objects.sichtbar_fuer(self.request.user).select_related("profil", "lieferung", "eingereicht_von")


def weiterlesen(request, eingang: Eingang):
    """Kleine Dateien sofort, große der Arbeiter; danach dorthin, wo es weitergeht."""
    if ablage.darf_sofort(eingang.groesse):
        if ablage.beanspruchen(eingang):
            werkbank.bearbeiten(eingang)
    else:
        ablage.einreihen(eingang)
        ablage.anstossen()
    return wohin(request, eingang)


def wohin(request, eingang: Eingang):
    """Die Seite, auf der jemand den nächsten Schritt tut."""
    if eingang.zustand == Zustand.FERTIG and eingang.lieferung:
        if eingang.lieferung.status != eingang.lieferung.Status.GEPRUEFT:
            satz = f"Diese Zahlen gelten schon: Lieferung {eingang.lieferung_id}. Es gibt nichts zu übernehmen."
            messages.info(request, satz)
        elif fruehere := ablage.schon_da([eingang])[eingang.pk].lieferung:
            angaben = {"eingang": eingang, "lieferung": fruehere}
            messages.info(request, render_to_string("beratung/eingang/_schon_da.html", angaben))
        elif woran := eingang.woran_erkannt.get("profil"):
            messages.info(request, f"Gelesen mit dem Profil {eingang.profil}, erkannt {woran}.")
        return redirect("beratung:lieferung_detail", pk=eingang.lieferung_id)
    if eingang.zustand == Zustand.BRAUCHT_ZUORDNUNG:
        name = "spalten" if werkbank.fragt_nach_spalten(eingang) else "werte"
        return redirect(f"beratung:eingang_{name}", pk=eingang.pk)
    return redirect("beratung:eingang_detail", pk=eingang.pk)


class LieferungNeuView(EingangMixin, FormView):
    form_class = HochladenForm
    template_name = "beratung/lieferung_neu.html"

    def get_initial(self):
        return {name: self.request.GET.get(name, "") for name in ("quelle", "monat")}

    def get_context_data(self, **kwargs):
        return {"spaltenhilfe": anzeige.spaltenhilfe()} | super().get_context_data(**kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        dateien = form.cleaned_data.pop("datei")
        ist_klein = len(dateien) == 1 and ablage.darf_sofort(dateien[0].size)
        angaben = form.cleaned_data | {"von": self.request.user, "sofort": ist_klein}
        eingaenge = [ablage.einreichen(datei, **angaben) for datei in dateien]
        if not ist_klein:
            ablage.anstossen()
            return redirect("beratung:eingang_liste") if len(dateien) > 1 else wohin(self.request, eingaenge[0])
        werkbank.bearbeiten(eingaenge[0])
        if eingaenge[0].zustand == Zustand.ABGELEHNT:
            return self.abgelehnt(eingaenge[0], form)
        return wohin(self.request, eingaenge[0])

    def abgelehnt(self, eingang: Eingang, form):
        kontext = self.get_context_data(form=form, **befundangaben(eingang))
        return self.render_to_response(kontext, status=422)


def befundangaben(eingang: Eingang) -> dict:
    tafel = anzeige.befundtafel(eingang.befunde)
    stelle_fehlt = any(befund.code == "P03" for befund, _ in tafel)
    saetze = {"befundsatz": anzeige.befundsatz(eingang.befunde), "stelle_fehlt": stelle_fehlt}
    return {"eingang": eingang, "befunde": tafel} | saetze


class EingangListeView(EingangMixin, TemplateView):
    """Was hochgeladen und noch nicht Lieferung ist. Mit htmx nur die Tabelle; unverändert: 204."""

    def get_template_names(self):
        return [
            "beratung/eingang/_liste.html" if self.request.headers.get("HX-Request") else "beratung/eingang/liste.html"
        ]

    def get_context_data(self, **kwargs):
        eingaenge = list(self.get_queryset().offen())
        schon_da = ablage.schon_da(eingaenge)
        zeilen = [(e, ZUSTANDSFARBE[e.zustand], schon_da[e.pk]) for e in eingaenge]
        bestaetigbar = [e for e in eingaenge if _ist_bestaetigbar(e)]
        stand = "-".join(f"{e.pk.hex[:6]}{e.zustand}{e.zeilen_gelesen}" for e in eingaenge)
        angaben = {"zeilen": zeilen, "bestaetigbar": len(bestaetigbar), "stand": stand}
        angaben["vorschauen"] = Lieferung.objects.sichtbar_fuer(self.request.user).wartend().count()
        angaben["in_arbeit"] = sum(e.ist_in_arbeit for e in eingaenge)
        angaben["abgelehnte"] = sum(e.zustand == Zustand.ABGELEHNT for e in eingaenge)
        return super().get_context_data(**kwargs) | angaben

    def render_to_response(self, context, **kwargs):
        if self.request.headers.get("HX-Request") and self.request.GET.get("stand") == context["stand"]:
            return HttpResponse(status=204)
        return super().render_to_response(context, **kwargs)


def _ist_bestaetigbar(eingang: Eingang) -> bool:
    return eingang.zustand == Zustand.BRAUCHT_ANGABEN and bool(eingang.quelle and eingang.monat)


class EingangAlleView(EingangMixin, View):
    """Alles, wozu Quelle und Monat erkannt sind, auf einmal bestätigen."""

    http_method_names = ["post"]

    def post(self, request):
        eingaenge = [e for e in self.get_queryset().offen() if _ist_bestaetigbar(e)]
        for eingang in eingaenge:
            eingang.ist_bestaetigt = True
            ablage.einreihen(eingang)
        if eingaenge:
            ablage.anstossen()
            messages.success(request, f"Bestätigt: {len(eingaenge)} Dateien werden jetzt geprüft.")
        return redirect("beratung:eingang_liste")


class EingangAbgelehnteView(EingangMixin, View):
    """Alles Abgelehnte auf einmal aus der Liste nehmen; die Dateien sind schon gelöscht."""

    http_method_names = ["post"]

    def post(self, request):
        abgelehnte = list(self.get_queryset().filter(zustand=Zustand.ABGELEHNT))
        for eingang in abgelehnte:
            ablage.verwerfen(eingang, von=request.user)
        if abgelehnte:
            messages.success(request, f"Aus der Liste genommen: {len(abgelehnte)} abgelehnte Dateien.")
        return redirect("beratung:eingang_liste")


class EingangDetailView(EingangMixin, ZugriffMixin, DetailView):
    """Was mit einer Datei gerade ist. POST bestätigt oder ändert, was erkannt wurde."""

    template_name = "beratung/eingang/detail.html"
    context_object_name = "eingang"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.zustand in {Zustand.FERTIG, Zustand.BRAUCHT_ZUORDNUNG}:
            antwort = wohin(request, self.object)
            return HttpResponse(headers={"HX-Redirect": antwort.url}) if request.headers.get("HX-Request") else antwort
        if request.headers.get("HX-Request"):
            return self.fortschritt(request)
        return self.render_to_response(self.get_context_data())

    def zugriffsauswahl(self) -> dict:
        return {"quelle": self.object.quelle, "monat": self.object.monat or "", "eingang": self.object.pk}

    def zugriffsstand(self) -> str:
        return self.object.sha256

    def fortschritt(self, request):
        if not self.object.ist_in_arbeit:
            return HttpResponse(headers={"HX-Refresh": "true"})
        self.template_name = "beratung/eingang/_lesen.html"
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        eingang = self.object = self.get_object()
        if eingang.zustand != Zustand.BRAUCHT_ANGABEN or not ablage.hat_datei(eingang):
            return wohin(request, eingang)
        form = angaben_zum_eingang(eingang, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        self.angaben_uebernehmen(eingang, form)
        if "zuordnen" in request.POST:
            return redirect("beratung:eingang_spalten", pk=eingang.pk)
        eingang.ist_bestaetigt = True
        eingang.save()
        return weiterlesen(request, eingang)

    def angaben_uebernehmen(self, eingang: Eingang, form) -> None:
        for name in form.changed_data:
            eingang.woran_erkannt.pop(name, None)
        angaben = form.cleaned_data
        eingang.quelle, eingang.monat = angaben["quelle"].value, angaben["monat"].erster
        eingang.art, eingang.profil = angaben["art"] or "", angaben["profil"]
        eingang.save()

    def get_context_data(self, **kwargs):
        eingang = self.object
        angaben = {"farbe": ZUSTANDSFARBE[eingang.zustand], "hat_datei": ablage.hat_datei(eingang)}
        if not eingang.ist_erledigt:
            angaben["schon_da"] = ablage.schon_da([eingang])[eingang.pk]
        if eingang.zustand == Zustand.BRAUCHT_ANGABEN:
            angaben["form"] = angaben_zum_eingang(eingang)
        return super().get_context_data(**angaben | befundangaben(eingang) | kwargs)


class EingangVerwerfenView(EingangMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        eingang = get_object_or_404(self.get_queryset(), pk=pk)
        if eingang.zustand != Zustand.FERTIG:
            ablage.verwerfen(eingang, von=request.user)
            messages.success(request, f"„{eingang.dateiname}“ ist verworfen, die Datei ist gelöscht.")
        return redirect("beratung:eingang_liste")


class EingangWiederholenView(EingangMixin, View):
    """Noch einmal versuchen, was abgebrochen ist, solange die Datei da ist."""

    http_method_names = ["post"]

    def post(self, request, pk):
        eingang = get_object_or_404(self.get_queryset(), pk=pk)
        if eingang.zustand == Zustand.ABGEBROCHEN and ablage.hat_datei(eingang):
            return weiterlesen(request, eingang)
        messages.error(request, "Die Datei ist nicht mehr da. Laden Sie sie neu hoch.")
        return wohin(request, eingang)
