"""Wer welche Berichte sieht."""

from django.db import models

from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht


class BerichtsakteQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer: Benutzer):
        """Mit BERICHTE_FUEHREN alle; mit BERICHTE_DES_BEREICHS die der eigenen Planungsbereiche; sonst keine."""
        if benutzer.darf(Recht.BERICHTE_FUEHREN):
            return self
        if benutzer.darf(Recht.BERICHTE_DES_BEREICHS):
            return self.filter(planungsbereich__in=benutzer.planungsbereiche.all())
        return self.none()
