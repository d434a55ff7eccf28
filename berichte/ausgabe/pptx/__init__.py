"""Bericht → Folien, 16:9, mit bearbeitbaren Diagrammen, Notizen und Textalternativen; auf Wunsch in der Vorlage des
Amts.

Nur dieses Paket kennt python-pptx.
"""

from datetime import UTC, datetime, time
from io import BytesIO

from pptx.oxml import parse_xml

from berichte.kern.bericht import Bericht
from berichte.kern.geheimhaltung import Freigabe, Kennzeichnung, auspacken

from .archiv import zeitlos
from .formen import FUSS, KOPF, Folie, Rechteck, Textfeld, Zeile
from .gestalt import eingebaute_vorlage
from .planung import plane
from .textmass import Schriftmass
from .vorlage import ART, INHALT, TITEL, Vorlage, kopfzeile, oeffne, platzhalter
from .zeichner import NAMENSRAEUME, Zeichner, koerper, ort, sauber

LAENGSTE_ANGABE = 255  # Zeichen je Eigenschaft der Datei


def pptx(freigabe: Freigabe[Bericht], vorlage: bytes | None = None) -> bytes:
    """Inhalt der Datei; `vorlage`: die geprüfte des Amts, sonst die eingebaute."""
    bericht, kennzeichnung = auspacken(freigabe)
    offene = oeffne(vorlage or eingebaute_vorlage())
    geplante = plane(bericht, kennzeichnung, offene.masse)
    folien = [offene.folien.slides.add_slide(offene.layouts[geplant.layout]) for geplant in geplante]
    ziele = dict(enumerate(folien, start=1))
    fuss = _fusszeile(bericht, kennzeichnung, offene)
    for nummer, (folie, geplant) in enumerate(zip(folien, geplante, strict=True), start=1):
        _fuellen(folie, geplant, Zeichner(folie, offene.masse, ziele), offene)
        _fuss_setzen(folie, fuss, nummer, offene)
        if geplant.notizen:
            _notieren(folie, geplant.notizen)
    _eigenschaften(offene.folien, bericht, kennzeichnung)
    strom = BytesIO()
    offene.folien.save(strom)
    return zeitlos(strom.getvalue())


def _fuellen(folie, geplant: Folie, zeichner: Zeichner, vorlage: Vorlage) -> None:
    """Platzhalter in der Reihenfolge, in der man sie liest; was leer bliebe, fällt weg."""
    text = next((f for f in geplant.formen if isinstance(f, Textfeld) and f.ist_platzhalter), None)
    layout, belegt = vorlage.layouts[geplant.layout], {}
    titel = platzhalter(layout, TITEL)
    belegt[titel.placeholder_format.idx] = (Zeile(geplant.titel, geplant.titelgroesse, ist_fett=True),)
    if geplant.kopf and (kopf := kopfzeile(layout)) is not None:
        belegt[kopf.placeholder_format.idx] = (Zeile(geplant.kopf, max(KOPF, geplant.layout == "kapitel" and 20)),)
    ziel = text and _textplatz(layout, geplant.layout, vorlage)
    if ziel is not None:
        belegt[ziel.placeholder_format.idx] = text.zeilen
    formen = {form.placeholder_format.idx: form for form in folie.placeholders}
    for kennung, form in formen.items():
        element = form._element
        if kennung not in belegt:
            element.getparent().remove(element)
            continue
        alt = element.find("{*}txBody")
        neu = f"<p:txBody {NAMENSRAEUME}><a:bodyPr/><a:lstStyle/>{zeichner.absaetze(belegt[kennung])}</p:txBody>"
        element.replace(alt, parse_xml(neu))
    for form in geplant.formen:
        if form is not text or ziel is None:
            zeichner.zeichne(form)


def _textplatz(layout, art: str, vorlage: Vorlage):
    if art == "titel":
        return platzhalter(layout, (ART.SUBTITLE,))
    return platzhalter(layout, INHALT, seitenhoehe=vorlage.folien.slide_height)


# --- Fußzeile, Notizen, Eigenschaften --------------------------------------------------------------------------------


def _fusszeile(bericht: Bericht, kennzeichnung: Kennzeichnung, vorlage: Vorlage) -> str:
    """So viel davon, wie in die Fußzeile der Vorlage passt; das Kennzeichen immer."""
    abruf = kennzeichnung.abruf and f"abgerufen von {kennzeichnung.abruf}"
    fassungen = (
        (bericht.herausgeber, bericht.titel, kennzeichnung.kennzeichen, abruf),
        (bericht.titel, kennzeichnung.kennzeichen, abruf),
        (bericht.titel, kennzeichnung.kennzeichen),
    )
    mass, platz = Schriftmass(vorlage.masse.laufweite), vorlage.masse.fuss
    texte = [" · ".join(filter(None, teile)) for teile in fassungen]
    passende = (t for t in texte if mass.hoehe(t, platz.breite, FUSS) <= platz.hoehe)
    return next(passende, kennzeichnung.kennzeichen)


def _fuss_setzen(folie, text: str, nummer: int, vorlage: Vorlage) -> None:
    """In die Platzhalter des Layouts, wo es sie hat; sonst an dieselbe Stelle als Text."""
    feld = (
        f'<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum"><a:rPr lang="de-DE" sz="{FUSS * 100}"/>'
        f"<a:t>{nummer}</a:t></a:fld>"
    )
    zeichner = Zeichner(folie, vorlage.masse, {})
    absatz = zeichner.absaetze((Zeile(text, FUSS),))
    zahl = f'<a:p><a:pPr algn="r"/>{feld}</a:p>'
    for nr, art, name, inhalt, wo in (
        (90, ART.FOOTER, "Fußzeile", absatz, vorlage.masse.fuss),
        (91, ART.SLIDE_NUMBER, "Foliennummer", zahl, vorlage.masse.nummer),
    ):
        folie.shapes._spTree.append(parse_xml(_fussform(folie.slide_layout, nr, art, name, inhalt, wo)))


def _fussform(layout, nr: int, art, name: str, inhalt: str, wo: Rechteck) -> str:
    platz = platzhalter(layout, (art,))
    if platz is None:
        kennung, lage = "", f'{ort(wo)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        innen = koerper()
    else:
        typ = platz._element.find(".//{*}ph").get("type")
        kennung = f'<p:ph type="{typ}" sz="quarter" idx="{platz.placeholder_format.idx}"/>'
        lage, innen = "", "<a:bodyPr/><a:lstStyle/>"
    return (
        f'<p:sp {NAMENSRAEUME}><p:nvSpPr><p:cNvPr id="{nr}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{kennung}</p:nvPr></p:nvSpPr><p:spPr>{lage}</p:spPr><p:txBody>{innen}{inhalt}</p:txBody></p:sp>"
    )


def _notieren(folie, notizen: tuple[str, ...]) -> None:
    feld = folie.notes_slide.notes_placeholder._element
    leer = Zeichner(folie, None, {})
    zeilen = tuple(Zeile(notiz, 12, abstand=3) for notiz in notizen)
    neu = f"<p:txBody {NAMENSRAEUME}><a:bodyPr/><a:lstStyle/>{leer.absaetze(zeilen)}</p:txBody>"
    feld.replace(feld.find("{*}txBody"), parse_xml(neu))


def _eigenschaften(folien, bericht: Bericht, kennzeichnung: Kennzeichnung) -> None:
    angaben = folien.core_properties
    angaben.title = sauber(f"{bericht.titel} – {bericht.untertitel}")[:LAENGSTE_ANGABE]
    angaben.author = angaben.last_modified_by = sauber(bericht.herausgeber)[:LAENGSTE_ANGABE]
    angaben.subject, angaben.keywords = f"Stichtag {bericht.stichtag:%d.%m.%Y}", kennzeichnung.kennzeichen
    angaben.comments, angaben.category, angaben.language, angaben.revision = "", "", "de-DE", 1
    angaben.created = angaben.modified = datetime.combine(bericht.stichtag, time(), UTC)
