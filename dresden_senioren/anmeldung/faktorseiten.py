"""Seiten des zweiten Faktors: bei der Anmeldung prüfen, einrichten, Ersatzcodes, entfernen."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import RedirectURLMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views import View
from django.views.generic import FormView, TemplateView

from . import faktor
from .formulare import CodeForm
from .kennwort_erneut import KennwortErneutMixin

NEUER_SCHLUESSEL = "faktor_neu"  # in der Sitzung, bis der erste Code ihn bestätigt


class PruefenView(RedirectURLMixin, FormView):
    """Nach dem Kennwort: der Code. Davor ist sonst nichts erreichbar (schranken.FaktorSchranke)."""

    template_name = "anmeldung/zweiter_faktor.html"
    form_class = CodeForm
    next_page = "start"

    def dispatch(self, request, *args, **kwargs):
        if faktor.ist_erfuellt(request):
            return HttpResponseRedirect(self.get_success_url())
        if not faktor.hat_faktor(request.user):
            return redirect("zweiter_faktor_einrichten")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"next": self.get_redirect_url()}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        person, code = self.request.user, form.cleaned_data["code"]
        bis = faktor.gesperrt_bis(person, code)
        if bis is None and faktor.pruefe(person, code):
            bestaetigen(self.request)
            return HttpResponseRedirect(self.get_success_url())
        form.add_error("code", _warum_nicht(bis))
        return self.form_invalid(form)


def _warum_nicht(bis) -> str:
    if bis is None:
        return (
            "Der Code stimmt nicht oder ist schon verwendet. Warten Sie in der App auf den nächsten; die Uhr des "
            "Geräts muss stimmen."
        )
    return f"Nach falschen Codes wird gewartet: Versuchen Sie es um {timezone.localtime(bis):%H:%M:%S} Uhr wieder."


def bestaetigen(request) -> None:
    """Mit dem zweiten Faktor steigt, was die Sitzung darf: Sie bekommt einen neuen Schlüssel."""
    request.session.cycle_key()
    request.session[faktor.ZUSTAND] = faktor.BESTAETIGT


class EigeneMixin:
    """Wer einen zweiten Faktor hat, richtet ihn nur mit ihm neu ein: Sonst umginge ihn, wer das Kennwort kennt."""

    def dispatch(self, request, *args, **kwargs):
        if not faktor.ist_erfuellt(request) and faktor.hat_faktor(request.user):
            return redirect("zweiter_faktor")
        return super().dispatch(request, *args, **kwargs)


class UebersichtView(EigeneMixin, TemplateView):
    template_name = "anmeldung/faktor_uebersicht.html"

    def get_context_data(self, **kwargs):
        person = self.request.user
        hat_faktor = faktor.hat_faktor(person)
        return super().get_context_data(**kwargs) | {
            "muss": faktor.muss(person),
            "hat_faktor": hat_faktor,
            "uebrig": faktor.uebrige_ersatzcodes(person) if hat_faktor else 0,
        }


class EinrichtenView(EigeneMixin, KennwortErneutMixin, FormView):
    template_name = "anmeldung/faktor_einrichten.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs):
        person = self.request.user
        schluessel = self.request.session.setdefault(NEUER_SCHLUESSEL, faktor.neuer_schluessel())
        return super().get_context_data(**kwargs) | {
            "muss": faktor.muss(person),
            "hat_faktor": faktor.hat_faktor(person),
            # Von segno gezeichnet.
            "qr_code": mark_safe(faktor.qr_code(person, schluessel)),  # noqa: S308  # nosec B308 B703
            "schluessel": faktor.schluesseltext(schluessel),
        }

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        schluessel = self.request.session.get(NEUER_SCHLUESSEL)
        if schluessel is None:  # dasselbe Formular ein zweites Mal
            return redirect("zweiter_faktor_verwalten")
        person = self.request.user
        try:
            codes = faktor.einrichten(person=person, schluessel=schluessel, code=form.cleaned_data["code"])
        except faktor.CodeFalsch:
            form.add_error(
                "code", "Der Code stimmt nicht. Warten Sie auf den nächsten und prüfen Sie die Uhr des Geräts."
            )
            return self.form_invalid(form)
        del self.request.session[NEUER_SCHLUESSEL]
        update_session_auth_hash(self.request, person)
        self.request.session[faktor.ZUSTAND] = faktor.BESTAETIGT
        return codeseite(self.request, codes, ist_neu=True)


class ErsatzcodesView(EigeneMixin, KennwortErneutMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        if not faktor.hat_faktor(request.user):
            return redirect("zweiter_faktor_verwalten")
        return codeseite(request, faktor.ersatzcodes_erzeugen(person=request.user), ist_neu=False)


def codeseite(request, codes: list[str], *, ist_neu: bool):
    """Die Ersatzcodes, nur in dieser einen Antwort; gespeichert sind nur ihre Prüfsummen."""
    return render(request, "anmeldung/ersatzcodes.html", {"codes": codes, "ist_neu": ist_neu})


class EntfernenView(EigeneMixin, KennwortErneutMixin, View):
    """Nur wer keinen haben muss."""

    http_method_names = ["post"]

    def post(self, request):
        if faktor.muss(request.user):
            raise PermissionDenied
        faktor.entfernen(person=request.user, von=request.user)
        update_session_auth_hash(request, request.user)
        request.session[faktor.ZUSTAND] = faktor.NICHT_NOETIG
        messages.success(request, "Der zweite Faktor ist entfernt. Ab jetzt genügt Ihr Kennwort.")
        return redirect(resolve_url("zweiter_faktor_verwalten"))
