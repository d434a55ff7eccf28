"""„Kennwort erneut eingeben“ vor Handlungen mit Gewicht: gilt danach 15 Minuten in dieser Sitzung."""

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from .formulare import KennwortErneutForm

GILT_SEKUNDEN = 15 * 60
EINGEGEBEN_UM = "kennwort_um"  # in der Sitzung, Sekunden seit 1970
EIGENE_FELDER = {"csrfmiddlewaretoken", "kennwort_erneut", "kennwort_nur_ansehen"}


def kennwort_eingegeben(session) -> None:
    session[EINGEGEBEN_UM] = timezone.now().timestamp()


def ist_frisch(session) -> bool:
    return timezone.now().timestamp() - session.get(EINGEGEBEN_UM, 0) < GILT_SEKUNDEN


@receiver(user_logged_in)
def _bei_der_anmeldung(sender, request, **kwargs):
    kennwort_eingegeben(request.session)


class KennwortErneutMixin:
    """Rechts vom ZugangMixin: erst das Recht, dann das Kennwort.

    Gefragt wird unter derselben Adresse. Was schon ausgefüllt ist, reist als verborgene Felder mit und wird nach dem
    richtigen Kennwort gespeichert, als wäre nicht gefragt worden. Hochgeladene Dateien reisen nicht mit.
    """

    # Bei welchen Methoden gefragt wird. Eine Grundklasse setzt () und lässt ihre Unterklassen wählen.
    kennwort_bei = ("GET", "POST")

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        reihenfolge = cls.__mro__
        if View in reihenfolge and reihenfolge.index(View) < reihenfolge.index(KennwortErneutMixin):
            raise TypeError(f"{cls.__name__} fragte nie nach dem Kennwort: KennwortErneutMixin gehört links von View.")

    def kennwort_noetig(self) -> bool:
        """Überschreiben, wo nur manche Angaben Gewicht haben."""
        return self.request.method in self.kennwort_bei

    def dispatch(self, request, *args, **kwargs):
        nur_ansehen = "kennwort_nur_ansehen" in request.POST
        if settings.KENNWORT_ERNEUT and (nur_ansehen or self.kennwort_noetig()):
            if not ist_frisch(request.session):
                form = KennwortErneutForm(request, data=request.POST if "kennwort_erneut" in request.POST else None)
                if not form.is_valid():
                    return kennwortseite(request, form)
                kennwort_eingegeben(request.session)
            if nur_ansehen:
                return redirect(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)


def mitgereiste(request) -> list[tuple[str, str]]:
    """Was ausgefüllt war, ehe nach dem Kennwort gefragt wurde; nie das Kennwort."""
    return [(name, wert) for name, werte in request.POST.lists() if name not in EIGENE_FELDER for wert in werte]


def kennwortseite(request, form: KennwortErneutForm):
    angaben = {
        "form": form,
        "mitgereist": mitgereiste(request),
        "nur_ansehen": request.method == "GET" or "kennwort_nur_ansehen" in request.POST,
        "mit_dienstkonto": settings.OIDC_ANBIETER and not request.user.has_usable_password(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "anmeldung/kennwort_erneut.html", angaben, status=status)
