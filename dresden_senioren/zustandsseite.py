"""Die Seite „Zustand“: was `manage.py pruefe` sagt, soweit es schnell geht, für die Administration."""

from django.views.generic import TemplateView

from . import pruefungen, selbstpruefung
from .pruefungen import Aufwand, Urteil
from .rollen import Recht
from .zugang import ZugangMixin

URTEILE = list(Urteil)
# Überschrift des Hinweises über der Tabelle: (Art des Hinweiskastens, Titel, was zu tun ist).
GESAMT = {
    Urteil.OK: ("success", "Alles in Ordnung", "Die schnellen Prüfungen finden nichts."),
    Urteil.WARNUNG: ("warning", "In Ordnung, mit Hinweisen", "Die Anwendung arbeitet. Die Hinweise stehen oben."),
    Urteil.FEHLER: (
        "danger",
        "Etwas stimmt nicht",
        "Geben Sie die Fehler bitte dem Betrieb der Anwendung weiter; was zu tun ist, steht dabei.",
    ),
}


class ZustandView(ZugangMixin, TemplateView):
    recht = Recht.PROTOKOLL_LESEN
    template_name = "zustand.html"

    def get_context_data(self, **kwargs):
        ergebnisse = pruefungen.ausfuehren(Aufwand.SCHNELL)
        art, titel, text = GESAMT[pruefungen.gesamturteil(ergebnisse)]
        return super().get_context_data(
            # Was zu tun ist, zuerst.
            ergebnisse=sorted(ergebnisse, key=lambda zeile: URTEILE.index(zeile[1].urteil)),
            gesamt={"art": art, "titel": titel, "text": text},
            letzte_sicherung=selbstpruefung.letzte_sicherung(),
            **kwargs,
        )
