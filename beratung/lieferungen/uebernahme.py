"""Lieferungen annehmen, übernehmen, verwerfen, zurücknehmen: nur hier werden Zahlen geschrieben, je Aufruf in einer
Transaktion. Die hochgeladene Datei selbst wird nirgends aufbewahrt."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from beratung.fehler import Lieferungsfehler
from beratung.kalender import meldungen, monatsstand
from beratung.kern.befunde.befund import Befundliste
from beratung.kern.pruefen.plausibilitaet import pruefe_doppeltes
from beratung.kern.zaehlen.zaehlen import TABELLEN, zellen
from beratung.kern.zaehlung import Art, Ebene
from beratung.models import Lieferung, Lieferungsteil, Monatswert
from beratung.pruefung import zusammenhang
from beratung.pruefung.befunde import offene
from beratung.pruefung.ergebnis import Pruefung
from beratung.stammdaten.nachschlagen import verzeichnis_laden
from dresden_senioren.kern.text import einzeilig
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

from .zaehlzeilen import MODELLE, schreibe_wuerfel, schreibe_zeilen, zeilen_der_datenbank
from .zeilenbestand import einwand_gegen_ruecknahme

Status = Lieferung.Status


@transaction.atomic
def annehmen(pruefung: Pruefung, *, von: Benutzer | None) -> Lieferung:
    """Eine fehlerfreie Prüfung als Vorschau ablegen: gezählte Zeilen und Zellen, die noch nicht gelten, keine Datei."""
    if pruefung.hat_fehler:
        raise Lieferungsfehler("Die Datei hat Fehler und kann nicht angenommen werden.")
    lieferung = Lieferung.objects.create(
        quelle=pruefung.quelle.value,
        monat=pruefung.monat.erster,
        dateiname=einzeilig(pruefung.dateiname)[:200],
        sha256=pruefung.sha256,
        profil=pruefung.profil,
        zeilen_gelesen=pruefung.gelesen,
        summen=pruefung.summen,
        befunde=[befund.als_dict() for befund in pruefung.befunde],
        ist_beispiel=pruefung.ist_beispiel,
        erstellt_von=von,
    )
    for art, gezaehlt in pruefung.teile.items():
        teil = lieferung.teile.create(
            quelle=lieferung.quelle, monat=lieferung.monat, art=art.value, inhaltssumme=gezaehlt.inhaltssumme,
            beratungsstellen=sorted(gezaehlt.orte(Ebene.BERATUNGSSTELLE)),
            wartende_zellen=[[*zelle, anzahl] for zelle, anzahl in gezaehlt.zellen.items()],
        )  # fmt: skip
        schreibe_zeilen(teil, gezaehlt.inhalt)
    _protokoll(Ereignis.LIEFERUNG_GEPRUEFT, lieferung, von, zeilen=lieferung.zeilen_gelesen, summen=lieferung.summen)
    return lieferung


def ablehnung_festhalten(pruefung: Pruefung, *, von: Benutzer | None) -> None:
    """Von einer abgelehnten Datei bleibt nur, dass und nach welchen Regeln sie abgelehnt wurde."""
    protokolliere(
        Ereignis.LIEFERUNG_ABGELEHNT,
        von=von,
        gegenstand=f"{pruefung.quelle.verfahren} {pruefung.monat}",
        sha256=pruefung.sha256,
        zeilen=pruefung.gelesen,
        befunde={befund.code: befund.anzahl for befund in pruefung.befunde},
        # E15 und E16 nennen nur Spaltennamen, nie Werte.
        personenspalten=[b.meldung for b in pruefung.befunde if b.code in {"E15", "E16"}],
    )


def geltender_stand(lieferung: Lieferung) -> str:
    """Kennzeichen dessen, was für Quelle und Monat gerade gilt; ändert sich mit jeder Übernahme und Rücknahme."""
    return monatsstand.geltende_teile(lieferung.quelle, Monat.von_tag(lieferung.monat))


def uebernehmen(
    lieferung: Lieferung, *, von: Benutzer | None, begruendung: str = "", gezeigter_stand: str | None = None
) -> Lieferung:
    """Die Vorschau gilt ab jetzt; was vorher für Quelle, Monat und Art galt, ist ersetzt und bleibt stehen.
    `gezeigter_stand` ist der `geltender_stand`, neben dem die Zahlen gezeigt wurden: gilt inzwischen etwas anderes,
    wird nichts übernommen."""
    monatsstand.verlange_offen(lieferung.quelle, Monat.von_tag(lieferung.monat))
    try:
        with transaction.atomic():
            return _uebernehmen(lieferung.pk, von, begruendung.strip(), gezeigter_stand)
    except IntegrityError:
        raise Lieferungsfehler(
            "Gerade eben wurde für diesen Monat etwas anderes übernommen. Laden Sie die Seite neu."
        ) from None


def _uebernehmen(nummer: int, von: Benutzer | None, begruendung: str, gezeigter_stand: str | None) -> Lieferung:
    lieferung = _sperren(nummer)
    monatsstand.verlange_offen(lieferung.quelle, Monat.von_tag(lieferung.monat))
    if lieferung.status != Status.GEPRUEFT:
        raise Lieferungsfehler(f"Lieferung {nummer} ist schon {lieferung.get_status_display()}; nichts wurde geändert.")
    if not begruendung and offene(lieferung):
        raise Lieferungsfehler("Es gibt Warnungen. Begründen Sie kurz, warum die Zahlen trotzdem stimmen.")
    if gezeigter_stand not in (None, geltender_stand(lieferung)):
        raise Lieferungsfehler(
            "Inzwischen gilt für diesen Monat etwas anderes. Sehen Sie sich die Zahlen noch einmal an."
        )
    _nichts_doppelt(lieferung)
    for teil in lieferung.teile.all():
        _ersetze_geltenden(teil)
        gezaehlt, teil.wartende_zellen, teil.ist_gueltig = teil.wartende_zellen, None, True
        teil.save()
        schreibe_wuerfel(teil, gezaehlt)
    lieferung.status, lieferung.begruendung = Status.UEBERNOMMEN, begruendung
    lieferung.uebernommen_am, lieferung.uebernommen_von = timezone.now(), von
    lieferung.save()
    meldungen.verlange_widerspruchsfrei(lieferung.quelle, Monat.von_tag(lieferung.monat))
    monatsstand.nach_aenderung(lieferung, f"Lieferung {lieferung.pk} ist übernommen.", von=von)
    _protokoll(Ereignis.LIEFERUNG_UEBERNOMMEN, lieferung, von, summen=lieferung.summen, begruendung=begruendung)
    return lieferung


@transaction.atomic
def verwerfen(lieferung: Lieferung, *, von: Benutzer | None) -> None:
    """Eine noch nicht übernommene Vorschau wegwerfen; die gezählten Zeilen verschwinden."""
    lieferung = _sperren(lieferung.pk)
    if lieferung.status != Status.GEPRUEFT:
        raise Lieferungsfehler(f"Lieferung {lieferung.pk} ist schon {lieferung.get_status_display()}.")
    for teil in lieferung.teile.all():
        for tabelle in TABELLEN[Art(teil.art)]:
            MODELLE[tabelle].objects.filter(teil=teil).delete()
    lieferung.teile.update(wartende_zellen=None)
    lieferung.status = Status.VERWORFEN
    lieferung.save()
    _protokoll(Ereignis.LIEFERUNG_VERWORFEN, lieferung, von)


@transaction.atomic
def zuruecknehmen(lieferung: Lieferung, *, von: Benutzer | None, grund: str) -> Lieferung:
    """Die Lieferung gilt nicht mehr, der Stand davor ist genau wiederhergestellt: Zeilen, Zellen, Monatsstand. Nur wenn
    inzwischen Stammdaten dieses Monats berichtigt wurden, zählen die Planungsbereiche nach den heutigen, wie bei jeder
    neuen Übernahme; Stadt, Stadtteile und Beratungsstellen berührt das nicht."""
    lieferung = _sperren(lieferung.pk)
    monatsstand.verlange_offen(lieferung.quelle, Monat.von_tag(lieferung.monat))
    if not grund.strip():
        raise Lieferungsfehler("Nennen Sie den Grund der Rücknahme.")
    if lieferung.status == Status.ERSETZT or lieferung.teile.filter(ersetzt_durch__isnull=False).exists():
        neuere = lieferung.teile.filter(ersetzt_durch__isnull=False).first().ersetzt_durch.lieferung_id
        raise Lieferungsfehler(
            f"Lieferung {lieferung.pk} ist durch Lieferung {neuere} ersetzt. Nehmen Sie zuerst jene zurück."
        )
    if lieferung.status != Status.UEBERNOMMEN:
        raise Lieferungsfehler(f"Lieferung {lieferung.pk} ist {lieferung.get_status_display()}; nichts zurückzunehmen.")
    if einwand := einwand_gegen_ruecknahme(lieferung):
        raise Lieferungsfehler(einwand)
    for teil in lieferung.teile.all():
        teil.ist_gueltig = False
        teil.save()
        Monatswert.objects.filter(teil=teil).delete()
        for frueherer in teil.ersetzte.select_related("lieferung"):
            _wieder_gelten(frueherer)
    lieferung.status, lieferung.ruecknahmegrund = Status.ZURUECKGENOMMEN, grund.strip()
    lieferung.zurueckgenommen_am, lieferung.zurueckgenommen_von = timezone.now(), von
    lieferung.save()
    meldungen.verlange_widerspruchsfrei(lieferung.quelle, Monat.von_tag(lieferung.monat))
    monatsstand.nach_aenderung(lieferung, f"Lieferung {lieferung.pk} ist zurückgenommen.", von=von)
    _protokoll(Ereignis.LIEFERUNG_ZURUECKGENOMMEN, lieferung, von, grund=grund.strip())
    return lieferung


def _sperren(nummer: int) -> Lieferung:
    """Die Lieferung mit allen ihrer Quelle und ihres Monats sperren: wer zugleich übernimmt, wartet."""
    lieferung = Lieferung.objects.get(pk=nummer)
    gleiche = Lieferung.objects.filter(quelle=lieferung.quelle, monat=lieferung.monat)
    return {eine.pk: eine for eine in gleiche.order_by("pk").select_for_update()}[nummer]


def _nichts_doppelt(lieferung: Lieferung) -> None:
    """Was bei der Prüfung galt, kann sich bis zur Übernahme geändert haben: Summen und Zeilen noch einmal ansehen."""
    neu = {Art(teil.art): zusammenhang.einheiten_des_teils(teil) for teil in lieferung.teile.all()}
    befunde = Befundliste()
    bleibende = zusammenhang.bleibende_teile(lieferung.quelle, lieferung.monat, neu)
    pruefe_doppeltes(neu, bleibende, Monat.von_tag(lieferung.monat), befunde)
    if befunde.befunde:
        raise Lieferungsfehler(befunde.befunde[0].meldung)


def _ersetze_geltenden(teil: Lieferungsteil) -> None:
    geltende = Lieferungsteil.objects.filter(quelle=teil.quelle, monat=teil.monat, art=teil.art, ist_gueltig=True)
    for alter in geltende.select_related("lieferung"):
        alter.ist_gueltig, alter.ersetzt_durch = False, teil
        alter.save()
        Monatswert.objects.filter(teil=alter).delete()
        if not alter.lieferung.teile.filter(ist_gueltig=True).exists():
            alter.lieferung.status = Status.ERSETZT
            alter.lieferung.save()


def _wieder_gelten(teil: Lieferungsteil) -> None:
    teil.ist_gueltig, teil.ersetzt_durch = True, None
    teil.save()
    teil.lieferung.status = Status.UEBERNOMMEN
    teil.lieferung.save()
    gezaehlt = zellen(Art(teil.art), zeilen_der_datenbank(teil), verzeichnis_laden(Monat.von_tag(teil.monat)))
    schreibe_wuerfel(teil, ((*zelle, anzahl) for zelle, anzahl in gezaehlt.items()))


def _protokoll(ereignis: Ereignis, lieferung: Lieferung, von: Benutzer | None, **angaben) -> None:
    protokolliere(ereignis, von=von, gegenstand=str(lieferung), lieferung=lieferung.pk, **angaben)
