"""Eine Lieferung neben dem, was gilt: Kontrollsummen je Zähleinheit und Beratungsstelle, alte neben neuen Gruppen."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from beratung.kern.pruefen.verlaufsregeln import Meldezahl
from beratung.kern.zaehlen.zaehlen import TABELLEN, Inhalt
from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Art, Ebene, Merkmal, Zaehleinheit
from beratung.models import Beratungsstelle, Lieferung, Lieferungsteil, Monatswert, Stadtteil
from beratung.pruefung import kontrollzahlen
from beratung.stammdaten.nachschlagen import bezeichnungen
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat

from .zaehlzeilen import gezaehlter_inhalt
from .zeilenbestand import AUFBEWAHRUNG, geloeschte

GEZEIGT = 20  # so viele Gruppen jeder Art
GENAU_BIS = 50_000  # darüber wird gröber verglichen: die Seite soll auch bei sehr großen Dateien gleich da sein
GROB = ("beratungsstelle", "stadtteil", "zaehleinheit", "klasse")
ORTE = (Ebene.STADT.value, Ebene.BERATUNGSSTELLE.value)
Schluessel = tuple[str, str]  # Zähleinheit, Kürzel der Beratungsstelle oder leer für alle zusammen


# --- Kontrollsummen --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kontrollzeile:
    """Eine Zähleinheit, gesamt oder einer Beratungsstelle. None heißt nicht enthalten oder nicht gemeldet."""

    name: str
    datei: int | None
    bisher: int | None
    vormonat: int | None
    vorjahr: int | None
    gemeldet: Meldezahl | None

    @property
    def gegen_bisher(self) -> str:
        return _unterschied(self.datei, self.bisher)

    @property
    def gegen_vormonat(self) -> str:
        return _unterschied(self.datei, self.vormonat)

    @property
    def gegen_vorjahr(self) -> str:
        return _unterschied(self.datei, self.vorjahr)

    @property
    def weicht_ab(self) -> bool:
        return self.gemeldet is not None and self.datei is not None and self.gemeldet.anzahl != self.datei

    @property
    def urteil(self) -> str:
        """Wie sich Datei und gemeldete Zahl zueinander verhalten; leer, wo eine fehlt."""
        if self.gemeldet is None or self.datei is None:
            return ""
        if not self.weicht_ab:
            return "stimmt überein"
        differenz = self.datei - self.gemeldet.anzahl
        return f"in der Datei {zahlen.deutsch(abs(differenz))} {'mehr' if differenz > 0 else 'weniger'}"


@dataclass(frozen=True)
class Kontrolltafel:
    gesamt: list[Kontrollzeile]
    je_stelle: list[tuple[str, list[Kontrollzeile]]] = field(default_factory=list)  # Zähleinheit, Beratungsstellen


def _unterschied(neu: int | None, alt: int | None) -> str:
    """„+12 (+3,1 %)“; leer, wo eine Zahl fehlt."""
    if neu is None or alt is None:
        return ""
    prozent = zahlen.veraenderung(neu, alt)
    anteil = f" ({zahlen.prozent(prozent, vorzeichen=True)})" if prozent is not None else ""
    return f"{zahlen.deutsch(neu - alt, vorzeichen=True)}{anteil}"


def kontrolltafel(lieferung: Lieferung, datei: Mapping[Schluessel, int]) -> Kontrolltafel:
    """Datei neben Gültigem, Vormonat, Vorjahresmonat und gemeldeter Zahl; drei Abfragen. `datei`: `gezaehlte`."""
    monat = Monat.von_tag(lieferung.monat)
    bestand = _bestand(lieferung.quelle, [monat, monat - 1, monat - 12])
    gemeldet = {(z.zaehleinheit, z.stelle): z for z in kontrollzahlen.gemeldete(lieferung.quelle, monat)}
    namen = dict(Beratungsstelle.objects.order_by("name").values_list("kuerzel", "name"))

    def zeile(name: str, paar: Schluessel) -> Kontrollzeile:
        spalten = [bestand[m].get(paar) for m in (monat, monat - 1, monat - 12)]
        return Kontrollzeile(name, datei.get(paar), *spalten, gemeldet.get(paar))

    def hat_zahlen(paar: Schluessel) -> bool:
        return paar in datei or paar in gemeldet or paar in bestand[monat]

    tafel = Kontrolltafel([zeile(e.bezeichnung, (e, "")) for e in Zaehleinheit if hat_zahlen((e, ""))])
    for einheit in Zaehleinheit:
        stellen = [s for s in namen if hat_zahlen((einheit, s)) or (einheit, s) in bestand[monat - 1]]
        if stellen and (einheit, "") in datei:
            tafel.je_stelle.append((einheit.bezeichnung, [zeile(namen[s], (einheit, s)) for s in stellen]))
    return tafel


def _bestand(quelle: str, monate: list[Monat]) -> dict[Monat, dict[Schluessel, int]]:
    """Geltende Gesamtzahlen der Stadt und der Stellen je Monat."""
    zellen = Monatswert.objects.gesamtzahlen().filter(quelle=quelle, monat__in=[m.erster for m in monate])
    zellen = zellen.filter(ebene__in=ORTE).exclude(zaehleinheit=Zaehleinheit.FALL)
    bestand: dict[Monat, dict[Schluessel, int]] = defaultdict(dict)
    for tag, einheit, stelle, anzahl in zellen.values_list("monat", "zaehleinheit", "gebiet", "anzahl"):
        bestand[Monat.von_tag(tag)][einheit, stelle] = anzahl
    return bestand


def gezaehlte(lieferung: Lieferung) -> dict[Schluessel, int]:
    """Was die Lieferung selbst zählt, gesamt und je Stelle; bei einer abgelösten nur gesamt."""
    gesamt = {(einheit, ""): anzahl for einheit, anzahl in lieferung.summen.items()}
    if lieferung.status != Lieferung.Status.GEPRUEFT:
        zellen = Monatswert.objects.gesamtzahlen().filter(teil__lieferung=lieferung, ebene=Ebene.BERATUNGSSTELLE)
        zellen = zellen.exclude(zaehleinheit=Zaehleinheit.FALL)
        return gesamt | {(e, s): anzahl for e, s, anzahl in zellen.values_list("zaehleinheit", "gebiet", "anzahl")}
    je_stelle: Counter[Schluessel] = Counter()
    for teil in lieferung.teile.all():
        for paar, anzahl in _je_stelle(Art(teil.art), gezaehlter_inhalt(teil)):
            je_stelle[paar] += anzahl
    return gesamt | je_stelle


def _je_stelle(art: Art, inhalt: Inhalt) -> Iterator[tuple[Schluessel, int]]:
    if art is Art.FAELLE:
        yield from (((Zaehleinheit.NEUZUGANG.value, zeile[0]), zeile[-1]) for zeile in inhalt["neuzugang"])
    elif art is Art.LEISTUNGEN:
        yield from (((zeile[2], zeile[0]), zeile[-1]) for zeile in inhalt["leistung"])
    else:
        for einheit, ebene, gebiet, merkmal, _, anzahl in inhalt["monatssumme"]:
            if ebene == Ebene.BERATUNGSSTELLE and not merkmal and anzahl is not None:
                yield (einheit, gebiet), anzahl


# --- Alt gegen neu ---------------------------------------------------------------------------------------------------

TABELLENNAMEN = {
    "neuzugang": "Neuzugänge", "leistung": "Leistungen", "haeufigkeit": "Leistungen je Fall", "monatssumme": "Summen",
}  # fmt: skip


@dataclass(frozen=True)
class Gruppe:
    """Gleiche Zeilen zusammen, mit ihren Namen; None: nicht gemeldet oder nicht da."""

    name: str
    alt: int | None
    neu: int | None


@dataclass(frozen=True)
class Gruppenvergleich:
    tabelle: str
    neue: list[Gruppe]
    geaenderte: list[Gruppe]
    entfallene: list[Gruppe]
    anzahl_neue: int
    anzahl_geaenderte: int
    anzahl_entfallene: int
    anzahl_gleiche: int
    ist_grob: bool

    @property
    def listen(self) -> list[tuple[str, int, list[Gruppe]]]:
        alle = [
            ("Geändert", self.anzahl_geaenderte, self.geaenderte),
            ("Neu", self.anzahl_neue, self.neue),
            ("Entfallen", self.anzahl_entfallene, self.entfallene),
        ]
        return [eintrag for eintrag in alle if eintrag[1]]


def alt_gegen_neu(lieferung: Lieferung, bisherige: list[Lieferungsteil] | None = None) -> list[Gruppenvergleich]:
    """Die gruppierten Zeilen dieser Vorschau neben denen, die sie ablösen würde; leer, wo bisher nichts gilt oder die
    bisherigen Zeilen gelöscht sind (`zeilen_fehlen`)."""
    bisherige = abzuloesende(lieferung) if bisherige is None else bisherige
    alte = {teil.art: teil for teil in bisherige if not teil.zeilen_geloescht_am}
    vergleiche, namen = [], None
    for teil in lieferung.teile.all():
        if alter := alte.get(teil.art):
            namen = namen or _Namen()
            neu, alt = gezaehlter_inhalt(teil), gezaehlter_inhalt(alter)
            for tabelle, felder in TABELLEN[Art(teil.art)].items():
                vergleiche.append(_vergleichen(tabelle, felder, neu[tabelle], alt[tabelle], namen))
    return [v for v in vergleiche if v.listen or v.anzahl_gleiche]


def zeilen_fehlen(bisherige: list[Lieferungsteil]) -> str:
    """Warum Zeile für Zeile nicht verglichen werden kann; leer, wo es geht."""
    if not geloeschte(bisherige):
        return ""
    return (
        f"Die bisherigen Zählzeilen dieses Monats sind gelöscht, {AUFBEWAHRUNG.in_worten} nach ihrem Monat. Verglichen "
        "werden kann nur noch oben, mit den Gesamtzahlen; nach der Übernahme gibt es keine Rücknahme mehr."
    )


def abzuloesende(lieferung: Lieferung) -> list[Lieferungsteil]:
    """Was bisher gilt und mit der Übernahme abgelöst wäre."""
    arten = lieferung.teile.values("art")
    return list(
        Lieferungsteil.objects.filter(quelle=lieferung.quelle, monat=lieferung.monat, ist_gueltig=True, art__in=arten)
    )


def _vergleichen(tabelle: str, felder: tuple[str, ...], neu: list, alt: list, namen: "_Namen") -> Gruppenvergleich:
    ist_grob = "merkmal" not in felder and len(neu) + len(alt) > GENAU_BIS
    if ist_grob:
        spalten = [nr for nr, feld in enumerate(felder) if feld in GROB]
        felder = tuple(felder[nr] for nr in spalten)
        neue, alte = _grob(neu, spalten), _grob(alt, spalten)
    else:
        neue, alte = ({tuple(zeile[:-1]): zeile[-1] for zeile in zeilen} for zeilen in (neu, alt))
    dazu, weg = sorted(neue.keys() - alte.keys()), sorted(alte.keys() - neue.keys())
    geaendert = sorted(s for s in neue.keys() & alte.keys() if neue[s] != alte[s])

    def gruppen(schluessel: list[tuple]) -> list[Gruppe]:
        return [Gruppe(namen.von(felder, s), alte.get(s), neue.get(s)) for s in schluessel[:GEZEIGT]]

    gleich = len(neue) - len(dazu) - len(geaendert)
    return Gruppenvergleich(
        TABELLENNAMEN[tabelle], gruppen(dazu), gruppen(geaendert), gruppen(weg),
        len(dazu), len(geaendert), len(weg), gleich, ist_grob,
    )  # fmt: skip


def _grob(zeilen: list, spalten: list[int]) -> Counter[tuple]:
    zaehler: Counter[tuple] = Counter()
    for zeile in zeilen:
        zaehler[tuple(zeile[nr] for nr in spalten)] += zeile[-1]
    return zaehler


class _Namen:
    """Schlüssel der Gruppen in Worten; drei Abfragen."""

    def __init__(self):
        self.auspraegungen = bezeichnungen()
        stellen = dict(Beratungsstelle.objects.values_list("kuerzel", "name"))
        sonst = {UNBEKANNT: "Stadtteil unbekannt", AUSWAERTIG: "auswärtig"}
        stadtteile = dict(Stadtteil.objects.values_list("nr", "name")) | sonst
        self.woerter = {
            "beratungsstelle": stellen,
            "stadtteil": stadtteile,
            "zaehleinheit": {einheit.value: einheit.bezeichnung for einheit in Zaehleinheit},
            "gebiet": stellen | stadtteile | {"": "ganze Stadt"},
        }

    def von(self, felder: tuple[str, ...], schluessel: tuple) -> str:
        """„Seniorenberatung Cotta, Löbtau-Süd, 80–84, weiblich …“."""
        angaben = {f: wert for f, wert in zip(felder, schluessel, strict=True) if f not in {"ebene", "merkmal"}}
        merkmal = dict(zip(felder, schluessel, strict=True)).get("merkmal", "")
        return ", ".join(filter(None, (self._wort(feld, wert, merkmal) for feld, wert in angaben.items())))

    def _wort(self, feld: str, wert: str, merkmal: str) -> str:
        if feld == "klasse":
            return self.auspraegungen.get((Merkmal.HAEUFIGKEIT.value, wert), f"{wert} Leistungen je Fall")
        if feld in self.woerter:
            return self.woerter[feld].get(wert, wert)
        wort = self.auspraegungen.get((merkmal or feld, wert), wert)
        # „nein“ allein sagt nicht, wozu.
        return f"{Merkmal(merkmal or feld).bezeichnung} {wort}" if wort in {"ja", "nein", UNBEKANNT} else wort
