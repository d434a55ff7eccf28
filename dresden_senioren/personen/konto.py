"""„Mein Konto“: was die Anwendung über die angemeldete Person weiß und was sie selbst daran ändern kann."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import ROLLEN, Recht

from . import anzeige
from .dienste import sitzungen_beenden
from .tables import gehoert_zu


class KontoView(TemplateView):
    """Für alle Angemeldeten, auch ohne Rolle."""

    template_name = "personen/konto.html"

    def get_context_data(self, **kwargs):
        person = anzeige.mit_zweitem_faktor(Benutzer.objects.filter(pk=self.request.user.pk)).get()
        eigene = ROLLEN.get(person.rolle)
        return super().get_context_data(
            person=person,
            darf=[recht.worte for recht in Recht if eigene and recht in eigene.rechte],
            gehoert=gehoert_zu(person),
            faktor=anzeige.zweiter_faktor(person),
            sitzungen=anzeige.sitzungen(person),
            **kwargs,
        )


class KontoSitzungenView(View):
    """Nur POST: alle anderen Sitzungen enden, diese bleibt."""

    http_method_names = ["post"]

    def post(self, request):
        sitzungen_beenden(person=request.user, von=request.user)
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        messages.success(request, "Überall sonst sind Sie abgemeldet; auch offene Links für Ihr Kennwort verfallen.")
        return redirect("konto")
