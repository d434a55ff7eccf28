#!/usr/bin/env bash
# Eine neue Fassung einspielen, als root: betrieb/aktualisieren.sh STAND [--weiterer-rechner]
# STAND: Name der Fassung in git. Vorher wird gesichert; misslingt das, bleibt alles, wie es war.
# --weiterer-rechner: Datenbank und Sicherung sind schon erledigt, hier nur Programm, Pakete und statische Dateien.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
stand=${1:?Aufruf: betrieb/aktualisieren.sh STAND [--weiterer-rechner]}
weiterer=${2:-}
wartung=${WARTUNG:-/var/lib/senioren-wartung}/wartung
sicherung=${SICHERUNGEN:-/var/backups/senioren}/senioren_$(date -u +%Y-%m-%d_%H%M%S).zip  # wie jede nächtliche: sie geht mit ihnen
bisher=$(git rev-parse HEAD)

schritt() { printf '== %s ==\n' "$*" >&2; }
starten() { systemctl start senioren; rm -f "$wartung"; }
rueckweg() {
  printf '%s\n' "" "Abgebrochen bei: $BASH_COMMAND" "Die Wartungsseite bleibt an. Der Rückweg:" \
    "  git checkout $bisher && ./start.sh --nur-pakete" >&2
  [ -n "$weiterer" ] || printf '%s\n' \
    "  Datenbank leeren (betrieb/README.md, Zurück) und betrieb/verwalten.sh --eigner wiederherstellung $sicherung" >&2
  printf '%s\n' "  systemctl start senioren && rm $wartung" >&2
}

git cat-file -e "$stand^{commit}" 2>/dev/null || { echo "Den Stand $stand gibt es hier nicht. Abhilfe: git fetch --tags" >&2; exit 2; }

schritt "Wartungsseite an, Anwendung anhalten"
mkdir -p "$(dirname "$wartung")"
touch "$wartung"
systemctl stop senioren

if [ -z "$weiterer" ]; then
  schritt "Sichern nach $sicherung"
  # Angehalten, damit zwischen Sicherung und neuer Fassung nichts geschrieben wird, was der Rückweg verlöre.
  if ! betrieb/verwalten.sh --eigner sicherung "$sicherung"; then
    starten
    echo "Die Sicherung ist misslungen; es wurde nichts geändert, die Anwendung läuft wieder." >&2
    exit 1
  fi
fi

trap rueckweg ERR
schritt "Programm und Pakete"
git checkout --quiet "$stand"
./start.sh --nur-pakete
if [ -z "$weiterer" ]; then
  schritt "Datenbank"
  betrieb/verwalten.sh --eigner einrichten
  betrieb/verwalten.sh --eigner datenbankrechte --anwendung senioren_app --lesen senioren_lesen --ausfuehren
else
  schritt "Statische Dateien"
  betrieb/verwalten.sh einrichten
fi
schritt "Prüfen"
betrieb/verwalten.sh pruefe
schritt "Starten"
starten
schritt "Fertig: $stand, vorher $bisher"
