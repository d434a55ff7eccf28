"""Planprüfung: was am Plan auffällt und was darüber entschieden ist."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.kern.planregeln import REGEL_NACH_CODE
from massnahmen.models import Befundentscheidung
from massnahmen.plan.pruefung import PruefungUeberholt, befunde_entscheiden, befundzeilen, regelzahlen

SCHWEREFARBE = {"fehler": "gefahr", "warnung": "warnung", "hinweis": "neutral"}
ZEILEN_JE_SEITE = 50
ENTSCHIEDEN = "entschieden"


class EntscheidungForm(forms.Form):
    entscheidung = forms.ChoiceField(
        label="Entscheidung",
        choices=Befundentscheidung.Entscheidung.choices,
        widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
        error_messages={"required": "Wählen Sie, was für die angekreuzten Befunde gelten soll."},
    )
    grund = forms.CharField(
        label="Grund",
        max_length=1000,
        required=False,
        help_text="Nötig bei „so gewollt“. Er steht später beim Befund.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        angaben = super().clean()
        gewollt = angaben.get("entscheidung") == Befundentscheidung.Entscheidung.SO_GEWOLLT
        if gewollt and not angaben.get("grund"):
            self.add_error("grund", "Bitte sagen Sie kurz, warum es so gewollt ist.")
        return angaben


class PlanpruefungMixin(ZugangMixin):
    recht = Recht.PLAN_PRUEFEN

    def seite(self, auswahl: QueryDict, *, form=None, angekreuzt=(), fehler="", status=200):
        """`auswahl`: regel, zeigen und page aus der Adresse; was es nicht gibt, wird nicht beachtet."""
        alle = befundzeilen(self.request.user, stichtag=timezone.localdate())
        regel = REGEL_NACH_CODE.get(auswahl.get("regel", ""))
        zeigt_entschiedene = auswahl.get("zeigen") == ENTSCHIEDEN
        gezeigt = [
            (zeile, SCHWEREFARBE[zeile.befund.regel.schwere])
            for zeile in alle
            if zeile.ist_entschieden == zeigt_entschiedene and (regel is None or zeile.befund.regel == regel)
        ]
        gezeigt.sort(key=lambda paar: list(Schwere).index(paar[0].befund.regel.schwere))
        seite = Paginator(gezeigt, ZEILEN_JE_SEITE).get_page(auswahl.get("page"))
        zahlen = [(zahl, SCHWEREFARBE[zahl.regel.schwere]) for zahl in regelzahlen(alle)]
        offen = sum(zahl.offen for zahl, _ in zahlen)
        return render(
            self.request,
            "massnahmen/planpruefung/seite.html",
            {
                "zahlen": zahlen,
                "offen": offen,
                "entschieden": len(alle) - offen,
                "anzahl": len(gezeigt),
                "regel": regel,
                "zeigt_entschiedene": zeigt_entschiedene,
                "page_obj": seite,
                "abfrage": abfrage(regel and regel.code, zeigt_entschiedene, anhaengbar=True),
                "form": form or EntscheidungForm(),
                "angekreuzt": angekreuzt,
                "fehler": fehler,
                "verlauf": Befundentscheidung.objects.select_related("massnahme", "von")[:20],
            },
            status=status,
        )


def abfrage(code: str | None, zeigt_entschiedene: bool, *, anhaengbar: bool = False) -> str:
    teile = QueryDict(mutable=True)
    if code:
        teile["regel"] = code
    if zeigt_entschiedene:
        teile["zeigen"] = ENTSCHIEDEN
    text = teile.urlencode()
    return f"{text}&" if text and anhaengbar else text


class PlanpruefungView(PlanpruefungMixin, View):
    def get(self, request):
        return self.seite(request.GET)


class EntscheidenView(PlanpruefungMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        auswahl, angekreuzt = QueryDict(request.POST.get("auswahl", "")), request.POST.getlist("befund")
        form = EntscheidungForm(request.POST)
        if not form.is_valid() or not angekreuzt:
            fehler = "" if angekreuzt else "Kreuzen Sie zuerst an, über welche Befunde Sie entscheiden."
            return self.seite(auswahl, form=form, angekreuzt=angekreuzt, fehler=fehler, status=422)
        try:
            entschieden = befunde_entscheiden(
                schluessel=angekreuzt, stichtag=timezone.localdate(), von=request.user, **form.cleaned_data
            )
        except PruefungUeberholt as grund:
            messages.error(request, str(grund))
        else:
            wort = "1 Befund ist" if len(entschieden) == 1 else f"{len(entschieden)} Befunde sind"
            messages.success(request, f"{wort} jetzt: {entschieden[0].get_entscheidung_display()}.")
        ziel = reverse("massnahmen:planpruefung")
        weiter = abfrage(REGEL_NACH_CODE.get(auswahl.get("regel", "")) and auswahl["regel"], "zeigen" in auswahl)
        # nosemgrep: anfrage-als-pfad – eine eigene Adresse, dahinter nur eine bekannte Regel
        return redirect(f"{ziel}?{weiter}" if weiter else ziel)
