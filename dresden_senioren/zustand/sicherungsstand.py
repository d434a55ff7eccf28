"""Wann zuletzt gesichert wurde, und ob das zu lange her ist."""

from datetime import datetime, timedelta

from django.utils import timezone

from dresden_senioren.models import Ereignis, Protokolleintrag

from .pruefungen import Ergebnis, fehler, gut, warnung

SICHERUNG_HOECHSTENS = timedelta(hours=26)


def letzte_sicherung() -> datetime | None:
    sicherungen = Protokolleintrag.objects.filter(ereignis=Ereignis.SICHERUNG_ERSTELLT)
    return sicherungen.values_list("zeitpunkt", flat=True).first()


def sicherung() -> Ergebnis:
    letzte = letzte_sicherung()
    # Was noch keine 26 Stunden da ist, kann noch keine versäumt haben.
    seit = letzte or Protokolleintrag.objects.order_by("pk").values_list("zeitpunkt", flat=True).first()
    abhilfe = "manage.py sicherung ORDNER jede Nacht ausführen; betrieb/sicherung.md sagt wie."
    was = f"Zuletzt gesichert am {timezone.localtime(letzte):%d.%m.%Y um %H:%M} Uhr" if letzte else "Noch nie gesichert"
    if seit and timezone.now() - seit > SICHERUNG_HOECHSTENS:
        return fehler(f"{was}; das ist länger her als 26 Stunden." if letzte else f"{was}.", abhilfe)
    return gut(f"{was}.") if letzte else warnung(f"{was}.", abhilfe)
