"""Der Stand aller Maßnahmen an einem Stichtag, aus dem Sachstandsbuch; für Berichte."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from berichte.kern.akten.bericht import Massnahmenzeile, Schritt, Zwischenzeile
from dresden_senioren.models import Benutzer
from massnahmen.models import Fachplan, Massnahme, Rundenabschluss, Sachstandsart

HAUSHALTSRELEVANZ = {True: "ja", False: "nein", None: "unbekannt"}
OHNE_MELDUNG = "ohne Meldung"


@dataclass(frozen=True)
class Art:
    """Ein Sachstand, wie er im Bericht heißt; `bedeutung` ist offen, aktiv, beendet oder leer (ohne Meldung)."""

    bezeichnung: str
    farbrolle: str
    bedeutung: str


@dataclass(frozen=True)
class Massnahmenstand:
    """`arten`: nur die vorkommenden, in der Reihenfolge der Stammdaten. `zaehlung`: (Handlungsfeld, Art) → Anzahl."""

    fachplan: str
    handlungsfelder: tuple[str, ...]
    arten: tuple[Art, ...]
    zaehlung: Counter
    zeilen: tuple[Zwischenzeile | Massnahmenzeile, ...]
    zuletzt_gemeldet: date | None
    aus_papiertabelle: int

    @property
    def anzahl(self) -> int:
        return self.zaehlung.total()

    def je_art(self, art: Art) -> int:
        return sum(self.zaehlung[feld, art] for feld in self.handlungsfelder)


def massnahmenstand(
    stichtag: date, *, von: Benutzer | None = None, abschluss: Rundenabschluss | None = None
) -> Massnahmenstand | None:
    """Der am Stichtag geltende Fachplan; `von=None` steht für die Befehlszeile. None ohne Fachplan.

    Mit dem Abschluss einer Runde: deren Fachplan, und für ihre Maßnahmen die beim Schließen festgehaltenen Zeilen.
    """
    plan = abschluss.runde.fachplan if abschluss else Fachplan.objects.aktueller(stichtag)
    if plan is None:
        return None
    sichtbar = Massnahme.objects.sichtbar_fuer(von) if von else Massnahme.objects.all()
    massnahmen = list(sichtbar.im_plan(plan).in_kraft(stichtag).mit_angaben(stichtag).mit_berichtsnotizen(stichtag))
    if abschluss:
        _festgehaltenes_einsetzen(massnahmen, abschluss)
    zaehlung = Counter((str(m.ziel.handlungsfeld), _art(m)) for m in massnahmen)
    meldungen = [m.meldung for m in massnahmen if m.meldung]
    return Massnahmenstand(
        fachplan=plan.name,
        handlungsfelder=tuple(dict.fromkeys(feld for feld, _ in zaehlung)),
        arten=tuple(_vorkommende(art for _, art in zaehlung)),
        zaehlung=zaehlung,
        zeilen=tabellenzeilen(massnahmen),
        zuletzt_gemeldet=max((meldung.gueltig_ab for meldung in meldungen), default=None),
        aus_papiertabelle=sum(meldung.erfasst_von_id is None for meldung in meldungen),
    )


def _festgehaltenes_einsetzen(massnahmen: list[Massnahme], abschluss: Rundenabschluss) -> None:
    """Was nach dem Schließen gemeldet wurde, gehört nicht mehr dazu, auch wenn es vor dem Stichtag gilt."""
    zeilen = abschluss.zeilen.select_related("meldung__sachstandsart", "meldung__erfasst_von")
    damals = {zeile.massnahme_id: zeile.meldung for zeile in zeilen}
    for massnahme in massnahmen:
        if massnahme.pk in damals:
            meldung = damals[massnahme.pk]
            massnahme.gelesene_meldungen = [meldung] if meldung else []


def _art(massnahme: Massnahme) -> Art:
    if massnahme.meldung is None:
        return Art(OHNE_MELDUNG, "neutral", "")
    art = massnahme.meldung.sachstandsart
    return Art(art.bezeichnung, art.farbrolle, art.bedeutung)


def _vorkommende(arten: Iterator[Art]) -> list[Art]:
    reihenfolge = [*Sachstandsart.objects.values_list("bezeichnung", flat=True), OHNE_MELDUNG]
    return sorted(set(arten), key=lambda art: reihenfolge.index(art.bezeichnung))


def tabellenzeilen(massnahmen: Sequence[Massnahme]) -> tuple[Zwischenzeile | Massnahmenzeile, ...]:
    """Maßnahmen nach `mit_angaben()` mit den Überschriften ihrer Handlungsfelder und Ziele."""
    return tuple(_zeilen(massnahmen))


def _zeilen(massnahmen: Sequence[Massnahme]) -> Iterator[Zwischenzeile | Massnahmenzeile]:
    for feld, im_feld in groupby(massnahmen, key=lambda m: m.ziel.handlungsfeld):
        yield Zwischenzeile(1, str(feld))
        for ziel, im_ziel in groupby(im_feld, key=lambda m: m.ziel):
            yield Zwischenzeile(2, f"{ziel.nr} Ziel: {ziel.bezeichnung}")
            yield from map(_zeile, im_ziel)


def _zeile(massnahme: Massnahme) -> Massnahmenzeile:
    art = _art(massnahme)
    return Massnahmenzeile(
        nr=massnahme.nr,
        beschreibung=massnahme.beschreibung,
        verantwortung=massnahme.verantwortung_wortlaut,
        laufzeit=massnahme.laufzeit_wortlaut,
        haushaltsrelevanz=HAUSHALTSRELEVANZ[massnahme.ist_haushaltsrelevant],
        sachstand=art.bezeichnung,
        farbrolle=art.farbrolle,
        erlaeuterung=_erlaeuterung(massnahme),
        schritte=tuple(
            Schritt(s.text, s.verantwortung_wortlaut, s.laufzeit_wortlaut) for s in massnahme.schritte.all()
        ),
    )


def _erlaeuterung(massnahme: Massnahme) -> str:
    """Die gemeldete Erläuterung, darunter die Notizen für den Bericht."""
    gemeldet = massnahme.meldung.erlaeuterung if massnahme.meldung else ""
    return "\n".join(filter(None, [gemeldet, *(notiz.text for notiz in massnahme.berichtsnotizen)]))
