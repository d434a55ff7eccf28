"""Seiten des Rahmens: Hilfe, Protokoll."""

from django.contrib.auth.decorators import login_not_required
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


class ProtokollView(ZugangMixin, ListView):
    recht = Recht.PROTOKOLL_LESEN
    queryset = Protokolleintrag.objects.all()
    template_name = "protokoll.html"
    context_object_name = "eintraege"
    paginate_by = 50
