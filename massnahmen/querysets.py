"""Was man über Maßnahmen und das Sachstandsbuch fragen kann."""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils import timezone

from dresden_senioren.rollen import Recht, rollen_mit

from .kern.rundenstand import Antwort


class MassnahmeQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        """Alle Maßnahmen sind für alle Rollen lesbar; ohne Rolle keine."""
        return self if benutzer.darf(Recht.MASSNAHMEN_LESEN) else self.none()

    def meldbar_fuer(self, benutzer):
        """Maßnahmen, deren Sachstand die Person melden darf: die der eigenen Stellen."""
        if not benutzer.darf(Recht.SACHSTAND_MELDEN):
            return self.none()
        return self.filter(self._gehoert_zu(benutzer) | self._gehoert_zu_vertretenen(benutzer))

    def _gehoert_zu(self, benutzer):
        return Exists(self.model.stellen.through.objects.filter(massnahme=OuterRef("pk"), stelle__benutzer=benutzer))

    def _gehoert_zu_vertretenen(self, benutzer):
        """Die der Abwesenden, die die Person heute vertritt, soweit diese selbst melden dürfen."""
        from .models import Stellvertretung

        rollen = rollen_mit(Recht.SACHSTAND_MELDEN)
        vertretene = Stellvertretung.objects.am(timezone.localdate()).filter(
            vertretung=benutzer, abwesend__rolle__in=rollen
        )
        beteiligt = self.model.stellen.through.objects.filter(massnahme=OuterRef("pk"))
        return Exists(beteiligt.filter(stelle__benutzer__in=vertretene.values("abwesend")))

    def mit_antwort(self):
        """Hängt `antwort_wert` an: beantwortet, bestaetigt oder offen in der offenen Runde der Maßnahme."""
        from .models import Sachstandsmeldung

        in_runde = Sachstandsmeldung.objects.filter(massnahme=OuterRef("pk"), runde__ist_offen=True)
        return self.annotate(
            antwort_wert=Case(
                When(Exists(in_runde.filter(ist_bestaetigung=False)), then=Value(Antwort.BEANTWORTET.value)),
                When(Exists(in_runde), then=Value(Antwort.BESTAETIGT.value)),
                default=Value(Antwort.OFFEN.value),
            )
        )

    def mit_bestaetigung(self):
        """Hängt `bestaetigt_am` an: wann zuletzt ein Mensch gemeldet oder bestätigt hat (None: noch nie)."""
        from .models import Sachstandsmeldung

        von_menschen = Sachstandsmeldung.objects.filter(massnahme=OuterRef("pk"), erfasst_von__isnull=False)
        return self.annotate(bestaetigt_am=Subquery(von_menschen.order_by("-erfasst_am").values("erfasst_am")[:1]))

    def in_tabellenfolge(self):
        """Die Folge der Papiertabelle: Handlungsfeld, Ziel, Nr. (6.1.2. steht dort unter Ziel 6.2)."""
        return self.select_related("ziel__handlungsfeld").order_by(
            "ziel__handlungsfeld__fachplan",
            "ziel__handlungsfeld__sortierschluessel",
            "ziel__sortierschluessel",
            "sortierschluessel",
            "pk",
        )

    def mit_sachstand(self, stichtag: date | None = None):
        """Hängt `meldung_id` an: die am Stichtag (ohne Angabe: jetzt) geltende Zeile des Sachstandsbuchs."""
        return self.annotate(
            meldung_id=Subquery(_meldungen(stichtag).filter(massnahme=OuterRef("pk")).values("pk")[:1])
        )

    def mit_termin(self, stichtag: date | None = None):
        """Was `Massnahme.meldung` und `Massnahme.terminbild` brauchen, mit zwei Abfragen für alle."""
        from .models import Sachstandsmeldung

        geltend = Sachstandsmeldung.objects.geltend(stichtag).select_related("sachstandsart", "erfasst_von")
        return self.prefetch_related("phasen", Prefetch("meldungen", geltend, to_attr="geltende_meldungen"))

    def mit_angaben(self, stichtag: date | None = None):
        """Alles für eine Zeile der Tabelle, mit fester Zahl von Abfragen."""
        from .models import Beteiligung

        beteiligungen = Prefetch("beteiligungen", Beteiligung.objects.select_related("stelle"))
        return self.in_tabellenfolge().mit_termin(stichtag).prefetch_related("schritte", beteiligungen)

    def mit_sachstandsart(self, art, stichtag: date | None = None):
        from .models import Sachstandsmeldung

        return self.filter(meldungen__in=Sachstandsmeldung.objects.geltend(stichtag).filter(sachstandsart=art))

    def mit_text(self, text: str):
        """Jedes Wort kommt irgendwo in der Zeile vor, gleich ob groß oder klein."""
        from .models import Umsetzungsschritt

        treffer = self
        for wort in text.split():
            im_schritt = Umsetzungsschritt.objects.filter(massnahme=OuterRef("pk"), text__icontains=wort)
            treffer = treffer.filter(
                Q(nr__startswith=wort)
                | Q(beschreibung__icontains=wort)
                | Q(verantwortung_wortlaut__icontains=wort)
                | Exists(im_schritt)
            )
        return treffer


class SachstandsmeldungQuerySet(models.QuerySet):
    def geltend(self, stichtag: date | None = None):
        """Je Maßnahme die eine Zeile, die am Stichtag (ohne Angabe: jetzt) gilt."""
        juengste = _meldungen(stichtag).filter(massnahme=OuterRef("massnahme")).values("pk")[:1]
        return self.filter(pk=Subquery(juengste))

    def update(self, **kwargs):
        raise TypeError("Das Sachstandsbuch wird nur ergänzt, nie geändert.")

    def delete(self):
        raise TypeError("Das Sachstandsbuch wird nur ergänzt, nie gelöscht.")

    def bulk_create(self, objs, *args, **kwargs):
        if kwargs.get("update_conflicts"):
            raise TypeError("Das Sachstandsbuch wird nur ergänzt, nie geändert.")
        return super().bulk_create(objs, *args, **kwargs)


def _meldungen(stichtag: date | None):
    from .models import Sachstandsmeldung

    meldungen = Sachstandsmeldung.objects.order_by("-gueltig_ab", "-pk")
    return meldungen.filter(gueltig_ab__lte=stichtag) if stichtag else meldungen
