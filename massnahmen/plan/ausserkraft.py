"""Das Ende einer Maßnahme oder eines Ziels: außer Kraft setzen, zusammenführen, wieder in Kraft setzen.

Eine Maßnahme gilt nie länger als ihr Ziel. Gesperrt wird immer erst das Ziel, dann die Maßnahme.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dresden_senioren.datenbank.geschichte import ausgangslage_festhalten, gesperrt
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.models import Beteiligung, Massnahme, Umsetzungsschritt, Ziel

from .pflegedienste import naechster_platz, ziel_pruefen

AUSSER_KRAFT = {Massnahme: Ereignis.MASSNAHME_AUSSER_KRAFT, Ziel: Ereignis.ZIEL_AUSSER_KRAFT}
IN_KRAFT = {Massnahme: Ereignis.MASSNAHME_IN_KRAFT, Ziel: Ereignis.ZIEL_IN_KRAFT}


@transaction.atomic
def ausser_kraft_setzen(*, zeile: Massnahme | Ziel, seit: date, grund: str, von: Benutzer) -> None:
    """ValidationError am Tag, wenn an einem Ziel dann noch eine Maßnahme in Kraft wäre, auch umgekehrt."""
    if isinstance(zeile, Massnahme):
        ziel_pruefen(zeile, bis=seit)
    zeile = gesperrt(zeile)
    if isinstance(zeile, Ziel):
        _nichts_in_kraft(zeile, seit)
    zeile.ausser_kraft_seit, zeile.ausser_kraft_grund = seit, grund.strip()
    zeile.save()
    protokolliere(
        AUSSER_KRAFT[type(zeile)], von=von, gegenstand=zeile.kurzname, seit=seit.isoformat(), grund=grund.strip()
    )


@transaction.atomic
def in_kraft_setzen(*, zeile: Massnahme | Ziel, von: Benutzer) -> None:
    """Nimmt auch eine Zusammenführung zurück; was die andere Zeile übernommen hat, behält sie."""
    if isinstance(zeile, Massnahme):
        ziel_pruefen(zeile, bis=None)
    zeile = gesperrt(zeile)
    if zeile.ausser_kraft_seit is None:
        raise ValidationError(f"{zeile.kurzname} ist in Kraft.")
    zeile.ausser_kraft_seit, zeile.ausser_kraft_grund, zeile.zusammengefuehrt_mit = None, "", None
    zeile.save()
    protokolliere(IN_KRAFT[type(zeile)], von=von, gegenstand=zeile.kurzname)


@transaction.atomic
def zusammenfuehren(  # noqa: PLR0913 – jede Entscheidung der Person ein Name
    *,
    massnahme: Massnahme,
    mit: Massnahme,
    seit: date,
    grund: str,
    schritte_uebernehmen: bool,
    stellen_uebernehmen: bool,
    von: Benutzer,
) -> None:
    """`massnahme` tritt außer Kraft und zeigt auf `mit`; Sachstandsbuch und Angaben beider bleiben, wie sie sind."""
    ziel_pruefen(massnahme, bis=seit)
    massnahme = gesperrt(massnahme)
    weiter = gesperrt(mit)
    if massnahme.pk == weiter.pk or weiter.ausser_kraft_seit:
        raise ValidationError({"mit": "Zusammenführen geht nur mit einer anderen Maßnahme, die in Kraft ist."})
    if schritte_uebernehmen:
        _schritte_mitnehmen(massnahme, weiter)
    if stellen_uebernehmen:
        _stellen_mitnehmen(massnahme, weiter)
    massnahme.ausser_kraft_seit, massnahme.ausser_kraft_grund = seit, grund.strip()
    massnahme.zusammengefuehrt_mit = weiter
    massnahme.save()
    protokolliere(
        Ereignis.MASSNAHMEN_ZUSAMMENGEFUEHRT, von=von, gegenstand=f"{massnahme.nr} mit {weiter.nr}", grund=grund.strip()
    )


@transaction.atomic
def ziele_zusammenfuehren(*, ziel: Ziel, mit: Ziel, grund: str, von: Benutzer) -> list[Massnahme]:
    """Alle Maßnahmen von `ziel` ziehen zu `mit`, ihre Nr. bleibt; `ziel` ist ab heute außer Kraft.

    Gibt die Umgezogenen. Ein Tag lässt sich nicht wählen: Umgezogen wird jetzt, davor standen sie beim alten Ziel.
    """
    je_nummer = {nummer: gesperrt(Ziel(pk=nummer)) for nummer in sorted({ziel.pk, mit.pk})}
    ziel, weiter = je_nummer[ziel.pk], je_nummer[mit.pk]
    if ziel.ausser_kraft_seit:
        raise ValidationError(f"{ziel.kurzname} ist schon außer Kraft gesetzt.")
    if ziel.pk == weiter.pk or weiter.ausser_kraft_seit:
        raise ValidationError({"mit": "Zusammenführen geht nur mit einem anderen Ziel, das in Kraft bleibt."})
    umziehende = list(ziel.massnahmen.select_for_update().order_by("pk"))
    _nummern_frei(umziehende, weiter)
    for massnahme in umziehende:
        ausgangslage_festhalten(massnahme)
        massnahme.ziel = weiter
        massnahme.save()
    ziel.ausser_kraft_seit, ziel.ausser_kraft_grund = timezone.localdate(), grund.strip()
    ziel.zusammengefuehrt_mit = weiter
    ziel.save()
    protokolliere(
        Ereignis.ZIELE_ZUSAMMENGEFUEHRT,
        von=von,
        gegenstand=f"{ziel.kurzname} mit {weiter.kurzname}",
        grund=grund.strip(),
        massnahmen=[massnahme.nr for massnahme in umziehende],
    )
    return umziehende


def _nichts_in_kraft(ziel: Ziel, seit: date) -> None:
    if nummern := list(ziel.massnahmen.in_kraft(seit).values_list("nr", flat=True)):
        raise ValidationError(
            {
                "ausser_kraft_seit": f"Dann wären hier noch in Kraft: {aufzaehlung(nummern)}."
                " Verschieben Sie sie, setzen Sie sie außer Kraft oder führen Sie das Ziel mit einem anderen zusammen."
            }
        )


def _nummern_frei(umziehende: list[Massnahme], weiter: Ziel) -> None:
    nummern = [massnahme.nr for massnahme in umziehende]
    if doppelte := list(weiter.massnahmen.filter(nr__in=nummern).values_list("nr", flat=True)):
        raise ValidationError(
            f"Beide Ziele haben {aufzaehlung(doppelte)}. Geben Sie zuerst einer davon eine andere Nr."
        )


def _schritte_mitnehmen(von: Massnahme, nach: Massnahme) -> None:
    platz = naechster_platz(nach.schritte)
    for i, schritt in enumerate(von.schritte.all()):
        Umsetzungsschritt.objects.create(
            massnahme=nach,
            reihenfolge=platz + i,
            text=schritt.text,
            verantwortung_wortlaut=schritt.verantwortung_wortlaut,
            laufzeit_wortlaut=schritt.laufzeit_wortlaut,
            erledigt_am=schritt.erledigt_am,
        )


def _stellen_mitnehmen(von: Massnahme, nach: Massnahme) -> None:
    vorhanden = set(nach.beteiligungen.values_list("stelle_id", flat=True))
    neue = [b for b in von.beteiligungen.all() if b.stelle_id not in vorhanden]
    for platz, beteiligung in enumerate(neue, naechster_platz(nach.beteiligungen)):
        Beteiligung.objects.create(
            massnahme=nach,
            stelle_id=beteiligung.stelle_id,
            rolle=Beteiligung.Rolle.BETEILIGT,
            reihenfolge=platz,
            ist_vermutung=False,
        )
