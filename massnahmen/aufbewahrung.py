"""Die Aufbewahrungsfristen der Maßnahmen."""

from datetime import datetime

from django.db import models

from dresden_senioren.datenschutz.aufbewahrung import Dauer, Frist, anmelden, nach_alter

from .models import Stellvertretung

DAUER = Dauer("Monate", "AUFBEWAHRUNG_EMAILS_MONATE")


def der_massnahmen() -> None:
    anmelden(
        nach_alter(
            "massnahmen.Erinnerung",
            "am",
            schluessel="erinnerungen",
            was="gesendete Erinnerungen an Beschäftigte",
            ab="nach dem Senden",
            dauer=DAUER,
            warum="Nachweis in der Runde; danach sagten sie nur noch, wer säumig war.",
            was_bleibt="nichts",
        ),
        Frist(
            "stellvertretungen",
            "beendete Stellvertretungen",
            "nach ihrem letzten Tag",
            DAUER,
            "Wer für wen geantwortet hat, erklärt eine Zeile des Sachstandsbuchs; danach ist es nur noch ein Bild von "
            "Abwesenheiten.",
            "die Zeile im Sachstandsbuch mit der Person, die sie geschrieben hat",
            ("massnahmen.Stellvertretung",),
            lambda grenze: _beendete(grenze).count(),
            lambda grenze: _beendete(grenze).delete()[0],
        ),
    )


def _beendete(grenze: datetime) -> models.QuerySet:
    return Stellvertretung.objects.filter(bis__lt=grenze.date())
