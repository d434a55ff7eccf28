"""Rückmeldeformulare: verschicken, zurücknehmen, dreifach vergleichen, übernehmen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import DetailView, ListView, View

from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.kern.dateien import NichtLesbar
from massnahmen.kern.rueckweg import Lage
from massnahmen.models import Formularversand
from massnahmen.rueckweg.ablauf import (
    Rueckwegfehler,
    antwort_annehmen,
    antwort_uebernehmen,
    antwort_verwerfen,
    formular_erstellen,
)
from massnahmen.rueckweg.formulare import EntscheidungForm, FormularNeuForm, HochladenForm
from massnahmen.rueckweg.vergleich import vorschau

ZUSTANDSFARBE = {"versandt": "offen", "zurueck": "warnung", "uebernommen": "fertig"}


class RuecklaufMixin(ZugangMixin):
    recht = Recht.RUECKLAUF

    def get_queryset(self):
        formulare = Formularversand.objects.sichtbar_fuer(self.request.user)
        return formulare.select_related("stelle", "fachplan", "erstellt_von", "uebernommen_von")


class FormularListeView(RuecklaufMixin, ListView):
    template_name = "massnahmen/rueckweg/liste.html"
    context_object_name = "formulare"
    paginate_by = 30

    def get_context_data(self, *, neu=None, hochladen=None, **kwargs):
        kontext = super().get_context_data(**kwargs)
        zeilen = [(formular, ZUSTANDSFARBE[formular.zustand]) for formular in kontext["formulare"]]
        # Eine andere Seite kann die Stelle vorschlagen.
        neu = neu or FormularNeuForm(benutzer=self.request.user, initial={"stelle": self.request.GET.get("stelle")})
        return kontext | {"zeilen": zeilen, "neu": neu, "hochladen": hochladen or HochladenForm()}

    def mit_fehlern(self, **formulare):
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(**formulare), status=422)

    def post(self, request):
        """Ein neues Formular."""
        form = FormularNeuForm(request.POST, benutzer=request.user)
        if not form.is_valid():
            return self.mit_fehlern(neu=form)
        try:
            versand = formular_erstellen(von=request.user, **form.cleaned_data)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.mit_fehlern(neu=form)
        messages.success(request, f"Das Formular für {versand.stelle} ist erstellt. Laden Sie es jetzt herunter.")
        return redirect("massnahmen:formular_detail", pk=versand.pk)


class FormularHochladenView(FormularListeView):
    http_method_names = ["post"]

    def post(self, request):
        form = HochladenForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.mit_fehlern(hochladen=form)
        try:
            versand = antwort_annehmen(daten=form.cleaned_data["datei"].read(), von=request.user)
        except NichtLesbar as fehler:
            form.add_error("datei", f"{fehler} Nichts ist gespeichert.")
            return self.mit_fehlern(hochladen=form)
        return redirect("massnahmen:formular_detail", pk=versand.pk)


class FormularDetailView(RuecklaufMixin, DetailView):
    template_name = "massnahmen/rueckweg/detail.html"
    context_object_name = "formular"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | _angaben(self.object)


def _angaben(formular: Formularversand, daten=None) -> dict:
    """Was die Seite eines Formulars zeigt, auch wenn sie mit Fehlern wieder erscheint."""
    angaben = {"formular": formular, "farbe": ZUSTANDSFARBE[formular.zustand]}
    if formular.zustand != Formularversand.Zustand.ZURUECK:
        zeilen = formular.zeilen.select_related("massnahme", "meldung__sachstandsart", "uebernommen__sachstandsart")
        return angaben | {"zeilen": zeilen}
    gezeigt = vorschau(formular)
    formulare = [
        EntscheidungForm(daten, zeile=zeile, vorschau=gezeigt) for zeile in gezeigt.zeilen if zeile.lage.schreibt
    ]
    gruppen = {lage.value: [f for f in formulare if f.zeile.lage == lage] for lage in Lage}
    return angaben | {
        "vorschau": gezeigt,
        "formulare": formulare,
        "konflikte": gruppen[Lage.KONFLIKT],
        "unklare": [f for f in gruppen[Lage.NEU] if f.zeile.mangel],
        "neue": [f for f in gruppen[Lage.NEU] if not f.zeile.mangel],
        "bestaetigte": gruppen[Lage.BESTAETIGT],
        "ohne_antwort": gezeigt.mit(Lage.OHNE_ANTWORT),
        "schon_so": gezeigt.mit(Lage.SCHON_SO),
    }


class FormularvorgangView(RuecklaufMixin, View):
    """Gemeinsames von Übernehmen und Verwerfen: nur POST; was nicht geht, sagt ein Satz.

    Jeder Vorgang bringt `ausfuehren(formular)` mit, das die Antwort gibt.
    """

    http_method_names = ["post"]

    def post(self, request, pk):
        formular = get_object_or_404(self.get_queryset(), pk=pk)
        try:
            return self.ausfuehren(formular)
        except Rueckwegfehler as fehler:
            messages.error(request, str(fehler))
            return redirect("massnahmen:formular_detail", pk=pk)


class FormularUebernehmenView(FormularvorgangView):
    def ausfuehren(self, formular):
        angaben = _angaben(formular, self.request.POST)
        formulare = angaben.get("formulare", [])
        if not all([f.is_valid() for f in formulare]):  # alle prüfen, damit alle Fehler auf einmal erscheinen
            return render(self.request, "massnahmen/rueckweg/detail.html", angaben | {"hat_fehler": True}, status=422)
        anzahl = antwort_uebernehmen(
            formular,
            entscheidungen={f.zeile.massnahme.pk: f.entscheidung for f in formulare if f.entscheidung},
            gezeigter_stand=self.request.POST.get("stand", ""),
            von=self.request.user,
        )
        saetze = {0: "Nichts war zu übernehmen.", 1: "1 Maßnahme ist übernommen."}
        messages.success(self.request, saetze.get(anzahl, f"{anzahl} Maßnahmen sind übernommen."))
        return redirect("massnahmen:formular_detail", pk=formular.pk)


class FormularVerwerfenView(FormularvorgangView):
    def ausfuehren(self, formular):
        antwort_verwerfen(formular, von=self.request.user)
        messages.success(self.request, "Die Antwort ist verworfen. Am Sachstand hat sich nichts geändert.")
        return redirect("massnahmen:formular_detail", pk=formular.pk)
