"""Gebietsgrenzen laden und zurücknehmen."""

from django.db import transaction

from beratung.kern.stammdaten.grenzen import Flaeche
from beratung.models import Grenzstand, Stadtteil
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere


def gebiete() -> list[str]:
    """Stadtbezirke und Ortschaften, wie sie am Stadtteil stehen."""
    return list(dict.fromkeys(Stadtteil.objects.order_by("nr").values_list("gebiet", flat=True)))


def geltender_stand() -> Grenzstand | None:
    """None, wo die Karte Kacheln zeichnet."""
    juengster = Grenzstand.objects.first()
    return juengster if juengster and juengster.flaechen else None


@transaction.atomic
def speichern(*, flaechen: list[Flaeche], stand: str, dateiname: str, sha256: str, von: Benutzer | None) -> Grenzstand:
    angaben = [flaeche.angaben for flaeche in flaechen]
    neuer = Grenzstand.objects.create(flaechen=angaben, stand=stand, dateiname=dateiname, sha256=sha256, von=von)
    protokolliere(Ereignis.GRENZEN_GELADEN, von=von, gegenstand=dateiname, sha256=sha256, stand=stand)
    return neuer


@transaction.atomic
def zuruecknehmen(*, von: Benutzer | None) -> None:
    """Die Karte zeichnet wieder Kacheln; ohne geltende Grenzen geschieht nichts."""
    if geltender_stand() is None:
        return
    Grenzstand.objects.create(von=von)
    protokolliere(Ereignis.GRENZEN_GELADEN, von=von, gegenstand="zurückgenommen: wieder Kacheln")


@transaction.atomic
def wieder_zeichnen(frueherer: Grenzstand, *, von: Benutzer | None) -> None:
    """Ein früherer Stand gilt von jetzt an wieder, als neue Zeile; gilt er schon, geschieht nichts."""
    geltender = geltender_stand()
    if geltender and geltender.flaechen == frueherer.flaechen and geltender.stand == frueherer.stand:
        return
    angaben = {name: getattr(frueherer, name) for name in ("flaechen", "stand", "dateiname", "sha256")}
    Grenzstand.objects.create(**angaben, von=von)
    protokolliere(
        Ereignis.GRENZEN_GELADEN, von=von, gegenstand=frueherer.dateiname, sha256=frueherer.sha256,
        stand=frueherer.stand, wieder=True,
    )  # fmt: skip
