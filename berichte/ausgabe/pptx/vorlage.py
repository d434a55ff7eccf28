"""Eine Folienvorlage öffnen: welche Layouts sie hat, wo sie Platz lässt, welche Schrift. Ihre eigenen Folien fallen
weg."""

from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as ART
from pptx.opc.constants import RELATIONSHIP_TYPE

from berichte.ausgabe.bilder.gestaltung import helligkeit
from berichte.ausgabe.textmass import Schriftmass
from dresden_senioren.kern.archiv import XML_SICHER

from .formen import Masse, Rechteck
from .gestalt import KOPFZEILE, PUNKT

TITEL, INHALT, ANGABEN = (ART.TITLE, ART.CENTER_TITLE), (ART.BODY, ART.OBJECT), (ART.SUBTITLE,)
# Ein Platzhalter, der niedriger ist, ist eine Zeile und kein Platz für Inhalt.
MINDESTHOEHE_INHALT = 0.25
RAND = (7.2, 3.6)  # Punkt innen, wo die Vorlage nichts anderes sagt
FUSSHOEHE = 26
KONTRAST_TEXT = 4.5  # WCAG 1.4.3
FARBSCHEMA = "{http://schemas.openxmlformats.org/drawingml/2006/main}clrScheme"


@dataclass(frozen=True)
class Platz:
    """Ein Platzhalter, wie ihn eine Folie nennt: `typ` leer heißt beliebiger Inhalt."""

    kennung: int
    typ: str


@dataclass(frozen=True)
class Layout:
    teil: object
    titel: Platz
    kopf: Platz | None
    text: Platz | None
    fuss: Platz | None
    nummer: Platz | None


@dataclass(frozen=True)
class Vorlage:
    """`layouts`: titel, kapitel, text, frei. Fehlt eines der ersten beiden, steht das freie dafür."""

    folien: object
    layouts: dict[str, Layout]
    masse: Masse


def oeffne(inhalt: bytes) -> Vorlage:
    """KeyError, wenn „text“ oder „frei“ fehlt; geprüft ist die Vorlage schon (vorlagenpruefung.py)."""
    folien = Presentation(BytesIO(inhalt))
    leeren(folien)
    layouts = finde_layouts(folien)
    layouts = {"titel": layouts["frei"], "kapitel": layouts["frei"]} | layouts
    beschriebene = {name: _beschrieben(layout, folien) for name, layout in layouts.items()}
    return Vorlage(folien, beschriebene, masse(folien, layouts))


def _beschrieben(layout, folien) -> Layout:
    text = platzhalter(layout, ANGABEN)
    return Layout(
        layout.part,
        titel=_platz(platzhalter(layout, TITEL)),
        kopf=_platz(kopfzeile(layout)),
        text=_platz(_inhalt(layout, folien) if text is None else text),
        fuss=_platz(platzhalter(layout, (ART.FOOTER,))),
        nummer=_platz(platzhalter(layout, (ART.SLIDE_NUMBER,))),
    )


def _platz(form) -> Platz | None:
    if form is None:
        return None
    return Platz(form.placeholder_format.idx, form._element.find(".//{*}ph").get("type", ""))


def leeren(folien) -> None:
    """Ohne Folien, ohne Abschnitte und Auswahlen, die auf sie zeigen, und ohne Angaben dazu, wer sie machte."""
    wurzel = folien.part._element
    for verweis in list(folien.slides._sldIdLst):
        folien.part.drop_rel(verweis.rId)
        folien.slides._sldIdLst.remove(verweis)
    for name in ("extLst", "custShowLst"):
        for element in wurzel.findall(f"{{*}}{name}"):
            wurzel.remove(element)
    for kennung, beziehung in list(folien.part.package._rels.items()):
        if not beziehung.reltype.endswith("officeDocument"):
            folien.part.package._rels.pop(kennung)


def finde_layouts(folien) -> dict:
    """Nach der Art ihrer Platzhalter, denn Namen sind frei; das erste passende gilt."""
    gefunden = {}
    for layout in (layout for master in folien.slide_masters for layout in master.slide_layouts):
        if (name := _art(layout, folien.slide_height)) and name not in gefunden:
            gefunden[name] = layout
    return gefunden


def _art(layout, seitenhoehe: int) -> str:
    arten = [p.placeholder_format.type for p in layout.placeholders]
    if ART.CENTER_TITLE in arten and ART.SUBTITLE in arten:
        return "titel"
    if not any(art in TITEL for art in arten):
        return ""
    if layout._element.get("type") == "secHead":
        return "kapitel"
    fremde = [a for a in arten if a not in (*TITEL, *INHALT, ART.DATE, ART.FOOTER, ART.SLIDE_NUMBER)]
    grosse = [p for p in _mit_art(layout, INHALT) if (p.height or 0) >= seitenhoehe * MINDESTHOEHE_INHALT]
    return "" if fremde else {0: "frei", 1: "text"}.get(len(grosse), "")


def _mit_art(layout, arten) -> list:
    return [p for p in layout.placeholders if p.placeholder_format.type in arten]


def platzhalter(layout, arten, *, seitenhoehe: int = 0):
    """Der erste dieser Art, von den Inhalten nur ein großer; None, wenn es keinen gibt."""
    passende = [p for p in _mit_art(layout, arten) if (p.height or 0) >= seitenhoehe * MINDESTHOEHE_INHALT]
    return passende[0] if passende else None


def kopfzeile(layout):
    """Der Platzhalter über dem Titel, den die eingebaute Vorlage mitbringt; None in fremden."""
    passende = [p for p in _mit_art(layout, (ART.BODY,)) if p.placeholder_format.idx == KOPFZEILE]
    return passende[0] if passende else None


# --- Maße ------------------------------------------------------------------------------------------------------------


def masse(folien, layouts: dict) -> Masse:
    seite = Rechteck(0, 0, folien.slide_width / PUNKT, folien.slide_height / PUNKT)
    titel, text = _ort(platzhalter(layouts["frei"], TITEL)), _ort(_inhalt(layouts["text"], folien))
    fuss, nummer = _fuss(layouts["frei"], seite)
    oben, unten = max(titel.unten, text.y), min(text.unten, fuss.y if fuss.y > seite.hoehe / 2 else text.unten)
    inhalt = Rechteck(text.x, oben, text.breite, unten - oben)
    kopf = kopfzeile(layouts["frei"])
    titelblatt = layouts["titel"]
    angaben = platzhalter(titelblatt, ANGABEN)
    return Masse(
        seite=seite,
        titel=titel,
        inhalt=inhalt,
        text=Rechteck(text.x, text.y, text.breite, unten - text.y),
        fuss=fuss,
        nummer=nummer,
        kopf=_ort(kopf) if kopf is not None else None,
        titelblatt=(_ort(platzhalter(titelblatt, TITEL)), _ort(angaben) if angaben is not None else inhalt),
        kapitel=_kapitel(layouts, folien, inhalt),
        laufweite=Schriftmass.von(_schrift(folien)).laufweite,
        betont=_betont(folien),
    )


def _kapitel(layouts: dict, folien, inhalt: Rechteck) -> tuple[Rechteck, Rechteck | None]:
    """Titel und Einleitung; ein Textfeld, das zu niedrig ist oder über dem Titel steht, bleibt leer."""
    titel = _ort(platzhalter(layouts["kapitel"], TITEL))
    if layouts["kapitel"] is layouts["frei"]:
        return titel, inhalt
    form = _inhalt(layouts["kapitel"], folien)
    einleitung = None if form is None else _ort(form)
    return titel, einleitung if einleitung and einleitung.y >= titel.y else None


def _inhalt(layout, folien):
    return platzhalter(layout, INHALT, seitenhoehe=folien.slide_height)


def _ort(form) -> Rechteck:
    """Die Fläche, auf der Text steht: ohne den Innenrand."""
    ganzes = Rechteck(*((wert or 0) / PUNKT for wert in (form.left, form.top, form.width, form.height)))
    koerper = form._element.find(".//{*}bodyPr")
    gesetzt = [koerper is not None and koerper.get(name) == "0" for name in ("lIns", "tIns")]
    return ganzes.innen(*(0 if ist_null else rand for ist_null, rand in zip(gesetzt, RAND, strict=True)))


def _fuss(layout, seite: Rechteck) -> tuple[Rechteck, Rechteck]:
    """Wo Fußzeile und Nummer stehen: in ihren Platzhaltern, sonst am unteren Rand."""
    rand, oben = seite.breite * 0.05, seite.hoehe - FUSSHOEHE - 6
    fuss, nummer = platzhalter(layout, (ART.FOOTER,)), platzhalter(layout, (ART.SLIDE_NUMBER,))
    eigene = (
        Rechteck(rand, oben, seite.breite * 0.8, FUSSHOEHE),
        Rechteck(seite.breite * 0.87, oben, seite.breite * 0.08, FUSSHOEHE),
    )
    if fuss is None or nummer is None:
        return eigene
    return _ort(fuss), _ort(nummer)


# --- Thema -----------------------------------------------------------------------------------------------------------


def _thema(folien):
    thema = folien.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    return etree.fromstring(thema.blob, etree.XMLParser(**XML_SICHER))


def _schrift(folien) -> str:
    """Die breiter laufende von Überschrift und Text."""
    namen = [_thema(folien).find(f".//{{*}}{art}/{{*}}latin").get("typeface") for art in ("majorFont", "minorFont")]
    return max(namen, key=lambda name: Schriftmass.von(name).laufweite)


def _betont(folien) -> str:
    """Die erste Akzentfarbe, wenn man sie auf dem Grund lesen kann, sonst die Textfarbe."""
    schema = _thema(folien).find(f".//{FARBSCHEMA}")
    farben = [schema.find(f"{{*}}{name}/*") for name in ("accent1", "lt1")]
    akzent, grund = (helligkeit(f"#{f.get('lastClr') or f.get('val')}") for f in farben)
    heller, dunkler = max(akzent, grund) + 0.05, min(akzent, grund) + 0.05
    return "accent1" if heller / dunkler >= KONTRAST_TEXT else "tx1"
