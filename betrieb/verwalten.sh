#!/usr/bin/env bash
# Ein Befehl der Anwendung auf dem Server, als root aufzurufen: betrieb/verwalten.sh [--eigner] BEFEHL [ANGABEN …]
# Er läuft mit der Konfiguration und als Benutzer der Anwendung; --eigner nimmt die Rolle, der die Tabellen gehören.
set -euo pipefail
cd "$(dirname "$0")/.."
konfiguration=${KONFIGURATION:-/etc/senioren}
set -a
. "$konfiguration/senioren.env"
if [ "${1:-}" = --eigner ]; then shift; . "$konfiguration/eigner.env"; fi
set +a
exec runuser -u senioren -- .venv/bin/python manage.py "$@"
