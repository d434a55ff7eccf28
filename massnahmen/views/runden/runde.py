"""Sachstandsrunden der Leitung: eröffnen, einladen, verfolgen, erinnern, schließen, nachlesen."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, FormView, ListView, TemplateView

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.kern.rundenstand import Antwort, Fortschritt
from massnahmen.models import Rundenabschluss, Sachstandsrunde
from massnahmen.runden import erinnerungen
from massnahmen.runden.ablauf import StandVeraendert, runde_eroeffnen, runde_schliessen, runde_wieder_oeffnen
from massnahmen.runden.formulare import BegruendungForm, RundeForm
from massnahmen.runden.stand import angefragte_stellen, rundenstand

ZEILEN_JE_SEITE = 100


class RundenMixin(ZugangMixin):
    recht = Recht.RUNDEN_FUEHREN

    def runden(self):
        return Sachstandsrunde.objects.sichtbar_fuer(self.request.user)

    def zur_runde(self, runde):
        return redirect("massnahmen:runde_detail", pk=runde.pk)


class RundeListeView(RundenMixin, ListView):
    template_name = "massnahmen/runde/liste.html"
    context_object_name = "runden"
    paginate_by = 50

    def get_queryset(self):
        return self.runden().select_related("fachplan", "eroeffnet_von").mit_zahlen()


class RundeNeuView(RundenMixin, FormView):
    """Erst die Vorschau, dann eröffnen; geändert hat sich inzwischen etwas, kommt die Vorschau noch einmal."""

    form_class = RundeForm
    template_name = "massnahmen/runde/neu.html"

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        massnahmen = list(form.massnahmen)
        gezeigt = _kennung(massnahmen)
        if self.request.POST.get("aktion") != "eroeffnen" or self.request.POST.get("gezeigt") != gezeigt:
            vorschau = {"anzahl": len(massnahmen), "stellen": angefragte_stellen(form.massnahmen), "gezeigt": gezeigt}
            return self.render_to_response(self.get_context_data(form=form, vorschau=vorschau))
        daten = form.cleaned_data
        try:
            runde = runde_eroeffnen(
                fachplan=daten["fachplan"],
                bezeichnung=daten["bezeichnung"],
                stichtag=daten["stichtag"],
                frist=daten["frist"],
                massnahmen=massnahmen,
                von=self.request.user,
            )
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.form_invalid(form)
        messages.success(self.request, f"Die Runde „{runde}“ ist eröffnet. Gefragt sind {len(massnahmen)} Maßnahmen.")
        return self.zur_runde(runde)


def _kennung(massnahmen) -> str:
    return hashlib.sha256(",".join(str(m.pk) for m in massnahmen).encode()).hexdigest()


class RundeDetailView(RundenMixin, DetailView):
    context_object_name = "runde"

    def get_queryset(self):
        return self.runden().select_related("fachplan", "eroeffnet_von")

    def get_template_names(self):
        return [f"massnahmen/runde/{'offen' if self.object.ist_offen else 'geschlossen'}.html"]

    def get_context_data(self, **kwargs):
        kontext = super().get_context_data(**kwargs) | {"abschluesse": _abschluesse(self.object)}
        if not self.object.ist_offen:
            return kontext
        stand = rundenstand(self.object)
        seite = Paginator(stand.offene, ZEILEN_JE_SEITE).get_page(self.request.GET.get("page"))
        letzte = self.object.erinnerungen.select_related("empfaenger").first()
        ist_vorbei = timezone.localdate() > self.object.frist
        return kontext | {"stand": stand, "page_obj": seite, "letzte_erinnerung": letzte, "ist_vorbei": ist_vorbei}


def _abschluesse(runde: Sachstandsrunde):
    """Jeder Abschluss mit seinen Zahlen und, wo es sie gibt, seiner Wiedereröffnung; der letzte zuerst."""
    zahlen = {antwort.value: Count("zeilen", filter=Q(zeilen__antwort=antwort.value)) for antwort in Antwort}
    abschluesse = runde.abschluesse.select_related("von", "wiedereroeffnung__von").annotate(**zahlen)
    for abschluss in (geordnet := list(abschluesse.order_by("-nummer"))):
        abschluss.fortschritt = Fortschritt(abschluss.beantwortet, abschluss.bestaetigt, abschluss.offen)
    return geordnet


class EineRundeMixin(RundenMixin):
    """Zeigen mit GET, handeln mit POST, nur an einer Runde im passenden Zustand; sonst 404."""

    ist_offen = True

    def dispatch(self, request, *args, **kwargs):
        if request.user.darf(self.recht):
            self.runde = get_object_or_404(self.runden().filter(ist_offen=self.ist_offen), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(runde=self.runde, **kwargs)


class ErinnernView(EineRundeMixin, TemplateView):
    """Die erste E-Mail einer Runde lädt ein, jede weitere erinnert."""

    template_name = "massnahmen/runde/erinnern.html"

    @property
    def adresse(self) -> str:
        return self.request.build_absolute_uri(reverse("massnahmen:rueckmeldungen"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            vorschau=erinnerungen.vorschau(self.runde, adresse=self.adresse, von=self.request.user),
            ist_einladung=not self.runde.erinnerungen.exists(),
            kann_senden=settings.EMAIL_IST_EINGERICHTET,
            **kwargs,
        )

    def post(self, request, pk):
        getan = "Erinnert" if self.runde.erinnerungen.exists() else "Eingeladen"
        try:
            versand = erinnerungen.erinnern(
                runde=self.runde, gezeigt=request.POST.get("stand", ""), adresse=self.adresse, von=request.user
            )
        except StandVeraendert as grund:
            return self.render_to_response(self.get_context_data(veraendert=str(grund)), status=409)
        if versand.gesendet:
            messages.success(request, f"{getan}: {aufzaehlung([p.anzeigename for p in versand.gesendet])}.")
        if versand.gescheitert:
            namen = aufzaehlung([p.anzeigename for p in versand.gescheitert])
            messages.error(request, f"Nicht gesendet: {namen}. Bitte später noch einmal; doppelt geht nichts hinaus.")
        return self.zur_runde(self.runde)


class RundeSchliessenView(EineRundeMixin, TemplateView):
    template_name = "massnahmen/runde/schliessen.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(stand=rundenstand(self.runde), **kwargs)

    def post(self, request, pk):
        try:
            abschluss = runde_schliessen(runde=self.runde, von=request.user)
        except StandVeraendert as grund:
            messages.warning(request, str(grund))
            return self.zur_runde(self.runde)
        messages.success(request, f"Die Runde „{self.runde}“ ist geschlossen; ihr Stand ist festgehalten.")
        return redirect("massnahmen:runde_stand", pk=self.runde.pk, nummer=abschluss.nummer)


class RundeWiederOeffnenView(EineRundeMixin, FormView):
    ist_offen = False
    form_class = BegruendungForm
    template_name = "massnahmen/runde/wieder_oeffnen.html"

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            runde_wieder_oeffnen(runde=self.runde, von=self.request.user, **form.cleaned_data)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.form_invalid(form)
        except StandVeraendert as grund:
            messages.warning(self.request, str(grund))
            return self.zur_runde(self.runde)
        messages.success(self.request, f"Die Runde „{self.runde}“ ist wieder offen. Der frühere Stand bleibt.")
        return self.zur_runde(self.runde)


class RundenstandView(ZugangMixin, DetailView):
    """Der festgehaltene Stand: die Tabelle, wie sie beim Schließen war. Lesen können ihn alle, die Maßnahmen lesen."""

    recht = Recht.MASSNAHMEN_LESEN
    template_name = "massnahmen/runde/stand.html"
    context_object_name = "abschluss"

    def get_object(self, queryset=None):
        abschluesse = Rundenabschluss.objects.sichtbar_fuer(self.request.user).select_related("runde__fachplan", "von")
        return get_object_or_404(abschluesse, runde__pk=self.kwargs["pk"], nummer=self.kwargs["nummer"])

    def get_context_data(self, **kwargs):
        zeilen = Paginator(self.object.zeilen.all(), ZEILEN_JE_SEITE)
        gezaehlt = self.object.zeilen.order_by().values_list("antwort", flat=True)
        return super().get_context_data(**kwargs) | {
            "page_obj": zeilen.get_page(self.request.GET.get("page")),
            "fortschritt": Fortschritt.aus(gezaehlt),
            "fuehrt_runden": self.request.user.darf(Recht.RUNDEN_FUEHREN),
        }
