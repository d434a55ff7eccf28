"""Planpflege: der Plan als Gliederung, die Stammdaten, und was mit einer ganzen Maßnahme geschieht."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.forms import HiddenInput
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, TemplateView, View

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.ausserkraftformulare import AusserKraftForm, ZusammenfuehrenForm
from massnahmen.models import Fachplan, Massnahme, Sachstandsart, Stelle, Ziel
from massnahmen.pflegedienste import (
    ausser_kraft_setzen,
    in_kraft_setzen,
    personen_zuordnen,
    vermutungen_bestaetigen,
    zusammenfuehren,
)
from massnahmen.stellenformulare import StellenpersonenForm


class PlanpflegeView(ZugangMixin, TemplateView):
    """Handlungsfelder und Ziele mit der Zahl ihrer Maßnahmen; gewählt wird der Plan über `plan`."""

    recht = Recht.PLAN_PFLEGEN
    template_name = "massnahmen/pflege/plan.html"

    def get_context_data(self, **kwargs):
        plaene = list(Fachplan.objects.neueste_zuerst().select_related("vorgaenger"))
        aktueller = Fachplan.objects.aktueller()
        gewaehlt = next((p for p in plaene if str(p.pk) == self.request.GET.get("plan")), aktueller)
        ausser_kraft = Massnahme.objects.im_plan(gewaehlt).exclude(
            pk__in=Massnahme.objects.im_plan(gewaehlt).in_kraft().values("pk")
        )
        return super().get_context_data(**kwargs) | {
            "plaene": plaene,
            "plan": gewaehlt,
            "aktueller": aktueller,
            "felder": _gliederung(gewaehlt),
            "ausser_kraft": ausser_kraft.select_related("zusammengefuehrt_mit").in_tabellenfolge()[:100],
        }


def _gliederung(plan):
    """Handlungsfelder mit `ziele_mit_zahl`, in zwei Abfragen."""
    heute = timezone.localdate()
    gilt = Q(massnahmen__ausser_kraft_seit__isnull=True) | Q(massnahmen__ausser_kraft_seit__gt=heute)
    ziele = Ziel.objects.filter(handlungsfeld__fachplan=plan).annotate(anzahl=Count("massnahmen", filter=gilt))
    felder = list(plan.handlungsfelder.all()) if plan else []
    for feld in felder:
        feld.ziele_mit_zahl = [ziel for ziel in ziele if ziel.handlungsfeld_id == feld.pk]
    return felder


class StellenView(ZugangMixin, ListView):
    recht = Recht.STELLEN_PFLEGEN
    template_name = "massnahmen/pflege/stellen.html"
    context_object_name = "stellen"

    def get_queryset(self):
        return Stelle.objects.prefetch_related("aliasse", "benutzer").annotate(anzahl=Count("beteiligungen"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(darf_zuordnen=self.request.user.darf(Recht.PERSONEN_ZUORDNEN), **kwargs)


class StellenpersonenView(ZugangMixin, FormView):
    """Wer für eine Stelle meldet."""

    recht = Recht.PERSONEN_ZUORDNEN
    form_class = StellenpersonenForm
    template_name = "massnahmen/pflege/stellenpersonen.html"
    success_url = reverse_lazy("massnahmen:stelle_liste")

    @cached_property
    def stelle(self) -> Stelle:
        return get_object_or_404(Stelle, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"stelle": self.stelle}

    def get_context_data(self, **kwargs):
        return super().get_context_data(stelle=self.stelle, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        personen = form.cleaned_data["personen"]
        personen_zuordnen(stelle=self.stelle, personen=personen, von=self.request.user)
        wer = aufzaehlung([person.anzeigename for person in personen]) if personen else "niemand"
        messages.success(self.request, f"Für {self.stelle} meldet jetzt: {wer}.")
        return super().form_valid(form)


class SachstandsartenView(ZugangMixin, ListView):
    recht = Recht.SACHSTANDSARTEN_PFLEGEN
    template_name = "massnahmen/pflege/sachstandsarten.html"
    context_object_name = "arten"

    def get_queryset(self):
        return Sachstandsart.objects.annotate(anzahl=Count("meldungen"))


class MassnahmeAktionView(ZugangMixin, View):
    """Etwas, das die Leitung mit einer ganzen Maßnahme tut."""

    recht = Recht.PLAN_PFLEGEN
    template_name = ""

    def massnahme(self) -> Massnahme:
        sichtbar = Massnahme.objects.sichtbar_fuer(self.request.user).mit_angaben()
        return get_object_or_404(sichtbar, pk=self.kwargs["pk"])

    def seite(self, massnahme, form, status=200, **mehr):
        return render(self.request, self.template_name, {"massnahme": massnahme, "form": form} | mehr, status=status)

    def zur_massnahme(self, massnahme):
        return redirect("massnahmen:detail", pk=massnahme.pk)


class AusserKraftView(MassnahmeAktionView):
    template_name = "massnahmen/pflege/ausser_kraft.html"

    def get(self, request, pk):
        return self.seite(self.massnahme(), AusserKraftForm())

    def post(self, request, pk):
        massnahme, form = self.massnahme(), AusserKraftForm(request.POST)
        if not form.is_valid():
            return self.seite(massnahme, form, status=422)
        seit, grund = form.cleaned_data["ausser_kraft_seit"], form.cleaned_data["grund"]
        ausser_kraft_setzen(massnahme=massnahme, seit=seit, grund=grund, von=request.user)
        messages.success(request, f"{massnahme.nr} ist ab {seit:%d.%m.%Y} außer Kraft. Die Seite bleibt lesbar.")
        return self.zur_massnahme(massnahme)


class InKraftView(MassnahmeAktionView):
    http_method_names = ["post"]

    def post(self, request, pk):
        massnahme = self.massnahme()
        try:
            in_kraft_setzen(massnahme=massnahme, von=request.user)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, f"{massnahme.nr} ist wieder in Kraft.")
        return self.zur_massnahme(massnahme)


class ZusammenfuehrenView(MassnahmeAktionView):
    """Erst wählen (?mit=…), dann beide nebeneinander sehen, dann entscheiden."""

    template_name = "massnahmen/pflege/zusammenfuehren.html"

    def get(self, request, pk):
        massnahme = self.massnahme()
        form = ZusammenfuehrenForm(massnahme=massnahme, initial={"mit": request.GET.get("mit")})
        return self.seite(massnahme, form, andere=self._andere(form, request.GET.get("mit")))

    def post(self, request, pk):
        massnahme = self.massnahme()
        form = ZusammenfuehrenForm(request.POST, massnahme=massnahme)
        if form.is_valid():
            angaben = form.cleaned_data.copy()
            angaben["seit"] = angaben.pop("ausser_kraft_seit")
            try:
                zusammenfuehren(massnahme=massnahme, von=request.user, **angaben)
            except ValidationError as fehler:
                form.add_error(None, fehler.messages)
            else:
                messages.success(request, f"{massnahme.nr} ist mit {angaben['mit'].nr} zusammengeführt.")
                return self.zur_massnahme(angaben["mit"])
        return self.seite(massnahme, form, status=422, andere=self._andere(form, request.POST.get("mit")))

    def _andere(self, form, nummer):
        """Die gewählte Maßnahme; ist sie gewählt, zeigt das Formular nur noch, was zu entscheiden bleibt."""
        if not (nummer or "").isdecimal():
            return None
        andere = form.fields["mit"].queryset.mit_angaben().filter(pk=nummer).first()
        if andere:
            form.fields["mit"].widget = HiddenInput()
        return andere


class VermutungenBestaetigenView(MassnahmeAktionView):
    http_method_names = ["post"]

    def post(self, request, pk):
        massnahme = self.massnahme()
        anzahl = vermutungen_bestaetigen(massnahme=massnahme, von=request.user)
        messages.success(request, f"{massnahme.nr}: {anzahl} Rollen bestätigt.")
        return self.zur_massnahme(massnahme)
