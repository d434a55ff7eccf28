"""Der Anwendungsserver, für systemd und Container derselbe. Andere Werte: GUNICORN_CMD_ARGS."""

import os

from dresden_senioren.anfrage.protokollzeilen import einstellung

# Seine Meldungen in derselben Form wie die der Anwendung; die Anfragen schreibt diese selbst.
logconfig_dict = einstellung(form=os.environ.get("LOG_FORMAT") or "json", stufe="INFO")
bind = os.environ.get("BIND", "127.0.0.1:8000")
# Je Kern ein bis zwei Prozesse; vier Threads je Prozess warten meist auf die Datenbank.
workers = int(os.environ.get("PROZESSE", "3"))
threads = 4
# Eine Anfrage, die länger dauert, ist ein Fehler: Langes geht in den Hintergrund.
timeout = 60
graceful_timeout = 60
# Länger, als der Webserver eine ruhende Verbindung aufhebt (60 s): Schlösse dieser Server zuerst, träfe eine Meldung im
# selben Augenblick auf eine Verbindung, die es nicht mehr gibt, und käme nicht an.
keepalive = 75
# Ein Prozess, der langsam wächst, wird ersetzt, nie alle zugleich.
max_requests = 5_000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108 – nur ein Lebenszeichen; auf einer Platte hielte es den Prozess an
control_socket_disable = True
# Dem Webserver davor glauben, woher und womit die Anfrage kam; er setzt beide Kopfzeilen selbst.
forwarded_allow_ips = os.environ.get("PROXY_ADRESSEN", "127.0.0.1")
