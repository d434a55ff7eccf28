"""Was sich pflegen lässt, als Daten: Modell, Formular, Recht, Wörter. Adressen und Seiten entstehen daraus."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dresden_senioren.datenbank.geschichte import hat_geschichte
from dresden_senioren.formulare import PflegeForm
from dresden_senioren.kern.aenderungen import Wechsel
from dresden_senioren.models import Benutzer
from dresden_senioren.pflegeseiten import BEARBEITEN, LOESCHEN, NEU
from dresden_senioren.rollen import Recht
from massnahmen.models import (
    Beteiligung,
    Fachplan,
    Handlungsfeld,
    Haushaltsbetrag,
    Kennzahlbezug,
    Massnahme,
    Notiz,
    Phase,
    Sachstandsart,
    Stelle,
    Stellenalias,
    Umsetzungsschritt,
    Verweis,
    Ziel,
)
from massnahmen.sachstand import feldgeschichte

from . import pflegedienste
from . import pflegeformulare as formulare

ALLE = (NEU, BEARBEITEN, LOESCHEN)


@dataclass(frozen=True)
class Gegenstand:
    """`eltern`: Feld, dessen Wert die Adresse von „neu“ nennt. `eigene`: was die verantwortliche Stelle auch darf.

    `abhilfe`: was statt Löschen hilft, wenn etwas daran hängt. `verfasser`: Feld mit der Person, die ohne das Recht
    nur ihre eigenen Zeilen ändert.
    """

    schluessel: str
    modell: type[models.Model]
    form: type[PflegeForm]
    recht: Recht
    neu: str
    zurueck: Callable[[models.Model], str]
    eltern: str = ""
    aktionen: tuple[str, ...] = ALLE
    eigene: tuple[str, ...] = ()
    eigene_form: type[PflegeForm] | None = None
    abhilfe: str = ""
    verfasser: str = ""

    @property
    def elternmodell(self) -> type[models.Model]:
        return self.modell._meta.get_field(self.eltern).related_model

    @property
    def name(self) -> str:
        return self.modell._meta.verbose_name

    def darf(self, benutzer: Benutzer, aktion: str) -> bool:
        return benutzer.darf(self.recht) or (aktion in self.eigene and benutzer.darf(Recht.SACHSTAND_MELDEN))

    def nur_eigene(self, benutzer: Benutzer) -> bool:
        return not benutzer.darf(self.recht)

    def zeilen(self, benutzer: Benutzer) -> models.QuerySet:
        """Was die Person ändern darf; alles Übrige ist für sie nicht da (404)."""
        alle = self.modell._default_manager.all()
        if not self.nur_eigene(benutzer):
            return alle
        eigene = alle.filter(massnahme__in=Massnahme.objects.meldbar_fuer(benutzer))
        return eigene.filter(**{self.verfasser: benutzer}) if self.verfasser else eigene

    def elternzeilen(self, benutzer: Benutzer) -> models.QuerySet:
        if self.nur_eigene(benutzer):
            return Massnahme.objects.meldbar_fuer(benutzer)
        alle = self.elternmodell._default_manager.all()
        return alle.aufnehmend() if self.elternmodell is Ziel else alle

    def herkunft(self, zeile: models.Model) -> str:
        """Wie die Seite heißt, zu der `zurueck` führt."""
        massnahme = zeile if isinstance(zeile, Massnahme) else getattr(zeile, "massnahme", None)
        if massnahme and massnahme.pk:
            return massnahme.nr
        return {Stelle: "Stellen", Stellenalias: "Stellen", Sachstandsart: "Sachstandsarten"}.get(
            self.modell, "Planpflege"
        )

    def darueber(self, zeile: models.Model) -> tuple[str, str] | None:
        massnahme = zeile if isinstance(zeile, Massnahme) else getattr(zeile, "massnahme", None)
        return (reverse("massnahmen:liste"), "Maßnahmen") if massnahme and massnahme.pk else None

    def neue_zeile(self, benutzer: Benutzer, zu: int | None) -> models.Model:
        zeile = self.modell()
        if self.eltern:
            setattr(zeile, self.eltern, get_object_or_404(self.elternzeilen(benutzer), pk=zu))
        if self.verfasser:
            setattr(zeile, self.verfasser, benutzer)
        return zeile

    def form_fuer(self, benutzer: Benutzer, zeile: models.Model) -> type[PflegeForm]:
        return self.eigene_form if self.eigene_form and self.nur_eigene(benutzer) else self.form

    def verlauf(self, zeile: models.Model) -> list[Wechsel]:
        return feldgeschichte.verlauf(zeile) if hat_geschichte(zeile) else []

    def sichern(self, *, zeile: models.Model, grundlage: int | None, von: Benutzer) -> models.Model:
        return pflegedienste.speichern(zeile=zeile, grundlage=grundlage, von=von)

    def entfernen(self, *, zeile: models.Model, von: Benutzer) -> None:
        pflegedienste.loeschen(zeile=zeile, von=von)


def _zur_massnahme(zeile) -> str:
    massnahme = zeile if isinstance(zeile, Massnahme) else zeile.massnahme
    if massnahme.pk is None:
        return _zum_plan(massnahme)
    anker = {Umsetzungsschritt: "#schritte", Massnahme: ""}.get(type(zeile), "#angaben")
    if isinstance(zeile, Haushaltsbetrag | Verweis | Kennzahlbezug | Notiz):
        anker = "#weiteres"
    return reverse("massnahmen:detail", args=[massnahme.pk]) + anker


def _zum_plan(zeile) -> str:
    match zeile:
        case Fachplan():
            plan = zeile.pk
        case Handlungsfeld():
            plan = zeile.fachplan_id
        case Ziel():
            plan = zeile.handlungsfeld.fachplan_id
        case _:
            plan = zeile.ziel.handlungsfeld.fachplan_id
    return f"{reverse('massnahmen:pflege')}?plan={plan}"


def _zu_den_stellen(zeile) -> str:
    return reverse("massnahmen:stelle_liste")


_TEIL = {"recht": Recht.PLAN_PFLEGEN, "zurueck": _zur_massnahme, "eltern": "massnahme"}
_PLAN = {"recht": Recht.PLAN_PFLEGEN, "zurueck": _zum_plan}

GEGENSTAENDE = (
    Gegenstand("fachplan", Fachplan, formulare.FachplanForm, neu="", aktionen=(BEARBEITEN,), **_PLAN),
    Gegenstand(
        "handlungsfeld", Handlungsfeld, formulare.HandlungsfeldForm, neu="Neues Handlungsfeld", eltern="fachplan",
        abhilfe="Verschieben oder löschen Sie zuerst seine Ziele.", **_PLAN,
    ),
    Gegenstand(
        "ziel", Ziel, formulare.ZielForm, neu="Neues Ziel", eltern="handlungsfeld",
        abhilfe="Führen Sie es mit einem anderen zusammen oder setzen Sie es außer Kraft; so bleibt lesbar, was war.",
        **_PLAN,
    ),
    Gegenstand(
        "massnahme", Massnahme, formulare.MassnahmeForm, Recht.PLAN_PFLEGEN, "Neue Maßnahme", _zur_massnahme, "ziel",
        abhilfe="Setzen Sie die Maßnahme außer Kraft; so bleibt lesbar, was war.",
    ),
    Gegenstand(
        "schritt", Umsetzungsschritt, formulare.SchrittForm, neu="Neuer Umsetzungsschritt",
        eigene=(BEARBEITEN,), eigene_form=formulare.EigenerSchrittForm, **_TEIL,
    ),
    Gegenstand("phase", Phase, formulare.PhaseForm, neu="Neue Phase", **_TEIL),
    Gegenstand("beteiligung", Beteiligung, formulare.BeteiligungForm, neu="Neue Beteiligung", **_TEIL),
    Gegenstand("haushaltsbetrag", Haushaltsbetrag, formulare.HaushaltsbetragForm, neu="Neuer Haushaltsbetrag", **_TEIL),
    Gegenstand("verweis", Verweis, formulare.VerweisForm, neu="Neuer Verweis", **_TEIL),
    Gegenstand(
        "kennzahlbezug", Kennzahlbezug, formulare.KennzahlbezugForm, neu="Kennzahl verbinden",
        aktionen=(NEU, LOESCHEN), **_TEIL,
    ),
    Gegenstand(
        "notiz", Notiz, formulare.NotizForm, neu="Neue Notiz", eigene=(NEU, BEARBEITEN), verfasser="von", **_TEIL
    ),
    Gegenstand(
        "stelle", Stelle, formulare.StelleForm, Recht.STELLEN_PFLEGEN, "Neue Stelle", _zu_den_stellen,
        abhilfe="Eine Stelle mit Maßnahmen bleibt. Nehmen Sie sie zuerst bei den Maßnahmen heraus.",
    ),
    Gegenstand(
        "alias", Stellenalias, formulare.AliasForm, Recht.STELLEN_PFLEGEN, "Neue Schreibweise", _zu_den_stellen,
        "stelle",
    ),
    Gegenstand(
        "sachstandsart", Sachstandsart, formulare.SachstandsartForm, Recht.SACHSTANDSARTEN_PFLEGEN,
        "Neue Sachstandsart", lambda zeile: reverse("massnahmen:sachstandsart_liste"),
        abhilfe="Sie wurde schon gemeldet. Nehmen Sie sie außer Gebrauch, dann ist sie nicht mehr wählbar.",
    ),
)  # fmt: skip
