"""Mehrere Fäden oder Prozesse mit eigener Verbindung tun dasselbe im selben Augenblick. Gesagt wird, wer gewann.

Ohne Schutz (--kaputt) haben immer alle geprüft, ehe einer schreibt: der schlimmste Fall, nicht ein zufälliger."""

import json
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from functools import partial
from itertools import cycle
from types import SimpleNamespace

from django.db import connection

from beratung.lieferungen import uebernahme
from beratung.models import Lieferung, Lieferungsteil, Monatswert
from massnahmen.models import Massnahme, Sachstandsart
from massnahmen.sachstand import melden
from tests.beratung.conftest import FALL, FALLKOPF, SEPTEMBER, als_csv, pruefe

PROZESSE = 8


def zugleich(taten: list[Callable]) -> list:
    start = threading.Barrier(len(taten))

    def im_faden(tat):
        try:
            start.wait()
            return tat()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(taten)) as faeden:
        return list(faeden.map(im_faden, taten))


def uebernahmen(art: str, paare: str, *, kaputt: bool) -> int:
    """Je Paar übernehmen zwei `dieselbe` Lieferung oder zwei `verschiedene` desselben Monats, beide neben dem Stand
    geprüft, der davor galt: [Gewinner, geltende Teile, Neuzugänge der Stadt, geliefert vom Gewinner]."""
    schlange = _ohne_sperre() if kaputt else None
    ergebnisse = []
    for nr in range(int(paare)):
        inhalte = [als_csv(FALLKOPF, *[FALL] * (3 + 2 * nr + einer)) for einer in range(1 if art == "dieselbe" else 2)]
        vorschauen = [uebernahme.annehmen(pruefe(inhalt), von=None) for inhalt in inhalte]
        stand = uebernahme.geltender_stand(vorschauen[0])
        beide = [Lieferung.objects.get(pk=vorschauen[einer % len(vorschauen)].pk) for einer in range(2)]
        taten = [partial(_versuche, lieferung, stand, schlange) for lieferung in beide]
        gewonnen = [lieferung for lieferung in zugleich(taten) if lieferung]
        teile = Lieferungsteil.objects.filter(quelle="seniora", monat=SEPTEMBER.erster, ist_gueltig=True)
        zelle = {"quelle": "seniora", "monat": SEPTEMBER.erster, "ebene": "stadt", "merkmal": ""}
        gezaehlt = sum(Monatswert.objects.filter(**zelle).values_list("anzahl", flat=True))
        geliefert = gewonnen[0].summen["neuzugang"] if gewonnen else None
        ergebnisse.append([len(gewonnen), teile.count(), gezaehlt, geliefert])
    print(json.dumps(ergebnisse))
    return 0


def _versuche(lieferung: Lieferung, stand: str, schlange) -> Lieferung | None:
    try:
        return uebernahme.uebernehmen(lieferung, von=None, begruendung="Versuch", gezeigter_stand=stand)
    except uebernahme.Lieferungsfehler:
        return None
    except TypeError:  # nur ohne Schutz: die wartenden Zellen sind schon verbraucht
        assert schlange
        return None
    finally:
        if schlange:
            schlange.verlassen()


class _Schlange:
    """Erst treffen sich beide, nachdem sie geprüft haben; dann schreibt einer nach dem anderen."""

    def __init__(self):
        self._treffen, self._einzeln = threading.Barrier(2, timeout=120), threading.Lock()

    def anstellen(self, _lieferung):
        self._treffen.wait()
        self._einzeln.acquire()

    def verlassen(self):
        self._einzeln.release()


def _ohne_sperre() -> _Schlange:
    schlange = _Schlange()
    uebernahme.transaction = SimpleNamespace(atomic=nullcontext)
    uebernahme._sperren = lambda nummer: Lieferung.objects.get(pk=nummer)
    uebernahme._nichts_doppelt = schlange.anstellen
    return schlange


def meldungen(runden: str, *, kaputt: bool) -> int:
    """Je Runde melden acht Prozesse zugleich zu einer von fünf Maßnahmen; der Text nennt die Zeile, die sie vor Augen
    hatten. Gesagt wird [angenommen, abgewiesen]."""
    if kaputt:
        melden._sperren = lambda massnahme, grundlage: massnahme.meldungen.latest("pk")
    connection.close()  # jeder Prozess braucht seine eigene
    zweig = multiprocessing.get_context("fork")
    start, wege = zweig.Barrier(PROZESSE, timeout=120), [zweig.Pipe(duplex=False) for _ in range(PROZESSE)]
    prozesse = [zweig.Process(target=_melde_mit, args=(start, int(runden), schreiben)) for _, schreiben in wege]
    for prozess in prozesse:
        prozess.start()
    for prozess in prozesse:
        prozess.join()
    assert all(prozess.exitcode == 0 for prozess in prozesse)
    angenommen = sum(lesen.recv() for lesen, _ in wege)
    print(json.dumps([angenommen, int(runden) * PROZESSE - angenommen]))
    return 0


def _melde_mit(start, runden: int, weg) -> None:
    """Sendet, wie viele Meldungen dieses Prozesses angenommen sind."""
    art = Sachstandsart.objects.get(schluessel="laufend")
    fuenf = cycle(Massnahme.objects.order_by("pk")[:5])
    angenommen = 0
    for _, massnahme in zip(range(runden), fuenf, strict=False):
        grundlage = massnahme.meldungen.order_by("-gueltig_ab", "-pk").first().pk
        angaben = {"massnahme": massnahme, "sachstandsart": art, "grundlage": grundlage, "von": None}
        start.wait()  # alle haben dieselbe Zeile gesehen
        with suppress(melden.SachstandUeberholt):
            melden.sachstand_melden(erlaeuterung=f"nach {grundlage}", **angaben)
            angenommen += 1
        start.wait()  # alle sind fertig
    weg.send(angenommen)
