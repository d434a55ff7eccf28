"""Aus einer Berichtsakte der Bericht, jedes Mal neu aus den Daten; Festgeschriebenes liest festgeschrieben.py."""

from collections.abc import Iterable
from dataclasses import replace

from berichte.arten import BERICHTSARTEN, BerichtNichtMoeglich, Berichtswunsch
from berichte.kern.akten.bericht import Bericht, Botschaft
from berichte.kern.akten.botschaftstext import punkte
from berichte.kern.akten.textzahlen import fremde_zahlen
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Berichtsakte, Botschaftsfassung
from berichte.zahlen.geschuetzt import geltende_freigabe
from dresden_senioren.datenbank.ein_stand import ein_stand
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.models import Benutzer

from .festgeschrieben import frueherer


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


@ein_stand()
def entwurf(akte: Berichtsakte, *, von: Benutzer | None) -> Bericht:
    """Der Bericht aus den Daten von jetzt. BerichtNichtMoeglich mit einem Satz, wenn etwas fehlt, und wenn zur
    Weitergabe ein Text des Amts eine Zahl nennt, die der Bericht nicht (mehr) zeigt."""
    gewuenscht = wunsch(akte, von=von)
    if gewuenscht.fassung is Fassung.WEITERGABE and gewuenscht.botschaften:
        _pruefe_zahlen(gewuenscht.botschaften.values(), ohne_texte(akte, von=von))
    return BERICHTSARTEN[akte.art].bauen(gewuenscht)


@ein_stand()
def ohne_texte(akte: Berichtsakte, *, von: Benutzer | None) -> Bericht:
    """Der Bericht mit den Vorschlägen, ohne jeden Text des Amts."""
    return BERICHTSARTEN[akte.art].bauen(replace(wunsch(akte, von=von), botschaften={}))


def _pruefe_zahlen(botschaften: Iterable[Botschaft], bericht: Bericht) -> None:
    gegenstaende = {b.schluessel: b.gegenstand for b in bericht.bausteine if isinstance(b, Botschaft)}
    for botschaft in botschaften:
        if gegenstand := gegenstaende.get(botschaft.schluessel):
            teile = (botschaft.erkennen, botschaft.anerkennen, botschaft.nachhaltung, botschaft.massnahmen)
            text = "\n".join((botschaft.botschaft, *(punkt for teil in teile for punkt in teil)))
            if fremd := fremde_zahlen(text, bericht):
                raise BerichtNichtMoeglich(
                    f"Der Text zu „{gegenstand}“ nennt {aufzaehlung(fremd)}. Das zeigt in dieser Fassung keine "
                    "Abbildung; zur Weitergabe dürfen nur geschützte Zahlen in den Text. Bearbeiten Sie ihn."
                )


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
            *(punkte(getattr(fassung, teil)) for teil in ("erkennen", "anerkennen", "nachhaltung", "massnahmen")),
            verweise=tuple(f"{massnahme.nr} {massnahme.beschreibung}" for massnahme in fassung.verweise.all()),
        )
        for schluessel, fassung in geltende_botschaften(akte).items()
    }
