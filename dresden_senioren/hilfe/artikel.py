"""Die Anleitungen: was man hier tut, für wen, auf welchen Seiten. Der Text steht in templates/hilfe/artikel/."""

# ruff: noqa: E501  – Titel und Satz nebeneinander lesen sich besser als umbrochen.

from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags

from dresden_senioren.kern.suche import Fundstueck
from dresden_senioren.rollen import ROLLEN

SACH, KOORDINATION, ADMIN, LEITUNG = ROLLEN


@dataclass(frozen=True)
class Artikel:
    """`rollen` leer: für alle. `seiten`: Namen der Adressen, deren Hilfe er ist, auch Anfänge („massnahmen:runde_“)."""

    schluessel: str
    titel: str
    worum: str  # ein Satz
    rollen: tuple[str, ...]
    seiten: tuple[str, ...] = ()
    stichworte: str = ""

    @property
    def adresse(self) -> str:
        return reverse("hilfeartikel", args=[self.schluessel])

    @property
    def vorlage(self) -> str:
        return f"hilfe/artikel/{self.schluessel}.html"


ARTIKEL = {
    artikel.schluessel: artikel
    for artikel in (
        # --- alle ----------------------------------------------------------------------------------------------------
        Artikel(
            "anmelden", "Anmelden, Kennwort und zweiter Faktor", "Hineinkommen, und was tun, wenn es nicht klappt.", (),
            ("anmelden", "abmelden", "konto", "kennwort_", "zweiter_faktor", "ersatzcodes"),
            "login passwort vergessen gesperrt app qr code ersatzcodes abmelden sitzung",
        ),
        Artikel(
            "zahlen", "Zahlen richtig lesen", "Was verglichen wird, was fehlt und was die Zeichen bedeuten.",
            (KOORDINATION, LEITUNG),
            ("kennzahl", "monatsentwicklung"),
            "vergleich vorjahr prozent vorläufig null fehlt anteil zufall auffällig signal hochrechnung",
        ),
        Artikel(
            "barrierefrei", "Mit Tastatur und Vorleseprogramm arbeiten", "Alles geht ohne Maus und ohne JavaScript.", (),
            ("barriere",), "barrierefreiheit screenreader nvda jaws vergrößern kontrast tastatur",
        ),
        # --- Sachbearbeitung -----------------------------------------------------------------------------------------
        Artikel(
            "sachstand", "Den Sachstand einer Maßnahme melden", "Eine Maßnahme aktualisieren oder unverändert bestätigen.",
            (SACH,),
            ("massnahmen:detail", "massnahmen:sachstand_", "massnahmen:zeile", "massnahmen:mehrere", "massnahmen:schritt",
             "massnahmen:notiz"),
            "aktualisieren bestätigen begründung zurückstufen konflikt überschrieben begonnen laufend abgeschlossen",
        ),
        Artikel(
            "runde", "Eine Sachstandsrunde beantworten", "Der Reihe nach antworten, ohne etwas zu vergessen.", (SACH,),
            ("massnahmen:rueckmeldung", "massnahmen:eigene_vertretung"),
            "runde rückmeldung einladung frist stellvertretung urlaub erinnerung e-mail",
        ),
        Artikel(
            "nachsehen", "Nachsehen, was früher gemeldet wurde", "Der Stand an jedem Tag, und was sich seitdem geändert hat.",
            (SACH, LEITUNG, KOORDINATION), ("massnahmen:aenderungen",), "verlauf geschichte stichtag letztes jahr damals",
        ),
        Artikel(
            "liste", "Maßnahmen filtern und als Tabelle ausgeben", "Die Liste eingrenzen, merken und weitergeben.",
            (SACH, LEITUNG, KOORDINATION, ADMIN), ("massnahmen:liste", "massnahmen:ansicht", "massnahmen_ausgabe"),
            "excel word csv export suchen sortieren reihenfolge ansicht speichern drucken kollegin",
        ),
        # --- Koordination --------------------------------------------------------------------------------------------
        Artikel(
            "dashboard", "Was hat sich in meinem Planungsbereich geändert?", "In einer Minute: was auffällt, was fehlt.",
            (KOORDINATION, LEITUNG),
            ("bereich_", "stadt_dashboard", "stadt_bild", "start", "ueberblick", "briefempfang"),
            "dashboard auswertung planungsbereich monatsbrief regelkarte karte stadtteile wer hat gemeldet",
        ),
        Artikel(
            "herkunft", "Woher kommt diese Zahl?", "Von der Zahl zurück zu Monaten, Lieferungen und Dateien.",
            (KOORDINATION, LEITUNG), ("stadt_herkunft", "bereich_herkunft", "stadt_abbildung", "bereich_abbildung"),
            "nachzählen quelle prüfsumme beleg definition",
        ),
        Artikel(
            "quartal", "Das Quartalsgespräch vorbereiten", "Auslastung, Soll und Notizen je Beratungsstelle.",
            (KOORDINATION, LEITUNG), ("quartal",), "vzä soll auslastung beratungsstelle träger notiz drucken",
        ),
        # --- Administration ------------------------------------------------------------------------------------------
        Artikel(
            "lieferung", "Eine Monatslieferung übernehmen", "Hochladen, ansehen, übernehmen.", (ADMIN,),
            ("beratung:lieferung_neu", "beratung:lieferung_liste", "beratung:lieferung_detail", "beratung:eingang",
             "beratung:vorschauen", "beratung:eingabevorlage", "lieferungen_ausgabe"),
            "import hochladen seniora fmg export monat vorschau excel csv",
        ),
        Artikel(
            "falsche-datei", "Die Datei wird abgelehnt – was nun?", "Befunde verstehen und beheben.", (ADMIN,),
            ("lieferung_befunde", "eingang_befunde", "beratung:pruefregeln", "beratung:befund", "beratung:kontrollzahl"),
            "fehler warnung hinweis befund personendaten geburtsdatum namen umlaute formel kennwort falscher monat summe",
        ),
        Artikel(
            "zuordnen", "Eine Datei mit fremdem Aufbau zuordnen", "Spalten und Werte einmal zuordnen, dann merkt es sich.",
            (ADMIN,), ("beratung:profil", "beratung:eingang_spalten", "beratung:eingang_werte"),
            "zuordnungsprofil spalten werte unbekannt layout format",
        ),
        Artikel(
            "ruecknahme", "Eine Lieferung berichtigen oder zurücknehmen", "Nichts geht verloren, alles lässt sich zurückholen.",
            (ADMIN,), ("beratung:lieferung_zuruecknehmen", "beratung:lieferung_verwerfen", "beratung:lieferung_eingang"),
            "korrektur rückgängig falscher monat doppelt ersetzen",
        ),
        Artikel(
            "kalender", "Wer hat geliefert, wer fehlt?", "Lieferkalender, Fristen, Nullmeldungen und Monatsstand.",
            (ADMIN, LEITUNG),
            ("beratung:kalender", "beratung:monat", "beratung:mehrere_monate", "beratung:nullmeldung", "beratung:traeger"),
            "frist erinnern nullmeldung geprüft endgültig sperren wieder öffnen mahnen",
        ),
        Artikel(
            "stammdaten", "Beratungsstellen und Gebiete pflegen", "Anlegen, ändern ab einem Monat, nie rückwirkend löschen.",
            (ADMIN,),
            ("beratung:", "grenzen", "massnahmen:stelle", "massnahmen:alias", "massnahmen:sachstandsart"),
            "träger planungsbereich stadtteil katalog ereignis bevölkerung einwohner soll vzä grenzen geojson karte",
        ),
        Artikel(
            "personen", "Personen einladen und Zugänge ändern", "Rolle, Stellen und Planungsbereiche einer Person.", (ADMIN,),
            ("person", "protokoll", "meine_zugriffe", "datenschutz"),
            "benutzer konto anlegen rolle kennwort zurücksetzen abschalten ausscheiden zweiter faktor protokoll",
        ),
        Artikel(
            "zustand", "Sicherung und Zustand der Anwendung", "Ist alles gesund, und wann wurde zuletzt gesichert?", (ADMIN,),
            ("zustand",), "backup sicherung wiederherstellen prüfen festplatte betrieb",
        ),
        # --- Leitung -------------------------------------------------------------------------------------------------
        Artikel(
            "runde-fuehren", "Eine Sachstandsrunde eröffnen und schließen", "Vom Stichtag bis zum festgehaltenen Stand.",
            (LEITUNG,), ("massnahmen:runde", "massnahmen:stellvertretung"),
            "runde rückmeldung erinnern frist schließen wieder öffnen abschluss stand",
        ),
        Artikel(
            "plan", "Den Fachplan pflegen und fortschreiben", "Wortlaut, Laufzeiten, Zuständigkeiten; außer Kraft statt gelöscht.",
            (LEITUNG,), ("massnahmen:",),
            "ziel handlungsfeld maßnahme ändern anlegen löschen außer kraft zusammenführen nachfolgeplan planprüfung befund",
        ),
        Artikel(
            "formulare", "Stellen ohne Zugang: Rückmeldeformulare", "Als Excel oder Word verschicken, Antwort einlesen.",
            (SACH, LEITUNG), ("massnahmen:formular", "formular_datei"),
            "word excel verschicken e-mail rücklauf zurück hochladen träger",
        ),
        Artikel(
            "bericht", "Einen Bericht schreiben und festschreiben", "Von den Zahlen zum Zwischenbericht.",
            (LEITUNG, KOORDINATION),
            ("bericht", "botschaft"),
            "zwischenbericht auswertung botschaft erkennen pdf word excel herunterladen vergleichen version profil",
        ),
        Artikel(
            "weitergabe", "Zahlen zur Weitergabe freigeben", "Kleine Zahlen schützen, zu zweit verantworten.",
            (LEITUNG, ADMIN), ("freigabe", "bekannte_zahl"),
            "geheimhaltung runden schutz kleine zahlen veröffentlichen ausschuss presse zweite person",
        ),
        Artikel(
            "folien", "Folien für den Ausschuss", "Die Auswertung als PowerPoint, in der Vorlage des Amts.", (LEITUNG,),
            ("folienvorlage",), "powerpoint präsentation vorlage diagramm bearbeiten notizen",
        ),
    )
}  # fmt: skip


def zur_seite(url_name: str) -> Artikel | None:
    """Der Artikel, der diese Seite am genauesten nennt: der mit dem längsten passenden Anfang."""
    passende = [(len(a), artikel) for artikel in ARTIKEL.values() for a in artikel.seiten if url_name.startswith(a)]
    return max(passende, key=lambda paar: paar[0])[1] if passende else None


@cache
def fundstuecke() -> tuple[Fundstueck, ...]:
    return tuple(
        Fundstueck(a.titel, f"{a.worum} {klartext(render_to_string(a.vorlage))}", a.adresse, "Anleitung", a.stichworte)
        for a in ARTIKEL.values()
    )


def klartext(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())
