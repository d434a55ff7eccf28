"""Geschützte Zahlen lesen: dieselben Zellen und Lieferungsteile wie im Würfel, aber so, wie sie freigegeben sind."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from beratung.kern.zaehlung import Art, Quelle, Zustand
from beratung.models import Monatswert
from berichte.models import Freigabewert, Zahlenfreigabe
from dresden_senioren.kern.zeitraum import Monat


def zellen(freigabe: int | None) -> QuerySet:
    """Woraus Auswertungen lesen: der Würfel oder die geschützten Zahlen einer Freigabe, mit denselben Feldern."""
    return Monatswert.objects.all() if freigabe is None else Freigabewert.objects.filter(freigabe=freigabe)


def freigegebene(nummer: int) -> Zahlenfreigabe:
    """Zahlenfreigabe.DoesNotExist, wo sie nicht erteilt ist: Was nur beantragt ist, liest niemand."""
    return Zahlenfreigabe.objects.get(pk=nummer, zustand=Zahlenfreigabe.Zustand.FREIGEGEBEN)


def geltende_freigabe() -> int | None:
    """Die jüngste erteilte; sie enthält alle früher freigegebenen Monate."""
    erteilt = Zahlenfreigabe.objects.filter(zustand=Zahlenfreigabe.Zustand.FREIGEGEBEN)
    return erteilt.values_list("pk", flat=True).first()


def schutzsatz(freigabe: Zahlenfreigabe) -> str:
    """Steht unter jeder geschützten Zahl."""
    return (
        f"Werte auf Vielfache von {freigabe.basis} gerundet, Summen stimmen überein; Abweichung je Monatswert eines "
        f"Planungsbereichs höchstens {freigabe.abweichung['zelle'][0]} · Freigabe {freigabe.pk} vom "
        f"{localtime(freigabe.entschieden_am):%d.%m.%Y}"
    )


def teile_festhalten(teile: QuerySet) -> list[dict[str, Any]]:
    """Was von geltenden Lieferungsteilen zur Zeit der Rechnung zu wissen ist; `teile` mit `zustand`."""
    felder = ("quelle", "monat", "art", "zustand", "lieferung__ist_beispiel", "lieferung__uebernommen_am")
    return [
        {"quelle": quelle, "monat": str(Monat.von_tag(tag)), "art": art, "zustand": zustand, "ist_beispiel": beispiel,
         "uebernommen_am": wann and wann.isoformat()}
        for quelle, tag, art, zustand, beispiel, wann in teile.order_by("monat", "quelle", "art").values_list(*felder)
    ]  # fmt: skip


def festgehaltene_teile(freigabe: Zahlenfreigabe) -> Iterator[dict[str, Any]]:
    """Wieder als Angaben eines Datensatz-Teils. Ohne Beratungsstellen; ganz ist jeder Monat, sonst wäre er nicht
    freigegeben."""
    for teil in freigabe.teile:
        monat = Monat.lesen(teil["monat"])
        yield {
            "quelle": Quelle(teil["quelle"]), "monat": monat, "art": Art(teil["art"]),
            "zustand": Zustand(teil["zustand"]), "ist_beispiel": teil["ist_beispiel"],
            "uebernommen_am": teil["uebernommen_am"] and datetime.fromisoformat(teil["uebernommen_am"]),
            "eingegangen_am": (monat + 1).erster,
        }  # fmt: skip
