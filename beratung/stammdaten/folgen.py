"""Was eine Änderung der Stammdaten bewirkt, in Sätzen: steht vor dem Speichern da."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from beratung.kern.stammdaten.folge import Ueberschneidung, platz, tag_davor
from beratung.models import (
    Ausstattung,
    Beratungsstelle,
    Gebietszuordnung,
    Katalogwert,
    Lieferungsteil,
    Stadtteil,
    Stellengebiet,
)
from beratung.models.grundlage import Folge
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat, bezeichnung

from .fristen import fehlende_monate, gezaehlte_monate

BLEIBT = "Sie bleiben, wie sie gezählt sind, bis für sie eine Lieferung neu übernommen oder zurückgenommen wird."


def ausstattung_in_worten(zeile: Ausstattung) -> str:
    """„1,75 VzÄ und 80 Fälle je Quartal“; was fehlt, ist unbekannt."""
    vzae = f"{deutsch(zeile.vzae, stellen=2)} VzÄ" if zeile.vzae is not None else "VzÄ unbekannt"
    soll = f"{deutsch(zeile.soll_quartal)} Fälle je Quartal" if zeile.soll_quartal is not None else "Soll unbekannt"
    return f"{vzae} und {soll}"


def neue_ausstattung(zeile: Ausstattung) -> list[str]:
    return _abloesung(zeile, ausstattung_in_worten)


def neues_stellengebiet(zeile: Stellengebiet) -> list[str]:
    saetze = _abloesung(zeile, lambda z: f"gehört {z.beratungsstelle} zu {z.planungsbereich}", verb="")
    return saetze and [*saetze, *_gezaehlte_monate(zeile.gueltig_von, str(zeile.beratungsstelle.quelle)),
                       "Das betrifft die Fälle ohne Stadtteil; alle anderen zählen, wo die Person wohnt."]  # fmt: skip


def umzug_eines_stadtteils(zeile: Gebietszuordnung) -> list[str]:
    saetze = _abloesung(zeile, lambda z: f"zählt {z.stadtteil} zu {z.planungsbereich}", verb="")
    if not saetze:
        return []
    saetze += _gezaehlte_monate(zeile.gueltig_von)
    saetze.append(
        "Frühere Monate ändern sich nicht. Vergleiche über diesen Tag hinweg stellen verschieden große Gebiete "
        "nebeneinander; tragen Sie dazu ein Ereignis ein."
    )
    return saetze + _zusammen_veroeffentlicht(zeile.stadtteil)


def neue_stelle(stelle: Beratungsstelle) -> list[str]:
    """Was ab dem Anlegen als fehlend gälte: ohne „Geöffnet ab“ jeder Monat, seit es Zahlen der Quelle gibt."""
    monate = fehlende_monate(stelle, timezone.localdate())
    if not monate:
        return []
    satz = _gelten(monate, "für sie sofort als fehlend")
    if stelle.gueltig_von is None:
        return [f"„Geöffnet ab“ ist leer. {satz}", "Hat sie erst später geöffnet, tragen Sie unten den Tag ein."]
    return [satz]


def geaenderte_stelle(stelle: Beratungsstelle) -> list[str]:
    """Was andere Tage oder ein anderer Träger bewirken: was dann fehlt oder nicht mehr, was schon gezählt ist."""
    heute = timezone.localdate()
    bisher = set(fehlende_monate(Beratungsstelle.objects.get(pk=stelle.pk), heute))
    kuenftig = set(fehlende_monate(stelle, heute))
    saetze = [_gelten(kuenftig - bisher, "dann als fehlend")] if kuenftig - bisher else []
    saetze += [_gelten(bisher - kuenftig, "dann nicht mehr als fehlend")] if bisher - kuenftig else []
    gezaehlt = gezaehlte_monate(stelle)
    davor = {monat for monat in gezaehlt if stelle.gueltig_von and monat.letzter < stelle.gueltig_von}
    danach = {monat for monat in gezaehlt if stelle.gueltig_bis and monat.erster > stelle.gueltig_bis}
    return saetze + [
        f"Für {bezeichnung(monate)} sind {wann} Zahlen gezählt. {BLEIBT}"
        for monate, wann in ((davor, "davor schon"), (danach, "danach noch"))
        if monate
    ]


def _gelten(monate: Collection[Monat], als: str) -> str:
    wie_viele = "1 vergangener Monat gilt" if len(monate) == 1 else f"{deutsch(len(monate))} vergangene Monate gelten"
    return f"{wie_viele} {als} ({bezeichnung(monate)}): im Lieferkalender und in der Erinnerung."


def neues_hauptfeld(wert: Katalogwert, bisher: Katalogwert | None) -> list[str]:
    if wert.oberwert == bisher:
        return []
    saetze = [f"Künftige Lieferungen zählen „{wert}“ zum Hauptberatungsfeld „{wert.oberwert or wert}“."]
    return saetze + _gezaehlte_monate(date.min)


def _abloesung(zeile: Folge, worte, verb: str = "gilt: ") -> list[str]:
    """„Bis 31.12.2023 gilt: …“, „Ab 01.01.2024 gilt: …“; leer, wo nichts abgelöst wird oder es nicht geht."""
    try:
        ort = platz(zeile.geschwister(), zeile.gueltig_von)
    except Ueberschneidung:
        return []  # das Speichern sagt, was im Weg steht
    if ort.vorige is None or zeile.gueltig_von is None:
        return []
    danach = f" bis {ort.bis:%d.%m.%Y}; danach bleibt, was schon eingetragen ist" if ort.bis else ""
    return [
        f"Bis {tag_davor(zeile.gueltig_von):%d.%m.%Y} {verb}{worte(ort.vorige)}.",
        f"Ab {zeile.gueltig_von:%d.%m.%Y} {verb}{worte(zeile)}{danach}.",
    ]


def _gezaehlte_monate(ab: date, quelle: str = "") -> list[str]:
    teile = Lieferungsteil.objects.filter(ist_gueltig=True, monat__gte=ab)
    if quelle:
        teile = teile.filter(quelle=quelle)
    monate = {Monat.von_tag(tag) for tag in teile.values_list("monat", flat=True).distinct()}
    if not monate:
        return ["Ab dann ist noch kein Monat gezählt; alle künftigen zählen neu."]
    wort = "Schon gezählt ist" if len(monate) == 1 else "Schon gezählt sind"
    return [f"{wort} {bezeichnung(monate)}. {BLEIBT}"]


def _zusammen_veroeffentlicht(stadtteil: Stadtteil) -> list[str]:
    haupt = stadtteil.zusammengefasst_mit_id or stadtteil.pk
    gruppe = Stadtteil.objects.filter(zusammengefasst_mit=haupt)
    if not gruppe:
        return []
    namen = [str(s) for s in (Stadtteil.objects.get(pk=haupt), *gruppe)]
    return [
        f"Die Kommunale Statistikstelle nennt {aufzaehlung(namen)} nur zusammen. Gehören sie zu verschiedenen "
        "Planungsbereichen, lässt sich für diese keine Dichte je Einwohner berechnen."
    ]
