"""Die Abschnitte eines Dashboards: jede Abbildung mit Bild, Tabelle und dem Weg zu Herkunft und Dateien, fertig als
HTML. Alles folgt allein aus der Lage. Die Vorlage bekommt darum keine Anfrage: Was für alle gezeichnet ist, kann keine
Person, kein Recht und kein Formularzeichen enthalten."""

from django.template.loader import render_to_string

from berichte.abbildungen import ABBILDUNGEN, DER_STADT, DES_BEREICHS
from berichte.ausgabe.bilder import web
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.diagramm import Diagrammart
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import Lage, einmal

from .ausschnitt import adresse
from .dashboard import unterschrift

NUR_DIE_STELLEN = ("stellen",)
SPALTEN_NEBENEINANDER = 7  # breitere Tabellen stehen über die ganze Seite
ZEILEN_NEBENEINANDER = 12  # längere Balkendiagramme stehen neben zwei anderen


@einmal
def abschnitte(lage: Lage) -> tuple[dict, ...]:
    """Wo nichts zu zählen ist, nur die Beratungsstellen: Sonst stünde ein Dutzend leerer Tabellen da."""
    namen = DES_BEREICHS if lage.auswahl.planungsbereich else DER_STADT
    if lage.ist_leer:
        namen = NUR_DIE_STELLEN
    return tuple(_abschnitt(ABBILDUNGEN[name](lage), lage.auswahl) for name in namen)


@einmal
def wege_der_bereiche(lage: Lage) -> dict:
    """Herkunft und Dateien der Tabelle der Planungsbereiche."""
    abbildung = ABBILDUNGEN["planungsbereiche"](lage)
    return {"abbildung": abbildung} | _wege(abbildung, lage.auswahl)


def _abschnitt(abbildung: Abbildung, auswahl: Auswahl) -> dict:
    abschnitt = {
        "abbildung": abbildung,
        "hat_offene_tabelle": _hat_offene_tabelle(abbildung),
        "ist_breit": _ist_breit(abbildung),
        "ist_hoch": _ist_hoch(abbildung),
    }
    gezeichnet = {
        "figur": abbildung.diagramm and web.plotly(abbildung.diagramm),
        "bild_url": adresse(auswahl, "bild", schluessel=abbildung.schluessel),
        "darunter": unterschrift(abbildung),
    }
    alles = abschnitt | gezeichnet | _wege(abbildung, auswahl)
    return abschnitt | {"html": render_to_string("berichte/dashboard/_abbildung.html", {"abschnitt": alles})}


def _wege(abbildung: Abbildung, auswahl: Auswahl) -> dict:
    dateien = [
        (name, adresse(auswahl, "abbildung_tabelle", schluessel=abbildung.schluessel, dateiformat=dateiformat))
        for name, dateiformat in (("Excel", "xlsx"), ("CSV", "csv"))
    ]
    return {"herkunft_url": adresse(auswahl, "herkunft", kennzahl=abbildung.kennzahl), "dateien": dateien}


def _hat_offene_tabelle(abbildung: Abbildung) -> bool:
    """Nicht unter einem Bild eingeklappt; nur eine Summenzeile sagt nicht mehr als der Satz darüber."""
    tabelle = abbildung.tabelle
    return not (abbildung.diagramm or abbildung.karte) and len(tabelle.zeilen) > tabelle.summenzeilen


def _ist_breit(abbildung: Abbildung) -> bool:
    return _hat_offene_tabelle(abbildung) or len(abbildung.tabelle.spalten) > SPALTEN_NEBENEINANDER


def _ist_hoch(abbildung: Abbildung) -> bool:
    diagramm = abbildung.diagramm
    ist_balken = bool(diagramm) and diagramm.art is Diagrammart.BALKEN
    return ist_balken and len(diagramm.kategorien) > ZEILEN_NEBENEINANDER
