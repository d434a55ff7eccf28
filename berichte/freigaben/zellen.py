"""Vom Würfel zum Schutz und zurück: welche Zellen in eine Freigabe gehen, und wie sie abgelegt und gelesen werden."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from beratung.kern.zaehlung import Art, Ebene, Merkmal, Zaehleinheit
from beratung.models import Katalogwert, Monatswert
from berichte.kern.schutz.angriff import BekannteSumme, Freigabestand
from berichte.kern.schutz.programm import Schluessel, UngueltigeZahlen, ist_im_programm
from berichte.models import BekannteZahl, Freigabegrundlage, Freigabewert, Zahlenfreigabe
from berichte.models.freigaben import Freigabezelle
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

OHNE_BEREICH = ""  # der Teil der Stadt, den kein Planungsbereich bekam
SPALTEN = ("monat", "quelle", "ebene", "gebiet", "zaehleinheit", "merkmal", "auspraegung", "anzahl")
JE_SCHUB = 2_000  # Zeilen je INSERT


def genaue_zahlen(zeitraum: Zeitraum) -> dict[Schluessel, int]:
    """Alle Zellen des Tabellenprogramms; zwei Abfragen. UngueltigeZahlen, wenn Bereiche mehr zählen als die Stadt."""
    zellen = Monatswert.objects.im_zeitraum(zeitraum).filter(teil__ist_gueltig=True)
    spalten = ("monat", "quelle", "gebiet", "zaehleinheit", "merkmal", "auspraegung", "anzahl")
    genau: dict[Schluessel, int] = {}
    der_bereiche: dict[Schluessel, int] = defaultdict(int)
    for tag, quelle, gebiet, *zelle, anzahl in zellen.filter(ebene=Ebene.PLANUNGSBEREICH).values_list(*spalten):
        if ist_im_programm(*zelle[:2]):
            monat = Monat.von_tag(tag)
            genau[Schluessel(monat, quelle, gebiet, *zelle)] = anzahl
            der_bereiche[Schluessel(monat, quelle, OHNE_BEREICH, *zelle)] += anzahl
    for tag, quelle, _, *zelle, anzahl, art in zellen.filter(ebene=Ebene.STADT).values_list(*spalten, "teil__art"):
        schluessel = Schluessel(Monat.von_tag(tag), quelle, OHNE_BEREICH, *zelle)
        rest = anzahl - der_bereiche.get(schluessel, 0)
        if rest < 0:
            raise UngueltigeZahlen(
                f"Die Planungsbereiche zählen zusammen mehr als die Stadt: {schluessel.bezeichnung}."
            )
        # Auch eine als Summe gelieferte Null ist gemeldet; gezählte Nullen stehen nirgends.
        if ist_im_programm(*zelle[:2]) and (rest or art == Art.SUMMEN):
            genau[schluessel] = rest
    return genau


def hauptfelder(genau: Iterable[Schluessel]) -> dict[str, str]:
    """Beratungsfeld → Hauptberatungsfeld, für jedes Feld, das vorkommt; eine Abfrage."""
    katalog = Katalogwert.objects.filter(merkmal=Merkmal.BERATUNGSFELD).exclude(oberwert=None)
    oben = dict(katalog.values_list("schluessel", "oberwert__schluessel"))
    felder = {s.auspraegung for s in genau if s.merkmal == Merkmal.BERATUNGSFELD}
    return {feld: oben.get(feld, feld) for feld in felder}


# --- ablegen ---------------------------------------------------------------------------------------------------------


def freigabewerte(freigabe: Zahlenfreigabe, werte: Mapping[Schluessel, int]) -> list[Freigabewert]:
    """Zeilen der Planungsbereiche und der Stadt. Gezählte Nullen werden nicht abgelegt: Sonst verriete die Zeile, dass
    hinter der gerundeten Null etwas steht, was bei einer echten fehlt."""
    stadt: dict[Schluessel, int] = defaultdict(int)
    geliefert = set()
    zeilen = []
    for schluessel, anzahl in werte.items():
        ganze = schluessel._replace(gebiet=OHNE_BEREICH)
        stadt[ganze] += anzahl
        if schluessel.gebiet == OHNE_BEREICH:
            geliefert.add(ganze)
        elif anzahl:
            zeilen.append(_zeile(Freigabewert, freigabe, schluessel, Ebene.PLANUNGSBEREICH, anzahl))
    zeilen += [_zeile(Freigabewert, freigabe, s, Ebene.STADT, n) for s, n in stadt.items() if n or s in geliefert]
    return sorted(zeilen, key=_rang)


def grundlagen(freigabe: Zahlenfreigabe, genau: Mapping[Schluessel, int]) -> list[Freigabegrundlage]:
    return [_zeile(Freigabegrundlage, freigabe, s, Ebene.PLANUNGSBEREICH, n) for s, n in genau.items()]


def _zeile(modell, freigabe, schluessel: Schluessel, ebene: Ebene, anzahl: int) -> Freigabezelle:
    monat, quelle, gebiet, einheit, merkmal, auspraegung = schluessel
    return modell(
        freigabe=freigabe, monat=monat.erster, quelle=quelle, ebene=ebene.value, gebiet=gebiet,
        zaehleinheit=Zaehleinheit(einheit).value, merkmal=str(merkmal), auspraegung=auspraegung, anzahl=anzahl,
    )  # fmt: skip


def _rang(zeile: Freigabezelle) -> tuple:
    return tuple(getattr(zeile, spalte) for spalte in SPALTEN)


def inhaltssumme(zeilen: Iterable[tuple]) -> str:
    """Prüfsumme der geschützten Zahlen, gleich in welcher Reihenfolge; `zeilen` in der Folge von SPALTEN."""
    texte = sorted("\x1f".join(map(str, zeile)) for zeile in zeilen)
    return hashlib.sha256("\n".join(texte).encode()).hexdigest()


def summe_der(werte: Iterable[Freigabewert]) -> str:
    return inhaltssumme(map(_rang, werte))


def gespeicherte_summe(freigabe: Zahlenfreigabe) -> str:
    return inhaltssumme(Freigabewert.objects.filter(freigabe=freigabe).values_list(*SPALTEN).iterator())


# --- lesen, was freigegeben ist --------------------------------------------------------------------------------------


def freigabestand(freigabe: Zahlenfreigabe) -> Freigabestand:
    """Was die Freigabe veröffentlicht hat und was damals dahinter stand; zwei Abfragen. Veröffentlicht ist, was
    wirklich in den Zeilen steht, aus denen die Berichte lesen."""
    genau = dict(_schluessel(Freigabegrundlage.objects.filter(freigabe=freigabe)))
    bereiche = Freigabewert.objects.filter(freigabe=freigabe, ebene=Ebene.PLANUNGSBEREICH)
    werte = dict(_schluessel(bereiche))
    stadt = dict(_schluessel(Freigabewert.objects.filter(freigabe=freigabe, ebene=Ebene.STADT)))
    for schluessel, anzahl in werte.items():
        ganze = schluessel._replace(gebiet=OHNE_BEREICH)
        stadt[ganze] = stadt.get(ganze, 0) - anzahl
    # Was der Stadt an ihren Bereichen fehlt, steht in keiner eigenen Zeile.
    rest = {s: n for s, n in stadt.items() if n or s in genau}
    geschuetzt = dict.fromkeys(genau, 0) | werte | rest
    return Freigabestand(genau, geschuetzt, freigabe.basis)


def _schluessel(zeilen) -> Iterator[tuple[Schluessel, int]]:
    spalten = ("quelle", "gebiet", "zaehleinheit", "merkmal", "auspraegung", "anzahl")
    for tag, *rest, anzahl in zeilen.values_list("monat", *spalten).iterator():
        yield Schluessel(Monat.von_tag(tag), *rest), anzahl


def bekannte_summen() -> list[BekannteSumme]:
    """Was schon genau veröffentlicht ist; eine Abfrage."""
    zahlen = BekannteZahl.objects.geltend().select_related("planungsbereich").order_by("pk")
    return [
        BekannteSumme(z.zaehleinheit, z.quelle, z.planungsbereich.kuerzel if z.planungsbereich else "",
                      z.zeitraum.von, z.zeitraum.bis, z.anzahl)
        for z in zahlen
    ]  # fmt: skip


def bekannte_nummern() -> list[int]:
    """Welche Zahlen ein Angriff kennt; ändert sich mit jeder, die dazukommt oder zurückgenommen wird."""
    return list(BekannteZahl.objects.geltend().order_by("pk").values_list("pk", flat=True))
