"""Geprüfte Monate und eine erteilte Freigabe, mit dem wirklichen Schutz gerechnet."""

from beratung.kalender.monatsstand import festlegen
from beratung.kern.zaehlung import Quelle, Zustand
from berichte.freigaben import ablauf
from berichte.models import Zahlenfreigabe
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer

ZWEI_MONATE = Zeitraum(Monat(2024, 8), Monat(2024, 9))


def person(name: str) -> Benutzer:
    return Benutzer.objects.get(username=name)


def pruefen(zeitraum: Zeitraum) -> None:
    """Die Monate beider Quellen auf geprüft setzen."""
    for monat in zeitraum:
        for quelle in Quelle:
            festlegen(quelle=quelle, monat=monat, zustand=Zustand.GEPRUEFT, grund="", von=None)


def gerechnete(zeitraum: Zeitraum = ZWEI_MONATE, **angaben) -> Zahlenfreigabe:
    """Beantragt und gerechnet; wie es ausging, steht im Zustand."""
    ablauf.beantragen(zeitraum=zeitraum, von=person("leitung"), **angaben)
    freigabe = ablauf.naechste_beanspruchen()
    ablauf.rechnen(freigabe)
    return freigabe


def erteilte(zeitraum: Zeitraum = ZWEI_MONATE, **angaben) -> Zahlenfreigabe:
    freigabe = gerechnete(zeitraum, **angaben)
    ablauf.erteilen(freigabe=freigabe, von=person("administration"))
    freigabe.refresh_from_db()
    return freigabe
