"""Folienvorlage: ansehen, laden, herunterladen, zur eingebauten zurück."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, View

from berichte.akten.folienvorlagen import geltende, geltende_vorlage, lade_vorlage, nimm_eingebaute
from berichte.ausgabe import FOLIEN
from berichte.models import Folienvorlage
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

HOECHSTGROESSE = 10 * 1024 * 1024
VERLAUF = 20  # Zeilen


class VorlageForm(forms.Form):
    datei = forms.FileField(
        label="PowerPoint-Datei",
        help_text="Ihre Vorlage als .pptx oder .potx, höchstens 10 MB. Verwendet werden Folienmaster und Layouts; "
        "Folien darin fallen weg.",
        widget=forms.FileInput(attrs={"accept": ".pptx,.potx"}),
        error_messages={"required": "Wählen Sie die Datei aus.", "empty": "Die Datei ist leer."},
    )

    def clean_datei(self):
        datei = self.cleaned_data["datei"]
        if datei.size > HOECHSTGROESSE:
            raise forms.ValidationError(
                "Die Datei ist größer als 10 MB. Verkleinern Sie die Bilder auf dem Folienmaster."
            )
        return datei


class VorlagenpflegeMixin(ZugangMixin):
    recht = Recht.FOLIENVORLAGE_PFLEGEN


class FolienvorlageView(VorlagenpflegeMixin, FormView):
    template_name = "berichte/vorlage/seite.html"
    form_class = VorlageForm

    def get_context_data(self, **kwargs):
        verlauf = Folienvorlage.objects.defer("datei").select_related("von")[:VERLAUF]
        return super().get_context_data(verlauf=list(verlauf), **kwargs)

    def form_valid(self, form):
        from berichte.ausgabe.pptx.vorlagenpruefung import Vorlagenfehler

        datei = form.cleaned_data["datei"]
        try:
            vorlage = lade_vorlage(name=datei.name, inhalt=datei.read(), von=self.request.user)
        except Vorlagenfehler as fehler:
            form.add_error("datei", fehler.saetze)
            return self.form_invalid(form)
        messages.success(self.request, f"„{vorlage}“ ist geladen. Alle Folien entstehen ab jetzt damit.")
        return redirect("folienvorlage")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class FolienvorlageDateiView(VorlagenpflegeMixin, View):
    """Die geltende eigene Vorlage, wie sie gespeichert ist."""

    def get(self, request):
        if (inhalt := geltende_vorlage()) is None:
            raise Http404("Es gilt die eingebaute Vorlage.")
        return _datei(inhalt, f"Folienvorlage-{geltende().sha256[:8]}.pptx")


class EingebauteVorlageView(VorlagenpflegeMixin, View):
    """Zum Umgestalten: Layouts, an denen alles vorhanden ist, was gebraucht wird."""

    def get(self, request):
        from berichte.ausgabe.pptx.gestalt import eingebaute_vorlage

        return _datei(eingebaute_vorlage(), "Folienvorlage-Dresden-Senioren.pptx")


class FolienvorlageZuruecksetzenView(VorlagenpflegeMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        if geltende_vorlage() is None:
            messages.info(request, "Es gilt schon die eingebaute Vorlage.")
        else:
            nimm_eingebaute(von=request.user)
            messages.success(request, "Es gilt wieder die eingebaute Vorlage.")
        return redirect("folienvorlage")


def _datei(inhalt: bytes, name: str) -> HttpResponse:
    return dateiantwort(inhalt, name=name, medientyp=FOLIEN)
