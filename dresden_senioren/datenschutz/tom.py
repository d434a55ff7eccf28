"""Technische und organisatorische Maßnahmen: was, wo es steht, was es zeigt. Jeder genannte Pfad wird geprüft."""

from dataclasses import dataclass

from dresden_senioren.settings import BASE_DIR


@dataclass(frozen=True)
class Massnahme:
    """`wo`: Dateien oder Einstellungen in Großbuchstaben; `nachweis`: Testdateien, leer nur mit `ohne_nachweis`."""

    was: str
    wo: tuple[str, ...]
    nachweis: tuple[str, ...] = ()
    ohne_nachweis: str = ""


ZIELE: dict[str, tuple[Massnahme, ...]] = {
    "Datenminimierung": (
        Massnahme(
            "Dateien mit Personendaten werden im Ganzen abgelehnt; von ihnen bleibt nur der Name der Spalte.",
            ("beratung/kern/personendaten/tuer.py", "beratung/kern/personendaten/kennzeichen.py"),
            ("tests/beratung/test_personendaten.py", "tests/beratung/test_datensparsamkeit.py"),
        ),
        Massnahme(
            "Kein Feld für Namen, Geburtsdatum, Anschrift, Rufnummer oder Fallkennung Ratsuchender.",
            ("beratung/models/zahlen.py",),
            ("tests/beratung/test_datensparsamkeit.py",),
        ),
        Massnahme(
            "Zeilen werden beim Lesen gruppiert; Fallkennungen sind nach dem Zählen weg.",
            ("beratung/kern/zaehlen/zaehlen.py",),
            ("tests/beratung/test_personendaten.py",),
        ),
        Massnahme(
            "Hochgeladene Dateien liegen nur bis zur Entscheidung, höchstens 60 Minuten, in einer eigenen Tabelle: in "
            "keiner Sicherung, bei PostgreSQL in keinem Schreibprotokoll, bei SQLite mit Nullen überschrieben.",
            ("beratung/eingang/ablage.py", "beratung/apps.py"),
            ("tests/beratung/test_eingang.py", "tests/rahmen/test_sicherung.py"),
        ),
    ),
    "Speicherbegrenzung": (
        Massnahme(
            "Fristen sind Daten, ein Befehl wendet sie an, ein zweiter Lauf tut nichts.",
            ("dresden_senioren/datenschutz/aufbewahrung.py", "AUFBEWAHRUNG_ZEILEN_MONATE"),
            ("tests/rahmen/test_aufbewahrung.py",),
        ),
        Massnahme(
            "Berichtsdateien gelten als Kopien und verschwinden nach höchstens sieben Tagen.",
            ("berichte/akten/auftraege.py",),
            ("tests/berichte/test_auftraege.py",),
        ),
    ),
    "Vertraulichkeit": (
        Massnahme(
            "Rechte je Rolle, erst verweigern, dann erlauben; Fremdes ist nicht zu finden (404).",
            ("dresden_senioren/rollen.py", "dresden_senioren/zugang.py"),
            ("tests/rahmen/test_rechte.py",),
        ),
        Massnahme(
            "Genaue Zahlen nur für Sozialraumkoordination (eigener Bereich) und Leitung; die Administration übernimmt "
            "Lieferungen, sieht aber keine Auswertung.",
            ("dresden_senioren/rollen.py",),
            ("tests/rahmen/test_rechte.py",),
        ),
        Massnahme(
            "Was das Haus verlässt, ist auf Vielfache gerundet, gegen Zurückrechnen geprüft und von zwei Personen "
            "freigegeben.",
            ("berichte/freigaben/ablauf.py", "GEHEIMHALTUNG_BASIS"),
            ("tests/berichte/test_schutz_angriff.py", "tests/berichte/test_freigaben.py"),
        ),
        Massnahme(
            "Keine genaue Zahl in einer geschützten Datei, auch nicht in Diagrammdaten oder Metadaten.",
            ("berichte/kern/geheimhaltung.py",),
            ("tests/berichte/test_artefakte.py",),
        ),
        Massnahme(
            "Kennwörter ab zwölf Zeichen, nur als Prüfwert; nach zehn Fehlversuchen wird gewartet.",
            ("dresden_senioren/anmeldung/kennwortregeln.py", "AXES_FAILURE_LIMIT"),
            ("tests/rahmen/test_anmeldung_kennwort.py", "tests/rahmen/test_anmeldung_bremse.py"),
        ),
        Massnahme(
            "Zweiter Faktor für Administration und Leitung; vor gefährlichen Handlungen wird das Kennwort erneut "
            "verlangt.",
            ("dresden_senioren/anmeldung/faktor.py", "ZWEITER_FAKTOR"),
            ("tests/rahmen/test_anmeldung_faktor.py", "tests/rahmen/test_anmeldung_erneut.py"),
        ),
        Massnahme(
            "Sitzungen enden nach 30 Minuten Ruhe; ein entzogenes Recht gilt bei der nächsten Anfrage.",
            ("dresden_senioren/anmeldung/schranken.py", "SITZUNG_RUHE"),
            ("tests/rahmen/test_anmeldung_sitzung.py", "tests/rahmen/test_personen_entzug.py"),
        ),
        Massnahme(
            "Datenbankrollen mit den nötigsten Rechten; die Anwendung kann in Büchern weder ändern noch löschen.",
            ("dresden_senioren/datenbank/rechte.py", "betrieb/postgresql/rollen.sql"),
            ("tests/rahmen/test_datenbankrollen.py",),
        ),
        Massnahme(
            "Meldungen des Servers ohne Personendaten, mit einer Nummer je Anfrage.",
            ("dresden_senioren/anfrage/protokollzeilen.py",),
            ("tests/rahmen/test_protokollzeilen.py",),
        ),
        Massnahme(
            "Seiten werden nicht zwischengespeichert und laden nichts von fremden Rechnern.",
            ("dresden_senioren/auslieferung/kopfzeilen.py", "CONTENT_SECURITY_POLICY"),
            ("tests/rahmen/test_kopfzeilen.py", "tests/rahmen/test_seiten.py"),
        ),
    ),
    "Integrität": (
        Massnahme(
            "Eine Lieferung gilt ganz oder gar nicht, auch wenn der Rechner mittendrin ausfällt.",
            ("beratung/lieferungen/uebernahme.py",),
            ("tests/beratung/test_abschuss.py",),
        ),
        Massnahme(
            "Zwei Personen überschreiben einander nicht.",
            ("dresden_senioren/datenbank/geschichte.py",),
            ("tests/massnahmen/test_gleichzeitig.py",),
        ),
        Massnahme(
            "Bücher und Protokoll werden nur ergänzt; nur die Aufbewahrung löscht, und nur Verfallenes.",
            ("dresden_senioren/datenbank/ergaenzbar.py", "dresden_senioren/datenschutz/aufbewahrung.py"),
            ("tests/rahmen/test_protokoll.py", "tests/rahmen/test_aufbewahrung.py"),
        ),
        Massnahme(
            "Feindliche Dateien werden abgewiesen, ohne dass etwas gespeichert wird.",
            ("beratung/kern/lesen/einlesen.py", "DATEI_HOECHSTGROESSE"),
            ("tests/beratung/test_kaputte_dateien.py", "tests/beratung/test_zufall.py"),
        ),
    ),
    "Verfügbarkeit": (
        Massnahme(
            "Sicherung mit Prüfsummen; die Wiederherstellung vergleicht jede Tabelle.",
            ("dresden_senioren/sicherung/sichern.py", "dresden_senioren/sicherung/wiederherstellen.py"),
            ("tests/rahmen/test_sicherung.py", "tests/rahmen/test_sicherung_beschaedigt.py"),
        ),
        Massnahme(
            "Ein Befehl sagt, ob die Einrichtung gesund ist.",
            ("dresden_senioren/zustand/pruefungen.py",),
            ("tests/rahmen/test_pruefe.py", "tests/rahmen/test_gesundheit.py"),
        ),
    ),
    "Nachvollziehbarkeit": (
        Massnahme(
            "Protokoll jeder Handlung, ohne Kennwörter und ohne Werte aus Personenspalten.",
            ("dresden_senioren/protokoll.py",),
            ("tests/rahmen/test_protokoll.py",),
        ),
        Massnahme(
            "Zugriffsbuch für genaue kleine Zahlen: wer, wann, welche Seite, welche Auswahl, welcher Stand; keine "
            "Zahlen.",
            ("dresden_senioren/datenschutz/zugriffsbuch.py",),
            ("tests/rahmen/test_zugriffe.py",),
        ),
        Massnahme(
            "Jede Zahl führt zu ihren Lieferungen und lässt sich nachzählen.",
            ("berichte/zahlen/nachweis.py", "beratung/lieferungen/nachzaehlung.py"),
            ("tests/berichte/test_herkunft.py",),
        ),
    ),
    "Schutz der Beschäftigten": (
        Massnahme(
            "Jede Person sieht ihre Zugriffe und Protokolleinträge; niemand sonst sieht das Zugriffsbuch.",
            ("dresden_senioren/datenschutz/views.py",),
            ("tests/rahmen/test_zugriffe.py",),
        ),
        Massnahme(
            "Keine Leistungskontrolle: Keine Seite und keine Datei sortiert, filtert, gruppiert oder zählt Einträge "
            "nach Personen; Berichte nennen keine Beschäftigten.",
            ("dresden_senioren/views.py",),
            ("tests/rahmen/test_zugriffe.py",),
        ),
        Massnahme(
            "Das Zugriffsbuch wird nur mit Anlass ausgewertet; die Auswertung steht selbst im Protokoll.",
            ("dresden_senioren/management/commands/zugriffe_auskunft.py",),
            ("tests/rahmen/test_zugriffe.py",),
        ),
    ),
    "Organisation (vom Amt zu leisten)": (
        Massnahme(
            "Verschlüsselung der Datenträger und Sicherungen, Netztrennung, Zutritt zum Rechenzentrum.",
            (),
            ohne_nachweis="Nachweis des Betreibers",
        ),
        Massnahme(
            "Schulung, Verpflichtung auf das Sozialgeheimnis (§ 35 SGB I), Umgang mit heruntergeladenen Dateien.",
            (),
            ohne_nachweis="Dienstanweisung",
        ),
        Massnahme(
            "Dienstvereinbarung mit dem Personalrat zu Protokoll und Zugriffsbuch.",
            (),
            ohne_nachweis="vom Amt zu schließen",
        ),
    ),
}


def fehlende_pfade() -> list[str]:
    """Genannte Dateien, die es nicht gibt."""
    alle = [pfad for gruppe in ZIELE.values() for m in gruppe for pfad in (*m.wo, *m.nachweis)]
    return [pfad for pfad in alle if not pfad.isupper() and not (BASE_DIR / pfad).is_file()]


def unbekannte_einstellungen() -> list[str]:
    from django.conf import settings

    alle = [name for gruppe in ZIELE.values() for m in gruppe for name in m.wo if name.isupper()]
    return [name for name in alle if not hasattr(settings, name)]
