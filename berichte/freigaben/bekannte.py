"""Genaue Zahlen, die schon veröffentlicht sind: festhalten, und zurücknehmen, was falsch abgeschrieben war."""

from django.db import transaction

from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Planungsbereich
from berichte.models import BekannteZahl, Zahlruecknahme
from dresden_senioren.kern.zeitraum import Zeitraum
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht

from .ablauf import verlange


@transaction.atomic
def bekannt_machen(  # noqa: PLR0913 – nur benannt aufrufbar
    *, zaehleinheit: Zaehleinheit, zeitraum: Zeitraum, anzahl: int, fundstelle: str, von: Benutzer,
    quelle: Quelle | None = None, planungsbereich: Planungsbereich | None = None,
) -> BekannteZahl:  # fmt: skip
    """Eine genaue Zahl festhalten, die draußen schon bekannt ist; jeder künftige Angriff rechnet mit ihr."""
    verlange(von, Recht.FREIGABE_BEANTRAGEN)
    zahl = BekannteZahl.objects.create(
        zaehleinheit=zaehleinheit.value, quelle=quelle.value if quelle else "", planungsbereich=planungsbereich,
        von_monat=zeitraum.von.erster, bis_monat=zeitraum.bis.erster, anzahl=anzahl, fundstelle=fundstelle, von=von,
    )  # fmt: skip
    protokolliere(Ereignis.BEKANNTE_ZAHL_ERFASST, von=von, gegenstand=fundstelle, anzahl=anzahl)
    return zahl


@transaction.atomic
def zuruecknehmen(*, zahl: BekannteZahl, grund: str, von: Benutzer) -> None:
    """Die Zahl stand so nirgends: Künftige Angriffe kennen sie nicht mehr. Ein zweites Mal geschieht nichts."""
    verlange(von, Recht.FREIGABE_BEANTRAGEN)
    BekannteZahl.objects.filter(pk=zahl.pk).select_for_update().get()
    if not Zahlruecknahme.objects.filter(zahl=zahl).exists():
        Zahlruecknahme.objects.create(zahl=zahl, grund=grund, von=von)
        protokolliere(
            Ereignis.BEKANNTE_ZAHL_ZURUECKGENOMMEN, von=von, gegenstand=zahl.fundstelle, anzahl=zahl.anzahl, grund=grund
        )
