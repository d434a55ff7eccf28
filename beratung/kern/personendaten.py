"""Woran man merkt, dass eine Datei Angaben zu Personen enthält. Genannt wird immer nur der Spaltenname."""

import re

from dresden_senioren.kern.text import suchform

UEBERSCHRIFT_HOECHSTENS = 60  # Zeichen; länger ist ein Satz, keine Überschrift
_WORTTEILE = (
    "vorname", "nachname", "familienname", "geburt", "telefon", "handy", "mobil", "e-mail", "email", "adresse",
    "anschrift", "strass", "hausnummer", "hausnr", "aktenzeichen", "iban", "versicherungsn", "versichertenn",
    "bemerkung", "freitext", "notiz", "kommentar", "anmerkung", "klient", "ausweis", "steuer-id", "krankenkasse",
)  # fmt: skip
_WOERTER = {"name", "namen", "tel", "mail", "az", "geb", "rvnr", "svnr", "kontonummer", "hausnr", "telefonnr"}
# „Name der Beratungsstelle“ meint keine Person.
_SACHLICH = ("beratungsstelle", "stadtteil", "einrichtung", "trager", "träger", "gebiet")

_MUSTER = {
    "eine E-Mail-Adresse": re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}"),
    "eine Kontonummer (IBAN)": re.compile(r"\b[A-Z]{2}\d{2}(?: ?\d{4}){4}(?: ?\d{1,2})?\b"),
    "eine Versicherungsnummer": re.compile(r"\b\d{2} ?\d{6} ?[A-Z] ?\d{3}\b"),
    "eine Telefonnummer": re.compile(r"\+49[\d /-]{7,}|\b0\d{2,4}[ /-]+\d{5,}|\b0\d{9,}"),
    "ein Geburtsdatum": re.compile(r"\b\d{1,2}\.\d{1,2}\.19\d\d\b|\b19\d\d-\d\d-\d\d\b"),
}


def ist_personenspalte(ueberschrift: str) -> bool:
    """True für Überschriften wie „Vorname“, „Tel.“, „Geburtsdatum“, „Bemerkung“."""
    form = suchform(ueberschrift)
    if len(form) > UEBERSCHRIFT_HOECHSTENS:
        return False
    if any(teil in form for teil in _WORTTEILE):
        return True
    return not any(wort in form for wort in _SACHLICH) and bool(_WOERTER & set(re.findall(r"[^\W\d_]+", form)))


def was_fuer_personendaten(wert: str) -> str:
    """„eine E-Mail-Adresse“ oder Ähnliches, wenn der Wert so aussieht; sonst leer."""
    return next((was for was, muster in _MUSTER.items() if muster.search(wert)), "")
