"""Bericht → Folien, 16:9, mit bearbeitbaren Diagrammen, Notizen und Textalternativen; auf Wunsch in der Vorlage des
Amts.

Nur dieses Paket kennt python-pptx.
"""

from datetime import UTC, datetime, time
from io import BytesIO

from berichte.ausgabe.textmass import Schriftmass
from berichte.kern.akten.bericht import Bericht
from berichte.kern.geheimhaltung import Freigabe, Kennzeichnung, auspacken

from .archiv import zeitlos
from .blaetter import neue_folie, notiere
from .formen import FUSS, KOPF, Folie, Textfeld, Zeile
from .gestalt import eingebaute_vorlage
from .planung import plane
from .vorlage import Layout, Vorlage, oeffne
from .zeichner import Zeichner, foliennummer, sauber

LAENGSTE_ANGABE = 255  # Zeichen je Eigenschaft der Datei
KOPF_KAPITEL = 20
NOTIZ = 12


def pptx(freigabe: Freigabe[Bericht], vorlage: bytes | None = None) -> bytes:
    """Inhalt der Datei; `vorlage`: die geprüfte des Amts, sonst die eingebaute."""
    bericht, kennzeichnung = auspacken(freigabe)
    offene = oeffne(vorlage or eingebaute_vorlage())
    geplante = plane(bericht, kennzeichnung, offene.masse)
    teile = {
        nummer: neue_folie(offene.folien, offene.layouts[folie.layout].teil, nummer)
        for nummer, folie in enumerate(geplante, start=1)
    }
    fuss = _fusszeile(bericht, kennzeichnung, offene)
    for nummer, folie in enumerate(geplante, start=1):
        layout, zeichner = offene.layouts[folie.layout], Zeichner(teile[nummer], offene.masse, teile)
        _zeichnen(zeichner, folie, layout)
        _fuss_setzen(zeichner, fuss, nummer, layout)
        if folie.notizen:
            zeilen = tuple(Zeile(notiz, NOTIZ, abstand=3) for notiz in folie.notizen)
            notiere(offene.folien, teile[nummer], nummer, zeichner.absaetze(zeilen))
    _eigenschaften(offene.folien, bericht, kennzeichnung)
    strom = BytesIO()
    offene.folien.save(strom)
    return zeitlos(strom.getvalue())


def _zeichnen(zeichner: Zeichner, folie: Folie, layout: Layout) -> None:
    """In der Reihenfolge, in der man die Folie liest."""
    if folie.kopf and layout.kopf:
        groesse = KOPF_KAPITEL if folie.layout == "kapitel" else KOPF
        zeichner.platzhalter(layout.kopf, "Zeile über dem Titel", zeichner.absaetze((Zeile(folie.kopf, groesse),)))
    titel = Zeile(folie.titel, folie.titelgroesse, ist_fett=True)
    zeichner.platzhalter(layout.titel, "Titel", zeichner.absaetze((titel,)))
    for form in folie.formen:
        if isinstance(form, Textfeld) and form.ist_platzhalter and layout.text:
            zeichner.platzhalter(layout.text, form.name, zeichner.absaetze(form.zeilen))
        else:
            zeichner.zeichne(form)


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


def _fuss_setzen(zeichner: Zeichner, text: str, nummer: int, layout: Layout) -> None:
    """In die Platzhalter des Layouts, wo es beide hat; sonst an den unteren Rand."""
    masse, absatz, zahl = zeichner.masse, zeichner.absaetze((Zeile(text, FUSS),)), foliennummer(nummer)
    if layout.fuss and layout.nummer:
        zeichner.platzhalter(layout.fuss, "Fußzeile", absatz)
        zeichner.platzhalter(layout.nummer, "Foliennummer", zahl)
    else:
        zeichner.text(masse.fuss, "Fußzeile", absatz)
        zeichner.text(masse.nummer, "Foliennummer", zahl)


def _eigenschaften(folien, bericht: Bericht, kennzeichnung: Kennzeichnung) -> None:
    angaben = folien.core_properties
    angaben.title = sauber(f"{bericht.titel} – {bericht.untertitel}")[:LAENGSTE_ANGABE]
    angaben.author = angaben.last_modified_by = sauber(bericht.herausgeber)[:LAENGSTE_ANGABE]
    angaben.subject, angaben.keywords = f"Stichtag {bericht.stichtag:%d.%m.%Y}", kennzeichnung.kennzeichen
    angaben.comments, angaben.category, angaben.language, angaben.revision = "", "", "de-DE", 1
    angaben.created = angaben.modified = datetime.combine(bericht.stichtag, time(), UTC)
