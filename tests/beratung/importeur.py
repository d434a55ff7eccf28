"""Ein wirklicher Importprozess für die Abschusstests: `python -m tests.beratung.importeur [--kaputt] VORGANG Angaben`.

Er liest eine Lieferung ein (`einlesen`, wie manage.py lieferung_einlesen), legt eine Vorschau an (`annehmen`),
übernimmt eine (`uebernehmen NUMMER`) oder erstellt die bestellten Berichte (`berichten`). Über die geerbte LEITUNG
meldet er jeden Befehl, ehe er ihn der Datenbank gibt, und am Ende ENDE. Vor dem HALT-ten Befehl, vor jedem, der so
beginnt wie HALT, und an der Schwelle zum Übernehmen meldet er WARTET und steht still, bis von der Standardeingabe etwas
kommt. Gemeldet und gehalten wird von außen, über die Haken von Django; im Einlesen selbst steht nichts davon. Mit
--kaputt arbeitet er absichtlich ohne Transaktion und ohne Sperre: der Versuchsaufbau muss das merken."""

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import django
from django.core.management import call_command

WARTET, ENDE = "WARTET", "ENDE"
HALT = os.environ.get("HALT", "0")
_nummern = count(1)


def main(angaben: list[str], vorgaenge: dict[str, Callable]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dresden_senioren.settings")
    django.setup()
    from django.db import connection

    if "--kaputt" in angaben:
        angaben.remove("--kaputt")
        _ohne_transaktion_und_sperre()

    def vor_jedem_befehl(ausfuehren, sql, *rest):
        schritt(sql)
        return ausfuehren(sql, *rest)

    vorgang, *angaben = angaben
    with connection.execute_wrapper(vor_jedem_befehl):
        try:
            return vorgaenge[vorgang](*angaben)
        finally:
            _melde(ENDE)


def schritt(was: str) -> None:
    """Sagen, was gleich geschieht, und am verlangten Schritt davor stehen bleiben."""
    _melde(was)
    if str(next(_nummern)) == HALT or was.startswith(HALT):
        _warte()


def _melde(was: str) -> None:
    os.write(int(os.environ["LEITUNG"]), f"{was[:80]!r}\n".encode())


def _warte() -> None:
    _melde(WARTET)
    sys.stdin.read(1)


def einlesen(*angaben: str) -> int:
    try:
        call_command("lieferung_einlesen", *angaben)
    except SystemExit as ende:
        return ende.code
    return 0


def annehmen(datei: str) -> int:
    from beratung.lieferungen.uebernahme import annehmen

    from .conftest import pruefe

    print(annehmen(pruefe(Path(datei).read_bytes()), von=None).pk)
    return 0


def uebernehmen(nummer: str) -> int:
    from beratung.fehler import Lieferungsfehler
    from beratung.lieferungen.uebernahme import uebernehmen
    from beratung.models import Lieferung

    lieferung = Lieferung.objects.get(pk=nummer)
    _warte()
    try:
        uebernehmen(lieferung, von=None, begruendung="Versuch")
    except Lieferungsfehler as fehler:
        print(fehler)
        return 1
    return 0


def berichten(art: str) -> int:
    """Die bestellten Berichte erstellen; `halb` schreibt erst „fertig“ und dann die Datei."""
    if art == "halb":
        _erst_fertig_dann_die_datei()
    call_command("berichtsauftraege_abarbeiten")
    return 0


VORGAENGE = {"einlesen": einlesen, "annehmen": annehmen, "uebernehmen": uebernehmen, "berichten": berichten}


def _erst_fertig_dann_die_datei() -> None:
    from berichte.akten import auftraege

    def abschliessen(auftrag, datei):
        auftraege._meiner(auftrag).update(zustand="fertig", platz=None)
        auftrag.inhalt, auftrag.zustand = datei.inhalt, "fertig"
        auftrag.save()

    auftraege._abschliessen = abschliessen


def _ohne_transaktion_und_sperre() -> None:
    from beratung.lieferungen import uebernahme
    from beratung.models import Lieferung

    uebernahme.transaction = SimpleNamespace(atomic=nullcontext)
    uebernahme._sperren = lambda nummer: Lieferung.objects.get(pk=nummer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], VORGAENGE))
