"""Kopfzeilen, die jede Antwort trägt."""


def nicht_zwischenspeichern(get_response):
    """Sozialdaten bleiben nicht im Zwischenspeicher: nach dem Abmelden zeigt „Zurück“ keine Seite mehr."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
