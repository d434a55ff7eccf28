"""Die Seite „Zustand“: was `manage.py pruefe` sagt, soweit es schnell geht, für die Administration."""

from django.views.generic import TemplateView

from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

from . import pruefungen
from .pruefungen import Aufwand, Urteil
from .sicherungsstand import letzte_sicherung

# Überschrift des Hinweises über der Tabelle: (Art des Hinweiskastens, Titel, was zu tun ist).
GESAMT = {
    Urteil.OK: ("success", "Alles in Ordnung", "Die schnellen Prüfungen finden nichts."),
    Urteil.WARNUNG: (
        "warning",
        "In Ordnung, mit Hinweisen",
        "Die Anwendung arbeitet. Was Sie wissen sollten, steht zuerst.",
    ),
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
            # Fehler vor Warnungen.
            auffaellig=[zeile for urteil in list(Urteil)[:-1] for zeile in ergebnisse if zeile[1].urteil is urteil],
            in_ordnung=[zeile for zeile in ergebnisse if zeile[1].urteil is Urteil.OK],
            gesamt={"art": art, "titel": titel, "text": text},
            letzte_sicherung=letzte_sicherung(),
            **kwargs,
        )
