"""Angaben zum Datenkatalog: Personen, Protokoll, Zugriffe und die Tabellen der mitgelieferten Pakete."""

from .datenschutz.katalog import BESCHAEFTIGTE, Angabe
from .rollen import Recht

_TECHNIK = "keine Person; Tabelle des Rahmenwerks"

EIGENE = {
    "Benutzer": Angabe(
        "Wer sich anmelden darf und welche Rolle er hat.",
        "Administration; die letzte Anmeldung von selbst",
        nur="die Person selbst und die Administration",
        felder={
            "is_superuser": "immer nein: Rechte kommen allein aus der Rolle",
            "is_staff": "immer nein: Rechte kommen allein aus der Rolle",
            "rundgang_beendet_am": "damit die Begrüßung nicht wiederkommt",
            "rechte_stand": "zählt Änderungen der Rechte; jede beendet alle Sitzungen",
            "groups": "immer leer; vom Rahmenwerk vorgegeben",
            "user_permissions": "immer leer; vom Rahmenwerk vorgegeben",
        },
        personen={
            "username": (BESCHAEFTIGTE, "Benutzername"),
            "first_name": (BESCHAEFTIGTE, "steht an den eigenen Einträgen"),
            "last_name": (BESCHAEFTIGTE, "steht an den eigenen Einträgen"),
            "email": (BESCHAEFTIGTE, "dienstliche Adresse für Erinnerungen und Monatsbriefe"),
            "last_login": (BESCHAEFTIGTE, "ungenutzte Zugänge erkennen"),
            "date_joined": (BESCHAEFTIGTE, "seit wann es den Zugang gibt"),
            "rolle": (BESCHAEFTIGTE, "was die Person darf"),
            "stadtkennung": (BESCHAEFTIGTE, "Kennung beim Anmeldedienst der Stadt, wo er genutzt wird"),
            "is_active": (BESCHAEFTIGTE, "ob der Zugang offen ist"),
            "password": (BESCHAEFTIGTE, "nur als Prüfwert gespeichert, nicht zurückzurechnen"),
        },
    ),
    "Protokolleintrag": Angabe(
        "Wer wann was getan hat: Fehler und Missbrauch aufklären.",
        "entsteht bei jeder Handlung",
        sicht=(Recht.PROTOKOLL_LESEN,),
        felder={
            "zeitpunkt": "wann",
            "ereignis": "was",
            "gegenstand": "woran, als Name oder Nummer",
            "angaben": "Zahlen und Schlüssel dazu; nie Werte aus Personenspalten, nie Kennwörter",
        },
        personen={"benutzer": (BESCHAEFTIGTE, "Benutzername der handelnden Person")},
    ),
    "Barrieremeldung": Angabe(
        "Was jemandem beim Benutzen im Weg war.",
        "wer es meldet, auch ohne Anmeldung",
        sicht=(Recht.BARRIEREN_BEANTWORTEN,),
        bleibt="offene, bis sie beantwortet sind",
        felder={
            "gemeldet_am": "wann",
            "seite": "auf welcher Seite",
            "beschreibung": "was nicht ging",
            "beantwortet_am": "wann beantwortet",
        },
        personen={"email": ("wer meldet", "freiwillig, nur bis zur Antwort")},
    ),
    "Anfragezaehler": Angabe(
        "Zu viele Anfragen in kurzer Zeit abwehren.",
        "entsteht beim Abrufen",
        nur="niemand in der Anwendung",
        felder={"regel": "welche Begrenzung", "beginn": "seit wann gezählt wird", "anzahl": "wie oft"},
        personen={"wer": (BESCHAEFTIGTE, "Nummer der Person, ohne Anmeldung eine Prüfsumme der Rechneradresse")},
    ),
    "Zugriff": Angabe(
        "Wer wann genaue kleine Zahlen gesehen oder heruntergeladen hat.",
        "entsteht beim Öffnen",
        nur="die Person selbst; sonst nur auf begründetes Verlangen über den Befehl zugriffe_auskunft",
        felder={
            "zeitpunkt": "wann",
            "art": "angesehen oder heruntergeladen",
            "seite": "welche Seite",
            "auswahl": "Gebiet, Zeitraum, Merkmal als Schlüssel; nie eine Zahl, die dort stand",
            "auswahlsumme": "dieselbe Auswahl wiedererkennen",
            "stand": "aus welchem Stand der Zahlen",
        },
        personen={"benutzer": (BESCHAEFTIGTE, "Benutzername")},
    ),
}

# Auch Pakete, die nicht in jeder Einrichtung dabei sind; gezeigt wird, was installiert ist.
FREMDE = {
    "sessions.Session": Angabe(
        "Angemeldet bleiben.", "entsteht beim Anmelden", nur="niemand",
        personen={"session_data": (BESCHAEFTIGTE, "Nummer der Person, verschlüsselt signiert")},
    ),
    "auth.Permission": Angabe("Vom Rahmenwerk vorgegeben, ungenutzt.", _TECHNIK, nur="niemand", bleibt="immer"),
    "auth.Group": Angabe("Vom Rahmenwerk vorgegeben, leer.", _TECHNIK, nur="niemand", bleibt="immer"),
    "contenttypes.ContentType": Angabe("Verzeichnis der Tabellen.", _TECHNIK, nur="niemand", bleibt="immer"),
    "axes.AccessAttempt": Angabe(
        "Angriffe auf Kennwörter abwehren.", "entsteht bei gescheiterter Anmeldung", nur="niemand in der Anwendung",
        personen={
            "username": (BESCHAEFTIGTE, "nur bekannte Benutzernamen"),
            "ip_address": (BESCHAEFTIGTE, "Rechneradresse"),
        },
    ),
    "axes.AccessAttemptExpiration": Angabe(
        "Bis wann eine Sperre gilt.", "entsteht bei gescheiterter Anmeldung", nur="niemand in der Anwendung",
        bleibt="so lange wie der Anmeldeversuch",
    ),
    "axes.AccessFailureLog": Angabe(
        "Angriffe auf Kennwörter abwehren.", "entsteht bei gescheiterter Anmeldung", nur="niemand in der Anwendung",
        personen={"ip_address": (BESCHAEFTIGTE, "Rechneradresse")},
    ),
    "axes.AccessLog": Angabe(
        "Angriffe auf Kennwörter abwehren.", "entsteht bei der Anmeldung", nur="niemand in der Anwendung",
        personen={"ip_address": (BESCHAEFTIGTE, "Rechneradresse")},
    ),
    "otp_totp.TOTPDevice": Angabe(
        "Zweiter Faktor der Anmeldung.", "die Person richtet ihn ein", nur="niemand; nur ob er eingerichtet ist",
        bleibt="bis er zurückgesetzt wird",
    ),
    "otp_static.StaticDevice": Angabe(
        "Ersatzcodes des zweiten Faktors.", "die Person richtet sie ein", nur="niemand", bleibt="bis sie neu entstehen",
    ),
    "otp_static.StaticToken": Angabe(
        "Ersatzcodes des zweiten Faktors.", "die Person richtet sie ein", nur="niemand", bleibt="bis zum Gebrauch",
    ),
}  # fmt: skip
