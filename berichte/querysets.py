"""Wer welche Berichte sieht."""

from django.db import models

from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht


class BerichtsakteQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer: Benutzer):
        """Mit BERICHTE_FUEHREN alle; mit BERICHTE_DES_BEREICHS die der eigenen Planungsbereiche; sonst keine.
        Verworfene sieht niemand."""
        if benutzer.darf(Recht.BERICHTE_FUEHREN):
            return self.nicht_verworfen()
        if benutzer.darf(Recht.BERICHTE_DES_BEREICHS):
            return self.nicht_verworfen().filter(planungsbereich__in=benutzer.planungsbereiche.all())
        return self.none()

    def nicht_verworfen(self):
        return self.filter(verworfen_am=None)


class BerichtsauftragQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer: Benutzer):
        """Nur die eigenen, und nur solange der Bericht selbst noch zu sehen ist: Jede Datei nennt, wer sie abgerufen
        hat."""
        akten = self.model._meta.get_field("akte").related_model.objects.sichtbar_fuer(benutzer)
        return self.filter(angefordert_von=benutzer, akte__in=akten)

    def ohne_datei(self):
        """Für Seiten, die nur den Stand zeigen."""
        return self.defer("inhalt", "festschreibung__inhalt")
