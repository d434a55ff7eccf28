"""Monatsentwicklung: Neuzugänge eines Jahres gegen das Vorjahr, für die Seite und für das Kapitel im Bericht."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from beratung.kalender.monatsstand import unfestester
from beratung.kern.zaehlung import Ebene, Quelle, Zaehleinheit, Zustand
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen
from berichte.kern.zahlen import grundlage
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.vergleich import EIN_JAHR, Monatsreihe, Vergleich
from berichte.kern.zahlen.verteilung import Paar
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, bezeichnung, in_worten

from .datensatz import Datensatz, Merkmalszelle
from .herkunft import herkunft, staende_der_monate

GESAMTZAHL = Merkmalszelle(Zaehleinheit.NEUZUGANG, Ebene.STADT)
KENNZAHL = JE_ZAEHLEINHEIT[Zaehleinheit.NEUZUGANG]
GEGENSTAND = {einheit: kennzahl.einheit for einheit, kennzahl in JE_ZAEHLEINHEIT.items()} | {
    Zaehleinheit.NEUZUGANG: "Beratungsfälle"
}


@dataclass(frozen=True)
class Entwicklung:
    """Eine Quelle oder beide zusammen. Tabelle und Diagramm entstehen erst, wo sie gezeigt werden."""

    schluessel: str
    name: str
    vergleich: Vergleich
    datensatz: Datensatz
    quellen: tuple[Quelle, ...]

    @cached_property
    def tabelle(self) -> Tabelle:
        return _tabelle(self.vergleich, self._herkunft, self._staende)

    @cached_property
    def diagramm(self) -> Diagramm | None:
        """None, wo in beiden Jahren nichts gemeldet ist."""
        return _diagramm(self.vergleich, self._herkunft, self._staende)

    @property
    def stand(self) -> Zustand | None:
        """Der unfesteste aller Monate, aus denen die große Zahl entsteht."""
        return unfestester(self._staende[monat] for monat in _gezaehlte_monate(self.vergleich))

    @cached_property
    def _herkunft(self) -> Herkunft:
        return herkunft(self.datensatz, self.vergleich, self.quellen)

    @cached_property
    def _staende(self) -> dict[Monat, Zustand]:
        return staende_der_monate(self.datensatz, self.vergleich, self.quellen)

    @property
    def gemeldet(self) -> str:
        """Für Jahre ohne Vergleich: was insgesamt gemeldet ist, mit seinem Zeitraum; sonst leer."""
        monate = self.vergleich.reihe.gemeldet(self.vergleich.zeitraum)
        if not monate:
            return ""
        return f"{zahlen.deutsch(self.vergleich.reihe.summe(monate).wert)} in {bezeichnung(monate)}"


@dataclass(frozen=True)
class Verlagerung:
    """Anteil der geförderten Seniorenberatung an allen Neuzugängen, in Prozent, über dieselben Monate."""

    frueher: Decimal
    heute: Decimal
    satz: str


@dataclass(frozen=True)
class Monatsentwicklung:
    jahr: int
    entwicklungen: tuple[Entwicklung, ...]
    verlagerung: Verlagerung | None
    nicht_gemeldet: tuple[str, ...]
    ist_beispiel: bool

    @property
    def gesamt(self) -> Vergleich:
        return self.entwicklungen[-1].vergleich


def jahre(datensatz: Datensatz) -> list[int]:
    """Jahre mit wenigstens einem gemeldeten Monat, das neueste zuletzt."""
    return sorted({monat.jahr for quelle in Quelle for monat in datensatz.reihe(GESAMTZAHL, quelle).werte})


def monatsentwicklung(datensatz: Datensatz, jahr: int) -> Monatsentwicklung:
    zeitraum = Zeitraum(Monat(jahr, 1), Monat(jahr, 12))
    entwicklungen = tuple(
        entwicklung(datensatz, GESAMTZAHL, quellen, zeitraum) for quellen in (*((q,) for q in Quelle), tuple(Quelle))
    )
    je_quelle = {quelle: datensatz.reihe(GESAMTZAHL, quelle) for quelle in Quelle}
    return Monatsentwicklung(
        jahr,
        entwicklungen,
        verlagerung=verlagerung(*(entwicklung.vergleich for entwicklung in entwicklungen)),
        nicht_gemeldet=tuple(nicht_gemeldet(je_quelle, (zeitraum.vorjahr(), zeitraum))),
        ist_beispiel=datensatz.hat_beispiele(Zeitraum(zeitraum.vorjahr().von, zeitraum.bis)),
    )


def entwicklung(
    datensatz: Datensatz, zelle: Merkmalszelle, quellen: tuple[Quelle, ...], zeitraum: Zeitraum
) -> Entwicklung:
    """Die Zahlen einer Zelle aus einer Quelle oder beiden zusammen, Monat für Monat gegen das Vorjahr."""
    ist_eine = len(quellen) == 1
    schluessel = quellen[0].value if ist_eine else "zusammen"
    name = quellen[0].bezeichnung if ist_eine else "gefördert und kommunal zusammen"
    vergleich = Vergleich(f"{GEGENSTAND[zelle.zaehleinheit]} {name}", datensatz.summenreihe(zelle, quellen), zeitraum)
    return Entwicklung(schluessel, name, vergleich, datensatz, quellen)


def _gezaehlte_monate(vergleich: Vergleich) -> list[Monat]:
    """Woraus die große Zahl entsteht: die verglichenen Monate beider Jahre, ohne Vergleich die gemeldeten."""
    if not vergleich.monate:
        return list(vergleich.reihe.gemeldet(vergleich.zeitraum))
    return [monat for heute in vergleich.monate for monat in (heute - EIN_JAHR, heute)]


def _tabelle(vergleich: Vergleich, herkunft: Herkunft, staende: dict[Monat, Zustand]) -> Tabelle:
    """Je Monat beide Jahre mit Differenz und Prozent; darunter die Summe der vergleichbaren Monate."""
    zeilen = [
        _zeile(
            monat.name,
            *(vergleich.reihe.werte.get(m) for m in (monat - EIN_JAHR, monat)),
            prozent_ab=vergleich.reihe.prozent_ab,
            ist_teilmonat=not {monat - EIN_JAHR, monat}.isdisjoint(vergleich.reihe.teilmonate),
        )
        for monat in vergleich.zeitraum
    ]
    if vergleich.monate:
        summe = f"Summe {vergleich.verglichen.replace(f'/{vergleich.zeitraum.von.jahr}', '')}"
        verglichene = (vergleich.vergleichswert.wert, vergleich.wert.wert)
        zeilen.append(_zeile(summe, *verglichene, prozent_ab=vergleich.reihe.prozent_ab))
    spalten = (
        Spalte("Monat"),
        Spalte(vergleich.frueher.bezeichnung, Format.ANZAHL),
        Spalte(vergleich.zeitraum.bezeichnung, Format.ANZAHL),
        Spalte("Differenz", Format.DIFFERENZ),
        Spalte("Prozent", Format.VERAENDERUNG),
    )
    titel = f"{vergleich.gegenstand} je Monat"
    zustaende = _zellenstaende(vergleich, staende)
    return Tabelle(titel, spalten, tuple(zeilen), herkunft, bool(vergleich.monate), zustaende)


def _zellenstaende(vergleich: Vergleich, staende: dict[Monat, Zustand]) -> dict[tuple[int, int], Zustand]:
    """Wie fest die Zahlen beider Jahre sind, je Monat und in der Summe."""
    zellen = {}
    for zeile, monat in enumerate(vergleich.zeitraum):
        zellen |= {(zeile, 1): staende.get(monat - EIN_JAHR), (zeile, 2): staende.get(monat)}
    if vergleich.monate:
        summe = len(vergleich.zeitraum)
        zellen[summe, 1] = unfestester(staende[monat - EIN_JAHR] for monat in vergleich.monate)
        zellen[summe, 2] = unfestester(staende[monat] for monat in vergleich.monate)
    return {zelle: zustand for zelle, zustand in zellen.items() if zustand}


def _zeile(name: str, alt: int | None, neu: int | None, *, prozent_ab: int, ist_teilmonat: bool = False) -> tuple:
    differenz = prozent = Zeichen.NICHT_SINNVOLL
    if None not in (alt, neu) and not ist_teilmonat:
        paar = Paar(neu, alt, prozent_ab)
        differenz, prozent = paar.differenz, paar.statt_prozent if paar.prozent is None else paar.prozent
    return (
        f"{name} (Teilmonat)" if ist_teilmonat else name,
        Zeichen.FEHLT if alt is None else alt,
        Zeichen.FEHLT if neu is None else neu,
        differenz,
        prozent,
    )


def _diagramm(vergleich: Vergleich, herkunft: Herkunft, staende: dict[Monat, Zustand]) -> Diagramm | None:
    reihe = vergleich.reihe
    seiten = [(vergleich.frueher, "vorjahr"), (vergleich.zeitraum, "aktuell")]
    reihen = tuple(
        Reihe(
            zeitraum.bezeichnung,
            tuple(reihe.werte.get(monat, Zeichen.FEHLT) for monat in zeitraum),
            rolle,
            tuple(staende.get(monat, Zustand.FEHLT) for monat in zeitraum),
        )
        for zeitraum, rolle in seiten
        if reihe.gemeldet(zeitraum)
    )
    if not reihen:
        return None
    einheit = JE_ZAEHLEINHEIT[reihe.zaehleinheit].einheit
    saetze = [_verlauf(reihe, zeitraum) for zeitraum, _ in seiten] + [f"Zahlen {herkunft.zustand}."]
    return Diagramm(
        Diagrammart.LINIEN,
        titel=vergleich.satz.rstrip("."),
        kategorien=tuple(monat.name for monat in vergleich.zeitraum),
        kategorie_bezeichnung="Monat",
        reihen=reihen,
        herkunft=herkunft,
        beschreibung=" ".join([f"Liniendiagramm, {einheit} je Monat. {vergleich.satz}", *saetze]),
    )


def _verlauf(reihe: Monatsreihe, zeitraum: Zeitraum) -> str:
    """„2024: niedrigster Wert 328 im Februar, höchster 356 im September; nicht gemeldet: Oktober bis Dezember 2024.“"""
    gemeldet, fehlend = reihe.gemeldet(zeitraum), reihe.fehlend(zeitraum)
    if not gemeldet:
        return f"{zeitraum.bezeichnung}: nicht {reihe.da}."
    satz = f"{zeitraum.bezeichnung}: {_extreme(reihe, gemeldet)}"
    return satz + (f"; nicht {reihe.da}: {in_worten(fehlend)}." if fehlend else ".")


def _extreme(reihe: Monatsreihe, gemeldet: Sequence[Monat]) -> str:
    """Der niedrigste und der höchste Wert; zu geschützten Zahlen ohne die Monate, wo die Rundung sie bestimmen kann."""
    geordnet = sorted(gemeldet, key=reihe.werte.get)
    wenigste, meiste = min(gemeldet, key=reihe.werte.get), max(gemeldet, key=reihe.werte.get)
    von, bis = zahlen.deutsch(reihe.werte[wenigste]), zahlen.deutsch(reihe.werte[meiste])
    abstaende = (reihe.werte[paar[-1]] - reihe.werte[paar[0]] for paar in (geordnet[:2], geordnet[-2:]))
    if all(grundlage.ist_deutlich(abstand, basis=reihe.basis) for abstand in abstaende):
        return f"niedrigster Wert {von} im {wenigste.name}, höchster {bis} im {meiste.name}"
    return f"gerundete Werte von {von} bis {bis}" if von != bis else f"gerundet durchweg {von}"


def verlagerung(gefoerdert: Vergleich, kommunal: Vergleich, gesamt: Vergleich) -> Verlagerung | None:
    """None, wo nichts zu vergleichen ist oder die Rundung geschützter Zahlen entscheiden kann. Gerechnet wird über die
    Monate von `gesamt`."""
    heute = gesamt.monate
    frueher = tuple(monat - gesamt.abstand for monat in heute)
    if not heute or min(gesamt.wert.wert, gesamt.vergleichswert.wert) < max(1, gesamt.reihe.prozent_ab):
        return None
    alt, neu = (
        zahlen.anteil(gefoerdert.reihe.summe(monate).wert, gesamt.reihe.summe(monate).wert)
        for monate in (frueher, heute)
    )
    kleinere, basis = min(gesamt.wert.wert, gesamt.vergleichswert.wert), gesamt.reihe.basis
    if not grundlage.anteile_sind_deutlich(neu - alt, kleinere, basis=basis):
        return None
    von, bis = f"{zahlen.prozent(alt)} ({gesamt.verglichen_frueher})", f"{zahlen.prozent(neu)} ({gesamt.verglichen})"
    veraenderung = f"{'stieg' if neu > alt else 'sank'} von {von} auf {bis}" if neu != alt else f"blieb bei {bis}"
    satz = f"Der Anteil der geförderten Seniorenberatung an allen Neuzugängen {veraenderung}."
    differenzen = [seite.reihe.summe(heute) - seite.reihe.summe(frueher) for seite in (gefoerdert, kommunal)]
    if min(differenzen) < 0 < max(differenzen) and all(grundlage.ist_deutlich(d, basis=basis) for d in differenzen):
        satz += " Eine Seite wuchs, während die andere abnahm: Ein Teil davon kann Verlagerung durch Fallabgaben sein."
    return Verlagerung(alt, neu, satz)


def nicht_gemeldet(je_quelle: Mapping[Quelle, Monatsreihe], zeitraeume: Iterable[Zeitraum]) -> Iterator[str]:
    """Je ein Satz für jede Lücke eines Zeitraums; gemeinsame Lücken beider Quellen in einem."""
    for zeitraum in zeitraeume:
        gruppen: dict[tuple, list[Quelle]] = {}
        for quelle, reihe in je_quelle.items():
            letzter = max(reihe.werte, default=None)
            fehlend = reihe.fehlend(zeitraum)
            for ist_kuenftig in (False, True):
                monate = tuple(m for m in fehlend if (letzter is not None and m > letzter) is ist_kuenftig)
                if monate:
                    gruppen.setdefault((monate, ist_kuenftig), []).append(quelle)
        for (monate, ist_kuenftig), quellen in gruppen.items():
            worte = in_worten(monate)
            ist = "ist" if len(monate) == 1 or bezeichnung(monate).isdigit() else "sind"  # „das Jahr 2023 ist“
            fuer = "" if len(quellen) == len(Quelle) else f" für die {aufzaehlung([q.bezeichnung for q in quellen])}"
            nicht = "noch nicht" if ist_kuenftig else "nicht"
            yield f"{worte[0].upper()}{worte[1:]} {ist}{fuer} {nicht} {je_quelle[quellen[0]].da}."
