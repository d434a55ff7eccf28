"""Seite „Was hat sich geändert“: alt und neu nebeneinander, mit wer und wann."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from dresden_senioren.formulare import TagField
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.liste.filters import vergangener_tag
from massnahmen.models import Fachplan, Massnahme
from massnahmen.sachstand.aenderungen import geaendert

VORGABE = timedelta(days=28)
GRUPPEN_JE_SEITE = 50


class ZeitraumForm(forms.Form):
    seit = TagField(
        label="Seit",
        validators=[vergangener_tag],
    )
    bis = TagField(
        label="Bis",
        validators=[vergangener_tag],
    )

    def clean(self):
        daten = super().clean()
        if daten.get("seit") and daten.get("bis") and daten["seit"] > daten["bis"]:
            self.add_error("seit", "Der Anfang liegt nach dem Ende.")
        return daten


class AenderungenView(ZugangMixin, TemplateView):
    recht = Recht.MASSNAHMEN_LESEN
    template_name = "massnahmen/buch/aenderungen.html"

    def get_context_data(self, **kwargs):
        heute = timezone.localdate()
        vorgabe = {"seit": (heute - VORGABE).isoformat(), "bis": heute.isoformat()}
        form = ZeitraumForm(vorgabe | {name: wert for name, wert in self.request.GET.items() if wert})
        gruppen = None
        if form.is_valid():
            plan = Fachplan.objects.aktueller(form.cleaned_data["bis"])
            gruppen = geaendert(Massnahme.objects.sichtbar_fuer(self.request.user).im_plan(plan), **form.cleaned_data)
        seiten = Paginator(gruppen or [], GRUPPEN_JE_SEITE)
        return super().get_context_data(
            form=form,
            zeitraum=form.cleaned_data if gruppen is not None else None,
            anzahl=sum(len(g.wechsel) for g in gruppen or []),
            massnahmen=sum(g.ist_massnahme for g in gruppen or []),
            ziele=sum(not g.ist_massnahme for g in gruppen or []),
            page_obj=seiten.get_page(self.request.GET.get("page")),
            abfrage="".join(f"{feld.name}={feld.value()}&" for feld in form) if gruppen else "",
            **kwargs,
        )
