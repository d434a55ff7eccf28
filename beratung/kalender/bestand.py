"""Was da ist und was fehlt: welche Monate welche Quelle gemeldet hat, und wie aktuell die Zahlen sind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from beratung.kern.zaehlung import Quelle, Zaehleinheit, Zustand
from beratung.models import Lieferung, Lieferungsteil, Monatswert
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from . import monatsstand


@dataclass(frozen=True)
class Stand:
    """Wann zuletzt übernommen wurde und welche Monate welche Quelle gemeldet hat."""

    uebernommen_am: datetime
    ist_beispiel: bool
    zustand: Zustand  # des letzten Monats, der unfestere zweier Quellen
    gemeldet: Mapping[Quelle, frozenset[Monat]]

    @property
    def letzter_monat(self) -> Monat:
        return max(monat for monate in self.gemeldet.values() for monat in monate)

    @property
    def erster_monat(self) -> Monat:
        return min(monat for monate in self.gemeldet.values() for monat in monate)

    def ist_vollstaendig(self, zeitraum: Zeitraum, quellen: Iterable[Quelle]) -> bool:
        return all(monat in self.gemeldet[quelle] for quelle in quellen for monat in zeitraum)


def stand_der_daten() -> Stand | None:
    """None, solange nichts übernommen ist; eine Abfrage."""
    geltende = Lieferung.objects.filter(teile__ist_gueltig=True).annotate(zustand=monatsstand.als_unterabfrage())
    felder = ("quelle", "monat", "uebernommen_am", "ist_beispiel", "zustand")
    zeilen = list(geltende.order_by("monat").values_list(*felder).distinct())
    if not zeilen:
        return None
    letzter = zeilen[-1][1]
    return Stand(
        max(am for _, _, am, _, _ in zeilen if am),
        any(ist_beispiel for *_, ist_beispiel, _ in zeilen),
        monatsstand.unfestester(Zustand(zustand) for _, monat, *_, zustand in zeilen if monat == letzter),
        {q: frozenset(Monat.von_tag(monat) for quelle, monat, *_ in zeilen if quelle == q) for q in Quelle},
    )


def gemeldete_einheiten(zeitraum: Zeitraum | None = None) -> dict[tuple[str, Monat, str], Zustand]:
    """(Quelle, Monat, Zähleinheit) → Zustand für alles, wovon eine Gesamtzahl der Stadt da ist."""
    zellen = Monatswert.objects.der_stadt().gesamtzahlen()
    if zeitraum:
        zellen = zellen.im_zeitraum(zeitraum)
    zellen = zellen.annotate(zustand=monatsstand.als_unterabfrage())
    felder = ("quelle", "monat", "zaehleinheit", "zustand")
    return {(q, Monat.von_tag(m), z): Zustand(stand) for q, m, z, stand in zellen.values_list(*felder)}


def zustand(quelle: Quelle, monat: Monat, zaehleinheit: str) -> Zustand:
    """Wie fest die Zahl ist; FEHLT, wenn nichts gemeldet ist."""
    return gemeldete_einheiten(Zeitraum(monat, monat)).get((quelle.value, monat, zaehleinheit), Zustand.FEHLT)


def gemeldete_arten(zeitraum: Zeitraum) -> dict[tuple[str, Monat], dict[str, int]]:
    """(Quelle, Monat) → {Art: Nummer der geltenden Lieferung}."""
    teile = Lieferungsteil.objects.filter(
        ist_gueltig=True, monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster
    )
    arten: dict = {}
    for quelle, monat, art, nummer in teile.values_list("quelle", "monat", "art", "lieferung_id"):
        arten.setdefault((quelle, Monat.von_tag(monat)), {})[art] = nummer
    return arten


def fehlende_monate(bis: Monat) -> list[tuple[Quelle, Monat]]:
    """Monate ohne jede geltende Lieferung, je Quelle ab ihrer ersten bis `bis`; die jüngsten zuerst."""
    je_quelle: dict[Quelle, set[Monat]] = {}
    gueltig = Lieferungsteil.objects.filter(ist_gueltig=True)
    for quelle, tag in gueltig.order_by().values_list("quelle", "monat").distinct():
        je_quelle.setdefault(Quelle(quelle), set()).add(Monat.von_tag(tag))
    fehlend = [
        (quelle, monat)
        for quelle, da in je_quelle.items()
        if min(da) <= bis
        for monat in Zeitraum(min(da), bis)
        if monat not in da
    ]
    return sorted(fehlend, key=lambda eintrag: (eintrag[1], eintrag[0]), reverse=True)


def summen_je_monat(zeitraum: Zeitraum) -> dict[tuple[str, Monat, str], int]:
    """(Quelle, Monat, Zähleinheit) → geltende Gesamtzahl der Stadt; was nicht gemeldet ist, fehlt."""
    zellen = Monatswert.objects.der_stadt().gesamtzahlen().im_zeitraum(zeitraum)
    werte = zellen.values_list("quelle", "monat", "zaehleinheit", "anzahl")
    return {(quelle, Monat.von_tag(tag), einheit): anzahl for quelle, tag, einheit, anzahl in werte}


def summen(quelle: str, monat: Monat) -> dict[str, int]:
    """Geltende Gesamtzahlen der Stadt je Zähleinheit (ohne Fälle); leer, wenn nichts gemeldet ist."""
    zellen = Monatswert.objects.der_stadt().gesamtzahlen().filter(quelle=quelle, monat=monat.erster)
    return dict(zellen.exclude(zaehleinheit=Zaehleinheit.FALL).values_list("zaehleinheit", "anzahl"))
