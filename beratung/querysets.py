"""Was man über Stammdaten, Lieferungen und den Würfel fragen kann."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from dresden_senioren.kern.zeitraum import Zeitraum
from dresden_senioren.rollen import Recht

from .kern.zaehlung import Ebene


def gilt(von: date, bis: date) -> Q:
    """Was datiert ist und irgendwann von … bis einschließlich … gilt."""
    beginnt = Q(gueltig_von=None) | Q(gueltig_von__lte=bis)
    return beginnt & (Q(gueltig_bis=None) | Q(gueltig_bis__gte=von))


class SchluesselManager(models.Manager):
    """Findet Stammdaten über ihren fachlichen Schlüssel wieder (loaddata)."""

    def get_by_natural_key(self, *werte):
        return self.get(**dict(zip(self.model.fachlicher_schluessel, werte, strict=True)))


class ZuordnungsprofilQuerySet(models.QuerySet):
    def neueste(self):
        """Von jedem Profil die höchste nicht zurückgezogene Version; das Standardformat zuerst."""
        gleiche = self.model.objects.filter(name=OuterRef("name"), zurueckgezogen_am=None)
        hoechste = gleiche.order_by("-version").values("pk")[:1]
        return self.filter(pk=Subquery(hoechste)).order_by("ist_annahme", "name")


class PlanungsbereichQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        """Koordination sieht die eigenen Bereiche, Leitung alle."""
        if benutzer.darf(Recht.AUSWERTUNG_ALLER_BEREICHE):
            return self
        return self.filter(koordination=benutzer) if benutzer.darf(Recht.AUSWERTUNG_STADT) else self.none()

    def mit_unbestaetigten(self):
        """Hängt `unbestaetigt` an: wie viele Stadtteile ohne amtliche Bestätigung dazugehören."""
        offene = models.Q(zuordnungen__ist_bestaetigt=False)
        return self.annotate(unbestaetigt=models.Count("zuordnungen", filter=offene, distinct=True))


class LieferungQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        return self if benutzer.darf(Recht.LIEFERUNGEN_VERWALTEN) else self.none()

    def wartend(self):
        """Geprüft, aber weder übernommen noch verworfen."""
        return self.filter(status="geprueft")


class EingangQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        """Das Amt arbeitet zusammen: wer Lieferungen verwaltet, sieht jeden Eingang."""
        return self if benutzer.darf(Recht.LIEFERUNGEN_VERWALTEN) else self.none()

    def offen(self):
        """Noch nicht Lieferung geworden, auch Abgelehntes, bis es jemand gesehen und weggeräumt hat."""
        return self.exclude(zustand="fertig")


class MonatswertQuerySet(models.QuerySet):
    """Der Würfel. Zählungen aus Fällen und Leistungen sind vollständig: fehlt eine Zelle, obwohl die Zelle der ganzen
    Stadt (ebene=stadt, ohne Merkmal) für Quelle, Monat und Zähleinheit da ist, heißt das 0. Fehlt auch die, ist der
    Monat nicht gemeldet. Bei gelieferten Summen heißt eine fehlende Zelle immer: nicht gemeldet."""

    def im_zeitraum(self, zeitraum: Zeitraum):
        return self.filter(monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster)

    def der_stadt(self):
        return self.filter(ebene=Ebene.STADT, gebiet="")

    def im_gebiet(self, ebene: Ebene, gebiet: str):
        return self.filter(ebene=ebene, gebiet=gebiet)

    def gesamtzahlen(self):
        """Nur die Zellen ohne Aufteilung."""
        return self.filter(merkmal="")
