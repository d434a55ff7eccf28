"""Was für ein Bericht gewünscht ist, und was alle Berichtsarten gemeinsam haben."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.akten.bericht import Bericht, Botschaft
from berichte.kern.geheimhaltung import Fassung
from berichte.zahlen import datensaetze
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer
from massnahmen.models import Rundenabschluss

FRUEHESTES_JAHR = 2000  # davor gibt es weder Plan noch Zahlen
HERAUSGEBER = "Landeshauptstadt Dresden, Sozialamt"


class BerichtNichtMoeglich(Exception):
    """Es fehlt, woraus der Bericht entsteht; der Text sagt, was zu tun ist."""


@dataclass(frozen=True)
class Berichtswunsch:
    """Alles, was eine Berichtsart wissen muss. `planungsbereich` und `beratungsstelle` sind Kürzel. `freigabe`: Nummer
    der Zahlenfreigabe, ohne die es keine Fassung Weitergabe mit Sozialdaten gibt. `botschaften`: die Texte des Amts je
    Schlüssel; wo keiner ist, steht der Vorschlag. `frueher`: ein früherer Bericht, mit dem ein Kapitel vergleicht."""

    stichtag: date
    fassung: Fassung = Fassung.INTERN
    planungsbereich: str | None = None
    beratungsstelle: str | None = None
    abschluss: Rundenabschluss | None = None
    freigabe: int | None = None
    von: Benutzer | None = None
    botschaften: Mapping[str, Botschaft] = field(default_factory=dict)
    frueher: Bericht | None = None


def letzter_voller_monat(stichtag: date) -> Monat:
    """Ein angebrochener Monat zählt nicht mit."""
    monat = Monat.von_tag(stichtag)
    return monat if stichtag == monat.letzter else monat - 1


def vorgeschlagener_stichtag() -> date:
    """Ende des letzten gemeldeten Monats, sonst heute."""
    datensatz = datensaetze.gesamtzahlen_der_stadt(Zaehleinheit.NEUZUGANG)
    return max((teil.monat.letzter for teil in datensatz.teile), default=timezone.localdate())
