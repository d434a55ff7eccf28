"""Was jede Anfrage einer angemeldeten Person passieren muss: Grenzen der Sitzung, zweiter Faktor."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from . import faktor

ANGEMELDET_UM, ERNEUERT_UM = "angemeldet_um", "erneuert_um"  # in der Sitzung, Sekunden seit 1970
# Was ohne zweiten Faktor geht, außer den Seiten, die niemanden verlangen: ihn prüfen oder einrichten, und gehen.
OHNE_FAKTOR = {"zweiter_faktor", "zweiter_faktor_einrichten", "abmelden"}
ERNEUERN_NACH = 60  # Sekunden; so schreibt nicht jede Anfrage in die Datenbank


def sitzungsgrenzen(get_response):
    """Die Sitzung endet nach Ruhe, und spätestens nach `SITZUNG_HOECHSTENS` Sekunden, gleich wie viel geschieht.

    Die Frist steht an der gespeicherten Sitzung selbst: Ist sie um, gibt es sie nicht mehr, auf keinem Server.
    """

    def middleware(request):
        if request.user.is_authenticated:
            _verlaengern(request.session)
        return get_response(request)

    return middleware


@receiver(user_logged_in)
def _beginnen(sender, request, **kwargs):
    request.session[ANGEMELDET_UM] = timezone.now().timestamp()
    request.session.pop(ERNEUERT_UM, None)
    _verlaengern(request.session)


def _verlaengern(sitzung) -> None:
    jetzt = timezone.now().timestamp()
    if jetzt - sitzung.get(ERNEUERT_UM, 0) >= ERNEUERN_NACH:
        sitzung[ERNEUERT_UM] = jetzt
        ende = min(jetzt + settings.SITZUNG_RUHE, sitzung.get(ANGEMELDET_UM, 0) + settings.SITZUNG_HOECHSTENS)
        # Ein Zeitpunkt, keine Dauer: Sonst verlängerte jedes weitere Speichern die Sitzung.
        sitzung.set_expiry(datetime.fromtimestamp(ende, tz=UTC))


class FaktorSchranke:
    """Solange der zweite Faktor offen ist, führt alles zu ihm. Was nicht ausdrücklich frei ist, ist zu."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.user.is_authenticated or faktor.ist_erfuellt(request):
            return None
        if not getattr(view_func, "login_required", True) or request.resolver_match.view_name in OHNE_FAKTOR:
            return None
        zurueck = request.get_full_path() if request.method == "GET" else reverse("start")
        return redirect_to_login(zurueck, reverse("zweiter_faktor"))
