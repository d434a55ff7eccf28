"""Kopfzeilen, die jede Antwort trägt, auch statische Dateien, Umleitungen und Fehler."""

from django.http import HttpResponseNotAllowed

METHODEN = ("GET", "HEAD", "POST")
GERAETE = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
           "midi", "payment", "usb")  # fmt: skip
IMMER = {
    # Sozialdaten bleiben nicht im Zwischenspeicher: nach dem Abmelden zeigt „Zurück“ keine Seite mehr.
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{geraet}=()" for geraet in GERAETE),
}


def vervollstaendigen(get_response):
    """Was nicht gesetzt ist, gilt für alle gleich; wer lange gespeichert werden darf, sagt es selbst."""

    def middleware(request):
        response = get_response(request)
        for name, wert in IMMER.items():
            response.headers.setdefault(name, wert)
        return response

    return middleware


def nur_uebliche_methoden(get_response):
    """Was keine Seite kennt, kommt nicht herein; auch OPTIONS nicht, das nur fremde Seiten bräuchten."""

    def middleware(request):
        return get_response(request) if request.method in METHODEN else HttpResponseNotAllowed(METHODEN)

    return middleware
