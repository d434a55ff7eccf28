"""Womit ein Formular schreibt, wo sich das nicht aus ihm selbst ergibt; und wo es in dieser Welt nichts zu schreiben
gibt."""

from django.utils import timezone

from dresden_senioren.models import Benutzer
from dresden_senioren.settings import BASE_DIR
from massnahmen.models import Fachplan, Massnahme, Sachstandsmeldung, Stelle
from massnahmen.plan.pruefung import befundzeilen
from tests.beratung.grenzdatei import geojson
from tests.conftest import KENNWORT

NEUES_KENNWORT = "Sieben-Boote-am-Elbufer-7"
LIEFERUNGEN = BASE_DIR / "fixtures" / "beispiellieferungen"


def _grundlage() -> dict:
    massnahme = Massnahme.objects.filter(stellen__name="Sozialamt").first()
    letzte = Sachstandsmeldung.objects.filter(massnahme=massnahme).order_by("pk").last()
    return {"grundlage": letzte.pk}


def _befund() -> dict:
    leitung = Benutzer.objects.get(username="leitung")
    return {"befund": befundzeilen(leitung, stichtag=timezone.localdate())[0].schluessel, "grund": "Geklärt"}


def _mehrere() -> dict:
    massnahme = Massnahme.objects.filter(stellen__name="Sozialamt").first()
    return {"massnahme": massnahme.pk, "frist": "2031-12-31", "erlaeuterung": "Geschrieben"}


def _sachbearbeitung() -> dict:
    return {"personen": [Benutzer.objects.get(username="sachbearbeitung").pk]}


def _versand() -> dict:
    stelle, plan = Stelle.objects.get(name="Sozialamt"), Fachplan.objects.get()
    return {"stelle": stelle.pk, "fachplan": plan.pk, "dateiformat": "xlsx"}


# Url-Name → Felder; eine Funktion, wo sie erst in der Datenbank stehen.
VORGABEN = {
    "anmelden": {"username": "leitung", "password": KENNWORT},
    "kennwort_aendern": {"old_password": KENNWORT, "new_password1": NEUES_KENNWORT, "new_password2": NEUES_KENNWORT},
    "person_neu": {"rolle": "leitung"},
    "person_bearbeiten": {"first_name": "Anders"},
    "briefempfang": {"ein": "1"},
    "bericht_datei": {"format": "csv"},
    "botschaft": {"botschaft": "Anders gesagt"},
    "bekannte_zahlen": {"von": "2024-09", "bis": "2024-09"},
    "grenzen": lambda: {"datei": geojson()},
    "massnahmen:sachstand_bestaetigen": _grundlage,
    "massnahmen:stelle_personen": _sachbearbeitung,
    "massnahmen:haushaltsbetrag_bearbeiten": {"betrag": "1,00"},
    "massnahmen:formular_liste": _versand,
    "massnahmen:haushaltsbetrag_neu": {"jahr": 2031},
    "massnahmen:phase_neu": {"von": "2031-01-01", "bis": "2031-12-31"},
    "massnahmen:planpruefung_entscheiden": _befund,
    "massnahmen:mehrere": _mehrere,
    "massnahmen:stellvertretungen": lambda: {"abwesend": _sachbearbeitung()["personen"][0]},
    "beratung:ereignis_neu": {"ab": "2024-09"},
    "beratung:lieferung_neu": {"datei": LIEFERUNGEN / "seniora_2024-10.xlsx"},
    "beratung:nullmeldung_neu": {"monat": "2025-08"},
    "beratung:stellengebiet_neu": {"planungsbereich": 2, "gueltig_von": "2026-01"},
    "beratung:ausstattung_neu": {"gueltig_von": "2026-01", "vzae": "1,5"},
    "beratung:gebietszuordnung_neu": {"gueltig_von": "2026-01"},
    "beratung:mehrere_monate": {"von": "2024-09", "bis": "2024-09"},
    "beratung:lieferung_eingang": {"eingegangen_am": "2024-10-09"},
    "beratung:koordination": lambda: {"personen": []},
    "beratung:ausstattung_tabelle": {"tabelle": "s-cotta\t01.01.2026\t1,5\t70"},
    "beratung:bevoelkerung_tabelle": {"tabelle": "07;1000;100"},
}

# Wo in dieser Welt nichts geschrieben wird („Url-Name“ oder „Url-Name Objekt“), und warum. Gesendet wird es trotzdem.
_NUR_SITZUNG = "ändert nur die Sitzung oder schickt eine E-Mail"
_KEIN_FAKTOR = "niemand hier hat einen zweiten Faktor; siehe test_anmeldung_faktor.py"
_HAENGT = "woran etwas hängt, wird nicht gelöscht"
_ERLEDIGT = "hier ist nichts zu tun, und gelesen wird kein Feld"
_OFFENE_RUNDE = "eine Runde ist schon offen; siehe tests/massnahmen/test_runden.py"
_EIGENE_DATEI = "nimmt nur eine Datei"
OHNE_WIRKUNG = {
    **dict.fromkeys(("abmelden", "kennwort_vergessen", "kennwort_setzen", "csp_bericht"), _NUR_SITZUNG),
    **dict.fromkeys(("zweiter_faktor", "zweiter_faktor_einrichten", "ersatzcodes"), _KEIN_FAKTOR),
    **dict.fromkeys(("zweiter_faktor_entfernen", "person_faktor"), _KEIN_FAKTOR),
    **dict.fromkeys(("konto_sitzungen", "person_link", "person_einschalten"), _NUR_SITZUNG),
    **dict.fromkeys((f"massnahmen:{n}_loeschen" for n in ("handlungsfeld", "ziel", "massnahme", "stelle")), _HAENGT),
    **dict.fromkeys((f"beratung:{n}_loeschen" for n in ("stelle", "traeger", "planungsbereich")), _HAENGT),
    **dict.fromkeys(("beratung:gebietszuordnung_loeschen", "beratung:katalogwert_loeschen"), _HAENGT),
    **dict.fromkeys(("massnahmen:sachstandsart_loeschen", "massnahmen:ziel_ausser_kraft"), _HAENGT),
    **dict.fromkeys(("massnahmen:runde_neu", "massnahmen:runde_wieder_oeffnen"), _OFFENE_RUNDE),
    **dict.fromkeys(("massnahmen:runde_erinnern", "beratung:traeger_erinnern", "bereich_brief_senden"), _ERLEDIGT),
    **dict.fromkeys(("massnahmen:in_kraft", "massnahmen:ziel_in_kraft", "massnahmen:ansicht_neu"), _ERLEDIGT),
    **dict.fromkeys(("massnahmen:formular_uebernehmen", "massnahmen:formular_verwerfen"), _ERLEDIGT),
    **dict.fromkeys(
        (f"beratung:eingang_{n}" for n in ("alle", "detail", "spalten", "werte", "wiederholen")), _ERLEDIGT
    ),
    **dict.fromkeys((f"beratung:{n}" for n in ("vorschauen_uebernehmen", "lieferung_uebernehmen")), _ERLEDIGT),
    **dict.fromkeys(("grenzen_zuruecknehmen", "folienvorlage_zuruecksetzen"), _ERLEDIGT),
    **dict.fromkeys(("berichtsauftrag", "freigabe_neu", "bericht_verwerfen fest"), _ERLEDIGT),
    "beratung:lieferung_verwerfen": _ERLEDIGT,
    **dict.fromkeys(("massnahmen:formular_hochladen", "folienvorlage", "beratung:profil_liste"), _EIGENE_DATEI),
}
