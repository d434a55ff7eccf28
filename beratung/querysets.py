"""Was man über Gebiete, Lieferungen und den Würfel fragen kann."""

from django.db import models

from dresden_senioren.kern.zeitraum import Zeitraum
from dresden_senioren.rollen import Recht

from .kern.zaehlung import Ebene


class PlanungsbereichQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        """Koordination sieht die eigenen Bereiche, Leitung alle."""
        if benutzer.darf(Recht.BERICHTE_INTERN):
            return self
        return self.filter(koordination=benutzer) if benutzer.darf(Recht.AUSWERTUNG_STADT) else self.none()


class LieferungQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        return self if benutzer.darf(Recht.LIEFERUNGEN_VERWALTEN) else self.none()


class MonatswertQuerySet(models.QuerySet):
    def im_zeitraum(self, zeitraum: Zeitraum):
        return self.filter(monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster)

    def der_stadt(self):
        return self.filter(ebene=Ebene.STADT, gebiet="")
