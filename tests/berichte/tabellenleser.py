"""Jede Tabelle und jedes Diagramm einer fertigen Datei oder Seite, wie ein Leser sie findet: Titel, Spalten, Zeilen."""

import csv
import io
import re
from decimal import Decimal
from html import unescape

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree
from pptx import Presentation
from pypdf import PdfReader

from .lesen import C
from .xlsxpruefung import Blatt, Mappe, bereich
from .zweitrechnung import MONATSNAMEN, Tabelle

_NUMMER = re.compile(r"(?P<art>Tabelle|Abbildung) \d+:? (?P<titel>.+)", re.DOTALL)
_KURZ = {name[:3]: name for name in MONATSNAMEN}  # auf Achsen


def _glatt(text: object) -> str:
    return "" if text is None else " ".join(str(text).split())


def _tabelle(titel: str, kopf: list, zeilen: list[list], *, ist_bild: bool = False) -> Tabelle:
    return Tabelle(_glatt(titel), tuple(map(_glatt, kopf)), tuple(tuple(map(_glatt, z)) for z in zeilen), ist_bild)


def _benannt(ueberschrift: str, kopf: list, zeilen: list[list], *, ist_bild: bool = False) -> Tabelle:
    """Mit einer Überschrift wie „Tabelle 3: Familienstand“."""
    titel = treffer["titel"] if (treffer := _NUMMER.fullmatch(_glatt(ueberschrift))) else ueberschrift
    return _tabelle(titel, kopf, zeilen, ist_bild=ist_bild)


# --- Seiten und ihre Dateien ------------------------------------------------------------------------------------------


def html(antwort) -> list[Tabelle]:
    assert antwort.status_code == 200, antwort.request["PATH_INFO"]
    ergebnis = []
    for roh in re.findall(r"<table.*?</table>", antwort.content.decode(), flags=re.DOTALL):
        titel = _text(re.search(r"<caption.*?</caption>", roh, flags=re.DOTALL)[0])
        kopf, *zeilen = (
            [_text(zelle) for zelle in re.findall(r"<t[hd].*?</t[hd]>", zeile, re.DOTALL)]
            for zeile in re.findall(r"<tr.*?</tr>", roh, flags=re.DOTALL)
        )
        ohne_balken = [nr for nr, name in enumerate(kopf) if name != "Balken"]
        ergebnis.append(_tabelle(titel, *_spaltenwahl(kopf, zeilen, ohne_balken)))
    return ergebnis


def _text(roh: str) -> str:
    return _glatt(unescape(re.sub(r"<[^>]+>", " ", roh)))


def _spaltenwahl(kopf: list, zeilen: list[list], nummern: list[int]) -> tuple[list, list[list]]:
    return [kopf[nr].removesuffix(" in %") for nr in nummern], [[zeile[nr] for nr in nummern] for zeile in zeilen]


def seite_csv(inhalt: bytes) -> list[Tabelle]:
    """Fassung, Titel, Leerzeile, Kopf, Zeilen, Leerzeile, Herkunft."""
    _fassung, (titel,), _leer, kopf, *rest = csv.reader(
        io.StringIO(inhalt.decode("utf-8-sig"), newline=""), delimiter=";"
    )
    zeilen = rest[: rest.index([])]
    return [_tabelle(titel, *_spaltenwahl(kopf, zeilen, _ohne_stand(kopf)))]


def seite_xlsx(inhalt: bytes) -> list[Tabelle]:
    (blatt,) = Mappe(inhalt).blaetter
    return [_blatt(blatt)]


# --- Berichte ---------------------------------------------------------------------------------------------------------


def als_csv(inhalt: bytes) -> list[Tabelle]:
    je_tabelle: dict[str, dict[str, dict[str, str]]] = {}
    for zeile in csv.DictReader(io.StringIO(inhalt.decode("utf-8-sig"), newline=""), delimiter=";"):
        if zeile["Tabelle"] not in ("Botschaften", "Hinweise"):
            wert = zeile["Wert"] or zeile["Zeichen"] or zeile["Text"].removeprefix("'")
            je_tabelle.setdefault(zeile["Tabelle"], {}).setdefault(zeile["Zeile"], {})[zeile["Spalte"]] = wert
    return [
        _benannt(
            name,
            ["Nr." if "Sachstand" in next(iter(zeilen.values())) else "", *next(iter(zeilen.values()))],
            [[zeile, *spalten.values()] for zeile, spalten in zeilen.items()],
            ist_bild=name.startswith("Abbildung"),
        )
        for name, zeilen in je_tabelle.items()
    ]


def xlsx(inhalt: bytes) -> list[Tabelle]:
    """Blätter mit Zahlen; zu jedem Diagramm auch, was die Bereiche enthalten, auf die es zeigt."""
    blaetter = [b for b in Mappe(inhalt).blaetter if re.match(r"(Tabelle|Abbildung) \d", b.name)]
    return [tabelle for blatt in blaetter for tabelle in (_blatt(blatt), *_bereiche(blatt))]


def _blatt(blatt: Blatt) -> Tabelle:
    """In den Zahlen zu einem Diagramm bleibt leer, was im Diagramm eine Lücke ist."""
    kopf, zeilen = _spaltenwahl(blatt.kopf, blatt.zeilen, _ohne_stand(blatt.kopf))
    if ist_bild := blatt.name.startswith("Abbildung"):
        zeilen = [["fehlt" if zelle is None else zelle for zelle in zeile] for zeile in zeilen]
    return _benannt(blatt.zellen["A1"], kopf, zeilen, ist_bild=ist_bild)


def _ohne_stand(kopf: list[str]) -> list[int]:
    return [nr for nr, name in enumerate(kopf) if not name.startswith(("Stand ", "Ereignis"))]


def _bereiche(blatt: Blatt) -> list[Tabelle]:
    return [
        _diagramm(
            blatt.zellen["A1"],
            diagramm,
            lambda bezug: [blatt.zellen.get(zelle) for zeile in bereich(bezug.findtext(f".//{C}f")) for zelle in zeile],
        )
        for diagramm in blatt.diagramme
    ]


def _punkte(bezug) -> list[str | None]:
    """Was im Diagramm selbst gespeichert ist; fehlende Punkte sind Lücken."""
    if (zahl := bezug.find(f".//{C}ptCount")) is None:
        return [bezug.findtext(f".//{C}v")]
    anzahl = int(zahl.get("val"))
    punkte = {int(punkt.get("idx")): punkt.findtext(f"{C}v") for punkt in bezug.iter(f"{C}pt")}
    return [punkte.get(nr) for nr in range(anzahl)]


def _diagramm(titel: str, xml, lesen) -> Tabelle:
    """Reihen ohne Namen oder Achse sind senkrechte Linien an Ereignissen."""
    reihen = {}
    for reihe in xml.iter(f"{C}ser"):
        name, achse = reihe.find(f"{C}tx"), reihe.find(f"{C}cat")
        if (
            None not in (name, achse)
            and (wort := _glatt(lesen(name)[0]).removesuffix(" in %"))
            and wort != "Ereignis Nr."
        ):
            reihen[wort] = (lesen(achse), lesen(reihe.find(f"{C}val")))
    kategorien = [_KURZ.get(k, k) for k in next(iter(reihen.values()))[0]]
    werte = [["fehlt" if wert is None else str(wert).removeprefix("-") for wert in w] for _, w in reihen.values()]
    zeilen = [[kategorie, *zeile] for kategorie, *zeile in zip(kategorien, *werte, strict=True)]
    return _benannt(titel, ["", *reihen], zeilen, ist_bild=True)


def _ohne_zwischenzeilen(zeilen: list[list[str]]) -> list[list[str]]:
    """Eine Überschrift über die ganze Breite steht in allen ihren Zellen oder nur in der ersten."""
    return [zeile for zeile in zeilen if len(set(zeile) - {""}) > 1]


def docx(inhalt: bytes) -> list[Tabelle]:
    """Die Überschrift steht im Absatz davor; Diagramme sind Teile des Pakets in der Folge ihrer Nummern."""
    dokument, ergebnis, davor = Document(io.BytesIO(inhalt)), [], ""
    teile = {p.partname: p.blob for p in dokument.part.package.iter_parts() if "/charts/chart" in p.partname}
    diagramme = [etree.fromstring(teile[name]) for name in sorted(teile, key=lambda n: int(re.sub(r"\D", "", n)))]
    for stueck in dokument.iter_inner_content():
        if isinstance(stueck, Paragraph) and _NUMMER.match(stueck.text):
            davor = stueck.text
            if davor.startswith("Abbildung"):
                ergebnis.append(_diagramm(davor, diagramme.pop(0), _punkte))
        elif isinstance(stueck, Table):
            kopf, *zeilen = ([zelle.text for zelle in zeile.cells] for zeile in stueck.rows)
            ergebnis.append(_benannt(davor, kopf, _ohne_zwischenzeilen(zeilen)))
    assert not diagramme
    return ergebnis


def pptx(inhalt: bytes) -> list[Tabelle]:
    """Was eine Folie fortsetzt, gehört zur Tabelle davor."""
    ergebnis: list[Tabelle] = []
    for folie in Presentation(io.BytesIO(inhalt)).slides:
        for form in folie.shapes:
            titel = re.sub(r" \(Fortsetzung( \d+)?\)$", "", folie.shapes.title.text)
            if form.has_chart:
                ergebnis.append(_diagramm(titel, etree.fromstring(form.chart.part.blob), _punkte))
            elif form.has_table and titel != "Inhalt":
                kopf, *zeilen = ([zelle.text for zelle in zeile.cells] for zeile in form.table.rows)
                tabelle = _tabelle(titel, kopf, _ohne_zwischenzeilen(zeilen))
                davor = ergebnis[-1] if ergebnis else tabelle
                if davor is not tabelle and davor[:2] == tabelle[:2]:
                    tabelle = tabelle._replace(zeilen=ergebnis.pop().zeilen + tabelle.zeilen)
                ergebnis.append(tabelle)
    return ergebnis


LESER = {"csv": als_csv, "xlsx": xlsx, "docx": docx, "pptx": pptx}


# --- PDF: nur Text ----------------------------------------------------------------------------------------------------


def pdf(inhalt: bytes) -> dict[str, str]:
    """Titel → was von ihm bis zur nächsten Tabelle steht, ohne Leerzeichen, Trennstriche, Kopf und Fuß der Seiten."""
    seiten = []
    for seite in PdfReader(io.BytesIO(inhalt)).pages:
        zeilen = seite.extract_text().splitlines()
        seiten += [z for z in zeilen if " Seite " not in z and not z.endswith(("intern – Sozialdaten", "Sozialdaten)"))]
    ergebnis = {}
    for stueck in re.split(r"\n(?=Tabelle \d+ )", "\n".join(seiten))[1:]:
        ergebnis[schmal(stueck.partition(" ")[2].partition(" ")[2].partition("\n")[0])] = schmal(stueck)
    return ergebnis


def schmal(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)


# --- Was eine Zelle sagt ----------------------------------------------------------------------------------------------


def wert(text: str) -> Decimal | str:
    """„3.080 p“ → 3080, „+21,5 %“ und „+21,5 Punkte“ → 21.5, „–“ → 0, „● laufend“ → „laufend“; in Dateien auch
    „21.5“ und „3080.0“."""
    roh = re.sub(r"^[●○◆+±] ?| [pg]$| (?:%|Punkte)$", "", re.sub(r" [pg]$", "", text)).replace("−", "-")
    if roh == "–":
        return Decimal(0)
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+", roh):
        return Decimal(roh.replace(".", ""))
    if re.fullmatch(r"-?[\d.]+,\d+", roh):
        return Decimal(roh.replace(".", "").replace(",", "."))
    return Decimal(roh) if re.fullmatch(r"-?\d+(\.\d+)?", roh) else text.lstrip("●○◆ ")
