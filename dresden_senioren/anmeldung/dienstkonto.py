"""Anmeldung über den Identitätsdienst der Stadt (OpenID Connect). Wird nur geladen, wenn `OIDC_ANBIETER` gesetzt ist.

Niemand entsteht dadurch: Die Person muss es schon geben, und ihre Rolle steht hier, nie im Token. Erkannt wird sie an
der unveränderlichen Kennung (sub). Beim ersten Mal gibt es die noch nicht; dann zählt einmal die vom Dienst geprüfte
E-Mail-Adresse (jede gehört hier höchstens einer Person), und die Kennung wird gemerkt. Danach hilft die Adresse
niemandem mehr: Wer sie später erbt, bekommt nicht den Zugang der früheren Person.
"""

import logging

import jwt
import requests  # nosemgrep: keine-verbindung-nach-aussen – spricht mit dem Dienstkonto der Stadt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from dresden_senioren.models import Benutzer

from .kennwort_erneut import EINGEGEBEN_UM

log = logging.getLogger(__name__)

PFLICHTANGABEN = ["iss", "aud", "sub", "exp", "iat", "nonce"]
UHREN_WEICHEN_AB = 60  # Sekunden
GESCHEITERT = (
    "Die Anmeldung mit dem Dienstkonto hat nicht geklappt. Entweder ist das Dienstkonto hier nicht eingetragen, oder "
    "der Zugang ist abgeschaltet. Die Administration des Sozialamts hilft weiter."
)


class Dienstkonto(OIDCAuthenticationBackend):
    def authenticate(self, request, **kwargs):
        if "nonce" not in kwargs:
            return None  # eine Anmeldung mit Kennwort
        try:
            return super().authenticate(request, **kwargs)
        except (SuspiciousOperation, requests.RequestException, jwt.PyJWTError, KeyError, ValueError) as fehler:
            # Ohne den Fehlertext: Er kann Angaben zur Person enthalten.
            log.warning("Die Anmeldung mit dem Dienstkonto ist gescheitert: %s", type(fehler).__name__)
            return None

    def _verify_jws(self, payload, key):
        """Unterschrift, Aussteller, Empfänger und Frist; das Paket selbst prüft nur die Unterschrift."""
        return jwt.decode(
            payload,
            key,
            algorithms=[self.OIDC_RP_SIGN_ALGO],
            audience=self.OIDC_RP_CLIENT_ID,
            issuer=settings.OIDC_ANBIETER,
            leeway=UHREN_WEICHEN_AB,
            options={"require": PFLICHTANGABEN},
        )

    def get_userinfo(self, access_token, id_token, payload):
        return payload

    def verify_claims(self, claims):
        return claims.get("azp", self.OIDC_RP_CLIENT_ID) == self.OIDC_RP_CLIENT_ID

    def filter_users_by_claims(self, claims):
        gefunden = Benutzer.objects.filter(stadtkennung=claims["sub"])
        if not gefunden and claims.get("email") and claims.get("email_verified") is True:
            gefunden = Benutzer.objects.filter(email__iexact=claims["email"], stadtkennung=None)
        return gefunden.filter(is_active=True)

    def update_user(self, user, claims):
        with transaction.atomic():
            Benutzer.objects.filter(pk=user.pk, stadtkennung=None).update(stadtkennung=claims["sub"])
        nachweise = {claims.get("acr"), *_als_liste(claims.get("amr"))}
        user.faktor_beim_dienstkonto = bool(nachweise & set(settings.OIDC_ZWEITER_FAKTOR))
        user.authentifiziert_um = claims.get("auth_time") or 0
        return user


def _als_liste(wert) -> list[str]:
    return [eintrag for eintrag in wert if isinstance(eintrag, str)] if isinstance(wert, list) else []


@method_decorator(login_not_required, name="dispatch")
class BeginnenView(OIDCAuthenticationRequestView):
    def get_extra_params(self, request):
        # Vor Handlungen mit Gewicht soll der Dienst das Kennwort wirklich noch einmal verlangen.
        return {"prompt": "login", "max_age": 0} if "erneut" in request.GET else {}


@method_decorator(login_not_required, name="dispatch")
class ZurueckView(OIDCAuthenticationCallbackView):
    def get(self, request):
        try:
            return super().get(request)
        except SuspiciousOperation:
            return self.login_failure()

    def login_success(self):
        antwort = super().login_success()
        self.request.session[EINGEGEBEN_UM] = self.user.authentifiziert_um
        return antwort

    def login_failure(self):
        messages.error(self.request, GESCHEITERT)
        return redirect("anmelden")
