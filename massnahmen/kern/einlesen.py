"""Die Papiertabelle lesen: Bytes → Plan und Befunde. Nichts wird still geändert, alle Befunde kommen auf einmal."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dresden_senioren.kern.text import suchform

from .laufzeit import LaufzeitUnklar, phasen_lesen
from .papiertabelle import NichtLesbar, Spalte, Zeile, zeilen_lesen
from .plan import Befund, Plan, PlanHandlungsfeld, PlanMassnahme, PlanSchritt, PlanZiel, nummernteile
from .planpruefung import auffaelligkeiten
from .stellen import Stellenverzeichnis

_HANDLUNGSFELD = re.compile(r"([0-9]{1,3}\.?)\s+(\S.*)")
_ZIEL = re.compile(r"([0-9]{1,3}\.[0-9]{1,3}\.?)\s+(?:Ziel:\s*)?(\S.*)", re.IGNORECASE)
_MASSNAHME = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.?")
_LISTENMARKE = re.compile(r"</?(?:ul|li)\b[^>]*>", re.IGNORECASE)
_FORTSETZBAR = (Spalte.BESCHREIBUNG, Spalte.VERANTWORTUNG, Spalte.ERLAEUTERUNG)


@dataclass(frozen=True)
class Leseergebnis:
    plan: Plan
    befunde: list[Befund]

    @property
    def hat_fehler(self) -> bool:
        return any(befund.ist_fehler for befund in self.befunde)


def plan_einlesen(daten: bytes, *, sachstaende: Iterable[str], stellen: Stellenverzeichnis) -> Leseergebnis:
    """`sachstaende`: die Bezeichnungen der Sachstandsarten. NichtLesbar, wenn es keine Maßnahmentabelle ist."""
    zeilen, befunde = zeilen_lesen(daten)
    leser = _Leser({suchform(s): s for s in sachstaende}, stellen, _wortschatz(zeilen))
    for zeile in zeilen:
        leser.zeile(zeile)
    leser.abschliessen()
    if not leser.plan.massnahmen and not any(b.ist_fehler for b in leser.befunde):
        raise NichtLesbar("Unter der Kopfzeile steht keine Maßnahme mit einer Nr. wie „1.1.1.“.")
    befunde += leser.befunde + auffaelligkeiten(leser.plan)
    return Leseergebnis(leser.plan, sorted(befunde, key=_zeilennummer))


def _zeilennummer(befund: Befund) -> int:
    return int(re.search("[0-9]+", befund.ort)[0])


def _wortschatz(zeilen: list[Zeile]) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(text for zeile in zeilen for text in zeile.zellen.values())))


def zusammensetzen(anfang: str, fortsetzung: str, wortschatz: Counter[str]) -> str:
    """Zerrissenes verbinden: „geför“ + „derten“ ohne Leerzeichen, weil die Tabelle selbst „geförderten“ kennt."""
    if not anfang or not fortsetzung:
        return anfang or fortsetzung
    letztes, erstes = re.search(r"\w+$", anfang), re.match(r"\w+", fortsetzung)
    ist_wortriss = (
        letztes and erstes and wortschatz[letztes[0]] <= 1 and wortschatz[letztes[0] + erstes[0]] > 0
    )  # fmt: skip
    return anfang + ("" if ist_wortriss else " ") + fortsetzung


def schritte_teilen(text: str) -> tuple[list[str], int]:
    """Letzte Spalte → (Schritte, Zahl der leeren Aufzählungspunkte). Text ohne Punkt ist auch ein Schritt."""
    vorweg, *punkte = (teil.strip() for teil in _LISTENMARKE.sub(" ", text).split("■"))
    return [teil for teil in (vorweg, *punkte) if teil], sum(not punkt for punkt in punkte)


class _Leser:
    """Liest Zeile um Zeile und merkt sich, wo in der Gliederung sie steht."""

    def __init__(self, sachstaende: dict[str, str], stellen: Stellenverzeichnis, wortschatz: Counter[str]):
        self.plan, self.befunde = Plan(), []
        self._sachstaende, self._stellen, self._wortschatz = sachstaende, stellen, wortschatz
        self._vergeben: dict[tuple[int, ...], int] = {}
        self._offen: Zeile | None = None  # Maßnahme, die noch Fortsetzungen bekommen kann
        self._nebenzeilen: list[Zeile] = []

    def zeile(self, zeile: Zeile) -> None:
        nr = zeile[Spalte.NR]
        if zeile.ueberzaehlig:
            self._melde("zu_viele_spalten", zeile, "Die Zeile hat mehr Spalten als die Kopfzeile.", fehler=True)
        if _MASSNAHME.fullmatch(nr):
            self.abschliessen()
            self._offen = zeile
        elif zeile.nur_erste and (treffer := _ZIEL.fullmatch(nr)):
            self._ziel(zeile, *treffer.groups())
        elif zeile.nur_erste and (treffer := _HANDLUNGSFELD.fullmatch(nr)):
            self._handlungsfeld(zeile, *treffer.groups())
        elif re.fullmatch(r"[0-9.,\s-]+", nr):
            self._melde("nr_unklar", zeile, f"„{nr}“ ist keine Nr. der Form 1.1.1.", fehler=True)
        else:
            self._ohne_nr(zeile)

    def _handlungsfeld(self, zeile: Zeile, nr: str, bezeichnung: str) -> None:
        self.abschliessen()
        if self._ist_neu(zeile, nr):
            self.plan.handlungsfelder.append(PlanHandlungsfeld(nr, zeile.nummer, bezeichnung))

    def _ziel(self, zeile: Zeile, nr: str, bezeichnung: str) -> None:
        self.abschliessen()
        if not self.plan.handlungsfelder:
            self._melde("ohne_handlungsfeld", zeile, f"Ziel {nr} steht vor dem ersten Handlungsfeld.", fehler=True)
        elif self._ist_neu(zeile, nr):
            self.plan.handlungsfelder[-1].ziele.append(PlanZiel(nr, zeile.nummer, bezeichnung))

    def _ist_neu(self, zeile: Zeile, nr: str) -> bool:
        schluessel = nummernteile(nr)
        if frueher := self._vergeben.get(schluessel):
            meldung = f"Die Nr. {nr} steht schon in Zeile {frueher}. Bitte eine der beiden ändern."
            self._melde("nr_doppelt", zeile, meldung, fehler=True)
            return False
        self._vergeben[schluessel] = zeile.nummer
        return True

    def _ohne_nr(self, zeile: Zeile) -> None:
        """Fortsetzung nach einem Seitenumbruch oder zweite Zeile derselben Maßnahme."""
        if self._offen is None:
            self._melde(
                "zeile_unverstanden",
                zeile,
                "Die Zeile ist weder Überschrift noch Maßnahme noch Fortsetzung.",
                fehler=True,
            )
        elif zeile[Spalte.NR]:
            self._verschoben(zeile)
        elif zeile[Spalte.SACHSTAND] or zeile[Spalte.HAUSHALTSRELEVANZ]:
            meldung = (
                "Die Zeile hat einen Sachstand oder eine Haushaltsrelevanz, aber keine Nr. Bitte die Nr. ergänzen."
            )
            self._melde("nr_fehlt", zeile, meldung, fehler=True)
        elif zeile[Spalte.LAUFZEIT]:
            meldung = f"Zeile ohne Nr. mit eigener Laufzeit; als Schritt zu {self._offen[Spalte.NR]} geführt."
            self._melde("zeile_ohne_nr", zeile, meldung)
            self._nebenzeilen.append(zeile)
        else:
            self._fortsetzen(zeile)

    def _verschoben(self, zeile: Zeile) -> None:
        """Text in der Nr.-Spalte: der Umbruch hat die Zellen um eine Spalte nach links verschoben (6.1.2)."""
        inhalt, nr = list(zeile.zellen.values()), self._offen[Spalte.NR]
        nach_rechts = Zeile(zeile.nummer, dict(zip(Spalte, ["", *inhalt[:-1]], strict=True)))
        if inhalt[-1] or any(text for s, text in nach_rechts.zellen.items() if s not in _FORTSETZBAR):
            meldung = "In der Spalte „Nr.“ steht Text, und die Zeile lässt sich keiner Maßnahme zuordnen."
            self._melde("zeile_unverstanden", zeile, meldung, fehler=True)
            return
        self._melde("spalten_verschoben", zeile, "Die Zellen stehen eine Spalte zu weit links; zurückgerückt.", nr=nr)
        self._fortsetzen(nach_rechts)

    def _fortsetzen(self, zeile: Zeile) -> None:
        gemeint = self._nebenzeilen[-1] if self._nebenzeilen else self._offen
        teile = []
        for spalte in _FORTSETZBAR:
            anfang, fortsetzung = gemeint[spalte], zeile[spalte]
            if fortsetzung:
                gemeint.zellen[spalte] = zusammensetzen(anfang, fortsetzung, self._wortschatz)
                kurz = _LISTENMARKE.sub("", fortsetzung).strip()[:16]
                teile.append(f"„…{anfang[-16:]}“ + „{kurz}…“")
        nr = self._offen[Spalte.NR]
        meldung = f"Fortsetzung von {nr} nach einem Seitenumbruch, angefügt: {'; '.join(teile)}."
        self._melde("zeile_zerrissen", zeile, meldung, nr=nr)

    def abschliessen(self) -> None:
        """Die offene Maßnahme auswerten, wenn keine Fortsetzung mehr kommen kann."""
        zeile, self._offen = self._offen, None
        nebenzeilen, self._nebenzeilen = self._nebenzeilen, []
        if zeile is None:
            return
        if not self.plan.handlungsfelder or not self.plan.handlungsfelder[-1].ziele:
            self._melde("ohne_ziel", zeile, "Die Maßnahme steht unter keinem Ziel.", fehler=True)
        elif self._ist_neu(zeile, zeile[Spalte.NR]):
            self.plan.handlungsfelder[-1].ziele[-1].massnahmen.append(self._massnahme(zeile, nebenzeilen))

    def _massnahme(self, zeile: Zeile, nebenzeilen: list[Zeile]) -> PlanMassnahme:
        massnahme = PlanMassnahme(
            nr=zeile[Spalte.NR],
            zeile=zeile.nummer,
            beschreibung=zeile[Spalte.BESCHREIBUNG],
            verantwortung=zeile[Spalte.VERANTWORTUNG],
            laufzeit=zeile[Spalte.LAUFZEIT],
            haushaltsrelevanz=self._haushaltsrelevanz(zeile),
            sachstand=self._sachstand(zeile),
        )
        if not massnahme.beschreibung:
            self._melde("beschreibung_fehlt", zeile, "Die Beschreibung der Maßnahme ist leer.", fehler=True)
        for quelle in (zeile, *nebenzeilen):
            massnahme.schritte += self._schritte(quelle, ist_nebenzeile=quelle is not zeile)
            self._stellen_finden(massnahme, quelle)
        try:
            massnahme.phasen = phasen_lesen(massnahme.laufzeit)
        except LaufzeitUnklar as unklar:
            self._melde("laufzeit_unklar", zeile, f"{unklar} Der Wortlaut bleibt, Termine werden keine gelesen.")
        return massnahme

    def _schritte(self, zeile: Zeile, *, ist_nebenzeile: bool) -> list[PlanSchritt]:
        texte, leere = schritte_teilen(zeile[Spalte.ERLAEUTERUNG])
        if leere:
            self._melde("punkt_leer", zeile, "Ein Aufzählungspunkt ist leer; er wird nicht als Schritt geführt.")
        if not ist_nebenzeile:
            return [PlanSchritt(text) for text in texte]
        beschreibung = [zeile[Spalte.BESCHREIBUNG]] if zeile[Spalte.BESCHREIBUNG] else []
        texte = [*beschreibung, *texte] or [zeile[Spalte.LAUFZEIT]]
        return [PlanSchritt(text, zeile[Spalte.VERANTWORTUNG], zeile[Spalte.LAUFZEIT]) for text in texte]

    def _haushaltsrelevanz(self, zeile: Zeile) -> bool | None:
        wert = zeile[Spalte.HAUSHALTSRELEVANZ]
        if not wert:
            self._melde("haushaltsrelevanz_fehlt", zeile, "Die Haushaltsrelevanz ist leer und gilt als unbekannt.")
        elif suchform(wert) not in ("ja", "nein"):
            meldung = f"„{wert}“ ist keine Haushaltsrelevanz. Erlaubt sind „ja“, „nein“ oder leer."
            self._melde("haushaltsrelevanz_unbekannt", zeile, meldung, fehler=True)
        return {"ja": True, "nein": False}.get(suchform(wert))

    def _sachstand(self, zeile: Zeile) -> str:
        wert = zeile[Spalte.SACHSTAND]
        if (bekannt := self._sachstaende.get(suchform(wert))) is None:
            was = f"„{wert}“ ist kein bekannter Sachstand." if wert else "Der Sachstand fehlt."
            meldung = f"{was} Bekannt sind: {', '.join(self._sachstaende.values())}."
            self._melde("sachstand_unbekannt", zeile, meldung, fehler=True)
        return bekannt or wert

    def _stellen_finden(self, massnahme: PlanMassnahme, zeile: Zeile) -> None:
        for fund in self._stellen.finden(zeile[Spalte.VERANTWORTUNG]):
            massnahme.stellen += [name for name in fund.namen if name not in massnahme.stellen]
            namen = " und ".join(f"„{name}“" for name in fund.namen)
            if not fund.ist_bekannt:
                meldung = f"„{fund.geschrieben}“ steht nicht im Verzeichnis der Stellen; so wie geschrieben übernommen."
                self._melde("stelle_unbekannt", zeile, meldung)
            elif fund.ist_vereinheitlicht:
                self._melde("stelle_vereinheitlicht", zeile, f"„{fund.geschrieben}“ als {namen} gelesen.")
            if fund.ohne_trennzeichen:
                self._melde("trennzeichen_fehlt", zeile, f"Vor „{fund.geschrieben}“ fehlt ein Trennzeichen.")
        if not massnahme.stellen:
            self._melde("stelle_fehlt", zeile, "Keine Stelle ist als verantwortlich genannt.")

    def _melde(self, code: str, zeile: Zeile, meldung: str, *, fehler: bool = False, nr: str = "") -> None:
        text = nr or zeile[Spalte.NR]
        nr = text if _MASSNAHME.fullmatch(text) else ""
        self.befunde.append(Befund(code, f"Zeile {zeile.nummer}" + (f", {nr}" if nr else ""), meldung, fehler))
