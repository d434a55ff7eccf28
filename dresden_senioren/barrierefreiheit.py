"""Die Erklärung zur Barrierefreiheit, die Barriere melden lässt und aus dem Prüfblatt zählt, was geprüft ist."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import ListView, TemplateView, View

from .models import Barrieremeldung, Ereignis
from .protokoll import protokolliere
from .rollen import Recht
from .zugang import ZugangMixin

PRUEFBLATT = settings.BASE_DIR / "betrieb" / "pruefblaetter" / "bitv.csv"
ERGEBNISSE = ("erfüllt", "nicht anwendbar", "nicht geprüft", "nicht erfüllt")


@dataclass(frozen=True)
class Pruefschritt:
    """Eine Zeile des Prüfblatts. `nachweis`: Pfade im Projekt, durch Leerzeichen getrennt."""

    nr: str
    titel: str
    ergebnis: str
    nachweis: str
    bemerkung: str
    datum: str


@cache
def pruefblatt() -> tuple[Pruefschritt, ...]:
    """Die Prüfschritte nach BITV und EN 301 549 in der Folge ihrer Nummern."""
    with PRUEFBLATT.open(encoding="utf-8", newline="") as datei:
        return tuple(Pruefschritt(**zeile) for zeile in csv.DictReader(datei, delimiter=";"))


class MeldeForm(forms.ModelForm):
    class Meta:
        model = Barrieremeldung
        fields = ["seite", "beschreibung", "email"]
        widgets = {
            "beschreibung": forms.Textarea(attrs={"rows": 5}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {
            "seite": "Die Seite, von der Sie kommen; Sie können sie ändern oder leer lassen.",
            "beschreibung": "Womit arbeiten Sie, zum Beispiel mit Vorleseprogramm, Tastatur oder Vergrößerung? "
            "Bitte keine Namen und keine Angaben aus Beratungen.",
            "email": "Nur wenn Sie eine Antwort möchten. Danach wird sie gelöscht.",
        }
        error_messages = {
            "beschreibung": {"required": "Bitte schreiben Sie mit ein paar Worten, was nicht ging."},
            "email": {"invalid": "Bitte schreiben Sie die Adresse vollständig, zum Beispiel name@beispiel.de."},
        }


@method_decorator(login_not_required, name="dispatch")
class ErklaerungView(TemplateView):
    template_name = "barrierefreiheit/erklaerung.html"

    def get_context_data(self, **kwargs):
        schritte = pruefblatt()
        zahlen = Counter(schritt.ergebnis for schritt in schritte)
        return super().get_context_data(
            zahlen=[(ergebnis, zahlen[ergebnis]) for ergebnis in ERGEBNISSE],
            anzahl=len(schritte),
            maengel=[schritt for schritt in schritte if schritt.ergebnis == "nicht erfüllt"],
            offen=[schritt for schritt in schritte if schritt.ergebnis == "nicht geprüft"],
            stand=date.fromisoformat(max(schritt.datum for schritt in schritte)),
            kontakt=settings.BARRIEREFREIHEIT_KONTAKT,
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class MeldenView(View):
    """Steht allen offen, auch wer sich nicht anmelden kann: gerade das kann die Barriere sein."""

    def get(self, request):
        return self._seite(MeldeForm(initial={"seite": request.GET.get("seite", "")[:200]}))

    def post(self, request):
        form = MeldeForm(request.POST)
        if not form.is_valid():
            return self._seite(form, status=422)
        meldung = form.save()
        protokolliere(Ereignis.BARRIERE_GEMELDET, von=None, gegenstand=f"Meldung {meldung.pk}")
        _hinweisen(request)
        return redirect("barriere_gemeldet")

    def _seite(self, form, status=200):
        return render(self.request, "barrierefreiheit/melden.html", {"form": form}, status=status)


def _hinweisen(request) -> None:
    """Ohne den Text der Meldung: er kann mehr enthalten, als in eine E-Mail gehört. Scheitert das Senden, steht die
    Meldung trotzdem in der Liste; wer sie schrieb, soll davon nichts merken."""
    if settings.BARRIEREFREIHEIT_KONTAKT and settings.EMAIL_IST_EINGERICHTET:
        adresse = request.build_absolute_uri(reverse("barrieremeldungen"))
        text = f"Jemand hat eine Barriere gemeldet. Was nicht ging, steht hier:\n{adresse}\n"
        EmailMessage("Barriere gemeldet", text, to=[settings.BARRIEREFREIHEIT_KONTAKT]).send(fail_silently=True)


@method_decorator(login_not_required, name="dispatch")
class DankeView(TemplateView):
    template_name = "barrierefreiheit/danke.html"


class MeldungenView(ZugangMixin, ListView):
    recht = Recht.BARRIEREN_BEANTWORTEN
    model = Barrieremeldung
    template_name = "barrierefreiheit/meldungen.html"
    context_object_name = "meldungen"
    paginate_by = 50


class BeantwortetView(ZugangMixin, View):
    """Danach ist die E-Mail-Adresse nicht mehr nötig und gelöscht."""

    recht = Recht.BARRIEREN_BEANTWORTEN
    http_method_names = ["post"]

    def post(self, request, pk):
        meldung = get_object_or_404(Barrieremeldung, pk=pk)
        if meldung.beantwortet_am is None:
            meldung.beantwortet_am, meldung.email = timezone.now(), ""
            meldung.save(update_fields=["beantwortet_am", "email"])
            protokolliere(Ereignis.BARRIERE_BEANTWORTET, von=request.user, gegenstand=f"Meldung {meldung.pk}")
            messages.success(request, f"{meldung} ist beantwortet.")
        return redirect("barrieremeldungen")
