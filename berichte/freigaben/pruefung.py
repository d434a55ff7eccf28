"""Das Tor vor jeder Freigabe: runden, dann sich selbst angreifen, mit allem, was schon veröffentlicht ist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from berichte.kern.schutz import naiv
from berichte.kern.schutz.angriff import Angriffsergebnis, Freigabestand, angreifen
from berichte.kern.schutz.programm import Schluessel
from berichte.kern.schutz.runden import Abweichung, Schutzergebnis, schuetzen
from berichte.models import Zahlenfreigabe
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Zeitraum

from . import zellen

ZEIGEN = 500  # so viele Gruppen und enge Zahlen werden aufgehoben


@dataclass(frozen=True)
class Geschuetzt:
    """Ein geschützter Würfel samt dem Ergebnis des Angriffs auf ihn und alle früheren Freigaben."""

    ergebnis: Schutzergebnis
    angriff: Angriffsergebnis


def erteilte() -> list[Zahlenfreigabe]:
    """In der Reihenfolge der Veröffentlichung; was erteilt ist, bleibt für immer bekannt."""
    zustand = Zahlenfreigabe.Zustand.FREIGEGEBEN
    return list(Zahlenfreigabe.objects.filter(zustand=zustand).order_by("entschieden_am", "pk"))


def schuetzen_und_angreifen(genau: Mapping[Schluessel, int], *, basis: int) -> Geschuetzt:
    """UngueltigeZahlen oder KeineLoesung mit einem Satz; sonst ein Ergebnis, auch wenn der Angriff etwas fand."""
    frueher = [zellen.freigabestand(freigabe) for freigabe in erteilte()]
    eltern = zellen.hauptfelder([*genau, *(s for stand in frueher for s in stand.genau)])
    ergebnis = schuetzen(genau, basis=basis, eltern=eltern, vorher=frueher[-1].als_vorher if frueher else {})
    staende = [*frueher, Freigabestand(genau, ergebnis.werte, basis)]
    return Geschuetzt(ergebnis, angreifen(staende, zellen.bekannte_summen(), eltern=eltern))


def freigaben_angreifen(freigaben: Sequence[Zahlenfreigabe]) -> Angriffsergebnis:
    """Der Angriff auf das, was wirklich gespeichert ist."""
    staende = [zellen.freigabestand(freigabe) for freigabe in freigaben]
    eltern = zellen.hauptfelder([s for stand in staende for s in stand.genau])
    return angreifen(staende, zellen.bekannte_summen(), eltern=eltern)


def kontrolle(genau: Mapping[Schluessel, int]) -> int:
    """Wie viele Zahlen derselbe Angriff genau findet, wenn kleine nur versteckt wären. Findet er keine, taugt er
    nichts."""
    return naiv.verstecktes_angreifen(genau, eltern=zellen.hauptfelder(genau)).exakt


def ablehnungsgrund(angriff: Angriffsergebnis) -> str:
    """Ein Satz, warum diese Zahlen das Haus nicht verlassen; leer, wenn nichts dagegen spricht."""
    funde = [
        f"{deutsch(angriff.exakt)} von {deutsch(angriff.zellen)} kleinen Zahlen sind genau auszurechnen"
        * bool(angriff.exakt),
        f"{deutsch(angriff.eng)} lassen weniger mögliche Werte als die Rundungsbasis" * bool(angriff.eng),
        f"{deutsch(angriff.summenfehler)} Summen gehen nicht auf" * bool(angriff.summenfehler),
    ]
    gefunden = "; ".join(filter(None, funde))
    wo = f" Am schlimmsten: {angriff.schlimmste[0].schluessel.bezeichnung}." if angriff.schlimmste else ""
    return f"Der Angriff auf die geschützten Zahlen war erfolgreich: {gefunden}.{wo}" if gefunden else ""


def als_pruefung(angriff: Angriffsergebnis, werte: Mapping[Schluessel, int]) -> dict:
    """Was die Freigabe von der Prüfung aufhebt; nur Zahlen, die auch ein Fremder ausrechnen könnte."""
    return {
        "zellen": angriff.zellen,
        "exakt": angriff.exakt,
        "eng": angriff.eng,
        "summenfehler": angriff.summenfehler,
        "schlimmste": [[_flach(s.schluessel), s.kleinster, s.groesster] for s in angriff.schlimmste[:ZEIGEN]],
        "gruppen": [[_flach(g.schluessel), werte.get(g.schluessel, 0)] for g in angriff.gruppen[:ZEIGEN]],
        "gruppen_gesamt": len(angriff.gruppen),
        "unmoeglich": [f"{s.anzahl} in {Zeitraum(s.von, s.bis).bezeichnung}" for s in angriff.unmoeglich],
    }


def _flach(schluessel: Schluessel) -> list[str]:
    return list(map(str, schluessel))


def als_abweichung(ergebnis: Schutzergebnis) -> dict[str, list]:
    ebenen = ("zelle", "bereich_monat", "bereich_jahr", "stadt_monat", "stadt_jahr")
    return {ebene: _abweichung(getattr(ergebnis, ebene)) for ebene in ebenen} | {"bewegt": len(ergebnis.bewegt)}


def _abweichung(abweichung: Abweichung) -> list:
    return [abweichung.groesste, round(abweichung.mittlere, 2)]
