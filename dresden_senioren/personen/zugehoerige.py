"""Wer zu einer Stelle oder einem Planungsbereich gehört: eine Seite für alles, wozu man gehören kann."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import FormView

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.models import Benutzer
from dresden_senioren.pflegeseiten import kennung
from dresden_senioren.zugang import ZugangMixin

from .felder import PersonenField
from .folgen import folgen_der_zugehoerigen
from .zugehoerigkeiten import Zugehoerigkeit, zugehoerigkeiten


class ZugehoerigeForm(forms.Form):
    """Zur Wahl steht, wer dafür die Rolle hat, und wer schon zugeordnet ist (auch ohne laufenden Zugang)."""

    personen = PersonenField(
        Benutzer.objects.none(),
        label="Personen",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kern-form-check__checkbox"}),
    )

    def __init__(self, *args, art: Zugehoerigkeit, ziel: Model, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["personen"].queryset = art.waehlbare(ziel)
        self.fields["personen"].help_text = art.wozu
        self.initial.setdefault("personen", art.personen(ziel))


class ZugehoerigeView(ZugangMixin, FormView, ABC):
    """Bleibt danach niemand mit laufendem Zugang, steht das vor dem Speichern da."""

    form_class = ZugehoerigeForm
    zu: ClassVar[str]  # Schlüssel der Zugehörigkeit
    meldung: ClassVar[str]  # „{} koordiniert jetzt“, mit dem Ziel für die Klammern

    @abstractmethod
    def zuordnen(self, personen: Iterable[Benutzer]) -> None:
        """Genau diese Personen, mit Protokoll."""

    @property
    def art(self) -> Zugehoerigkeit:
        return zugehoerigkeiten()[self.zu]

    @cached_property
    def ziel(self) -> Model:
        return get_object_or_404(self.art.ziele(), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"art": self.art, "ziel": self.ziel}

    def get_context_data(self, **kwargs):
        return super().get_context_data(ziel=self.ziel, zurueck=self.get_success_url(), **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form) -> HttpResponse:
        personen = form.cleaned_data["personen"]
        folgen = folgen_der_zugehoerigen(self.art, self.ziel, personen)
        if folgen and self.request.POST.get("gesehen") != (gesehen := kennung(folgen)):
            return self.render_to_response(self.get_context_data(form=form, folgen=folgen, gesehen=gesehen))
        self.zuordnen(personen)
        wer = aufzaehlung([person.anzeigename for person in personen]) or "niemand"
        messages.success(self.request, f"{self.meldung.format(self.ziel)}: {wer}.")
        return super().form_valid(form)
