"""Quartalsbericht: alle Beratungsstellen eines Quartals, und eine im Einzelnen mit Notiz zum Gespräch."""

from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from beratung.kalender.bestand import stand_der_daten
from beratung.kern.zaehlung import Quelle
from beratung.models import Beratungsstelle
from berichte.auswertung import quartale
from berichte.kern.auswertung import quartalstabellen
from berichte.zahlen.namen import namen
from berichte.zugriffe import ZahlenzugriffMixin
from dresden_senioren.formulare import NummerField
from dresden_senioren.kern.zeitraum import Quartal
from dresden_senioren.rollen import Recht

ZUR_WAHL = 8  # Quartale, die gleich zu sehen sind; frühere liegen unter „Frühere Quartale“


class QuartalListeView(ZahlenzugriffMixin, TemplateView):
    recht = Recht.AUSWERTUNG_STADT
    zugriffsangaben = ("quartal",)
    template_name = "berichte/quartal/liste.html"

    def get_context_data(self, **kwargs):
        if (stand := stand_der_daten()) is None:
            return super().get_context_data(**kwargs)
        alle, gewuenscht = quartale.quartale(stand), self.request.GET.get("quartal")
        quartal = next((q for q in alle if str(q) == gewuenscht), None)
        hinweis = f"Zum Quartal „{gewuenscht}“ gibt es keine Zahlen." if gewuenscht and quartal is None else ""
        quartal = quartal or next(q for q in alle if q <= quartale.letztes_volles(stand) or q == alle[-1])
        zeilen = quartale.liste(self.request.user, quartal)
        return super().get_context_data(
            quartal=quartal,
            wahl=alle[:ZUR_WAHL],
            fruehere=alle[ZUR_WAHL:],
            zeilen=zeilen,
            unvollstaendig=sum(not zeile.auslastung.ist_vollstaendig for zeile in zeilen),
            hinweis=hinweis,
            **kwargs,
        )


class NotizForm(forms.Form):
    text = forms.CharField(
        label="Text",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Keine Angaben zu einzelnen Personen: keine Namen, keine Fälle, an denen jemand zu erkennen wäre.",
        error_messages={"required": "Schreiben Sie, was Sie festhalten möchten."},
    )
    vorige = NummerField()


class QuartalView(ZahlenzugriffMixin, FormView):
    """Eine Beratungsstelle in einem Quartal; die Notiz wird nur ergänzt, frühere Fassungen bleiben lesbar."""

    recht = Recht.AUSWERTUNG_STADT
    form_class = NotizForm
    template_name = "berichte/quartal/detail.html"

    @cached_property
    def quartal(self) -> Quartal:
        try:
            return Quartal.lesen(self.kwargs["quartal"])
        except ValueError:
            raise Http404 from None

    @cached_property
    def stelle(self) -> Beratungsstelle:
        sichtbare = quartale.sichtbare_stellen(self.request.user, self.quartal.zeitraum)
        if stelle := next((s for s in sichtbare if s.kuerzel == self.kwargs["stelle"]), None):
            return stelle
        raise Http404

    @cached_property
    def notizen(self):
        return quartale.notizen(self.stelle, self.quartal)

    def get_initial(self):
        return {"text": self.notizen[0].text, "vorige": self.notizen[0].pk} if self.notizen else {}

    def get_success_url(self):
        return f"{reverse('quartal', args=[self.stelle.kuerzel, self.quartal])}#notiz"

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            quartale.notiz_schreiben(
                stelle=self.stelle, quartal=self.quartal, von=self.request.user, **form.cleaned_data
            )
        except quartale.NotizVeraendert:
            self.notizen = quartale.notizen(self.stelle, self.quartal)
            angaben = {"text": form.cleaned_data["text"], "vorige": self.notizen[0].pk}
            kontext = self.get_context_data(form=NotizForm(initial=angaben), ist_ueberholt=True)
            return self.render_to_response(kontext, status=409)
        messages.success(self.request, "Notiz gespeichert.")
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        bericht, zahlen = quartale.bericht(self.stelle, self.quartal)
        herkunft, je_feld = quartale.herkuenfte(self.stelle, bericht, zahlen)
        verteilung = zahlen.hauptfelder(self.stelle, self.quartal.zeitraum, namen())
        felder = quartalstabellen.felder(verteilung, bericht, je_feld)
        kennzahlen = quartalstabellen.kennzahlen(bericht, herkunft)
        stand = stand_der_daten()
        return super().get_context_data(
            stelle=self.stelle,
            quelle=Quelle(self.stelle.quelle),
            quartal=self.quartal,
            bericht=bericht,
            auslastung=bericht.auslastung(self.quartal),
            kennzahlen=kennzahlen,
            monate=quartalstabellen.monate(bericht, herkunft),
            felder=felder,
            fussnoten=list(dict.fromkeys(f for t in (felder, kennzahlen) if t for f in t.herkunft.fussnoten)),
            nachbarn=self._nachbarn(quartale.quartale(stand) if stand else []),
            notizen=self.notizen,
            adresse=self.request.build_absolute_uri(self.request.path),
            als_datei=self._als_datei,
            **kwargs,
        )

    @property
    def _als_datei(self) -> str:
        """Wo daraus ein Bericht wird, den es in jedem Format gibt; leer, solange das Quartal läuft."""
        letzter = self.quartal.zeitraum.bis.letzter
        if letzter > timezone.localdate():
            return ""
        angaben = urlencode({"stichtag": letzter, "beratungsstelle": self.stelle.pk})
        return f"{reverse('bericht_anlegen', args=['quartal'])}?{angaben}"

    def _nachbarn(self, alle: list[Quartal]) -> list[Quartal]:
        """Davor und danach, soweit es Zahlen gibt und die Stelle geöffnet ist."""
        nachbarn = (self.quartal - 1, self.quartal + 1)
        return [q for q in nachbarn if q in alle and quartale.gilt_zeitweise(self.stelle, q.zeitraum)]
