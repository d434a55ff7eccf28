"""Gemeldete Zahlen festhalten und neben die gezählten legen."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from beratung.kern.befunde.befund import Befundliste
from beratung.kern.befunde.regeln import KONTROLLZAHL
from beratung.kern.pruefen.verlaufsregeln import Meldezahl, pruefe_meldezahlen
from beratung.kern.zaehlen.zaehlen import Zelle
from beratung.kern.zaehlung import Ebene, Quelle, Zaehleinheit
from beratung.models import Beratungsstelle, Kontrollzahl, Lieferung
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere


def gemeldete(quelle: str, monat: Monat) -> list[Meldezahl]:
    """Je Zähleinheit und Stelle die jüngste; zurückgenommene nicht. Eine Abfrage."""
    juengste = {}
    zahlen = Kontrollzahl.objects.filter(quelle=quelle, monat=monat.erster).order_by("pk")
    for einheit, stelle, anzahl, woher in zahlen.values_list(
        "zaehleinheit", "beratungsstelle__kuerzel", "anzahl", "woher"
    ):
        juengste[einheit, stelle or ""] = Meldezahl(einheit, stelle or "", anzahl, woher)
    return [zahl for zahl in juengste.values() if zahl.anzahl is not None]


def gezaehlt(je_teil: Iterable[Mapping[Zelle, int]]) -> dict[tuple[str, str], int]:
    """(Zähleinheit, Beratungsstelle oder leer für die Stadt) → Anzahl."""
    orte = (Ebene.STADT, Ebene.BERATUNGSSTELLE)
    return {
        (einheit, gebiet): anzahl
        for zellen in je_teil
        for (ebene, gebiet, einheit, merkmal, _), anzahl in zellen.items()
        if ebene in orte and not merkmal and einheit != Zaehleinheit.FALL
    }


@transaction.atomic
def erfassen(  # noqa: PLR0913 – nur benannt aufrufbar
    lieferung: Lieferung, ist: Mapping[tuple[str, str], int], *,
    zaehleinheit: str, stelle: Beratungsstelle | None, anzahl: int | None, woher: str, von: Benutzer | None,
) -> Kontrollzahl:  # fmt: skip
    """Eine gemeldete Zahl für Quelle und Monat der Lieferung; deren Befunde werden mit ihr neu gefragt. `ist`: was die
    Lieferung zählt (`vergleich.gezaehlte`)."""
    zahl = Kontrollzahl.objects.create(
        quelle=lieferung.quelle, beratungsstelle=stelle, monat=lieferung.monat, zaehleinheit=zaehleinheit,
        anzahl=anzahl, woher=woher, von=von,
    )  # fmt: skip
    lieferung = Lieferung.objects.select_for_update().get(pk=lieferung.pk)
    befunde, namen = Befundliste(), dict(Beratungsstelle.objects.values_list("kuerzel", "name"))
    pruefe_meldezahlen(ist, gemeldete(lieferung.quelle, Monat.von_tag(lieferung.monat)), namen, befunde)
    uebrige = [befund for befund in lieferung.befunde if befund["code"] != KONTROLLZAHL]
    lieferung.befunde = uebrige + [befund.als_dict() for befund in befunde.befunde]
    lieferung.save(update_fields=["befunde"])
    protokolliere(
        Ereignis.KONTROLLZAHL_ERFASST, von=von,
        gegenstand=f"{Quelle(lieferung.quelle).verfahren} {lieferung.monat:%m/%Y}",
        zaehleinheit=zaehleinheit, beratungsstelle=stelle.kuerzel if stelle else "", anzahl=anzahl, woher=woher,
    )  # fmt: skip
    return zahl
