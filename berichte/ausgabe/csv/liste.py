"""Liste → CSV für Excel: UTF-8 mit BOM, Semikolon; was wie eine Formel beginnt, steht hinter einem Hochkomma."""

import csv
import io
from datetime import date

from berichte.kern.liste import Liste

FORMELANFAENGE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def liste_csv(liste: Liste) -> bytes:
    """Titel und Angaben, eine Leerzeile, dann Kopf und Zeilen."""
    puffer = io.StringIO(newline="")
    schreiber = csv.writer(puffer, delimiter=";", lineterminator="\r\n")
    schreiber.writerows([entschaerft(angabe)] for angabe in (liste.titel, *liste.angaben))
    schreiber.writerow([])
    schreiber.writerow(liste.spalten)
    schreiber.writerows([entschaerft(wert) for wert in zeile] for zeile in liste.zeilen)
    return puffer.getvalue().encode("utf-8-sig")


def entschaerft(wert: str | date | None) -> str:
    """Ein Tabellenprogramm rechnet, was so beginnt, auch hinter Leerzeichen; als Text bleibt es stehen."""
    if isinstance(wert, date):
        return f"{wert:%d.%m.%Y}"
    text = (wert or "").replace("\0", "")
    return f"'{text}" if text.startswith(FORMELANFAENGE) or text.lstrip().startswith(FORMELANFAENGE) else text
