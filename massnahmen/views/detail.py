"""Eine Maßnahme: alles über sie, auch an einem vergangenen Tag; Sachstand melden und bestätigen."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import DetailView, View

from dresden_senioren.formulare import TagField
from dresden_senioren.kern.zahlen import nummer
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.liste.filters import vergangener_tag
from massnahmen.liste.zeile import FARBROLLE
from massnahmen.models import Massnahme
from massnahmen.querysets import tagesende
from massnahmen.runden.stand import naechste_offene, offene_runde
from massnahmen.sachstand.feldgeschichte import verlauf_der_massnahme
from massnahmen.sachstand.formulare import SachstandForm, TerminlageForm
from massnahmen.sachstand.melden import SachstandUeberholt, sachstand_bestaetigen, sachstand_melden
from massnahmen.sachstand.stand import uhren_stellen
from massnahmen.views.runden.rueckmeldung import naechste_antwort


class StichtagForm(forms.Form):
    stichtag = TagField(
        label="Stand zum Tag",
        validators=[vergangener_tag],
    )


class MassnahmeDetailView(ZugangMixin, DetailView):
    """Mit `?stichtag=` steht, wie in der Liste, alles da wie an diesem Tag, und nichts lässt sich ändern."""

    recht = Recht.MASSNAHMEN_LESEN
    template_name = "massnahmen/detail.html"
    context_object_name = "massnahme"

    def get(self, request, *args, **kwargs):
        self.stichtagform = StichtagForm(request.GET if "stichtag" in request.GET else None)
        self.rueckblick = self.stichtagform.cleaned_data["stichtag"] if self.stichtagform.is_valid() else None
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return Massnahme.objects.sichtbar_fuer(self.request.user).fuer_seite(self.request.user, self.rueckblick)

    def get_object(self, queryset=None):
        return uhren_stellen([super().get_object(queryset)], self.rueckblick)[0]

    def get_context_data(self, **kwargs):
        angaben = _rueckblick(self.request, self.object, self.rueckblick) if self.rueckblick else None
        angaben = angaben or detailangaben(self.request, self.object)
        return super().get_context_data(**kwargs) | angaben | {"stichtagform": self.stichtagform}


def detailangaben(
    request, massnahme: Massnahme, form: SachstandForm | None = None, terminform: TerminlageForm | None = None
) -> dict:
    """Was die Detailseite zeigt, auch wenn sie mit Fehlern oder nach einem Zusammenstoß wieder erscheint.

    Die Maßnahme kommt aus `fuer_seite()`.
    """
    darf_melden, darf_pflegen = massnahme.ist_meldbar, request.user.darf(Recht.PLAN_PFLEGEN)
    return _gezeigtes(request, massnahme, timezone.localdate()) | {
        "darf_pflegen": darf_pflegen,
        "darf_schritte": darf_pflegen or darf_melden,
        "darf_notieren": darf_pflegen or darf_melden,
        "form": (form or SachstandForm(massnahme=massnahme)) if darf_melden else None,
        "terminform": (terminform or TerminlageForm()) if darf_pflegen else None,
        "offene_runde": offene_runde(massnahme) if darf_melden else None,
        "stichtagform": StichtagForm(),
    }


def _rueckblick(request, massnahme: Massnahme, tag: date) -> dict:
    """Nur, was es bis zum Ende des Tages gab; ohne ein Bedienelement."""
    gezeigtes = _gezeigtes(request, massnahme, tag)
    return gezeigtes | {
        "rueckblick": tag,
        "notizen": [notiz for notiz in gezeigtes["notizen"] if notiz.am < tagesende(tag)],
        "feldverlauf": [wechsel for wechsel in gezeigtes["feldverlauf"] if wechsel.am < tagesende(tag)],
        "ist_ausser_kraft": bool(massnahme.ausser_kraft_seit and massnahme.ausser_kraft_seit <= tag),
    }


def _gezeigtes(request, massnahme: Massnahme, tag: date) -> dict:
    termin = massnahme.terminbild(tag)
    verbundene = Massnahme.objects.filter(Q(zusammengefuehrt_mit=massnahme) | Q(vorgaenger=massnahme))
    return {
        "verbundene": verbundene.select_related("ziel__handlungsfeld__fachplan"),
        "notizen": massnahme.notizen.sichtbar_fuer(request.user).select_related("von"),
        "feldverlauf": verlauf_der_massnahme(massnahme),
        "termin": termin,
        "terminfarbe": FARBROLLE[termin.lage],
        "verlauf": massnahme.gelesene_meldungen,
        "stichtag": tag,
        "ist_ausser_kraft": massnahme.ausser_kraft_seit is not None,
    }


class MeldenView(ZugangMixin, View):
    """Gemeinsames von Melden und Bestätigen: nur POST, nur Maßnahmen der eigenen Stellen, sonst 404.

    Beide bringen `melden(massnahme)` mit, das die Antwort gibt.
    """

    recht = Recht.SACHSTAND_MELDEN
    http_method_names = ["post"]

    def post(self, request, pk):
        meldbar = Massnahme.objects.meldbar_fuer(request.user)
        return self.melden(get_object_or_404(meldbar.fuer_seite(request.user), pk=pk))

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
        satz = f"Sachstand von {massnahme.nr} gespeichert: {meldung.sachstandsart}."
        if "in_runde" in self.request.POST:  # nach einem Zusammenstoß in der Runde geht es dort weiter
            return naechste_antwort(self.request, massnahme, satz)
        messages.success(self.request, satz)
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
            "in_runde": "in_runde" in daten,
            "naechste": naechste_offene(self.request.user, nach=massnahme) if "in_runde" in daten else None,
        }
        return render(self.request, "massnahmen/zusammenstoss.html", kontext, status=409)


class SachstandBestaetigenView(MeldenView):
    def melden(self, massnahme):
        grundlage = nummer(self.request.POST.get("grundlage"))
        try:
            meldung = sachstand_bestaetigen(massnahme=massnahme, grundlage=grundlage, von=self.request.user)
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
