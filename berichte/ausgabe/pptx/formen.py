"""Was auf eine Folie kommt, fertig bemessen: Rechtecke in Punkt, Texte mit ihrer Größe. Gezeichnet wird es später."""

from dataclasses import dataclass, replace

from berichte.kern.abbildungen.diagramm import Diagramm

# Schriftgrößen in Punkt: größte zuerst, die letzte ist die kleinste, die noch gezeigt wird.
TITEL = (28, 26, 24, 22, 20)
TEXT = (24, 22, 20, 18)
ZELLE = (18, 16, 14)
ZELLE_VIELER_SPALTEN = 12
DIAGRAMM = 14
KOPF = 14
QUELLE = (11, 10)
FUSS = 10

BETONT = "betont"  # die Akzentfarbe der Vorlage, wo man sie lesen kann

ABSATZABSTAND = 0.4  # vor einem Absatz, in Schriftgrößen
EINZUG = 1.0  # eines Aufzählungspunkts, in Schriftgrößen


@dataclass(frozen=True)
class Rechteck:
    x: float
    y: float
    breite: float
    hoehe: float

    @property
    def rechts(self) -> float:
        return self.x + self.breite

    @property
    def unten(self) -> float:
        return self.y + self.hoehe

    def innen(self, waagerecht: float, senkrecht: float) -> "Rechteck":
        return Rechteck(
            self.x + waagerecht, self.y + senkrecht, self.breite - 2 * waagerecht, self.hoehe - 2 * senkrecht
        )

    def ab(self, oben: float) -> "Rechteck":
        """Ohne die obersten `oben` Punkt."""
        return replace(self, y=self.y + oben, hoehe=self.hoehe - oben)

    def bis(self, unten: float) -> "Rechteck":
        """Ohne die untersten `unten` Punkt."""
        return replace(self, hoehe=self.hoehe - unten)


@dataclass(frozen=True)
class Zeile:
    """Ein Absatz. `farbe`: Name aus dem Farbschema der Vorlage, BETONT oder „#rrggbb“; leer heißt die der Vorlage."""

    text: str
    groesse: float
    ist_fett: bool = False
    farbe: str = ""
    ist_punkt: bool = False
    vorweg: str = ""  # fett vor dem Text: „Hinweis:“; die Farbe gilt dann nur dafür
    abstand: float | None = None  # davor, in Punkt; ohne Angabe nach der Schriftgröße
    ziel: int | None = None  # Nummer der Folie, zu der ein Klick führt

    @property
    def davor(self) -> float:
        return self.groesse * ABSATZABSTAND if self.abstand is None else self.abstand

    @property
    def einzug(self) -> float:
        return self.groesse * EINZUG if self.ist_punkt else 0


@dataclass(frozen=True)
class Textfeld:
    ort: Rechteck
    zeilen: tuple[Zeile, ...]
    ist_platzhalter: bool = False  # steht im Textplatzhalter der Vorlage und damit in der Gliederung
    hat_grund: bool = False  # hell hinterlegt
    rand: float = 0.0
    name: str = "Text"


@dataclass(frozen=True)
class Balken:
    """Schmuck ohne Bedeutung; Vorlesehilfen übergehen ihn."""

    ort: Rechteck
    farbe: str


@dataclass(frozen=True)
class Bild:
    ort: Rechteck
    diagramm: Diagramm


@dataclass(frozen=True)
class Rasterzelle:
    zeilen: tuple[Zeile, ...]
    ist_rechts: bool = False
    breit_ueber: int = 1  # so viele Spalten


@dataclass(frozen=True)
class Rasterzeile:
    zellen: tuple[Rasterzelle, ...]
    hoehe: float
    ist_summe: bool = False
    ist_zwischenzeile: bool = False


@dataclass(frozen=True)
class Raster:
    """Eine echte Tabelle; die erste Zeile ist ihr Kopf."""

    ort: Rechteck
    breiten: tuple[float, ...]
    zeilen: tuple[Rasterzeile, ...]
    name: str
    beschreibung: str


Form = Textfeld | Balken | Bild | Raster


@dataclass(frozen=True)
class Folie:
    """`layout`: titel, kapitel, text oder frei. `kopf`: kleine Zeile über dem Titel, wo man im Bericht ist."""

    layout: str
    titel: str
    formen: tuple[Form, ...] = ()
    kopf: str = ""
    notizen: tuple[str, ...] = ()
    titelgroesse: float = TITEL[0]
    titel_im_ganzen: str = ""  # wo der Titel gekürzt ist


@dataclass(frozen=True)
class Masse:
    """Wo die Vorlage Platz lässt, und wie breit ihre Schrift läuft. `kopf` ist None, wo die Vorlage keine Zeile über
    dem Titel kennt."""

    seite: Rechteck
    titel: Rechteck
    inhalt: Rechteck
    text: Rechteck
    fuss: Rechteck
    nummer: Rechteck
    kopf: Rechteck | None
    titelblatt: tuple[Rechteck, Rechteck]  # Titel, Angaben
    kapitel: tuple[Rechteck, Rechteck | None]  # Titel, Einleitung
    laufweite: float
    betont: str  # Farbe des Schemas, die sich vom Grund genug abhebt
