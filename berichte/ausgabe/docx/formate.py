"""Gestalt des Word-Dokuments: Formatvorlagen, Sprache, Seiten. Arial: in Word und LibreOffice in gleichen Maßen da."""

from functools import cache
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from .felder import element, feld

SCHRIFT = "Arial"
BLAU, DUNKEL, GRAU, LINIE, HELL = "092797", "1C1F33", "4D5270", "C3C7D6", "EEF0F6"
TABELLENFORMAT = "Berichtstabelle"
SEITE = (Mm(210), Mm(297))
RAND_HOCH, RAND_QUER = Mm(22), Mm(18)

# Vorlage: Schriftgrad, Farbe, fett, Abstand davor, danach (Punkt)
VORLAGEN = {
    "Normal": (10.5, DUNKEL, False, 0, 7),
    "Title": (32, BLAU, True, 190, 4),
    "Subtitle": (16, GRAU, False, 0, 200),
    "Heading 1": (20, BLAU, True, 0, 10),
    "Heading 2": (13.5, BLAU, True, 18, 7),
    "TOC Heading": (20, BLAU, True, 0, 10),
    "toc 1": (11, DUNKEL, True, 8, 2),
    "toc 2": (10.5, DUNKEL, False, 0, 2),
    "Caption": (10.5, BLAU, True, 12, 5),
    "List Bullet": (10.5, DUNKEL, False, 0, 4),
    "Header": (8.5, GRAU, False, 0, 0),
    "Footer": (8.5, GRAU, False, 0, 0),
    "Tabellentext": (9.5, DUNKEL, False, 0, 0),
    "Tabellentext klein": (8, DUNKEL, False, 0, 0),
    "Maßnahmentext": (8.5, DUNKEL, False, 1, 1),
    "Schritt": (8.5, DUNKEL, False, 1, 1),
    "Quellenangabe": (8.5, GRAU, False, 3, 10),
    "Hinweis": (10.5, DUNKEL, False, 6, 10),
    "Botschaft Gegenstand": (8.5, GRAU, False, 12, 2),
    "Botschaft": (13, BLAU, True, 0, 4),
    "Botschaft Teil": (9.5, BLAU, True, 5, 1),
    "Botschaft Punkt": (9.5, DUNKEL, False, 0, 2),
    "Angabe": (11, DUNKEL, False, 0, 6),
}
# Was ein kurzer Bericht enger setzt.
KURZ = {
    "Normal": (9.5, DUNKEL, False, 0, 4),
    "Title": (20, BLAU, True, 0, 2),
    "Subtitle": (12, GRAU, False, 0, 6),
    "Heading 1": (14, BLAU, True, 14, 6),
    "Heading 2": (11, BLAU, True, 10, 4),
    "Caption": (9.5, BLAU, True, 6, 3),
    "List Bullet": (9.5, DUNKEL, False, 0, 2),
    "Tabellentext": (8.5, DUNKEL, False, 0, 0),
    "Quellenangabe": (7.5, GRAU, False, 2, 6),
    "Hinweis": (9.5, DUNKEL, False, 4, 6),
    "Botschaft Gegenstand": (8.5, GRAU, False, 6, 1),
    "Botschaft": (11, BLAU, True, 0, 2),
    "Botschaft Teil": (9, BLAU, True, 2, 1),
    "Botschaft Punkt": (9, DUNKEL, False, 0, 1),
    "Angabe": (9.5, DUNKEL, False, 0, 2),
}


def neues_dokument(*, ist_kurz: bool = False):
    """Leer, mit allen Formatvorlagen; die werden je Prozess einmal gebaut."""
    return Document(BytesIO(_leer(ist_kurz=ist_kurz)[0]))


def neuer_absatz(dokument, text: str, vorlage: str = "Normal"):
    """Ein Absatz am Ende in seiner Formatvorlage; ohne den Umweg von python-docx, das jedes Mal alle durchsucht."""
    absatz = dokument.add_paragraph(text)
    if vorlage != "Normal":
        absatz._p.style = kennung(vorlage)
    return absatz


def kennung(vorlage: str) -> str:
    return _leer()[1][vorlage]


@cache
def _leer(*, ist_kurz: bool = False) -> tuple[bytes, dict[str, str]]:
    """Das leere Dokument, und je Name einer Formatvorlage ihre Kennung."""
    dokument, strom = Document(), BytesIO()
    _einrichten(dokument, VORLAGEN | KURZ if ist_kurz else VORLAGEN)
    dokument.save(strom)
    return strom.getvalue(), {stil.name: stil.style_id for stil in dokument.styles}


def _einrichten(dokument, vorlagen: dict[str, tuple]) -> None:
    for name, gestalt in vorlagen.items():
        _vorlage(dokument, name, gestalt)
    stile = dokument.styles
    for name in ("Heading 1", "Heading 2", "TOC Heading", "Caption"):
        stile[name].paragraph_format.keep_with_next = True
    stile["Quellenangabe"].paragraph_format.keep_together = True
    for name in ("Tabellentext", "Tabellentext klein"):
        stile[name].paragraph_format.line_spacing = 1.0
    _aufzaehlung(dokument, stile["Schritt"], "–", Mm(2.5))
    stile["Angabe"].paragraph_format.tab_stops.add_tab_stop(Mm(36))
    stile["toc 2"].paragraph_format.left_indent = Mm(6)
    for name in ("toc 1", "toc 2"):
        rechts = SEITE[0] - 2 * RAND_HOCH
        stile[name].paragraph_format.tab_stops.add_tab_stop(rechts, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _hinweiskasten(stile["Hinweis"])
    _botschaft(stile)
    stile.element.append(parse_xml(_tabellenformat(oben=20 if vorlagen is not VORLAGEN else 40)))
    _sprache_und_verhalten(dokument)


def _vorlage(dokument, name: str, gestalt: tuple) -> None:
    groesse, farbe, ist_fett, davor, danach = gestalt
    stile = dokument.styles
    vorhanden = {stil.name for stil in stile}
    stil = stile[name] if name in vorhanden else stile.add_style(name, WD_STYLE_TYPE.PARAGRAPH, name.startswith("toc"))
    stil.font.size, stil.font.bold, stil.font.color.rgb = Pt(groesse), ist_fett, RGBColor.from_string(farbe)
    stil.font.italic = False
    zeichen = stil.element.get_or_add_rPr()
    for eigenheit in (*zeichen.findall(qn("w:spacing")), *zeichen.findall(qn("w:kern"))):  # Sperrung von „Title“
        zeichen.remove(eigenheit)
    schriften = zeichen.get_or_add_rFonts()
    schriften.attrib.clear()  # sonst gewinnt die Schrift des Designs
    for bereich in ("ascii", "hAnsi", "cs", "eastAsia"):
        schriften.set(qn(f"w:{bereich}"), SCHRIFT)
    stil.paragraph_format.space_before, stil.paragraph_format.space_after = Pt(davor), Pt(danach)
    absatz = stil.element.get_or_add_pPr()
    for eigenheit in (*absatz.findall(qn("w:pBdr")), *absatz.findall(qn("w:tabs"))):  # Linie, Tabulatoren der Vorlage
        absatz.remove(eigenheit)


def _aufzaehlung(dokument, stil, zeichen: str, einzug: int) -> None:
    """Eine echte Aufzählung mit eigenem Zeichen: Hilfsmittel lesen sie als Liste."""
    listen = dokument.part.numbering_part.element
    kennung = 1 + max(int(alt.get(qn("w:abstractNumId"))) for alt in listen.findall(qn("w:abstractNum")))
    muster = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kennung}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{zeichen}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{einzug.twips}" w:hanging="{einzug.twips}"/></w:pPr></w:lvl>'
        "</w:abstractNum>"
    )
    listen.findall(qn("w:num"))[0].addprevious(muster)
    nummer = listen.add_num(kennung).numId
    stil.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = nummer


def _botschaft(stile) -> None:
    """Eine kräftige Linie darüber; Punkte sind eine Aufzählung; alles bleibt bei dem, was folgt."""
    stile["Botschaft Punkt"].base_style = stile["List Bullet"]
    for name in ("Botschaft Gegenstand", "Botschaft", "Botschaft Teil", "Botschaft Punkt"):
        stile[name].paragraph_format.keep_with_next = stile[name].paragraph_format.keep_together = True
    rand = element("w:pBdr")
    rand.append(element("w:top", val="single", sz=16, space=6, color=BLAU))
    eigenschaften = stile["Botschaft Gegenstand"].element.get_or_add_pPr()
    eigenschaften.insert_element_before(rand, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _hinweiskasten(stil) -> None:
    rand = element("w:pBdr")
    rand.append(element("w:left", val="single", sz=24, space=8, color=BLAU))
    eigenschaften = stil.element.get_or_add_pPr()
    eigenschaften.insert_element_before(rand, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    grund = element("w:shd", val="clear", color="auto", fill=HELL)
    eigenschaften.insert_element_before(grund, "w:tabs", "w:spacing", "w:ind", "w:jc")


def _sprache_und_verhalten(dokument) -> None:
    """Deutsch als Sprache des ganzen Textes; kein Kompatibilitätsmodus; Silbentrennung wie im PDF."""
    vorgabe = dokument.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for alt in vorgabe.findall(qn("w:lang")):
        vorgabe.remove(alt)
    vorgabe.append(element("w:lang", val="de-DE", eastAsia="de-DE", bidi="ar-SA"))
    einstellungen = dokument.settings.element
    trennung = einstellungen.find(qn("w:characterSpacingControl"))
    trennung.addprevious(element("w:autoHyphenation"))
    vertraeglich = einstellungen.find(qn("w:compat"))
    if vertraeglich is None:
        vertraeglich = element("w:compat")
        trennung.addnext(vertraeglich)
    for alt in list(vertraeglich):
        vertraeglich.remove(alt)
    uri = "http://schemas.microsoft.com/office/word"
    vertraeglich.append(element("w:compatSetting", name="compatibilityMode", uri=uri, val=15))
    for name, wert in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        if (eintrag := einstellungen.find(qn(name))) is not None:
            eintrag.set(qn("w:val"), wert)


def seite_einrichten(abschnitt, *, ist_quer: bool, ist_kurz: bool = False) -> None:
    kurz, lang = SEITE
    abschnitt.orientation = WD_ORIENT.LANDSCAPE if ist_quer else WD_ORIENT.PORTRAIT
    abschnitt.page_width, abschnitt.page_height = (lang, kurz) if ist_quer else (kurz, lang)
    abschnitt.left_margin = abschnitt.right_margin = RAND_QUER if ist_quer or ist_kurz else RAND_HOCH
    abschnitt.top_margin, abschnitt.bottom_margin = Mm(20 if ist_kurz else 25), Mm(20)
    abschnitt.header_distance = abschnitt.footer_distance = Mm(12)


def textbreite(abschnitt) -> int:
    return abschnitt.page_width - abschnitt.left_margin - abschnitt.right_margin


def kopf_und_fuss(abschnitt, *, links_oben: str, rechts_oben: str, links_unten: str, vermerk: str = "") -> None:
    """Eigene je Abschnitt: der rechte Tabulator steht im Querformat anderswo. `vermerk`: zweite Zeile des Fußes."""
    abschnitt.header.is_linked_to_previous = abschnitt.footer.is_linked_to_previous = False
    oben, unten = abschnitt.header.paragraphs[0], abschnitt.footer.paragraphs[0]
    for absatz in (oben, unten):
        absatz.paragraph_format.tab_stops.add_tab_stop(textbreite(abschnitt), WD_TAB_ALIGNMENT.RIGHT)
    oben.add_run(f"{links_oben}\t")
    oben.add_run(rechts_oben).bold = True
    unten.add_run(f"{links_unten}\tSeite ")
    feld(unten, "PAGE", "1")
    unten.add_run(" von ")
    feld(unten, "NUMPAGES", "1")
    if vermerk:
        abschnitt.footer.add_paragraph(vermerk, "Footer")


def _tabellenformat(*, oben: int) -> str:
    """`oben`: was eine Zelle oben und unten frei lässt, in Zwanzigstelpunkt."""
    return f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABELLENFORMAT}">
  <w:name w:val="{TABELLENFORMAT}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="nil"/><w:bottom w:val="single" w:sz="8" w:color="{BLAU}"/>
      <w:insideH w:val="single" w:sz="4" w:color="{LINIE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="{oben}" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="{oben}" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>
    <w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="{BLAU}"/></w:tcBorders>
    <w:shd w:val="clear" w:color="auto" w:fill="{HELL}"/><w:vAlign w:val="bottom"/>
  </w:tcPr></w:tblStylePr>
  <w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr><w:tcPr>
    <w:shd w:val="clear" w:color="auto" w:fill="{HELL}"/>
  </w:tcPr></w:tblStylePr>
</w:style>"""
