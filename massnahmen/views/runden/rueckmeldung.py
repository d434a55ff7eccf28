"""Meine Rückmeldungen: Liste, Antwort je Maßnahme, die nächste folgt sofort."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import TemplateView, View

from dresden_senioren.kern.zahlen import nummer
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.kern.rundenstand import Antwort
from massnahmen.liste.zeile import FARBROLLE
from massnahmen.models import Massnahme, Sachstandsrunde, Stellvertretung
from massnahmen.runden.formulare import AntwortForm
from massnahmen.runden.stand import eigene_rueckmeldungen, fortschritt, naechste_offene
from massnahmen.sachstand.formulare import SachstandForm
from massnahmen.sachstand.melden import SachstandUeberholt, geltungstag, sachstand_bestaetigen, sachstand_melden
from massnahmen.sachstand.stand import uhren_stellen

ZEILEN_JE_SEITE = 50


class RueckmeldungenView(ZugangMixin, TemplateView):
    recht = Recht.SACHSTAND_MELDEN
    template_name = "massnahmen/runde/rueckmeldungen.html"

    def get_context_data(self, **kwargs):
        person = self.request.user
        eigene = eigene_rueckmeldungen(person)
        alle = self.request.GET.get("zeigen") == "alle"
        gezeigt = eigene if alle else eigene.filter(antwort_wert=Antwort.OFFEN)
        runden = Sachstandsrunde.objects.offene().filter(massnahmen__in=eigene.values("pk")).distinct()
        heute = timezone.localdate()
        seite = Paginator(gezeigt.mit_uhren().mit_termin(), ZEILEN_JE_SEITE).get_page(self.request.GET.get("page"))
        for massnahme in seite:
            massnahme.termin = massnahme.terminbild(heute)
            massnahme.terminfarbe = FARBROLLE[massnahme.termin.lage]
        return super().get_context_data(
            runden=runden.order_by("frist"),
            heute=heute,
            fortschritt=fortschritt(eigene),
            alle=alle,
            page_obj=seite,
            abfrage="zeigen=alle&" if alle else "",
            vertretungen=Stellvertretung.objects.am(heute).filter(vertretung=person).select_related("abwesend"),
            **kwargs,
        )


def naechste_antwort(request, massnahme: Massnahme, satz: str):
    """Zur nächsten offenen Rückmeldung; aus der Liste heraus bleibt man in der Liste."""
    stand = fortschritt(eigene_rueckmeldungen(request.user))
    messages.success(request, f"{satz} {stand.satz}.")
    naechste = naechste_offene(request.user, nach=massnahme)
    if naechste is None or request.POST.get("zurueck") == "liste":
        return redirect("massnahmen:rueckmeldungen")
    return redirect("massnahmen:rueckmeldung", pk=naechste.pk)


class RueckmeldungView(ZugangMixin, View):
    """Eine Maßnahme der Runde: antworten oder bestätigen. Fremde und nicht gefragte: 404."""

    recht = Recht.SACHSTAND_MELDEN

    def get(self, request, pk):
        return self.zeigen(self.massnahme(pk))

    def post(self, request, pk):
        massnahme = self.massnahme(pk)
        if "bestaetigen" in request.POST:
            return self.bestaetigen(massnahme, request.POST.get("grundlage", ""))
        form = AntwortForm(request.POST, massnahme=massnahme)
        if not form.is_valid():
            return self.zeigen(massnahme, form, status=422)
        if form.ist_unveraendert:
            return self.bestaetigen(massnahme, str(form.cleaned_data["grundlage"] or ""))
        tag = geltungstag(massnahme.meldung, self.runde(massnahme))
        try:
            sachstand_melden(massnahme=massnahme, gueltig_ab=tag, von=request.user, **form.cleaned_data)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.zeigen(massnahme, form, status=422)
        except SachstandUeberholt as ueberholt:
            return self.zusammenstoss(massnahme, form, ueberholt.neueste, tag)
        return self.weiter(massnahme, f"{massnahme.nr} ist beantwortet.")

    def massnahme(self, pk) -> Massnahme:
        return uhren_stellen([get_object_or_404(eigene_rueckmeldungen(self.request.user).mit_angaben(), pk=pk)])[0]

    def runde(self, massnahme: Massnahme) -> Sachstandsrunde:
        return get_object_or_404(Sachstandsrunde.objects.offene(), massnahmen=massnahme)

    def zeigen(self, massnahme, form=None, status=200):
        runde, termin = self.runde(massnahme), massnahme.terminbild(timezone.localdate())
        kontext = {
            "massnahme": massnahme,
            "runde": runde,
            "form": form or AntwortForm(massnahme=massnahme),
            "termin": termin,
            "terminfarbe": FARBROLLE[termin.lage],
            "gueltig_ab": geltungstag(massnahme.meldung, runde),
            "fortschritt": fortschritt(eigene_rueckmeldungen(self.request.user)),
            "naechste": naechste_offene(self.request.user, nach=massnahme),
        }
        return render(self.request, "massnahmen/runde/rueckmeldung.html", kontext, status=status)

    def bestaetigen(self, massnahme, grundlage: str):
        try:
            sachstand_bestaetigen(massnahme=massnahme, grundlage=nummer(grundlage), von=self.request.user)
        except SachstandUeberholt:
            messages.warning(
                self.request, "Nicht bestätigt: Inzwischen wurde ein anderer Sachstand gemeldet, hier ist er."
            )
            return redirect("massnahmen:rueckmeldung", pk=massnahme.pk)
        except ValidationError as fehler:
            messages.error(self.request, " ".join(fehler.messages))
            return redirect("massnahmen:rueckmeldung", pk=massnahme.pk)
        return self.weiter(massnahme, f"{massnahme.nr} ist unverändert bestätigt.")

    def weiter(self, massnahme, satz: str):
        return naechste_antwort(self.request, massnahme, satz)

    def zusammenstoss(self, massnahme, form, neueste, tag):
        """Beide Stände nebeneinander, wie beim Melden; die Antwort zählt auch von dort für die Runde."""
        daten = self.request.POST.copy()
        daten["grundlage"] = neueste.pk if neueste else ""
        daten["gueltig_ab"] = max(tag, neueste.gueltig_ab).isoformat() if neueste else tag.isoformat()
        kontext = {
            "massnahme": massnahme,
            "eigene": form.cleaned_data | {"gueltig_ab": tag},
            "neueste": neueste,
            "form": SachstandForm(daten, massnahme=massnahme),
            "in_runde": True,
            "naechste": naechste_offene(self.request.user, nach=massnahme),
        }
        return render(self.request, "massnahmen/zusammenstoss.html", kontext, status=409)
