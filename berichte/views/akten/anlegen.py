"""Einen Bericht anlegen: erst die Art, dann ein kleines Formular."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from berichte.akten import bereitschaft, bestand
from berichte.akten.formulare import AkteForm
from berichte.arten import Berichtsart, vorgeschlagener_stichtag
from berichte.arten.wunsch import letzter_voller_monat
from berichte.kern.geheimhaltung import Fassung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Rundenabschluss

# Was ein Bericht dem nächsten zum selben Stichtag mitgibt.
MITGEGEBEN = ("stichtag", "fassung", "abschluss", "planungsbereich", "beratungsstelle")


class BerichtNeuView(ZugangMixin, TemplateView):
    recht = Recht.BERICHTE_DES_BEREICHS
    template_name = "berichte/akte/art_waehlen.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(arten=bestand.arten_fuer(self.request.user), **kwargs)


class BerichtAnlegenView(ZugangMixin, FormView):
    recht = Recht.BERICHTE_DES_BEREICHS
    template_name = "berichte/akte/neu.html"
    form_class = AkteForm

    @cached_property
    def art(self) -> Berichtsart:
        if art := next((a for a in bestand.arten_fuer(self.request.user) if a.schluessel == self.kwargs["art"]), None):
            return art
        raise Http404("Diese Berichtsart gibt es nicht.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"benutzer": self.request.user, "art": self.art}

    def get_initial(self):
        """Der letzte gemeldete Monat; die geschlossene Runde, wenn sie nicht älter ist; was in der Adresse steht."""
        vorgabe = {"stichtag": vorgeschlagener_stichtag(), "fassung": Fassung.INTERN.value}
        bereiche = list(bestand.waehlbare_bereiche(self.request.user)[:2])
        if len(bereiche) == 1:
            vorgabe["planungsbereich"] = bereiche[0].pk
        if self.art.schluessel in bestand.MIT_RUNDE:
            vorgabe |= self._juengste_runde(vorgabe["stichtag"])
        return vorgabe | {name: self.request.GET[name] for name in MITGEGEBEN if name in self.request.GET}

    @staticmethod
    def _juengste_runde(stichtag) -> dict:
        runden = Rundenabschluss.objects.geltende().filter(runde__stichtag__gte=stichtag).select_related("runde")
        runde = runden.order_by("-runde__stichtag", "-pk").first()
        return {"abschluss": runde.pk, "stichtag": runde.runde.stichtag} if runde else {}

    def form_valid(self, form):
        akte = bestand.anlegen(von=self.request.user, **form.angaben)
        messages.success(self.request, "Der Bericht ist angelegt.")
        return redirect("bericht_detail", pk=akte.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        bis = letzter_voller_monat(vorgeschlagener_stichtag())
        stand, satz = bereitschaft.freigabestand(Zeitraum(Monat(bis.jahr, 1), bis))
        freigabe = {"freigabe_stand": stand, "freigabe_satz": satz}
        darf = self.request.user.darf(Recht.FREIGABE_BEANTRAGEN)
        erklaerung = {fassung.value: fassung.erklaerung for fassung in Fassung}
        return super().get_context_data(art=self.art, erklaerung=erklaerung, darf_beantragen=darf, **freigabe, **kwargs)
