"""Kennzahlen als Daten: was gezählt wird, wonach es aufgeteilt ist und was die Zahl bedeutet.

Die vier Zähleinheiten stehen auf Folie 11 der Auswertung Seniorenberatung; sie werden nie miteinander verrechnet.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beratung.kern.zaehlung import MERKMALE, Art, Merkmal, Zaehleinheit
from beratung.kern.zuordnen.spalten import spaltenname

BEIDE_VERFAHREN = "Seniora.App und FMG.soz"
SOZIALPLANUNG = "Sozialamt, Sozialplanung (zu bestätigen)"
NAECHSTE_PRUEFUNG = date(2027, 3, 31)  # mit der Fortschreibung des Fachplans; vom Amt zu bestätigen

# Was mit dem Amt noch zu klären ist; jede Seite, die eine betroffene Zahl erklärt, nennt es.
BERATUNGSFALL = (
    "Was ein Beratungsfall ist und ob ein an einen Träger abgegebener Fall dort erneut zählt, ist offen. Zählen ihn "
    "beide, steht er in „gefördert und kommunal zusammen“ zweimal."
)
EXPORTFORMATE = (
    "Die Exporte von Seniora.App und FMG.soz sind nicht veröffentlicht; wie ihre Spalten den Merkmalen zugeordnet "
    "sind, ist eine Annahme."
)
PLANUNGSBEREICHE = "Welcher Stadtteil zu welchem Planungsbereich gehört, ist nicht amtlich bestätigt."
AUSSTATTUNG = "VzÄ und Soll-Fälle sind nicht veröffentlicht; es gilt, was die Administration hinterlegt hat."
BEVOELKERUNG = "Welche Bevölkerungszahlen der Kommunalen Statistikstelle gelten, ist offen."


class Richtung(StrEnum):
    """Ob mehr besser ist. Mehr Beratungsfälle sind weder gut noch schlecht: mehr Not oder mehr erreichte Menschen."""

    NEUTRAL = "neutral"
    MEHR = "mehr"
    WENIGER = "weniger"

    @property
    def bezeichnung(self) -> str:
        return {
            "neutral": "neutral – mehr ist weder gut noch schlecht",
            "mehr": "mehr ist besser",
            "weniger": "weniger ist besser",
        }[self.value]


@dataclass(frozen=True)
class Anzahl:
    """Eine Zahl mit ihrer Zähleinheit. TypeError, sobald Verschiedenes verrechnet würde: das ist ein Programmfehler."""

    wert: int
    zaehleinheit: Zaehleinheit

    def __add__(self, andere: "Anzahl") -> "Anzahl":
        return Anzahl(self.wert + self._gleichartig(andere), self.zaehleinheit)

    def __sub__(self, andere: "Anzahl") -> int:
        return self.wert - self._gleichartig(andere)

    def _gleichartig(self, andere: "Anzahl") -> int:
        if not isinstance(andere, Anzahl) or andere.zaehleinheit != self.zaehleinheit:
            fremd = andere.zaehleinheit.bezeichnung if isinstance(andere, Anzahl) else repr(andere)
            raise TypeError(f"{self.zaehleinheit.bezeichnung} und {fremd} werden nie verrechnet.")
        return andere.wert


@dataclass(frozen=True, kw_only=True)
class Katalogeintrag:
    """Was jede Kennzahl von sich sagt. `berechnung`: die Formel in Worten; `vorbehalte`: was noch offen ist.
    `ist_eine_zahl`: ist ohne Merkmal eine Aussage."""

    schluessel: str
    name: str
    frage: str
    einheit: str
    definition: str
    berechnung: str
    vorbehalte: tuple[str, ...]
    quelle: str = BEIDE_VERFAHREN
    richtung: Richtung = Richtung.NEUTRAL
    verantwortlich: str = SOZIALPLANUNG
    naechste_pruefung: date = NAECHSTE_PRUEFUNG
    ist_eine_zahl: bool = True


@dataclass(frozen=True, kw_only=True)
class Kennzahl(Katalogeintrag):
    """Eine Zählung. `zaehlweise`: Kurzform der `definition` für Herkunftszeilen."""

    zaehleinheit: Zaehleinheit
    merkmale: tuple[Merkmal, ...]
    zaehlweise: str

    @property
    def art(self) -> Art:
        """Das Blatt des Lieferformats, aus dem gezählt wird."""
        return Art.FAELLE if self.zaehleinheit is Zaehleinheit.NEUZUGANG else Art.LEISTUNGEN

    def spalte(self, merkmal: Merkmal) -> str:
        """Überschrift im Lieferformat: „Alter oder Altersgruppe“, „Beratungsfeld“, „Fallkennung“."""
        felder = {
            Merkmal.HAUPTBERATUNGSFELD: (Merkmal.BERATUNGSFELD,),
            Merkmal.ALTERSGRUPPE_GESCHLECHT: (Merkmal.ALTERSGRUPPE, Merkmal.GESCHLECHT),
            Merkmal.HAEUFIGKEIT: ("fallkennung", "anzahl"),
        }.get(merkmal, (merkmal,))
        return "; ".join(spaltenname(self.art, feld) for feld in felder)


def _aus_leistungen(zaehleinheit: Zaehleinheit, leistungsart: str, **angaben) -> Kennzahl:
    return Kennzahl(
        zaehleinheit=zaehleinheit,
        merkmale=(Merkmal.HAUPTBERATUNGSFELD, *MERKMALE[zaehleinheit]),
        berechnung=f"Summe der Spalte Anzahl (leer zählt 1) aller Zeilen mit der Leistungsart {leistungsart}.",
        vorbehalte=(EXPORTFORMATE, PLANUNGSBEREICHE),
        **angaben,
    )


KENNZAHLEN = (
    _aus_leistungen(
        Zaehleinheit.INFORMATION,
        "Information/Zuständigkeitsprüfung",
        schluessel="informationen",
        name="Informationen/Zuständigkeitsprüfungen",
        frage="Wie viele Anfragen wurden beantwortet oder an die zuständige Stelle gewiesen?",
        einheit="Informationen",
        zaehlweise="geleistete Informationen im Monat",
        definition="Summe der Leistungen mit der Leistungsart Information/Zuständigkeitsprüfung.",
    ),
    Kennzahl(
        schluessel="neuzugaenge",
        name="Neuzugänge (Beratungsfälle)",
        frage="Wie viele Beratungsfälle sind neu begonnen worden?",
        zaehleinheit=Zaehleinheit.NEUZUGANG,
        merkmale=(
            Merkmal.ALTERSGRUPPE, Merkmal.GESCHLECHT, Merkmal.ALTERSGRUPPE_GESCHLECHT, Merkmal.MIGRATIONSHINTERGRUND,
            Merkmal.FAMILIENSTAND, Merkmal.FALLHERKUNFT,
        ),
        einheit="Neuzugänge",
        zaehlweise="neue Fälle im gemeldeten Monat",
        definition="Zeilen der Art Fälle im gemeldeten Monat; ob ein abgegebener Fall erneut zählt, ist mit dem Amt zu "
        "klären.",
        berechnung="Zahl der Zeilen im Blatt Fälle; wer wieder kommt, zählt wieder.",
        vorbehalte=(BERATUNGSFALL, EXPORTFORMATE, PLANUNGSBEREICHE),
    ),
    _aus_leistungen(
        Zaehleinheit.BERATUNG,
        "Beratung",
        schluessel="beratungen",
        name="Beratungen",
        frage="Wie oft wurde beraten?",
        einheit="Beratungen",
        zaehlweise="geleistete Beratungen im Monat",
        definition="Summe der Leistungen mit der Leistungsart Beratung; ein Fall kann viele Beratungen haben.",
    ),
    _aus_leistungen(
        Zaehleinheit.KRISENINTERVENTION,
        "Krisenintervention",
        schluessel="kriseninterventionen",
        name="Kriseninterventionen",
        frage="Wie oft war in einer Krise einzugreifen?",
        einheit="Kriseninterventionen",
        zaehlweise="geleistete Kriseninterventionen im Monat",
        definition="Summe der Leistungen mit der Leistungsart Krisenintervention.",
    ),
    Kennzahl(
        schluessel="leistungen_je_fall",
        name="Häufigkeit (Leistungen je Fall)",
        frage="Wie viele Beratungen und Kriseninterventionen braucht ein Fall im Monat?",
        zaehleinheit=Zaehleinheit.FALL,
        merkmale=(Merkmal.HAEUFIGKEIT,),
        einheit="Fälle",
        zaehlweise="Fälle mit Leistungen im Monat",
        definition="Fälle nach der Zahl ihrer Beratungen und Kriseninterventionen im Monat, je Lieferung gezählt; über "
        "mehrere Monate sind es Fallmonate, nicht verschiedene Fälle.",
        berechnung="Je Beratungsstelle und Fallkennung die Beratungen und Kriseninterventionen eines Monats, in "
        "Klassen 1, 2–3, 4–9, 10 und mehr. Die Fallkennung wird danach verworfen.",
        vorbehalte=(
            "Leistungen ohne Fallkennung zählen hier nicht mit.", BERATUNGSFALL, EXPORTFORMATE, PLANUNGSBEREICHE,
        ),
        ist_eine_zahl=False,
    ),
)  # fmt: skip

JE_ZAEHLEINHEIT = {kennzahl.zaehleinheit: kennzahl for kennzahl in KENNZAHLEN}
