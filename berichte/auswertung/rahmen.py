"""Was der Fuß jeder Seite über die Zahlen sagt."""

from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime

from beratung.kalender.bestand import Stand, stand_der_daten
from dresden_senioren.anmeldung import faktor
from dresden_senioren.rollen import Recht

WER_ZAHLEN_SIEHT = (Recht.AUSWERTUNG_STADT, Recht.LIEFERUNGEN_VERWALTEN)


def stand(request) -> Stand | None:
    """Der Stand der Zahlen; Seite und Fuß fragen ihn zusammen einmal."""
    if not hasattr(request, "stand_der_daten"):
        request.stand_der_daten = stand_der_daten()
    return request.stand_der_daten


def datenstand(request):
    """Kontext jeder Seite: der Stand der Beratungszahlen, erst abgefragt, wenn die Vorlage ihn zeigt."""
    if not (faktor.ist_ganz_angemeldet(request) and any(map(request.user.darf, WER_ZAHLEN_SIEHT))):
        return {}
    return {"datenstand": SimpleLazyObject(lambda: _satz(stand(request)))}


def _satz(stand: Stand | None) -> str:
    if stand is None:
        return "Noch keine Beratungszahlen übernommen"
    zusatz = ", Beispielzahlen" if stand.ist_beispiel else ""
    tag = f"{localtime(stand.uebernommen_am):%d.%m.%Y}"
    bis = f"{stand.letzter_monat.bezeichnung} ({stand.zustand.bezeichnung})"
    return f"Beratungszahlen bis {bis}, übernommen am {tag}{zusatz}"
