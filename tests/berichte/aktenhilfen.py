"""Eine Akte zum Stichtag der Vorführung, und was danach an den Daten geschehen kann."""

from datetime import date

from django.urls import reverse

from beratung.lieferungen.uebernahme import zuruecknehmen
from beratung.models import Lieferung
from berichte.akten import auftraege
from berichte.models import Berichtsakte, Berichtsauftrag
from dresden_senioren.models import Benutzer
from massnahmen.models import Massnahme, Sachstandsart, Sachstandsmeldung

LISTE = "/berichte/"
STICHTAG = date(2024, 9, 30)


def akte(**angaben) -> Berichtsakte:
    return Berichtsakte.objects.create(
        **({"art": "zwischenbericht", "fassung": "intern", "stichtag": STICHTAG} | angaben)
    )


def melde_abgeschlossen(nr: str = "1.1.1.") -> None:
    """Nachträglich, zu einem Tag vor dem Stichtag."""
    massnahme = Massnahme.objects.get(nr=nr)
    neu = Sachstandsart.objects.get(schluessel="abgeschlossen")
    Sachstandsmeldung.objects.create(massnahme=massnahme, sachstandsart=neu, gueltig_ab=date(2024, 9, 1))


def nimm_september_zurueck(von) -> None:
    """Die Lieferung der geförderten Beratung gilt danach nicht mehr; ihr Monat fehlt."""
    lieferung = Lieferung.objects.filter(quelle="seniora", monat=date(2024, 9, 1)).latest("pk")
    zuruecknehmen(lieferung, von=von, grund="Versuch")


def bestelle(leitung: Benutzer, **angaben) -> Berichtsauftrag:
    return auftraege.beauftragen(akte(**angaben), "docx", von=leitung)


def fertig(auftrag: Berichtsauftrag) -> Berichtsauftrag:
    auftraege.arbeiten()
    auftrag.refresh_from_db()
    assert auftrag.zustand == "fertig", auftrag.fehler
    return auftrag


def adresse(auftrag: Berichtsauftrag, name: str = "berichtsauftrag") -> str:
    return reverse(name, args=[auftrag.pk])


def zweite_leitung() -> Benutzer:
    return Benutzer.objects.create_user("zweite", rolle="leitung")


def aktenadresse(eine, name="detail", *mehr) -> str:
    return reverse(f"bericht_{name}", args=[eine.pk, *mehr])
