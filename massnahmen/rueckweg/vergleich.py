"""Die Antwort eines Rückmeldeformulars neben dem Stand beim Versand und dem von jetzt."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from massnahmen.kern.formular import Abweisung
from massnahmen.kern.rueckweg import LEER, Lage, Stand, beide, gemeint, lage
from massnahmen.models import Formularversand, Formularzeile, Massnahme, Sachstandsart, Sachstandsmeldung


@dataclass(frozen=True)
class Vorschauzeile:
    """Eine Maßnahme der Antwort, dreifach verglichen; `mangel` ist vor der Übernahme zu beheben."""

    massnahme: Massnahme
    lage: Lage
    gesandt: Stand
    antwort: Stand | None
    heute: Stand
    heutige_meldung: Sachstandsmeldung | None
    sachstandsart: Sachstandsart | None = None  # die gemeldete, wenn es sie gibt
    mangel: str = ""

    @property
    def beide_texte(self) -> str:
        return beide(self.antwort, self.heute)


@dataclass(frozen=True)
class Vorschau:
    zeilen: list[Vorschauzeile]
    abgewiesen: list[Abweisung]
    stand: str  # ändert sich, wenn inzwischen jemand meldet oder eine neue Datei kommt
    arten: dict[str, Sachstandsart]

    def mit(self, gesucht: Lage) -> list[Vorschauzeile]:
        return [zeile for zeile in self.zeilen if zeile.lage == gesucht]


def vorschau(versand: Formularversand) -> Vorschau:
    """Nur für Formulare mit einer Antwort; feste Zahl von Abfragen."""
    arten = {art.bezeichnung: art for art in Sachstandsart.objects.all()}
    zeilen = list(versand.zeilen.select_related("massnahme", "meldung__sachstandsart"))
    meldungen = Sachstandsmeldung.objects.geltend().filter(massnahme__in=versand.zeilen.values("massnahme"))
    heute = {m.massnahme_id: m for m in meldungen.select_related("sachstandsart", "erfasst_von")}
    eigene = set(versand.stelle.beteiligungen.values_list("massnahme", flat=True))
    gezeigt, abgewiesen = [], [Abweisung(**angaben) for angaben in versand.antwort["abgewiesen"]]
    for zeile in zeilen:
        antwort = versand.antwort["zeilen"].get(str(zeile.massnahme_id), {"sachstand": "", "erlaeuterung": ""})
        if zeile.massnahme_id in eigene:
            gezeigt.append(_vergleichen(zeile, heute.get(zeile.massnahme_id), antwort, arten))
        elif any(antwort.values()):
            satz = f"Die Maßnahme gehört nicht mehr zu {versand.stelle}; ihre Antwort wird nicht übernommen."
            abgewiesen.append(Abweisung(zeile.massnahme.nr, satz))
    return Vorschau(gezeigt, abgewiesen, _stand(versand, heute), arten)


def _stand(versand: Formularversand, heute: Mapping[int, Sachstandsmeldung]) -> str:
    angaben = sorted((pk, meldung.pk) for pk, meldung in heute.items()), sorted(versand.antwort["zeilen"].items())
    return hashlib.sha256(repr(angaben).encode()).hexdigest()


def _vergleichen(
    zeile: Formularzeile,
    heutige: Sachstandsmeldung | None,
    antwort: Mapping[str, str],
    arten: Mapping[str, Sachstandsart],
) -> Vorschauzeile:
    gesandt, heute = _als_stand(zeile.meldung), _als_stand(heutige)
    gemeldet = gemeint(gesandt, **antwort)
    schon = heutige is not None and zeile.uebernommen_id == heutige.pk
    ergebnis = lage(gesandt, gemeldet, heute, ist_schon_uebernommen=schon)
    art = arten.get(gemeldet.sachstand) if gemeldet else None
    mangel = _mangel(art, gemeldet, heutige) if ergebnis in (Lage.NEU, Lage.KONFLIKT) else ""
    return Vorschauzeile(zeile.massnahme, ergebnis, gesandt, gemeldet, heute, heutige, art, mangel)


def _als_stand(meldung: Sachstandsmeldung | None) -> Stand:
    return Stand(meldung.sachstandsart.bezeichnung, meldung.erlaeuterung) if meldung else LEER


def _mangel(art: Sachstandsart | None, gemeldet: Stand, heutige: Sachstandsmeldung | None) -> str:
    if art is None:
        was = f"„{gemeldet.sachstand}“ ist kein Sachstand." if gemeldet.sachstand else "Der Sachstand fehlt."
        return f"{was} Bitte wählen Sie einen aus."
    if not gemeldet.erlaeuterung and art.verlangt_begruendung_nach(heutige and heutige.sachstandsart):
        return f"„{art}“ braucht hier eine Begründung, die Antwort enthält keine. Bitte ergänzen Sie sie."
    return ""
