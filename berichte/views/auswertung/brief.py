"""Monatsbriefe eines Planungsbereichs: alle, einer im Einzelnen, jetzt senden, ein- und ausschalten."""

from functools import cached_property

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import TemplateView, View

from beratung.kalender.bestand import stand_der_daten
from beratung.kern.zaehlung import Quelle
from beratung.lieferungen.anzeige import ZUSTANDSFARBE
from berichte.auswertung import briefversand, monatsbrief
from berichte.auswertung.auffaelliges import was_deutlich_heisst
from berichte.models import Briefempfang, Briefversand
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

from .dashboard import GebietMixin

MONATE = 24  # so weit zurück nennt die Liste Briefe; frühere gibt es unter ihrer Adresse


class BriefeView(GebietMixin, TemplateView):
    template_name = "berichte/brief/liste.html"

    def zeigt_genaues(self) -> bool:
        return False  # nur, welche Monate es gibt und wie fest sie sind

    def get_context_data(self, **kwargs):
        versand = Briefversand.objects.filter(planungsbereich=self.bereich).select_related("empfaenger")
        wer = self.request.user
        return super().get_context_data(**kwargs) | {
            "bereich": self.bereich,
            "quellen": tuple(Quelle),
            "zeilen": self._zeilen(),
            "koordiniert": self.bereich.koordination.filter(pk=wer.pk).exists(),
            "bekommt": Briefempfang.objects.filter(benutzer=wer).exists(),
            "kann_senden": settings.EMAIL_IST_EINGERICHTET,
            # Wer nur den eigenen Bereich sieht, liest hier auch nur die eigene Post.
            "versand": versand if wer.darf(Recht.AUSWERTUNG_ALLER_BEREICHE) else versand.filter(empfaenger=wer),
        }

    def _zeilen(self) -> list[dict]:
        if (stand := stand_der_daten()) is None:
            return []
        zustaende = monatsbrief.zustaende(Zeitraum(stand.letzter_monat - (MONATE - 1), stand.letzter_monat))
        return [
            {
                "monat": monat,
                "zustaende": [(zustand, ZUSTANDSFARBE[zustand]) for zustand in je_quelle.values()],
                "ist_fest": monatsbrief.ist_fest(je_quelle),
            }
            for monat, je_quelle in reversed(zustaende.items())
            if monatsbrief.ist_gemeldet(je_quelle)
        ]


class EinBriefMixin(GebietMixin):
    @cached_property
    def brief(self) -> monatsbrief.Monatsbrief:
        bereich = self.bereich  # zuerst: Fremdes ist auch dann 404, wenn der Monat falsch geschrieben ist
        try:
            brief = monatsbrief.monatsbrief(bereich, Monat.lesen(self.kwargs["monat"]))
        except ValueError:
            raise Http404 from None
        if brief is None:
            raise Http404("Zu diesem Monat ist nichts gemeldet.")
        return brief


class BriefView(EinBriefMixin, TemplateView):
    template_name = "berichte/brief/detail.html"

    def get_context_data(self, **kwargs):
        zustaende = [(quelle, z, ZUSTANDSFARBE[z]) for quelle, z in self.brief.zustaende.items()]
        return super().get_context_data(**kwargs) | {
            "bereich": self.bereich,
            "brief": self.brief,
            "zustaende": zustaende,
            "methode": was_deutlich_heisst(self.brief.lage),
            "darf_senden": self.request.user.darf(Recht.AUSWERTUNG_ALLER_BEREICHE),
        }


class BriefSendenView(EinBriefMixin, TemplateView):
    """Erst zeigen, dann senden."""

    recht = Recht.AUSWERTUNG_ALLER_BEREICHE
    template_name = "berichte/brief/senden.html"

    @property
    def wurzel(self) -> str:
        return self.request.build_absolute_uri("/")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "bereich": self.bereich,
            "monat": self.brief.monat,
            "vorschau": briefversand.vorschau(self.brief, wurzel=self.wurzel),
            "kann_senden": settings.EMAIL_IST_EINGERICHTET,
        }

    def post(self, request, **kwargs):
        gezeigt = request.POST.get("stand", "")
        try:
            versand = briefversand.jetzt_senden(self.brief, gezeigt=gezeigt, wurzel=self.wurzel, von=request.user)
        except briefversand.NichtGesendet as fehler:
            return self.render_to_response(self.get_context_data(fehler=str(fehler)), status=409)
        if versand.gesendet:
            messages.success(request, f"Gesendet: {aufzaehlung([b.anzeigename for b in versand.gesendet])}.")
        if versand.gescheitert:
            namen = aufzaehlung([b.anzeigename for b in versand.gescheitert])
            messages.error(request, f"Nicht gesendet: {namen}. Versuchen Sie es später noch einmal.")
        return redirect("bereich_briefe", self.bereich.kuerzel)


class BriefempfangView(ZugangMixin, View):
    """Schaltet den Monatsbrief per E-Mail für die eigene Person ein (`ein=1`) oder aus."""

    recht = Recht.AUSWERTUNG_STADT
    http_method_names = ("post",)

    def post(self, request):
        ein = request.POST.get("ein") == "1"
        briefversand.schalten(ein=ein, von=request.user)
        messages.success(request, f"Der Monatsbrief per E-Mail ist {'ein' if ein else 'aus'}geschaltet.")
        zurueck = request.POST.get("zurueck", "")
        ist_hier = zurueck.startswith("/") and url_has_allowed_host_and_scheme(
            zurueck, allowed_hosts={request.get_host()}
        )
        # nosemgrep: anfrage-als-pfad – eben geprüft: nur auf diesem Rechner
        return HttpResponseRedirect(zurueck if ist_hier else reverse("start"))
