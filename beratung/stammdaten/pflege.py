"""Was an Stammdaten gepflegt wird, als Daten: Modell, Formulare, Spalten der Liste, Wörter. Adressen und Seiten
entstehen daraus."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from beratung.kern.stammdaten.folge import gueltig_am
from beratung.models import (
    Ausstattung,
    Beratungsstelle,
    Ereignismarke,
    Gebietszuordnung,
    Katalogwert,
    Planungsbereich,
    Stellengebiet,
    Traeger,
)
from dresden_senioren.datenbank.feldgeschichte import verlauf
from dresden_senioren.formulare import PflegeForm
from dresden_senioren.kern.aenderungen import Wechsel
from dresden_senioren.models import Benutzer
from dresden_senioren.pflegeseiten import BEARBEITEN, LOESCHEN, NEU
from dresden_senioren.rollen import Recht

from . import dienste, formulare, spalten
from .geschichte import quelle
from .katalogformular import KatalogwertForm
from .nachschlagen import GERECHNET, MIT_GEBIETEN, kataloge
from .spalten import Spalte

ALLE = (NEU, BEARBEITEN, LOESCHEN)
UNTER_STELLEN, UNTER_BEREICHEN = ("stelle", "Beratungsstellen"), ("planungsbereich", "Planungsbereiche")


@dataclass(frozen=True)
class Gegenstand:
    """`eltern`: Feld, dessen Wert die Adresse von „neu“ nennt. `liste`: Zeilen der Liste, in fester Zahl von Abfragen;
    ohne sie stehen die Zeilen auf der Seite, zu der sie gehören. `detail`: Seite einer Zeile, wo sie mehr zeigt als das
    Formular. `weitere`: Wege neben „neu“ (Wort, Name der Adresse).
    `unter`: Liste (Schlüssel, Name), unter deren Zeilen die Seiten stehen."""

    schluessel: str
    modell: type[Model]
    form: type[PflegeForm]
    neu: str
    zurueck: Callable[[Any], str]
    herkunft: Callable[[Any], str]
    form_bearbeiten: type[PflegeForm] | None = None
    eltern: str = ""
    aktionen: tuple[str, ...] = (NEU, BEARBEITEN)
    abhilfe: str = ""
    titel: str = ""
    einleitung: str = ""
    liste: Callable[[], QuerySet] | None = None
    spalten: tuple[Spalte, ...] = ()
    detail: str = ""
    weitere: tuple[tuple[str, str], ...] = ()
    unter: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        return self.modell._meta.verbose_name

    def darf(self, benutzer: Benutzer, aktion: str) -> bool:
        return benutzer.darf(Recht.STAMMDATEN_PFLEGEN)

    def zeilen(self, benutzer: Benutzer) -> QuerySet:
        return self.modell._default_manager.all()

    def neue_zeile(self, benutzer: Benutzer, zu: Any) -> Model:
        if not self.eltern:
            return self.modell()
        feld = self.modell._meta.get_field(self.eltern)
        if feld.is_relation:
            zu = get_object_or_404(feld.related_model, pk=zu)
        elif zu not in kataloge() or zu in GERECHNET:
            raise Http404
        return self.modell(**{self.eltern: zu})

    def form_fuer(self, benutzer: Benutzer, zeile: Model) -> type[PflegeForm]:
        return self.form_bearbeiten if self.form_bearbeiten and zeile.pk else self.form

    def darueber(self, zeile: Model) -> tuple[str, str] | None:
        if self.unter is None:
            return None
        schluessel, name = self.unter
        adresse = reverse(f"beratung:{schluessel}_liste")
        return None if adresse == self.zurueck(zeile) else (adresse, name)

    def verlauf(self, zeile: Model) -> list[Wechsel]:
        geschichte = quelle(self.modell)
        return verlauf([(geschichte, geschichte.zeilen.filter(id=zeile.pk))])

    def sichern(self, *, zeile: Model, grundlage: int | None, von: Benutzer) -> Model:
        return dienste.speichern(zeile=zeile, grundlage=grundlage, von=von)

    def entfernen(self, *, zeile: Model, von: Benutzer) -> None:
        dienste.loeschen(zeile=zeile, von=von)


def _zur_liste(schluessel: str, name: str, abfrage: Callable[[Any], str] = lambda zeile: "") -> dict:
    return {
        "zurueck": lambda zeile: reverse(f"beratung:{schluessel}_liste") + abfrage(zeile),
        "herkunft": lambda zeile: name,
        "titel": name,
    }


def _zur_stelle(zeile) -> str:
    stelle = zeile if isinstance(zeile, Beratungsstelle) else zeile.beratungsstelle
    if stelle.pk is None:
        return reverse("beratung:stelle_liste")
    return reverse("beratung:stelle_detail", args=[stelle.pk])


def _bereich(zeile) -> Planungsbereich | None:
    """Beim Verschieben der, wo der Stadtteil heute ist."""
    if isinstance(zeile, Planungsbereich):
        return zeile if zeile.pk else None
    if zeile.pk is None:
        zeile = gueltig_am(zeile.geschwister().select_related("planungsbereich"), timezone.localdate())
    return zeile and zeile.planungsbereich


def _zum_bereich(zeile) -> str:
    bereich = _bereich(zeile)
    ort = ("planungsbereich_detail", [bereich.pk]) if bereich else ("planungsbereich_liste", [])
    return reverse(f"beratung:{ort[0]}", args=ort[1])


def _name_des_bereichs(zeile) -> str:
    return str(_bereich(zeile) or "Planungsbereiche")


STAMMDATEN = (
    Gegenstand(
        "stelle", Beratungsstelle, formulare.StelleForm, "Neue Beratungsstelle", _zur_stelle,
        lambda stelle: str(stelle) if stelle.pk else "Beratungsstellen",
        form_bearbeiten=formulare.StelleBearbeitenForm, aktionen=ALLE,
        abhilfe="Schließen Sie sie: Tragen Sie den letzten Tag ein.",
        titel="Beratungsstellen",
        einleitung="Wer Zahlen liefert, wohin die Stelle gehört und womit sie ausgestattet ist. Eine Stelle mit Zahlen "
        "wird geschlossen statt gelöscht.",
        liste=lambda: Beratungsstelle.objects.select_related("traeger").prefetch_related(MIT_GEBIETEN, "ausstattungen"),
        spalten=spalten.STELLE,
        detail="beratung:stelle_detail",
        weitere=(("Ausstattung als Tabelle eintragen", "beratung:ausstattung_tabelle"),),
        unter=UNTER_STELLEN,
    ),
    Gegenstand(
        "stellengebiet", Stellengebiet, formulare.StellengebietForm, "Planungsbereich eintragen", _zur_stelle,
        lambda zeile: str(zeile.beratungsstelle), eltern="beratungsstelle", aktionen=(NEU, LOESCHEN),
        unter=UNTER_STELLEN,
    ),
    Gegenstand(
        "ausstattung", Ausstattung, formulare.AusstattungForm, "Neue Ausstattung", _zur_stelle,
        lambda zeile: str(zeile.beratungsstelle), form_bearbeiten=formulare.AusstattungBearbeitenForm,
        eltern="beratungsstelle", aktionen=ALLE, unter=UNTER_STELLEN,
    ),
    Gegenstand(
        "traeger", Traeger, formulare.TraegerForm, "Neuer Träger", **_zur_liste("traeger", "Träger"),
        aktionen=ALLE, abhilfe="Ordnen Sie seine Beratungsstellen zuerst einem anderen Träger zu.",
        einleitung="Wem die Beratungsstellen gehören und wohin Erinnerungen an Lieferungen gehen. Die Fristen stehen "
        "im Lieferkalender.",
        liste=lambda: Traeger.objects.annotate(anzahl=Count("beratungsstellen")),
        spalten=spalten.TRAEGER,
    ),
    Gegenstand(
        "planungsbereich", Planungsbereich, formulare.PlanungsbereichNeuForm, "Neuer Planungsbereich", _zum_bereich,
        _name_des_bereichs,
        form_bearbeiten=formulare.PlanungsbereichForm, aktionen=ALLE,
        abhilfe="Verschieben Sie seine Stadtteile und Beratungsstellen; was gezählt ist, bleibt unter seinem Namen.",
        titel="Planungsbereiche",
        einleitung="Welche Stadtteile wann dazugehören und wer sie koordiniert.",
        liste=lambda: Planungsbereich.objects.prefetch_related("zuordnungen", "koordination"),
        spalten=spalten.PLANUNGSBEREICH,
        detail="beratung:planungsbereich_detail",
        unter=UNTER_BEREICHEN,
    ),
    Gegenstand(
        "gebietszuordnung", Gebietszuordnung, formulare.GebietszuordnungForm, "Stadtteil verschieben", _zum_bereich,
        _name_des_bereichs,
        eltern="stadtteil", aktionen=(NEU, LOESCHEN), unter=UNTER_BEREICHEN,
        abhilfe="Verschieben Sie ihn stattdessen in einen anderen Planungsbereich.",
    ),
    Gegenstand(
        "katalogwert", Katalogwert, KatalogwertForm, "Neuer Wert",
        **_zur_liste("katalogwert", "Kataloge", lambda wert: f"?merkmal={wert.merkmal}"),
        einleitung="Wie die Ausprägungen eines Merkmals heißen, in welcher Reihenfolge sie stehen und woran sie in "
        "Dateien erkannt werden. Was schon gezählt ist, bleibt.",
        eltern="merkmal", aktionen=ALLE,
        abhilfe="Geben Sie ihm stattdessen eine andere Bezeichnung oder Reihenfolge.",
        liste=lambda: Katalogwert.objects.select_related("oberwert"),
        spalten=spalten.KATALOGWERT,
    ),
    Gegenstand(
        "ereignis", Ereignismarke, formulare.EreignisForm, "Neues Ereignis", **_zur_liste("ereignis", "Ereignisse"),
        einleitung="Was eine Zeitreihe unterbricht oder erklärt. Diagramme zeigen es an seinem Monat; über einen Bruch "
        "hinweg wird nicht verglichen, ohne es dazuzusagen.",
        aktionen=ALLE,
        liste=lambda: Ereignismarke.objects.select_related("planungsbereich", "beratungsstelle").order_by("-ab", "pk"),
        spalten=spalten.EREIGNIS,
    ),
)  # fmt: skip
