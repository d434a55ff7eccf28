"""Seiten zu Befunden: entscheiden, gemeldete Zahlen, beobachtete Befunde, das Verzeichnis der Regeln."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import TemplateView, View

from beratung.lieferungen import vergleich
from beratung.lieferungen.anzeige import regelverzeichnis
from beratung.pruefung import befunde, kontrollzahlen
from beratung.pruefung.formulare import EntscheidungForm, KontrollzahlForm
from dresden_senioren.datenschutz.zugriffsbuch import ZugriffMixin
from dresden_senioren.kern.schwere import Schwere

from .lieferungen import LieferungenMixin, angaben_zur


class BefundvorgangView(LieferungenMixin, View):
    """Gemeinsames: nur POST, danach zurück an die Stelle der Seite, an der man war."""

    http_method_names = ["post"]
    anker = ""

    def get_queryset(self):
        return super().get_queryset().filter(status__in=befunde.ENTSCHEIDBAR)

    def post(self, request, pk):
        lieferung = get_object_or_404(self.get_queryset(), pk=pk)
        return self.vorgang(lieferung) or redirect(reverse("beratung:lieferung_detail", args=[pk]) + self.anker)

    def mit_fehlern(self, lieferung, **angaben):
        return render(self.request, "beratung/lieferung_detail.html", angaben_zur(lieferung, **angaben), status=422)


class EntscheidenView(BefundvorgangView):
    anker = "#pruefung"

    def vorgang(self, lieferung):
        daten = self.request.POST
        schluessel = daten.get("code", ""), daten.get("gegenstand", "")
        treffer = [e for e in befunde.lieferbefunde(lieferung) if (e.befund.code, e.befund.gegenstand) == schluessel]
        if not treffer or treffer[0].befund.schwere is not Schwere.WARNUNG:
            raise Http404
        if "wieder_oeffnen" in daten:
            befunde.entscheiden(
                lieferung, treffer[0].befund, urteil=befunde.Urteil.OFFEN, begruendung="", von=self.request.user
            )
            messages.success(self.request, "Die Entscheidung ist zurückgenommen; sie bleibt im Protokoll stehen.")
            return None
        form = EntscheidungForm(daten, prefix=f"b{treffer[0].nummer}")
        if not form.is_valid():
            return self.mit_fehlern(lieferung, entscheidung=form)
        befunde.entscheiden(lieferung, treffer[0].befund, von=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Entschieden.")
        return None


class KontrollzahlView(BefundvorgangView):
    anker = "#vergleich"

    def vorgang(self, lieferung):
        form = KontrollzahlForm(self.request.POST, lieferung=lieferung)
        if not form.is_valid():
            return self.mit_fehlern(lieferung, kontrollform=form)
        angaben = form.cleaned_data
        kontrollzahlen.erfassen(
            lieferung, vergleich.gezaehlte(lieferung), stelle=angaben.pop("beratungsstelle"), von=self.request.user,
            **angaben,
        )  # fmt: skip
        messages.success(self.request, "Die gemeldete Zahl ist festgehalten.")
        return None


class BeobachteteView(LieferungenMixin, ZugriffMixin, TemplateView):
    template_name = "beratung/befunde_beobachtet.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(beobachtete=befunde.beobachtete(), **kwargs)


class PruefregelnView(LieferungenMixin, TemplateView):
    template_name = "beratung/pruefregeln.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(gruppen=regelverzeichnis(), **kwargs)
