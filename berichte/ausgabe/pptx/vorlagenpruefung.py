"""Taugt eine PowerPoint-Datei als Folienvorlage? Jeder Mangel bekommt seinen Satz, alle auf einmal."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from pptx import Presentation

from berichte.ausgabe.pptx import pptx
from berichte.kern.akten.bericht import Absatz, Bericht, Kapitel
from berichte.kern.geheimhaltung import Fassung, freigeben
from dresden_senioren.kern.archiv import XML_SICHER, Archivart, Archivfehler, Mangel, pruefe_archiv

from .archiv import zeitlos
from .formen import Masse, Rechteck
from .vorlage import finde_layouts, leeren, masse

HOECHSTGROESSE = 10 * 1024 * 1024
SEITENVERHAELTNIS, ABWEICHUNG = 16 / 9, 0.01
BREITE_INHALT, HOEHE_INHALT, BREITE_TITEL, HOEHE_TITEL = 0.55, 0.45, 0.4, 0.06  # Anteile der Folie, mindestens
ALT_ODER_VERSCHLUESSELT = b"\xd0\xcf\x11\xe0"
INHALTSARTEN = "[Content_Types].xml"
VORLAGE, PRAESENTATION = "presentationml.template.main", "presentationml.presentation.main"
_SAETZE = {
    Mangel.BESCHAEDIGT: "Die Datei ist beschädigt oder keine PowerPoint-Datei. Öffnen Sie sie in PowerPoint und "
    "speichern Sie sie neu als .pptx.",
    Mangel.UNGEWOEHNLICH: "Die Datei ist ungewöhnlich aufgebaut ({grund}). Speichern Sie sie in PowerPoint neu.",
    Mangel.ANDERES: "Die Datei ist keine PowerPoint-Datei. Erwartet wird eine Vorlage als .pptx oder .potx.",
    Mangel.EINGEBETTET: "Die Datei enthält {was}. Löschen Sie sie, auch auf Musterfolien, und speichern Sie als .pptx.",
}  # fmt: skip


class Vorlagenfehler(ValueError):
    """Die Datei taugt nicht als Vorlage; `saetze` sagen, was fehlt und was zu tun ist."""

    def __init__(self, saetze: list[str]):
        super().__init__(" ".join(saetze))
        self.saetze = saetze


def pruefe_vorlage(inhalt: bytes) -> bytes:
    """Die Vorlage, wie sie gespeichert wird: ohne ihre Folien, als .pptx. Vorlagenfehler mit allen Mängeln."""
    _pruefe_archiv(inhalt)
    inhalt = _als_praesentation(inhalt)
    try:
        folien = Presentation(BytesIO(inhalt))
        leeren(folien)
        saetze = list(_maengel(folien))
        strom = BytesIO()
        folien.save(strom)
    except Exception:  # fremde Datei: was immer beim Lesen geschieht, sie ist nicht zu gebrauchen
        raise Vorlagenfehler([_SAETZE[Mangel.BESCHAEDIGT]]) from None
    if saetze:
        raise Vorlagenfehler(saetze)
    geleert = zeitlos(strom.getvalue())
    _proben(geleert)
    return geleert


def _pruefe_archiv(inhalt: bytes) -> None:
    if len(inhalt) > HOECHSTGROESSE:
        raise Vorlagenfehler(["Die Datei ist größer als 10 MB. Verkleinern Sie die Bilder auf dem Folienmaster."])
    if inhalt.startswith(ALT_ODER_VERSCHLUESSELT):
        raise Vorlagenfehler(
            ["Die Datei ist kennwortgeschützt oder im alten Format (.ppt). Speichern Sie sie ohne Kennwort als .pptx."]
        )
    try:
        pruefe_archiv(inhalt, Archivart.FOLIEN)
    except Archivfehler as fehler:
        raise Vorlagenfehler([_SAETZE[fehler.mangel].format(**fehler.angaben)]) from None
    if fremde := _fremde_verweise(inhalt):
        raise Vorlagenfehler(
            [
                f"Die Datei lädt Inhalte von außen nach ({fremde[0]}). Betten Sie Bilder und Medien ein und lösen Sie "
                "Verknüpfungen."
            ]
        )


def _fremde_verweise(inhalt: bytes) -> list[str]:
    """Ziele außerhalb der Datei; ein Weblink zum Anklicken lädt von selbst nichts und darf bleiben."""
    ziele = []
    with ZipFile(BytesIO(inhalt)) as archiv:
        for name in (n for n in archiv.namelist() if n.endswith(".rels")):
            try:
                verweise = etree.fromstring(archiv.read(name), etree.XMLParser(**XML_SICHER))
            except etree.XMLSyntaxError:
                raise Vorlagenfehler([_SAETZE[Mangel.BESCHAEDIGT]]) from None
            ziele += [
                verweis.get("Target", "")
                for verweis in verweise
                if verweis.get("TargetMode") == "External" and not verweis.get("Type", "").endswith("/hyperlink")
            ]
    return ziele


def _als_praesentation(inhalt: bytes) -> bytes:
    """Aus .potx wird .pptx: Der Unterschied ist ein Wort im Inhaltsverzeichnis des Archivs."""
    with ZipFile(BytesIO(inhalt)) as archiv:
        arten = archiv.read(INHALTSARTEN).decode("utf-8", errors="replace")
        if "macroEnabled" in arten:
            raise Vorlagenfehler([_SAETZE[Mangel.EINGEBETTET].format(was="Makros")])
        if VORLAGE not in arten:
            return inhalt
        strom = BytesIO()
        with ZipFile(strom, "w", ZIP_DEFLATED) as neu:
            for name in archiv.namelist():
                teil = arten.replace(VORLAGE, PRAESENTATION).encode() if name == INHALTSARTEN else archiv.read(name)
                neu.writestr(name, teil)
    return strom.getvalue()


def _maengel(folien) -> Iterator[str]:
    breite, hoehe = folien.slide_width, folien.slide_height
    if abs(breite / hoehe / SEITENVERHAELTNIS - 1) > ABWEICHUNG:
        yield (
            f"Die Folien sind {breite / 360_000:.1f} × {hoehe / 360_000:.1f} cm groß".replace(".", ",")
            + "; gebraucht wird 16:9. Stellen Sie es in PowerPoint unter „Entwurf“, „Foliengröße“ um."
        )
    layouts = finde_layouts(folien)
    for name, gemeint in (("text", "Titel und genau einem Feld für Text"), ("frei", "Titel und sonst keinem Feld")):
        if name not in layouts:
            yield f"Es fehlt ein Layout mit {gemeint}. Ergänzen Sie es im Folienmaster."
    if {"text", "frei"} <= set(layouts):
        yield from _platzmaengel(masse(folien, {"titel": layouts["frei"], "kapitel": layouts["frei"]} | layouts))


def _platzmaengel(gemessen: Masse) -> Iterator[str]:
    seite, inhalt, titel = gemessen.seite, gemessen.inhalt, gemessen.titel
    if inhalt.breite < seite.breite * BREITE_INHALT or inhalt.hoehe < seite.hoehe * HOEHE_INHALT:
        yield (
            "Zwischen Titel und Fußzeile bleibt zu wenig Platz für Diagramme und Tabellen; gebraucht wird gut die "
            "Hälfte der Folie. Vergrößern Sie das Textfeld im Layout mit Titel und Text."
        )
    if titel.breite < seite.breite * BREITE_TITEL or titel.hoehe < seite.hoehe * HOEHE_TITEL:
        yield "Das Feld für den Titel ist zu klein. Vergrößern Sie es im Folienmaster."
    if not all(_liegt_in(ort, seite) for ort in (titel, inhalt, gemessen.fuss, gemessen.nummer)):
        yield "Ein Feld ragt über den Rand der Folie hinaus. Rücken Sie es im Folienmaster zurecht."


def _liegt_in(ort: Rechteck, seite: Rechteck) -> bool:
    return ort.x >= 0 and ort.y >= 0 and ort.rechts <= seite.breite + 1 and ort.unten <= seite.hoehe + 1


def _proben(vorlage: bytes) -> None:
    """Ein kleiner Bericht muss damit gelingen, bevor sie für alle gilt."""
    bericht = Bericht(
        "Probe", "", "Probe", date(2000, 1, 1), "Probe", (Kapitel("Eins"), Absatz("Text"), Kapitel("Zwei"))
    )
    try:
        pptx(freigeben(bericht, Fassung.INTERN), vorlage)
    except Exception:
        raise Vorlagenfehler(
            ["Mit dieser Vorlage lassen sich keine Folien erstellen. Nehmen Sie eine andere."]
        ) from None
