"""Die Monate vor einer Lieferung, aus dem Würfel: so viele, wie die Regeln brauchen, und nie mehr."""

from collections import defaultdict
from collections.abc import Iterable

from beratung.kern.befunde.ausreisser import VORJAHRE
from beratung.kern.pruefen.verlaufsregeln import FALLABGABE, Verlauf
from beratung.kern.zaehlung import Art, Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Monatswert
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

FALLABGABEN = (Ebene.STADT.value, "", Zaehleinheit.NEUZUGANG.value, Merkmal.FALLHERKUNFT.value, FALLABGABE)


def lesen(quelle: Quelle, vor: Monat) -> Verlauf:
    """Gesamtzahlen der Stadt und der Beratungsstellen bis zum Vormonat. Eine Stelle, die in einem aus Zeilen gezählten
    Monat nicht vorkommt, hat dort 0. Eine Abfrage."""
    zellen = Monatswert.objects.gesamtzahlen().im_zeitraum(Zeitraum(vor - 12 * VORJAHRE, vor - 1))
    zellen = zellen.filter(quelle=quelle, ebene__in=[Ebene.STADT, Ebene.BERATUNGSSTELLE])
    zellen = zellen.exclude(zaehleinheit=Zaehleinheit.FALL)
    reihen: dict[tuple[str, str], dict[Monat, int]] = defaultdict(dict)
    aus_zeilen: dict[str, set[Monat]] = defaultdict(set)
    for einheit, stelle, tag, anzahl, art in zellen.values_list(
        "zaehleinheit", "gebiet", "monat", "anzahl", "teil__art"
    ):
        monat = Monat.von_tag(tag)
        reihen[einheit, stelle][monat] = anzahl
        if art != Art.SUMMEN:
            aus_zeilen[einheit].add(monat)
    for (einheit, stelle), reihe in reihen.items():
        if stelle:
            # Vor ihrem ersten Auftreten gab es die Stelle vielleicht noch nicht.
            erster = min(reihe)
            reihe.update({monat: 0 for monat in aus_zeilen[einheit] if monat > erster and monat not in reihe})
    return dict(reihen)


def geltend(quelle: Quelle, monat: Monat, arten: Iterable[Art]) -> dict[tuple[str, str], int]:
    """(Zähleinheit, Beratungsstelle oder leer) → was eine Lieferung mit diesen Arten ablösen würde; eine Abfrage."""
    zellen = Monatswert.objects.gesamtzahlen().filter(quelle=quelle, monat=monat.erster, teil__art__in=list(arten))
    zellen = zellen.filter(ebene__in=[Ebene.STADT, Ebene.BERATUNGSSTELLE]).exclude(zaehleinheit=Zaehleinheit.FALL)
    return {(einheit, ort): n for einheit, ort, n in zellen.values_list("zaehleinheit", "gebiet", "anzahl")}


def fallabgaben(quelle: Quelle, monat: Monat) -> int:
    """Neuzugänge aus Fallabgaben, die für diese Quelle gelten; eine Abfrage."""
    ebene, gebiet, einheit, merkmal, auspraegung = FALLABGABEN
    zellen = Monatswert.objects.im_gebiet(ebene, gebiet).filter(quelle=quelle, monat=monat.erster)
    zellen = zellen.filter(zaehleinheit=einheit, merkmal=merkmal, auspraegung=auspraegung)
    return sum(zellen.values_list("anzahl", flat=True))
