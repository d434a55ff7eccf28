"""Eine Zeile der Maßnahmenliste: erst fertige Werte, dann ihr HTML.

Gleiche Werte geben dieselbe Zeile. Darum wird sie einmal gezeichnet und bleibt, bis sich ein Wert ändert, gleich wer
sie sieht; was jemand an ihr darf, ist einer ihrer Werte.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from massnahmen.kern.terminlage import Terminlage
from massnahmen.models import Massnahme

FARBROLLE = {
    Terminlage.IM_PLAN: "neutral",
    Terminlage.BALD_FAELLIG: "warnung",
    Terminlage.UEBERFAELLIG: "gefahr",
    Terminlage.OHNE_TERMIN: "neutral",
}
GEMERKT = 2048  # Zeilen; mehr als der Fachplan für alle Rollen hat, rund 2 kB je Zeile


class Schritt(NamedTuple):
    text: str
    laufzeit_wortlaut: str


@dataclass(frozen=True)
class Zeile:
    """Alles, was die Vorlage zeigt, und nichts anderes: Was hier fehlte, bliebe auf der Seite alt."""

    pk: int
    nr: str
    beschreibung: str
    verantwortung: str
    laufzeit: str
    ist_haushaltsrelevant: bool | None
    ist_ausser_kraft: bool
    sachstand: str  # leer: nicht gemeldet
    farbe: str
    erlaeuterung: str
    lage: Terminlage
    ist_beginn_ueberschritten: bool
    berechnet: Terminlage | None  # nur wenn die Lage von Hand gesetzt ist
    zuletzt_geaendert: date | None
    zuletzt_bestaetigt: date | None
    schritte: tuple[Schritt, ...]
    darf_melden: bool
    darf_auswaehlen: bool
    rueckblick: date | None

    @property
    def terminfarbe(self) -> str:
        return FARBROLLE[self.lage]

    @property
    def html(self) -> SafeString:
        return _gezeichnet(self, get_script_prefix())


def zeile(m: Massnahme, *, stichtag: date, rueckblick: date | None = None) -> Zeile:
    """Nach `als_zeilen()`, `mit_bedienung()` und `uhren_stellen()`. Im Rückblick ändert niemand etwas."""
    meldung, termin = m.meldung, m.terminbild(stichtag)
    return Zeile(
        pk=m.pk,
        nr=m.nr,
        beschreibung=m.beschreibung,
        verantwortung=m.verantwortung_wortlaut,
        laufzeit=m.laufzeit_wortlaut,
        ist_haushaltsrelevant=m.ist_haushaltsrelevant,
        ist_ausser_kraft=m.ausser_kraft_seit is not None,
        sachstand=meldung.sachstandsart.bezeichnung if meldung else "",
        farbe=meldung.sachstandsart.farbrolle if meldung else "",
        erlaeuterung=meldung.erlaeuterung if meldung else "",
        lage=termin.lage,
        ist_beginn_ueberschritten=termin.ist_beginn_ueberschritten,
        berechnet=termin.berechnet,
        zuletzt_geaendert=m.zuletzt_geaendert,
        zuletzt_bestaetigt=m.zuletzt_bestaetigt,
        schritte=tuple(Schritt(s.text, s.laufzeit_wortlaut) for s in m.schritte.all()),
        darf_melden=rueckblick is None and m.ist_meldbar,
        darf_auswaehlen=rueckblick is None and m.ist_auswaehlbar,
        rueckblick=rueckblick,
    )


@lru_cache(maxsize=GEMERKT)
def _gezeichnet(zeile: Zeile, adressanfang: str) -> SafeString:
    """`adressanfang`: worunter die Anwendung liegt; er steht in jeder Adresse der Zeile."""
    return render_to_string("massnahmen/_zeile.html", {"zeile": zeile})
