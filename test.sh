#!/usr/bin/env bash
# Alle Tests auf SQLite und PostgreSQL, mit Browser, wo Chromium da ist: ./test.sh [--schnell] [weitere Angaben für pytest]
# --schnell: nur der Kern, ohne Datenbank und Browser. BROWSER_PFLICHT=1: ohne Chromium oder LibreOffice scheitern statt auslassen.
# DATABASE_URL nennt ein anderes PostgreSQL als das mitinstallierte.
set -euo pipefail
cd "$(dirname "$0")"
./start.sh --nur-pakete requirements-test.txt

lauf() { printf '\n== %s ==\n' "$1"; shift; env "$@"; }
pytest=(.venv/bin/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder)

if [ "${1:-}" = --schnell ]; then
  shift
  lauf "Kern, schnell" -u DATABASE_URL "${pytest[@]}" -m "not django_db and not browser and not langsam" "$@"
  exit
fi
ergebnis=0
lauf SQLite -u DATABASE_URL "${pytest[@]}" "$@" || ergebnis=1
lauf PostgreSQL TEST_DATENBANK=postgresql "${pytest[@]}" "$@" || ergebnis=1
exit $ergebnis
