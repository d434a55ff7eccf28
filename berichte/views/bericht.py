"""Seite „Berichte“: Stichtag und Format wählen, Datei herunterladen."""

import logging

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.views.generic import FormView

from berichte import arten
from berichte.arten import BerichtNichtMoeglich, Berichtswunsch
from berichte.ausgabe import AUSGABEN
from berichte.ausgabe.fehler import SatzGescheitert
from berichte.erstellen import erstelle_bericht
from berichte.kern.geheimhaltung import Fassung
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Rundenabschluss

log = logging.getLogger(__name__)


class AbschlussField(forms.ModelChoiceField):
    def label_from_instance(self, abschluss):
        return f"Runde „{abschluss.runde}“, Stichtag {abschluss.runde.stichtag:%d.%m.%Y}"


class ZwischenberichtForm(forms.Form):
    abschluss = AbschlussField(
        Rundenabschluss.objects.none(),
        label="Sachstand der Maßnahmen",
        required=False,
        empty_label="aus dem Sachstandsbuch zum Stichtag unten",
        help_text="Eine geschlossene Runde bringt ihren festgehaltenen Stand und ihren Stichtag mit.",
    )
    stichtag = forms.DateField(
        label="Stichtag",
        help_text="Es gilt, was bis einschließlich dieses Tages gemeldet ist; ein angebrochener Monat zählt nicht mit.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Bitte nennen Sie einen Stichtag, zum Beispiel 30.09.2024.",
            "invalid": "Das ist kein Datum. Schreiben Sie zum Beispiel 30.09.2024.",
        },
    )
    format = forms.ChoiceField(
        label="Dateiformat",
        choices=[(schluessel, ausgabe.bezeichnung) for schluessel, ausgabe in AUSGABEN.items()],
        initial="pdf",
        widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        geltende = Rundenabschluss.objects.geltende().filter(runde__stichtag__lte=timezone.localdate())
        self.fields["abschluss"].queryset = geltende.select_related("runde__fachplan")
        if not geltende.exists():
            del self.fields["abschluss"]
        elif self.data.get("abschluss"):
            self.fields["stichtag"].required = False

    def clean(self):
        daten = super().clean()
        if abschluss := daten.get("abschluss"):
            daten["stichtag"] = abschluss.runde.stichtag
            self.errors.pop("stichtag", None)
        return daten

    def clean_stichtag(self):
        tag = self.cleaned_data["stichtag"]
        if tag is None:
            return None
        if tag > timezone.localdate():
            raise forms.ValidationError("Der Stichtag liegt in der Zukunft. Wählen Sie heute oder einen früheren Tag.")
        if tag.year < arten.FRUEHESTES_JAHR:
            raise forms.ValidationError(
                f"Vor dem Jahr {arten.FRUEHESTES_JAHR} gibt es keine Daten. Bitte prüfen Sie die Jahreszahl."
            )
        return tag


class BerichtListeView(ZugangMixin, FormView):
    recht = Recht.BERICHTE_INTERN
    template_name = "berichte/bericht_liste.html"
    form_class = ZwischenberichtForm
    extra_context = {"fassung": Fassung.INTERN}

    def get_initial(self):
        return {"stichtag": arten.vorgeschlagener_stichtag()}

    def form_valid(self, form):
        try:
            angaben = form.cleaned_data
            wunsch = Berichtswunsch(angaben["stichtag"], abschluss=angaben.get("abschluss"), von=self.request.user)
            _, datei = erstelle_bericht(art="zwischenbericht", wunsch=wunsch, dateiformat=angaben["format"])
        except BerichtNichtMoeglich as grund:
            form.add_error(None, str(grund))
            return self.form_invalid(form)
        except SatzGescheitert:
            log.exception("Bericht gescheitert")
            form.add_error(None, "Die Datei ließ sich nicht erstellen; der Fehler liegt bei uns. Bitte noch einmal.")
            return self.form_invalid(form, status=500)
        antwort = HttpResponse(datei.inhalt, content_type=datei.medientyp)
        antwort.headers["Content-Disposition"] = f'attachment; filename="{datei.name}"'
        antwort.headers["X-Content-Type-Options"] = "nosniff"
        antwort.headers["Cache-Control"] = "no-store"
        return antwort

    def form_invalid(self, form, status=422):
        return self.render_to_response(self.get_context_data(form=form), status=status)
