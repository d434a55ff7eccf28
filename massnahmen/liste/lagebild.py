"""Die Lage aller Maßnahmen für die Leitung: Sachstand, Termine, Frische, Änderungen seit der letzten Runde."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from dresden_senioren.models import Benutzer
from massnahmen.kern.frische import Frische, frische
from massnahmen.kern.rundenstand import Fortschritt
from massnahmen.kern.terminlage import Terminlage
from massnahmen.models import (
    Abschlusszeile,
    Handlungsfeld,
    Massnahme,
    Rundenabschluss,
    Sachstandsart,
    Sachstandsmeldung,
)
from massnahmen.runden.stand import fortschritt


@dataclass(frozen=True)
class Lagebild:
    """`zaehlung`: (Handlungsfeld, Sachstandsart oder None) → Anzahl; `arten` sind nur die vorkommenden."""

    stichtag: date
    felder: list[Handlungsfeld]
    arten: list[Sachstandsart | None]
    zaehlung: Counter
    terminlagen: Counter[Terminlage]
    beginn_ueberschritten: int
    frische: Counter[Frische]

    @property
    def anzahl(self) -> int:
        return self.zaehlung.total()

    def je_art(self, art: Sachstandsart | None) -> int:
        return sum(self.zaehlung[feld, art] for feld in self.felder)

    def je_feld(self, feld: Handlungsfeld) -> int:
        return sum(self.zaehlung[feld, art] for art in self.arten)


def lagebild(benutzer: Benutzer, *, stichtag: date) -> Lagebild:
    """Alle sichtbaren Maßnahmen wie in der Liste; die Zahl der Abfragen hängt nicht von ihrer Zahl ab."""
    geltend = Massnahme.objects.sichtbar_fuer(benutzer).geltend(stichtag).in_tabellenfolge()
    massnahmen = list(geltend.mit_termin(stichtag).mit_uhren(stichtag))
    bilder = [massnahme.terminbild(stichtag) for massnahme in massnahmen]
    zaehlung = Counter((m.ziel.handlungsfeld, m.meldung and m.meldung.sachstandsart) for m in massnahmen)
    vorkommend = {art for _, art in zaehlung}
    return Lagebild(
        stichtag=stichtag,
        felder=list(dict.fromkeys(feld for feld, _ in zaehlung)),
        arten=sorted(vorkommend, key=lambda art: (art is None, art and art.reihenfolge)),
        zaehlung=zaehlung,
        terminlagen=Counter(bild.lage for bild in bilder),
        beginn_ueberschritten=sum(bild.ist_beginn_ueberschritten for bild in bilder),
        frische=Counter(frische_von(massnahme, stichtag) for massnahme in massnahmen),
    )


def frische_von(massnahme: Massnahme, stichtag: date) -> Frische:
    """Nur nach `mit_uhren()`."""
    return frische(massnahme.zuletzt_bestaetigt, stichtag=stichtag)


def letzter_abschluss() -> Rundenabschluss | None:
    """Der jüngste festgehaltene Stand einer geschlossenen Runde."""
    return Rundenabschluss.objects.geltende().select_related("runde").first()


def geaendert_seit(abschluss: Rundenabschluss) -> list[int]:
    """Maßnahmen der Runde, deren Sachstand oder Erläuterung heute anders ist als damals festgehalten."""
    damals = {
        massnahme: stand
        for massnahme, *stand in Abschlusszeile.objects.filter(abschluss=abschluss)
        .order_by()
        .values_list("massnahme", "meldung__sachstandsart", "erlaeuterung")
    }
    heute = {
        massnahme: stand
        for massnahme, *stand in Sachstandsmeldung.objects.geltend()
        .filter(massnahme__runden=abschluss.runde_id)
        .values_list("massnahme", "sachstandsart", "erlaeuterung")
    }
    return [massnahme for massnahme, stand in damals.items() if heute.get(massnahme, [None, ""]) != stand]


def rueckmeldungen() -> Fortschritt:
    """Über alle offenen Runden."""
    return fortschritt(Massnahme.objects.in_kraft().filter(runden__ist_offen=True).mit_antwort())
