"""Für HEALTHCHECK: 0, wenn die Anwendung arbeiten kann; sonst 1. Ohne curl, das im Abbild fehlt."""

import os
import sys
import urllib.request

name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
adresse = f"http://127.0.0.1:{os.environ.get('BIND', ':8000').rpartition(':')[2]}/health/ready"
try:
    urllib.request.urlopen(urllib.request.Request(adresse, headers={"Host": name}), timeout=3).close()
except OSError as fehler:
    sys.exit(f"{adresse}: {fehler}")
