"""Den Fachplan aus seiner Papiertabelle einlesen: prüfen, vergleichen, anlegen."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.kern.einlesen import plan_einlesen
from massnahmen.kern.plan import Befund, Plan
from massnahmen.kern.planvergleich import unterschiede
from massnahmen.models import Fachplan, Sachstandsart

from . import bestand

STANDARDPLAN = "Fachplan Seniorenarbeit und Altenhilfe"
# Die Papiertabelle nennt keinen Tag ihres Sachstands. Er gilt ab dem Beschluss des Fachplans durch den Stadtrat,
# dem ersten Tag, an dem es etwas zu berichten gab; so hat jeder spätere Stichtag einen Sachstand.
BESCHLUSS_DES_FACHPLANS = date(2022, 6, 2)


class StammdatenFehlen(Exception):
    """Ohne Sachstandsarten ist kein Sachstand zu deuten; die Meldung nennt die Abhilfe."""


@dataclass(frozen=True)
class Einlesung:
    plan: Plan
    befunde: list[Befund]
    geschrieben: bool

    @property
    def hat_fehler(self) -> bool:
        return any(befund.ist_fehler for befund in self.befunde)


@transaction.atomic
def fachplan_einlesen(
    *,
    daten: bytes,
    plan: str = STANDARDPLAN,
    gueltig_ab: date = BESCHLUSS_DES_FACHPLANS,
    nur_pruefen: bool = False,
    von: Benutzer | None,
) -> Einlesung:
    """Die Papiertabelle lesen und, wenn der Plan neu und ohne Fehler ist, anlegen. Vorhandenes bleibt unberührt.

    NichtLesbar, wenn es keine Maßnahmentabelle ist; StammdatenFehlen ohne Sachstandsarten.
    """
    sachstandsarten = {art.bezeichnung: art for art in Sachstandsart.objects.all()}
    if not sachstandsarten:
        raise StammdatenFehlen(
            "Es sind keine Sachstandsarten angelegt. Abhilfe: manage.py loaddata sachstandsarten stellen"
        )
    gelesen = plan_einlesen(daten, sachstaende=sachstandsarten, stellen=bestand.stellenverzeichnis())
    if vorhandener := Fachplan.objects.filter(name=plan).first():
        abweichungen = unterschiede(bestand.gespeicherter_plan(vorhandener), gelesen.plan)
        return Einlesung(gelesen.plan, abweichungen + gelesen.befunde, geschrieben=False)
    if nur_pruefen or gelesen.hat_fehler:
        return Einlesung(gelesen.plan, gelesen.befunde, geschrieben=False)
    bestand.plan_anlegen(name=plan, plan=gelesen.plan, sachstandsarten=sachstandsarten, gueltig_ab=gueltig_ab)
    protokolliere(
        Ereignis.FACHPLAN_EINGELESEN,
        von=von,
        gegenstand=plan,
        massnahmen=len(gelesen.plan.massnahmen),
        befunde=len(gelesen.befunde),
    )
    return Einlesung(gelesen.plan, gelesen.befunde, geschrieben=True)
