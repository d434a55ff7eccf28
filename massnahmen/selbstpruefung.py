"""Die Prüfungen der Maßnahmen: geltender Fachplan, festgehaltene Sachstandsrunden."""

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.zustand.pruefungen import Aufwand, Ergebnis, Pruefung, fehler, gut, warnung

from .models import Fachplan, Massnahme, Rundenabschluss


def fachplan() -> Ergebnis:
    plan = Fachplan.objects.aktueller()
    anzahl = Massnahme.objects.geltend().count() if plan else 0
    if not anzahl:
        return warnung("Kein Fachplan mit Maßnahmen gilt.", "manage.py fachplan_einlesen oder manage.py einrichten.")
    return gut(f"Es gilt „{plan}“ mit {anzahl} Maßnahmen.")


def abschluesse() -> Ergebnis:
    alle = Rundenabschluss.objects.prefetch_related("zeilen").select_related("runde")
    veraenderte = [str(abschluss) for abschluss in alle if not abschluss.ist_unversehrt]
    if veraenderte:
        text = f"Nachträglich verändert: {aufzaehlung(veraenderte)}."
        return fehler(text, "Aus einer Sicherung wiederherstellen; bis dahin gilt der Abschluss nicht.")
    return gut(f"{len(alle)} Abschlüsse, alle wie festgehalten.")


PRUEFUNGEN = [
    Pruefung("fachplan", "Gilt ein Fachplan?", fachplan, Aufwand.SCHNELL),
    Pruefung("abschluesse", "Sind geschlossene Sachstandsrunden unverändert?", abschluesse),
]
