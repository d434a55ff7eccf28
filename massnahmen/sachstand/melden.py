"""Das Sachstandsbuch schreiben: einen Sachstand melden oder bestätigen, eine Terminlage setzen."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.models import Massnahme, Sachstandsart, Sachstandsmeldung, Sachstandsrunde, Terminuebersteuerung


class SachstandUeberholt(Exception):
    """Seit dem Öffnen der Seite hat jemand anderes gemeldet."""

    def __init__(self, neueste: Sachstandsmeldung | None):
        super().__init__("Zu dieser Maßnahme wurde inzwischen ein anderer Sachstand gemeldet.")
        self.neueste = neueste


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
    gueltig_ab = gueltig_ab or geltungstag(bisher, _offene_runde_sperren(massnahme))
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
            gueltig_ab=geltungstag(bisher, _offene_runde_sperren(massnahme)),
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
    _offene_runde_sperren(massnahme)
    Massnahme.objects.select_for_update().get(pk=massnahme.pk)
    meldungen = massnahme.meldungen.select_related("sachstandsart", "erfasst_von")
    bisher = meldungen.order_by("-gueltig_ab", "-pk").first()
    if (bisher and bisher.pk) != grundlage:
        raise SachstandUeberholt(bisher)
    return bisher


def _offene_runde_sperren(massnahme: Massnahme) -> Sachstandsrunde | None:
    """Die offene Runde der Maßnahme, bis zum Ende der Transaktion gesperrt: kein Schließen kommt dazwischen."""
    return Sachstandsrunde.objects.offene().filter(massnahmen=massnahme).select_for_update(of=("self",)).first()


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
    meldung.runde = _offene_runde_sperren(meldung.massnahme)
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
