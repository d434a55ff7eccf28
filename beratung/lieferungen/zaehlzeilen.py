"""Die Zählzeilen und Würfelzellen einer Lieferung in der Datenbank: schreiben und wieder lesen, jede Tabelle gleich."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from beratung.kern.zaehlen.zaehlen import TABELLEN, Inhalt
from beratung.kern.zaehlung import Art
from beratung.models import (
    Beratungsstelle,
    Haeufigkeit,
    Leistung,
    Lieferungsteil,
    Monatssumme,
    Monatswert,
    Neuzugang,
)

from .massenschreiben import schreibe

MODELLE = {"neuzugang": Neuzugang, "leistung": Leistung, "haeufigkeit": Haeufigkeit, "monatssumme": Monatssumme}


def schreibe_zeilen(teil: Lieferungsteil, inhalt: Inhalt) -> None:
    stellen = dict(Beratungsstelle.objects.values_list("kuerzel", "pk"))
    for tabelle, felder in TABELLEN[Art(teil.art)].items():
        # Die Beratungsstelle steht im Inhalt vorn mit ihrem Kürzel, in der Tabelle mit ihrem Schlüssel.
        if felder[0] == "beratungsstelle":
            zeilen = ((teil.pk, stellen[kuerzel], *werte) for kuerzel, *werte in inhalt[tabelle])
        else:
            zeilen = ((teil.pk, *werte) for werte in inhalt[tabelle])
        schreibe(MODELLE[tabelle], ("teil", *felder, "anzahl"), zeilen)


def schreibe_wuerfel(teil: Lieferungsteil, gezaehlt: Iterable[Sequence]) -> None:
    felder = ("teil", "quelle", "monat", "ebene", "gebiet", "zaehleinheit", "merkmal", "auspraegung", "anzahl")
    schreibe(Monatswert, felder, ((teil.pk, teil.quelle, teil.monat, *zelle) for zelle in gezaehlt))


def gezaehlter_inhalt(teil: Lieferungsteil) -> Inhalt:
    """Die gruppierten Zeilen eines Teils, übernommen oder noch wartend, sortiert; was eine sehr große Datei mehrmals
    gruppiert hat, ist hier beisammen."""
    inhalt = {}
    for tabelle, strom in zeilen_der_datenbank(teil).items():
        if tabelle == "monatssumme":
            inhalt[tabelle] = sorted(map(list, strom), key=lambda zeile: zeile[:-1])
            continue
        summen: Counter = Counter()
        for *werte, anzahl in strom:
            summen[tuple(werte)] += anzahl
        inhalt[tabelle] = [[*werte, anzahl] for werte, anzahl in sorted(summen.items())]
    return inhalt


def zeilen_der_datenbank(teil: Lieferungsteil) -> dict[str, Iterator[tuple]]:
    """Tabelle → ihre Zeilen (Werte …, Anzahl) als Strom."""
    stroeme = {}
    for tabelle, felder in TABELLEN[Art(teil.art)].items():
        spalten = ["beratungsstelle__kuerzel" if feld == "beratungsstelle" else feld for feld in felder]
        stroeme[tabelle] = MODELLE[tabelle].objects.filter(teil=teil).values_list(*spalten, "anzahl").iterator()
    return stroeme
