"""Beispiellieferungen: erfunden, aber mit den veröffentlichten Summen. Gleicher Samen, gleiche Bytes.

Veröffentlicht sind die Neuzugänge 01–09/2023 und 01–09/2024 beider Quellen, kommunal auch 10–12/2023, und die Anteile
der Hauptberatungsfelder 2024 (Folien 13, 15, 17 der Auswertung). Alles andere, auch jede Verteilung auf Monate,
Gebiete und Merkmale, ist ausgedacht.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .kern.zaehlung import Art, Quelle

SAMEN = 2024
ZEITRAUM = Zeitraum(Monat(2023, 1), Monat(2024, 12))

# Neuzugänge je Quelle und Zeitraum. Nur die ersten beiden und das dritte kommunale Paar sind veröffentlicht.
NEUZUGAENGE = {
    Quelle.SENIORA: (("2023-01", "2023-09", 2535), ("2023-10", "2023-12", 816), ("2024-01", "2024-09", 3080),
                     ("2024-10", "2024-12", 1012)),
    Quelle.FMG: (("2023-01", "2023-09", 1571), ("2023-10", "2023-12", 488), ("2024-01", "2024-09", 1281),
                 ("2024-10", "2024-12", 402)),
}  # fmt: skip
SAISON = (1.08, 0.98, 1.06, 0.97, 0.98, 1.0, 0.92, 0.93, 1.08, 1.04, 1.06, 0.84)
# Leistungen im Monatsmittel: Informationen, Beratungen, Kriseninterventionen.
LEISTUNGEN = {Quelle.SENIORA: (420, 980, 36), Quelle.FMG: (190, 520, 44)}
STREUUNG = (0.07, 0.05, 0.06)
LEISTUNGSARTEN = ("Information/Zuständigkeitsprüfung", "Beratung", "Krisenintervention")
# Gewichte, die auf eine Stelle gerundet die Anteile von Folie 17 ergeben: 29,3 · 26,4 · 24,8 · 16,6 · 3,0.
HAUPTFELDER = {
    "Pflege und Gesundheit": 2928,
    "Sonstige": 2638,
    "Gesundheitliche und soziale Problemlagen": 2478,
    "Sozialrechtliche Leistungen": 1658,
    "Freizeit, Bildung, Kultur": 298,
}
SONSTIGE = {"Wohnen im Alter": 36, "Schwerbehinderung": 27, "altersgerechte Dienste": 19, "Betreuung & Vorsorge": 14,
            "Sonstige": 4}  # fmt: skip

ALTER = {"": 3, "unter 60": 4, "60–64": 8, "65–69": 12, "70–74": 15, "75–79": 18, "80–84": 21, "85–89": 13, "90+": 6}
GESCHLECHT = {"weiblich": 645, "männlich": 325, "divers": 3, "keine Angabe": 27}
MIGRATION = {"nein": 83, "ja": 14, "unbekannt": 3}
FAMILIENSTAND = {"verwitwet": 36, "verheiratet/Lebenspartnerschaft": 31, "ledig": 13, "geschieden": 17, "unbekannt": 3}
HERKUNFT = {"Selbstmeldung": 40, "Angehörige/Umfeld": 25, "Krankenhaus/Arzt/Pflege": 12, "Begegnung": 7,
            "andere Ämter": 5, "Träger": 4, "Polizei/Rettung": 2, "sonstige": 3, "": 2}  # fmt: skip
FALLABGABE = "Sozialamt/SDfS (Fallabgabe)"
ORT = {"Einrichtung/Büro": 38, "Häuslichkeit (Hausbesuch)": 22, "Telefon": 28, "schriftlich/E-Mail": 8, "Video": 1,
       "sonstiger": 1, "": 2}  # fmt: skip
LEISTUNGEN_JE_FALL = {1: 50, 2: 22, 3: 11, 4: 6, 5: 4, 6: 3, 8: 2, 12: 2}
GEWICHT_BEREICH = {"altstadt": 14, "neustadt": 7, "pieschen": 11, "klotzsche": 5, "loschwitz": 5, "blasewitz": 18,
                   "leuben": 9, "prohlis": 14, "plauen": 8, "cotta": 16}  # fmt: skip
# Kaum bewohnt; Fälle von dort wären unglaubwürdig.
UNBEWOHNT = {"33", "34", "44"}


@dataclass(frozen=True)
class Orte:
    """Wo Beispielfälle auftreten: Stadtteile je Planungsbereich und die Beispielstellen (Name, Bereich, tätig ab)."""

    stadtteile: dict[str, list[str]]
    stellen: dict[Quelle, list[tuple[str, str, Monat | None]]]


@dataclass
class Monatsmappe:
    """Eine Beispieldatei: je Art die Zeilen in der Reihenfolge ihrer Überschriften."""

    quelle: Quelle
    monat: Monat
    tabellen: dict[Art, list[list[str]]] = field(default_factory=dict)

    @property
    def dateiname(self) -> str:
        return f"{self.quelle.value}_{self.monat}.xlsx"


def mappen(orte: Orte) -> Iterator[Monatsmappe]:
    """48 Mappen, Monat für Monat, erst gefördert, dann kommunal."""
    zufall = random.Random(SAMEN)  # noqa: S311 – Wiederholbarkeit ist der Zweck
    mengen = _mengen(zufall)
    felder = {abschnitt: _felderstapel(mengen, abschnitt, zufall) for abschnitt in (False, True)}
    for monat in ZEITRAUM:
        for quelle in Quelle:
            ziehung = _Ziehung(quelle, monat, orte, zufall, felder[_ist_veroeffentlicht(monat)])
            neuzugaenge, leistungen = mengen[quelle, monat]
            mappe = Monatsmappe(quelle, monat)
            mappe.tabellen[Art.FAELLE] = ziehung.faelle(neuzugaenge)
            mappe.tabellen[Art.LEISTUNGEN] = ziehung.leistungen(leistungen)
            yield mappe


def _ist_veroeffentlicht(monat: Monat) -> bool:
    """Im Zeitraum von Folie 17 müssen die Anteile der Hauptberatungsfelder genau stimmen."""
    return monat in Zeitraum(Monat(2024, 1), Monat(2024, 9))


def aufteilen(gesamt: int, gewichte: list[float]) -> list[int]:
    """`gesamt` nach Gewichten in ganze Zahlen teilen (größte Reste), Summe genau."""
    genau = [gesamt * gewicht / sum(gewichte) for gewicht in gewichte]
    teile = [int(wert) for wert in genau]
    reste = sorted(range(len(teile)), key=lambda nr: teile[nr] - genau[nr])
    for nr in reste[: gesamt - sum(teile)]:
        teile[nr] += 1
    return teile


def _mengen(zufall: random.Random) -> dict[tuple[Quelle, Monat], tuple[int, list[int]]]:
    """Je Quelle und Monat: Neuzugänge und Leistungen je Art. Jede schwankt für sich, wie wirkliche Monate es tun."""
    mengen = {}
    for quelle, abschnitte in NEUZUGAENGE.items():
        for von, bis, gesamt in abschnitte:
            monate = list(Zeitraum(Monat.lesen(von), Monat.lesen(bis)))
            # Gefördert steigt im Lauf der Zeit, kommunal sinkt.
            trend = 1.015 if quelle is Quelle.SENIORA else 0.985
            gewichte = [SAISON[m.nummer - 1] * trend**nr * zufall.gauss(1, 0.09) for nr, m in enumerate(monate)]
            mittel = sum(gewichte) / len(gewichte)
            for monat, gewicht, neu in zip(monate, gewichte, aufteilen(gesamt, gewichte), strict=True):
                wachstum = 1 if monat.jahr == 2023 else 1.12 if quelle is Quelle.SENIORA else 0.93
                leistungen = [
                    round(menge * wachstum * gewicht / mittel * zufall.gauss(1, streuung))
                    for menge, streuung in zip(LEISTUNGEN[quelle], STREUUNG, strict=True)
                ]
                mengen[quelle, monat] = (neu, leistungen)
    return mengen


def _felderstapel(mengen: dict, ist_veroeffentlicht: bool, zufall: random.Random) -> list[list[str]]:
    """Je Leistungsart ein gemischter Stapel von Beratungsfeldern, der genau aufgeht."""
    stapel = []
    for nr in range(len(LEISTUNGSARTEN)):
        gesamt = sum(
            leistungen[nr]
            for (_, monat), (_, leistungen) in mengen.items()
            if _ist_veroeffentlicht(monat) is ist_veroeffentlicht
        )
        anzahlen = dict(zip(HAUPTFELDER, aufteilen(gesamt, list(HAUPTFELDER.values())), strict=True))
        unterfelder = dict(zip(SONSTIGE, aufteilen(anzahlen.pop("Sonstige"), list(SONSTIGE.values())), strict=True))
        karten = [feld for feld, anzahl in (anzahlen | unterfelder).items() for _ in range(anzahl)]
        zufall.shuffle(karten)
        stapel.append(karten)
    return stapel


class _Ziehung:
    """Zieht die Zeilen eines Monats einer Quelle."""

    def __init__(self, quelle: Quelle, monat: Monat, orte: Orte, zufall: random.Random, felder: list[list[str]]):
        self.quelle, self.monat, self.orte, self.zufall, self.felder = quelle, monat, orte, zufall, felder
        stellen = [(name, bereich) for name, bereich, ab in orte.stellen[quelle] if ab is None or ab <= monat]
        self.stellen = {b: [name for name, wo in stellen if wo == b] for b in GEWICHT_BEREICH}

    def _eines(self, gewichte: dict):
        return self.zufall.choices(list(gewichte), list(gewichte.values()))[0]

    def _ort(self) -> tuple[str, str]:
        """Beratungsstelle und Stadtteil (Nr., leer oder „auswärtig“)."""
        bereich = self._eines(GEWICHT_BEREICH)
        stelle = self.zufall.choice(self.stellen[bereich])
        stadtteil = self.zufall.choice([nr for nr in self.orte.stadtteile[bereich] if nr not in UNBEWOHNT])
        wuerfel = self.zufall.random()
        return stelle, "" if wuerfel < 0.03 else "auswärtig" if wuerfel < 0.04 else stadtteil

    def _herkunft(self) -> str:
        """Fallabgaben gibt es nur an Träger; 2024 sind es deutlich mehr."""
        anteil = 0 if self.quelle is Quelle.FMG else 0.08 if self.monat.jahr == 2023 else 0.08 + self.monat.nummer / 100
        return FALLABGABE if self.zufall.random() < anteil else self._eines(HERKUNFT)

    def _alter(self) -> str:
        """Gefördert liefert Jahre, kommunal Gruppen: so kommen beide Formen vor."""
        gruppe = self._eines(ALTER)
        if self.quelle is Quelle.FMG or not gruppe:
            return gruppe
        von = {"unter 60": 50, "90+": 90}.get(gruppe) or int(gruppe[:2])
        return str(von + self.zufall.randrange(10 if gruppe == "unter 60" else 5))

    def faelle(self, anzahl: int) -> list[list[str]]:
        return [
            [str(self.monat), *self._ort(), self._alter(), self._eines(GESCHLECHT), self._eines(MIGRATION),
             self._eines(FAMILIENSTAND), self._herkunft()]
            for _ in range(anzahl)
        ]  # fmt: skip

    def leistungen(self, anzahlen: list[int]) -> list[list[str]]:
        arten = [nr for nr, anzahl in enumerate(anzahlen) for _ in range(anzahl)]
        self.zufall.shuffle(arten)
        zeilen, rest, fall, ort = [], 0, 0, ("", "")
        for nr in arten:
            ist_information = nr == 0
            if not ist_information and rest == 0:
                fall, ort, rest = fall + 1, self._ort(), self._eines(LEISTUNGEN_JE_FALL)
            wo = self._ort() if ist_information else ort
            kennung = "" if ist_information else f"F-{fall:04d}"
            rest -= not ist_information
            zeilen.append(
                [str(self.monat), *wo, LEISTUNGSARTEN[nr], self.felder[nr].pop(), self._eines(ORT), "1", kennung]
            )
        return zeilen
