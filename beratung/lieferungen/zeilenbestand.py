"""Zählzeilen vergehen (Aufbewahrung), der Würfel bleibt: was ohne sie nicht mehr geht, und wie das gesagt wird."""

from collections.abc import Iterable

from django.db.models import Q

from beratung.kern.zaehlung import Quelle
from beratung.models import Lieferung, Lieferungsteil
from dresden_senioren.datenschutz.aufbewahrung import Dauer
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat

AUFBEWAHRUNG = Dauer("Monate", "AUFBEWAHRUNG_ZEILEN_MONATE")


def geloeschte(teile: Iterable[Lieferungsteil]) -> list[Lieferungsteil]:
    return [teil for teil in teile if teil.zeilen_geloescht_am]


def ohne_zeilen(monate: Iterable[Monat], quellen: Iterable[Quelle]) -> set[tuple[Quelle, Monat]]:
    """Was sich nicht mehr nachzählen lässt; eine Abfrage."""
    tage, welche = [monat.erster for monat in monate], [quelle.value for quelle in quellen]
    teile = Lieferungsteil.objects.filter(ist_gueltig=True, quelle__in=welche, monat__in=tage)
    weg = teile.exclude(zeilen_geloescht_am=None).order_by().values_list("quelle", "monat")
    return {(Quelle(quelle), Monat.von_tag(tag)) for quelle, tag in weg}


def einwand_gegen_ruecknahme(lieferung: Lieferung) -> str:
    """Eine Rücknahme stellt den Stand davor wieder her; ohne die Zeilen gibt es ihn nicht mehr. Leer, wo sie geht."""
    betroffen = Lieferungsteil.objects.filter(Q(lieferung=lieferung) | Q(ersetzt_durch__lieferung=lieferung))
    nummern = [str(nummer) for nummer in sorted({teil.lieferung_id for teil in geloeschte(betroffen)})]
    if not nummern:
        return ""
    return (
        f"Diese Lieferung lässt sich nicht mehr zurücknehmen: Die Zählzeilen von Lieferung {aufzaehlung(nummern)} sind "
        f"gelöscht, {AUFBEWAHRUNG.in_worten} nach ihrem Monat. Ist der Monat falsch, übernehmen Sie eine berichtigte "
        "Lieferung."
    )
