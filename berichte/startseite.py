"""Startseite je Rolle: was zu tun ist und die zwei, drei Zahlen, auf die es ankommt."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from beratung.bestand import fehlende_monate
from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Eingang, Lieferung
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat, in_worten
from dresden_senioren.models import Benutzer
from massnahmen.filters import BEGINN_UEBERSCHRITTEN
from massnahmen.kern.terminlage import Terminlage
from massnahmen.models import Massnahme, Sachstandsrunde
from massnahmen.rundenstand import eigene_rueckmeldungen, fortschritt
from massnahmen.uebersicht import eigene_massnahmen

from . import datensaetze
from .monatsentwicklung import jahre, monatsentwicklung


@dataclass(frozen=True)
class Karte:
    """Eine Zahl, ihr Name, ein Satz dazu und wohin sie führt."""

    name: str
    zahl: str
    satz: str
    url: str
    weiter: str


class StartseiteView(TemplateView):
    template_name = "berichte/startseite.html"

    def get_context_data(self, **kwargs):
        inhalt = STARTSEITEN.get(self.request.user.rolle)
        teile = inhalt(self.request.user, timezone.localdate()) if inhalt else {}
        return super().get_context_data(**teile, **kwargs)


def _sachbearbeitung(benutzer: Benutzer, heute: date) -> dict:
    eigene = eigene_massnahmen(benutzer, stichtag=heute)
    liste = reverse("massnahmen:liste")
    return {
        "karten": [
            *_eigene_rueckmeldungen(benutzer),
            Karte("Maßnahmen Ihrer Stellen", deutsch(eigene.anzahl), "", f"{liste}?eigene=on", "Zu Ihren Maßnahmen"),
            Karte(
                "davon überfällig",
                deutsch(eigene.ueberfaellig),
                "Die Laufzeit ist zu Ende, die Maßnahme nicht.",
                f"{liste}?eigene=on&terminlage={Terminlage.UEBERFAELLIG}",
                "Zu den überfälligen",
            ),
            Karte(
                "noch nicht begonnen, obwohl geplant",
                deutsch(eigene.beginn_ueberschritten),
                "Der Beginn der Laufzeit ist vorbei.",
                f"{liste}?eigene=on&terminlage={BEGINN_UEBERSCHRITTEN}",
                "Zu den nicht begonnenen",
            ),
        ],
        "am_laengsten_unbestaetigt": eigene.laengste_ohne_bestaetigung,
    }


def _koordination(benutzer: Benutzer, heute: date) -> dict:
    return {"karten": _beratungszahlen(), "fehlende_monate": _fehlende(heute)}


def _administration(benutzer: Benutzer, heute: date) -> dict:
    lieferungen = Lieferung.objects.sichtbar_fuer(benutzer)
    offene = lieferungen.filter(status=Lieferung.Status.GEPRUEFT)
    fehlend = fehlende_monate(Monat.von_tag(heute) - 1)
    liste, kalender = reverse("beratung:lieferung_liste"), reverse("beratung:kalender")
    eingaenge = Eingang.objects.sichtbar_fuer(benutzer).offen()
    letzte = lieferungen.filter(status=Lieferung.Status.UEBERNOMMEN).order_by("-monat", "-uebernommen_am").first()
    return {
        "karten": [
            Karte("fehlende Monatslieferungen", deutsch(len(fehlend)), "", kalender, "Zum Lieferkalender"),
            Karte(
                "geprüft, noch nicht übernommen",
                deutsch(offene.count()),
                "Warten auf Ihre Entscheidung.",
                f"{liste}#vorschauen",
                "Zu den geprüften Lieferungen",
            ),
            *_im_eingang(eingaenge.count()),
            Karte(
                "letzter übernommener Monat",
                Monat.von_tag(letzte.monat).bezeichnung if letzte else "keiner",
                f"{letzte.get_quelle_display()}" if letzte else "",
                reverse("beratung:lieferung_neu"),
                "Lieferung hochladen",
            ),
        ],
        "fehlende_monate": _fehlende(heute),
    }


def _im_eingang(anzahl: int) -> list[Karte]:
    """Hochgeladenes, das noch jemand bestätigen, zuordnen oder wegräumen muss; ist der Eingang leer, steht nichts."""
    if not anzahl:
        return []
    satz = "Hochgeladen, aber noch keine Lieferung."
    return [Karte("im Eingang", deutsch(anzahl), satz, reverse("beratung:eingang_liste"), "Zum Eingang")]


def _leitung(benutzer: Benutzer, heute: date) -> dict:
    massnahmen = list(Massnahme.objects.sichtbar_fuer(benutzer).geltend(heute).mit_termin(heute))
    ueberfaellig = sum(m.terminbild(heute).lage == Terminlage.UEBERFAELLIG for m in massnahmen)
    return {
        "karten": [
            *_laufende_runden(benutzer),
            *_beratungszahlen(),
            Karte(
                "überfällige Maßnahmen",
                deutsch(ueberfaellig),
                f"von {deutsch(len(massnahmen))} Maßnahmen des Fachplans",
                f"{reverse('massnahmen:liste')}?terminlage={Terminlage.UEBERFAELLIG}",
                "Zu den überfälligen",
            ),
        ],
        "fehlende_monate": _fehlende(heute),
        "bericht_url": reverse("bericht_liste"),
    }


def _eigene_rueckmeldungen(benutzer: Benutzer) -> list[Karte]:
    """Die offene Runde mit ihrer Frist steht zuerst; ohne Runde steht nichts."""
    eigene = eigene_rueckmeldungen(benutzer)
    stand = fortschritt(eigene)
    runden = Sachstandsrunde.objects.offene().filter(massnahmen__in=eigene.values("pk")).distinct().order_by("frist")
    if not stand.gesamt:
        return []
    saetze = [f"{runde}: bitte bis {runde.frist:%d.%m.%Y}" for runde in runden]
    return [
        Karte(
            "offene Rückmeldungen",
            deutsch(stand.offen),
            f"{'; '.join(saetze)}. {stand.satz}.",
            reverse("massnahmen:rueckmeldungen"),
            "Jetzt beantworten" if stand.offen else "Zu Ihren Antworten",
        )
    ]


def _laufende_runden(benutzer: Benutzer) -> list[Karte]:
    return [
        Karte(
            runde.bezeichnung,
            f"{deutsch(runde.beantwortet)} von {deutsch(runde.anzahl)}",
            f"Maßnahmen beantwortet, Frist {runde.frist:%d.%m.%Y}",
            reverse("massnahmen:runde_detail", args=[runde.pk]),
            "Zur Sachstandsrunde",
        )
        for runde in Sachstandsrunde.objects.sichtbar_fuer(benutzer).offene().mit_zahlen()
    ]


STARTSEITEN = {
    "sachbearbeitung": _sachbearbeitung,
    "koordination": _koordination,
    "administration": _administration,
    "leitung": _leitung,
}


def _beratungszahlen() -> list[Karte]:
    """Die Veränderung der Neuzugänge, gefördert, kommunal und zusammen, mit Zeitraum; leer ohne Vergleich."""
    datensatz = datensaetze.gesamtzahlen_der_stadt(Zaehleinheit.NEUZUGANG)
    if not (auswahl := jahre(datensatz)):
        return []
    return [
        Karte(
            f"Beratungsfälle {entwicklung.name}",
            vergleich.ergebnis,
            f"{deutsch(vergleich.vergleichswert.wert)} → {deutsch(vergleich.wert.wert)}, "
            f"{vergleich.verglichen_frueher} gegenüber {vergleich.verglichen}, {entwicklung.stand.bezeichnung}",
            reverse("monatsentwicklung"),
            "Zur Monatsentwicklung",
        )
        for entwicklung in monatsentwicklung(datensatz, auswahl[-1]).entwicklungen
        if (vergleich := entwicklung.vergleich).monate
    ]


def _fehlende(heute: date) -> list[tuple[Quelle, str]]:
    """Je Quelle die Monate bis zum letzten vollen, die niemand geliefert hat, in Worten."""
    je_quelle: dict[Quelle, list[Monat]] = {}
    for quelle, monat in fehlende_monate(Monat.von_tag(heute) - 1):
        je_quelle.setdefault(quelle, []).append(monat)
    return [(quelle, in_worten(sorted(monate))) for quelle, monate in sorted(je_quelle.items(), reverse=True)]
