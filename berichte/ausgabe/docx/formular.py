"""Rückmeldeformular als Word: eine Tabelle quer, mit Auswahlfeld für den Sachstand."""

from datetime import UTC, datetime, time
from io import BytesIO

from docx.shared import Mm

from berichte.kern.formular import ANLEITUNG, Formular
from massnahmen.kern.formular import UNVERAENDERT, Formularspalte

from . import formate
from .felder import element, kopfzeile_wiederholen, schattieren, tabelle_beschreiben, zeile_zusammenhalten

BREITEN = [Mm(b) for b in (15, 62, 30, 52, 34, 68)]
PLATZHALTER = "bitte wählen"


def formular_docx(formular: Formular) -> bytes:
    dokument = formate.neues_dokument()
    formate.seite_einrichten(dokument.sections[0], ist_quer=True)
    _eigenschaften(dokument, formular)
    dokument.add_paragraph(formular.titel, "Heading 1")
    for name, wert in formular.angaben:
        absatz = dokument.add_paragraph(f"{name}:\t", "Angabe")
        absatz.add_run(wert).bold = True
    for satz in ANLEITUNG:
        dokument.add_paragraph(satz, "List Bullet")
    mit_stern = ", ".join(
        f"{name}{' *' if braucht_text else ''}" for name, braucht_text in formular.sachstaende.items()
    )
    dokument.add_paragraph(f"Sachstände zur Wahl: {UNVERAENDERT}, {mit_stern}.")
    _tabelle(dokument, formular)
    formate.kopf_und_fuss(
        dokument.sections[0],
        links_oben=formular.titel,
        rechts_oben=f"Kennung: {formular.kennung}",
        links_unten="Landeshauptstadt Dresden, Sozialamt",
    )
    strom = BytesIO()
    dokument.save(strom)
    return strom.getvalue()


def _eigenschaften(dokument, formular: Formular) -> None:
    angaben = dokument.core_properties
    angaben.title, angaben.subject = formular.titel, f"Kennung {formular.kennung}"
    angaben.author = angaben.last_modified_by = "Landeshauptstadt Dresden, Sozialamt"
    angaben.language, angaben.comments = "de-DE", ""
    angaben.created = angaben.modified = datetime.combine(formular.erstellt_am, time(), UTC)


def _tabelle(dokument, formular: Formular) -> None:
    word = dokument.add_table(rows=1, cols=len(BREITEN))
    word.style, word.autofit = dokument.styles[formate.TABELLENFORMAT], False
    tabelle_beschreiben(word, formular.titel)
    kopfzeile_wiederholen(word.rows[0])
    for zelle, spalte in zip(word.rows[0].cells, Formularspalte, strict=True):
        zelle.paragraphs[0].style = "Maßnahmentext"
        zelle.paragraphs[0].add_run(spalte.value).bold = True
    for zeile in formular.zeilen:
        neu = word.add_row()
        zeile_zusammenhalten(neu)
        zellen = neu.cells
        for zelle, text in zip(zellen, zeile.texte, strict=False):
            zelle.paragraphs[0].style = "Maßnahmentext"
            zelle.paragraphs[0].add_run(text)
            schattieren(zelle, formate.HELL)
        zellen[4].paragraphs[0].style = zellen[5].paragraphs[0].style = "Maßnahmentext"
        _auswahlfeld(zellen[4].paragraphs[0], (UNVERAENDERT, *formular.sachstaende))
    for spalte, breite in zip(word.columns, BREITEN, strict=True):
        spalte.width = breite
        for zelle in spalte.cells:
            zelle.width = breite


def _auswahlfeld(absatz, werte) -> None:
    """Inhaltssteuerelement mit Auswahlliste; unbenutzt zeigt es den Platzhalter und gilt als leer."""
    feld, angaben, inhalt = element("w:sdt"), element("w:sdtPr"), element("w:sdtContent")
    angaben.append(element("w:alias", val=Formularspalte.NEUER_SACHSTAND.value))
    angaben.append(element("w:showingPlcHdr"))
    liste = element("w:dropDownList")
    for wert in werte:
        liste.append(element("w:listItem", displayText=wert, value=wert))
    angaben.append(liste)
    lauf = absatz.add_run(PLATZHALTER)._r
    feld.extend((angaben, inhalt))
    lauf.addprevious(feld)
    inhalt.append(lauf)
