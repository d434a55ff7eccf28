"""Herunterladen, festschreiben, wieder öffnen."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView, View

from berichte.akten import auftraege
from berichte.akten.bereitschaft import FERTIG, bereitschaft
from berichte.akten.festschreiben import FestschreibenAbgelehnt, festschreiben, wiederoeffnen
from berichte.akten.formulare import GrundForm
from dresden_senioren.anmeldung.kennwort_erneut import KennwortErneutMixin
from dresden_senioren.kern.zahlen import nummer
from dresden_senioren.rollen import Recht

from .akte import WARUM_KEIN_BERICHT, AkteMixin


class BerichtDateiView(AkteMixin, View):
    """Eine Datei bestellen; sie entsteht außerhalb der Anfrage. `version`: eine bestimmte Festschreibung."""

    def post(self, request, **kwargs):
        nr = nummer(request.POST.get("version"))
        version = None if nr is None else self.festgeschriebener(nr)
        try:
            auftrag = auftraege.beauftragen(
                self.akte, request.POST.get("format", ""), von=request.user, festschreibung=version
            )
        except auftraege.AuftragAbgelehnt as grund:
            messages.error(request, str(grund))
            return redirect(self.adresse)
        return redirect("berichtsauftrag", pk=auftrag.pk)


class BerichtFestschreibenView(AkteMixin, KennwortErneutMixin, TemplateView):
    """Vorher steht da, was fest wird und was daran noch vorläufig ist."""

    recht = Recht.BERICHTE_FUEHREN
    template_name = "berichte/akte/festschreiben.html"

    def get_context_data(self, **kwargs):
        bericht, grund = None, ""
        try:
            bericht = self.bericht()
            self.freigegeben(bericht)
        except WARUM_KEIN_BERICHT as fehler:
            grund = str(fehler)
        punkte = bereitschaft(self.akte, bericht, self.request.user)
        return super().get_context_data(
            bericht=bericht,
            grund=grund,
            geltend=self.geltend,
            nummer=len(self.versionen) + 1,
            offene=[punkt for punkt in punkte if punkt.stand != FERTIG],
            **kwargs,
        )

    def post(self, request, **kwargs):
        try:
            festschreibung = festschreiben(self.akte, von=request.user)
        except (FestschreibenAbgelehnt, *WARUM_KEIN_BERICHT) as grund:
            messages.error(request, str(grund))
            return redirect(self.adresse)
        messages.success(request, f"Version {festschreibung.nummer} ist festgeschrieben und ändert sich nicht mehr.")
        return redirect(self.adresse)


class BerichtWiederOeffnenView(AkteMixin, KennwortErneutMixin, FormView):
    recht = Recht.BERICHTE_FUEHREN
    template_name = "berichte/akte/wieder_oeffnen.html"
    form_class = GrundForm

    def get_context_data(self, **kwargs):
        if not self.geltend:
            raise Http404("Dieser Bericht ist nicht festgeschrieben.")
        return super().get_context_data(geltend=self.geltend, **kwargs)

    def form_valid(self, form):
        if not self.geltend:
            raise Http404("Dieser Bericht ist nicht festgeschrieben.")
        try:
            wiederoeffnen(self.geltend, grund=form.cleaned_data["grund"], von=self.request.user)
        except FestschreibenAbgelehnt as grund:
            form.add_error(None, str(grund))
            return self.form_invalid(form)
        messages.success(self.request, "Der Bericht ist wieder offen; die bisherige Version bleibt abrufbar.")
        return redirect(self.adresse)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)
