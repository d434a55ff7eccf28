"""Diagramm → seine Tabelle auf einem Blatt und daneben ein Excel-Diagramm, das aus ihren Zellen liest.

Excel zeichnet Text als null. Wo ein Wert fehlt, bleibt die Zelle darum leer, und das Diagramm hat dort eine Lücke; das
Zeichen steht in der Spalte daneben, ebenso wie fest eine Zahl ist.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from berichte.ausgabe.bilder.figur import ACHSENFARBE, AUFFAELLIG, GITTERFARBE, HINTERGRUND, TEXTFARBE, stil
from berichte.ausgabe.bilder.gestaltung import flaechen
from berichte.ausgabe.tabellendatei import IN_PROZENT, zahlentabelle
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Format, Zeichen, Zelle

from .arbeitsmappe import Blatt, umbrochen

ANZAHL, ANZAHL_OHNE_NULL, PROZENT = "#,##0", "#,##0;-#,##0;", '0.0" %"'
MARKEN = {"kreis": "circle", "quadrat": "square", "raute": "diamond", "": "none"}
SCHRIFT = {"size": 9, "color": TEXTFARBE}
# Nicht gelöscht: eine gelöschte zweite Achse verliert in manchen Programmen ihr Maß.
UNSICHTBAR = {"label_position": "none", "line": {"none": True}, "major_tick_mark": "none"} | {
    "major_gridlines": {"visible": False}
}
BREITE, HOEHE_LINIEN = 760, 340  # Pixel
HOEHE_RAHMEN, HOEHE_JE_BALKEN, HOEHE_JE_KATEGORIE = 70, 18, 18
LUFT = 1.25  # gespiegelt: so viel weiter als der längste Balken reicht die Achse, damit die Zahl daneben passt


@dataclass(frozen=True)
class Spalte:
    """Eine Spalte des Blatts; `reihe` nur, wo das Diagramm aus ihr liest."""

    name: str
    format: Format
    werte: tuple[Zelle | None, ...]
    reihe: Reihe | None = None


def spalten(diagramm: Diagramm) -> list[Spalte]:
    """Kategorien, je Reihe ihre Zahlen und, wo es etwas zu sagen gibt, daneben Zeichen oder Stand; dann Ereignisse."""
    kategorien = Spalte(diagramm.kategorie_bezeichnung, Format.TEXT, diagramm.kategorien)
    return [kategorien, *_reihen(diagramm), *_ereignisse(diagramm)]


def _reihen(diagramm: Diagramm) -> Iterator[Spalte]:
    for reihe in diagramm.reihen:
        werte = tuple(None if isinstance(wert, Zeichen) else wert for wert in reihe.werte)
        name = f"{reihe.name} in %" if diagramm.format in IN_PROZENT else reihe.name
        yield Spalte(name, diagramm.format, werte, reihe)
        if reihe.zustaende or None in werte:
            staende = [zustand.bezeichnung for zustand in reihe.zustaende] or [""] * len(werte)
            daneben = (str(w) if isinstance(w, Zeichen) else s for w, s in zip(reihe.werte, staende, strict=True))
            yield Spalte(f"{'Stand' if reihe.zustaende else 'Zeichen'} {reihe.name}", Format.TEXT, tuple(daneben))


def _ereignisse(diagramm: Diagramm) -> list[Spalte]:
    if not diagramm.ereignisse:
        return []
    je_stelle: dict[int, list] = {}
    for nummer, ereignis in diagramm.nummerierte_ereignisse:
        je_stelle.setdefault(ereignis.stelle, []).append((nummer, ereignis.name))
    orte = [je_stelle.get(stelle, []) for stelle in range(len(diagramm.kategorien))]
    return [
        Spalte("Ereignis Nr.", Format.ANZAHL, tuple(ort[0][0] if ort else None for ort in orte)),
        Spalte("Ereignis", Format.TEXT, tuple("; ".join(name for _, name in ort) for ort in orte)),
    ]


def einsetzen(blatt: Blatt, diagramm: Diagramm, *, kopf: int, name: str) -> None:
    """Tabelle ab Zeile `kopf`, darunter die Herkunft und das Diagramm mit seiner Textalternative."""
    plan, anzahl = spalten(diagramm), len(diagramm.kategorien)
    inhalt = list(zip(*(spalte.werte for spalte in plan), strict=True))
    zahlentabelle(blatt, [(spalte.name, spalte.format) for spalte in plan], inhalt, kopf=kopf, name=name)
    unten = kopf + anzahl + 2
    saetze = umbrochen(darunter(diagramm))
    blatt.saetze(unten, saetze)
    bild = _Zeichner(blatt, diagramm, kopf, plan).bild()
    gestalt = {"description": diagramm.beschreibung, "object_position": 2}
    blatt.roh.insert_chart(unten + len(saetze) + 1, 0, bild, gestalt)


def darunter(diagramm: Diagramm) -> list[str]:
    """Wie in den anderen Ausgaben, aber nur mit den Marken, die Excel hier zeigt."""
    zeichen = diagramm.tabelle.zeichenerklaerung
    saetze = [
        diagramm.ereignislegende,
        "Roter Rand = auffällig" if diagramm.hat_auffaelliges else "",
        f"Zeichen: {' · '.join(zeichen)}" if zeichen else "",
    ]
    return [diagramm.herkunft.satz, *filter(None, saetze), *diagramm.herkunft.fussnoten]


@dataclass(frozen=True)
class _Zeichner:
    blatt: Blatt
    diagramm: Diagramm
    kopf: int
    plan: list[Spalte]

    def bild(self):
        match self.diagramm.art:
            case Diagrammart.LINIEN:
                bild = self._linien()
            case Diagrammart.GESPIEGELT:
                bild = self._gespiegelt()
            case _:
                bild = self._balken()
        bild.show_blanks_as("gap")
        bild.set_chartarea({"border": {"none": True}})
        bild.set_title({"none": True})  # der Titel steht in A1
        return bild

    def _neu(self, art: dict, hoehe: int):
        bild = self.blatt.mappe.add_chart(art)
        bild.set_size({"width": BREITE, "height": hoehe})
        hat_eine = len(self.diagramm.reihen) == 1
        bild.set_legend({"none": True} if hat_eine else {"position": "top", "font": SCHRIFT})
        return bild

    @property
    def _reihen(self) -> list[tuple[int, Reihe]]:
        """(Spalte des Blatts, Reihe)."""
        return [(nr, spalte.reihe) for nr, spalte in enumerate(self.plan) if spalte.reihe]

    def _zellen(self, spalte: int) -> list:
        return [self.blatt.roh.name, self.kopf + 1, spalte, self.kopf + len(self.diagramm.kategorien), spalte]

    def _bezug(self, spalte: int) -> dict:
        name = [self.blatt.roh.name, self.kopf, spalte]
        return {"name": name, "categories": self._zellen(0), "values": self._zellen(spalte)}

    # --- Linien ------------------------------------------------------------------------------------------------------

    def _linien(self):
        bild = self._neu({"type": "line"}, HOEHE_LINIEN)
        for spalte, reihe in self._reihen:
            bild.add_series(self._bezug(spalte) | _linie(reihe))
        ohne_strich = {"line": {"none": True}, "major_tick_mark": "none", "num_font": SCHRIFT}
        gitter = {"visible": True, "line": {"color": GITTERFARBE}}
        titel = {"name": self.diagramm.herkunft.einheit, "name_font": SCHRIFT | {"bold": False}}
        zahlen = PROZENT if self.diagramm.format in IN_PROZENT else ANZAHL
        bild.set_y_axis(ohne_strich | titel | {"min": 0, "num_format": zahlen, "major_gridlines": gitter})
        bild.set_x_axis({"num_font": SCHRIFT, "line": {"color": ACHSENFARBE}, "major_tick_mark": "none"})
        if self.diagramm.ereignisse:
            self._ereignisse(bild)
        return bild

    def _ereignisse(self, bild) -> None:
        """Senkrechte Linien: schmale Säulen auf einer zweiten Achse, die sie alle bis oben füllen."""
        spalte = next(nr for nr, spalte in enumerate(self.plan) if spalte.name == "Ereignis Nr.")
        saeulen = self.blatt.mappe.add_chart({"type": "column"})
        beschriftung = {"value": True, "position": "inside_end", "num_format": "0", "font": SCHRIFT | {"bold": True}}
        saeulen.add_series(
            self._bezug(spalte) | {"y2_axis": True, "gap": 500, "fill": {"color": GITTERFARBE, "transparency": 30},
                                   "border": {"color": ACHSENFARBE, "dash_type": "dash"}, "data_labels": beschriftung}
        )  # fmt: skip
        saeulen.set_y2_axis(UNSICHTBAR | {"min": 0, "max": 1})
        bild.combine(saeulen)
        bild.set_legend({"position": "top", "font": SCHRIFT, "delete_series": [len(self._reihen)]})

    # --- Balken ------------------------------------------------------------------------------------------------------

    def _hoehe(self, nebeneinander: int) -> int:
        return HOEHE_RAHMEN + len(self.diagramm.kategorien) * (HOEHE_JE_BALKEN * nebeneinander + HOEHE_JE_KATEGORIE)

    def _balken(self):
        ist_gestapelt = self.diagramm.art is Diagrammart.GESTAPELT
        art = {"type": "bar", "subtype": "stacked"} if ist_gestapelt else {"type": "bar"}
        bild = self._neu(art, self._hoehe(1 if ist_gestapelt else len(self.diagramm.reihen)))
        for (spalte, _), flaeche in zip(self._reihen, flaechen(self.diagramm.reihen), strict=True):
            lage = {"position": "center"} if ist_gestapelt else {}
            farbe = flaeche.schrift if ist_gestapelt else TEXTFARBE
            bild.add_series(self._bezug(spalte) | self._flaeche(flaeche) | {"data_labels": self._zahlen(farbe) | lage})
        bild.set_x_axis(UNSICHTBAR | {"min": 0})  # jeder Balken trägt seine Zahl
        bild.set_y_axis(self._kategorienachse())
        return bild

    def _gespiegelt(self):
        """Beide Reihen stehen mit ihren wirklichen Zahlen im Blatt; die erste zählt auf einer umgekehrten Achse."""
        bild = self._neu({"type": "bar"}, self._hoehe(1))
        werte = [w for reihe in self.diagramm.reihen for w in reihe.zahl_oder_luecke() if w]
        weite = float(max(werte, default=1)) * LUFT
        for nr, ((spalte, _), flaeche) in enumerate(zip(self._reihen, flaechen(self.diagramm.reihen), strict=True)):
            gestalt = self._flaeche(flaeche) | {"data_labels": self._zahlen(TEXTFARBE), "y2_axis": bool(nr)}
            bild.add_series(self._bezug(spalte) | gestalt)
        achse = UNSICHTBAR | {"min": -weite, "max": weite}
        bild.set_x_axis(achse | {"reverse": True})
        bild.set_y_axis(self._kategorienachse() | {"label_position": "high"})
        bild.set_y2_axis(achse)
        bild.set_x2_axis(UNSICHTBAR | {"reverse": True})
        return bild

    def _kategorienachse(self) -> dict:
        """Die erste Kategorie steht oben."""
        return {"reverse": True, "num_font": SCHRIFT, "line": {"color": ACHSENFARBE}, "major_tick_mark": "none"} | {
            "major_gridlines": {"visible": False}
        }

    def _flaeche(self, flaeche) -> dict:
        return {"fill": {"color": flaeche.fuellung}, "border": {"color": flaeche.rand}, "gap": 45}

    def _zahlen(self, farbe: str) -> dict:
        ohne_null = self.diagramm.art is Diagrammart.GESTAPELT
        anzahl = PROZENT if self.diagramm.format in IN_PROZENT else ANZAHL_OHNE_NULL if ohne_null else ANZAHL
        return {"value": True, "num_format": anzahl, "font": SCHRIFT | {"color": farbe}}


def _linie(reihe: Reihe) -> dict:
    gestalt = stil(reihe.rolle)
    strich = {} if not gestalt.strich else {"dash_type": "dash" if gestalt.strich[0] > 3 else "round_dot"}
    fuellung = {"color": gestalt.farbe if gestalt.ist_gefuellt else HINTERGRUND}
    marke = {"type": MARKEN[gestalt.marke], "size": 7, "fill": fuellung, "border": {"color": gestalt.farbe}}
    auffaellig = {"fill": fuellung, "border": {"color": AUFFAELLIG, "width": 2.5}}
    punkte = [auffaellig if stelle in reihe.hervorgehoben else None for stelle in range(len(reihe.werte))]
    return {
        "line": {"color": gestalt.farbe, "width": gestalt.breite * 0.75} | strich,
        "marker": marke if gestalt.marke else {"type": "none"},
        **({"points": punkte} if reihe.hervorgehoben else {}),
    }
