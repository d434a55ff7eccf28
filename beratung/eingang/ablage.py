"""Der Eingang: hochgeladene Dateien liegen nur hier, nur bis sie gelesen sind, und nie länger als eine Stunde."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from beratung.kern.zaehlung import Art, Quelle
from beratung.models import Eingang, Eingangsstueck, Lieferung, Lieferungsteil, Zuordnungsprofil
from dresden_senioren import arbeiter
from dresden_senioren.kern.text import einzeilig
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

Zustand = Eingang.Zustand
WARTEZEIT = timedelta(minutes=60)  # so lange liegt eine Datei höchstens
STILLE = timedelta(minutes=2)  # so lange ohne Lebenszeichen: der Arbeiter ist tot
STUECK = 512 * 1024  # in solchen Stücken liegt eine Datei in der Datenbank
AUFBEWAHRUNG = timedelta(days=7)  # Befunde abgelehnter und liegen gebliebener Dateien
MIT_DATEI = (Zustand.WARTET, Zustand.WIRD_GELESEN, Zustand.BRAUCHT_ANGABEN, Zustand.BRAUCHT_ZUORDNUNG,
             Zustand.ABGEBROCHEN)  # fmt: skip


# --- Ablage ----------------------------------------------------------------------------------------------------------


class DateiFehlt(Exception):
    """Sie ist nach einer Stunde gelöscht worden, oder jemand hat sie verworfen."""


def hat_datei(eingang: Eingang) -> bool:
    return eingang.zustand in MIT_DATEI and eingang.stuecke.exists()


@contextmanager
def oeffnen(eingang: Eingang) -> Iterator[BinaryIO]:
    """Die Datei, solange sie gelesen wird: ohne Namen, darum auch dann fort, wenn dieser Prozess stirbt."""
    with TemporaryFile() as datei:
        for stueck in eingang.stuecke.values_list("inhalt", flat=True).iterator(chunk_size=1):
            datei.write(stueck)
        if datei.tell() != eingang.groesse:
            raise DateiFehlt
        datei.seek(0)
        yield datei


def datei_loeschen(eingang: Eingang) -> None:
    eingang.stuecke.all().delete()


# --- hochladen, bestätigen, verwerfen --------------------------------------------------------------------------------


def einreichen(  # noqa: PLR0913 – nur benannt aufrufbar
    datei: UploadedFile, *, von: Benutzer, quelle: Quelle | None = None, monat: Monat | None = None,
    art: Art | None = None, profil: Zuordnungsprofil | None = None, sofort: bool = False,
) -> Eingang:  # fmt: skip
    """Die Datei ablegen. `sofort`: der Aufrufer liest sie gleich selbst, der Arbeiter lässt sie in Ruhe."""
    eingang = Eingang(
        dateiname=einzeilig(Path(datei.name).name)[:200], groesse=datei.size, eingereicht_von=von,
        quelle=quelle or "", monat=monat and monat.erster, art=art or "", profil=profil,
    )  # fmt: skip
    if sofort:
        eingang.zustand, eingang.lebenszeichen = Zustand.WIRD_GELESEN, timezone.now()
    summe = hashlib.sha256()
    # Alles zusammen: der Arbeiter sieht den Eingang erst, wenn die Datei ganz da ist.
    with transaction.atomic():
        for nummer, stueck in enumerate(datei.chunks(STUECK)):
            summe.update(stueck)
            Eingangsstueck.objects.create(eingang_id=eingang.pk, nummer=nummer, inhalt=stueck)
        eingang.sha256 = summe.hexdigest()
        eingang.save()
    return eingang


def darf_sofort(groesse: int) -> bool:
    return groesse < settings.EINGANG_SOFORT_BIS


def beanspruchen(eingang: Eingang) -> bool:
    """Die Datei jetzt in dieser Anfrage lesen; False, wenn sie inzwischen jemand anderes liest."""
    offen = Eingang.objects.filter(pk=eingang.pk).exclude(zustand__in=[Zustand.WIRD_GELESEN, Zustand.FERTIG])
    angaben = {"zustand": Zustand.WIRD_GELESEN, "lebenszeichen": timezone.now(), "zeilen_gelesen": 0}
    ist_meiner = bool(offen.update(**angaben))
    eingang.refresh_from_db()
    return ist_meiner


def einreihen(eingang: Eingang) -> None:
    eingang.zustand, eingang.befunde, eingang.zeilen_gelesen = Zustand.WARTET, [], 0
    eingang.save()


@transaction.atomic
def verwerfen(eingang: Eingang, *, von: Benutzer) -> None:
    """Die Datei ist sofort weg; vom Eingang bleibt nur die Zeile im Protokoll."""
    protokolliere(Ereignis.DATEI_VERWORFEN, von=von, gegenstand=eingang.dateiname, sha256=eingang.sha256)
    datei_loeschen(eingang)
    eingang.delete()


# --- Arbeiter --------------------------------------------------------------------------------------------------------


def anstossen() -> None:
    arbeiter.starten("eingang_abarbeiten")


def naechsten_beanspruchen() -> Eingang | None:
    """Der älteste wartende Eingang, wenn kein anderer Arbeiter gerade liest."""
    while naechster := Eingang.objects.filter(zustand=Zustand.WARTET).order_by("eingereicht_am").first():
        try:
            with transaction.atomic():
                meiner = Eingang.objects.filter(pk=naechster.pk, zustand=Zustand.WARTET).update(
                    zustand=Zustand.WIRD_GELESEN, platz=1, lebenszeichen=timezone.now(), zeilen_gelesen=0
                )
        except IntegrityError:  # der Platz ist besetzt; der andere nimmt auch diesen Eingang noch
            return None
        if meiner:
            naechster.refresh_from_db()
            return naechster
    return None


# --- aufräumen -------------------------------------------------------------------------------------------------------


def aufraeumen() -> None:
    """Bei jedem Besuch: was zu lange liegt, verschwindet; wer nicht mehr lebt, gibt ab."""
    jetzt = timezone.now()
    still = Eingang.objects.filter(zustand=Zustand.WIRD_GELESEN, lebenszeichen__lt=jetzt - STILLE)
    still.update(zustand=Zustand.ABGEBROCHEN, platz=None)
    zu_lange = Eingang.objects.filter(zustand__in=MIT_DATEI, eingereicht_am__lt=jetzt - WARTEZEIT)
    zu_lange.exclude(zustand=Zustand.WIRD_GELESEN).update(zustand=Zustand.ABGEBROCHEN)
    abgelegte(jetzt - AUFBEWAHRUNG).delete()
    ueberfaellige_stuecke().delete()


def abgelegte(grenze: datetime) -> models.QuerySet:
    """Eingänge ohne Datei, aus denen nichts mehr wird: abgelehnte und so lange liegen gebliebene."""
    liegen_geblieben = Q(zustand=Zustand.ABGEBROCHEN, eingereicht_am__lt=grenze)
    return Eingang.objects.filter(liegen_geblieben | Q(zustand=Zustand.ABGELEHNT, beendet_am__lt=grenze))


def ueberfaellige_stuecke() -> models.QuerySet:
    """Stücke von Dateien, die zu lange liegen oder deren Eingang entschieden ist."""
    frueh = timezone.now() - WARTEZEIT
    behalten = Q(zustand=Zustand.WIRD_GELESEN) | Q(zustand__in=MIT_DATEI, eingereicht_am__gte=frueh)
    return Eingangsstueck.objects.exclude(eingang__in=Eingang.objects.filter(behalten))


# --- was man zu einem Eingang wissen sollte --------------------------------------------------------------------------


def wartende() -> dict:
    """Was im Eingang liegt: Kontext für `beratung/_eingang.html`. Eine Abfrage."""
    return {"eingaenge": list(Eingang.objects.offen())}


@dataclass(frozen=True)
class SchonDa:
    """Was es zu einem Eingang schon gibt: die jüngste Lieferung aus derselben Datei, und was sonst zu sagen ist."""

    lieferung: Lieferung | None
    saetze: list[str]


def schon_da(eingaenge: list[Eingang]) -> dict:
    """Eingang → `SchonDa`; die Prüfsumme steht fest, ehe gelesen wird. Zwei Abfragen."""
    gleiche = {}
    eigene = [e.lieferung_id for e in eingaenge if e.lieferung_id]
    fruehere = Lieferung.objects.filter(sha256__in={e.sha256 for e in eingaenge}).exclude(pk__in=eigene)
    for lieferung in fruehere.order_by("pk"):
        gleiche[lieferung.sha256] = lieferung
    monate = {e.monat for e in eingaenge if e.monat}
    teile = Lieferungsteil.objects.filter(ist_gueltig=True, monat__in=monate)
    geltend = {}
    for teil in teile.values_list("quelle", "monat", "art", "lieferung_id"):
        geltend.setdefault(teil[:2], {})[teil[2]] = teil[3]
    return {
        e.pk: SchonDa(
            gleiche.get(e.sha256),
            _saetze(e, eingaenge, gleiche.get(e.sha256), geltend.get((e.quelle, e.monat), {})),
        )
        for e in eingaenge
    }


def _saetze(eingang: Eingang, alle: list[Eingang], gleiche: Lieferung | None, geltend: dict[str, int]) -> list[str]:
    saetze = []
    if any(e.sha256 == eingang.sha256 and e.pk != eingang.pk for e in alle):
        saetze.append("Dieselbe Datei steht hier zweimal.")
    nummer = geltend.get(eingang.art) or (None if eingang.art else next(iter(geltend.values()), None))
    if nummer and not (gleiche and gleiche.pk == nummer):
        saetze.append(f"Für diesen Monat gilt schon Lieferung {nummer}; sie würde ersetzt.")
    return saetze
