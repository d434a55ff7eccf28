"""Mehrere Maßnahmen auf einmal ändern: erst zeigen, was sich ändert, dann alles oder nichts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht
from massnahmen.kern.laufzeit import Phasenart
from massnahmen.models import Beteiligung, Massnahme, Phase, Sachstandsart, Stelle
from massnahmen.sachstand.melden import geltungstag, meldung_pruefen, sachstand_melden


@dataclass(frozen=True)
class Vorhaben:
    """Was bei allen gleich werden soll; None und leer heißen: bleibt."""

    sachstandsart: Sachstandsart | None = None
    erlaeuterung: str = ""
    frist: date | None = None
    stelle: Stelle | None = None


@dataclass(frozen=True)
class Feldwechsel:
    feld: str
    alt: str
    neu: str


@dataclass(frozen=True)
class Vorschau:
    """Eine Maßnahme: was sich ändert, oder warum nichts. `grundlage` nennt den Stand, der gezeigt wurde."""

    massnahme: Massnahme
    wechsel: tuple[Feldwechsel, ...]
    hindernis: str
    grundlage: str

    @property
    def geht(self) -> bool:
        return not self.hindernis


class InzwischenGeaendert(Exception):
    """Seit der Vorschau hat jemand eine der Maßnahmen geändert; geschrieben ist nichts."""

    def __init__(self, massnahmen: list[Massnahme]):
        super().__init__(", ".join(m.nr for m in massnahmen))
        self.massnahmen = massnahmen


class Hindernis(Exception):
    """Diese Angabe lässt sich an dieser Maßnahme nicht ändern; der Text sagt, warum."""


def vorschau(massnahmen: Iterable[Massnahme], vorhaben: Vorhaben, *, von: Benutzer) -> list[Vorschau]:
    """Für Maßnahmen nach `mit_angaben()`; schreibt nichts."""
    meldbar = set(Massnahme.objects.meldbar_fuer(von).values_list("pk", flat=True))
    return [_vorschau(m, vorhaben, darf_melden=m.pk in meldbar) for m in massnahmen]


@transaction.atomic
def anwenden(*, grundlagen: Mapping[int, str], vorhaben: Vorhaben, von: Benutzer) -> list[Massnahme]:
    """Alles schreiben, was die Vorschau zeigte. InzwischenGeaendert, wenn eine Maßnahme nicht mehr so steht."""
    erlaubt = Massnahme.objects.auswaehlbar_fuer(von).filter(pk__in=grundlagen)
    list(Massnahme.objects.filter(pk__in=grundlagen).order_by("pk").select_for_update())  # hält bis zum Ende
    massnahmen = list(erlaubt.mit_angaben())
    blatt = vorschau(massnahmen, vorhaben, von=von)
    anders = [v.massnahme for v in blatt if v.grundlage != grundlagen[v.massnahme.pk]]
    if anders:
        raise InzwischenGeaendert(anders)
    geaendert = [v.massnahme for v in blatt if v.geht]
    for massnahme in geaendert:
        _schreiben(massnahme, vorhaben, von)
    protokolliere(
        Ereignis.MASSNAHMEN_GEAENDERT,
        von=von,
        gegenstand=f"{len(geaendert)} Maßnahmen",
        nummern=[m.nr for m in geaendert],
        felder=sorted({w.feld for v in blatt if v.geht for w in v.wechsel}),
    )
    return geaendert


def _vorschau(m: Massnahme, vorhaben: Vorhaben, *, darf_melden: bool) -> Vorschau:
    try:
        wechsel, hindernis = tuple(_wechsel(m, vorhaben, darf_melden)), ""
    except Hindernis as grund:
        wechsel, hindernis = (), str(grund)
    if not wechsel and not hindernis:
        hindernis = "steht schon so"
    return Vorschau(m, wechsel, hindernis, _grundlage(m))


def _grundlage(m: Massnahme) -> str:
    """Was der Vorschau zugrunde lag: Zeile im Sachstandsbuch, Phasen, Beteiligungen."""
    phasen = "/".join(f"{p.pk}:{p.von}:{p.bis}" for p in m.phasen.all())
    stellen = "/".join(f"{b.stelle_id}:{b.rolle}" for b in m.beteiligungen.all())
    return f"{m.meldung and m.meldung.pk}|{phasen}|{stellen}"


def _wechsel(m: Massnahme, vorhaben: Vorhaben, darf_melden: bool) -> Iterator[Feldwechsel]:
    if vorhaben.sachstandsart or vorhaben.erlaeuterung:
        if not darf_melden:
            raise Hindernis("gehört nicht zu Ihren Stellen")
        yield from _sachstand(m, vorhaben)
    if vorhaben.frist:
        phase = _letzte_phase(m, vorhaben.frist)
        if phase.bis != vorhaben.frist:
            yield Feldwechsel("Frist", f"{phase.bis:%d.%m.%Y}", f"{vorhaben.frist:%d.%m.%Y}")
    if vorhaben.stelle:
        yield from _federfuehrung(m, vorhaben.stelle)


def _sachstand(m: Massnahme, vorhaben: Vorhaben) -> Iterator[Feldwechsel]:
    art, text = _neue_meldung(m, vorhaben)
    if art is None:
        raise Hindernis("hat noch keinen Sachstand; wählen Sie einen")
    bisher = m.meldung
    try:
        meldung_pruefen(bisher, art, vorhaben.erlaeuterung, geltungstag(bisher, None))
    except ValidationError as fehler:
        raise Hindernis(" ".join(fehler.messages)) from fehler
    alt = (bisher.sachstandsart.bezeichnung, bisher.erlaeuterung) if bisher else ("", "")
    for feld, vorher, nachher in zip(("Sachstand", "Erläuterung"), alt, (art.bezeichnung, text), strict=True):
        if vorher != nachher:
            yield Feldwechsel(feld, vorher, nachher)


def _neue_meldung(m: Massnahme, vorhaben: Vorhaben) -> tuple[Sachstandsart | None, str]:
    """Ohne neue Erläuterung behält jede Maßnahme ihre eigene, ohne neuen Sachstand den ihren."""
    bisher = m.meldung
    return (
        vorhaben.sachstandsart or (bisher and bisher.sachstandsart),
        vorhaben.erlaeuterung or (bisher.erlaeuterung if bisher else ""),
    )


def _letzte_phase(m: Massnahme, frist: date) -> Phase:
    """Die Phase, deren Ende die Frist ist; Hindernis, wo es keine gibt oder sie davor beginnt."""
    phasen = list(m.phasen.all())
    if not phasen:
        raise Hindernis("hat keine lesbare Laufzeit; legen Sie zuerst eine Phase an")
    if any(Phasenart(p.art).ist_offen or p.bis is None for p in phasen):
        raise Hindernis("läuft ohne festes Ende und hat keine Frist")
    letzte = max(phasen, key=lambda p: p.bis)
    if letzte.von and letzte.von > frist:
        raise Hindernis(f"beginnt erst am {letzte.von:%d.%m.%Y}, nach dieser Frist")
    return letzte


def _federfuehrung(m: Massnahme, stelle: Stelle) -> Iterator[Feldwechsel]:
    fuehrend = [b for b in m.beteiligungen.all() if b.rolle == Beteiligung.Rolle.FEDERFUEHREND]
    if [b.stelle_id for b in fuehrend] != [stelle.pk]:
        yield Feldwechsel("federführende Stelle", ", ".join(b.stelle.name for b in fuehrend), stelle.name)


def _schreiben(m: Massnahme, vorhaben: Vorhaben, von: Benutzer) -> None:
    if vorhaben.sachstandsart or vorhaben.erlaeuterung:
        art, text = _neue_meldung(m, vorhaben)
        grundlage = m.meldung and m.meldung.pk
        sachstand_melden(massnahme=m, sachstandsart=art, erlaeuterung=text, grundlage=grundlage, von=von)
    if vorhaben.frist and von.darf(Recht.PLAN_PFLEGEN):
        phase = _letzte_phase(m, vorhaben.frist)
        phase.bis = vorhaben.frist
        phase.save()
    if vorhaben.stelle and von.darf(Recht.PLAN_PFLEGEN):
        _federfuehrung_setzen(m, vorhaben.stelle)


def _federfuehrung_setzen(m: Massnahme, stelle: Stelle) -> None:
    """Wer bisher federführend war, bleibt beteiligt: verloren geht niemand."""
    vorhanden = list(m.beteiligungen.all())
    for beteiligung in vorhanden:
        neue_rolle = (
            Beteiligung.Rolle.FEDERFUEHREND if beteiligung.stelle_id == stelle.pk else Beteiligung.Rolle.BETEILIGT
        )
        if beteiligung.rolle != neue_rolle:
            beteiligung.rolle, beteiligung.ist_vermutung = neue_rolle, False
            beteiligung.save()
    if stelle.pk not in {b.stelle_id for b in vorhanden}:
        hinten = max((b.reihenfolge for b in vorhanden), default=0) + 1
        Beteiligung.objects.create(
            massnahme=m, stelle=stelle, rolle=Beteiligung.Rolle.FEDERFUEHREND, reihenfolge=hinten, ist_vermutung=False
        )
