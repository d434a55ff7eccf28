"""Seiten der Hilfe: ohne Anmeldung lesbar, darum ohne eine einzige Zahl aus den Daten."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView, View

from dresden_senioren.kern import suche
from dresden_senioren.rollen import ROLLEN

from . import artikel, nachschlagen
from .bilder import BILDER


@method_decorator(login_not_required, name="dispatch")
class HilfeView(TemplateView):
    template_name = "hilfe/start.html"

    def get_context_data(self, **kwargs):
        gruppen = [
            (rolle, [a for a in artikel.ARTIKEL.values() if rolle.schluessel in a.rollen]) for rolle in ROLLEN.values()
        ]
        eigene = getattr(self.request.user, "rolle", "")
        gruppen.sort(key=lambda gruppe: gruppe[0].schluessel != eigene)  # die eigene Rolle zuerst
        return super().get_context_data(
            gruppen=gruppen,
            eigene=eigene,
            fuer_alle=[a for a in artikel.ARTIKEL.values() if not a.rollen],
            werke=nachschlagen.WERKE.values(),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class ArtikelView(TemplateView):
    template_name = "hilfe/artikel.html"

    def get_context_data(self, schluessel, **kwargs):
        if schluessel not in artikel.ARTIKEL:
            raise Http404
        dieser = artikel.ARTIKEL[schluessel]
        return super().get_context_data(
            artikel=dieser,
            bilder=BILDER.get(schluessel, ()),
            rollen=[ROLLEN[rolle].bezeichnung for rolle in dieser.rollen],
            weitere=[a for a in artikel.ARTIKEL.values() if a is not dieser and set(a.rollen) & set(dieser.rollen)][:5],
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class NachschlagewerkView(TemplateView):
    template_name = "hilfe/nachschlagewerk.html"

    def get_context_data(self, schluessel, **kwargs):
        if schluessel not in nachschlagen.WERKE:
            raise Http404
        werk = nachschlagen.WERKE[schluessel]
        return super().get_context_data(werk=werk, abschnitte=werk.abschnitte(), **kwargs)


@method_decorator(login_not_required, name="dispatch")
class SucheView(TemplateView):
    template_name = "hilfe/suche.html"
    HOECHSTENS = 30
    LAENGSTE_FRAGE = 100

    def get_context_data(self, **kwargs):
        frage = self.request.GET.get("q", "").replace("\0", "").strip()[: self.LAENGSTE_FRAGE]
        bestand = [*artikel.fundstuecke(), *(s for werk in nachschlagen.WERKE.values() for s in werk.fundstuecke())]
        treffer = suche.suchen(frage, bestand)
        return super().get_context_data(
            frage=frage,
            anzahl=len(treffer),
            treffer=treffer[: self.HOECHSTENS],
            vorschlag="" if treffer else suche.meinten_sie(frage, bestand),
            **kwargs,
        )


class RundgangBeendenView(View):
    def post(self, request):
        person = request.user
        person.rundgang_beendet_am = timezone.now()
        person.save(update_fields=["rundgang_beendet_am"])
        return redirect("start")
