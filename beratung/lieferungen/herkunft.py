"""Woher eine Zahl kommt: was eine Lieferung ersetzt hat und wovon sie ersetzt ist."""

from dataclasses import dataclass

from beratung.models import Lieferung, Lieferungsteil


@dataclass(frozen=True)
class Teilherkunft:
    """Ein Teil mit den Nummern der Lieferungen davor und danach."""

    teil: Lieferungsteil
    ersetzt: list[int]
    ersetzt_durch: int | None


def teile(lieferung: Lieferung) -> list[Teilherkunft]:
    alle = lieferung.teile.select_related("ersetzt_durch").prefetch_related("ersetzte").order_by("pk")
    return [
        Teilherkunft(
            teil,
            sorted({frueherer.lieferung_id for frueherer in teil.ersetzte.all()}),
            teil.ersetzt_durch.lieferung_id if teil.ersetzt_durch else None,
        )
        for teil in alle
    ]
