"""Was Schutz und Angriff kosten, an erfundenen Zahlen von Dresdner Größe."""

import random
import time
from collections import Counter

from beratung.kern.zaehlung import Merkmal, Quelle, Zaehleinheit
from dresden_senioren.kern.zeitraum import Monat

from .angriff import Freigabestand, angreifen
from .programm import Schluessel
from .runden import schuetzen

ELTERN = {feld: "sonstige" for feld in ("wohnen", "schwerbehinderung", "dienste", "betreuung")}

# Ausprägung → Gewicht; die Größenordnungen der Auswertung 2024.
_MERKMALE = {
    Merkmal.ALTERSGRUPPE: {"unter_60": 1, "60-64": 4, "65-69": 8, "70-74": 12, "75-79": 17, "80-84": 25, "85-89": 19,
                           "90+": 10, "unbekannt": 4},
    Merkmal.GESCHLECHT: {"weiblich": 66, "maennlich": 31, "divers": 1, "keine_angabe": 2},
    Merkmal.MIGRATIONSHINTERGRUND: {"ja": 9, "nein": 76, "unbekannt": 15},
    Merkmal.FAMILIENSTAND: {"ledig": 12, "verheiratet": 31, "verwitwet": 34, "geschieden": 15, "unbekannt": 8},
    Merkmal.FALLHERKUNFT: {"selbstmeldung": 40, "angehoerige": 24, "fallabgabe": 6, "andere_aemter": 7,
                           "krankenhaus": 8, "begegnung": 3, "traeger": 5, "polizei": 1, "sonstige": 4, "unbekannt": 2},
    Merkmal.BERATUNGSFELD: {"pflege_gesundheit": 34, "problemlagen": 15, "sozialrecht": 22, "freizeit": 6,
                            "sonstige": 4, "wohnen": 8, "schwerbehinderung": 4, "dienste": 4, "betreuung": 2,
                            "unbekannt": 1},
    Merkmal.BERATUNGSORT: {"einrichtung": 31, "hausbesuch": 22, "telefon": 34, "schriftlich": 8, "video": 1,
                           "sonstiger": 3, "unbekannt": 1},
    Merkmal.HAEUFIGKEIT: {"1": 52, "2-3": 27, "4-9": 16, "10+": 5},
}  # fmt: skip
# Zähleinheit → (Fälle eines mittleren Bereichs im Monat, Merkmale)
_MENGEN = {
    Zaehleinheit.NEUZUGANG: (20, tuple(_MERKMALE)[:5]),
    Zaehleinheit.INFORMATION: (60, (Merkmal.BERATUNGSFELD, Merkmal.BERATUNGSORT)),
    Zaehleinheit.BERATUNG: (120, (Merkmal.BERATUNGSFELD, Merkmal.BERATUNGSORT)),
    Zaehleinheit.KRISENINTERVENTION: (3, (Merkmal.BERATUNGSFELD, Merkmal.BERATUNGSORT)),
    Zaehleinheit.FALL: (70, (Merkmal.HAEUFIGKEIT,)),
}


def mustertabellen(saat: int, monate: int, gebiete: int, mengen: float = 1.0) -> dict[Schluessel, int]:
    """Erfundene Zahlen zweier Quellen ab Januar 2024; gleiche Saat, gleiche Zahlen."""
    zufall = random.Random(saat)  # noqa: S311 – erfundene Zahlen, nichts Geheimes
    zellen: Counter[Schluessel] = Counter()
    for nr in range(monate):
        for quelle in Quelle:
            for gebiet in range(gebiete):
                for einheit, (menge, merkmale) in _MENGEN.items():
                    ort = (Monat(2024, 1) + nr, quelle.value, f"bereich-{gebiet:02d}", einheit.value)
                    mittel = mengen * menge * (0.3 + 1.4 * gebiet / max(gebiete - 1, 1))
                    for _ in range(round(mittel * zufall.uniform(0.6, 1.4))):
                        _zaehle_fall(zellen, ort, {m: _gezogen(zufall, m) for m in merkmale})
    return dict(zellen)


def _gezogen(zufall: random.Random, merkmal: Merkmal) -> str:
    return zufall.choices(list(_MERKMALE[merkmal]), list(_MERKMALE[merkmal].values()))[0]


def _zaehle_fall(zellen: Counter, ort: tuple, werte: dict[Merkmal, str]) -> None:
    werte = {merkmal.value: wert for merkmal, wert in werte.items()}
    if Merkmal.GESCHLECHT in werte:
        kreuz = f"{werte[Merkmal.ALTERSGRUPPE]}×{werte[Merkmal.GESCHLECHT]}"
        werte[Merkmal.ALTERSGRUPPE_GESCHLECHT.value] = kreuz
    if feld := werte.get(Merkmal.BERATUNGSFELD):
        werte[Merkmal.HAUPTBERATUNGSFELD.value] = ELTERN.get(feld, feld)
    zellen[Schluessel(*ort)] += 1
    for zelle in werte.items():
        zellen[Schluessel(*ort, *zelle)] += 1


def messen(saat: int = 1, monate: int = 12, gebiete: int = 12) -> dict[str, float]:
    """Sekunden für Schutz und Angriff einer Freigabe mit zwei Quellen, dazu Zahl der Zellen und mittlerer Fehler."""
    genau = mustertabellen(saat, monate, gebiete)
    beginn = time.perf_counter()
    schutz = schuetzen(genau, eltern=ELTERN)
    gerundet = time.perf_counter()
    angriff = angreifen([Freigabestand(genau, schutz.werte, 5)], eltern=ELTERN)
    return {
        "zellen": len(genau), "runden_s": gerundet - beginn, "angriff_s": time.perf_counter() - gerundet,
        "angegriffen": angriff.zellen, "exakt": angriff.exakt, "eng": angriff.eng,
        "mittlere_abweichung": schutz.zelle.mittlere, "groesste_stadt_jahr": schutz.stadt_jahr.groesste,
    }  # fmt: skip
