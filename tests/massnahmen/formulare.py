"""Ein heruntergeladenes Formular ausfüllen, wie es eine Stelle täte."""

import io
import re
import zipfile

import docx
from docx.oxml.ns import qn

BLATT = "xl/worksheets/sheet1.xml"


def umgebaut(datei: bytes, teile: dict[str, bytes]) -> bytes:
    puffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(datei)) as alt, zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as neu:
        for name in alt.namelist():
            if name not in teile:
                neu.writestr(name, alt.read(name))
        for name, inhalt in teile.items():
            neu.writestr(name, inhalt)
    return puffer.getvalue()


def blatt(datei: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(datei)) as archiv:
        return archiv.read(BLATT).decode()


def mit_blatt(datei: bytes, inhalt: str) -> bytes:
    return umgebaut(datei, {BLATT: inhalt.encode()})


def zeile_von(datei: bytes, nr: str) -> int:
    """Zeile der Maßnahme im Blatt, wie Excel sie zählt."""
    with zipfile.ZipFile(io.BytesIO(datei)) as archiv:
        texte = re.findall(r"<si><t[^>]*>(.*?)</t></si>", archiv.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    stelle = texte.index(nr)
    return int(re.search(rf'r="A(\d+)"[^>]*t="s"><v>{stelle}</v>', blatt(datei))[1])


def zelle(inhalt: str, ort: str, xml: str) -> str:
    """Den Inhalt einer leeren Zelle setzen."""
    neu, anzahl = re.subn(rf'<c r="{ort}"( s="\d+")?/>', rf'<c r="{ort}"\1{xml}', inhalt)
    assert anzahl == 1, ort
    return neu


def text(wert: str) -> str:
    wert = wert.replace("&", "&amp;").replace("<", "&lt;")
    return f' t="inlineStr"><is><t xml:space="preserve">{wert}</t></is></c>'


def excel_ausfuellen(datei: bytes, antworten: dict[str, tuple[str, str]]) -> bytes:
    """`antworten`: Nr. → (Sachstand, Erläuterung)."""
    inhalt = blatt(datei)
    for nr, (sachstand, erlaeuterung) in antworten.items():
        zeile = zeile_von(datei, nr)
        for spalte, wert in (("E", sachstand), ("F", erlaeuterung)):
            if wert:
                inhalt = zelle(inhalt, f"{spalte}{zeile}", text(wert))
    return mit_blatt(datei, inhalt)


def word_ausfuellen(datei: bytes, antworten: dict[str, tuple[str, str]]) -> bytes:
    dokument = docx.Document(io.BytesIO(datei))
    for zeile in dokument.tables[0].rows:
        if (nr := zeile.cells[0].text) in antworten:
            sachstand, erlaeuterung = antworten[nr]
            if sachstand:  # wie Word es tut: der Platzhalter weicht der Auswahl
                feld = zeile.cells[4]._tc.find(f".//{qn('w:sdt')}")
                angaben = feld.find(qn("w:sdtPr"))
                angaben.remove(angaben.find(qn("w:showingPlcHdr")))
                feld.find(f".//{qn('w:t')}").text = sachstand
            erste, *weitere = erlaeuterung.split("\n")
            zeile.cells[5].paragraphs[0].text = erste
            for absatz in weitere:
                zeile.cells[5].add_paragraph(absatz)
    puffer = io.BytesIO()
    dokument.save(puffer)
    return puffer.getvalue()
