"""Die Tabelle eines Anbieters, von dem niemand je gehört hat: Vorspann, andere Wörter, andere Kürzel, Summenzeile, kein
Monat, keine Beratungsstelle."""

from .conftest import als_xlsx

KOPF = ["lfd", "Wohnviertel", "Alter in Jahren", "M/W", "Fam.-Stand", "Migr.", "Kam über"]
ORTE = ["Cotta", "Löbtau-Süd", "Gorbitz-Ost", "auswärts"]
FAMILIE = ["verw.", "led.", "verh.", "gesch."]
HERKUNFT = ["selbst", "Arzt/KH", "Angeh."]
# Was die Kürzel bedeuten, mit der Häufigkeit bei 24 Zeilen von Hand gezählt.
ERWARTET = {
    ("altersgruppe", "70-74"): 14,
    ("geschlecht", "weiblich"): 12,
    ("familienstand", "verwitwet"): 6,
    ("fallherkunft", "selbstmeldung"): 8,
    ("migrationshintergrund", "ja"): 12,
}


def zeile(nr: int) -> list:
    alter = 70 + nr % 10
    return [nr + 1, ORTE[nr % 4], alter, "MW"[nr % 2], FAMILIE[nr % 4], "JN"[nr % 2], HERKUNFT[nr % 3]]


def fremde_mappe(zeilen: int = 24, *, berichtsmonat="Oktober 2025", blatt="Export_102025") -> bytes:
    vorspann = [["Sozialverband Elbe – Auswertung"], [f"Berichtsmonat {berichtsmonat}"], []]
    daten = [zeile(nr) for nr in range(zeilen)]
    return als_xlsx(**{blatt: [*vorspann, KOPF, *daten, ["Gesamt", zeilen]]})
