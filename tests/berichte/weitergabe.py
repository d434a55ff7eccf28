"""Eine erteilte Freigabe, ohne zu rechnen: jede Zahl einzeln auf Fünf gerundet. Geschützt ist das nicht (Summen gehen
nicht auf), aber jede genaue Zahl, die nicht durch fünf teilbar ist, fiele auf."""

from datetime import UTC, datetime

from beratung.kalender.monatsstand import als_unterabfrage
from beratung.kern.zaehlung import Ebene
from beratung.models import Lieferungsteil, Monatswert
from berichte.models import Freigabewert, Zahlenfreigabe
from berichte.zahlen.geschuetzt import teile_festhalten
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

ALLES = Zeitraum(Monat(2023, 1), Monat(2024, 9))
SCHLUESSEL = ("quelle", "monat", "ebene", "gebiet", "zaehleinheit", "merkmal", "auspraegung")


def erteilte_freigabe(zeitraum: Zeitraum = ALLES) -> int:
    """Ihre Nummer."""
    im_zeitraum = {"monat__gte": zeitraum.von.erster, "monat__lte": zeitraum.bis.erster}
    teile = Lieferungsteil.objects.filter(ist_gueltig=True, **im_zeitraum).annotate(zustand=als_unterabfrage())
    freigabe = Zahlenfreigabe.objects.create(
        von_monat=zeitraum.von.erster,
        bis_monat=zeitraum.bis.erster,
        basis=5,
        programm=1,
        abweichung={"zelle": [2, 1.2]},
        zustand=Zahlenfreigabe.Zustand.FREIGEGEBEN,
        platz=None,
        teile=teile_festhalten(teile),
        entschieden_am=datetime(2024, 11, 25, 9, tzinfo=UTC),
    )
    werte = Monatswert.objects.filter(ebene__in=[Ebene.STADT, Ebene.PLANUNGSBEREICH], **im_zeitraum)
    Freigabewert.objects.bulk_create(
        Freigabewert(freigabe=freigabe, anzahl=5 * round(anzahl / 5), **dict(zip(SCHLUESSEL, schluessel, strict=True)))
        for *schluessel, anzahl in werte.values_list(*SCHLUESSEL, "anzahl")
    )
    return freigabe.pk
