"""Prüft eine fertige Foliendatei, wie jemand sie sähe und hörte: Geometrie, Titel, Lesereihenfolge, Textalternativen,
Tabellenköpfe, Schriftgrößen, Sprache, Notizen, Überlauf. Jeder Mangel ist ein Satz mit der Nummer der Folie."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations, pairwise

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from berichte.ausgabe.textmass import BREITESTES, FETT, MAGER

PUNKT = 12_700
SPIEL = 1.0  # Punkt, die sich zwei Flächen berühren dürfen
# Mindestgröße nach dem Namen der Form; alle übrigen Texte: 18 Punkt.
KLEINSTE = {"Quelle": 10, "Fußzeile": 10, "Foliennummer": 10, "Angaben": 12, "Zeile über dem Titel": 14, "Tabelle": 12}
TEXT, DIAGRAMM = 18, 10
BILD = 13  # MSO_SHAPE_TYPE.PICTURE
OHNE_NOTIZEN = ("Inhalt",)


def maengel(inhalt: bytes, laufweite: float = 1.0) -> list[str]:
    """`laufweite` der Schrift gegenüber Arial."""
    folien = Presentation(BytesIO(inhalt))
    gefunden = []
    if abs(folien.slide_width / folien.slide_height - 16 / 9) > 0.01:
        gefunden.append("Die Folien sind nicht 16:9.")
    titel = Counter(_titel(folie) for folie in folien.slides)
    gefunden += [f"Der Titel „{text}“ steht auf {anzahl} Folien." for text, anzahl in titel.items() if anzahl > 1]
    for nummer, folie in enumerate(folien.slides, start=1):
        for mangel in _maengel(folie, folien.slide_width, folien.slide_height, laufweite):
            gefunden.append(f"Folie {nummer}: {mangel}")
    return gefunden


def _titel(folie) -> str:
    titel = folie.shapes.title
    return titel.text_frame.text.strip() if titel is not None else ""


def _maengel(folie, breite: int, hoehe: int, laufweite: float) -> Iterator[str]:
    if not _titel(folie):
        yield "Sie hat keinen Titel."
    formen = [(form, _ort(form)) for form in folie.shapes]
    yield from _maengel_der_lage(formen, breite / PUNKT, hoehe / PUNKT)
    for form, ort in formen:
        yield from _maengel_der_form(form, ort, laufweite)
    hat_zahlen = any(form.has_chart or form.has_table for form, _ in formen)
    if hat_zahlen and not _titel(folie).startswith(OHNE_NOTIZEN) and not _notizen(folie):
        yield "Sie hat keine Notizen."
    teile = [folie, folie.notes_slide] if folie.has_notes_slide else [folie]
    sprachen = {lauf.get("lang") for teil in teile for lauf in teil._element.iter(qn("a:rPr"))}
    if sprachen != {"de-DE"}:
        yield f"Sprachen sind {sorted(map(str, sprachen))}."


def _maengel_der_lage(formen, breite: float, hoehe: float) -> Iterator[str]:
    for form, (links, oben, rechts, unten) in formen:
        if links < 0 or oben < 0 or rechts > breite + SPIEL or unten > hoehe + SPIEL:
            yield f"„{form.name}“ ragt über den Rand."
        if rechts <= links or unten <= oben:
            yield f"„{form.name}“ hat keine Fläche."
    for (a, ort_a), (b, ort_b) in combinations(formen, 2):
        if _ueberlappt(ort_a, ort_b):
            yield f"„{a.name}“ und „{b.name}“ überlappen."
    for (a, ort_a), (b, ort_b) in pairwise(formen):
        if _steht_davor(ort_b, ort_a):
            yield f"„{b.name}“ wird nach „{a.name}“ vorgelesen, steht aber davor."


def _notizen(folie) -> str:
    return folie.notes_slide.notes_text_frame.text.strip() if folie.has_notes_slide else ""


def _ort(form) -> tuple[float, float, float, float]:
    links, oben = form.left / PUNKT, form.top / PUNKT
    return links, oben, links + form.width / PUNKT, oben + form.height / PUNKT


def _ueberlappt(a, b) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > SPIEL and min(a[3], b[3]) - max(a[1], b[1]) > SPIEL


def _steht_davor(b, a) -> bool:
    """Ganz darüber, oder in derselben Höhe ganz links davon."""
    if b[3] <= a[1] + SPIEL:
        return not (b[0] >= a[2] - SPIEL)  # rechts daneben beginnt eine neue Spalte
    gleiche_hoehe = min(a[3], b[3]) - max(a[1], b[1]) > SPIEL
    return gleiche_hoehe and b[2] <= a[0] + SPIEL


def _maengel_der_form(form, ort, laufweite: float) -> Iterator[str]:
    angaben = form._element.find(f".//{qn('p:cNvPr')}")
    if (form.has_chart or form.has_table or form.shape_type == BILD) and not (angaben.get("descr") or "").strip():
        yield f"„{form.name}“ hat keine Textalternative."
    if form.has_chart:
        yield from _maengel_des_diagramms(form.chart)
    if form.has_table:
        yield from _maengel_der_tabelle(form.table, laufweite)
    mindestens = KLEINSTE.get(form.name, TEXT)
    if any(int(lauf.get("sz", 0)) < mindestens * 100 for lauf in form._element.iter(qn("a:rPr"))):
        yield f"„{form.name}“ hat Text unter {mindestens} Punkt."
    if form.has_text_frame:
        innen = _innenrand(form)
        noetig = _texthoehe(form.text_frame._txBody, (ort[2] - ort[0] - 2 * innen) / laufweite)
        if noetig > ort[3] - ort[1] - 2 * innen + SPIEL:
            yield f"In „{form.name}“ läuft der Text über."


def _maengel_der_tabelle(tabelle, laufweite: float) -> Iterator[str]:
    if not tabelle.first_row:
        yield "Die Tabelle hat keine Kopfzeile."
    for zeile in tabelle.rows:
        for spalte, zelle in zip(tabelle.columns, zeile.cells, strict=True):
            if zelle.is_merge_origin or zelle.is_spanned:
                continue
            platz = (spalte.width - zelle.margin_left - zelle.margin_right) / PUNKT / laufweite
            if _texthoehe(zelle.text_frame._txBody, platz) > zeile.height / PUNKT:
                yield f"In der Tabelle läuft „{zelle.text[:30]}“ über."


def _innenrand(form) -> float:
    if form.is_placeholder:
        art = form.placeholder_format.type
        vorlage = [p for p in form.part.slide_layout.placeholders if p.placeholder_format.type == art]
        rahmen = vorlage[0]._element.find(f".//{qn('a:bodyPr')}") if vorlage else None
        eigen = rahmen is not None and rahmen.get("tIns") == "0"
        return 0 if eigen or art is PP_PLACEHOLDER.SLIDE_NUMBER else 3.6
    return int(form.text_frame._txBody.bodyPr.get("tIns", 45_720)) / PUNKT


def _texthoehe(koerper, breite: float) -> float:
    """Unabhängig nachgerechnet, in Arial: jeder Absatz Wort für Wort umgebrochen, in der Größe seiner Läufe."""
    hoehe = 0.0
    for nummer, absatz in enumerate(koerper.findall(qn("a:p"))):
        laeufe = absatz.findall(qn("a:r"))
        if not laeufe:
            continue
        groesse = max(int(lauf.find(qn("a:rPr")).get("sz", 1800)) for lauf in laeufe) / 100
        eigenschaften = absatz.find(qn("a:pPr"))
        abstand = eigenschaften.find(f"{qn('a:spcBef')}/{qn('a:spcPts')}") if eigenschaften is not None else None
        einzug = int(eigenschaften.get("marL", 0)) / PUNKT if eigenschaften is not None else 0
        hoehe += _zeilen(laeufe, groesse, breite - einzug) * groesse * 1.2
        hoehe += int(abstand.get("val")) / 100 if nummer and abstand is not None else 0
    return hoehe


def _zeilen(laeufe, groesse: float, breite: float) -> int:
    zeilen, rest, steht = 1, breite, False
    for lauf in laeufe:
        tafel = FETT if lauf.find(qn("a:rPr")).get("b") == "1" else MAGER
        for stueck in re.findall(r"\S+|\s+", lauf.find(qn("a:t")).text or ""):
            laenge = sum(tafel.get(zeichen, BREITESTES) for zeichen in stueck) * groesse
            if laenge <= rest:
                rest -= laenge
            elif not stueck.isspace():
                zeilen += steht
                rest = breite
                while laenge > rest:
                    laenge -= rest
                    zeilen += 1
                rest -= laenge
            steht = True
    return zeilen


def _maengel_des_diagramms(bild) -> Iterator[str]:
    groessen = [int(e.get("sz")) for e in bild._chartSpace.iter(qn("a:defRPr")) if e.get("sz")]
    if not groessen or min(groessen) < DIAGRAMM * 100:
        yield f"Das Diagramm hat Schrift unter {DIAGRAMM} Punkt."
    if bild.part.chart_workbook.xlsx_part is None:
        yield "Das Diagramm hat keine Arbeitsmappe und lässt sich nicht bearbeiten."
