"""Was man über Maßnahmen und das Sachstandsbuch fragen kann."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Subquery

from dresden_senioren.rollen import Recht


class MassnahmeQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        """Alle Maßnahmen sind für alle Rollen lesbar; ohne Rolle keine."""
        return self if benutzer.darf(Recht.MASSNAHMEN_LESEN) else self.none()

    def meldbar_fuer(self, benutzer):
        """Maßnahmen, deren Sachstand die Person melden darf: die der eigenen Stellen."""
        if not benutzer.darf(Recht.SACHSTAND_MELDEN):
            return self.none()
        return self.filter(stellen__benutzer=benutzer).distinct()

    def mit_sachstand(self, stichtag: date | None = None):
        """Hängt `meldung_id` an: die am Stichtag (ohne Angabe: jetzt) geltende Zeile des Sachstandsbuchs."""
        from .models import Sachstandsmeldung

        meldungen = Sachstandsmeldung.objects.filter(massnahme=OuterRef("pk"))
        if stichtag:
            meldungen = meldungen.filter(gueltig_ab__lte=stichtag)
        return self.annotate(meldung_id=Subquery(meldungen.order_by("-gueltig_ab", "-pk").values("pk")[:1]))


class SachstandsmeldungQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Das Sachstandsbuch wird nur ergänzt, nie geändert.")

    def delete(self):
        raise TypeError("Das Sachstandsbuch wird nur ergänzt, nie gelöscht.")
