"""Eine Maßnahme: alles über sie, Sachstand melden und bestätigen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import DetailView, View

from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.dienste import SachstandUeberholt, sachstand_bestaetigen, sachstand_melden
from massnahmen.forms import SachstandForm, TerminlageForm
from massnahmen.geschichte import verlauf_der_massnahme
from massnahmen.models import Massnahme
from massnahmen.stand import uhren_stellen
from massnahmen.tables import FARBROLLE


class MassnahmeDetailView(ZugangMixin, DetailView):
    recht = Recht.MASSNAHMEN_LESEN
    template_name = "massnahmen/detail.html"
    context_object_name = "massnahme"
    form = None

    def get_queryset(self):
        return Massnahme.objects.sichtbar_fuer(self.request.user).mit_angaben()

    def get_object(self, queryset=None):
        return uhren_stellen([super().get_object(queryset)])[0]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | detailangaben(self.request, self.object, self.form)


def detailangaben(
    request, massnahme: Massnahme, form: SachstandForm | None = None, terminform: TerminlageForm | None = None
) -> dict:
    """Was die Detailseite zeigt, auch wenn sie mit Fehlern oder nach einem Zusammenstoß wieder erscheint."""
    termin = massnahme.terminbild(timezone.localdate())
    darf_melden = Massnahme.objects.meldbar_fuer(request.user).filter(pk=massnahme.pk).exists()
    darf_pflegen = request.user.darf(Recht.PLAN_PFLEGEN)
    return {
        "darf_pflegen": darf_pflegen,
        "darf_schritte": darf_pflegen or darf_melden,
        "darf_notieren": darf_pflegen or darf_melden,
        "notizen": massnahme.notizen.sichtbar_fuer(request.user).select_related("von"),
        "feldverlauf": verlauf_der_massnahme(massnahme),
        "termin": termin,
        "terminfarbe": FARBROLLE[termin.lage],
        "verlauf": massnahme.meldungen.select_related("sachstandsart", "erfasst_von"),
        "form": (form or SachstandForm(massnahme=massnahme)) if darf_melden else None,
        "terminform": (terminform or TerminlageForm()) if request.user.darf(Recht.PLAN_PFLEGEN) else None,
        "stichtag": timezone.localdate(),
    }


class MeldenView(ZugangMixin, View):
    """Gemeinsames von Melden und Bestätigen: nur POST, nur Maßnahmen der eigenen Stellen, sonst 404.

    Beide bringen `melden(massnahme)` mit, das die Antwort gibt.
    """

    recht = Recht.SACHSTAND_MELDEN
    http_method_names = ["post"]

    def post(self, request, pk):
        massnahme = get_object_or_404(Massnahme.objects.meldbar_fuer(request.user).mit_angaben(), pk=pk)
        return self.melden(massnahme)

    def zur_massnahme(self, massnahme: Massnahme):
        return redirect("massnahmen:detail", pk=massnahme.pk)


class SachstandMeldenView(MeldenView):
    def melden(self, massnahme):
        form = SachstandForm(self.request.POST, massnahme=massnahme)
        if not form.is_valid():
            return self._detail(massnahme, form)
        try:
            meldung = sachstand_melden(massnahme=massnahme, von=self.request.user, **form.cleaned_data)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self._detail(massnahme, form)
        except SachstandUeberholt as ueberholt:
            return self._zusammenstoss(massnahme, form, ueberholt.neueste)
        messages.success(self.request, f"Sachstand von {massnahme.nr} gespeichert: {meldung.sachstandsart}.")
        return self.zur_massnahme(massnahme)

    def _detail(self, massnahme, form):
        angaben = detailangaben(self.request, uhren_stellen([massnahme])[0], form)
        return render(self.request, "massnahmen/detail.html", {"massnahme": massnahme} | angaben, status=422)

    def _zusammenstoss(self, massnahme, form, neueste):
        """Beide Stände nebeneinander; erneut abgesendet gilt der inzwischen gelesene als Grundlage."""
        daten = self.request.POST.copy()
        daten["grundlage"] = neueste.pk if neueste else ""
        kontext = {
            "massnahme": massnahme,
            "eigene": form.cleaned_data,
            "neueste": neueste,
            "form": SachstandForm(daten, massnahme=massnahme),
        }
        return render(self.request, "massnahmen/zusammenstoss.html", kontext, status=409)


class SachstandBestaetigenView(MeldenView):
    def melden(self, massnahme):
        grundlage = self.request.POST.get("grundlage", "")
        try:
            meldung = sachstand_bestaetigen(
                massnahme=massnahme, grundlage=int(grundlage) if grundlage.isdecimal() else None, von=self.request.user
            )
        except SachstandUeberholt:
            messages.warning(
                self.request,
                "Nicht bestätigt: Inzwischen wurde ein anderer Sachstand gemeldet. Bitte sehen Sie ihn sich an.",
            )
        except ValidationError as fehler:
            messages.error(self.request, " ".join(fehler.messages))
        else:
            messages.success(self.request, f"{massnahme.nr} ist unverändert bestätigt: {meldung.sachstandsart}.")
        return self.zur_massnahme(massnahme)
