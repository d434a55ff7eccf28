"""Einen Importeur starten, an einem gezählten oder genannten Befehl anhalten, töten."""

import os
import subprocess
import sys
from ast import literal_eval

from dresden_senioren.settings import BASE_DIR

from .importeur import ENDE, WARTET


class Importprozess:
    """Ein laufender Importeur; `befehle` sind die, die er bisher gemeldet hat."""

    modul = "tests.beratung.importeur"

    def __init__(self, umgebung: dict, angaben: list[str], *, halt: int | str = 0, kaputt: bool = False):
        lesen, schreiben = os.pipe()
        befehl = [sys.executable, "-W", "ignore", "-m", self.modul, *(["--kaputt"] * kaputt), *angaben]
        self._prozess = subprocess.Popen(
            befehl, cwd=BASE_DIR, env=umgebung | {"LEITUNG": str(schreiben), "HALT": str(halt)}, pass_fds=[schreiben],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        os.close(schreiben)
        self._leitung = os.fdopen(lesen)
        self.befehle: list[str] = []

    def bis_zum_halt(self) -> bool:
        """Liest mit, bis der Prozess wartet (wahr) oder am Ende ist."""
        for zeile in self._leitung:
            gemeldet = literal_eval(zeile)
            if gemeldet in {WARTET, ENDE}:
                return gemeldet == WARTET
            self.befehle.append(gemeldet)
        return False

    def weiter(self) -> None:
        self._prozess.stdin.write("\n")
        self._prozess.stdin.flush()

    def zu_ende(self) -> tuple[int, str]:
        """Rückgabewert und was er gesagt hat."""
        self.bis_zum_halt()
        satz, fehler = self._prozess.communicate()
        self._leitung.close()
        return self._prozess.returncode, satz.strip() or fehler

    def toete(self) -> None:
        self._prozess.kill()
        self._prozess.communicate()
        self._leitung.close()
