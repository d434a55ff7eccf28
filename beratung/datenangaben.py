"""Angaben zum Datenkatalog: Lieferungen und Zahlen. Über Ratsuchende steht hier nur, wie viele es sind."""

from dresden_senioren.datenschutz.katalog import Angabe
from dresden_senioren.rollen import Recht

_VERWALTEN = (Recht.LIEFERUNGEN_VERWALTEN,)
_KALENDER = (Recht.MONATE_ABSCHLIESSEN,)
_STAMM = (Recht.STAMMDATEN_PFLEGEN,)
_GENAU = (Recht.AUSWERTUNG_STADT, Recht.AUSWERTUNG_ALLER_BEREICHE)
_STAMMDATUM = "solange es Zahlen dazu gibt"
_AKTE = "solange es Zahlen dieses Monats gibt: sie sagt, woher sie kommen"
_GRUPPIERT = "Datei des Trägers, beim Lesen gruppiert; die einzelne Zeile und jede Kennung werden verworfen"

ANGABEN = {
    "Planungsbereich": Angabe(
        "Gebiet der Sozialraumkoordination.", "Administration", sicht=(*_GENAU, *_STAMM), bleibt=_STAMMDATUM,
        felder={"name": "Name des Gebiets", "koordination": "wer seine genauen Zahlen sieht"},
    ),
    "Stadtteil": Angabe(
        "Amtliche Stadtteile.", "Kommunale Statistikstelle", nur="alle Angemeldeten", bleibt=_STAMMDATUM,
        felder={"nr": "amtliche Nr.", "name": "Name", "gebiet": "Stadtbezirk oder Ortschaft", "gebietsart": "welches",
                "zusammengefasst_mit": "wird nur gemeinsam veröffentlicht"},
    ),
    "Gebietszuordnung": Angabe(
        "Welcher Stadtteil zu welchem Planungsbereich gehört.", "Administration", sicht=_STAMM, bleibt=_STAMMDATUM,
        felder={"ist_bestaetigt": "amtlich bestätigt"},
    ),
    "Traeger": Angabe(
        "Trägerorganisation.", "Administration", sicht=(*_STAMM, *_KALENDER), bleibt=_STAMMDATUM,
        felder={"name": "Name der Organisation, keine Person"},
        personen={"email": ("Ansprechstelle des Trägers", "wohin Erinnerungen gehen; möglichst ein Funktionspostfach")},
    ),
    "Beratungsstelle": Angabe(
        "Wo beraten wird.", "Administration", sicht=(*_STAMM, *_GENAU), bleibt=_STAMMDATUM,
        felder={"name": "Name der Stelle", "traeger": "wem sie gehört"},
    ),
    "Stellengebiet": Angabe(
        "Zu welchem Planungsbereich eine Stelle gehört.", "Administration", sicht=_STAMM, bleibt=_STAMMDATUM,
    ),
    "Ausstattung": Angabe(
        "Stellenumfang und Soll einer Beratungsstelle, nie einer Person.", "Administration", sicht=(*_STAMM, *_GENAU),
        bleibt=_STAMMDATUM, felder={"vzae": "Vollzeitäquivalente", "soll_quartal": "Soll-Fälle je Quartal"},
    ),
    "Ereignismarke": Angabe(
        "Was eine Zeitreihe erklärt.", "Administration", sicht=(*_STAMM, *_GENAU), bleibt=_STAMMDATUM,
        felder={"ab": "ab wann", "bezeichnung": "Titel", "ist_bruch": "davor und danach nicht vergleichbar"},
        freitext={"erlaeuterung": "Erläuterung"},
    ),
    "Bezugsbevoelkerung": Angabe(
        "Einwohner eines Stadtteils, Nenner der Dichte.", "Kommunale Statistikstelle", sicht=(*_STAMM, *_GENAU),
        bleibt=_STAMMDATUM, felder={"stichtag": "Stichtag", "altersgruppe": "ab welchem Alter"},
    ),
    "Katalogwert": Angabe(
        "Welche Werte ein Merkmal haben kann.", "mitgeliefert; Administration", sicht=_STAMM, bleibt=_STAMMDATUM,
        felder={"bezeichnung": "wie er heißt", "oberwert": "Hauptberatungsfeld"},
    ),
    "Zuordnungsprofil": Angabe(
        "Wie eine fremde Tabelle gelesen wird.", "Administration", sicht=_VERWALTEN, bleibt=_STAMMDATUM,
        felder={"name": "Name", "version": "Version", "bezeichnung": "Titel", "ist_annahme": "nicht bestätigt",
                "regeln": "Überschrift → Spalte, Wert → Schlüssel; nie eine Zeile der Datei",
                "zurueckgezogen_am": "wann zurückgezogen", "zurueckgezogen_von": "wer zurückgezogen hat"},
        freitext={"anlass": "warum es angelegt wurde"},
    ),
    "Eingang": Angabe(
        "Eine hochgeladene Datei, bis sie Lieferung ist oder abgelehnt.",
        "Administration lädt hoch", sicht=_VERWALTEN,
        bleibt="fertige wie ihre Lieferung",
        felder={"dateiname": "Name der Datei", "groesse": "Bytes", "profil": "wie sie gelesen wird",
                "woran_erkannt": "Satz, woran Monat und Quelle erkannt wurden", "ist_bestaetigt": "Angaben bestätigt",
                "entwurf": "Zuordnung in Arbeit", "zeilen_gelesen": "wie viele",
                "befunde": "was auffiel, nie Werte aus Personenspalten", "lieferung": "was daraus wurde",
                "eingereicht_von": "wer hochgeladen hat", "eingereicht_am": "wann", "beendet_am": "wann entschieden"},
    ),
    "Eingangsstueck": Angabe(
        "Die hochgeladene Datei selbst, nur bis sie gelesen und entschieden ist.", "Administration lädt hoch",
        nur="niemand; das Leseprogramm, und die Administration beim Zuordnen der Spalten",
        felder={"eingang": "zu welchem Eingang", "nummer": "das wievielte Stück",
                "inhalt": "Bytes der Datei; in keiner Sicherung, bei PostgreSQL in keinem Schreibprotokoll"},
    ),
    "Lieferung": Angabe(
        "Eine angenommene Datei für eine Quelle und einen Monat.", "Datei des Trägers; Administration",
        sicht=_VERWALTEN, bleibt=_AKTE,
        felder={"dateiname": "Name der Datei", "profil": "wie gelesen", "status": "wie weit sie ist",
                "regelstand": "nach welchen Regeln geprüft", "zeilen_gelesen": "wie viele", "summen": "Gesamtzahlen",
                "befunde": "was auffiel, nie Werte aus Personenspalten", "eingegangen_am": "Eingang im Amt"},
        freitext={"begruendung": "warum trotz Warnungen", "ruecknahmegrund": "warum zurückgenommen"},
    ),
    "Lieferungsteil": Angabe(
        "Eine Art in einer Lieferung.", "aus der Datei", sicht=_VERWALTEN, bleibt=_AKTE,
        felder={"lieferung": "welche Lieferung", "ist_gueltig": "ob er gilt", "ersetzt_durch": "was ihn abgelöst hat",
                "beratungsstellen": "welche Stellen darin stehen", "wartende_zellen": "Zahlen zwischen Vorschau und "
                "Übernahme", "zeilen_geloescht_am": "seit wann es nur noch den Würfel gibt"},
    ),
    "Neuzugang": Angabe(
        "Gruppierte Zählzeile neuer Fälle: berichtigen und nachzählen.", _GRUPPIERT, sicht=_VERWALTEN,
        felder={"altersgruppe": "Gruppe, nie ein Alter", "geschlecht": "wie geliefert",
                "migrationshintergrund": "ja, nein, unbekannt", "familienstand": "wie geliefert",
                "fallherkunft": "wie der Fall kam, als Katalogwert"},
    ),
    "Leistung": Angabe(
        "Gruppierte Zählzeile von Leistungen.", _GRUPPIERT, sicht=_VERWALTEN,
        felder={"beratungsfeld": "Katalogwert", "beratungsort": "Katalogwert"},
    ),
    "Haeufigkeit": Angabe(
        "Wie viele Fälle wie viele Leistungen hatten; die Fallkennung ist verworfen.", _GRUPPIERT, sicht=_VERWALTEN,
        felder={"klasse": "1, 2–3, 4–9, 10 und mehr"},
    ),
    "Monatssumme": Angabe("Fertig gelieferte Summe.", "Datei des Trägers", sicht=_VERWALTEN),
    "Monatswert": Angabe(
        "Zelle des Würfels: was jede Auswertung liest. Ein Merkmal, dazu Altersgruppe × Geschlecht; nie mehr zusammen.",
        "aus den Zählzeilen gerechnet", sicht=_GENAU,
        bleibt="dauerhaft: ohne Zählzeilen nur noch Statistik; kleine Zahlen sehen nur Berechtigte",
    ),
    "Befundentscheidung": Angabe(
        "Urteil über einen Befund.", "Administration", sicht=_VERWALTEN, bleibt=_AKTE,
        felder={"lieferung": "welche Lieferung", "code": "Regel", "gegenstand": "woran er wiedererkannt wird",
                "meldung": "Befund", "urteil": "was entschieden ist", "gilt_kuenftig": "auch in anderen Monaten"},
        freitext={"begruendung": "warum"},
    ),
    "Kontrollzahl": Angabe(
        "Gesamtzahl, die ein Träger auf anderem Weg genannt hat.", "Administration", sicht=_VERWALTEN, bleibt=_AKTE,
        freitext={"woher": "wie sie gemeldet wurde"},
    ),
    "Nullmeldung": Angabe(
        "Eine Stelle sagt: im Monat nichts.", "Administration", sicht=_KALENDER, bleibt=_AKTE,
        felder={"gemeldet_am": "wann gemeldet", "woher": "auf welchem Weg", "erfasst_am": "wann erfasst",
                "erfasst_von": "wer erfasst hat"},
        freitext={"ruecknahmegrund": "warum zurückgenommen"},
    ),
    "Monatsstand": Angabe(
        "Wie fest die Zahlen eines Monats sind. Nur ergänzbar.", "Administration, Leitung", sicht=_KALENDER,
        bleibt=_AKTE,
        felder={"teile": "welche Teile damals galten", "lieferung": "wodurch es sich änderte"},
        freitext={"grund": "warum"},
    ),
    "Lieferfrist": Angabe(
        "Bis wann ein Träger liefert.", "Administration", sicht=_KALENDER, bleibt=_STAMMDATUM,
        felder={"traeger": "wer", "gilt_ab": "ab wann", "tag": "Tag", "monate_danach": "Monate danach"},
    ),
    "Liefererinnerung": Angabe(
        "Gesendete E-Mail an einen Träger.", "Administration", sicht=_VERWALTEN,
        felder={"traeger": "an wen", "tag": "höchstens eine am Tag", "betreff": "Betreff", "text": "Wortlaut"},
        personen={"adresse": ("Ansprechstelle des Trägers", "wohin sie ging")},
    ),
    "Grenzstand": Angabe(
        "Grenzen für die Karte.", "Kommunale Statistikstelle; Administration", sicht=_STAMM, bleibt=_STAMMDATUM,
        felder={"stand": "Quelle und Stand", "dateiname": "Name der Datei", "flaechen": "Linien der Karte"},
    ),
}  # fmt: skip
