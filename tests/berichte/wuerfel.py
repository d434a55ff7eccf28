"""Sät den Würfel: gerade so viel Lieferung, wie eine Zahl braucht, um gelten zu dürfen."""

from datetime import UTC, datetime

from beratung.kern.zaehlung import Art, Ebene, Quelle, Zaehleinheit
from beratung.models import Lieferung, Lieferungsteil, Monatswert, Zuordnungsprofil
from dresden_senioren.kern.zeitraum import Monat

# Veröffentlicht sind nur die Summen 01–09 und kommunal 10–12/2023 (488); die Verteilung auf Monate ist erfunden.
GEFOERDERT_2023 = (270, 262, 301, 268, 291, 277, 280, 289, 297)
GEFOERDERT_2024 = (341, 328, 352, 339, 347, 335, 344, 338, 356)
KOMMUNAL_2023 = (185, 173, 187, 164, 181, 194, 152, 183, 152, 177, 151, 160)
KOMMUNAL_2024 = (158, 149, 153, 123, 117, 152, 134, 149, 146)


def lieferung(quelle: str, monat: Monat, *arten: Art, ist_gueltig=True, **angaben) -> list[Lieferungsteil]:
    profil, _ = Zuordnungsprofil.objects.get_or_create(name="standard", version=1)
    neu = Lieferung.objects.create(
        quelle=quelle,
        monat=monat.erster,
        dateiname="probe.csv",
        sha256="0" * 64,
        profil=profil,
        zeilen_gelesen=0,
        status=Lieferung.Status.UEBERNOMMEN,
        uebernommen_am=datetime(2024, 11, 25, 9, tzinfo=UTC),
        **angaben,
    )
    return [
        Lieferungsteil.objects.create(
            lieferung=neu, quelle=quelle, monat=monat.erster, art=art, ist_gueltig=ist_gueltig
        )
        for art in arten
    ]


def zelle(teil, anzahl, *, einheit=Zaehleinheit.NEUZUGANG, ebene=Ebene.STADT, gebiet="", merkmal="", auspraegung=""):
    return Monatswert.objects.create(
        teil=teil,
        quelle=teil.quelle,
        monat=teil.monat,
        ebene=ebene,
        gebiet=gebiet,
        zaehleinheit=einheit,
        merkmal=merkmal,
        auspraegung=auspraegung,
        anzahl=anzahl,
    )


def neuzugaenge(quelle: str, jahr: int, werte, **angaben):
    """Stadtweite Neuzugänge ab Januar; None lässt den Monat ungemeldet."""
    for nummer, wert in enumerate(werte, start=1):
        if wert is not None:
            (teil,) = lieferung(quelle, Monat(jahr, nummer), Art.FAELLE, **angaben)
            zelle(teil, wert)


def veroeffentlichte_summen(**angaben):
    """Die Zahlen der Folien 13 und 15: 2.535 → 3.080 und 1.571 → 1.281."""
    neuzugaenge(Quelle.SENIORA, 2023, GEFOERDERT_2023, **angaben)
    neuzugaenge(Quelle.SENIORA, 2024, GEFOERDERT_2024, **angaben)
    neuzugaenge(Quelle.FMG, 2023, KOMMUNAL_2023, **angaben)
    neuzugaenge(Quelle.FMG, 2024, KOMMUNAL_2024, **angaben)
