"""Abmelden und das Protokoll."""

from django.contrib.auth.views import LogoutView
from django.views.generic import ListView

from .models import Protokolleintrag
from .rollen import Recht
from .zugang import ZugangMixin


class AbmeldenView(LogoutView):
    """Auch was der Browser sich gemerkt hat (angefangene Texte), ist nach dem Abmelden weg."""

    def post(self, request, *args, **kwargs):
        antwort = super().post(request, *args, **kwargs)
        antwort.headers["Clear-Site-Data"] = '"storage"'
        return antwort


class ProtokollView(ZugangMixin, ListView):
    recht = Recht.PROTOKOLL_LESEN
    queryset = Protokolleintrag.objects.all()
    template_name = "protokoll.html"
    context_object_name = "eintraege"
    paginate_by = 50
