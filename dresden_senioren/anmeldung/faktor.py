"""Zweiter Faktor: Code einer Authentifizierungs-App (TOTP) oder Ersatzcode; jeder Code gilt einmal.

Was die Sitzung darüber weiß, steht unter `ZUSTAND`; fehlt es, ist der zweite Faktor offen und fast nichts erreichbar.
"""

import hashlib
import secrets
import time
from base64 import b32encode
from datetime import datetime

import django_otp
import segno
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import ROLLEN

ZUSTAND, BESTAETIGT, NICHT_NOETIG = "zweiter_faktor", "bestaetigt", "nicht_noetig"
ERSATZCODES = 10


class CodeFalsch(Exception):
    """Der Code passt nicht zum Schlüssel oder ist schon verbraucht."""


def muss(person: Benutzer) -> bool:
    """Ob die Rolle den zweiten Faktor verlangt."""
    return settings.ZWEITER_FAKTOR and person.rolle in ROLLEN and ROLLEN[person.rolle].zweiter_faktor


def hat_faktor(person: Benutzer) -> bool:
    return TOTPDevice.objects.filter(user=person, confirmed=True).exists()


def ist_erfuellt(request) -> bool:
    zustand = request.session.get(ZUSTAND)
    return zustand == BESTAETIGT or (zustand == NICHT_NOETIG and not muss(request.user))


def ist_ganz_angemeldet(request) -> bool:
    """Mit Kennwort und, wo nötig, zweitem Faktor: Vorher zeigt der Rahmen der Seite nichts von der Anwendung."""
    person = getattr(request, "user", None)
    return person is not None and person.is_authenticated and ist_erfuellt(request)


@receiver(user_logged_in)
def _nach_der_anmeldung(sender, request, user, **kwargs):
    if getattr(user, "faktor_beim_dienstkonto", False):
        request.session[ZUSTAND] = BESTAETIGT
    elif muss(user) or hat_faktor(user):
        request.session.pop(ZUSTAND, None)
    else:
        request.session[ZUSTAND] = NICHT_NOETIG


# --- Einrichten -------------------------------------------------------------------------------------------------------


def neuer_schluessel() -> str:
    return secrets.token_hex(20)


def schluesseltext(schluessel: str) -> str:
    """Zum Abtippen: Vierergruppen."""
    return _vierergruppen(b32encode(bytes.fromhex(schluessel)).decode())


def qr_code(person: Benutzer, schluessel: str) -> str:
    """SVG ohne eigene Farben im Stil: schwarz auf weiß, mit Ruhezone."""
    adresse = TOTPDevice(user=person, key=schluessel).config_url
    return segno.make(adresse, error="m", micro=False).svg_inline(scale=5, border=4, light="#fff", dark="#000")


@transaction.atomic
def einrichten(*, person: Benutzer, schluessel: str, code: str) -> list[str]:
    """Gibt die Ersatzcodes; sie sind danach nicht mehr lesbar. Alle Sitzungen der Person enden. CodeFalsch möglich."""
    rechnung = TOTP(bytes.fromhex(schluessel))
    rechnung.time = time.time()
    code = _ohne_trennung(code)
    if not (code.isascii() and code.isdigit() and rechnung.verify(int(code), tolerance=1)):
        raise CodeFalsch
    TOTPDevice.objects.filter(user=person).delete()
    # last_t: Der Code der Einrichtung ist damit verbraucht.
    TOTPDevice.objects.create(user=person, name="App", key=schluessel, last_t=rechnung.t(), drift=rechnung.drift)
    codes = _neue_codes(person)
    person.rechte_geaendert()
    protokolliere(Ereignis.ZWEITER_FAKTOR_EINGERICHTET, von=person, gegenstand=person.get_username())
    return codes


@transaction.atomic
def ersatzcodes_erzeugen(*, person: Benutzer) -> list[str]:
    """Zehn neue; die bisherigen gelten nicht mehr."""
    protokolliere(Ereignis.ERSATZCODES_ERZEUGT, von=person, gegenstand=person.get_username())
    return _neue_codes(person)


def _neue_codes(person: Benutzer) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    geraet = StaticDevice.objects.create(user=person, name="Ersatzcodes")
    codes = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(ERSATZCODES)]
    StaticToken.objects.bulk_create(StaticToken(device=geraet, token=_fingerabdruck(code)) for code in codes)
    return [_vierergruppen(code) for code in codes]


def uebrige_ersatzcodes(person: Benutzer) -> int:
    return StaticToken.objects.filter(device__user=person).count()


@transaction.atomic
def entfernen(*, person: Benutzer, von: Benutzer | None) -> None:
    """Gerät und Ersatzcodes der Person gelten nicht mehr; alle ihre Sitzungen enden."""
    for modell in (TOTPDevice, StaticDevice):
        modell.objects.filter(user=person).delete()
    person.rechte_geaendert()
    protokolliere(Ereignis.ZWEITER_FAKTOR_ENTFERNT, von=von, gegenstand=person.get_username(), person=person.pk)


# --- Prüfen -----------------------------------------------------------------------------------------------------------


def pruefe(person: Benutzer, eingabe: str) -> bool:
    """Code der App oder Ersatzcode. Nach jedem falschen wird länger gewartet; auch ein richtiger gilt so lang nicht."""
    code = _ohne_trennung(eingabe)
    ist_ersatzcode = not (code.isascii() and code.isdigit())
    geraet = _geraet(person, ist_ersatzcode)
    if geraet is None:
        return False
    probe = _fingerabdruck(code) if ist_ersatzcode else code
    stimmt = django_otp.verify_token(person, geraet.persistent_id, probe) is not None
    if not stimmt:
        protokolliere(Ereignis.ZWEITER_FAKTOR_GESCHEITERT, von=person, gegenstand=person.get_username())
    elif ist_ersatzcode:
        angaben = {"gegenstand": person.get_username(), "uebrig": uebrige_ersatzcodes(person)}
        protokolliere(Ereignis.ERSATZCODE_VERWENDET, von=person, **angaben)
    else:
        protokolliere(Ereignis.ZWEITER_FAKTOR_BESTAETIGT, von=person, gegenstand=person.get_username())
    return stimmt


def gesperrt_bis(person: Benutzer, eingabe: str) -> datetime | None:
    """Bis wann nach falschen Codes kein weiterer angenommen wird."""
    code = _ohne_trennung(eingabe)
    geraet = _geraet(person, not (code.isascii() and code.isdigit()))
    erlaubt, angaben = geraet.verify_is_allowed() if geraet else (True, None)
    return None if erlaubt else angaben["locked_until"]


def _geraet(person: Benutzer, ist_ersatzcode: bool):
    modell = StaticDevice if ist_ersatzcode else TOTPDevice
    return modell.objects.filter(user=person, confirmed=True).first()


def _ohne_trennung(eingabe: str) -> str:
    return "".join(eingabe.split()).replace("-", "").lower()


def _fingerabdruck(code: str) -> str:
    """So steht ein Ersatzcode in der Datenbank: 80 zufällige Bits lassen sich aus der Prüfsumme nicht erraten."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def _vierergruppen(text: str) -> str:
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
