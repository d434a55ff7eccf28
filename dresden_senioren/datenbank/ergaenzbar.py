"""Zeilen, die nur ergänzt werden: was einmal festgehalten ist, ändert und löscht niemand mehr."""

from django.db import models
from simple_history.models import HistoricalChanges

_NIE = "Das wird nur ergänzt, nie geändert oder gelöscht."


class NurErgaenztQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError(_NIE)

    def delete(self):
        raise TypeError(_NIE)

    def bulk_create(self, objs, *args, **kwargs):
        if kwargs.get("update_conflicts"):
            raise TypeError(_NIE)
        return super().bulk_create(objs, *args, **kwargs)


class NurErgaenzt(models.Model):
    # Der Eintrag steht, ehe etwas geschieht; misslingt es, darf er wieder fort (post.py). In PostgreSQL braucht die
    # Rolle der Anwendung dafür das Recht zu löschen.
    ist_vorweggenommen = False

    objects = NurErgaenztQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError(_NIE)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(_NIE)


def wird_nur_ergaenzt(modell: type[models.Model]) -> bool:
    """Ob die Rolle der Anwendung in dieser Tabelle nichts ändern und löschen darf: Wo es schon das Programm verweigert,
    und die Fassungen der Feldgeschichte."""
    return modell.delete is not models.Model.delete or issubclass(modell, HistoricalChanges)
