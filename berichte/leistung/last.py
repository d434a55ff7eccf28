"""Was die Anwendung unter Last leistet: zwanzig Anfragen je Sekunde von vier Rollen, während durchgehend ein Import und
ein Bericht läuft; danach zwanzig, die zugleich zu denselben Maßnahmen melden.

Der Takt steht fest und wartet auf niemanden: Ist der Server langsam, zählt auch die Zeit, die eine Anfrage auf ihn
gewartet hat.
"""

import io
import os
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Barrier

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beratung import leistung as einlesen
from beratung.leistung import Lauf, Ziel, ergebnis_des_schritts
from dresden_senioren.models import Benutzer
from massnahmen.models import Massnahme, Sachstandsart, Sachstandsmeldung, Stelle

from .treiber import GEDULD, KEINE_ANTWORT, Messung, Server, Sitzung, auswerten, laufender_server, nebenher

SAMEN = 2024
JE_SEKUNDE = 20
ZUGLEICH = 64  # so viele Anfragen dürfen offen sein
SCHREIBER, MASSNAHMEN, MELDUNGEN, VERSUCHE = 20, 5, 2, 60
ANWENDUNG = "dresden_senioren.wsgi"
STELLE, STICHTAG = "Sozialamt", "2024-09-30"


@dataclass(frozen=True)
class Seite:
    """Eine Seite des Alltags; `gewicht`: wie oft sie unter allen vorkommt."""

    gewicht: int
    rolle: str
    name: str
    angaben: dict = field(default_factory=dict)
    frage: str = ""

    @property
    def pfad(self) -> str:
        return reverse(self.name, kwargs=self.angaben) + self.frage


COTTA = {"bereich": "cotta"}
# Angenommen: So verteilt sich ein Arbeitstag; die meisten melden Sachstände und lesen Dashboards.
SEITEN = (
    Seite(6, "sachbearbeitung", "start"),
    Seite(10, "sachbearbeitung", "massnahmen:liste"),
    Seite(4, "sachbearbeitung", "massnahmen:liste", frage="?text=wohnen"),
    Seite(12, "sachbearbeitung", "massnahmen:detail", {"pk": 1}),
    Seite(4, "sachbearbeitung", "massnahmen:rueckmeldungen"),
    Seite(3, "koordination", "start"),
    Seite(10, "koordination", "bereich_dashboard", COTTA),
    Seite(5, "koordination", "bereich_dashboard", COTTA, "?von=2024-01&bis=2024-06"),
    Seite(6, "koordination", "bereich_dashboard", COTTA, "?von=2023-01&bis=2023-12"),
    Seite(3, "koordination", "monatsentwicklung"),
    Seite(2, "koordination", "bereich_brief", COTTA | {"monat": "2024-09"}),
    Seite(2, "administration", "start"),
    Seite(5, "administration", "beratung:lieferung_liste"),
    Seite(4, "administration", "beratung:kalender"),
    Seite(3, "administration", "beratung:lieferung_detail", {"pk": 1}),
    Seite(2, "administration", "protokoll"),
    Seite(4, "leitung", "start"),
    Seite(5, "leitung", "ueberblick"),
    Seite(5, "leitung", "stadt_dashboard"),
    Seite(3, "leitung", "bericht_liste"),
    Seite(2, "leitung", "hilfe"),
)


def laeufe(zeilen: int, jahre: int) -> tuple[Lauf, ...]:
    """Immer die Vorführung; Zeilen und Jahre spielen keine Rolle."""
    return (Lauf(0, 0, ("last",)),)


def vorbereiten(ordner: Path, lauf: Lauf) -> None:
    """Vorführung, zwanzig Meldende und zwei Fassungen desselben Monats, die einander ersetzen."""
    call_command("einrichten", vorfuehrung=True, stdout=io.StringIO())
    stelle = Stelle.objects.get(name=STELLE)
    for nr in range(SCHREIBER):
        stelle.benutzer.add(Benutzer.objects.create_user(f"meldend-{nr}", rolle="sachbearbeitung"))
    einlesen.stellen_anlegen()
    for nr, datei in enumerate(_dateien(ordner)):
        einlesen.datei_schreiben(datei, einlesen.STADTMONAT + nr)


def _dateien(ordner: Path) -> list[Path]:
    return [ordner / f"leistungen_{nr}.csv" for nr in range(2)]


def messen(schritt: str, ordner: Path, *, sekunden: int, anwendung: str) -> dict:
    """`last` in der vorbereiteten Datenbank, die DATABASE_URL nennt."""
    vorher, verbraucht, beginn = os.getloadavg()[0], time.process_time(), time.monotonic()
    with laufender_server(anwendung) as server:
        with nebenher(_importe(ordner), _berichte(ordner)) as (importe, berichte):
            ergebnis = mischung(server, sekunden)
        ergebnis["importe"], ergebnis["berichte"] = len(importe), len(berichte)
        ergebnis["nebenher_gescheitert"] = sum(rueckgabe != 0 for rueckgabe in (*importe, *berichte))
        ergebnis["schreiber"] = schreiben(server)
    anteil = (time.process_time() - verbraucht) / (time.monotonic() - beginn)
    rechner = {"kerne": os.cpu_count(), "last_vorher": vorher, "last_nachher": os.getloadavg()[0],
               "anteil_des_messenden": anteil}  # fmt: skip
    return ergebnis_des_schritts(schritt, sekunden) | ergebnis | {"rechner": rechner}


def _importe(ordner: Path) -> list[list[str]]:
    angaben = ["--quelle=seniora", f"--monat={einlesen.MONAT}", "--bestaetigen=Messung"]
    return [["lieferung_einlesen", str(datei), *angaben] for datei in _dateien(ordner)]


def _berichte(ordner: Path) -> list[list[str]]:
    angaben = [f"--stichtag={STICHTAG}", "--fassung=intern", "--format=pdf", f"--ausgabe={ordner / 'bericht.pdf'}"]
    return [["bericht_erstellen", "zwischenbericht", *angaben]]


def _sitzung(server: Server, benutzer: Benutzer) -> Sitzung:
    client = Client()
    client.force_login(benutzer)
    return Sitzung(server.port, client.cookies[settings.SESSION_COOKIE_NAME].value)


# --- Seitenmischung ---------------------------------------------------------------------------------------------------


def mischung(server: Server, sekunden: int) -> dict:
    """So viele Sekunden im festen Takt, gewürfelt mit festem Samen. Vorher wird jede Seite einmal ungemessen geholt."""
    sitzungen = {rolle: _sitzung(server, Benutzer.objects.get(username=rolle)) for rolle in {s.rolle for s in SEITEN}}
    for seite in SEITEN:
        sitzungen[seite.rolle].holen(seite.pfad)
    wuerfel = random.Random(SAMEN)  # noqa: S311 – Reihenfolge einer Messung, kein Geheimnis
    folge = wuerfel.choices(SEITEN, [seite.gewicht for seite in SEITEN], k=JE_SEKUNDE * sekunden)
    belegt, gerechnet, beginn = server.arbeitsspeicher(), server.rechenzeit(), time.perf_counter()
    with ThreadPoolExecutor(ZUGLEICH) as faeden:
        offene = []
        for nr, seite in enumerate(folge):
            faellig = beginn + nr / JE_SEKUNDE
            time.sleep(max(0.0, faellig - time.perf_counter()))
            offene.append(faeden.submit(_abrufen, sitzungen[seite.rolle], seite, faellig))
        messungen = [offen.result() for offen in offene]
    dauer = time.perf_counter() - beginn
    zuwachs = server.arbeitsspeicher() - belegt
    speicher = {"server_mb": belegt, "zuwachs_mb": zuwachs, "zuwachs_prozent": 100 * zuwachs / belegt}
    je_anfrage = (server.rechenzeit() - gerechnet) / len(messungen)
    takt = {"je_sekunde": len(messungen) / dauer, "rechenzeit_je_anfrage": je_anfrage}
    return auswerten(messungen) | takt | speicher | {"seiten": _je_seite(messungen)}


def _abrufen(sitzung: Sitzung, seite: Seite, faellig: float) -> Messung:
    status, _ = sitzung.holen(seite.pfad)
    return Messung(f"{seite.rolle} {seite.pfad}", status, time.perf_counter() - faellig, status != 200)


def _je_seite(messungen: list[Messung]) -> dict[str, dict]:
    """Die langsamste zuerst."""
    namen = {m.was for m in messungen}
    seiten = {name: auswerten([m for m in messungen if m.was == name]) for name in namen}
    return dict(sorted(seiten.items(), key=lambda paar: (-paar[1]["p95"], paar[0])))


# --- Zwanzig schreiben zugleich ---------------------------------------------------------------------------------------


def schreiben(server: Server) -> dict:
    """Jede Meldung nennt im Text die Zeile, die ihre Verfasserin vor Augen hatte: Folgt sie auf eine andere, ging deren
    Meldung ungelesen unter. Ein 409 ist kein Fehler, sondern der Schutz davor."""
    meldende = list(Benutzer.objects.filter(username__startswith="meldend-").order_by("pk"))
    massnahmen = list(Massnahme.objects.meldbar_fuer(meldende[0]).order_by("pk").values_list("pk", flat=True))
    massnahmen = massnahmen[:MASSNAHMEN]
    fest = {"sachstandsart": Sachstandsart.objects.get(schluessel="laufend").pk,
            "gueltig_ab": timezone.localdate().isoformat()}  # fmt: skip
    sitzungen = [_sitzung(server, person) for person in meldende]
    melden = partial(_alles_melden, massnahmen=massnahmen, fest=fest, treffen=Barrier(SCHREIBER))
    with ThreadPoolExecutor(SCHREIBER) as faeden:
        je_person = faeden.map(melden, sitzungen, range(SCHREIBER))
        messungen = [messung for messungen in je_person for messung in messungen]
    angenommen = sum(m.status == 302 for m in messungen)
    soll = SCHREIBER * MELDUNGEN
    return auswerten(messungen) | {
        "personen": len(meldende),
        "angenommen": angenommen,
        "ueberholt": sum(m.status == 409 for m in messungen),
        "nicht_gelungen": soll - angenommen,
        "verloren": verlorene(massnahmen, angenommen),
    }


def _alles_melden(sitzung: Sitzung, nr: int, *, massnahmen: list[int], fest: dict, treffen: Barrier) -> list[Messung]:
    """Beim ersten Mal haben alle gelesen, ehe jemand meldet."""
    wuerfel, messungen = random.Random(SAMEN + nr), []  # noqa: S311 – wie oben
    for massnahme in wuerfel.choices(massnahmen, k=MELDUNGEN):
        for _ in range(VERSUCHE):
            messungen += (beide := _einmal_melden(sitzung, massnahme, fest, None if messungen else treffen))
            if beide[-1].status != 409:
                break
    return messungen


def _einmal_melden(sitzung: Sitzung, massnahme: int, fest: dict, treffen: Barrier | None) -> list[Messung]:
    """Die Seite lesen und auf ihrer Grundlage melden."""
    detail, melden = (reverse(f"massnahmen:{name}", args=[massnahme]) for name in ("detail", "sachstand_melden"))
    beginn = time.perf_counter()
    status, seite = sitzung.holen(detail)
    gelesen = Messung(detail, status, time.perf_counter() - beginn, status != 200)
    if treffen:
        treffen.wait(2 * GEDULD)
    grundlage = re.search(r'name="grundlage" value="(\d+)"', seite)
    if not grundlage:
        return [gelesen, Messung(melden, KEINE_ANTWORT, 0.0, True)]
    beginn = time.perf_counter()
    status = sitzung.senden(melden, **fest, grundlage=grundlage[1], erlaeuterung=f"nach {grundlage[1]}")
    return [gelesen, Messung(melden, status, time.perf_counter() - beginn, status not in {302, 409})]


def verlorene(massnahmen: list[int], angenommen: int) -> int:
    """Angenommene, die nicht gespeichert sind, und gespeicherte, die auf eine ungelesene folgen."""
    buch = Sachstandsmeldung.objects.filter(massnahme__in=massnahmen).order_by("massnahme", "pk")
    zeilen = list(buch.values_list("massnahme", "pk", "erlaeuterung"))
    unsere = sum(text.startswith("nach ") for *_, text in zeilen)
    ungelesen = sum(
        text.startswith("nach ") and (eine != andere or text != f"nach {vorige}")
        for (eine, vorige, _), (andere, _, text) in pairwise(zeilen)
    )
    return abs(angenommen - unsere) + ungelesen


SCHRITTE = {"last": messen}


def ziele(schritte: dict[str, dict], zeilen: int) -> list[Ziel]:
    last = schritte["last"]
    schreiber = last["schreiber"]
    return [
        Ziel("G7", "Anfragen mit Fehler", last["fehler"], 0),
        Ziel("R5", "Antworten 5xx", last["antworten_5xx"] + schreiber["antworten_5xx"], 0),
        Ziel("G7", "p95, s", last["p95"], 0.3),
        Ziel("R5", "p95, s", last["p95"], 0.5),
        Ziel("R5", "längste Anfrage, s", last["max"], 3),
        Ziel("R5", "Importe und Berichte gescheitert", last["nebenher_gescheitert"], 0),
        Ziel("G7", "20 Schreiber: Anfragen mit Fehler", schreiber["fehler"], 0),
        Ziel("G7", "20 Schreiber: nie angenommene Meldungen", schreiber["nicht_gelungen"], 0),
        Ziel("G7", "20 Schreiber: verlorene Meldungen", schreiber["verloren"], 0),
    ]
