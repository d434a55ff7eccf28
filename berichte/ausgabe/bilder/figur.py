"""Die Palette aller Zeichner: eine Rolle wählt Farbe, Strich und Marke, damit Farbe nie allein unterscheidet.

Farben sind Stufen des KERN-Gestaltungssystems; jede hat gegen Weiß mindestens 3:1 (WCAG 1.4.11).
"""

from dataclasses import dataclass

from berichte.kern.abbildungen.diagramm import MARKEN, Reihe

# Als Liste: Ein SVG in <img> kennt die Schriften der Seite nicht und nimmt die nächste.
SCHRIFT = "Fira Sans, sans-serif"
TEXTFARBE = "#30344f"
ACHSENFARBE = "#5b6185"
GITTERFARBE = "#dfe1ea"
HINTERGRUND = "#ffffff"
AUFFAELLIG = "#b3261e"  # Ring um auffällige Werte; die Größe unterscheidet ihn auch ohne Farbe


@dataclass(frozen=True)
class Stil:
    """Wie eine Reihe aussieht. `strich`: Längen von Strich und Lücke in Pixeln, leer heißt durchgezogen."""

    farbe: str
    strich: tuple[int, ...] = ()
    marke: str = "kreis"  # kreis | quadrat | raute; leer bei Hilfslinien
    ist_gefuellt: bool = True
    breite: float = 2.5

    @property
    def ist_hilfslinie(self) -> bool:
        """Eine Linie ohne gezählte Werte, an der man die anderen misst."""
        return not self.marke


STILE = {
    # Zeitreihen
    "aktuell": Stil("#092797", breite=3),
    "vorjahr": Stil("#6e7597", strich=(6, 4), ist_gefuellt=False, breite=2),
    # Hilfslinien der Regelkarte
    "mittel": Stil("#5b6185", marke="", breite=1.5),
    "grenze": Stil("#ad6500", strich=(7, 4), marke="", breite=1.5),
    # Quellen nebeneinander
    "seniora": Stil("#2044aa"),
    "fmg": Stil("#ad6500", strich=(2, 3), marke="quadrat"),
    # Farbrollen der Sachstandsarten
    "offen": Stil("#8e93b1", ist_gefuellt=False),
    "aktiv": Stil("#2044aa"),
    "fertig": Stil("#007155", marke="quadrat"),
    "warnung": Stil("#ad6500", marke="raute"),
    "neutral": Stil("#454b6b", strich=(2, 3), ist_gefuellt=False),
}


def marken(reihe: Reihe) -> list[str]:
    """Je Wert seine Marke: nach dem Zustand, wo er angegeben ist, sonst die der Rolle."""
    vorgabe = stil(reihe.rolle).marke
    return [MARKEN.get(zustand, vorgabe) for zustand in reihe.zustaende] or [vorgabe] * len(reihe.werte)


def stil(rolle: str) -> Stil:
    """Farbrollen sind Stammdaten und können neu sein: Unbekanntes wird neutral gezeichnet, nicht abgewiesen."""
    return STILE.get(rolle, STILE["neutral"])
