"""Die Papiertabelle als Excel- und Word-Datei, wie ein Amt sie hätte; wirkliche Bibliotheken schreiben sie."""

import io
import re

import docx
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def zellen_des_textes(tabelle: bytes) -> list[list[str]]:
    return [zeile.split("\t") for zeile in tabelle.decode("utf-8-sig").split("\n")]


def ist_ueberschrift(zellen) -> bool:
    return bool(zellen[0].strip()) and not any(z.strip() for z in zellen[1:])


def als_mappe(zeilen, *, verbunden=False, blatt="Maßnahmen", weitere=()) -> bytes:
    puffer = io.BytesIO()
    mappe = xlsxwriter.Workbook(puffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for name, inhalt in ((blatt, zeilen), *weitere):
        tafel = mappe.add_worksheet(name)
        for i, zellen in enumerate(inhalt):
            if verbunden and ist_ueberschrift(zellen):
                tafel.merge_range(i, 0, i, 6, zellen[0])
                continue
            for j, text in enumerate(zellen):
                if text:
                    tafel.write_string(i, j, text)
    mappe.close()
    return puffer.getvalue()


def als_wort(zeilen, *, verbunden=False, listen=False, tabellen=1) -> bytes:
    """`listen`: Aufzählungspunkte als wirkliche Listenabsätze; `tabellen`: auf so viele Tabellen verteilt."""
    dokument = docx.Document()
    dokument.add_heading("Fachplan, Zwischenbericht", 1)
    je = -(-len(zeilen) // tabellen)
    for anfang in range(0, len(zeilen), je):
        word = dokument.add_table(rows=0, cols=7)
        for zellen in zeilen[anfang : anfang + je]:
            ziel = word.add_row().cells
            if verbunden and ist_ueberschrift(zellen):
                ziel[0].merge(ziel[6]).paragraphs[0].text = zellen[0]
                continue
            for i, text in enumerate(zellen[:7]):
                _zelle(dokument, ziel[i], text, als_liste=listen and i == 6)
        dokument.add_paragraph("")
    puffer = io.BytesIO()
    dokument.save(puffer)
    return puffer.getvalue()


def _zelle(dokument, zelle, text, *, als_liste):
    vorweg, *punkte = re.sub(r"</?ul[^>]*>", " ", text).split("■") if als_liste else [text]
    zelle.paragraphs[0].text = vorweg.strip(" ")
    for nummer, punkt in enumerate(punkte):
        absatz = zelle.add_paragraph(punkt.strip())
        if nummer % 2:
            absatz.style = dokument.styles["List Bullet"]
        else:  # unmittelbar am Absatz statt über die Vorlage
            nummerierung = OxmlElement("w:numPr")
            kennung = OxmlElement("w:numId")
            kennung.set(qn("w:val"), "1")
            nummerierung.append(kennung)
            absatz._p.get_or_add_pPr().append(nummerierung)
