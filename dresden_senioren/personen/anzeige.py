"""Wie Zugänge auf den Seiten stehen: Stand, zweiter Faktor, Sitzungen, Verlauf."""

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_otp.plugins.otp_totp.models import TOTPDevice

from dresden_senioren.kern.aenderungen import Wechsel
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag
from dresden_senioren.rollen import ROLLEN

AKTIV, NIE_ANGEMELDET, ABGESCHALTET = "aktiv", "nie", "abgeschaltet"
STAENDE = {
    AKTIV: ("fertig", "aktiv"),
    NIE_ANGEMELDET: ("offen", "noch nie angemeldet"),
    ABGESCHALTET: ("neutral", "abgeschaltet"),
}
_EREIGNISSE = (
    Ereignis.PERSON_EINGELADEN,
    Ereignis.PERSON_GEAENDERT,
    Ereignis.PERSON_ABGESCHALTET,
    Ereignis.PERSON_EINGESCHALTET,
    Ereignis.SITZUNGEN_BEENDET,
    Ereignis.LINK_UEBERGEBEN,
)


def stand(person: Benutzer) -> str:
    if not person.is_active:
        return ABGESCHALTET
    return AKTIV if person.last_login else NIE_ANGEMELDET


def mit_zweitem_faktor(personen: QuerySet) -> QuerySet:
    """Hängt `hat_zweiten_faktor` an."""
    geraete = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return personen.annotate(hat_zweiten_faktor=Exists(geraete))


def zweiter_faktor(person: Benutzer) -> tuple[str, str]:
    """Farbe und Wort; liest `hat_zweiten_faktor`."""
    if person.hat_zweiten_faktor:
        return "fertig", "eingerichtet"
    rolle = ROLLEN.get(person.rolle)
    return ("warnung", "fehlt noch") if rolle and rolle.zweiter_faktor else ("neutral", "freiwillig, keiner")


def sitzungen(person: Benutzer) -> int:
    """Wie viele Anmeldungen der Person noch gelten. Sie stehen verschlüsselt in der Sitzungstabelle, darum wird jede
    geltende gelesen; bei ein paar hundert ist das ein Wimpernschlag."""
    geltende = Session.objects.filter(expire_date__gt=timezone.now())
    return sum(_gehoert(sitzung.get_decoded(), person) for sitzung in geltende)


def _gehoert(daten: dict, person: Benutzer) -> bool:
    ist_ihre = daten.get(SESSION_KEY) == str(person.pk)
    return ist_ihre and constant_time_compare(daten.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())


def eintraege(person: Benutzer) -> QuerySet:
    """Was am Zugang der Person geändert wurde, Neuestes zuerst; nichts davon, was sie selbst getan hat."""
    return Protokolleintrag.objects.filter(ereignis__in=_EREIGNISSE, angaben__person=person.pk)


def verlauf(person: Benutzer) -> list[Wechsel]:
    return [zeile for eintrag in eintraege(person)[:50] for zeile in _wechsel(eintrag)]


def _wechsel(eintrag: Protokolleintrag) -> list[Wechsel]:
    aenderungen = eintrag.angaben.get("aenderungen") or {eintrag.get_ereignis_display(): ("", "")}
    return [Wechsel(feld, alt, neu, eintrag.benutzer, eintrag.zeitpunkt) for feld, (alt, neu) in aenderungen.items()]
