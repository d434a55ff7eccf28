"""Eine Datei zum Herunterladen: immer als Anlage, nie zwischengespeichert, nie erraten, was sie ist."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def dateiantwort(inhalt: bytes | str, *, name: str, medientyp: str) -> HttpResponse:
    """`name` darf Umlaute enthalten (RFC 6266)."""
    kopf = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(inhalt, content_type=medientyp, headers=kopf)
