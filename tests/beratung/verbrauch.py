"""Einen Befehl mit begrenztem Speicher und begrenzter Rechenzeit laufen lassen und messen:
`python -m tests.beratung.verbrauch BEFEHL …`. Die letzte Zeile der Fehlerausgabe nennt als JSON, was er und seine
Kinder verbraucht haben: Sekunden Rechenzeit zusammen, Bytes Arbeitsspeicher des größten.

Ein eigener kleiner Prozess: Einem Kind zählt Linux den Speicher dessen mit, der es abgespalten hat."""

import json
import resource
import subprocess
import sys

# Damit nichts die Maschine lahmlegt, ehe gemessen ist.
SPEICHER, RECHENZEIT = 1536 << 20, 60


def main(befehl: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (SPEICHER, SPEICHER))
    resource.setrlimit(resource.RLIMIT_CPU, (RECHENZEIT, RECHENZEIT))
    rueckgabe = subprocess.run([sys.executable, *befehl], check=False).returncode
    kinder = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([kinder.ru_utime + kinder.ru_stime, kinder.ru_maxrss << 10]), file=sys.stderr)
    return rueckgabe


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
