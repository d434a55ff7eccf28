"""Eine Berichtsart bauen und lesen, was darin steht."""

from datetime import date
from decimal import Decimal

from berichte.arten import BERICHTSARTEN, Berichtswunsch, Geltung
from berichte.kern.akten.bericht import Abbildung, Absatz, Aufzaehlung, Bericht, Botschaft, Hinweis, Zahlentabelle
from berichte.kern.tabelle import Schutz

STICHTAG = date(2024, 9, 30)
ARTEN = list(BERICHTSARTEN)
MIT_BERATUNG = [schluessel for schluessel, art in BERICHTSARTEN.items() if art.hat_sozialdaten]
MIT_WEITERGABE = [schluessel for schluessel, art in BERICHTSARTEN.items() if not art.nur_intern]


def wunsch(art: str, stichtag: date = STICHTAG, **angaben) -> Berichtswunsch:
    geltung = BERICHTSARTEN[art].geltung
    gebiete = {
        "planungsbereich": "cotta" if geltung is Geltung.PLANUNGSBEREICH else None,
        "beratungsstelle": "s-cotta" if geltung is Geltung.BERATUNGSSTELLE else None,
    }
    return Berichtswunsch(stichtag, **(gebiete | angaben))


def baue(art: str, stichtag: date = STICHTAG, **angaben) -> Bericht:
    return BERICHTSARTEN[art].bauen(wunsch(art, stichtag, **angaben))


def texte(bericht: Bericht) -> str:
    """Alles, was als Satz darin steht."""
    teile = []
    for baustein in bericht.bausteine:
        match baustein:
            case Absatz(text) | Hinweis(text):
                teile.append(text)
            case Aufzaehlung(punkte):
                teile += punkte
            case Abbildung(diagramm):
                teile += [diagramm.titel, diagramm.beschreibung, *diagramm.darunter]
            case Botschaft():
                teile += [baustein.botschaft, *(punkt for _, punkte in baustein.teile for punkt in punkte)]
            case Zahlentabelle(tabelle):
                teile += [tabelle.titel, *tabelle.darunter]
    return "\n".join(teile).replace("\u00a0", " ")


def tabellen(bericht: Bericht) -> dict:
    return {b.tabelle.titel: b.tabelle for b in bericht.bausteine if isinstance(b, Zahlentabelle)}


def zahlen(bericht: Bericht) -> set[int | Decimal]:
    """Alle Zahlen aus Tabellen und Diagrammen mit Sozialdaten, ohne Verhältnisse."""
    alle = [t for t in tabellen(bericht).values() if t.herkunft.schutz is not Schutz.OHNE_SOZIALDATEN]
    alle += [
        b.diagramm.tabelle
        for b in bericht.bausteine
        if isinstance(b, Abbildung) and b.diagramm.herkunft.schutz is not Schutz.OHNE_SOZIALDATEN
    ]
    gezaehlt = (
        zelle
        for tabelle in alle
        for zeile in tabelle.zeilen
        for spalte, zelle in zip(tabelle.spalten, zeile, strict=True)
        if spalte.format.value in ("anzahl", "differenz")
    )
    return {zelle for zelle in gezaehlt if isinstance(zelle, int)}
