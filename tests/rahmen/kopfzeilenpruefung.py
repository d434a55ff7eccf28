"""Was jede Antwort tragen muss. conftest.py legt es an jede Antwort jedes Tests an."""

import re

PFLICHT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}
CSP = (
    "default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
    "report-uri /csp-bericht/",
)  # fmt: skip


def fehlende_kopfzeilen(antwort) -> dict[str, str]:
    """Name → was stattdessen da steht."""
    fehlend = {name: antwort.headers.get(name, "") for name in PFLICHT if not _hat(antwort, name, PFLICHT[name])}
    richtlinie = antwort.headers.get("Content-Security-Policy", "")
    if "unsafe" in richtlinie or any(teil not in richtlinie for teil in CSP):
        fehlend["Content-Security-Policy"] = richtlinie
    if not re.fullmatch(r"[A-Za-z0-9-]{8,64}", antwort.headers.get("X-Request-ID", "")):
        fehlend["X-Request-ID"] = antwort.headers.get("X-Request-ID", "")
    if not _darf_gespeichert_werden(antwort) and not _hat(antwort, "Cache-Control", "no-store"):
        fehlend["Cache-Control"] = antwort.headers.get("Cache-Control", "")
    if _ist_datei(antwort) and not _hat(antwort, "Content-Disposition", "attachment"):
        fehlend["Content-Disposition"] = antwort.headers.get("Content-Disposition", "")
    return fehlend


def _hat(antwort, name: str, wert: str) -> bool:
    return wert in antwort.headers.get(name, "")


def _darf_gespeichert_werden(antwort) -> bool:
    """Nur Gestaltung und Skripte, nie was jemand sehen darf und ein anderer nicht."""
    return antwort.request["PATH_INFO"].startswith("/static/") and antwort.status_code in {200, 304}


def _ist_datei(antwort) -> bool:
    """Alles außer Seiten, Bildern im Text, statischen Dateien und der Auskunft an den Lastverteiler."""
    art = antwort.headers.get("Content-Type", "text/html").split(";")[0]
    if art == "application/json" and antwort.request["PATH_INFO"].startswith("/health/"):
        return False
    return art not in {"text/html", "image/svg+xml", "text/plain"} and not _darf_gespeichert_werden(antwort)
