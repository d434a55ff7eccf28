"""Mehrere ausgewählte Maßnahmen ändern: angeben, vorher ansehen, bestätigen."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from dresden_senioren.formulare import TagField
from dresden_senioren.kern.zahlen import nummer
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.liste.mehrere import InzwischenGeaendert, Vorhaben, anwenden, vorschau
from massnahmen.models import Massnahme, Sachstandsart, Stelle

HOECHSTENS = 400  # je zwei Felder, Django nimmt höchstens 1000


class VorhabenForm(forms.Form):
    """Nur die Felder, die die Person ändern darf; was leer bleibt, bleibt, wie es ist."""

    sachstandsart = forms.ModelChoiceField(
        Sachstandsart.objects.all(), label="Sachstand", required=False, empty_label="bleibt, wie er ist"
    )
    erlaeuterung = forms.CharField(
        label="Erläuterung",
        help_text="Gilt für alle ausgewählten. Leer: jede Maßnahme behält ihre eigene.",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    frist = TagField(
        label="Frist",
        help_text="Neues Ende der letzten Phase.",
        required=False,
    )
    stelle = forms.ModelChoiceField(
        Stelle.objects.all(),
        label="Federführende Stelle",
        help_text="Wer bisher federführend war, bleibt beteiligt.",
        required=False,
        empty_label="bleibt, wie sie ist",
    )
    FELDER = {Recht.SACHSTAND_MELDEN: ("sachstandsart", "erlaeuterung"), Recht.PLAN_PFLEGEN: ("frist", "stelle")}

    def __init__(self, *args, benutzer, **kwargs):
        super().__init__(*args, **kwargs)
        for recht, felder in self.FELDER.items():
            if not benutzer.darf(recht):
                for feld in felder:
                    del self.fields[feld]

    def clean(self):
        daten = super().clean()
        if not self.errors and not any(daten.values()):
            raise forms.ValidationError("Geben Sie mindestens eine Änderung an.")
        return daten

    @property
    def vorhaben(self) -> Vorhaben:
        return Vorhaben(**self.cleaned_data)


class MehrereView(ZugangMixin, View):
    """GET zeigt das Formular zur Auswahl, POST die Vorschau, POST mit `bestaetigt` schreibt."""

    recht = Recht.MASSNAHMEN_LESEN
    http_method_names = ["get", "post"]

    @cached_property
    def auswahl(self) -> list[Massnahme]:
        angekreuzt = (self.request.POST or self.request.GET).getlist("massnahme")
        nummern = [nr for text in angekreuzt if (nr := nummer(text)) is not None][:HOECHSTENS]
        return list(Massnahme.objects.auswaehlbar_fuer(self.request.user).filter(pk__in=nummern).mit_angaben())

    def dispatch(self, request, *args, **kwargs):
        if not any(request.user.darf(recht) for recht in VorhabenForm.FELDER):
            self.recht = Recht.SACHSTAND_MELDEN  # niemand sonst: 403
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        if not self.auswahl:
            messages.info(request, "Kreuzen Sie zuerst an, welche Maßnahmen Sie ändern möchten.")
            return redirect("massnahmen:liste")
        return self._seite("mehrere", VorhabenForm(benutzer=request.user))

    def post(self, request):
        form = VorhabenForm(request.POST, benutzer=request.user)
        if not self.auswahl or not form.is_valid():
            return self._seite("mehrere", form, status=422)
        if "zurueck" in request.POST:
            return self._seite("mehrere", form)
        if "bestaetigt" not in request.POST:
            return self._vorschau(form)
        grundlagen = {m.pk: request.POST.get(f"grundlage_{m.pk}", "") for m in self.auswahl}
        try:
            geaendert = anwenden(grundlagen=grundlagen, vorhaben=form.vorhaben, von=request.user)
        except InzwischenGeaendert as anders:
            return self._vorschau(form, inzwischen=anders.massnahmen, status=409)
        wie_viele = "1 Maßnahme" if len(geaendert) == 1 else f"{len(geaendert)} Maßnahmen"
        messages.success(request, f"{wie_viele} geändert: {', '.join(m.nr for m in geaendert)}.")
        return redirect("massnahmen:liste")

    def _vorschau(self, form, *, inzwischen=(), status=200):
        blatt = vorschau(self.auswahl, form.vorhaben, von=self.request.user)
        kontext = {
            "gehen": [v for v in blatt if v.geht],
            "gehen_nicht": [v for v in blatt if not v.geht],
            "inzwischen": inzwischen,
        }
        return self._seite("mehrere_vorschau", form, status=status, **kontext)

    def _seite(self, name, form, status=200, **kontext):
        kontext |= {"form": form, "auswahl": self.auswahl}
        return render(self.request, f"massnahmen/buch/{name}.html", kontext, status=status)
