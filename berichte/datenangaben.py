"""Angaben zum Datenkatalog: Berichte, Freigaben, Monatsbriefe."""

from dresden_senioren.datenschutz.katalog import BESCHAEFTIGTE, Angabe
from dresden_senioren.rollen import Recht

_BERICHTE = (Recht.BERICHTE_DES_BEREICHS,)
_FREIGABE = (Recht.FREIGABE_ERTEILEN,)
_AKTE = "solange der Bericht Akte des Amts ist"
_GENAU = (Recht.AUSWERTUNG_STADT, Recht.AUSWERTUNG_ALLER_BEREICHE)

ANGABEN = {
    "Berichtsakte": Angabe(
        "Ein Bericht zu einem Stichtag in einer Fassung.", "Leitung, Sozialraumkoordination", sicht=_BERICHTE,
        bleibt=_AKTE,
        felder={"art": "Berichtsart", "fassung": "intern oder zur Weitergabe", "stichtag": "Stichtag",
                "abschluss": "welche Sachstandsrunde", "vergleich_mit": "womit verglichen wird",
                "verworfen_am": "wann verworfen", "verworfen_von": "wer verworfen hat"},
    ),
    "Botschaftsfassung": Angabe(
        "Text des Amts zu einer Abbildung. Nur ergänzbar.", "Leitung, Sozialraumkoordination", sicht=_BERICHTE,
        bleibt=_AKTE,
        felder={"akte": "welcher Bericht", "schluessel": "welche Abbildung", "verweise": "genannte Maßnahmen"},
        freitext={"botschaft": "Kernaussage", "erkennen": "was zu sehen ist", "anerkennen": "was gelungen ist",
                  "nachhaltung": "was zu beobachten ist", "massnahmen": "was folgt"},
    ),
    "Festschreibung": Angabe(
        "Unveränderlicher Inhalt eines Berichts.", "aus Würfel und Plan", sicht=_BERICHTE, bleibt=_AKTE,
        felder={"akte": "welcher Bericht", "nummer": "Version", "inhalt": "Texte und Zahlen des Berichts",
                "freigabe": "aus welcher Freigabe"},
    ),
    "Wiederoeffnung": Angabe(
        "Warum ein Bericht wieder geöffnet wurde.", "Leitung", sicht=_BERICHTE, bleibt=_AKTE,
        felder={"festschreibung": "welche Version"}, freitext={"grund": "warum"},
    ),
    "Berichtsauftrag": Angabe(
        "Eine bestellte Datei.", "wer sie bestellt hat", nur="nur die Person, die sie bestellt hat",
        felder={"akte": "welcher Bericht", "festschreibung": "welche Version", "format": "Dateiformat",
                "schritt": "was gerade geschieht", "fortschritt": "Prozent", "fehler": "warum nicht",
                "dateiname": "Name der Datei", "medientyp": "Dateityp", "anlaeufe": "wie oft versucht",
                "angefordert_am": "wann bestellt", "angefordert_von": "wer bestellt hat", "fertig_am": "wann fertig"},
        personen={"inhalt": (BESCHAEFTIGTE, "die Datei; intern mit Namen und Uhrzeit des Abrufs")},
    ),
    "Zahlenfreigabe": Angabe(
        "Geschützte Zahlen eines Zeitraums, von zwei Personen verantwortet.", "Leitung, zweite Person",
        sicht=_FREIGABE, bleibt="dauerhaft: jede spätere Freigabe wird gegen sie geprüft",
        felder={"von_monat": "erster Monat", "bis_monat": "letzter Monat", "basis": "worauf gerundet ist",
                "programm": "welche Tabellen", "teile": "welche Lieferungen galten",
                "pruefung": "Ergebnis des Angriffs",
                "abweichung": "wie weit gerundet ist", "beantragt_am": "wann", "beantragt_von": "wer beantragt hat",
                "entschieden_am": "wann entschieden", "entschieden_von": "wer entschieden hat"},
        freitext={"grund": "warum"},
    ),
    "Freigabewert": Angabe(
        "Eine geschützte Zahl; nur diese verlassen das Haus.", "gerechnet", sicht=_FREIGABE,
        bleibt="wie ihre Freigabe", felder={"freigabe": "welche Freigabe"},
    ),
    "Freigabegrundlage": Angabe(
        "Die genaue Zahl dahinter, für den Angriff, der den Schutz prüft.", "aus dem Würfel",
        nur="niemand; nur das Prüfprogramm", bleibt="wie ihre Freigabe", felder={"freigabe": "welche Freigabe"},
    ),
    "BekannteZahl": Angabe(
        "Genaue Zahl, die schon veröffentlicht ist.", "Leitung", sicht=_FREIGABE,
        bleibt="dauerhaft: wer sie kennt, kennt sie weiter",
        felder={"von_monat": "erster Monat", "bis_monat": "letzter Monat"}, freitext={"fundstelle": "wo sie steht"},
    ),
    "Zahlruecknahme": Angabe(
        "Eine bekannte Zahl war falsch abgeschrieben. Nur ergänzbar.", "Leitung", sicht=_FREIGABE,
        bleibt="wie die Zahl", felder={"zahl": "welche Zahl"}, freitext={"grund": "warum sie nicht mehr zählt"},
    ),
    "Quartalsnotiz": Angabe(
        "Notiz zum Quartalsgespräch. Nur ergänzbar.", "Leitung, Sozialraumkoordination", sicht=_GENAU,
        bleibt="solange es Zahlen des Quartals gibt", felder={"quartal": "welches Quartal"},
        freitext={"text": "Notiz; das Feld verlangt, keine Personen zu nennen"},
    ),
    "Briefempfang": Angabe(
        "Wer den Monatsbrief per E-Mail eingeschaltet hat.", "die Person selbst", nur="die Person selbst",
        bleibt="bis die Person ihn abschaltet oder ihr Zugang geleert wird",
        felder={"benutzer": "wer", "seit": "seit wann"},
    ),
    "Briefversand": Angabe(
        "Gesendeter Monatsbrief; Zahlen darin erst ab 20.", "die Anwendung", nur="die Person selbst und die Leitung",
        felder={"empfaenger": "an wen", "betreff": "Betreff", "text": "Wortlaut"},
        personen={"adresse": (BESCHAEFTIGTE, "wohin er ging")},
    ),
    "Folienvorlage": Angabe(
        "Eigene PowerPoint-Vorlage.", "Leitung, Administration", sicht=(Recht.FOLIENVORLAGE_PFLEGEN,),
        bleibt="bis eine neue sie ablöst; frühere bleiben", felder={"name": "Name der Datei", "datei": "die Vorlage"},
    ),
}  # fmt: skip
