"""Seiten des Rahmens: Hilfe, Barrierefreiheit, Protokoll, Fehlerseiten."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.generic import ListView, TemplateView

from .models import Protokolleintrag
from .rollen import ROLLEN, Recht
from .zugang import ZugangMixin


@method_decorator(login_not_required, name="dispatch")
class HilfeView(TemplateView):
    template_name = "hilfe.html"
    extra_context = {"rollen": ROLLEN.values()}

    def get_context_data(self, **kwargs):
        person = self.request.user  # auch niemand: die Hilfe steht vor der Anmeldung offen
        darf_regeln = person.is_authenticated and person.darf(Recht.LIEFERUNGEN_VERWALTEN)
        return super().get_context_data(darf_regeln=darf_regeln, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class BarrierefreiheitView(TemplateView):
    template_name = "barrierefreiheit.html"


class ProtokollView(ZugangMixin, ListView):
    recht = Recht.PROTOKOLL_LESEN
    queryset = Protokolleintrag.objects.all()
    template_name = "protokoll.html"
    context_object_name = "eintraege"
    paginate_by = 50


FEHLER = {
    400: ("Diese Anfrage ist unverständlich", "Gehen Sie zurück und versuchen Sie es noch einmal."),
    403: (
        "Dafür fehlt Ihnen die Berechtigung",
        "Ihre Rolle umfasst diese Seite nicht. Näheres sagt die Hilfe.",
    ),
    404: ("Diese Seite gibt es nicht", "Die Adresse ist falsch, oder der Eintrag gehört nicht zu Ihrem Bereich."),
    500: (
        "Das hat nicht funktioniert",
        "Der Fehler liegt bei uns; nichts ist halb gespeichert. Bitte noch einmal.",
    ),
}


def fehlerseite(status: int):
    """Fehlerseite als Handler: sagt, was ist und was zu tun ist, ohne Technisches zu verraten."""
    titel, abhilfe = FEHLER[status]

    def seite(request, exception=None):
        vorlage = "fehler_ohne_rahmen.html" if status == 500 else "fehler.html"
        return render(request, vorlage, {"titel": titel, "abhilfe": abhilfe, "status": status}, status=status)

    return seite


def formular_veraltet(request, reason=""):
    """Statt Djangos englischer Seite, wenn der Sicherheitsabgleich eines Formulars scheitert (CSRF)."""
    angaben = {
        "titel": "Das Formular ist veraltet",
        "abhilfe": "Es wurde nichts gespeichert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal.",
        "status": 403,
    }
    return render(request, "fehler.html", angaben, status=403)
