"""Rückmeldeformular als Excel: Auswahlliste für den Sachstand, alles andere Text, keine Formeln."""

from berichte.kern.formular import ANLEITUNG, Formular
from massnahmen.kern.formular import UNVERAENDERT, Formularspalte

from .arbeitsmappe import Blatt, schreibe_mappe, zeilenhoehe

BREITEN = (9, 44, 18, 36, 20, 52)
_AUSWAHL = "Auswahl"


def formular_xlsx(formular: Formular) -> bytes:
    def fuellen(mappe) -> None:
        blatt, auswahl = Blatt.neu(mappe, "Rückmeldung"), mappe.add_worksheet(_AUSWAHL)
        _auswahl(mappe, auswahl, formular)
        _vorspann(mappe, blatt.roh, formular)
        _tabelle(mappe, blatt.roh, formular)
        blatt.druckseite(kopf=_kopfzeile(formular))

    autor = "Landeshauptstadt Dresden, Sozialamt"
    return schreibe_mappe(fuellen, titel=formular.titel, tag=formular.erstellt_am, autor=autor)


def _auswahl(mappe, blatt, formular: Formular) -> None:
    blatt.write_string(0, 0, "Wählbare Sachstände (* mit Erläuterung)", mappe.add_format({"bold": True}))
    blatt.set_column(0, 0, 42)
    blatt.set_column(1, 1, 4)
    blatt.write_string(1, 0, UNVERAENDERT)
    for i, (name, braucht_text) in enumerate(formular.sachstaende.items(), 2):
        blatt.write_string(i, 0, name)
        blatt.write_string(i, 1, "*" if braucht_text else "")


def _vorspann(mappe, blatt, formular: Formular) -> None:
    blatt.write_string(0, 0, formular.titel, mappe.add_format({"bold": True, "font_size": 16, "font_color": "#092797"}))
    fett = mappe.add_format({"bold": True})
    for i, (name, wert) in enumerate(formular.angaben, 1):
        blatt.write_string(i, 0, name)
        blatt.write_string(i, 1, wert, fett)
    for i, satz in enumerate(ANLEITUNG, len(formular.angaben) + 1):
        blatt.write_string(i, 0, satz)


def _kopfzeile(formular: Formular) -> int:
    """Zeile der Überschriften, ab 0: unter Titel, Angaben und Anleitung."""
    return 1 + len(formular.angaben) + len(ANLEITUNG)


def _tabelle(mappe, blatt, formular: Formular) -> None:
    kopfzeile = _kopfzeile(formular)
    gemeinsam = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#c3c7d6"}
    kopf = mappe.add_format(gemeinsam | {"bold": True, "bg_color": "#092797", "font_color": "#ffffff"})
    fest = mappe.add_format(gemeinsam | {"bg_color": "#eef0f6"})
    frei = mappe.add_format(gemeinsam | {"bg_color": "#fffbe6"})
    for spalte, (art, breite) in enumerate(zip(Formularspalte, BREITEN, strict=True)):
        blatt.set_column(spalte, spalte, breite)
        blatt.write_string(kopfzeile, spalte, art.value, kopf)
    for i, zeile in enumerate(formular.zeilen, kopfzeile + 1):
        blatt.set_row(i, zeilenhoehe(zeile.texte, BREITEN))
        for spalte, text in enumerate(zeile.texte):
            blatt.write_string(i, spalte, text, fest)
        blatt.write_blank(i, 4, None, frei)
        blatt.write_blank(i, 5, None, frei)
    blatt.data_validation(
        kopfzeile + 1,
        4,
        kopfzeile + max(len(formular.zeilen), 1),
        4,
        {
            "validate": "list",
            "source": f"={_AUSWAHL}!$A$2:$A${len(formular.sachstaende) + 2}",
            "error_title": "Diesen Sachstand gibt es nicht",
            "error_message": "Bitte wählen Sie einen Eintrag aus der Liste.",
        },
    )
