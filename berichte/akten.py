"""Aus einer Berichtsakte der Bericht: festgeschrieben, wie er ist; sonst jedes Mal neu aus den Daten."""

from dresden_senioren.models import Benutzer

from .arten import BERICHTSARTEN, Berichtswunsch
from .festgeschrieben import frueherer
from .kern.bericht import Bericht, Botschaft
from .kern.geheimhaltung import Fassung
from .models import Berichtsakte, Botschaftsfassung, Zahlenfreigabe


def wunsch(akte: Berichtsakte, *, von: Benutzer | None) -> Berichtswunsch:
    """Was die Berichtsart braucht, aus der Akte zusammengestellt."""
    fassung = Fassung(akte.fassung)
    return Berichtswunsch(
        stichtag=akte.stichtag,
        fassung=fassung,
        planungsbereich=akte.planungsbereich and akte.planungsbereich.kuerzel,
        beratungsstelle=akte.beratungsstelle and akte.beratungsstelle.kuerzel,
        abschluss=akte.abschluss,
        freigabe=geltende_freigabe() if fassung is Fassung.WEITERGABE else None,
        von=von,
        botschaften=botschaften(akte),
        frueher=frueherer(akte),
    )


def entwurf(akte: Berichtsakte, *, von: Benutzer | None) -> Bericht:
    """Der Bericht aus den Daten von jetzt. BerichtNichtMoeglich mit einem Satz, wenn etwas fehlt."""
    return BERICHTSARTEN[akte.art].bauen(wunsch(akte, von=von))


def geltende_freigabe() -> int | None:
    """Die jüngste erteilte; sie enthält alle früher freigegebenen Monate."""
    erteilt = Zahlenfreigabe.objects.filter(zustand=Zahlenfreigabe.Zustand.FREIGEGEBEN)
    return erteilt.values_list("pk", flat=True).first()


def geltende_botschaften(akte: Berichtsakte) -> dict[str, Botschaftsfassung]:
    """Schlüssel → jüngste Fassung."""
    fassungen = akte.botschaften.filter(naechste=None).prefetch_related("verweise__ziel")
    return {fassung.schluessel: fassung for fassung in fassungen}


def botschaften(akte: Berichtsakte) -> dict[str, Botschaft]:
    return {
        schluessel: Botschaft(
            schluessel,
            "",
            fassung.botschaft,
            *(_punkte(getattr(fassung, teil)) for teil in ("erkennen", "anerkennen", "nachhaltung", "massnahmen")),
            verweise=tuple(f"{massnahme.nr} {massnahme.beschreibung}" for massnahme in fassung.verweise.all()),
        )
        for schluessel, fassung in geltende_botschaften(akte).items()
    }


def _punkte(text: str) -> tuple[str, ...]:
    """Je Zeile ein Punkt."""
    return tuple(zeile.strip() for zeile in text.splitlines() if zeile.strip())
