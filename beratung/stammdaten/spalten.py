"""Die Spalten der Stammdatenlisten. Die erste nennt die Zeile und führt zu ihr."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from beratung.kern.stammdaten.ausstattung import vzae
from beratung.kern.stammdaten.folge import gueltig_am
from beratung.kern.zaehlung import Quelle
from beratung.models import Beratungsstelle, Ereignismarke, Gebietszuordnung, Planungsbereich
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat


@dataclass(frozen=True)
class Marke:
    """Ein Zustand mit Farbe in einer Zelle; Farbe „leise“: nur blasser Text, wo nichts zu melden ist."""

    farbe: str
    text: str


UNBEKANNT = Marke("leise", "unbekannt")


@dataclass(frozen=True)
class Spalte:
    ueberschrift: str
    wert: Callable[[Any], str | Marke]
    ist_zahl: bool = False


def stand_der_stelle(stelle: Beratungsstelle) -> Marke:
    heute = timezone.localdate()
    if stelle.gueltig_bis and stelle.gueltig_bis < heute:
        return Marke("neutral", f"geschlossen seit {stelle.gueltig_bis:%d.%m.%Y}")
    if stelle.gueltig_von and stelle.gueltig_von > heute:
        return Marke("offen", f"öffnet am {stelle.gueltig_von:%d.%m.%Y}")
    return (
        Marke("warnung", f"schließt am {stelle.gueltig_bis:%d.%m.%Y}")
        if stelle.gueltig_bis
        else Marke("aktiv", "offen")
    )


def _bereich_heute(stelle: Beratungsstelle) -> str | Marke:
    bereich = stelle.planungsbereich_am(timezone.localdate())
    return str(bereich) if bereich else Marke("warnung", "keiner")


def _vzae_heute(stelle: Beratungsstelle) -> str | Marke:
    wert = vzae(stelle.ausstattungen.all(), Monat.von_tag(timezone.localdate()))
    return deutsch(wert, stellen=2) if wert is not None else UNBEKANNT


def _soll_heute(stelle: Beratungsstelle) -> str | Marke:
    zeile = gueltig_am(stelle.ausstattungen.all(), timezone.localdate())
    return deutsch(zeile.soll_quartal) if zeile and zeile.soll_quartal is not None else UNBEKANNT


STELLE = (
    Spalte("Beratungsstelle", str),
    Spalte("Träger", lambda s: str(s.traeger)),
    Spalte("Quelle", lambda s: Quelle(s.quelle).verfahren),
    Spalte("Planungsbereich", _bereich_heute),
    Spalte("Stand", stand_der_stelle),
    Spalte("VzÄ", _vzae_heute, ist_zahl=True),
    Spalte("Soll je Quartal", _soll_heute, ist_zahl=True),
)
TRAEGER = (
    Spalte("Träger", str),
    Spalte("E-Mail-Adresse", lambda t: t.email or Marke("warnung", "fehlt")),
    Spalte("Beratungsstellen", lambda t: deutsch(t.anzahl), ist_zahl=True),
)


def zuordnungen_am(bereich: Planungsbereich, tag: date) -> list[Gebietszuordnung]:
    """Aus den vorgeladenen Zuordnungen die an diesem Tag geltenden, nach der Nr. des Stadtteils."""
    return sorted((z for z in bereich.zuordnungen.all() if gueltig_am([z], tag)), key=lambda z: z.stadtteil_id)


def _unbestaetigte(bereich: Planungsbereich) -> str | Marke:
    offen = sum(not z.ist_bestaetigt for z in zuordnungen_am(bereich, timezone.localdate()))
    return Marke("warnung", f"{offen} nicht bestätigt") if offen else Marke("fertig", "alle bestätigt")


PLANUNGSBEREICH = (
    Spalte("Planungsbereich", str),
    Spalte("Stadtteile", lambda b: deutsch(len(zuordnungen_am(b, timezone.localdate()))), ist_zahl=True),
    Spalte("Zuordnung", _unbestaetigte),
    Spalte(
        "Koordination",
        lambda b: aufzaehlung([p.anzeigename for p in b.koordination.all()]) or Marke("leise", "niemand"),
    ),
)
KATALOGWERT = (
    Spalte("Bezeichnung", str),
    Spalte("Reihenfolge", lambda w: str(w.reihenfolge), ist_zahl=True),
    Spalte("Hauptberatungsfeld", lambda w: str(w.oberwert or "")),
    Spalte("Weitere Schreibweisen", lambda w: ", ".join(filter(None, w.schreibweisen))),
    Spalte("Schlüssel", lambda w: w.schluessel),
)


def _betrifft(marke: Ereignismarke) -> str:
    orte = [str(ort) for ort in (marke.planungsbereich, marke.beratungsstelle) if ort]
    return aufzaehlung(orte) or "ganze Stadt"


EREIGNIS = (
    Spalte("Ereignis", lambda e: e.bezeichnung),
    Spalte("Ab", lambda e: Monat.von_tag(e.ab).bezeichnung),
    Spalte("Betrifft", _betrifft),
    Spalte("Bruch", lambda e: Marke("warnung", "ja") if e.ist_bruch else "nein"),
    Spalte("Erläuterung", lambda e: e.erlaeuterung),
)
