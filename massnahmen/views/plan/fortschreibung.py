"""Einen Fachplan fortschreiben: Namen und Maßnahmen wählen, Vorschau, anlegen."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from dresden_senioren.anmeldung.kennwort_erneut import KennwortErneutMixin
from dresden_senioren.formulare import TagField, UnsereWorte
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Fachplan
from massnahmen.plan.fortschreibung import fortschreiben, vorschlag


class FortschreibungForm(UnsereWorte, forms.Form):
    name = forms.CharField(label="Name des neuen Fachplans", max_length=200)
    gueltig_ab = TagField(label="Gilt ab", help_text="Ab diesem Tag ist er der geltende Plan.")
    massnahmen = forms.TypedMultipleChoiceField(
        label="Maßnahmen", coerce=int, error_messages={"required": "Bitte wählen Sie mindestens eine Maßnahme."}
    )

    def __init__(self, *args, fachplan: Fachplan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fachplan, self.vorschlag = fachplan, vorschlag(fachplan)
        self.fields["massnahmen"].choices = [(massnahme.pk, str(massnahme)) for massnahme, _ in self.vorschlag]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Fachplan.objects.filter(name=name).exists():
            raise ValidationError("Einen Fachplan dieses Namens gibt es schon. Bitte einen anderen Namen wählen.")
        return name

    def clean_gueltig_ab(self):
        tag, bisher = self.cleaned_data["gueltig_ab"], self.fachplan.gueltig_ab
        if bisher and tag <= bisher:
            raise ValidationError(f"Der bisherige Plan gilt ab {bisher:%d.%m.%Y}; der Nachfolger beginnt später.")
        return tag

    @property
    def zeilen(self) -> list[dict]:
        """Je Maßnahme, ob sie gewählt ist und warum sie nicht vorgewählt war."""
        gewaehlt = set(self.data.getlist("massnahmen")) if self.is_bound else None
        return [
            {
                "massnahme": massnahme,
                "grund": grund,
                "ist_gewaehlt": not grund if gewaehlt is None else str(massnahme.pk) in gewaehlt,
            }
            for massnahme, grund in self.vorschlag
        ]


class FortschreibenView(ZugangMixin, KennwortErneutMixin, View):
    recht = Recht.PLAN_PFLEGEN

    def get(self, request, pk):
        fachplan = self._fachplan()
        form = FortschreibungForm(fachplan=fachplan, initial={"gueltig_ab": timezone.localdate()})
        return self._seite("formular", fachplan, form)

    def post(self, request, pk):
        fachplan = self._fachplan()
        form = FortschreibungForm(request.POST, fachplan=fachplan)
        if not form.is_valid():
            return self._seite("formular", fachplan, form, status=422)
        if request.POST.get("schritt") != "anlegen":
            schritt = "formular" if request.POST.get("schritt") == "zurueck" else "vorschau"
            return self._seite(schritt, fachplan, form)
        try:
            neuer = fortschreiben(fachplan=fachplan, von=request.user, **form.cleaned_data)
        except ValidationError as fehler:
            form.add_error(None, fehler.messages)
            return self._seite("formular", fachplan, form, status=422)
        messages.success(request, f"„{neuer}“ ist angelegt und gilt ab {neuer.gueltig_ab:%d.%m.%Y}.")
        # nosemgrep: anfrage-als-pfad – eine eigene Adresse mit der Nummer des neuen Plans
        return redirect(f"{reverse('massnahmen:pflege')}?plan={neuer.pk}")

    def _fachplan(self) -> Fachplan:
        return get_object_or_404(Fachplan, pk=self.kwargs["pk"])

    def _seite(self, schritt, fachplan, form, status=200):
        return render(
            self.request,
            f"massnahmen/pflege/fortschreiben_{schritt}.html",
            {"fachplan": fachplan, "form": form, "zeilen": form.zeilen},
            status=status,
        )
