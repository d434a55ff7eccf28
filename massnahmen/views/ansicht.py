"""Gespeicherte Ansichten: den gesetzten Filter unter einem Namen ablegen, wieder löschen."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from dresden_senioren.formulare import UnsereWorte
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.liste.filters import MassnahmenFilter
from massnahmen.models import GespeicherteAnsicht, Massnahme


class AnsichtForm(UnsereWorte, forms.ModelForm):
    class Meta:
        model = GespeicherteAnsicht
        fields = ["name"]
        help_texts = {"name": "Nur Sie sehen diese Ansicht, über dem Filter der Maßnahmenliste."}


class AnsichtNeuView(ZugangMixin, View):
    """Der Filter steht in der Adresse dieser Seite, wie in der der Liste."""

    recht = Recht.MASSNAHMEN_LESEN
    http_method_names = ["get", "post"]

    @cached_property
    def filter(self) -> MassnahmenFilter:
        alle = Massnahme.objects.sichtbar_fuer(self.request.user)
        return MassnahmenFilter(self.request.GET or None, queryset=alle, request=self.request)

    def dispatch(self, request, *args, **kwargs):
        if request.user.darf(self.recht) and not self.filter.worte:
            messages.info(request, "Setzen Sie zuerst einen Filter; dann lässt er sich als Ansicht speichern.")
            return redirect("massnahmen:liste")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self._seite(AnsichtForm())

    def post(self, request):
        ansicht = GespeicherteAnsicht(benutzer=request.user, abfrage=self.filter.abfrage_ohne("page"))
        form = AnsichtForm(request.POST, instance=ansicht)
        if form.is_valid():
            try:
                with transaction.atomic():
                    form.save()
            except IntegrityError:
                form.add_error("name", "Eine Ansicht mit diesem Namen haben Sie schon. Wählen Sie einen anderen Namen.")
            else:
                messages.success(request, f"Ansicht „{ansicht.name}“ gespeichert.")
                return redirect(f"{reverse('massnahmen:liste')}?{ansicht.abfrage}")
        return self._seite(form, status=422)

    def _seite(self, form, status=200):
        worte = ", ".join(wort.text for wort in self.filter.worte)
        kontext = {"form": form, "worte": worte, "abfrage": self.filter.abfrage_ohne("page")}
        return render(self.request, "massnahmen/buch/ansicht_neu.html", kontext, status=status)


class AnsichtLoeschenView(ZugangMixin, View):
    recht = Recht.MASSNAHMEN_LESEN
    http_method_names = ["post"]

    def post(self, request, pk):
        ansicht = get_object_or_404(request.user.ansichten, pk=pk)
        ansicht.delete()
        messages.success(request, f"Ansicht „{ansicht.name}“ gelöscht.")
        return redirect("massnahmen:liste")
