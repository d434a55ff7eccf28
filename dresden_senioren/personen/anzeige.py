"""Wie Zugänge auf den Seiten stehen: Stand, zweiter Faktor, Sitzungen, Verlauf."""

from django.conf import settings
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
    Ereignis.KENNWORT_LINK_GESENDET,
    Ereignis.ZWEITER_FAKTOR_ENTFERNT,
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
    """Farbe und Wort, ohne Farbe, wo keiner nötig ist; liest `hat_zweiten_faktor`."""
    if person.hat_zweiten_faktor:
        return "fertig", "eingerichtet"
    rolle = ROLLEN.get(person.rolle)
    ist_noetig = settings.ZWEITER_FAKTOR and rolle and rolle.zweiter_faktor
    return ("warnung", "fehlt noch") if ist_noetig else ("", "keiner")


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
    juengste = list(eintraege(person)[:50])
    namen = anzeigenamen({eintrag.benutzer for eintrag in juengste})
    return [zeile for eintrag in juengste for zeile in _wechsel(eintrag, namen.get(eintrag.benutzer, eintrag.benutzer))]


def anzeigenamen(anmeldenamen: set[str]) -> dict[str, str]:
    return {b.username: b.anzeigename for b in Benutzer.objects.filter(username__in=anmeldenamen)}


def _wechsel(eintrag: Protokolleintrag, von: str) -> list[Wechsel]:
    aenderungen = eintrag.angaben.get("aenderungen", {})
    if eintrag.ereignis != Ereignis.PERSON_GEAENDERT:
        anfangs = "\n".join(f"{feld}: {neu}" for feld, (_, neu) in aenderungen.items())
        aenderungen = {eintrag.get_ereignis_display(): ("", anfangs)}
    return [Wechsel(feld, alt, neu, von, eintrag.zeitpunkt) for feld, (alt, neu) in aenderungen.items()]
