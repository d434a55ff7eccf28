"""Was mit einer ganzen Maßnahme oder einem ganzen Ziel geschieht: außer Kraft, wieder in Kraft, zusammenführen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import HiddenInput
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import View

from dresden_senioren.kern.zahlen import nummer
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Massnahme, Ziel
from massnahmen.plan.ausserkraft import ausser_kraft_setzen, in_kraft_setzen, ziele_zusammenfuehren, zusammenfuehren
from massnahmen.plan.ausserkraftformulare import AusserKraftForm, ZieleZusammenfuehrenForm, ZusammenfuehrenForm
from massnahmen.plan.pflegedienste import vermutungen_bestaetigen


class AnMassnahme:
    """Die Zeile, um die es geht, ist eine Maßnahme."""

    seitenname = "massnahmen:detail"

    def zeilen(self):
        return Massnahme.objects.sichtbar_fuer(self.request.user).mit_angaben()


class AnZiel:
    """Die Zeile, um die es geht, ist ein Ziel."""

    seitenname = "massnahmen:ziel_bearbeiten"

    def zeilen(self):
        return Ziel.objects.select_related("handlungsfeld__fachplan")


class PlanzeileView(ZugangMixin, View):
    """Etwas, das die Leitung mit einer ganzen Zeile des Plans tut; `AnMassnahme` oder `AnZiel` sagt, mit welcher."""

    recht = Recht.PLAN_PFLEGEN
    template_name = ""

    def zeile(self):
        return get_object_or_404(self.zeilen(), pk=self.kwargs["pk"])

    def seite(self, zeile, form, status=200, **mehr):
        kontext = {"zeile": zeile, "form": form, "zurueck": reverse(self.seitenname, args=[zeile.pk])}
        return render(self.request, self.template_name, kontext | mehr, status=status)

    def zur(self, zeile):
        return redirect(self.seitenname, pk=zeile.pk)


class AusserKraftView(PlanzeileView):
    def get(self, request, pk):
        return self.seite(self.zeile(), AusserKraftForm())

    def post(self, request, pk):
        zeile, form = self.zeile(), AusserKraftForm(request.POST)
        if form.is_valid():
            seit, grund = form.cleaned_data["ausser_kraft_seit"], form.cleaned_data["grund"]
            try:
                ausser_kraft_setzen(zeile=zeile, seit=seit, grund=grund, von=request.user)
            except ValidationError as fehler:
                form.add_error(None, fehler)
            else:
                messages.success(
                    request, f"{zeile.kurzname} ist ab {seit:%d.%m.%Y} außer Kraft. Die Seite bleibt lesbar."
                )
                return self.zur(zeile)
        return self.seite(zeile, form, status=422)


class MassnahmeAusserKraftView(AnMassnahme, AusserKraftView):
    template_name = "massnahmen/pflege/ausser_kraft.html"


class ZielAusserKraftView(AnZiel, AusserKraftView):
    template_name = "massnahmen/pflege/ziel_ausser_kraft.html"


class InKraftView(PlanzeileView):
    http_method_names = ["post"]

    def post(self, request, pk):
        zeile = self.zeile()
        try:
            in_kraft_setzen(zeile=zeile, von=request.user)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, f"{zeile.kurzname} ist wieder in Kraft.")
        return self.zur(zeile)


class MassnahmeInKraftView(AnMassnahme, InKraftView):
    pass


class ZielInKraftView(AnZiel, InKraftView):
    pass


class ZusammenfuehrenView(PlanzeileView):
    """Erst wählen (?mit=…), dann beide nebeneinander sehen, dann entscheiden.

    Es tut dann `zusammenfuehren(zeile, angaben)`.
    """

    form_class: type

    def get(self, request, pk):
        zeile, mit = self.zeile(), nummer(request.GET.get("mit"))
        form = self.form_class(zeile=zeile, initial={"mit": mit})
        return self.seite(zeile, form, andere=self._andere(form, mit))

    def post(self, request, pk):
        zeile = self.zeile()
        form = self.form_class(request.POST, zeile=zeile)
        if form.is_valid():
            weiter = form.cleaned_data["mit"]
            try:
                self.zusammenfuehren(zeile, form.cleaned_data.copy())
            except ValidationError as fehler:
                form.add_error(None, fehler)
            else:
                messages.success(request, f"{zeile.kurzname} ist mit {weiter.kurzname} zusammengeführt.")
                return self.zur(weiter)
        return self.seite(zeile, form, status=422, andere=self._andere(form, nummer(request.POST.get("mit"))))

    def _andere(self, form, mit: int | None):
        """Die gewählte Zeile; ist sie gewählt, zeigt das Formular nur noch, was zu entscheiden bleibt."""
        if mit is None:
            return None
        andere = self.zeilen().filter(pk__in=form.fields["mit"].queryset.values("pk"), pk=mit).first()
        if andere:
            form.fields["mit"].widget = HiddenInput()
        return andere


class MassnahmenZusammenfuehrenView(AnMassnahme, ZusammenfuehrenView):
    form_class = ZusammenfuehrenForm
    template_name = "massnahmen/pflege/zusammenfuehren.html"

    def zusammenfuehren(self, massnahme, angaben):
        seit = angaben.pop("ausser_kraft_seit")
        zusammenfuehren(massnahme=massnahme, seit=seit, von=self.request.user, **angaben)


class ZieleZusammenfuehrenView(AnZiel, ZusammenfuehrenView):
    form_class = ZieleZusammenfuehrenForm
    template_name = "massnahmen/pflege/ziele_zusammenfuehren.html"

    def zusammenfuehren(self, ziel, angaben):
        ziele_zusammenfuehren(ziel=ziel, von=self.request.user, **angaben)


class VermutungenBestaetigenView(AnMassnahme, PlanzeileView):
    http_method_names = ["post"]

    def post(self, request, pk):
        massnahme = self.zeile()
        anzahl = vermutungen_bestaetigen(massnahme=massnahme, von=request.user)
        messages.success(request, f"{massnahme.nr}: {anzahl} Rollen bestätigt.")
        return self.zur(massnahme)
