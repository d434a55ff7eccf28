"""Navigation als Daten: Bereiche mit ihren Seiten, und was jede Seite im Rahmen zeigt."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

from .anmeldung import faktor
from .hilfe.artikel import zur_seite
from .rollen import ROLLEN, Recht


@dataclass(frozen=True)
class Navigationspunkt:
    bezeichnung: str
    url_name: str
    recht: Recht | None = None  # None: für alle Angemeldeten


@dataclass(frozen=True)
class Bereich:
    """Ein Punkt der Hauptnavigation; hat er für die Person mehrere Seiten, stehen sie in der zweiten Zeile."""

    bezeichnung: str
    punkte: tuple[Navigationspunkt, ...]


NAVIGATION = (
    Bereich("Start", (Navigationspunkt("Start", "start"),)),
    Bereich("Überblick", (Navigationspunkt("Überblick", "ueberblick", Recht.UEBERBLICK),)),
    Bereich(
        "Maßnahmen",
        (
            Navigationspunkt("Liste", "massnahmen:liste", Recht.MASSNAHMEN_LESEN),
            Navigationspunkt("Meine Rückmeldungen", "massnahmen:rueckmeldungen", Recht.SACHSTAND_MELDEN),
            Navigationspunkt("Änderungen", "massnahmen:aenderungen", Recht.MASSNAHMEN_LESEN),
            Navigationspunkt("Sachstandsrunden", "massnahmen:runde_liste", Recht.RUNDEN_FUEHREN),
            Navigationspunkt("Formulare", "massnahmen:formular_liste", Recht.RUECKLAUF),
            Navigationspunkt("Planprüfung", "massnahmen:planpruefung", Recht.PLAN_PRUEFEN),
            Navigationspunkt("Planpflege", "massnahmen:pflege", Recht.PLAN_PFLEGEN),
            Navigationspunkt("Stellen", "massnahmen:stelle_liste", Recht.STELLEN_PFLEGEN),
            Navigationspunkt("Sachstandsarten", "massnahmen:sachstandsart_liste", Recht.SACHSTANDSARTEN_PFLEGEN),
        ),
    ),
    Bereich(
        "Auswertung",
        (
            Navigationspunkt("Stadt", "stadt_dashboard", Recht.AUSWERTUNG_ALLER_BEREICHE),
            Navigationspunkt("Planungsbereiche", "bereich_liste", Recht.AUSWERTUNG_STADT),
            Navigationspunkt("Monatsentwicklung", "monatsentwicklung", Recht.AUSWERTUNG_STADT),
            Navigationspunkt("Quartalsbericht", "quartal_liste", Recht.AUSWERTUNG_STADT),
            Navigationspunkt("Kennzahlen", "kennzahl_liste", Recht.AUSWERTUNG_STADT),
        ),
    ),
    Bereich(
        "Lieferungen",
        (
            Navigationspunkt("Übersicht", "beratung:lieferung_liste", Recht.LIEFERUNGEN_VERWALTEN),
            Navigationspunkt("Eingang", "beratung:eingang_liste", Recht.LIEFERUNGEN_VERWALTEN),
            Navigationspunkt("Lieferkalender", "beratung:kalender", Recht.MONATE_ABSCHLIESSEN),
            Navigationspunkt("Beobachtete Befunde", "beratung:befunde_beobachtet", Recht.LIEFERUNGEN_VERWALTEN),
            Navigationspunkt("Zuordnungsprofile", "beratung:profil_liste", Recht.LIEFERUNGEN_VERWALTEN),
            Navigationspunkt("Prüfregeln", "beratung:pruefregeln", Recht.LIEFERUNGEN_VERWALTEN),
        ),
    ),
    Bereich(
        "Stammdaten",
        (
            Navigationspunkt("Beratungsstellen", "beratung:stelle_liste", Recht.STAMMDATEN_PFLEGEN),
            Navigationspunkt("Träger", "beratung:traeger_liste", Recht.STAMMDATEN_PFLEGEN),
            Navigationspunkt("Planungsbereiche", "beratung:planungsbereich_liste", Recht.STAMMDATEN_PFLEGEN),
            Navigationspunkt("Kataloge", "beratung:katalogwert_liste", Recht.STAMMDATEN_PFLEGEN),
            Navigationspunkt("Ereignisse", "beratung:ereignis_liste", Recht.STAMMDATEN_PFLEGEN),
            Navigationspunkt("Bevölkerung", "beratung:bevoelkerung", Recht.STAMMDATEN_PFLEGEN),
            Navigationspunkt("Gebietsgrenzen", "grenzen", Recht.STAMMDATEN_PFLEGEN),
        ),
    ),
    Bereich(
        "Berichte",
        (
            Navigationspunkt("Berichte", "bericht_liste", Recht.BERICHTE_DES_BEREICHS),
            Navigationspunkt("Freigaben", "freigabe_liste", Recht.FREIGABE_ERTEILEN),
            Navigationspunkt("Folienvorlage", "folienvorlage", Recht.FOLIENVORLAGE_PFLEGEN),
        ),
    ),
    Bereich(
        "Verwaltung",
        (
            Navigationspunkt("Personen", "person_liste", Recht.BENUTZER_PFLEGEN),
            Navigationspunkt("Protokoll", "protokoll", Recht.PROTOKOLL_LESEN),
            Navigationspunkt("Zustand", "zustand", Recht.PROTOKOLL_LESEN),
            Navigationspunkt("Barrieremeldungen", "barrieremeldungen", Recht.BARRIEREN_BEANTWORTEN),
        ),
    ),
)


def seitenrahmen(request):
    """Kontext jeder Seite: Navigation der Rolle mit dem Punkt, unter dem man gerade ist."""
    rahmen = {"vorfuehrung": settings.VORFUEHRUNG, "hilfe_adresse": _hilfe(request)}
    if not faktor.ist_ganz_angemeldet(request):
        return rahmen
    bereiche = _bereiche(request.user.rechte, get_script_prefix())
    hier = _hier(request.path, [url for seiten in bereiche.values() for url in seiten.values()])
    unterpunkte = next((seiten for seiten in bereiche.values() if hier in seiten.values()), {})
    return rahmen | {
        "rolle": ROLLEN.get(request.user.rolle),
        "navigation": [
            {"bezeichnung": bezeichnung, "url": next(iter(seiten.values())), "ist_hier": hier in seiten.values()}
            for bezeichnung, seiten in bereiche.items()
        ],
        "unternavigation": [
            {"bezeichnung": bezeichnung, "url": url, "ist_hier": url == hier}
            for bezeichnung, url in unterpunkte.items()
            if len(unterpunkte) > 1
        ],
    }


def _hilfe(request) -> str:
    """Die Anleitung zu dieser Seite, sonst die Übersicht der Hilfe."""
    hier = getattr(request, "resolver_match", None)
    artikel = zur_seite(hier.view_name) if hier else None
    return artikel.adresse if artikel else reverse("hilfe")


@lru_cache(maxsize=64)
def _bereiche(rechte: frozenset[Recht], adressanfang: str) -> dict[str, dict[str, str]]:
    """Bereich → Bezeichnung → Adresse der Seiten, die man mit diesen Rechten sehen darf; ohne Bereiche, die leer sind.

    `adressanfang`: worunter die Anwendung liegt; reverse() stellt ihn voran.
    """
    alle = {bereich.bezeichnung: _seiten(bereich, rechte) for bereich in NAVIGATION}
    return {bezeichnung: seiten for bezeichnung, seiten in alle.items() if seiten}


def _seiten(bereich: Bereich, rechte: frozenset[Recht]) -> dict[str, str]:
    return {p.bezeichnung: reverse(p.url_name) for p in bereich.punkte if p.recht is None or p.recht in rechte}


def _hier(pfad: str, adressen: list[str]) -> str | None:
    """Die längste Adresse, unter der die Seite liegt; „/“ nur für die Startseite selbst."""
    return max((a for a in adressen if pfad == a or (a != "/" and pfad.startswith(a))), key=len, default=None)
