"""Aufbewahrungsfristen als Daten: was wie lange bleibt, warum, und was danach noch da ist.

Jede App meldet ihre Fristen an; der Boden kennt keine. `manage.py aufbewahrung` wendet sie an. Nur von hier aus wird
gelöscht, was sonst nur ergänzt wird: Es muss eine angemeldete Frist haben und älter sein als sie.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Ereignis
from dresden_senioren.protokoll import protokolliere

EINHEITEN = {"Monate": "Monat", "Tage": "Tag", "Minuten": "Minute"}


@dataclass(frozen=True)
class Dauer:
    """So viele Monate, Tage oder Minuten; `einstellung` nennt, wo die Zahl herkommt, leer: fest im Programm."""

    einheit: str
    einstellung: str = ""
    fest: int = 0

    @property
    def anzahl(self) -> int:
        return getattr(settings, self.einstellung) if self.einstellung else self.fest

    @property
    def in_worten(self) -> str:
        """„24 Monate“."""
        return f"{deutsch(self.anzahl)} {EINHEITEN[self.einheit] if self.anzahl == 1 else self.einheit}"

    def vor(self, jetzt: datetime) -> datetime:
        """So lange vor `jetzt`; hat der Monat den Tag nicht, sein letzter."""
        if self.einheit == "Monate":
            monat = Monat.von_tag(jetzt) - self.anzahl
            return jetzt.replace(year=monat.jahr, month=monat.nummer, day=min(jetzt.day, monat.letzter.day))
        return jetzt - timedelta(**{"days" if self.einheit == "Tage" else "minutes": self.anzahl})


@dataclass(frozen=True)
class Frist:
    """`faellig` und `loeschen` bekommen den Zeitpunkt, bis zu dem etwas alt genug ist, und sagen, wie viel es ist."""

    schluessel: str
    was: str
    ab: str  # wovon an gerechnet wird
    dauer: Dauer
    warum: str
    was_bleibt: str
    modelle: tuple[str, ...]  # „beratung.Neuzugang“
    faellig: Callable[[datetime], int]
    loeschen: Callable[[datetime], int]

    def grenze(self, jetzt: datetime) -> datetime:
        return self.dauer.vor(jetzt)


@dataclass(frozen=True)
class Ergebnis:
    frist: Frist
    anzahl: int
    fehler: str = ""


FRISTEN: dict[str, Frist] = {}


def anmelden(*fristen: Frist) -> None:
    FRISTEN.update({frist.schluessel: frist for frist in fristen})


def nach_alter(modell: str, feld: str, **angaben) -> Frist:
    """Die übliche Frist: Zeilen eines Modells, deren `feld` älter ist; auch solche, die sonst nur ergänzt werden."""

    def verfallene(grenze: datetime) -> models.QuerySet:
        klasse = apps.get_model(modell)
        ist_tag = not isinstance(klasse._meta.get_field(feld), models.DateTimeField)
        bis = timezone.localdate(grenze) if ist_tag else grenze
        # Nicht über `objects`: Dessen Abfragen verweigern bei einem Buch, das nur ergänzt wird, jedes Löschen.
        return models.QuerySet(klasse).filter(**{f"{feld}__lt": bis})

    return Frist(
        modelle=(modell,),
        faellig=lambda grenze: verfallene(grenze).count(),
        loeschen=lambda grenze: verfallene(grenze).delete()[1].get(apps.get_model(modell)._meta.label, 0),
        **angaben,
    )


def pruefen(jetzt: datetime | None = None) -> list[Ergebnis]:
    """Was fällig ist; geändert wird nichts."""
    jetzt = jetzt or timezone.now()
    return [Ergebnis(frist, frist.faellig(frist.grenze(jetzt))) for frist in FRISTEN.values()]


def anwenden(jetzt: datetime | None = None) -> list[Ergebnis]:
    """Jede Frist für sich in einer Transaktion: Was an einer scheitert, hält die anderen nicht auf."""
    jetzt = jetzt or timezone.now()
    ergebnisse = [_anwenden(frist, jetzt) for frist in FRISTEN.values()]
    geloescht = {e.frist.schluessel: e.anzahl for e in ergebnisse if e.anzahl}
    if geloescht:
        protokolliere(Ereignis.AUFBEWAHRUNG_ANGEWENDET, von=None, **geloescht)
    return ergebnisse


def _anwenden(frist: Frist, jetzt: datetime) -> Ergebnis:
    grenze = frist.grenze(jetzt)
    try:
        with transaction.atomic():
            return Ergebnis(frist, frist.loeschen(grenze) if frist.faellig(grenze) else 0)
    except DatabaseError as fehler:
        grund = (
            f"Die Datenbank sagt: {str(fehler).strip().splitlines()[0]}. Fehlt das Recht zu löschen: den Befehl mit "
            "der Rolle ausführen, der die Tabellen gehören (DATABASE_URL), nicht mit der des Anwendungsservers."
        )
        return Ergebnis(frist, 0, grund)
