"""Was ein Dashboard kostet: aus dem Würfel gegen dieselben Fragen an die gespeicherten Zeilen, mit wenigen und mit
vielen Zeilen daneben. Gefüllt wird mit den Beispiellieferungen, weiter zurück und mehrfach."""

import gzip
import io
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beratung.kern.zaehlen.zaehlen import TABELLEN
from beratung.kern.zaehlung import MERKMALE, Art, Quelle, Zaehleinheit
from beratung.leistung import Lauf, Ziel, abschreiben, ergebnis_des_schritts, leerer_teil
from beratung.lieferungen.zaehlzeilen import MODELLE
from beratung.models import Haeufigkeit, Leistung, Lieferungsteil, Monatswert, Neuzugang
from berichte.auswertung.abschnitte import abschnitte
from berichte.auswertung.auffaelliges import auffaelliges
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage, vergessen
from berichte.zahlen.lesung import RUECKBLICK
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer

MUSTERJAHR = 2023
ZEITRAUM = Zeitraum(Monat(2024, 1), Monat(2024, 9))
BEREICH = "cotta"
WIEDERHOLUNGEN, WIEDERHOLUNGEN_ROH = 20, 5
KLEIN = 3  # Jahre: so weit zurück blickt eine Seite höchstens


def laeufe(zeilen: int, jahre: int) -> tuple[Lauf, ...]:
    """Dieselbe Seite in einer kleinen und in einer großen Datenbank, dort auch aus den Zeilen."""
    return Lauf(0, KLEIN, ("klein",)), Lauf(zeilen, max(jahre, KLEIN), ("gross", "rohzeilen"))


def vorbereiten(ordner: Path, lauf: Lauf) -> None:
    call_command("einrichten", vorfuehrung=True, stdout=io.StringIO())
    fuellen(lauf)


@transaction.atomic
def fuellen(lauf: Lauf) -> None:
    """Die Jahre vor dem Musterjahr sind wie das Musterjahr; danach werden alle Zeilen verdoppelt, bis es genug sind.
    Der Würfel zählt sie mit, wie er es beim Einlesen täte."""
    muster = list(Lieferungsteil.objects.filter(ist_gueltig=True, monat__year=MUSTERJAHR))
    for nr in range(1, lauf.jahre - 1):
        for teil in muster:
            _zurueckverlegen(teil, nr)
    verdoppelungen = 0
    while zeilen() < lauf.zeilen:
        for modell in (Neuzugang, Leistung, Haeufigkeit):
            _verdoppeln(modell)
        verdoppelungen += 1
    Monatswert.objects.update(anzahl=F("anzahl") * 2**verdoppelungen)


def zeilen() -> int:
    return sum(modell.objects.count() for modell in (Neuzugang, Leistung, Haeufigkeit))


def _zurueckverlegen(muster: Lieferungsteil, jahre: int) -> None:
    monat = muster.monat.replace(year=muster.monat.year - jahre)
    teil = leerer_teil(monat, ist_gueltig=True, quelle=muster.quelle, art=muster.art, stellen=muster.beratungsstellen)
    for tabelle in TABELLEN[Art(muster.art)]:
        abschreiben(MODELLE[tabelle], muster, {"teil": teil.pk})
    abschreiben(Monatswert, muster, {"teil": teil.pk, "monat": monat})


def _verdoppeln(modell) -> None:
    spalten = ", ".join(f'"{feld.column}"' for feld in modell._meta.concrete_fields if not feld.primary_key)
    tabelle = f'"{modell._meta.db_table}"'
    with connection.cursor() as zeiger:
        zeiger.execute(f"INSERT INTO {tabelle} ({spalten}) SELECT {spalten} FROM {tabelle}")  # noqa: S608  – Namen aus dem Modell # nosec B608


def seite() -> dict:
    """Lage, Sätze und alle Abbildungen von Stadt und Planungsbereich, kalt; Abfragen, gepackte Größe und Rechenzeit der
    ganzen Seite, kalt und warm."""
    _mit_statistik()
    stadt, bereich = Auswahl(ZEITRAUM), Auswahl(ZEITRAUM, planungsbereich=BEREICH)
    mittlere, kuerzeste = dauer(lambda: _rechnen(stadt), WIEDERHOLUNGEN)
    im_bereich, kuerzeste_im_bereich = dauer(lambda: _rechnen(bereich), WIEDERHOLUNGEN)
    zeiten = {"kuerzeste": kuerzeste, "sekunden_bereich": im_bereich, "kuerzeste_bereich": kuerzeste_im_bereich}
    umfang = {"jahre": len(Monatswert.objects.dates("monat", "year")), "zeilen": zeilen(),
              "zellen": Monatswert.objects.count()}  # fmt: skip
    return ergebnis_des_schritts("seite", mittlere) | zeiten | umfang | _ganze_seite()


def _rechnen(auswahl: Auswahl) -> None:
    """Kalt: Aus dem Gedächtnis käme beim zweiten Mal, was die Zeilen jedes Mal beantworten müssen."""
    vergessen()
    hier = lage(replace(auswahl, mit_vergleich=True))
    auffaelliges(hier)
    abschnitte(hier)


def _ganze_seite() -> dict:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Benutzer.objects.get(username="leitung"))
    stadt, bereich = reverse("stadt_dashboard"), reverse("bereich_dashboard", kwargs={"bereich": BEREICH})
    with CaptureQueriesContext(connection) as abfragen:
        antwort = client.get(stadt)
    gelesen = [abfrage for abfrage in abfragen if abfrage["sql"].startswith(("SELECT", "INSERT"))]  # ohne BEGIN
    umfang = {"abfragen": len(gelesen), "bytes_gepackt": len(gzip.compress(antwort.content))}
    return umfang | {
        f"cpu_{name}_{zustand}": rechenzeit(lambda pfad=pfad: client.get(pfad), davor)
        for name, pfad in (("stadt", stadt), ("bereich", bereich))
        for zustand, davor in (("kalt", vergessen), ("warm", lambda: None))
    }


def rechenzeit(tun: Callable[[], object], davor: Callable[[], None]) -> float:
    """Die kürzeste, in Sekunden CPU; `davor` zählt nicht mit."""
    zeiten = []
    for _ in range(WIEDERHOLUNGEN):
        davor()
        beginn = time.process_time()
        tun()
        zeiten.append(time.process_time() - beginn)
    return min(zeiten)


def rohzeilen() -> dict:
    """Die Fragen der Stadtseite an die gespeicherten Zeilen, jede eine Abfrage: Monatsreihen der letzten drei Jahre und
    jede Aufteilung über die verglichenen Monate."""
    mittlere, kuerzeste = dauer(rohfragen, WIEDERHOLUNGEN_ROH)
    return ergebnis_des_schritts("rohzeilen", mittlere) | {"kuerzeste": kuerzeste}


def rohfragen() -> dict[str, list]:
    """Name der Frage → (Quelle, Gruppe, Summe)."""
    reihe = [monat.erster for monat in Zeitraum(ZEITRAUM.bis - (RUECKBLICK - 1), ZEITRAUM.bis)]
    verglichen = [monat.erster for monat in (*ZEITRAUM, *ZEITRAUM.vorjahr())]
    faelle = {"monate": _gruppiert(Neuzugang, reihe, "teil__monat")}
    for spalte in (*MERKMALE[Zaehleinheit.NEUZUGANG], "stadtteil", "beratungsstelle"):
        faelle[spalte] = _gruppiert(Neuzugang, verglichen, spalte, "teil__monat__year")
    faelle["altersgruppe×geschlecht"] = _gruppiert(Neuzugang, verglichen, "altersgruppe", "geschlecht")
    leistungen = {"leistungen": _gruppiert(Leistung, reihe, "zaehleinheit", "teil__monat")}
    for spalte in MERKMALE[Zaehleinheit.BERATUNG]:
        leistungen[spalte] = _gruppiert(Leistung, verglichen, "zaehleinheit", spalte, "teil__monat__year")
    return faelle | leistungen | {"haeufigkeit": _gruppiert(Haeufigkeit, verglichen, "klasse", "teil__monat__year")}


def _gruppiert(modell, monate: list, *spalten: str) -> list:
    geltende = modell.objects.filter(teil__ist_gueltig=True, teil__monat__in=monate, teil__quelle__in=list(Quelle))
    return list(geltende.values_list("teil__quelle", *spalten).annotate(Sum("anzahl")).order_by())


def dauer(tun: Callable[[], object], wiederholungen: int) -> tuple[float, float]:
    """Mittlere (Median) und kürzeste: die zweite hängt am wenigsten davon ab, was der Rechner sonst noch tut."""
    zeiten = []
    for _ in range(wiederholungen):
        beginn = time.perf_counter()
        tun()
        zeiten.append(time.perf_counter() - beginn)
    return median(zeiten), min(zeiten)


def _mit_statistik() -> None:
    """PostgreSQL führt sie sonst im Hintergrund nach."""
    if connection.vendor == "postgresql":
        with connection.cursor() as zeiger:
            zeiger.execute("ANALYZE")


SCHRITTE = {"klein": seite, "gross": seite, "rohzeilen": rohzeilen}


def messen(schritt: str, ordner: Path) -> dict:
    return SCHRITTE[schritt]() | {"schritt": schritt}


def ziele(schritte: dict[str, dict], zeilen: int) -> list[Ziel]:
    klein, gross, roh = schritte["klein"], schritte["gross"], schritte["rohzeilen"]
    bereich = gross["kuerzeste_bereich"] / klein["kuerzeste_bereich"]
    return [
        Ziel("G5", "Seite der Stadt ÷ dieselben Fragen an die Zeilen", gross["kuerzeste"] / roh["kuerzeste"], 0.1),
        Ziel("G5", "große Datenbank ÷ kleine, Stadt", gross["kuerzeste"] / klein["kuerzeste"], 1.3),
        Ziel("G5", "große Datenbank ÷ kleine, Planungsbereich", bereich, 1.3),
        Ziel("G5", "Abfragen der ganzen Seite", gross["abfragen"], 18),
        Ziel("G5", "Seite gepackt, kB", gross["bytes_gepackt"] / 1000, 30),
        Ziel("G5", "ganze Seite der Stadt, erste Ansicht, ms CPU", 1000 * gross["cpu_stadt_kalt"], 20),
        Ziel("G5", "ganze Seite der Stadt, unveränderte Zahlen, ms CPU", 1000 * gross["cpu_stadt_warm"], 20),
        Ziel("G5", "Planungsbereich, erste Ansicht, ms CPU", 1000 * gross["cpu_bereich_kalt"], 20),
        Ziel("G5", "Planungsbereich, unveränderte Zahlen, ms CPU", 1000 * gross["cpu_bereich_warm"], 20),
    ]
