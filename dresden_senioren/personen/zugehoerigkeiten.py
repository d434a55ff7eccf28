"""Wozu eine Person gehören kann. Jede App meldet hier an, was sie hat; so kennt eine Seite alle, der Boden keine."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht, rollen_mit


@dataclass(frozen=True)
class Zugehoerigkeit:
    """Eine Beziehung, die einer Rolle ihren Bereich gibt, etwa Stellen der Sachbearbeitung."""

    schluessel: str  # heißt so an der Person (`person.stellen`) und im Formular
    bezeichnung: str
    modell: str  # „app.Modell“
    recht: Recht  # wirkt nur für Rollen damit …
    recht_auf_alle: Recht | None  # … und nicht für solche, die ohnehin alles sehen
    worte: str  # was man damit kann, zu lesen nach „kann“: „für {} melden“
    wozu: str  # was die Zugehörigen tun und sehen, ein Satz
    sonst: str  # was gilt, wenn niemand mehr dazugehört, ein Satz

    @property
    def rollen(self) -> list[str]:
        """Schlüssel der Rollen, für die sie etwas bedeutet."""
        alles = rollen_mit(self.recht_auf_alle) if self.recht_auf_alle else []
        return [rolle for rolle in rollen_mit(self.recht) if rolle not in alles]

    def ziele(self) -> QuerySet:
        """Alles, wozu man gehören kann."""
        return apps.get_model(self.modell)._default_manager.all()

    def der(self, person: Benutzer) -> list[Model]:
        """Wozu die Person gehört."""
        return list(getattr(person, self.schluessel).all())

    def personen(self, ziel: Model) -> QuerySet:
        """Wer zu `ziel` gehört."""
        return Benutzer.objects.filter(**{self.schluessel: ziel})

    def setzen(self, person: Benutzer, ziele: Iterable[Model]) -> None:
        getattr(person, self.schluessel).set(ziele)

    def sind_besetzung(self, personen: Iterable[Benutzer]) -> bool:
        """Hat eine von ihnen die passende Rolle und einen laufenden Zugang?"""
        return any(person.is_active and person.rolle in self.rollen for person in personen)

    def besetzte_ohne(self, person: Benutzer) -> set[int]:
        """Die Ziele, zu denen noch jemand anderes mit passender Rolle und laufendem Zugang gehört."""
        andere = Benutzer.objects.filter(is_active=True, rolle__in=self.rollen).exclude(pk=person.pk)
        return set(andere.values_list(self.schluessel, flat=True))

    def waehlbare(self, ziel: Model) -> QuerySet:
        """Wer zu `ziel` gehören kann: passende Rolle und laufender Zugang; dazu, wer schon dazugehört."""
        passend = Q(is_active=True, rolle__in=self.rollen)
        personen = Benutzer.objects.filter(passend | Q(**{self.schluessel: ziel}))
        return personen.distinct().order_by("last_name", "first_name", "username")


_ANGEMELDETE: dict[str, Zugehoerigkeit] = {}


def anmelden(zugehoerigkeit: Zugehoerigkeit) -> Zugehoerigkeit:
    _ANGEMELDETE[zugehoerigkeit.schluessel] = zugehoerigkeit
    return zugehoerigkeit


def zugehoerigkeiten() -> dict[str, Zugehoerigkeit]:
    """Schlüssel → Zugehörigkeit, in der Folge der Apps."""
    return dict(_ANGEMELDETE)


def mit_zugehoerigkeiten(personen: QuerySet) -> QuerySet:
    """Die Personen mit allem, wozu sie gehören, in je einer Abfrage."""
    return personen.prefetch_related(*_ANGEMELDETE)
