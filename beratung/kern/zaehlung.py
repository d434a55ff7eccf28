"""Was gezählt wird, woher es kommt und wonach es aufgeteilt wird: die Wörter, aus denen jede Zahl besteht."""

from enum import StrEnum


class Zaehleinheit(StrEnum):
    """Verschiedene Dinge, die nie zusammengezählt werden (Folie 11 der Auswertung)."""

    INFORMATION = "information"
    NEUZUGANG = "neuzugang"
    BERATUNG = "beratung"
    KRISENINTERVENTION = "krisenintervention"
    # Nur im Würfel: ein Fall mit mindestens einer Leistung im Monat, für die Häufigkeit.
    FALL = "fall"

    @property
    def bezeichnung(self) -> str:
        return {
            "information": "Informationen/Zuständigkeitsprüfungen",
            "neuzugang": "Neuzugänge (Beratungsfälle)",
            "beratung": "Beratungen",
            "krisenintervention": "Kriseninterventionen",
            "fall": "Fälle mit Leistungen",
        }[self.value]


class Quelle(StrEnum):
    SENIORA = "seniora"
    FMG = "fmg"

    @property
    def bezeichnung(self) -> str:
        """Wie das Amt die Seite nennt."""
        return {"seniora": "geförderte Seniorenberatung", "fmg": "kommunale Seniorenberatung"}[self.value]

    @property
    def kurz(self) -> str:
        return {"seniora": "gefördert", "fmg": "kommunal"}[self.value]

    @property
    def verfahren(self) -> str:
        """Das Programm, aus dem die Zahlen kommen."""
        return {"seniora": "Seniora.App", "fmg": "FMG.soz"}[self.value]


class Art(StrEnum):
    """Art der Tabelle in einer Lieferung."""

    FAELLE = "faelle"
    LEISTUNGEN = "leistungen"
    SUMMEN = "summen"

    @property
    def bezeichnung(self) -> str:
        return {"faelle": "Fälle", "leistungen": "Leistungen", "summen": "Summen"}[self.value]


class Merkmal(StrEnum):
    ALTERSGRUPPE = "altersgruppe"
    GESCHLECHT = "geschlecht"
    MIGRATIONSHINTERGRUND = "migrationshintergrund"
    FAMILIENSTAND = "familienstand"
    FALLHERKUNFT = "fallherkunft"
    BERATUNGSFELD = "beratungsfeld"
    BERATUNGSORT = "beratungsort"
    # Nur im Würfel, nicht in Lieferungen:
    ALTERSGRUPPE_GESCHLECHT = "altersgruppe×geschlecht"
    HAUPTBERATUNGSFELD = "hauptberatungsfeld"
    HAEUFIGKEIT = "haeufigkeit"

    @property
    def bezeichnung(self) -> str:
        return {
            "altersgruppe×geschlecht": "Altersgruppe und Geschlecht",
            "haeufigkeit": "Leistungen je Fall",
        }.get(self.value, self.value.capitalize())


# Nach welchen gelieferten Merkmalen eine Zähleinheit aufgeteilt ist.
MERKMALE = {
    Zaehleinheit.NEUZUGANG: (
        Merkmal.ALTERSGRUPPE,
        Merkmal.GESCHLECHT,
        Merkmal.MIGRATIONSHINTERGRUND,
        Merkmal.FAMILIENSTAND,
        Merkmal.FALLHERKUNFT,
    ),
    Zaehleinheit.INFORMATION: (Merkmal.BERATUNGSFELD, Merkmal.BERATUNGSORT),
    Zaehleinheit.BERATUNG: (Merkmal.BERATUNGSFELD, Merkmal.BERATUNGSORT),
    Zaehleinheit.KRISENINTERVENTION: (Merkmal.BERATUNGSFELD, Merkmal.BERATUNGSORT),
}

UNBEKANNT = "unbekannt"
OHNE_ANGABE = frozenset({UNBEKANNT, "keine_angabe"})  # so heißt es beim Geschlecht
AUSWAERTIG = "auswaertig"


class Ebene(StrEnum):
    """Wofür eine Zelle des Würfels gilt."""

    STADT = "stadt"
    PLANUNGSBEREICH = "planungsbereich"
    STADTTEIL = "stadtteil"
    BERATUNGSSTELLE = "beratungsstelle"


class Zustand(StrEnum):
    """Wie fest eine Monatszahl ist."""

    VORLAEUFIG = "vorlaeufig"
    GEPRUEFT = "geprueft"
    ENDGUELTIG = "endgueltig"
    FEHLT = "fehlt"

    @property
    def bezeichnung(self) -> str:
        return {
            "vorlaeufig": "vorläufig", "geprueft": "geprüft", "endgueltig": "endgültig", "fehlt": "nicht gemeldet",
        }[self.value]  # fmt: skip
