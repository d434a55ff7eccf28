"""Seiten zum Kennwort: anmelden, vergessen, mit einem Link setzen, ändern."""

import threading
from datetime import timedelta

from axes.utils import reset
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag
from dresden_senioren.protokoll import protokolliere

from .formulare import AnmeldenForm, KennwortAendernForm, KennwortSetzenForm, VergessenForm
from .kennwortlink import linknachricht, linkschluessel, senden

# So oft bekommt eine Person höchstens einen Link, gleich wie oft jemand ihre Adresse eingibt.
LINK_ABSTAND = timedelta(minutes=15)


class AnmeldenView(LoginView):
    template_name = "anmelden.html"
    form_class = AnmeldenForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(mit_dienstkonto=bool(settings.OIDC_ANBIETER), **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(login_not_required, name="dispatch")
class VergessenView(FormView):
    """Die Antwort ist für bekannte und unbekannte Adressen dieselbe und kommt gleich schnell."""

    template_name = "anmeldung/kennwort_vergessen.html"
    form_class = VergessenForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(kann_senden=settings.EMAIL_IST_EINGERICHTET, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        if settings.EMAIL_IST_EINGERICHTET:
            link_senden(form.cleaned_data["email"], self.request)
        return render(self.request, "anmeldung/kennwort_link_gesendet.html")


def link_senden(email: str, request) -> None:
    """An jede Person mit dieser Adresse, die ein Kennwort haben kann; nebenher, damit die Dauer nichts verrät."""
    bis = timezone.now() - LINK_ABSTAND
    versandt = Protokolleintrag.objects.filter(ereignis=Ereignis.KENNWORT_LINK_GESENDET, zeitpunkt__gte=bis)
    personen = [p for p in Benutzer.objects.filter(email__iexact=email, is_active=True) if _darf_kennwort_haben(p)]
    for person in personen:
        if not versandt.filter(gegenstand=person.get_username()).exists():
            nachricht = linknachricht(person, request, ist_einladung=False)
            protokolliere(Ereignis.KENNWORT_LINK_GESENDET, von=None, gegenstand=person.get_username())
            threading.Thread(target=senden, args=[nachricht], name="kennwort-link").start()


def _darf_kennwort_haben(person: Benutzer) -> bool:
    """Wer sich nur über das Dienstkonto anmeldet, bekommt hier keinen zweiten Weg."""
    return person.has_usable_password() or person.stadtkennung is None


class SetzenView(PasswordResetConfirmView):
    """Kennwort setzen mit dem Link; er gilt einmal und 24 Stunden."""

    template_name = "anmeldung/kennwort_setzen.html"
    form_class = KennwortSetzenForm
    token_generator = linkschluessel
    reset_url_token = "setzen"  # noqa: S105  – Teil der Adresse, kein Geheimnis
    success_url = reverse_lazy("anmelden")

    def render_to_response(self, context, **response_kwargs):
        status = 200 if self.validlink else 410
        return super().render_to_response(context, **{"status": status} | response_kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        antwort = super().form_valid(form)
        kennwort_wurde_gesetzt(form.user, von=form.user)
        messages.success(self.request, "Ihr Kennwort ist gesetzt. Melden Sie sich jetzt damit an.")
        return antwort


class AendernView(FormView):
    """Das eigene Kennwort; die übrigen Sitzungen der Person enden, diese bleibt."""

    template_name = "anmeldung/kennwort_aendern.html"
    form_class = KennwortAendernForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        person = form.save()
        kennwort_wurde_gesetzt(person, von=person)
        update_session_auth_hash(self.request, person)
        messages.success(self.request, "Ihr Kennwort ist geändert. Anderswo sind Sie jetzt abgemeldet.")
        return redirect("kennwort_aendern")


def kennwort_wurde_gesetzt(person: Benutzer, *, von: Benutzer) -> None:
    """Mit dem alten Kennwort endet auch, was sich an Fehlversuchen damit angesammelt hat."""
    reset(username=person.get_username())
    protokolliere(Ereignis.KENNWORT_GEAENDERT, von=von, gegenstand=person.get_username())
