"""Alle Kennzahlen eines Zeitraums als flache Liste, so wie der Befehl `kennzahlen` sie ausgibt."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from beratung.kern.zaehlung import AUSWAERTIG, Ebene, Merkmal, Quelle, Zustand
from berichte.kern.tabelle import Zeichen
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT, KENNZAHLEN
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from dresden_senioren.kern.zeitraum import Zeitraum

from .datensaetze import Auswahl
from .datensatz import Datensatz, Merkmalszelle
from .lesung import nullmeldungen
from .namen import Namen
from .stellenzahlen import Stellenzahlen

ZUSAMMEN = "zusammen"
MIT_GESAMTZAHL = [kennzahl.zaehleinheit for kennzahl in KENNZAHLEN if kennzahl.ist_eine_zahl]


@dataclass(frozen=True)
class Kennzahlwert:
    """`wert` zählt die gemeldeten Monate des Zeitraums, `fehlende_monate` nennt die übrigen. `vergleichswert`,
    `differenz` und `prozent` gelten für die in beiden Zeiträumen gemeldeten Monate, denen `verglichener_wert`
    entspricht: differenz = verglichener_wert − vergleichswert."""

    kennzahl: str
    zaehleinheit: str
    quelle: str
    gebiet: str
    beratungsstelle: str | None
    merkmal: str | None
    auspraegung: str | None
    wert: int | None
    zeichen: str | None
    vergleichswert: int | None
    differenz: int | None
    prozent: float | None
    verglichener_wert: int | None
    fehlende_monate: list[str]

    def als_dict(self) -> dict:
        return dict(vars(self))


def kennzahlwerte(datensatz: Datensatz, namen: Namen, auswahl: Auswahl) -> Iterator[Kennzahlwert]:
    """Jede vorkommende Verbindung; die Gesamtzahlen auch dann, wenn nichts gemeldet ist."""
    # Mit einem Planungsbereich kommen Zellen der Stadt nur mit, weil sie sagen, was gemeldet ist.
    hier = {z for z in datensatz.zellen if not (auswahl.planungsbereich and z.ebene is Ebene.STADT)}
    zellen = hier | {auswahl.gesamtzahl(einheit) for einheit in MIT_GESAMTZAHL}
    stellen = Stellenzahlen(datensatz, nullmeldungen(Zeitraum(auswahl.zeitraum.vorjahr().von, auswahl.zeitraum.bis)))
    for zelle in sorted(zellen, key=_rangfolge(namen)):
        for name, reihe in _quellen(stellen, namen, zelle, auswahl.quelle):
            yield _wert(zelle, namen, name, Vergleich("", reihe, auswahl.zeitraum), auswahl.mit_vergleich)


def _rangfolge(namen: Namen):
    einheiten, ebenen = [k.zaehleinheit for k in KENNZAHLEN], list(Ebene)
    merkmale = ["", *Merkmal]

    def rang(zelle: Merkmalszelle):
        return (
            einheiten.index(zelle.zaehleinheit), ebenen.index(zelle.ebene), zelle.gebiet,
            merkmale.index(zelle.merkmal), namen.rang(zelle.merkmal, zelle.auspraegung),
        )  # fmt: skip

    return rang


def _quellen(
    stellen: Stellenzahlen, namen: Namen, zelle: Merkmalszelle, quelle: Quelle | None
) -> list[tuple[str, Monatsreihe]]:
    """Die zu zeigenden Quellen; eine Beratungsstelle gehört zu genau einer und hat nur gemeldet, wo sie vorkommt."""
    eigene = namen.stellen.get(zelle.gebiet) if zelle.ebene is Ebene.BERATUNGSSTELLE else None
    reihen = {q: stellen.datensatz.reihe(zelle, q) for q in Quelle}
    if eigene:
        reihen[eigene[1]] = stellen.zellenreihe(zelle, eigene[1])
    gezeigte = [(q.value, reihen[q]) for q in Quelle if quelle in (None, q) and (eigene is None or eigene[1] is q)]
    return gezeigte if quelle else [*gezeigte, (ZUSAMMEN, reihen[Quelle.SENIORA] + reihen[Quelle.FMG])]


def _wert(zelle: Merkmalszelle, namen: Namen, quelle: str, vergleich: Vergleich, mit_vergleich: bool) -> Kennzahlwert:
    wert = vergleich.reihe.summe(vergleich.reihe.gemeldet(vergleich.zeitraum))
    verglichen = vergleich if mit_vergleich and vergleich.monate else None
    return Kennzahlwert(
        kennzahl=JE_ZAEHLEINHEIT[zelle.zaehleinheit].schluessel,
        zaehleinheit=zelle.zaehleinheit.value,
        quelle=quelle,
        gebiet=_gebiet(zelle, namen),
        beratungsstelle=_beratungsstelle(zelle, namen),
        merkmal=zelle.merkmal or None,
        auspraegung=namen.auspraegung(zelle.merkmal, zelle.auspraegung) or None,
        wert=wert.wert if wert else None,
        zeichen=None if wert else Zeichen.FEHLT.value,
        vergleichswert=verglichen and verglichen.vergleichswert.wert,
        differenz=verglichen and verglichen.differenz,
        prozent=_gleitkomma(verglichen and verglichen.prozent),
        verglichener_wert=verglichen and verglichen.wert.wert,
        fehlende_monate=[str(monat) for monat in vergleich.reihe.fehlend(vergleich.zeitraum)],
    )


def _gleitkomma(zahl: Decimal | None) -> float | None:
    return None if zahl is None else float(zahl)


def _gebiet(zelle: Merkmalszelle, namen: Namen) -> str:
    """„Stadt“, „Planungsbereich Cotta“, „Stadtteil 91“; eine Beratungsstelle steht neben „Stadt“."""
    gebiet = "auswärtig" if zelle.gebiet == AUSWAERTIG else zelle.gebiet
    match zelle.ebene:
        case Ebene.PLANUNGSBEREICH:
            return f"Planungsbereich {namen.planungsbereiche.get(gebiet, gebiet)}"
        case Ebene.STADTTEIL:
            return f"Stadtteil {gebiet}"
    return "Stadt"


def _beratungsstelle(zelle: Merkmalszelle, namen: Namen) -> str | None:
    return namen.stellen.get(zelle.gebiet, (zelle.gebiet,))[0] if zelle.ebene is Ebene.BERATUNGSSTELLE else None


def monatsliste(datensatz: Datensatz, auswahl: Auswahl) -> Iterator[dict]:
    """Jeder Monat × Quelle × Zähleinheit; nicht Gemeldetes als „fehlt“ ohne Zahl."""
    quellen = (auswahl.quelle,) if auswahl.quelle else tuple(Quelle)
    zustaende = {einheit: datensatz.zustaende(einheit) for einheit in MIT_GESAMTZAHL}
    reihen = {(e, q): datensatz.reihe(auswahl.gesamtzahl(e), q).werte for e in MIT_GESAMTZAHL for q in quellen}
    for monat in auswahl.zeitraum:
        for (einheit, eine_quelle), werte in reihen.items():
            zustand = zustaende[einheit][eine_quelle, monat] if monat in werte else Zustand.FEHLT
            yield {
                "monat": str(monat),
                "quelle": eine_quelle.value,
                "zaehleinheit": einheit.value,
                "wert": werte.get(monat),
                "zustand": zustand.value,
            }
