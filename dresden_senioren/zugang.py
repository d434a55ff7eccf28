"""Zugang zu Seiten: erst verweigern, dann erlauben."""

from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from .rollen import Recht


class ZugangMixin:
    """Jede Seite nennt ihr Recht. Fehlt es der Person: 403. Fremde Zeilen: 404 über `sichtbar_fuer`."""

    recht: Recht | None = None

    def dispatch(self, request, *args, **kwargs):
        if self.recht is None:
            raise ImproperlyConfigured(f"{type(self).__name__} nennt kein Recht.")
        if not request.user.darf(self.recht):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
