"""Hauptnavigation als Daten, und was jede Seite im Rahmen zeigt."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from .rollen import ROLLEN, Recht


@dataclass(frozen=True)
class Navigationspunkt:
    bezeichnung: str
    url_name: str
    recht: Recht | None = None  # None: für alle Angemeldeten


NAVIGATION = (
    Navigationspunkt("Start", "start"),
    Navigationspunkt("Überblick", "ueberblick", Recht.UEBERBLICK),
    Navigationspunkt("Rückmeldungen", "massnahmen:rueckmeldungen", Recht.SACHSTAND_MELDEN),
    Navigationspunkt("Maßnahmen", "massnahmen:liste", Recht.MASSNAHMEN_LESEN),
    Navigationspunkt("Planpflege", "massnahmen:pflege", Recht.PLAN_PFLEGEN),
    Navigationspunkt("Stellen", "massnahmen:stelle_liste", Recht.STELLEN_PFLEGEN),
    Navigationspunkt("Sachstandsarten", "massnahmen:sachstandsart_liste", Recht.SACHSTANDSARTEN_PFLEGEN),
    Navigationspunkt("Sachstandsrunden", "massnahmen:runde_liste", Recht.RUNDEN_FUEHREN),
    Navigationspunkt("Formulare", "massnahmen:formular_liste", Recht.RUECKLAUF),
    Navigationspunkt("Planprüfung", "massnahmen:planpruefung", Recht.PLAN_PRUEFEN),
    Navigationspunkt("Monatsentwicklung", "monatsentwicklung", Recht.AUSWERTUNG_STADT),
    Navigationspunkt("Lieferungen", "beratung:lieferung_liste", Recht.LIEFERUNGEN_VERWALTEN),
    Navigationspunkt("Berichte", "bericht_liste", Recht.BERICHTE_INTERN),
    Navigationspunkt("Protokoll", "protokoll", Recht.PROTOKOLL_LESEN),
)


def seitenrahmen(request):
    """Kontext jeder Seite: Navigation der Rolle mit dem Punkt, unter dem man gerade ist."""
    benutzer = getattr(request, "user", None)
    if benutzer is None or not benutzer.is_authenticated:
        return {"vorfuehrung": settings.VORFUEHRUNG}
    punkte = [
        {"bezeichnung": p.bezeichnung, "url": reverse(p.url_name)}
        for p in NAVIGATION
        if p.recht is None or benutzer.darf(p.recht)
    ]
    hier = max((p["url"] for p in punkte if request.path.startswith(p["url"])), key=len, default=None)
    for punkt in punkte:
        punkt["ist_hier"] = punkt["url"] == hier and (hier != "/" or request.path == "/")
    return {"navigation": punkte, "rolle": ROLLEN.get(benutzer.rolle), "vorfuehrung": settings.VORFUEHRUNG}
