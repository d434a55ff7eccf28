"""Kennzahlen als Daten: was gezählt wird, wonach es aufgeteilt ist und was die Zahl bedeutet.

Die vier Zähleinheiten stehen auf Folie 11 der Auswertung Seniorenberatung; sie werden nie miteinander verrechnet.
"""

from dataclasses import dataclass

from beratung.kern.zaehlung import MERKMALE, Merkmal, Zaehleinheit

BEIDE_VERFAHREN = "Seniora.App und FMG.soz"


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


@dataclass(frozen=True)
class Kennzahl:
    """`zaehlweise`: Kurzform der `definition` für Herkunftszeilen. `hat_gesamtzahl`: gibt es auch ohne Merkmal."""

    schluessel: str
    name: str
    frage: str
    zaehleinheit: Zaehleinheit
    merkmale: tuple[Merkmal, ...]
    einheit: str
    zaehlweise: str
    definition: str
    quelle: str = BEIDE_VERFAHREN
    hat_gesamtzahl: bool = True


def _mit_hauptfeld(zaehleinheit: Zaehleinheit) -> tuple[Merkmal, ...]:
    return (Merkmal.HAUPTBERATUNGSFELD, *MERKMALE[zaehleinheit])


KENNZAHLEN = (
    Kennzahl(
        "informationen",
        "Informationen/Zuständigkeitsprüfungen",
        "Wie viele Anfragen wurden beantwortet oder an die zuständige Stelle gewiesen?",
        Zaehleinheit.INFORMATION,
        _mit_hauptfeld(Zaehleinheit.INFORMATION),
        "Informationen",
        "geleistete Informationen im Monat",
        "Summe der Leistungen mit der Leistungsart Information/Zuständigkeitsprüfung.",
    ),
    Kennzahl(
        "neuzugaenge",
        "Neuzugänge (Beratungsfälle)",
        "Wie viele Beratungsfälle sind neu begonnen worden?",
        Zaehleinheit.NEUZUGANG,
        (Merkmal.ALTERSGRUPPE, Merkmal.GESCHLECHT, Merkmal.ALTERSGRUPPE_GESCHLECHT, Merkmal.MIGRATIONSHINTERGRUND,
         Merkmal.FAMILIENSTAND, Merkmal.FALLHERKUNFT),
        "Neuzugänge",
        "neue Fälle im gemeldeten Monat",
        "Zeilen der Art Fälle im gemeldeten Monat; ob ein abgegebener Fall erneut zählt, ist mit dem Amt zu klären.",
    ),
    Kennzahl(
        "beratungen",
        "Beratungen",
        "Wie oft wurde beraten?",
        Zaehleinheit.BERATUNG,
        _mit_hauptfeld(Zaehleinheit.BERATUNG),
        "Beratungen",
        "geleistete Beratungen im Monat",
        "Summe der Leistungen mit der Leistungsart Beratung; ein Fall kann viele Beratungen haben.",
    ),
    Kennzahl(
        "kriseninterventionen",
        "Kriseninterventionen",
        "Wie oft war in einer Krise einzugreifen?",
        Zaehleinheit.KRISENINTERVENTION,
        _mit_hauptfeld(Zaehleinheit.KRISENINTERVENTION),
        "Kriseninterventionen",
        "geleistete Kriseninterventionen im Monat",
        "Summe der Leistungen mit der Leistungsart Krisenintervention.",
    ),
    Kennzahl(
        "leistungen_je_fall",
        "Häufigkeit (Leistungen je Fall)",
        "Wie viele Beratungen und Kriseninterventionen braucht ein Fall im Monat?",
        Zaehleinheit.FALL,
        (Merkmal.HAEUFIGKEIT,),
        "Fälle",
        "Fälle mit Leistungen im Monat",
        "Fälle nach der Zahl ihrer Beratungen und Kriseninterventionen im Monat, je Lieferung gezählt; über mehrere "
        "Monate sind es Fallmonate, nicht verschiedene Fälle.",
        hat_gesamtzahl=False,
    ),
)  # fmt: skip

JE_ZAEHLEINHEIT = {kennzahl.zaehleinheit: kennzahl for kennzahl in KENNZAHLEN}
