"""Vorläufig, geprüft, endgültig: setzen, sperren, wieder öffnen. Endgültig heißt: Übernahme und Rücknahme sind
gesperrt, bis jemand den Monat mit einem Grund wieder öffnet."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from beratung.fehler import Lieferungsfehler
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.models import Lieferung, Lieferungsteil, Monatsstand
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

FESTIGKEIT = [Zustand.VORLAEUFIG, Zustand.GEPRUEFT, Zustand.ENDGUELTIG]


def unfestester(zustaende: Iterable[Zustand]) -> Zustand | None:
    """Wie fest eine Zahl ist, die aus mehreren entsteht; None, wo es keine gibt."""
    return min(zustaende, key=FESTIGKEIT.index, default=None)


def als_unterabfrage():
    """Der Zustand als Spalte jeder Abfrage, deren Zeilen `quelle` und `monat` haben."""
    zeilen = Monatsstand.objects.filter(quelle=OuterRef("quelle"), monat=OuterRef("monat")).order_by("-pk")
    return Coalesce(Subquery(zeilen.values("zustand")[:1]), Value(Zustand.VORLAEUFIG.value), output_field=CharField())


def verlauf(quelle: str, monat: Monat):
    """Alle Zeilen des Buchs für einen Monat, die geltende zuerst."""
    return Monatsstand.objects.filter(quelle=quelle, monat=monat.erster).select_related("von", "lieferung")


def geltender(quelle: str, monat: Monat) -> Monatsstand | None:
    return verlauf(quelle, monat).first()


def geltende(zeitraum: Zeitraum) -> dict[tuple[str, Monat], Zustand]:
    """(Quelle, Monat) → Zustand für alle Monate, zu denen etwas im Buch steht."""
    zeilen = Monatsstand.objects.filter(monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster)
    felder = zeilen.order_by("pk").values_list("quelle", "monat", "zustand")
    return {(quelle, Monat.von_tag(tag)): Zustand(zustand) for quelle, tag, zustand in felder}


def sperrsatz(quelle: str, monat: Monat) -> str:
    """Wer den Monat wann gesperrt hat und wie er wieder aufgeht; leer, solange er offen ist."""
    stand = geltender(quelle, monat)
    if stand is None or stand.zustand != Zustand.ENDGUELTIG:
        return ""
    return (
        f"{Quelle(quelle).verfahren} {monat.bezeichnung} ist endgültig und gesperrt, gesetzt am "
        f"{localtime(stand.am):%d.%m.%Y} von {stand.wer}. Administration oder Leitung öffnen den Monat im "
        "Lieferkalender mit einem Grund wieder."
    )


def verlange_offen(quelle: str, monat: Monat) -> None:
    """Lieferungsfehler, wenn der Monat gesperrt ist."""
    if satz := sperrsatz(quelle, monat):
        raise Lieferungsfehler(satz)


@transaction.atomic
def festlegen(*, quelle: Quelle, monat: Monat, zustand: Zustand, grund: str, von: Benutzer | None) -> Monatsstand:
    """Eine Entscheidung ins Buch schreiben. Nach unten geht es nur mit Grund; fest wird nur, was gemeldet ist."""
    sperren(quelle, monat)
    stand = geltender(quelle, monat)
    bisher = Zustand(stand.zustand) if stand else Zustand.VORLAEUFIG
    grund = grund.strip()
    if zustand is bisher:
        raise Lieferungsfehler(f"{monat.bezeichnung} ist schon {zustand.bezeichnung}.")
    if unfestester((zustand, bisher)) is zustand and not grund:
        raise Lieferungsfehler("Nennen Sie den Grund, warum die Zahlen nicht mehr so fest sind.")
    if not geltende_teile(quelle, monat):
        raise Lieferungsfehler(
            f"Für {monat.bezeichnung} gilt keine Lieferung. Erst was gemeldet ist, kann {zustand.bezeichnung} sein."
        )
    ereignis = Ereignis.MONAT_GEOEFFNET if bisher is Zustand.ENDGUELTIG else Ereignis.MONATSSTAND_GESETZT
    return _schreibe(ereignis, quelle, monat, zustand, grund, von)


@transaction.atomic
def zeitraum_festlegen(
    *, quellen: Iterable[Quelle], zeitraum: Zeitraum, zustand: Zustand, von: Benutzer | None
) -> list[Monatsstand]:
    """Jeden gemeldeten Monat, der weniger fest ist, so fest wie `zustand` setzen; alle oder keinen."""
    gemeldet = Lieferungsteil.objects.filter(
        ist_gueltig=True, quelle__in=list(quellen), monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster
    )
    paare = gemeldet.order_by("quelle", "monat").values_list("quelle", "monat").distinct()
    bisher = geltende(zeitraum)
    offen = [
        (Quelle(quelle), monat)
        for quelle, monat in ((quelle, Monat.von_tag(tag)) for quelle, tag in paare)
        if FESTIGKEIT.index(bisher.get((quelle, monat), Zustand.VORLAEUFIG)) < FESTIGKEIT.index(zustand)
    ]
    return [festlegen(quelle=q, monat=m, zustand=zustand, grund="", von=von) for q, m in offen]


def nach_aenderung(lieferung: Lieferung, anlass: str, *, von: Benutzer | None) -> None:
    """Nach Übernahme oder Rücknahme: geprüft ist der Monat nur, wenn jemand genau die Zahlen geprüft hat, die jetzt
    gelten. So wird er durch eine Korrektur vorläufig und durch deren Rücknahme wieder geprüft."""
    quelle, monat = Quelle(lieferung.quelle), Monat.von_tag(lieferung.monat)
    stand = geltender(quelle, monat)
    if stand is None:
        return
    entschieden = verlauf(quelle, monat).filter(lieferung=None, teile=geltende_teile(quelle, monat)).first()
    ist_geprueft = entschieden is not None and entschieden.zustand == Zustand.GEPRUEFT
    zustand = Zustand.GEPRUEFT if ist_geprueft else Zustand.VORLAEUFIG
    if stand.zustand != zustand:
        folge = "Es gelten wieder die geprüften Zahlen." if ist_geprueft else "Geprüft waren die Zahlen davor."
        _schreibe(Ereignis.MONATSSTAND_GESETZT, quelle, monat, zustand, f"{anlass} {folge}", von, lieferung)


def geltende_teile(quelle: str, monat: Monat) -> str:
    """Kennzeichen dessen, was gerade gilt; ändert sich mit jeder Übernahme und Rücknahme."""
    teile = Lieferungsteil.objects.filter(quelle=quelle, monat=monat.erster, ist_gueltig=True)
    return "-".join(str(nummer) for nummer in teile.order_by("pk").values_list("pk", flat=True))


def _schreibe(  # noqa: PLR0913, PLR0917
    ereignis: Ereignis, quelle: Quelle, monat: Monat, zustand: Zustand, grund: str, von: Benutzer | None,
    lieferung: Lieferung | None = None,
) -> Monatsstand:  # fmt: skip
    stand = Monatsstand.objects.create(
        quelle=quelle.value, monat=monat.erster, zustand=zustand.value, grund=grund,
        teile=geltende_teile(quelle, monat), von=von, lieferung=lieferung,
    )  # fmt: skip
    gegenstand = f"{quelle.verfahren} {monat}"
    protokolliere(ereignis, von=von, gegenstand=gegenstand, zustand=zustand.value, grund=grund)
    return stand


def sperren(quelle: Quelle, monat: Monat) -> None:
    """Dieselben Zeilen wie Übernahme und Rücknahme: wer zugleich übernimmt, wartet."""
    list(Lieferung.objects.filter(quelle=quelle, monat=monat.erster).order_by("pk").select_for_update())
