"""Was mehrere Zeilen auf einmal schreibt: den Fachplan einlesen, einen Sachstand melden oder bestätigen."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.kern.einlesen import plan_einlesen
from massnahmen.kern.plan import Befund, Plan
from massnahmen.kern.planvergleich import unterschiede
from massnahmen.models import (
    Fachplan,
    Massnahme,
    Sachstandsart,
    Sachstandsmeldung,
    Sachstandsrunde,
    Terminuebersteuerung,
)
from massnahmen.plan import bestand
from massnahmen.runden.ablauf import offene_runde_sperren

STANDARDPLAN = "Fachplan Seniorenarbeit und Altenhilfe"
# Die Papiertabelle nennt keinen Tag ihres Sachstands. Er gilt ab dem Beschluss des Fachplans durch den Stadtrat,
# dem ersten Tag, an dem es etwas zu berichten gab; so hat jeder spätere Stichtag einen Sachstand.
BESCHLUSS_DES_FACHPLANS = date(2022, 6, 2)


class StammdatenFehlen(Exception):
    """Ohne Sachstandsarten ist kein Sachstand zu deuten; die Meldung nennt die Abhilfe."""


class SachstandUeberholt(Exception):
    """Seit dem Öffnen der Seite hat jemand anderes gemeldet."""

    def __init__(self, neueste: Sachstandsmeldung | None):
        super().__init__("Zu dieser Maßnahme wurde inzwischen ein anderer Sachstand gemeldet.")
        self.neueste = neueste


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


@transaction.atomic
def sachstand_melden(  # noqa: PLR0913 – je Spalte des Sachstandsbuchs ein Name
    *,
    massnahme: Massnahme,
    sachstandsart: Sachstandsart,
    erlaeuterung: str = "",
    grundlage: int | None,
    gueltig_ab: date | None = None,
    von: Benutzer | None,
) -> Sachstandsmeldung:
    """Eine Zeile im Sachstandsbuch. `grundlage`: Nummer der Zeile, die die Person vor Augen hatte.

    SachstandUeberholt, wenn inzwischen eine andere gilt; ValidationError mit Feldname, wenn eine Angabe fehlt.
    """
    bisher = _sperren(massnahme, grundlage)
    gueltig_ab = gueltig_ab or geltungstag(bisher, offene_runde_sperren(massnahme))
    meldung_pruefen(bisher, sachstandsart, erlaeuterung, gueltig_ab)
    return _eintragen(
        Sachstandsmeldung(
            massnahme=massnahme,
            sachstandsart=sachstandsart,
            erlaeuterung=erlaeuterung.strip(),
            gueltig_ab=gueltig_ab,
            erfasst_von=von,
        )
    )


@transaction.atomic
def sachstand_bestaetigen(*, massnahme: Massnahme, grundlage: int | None, von: Benutzer | None) -> Sachstandsmeldung:
    """Den geltenden Sachstand bestätigen; Sachstand und Erläuterung bleiben, wie sie sind."""
    bisher = _sperren(massnahme, grundlage)
    if bisher is None:
        raise ValidationError("Es gibt noch keinen Sachstand, der sich bestätigen ließe.")
    return _eintragen(
        Sachstandsmeldung(
            massnahme=massnahme,
            sachstandsart=bisher.sachstandsart,
            erlaeuterung=bisher.erlaeuterung,
            gueltig_ab=geltungstag(bisher, offene_runde_sperren(massnahme)),
            erfasst_von=von,
            ist_bestaetigung=True,
        )
    )


def geltungstag(bisher: Sachstandsmeldung | None, runde: Sachstandsrunde | None) -> date:
    """Ab wann gilt, wozu niemand einen Tag nennt: Antworten in einer Runde ab ihrem Stichtag, sonst ab heute; nie in
    der Zukunft und nie vor dem bisherigen Sachstand."""
    heute = timezone.localdate()
    tag = min(runde.stichtag, heute) if runde else heute
    return max(tag, bisher.gueltig_ab) if bisher else tag


@transaction.atomic
def terminlage_setzen(*, massnahme: Massnahme, lage: str, grund: str, von: Benutzer | None) -> Terminuebersteuerung:
    """Eine andere Terminlage als die berechnete, oder mit „berechnet“ zurück zu ihr. ValidationError ohne Grund."""
    gesetzt = Terminuebersteuerung(massnahme=massnahme, lage=lage, grund=grund.strip(), von=von)
    gesetzt.full_clean()
    gesetzt.save()
    protokolliere(Ereignis.TERMINLAGE_GESETZT, von=von, gegenstand=massnahme.nr, lage=lage, grund=gesetzt.grund)
    return gesetzt


def _sperren(massnahme: Massnahme, grundlage: int | None) -> Sachstandsmeldung | None:
    """Die Maßnahme bis zum Ende der Transaktion sperren, damit zwischen Prüfen und Schreiben niemand dazwischenkommt.

    SQLite kennt keine Zeilensperre; dort sperrt die Transaktion selbst (IMMEDIATE, siehe settings.py).
    """
    # Immer erst die Runde, dann die Maßnahme: gleiche Folge in allen Transaktionen, sonst blockieren zwei einander.
    offene_runde_sperren(massnahme)
    Massnahme.objects.select_for_update().get(pk=massnahme.pk)
    meldungen = massnahme.meldungen.select_related("sachstandsart", "erfasst_von")
    bisher = meldungen.order_by("-gueltig_ab", "-pk").first()
    if (bisher and bisher.pk) != grundlage:
        raise SachstandUeberholt(bisher)
    return bisher


def meldung_pruefen(bisher: Sachstandsmeldung | None, art: Sachstandsart, erlaeuterung: str, gueltig_ab: date) -> None:
    """ValidationError mit Feldname, wenn diese Zeile nicht auf die bisherige folgen kann."""
    fehler = {}
    if art.verlangt_begruendung_nach(bisher and bisher.sachstandsart) and not erlaeuterung.strip():
        wann = "ein Schritt zurück" if bisher and art.reihenfolge < bisher.sachstandsart.reihenfolge else f"„{art}“"
        fehler["erlaeuterung"] = f"Bitte begründen Sie den Sachstand: {wann} braucht eine Erläuterung."
    if gueltig_ab > timezone.localdate() and not (bisher and gueltig_ab == bisher.gueltig_ab):
        fehler["gueltig_ab"] = "Der Sachstand kann nicht ab einem Tag in der Zukunft gelten."
    if bisher and gueltig_ab < bisher.gueltig_ab:
        tag = f"{bisher.gueltig_ab:%d.%m.%Y}"
        fehler["gueltig_ab"] = (
            f"Der bisherige Sachstand gilt ab dem {tag}; bitte diesen Tag oder einen späteren wählen."
        )
    if fehler:
        raise ValidationError(fehler)


def _eintragen(meldung: Sachstandsmeldung) -> Sachstandsmeldung:
    meldung.runde = offene_runde_sperren(meldung.massnahme)
    meldung.full_clean()
    meldung.save()
    protokolliere(
        Ereignis.SACHSTAND_GEMELDET,
        von=meldung.erfasst_von,
        gegenstand=meldung.massnahme.nr,
        sachstand=meldung.sachstandsart.bezeichnung,
        ist_bestaetigung=meldung.ist_bestaetigung,
    )
    return meldung
