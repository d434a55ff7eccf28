"""Freigaben: geschützte Zahlen beantragen, prüfen, als zweite Person erteilen oder verwerfen; bekannte Zahlen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import DetailView, FormView, ListView

from berichte.freigaben import ablauf, anzeige
from berichte.freigaben.ablauf import FreigabeVerweigert
from berichte.freigaben.formulare import GrundForm, ZeitraumForm
from berichte.models import BekannteZahl, Zahlenfreigabe
from berichte.zugriffe import ZahlenzugriffMixin
from dresden_senioren.anmeldung.kennwort_erneut import KennwortErneutMixin
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

FREIGABE = Zahlenfreigabe.Zustand
MIT_PERSONEN = ("beantragt_von", "entschieden_von")


class FreigabeListeView(ZugangMixin, ListView):
    recht = Recht.FREIGABE_ERTEILEN
    template_name = "berichte/freigabe/liste.html"
    queryset = Zahlenfreigabe.objects.select_related(*MIT_PERSONEN)

    def get_context_data(self, **kwargs):
        alle = list(self.object_list)
        return super().get_context_data(**kwargs) | {
            "zeilen": [(freigabe, anzeige.FARBE[freigabe.zustand]) for freigabe in alle],
            "geltende": next((f for f in alle if f.zustand == FREIGABE.FREIGEGEBEN), None),
            "offene": next((f for f in alle if f.ist_offen), None),
            "bekannte": BekannteZahl.objects.geltend().count(),
            "darf_beantragen": self.request.user.darf(Recht.FREIGABE_BEANTRAGEN),
        }


class FreigabeNeuView(ZugangMixin, FormView):
    """Zeitraum wählen, sehen, was fehlt, rechnen lassen."""

    recht = Recht.FREIGABE_BEANTRAGEN
    template_name = "berichte/freigabe/neu.html"
    form_class = ZeitraumForm

    def get_initial(self):
        vorschlag = ablauf.vorgeschlagener_zeitraum()
        return {"von": str(vorschlag.von), "bis": str(vorschlag.bis)} if vorschlag else {}

    def get_context_data(self, **kwargs):
        kontext = super().get_context_data(**kwargs)
        form = kontext["form"]
        zeitraum = form.cleaned_data.get("zeitraum") if form.is_bound else ablauf.vorgeschlagener_zeitraum()
        if zeitraum:
            ganzer = ablauf.umfang(zeitraum)
            kontext |= {"umfang": ganzer, "ist_mehr": ganzer != zeitraum, "hindernisse": ablauf.hindernisse(ganzer)}
        return kontext | {"offene": ablauf.offene()}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        if "vorschau" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            neu = ablauf.beantragen(zeitraum=form.cleaned_data["zeitraum"], von=self.request.user)
        except FreigabeVerweigert:
            # Warum nicht, steht auf der Seite: was fehlt, oder welche Freigabe noch offen ist.
            return self.render_to_response(self.get_context_data(form=form, ist_abgelehnt=True), status=409)
        ablauf.anstossen()
        return redirect("freigabe", neu.pk)


class FreigabeView(ZahlenzugriffMixin, KennwortErneutMixin, DetailView):
    """Eine Freigabe; solange gerechnet wird, fragt die Seite nach."""

    kennwort_bei = ()
    recht = Recht.FREIGABE_ERTEILEN
    template_name = "berichte/freigabe/detail.html"
    context_object_name = "freigabe"
    queryset = Zahlenfreigabe.objects.select_related(*MIT_PERSONEN)

    def zugriffsstand(self) -> str:
        return self.object.inhaltssumme

    def get(self, request, *args, **kwargs):
        self.object = freigabe = self.get_object()
        if ablauf.ist_liegengeblieben(freigabe):
            ablauf.anstossen()
        if request.headers.get("HX-Request"):
            ist_fertig = freigabe.zustand != FREIGABE.WIRD_GERECHNET
            return HttpResponse(headers={"HX-Refresh": "true"}) if ist_fertig else HttpResponse(status=204)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        freigabe, person = self.object, self.request.user
        kontext = super().get_context_data(**kwargs) | {
            "farbe": anzeige.FARBE[freigabe.zustand],
            "ist_zweite_person": person.darf(Recht.FREIGABE_ERTEILEN) and person.pk != freigabe.beantragt_von_id,
            "grund_form": kwargs.get("grund_form", GrundForm()),
        }
        if freigabe.pruefung:
            kontext["pruefung"] = anzeige.pruefung(freigabe)
        if freigabe.zustand in {FREIGABE.BEANTRAGT, FREIGABE.FREIGEGEBEN}:
            kontext |= {
                "abweichungen": anzeige.abweichungen(freigabe),
                "vorschau": anzeige.vorschau(freigabe),
            }
        return kontext


class FreigabeEntscheidenView(FreigabeView):
    """POST; was nicht geht, steht über der Seite."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        try:
            return self.entscheiden()
        except FreigabeVerweigert as grund:
            return self.render_to_response(self.get_context_data(fehler=str(grund)), status=409)

    def fertig(self, satz: str):
        messages.success(self.request, satz)
        return redirect("freigabe", self.object.pk)


class FreigabeErteilenView(FreigabeEntscheidenView):
    kennwort_bei = ("POST",)

    def entscheiden(self):
        ablauf.erteilen(freigabe=self.object, von=self.request.user)
        return self.fertig(f"{self.object} ist erteilt. Berichte zur Weitergabe entstehen jetzt aus ihr.")


class FreigabeVerwerfenView(FreigabeEntscheidenView):
    def entscheiden(self):
        form = GrundForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(grund_form=form), status=422)
        ablauf.verwerfen(freigabe=self.object, grund=form.cleaned_data["grund"], von=self.request.user)
        return self.fertig(f"{self.object} ist verworfen; die gerundeten Zahlen sind gelöscht.")
