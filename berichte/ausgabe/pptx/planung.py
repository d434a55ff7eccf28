"""Bericht → Folien: was zusammen auf eine kommt, was geteilt wird, wie jede heißt. Gezeichnet wird hier nichts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from berichte.ausgabe.textmass import ZEILENHOEHE, Schriftmass
from berichte.kern.akten.bericht import (
    Abbildung,
    Absatz,
    Aufzaehlung,
    Bericht,
    Botschaft,
    Kapitel,
    Massnahmentabelle,
    Zahlentabelle,
)
from berichte.kern.geheimhaltung import Kennzeichnung

from . import notizen
from .botschaften import botschaftsfolien
from .formen import KOPF, QUELLE, TEXT, Bild, Folie, Masse, Raster, Rechteck, Textfeld, Zeile
from .gruppen import Gruppe, Text, gruppiert, vorschau
from .tabellen import massnahmenseiten, tabellenseiten, verzeichnisseiten
from .texte import als_zeilen, hoehe, passend, titelzeile, verteilt

TITEL_DECKBLATT = (48, 40, 34, 28)
GROESSEN_TITELBLATT = ((24, 16), (20, 14), (18, 12))  # Untertitel, übrige Angaben
TITEL_KAPITEL = (44, 38, 32, 28, 24)
EINLEITUNG = (22, 20, 18)
GETEILT = 20  # Schriftgröße eines Texts, der über mehrere Folien geht
VORSPANN_ZEILEN = 2  # ein kürzerer Text steht mit auf der Folie der Zahlen
NOTIZEN_DAZU = "Weitere Anmerkungen stehen in den Notizen dieser Folie."
QUELLEN_HOECHSTENS = 0.26  # Anteil der Fläche; was darüber ist, steht in den Notizen
LUECKE = 8


def plane(bericht: Bericht, kennzeichnung: Kennzeichnung, masse: Masse) -> list[Folie]:
    """Alle Folien in ihrer Reihenfolge, jede mit einem Titel, den keine andere hat."""
    return Planung(bericht, kennzeichnung, masse).folien()


class Planung:
    def __init__(self, bericht: Bericht, kennzeichnung: Kennzeichnung, masse: Masse):
        self.bericht, self.kennzeichnung, self.masse = bericht, kennzeichnung, masse
        self.mass = Schriftmass(masse.laufweite)

    def folien(self) -> list[Folie]:
        gruppen = self._zusammengelegt(self._zugeordnet(list(gruppiert(self.bericht))))
        inhalt, anfaenge = [], []
        for gruppe in gruppen:
            if isinstance(gruppe.baustein, Kapitel):
                anfaenge.append((gruppe.baustein.titel, len(inhalt)))
            inhalt += self._gesetzt(gruppe)
        hat_verzeichnis = len(anfaenge) > 1 and not self.bericht.ist_kurz
        verzeichnis = self._verzeichnis(anfaenge) if hat_verzeichnis else []
        return eindeutig([self._betitelt(folie) for folie in (self._titelfolie(), *verzeichnis, *inhalt)])

    # --- Titel und Verzeichnis ---

    def _titelfolie(self) -> Folie:
        bericht, kennzeichnung = self.bericht, self.kennzeichnung
        angaben = [
            bericht.herausgeber,
            f"Stichtag {bericht.stichtag:%d.%m.%Y} · Stand der Daten: {bericht.datenstand}",
            f"Fassung: {kennzeichnung.kennzeichen}",
            kennzeichnung.erklaerung,
            kennzeichnung.abruf and f"Abgerufen von {kennzeichnung.abruf}",
        ]
        angaben = [angabe for angabe in angaben if angabe]
        ort = self.masse.titelblatt[1]
        fassungen = [_angaben(bericht.untertitel, angaben, *groessen) for groessen in GROESSEN_TITELBLATT]
        untertitel, angabe = GROESSEN_TITELBLATT[-1]
        kurze = [self.mass.gekuerzt(text, ort.breite, angabe, 1) for text in angaben]
        notfalls = _angaben(
            self.mass.gekuerzt(bericht.untertitel, ort.breite, untertitel, 1), kurze, untertitel, angabe
        )
        zeilen = next((f for f in fassungen if hoehe(f, ort.breite, self.mass) <= ort.hoehe), notfalls)
        formen = (Textfeld(ort, zeilen, ist_platzhalter=True, name="Angaben"),)
        return Folie("titel", bericht.titel, formen, notizen=(bericht.untertitel, *angaben))

    def _verzeichnis(self, anfaenge: list[tuple[str, int]]) -> list[Folie]:
        """Kapitel mit der Nummer ihrer ersten Folie; wie lang das Verzeichnis selbst ist, verschiebt die Nummern."""
        laenge = 0
        while True:
            laenge += 1
            davor = 2 + laenge  # Titelfolie, Verzeichnis, und gezählt wird ab eins
            eintraege = [(nr, titel, davor + i) for nr, (titel, i) in enumerate(anfaenge, start=1)]
            seiten = verzeichnisseiten(eintraege, self.masse.inhalt, self.mass)
            if len(seiten) == laenge:
                raster = [_raster(self.masse.inhalt, *seite, "Inhaltsverzeichnis") for seite in seiten]
                return [Folie("frei", "Inhalt", (form,)) for form in raster]

    # --- Gruppen ---

    def _zugeordnet(self, gruppen: list[Gruppe]) -> list[Gruppe]:
        """Kurze Texte kommen zur Kapitelüberschrift, wo sie eine Folie hat, oder zu den Zahlen, vor denen oder hinter
        denen sie stehen."""
        fertig: list[Gruppe] = []
        for gruppe, danach in zip(gruppen, [*gruppen[1:], None], strict=True):
            if fertig and self._steht_am_bild(fertig[-1], gruppe):
                ((_, punkte),) = gruppe.baustein.teile
                fertig[-1].vorspann = [Absatz(punkte[0])]
                continue
            if gruppe.baustein is None:
                davor = fertig[-1]  # ein Bericht beginnt mit einem Kapitel
                if gruppe.ist_kapitelanfang and not self.bericht.ist_kurz and self._ist_einleitung(gruppe.texte):
                    davor.texte = gruppe.texte
                    continue
                if ziel := next((z for z in (danach, davor) if z and self._nimmt_auf(z, gruppe)), None):
                    ziel.vorspann = gruppe.texte
                    continue
            fertig.append(gruppe)
        return fertig

    def _zusammengelegt(self, gruppen: list[Gruppe]) -> list[Gruppe]:
        """Kurze Abschnitte, die nur aus Text bestehen, teilen sich eine Folie."""
        fertig: list[Gruppe] = []
        for gruppe in gruppen:
            davor = fertig[-1] if fertig else None
            if davor and davor.baustein is None and gruppe.baustein is None and davor.kapitel == gruppe.kapitel:
                texte = [*davor.mit_ueberschrift, *gruppe.mit_ueberschrift]
                if passend(als_zeilen(texte), self.masse.text, self.mass, (GETEILT,)):
                    anfang = davor.ist_kapitelanfang
                    fertig[-1] = Gruppe(gruppe.kapitel, "", texte=texte, ist_kapitelanfang=anfang)
                    continue
            fertig.append(gruppe)
        return fertig

    def _steht_am_bild(self, bild: Gruppe, gruppe: Gruppe) -> bool:
        """Ein einziger vorgeschlagener Satz füllt keine Folie; er steht über seiner Abbildung."""
        botschaft = gruppe.baustein
        if not isinstance(botschaft, Botschaft) or not isinstance(bild.baustein, Abbildung) or bild.vorspann:
            return False
        punkte = [punkt for _, punkte in botschaft.teile for punkt in punkte]
        if not botschaft.ist_vorschlag or botschaft.botschaft or len(punkte) != 1:
            return False
        return self._ist_kurz([Absatz(punkte[0])])

    def _ist_kurz(self, texte: list[Text]) -> bool:
        hoch = hoehe(als_zeilen(texte), self.masse.inhalt.breite, self.mass)
        return hoch <= VORSPANN_ZEILEN * TEXT[-1] * ZEILENHOEHE + 0.1

    def _nimmt_auf(self, ziel: Gruppe, gruppe: Gruppe) -> bool:
        """Neben einem Diagramm ist immer Platz, neben einer Tabelle nur, wenn sie dann noch auf eine Folie passt."""
        zeilen, ort = als_zeilen(gruppe.texte), self.masse.inhalt
        hoch = hoehe(zeilen, ort.breite, self.mass)
        if ziel.kopf != gruppe.kopf or ziel.vorspann or not self._ist_kurz(gruppe.texte):
            return False
        match ziel.baustein:
            case Abbildung():
                return True
            case Zahlentabelle(tabelle):
                flaeche, _, _ = self._quelle(ort.ab(hoch + LUECKE), tabelle.darunter)
                return len(tabellenseiten(tabelle, flaeche, self.mass)) == 1
        return False

    def _ist_einleitung(self, texte: list[Text]) -> bool:
        ort = self.masse.kapitel[1]
        return ort is not None and passend(als_zeilen(texte), ort, self.mass, EINLEITUNG) is not None

    def _gesetzt(self, gruppe: Gruppe) -> Iterator[Folie]:
        match gruppe.baustein:
            case Kapitel():
                yield from self._kapitelfolie(gruppe)
            case Abbildung():
                yield self._bildfolie(gruppe)
            case Botschaft():
                yield from botschaftsfolien(gruppe.baustein, self.masse, self.mass)
            case Zahlentabelle():
                yield from self._tabellenfolien(gruppe)
            case Massnahmentabelle():
                yield from self._massnahmenfolien(gruppe)
            case None:
                yield from self._textfolien(gruppe)

    def _kapitelfolie(self, gruppe: Gruppe) -> Iterator[Folie]:
        """Mit der Einleitung oder dem, was folgt; ein kurzer Bericht und ein Kapitel ohne beides brauchen keine."""
        ort, texte = self.masse.kapitel[1], gruppe.texte or self._vorschau(gruppe)
        zeilen = passend(als_zeilen(texte), ort, self.mass, EINLEITUNG) if ort and texte else None
        if zeilen and not self.bericht.ist_kurz:
            feld = Textfeld(ort, zeilen, ist_platzhalter=True, name="Einleitung")
            yield Folie("kapitel", gruppe.baustein.titel, (feld,), f"Kapitel {gruppe.kapitel.split(' ')[0]}")

    def _vorschau(self, gruppe: Gruppe) -> list[Text]:
        punkte = vorschau(self.bericht, gruppe.kapitel)
        return [Aufzaehlung(punkte)] if len(punkte) > 1 else []

    def _textfolien(self, gruppe: Gruppe) -> Iterator[Folie]:
        zeilen, ort = als_zeilen(gruppe.texte), self.masse.text
        kapitel = gruppe.kapitel.split(" ", 1)[1]
        weiter = kapitel if self.bericht.ist_kurz and gruppe.ist_kapitelanfang else f"{kapitel} im Einzelnen"
        titel = gruppe.abschnitt.split(" ", 1)[1] if gruppe.abschnitt else weiter
        ganz = passend(zeilen, ort, self.mass)
        for seite in [ganz] if ganz else verteilt(zeilen, ort, self.mass, GETEILT):
            feld = Textfeld(ort, seite, ist_platzhalter=True)
            yield Folie("text", titel, (feld,), gruppe.kapitelzeile)

    def _bildfolie(self, gruppe: Gruppe) -> Folie:
        diagramm = gruppe.baustein.diagramm
        flaeche, vorspann = self._vorspann(gruppe)
        flaeche, quelle, mehr = self._quelle(flaeche, [*notizen.ohne_wert(diagramm), *diagramm.darunter])
        bild = Bild(flaeche, diagramm)
        return Folie(
            "frei", diagramm.titel, (*vorspann, bild, quelle), gruppe.kopf, (*notizen.zum_bild(diagramm), *mehr)
        )

    def _tabellenfolien(self, gruppe: Gruppe) -> Iterator[Folie]:
        tabelle = gruppe.baustein.tabelle
        ort, vorspann = self._vorspann(gruppe)
        flaeche, quelle, _ = self._quelle(ort, tabelle.darunter)
        seiten = tabellenseiten(tabelle, flaeche, self.mass)
        if len(seiten) > 1 and tabelle.herkunft.fussnoten:
            # Lieber die Fußnoten in den Notizen als die Tabelle auf zwei Folien.
            ohne = len(tabelle.darunter) - len(tabelle.herkunft.fussnoten)
            flaeche, quelle, _ = self._quelle(ort, tabelle.darunter, hoechstens=ohne)
            seiten = tabellenseiten(tabelle, flaeche, self.mass)
        for breiten, zeilen in seiten:
            raster = _raster(flaeche, breiten, zeilen, tabelle.titel)
            yield Folie("frei", tabelle.titel, (*vorspann, raster, quelle), gruppe.kopf, notizen.zur_tabelle(tabelle))

    def _massnahmenfolien(self, gruppe: Gruppe) -> Iterator[Folie]:
        tabelle = gruppe.baustein
        flaeche, quelle, _ = self._quelle(
            self.masse.inhalt,
            [tabelle.quelle, "Der ganze Wortlaut, Umsetzungsschritte und Erläuterungen: in den Notizen."],
        )
        for feld, (breiten, zeilen), gezeigte in massnahmenseiten(tabelle, flaeche, self.mass):
            titel = feld or tabelle.titel
            raster = _raster(flaeche, breiten, zeilen, f"{tabelle.titel}: {titel}" if feld else titel)
            worte = (f"{tabelle.titel}. {tabelle.quelle}", *notizen.zu_massnahmen(gezeigte))
            yield Folie("frei", titel, (raster, quelle), tabelle.titel, worte)

    # --- Teile einer Folie ---

    def _vorspann(self, gruppe: Gruppe) -> tuple[Rechteck, tuple[Textfeld, ...]]:
        """Der kurze Text über den Zahlen, und was darunter frei bleibt."""
        ort = self.masse.inhalt
        if not gruppe.vorspann:
            return ort, ()
        zeilen = tuple(als_zeilen(gruppe.vorspann))
        hoch = hoehe(zeilen, ort.breite, self.mass)
        return ort.ab(hoch + LUECKE), (Textfeld(ort.bis(ort.hoehe - hoch), zeilen),)

    def _quelle(
        self, ort: Rechteck, angaben: Sequence[str], hoechstens: int | None = None
    ) -> tuple[Rechteck, Textfeld, tuple[str, ...]]:
        """Herkunft am unteren Rand, und was darüber frei bleibt; was nicht hingeht, kommt in die Notizen."""
        platz, anzahl = ort.hoehe * QUELLEN_HOECHSTENS, len(angaben) if hoechstens is None else hoechstens
        while True:
            weiter = [NOTIZEN_DAZU] if anzahl < len(angaben) else []
            fassungen = [[Zeile(text, g, abstand=2) for text in (*angaben[:anzahl], *weiter)] for g in QUELLE]
            zeilen = next((f for f in fassungen if hoehe(f, ort.breite, self.mass) <= platz), None)
            if zeilen or anzahl <= 1:
                break
            anzahl -= 1
        zeilen = tuple(zeilen or fassungen[-1])
        hoch = hoehe(zeilen, ort.breite, self.mass)
        feld = Textfeld(ort.ab(ort.hoehe - hoch), zeilen, name="Quelle")
        return ort.bis(hoch + LUECKE), feld, tuple(angaben[anzahl:])

    def _betitelt(self, folie: Folie) -> Folie:
        orte = {"titel": self.masse.titelblatt[0], "kapitel": self.masse.kapitel[0]}
        groessen = {"titel": TITEL_DECKBLATT, "kapitel": TITEL_KAPITEL}
        worte = {"groessen": groessen[folie.layout]} if folie.layout in groessen else {}
        ort = orte.get(folie.layout, self.masse.titel)
        titel, groesse = titelzeile(folie.titel, ort, self.mass, **worte, zusatz=LAENGSTER_ZUSATZ)
        kopf = folie.kopf and self.mass.gekuerzt(folie.kopf, ort.breite, KOPF, 1)
        ganz = (folie.titel,) if titel != folie.titel else ()
        return replace(folie, titel=titel, titelgroesse=groesse, kopf=kopf, notizen=(*ganz, *folie.notizen))


FORTGESETZT, LAENGSTER_ZUSATZ = " (Fortsetzung)", " (Fortsetzung 10)"


def eindeutig(folien: list[Folie]) -> list[Folie]:
    """Ein Titel, der wiederkehrt, bekommt „(Fortsetzung)“, dann „(Fortsetzung 2)“."""
    gesehen = Counter()
    ergebnis = []
    for folie in folien:
        nummer = gesehen[folie.titel]
        gesehen[folie.titel] += 1
        zusatz = "" if not nummer else FORTGESETZT if nummer == 1 else f" (Fortsetzung {nummer})"
        ergebnis.append(replace(folie, titel=folie.titel + zusatz))
    return ergebnis


def _angaben(untertitel: str, angaben: Sequence[str], gross: float, klein: float) -> tuple[Zeile, ...]:
    """Auf dem Titelblatt; nach dem Untertitel mehr Abstand."""
    abstaende = (klein, *[None] * len(angaben))
    weitere = [Zeile(a, klein, abstand=d) for a, d in zip(angaben, abstaende, strict=False)]
    return (Zeile(untertitel, gross), *weitere)


def _raster(ort: Rechteck, breiten, zeilen, titel: str) -> Raster:
    hoch = sum(zeile.hoehe for zeile in zeilen)
    flaeche = Rechteck(ort.x, ort.y, sum(breiten), hoch)
    return Raster(flaeche, breiten, zeilen, "Tabelle", f"Tabelle: {titel}")
