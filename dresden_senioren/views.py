"""Das Protokoll."""

from django.views.generic import ListView

from .models import Protokolleintrag
from .rollen import Recht
from .zugang import ZugangMixin


class ProtokollView(ZugangMixin, ListView):
    recht = Recht.PROTOKOLL_LESEN
    queryset = Protokolleintrag.objects.all()
    template_name = "protokoll.html"
    context_object_name = "eintraege"
    paginate_by = 50
