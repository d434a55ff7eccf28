"""Was an einer Auswertung auffällt, in drei bis sechs ganzen Sätzen: zuerst die Antwort, ob etwas ein Signal ist, dann
das Ganze, was am deutlichsten stieg, was am deutlichsten fiel, was die Regelkarte sagt und was fehlt. Dashboard und
Monatsbrief sagen dasselbe.

Deutlich heißt: mehr, als der Zufall erklärt, wenn sich eigentlich nichts geändert hätte (exakter Vergleich zweier
Poisson-Zahlen, beratung/kern/befunde/ausreisser.py, zweiseitig). Wer vieles vergleicht, findet immer etwas;
darum wird die Schranke durch die Zahl der Vergleiche geteilt (Bonferroni).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from beratung.kern.befunde.ausreisser import ALPHA, p_mehr
from beratung.kern.befunde.regeln import KLUMPEN
from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.zahlen.verteilung import Paar
from dresden_senioren.kern import zahlen

PROZENT_AB = 20  # darunter ist ein Prozentsatz größer als das, was er sagt


class Art(StrEnum):
    ANTWORT = "antwort"  # Signal oder nicht, aus allem, was danach kommt
    GESAMT = "gesamt"
    GESTIEGEN = "gestiegen"
    GEFALLEN = "gefallen"
    RUHIG = "ruhig"  # nichts davon deutlich
    REGELKARTE = "regelkarte"
    FEHLT = "fehlt"


@dataclass(frozen=True)
class Auffaelligkeit:
    art: Art
    satz: str


@dataclass(frozen=True)
class Veraenderung:
    """`name`: „Neuzugänge im Stadtteil Striesen-Ost“. Beide Zahlen gelten für gleich viele Monate."""

    name: str
    zaehleinheit: Zaehleinheit
    paar: Paar

    @property
    def ist_vergleichbar(self) -> bool:
        return self.paar.differenz is not None

    @property
    def p(self) -> float:
        """Wie wahrscheinlich ein solcher Unterschied in eine der beiden Richtungen durch Zufall wäre."""
        klumpen = KLUMPEN.get(self.zaehleinheit, 1)  # Beratungen desselben Falls sind nicht unabhängig
        heute, frueher = round(self.paar.heute / klumpen), round(self.paar.frueher / klumpen)
        return min(1.0, 2 * p_mehr(max(heute, frueher), min(heute, frueher)))

    @property
    def in_zahlen(self) -> str:
        """„von 2.535 auf 3.080 (+21,5 %)“; kleine Zahlen ohne Prozent, gleiche „unverändert 12“."""
        heute, frueher = zahlen.deutsch(self.paar.heute), zahlen.deutsch(self.paar.frueher)
        if not self.paar.differenz:
            return f"unverändert {heute}"
        klammer = ""
        if min(self.paar.heute, self.paar.frueher) >= max(PROZENT_AB, self.paar.prozent_ab):
            klammer = f" ({zahlen.prozent(self.paar.prozent, vorzeichen=True)})"
        return f"von {frueher} auf {heute}{klammer}"


@dataclass(frozen=True)
class Zeitraeume:
    """Die verglichenen Monate in Ziffern: „01–09/2024“ und „01–09/2023“; leer, wo nichts zu vergleichen ist."""

    heute: str
    frueher: str


@dataclass(frozen=True)
class Regelurteil:
    """Was die Regelkarte sagt, als fertiger Satz; `ist_signal` None: Sie urteilt nicht."""

    satz: str = ""
    ist_signal: bool | None = None


OHNE_URTEIL = Regelurteil()


def auffaelligkeiten(
    gesamt: Veraenderung,
    teile: Sequence[Veraenderung],
    zeitraeume: Zeitraeume,
    *,
    regelkarte: Regelurteil = OHNE_URTEIL,
    fehlend: Sequence[str] = (),
) -> tuple[Auffaelligkeit, ...]:
    """`teile`: alles, worin etwas auffallen könnte. `fehlend` sind fertige Sätze."""
    verglichene = [teil for teil in teile if teil.ist_vergleichbar]
    saetze = []
    if antwort := _antwort(gesamt, verglichene, regelkarte):
        saetze.append(Auffaelligkeit(Art.ANTWORT, antwort))
    saetze.append(Auffaelligkeit(Art.GESAMT, _gesamt(gesamt, zeitraeume)))
    if verglichene:
        saetze += _bewegungen(verglichene)
    if regelkarte.satz:
        saetze.append(Auffaelligkeit(Art.REGELKARTE, regelkarte.satz))
    if fehlend:
        saetze.append(Auffaelligkeit(Art.FEHLT, " ".join(fehlend)))
    return tuple(saetze)


def methode(teile: Sequence[Veraenderung]) -> str:
    """Was „deutlich“ heißt, für unter die Sätze."""
    anzahl = sum(teil.ist_vergleichbar for teil in teile)
    return (
        "„Deutlich“ heißt: mehr, als der Zufall erklärt (exakter Vergleich zweier Poisson-Zahlen; über alle "
        f"{anzahl} Vergleiche zusammen höchstens {round(ALPHA * 100)} % Irrtum). {_klumpensatz(teile)}Auch ein "
        "deutlicher Unterschied kann richtig sein; er ist ein Anlass nachzufragen, kein Urteil."
    )


def _klumpensatz(teile: Sequence[Veraenderung]) -> str:
    """Leer, wo nichts verglichen wird, das in Klumpen kommt."""
    if not any(teil.zaehleinheit is Zaehleinheit.BERATUNG and teil.ist_vergleichbar for teil in teile):
        return ""
    je = KLUMPEN[Zaehleinheit.BERATUNG]
    return f"Beratungen zählen dabei zu je {je}, weil mehrere zum selben Fall gehören. "


def _antwort(gesamt: Veraenderung, verglichene: Sequence[Veraenderung], regelkarte: Regelurteil) -> str:
    """Signal oder nicht. Vergleich und Regelkarte messen an Verschiedenem und dürfen sich widersprechen: der Vergleich
    an den Summen von früher, die Regelkarte jeden Monat an den Monaten davor. Leer, wo beide nichts sagen."""
    ganzes = gesamt.ist_vergleichbar and gesamt.p < ALPHA
    deutliche = len(_deutliche(verglichene))
    teile = []
    if gesamt.ist_vergleichbar or verglichene:
        teile.append(_ueber_zufall(ganzes, deutliche, len(verglichene)))
    if regelkarte.ist_signal is not None:
        nicht = "nicht " if regelkarte.ist_signal else ""
        teile.append(f"gemessen an der Zeit davor liegen die einzelnen Monate {nicht}im üblichen Auf und Ab")
    if not teile:
        return ""
    bewegt = bool(ganzes or deutliche)
    bindewort = "und" if bewegt == regelkarte.ist_signal else "aber"
    satz = f", {bindewort} ".join(teile)
    return f"{'Ein' if bewegt or regelkarte.ist_signal else 'Kein'} Signal: {satz[0].upper()}{satz[1:]}."


def _ueber_zufall(ganzes: bool, deutliche: int, anzahl: int) -> str:
    if not ganzes and not deutliche:
        return "kein Vergleich geht über den Zufall hinaus"
    welche = ["der Vergleich insgesamt"] if ganzes else []
    if deutliche:
        wie_viele = "einer" if deutliche == 1 else zahlen.deutsch(deutliche)
        welche.append(f"{wie_viele} der {zahlen.deutsch(anzahl)} {'übrigen' if ganzes else 'Vergleiche'}")
    verb = "geht" if ganzes + deutliche == 1 else "gehen"
    return f"{' und '.join(welche)} {verb} über den Zufall hinaus"


def _gesamt(gesamt: Veraenderung, zeitraeume: Zeitraeume) -> str:
    if not gesamt.ist_vergleichbar:
        return f"{gesamt.name}: kein Vergleich möglich; kein Monat ist in beiden Zeiträumen gemeldet."
    satz = f"{gesamt.name}: {gesamt.in_zahlen}, {zeitraeume.heute} gegenüber {zeitraeume.frueher}."
    if not gesamt.paar.differenz:
        return satz
    if gesamt.p < ALPHA:
        return f"{satz} Das ist {'mehr' if gesamt.paar.differenz > 0 else 'weniger'}, als der Zufall erklärt."
    return f"{satz} Ein solcher Unterschied kann Zufall sein."


def _bewegungen(teile: Sequence[Veraenderung]) -> list[Auffaelligkeit]:
    """Was am deutlichsten stieg und fiel; wo nichts deutlich ist, was sich am weitesten bewegt hat."""
    nach_deutlichkeit = sorted(teile, key=lambda teil: (teil.p, -abs(teil.paar.differenz)))
    deutliche = _deutliche(nach_deutlichkeit)
    if not deutliche:
        return [Auffaelligkeit(Art.RUHIG, _ruhig(nach_deutlichkeit))]
    gestiegen = [teil for teil in deutliche if teil.paar.differenz > 0]
    gefallen = [teil for teil in deutliche if teil.paar.differenz < 0]
    return [
        Auffaelligkeit(Art.GESTIEGEN, _staerkste(gestiegen, "gestiegen", len(teile))),
        Auffaelligkeit(Art.GEFALLEN, _staerkste(gefallen, "gefallen", len(teile))),
    ]


def _deutliche(teile: Sequence[Veraenderung]) -> list[Veraenderung]:
    return [teil for teil in teile if teil.p < ALPHA / len(teile)]


def _staerkste(deutliche: Sequence[Veraenderung], wort: str, anzahl: int) -> str:
    if not deutliche:
        return f"Deutlich {wort} ist keine der {anzahl} verglichenen Zahlen."
    return f"Am deutlichsten {wort}: {deutliche[0].name}, {deutliche[0].in_zahlen}."


def _ruhig(nach_deutlichkeit: Sequence[Veraenderung]) -> str:
    satz = f"Keine der {len(nach_deutlichkeit)} verglichenen Zahlen ist deutlich gestiegen oder gefallen."
    staerkste = nach_deutlichkeit[0]
    if staerkste.p == 1:
        return satz
    return f"{satz} Am weitesten bewegt: {staerkste.name}, {staerkste.in_zahlen}; das kann Zufall sein."
