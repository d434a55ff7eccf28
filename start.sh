#!/usr/bin/env bash
# Richtet die Anwendung ein und startet sie zur Vorführung auf diesem Rechner: ./start.sh [--nur-einrichten]
# Braucht nur python3 ab 3.11. Für den Betrieb mit PostgreSQL siehe README.
set -euo pipefail
cd "$(dirname "$0")"

fehler() { printf '%s\n' "$@" >&2; exit 1; }

umgebung=.venv
# Installiert eine Sperrliste in die Umgebung, wenn sie sich seit dem letzten Mal geändert hat.
# --no-deps: die Liste ist vollständig (siehe pyproject.toml).
installieren() {
  local liste=$1 merker="$umgebung/.installiert-${1//\//-}" stand
  stand=$(cksum <"$liste")
  [ "$(cat "$merker" 2>/dev/null)" = "$stand" ] && return
  printf 'Pakete aus %s werden installiert …\n' "$liste" >&2
  if "$umgebung/bin/python" -m pip --version >/dev/null 2>&1; then
    "$umgebung/bin/python" -m pip install -q --no-deps --require-hashes -r "$liste"
  elif python3 -m pip --version >/dev/null 2>&1; then
    python3 -m pip --python "$umgebung/bin/python" install -q --no-deps --require-hashes -r "$liste"
  elif command -v uv >/dev/null; then
    uv pip install -q --compile-bytecode --python "$umgebung/bin/python" --no-deps --require-hashes -r "$liste"
  else
    fehler "Es gibt weder pip noch uv." "Abhilfe: python3-pip oder python3-venv installieren und ./start.sh erneut aufrufen."
  fi
  printf '%s\n' "$stand" >"$merker"
}

anlegen() {
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    fehler "Es fehlt python3 ab Version 3.11." "Abhilfe: installieren und ./start.sh erneut aufrufen."
  # Ohne ensurepip (Debian ohne python3-venv) entsteht eine Umgebung ohne eigenes pip.
  "$umgebung/bin/python" -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)' 2>/dev/null ||
    python3 -m venv --clear "$umgebung" >/dev/null 2>&1 ||
    python3 -m venv --clear --without-pip "$umgebung"
}

pakete() {
  anlegen
  for liste in requirements.txt "$@"; do installieren "$liste"; done
}

einrichten() {
  local ordner=${DATENVERZEICHNIS:-.daten}
  mkdir -p "$ordner"
  if [ -z "${SECRET_KEY:-}${SECRET_KEY_FILE:-}" ] && [ ! -s "$ordner/geheimer_schluessel" ]; then
    (umask 077; python3 -c 'import secrets; print(secrets.token_urlsafe(50))' >"$ordner/geheimer_schluessel")
  fi
  .venv/bin/python manage.py einrichten --vorfuehrung
}

case ${1:-} in
  # Im Betrieb gehört das Programm root: Übersetzt wird es jetzt oder bei jedem Start eines Arbeiters von neuem.
  --nur-pakete)
    shift
    pakete "$@"
    exec .venv/bin/python -m compileall -q beratung berichte dresden_senioren massnahmen
    ;;
  # bandit und semgrep bringen Pakete mit, die sonst niemand braucht: eigene Umgebung (.ci/run).
  --pruefwerkzeuge) umgebung=.venv-pruefung; anlegen; installieren .ci/requirements.txt; exit ;;
  --nur-einrichten) pakete; einrichten; exit ;;
  "") pakete ;;
  *) printf 'Aufruf: ./start.sh [--nur-einrichten]\n' >&2; exit 2 ;;
esac

port=${PORT:-8000}
.venv/bin/python -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1]))).close()' "$port" 2>/dev/null ||
  fehler "Port $port ist belegt oder keine gültige Nummer." "Abhilfe: einen anderen wählen, zum Beispiel PORT=8010 ./start.sh"
einrichten
printf 'Bereit: http://127.0.0.1:%s   (beenden mit Strg+C)\n' "$port"
# Nur auf diesem Rechner erreichbar, darum ohne TLS.
exec env VORFUEHRUNG=1 .venv/bin/python -m gunicorn --bind "127.0.0.1:$port" --workers 2 --threads 4 \
  --no-control-socket --log-level warning dresden_senioren.wsgi
