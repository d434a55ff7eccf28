"""Die Aufbewahrungsfristen des Bodens: Protokoll, Zugriffe, Sitzungen, Anmeldeversuche, Personen, Reste."""

import tempfile
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Coalesce

from dresden_senioren.models import Benutzer, Protokolleintrag

from .aufbewahrung import Dauer, Frist, anmelden, nach_alter

EHEMALIG = "ehemals-"  # Benutzername einer Person, von der nur noch bleibt, was sie als Amtshandlung eingetragen hat

# django-axes: Modell → Zeitpunkt. Ohne das Paket gibt es die Tabellen nicht.
ANMELDEVERSUCHE = {"AccessAttempt": "attempt_time", "AccessFailureLog": "attempt_time", "AccessLog": "attempt_time"}


def des_bodens() -> None:
    anmelden(*_buecher(), _sitzungen(), _personen(), *_meldungen(), _zwischenablage(), *_anmeldeversuche())


def _buecher() -> list[Frist]:
    return [
        nach_alter(
            "dresden_senioren.Protokolleintrag",
            "zeitpunkt",
            schluessel="protokoll",
            was="Einträge des Protokolls",
            ab="nach dem Eintrag",
            dauer=Dauer("Monate", "AUFBEWAHRUNG_PROTOKOLL_MONATE"),
            warum="Lang genug, um Fehler und Missbrauch aufzuklären und einen Jahresbericht nachzuvollziehen.",
            was_bleibt="nichts",
        ),
        nach_alter(
            "dresden_senioren.Zugriff",
            "zeitpunkt",
            schluessel="zugriffe",
            was="Einträge des Zugriffsbuchs",
            ab="nach dem Zugriff",
            dauer=Dauer("Monate", "AUFBEWAHRUNG_ZUGRIFFE_MONATE"),
            warum="Nachweis, wer genaue Zahlen gesehen hat; länger wäre es ein Bild der Arbeit Einzelner.",
            was_bleibt="nichts",
        ),
    ]


def _sitzungen() -> Frist:
    return Frist(
        "sitzungen",
        "Sitzungen",
        "nach ihrem Ablauf",
        Dauer("Tage", fest=14),
        "Abgelaufen ist eine Sitzung wertlos.",
        "nichts",
        ("sessions.Session",),
        lambda grenze: Session.objects.filter(expire_date__lt=grenze).count(),
        lambda grenze: Session.objects.filter(expire_date__lt=grenze).delete()[0],
    )


def _meldungen() -> list[Frist]:
    return [
        nach_alter(
            "dresden_senioren.Barrieremeldung",
            "beantwortet_am",
            schluessel="barrieremeldungen",
            was="beantwortete Meldungen von Barrieren",
            ab="nach der Antwort",
            dauer=Dauer("Monate", "AUFBEWAHRUNG_MELDUNGEN_MONATE"),
            warum="Lang genug, um zu sehen, ob dieselbe Barriere wiederkehrt.",
            was_bleibt="im Protokoll, dass gemeldet und geantwortet wurde; die E-Mail-Adresse verschwindet schon mit "
            "der Antwort",
        ),
        nach_alter(
            "dresden_senioren.Anfragezaehler",
            "beginn",
            schluessel="anfragezaehler",
            was="Zähler gegen zu viele Anfragen",
            ab="nach dem Beginn der Zählung",
            dauer=Dauer("Tage", fest=1),
            warum="Länger gilt keine Begrenzung.",
            was_bleibt="nichts",
        ),
    ]


def _anmeldeversuche() -> list[Frist]:
    if not apps.is_installed("axes"):
        return []
    return [
        nach_alter(
            f"axes.{modell}",
            feld,
            schluessel=f"anmeldeversuche_{modell.lower()}",
            was="Anmeldeversuche mit Rechneradresse",
            ab="nach dem Versuch",
            dauer=Dauer("Tage", "AUFBEWAHRUNG_ANMELDEVERSUCHE_TAGE"),
            warum="Angriffe auf Kennwörter erkennen und abwehren.",
            was_bleibt="im Protokoll, dass eine Anmeldung scheiterte, ohne Rechneradresse",
        )
        for modell, feld in ANMELDEVERSUCHE.items()
    ]


# --- Personen --------------------------------------------------------------------------------------------------------


def _personen() -> Frist:
    return Frist(
        "personen",
        "Angaben zu abgeschalteten Personen",
        "nach Abschaltung und letzter Anmeldung",
        Dauer("Monate", "AUFBEWAHRUNG_PERSONEN_MONATE"),
        "So lange kann jemand zurückkommen, und so lange nennt das Protokoll den Benutzernamen.",
        "der Name, aber nur bei Personen, die etwas in ein Buch des Amts eingetragen haben (Amtshandlung); bei allen "
        "anderen nichts",
        ("dresden_senioren.Benutzer",),
        lambda grenze: _ausgeschiedene(grenze).count(),
        lambda grenze: sum(map(_entkleiden, _ausgeschiedene(grenze).select_for_update(of=("self",)))),
    )


def _ausgeschiedene(grenze: datetime) -> models.QuerySet:
    """Abgeschaltet, seit der Grenze nicht angemeldet und seitdem auch im Protokoll nicht genannt."""
    genannt = Protokolleintrag.objects.filter(zeitpunkt__gte=grenze).order_by()
    abgeschaltet = Benutzer.objects.filter(is_active=False).exclude(username__startswith=EHEMALIG)
    return (
        abgeschaltet.annotate(zuletzt=Coalesce("last_login", "date_joined"))
        .filter(zuletzt__lt=grenze)
        .exclude(username__in=genannt.values("benutzer"))
        .exclude(username__in=genannt.values("gegenstand"))
        .order_by("pk")
    )


def _entkleiden(person: Benutzer) -> bool:
    """Alles weg, was kein Buch des Amts braucht. Der Name bleibt, wo er an einer Amtshandlung steht."""
    if not _hat_gehandelt(person):
        person.first_name = person.last_name = ""
    person.username, person.email, person.rolle, person.last_login = f"{EHEMALIG}{person.pk}", "", "", None
    person.stadtkennung = Benutzer._meta.get_field("stadtkennung").get_default()
    person.set_unusable_password()
    person.save()
    for beziehung in Benutzer._meta.related_objects:
        if beziehung.many_to_many:
            beziehung.through.objects.filter(**{beziehung.field.m2m_reverse_field_name(): person}).delete()
        elif beziehung.on_delete is models.CASCADE:
            models.QuerySet(beziehung.related_model).filter(**{beziehung.field.name: person}).delete()
    return True


def _hat_gehandelt(person: Benutzer) -> bool:
    """Ob ein Buch sie nennt: eine geschützte Zeile oder eine Fassung der Feldgeschichte."""
    return any(
        models.QuerySet(beziehung.related_model).filter(**{beziehung.field.name: person}).exists()
        for beziehung in Benutzer._meta.get_fields(include_hidden=True)
        if isinstance(beziehung, models.ForeignObjectRel)
        and not beziehung.many_to_many
        and beziehung.on_delete is not models.CASCADE
    )


# --- Reste -----------------------------------------------------------------------------------------------------------


def _zwischenablage() -> Frist:
    return Frist(
        "zwischenablage",
        "liegen gebliebene Zwischendateien des Hochladens",
        "nach der letzten Änderung",
        Dauer("Minuten", fest=60),
        "Bricht der Rechner während des Hochladens ab, räumt sie sonst niemand weg.",
        "nichts",
        (),
        lambda grenze: len(_reste(grenze)),
        lambda grenze: sum(1 for datei in _reste(grenze) if datei.unlink(missing_ok=True) is None),
    )


def _reste(grenze: datetime) -> list[Path]:
    """So benennt Django, was es beim Hochladen auf die Platte legt."""
    ordner = Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir())
    return [d for d in ordner.glob("*.upload*") if d.is_file() and d.stat().st_mtime < grenze.timestamp()]
