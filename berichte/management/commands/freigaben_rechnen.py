import threading

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from berichte.freigaben import ablauf
from berichte.models import Zahlenfreigabe

PULS = 15  # Sekunden


class Command(BaseCommand):
    help = "Rechnet die beantragte Zahlenfreigabe und endet. Für Zeitpläne; die Seite startet ihn auch selbst."

    def handle(self, *args, **options):
        if (freigabe := ablauf.naechste_beanspruchen()) is None:
            self.stdout.write("Nichts zu rechnen.")
            return
        fertig = threading.Event()
        puls = threading.Thread(target=_lebenszeichen, args=(freigabe.pk, fertig), daemon=True)
        puls.start()
        try:
            ablauf.rechnen(freigabe)
        finally:
            fertig.set()
            puls.join()
        self.stdout.write(f"{freigabe}: {freigabe.get_zustand_display()}. {freigabe.grund}".strip())


def _lebenszeichen(nummer: int, fertig: threading.Event) -> None:
    """Bis gerechnet ist. Bleibt es aus, gilt der Prozess als tot, und der nächste Besuch der Seite beginnt neu."""
    try:
        while not fertig.wait(PULS):
            Zahlenfreigabe.objects.filter(pk=nummer).update(lebenszeichen=timezone.now())
    finally:
        connection.close()
