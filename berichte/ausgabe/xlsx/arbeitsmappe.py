"""Was alle Excel-Dateien gleich machen: keine Formeln, benannte Tabellen, Druckseite, gleiche Zahlen → gleiche Bytes.

Nur dieses Modul kennt in den Ausgaben xlsxwriter; die übrigen schreiben in die Mappe, die sie hier bekommen.
"""

import io
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from textwrap import wrap

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from .mappensprache import deutsch

KEINE_FORMELN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
GRENZE_DER_ZELLE = 32_767  # Zeichen, mehr nimmt Excel nicht
KOPF = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
ZEILENGESTALT = {"style": "Table Style Light 1", "banded_rows": False}
SCHMALSTE, BREITESTE, BREITESTE_VON_VIELEN = 9, 48, 32  # Zeichen
VIELE = 6  # Spalten; mehr werden schmaler, damit der Druck lesbar bleibt
BREITE_DARUNTER = 120  # Zeichen einer Zeile unter einer Tabelle, etwa so breit wie fünf Spalten mit Zahlen
HOECHSTE = 400  # Punkt; mehr als 409 nimmt Excel nicht
A4 = 9
ZEICHEN_JE_SEITE = 180  # mehr nebeneinander druckt A4 quer zu klein zum Lesen


def schreibe_mappe(fuellen: Callable, *, titel: str, tag: date, bemerkung: str = "", autor: str = "") -> bytes:
    """Inhalt der Datei; `fuellen` bekommt die leere Mappe. `tag` ist der Zeitstempel."""
    puffer = io.BytesIO()
    mappe = xlsxwriter.Workbook(puffer, KEINE_FORMELN)
    angaben = {"title": titel, "created": datetime.combine(tag, time()), "comments": bemerkung, "author": autor}
    mappe.set_properties(angaben)
    fuellen(mappe)
    mappe.close()
    return deutsch(puffer.getvalue())


@dataclass(frozen=True)
class Blatt:
    """Ein Blatt seiner Mappe; `roh` ist das von xlsxwriter."""

    mappe: xlsxwriter.Workbook
    roh: Worksheet

    @classmethod
    def neu(cls, mappe, name: str) -> "Blatt":
        return cls(mappe, mappe.add_worksheet(name))

    def ueberschrift(self, text: str) -> None:
        """Der Titel des Blatts, in A1."""
        self.roh.write_string(0, 0, text, self.mappe.add_format({"bold": True, "font_size": 14}))

    def saetze(self, zeile: int, saetze: Iterable[str]) -> None:
        """Untereinander in Spalte A, ab `zeile`."""
        for nr, satz in enumerate(saetze, zeile):
            self.roh.write_string(nr, 0, satz)

    def tabelle(self, kopf: int, namen: Sequence[str], anzahl: int, *, name: str, rechts: Container[int] = ()) -> None:
        """Benannte Tabelle mit ihrem Kopf in Zeile `kopf`; ihre `anzahl` Zeilen schreibt der Aufrufer. `rechts`: die
        Spalten mit Zahlen. Nur Tabellen aus lauter Text bekommen Knöpfe zum Filtern, sie verdecken schmale Namen."""
        links = [self.mappe.add_format(KOPF | {"align": "left", "indent": i}) for i in (0, 1)]
        zahl = self.mappe.add_format(KOPF | {"align": "right"})
        spalten = [
            {"header": text, "header_format": zahl if nr in rechts else links[nr > 0]}
            for nr, text in enumerate(eindeutig(namen))
        ]
        angaben = ZEILENGESTALT | {"columns": spalten, "name": name, "autofilter": not rechts}
        self.roh.add_table(kopf, 0, kopf + max(anzahl, 1), len(namen) - 1, angaben)

    def textzeilen(
        self, kopf: int, namen: Sequence[str], zeilen: Sequence[Sequence], *, name: str, breiten: Sequence[int] = ()
    ) -> None:
        """Tabelle aus Texten und Tagen zum Filtern, umbrochen; ohne `breiten` nach Inhalt breit."""
        # Ab der zweiten Spalte eingerückt, sonst stößt ein voller Text an den daneben.
        lagen = [{"valign": "top", "align": "left", "indent": i} for i in (0, 1)]
        umbruch = [self.mappe.add_format({"text_wrap": True} | lage) for lage in lagen]
        als_tag = [self.mappe.add_format({"num_format": "dd.mm.yyyy"} | lage) for lage in lagen]
        self.tabelle(kopf, namen, len(zeilen), name=name)
        self.masse(kopf, [namen, *zeilen], breiten or textbreiten(namen, zeilen))
        for zeile_nr, zeile in enumerate(zeilen, kopf + 1):
            for nr, wert in enumerate(zeile):
                if isinstance(wert, date):
                    self.roh.write_datetime(zeile_nr, nr, datetime.combine(wert, time()), als_tag[nr > 0])
                elif wert:
                    self.roh.write_string(zeile_nr, nr, wert[:GRENZE_DER_ZELLE], umbruch[nr > 0])

    def masse(self, oben: int, zeilen: Iterable[Sequence], breiten: Sequence[int]) -> None:
        """Spaltenbreiten, und ab Zeile `oben` so hohe Zeilen, dass umbrochener Text hineinpasst."""
        for nr, breite in enumerate(breiten):
            self.roh.set_column(nr, nr, breite)
        for nr, zeile in enumerate(zeilen, oben):
            self.roh.set_row(nr, zeilenhoehe([str(wert or "") for wert in zeile], breiten))

    def druckseite(self, *, kopf: int | None, fuss: str = "", ist_eine: bool = False, seiten: int = 1) -> None:
        """A4 quer, eine Seite breit; die Kopfzeile bleibt stehen und wird auf jeder Seite gedruckt. `ist_eine`: auch
        nur eine Seite hoch, damit kein Diagramm zerschnitten wird. `seiten` nebeneinander: Die erste Spalte wird auf
        jeder wiederholt, und was nebeneinander gehört, kommt nacheinander aus dem Drucker."""
        self.roh.set_landscape()
        self.roh.set_paper(A4)
        self.roh.fit_to_pages(seiten, int(ist_eine))
        if seiten > 1:
            self.roh.repeat_columns(0)
            self.roh.print_across()
        if kopf is not None:
            self.roh.freeze_panes(kopf + 1, 1)
            self.roh.repeat_rows(kopf)
        if fuss:
            # Groß wie auf jedem Blatt, nicht mit der Tabelle gestaucht; der Vermerk steht in einer zweiten Zeile.
            text = fuss.replace("&", "&&").replace(" · ", "\n", 1)
            self.roh.set_footer(f"&L&8{text}&R&8&P von &N", {"scale_with_doc": False})

    def druckkopf(self, text: str) -> None:
        """Auf jeder gedruckten Seite über der Tabelle, mit der Seitenzahl."""
        links = text.replace("&", "&&")
        self.roh.set_header(f"&L&8{links}&R&8&P von &N", {"scale_with_doc": False})


def umbrochen(saetze: Iterable[str]) -> list[str]:
    """Lange Sätze in mehreren Zeilen: Was die Tabelle überragt, verbreitert die Druckseite und macht alles klein."""
    return [zeile for satz in saetze for zeile in wrap(satz, BREITE_DARUNTER, break_long_words=False) or [""]]


def eindeutig(namen: Iterable[str]) -> list[str]:
    """Excel unterscheidet Groß und Klein nicht: ein zweites „2024“ heißt „2024 (2)“, was keinen Namen hat „Spalte“."""
    gesehen, ergebnis = Counter(), []
    for name in namen:
        kopf = (name.strip() or "Spalte")[:250]
        gesehen[kopf.casefold()] += 1
        nummer = gesehen[kopf.casefold()]
        ergebnis.append(kopf if nummer == 1 else f"{kopf} ({nummer})")
    return ergebnis


def zeilenhoehe(texte: Sequence[str], breiten: Sequence[int]) -> int:
    """In Punkt, für den längsten an Wörtern umbrochenen Text; nicht jedes Programm rechnet sie beim Öffnen selbst."""
    anzahlen = (
        sum(max(len(wrap(absatz, max(breite - 2, 1))), 1) for absatz in text.splitlines() or [""])
        for text, breite in zip(texte, breiten, strict=False)
    )
    return min(15 * max(anzahlen) + 3, HOECHSTE)


def textbreiten(spalten: Sequence[str], zeilen: Iterable[Sequence]) -> list[int]:
    """So breit wie der längste Eintrag, in Grenzen; von vielen Spalten ist die mit dem meisten Text die breiteste."""
    laengen = [min(len(name), 16) for name in spalten]
    mengen = [0] * len(spalten)
    for zeile in zeilen:
        je_zelle = [len(str(wert or "")) for wert in zeile]
        laengen = [max(alt, neu) for alt, neu in zip(laengen, je_zelle, strict=True)]
        mengen = [alt + neu for alt, neu in zip(mengen, je_zelle, strict=True)]
    grenzen = [BREITESTE if len(spalten) <= VIELE else BREITESTE_VON_VIELEN] * len(spalten)
    grenzen[mengen.index(max(mengen))] = BREITESTE  # sonst bestimmt sie allein, wie hoch jede Zeile wird
    return [min(max(laenge + 2, SCHMALSTE), grenze) for laenge, grenze in zip(laengen, grenzen, strict=True)]
