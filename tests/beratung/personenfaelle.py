"""Dateien mit untergeschobenen Personendaten, alle erfunden. Jede muss im Ganzen abgelehnt werden, und keine der
geheimen Zeichenfolgen darf danach irgendwo stehen."""

from dataclasses import dataclass
from datetime import date

from .conftest import FALL, FALLKOPF, LEISTUNGSKOPF, als_csv, als_xlsx, leistung
from .kaputte_dateien import fall
from .mappenbau import mappe


@dataclass(frozen=True)
class Personenfall:
    name: str
    code: str  # E15: eine Überschrift, E16: Werte
    inhalt: bytes
    geheim: tuple[str, ...]
    genannt: str = ""  # der Spaltenname, den der Befund nennen soll

    def __str__(self):
        return self.name


def spalte(name: str, ueberschrift: str, *werte, code="E16", geheim=None, genannt=None) -> Personenfall:
    """Gute Fälle mit einer weiteren Spalte."""
    inhalt = als_csv([*FALLKOPF, ueberschrift], *[[*FALL, wert] for wert in werte])
    return Personenfall(name, code, inhalt, geheim or tuple(werte), ueberschrift if genannt is None else genannt)


def wert(name: str, feld: str, text: str) -> Personenfall:
    """Ein guter Fall, in dem ein Feld etwas anderes enthält."""
    return Personenfall(name, "E16", als_csv(FALLKOPF, FALL, fall(**{feld: text})), (text,), feld)


def kennung(name: str, *texte: str) -> Personenfall:
    zeilen = [leistung(kennung=text) for text in texte]
    return Personenfall(name, "E16", als_csv(LEISTUNGSKOPF, *zeilen), texte, "Fallkennung")


def ueberschrift(text: str, wert_: str) -> Personenfall:
    return spalte(f"Überschrift {text}", text, wert_, code="E15")


FAELLE = [
    # --- die Überschrift sagt es -------------------------------------------------------------------------------------
    ueberschrift("Name", "Quandtheim"),
    ueberschrift("Vorname", "Plantina"),
    ueberschrift("Geburtsdatum", "12.08.1941"),
    ueberschrift("Geb.-Jahr", "1941x"),
    ueberschrift("Telefon", "0351 9999123"),
    ueberschrift("E-Mail", "plantina@example.org"),
    ueberschrift("Adresse", "Plantagenstraße 5"),
    ueberschrift("Hausnummer", "5 Hinterhaus links"),
    ueberschrift("Aktenzeichen", "Az. 50-777/25"),
    ueberschrift("RVNR", "65 120841 Q 999"),
    ueberschrift("IBAN", "DE89370400440532013000"),
    ueberschrift("Bemerkung", "ruft nachts plantvoll an"),
    spalte("Überschrift ist eine Person", "Plantina Quandtheim (Klientin)", "xq", code="E15",
           geheim=("Plantina", "Quandtheim"), genannt="Nr. 9"),
    spalte("Überschrift ist eine Mailadresse", "plantina@example.org", "xq", code="E15",
           geheim=("plantina@",), genannt="Nr. 9"),
    Personenfall("Datei ohne Kopf, erste Zeile eine Person", "E16", als_csv(
        ["Quandtheim", "Erika", "12.08.1941", "Plantagenweg 5"], ["Quandtheim", "Hans", "1.2.39", "Plantagenweg 7"]),
        ("Quandtheim", "Plantagen", "1941")),
    Personenfall("Datei ohne Kopf, nur zwei Vornamen", "E16", als_csv(["Hildegard", "Cotta"], ["Waltraud", "Plauen"]),
                 ("Hildegard", "Waltraud"), "Nr. 1"),
    Personenfall("Datei ohne Kopf, abgekürzte Vornamen", "E16", als_xlsx(Tab=[
        ["E. Quandtheim", "Cotta", 82], ["H. Plantberg", "Plauen", 83]]), ("Quandtheim", "Plantberg"), "Nr. 1"),
    Personenfall("Titel mit zwei Zellen macht aus Namen keine Häuser", "E16", als_csv(
        ["Erstellt für", "Einrichtung Sonnenhof"], ["a1", "Erika Quandtheim"], ["a2", "Hans Plantberg"]),
        ("Quandtheim", "Plantberg"), "Einrichtung Sonnenhof"),
    Personenfall("Datei mit fremdem Kopf und einer Personenspalte", "E15", als_csv(
        ["Wohnviertel", "Klientenname", "Thema"], ["Cotta", "Quandtheim", "Pflege"]), ("Quandtheim",), "Klientenname"),
    Personenfall("Personenliste auf einem zweiten Blatt", "E15", als_xlsx(
        Fälle=[FALLKOPF, FALL], Anhang=[["Vorname", "Nachname"], ["Plantina", "Quandtheim"]]),
        ("Plantina", "Quandtheim"), "Nachname"),
    # --- Werte in fremden Spalten ------------------------------------------------------------------------------------
    spalte("Name mit Komma", "Spalte1", "Quandtheim, Erika", geheim=("Quandtheim",)),
    spalte("Vor- und Nachname", "Wetter", "Hildegard Quandtheim", geheim=("Quandtheim",)),
    spalte("Großbuchstaben", "Info", "QUANDTHEIM, ERIKA", geheim=("QUANDTHEIM",)),
    spalte("Namen ohne bekannten Vornamen", "Info", "Zbynka Quandtheim", "Orsolya Plantberg", "Tjark Plantsen",
           "Noomi Plantova", "Keoni Plantwig", geheim=("Quandtheim", "Plantberg")),
    spalte("nur Vornamen", "Wer", "Hildegard", "Waltraud", "Plantina", geheim=("Hildegard", "Waltraud", "Plantina")),
    spalte("abgekürzte Vornamen", "Wer", "E. Quandtheim", "H. Plantberg", geheim=("Quandtheim", "Plantberg")),
    spalte("Anrede", "Info", "Frau Quandtheim", geheim=("Quandtheim",)),
    spalte("Titel", "Info", "Dr. Quandtheim", geheim=("Quandtheim",)),
    *(spalte(name, "Info", text) for name, text in {
        "Straße und Hausnummer": "Plantagenstraße 5a",
        "abgekürzte Straße": "Plantberger Str. 17",
        "Postleitzahl und Ort": "01069 Plantstadt",
        "Festnetz": "0351/9999123",
        "international": "+49 351 9999123",
        "Mobilnummer": "01729999123",
        "Krankenversicherung": "A123456789",
        "Rentenversicherung": "65120841Q999",
        "IBAN mit Leerzeichen": "DE89 3704 0044 0532 0130 00",
        "Steuernummer": "86095742719",
        "Aktenzeichen": "12-34577/24",
        "Betreuungsgericht": "407 XVII 9123/24",
        "Geburtstag kurz": "12.8.41",
        "Geburtstag ISO": "1941-08-12",
        "Geburtstag in Worten": "12. August 1941",
    }.items()),
    spalte("kurze Rufnummern", "Info", "999 12 31", "999 12 32"),
    spalte("E-Mail mit (at)", "Info", "plantina (at) example.org", geheim=("plantina (at)",)),
    spalte("Geburtsjahre", "Info", "1938", "1941", "1952", geheim=("xx1938xx",)),
    spalte("Excel-Zahlen von Geburtstagen", "Info", "10231", "12877", "15200", "17411", "20988"),
    spalte("ganzer Satz", "Info", "Sohn rief wegen der Plantagenwohnung an und bat dringend um baldigen Rückruf",
           geheim=("Plantagenwohnung",)),
    spalte("halbe Sätze", "Info", "möchte gern in die Plantage ziehen", "hat große Angst vor dem Plantfall",
           "wünscht Hilfe beim Antrag auf Plantgeld", geheim=("Plantage", "Plantfall", "Plantgeld")),
    # --- Menschen, wo Häuser stehen sollen ---------------------------------------------------------------------------
    *(Personenfall(f"Einrichtung: {name}", "E16", als_csv(
        ["Berichtsperiode", "Einrichtung", "Ortsteil"], *[["10/2025", text, "12"] for text in texte]),
        tuple(text for text in texte if not text.startswith("SB ")), "Einrichtung") for name, texte in {
        "Vor- und Nachnamen": ["Erika Quandtheim", "Hans Plantberg"],
        "mit Komma": ["Quandtheim, Erika", "Plantberg, Hans"],
        "nur Vornamen": ["Hildegard", "Waltraud", "Plantina"],
        "abgekürzt": ["E. Quandtheim", "H. Plantberg"],
        "ein Mensch zwischen Häusern": ["SB Cotta", "SB Plauen", "SB Leuben", "SB Prohlis", "Erika Quandtheim"],
        "mit Komma zwischen Häusern": ["SB Cotta", "SB Plauen", "SB Leuben", "SB Prohlis", "Quandtheim, Erika"],
    }.items()),
    wert("Name als Beratungsstelle", "Beratungsstelle", "Erika Quandtheim"),
    wert("Name mit Komma als Beratungsstelle", "Beratungsstelle", "Quandtheim, Erika"),
    # --- Werte an der falschen Stelle --------------------------------------------------------------------------------
    wert("Geburtstag als Alter", "Alter", "12.08.1941"),
    wert("Geburtsjahr als Alter", "Alter", "1941"),
    wert("Excel-Zahl als Alter", "Alter", "15200"),
    wert("Anschrift als Stadtteil", "Stadtteil", "Plantagenstraße 5"),
    wert("Name als Stadtteil", "Stadtteil", "Erika Quandtheim"),
    wert("Telefon als Fallherkunft", "Fallherkunft", "Tochter, Tel. 9999123"),
    wert("Anrede als Beratungsstelle", "Beratungsstelle", "Frau Quandtheim"),
    kennung("Name als Fallkennung", "Quandtheim, Erika"),
    kennung("Nachnamen als Fallkennung", "Quandtheim", "Plantberg", "Plantsen"),
    kennung("Kürzel mit Geburtstag als Fallkennung", "EQ120841", "HP010239", "KP300952"),
    kennung("Versichertennummer als Fallkennung", "A123456789"),
    Personenfall("Geburtstag als Datumszelle", "E16", mappe([[*FALLKOPF, "Info"], [*FALL, date(1941, 8, 12)]]),
                 ("1941-08-12",), "Info"),
]  # fmt: skip
