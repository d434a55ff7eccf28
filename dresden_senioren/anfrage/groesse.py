"""Wie groß eine Anfrage sein darf: vorher nach ihrer Angabe, beim Empfangen nach dem, was wirklich kommt."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from .fehlerseiten import antwort


def begrenzen(get_response):
    def middleware(request):
        # Ohne Längenangabe läse Django nichts und die Person sähe nur „veraltet“; ein Browser sendet so nie.
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return antwort(request, 411)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.ANFRAGE_HOECHSTGROESSE:
            return antwort(request, 413, abhilfe=_abhilfe())
        return get_response(request)

    return middleware


def _abhilfe() -> str:
    grenze = settings.ANFRAGE_HOECHSTGROESSE // 1024 // 1024
    return (
        f"Zusammen dürfen die Dateien eines Formulars höchstens {grenze} MB groß sein. Es wurde nichts gespeichert. "
        "Gehen Sie zurück und laden Sie sie in mehreren Schritten hoch."
    )


class Mengenzaehler(FileUploadHandler):
    """Steht vor den Handlern, die speichern: zählt alle Dateien zusammen und bricht ab, ehe die Platte voll ist."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empfangen = 0

    def receive_data_chunk(self, raw_data, start):
        self.empfangen += len(raw_data)
        if self.empfangen > settings.ANFRAGE_HOECHSTGROESSE:
            self._aufraeumen()
            raise RequestDataTooBig("Die Dateien dieser Anfrage sind zusammen zu groß.")
        return raw_data

    def _aufraeumen(self):
        """Django schließt nach einer Ausnahme nur fertige Dateien; die halbe bliebe sonst liegen."""
        for handler in self.request.upload_handlers:
            if hasattr(handler, "file"):
                handler.file.close()

    def file_complete(self, file_size):
        return None
