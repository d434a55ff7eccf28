"""Startseite je Rolle: was zu tun ist und die zwei, drei Zahlen, auf die es ankommt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.generic import TemplateView

from beratung.kalender.bestand import fehlende_monate
from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Eingang, Lieferung, Planungsbereich
from berichte.akten import bestand
from berichte.models import Zahlenfreigabe
from berichte.zahlen import datensaetze
from berichte.zahlen.monatsentwicklung import Entwicklung, jahre, monatsentwicklung, neuzugaenge_der_bereiche
from dresden_senioren.hilfe import rundgang
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat, in_worten
from dresden_senioren.models import Benutzer
from massnahmen.kern.terminlage import Terminlage
from massnahmen.liste.filters import BEGINN_UEBERSCHRITTEN
from massnahmen.liste.uebersicht import eigene_massnahmen
from massnahmen.models import Massnahme, Sachstandsrunde
from massnahmen.runden.stand import eigene_rueckmeldungen, fortschritt

BERICHTE_GEZEIGT = 3  # die jüngsten in Arbeit


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
        return super().get_context_data(rundgang=rundgang.fuer(self.request.user), **teile, **kwargs)


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
    bereiche = list(Planungsbereich.objects.sichtbar_fuer(benutzer))
    karten = [*_eigene_bereiche(bereiche), *_beratungszahlen("monatsentwicklung", "Zur Monatsentwicklung")]
    return {"karten": karten, "ohne_planungsbereich": not bereiche} | _fehlende(heute, bereiche)


def _administration(benutzer: Benutzer, heute: date) -> dict:
    lieferungen = Lieferung.objects.sichtbar_fuer(benutzer)
    offene = lieferungen.filter(status=Lieferung.Status.GEPRUEFT)
    fehlend = fehlende_monate(Monat.von_tag(heute) - 1)
    liste, kalender = reverse("beratung:lieferung_liste"), reverse("beratung:kalender")
    eingaenge = Eingang.objects.sichtbar_fuer(benutzer).offen()
    letzter, quellen = _letzter_monat(lieferungen.filter(status=Lieferung.Status.UEBERNOMMEN))
    return {
        "karten": [
            *_wartende_freigabe(benutzer),
            Karte("fehlende Monatslieferungen", *_wie_viele(fehlend, bool(quellen)), kalender, "Zum Lieferkalender"),
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
                letzter,
                quellen,
                reverse("beratung:lieferung_neu"),
                "Lieferung hochladen",
            ),
        ],
    } | _fehlende(heute)


def _wie_viele(fehlend: Sequence, ist_begonnen: bool) -> tuple[str, str]:
    """Ehe die erste Lieferung da ist, ist nicht null, was fehlt, sondern unbekannt."""
    return (deutsch(len(fehlend)), "") if ist_begonnen else ("–", "Gezählt wird ab der ersten Lieferung.")


def _letzter_monat(uebernommene) -> tuple[str, str]:
    """Der jüngste Monat und von welchen Quellen er da ist."""
    juengste = list(uebernommene.order_by("-monat", "quelle").values_list("monat", "quelle").distinct()[: len(Quelle)])
    if not juengste:
        return "keiner", ""
    quellen = [Quelle(quelle).bezeichnung for monat, quelle in juengste if monat == juengste[0][0]]
    return Monat.von_tag(juengste[0][0]).bezeichnung, aufzaehlung(quellen)


def _wartende_freigabe(benutzer: Benutzer) -> list[Karte]:
    """Was jemand anderes beantragt hat und diese Person als zweite erteilen oder verwerfen kann."""
    fremde = Zahlenfreigabe.objects.filter(zustand=Zahlenfreigabe.Zustand.BEANTRAGT).exclude(beantragt_von=benutzer)
    return [
        Karte(
            "wartet auf eine zweite Person",
            f"Freigabe {freigabe.pk}",
            f"Beantragt am {localtime(freigabe.beantragt_am):%d.%m.%Y}.",
            reverse("freigabe", args=[freigabe.pk]),
            "Prüfen und entscheiden",
        )
        for freigabe in fremde
    ]


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
            *_wartende_freigabe(benutzer),
            *_laufende_runden(benutzer),
            *_beratungszahlen("stadt_dashboard", "Zur Auswertung der Stadt"),
            Karte(
                "überfällige Maßnahmen",
                deutsch(ueberfaellig),
                f"von {deutsch(len(massnahmen))} Maßnahmen des Fachplans",
                f"{reverse('massnahmen:liste')}?terminlage={Terminlage.UEBERFAELLIG}",
                "Zu den überfälligen",
            ),
        ],
        "berichte_in_arbeit": [zeile for zeile in bestand.zeilen(benutzer) if not zeile.geltend][:BERICHTE_GEZEIGT],
        "bericht_url": reverse("bericht_neu"),
    } | _fehlende(heute)


def _eigene_rueckmeldungen(benutzer: Benutzer) -> list[Karte]:
    """Die offene Runde mit ihrer Frist steht zuerst; ohne Runde steht nichts."""
    eigene = eigene_rueckmeldungen(benutzer)
    stand = fortschritt(eigene)
    runden = Sachstandsrunde.objects.offene().filter(massnahmen__in=eigene.values("pk")).distinct().order_by("frist")
    if not stand.gesamt:
        return []
    saetze = [f"{runde}: {runde.bitte}" for runde in runden]
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


def _beratungszahlen(ziel: str, weiter: str) -> list[Karte]:
    """Die Veränderung der Neuzugänge, gefördert, kommunal und zusammen, mit Zeitraum; leer ohne Vergleich."""
    datensatz = datensaetze.gesamtzahlen_der_stadt(Zaehleinheit.NEUZUGANG)
    if not (auswahl := jahre(datensatz)):
        return []
    return [
        _veraenderung(f"Beratungsfälle {eine.name}", eine, reverse(ziel), weiter)
        for eine in monatsentwicklung(datensatz, auswahl[-1]).entwicklungen
        if eine.vergleich.monate
    ]


def _eigene_bereiche(bereiche: list[Planungsbereich]) -> list[Karte]:
    """Die Neuzugänge der eigenen Planungsbereiche im jüngsten Jahr; ohne Vergleich nur der Weg dorthin."""
    zahlen = neuzugaenge_der_bereiche([bereich.kuerzel for bereich in bereiche])
    return [_eigener_bereich(bereich, zahlen[bereich.kuerzel]) for bereich in bereiche if zahlen]


def _eigener_bereich(bereich: Planungsbereich, eine: Entwicklung) -> Karte:
    name, url = f"Planungsbereich {bereich.name}", reverse("bereich_dashboard", args=[bereich.kuerzel])
    if not eine.vergleich.monate:
        return Karte(name, eine.gemeldet or "nicht gemeldet", "Neuzugänge", url, "Zum Planungsbereich")
    return _veraenderung(name, eine, url, "Zum Planungsbereich", "Neuzugänge ")


def _veraenderung(name: str, eine: Entwicklung, url: str, weiter: str, vorweg: str = "") -> Karte:
    return Karte(name, eine.vergleich.ergebnis, f"{vorweg}{eine.verlauf}", url, weiter)


def _fehlende(heute: date, bereiche: Sequence[Planungsbereich] | None = None) -> dict:
    """Je Quelle die Monate bis zum letzten vollen, die niemand geliefert hat, in Worten, und wo steht, welche
    Beratungsstelle fehlt: im Lieferkalender, für `bereiche` in deren Dashboard mit genau diesen Monaten."""
    je_quelle: dict[Quelle, list[Monat]] = {}
    for quelle, monat in fehlende_monate(Monat.von_tag(heute) - 1):
        je_quelle.setdefault(quelle, []).append(monat)
    if not je_quelle:
        return {}
    wege = [("Lieferkalender", reverse("beratung:kalender"))]
    if bereiche is not None:
        alle = [monat for monate in je_quelle.values() for monat in monate]
        zeitraum = urlencode({"von": min(alle), "bis": max(alle)})
        wege = [(b.name, f"{reverse('bereich_dashboard', args=[b.kuerzel])}?{zeitraum}#stellen") for b in bereiche]
    fehlende = [(quelle, in_worten(sorted(monate))) for quelle, monate in sorted(je_quelle.items(), reverse=True)]
    return {"fehlende_monate": fehlende, "wege_zu_fehlenden": wege}
