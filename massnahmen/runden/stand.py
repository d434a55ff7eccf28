"""Wie es um eine offene Runde steht: Fortschritt je Stelle und Handlungsfeld, offene Antworten, die eigenen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from dresden_senioren.kern.text import sortierform
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht
from massnahmen.kern.rundenstand import Antwort, Fortschritt
from massnahmen.models import Beteiligung, Massnahme, Sachstandsrunde, Stelle

OHNE_STELLE = "ohne Stelle"


@dataclass(frozen=True)
class Teilstand:
    """Fortschritt eines Handlungsfelds oder einer Stelle."""

    name: str
    fortschritt: Fortschritt
    stelle: int | None = None
    handlungsfeld: int | None = None
    ist_ohne_zugang: bool = False  # bei der Stelle kann niemand selbst antworten


@dataclass(frozen=True)
class Rundenstand:
    fortschritt: Fortschritt
    je_stelle: list[Teilstand]  # eine Maßnahme zählt bei jeder ihrer Stellen
    je_handlungsfeld: list[Teilstand]
    offene: list[Massnahme]

    @property
    def wartende(self) -> list[Teilstand]:
        """Die Stellen, von denen noch eine Antwort fehlt."""
        return [teil for teil in self.je_stelle if teil.stelle and teil.fortschritt.offen]

    @property
    def ohne_zugang(self) -> list[Teilstand]:
        return [teil for teil in self.wartende if teil.ist_ohne_zugang]


def rundenstand(runde: Sachstandsrunde) -> Rundenstand:
    """Für eine offene Runde; der Stand einer geschlossenen steht in ihrem Abschluss."""
    beteiligungen = Prefetch(
        "beteiligungen", Beteiligung.objects.select_related("stelle").prefetch_related("stelle__benutzer")
    )
    massnahmen = list(
        Massnahme.objects.filter(runden=runde).in_tabellenfolge().mit_antwort().prefetch_related(beteiligungen)
    )
    je_feld: dict = defaultdict(list)
    je_stelle: dict[Stelle | None, list[Antwort]] = defaultdict(list)
    for massnahme in massnahmen:
        je_feld[massnahme.ziel.handlungsfeld].append(massnahme.antwort)
        for stelle in [b.stelle for b in massnahme.beteiligungen.all()] or [None]:
            je_stelle[stelle].append(massnahme.antwort)
    stellen = [
        Teilstand(
            str(stelle or OHNE_STELLE),
            Fortschritt.aus(antworten),
            stelle=stelle and stelle.pk,
            ist_ohne_zugang=stelle is not None and not _antwortende(stelle),
        )
        for stelle, antworten in je_stelle.items()
    ]
    return Rundenstand(
        fortschritt=Fortschritt.aus(massnahme.antwort for massnahme in massnahmen),
        je_stelle=sorted(stellen, key=lambda teil: (-teil.fortschritt.offen, sortierform(teil.name))),
        je_handlungsfeld=[
            Teilstand(str(feld), Fortschritt.aus(antworten), handlungsfeld=feld.pk)
            for feld, antworten in je_feld.items()
        ],
        offene=[massnahme for massnahme in massnahmen if massnahme.antwort is Antwort.OFFEN],
    )


def fortschritt(massnahmen: Iterable[Massnahme]) -> Fortschritt:
    """Über eine Abfrage nach `mit_antwort()`, ohne die Maßnahmen selbst zu laden."""
    return Fortschritt.aus(massnahmen.order_by().values_list("antwort_wert", flat=True))


def eigene_rueckmeldungen(benutzer: Benutzer):
    """Die Maßnahmen offener Runden, auf die diese Person antworten darf; nach Frist und in Tabellenfolge."""
    eigene = Massnahme.objects.meldbar_fuer(benutzer).filter(runden__ist_offen=True).mit_antwort()
    return eigene.in_tabellenfolge()


def offene_runde(massnahme: Massnahme) -> Sachstandsrunde | None:
    """Die Runde, die auf eine Antwort zu dieser Maßnahme wartet; None, wenn keine fragt oder sie beantwortet ist."""
    offen = Massnahme.objects.filter(pk=massnahme.pk, runden__ist_offen=True).mit_antwort()
    runden = Sachstandsrunde.objects.offene().filter(massnahmen=massnahme).select_related("fachplan")
    return runden.filter(massnahmen__in=offen.filter(antwort_wert=Antwort.OFFEN).values("pk")).first()


def naechste_offene(benutzer: Benutzer, nach: Massnahme) -> Massnahme | None:
    """Die nächste offene Rückmeldung hinter dieser Maßnahme, am Ende wieder von vorn; None, wenn keine mehr da ist."""
    paare = list(eigene_rueckmeldungen(benutzer).values_list("pk", "antwort_wert"))
    stelle = next((i for i, (pk, _) in enumerate(paare) if pk == nach.pk), -1)
    gedreht = paare[stelle + 1 :] + paare[: max(stelle, 0)]
    pk = next((pk for pk, antwort in gedreht if antwort == Antwort.OFFEN), None)
    return Massnahme.objects.get(pk=pk) if pk else None


@dataclass(frozen=True)
class AngefragteStelle:
    """Eine Stelle in der Vorschau einer Runde: wie viele Maßnahmen, und wer dort antworten kann."""

    stelle: Stelle
    anzahl: int
    personen: list[str]


def angefragte_stellen(massnahmen) -> list[AngefragteStelle]:
    anzahl = Count("beteiligungen", filter=Q(beteiligungen__massnahme__in=massnahmen.order_by().values("pk")))
    stellen = Stelle.objects.annotate(anzahl=anzahl).filter(anzahl__gt=0).prefetch_related("benutzer")
    return [
        AngefragteStelle(
            stelle,
            stelle.anzahl,
            [b.anzeigename for b in _antwortende(stelle)],
        )
        for stelle in stellen.order_by("-anzahl", *Stelle._meta.ordering)
    ]


def _antwortende(stelle: Stelle) -> list[Benutzer]:
    """Wer für die Stelle selbst antworten kann; `benutzer` ist schon geladen."""
    return [b for b in stelle.benutzer.all() if b.darf(Recht.SACHSTAND_MELDEN)]
