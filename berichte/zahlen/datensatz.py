"""Was eine Abfrage des Würfels ergibt: Zahlen je Zelle, Quelle und Monat, samt den Lieferungsteilen dahinter."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import chain

from django.utils.timezone import localtime

from beratung.kalender.monatsstand import unfestester
from beratung.kern.zaehlung import Art, Ebene, Quelle, Zaehleinheit, Zustand
from beratung.pruefung.fussnoten import Fussnote
from berichte.kern.zahlen.vergleich import Monatsreihe
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

ARTEN = {Zaehleinheit.NEUZUGANG: Art.FAELLE}  # alle übrigen stehen in den Leistungen


@dataclass(frozen=True)
class Teil:
    """Was von einem geltenden Lieferungsteil zu wissen ist."""

    quelle: Quelle
    monat: Monat
    art: Art
    zustand: Zustand
    ist_beispiel: bool
    uebernommen_am: datetime | None
    eingegangen_am: date
    stellen: frozenset[str] = frozenset()  # Kürzel der Beratungsstellen darin, auch mit einer gelieferten 0

    @property
    def ist_teilmonat(self) -> bool:
        """Kam die Datei, bevor der Monat zu Ende war, fehlt ihr der Rest."""
        return self.eingegangen_am <= self.monat.letzter


@dataclass(frozen=True)
class Merkmalszelle:
    """Wofür eine Monatsreihe gilt; alles Schlüssel, keine Bezeichnungen."""

    zaehleinheit: Zaehleinheit
    ebene: Ebene
    gebiet: str = ""
    merkmal: str = ""
    auspraegung: str = ""


@dataclass(frozen=True)
class Datensatz:
    """Zahlen je Zelle, Quelle und Monat samt den Lieferungsteilen, aus denen sie kommen."""

    zellen: Mapping[Merkmalszelle, Mapping[Quelle, Mapping[Monat, int]]]
    teile: tuple[Teil, ...]
    fussnoten: tuple[Fussnote, ...] = ()
    schutzsatz: str = ""  # was zu geschützten Zahlen zu sagen ist; leer: die Zahlen sind genau
    basis: int = 0  # auf deren Vielfache geschützte Zahlen gerundet sind

    @property
    def ist_geschuetzt(self) -> bool:
        return bool(self.schutzsatz)

    @cached_property
    def _gezaehlt(self) -> dict[tuple[Zaehleinheit, Quelle], dict[Monat, int]]:
        """Je Zähleinheit und Quelle eine Null für jeden Monat, der aus Zeilen gezählt ist."""
        monate = {
            (einheit, quelle): dict.fromkeys(
                (t.monat for t in self.teile if t.quelle is quelle and t.art is ARTEN.get(einheit, Art.LEISTUNGEN)), 0
            )
            for einheit in Zaehleinheit
            for quelle in Quelle
        }
        for quelle in Quelle:  # Leistungen je Fall gibt es nur, wo eine Fallkennung geliefert wurde
            mit_fall = [w.get(quelle, ()) for z, w in self.zellen.items() if z.zaehleinheit is Zaehleinheit.FALL]
            monate[Zaehleinheit.FALL, quelle] = dict.fromkeys(chain.from_iterable(mit_fall), 0)
        return monate

    def reihe(self, zelle: Merkmalszelle, quelle: Quelle) -> Monatsreihe:
        """Aus Zeilen gezählt heißt: was nicht vorkommt, ist null. Aus Summen: was nicht dasteht, ist nicht gemeldet."""
        nullen = self._gezaehlt[zelle.zaehleinheit, quelle]
        werte = nullen | self.zellen.get(zelle, {}).get(quelle, {})
        return Monatsreihe(zelle.zaehleinheit, werte, self._teilmonate[quelle], self.basis)

    @cached_property
    def _teilmonate(self) -> dict[Quelle, frozenset[Monat]]:
        return {q: frozenset(t.monat for t in self.teile if t.quelle is q and t.ist_teilmonat) for q in Quelle}

    def zusammen(self, zelle: Merkmalszelle) -> Monatsreihe:
        """Beide Quellen, nur über Monate, die beide gemeldet haben."""
        return self.reihe(zelle, Quelle.SENIORA) + self.reihe(zelle, Quelle.FMG)

    def summenreihe(self, zelle: Merkmalszelle, quellen: Collection[Quelle]) -> Monatsreihe:
        """Eine Quelle oder beide zusammen."""
        return self.zusammen(zelle) if len(quellen) > 1 else self.reihe(zelle, *quellen)

    def zustaende(self, zaehleinheit: Zaehleinheit) -> Mapping[tuple[Quelle, Monat], Zustand]:
        """Je gemeldetem Monat der unfesteste Zustand der Teile, aus denen die Zahl kommt."""
        return self._zustaende[ARTEN.get(zaehleinheit, Art.LEISTUNGEN)]

    @cached_property
    def _zustaende(self) -> dict[Art, dict[tuple[Quelle, Monat], Zustand]]:
        ergebnis: dict[Art, dict[tuple[Quelle, Monat], Zustand]] = {Art.FAELLE: {}, Art.LEISTUNGEN: {}}
        for teil in self.teile:
            for art in ergebnis if teil.art is Art.SUMMEN else (teil.art,):
                bisher = ergebnis[art].get((teil.quelle, teil.monat), teil.zustand)
                ergebnis[art][teil.quelle, teil.monat] = unfestester((bisher, teil.zustand))
        return ergebnis

    def staende(self, zaehleinheit: Zaehleinheit, quellen: Collection[Quelle]) -> dict[Monat, Zustand]:
        """Je Monat, der aus allen genannten Quellen gemeldet ist, der unfesteste Zustand."""
        je_quelle: dict[Monat, list[Zustand]] = defaultdict(list)
        for (quelle, monat), zustand in self.zustaende(zaehleinheit).items():
            if quelle in quellen:
                je_quelle[monat].append(zustand)
        return {monat: unfestester(zustaende) for monat, zustaende in je_quelle.items()}

    def fussnoten_zu(self, zaehleinheit: Zaehleinheit, zeitraum: Zeitraum, quellen: Collection[Quelle]) -> list[str]:
        """Was an auffälligen Zahlen dieses Ausschnitts als echt bestätigt ist."""
        return [
            fussnote.satz
            for fussnote in self.fussnoten
            if fussnote.quelle in quellen
            and fussnote.monat in zeitraum
            and fussnote.zaehleinheit in ("", zaehleinheit.value)
        ]

    def teilmonatssaetze(self, zeitraum: Zeitraum, quellen: Collection[Quelle]) -> list[str]:
        """Welche gezeigten Monate nicht ganz sind, je Monat ein Satz."""
        teile = {(t.monat, t.quelle): t.eingegangen_am for t in self.teile if t.ist_teilmonat and t.quelle in quellen}
        je_monat: dict[Monat, list[str]] = defaultdict(list)
        for (monat, quelle), tag in sorted(teile.items()):
            je_monat[monat].append(f"{quelle.kurz} eingegangen am {tag:%d.%m.%Y}")
        return [
            f"{monat.bezeichnung} ist ein Teilmonat ({', '.join(wann)}): gezeigt, aber nicht verglichen."
            for monat, wann in je_monat.items()
            if monat in zeitraum
        ]

    def hat_beispiele(self, zeitraum: Zeitraum) -> bool:
        return any(teil.ist_beispiel for teil in self.teile if teil.monat in zeitraum)

    @property
    def stand(self) -> date | None:
        """Tag der letzten Übernahme."""
        zeiten = [teil.uebernommen_am for teil in self.teile if teil.uebernommen_am]
        return localtime(max(zeiten)).date() if zeiten else None
