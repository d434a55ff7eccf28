"""Ein Plan, vierzigmal so groß wie der wirkliche."""

from datetime import date

from massnahmen.models import (
    Beteiligung,
    Handlungsfeld,
    Massnahme,
    Phase,
    Sachstandsart,
    Sachstandsmeldung,
    Stelle,
    Umsetzungsschritt,
    Ziel,
)


def zweitausend_anlegen():
    """Ein Handlungsfeld mit 2.000 weiteren Maßnahmen, alle mit Schritten, Phasen, Stellen und Sachstand."""
    feld = Handlungsfeld.objects.create(fachplan=Handlungsfeld.objects.first().fachplan, nr="9.", bezeichnung="Viel")
    ziel = Ziel.objects.create(handlungsfeld=feld, nr="9.1.", bezeichnung="Menge")
    sozialamt = Stelle.objects.get(name="Sozialamt")
    begonnen = Sachstandsart.objects.get(schluessel="begonnen")
    neue = Massnahme.objects.bulk_create(Massnahme(ziel=ziel, nr=f"9.1.{i}.", beschreibung="Text") for i in range(2000))
    Umsetzungsschritt.objects.bulk_create(
        Umsetzungsschritt(massnahme=m, reihenfolge=i, text="Schritt") for m in neue for i in range(3)
    )
    Phase.objects.bulk_create(
        Phase(massnahme=m, reihenfolge=1, art="zeitpunkt", von=date(2021, 1, 1), bis=date(2021, 12, 31)) for m in neue
    )
    Beteiligung.objects.bulk_create(
        Beteiligung(massnahme=m, stelle=sozialamt, rolle="beteiligt", reihenfolge=1) for m in neue
    )
    Sachstandsmeldung.objects.bulk_create(
        Sachstandsmeldung(massnahme=m, sachstandsart=begonnen, gueltig_ab=date(2022, 6, 2)) for m in neue
    )
