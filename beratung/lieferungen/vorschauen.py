"""Geprüfte Lieferungen, über die noch niemand entschieden hat: nebeneinander ansehen, mehrere auf einmal übernehmen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from beratung.fehler import Lieferungsfehler
from beratung.kalender import bestand, monatsstand
from beratung.kern.zaehlung import Zaehleinheit, Zustand
from beratung.models import Lieferung, Lieferungsteil
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer

from .uebernahme import uebernehmen

EINHEITEN = [einheit for einheit in Zaehleinheit if einheit is not Zaehleinheit.FALL]


@dataclass(frozen=True)
class Vorschau:
    """Eine wartende Lieferung: je Zähleinheit (neu, gilt bisher), und was einer Übernahme im Weg steht."""

    lieferung: Lieferung
    zahlen: list[tuple[Zaehleinheit, int | None, int | None]]
    stand: str  # Kennzeichen dessen, was beim Ansehen galt
    warnungen: int
    ist_gesperrt: bool

    @property
    def geht_gleich(self) -> bool:
        """Ohne Warnung und nicht gesperrt: mehr als die Zahlen ist nicht anzusehen."""
        return not (self.warnungen or self.ist_gesperrt)


def vorschauen(lieferungen: Iterable[Lieferung]) -> list[Vorschau]:
    """Ältester Monat zuerst; eine Abfrage, wenn nichts wartet, sonst vier."""
    lieferungen = sorted(lieferungen, key=lambda lieferung: (lieferung.monat, lieferung.quelle, lieferung.pk))
    if not lieferungen:
        return []
    erster, letzter = (Monat.von_tag(lieferung.monat) for lieferung in (lieferungen[0], lieferungen[-1]))
    zeitraum = Zeitraum(erster, letzter)
    bisher, stand, fest = bestand.summen_je_monat(zeitraum), _kennzeichen(zeitraum), monatsstand.geltende(zeitraum)
    return [
        Vorschau(
            lieferung,
            [(e, lieferung.summen.get(e), bisher.get((*ort, e.value))) for e in EINHEITEN],
            stand.get(ort, ""),
            sum(befund["schwere"] == Schwere.WARNUNG for befund in lieferung.befunde),
            fest.get(ort) is Zustand.ENDGUELTIG,
        )
        for lieferung in lieferungen
        for ort in [(lieferung.quelle, Monat.von_tag(lieferung.monat))]
    ]


def _kennzeichen(zeitraum: Zeitraum) -> dict[tuple[str, Monat], str]:
    """(Quelle, Monat) → dasselbe Kennzeichen wie `monatsstand.geltende_teile`, für viele Monate auf einmal."""
    teile = Lieferungsteil.objects.filter(
        ist_gueltig=True, monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster
    )
    nummern = defaultdict(list)
    for nummer, quelle, tag in teile.order_by("pk").values_list("pk", "quelle", "monat"):
        nummern[quelle, Monat.von_tag(tag)].append(str(nummer))
    return {ort: "-".join(liste) for ort, liste in nummern.items()}


def mehrere_uebernehmen(
    gewaehlt: Iterable[tuple[Lieferung, str]], *, von: Benutzer
) -> tuple[list[Lieferung], list[tuple[Lieferung, str]]]:
    """Jede für sich, die älteste zuerst: was nicht geht, hält die anderen nicht auf. Die übernommenen, und die
    übrigen mit dem Satz, warum nicht. `gewaehlt`: Lieferung und das Kennzeichen, neben dem sie gezeigt wurde."""
    uebernommene, uebrige = [], []
    for lieferung, stand in sorted(gewaehlt, key=lambda eine: eine[0].monat):
        try:
            uebernommene.append(uebernehmen(lieferung, von=von, gezeigter_stand=stand))
        except Lieferungsfehler as fehler:
            uebrige.append((lieferung, str(fehler)))
    return uebernommene, uebrige
