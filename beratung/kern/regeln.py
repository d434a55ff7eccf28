"""Alle Prüfregeln als Daten: Code, Schwere, Satz. E: die Datei im Ganzen; P: Spalten, Werte, Zusammenhang."""

# ruff: noqa: E501  – ein Satz je Zeile liest sich besser als umbrochen.

import hashlib

from .befund import Regel, Schwere

F, W, H = Schwere.FEHLER, Schwere.WARNUNG, Schwere.HINWEIS

REGELN = {
    code: Regel(code, schwere, satz)
    for code, schwere, satz in (
        # --- die Datei im Ganzen -------------------------------------------------------------------------------------
        ("E01", F, "Die Datei enthält keine Zahlen. Exportieren Sie sie noch einmal."),
        ("E02", F, "Die Datei ist größer als {grenze} MB. Liefern Sie je Datei nur einen Monat."),
        ("E03", F, "Die Datei ist kennwortgeschützt oder im alten Excel-Format (.xls). Speichern Sie sie in Excel ohne Kennwort als „Excel-Arbeitsmappe (.xlsx)“."),
        ("E04", F, "Das ist keine Tabelle, sondern {was}. Erwartet wird eine Excel-Arbeitsmappe (.xlsx) oder eine CSV-Datei."),
        ("E05", F, "Die Excel-Datei ist beschädigt oder unvollständig. Öffnen und speichern Sie sie in Excel neu, oder exportieren Sie sie noch einmal."),
        ("E06", F, "Die Excel-Datei ist entpackt zu groß oder ungewöhnlich aufgebaut ({grund}). Kopieren Sie die Tabelle in eine neue Arbeitsmappe."),
        ("E07", F, "Die Arbeitsmappe enthält {was}. Speichern Sie sie als einfache Excel-Arbeitsmappe (.xlsx) mit Werten."),
        ("E08", F, "Die Datei enthält Formeln oder Rechenfehler wie #REF! ({ort}). Kopieren Sie die Tabelle und fügen Sie sie als Werte ein (Inhalte einfügen → Werte)."),
        ("E09", F, "Die Datei enthält unlesbare Zeichen (Nullbytes). Exportieren Sie sie als CSV in UTF-8 oder als .xlsx."),
        ("E10", F, "Die Umlaute der Datei sind unlesbar ({grund}). Exportieren Sie sie als CSV in UTF-8 oder als .xlsx."),
        ("E11", F, "Um Zeile {zeile} ist ein Anführungszeichen nicht geschlossen oder ein Feld zu lang. Exportieren Sie die Datei noch einmal."),
        ("E12", F, "{ort}Keine Kopfzeile gefunden: In den ersten 20 Zeilen stehen keine bekannten Spaltennamen wie {beispiele}. Ergänzen Sie die Kopfzeile, oder wählen Sie ein anderes Zuordnungsprofil."),
        ("E13", F, "Die Tabelle hat mehr als {grenze} {was}. Liefern Sie je Datei nur einen Monat und nur die Spalten des Lieferformats."),
        ("E14", F, "Kein Blatt heißt {namen}. Benennen Sie das Blatt so, oder liefern Sie eine Arbeitsmappe mit nur einem Blatt."),
        ("E15", F, "Die Datei enthält personenbezogene Angaben (Spalte {spalten}) und wurde nicht eingelesen; nichts davon ist gespeichert. Löschen Sie diese Spalten und laden Sie die Datei neu hoch."),
        ("E16", F, "Die Datei enthält in Spalte „{spalte}“ Angaben, die wie {was} aussehen. Sie wurde nicht eingelesen; nichts davon ist gespeichert. Entfernen Sie die Angaben und laden Sie die Datei neu hoch."),
        ("E17", F, "Zwei Blätter haben die Art „{art}“. Lassen Sie nur eines davon in der Datei."),
        # --- Spalten und Zeilen --------------------------------------------------------------------------------------
        ("P20", F, "Die Spalte „{spalte}“ fehlt. Ergänzen Sie sie, oder wählen Sie ein Zuordnungsprofil, das sie zuordnet."),
        ("P21", F, "Die Spalte „{spalte}“ kommt mehrfach vor. Lassen Sie nur eine davon stehen."),
        ("P22", W, "Die Spalte „{spalte}“ ist unbekannt und wird nicht gelesen. Prüfen Sie, ob sie umbenannt wurde."),
        ("P23", H, "Die Spalte „{spalte}“ ist nicht dabei; alle Zeilen gelten dort als „unbekannt“."),
        ("P24", F, "Die Zeile hat {ist} statt {soll} Felder. Prüfen Sie die Trennzeichen."),
        ("P25", W, "Die Tabelle „{art}“ enthält keine Zeilen. Das zählt als Nullmeldung: im ganzen Monat nichts. Ist das nicht gemeint, löschen Sie das Blatt."),
        ("P26", F, "Die Summenzeile nennt {wert}, gezählt sind {gezaehlt}. Fehlen Zeilen? Exportieren Sie die Datei noch einmal."),
        ("P27", H, "Das Blatt „{blattname}“ gehört nicht zum Lieferformat und wurde nicht gelesen."),
        ("P28", H, "Gelesen mit Zeichensatz Windows-1252. Prüfen Sie, ob Umlaute stimmen."),
        ("P29", H, "Gelesen mit {trenner} statt Semikolon als Trennzeichen."),
        ("P30", H, "Die Tabelle „Summen“ enthält keine Zeilen und wurde nicht gelesen."),
        # --- Werte ---------------------------------------------------------------------------------------------------
        ("P01", F, "„{wert}“ ist kein Monat und kein Datum. Schreiben Sie 2024-09, 09.2024 oder 15.09.2024."),
        ("P02", F, "Die Zeile gehört zu {gelesen}, geliefert wird {erwartet}. Wählen Sie beim Hochladen den Monat {gelesen}, oder nehmen Sie die Zeile heraus."),
        ("P03", F, "Die Beratungsstelle „{wert}“ ist nicht bekannt.{vorschlag} Berichtigen Sie den Namen, oder lassen Sie die Stelle anlegen."),
        ("P04", F, "Die Beratungsstelle gehört zu {quelle}. Ist beim Hochladen die richtige Quelle gewählt?"),
        ("P05", W, "Die Beratungsstelle „{wert}“ ist in diesem Monat nicht als tätig geführt."),
        ("P06", F, "Der Wert fehlt. Die Spalte „{spalte}“ ist in jeder Zeile nötig."),
        ("P07", F, "Den Stadtteil „{wert}“ gibt es nicht.{vorschlag} Nehmen Sie die amtliche Nr. oder den Namen; leer heißt unbekannt, für andere Orte steht „auswärtig“."),
        ("P08", F, "„{wert}“ ist kein Alter. Erwartet werden ganze Jahre von 0 bis 120; leer heißt unbekannt."),
        ("P09", F, "„{wert}“ gibt es in der Spalte „{spalte}“ nicht.{vorschlag} Möglich ist: {moeglich}."),
        ("P10", F, "„{wert}“ ist keine Anzahl. Erwartet wird eine ganze Zahl ab {mindestens}."),
        ("P11", F, "Bei {leistungsart} fehlt das Beratungsfeld. Tragen Sie es nach."),
        ("P12", F, "„{spalte}“ widerspricht einer anderen Spalte derselben Zeile. Lassen Sie nur die richtige Angabe stehen."),
        ("P13", F, "Das Feld ist länger als {grenze} Zeichen oder enthält einen Zeilenumbruch. Kürzen Sie es."),
        ("P14", F, "„{wert}“ ist ein Rechenfehler oder eine Formel. Tragen Sie den Wert ein."),
        # --- Summen --------------------------------------------------------------------------------------------------
        ("P40", F, "Merkmal und Ausprägung gehören zusammen: Füllen Sie beide aus oder keines."),
        ("P41", F, "{zaehleinheit} werden nicht nach {merkmal} aufgeteilt. Prüfen Sie Zähleinheit und Merkmal."),
        ("P42", F, "Die Zeile nennt Beratungsstelle und Stadtteil. Eine Summe gilt für eines von beiden oder für die ganze Stadt."),
        ("P43", F, "Dieselbe Summe steht mehrfach in der Datei. Lassen Sie nur eine Zeile stehen."),
        ("P44", W, "{zaehleinheit}: Die Aufteilung nach {merkmal} ergibt {summe}, die Gesamtzahl ist {gesamt}."),
        ("P45", F, "Eine Summe für Orte außerhalb Dresdens gibt es nicht. Lassen Sie den Stadtteil leer (ganze Stadt)."),
        # --- die Lieferung im Zusammenhang ---------------------------------------------------------------------------
        ("P50", F, "{zaehleinheit} für {monat} liegen schon als {art} vor (Lieferung {nummer}) und würden doppelt gezählt. Nehmen Sie Lieferung {nummer} zuerst zurück, oder lassen Sie die Zahlen hier weg."),
        ("P51", F, "{zaehleinheit} stehen in dieser Datei als Summen und als Zeilen und würden doppelt gezählt. Liefern Sie nur eines von beiden."),
        ("P52", W, "{zaehleinheit}: {neu} statt {alt} im Vormonat ({prozent}). Ist die Lieferung vollständig?"),
        ("P53", W, "„{spalte}“ ist in {prozent} der Zeilen unbekannt. Lässt sich das nachtragen?"),
        ("P54", F, "{monat} liegt in der Zukunft. Prüfen Sie den gewählten Monat."),
        ("P55", F, "{monat} liegt vor 2015. Prüfen Sie den gewählten Monat."),
        ("P56", W, "Dieselbe Datei ist schon für {andere} eingelesen (Lieferung {nummer}). Ist die Quelle richtig?"),
        ("P57", W, "{monat} ist noch nicht zu Ende. Die Lieferung kann unvollständig sein."),
        ("P58", H, "{anzahl_zeilen} Beratungen und Kriseninterventionen haben keine Fallkennung; sie fehlen bei „Leistungen je Fall“."),
    )
}  # fmt: skip


def regelstand() -> str:
    """Kennzeichen der Regeln, nach denen geprüft wird: andere Codes, Schweren oder Sätze, anderes Kennzeichen."""
    return hashlib.sha256(repr(sorted(REGELN.items())).encode()).hexdigest()[:12]
