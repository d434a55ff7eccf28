"""Was man über Fachpläne, Maßnahmen und das Sachstandsbuch fragen kann."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils import timezone

from dresden_senioren.rollen import Recht, rollen_mit

from .kern.rundenstand import Antwort
from .teile import vorladen


class FachplanQuerySet(models.QuerySet):
    def neueste_zuerst(self):
        """Nach dem Tag, ab dem sie gelten; ohne Tag galt ein Plan schon immer."""
        return self.order_by(F("gueltig_ab").desc(nulls_last=True), "-pk")

    def aktueller(self, stichtag: date | None = None):
        """Der am Stichtag (ohne Angabe: heute) geltende Plan; gilt noch keiner, der nächste; None ohne Fachplan."""
        return geltender_plan(self.neueste_zuerst(), stichtag)


def geltender_plan(neueste_zuerst, stichtag: date | None = None):
    """Aus schon gelesenen Plänen der geltende; siehe `Fachplan.objects.aktueller()`."""
    plaene, tag = list(neueste_zuerst), stichtag or timezone.localdate()
    geltende = (plan for plan in plaene if plan.gueltig_ab is None or plan.gueltig_ab <= tag)
    return next(geltende, plaene[-1] if plaene else None)


class SachstandsartQuerySet(models.QuerySet):
    def waehlbar(self, *, dazu: int | None = None):
        """Was neu gemeldet werden kann; `dazu`: die bisher geltende Art bleibt wählbar, auch außer Gebrauch."""
        return self.filter(Q(ist_ausser_gebrauch=False) | Q(pk=dazu))


class NotizQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        """Interne nur für die Leitung und die Stellen der Maßnahme."""
        if benutzer.darf(Recht.PLAN_PFLEGEN):
            return self
        if not benutzer.darf(Recht.MASSNAHMEN_LESEN):
            return self.none()
        from .models import Massnahme

        return self.filter(Q(ist_intern=False) | Q(massnahme__in=Massnahme.objects.eigene(benutzer)))

    def fuer_bericht(self):
        return self.filter(ist_intern=False)


class GeltungQuerySet(models.QuerySet):
    def in_kraft(self, stichtag: date | None = None):
        """Was am Stichtag (ohne Angabe: heute) weder außer Kraft gesetzt noch zusammengeführt war."""
        tag = stichtag or timezone.localdate()
        return self.filter(Q(ausser_kraft_seit__isnull=True) | Q(ausser_kraft_seit__gt=tag))

    def ausser_kraft(self):
        """Was heute nicht mehr gilt."""
        return self.filter(ausser_kraft_seit__lte=timezone.localdate())


class ZielQuerySet(GeltungQuerySet):
    def im_plan(self, fachplan):
        return self.filter(handlungsfeld__fachplan=fachplan)

    def in_planfolge(self):
        return self.order_by("handlungsfeld__sortierschluessel", "sortierschluessel", "pk")

    def aufnehmend(self, *, dazu: int | None = None):
        """Wozu eine Maßnahme kommen kann: Ziele ohne Ende; `dazu`: das bisherige bleibt wählbar."""
        return self.filter(Q(ausser_kraft_seit__isnull=True) | Q(pk=dazu))


class MassnahmeQuerySet(GeltungQuerySet):
    _rueckblick: date | None = None  # ein vergangener Tag, auf den geladene Zeilen zurückgesetzt werden
    _teile: tuple[str, ...] = ()  # was mit dem übrigen vorgeladen wird, siehe teile.py

    def _clone(self):
        kopie = super()._clone()
        kopie._rueckblick, kopie._teile = self._rueckblick, self._teile
        return kopie

    def _prefetch_related_objects(self):
        super()._prefetch_related_objects()
        if self._result_cache:
            vorladen(self._result_cache, self._teile, aus=self._db)
        if self._rueckblick:
            from .rueckblick import rueckdatieren

            rueckdatieren(self._result_cache, self._rueckblick)

    def sichtbar_fuer(self, benutzer):
        """Alle Maßnahmen sind für alle Rollen lesbar; ohne Rolle keine."""
        return self if benutzer.darf(Recht.MASSNAHMEN_LESEN) else self.none()

    def eigene(self, benutzer):
        """Die Maßnahmen der eigenen Stellen."""
        if not benutzer.darf(Recht.SACHSTAND_MELDEN):
            return self.none()
        return self.filter(self._gehoert_zu(benutzer) | self._gehoert_zu_vertretenen(benutzer))

    def meldbar_fuer(self, benutzer):
        """Maßnahmen, deren Sachstand die Person melden darf: die der eigenen Stellen, solange sie in Kraft sind."""
        return self.eigene(benutzer).in_kraft()

    def im_plan(self, fachplan):
        return self.filter(ziel__handlungsfeld__fachplan=fachplan)

    def geltend(self, stichtag: date | None = None):
        """Was am Stichtag zählt: die Maßnahmen in Kraft des dann geltenden Fachplans."""
        from .models import Fachplan

        return self.im_plan(Fachplan.objects.aktueller(stichtag)).in_kraft(stichtag)

    def auswaehlbar_fuer(self, benutzer):
        """Maßnahmen, an denen die Person mehrere auf einmal ändern darf: eigene, wer den Plan pflegt alle."""
        return self.in_kraft() if benutzer.darf(Recht.PLAN_PFLEGEN) else self.meldbar_fuer(benutzer)

    def mit_bedienung(self, benutzer):
        """Hängt `ist_meldbar` und `ist_auswaehlbar` an: was die Person an dieser Zeile tun darf."""
        diese, pflegt = {"pk": OuterRef("pk")}, benutzer.darf(Recht.PLAN_PFLEGEN)
        meldbar = Exists(self.model.objects.meldbar_fuer(benutzer).filter(**diese))
        # Wer den Plan nicht pflegt, wählt aus, was er melden darf: dieselbe Frage, einmal zusammengesetzt.
        auswaehlbar = Exists(self.model.objects.auswaehlbar_fuer(benutzer).filter(**diese)) if pflegt else None
        return self.annotate(ist_meldbar=meldbar).annotate(ist_auswaehlbar=auswaehlbar or F("ist_meldbar"))

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

    def mit_meldung(self, stichtag: date | None = None, *, ganzes_buch: bool = False):
        """Was `Massnahme.meldung` braucht, mit einer Abfrage für alle; `ganzes_buch`: auch alle früheren Zeilen."""
        from .models import Sachstandsmeldung

        zeilen = _meldungen(stichtag) if ganzes_buch else Sachstandsmeldung.objects.geltend(stichtag)
        gelesen = zeilen.select_related("sachstandsart", "erfasst_von")
        return self.prefetch_related(Prefetch("meldungen", gelesen, to_attr="gelesene_meldungen"))

    def mit_termin(self, stichtag: date | None = None, *, ganzes_buch: bool = False):
        """Was `Massnahme.meldung` und `Massnahme.terminbild` brauchen, mit drei Abfragen für alle.

        An einem vergangenen Stichtag stehen auch die übrigen Angaben, wie sie an ihm standen (siehe rueckblick.py).
        """
        from .models import Terminuebersteuerung

        gesetzt = Terminuebersteuerung.objects.geltend(stichtag).select_related("von")
        uebersteuerungen = Prefetch("terminuebersteuerungen", gesetzt, to_attr="geltende_uebersteuerungen")
        ergebnis = self.mit_meldung(stichtag, ganzes_buch=ganzes_buch).prefetch_related(uebersteuerungen)
        ergebnis._teile = (*self._teile, "phasen")
        ergebnis._rueckblick = stichtag if stichtag and stichtag < timezone.localdate() else None
        return ergebnis

    def mit_uhren(self, stichtag: date | None = None):
        """Die zwei Uhren aus dem Sachstandsbuch, je der Tag, ab dem die Zeile gilt.

        `buch_geaendert`: die letzte Zeile, die mehr ist als eine Bestätigung. `zuletzt_bestaetigt`: die letzte, die
        ein Mensch geschrieben hat; Einlesen und Rechnen stellen diese Uhr nie.
        """
        zeilen = _meldungen(stichtag).filter(massnahme=OuterRef("pk")).values("gueltig_ab")
        return self.annotate(
            buch_geaendert=Subquery(zeilen.filter(ist_bestaetigung=False)[:1]),
            zuletzt_bestaetigt=Subquery(zeilen.filter(erfasst_von__isnull=False)[:1]),
        )

    def als_zeilen(self, stichtag: date | None = None, *, ganzes_buch: bool = False):
        """Alles für eine Zeile der Tabelle, mit fester Zahl von Abfragen; siehe `mit_meldung()`."""
        tabelle = self.in_tabellenfolge().mit_uhren(stichtag).mit_termin(stichtag, ganzes_buch=ganzes_buch)
        tabelle._teile += ("schritte",)
        return tabelle

    def mit_angaben(self, stichtag: date | None = None, *, ganzes_buch: bool = False):
        """Eine Zeile der Tabelle und dazu die beteiligten Stellen."""
        from .models import Beteiligung

        beteiligungen = Prefetch("beteiligungen", Beteiligung.objects.select_related("stelle"))
        return self.als_zeilen(stichtag, ganzes_buch=ganzes_buch).prefetch_related(beteiligungen)

    def fuer_seite(self, benutzer, stichtag: date | None = None):
        """Alles für die Seite einer Maßnahme, mit dem ganzen Sachstandsbuch und dem, was die Person darf."""
        verbunden = ("vorgaenger__ziel__handlungsfeld__fachplan", "zusammengefuehrt_mit")
        seite = self.mit_angaben(stichtag, ganzes_buch=True).mit_bedienung(benutzer).select_related(*verbunden)
        return seite.prefetch_related("haushaltsbetraege", "verweise")

    def mit_berichtsnotizen(self, stichtag: date):
        """Hängt `berichtsnotizen` an: was bis zum Stichtag für den Bericht vermerkt wurde, Ältestes zuerst."""
        from .models import Notiz

        notizen = Notiz.objects.fuer_bericht().filter(am__date__lte=stichtag).order_by("am", "pk")
        return self.prefetch_related(Prefetch("notizen", notizen, to_attr="berichtsnotizen"))

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


class TerminuebersteuerungQuerySet(models.QuerySet):
    def geltend(self, stichtag: date | None = None):
        """Je Maßnahme die eine Zeile, die am Ende des Stichtags (ohne Angabe: jetzt) gilt."""
        zeilen = self.model.objects.filter(massnahme=OuterRef("massnahme")).order_by("-pk")
        if stichtag:
            zeilen = zeilen.filter(am__lt=tagesende(stichtag))
        return self.filter(pk=Subquery(zeilen.values("pk")[:1]))

    def update(self, **kwargs):
        raise TypeError("Übersteuerungen werden nur ergänzt, nie geändert.")

    def delete(self):
        raise TypeError("Übersteuerungen werden nur ergänzt, nie gelöscht.")


def tagesbeginn(tag: date) -> datetime:
    return timezone.make_aware(datetime.combine(tag, time()))


def tagesende(tag: date) -> datetime:
    """Der erste Augenblick nach dem Tag."""
    return tagesbeginn(tag + timedelta(days=1))


def _meldungen(stichtag: date | None):
    from .models import Sachstandsmeldung

    meldungen = Sachstandsmeldung.objects.order_by("-gueltig_ab", "-pk")
    return meldungen.filter(gueltig_ab__lte=stichtag) if stichtag else meldungen
