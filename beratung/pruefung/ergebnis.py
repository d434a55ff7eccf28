"""Was die Prüfung einer Datei ergibt."""

from dataclasses import dataclass, field

from beratung.kern.befunde.befund import Befund
from beratung.kern.zaehlen.zaehlen import Gezaehlt
from beratung.kern.zaehlung import Art, Quelle
from beratung.models import Lieferung, Zuordnungsprofil
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat


@dataclass
class Pruefung:
    """Was eine Datei enthält und was daran auffällt. Gespeichert ist noch nichts."""

    quelle: Quelle
    monat: Monat
    dateiname: str
    sha256: str
    profil: Zuordnungsprofil
    befunde: list[Befund] = field(default_factory=list)
    teile: dict[Art, Gezaehlt] = field(default_factory=dict)
    gelesen: int = 0
    fehlerhaft: int = 0
    ist_beispiel: bool = False
    # Die geltende Lieferung, die schon genau diese Zahlen enthält.
    unveraendert_zu: Lieferung | None = None

    def hat(self, schwere: Schwere) -> bool:
        return any(befund.schwere is schwere for befund in self.befunde)

    @property
    def hat_fehler(self) -> bool:
        return self.hat(Schwere.FEHLER)

    @property
    def braucht_begruendung(self) -> bool:
        return self.hat(Schwere.WARNUNG)

    @property
    def summen(self) -> dict[str, int]:
        """Gesamtzahl je gelieferter Zähleinheit."""
        return {einheit: n for teil in self.teile.values() for einheit, n in teil.summen.items()}
