"""Was sich mit einem Zugang außer dem Ändern tun lässt: jede Handlung mit Frage, Folgen und Knopf als Daten."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from dresden_senioren.anmeldung import faktor
from dresden_senioren.models import Benutzer

from . import dienste
from .angaben import angaben
from .einladen import einladen
from .folgen import folgen_des_abschaltens


@dataclass(frozen=True)
class Handlung:
    """`tun(request, person)` gibt den Satz für den Erfolg oder selbst die Antwort."""

    schluessel: str
    knopf: str
    frage: str
    saetze: Callable[[Benutzer], list[str]]
    ist_moeglich: Callable[[Benutzer], bool]
    tun: Callable[[HttpRequest, Benutzer], str | HttpResponse]
    ist_gefaehrlich: bool = False

    @property
    def url_name(self) -> str:
        return f"person_{self.schluessel}"


def _abschalten(request: HttpRequest, person: Benutzer) -> str:
    dienste.abschalten(person=person, von=request.user)
    return f"Abgeschaltet: {person.anzeigename}. Alle Sitzungen sind beendet."


def _einschalten(request: HttpRequest, person: Benutzer) -> str:
    dienste.einschalten(person=person, von=request.user)
    return f"Wieder eingeschaltet: {person.anzeigename}."


def _sitzungen_beenden(request: HttpRequest, person: Benutzer) -> str:
    dienste.sitzungen_beenden(person=person, von=request.user)
    return f"{person.anzeigename} muss sich überall neu anmelden."


def _faktor_zuruecksetzen(request: HttpRequest, person: Benutzer) -> str:
    faktor.entfernen(person=person, von=request.user)
    return f"{person.anzeigename} richtet den zweiten Faktor bei der nächsten Anmeldung neu ein."


HANDLUNGEN = (
    Handlung(
        "link",
        "Neuer Link für das Kennwort",
        "Einen neuen Link für das Kennwort erstellen?",
        lambda person: [
            "Der Link gilt 24 Stunden und einmal. Das bisherige Kennwort gilt, bis ein neues gesetzt ist.",
            "Er geht an die E-Mail-Adresse der Person. Ohne Mailserver erscheint er einmal auf der nächsten Seite.",
        ],
        lambda person: person.is_active,
        einladen,
    ),
    Handlung(
        "sitzungen",
        "Alle Sitzungen beenden",
        "Alle Sitzungen beenden?",
        lambda person: ["Wer gerade mit diesem Zugang arbeitet, muss sich neu anmelden. Auch offene Links verfallen."],
        lambda person: person.is_active,
        _sitzungen_beenden,
    ),
    Handlung(
        "faktor",
        "Zweiten Faktor zurücksetzen",
        "Den zweiten Faktor zurücksetzen?",
        lambda person: [
            "Gerät und Ersatzcodes gelten nicht mehr, alle Sitzungen enden.",
            "Vergewissern Sie sich vorher auf anderem Weg, dass die Person selbst darum bittet.",
        ],
        lambda person: person.is_active and person.hat_zweiten_faktor,
        _faktor_zuruecksetzen,
        ist_gefaehrlich=True,
    ),
    Handlung(
        "abschalten",
        "Zugang abschalten",
        "Den Zugang abschalten?",
        lambda person: [
            "Anmelden geht nicht mehr, alle Sitzungen enden sofort, bestellte Dateien werden nicht mehr ausgeliefert.",
            "Was die Person eingetragen hat, bleibt mit ihrem Namen stehen. Der Zugang lässt sich wieder einschalten.",
            *folgen_des_abschaltens(person, angaben(person)),
        ],
        lambda person: person.is_active,
        _abschalten,
        ist_gefaehrlich=True,
    ),
    Handlung(
        "einschalten",
        "Zugang wieder einschalten",
        "Den Zugang wieder einschalten?",
        lambda person: ["Es gelten wieder das bisherige Kennwort, dieselbe Rolle und dieselben Zugehörigkeiten."],
        lambda person: not person.is_active,
        _einschalten,
    ),
)
