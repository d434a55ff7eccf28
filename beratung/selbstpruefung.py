"""Die Prüfungen der Beratung: Würfel gegen Zeilen, geltende Teile, überfällige Lieferungen, wartende Dateien."""

from datetime import timedelta

from django.db.models import Count, F
from django.utils import timezone

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.zustand.pruefungen import Aufwand, Ergebnis, Pruefung, fehler, gut, warnung

from .kalender import bestand
from .kern.kalender.lieferlage import Frist
from .kern.zaehlung import Ebene, Quelle, Zaehleinheit
from .lieferungen.nachzaehlung import Frage, nachzaehlen
from .lieferungen.zeilenbestand import ohne_zeilen
from .models import (
    Beratungsstelle,
    Eingang,
    Haeufigkeit,
    Leistung,
    Lieferung,
    Lieferungsteil,
    Monatswert,
    Neuzugang,
    Planungsbereich,
)

STICHPROBE = 3  # Monate, die jüngsten
WARTET_ZU_LANGE = timedelta(minutes=15)
NEU_EINLESEN = "Die Monate aus den Dateien neu übernehmen oder eine Sicherung wiederherstellen."


# --- der Würfel ------------------------------------------------------------------------------------------------------


def wuerfel() -> Ergebnis:
    """Die jüngsten Monate: Stadt und jeder Planungsbereich, alle Zähleinheiten."""
    return _nachgezaehlt(_gezaehlte_monate()[-STICHPROBE:])


def wuerfel_ganz() -> Ergebnis:
    return _nachgezaehlt(_gezaehlte_monate())


def _gezaehlte_monate() -> list[Monat]:
    """Was sich nachzählen lässt; wo die Zeilen nach Frist gelöscht sind, bleibt nur der Würfel."""
    tage = Lieferungsteil.objects.filter(ist_gueltig=True).order_by("monat").values_list("monat", flat=True).distinct()
    monate = [Monat.von_tag(tag) for tag in tage]
    weg = {monat for _, monat in ohne_zeilen(monate, Quelle)}
    return [monat for monat in monate if monat not in weg]


def _nachgezaehlt(monate: list[Monat]) -> Ergebnis:
    if not monate:
        return gut("Noch sind keine Zählzeilen da.")
    zellen = _gespeicherte_zellen(monate)
    abweichend = set()
    for bereich in ("", *Planungsbereich.objects.values_list("kuerzel", flat=True)):
        for einheit in Zaehleinheit:
            gezaehlt = nachzaehlen(Frage(einheit, bereich), monate, Quelle)
            for quelle in Quelle:
                for monat in monate:
                    # Gelieferte Summen nennen nie einen Planungsbereich; dort gibt es dann auch keine Zelle.
                    if gezaehlt.get((quelle, monat), 0) != zellen.get((bereich, quelle, monat, einheit), 0):
                        abweichend.add(monat)
    if abweichend:
        namen = aufzaehlung([monat.bezeichnung for monat in sorted(abweichend)])
        return fehler(f"Der Würfel stimmt nicht mit den Zählzeilen überein: {namen}.", NEU_EINLESEN)
    return gut(f"Aus den Zeilen nachgezählt: {len(monate)} Monate stimmen mit dem Würfel überein.")


def _gespeicherte_zellen(monate: list[Monat]) -> dict[tuple, int]:
    """(Bereich oder leer, Quelle, Monat, Zähleinheit) → Gesamtzahl."""
    zellen = Monatswert.objects.gesamtzahlen().filter(
        ebene__in=[Ebene.STADT, Ebene.PLANUNGSBEREICH], monat__in=[monat.erster for monat in monate]
    )
    felder = zellen.values_list("gebiet", "quelle", "monat", "zaehleinheit", "anzahl")
    return {(g, Quelle(q), Monat.von_tag(tag), Zaehleinheit(einheit)): n for g, q, tag, einheit, n in felder}


def geltende_teile() -> Ergebnis:
    """Je Quelle, Monat und Art gilt ein Teil, und nur seine Zellen stehen im Würfel."""
    geltende = Lieferungsteil.objects.filter(ist_gueltig=True)
    doppelte = geltende.values("quelle", "monat", "art").annotate(anzahl=Count("pk")).filter(anzahl__gt=1).count()
    fremde = Monatswert.objects.exclude(teil__ist_gueltig=True, teil__quelle=F("quelle"), teil__monat=F("monat"))
    zurueckgenommene = geltende.exclude(lieferung__status=Lieferung.Status.UEBERNOMMEN).count()
    maengel = [
        f"{doppelte}-mal gelten zwei Teile" * bool(doppelte),
        "im Würfel stehen Zellen, die nicht gelten" * fremde.exists(),
        f"{zurueckgenommene} geltende Teile gehören zu keiner übernommenen Lieferung" * bool(zurueckgenommene),
    ]
    if any(maengel):
        return fehler(f"{'; '.join(filter(None, maengel)).capitalize()}.", NEU_EINLESEN)
    return gut(f"{geltende.count()} Lieferungsteile gelten, je Quelle, Monat und Art höchstens einer.")


def zeilen_ohne_stelle() -> Ergebnis:
    """Zählzeilen haben keinen Fremdschlüssel in der Datenbank (Tempo); geprüft wird er hier."""
    stellen = Beratungsstelle.objects.values("pk")
    herrenlos = sum(m.objects.exclude(beratungsstelle__in=stellen).count() for m in (Neuzugang, Leistung, Haeufigkeit))
    if herrenlos:
        return fehler(f"{herrenlos} Zählzeilen gehören zu keiner Beratungsstelle.", NEU_EINLESEN)
    return gut("Jede Zählzeile gehört zu einer Beratungsstelle.")


# --- Lieferungen -----------------------------------------------------------------------------------------------------


def lieferverzug() -> Ergebnis:
    """Gemessen an der Vorgabe; je Träger sagt es der Lieferkalender."""
    heute = timezone.localdate()
    letzter = Monat.von_tag(heute)
    while Frist().faellig_am(letzter) >= heute:
        letzter = letzter - 1
    fehlend = bestand.fehlende_monate(letzter)
    if fehlend:
        quelle, monat = fehlend[0]
        text = f"Überfällig sind {len(fehlend)} Monatslieferungen, zuletzt {quelle.verfahren} {monat.bezeichnung}."
        return warnung(text, "Im Lieferkalender nachsehen und den Träger erinnern.", "beratung:kalender")
    return gut("Keine Lieferung ist überfällig.")


def wartende_dateien() -> Ergebnis:
    grenze = timezone.now() - WARTET_ZU_LANGE
    wartende = Eingang.objects.filter(zustand=Eingang.Zustand.WARTET, eingereicht_am__lt=grenze).count()
    if wartende:
        text = f"{wartende} hochgeladene Dateien warten länger als eine Viertelstunde."
        return warnung(text, "Läuft der Zeitplan mit manage.py eingang_abarbeiten?")
    return gut("Keine hochgeladene Datei wartet zu lange.")


PRUEFUNGEN = [
    Pruefung("wuerfel", "Stimmt der Würfel mit den Zählzeilen überein?", wuerfel),
    Pruefung("geltende_teile", "Gilt je Monat genau eine Lieferung?", geltende_teile),
    Pruefung("zeilen_ohne_stelle", "Gehört jede Zählzeile zu einer Stelle?", zeilen_ohne_stelle),
    Pruefung("lieferverzug", "Ist eine Lieferung überfällig?", lieferverzug, Aufwand.SCHNELL),
    Pruefung("wartende_dateien", "Wartet eine hochgeladene Datei zu lange?", wartende_dateien, Aufwand.SCHNELL),
    Pruefung("wuerfel_ganz", "Stimmt der ganze Würfel?", wuerfel_ganz, Aufwand.GRUENDLICH),
]
