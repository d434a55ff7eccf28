"""Was das Einlesen kostet, gemessen neben dem, was nur zu lesen und nur zu schreiben kostet. Jeder Schritt läuft in
einem eigenen Prozess, weil ein Prozess seine Speicherspitze nie wieder vergisst."""

import csv
import io
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from dresden_senioren.kern.zeitraum import Monat

from .kern.zaehlen.zaehlen import TABELLEN
from .kern.zaehlung import UNBEKANNT, Art, Merkmal, Quelle
from .kern.zuordnen.werte import LEISTUNGSARTEN
from .lieferungen.uebernahme import annehmen, uebernehmen
from .lieferungen.zaehlzeilen import MODELLE
from .models import Beratungsstelle, Leistung, Lieferung, Lieferungsteil, Monatswert, Stadtteil
from .pruefung.datei import pruefen
from .stammdaten.nachschlagen import profil_finden, verzeichnis_laden

SAMEN = 2024
MONAT = Monat(2024, 9)
STADTMONAT = 3_900  # Zeilen; so viele Leistungen liefert Dresden in einem starken Monat
GRUNDLAST = 120  # Monate: zehn Jahre
STELLEN = 24
DATEI = "leistungen.csv"
KOPF = ("Monat", "Beratungsstelle", "Stadtteil", "Leistungsart", "Beratungsfeld", "Beratungsort", "Anzahl",
        "Fallkennung")  # fmt: skip


@dataclass(frozen=True)
class Ziel:
    """Ein Ziel und was dafür gemessen wurde."""

    name: str
    satz: str
    wert: float
    grenze: float

    @property
    def ist_erreicht(self) -> bool:
        return self.wert <= self.grenze


@dataclass(frozen=True)
class Lauf:
    """Eine eigene Datenbank: womit sie gefüllt wird und welche Schritte darin gemessen werden."""

    zeilen: int
    jahre: int
    schritte: tuple[str, ...]


def laeufe(zeilen: int, jahre: int) -> tuple[Lauf, ...]:
    """Für den Monat der Stadt gibt es eine eigene, kleine Datei; `jahre` spielt beim Einlesen keine Rolle."""
    return Lauf(zeilen, jahre, ("csv_lesen", "roh_schreiben", "weg")), Lauf(STADTMONAT, jahre, ("monat_ersetzen",))


def vorbereiten(ordner: Path, lauf: Lauf) -> None:
    """Kataloge, Gebiete, Beratungsstellen und die Messdatei."""
    call_command("migrate", verbosity=0)
    call_command("loaddata", "kataloge", "zuordnungsprofile", verbosity=0)
    call_command("gebiete_einlesen", str(settings.BASE_DIR / "fixtures/stadtteile.csv"), stdout=io.StringIO())
    stellen_anlegen()
    datei_schreiben(ordner / DATEI, lauf.zeilen)


def stellen_anlegen() -> None:
    """Zu ihnen gehören die Messdaten."""
    for nr in range(STELLEN):
        Beratungsstelle.objects.create(name=f"Messstelle {nr}", kuerzel=f"m-{nr}", quelle=Quelle.SENIORA,
                                       traeger_id=_traeger())  # fmt: skip


def _traeger() -> int:
    modell = Beratungsstelle._meta.get_field("traeger").related_model
    return modell.objects.get_or_create(name="Messträger")[0].pk


def datei_schreiben(pfad: Path, zeilen: int) -> None:
    """Leistungen eines Monats, gewürfelt mit festem Samen; jede Zeile ein Datum, jede dritte desselben Falls."""
    with pfad.open("w", encoding="utf-8", newline="") as datei:
        schreiber = csv.writer(datei, delimiter=";")
        schreiber.writerow(KOPF)
        schreiber.writerows(_zeilen(zeilen))


def _zeilen(anzahl: int) -> Iterator[tuple]:
    wuerfel = random.Random(SAMEN)  # noqa: S311 – Messdaten, kein Geheimnis
    stadtteile = list(Stadtteil.objects.values_list("nr", flat=True))
    felder, orte = (list(_schluessel(merkmal)) for merkmal in (Merkmal.BERATUNGSFELD, Merkmal.BERATUNGSORT))
    arten = list(LEISTUNGSARTEN)
    # Häufiges ist häufig: der erste Wert einer Liste kommt etwa zehnmal so oft vor wie der letzte.
    for _ in range(anzahl):
        yield (
            f"{wuerfel.randrange(1, 31):02}.09.2024", f"m-{_schief(wuerfel, STELLEN)}",
            stadtteile[_schief(wuerfel, len(stadtteile))], arten[_schief(wuerfel, 3)],
            felder[_schief(wuerfel, len(felder))], orte[_schief(wuerfel, len(orte))],
            "" if wuerfel.random() < 0.9 else "2", f"F-{wuerfel.randrange(1 + anzahl // 3)}",
        )  # fmt: skip


def _schluessel(merkmal: Merkmal) -> dict[str, str]:
    """Bezeichnung → Schlüssel, ohne „unbekannt“."""
    bezeichnungen = verzeichnis_laden(MONAT).kataloge[merkmal].bezeichnungen
    return {name: schluessel for schluessel, name in bezeichnungen.items() if schluessel != UNBEKANNT}


def _schief(wuerfel: random.Random, n: int) -> int:
    return int(n * wuerfel.random() ** 2)


def csv_lesen(pfad: Path) -> dict:
    """Der Vergleich: nur der Leser der Standardbibliothek, Zeile für Zeile."""
    with pfad.open(encoding="utf-8", newline="") as datei:
        return gemessen("csv_lesen", lambda: sum(1 for _ in csv.reader(datei, delimiter=";")))


def roh_schreiben(pfad: Path) -> dict:
    """Der Vergleich: fertige Tupel in einem Zug in dieselbe Tabelle, ohne Prüfung, ohne Würfel."""
    stellen = dict(Beratungsstelle.objects.values_list("kuerzel", "pk"))
    felder, orte = _schluessel(Merkmal.BERATUNGSFELD), _schluessel(Merkmal.BERATUNGSORT)
    with pfad.open(encoding="utf-8", newline="") as datei:
        zeilen = [
            (stellen[stelle], teil, LEISTUNGSARTEN[art].value, felder[feld], orte[ort], int(anzahl or 1))
            for _, stelle, teil, art, feld, ort, anzahl, _ in islice(csv.reader(datei, delimiter=";"), 1, None)
        ]
    namen = ("teil", "beratungsstelle", "stadtteil", "zaehleinheit", "beratungsfeld", "beratungsort", "anzahl")
    with transaction.atomic():
        nummer = leerer_teil(MONAT.erster).pk
        fertige = [(nummer, *zeile) for zeile in zeilen]
        ergebnis = gemessen("roh_schreiben", lambda: _roh(Leistung, namen, fertige))
        transaction.set_rollback(True)
    return ergebnis


def _roh(modell, felder: tuple[str, ...], zeilen: list[tuple]) -> None:
    """So nah an der Datenbank wie möglich: die Zeilen brauchen keine Maskierung."""
    spalten = ", ".join(f'"{modell._meta.get_field(feld).column}"' for feld in felder)
    with connection.cursor() as zeiger:
        if connection.vendor == "postgresql":
            text = io.StringIO("".join("\t".join(map(str, zeile)) + "\n" for zeile in zeilen))
            zeiger.copy_expert(f'COPY "{modell._meta.db_table}" ({spalten}) FROM STDIN', text)
        else:
            platz = ", ".join("?" * len(felder))
            befehl = f'INSERT INTO "{modell._meta.db_table}" ({spalten}) VALUES ({platz})'  # noqa: S608  – Namen aus dem Modell # nosec B608
            connection.connection.executemany(befehl, zeilen)


def weg(pfad: Path) -> dict:
    """Unser Weg: Datei → Vorschau → übernommen, mit allen Regeln und dem Würfel."""
    schritte: dict[str, float] = {}
    pruefung = _uhr(schritte, "pruefen", lambda: _pruefe(pfad))
    fehler = [befund for befund in pruefung.befunde if befund.schwere == "fehler"]
    if fehler:
        raise ValueError(f"Die Messdatei hat Fehler: {fehler[0].meldung}")
    lieferung = _uhr(schritte, "annehmen", lambda: annehmen(pruefung, von=None))
    _uhr(schritte, "uebernehmen", lambda: uebernehmen(lieferung, von=None, begruendung="Messung"))
    gruppen = sum(len(tabelle) for teil in pruefung.teile.values() for tabelle in teil.inhalt.values())
    zellen = sum(len(teil.zellen) for teil in pruefung.teile.values())
    return ergebnis_des_schritts("weg", sum(schritte.values())) | {
        "teile": schritte,
        "gruppen": gruppen,
        "zellen": zellen,
    }


def _pruefe(pfad: Path):
    with pfad.open("rb") as datei:
        return pruefen(datei=datei, dateiname=pfad.name, quelle=Quelle.SENIORA, monat=MONAT,
                       profil=profil_finden("standard"))  # fmt: skip


def monat_ersetzen(pfad: Path) -> dict:
    """Wie lange die Datenbank braucht, um einen Monat der Stadt zu ersetzen: leer und mit zehn Jahren daneben. Gezählt
    wird alles von der fertigen Prüfung an, also etwas mehr als die Zeit in der Datenbank."""
    kuerzester = {}
    for name in ("leer", "mit_grundlast"):
        if name == "mit_grundlast":
            _grundlast_legen(Lieferungsteil.objects.get(ist_gueltig=True))
        zeiten = []
        for _ in range(5):
            pruefung, schritte = _pruefe(pfad), {}
            lieferung = _uhr(schritte, "annehmen", lambda p=pruefung: annehmen(p, von=None))
            _uhr(schritte, "uebernehmen", lambda e=lieferung: uebernehmen(e, von=None, begruendung="Messung"))
            zeiten.append(sum(schritte.values()))
        kuerzester[name] = min(zeiten)
    zeilen = {"zeilen_daneben": Leistung.objects.count(), "zellen_daneben": Monatswert.objects.count()}
    return ergebnis_des_schritts("monat_ersetzen", kuerzester["leer"]) | kuerzester | zeilen


@transaction.atomic
def _grundlast_legen(muster: Lieferungsteil) -> None:
    """Den Monat noch 120-mal hinlegen, jeden für sich und gültig."""
    for nr in range(GRUNDLAST):
        teil = leerer_teil((MONAT - 1 - nr).erster, ist_gueltig=True)
        for tabelle in TABELLEN[Art.LEISTUNGEN]:
            abschreiben(MODELLE[tabelle], muster, {"teil": teil.pk})
        abschreiben(Monatswert, muster, {"teil": teil.pk, "monat": teil.monat})


def abschreiben(modell, muster: Lieferungsteil, anders: dict) -> None:
    """Die Zeilen des Musters noch einmal, mit anderen Werten in `anders`."""
    felder = [f for f in modell._meta.concrete_fields if not f.primary_key]
    tabelle, spalten = f'"{modell._meta.db_table}"', [f'"{f.column}"' for f in felder]
    werte = [str(anders[f.name]) for f in felder if f.name in anders]
    # Ein Parameter allein hat auf PostgreSQL keinen Typ.
    platz = "CAST(%s AS {})" if connection.vendor == "postgresql" else "%s"
    gewaehlt = [platz.format(f.db_type(connection)) if f.name in anders else f'"{f.column}"' for f in felder]
    auswahl = f"SELECT {', '.join(gewaehlt)} FROM {tabelle} WHERE teil_id = %s"  # noqa: S608  – Namen aus dem Modell # nosec B608
    with connection.cursor() as zeiger:
        zeiger.execute(f"INSERT INTO {tabelle} ({', '.join(spalten)}) {auswahl}", [*werte, muster.pk])


def leerer_teil(
    monat: date, *, ist_gueltig: bool = False, quelle: str = Quelle.SENIORA.value, art: str = Art.LEISTUNGEN.value,
    stellen: Sequence[str] = (),
) -> Lieferungsteil:  # fmt: skip
    lieferung = Lieferung.objects.create(quelle=quelle, monat=monat, dateiname="messung", sha256="",
                                         profil=profil_finden("standard"), zeilen_gelesen=0,
                                         status=Lieferung.Status.UEBERNOMMEN)  # fmt: skip
    angaben = {"ist_gueltig": ist_gueltig, "beratungsstellen": list(stellen)}
    return lieferung.teile.create(quelle=quelle, monat=monat, art=art, **angaben)


def _uhr(schritte: dict[str, float], name: str, tun: Callable):
    beginn = time.perf_counter()
    ergebnis = tun()
    schritte[name] = time.perf_counter() - beginn
    return ergebnis


def gemessen(name: str, tun: Callable) -> dict:
    schritte: dict[str, float] = {}
    _uhr(schritte, name, tun)
    return ergebnis_des_schritts(name, schritte[name])


def ergebnis_des_schritts(name: str, sekunden: float) -> dict:
    """Dauer und Speicherspitze (MB) des laufenden Prozesses, Django eingeschlossen."""
    return {"schritt": name, "sekunden": sekunden,
            "speicher_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}  # fmt: skip


SCHRITTE = {schritt.__name__: schritt for schritt in (csv_lesen, roh_schreiben, weg, monat_ersetzen)}


def messen(schritt: str, ordner: Path) -> dict:
    return SCHRITTE[schritt](ordner / DATEI)


def ziele(schritte: dict[str, dict], zeilen: int) -> list[Ziel]:
    """Die Ziele als Verhältnis zu dem, was im selben Lauf nur gelesen und nur geschrieben wurde."""
    grund = schritte["csv_lesen"]["sekunden"] + schritte["roh_schreiben"]["sekunden"]
    weg_, monat = schritte["weg"], schritte["monat_ersetzen"]
    liste = [
        Ziel("G1", "ganzer Weg ÷ (nur lesen + nur schreiben)", weg_["sekunden"] / grund, 3),
        Ziel("G3", "Monat der Stadt ersetzen, Sekunden", monat["leer"], 0.15),
        Ziel("G3", "mit zehn Jahren daneben ÷ leer", monat["mit_grundlast"] / monat["leer"], 1.5),
        Ziel("G8", "Speicherspitze des Wegs, MB", weg_["speicher_mb"], 150),
    ]
    if zeilen <= 10_000:
        vorschau = weg_["teile"]["pruefen"] + weg_["teile"]["annehmen"]
        liste.append(Ziel("G1", "bis zur Vorschau, Sekunden", vorschau, 0.4))
    return liste
