"""Das Zugriffsbuch: wer wann genaue kleine Zahlen angesehen oder heruntergeladen hat, mit welcher Auswahl, aus welchem
Stand. Die Zahlen selbst stehen nicht darin. Jede Person sieht ihre eigenen Einträge (datenschutz/views.py); eine
Ansicht über andere gibt es nicht, nur den begründeten Befehl `zugriffe_auskunft`."""

import hashlib
import json
import re
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from dresden_senioren.models import Zugriff
from dresden_senioren.zugang import ZugangMixin

# Seite mit ihren Bildern und Teilen, noch einmal geöffnet: in dieser Zeit ist das ein Zugriff.
ABSTAND = timedelta(hours=1)
# Ein Schlüssel, kein Freitext: kurz, ohne Satzzeichen.
_SCHLUESSEL = re.compile(r"[\w.×+ -]{1,60}")

SEITEN: dict[str, str] = {}  # Name der Adresse → was sie zeigt


def anmelden(seiten: dict[str, str]) -> None:
    SEITEN.update(seiten)


def festhalten(benutzer, *, art: str, seite: str, auswahl: dict, stand: str) -> None:
    """Einen Zugriff eintragen; dasselbe noch einmal angesehen zählt innerhalb einer Stunde als einer."""
    if seite not in SEITEN:
        raise ImproperlyConfigured(f"Die Seite „{seite}“ ist im Zugriffsbuch nicht angemeldet (zugriffe.SEITEN).")
    schluessel = {name: str(w) for name, w in sorted(auswahl.items()) if _SCHLUESSEL.fullmatch(str(w))}
    summe = hashlib.sha256(json.dumps(schluessel).encode()).hexdigest()[:16]
    eintrag = {"benutzer": benutzer.get_username(), "art": art, "seite": seite, "auswahlsumme": summe}
    if art == Zugriff.Art.ANGESEHEN:
        gleiche = Zugriff.objects.filter(**eintrag, zeitpunkt__gt=timezone.now() - ABSTAND)
        if gleiche.order_by().exists():
            return
    Zugriff.objects.create(**eintrag, auswahl=schluessel, stand=stand[:64])


class ZugriffMixin(ZugangMixin):
    """Eine Seite mit genauen Zahlen: jeder erfolgreiche Abruf steht im Zugriffsbuch. Bilder und Teile nennen als
    `zugriffsseite` die Seite, zu der sie gehören, und dieselbe Auswahl."""

    zugriffsart = Zugriff.Art.ANGESEHEN
    zugriffsseite = ""  # leer: der Name der eigenen Adresse
    # Was aus der Adresse zur Auswahl gehört, außer ihren festen Teilen.
    zugriffsangaben: tuple[str, ...] = ()

    def dispatch(self, request, *args, **kwargs):
        antwort = super().dispatch(request, *args, **kwargs)
        if request.method == "GET" and antwort.status_code == 200 and self.zeigt_genaues():
            festhalten(
                request.user,
                art=self.zugriffsart,
                seite=self.zugriffsseite or request.resolver_match.view_name,
                auswahl=self.zugriffsauswahl(),
                stand=self.zugriffsstand(),
            )
        return antwort

    def zeigt_genaues(self) -> bool:
        return True

    def zugriffsauswahl(self) -> dict:
        angaben = {name: self.request.GET[name] for name in self.zugriffsangaben if name in self.request.GET}
        return self.kwargs | angaben

    def zugriffsstand(self) -> str:
        """Woraus die Zahlen kamen."""
        return ""
