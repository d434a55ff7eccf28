"""Alle Prüfregeln als Daten: Code, Schwere, Titel und der Satz, der sagt, was ist und was zu tun ist. Daraus entstehen
Befunde und die Seite „Prüfregeln“. E: die Datei im Ganzen; P: Spalten, Werte, Zusammenhang."""

# ruff: noqa: E501  – ein Satz je Zeile liest sich besser als umbrochen.

import hashlib
from decimal import Decimal

from dresden_senioren.kern import zahlen
from dresden_senioren.kern.schwere import Schwere

from .ausreisser import ALPHA, TOLERANZ, TOLERANZ_ALLEIN
from .befund import UEBRIGE, Regel

UNBEKANNT_HOECHSTENS = 20  # Prozent
FREMD_HOECHSTENS = 30  # Prozent
UNBEKANNT_AB = FREMD_AB = 30  # Fälle oder Leistungen; darunter schwanken Anteile ohnehin
VERLUST_AB = 10  # Prozent: weniger ändert eine Korrektur gewöhnlich, etwa wenn doppelte Zeilen herausfallen
STUMM_NACH_MONATEN = 3  # hat eine Stelle so lange vorher geliefert, wird sie vermisst
PAARE_AB = 12  # so viele gerade Zahlen nebeneinander sind kein Zufall mehr: 1 zu 2 hoch 12
# Ein Fall hat viele Beratungen: nur Fälle treten unabhängig voneinander auf (Streuung je Mittel etwa das Vierfache).
KLUMPEN = {"beratung": 4}

F, W, H = Schwere.FEHLER, Schwere.WARNUNG, Schwere.HINWEIS

REGELN = {
    code: Regel(code, schwere, titel, satz)
    for code, schwere, titel, satz in (
        # --- die Datei im Ganzen -------------------------------------------------------------------------------------
        ("E01", F, "Leere Datei", "Die Datei enthält keine Zahlen. Exportieren Sie sie noch einmal."),
        ("E02", F, "Datei zu groß", "Die Datei ist größer als {grenze} MB. Liefern Sie je Datei nur einen Monat."),
        ("E03", F, "Kennwort oder altes Excel-Format", "Die Datei ist kennwortgeschützt oder im alten Excel-Format (.xls). Speichern Sie sie in Excel ohne Kennwort als „Excel-Arbeitsmappe (.xlsx)“."),
        ("E04", F, "Keine Tabelle", "Das ist keine Tabelle, sondern {was}. Erwartet wird eine Excel-Arbeitsmappe (.xlsx) oder eine CSV-Datei."),
        ("E05", F, "Beschädigte Excel-Datei", "Die Excel-Datei ist beschädigt oder unvollständig. Öffnen und speichern Sie sie in Excel neu, oder exportieren Sie sie noch einmal."),
        ("E06", F, "Ungewöhnlich aufgebaute Excel-Datei", "Die Excel-Datei ist entpackt zu groß oder ungewöhnlich aufgebaut ({grund}). Kopieren Sie die Tabelle in eine neue Arbeitsmappe."),
        ("E07", F, "Makros, Verknüpfungen, Objekte", "Die Arbeitsmappe enthält {was}. Speichern Sie sie als einfache Excel-Arbeitsmappe (.xlsx) mit Werten."),
        ("E08", F, "Formeln oder Rechenfehler", "Die Datei enthält Formeln oder Rechenfehler wie #REF! ({ort}). Kopieren Sie die Tabelle und fügen Sie sie als Werte ein (Inhalte einfügen → Werte)."),
        ("E09", F, "Unlesbare Zeichen", "Die Datei enthält unlesbare Zeichen (Nullbytes). Exportieren Sie sie als CSV in UTF-8 oder als .xlsx."),
        ("E10", F, "Unlesbare Umlaute", "Die Umlaute der Datei sind unlesbar ({grund}). Exportieren Sie sie als CSV in UTF-8 oder als .xlsx."),
        ("E11", F, "Offenes Anführungszeichen", "Um Zeile {zeile} ist ein Anführungszeichen nicht geschlossen oder ein Feld zu lang. Exportieren Sie die Datei noch einmal."),
        ("E12", F, "Keine Kopfzeile", "{ort}Keine Kopfzeile gefunden: In den ersten 20 Zeilen stehen keine bekannten Spaltennamen wie {beispiele}. Ergänzen Sie die Kopfzeile, oder wählen Sie ein anderes Zuordnungsprofil."),
        ("E13", F, "Zu viele Zeilen oder Spalten", "Die Tabelle hat mehr als {grenze} {was}. Liefern Sie je Datei nur einen Monat und nur die Spalten des Lieferformats."),
        ("E14", F, "Blatt nicht erkannt", "Kein Blatt heißt {namen}. Benennen Sie das Blatt so, oder liefern Sie eine Arbeitsmappe mit nur einem Blatt."),
        ("E15", F, "Spalten mit Personendaten", "Die Datei enthält personenbezogene Angaben ({spalten}) und wurde nicht eingelesen; nichts davon ist gespeichert. Löschen Sie, was dort steht, samt Überschrift und laden Sie die Datei neu hoch."),
        ("E16", F, "Werte wie Personendaten", "Die Datei enthält in Spalte „{spalte}“ Angaben, die wie {was} aussehen. Sie wurde nicht eingelesen; nichts davon ist gespeichert. Entfernen Sie die Angaben und laden Sie die Datei neu hoch."),
        ("E17", F, "Zwei Blätter derselben Art", "Zwei Blätter haben die Art „{art}“. Lassen Sie nur eines davon in der Datei."),
        # --- Spalten und Zeilen --------------------------------------------------------------------------------------
        ("P20", F, "Pflichtspalte fehlt", "Die Spalte „{spalte}“ fehlt. Ergänzen Sie sie, oder wählen Sie ein Zuordnungsprofil, das sie zuordnet."),
        ("P21", F, "Spalte doppelt", "Die Spalte „{spalte}“ kommt mehrfach vor. Lassen Sie nur eine davon stehen."),
        ("P22", W, "Spalte unbekannt", "Die Spalte „{spalte}“ ist unbekannt und wird nicht gelesen. Prüfen Sie, ob sie umbenannt wurde."),
        ("P23", H, "Spalte nicht dabei", "Die Spalte „{spalte}“ ist nicht dabei; alle Zeilen gelten dort als „unbekannt“. Wird sie sonst geliefert, fordern Sie sie nach."),
        ("P24", F, "Felder verrutscht", "Die Zeile hat {ist} statt {soll} Felder. Prüfen Sie die Trennzeichen; ist es die letzte, ist die Datei wohl abgeschnitten."),
        ("P25", W, "Nullmeldung", "Die Tabelle „{art}“ enthält keine Zeilen. Das zählt als Nullmeldung: im ganzen Monat nichts. Ist das nicht gemeint, löschen Sie das Blatt."),
        ("P26", F, "Summenzeile stimmt nicht", "Die Summenzeile nennt {wert}, gezählt sind {gezaehlt}. Fehlen Zeilen? Exportieren Sie die Datei noch einmal."),
        ("P27", H, "Fremdes Blatt", "Das Blatt „{blattname}“ gehört nicht zum Lieferformat und wurde nicht gelesen. Enthält es Zahlen, benennen Sie es „Fälle“, „Leistungen“ oder „Summen“."),
        ("P28", H, "Zeichensatz Windows-1252", "Gelesen mit Zeichensatz Windows-1252. Prüfen Sie, ob Umlaute stimmen."),
        ("P29", H, "Anderes Trennzeichen", "Gelesen mit {trenner} statt Semikolon als Trennzeichen. Prüfen Sie, ob die Zahlen unten stimmen."),
        ("P30", H, "Summen ohne Zeilen", "Die Tabelle „Summen“ enthält keine Zeilen und wurde nicht gelesen. Sollte sie etwas melden, füllen Sie sie aus."),
        ("P31", W, "Letzte Zeile ohne Zeilenende", "Die Datei hört mitten in einer Zeile auf; vielleicht ist sie abgeschnitten. Vergleichen Sie die letzte Zeile und die Summen mit dem Fachverfahren, oder exportieren Sie die Datei noch einmal."),
        # --- Werte ---------------------------------------------------------------------------------------------------
        ("P01", F, "Kein Monat", "„{wert}“ ist kein Monat und kein Datum. Schreiben Sie 2024-09, 09.2024 oder 15.09.2024."),
        ("P02", F, "Anderer Monat als gewählt", "Die Zeile gehört zu {gelesen}, geliefert wird {erwartet}. Gehört die ganze Datei zu {gelesen}, wählen Sie beim Hochladen diesen Monat; sonst lassen Sie die Zeile beim Absender herausnehmen."),
        ("P03", F, "Beratungsstelle unbekannt", "Die Beratungsstelle „{wert}“ ist nicht bekannt.{vorschlag} Berichtigen Sie den Namen, oder lassen Sie die Stelle anlegen."),
        ("P04", F, "Beratungsstelle der anderen Quelle", "Die Beratungsstelle gehört zu {quelle}. Ist beim Hochladen die richtige Quelle gewählt?"),
        ("P05", W, "Beratungsstelle geschlossen oder noch nicht offen", "Die Beratungsstelle „{wert}“ ist in diesem Monat nicht als tätig geführt. Stimmt der Monat? Sonst lassen Sie die Stammdaten der Stelle berichtigen."),
        ("P06", F, "Pflichtwert fehlt", "Der Wert fehlt. Die Spalte „{spalte}“ ist in jeder Zeile nötig."),
        ("P07", F, "Stadtteil unbekannt", "Den Stadtteil „{wert}“ gibt es nicht.{vorschlag} Nehmen Sie die amtliche Nr. oder den Namen; leer heißt unbekannt, für andere Orte steht „auswärtig“."),
        ("P08", F, "Kein Alter", "„{wert}“ ist kein Alter. Erwartet werden ganze Jahre von 0 bis 120; leer heißt unbekannt."),
        ("P09", F, "Wert nicht im Katalog", "„{wert}“ gibt es in der Spalte „{spalte}“ nicht.{vorschlag} Möglich ist: {moeglich}."),
        ("P10", F, "Keine Anzahl", "„{wert}“ ist keine Anzahl. Erwartet wird eine ganze Zahl ab {mindestens}."),
        ("P11", F, "Beratungsfeld fehlt", "Bei {leistungsart} fehlt das Beratungsfeld. Tragen Sie es nach."),
        ("P12", F, "Widerspruch in der Zeile", "„{spalte}“ widerspricht einer anderen Spalte derselben Zeile. Lassen Sie nur die richtige Angabe stehen."),
        ("P13", F, "Feld zu lang", "Das Feld ist länger als {grenze} Zeichen oder enthält einen Zeilenumbruch. Kürzen Sie es."),
        ("P14", F, "Formel im Feld", "„{wert}“ ist ein Rechenfehler oder eine Formel. Tragen Sie den Wert ein."),
        ("P15", F, "Anzahlen zusammen zu groß", "Die Anzahlen ergeben zusammen {summe}, höchstens {grenze} sind möglich. Prüfen Sie die Spalte „Anzahl“: Steht dort versehentlich eine Nummer?"),
        # --- Summen --------------------------------------------------------------------------------------------------
        ("P40", F, "Merkmal ohne Ausprägung", "Merkmal und Ausprägung gehören zusammen: Füllen Sie beide aus oder keines."),
        ("P41", F, "Unpassendes Merkmal", "{zaehleinheit} werden nicht nach {merkmal} aufgeteilt. Prüfen Sie Zähleinheit und Merkmal."),
        ("P42", F, "Summe mit zwei Orten", "Die Zeile nennt Beratungsstelle und Stadtteil. Eine Summe gilt für eines von beiden oder für die ganze Stadt."),
        ("P43", F, "Summe doppelt", "Dieselbe Summe steht mehrfach in der Datei. Lassen Sie nur eine Zeile stehen."),
        ("P44", W, "Aufteilung ergibt nicht die Gesamtzahl", "{zaehleinheit}: Die Aufteilung nach {merkmal} ergibt {summe}, die Gesamtzahl ist {gesamt}. Fragen Sie nach, welche der beiden gilt."),
        ("P45", F, "Summe außerhalb Dresdens", "Eine Summe für Orte außerhalb Dresdens gibt es nicht. Lassen Sie den Stadtteil leer (ganze Stadt)."),
        # --- die Lieferung im Zusammenhang ---------------------------------------------------------------------------
        ("P50", F, "Doppelt mit anderer Lieferung", "{zaehleinheit} für {monat} liegen schon als {art} vor (Lieferung {nummer}) und würden doppelt gezählt. Nehmen Sie Lieferung {nummer} zuerst zurück, oder lassen Sie die Zahlen hier weg."),
        ("P51", F, "Summen und Zeilen zugleich", "{zaehleinheit} stehen in dieser Datei als Summen und als Zeilen und würden doppelt gezählt. Liefern Sie nur eines von beiden."),
        ("P52", W, "Sprung gegenüber Vormonat und Vorjahr", "{zaehleinheit}: {neu} statt {vergleich}. Ist die Lieferung vollständig?"),
        ("P53", W, "Viel Unbekanntes", "„{spalte}“ ist in {prozent} der Zeilen unbekannt. Lässt sich das nachtragen?"),
        ("P54", F, "Monat in der Zukunft", "{monat} liegt in der Zukunft. Prüfen Sie den gewählten Monat."),
        ("P55", F, "Monat vor 2015", "{monat} liegt vor 2015. Prüfen Sie den gewählten Monat."),
        ("P56", W, "Dieselbe Datei für die andere Quelle", "Dieselbe Datei ist schon für {andere} eingelesen (Lieferung {nummer}). Ist die Quelle richtig?"),
        ("P57", W, "Teilmonat", "{monat} ist noch nicht zu Ende, die Zahlen sind ein Teilmonat. Liefern Sie nach Monatsende noch einmal."),
        ("P58", H, "Leistungen ohne Fallkennung", "{anzahl_zeilen} Beratungen und Kriseninterventionen haben keine Fallkennung; sie fehlen bei „Leistungen je Fall“. Lassen Sie die Kennung beim nächsten Export mitgeben."),
        ("P59", W, "Vor Monatsende exportiert", "Laut Dateiname ist die Datei vom {tag}, der letzte Arbeitstag von {monat} war der {arbeitstag}. Fehlen die letzten Tage, exportieren Sie noch einmal."),
        ("P60", W, "Sprung einer Beratungsstelle", "{zaehleinheit} je Beratungsstelle: {stellen}. Fragen Sie dort nach, ob etwas fehlt oder doppelt ist."),
        ("P61", W, "Beratungsstelle fehlt", "Nicht in der Datei, obwohl tätig und zuletzt jeden Monat dabei: {stellen}. Fordern Sie die Zahlen nach; war dort nichts, bestätigen Sie das."),
        ("P62", W, "Zeilen doppelt", "{zaehleinheit}: Alle {anzahl_gruppen} Zahlen nach {merkmal} sind durch {teiler} teilbar, die Zeilen stehen also wohl {teiler}-mal in der Datei. Exportieren Sie noch einmal."),
        ("P63", H, "Gebiet widerspricht der Beratungsstelle", "{zaehleinheit}: Viele Stadtteile liegen außerhalb des Planungsbereichs der Beratungsstelle ({bereiche}). Prüfen Sie die Spalte Stadtteil."),
        ("P64", H, "Fallabgabe auf beiden Seiten", "Aus einer Fallabgabe des Sozialamts kommen auf beiden Seiten Neuzugänge: {hier} {zahl_hier}, {dort} {zahl_dort}. Bis zu {hoechstens} Fälle können doppelt gezählt sein. Fragen Sie nach, welche Seite sie zählt."),
        ("P65", W, "Weicht von der gemeldeten Zahl ab", "{zaehleinheit}{ort}: In der Datei {ist}, gemeldet sind {soll} ({woher}). Klären Sie mit dem Träger, welche Zahl gilt."),
        ("P66", W, "Korrektur verliert Zahlen", "{zaehleinheit}: {neu} statt der geltenden {bisher} ({verlust}). Fragen Sie nach, ob das wegfallen soll; sonst lassen Sie die ganze Datei noch einmal exportieren."),
        ("P67", W, "Beratungsstelle fehlt in der Korrektur", "Nicht in der Datei, obwohl in den jetzt geltenden Zahlen: {stellen}. Im Lieferkalender fehlte dann ihr Monat. Fordern Sie die Zahlen nach; war dort doch nichts, bestätigen Sie das."),
    )
} | {UEBRIGE.code: UEBRIGE}  # fmt: skip


def regelstand() -> str:
    """Kennzeichen der Regeln, nach denen geprüft wird: andere Codes, Schweren oder Sätze, anderes Kennzeichen."""
    return hashlib.sha256(repr(sorted(REGELN.items())).encode()).hexdigest()[:12]


def _mal(faktor: float) -> str:
    return zahlen.deutsch(Decimal(str(faktor)))


_SPRUNG = (
    f"Gerechnet wird mit dem exakten bedingten Test für zwei Poisson-Zahlen: Unter der Annahme, der neue Monat liege höchstens das {_mal(TOLERANZ)}-Fache über oder unter dem Vergleichswert, "
    "ist die neue Zahl, bei fester Summe beider Zahlen, binomialverteilt (Przyborowski und Wilenski 1940). Verglichen wird mit dem Vormonat und, wenn 12 der letzten 18 Monate gemeldet sind, mit dem Median desselben Monats der bis zu drei Vorjahre; "
    f"gemeldet wird nur, was von beiden in dieselbe Richtung abweicht. Gibt es nur einen Vergleichswert, gilt das {_mal(TOLERANZ_ALLEIN)}-Fache. "
    f"Beratungen zählen dabei zu je {KLUMPEN['beratung']}, weil mehrere zum selben Fall gehören. Bei gewöhnlichem Jahresgang fällt eine Halbierung bei 350 im Monat in 95, bei 200 in 90, bei 100 in 70 und bei 40 in 30 von 100 Fällen auf; kleinere Zahlen erlauben kein Urteil. Je Lieferung und Regel ist die Wahrscheinlichkeit eines falschen Alarms höchstens {round(ALPHA * 100)} %; dafür wird die Schranke durch die Zahl der Vergleiche geteilt (Bonferroni)."
)
# Wie gerechnet wird, wo der Satz allein es nicht sagt. Quelle der Schranken: eigene Festlegung.
VERFAHREN = {
    "P26": "Steht in der letzten Zeile „Gesamt“ oder „Summe“, wird sie nicht gezählt, sondern mit der Summe der Zeilen verglichen.",
    "P52": _SPRUNG,
    "P53": f"Gemeldet ab mehr als {UNBEKANNT_HOECHSTENS} % und ab {UNBEKANNT_AB} Fällen oder Leistungen.",
    "P59": "Gilt nur, wenn im Dateinamen ein Tag steht (2024-10-28, 28.10.2024 oder 20241028). Arbeitstage sind Montag bis Freitag ohne den Reformationstag.",
    "P60": "Gerechnet wird wie bei P52, für jede Beratungsstelle einzeln; gemeldet werden alle zusammen, je Zähleinheit in einem Satz.",
    "P61": f"Vermisst wird eine tätige Beratungsstelle, die in jedem der {STUMM_NACH_MONATEN} Monate davor Zahlen hatte.",
    "P62": f"Betrachtet wird die Aufteilung mit den meisten Zahlen, ab {PAARE_AB} Zahlen. Dass so viele zufällig alle gerade sind, kommt seltener als einmal in 4.000 Lieferungen vor. Nur teilweise doppelte Dateien erkennt die Regel nicht: gleiche Zeilen sind in dieser Statistik gewöhnlich.",
    "P63": f"Gezählt wird, wie viele Fälle mindestens außerhalb liegen müssen, damit die Zahlen der Beratungsstellen und der Planungsbereiche zusammenpassen; gemeldet ab mehr als {FREMD_HOECHSTENS} % und ab {FREMD_AB} Fällen oder Leistungen.",
    "P66": f"Verglichen wird jede Zähleinheit mit dem, was für Quelle, Monat und Art jetzt gilt. Gemeldet wird, was um mehr als {VERLUST_AB} % und um mehr fällt, als zwei gleich große Monate zufällig auseinanderliegen: exakter Test wie bei P52, ohne weiteren Spielraum, weil es derselbe Monat ist, und ohne Klumpen, weil es dieselben Fälle sind; die Wahrscheinlichkeit {round(ALPHA * 100)} % ist durch die Zahl der Zähleinheiten geteilt. So fällt bei vier Zähleinheiten ein Viertel weniger ab etwa 150 auf, die Hälfte ab etwa 40; kleinere Zahlen erlauben kein Urteil. Was gar nicht mehr gemeldet ist, fällt immer auf.",
    "P67": "Gemeldet wird jede Beratungsstelle, die in den abzulösenden Zahlen mehr als 0 hat und in der Datei nirgends vorkommt, gleich wie viel es war. P61 nennt sie dann nicht noch einmal.",
}
# Was davon, als echt bestätigt, als Fußnote unter die Diagramme gehört: Zahlen, die jemand sonst für falsch hielte.
ALS_FUSSNOTE = frozenset({"P44", "P52", "P57", "P59", "P60", "P61", "P65", "P67"})
KONTROLLZAHL = "P65"
