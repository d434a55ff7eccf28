"""Planprüfung: Regeln als Daten. Aus ihnen entstehen die Befunde, die Übersicht und der Abschnitt der Hilfe."""

import hashlib
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.text import aufzaehlung

from .laufzeit import Laufzeitphase
from .plan import nummernteile
from .stellen import Stellenverzeichnis
from .terminlage import Terminbild

FRISCHE_MONATE = 12  # so lange gilt eine Bestätigung als frisch


@dataclass(frozen=True)
class Beteiligter:
    name: str
    ist_federfuehrend: bool
    ist_vermutung: bool


@dataclass(frozen=True)
class Pruefling:
    """Was über eine Maßnahme bekannt ist. `hat_haushaltsbetrag` None: Beträge werden nicht geführt."""

    pk: int
    nr: str
    ziel_nr: str
    verantwortung: str
    laufzeit: str
    beteiligte: tuple[Beteiligter, ...]
    phasen: tuple[Laufzeitphase, ...]
    termin: Terminbild
    sachstand: str  # leer: nie gemeldet
    ist_offen: bool
    ist_beendet: bool
    bestaetigt_am: date | None
    ist_haushaltsrelevant: bool | None
    hat_haushaltsbetrag: bool | None = None


@dataclass(frozen=True)
class Umfeld:
    stichtag: date
    stellen: Stellenverzeichnis


Pruefung = Callable[[Pruefling, Umfeld], Iterable[str]]


@dataclass(frozen=True)
class Planregel:
    """`pruefung` liefert je Befund einen Satz aus Tatsachen: er ändert sich nur, wenn sie sich ändern."""

    code: str
    schwere: Schwere
    titel: str
    erklaerung: str
    abhilfe: str
    pruefung: Pruefung
    auch_beendete: bool = True


@dataclass(frozen=True)
class Planbefund:
    regel: Planregel
    pk: int
    nr: str
    meldung: str

    @property
    def fingerabdruck(self) -> str:
        return hashlib.sha256(f"{self.regel.code}|{self.pk}|{self.meldung}".encode()).hexdigest()


def pruefen(prueflinge: Iterable[Pruefling], umfeld: Umfeld, regeln: "Iterable[Planregel] | None" = None):
    """Alle Befunde, je Maßnahme in der Folge der Regeln."""
    gewaehlt = PLANREGELN if regeln is None else tuple(regeln)
    return [
        Planbefund(regel, p.pk, p.nr, meldung)
        for p in prueflinge
        for regel in gewaehlt
        if regel.auch_beendete or not p.ist_beendet
        for meldung in regel.pruefung(p, umfeld)
    ]


# --- Die Prüfungen ----------------------------------------------------------------------------------------------------


def _nummer(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if nummernteile(p.nr)[:2] != nummernteile(p.ziel_nr):
        yield f"{p.nr} steht unter Ziel {p.ziel_nr}."


def _ohne_stelle(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if not p.beteiligte:
        yield "Keine Stelle ist eingetragen."


def _federfuehrende(p: Pruefling) -> list[Beteiligter]:
    return [b for b in p.beteiligte if b.ist_federfuehrend]


def _zwei_federfuehrende(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if len(namen := [b.name for b in _federfuehrende(p)]) > 1:
        yield f"Federführend sind {aufzaehlung(namen)}."


def _ohne_federfuehrende(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if p.beteiligte and not _federfuehrende(p):
        yield f"Beteiligt: {aufzaehlung([b.name for b in p.beteiligte])}; federführend ist keine Stelle."


def _vermutet(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if len(federfuehrend := _federfuehrende(p)) == 1 and federfuehrend[0].ist_vermutung:
        yield f"{federfuehrend[0].name} gilt als federführend, weil zuerst genannt."


def _schreibweise(p: Pruefling, umfeld: Umfeld) -> Iterator[str]:
    for fund in umfeld.stellen.finden(p.verantwortung):
        if fund.ist_vereinheitlicht:
            yield f"„{fund.geschrieben}“ meint {aufzaehlung(list(fund.namen))}."


def _unbekannte_stelle(p: Pruefling, umfeld: Umfeld) -> Iterator[str]:
    for fund in umfeld.stellen.finden(p.verantwortung):
        if not fund.ist_bekannt:
            yield f"„{fund.geschrieben}“ steht nicht im Verzeichnis der Stellen."


def _vergangene(p: Pruefling, umfeld: Umfeld) -> list[Laufzeitphase]:
    return [phase for phase in p.phasen if not phase.art.ist_offen and phase.bis and phase.bis < umfeld.stichtag]


def _phase_vorbei(p: Pruefling, umfeld: Umfeld) -> Iterator[str]:
    if p.ist_offen and (vorbei := _vergangene(p, umfeld)):
        letzte = max(vorbei, key=lambda phase: phase.bis)
        yield f"Die Phase {letzte.in_worten} ist vorbei, gemeldet ist „{p.sachstand or 'nichts'}“."


def _beginn_vorbei(p: Pruefling, umfeld: Umfeld) -> Iterator[str]:
    if p.termin.ist_beginn_ueberschritten and not _vergangene(p, umfeld):
        beginn = min(phase.von for phase in p.phasen if phase.von)
        yield f"Beginn war {beginn:%d.%m.%Y}, gemeldet ist „{p.sachstand or 'nichts'}“."


def _ohne_betrag(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if p.ist_haushaltsrelevant and p.hat_haushaltsbetrag is False:
        yield "Haushaltsrelevant, aber kein Betrag ist eingetragen."


def _veraltet(p: Pruefling, umfeld: Umfeld) -> Iterator[str]:
    if p.bestaetigt_am is None and p.sachstand:
        yield "Seit der Übernahme aus der Papiertabelle hat ihn niemand bestätigt."
    elif p.bestaetigt_am and _monate_spaeter(p.bestaetigt_am, FRISCHE_MONATE) < umfeld.stichtag:
        yield f"Zuletzt bestätigt am {p.bestaetigt_am:%d.%m.%Y}."


def _monate_spaeter(tag: date, monate: int) -> date:
    jahr, monat = divmod(tag.year * 12 + tag.month - 1 + monate, 12)
    return date(jahr, monat + 1, min(tag.day, monthrange(jahr, monat + 1)[1]))


def _ohne_sachstand(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if not p.sachstand:
        yield "Noch nie wurde ein Sachstand gemeldet."


def _ohne_laufzeit(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if not p.laufzeit.strip():
        yield "Die Laufzeit ist leer."


def _laufzeit_unklar(p: Pruefling, _: Umfeld) -> Iterator[str]:
    if p.laufzeit.strip() and not p.phasen:
        yield f"Aus „{p.laufzeit}“ ließ sich kein Termin lesen."


F, W, H = Schwere.FEHLER, Schwere.WARNUNG, Schwere.HINWEIS
PLANREGELN = tuple(
    Planregel(code, schwere, titel, erklaerung, abhilfe, pruefung, auch_beendete)
    for code, schwere, titel, erklaerung, abhilfe, pruefung, auch_beendete in (
        ("stelle_fehlt", F, "Keine verantwortliche Stelle",
         "An der Maßnahme ist keine Stelle beteiligt.",
         "Stelle eintragen, sonst fragt sie niemand nach dem Sachstand.", _ohne_stelle, True),
        ("zwei_federfuehrende", F, "Zwei federführende Stellen",
         "Mehr als eine Stelle ist federführend.",
         "Eine Stelle als federführend belassen, die anderen als beteiligt führen.", _zwei_federfuehrende, True),
        ("phase_vorbei", F, "Phase vorbei, nicht begonnen",
         "Eine Phase mit festem Ende ist vorbei, und der gemeldete Sachstand heißt, dass noch nicht begonnen wurde.",
         "Sachstand melden lassen oder die Laufzeit ändern.", _phase_vorbei, False),
        ("beginn_ueberschritten", W, "Beginn überschritten",
         "Der vorgesehene Beginn ist vorbei, begonnen wurde noch nicht; zu Ende ist noch keine Phase.",
         "Sachstand melden lassen oder den Beginn ändern.", _beginn_vorbei, False),
        ("nr_passt_nicht_zum_ziel", W, "Nr. passt nicht zum Ziel",
         "Die ersten beiden Teile der Nr. nennen ein anderes Ziel als das, unter dem die Maßnahme steht.",
         "Maßnahme umhängen oder die Nr. ändern; im Fachplan 2021 ist es bei 6.1.2 und 6.1.3 so gedruckt.",
         _nummer, True),
        ("federfuehrung_fehlt", W, "Niemand ist federführend",
         "Stellen sind beteiligt, aber keine ist federführend.",
         "Federführende Stelle bestimmen.", _ohne_federfuehrende, True),
        ("stelle_unbekannt", W, "Unbekannte Stelle im Wortlaut",
         "Der Wortlaut der Verantwortung nennt etwas, das weder Stelle noch bekannte Schreibweise ist.",
         "Stelle oder Schreibweise anlegen oder den Wortlaut berichtigen.", _unbekannte_stelle, True),
        ("sachstand_fehlt", W, "Nie ein Sachstand gemeldet",
         "Im Sachstandsbuch steht keine Zeile.", "Sachstand melden lassen.", _ohne_sachstand, True),
        ("sachstand_veraltet", W, "Lange nicht bestätigt",
         f"Der Sachstand wurde seit über {FRISCHE_MONATE} Monaten weder gemeldet noch bestätigt.",
         "Stelle um Meldung oder Bestätigung bitten, zum Beispiel mit einem Rückmeldeformular.", _veraltet, False),
        ("laufzeit_fehlt", W, "Laufzeit fehlt",
         "Termin oder Laufzeit ist leer; die Terminlage lässt sich nicht berechnen.",
         "Laufzeit eintragen.", _ohne_laufzeit, True),
        ("haushalt_ohne_betrag", W, "Haushaltsrelevant ohne Betrag",
         "Die Maßnahme ist haushaltsrelevant, ein Betrag ist nicht eingetragen. Geprüft wird nur, wo Beträge geführt "
         "werden.", "Betrag und Quelle je Jahr eintragen.", _ohne_betrag, False),
        ("federfuehrung_vermutet", H, "Federführung nur vermutet",
         "Die Papiertabelle sagt die Federführung nur durch die Reihenfolge.",
         "Bei der Stelle nachfragen und die Federführung bestätigen.", _vermutet, True),
        ("schreibweise", H, "Andere Schreibweise einer Stelle",
         "Der Wortlaut nennt eine Stelle anders, als sie im Verzeichnis heißt.",
         "Beim nächsten Bericht den Namen vereinheitlichen; zugeordnet ist die Stelle richtig.", _schreibweise, True),
        ("laufzeit_unklar", H, "Laufzeit nicht lesbar",
         "Der Wortlaut der Laufzeit ist nicht als Termin zu deuten.",
         "Laufzeit wie „2023-2025“, „ab 2024“ oder „fortlaufend“ schreiben.", _laufzeit_unklar, True),
    )
)  # fmt: skip
REGEL_NACH_CODE = {regel.code: regel for regel in PLANREGELN}
