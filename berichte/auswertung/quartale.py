"""Quartalsberichte lesen und Notizen dazu schreiben."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects

from beratung.kalender.bestand import Stand
from beratung.kern.stammdaten.folge import Datiert
from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Beratungsstelle, Planungsbereich
from beratung.stammdaten.fristen import erfasst_ab
from beratung.stammdaten.nachschlagen import MIT_GEBIETEN, stellen_im
from berichte.kern.auswertung.auslastung import Auslastung, auslastung
from berichte.kern.auswertung.quartalsbericht import QUARTALE_EINES_JAHRES, Quartalsbericht
from berichte.kern.tabelle import Herkunft
from berichte.kern.zahlen.vergleich import Vergleich
from berichte.models import Quartalsnotiz
from berichte.zahlen.stellenzahlen import Stellenzahlen, stellenzahlen
from dresden_senioren.kern.zeitraum import Quartal, Zeitraum
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht


class NotizVeraendert(Exception):
    """Inzwischen hat jemand anderes eine Notiz geschrieben."""


@dataclass(frozen=True)
class Listenzeile:
    stelle: Beratungsstelle
    bereich: Planungsbereich | None
    auslastung: Auslastung
    hat_notiz: bool

    @property
    def quelle(self) -> Quelle:
        return Quelle(self.stelle.quelle)


def quartale(stand: Stand) -> list[Quartal]:
    """Jedes Quartal mit Zahlen, das jüngste zuerst."""
    erstes = Quartal.von_monat(min(erfasst_ab().values()))
    eines, alle = Quartal.von_monat(stand.letzter_monat), []
    while eines >= erstes:
        alle.append(eines)
        eines -= 1
    return alle


def letztes_volles(stand: Stand) -> Quartal:
    """Das jüngste, dessen drei Monate vorbei sind; daran ist auch zu sehen, wer noch fehlt."""
    return Quartal.von_monat(stand.letzter_monat - 2)


def sichtbare_stellen(benutzer: Benutzer, zeitraum: Zeitraum) -> list[Beratungsstelle]:
    """Leitung: alle; Koordination: die der eigenen Planungsbereiche, auch nur zeitweise. Mit ihren Gebieten."""
    stellen = stellen_im(None, zeitraum)
    prefetch_related_objects(stellen, MIT_GEBIETEN)
    if benutzer.darf(Recht.AUSWERTUNG_ALLER_BEREICHE):
        return stellen
    eigene = set(Planungsbereich.objects.sichtbar_fuer(benutzer))
    return [
        stelle
        for stelle in stellen
        if any(g.planungsbereich in eigene and gilt_zeitweise(g, zeitraum) for g in stelle.gebiete.all())
    ]


def gilt_zeitweise(zeile: Datiert, zeitraum: Zeitraum) -> bool:
    """Ob etwas mit „gültig von … bis“ wenigstens an einem Tag des Zeitraums gilt."""
    von, bis = zeile.gueltig_von or date.min, zeile.gueltig_bis or date.max
    return von <= zeitraum.bis.letzter and bis >= zeitraum.von.erster


def liste(benutzer: Benutzer, quartal: Quartal) -> list[Listenzeile]:
    """Zuerst, wo Monate fehlen, dann nach dem Abstand der Auslastung von 100 %."""
    zeitraum = quartal.zeitraum
    stellen = sichtbare_stellen(benutzer, zeitraum)
    zahlen = stellenzahlen(stellen, zeitraum)
    notizen = Quartalsnotiz.objects.filter(quartal=zeitraum.von.erster).order_by()
    mit_notiz = set(notizen.values_list("beratungsstelle_id", flat=True))
    zeilen = [
        Listenzeile(
            stelle,
            stelle.planungsbereich_am(zeitraum.bis.erster),
            auslastung(quartal, zahlen.reihe(stelle, Zaehleinheit.NEUZUGANG), stelle.ausstattungen.all()),
            stelle.pk in mit_notiz,
        )
        for stelle in stellen
    ]
    return sorted(zeilen, key=lambda zeile: (zeile.auslastung.rang, zeile.stelle.name))


def bericht(stelle: Beratungsstelle, quartal: Quartal) -> tuple[Quartalsbericht, Stellenzahlen]:
    zahlen = stellenzahlen([stelle], _gelesen(quartal), mit_feldern=True)
    reihen = {einheit: zahlen.reihe(stelle, einheit) for einheit in Zaehleinheit}
    return Quartalsbericht(stelle.name, quartal, reihen, stelle.ausstattungen.all()), zahlen


def herkuenfte(stelle: Beratungsstelle, bericht: Quartalsbericht, zahlen: Stellenzahlen) -> tuple[Herkunft, Herkunft]:
    """Eine für die Tabellen dreier Quartale, deren Zeilen ihre Einheit selbst nennen; eine für die Felder."""
    zeitraum = Zeitraum(bericht.davor.zeitraum.von, bericht.quartal.zeitraum.bis)
    alle = Vergleich("", bericht.reihen[Zaehleinheit.NEUZUGANG], zeitraum)
    namen = f"{zeitraum.bezeichnung} und {bericht.vorjahr.zeitraum.bezeichnung}"
    gemeinsam = replace(
        zahlen.herkunft(stelle, alle), zeitraum=namen, einheit="wie in der Zeile genannt", zaehlweise=""
    )
    return gemeinsam, zahlen.herkunft(stelle, bericht.vergleich(Zaehleinheit.BERATUNG))


def _gelesen(quartal: Quartal) -> Zeitraum:
    return Zeitraum((quartal - QUARTALE_EINES_JAHRES).zeitraum.von, quartal.zeitraum.bis)


def notizen(stelle: Beratungsstelle, quartal: Quartal) -> Sequence[Quartalsnotiz]:
    """Alle Fassungen, die geltende zuerst."""
    return list(stelle.quartalsnotizen.filter(quartal=quartal.zeitraum.von.erster).select_related("von"))


def notiz_schreiben(
    *, stelle: Beratungsstelle, quartal: Quartal, text: str, vorige: int | None, von: Benutzer
) -> Quartalsnotiz:
    """`vorige`: die Fassung, die beim Schreiben zu sehen war. NotizVeraendert, wenn es nicht mehr die geltende ist."""
    bisher = notizen(stelle, quartal)
    if (bisher[0].pk if bisher else None) != vorige:
        raise NotizVeraendert
    try:
        with transaction.atomic():
            notiz = Quartalsnotiz.objects.create(
                beratungsstelle=stelle, quartal=quartal.zeitraum.von.erster, text=text, vorige_id=vorige, von=von
            )
            protokolliere(Ereignis.QUARTALSNOTIZ_GESCHRIEBEN, von=von, gegenstand=f"{stelle.kuerzel} {quartal}")
    except IntegrityError:  # eine andere Person war im selben Augenblick schneller
        raise NotizVeraendert from None
    return notiz
