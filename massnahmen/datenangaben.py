"""Angaben zum Datenkatalog: Fachplan, Sachstandsbuch, Runden."""

from dresden_senioren.datenschutz.katalog import BESCHAEFTIGTE, Angabe
from dresden_senioren.rollen import Recht

_PLAN = "solange der Fachplan Akte des Amts ist"
_LESEN = (Recht.MASSNAHMEN_LESEN,)
_GELTUNG = {
    "ausser_kraft_seit": "ab wann es nicht mehr zählt",
    "zusammengefuehrt_mit": "worin es aufgegangen ist",
}
_NR = {"nr": "Beschriftung im gedruckten Plan", "sortierschluessel": "aus der Nr. gerechnet, zum Sortieren"}

ANGABEN = {
    "Fachplan": Angabe(
        "Der beschlossene Plan.", "Beschluss; Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"name": "Titel", "beschlossen_am": "Beschluss", "gueltig_ab": "ab wann er gilt",
                "vorgaenger": "welcher Plan davor galt"},
    ),
    "Handlungsfeld": Angabe(
        "Gliederung des Plans.", "Fachplan", sicht=_LESEN, bleibt=_PLAN,
        felder={**_NR, "fachplan": "zu welchem Plan", "bezeichnung": "Wortlaut"},
    ),
    "Ziel": Angabe(
        "Gliederung des Plans.", "Fachplan", sicht=_LESEN, bleibt=_PLAN,
        felder={**_NR, **_GELTUNG, "handlungsfeld": "wozu es gehört", "bezeichnung": "Wortlaut"},
        freitext={"ausser_kraft_grund": "warum es nicht mehr zählt"},
    ),
    "Massnahme": Angabe(
        "Was der Plan vorsieht.", "Fachplan; Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={**_NR, **_GELTUNG, "ziel": "wozu sie gehört", "ist_haushaltsrelevant": "ob sie Geld kostet",
                "vorgaenger": "Maßnahme des Vorgängerplans", "stellen": "verantwortliche Stellen"},
        freitext={"ausser_kraft_grund": "warum sie nicht mehr zählt", "beschreibung": "Wortlaut",
                  "verantwortung_wortlaut": "Wortlaut des Plans", "laufzeit_wortlaut": "Wortlaut des Plans"},
    ),
    "Umsetzungsschritt": Angabe(
        "Schritte einer Maßnahme.", "Fachplan; eigene Stelle", sicht=_LESEN, bleibt=_PLAN,
        felder={"erledigt_am": "wann er erledigt war"},
        freitext={"text": "Wortlaut", "verantwortung_wortlaut": "Wortlaut", "laufzeit_wortlaut": "Wortlaut"},
    ),
    "Phase": Angabe(
        "Laufzeit einer Maßnahme.", "aus dem Wortlaut gelesen; Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"von": "Beginn", "bis": "Ende"},
    ),
    "Stelle": Angabe(
        "Amt, Träger oder Gremium, das verantwortlich ist.", "Fachplan; Administration, Leitung", sicht=_LESEN,
        bleibt=_PLAN, felder={"name": "Name der Stelle, keine Person", "benutzer": "wer für sie meldet"},
    ),
    "Stellenalias": Angabe(
        "Andere Schreibweisen einer Stelle.", "Fachplan; Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"stelle": "welche gemeint ist", "schreibweise": "wie sie geschrieben wird"},
    ),
    "Beteiligung": Angabe(
        "Welche Stelle an welcher Maßnahme arbeitet.", "Fachplan; Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"stelle": "welche Stelle", "rolle": "federführend oder beteiligt",
                "ist_vermutung": "nur aus der Reihenfolge geschlossen"},
    ),
    "Sachstandsart": Angabe(
        "Welche Sachstände es gibt.", "Administration", sicht=_LESEN, bleibt=_PLAN,
        felder={"bezeichnung": "wie er heißt", "bedeutung": "offen, aktiv oder beendet", "farbrolle": "Farbe",
                "braucht_begruendung": "ob ein Grund nötig ist", "ist_ausser_gebrauch": "nicht mehr wählbar"},
    ),
    "Sachstandsmeldung": Angabe(
        "Das Sachstandsbuch: wer wann welchen Sachstand gemeldet hat. Amtshandlung, nur ergänzbar.",
        "Sachbearbeitung; Rückmeldeformulare", sicht=_LESEN, bleibt=_PLAN,
        felder={"sachstandsart": "gemeldeter Sachstand", "ist_bestaetigung": "unverändert bestätigt",
                "gueltig_ab": "ab wann", "erfasst_am": "wann gemeldet", "erfasst_von": "wer gemeldet hat",
                "runde": "auf welche Abfrage die Antwort ist"},
        freitext={"erlaeuterung": "Erläuterung zum Sachstand"},
    ),
    "Terminuebersteuerung": Angabe(
        "Von Hand gesetzte Terminlage. Amtshandlung, nur ergänzbar.", "Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"lage": "gesetzte Terminlage"}, freitext={"grund": "warum"},
    ),
    "Befundentscheidung": Angabe(
        "Entscheidungen über Befunde der Planprüfung.", "Leitung, Administration", sicht=(Recht.PLAN_PRUEFEN,),
        bleibt=_PLAN,
        felder={"code": "Regel", "fingerabdruck": "woran dieselben Tatsachen erkannt werden", "meldung": "Befund",
                "entscheidung": "was entschieden ist"},
        freitext={"grund": "warum"},
    ),
    "Sachstandsrunde": Angabe(
        "Abfrage des Sachstands zu einem Stichtag.", "Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"fachplan": "welcher Plan", "bezeichnung": "Titel", "stichtag": "Stichtag", "frist": "bis wann",
                "massnahmen": "welche gefragt sind", "ist_offen": "ob sie läuft", "eroeffnet_am": "wann eröffnet",
                "eroeffnet_von": "wer eröffnet hat"},
    ),
    "Rundenabschluss": Angabe(
        "Festgehaltener Stand einer Runde.", "Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"runde": "welche Runde", "nummer": "der wievielte Abschluss",
                "pruefsumme": "Veränderung bemerken"},
    ),
    "Abschlusszeile": Angabe(
        "Eine Maßnahme im Wortlaut des Abschlusses.", "Sachstandsbuch", sicht=_LESEN, bleibt=_PLAN,
        felder={"abschluss": "welcher Abschluss", "meldung": "damals geltende Zeile", "antwort": "wie geantwortet ist",
                "handlungsfeld": "Wortlaut", "nr": "Wortlaut", "sachstand": "Wortlaut", "farbrolle": "Farbe"},
        freitext={"beschreibung": "Wortlaut", "verantwortung": "Wortlaut", "erlaeuterung": "Wortlaut"},
    ),
    "Wiedereroeffnung": Angabe(
        "Warum eine Runde wieder geöffnet wurde.", "Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"abschluss": "welcher Abschluss"}, freitext={"begruendung": "warum"},
    ),
    "Stellvertretung": Angabe(
        "Wer für eine abwesende Person antwortet.", "Leitung; die Person selbst", sicht=(Recht.RUNDEN_FUEHREN,),
        felder={"abwesend": "wer abwesend ist", "vertretung": "wer vertritt", "von": "erster Tag",
                "bis": "letzter Tag"},
    ),
    "Erinnerung": Angabe(
        "Gesendete Erinnerung an eine Antwort.", "Leitung", sicht=(Recht.RUNDEN_FUEHREN,),
        felder={"runde": "welche Runde", "empfaenger": "an wen", "tag": "höchstens eine am Tag"},
        personen={"text": (BESCHAEFTIGTE, "Wortlaut der E-Mail mit Anrede")},
    ),
    "Formularversand": Angabe(
        "Rückmeldeformular für eine Stelle ohne Zugang.", "Leitung, Sachbearbeitung", sicht=(Recht.RUECKLAUF,),
        bleibt=_PLAN,
        felder={"stelle": "an welche Stelle", "fachplan": "welcher Plan", "kennung": "führt die Antwort zurück",
                "format": "Dateiformat", "frist": "bis wann"},
        freitext={"antwort": "zurückgekommene Zeilen, bis entschieden ist; nie die Datei"},
    ),
    "Formularzeile": Angabe(
        "Eine verschickte Maßnahme.", "Sachstandsbuch", sicht=(Recht.RUECKLAUF,), bleibt=_PLAN,
        felder={"versand": "welches Formular", "meldung": "Stand beim Versand",
                "uebernommen": "Zeile, die daraus wurde"},
    ),
    "GespeicherteAnsicht": Angabe(
        "Ein Filter der Maßnahmenliste unter einem Namen.", "die Person selbst", nur="die Person selbst",
        bleibt="bis die Person sie löscht oder ihr Zugang geleert wird",
        felder={"benutzer": "wem sie gehört", "abfrage": "der Filter"}, freitext={"name": "wie sie heißt"},
    ),
    "Haushaltsbetrag": Angabe(
        "Was eine Maßnahme kostet.", "Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"jahr": "Haushaltsjahr", "betrag": "Euro", "quelle": "woher das Geld kommt"},
    ),
    "Verweis": Angabe(
        "Beschluss oder Dokument zu einer Maßnahme.", "Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"bezeichnung": "Titel", "url": "Adresse", "datum": "Datum"},
    ),
    "Kennzahlbezug": Angabe(
        "Welche Kennzahl etwas über die Maßnahme sagt.", "Leitung", sicht=_LESEN, bleibt=_PLAN,
        felder={"kennzahl": "welche Kennzahl"},
    ),
    "Notiz": Angabe(
        "Vermerk zu einer Maßnahme.", "Leitung, eigene Stelle", sicht=_LESEN, bleibt=_PLAN,
        felder={"ist_intern": "nur Leitung und eigene Stelle"}, freitext={"text": "Vermerk"},
    ),
}  # fmt: skip
