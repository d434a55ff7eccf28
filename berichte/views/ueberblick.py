"""Überblick der Leitung: wie es um alle Maßnahmen steht; jede Zahl führt zu genau ihren Zeilen der Liste."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from berichte.ausgabe.bilder import druckbild, web
from berichte.fachplan.stand import OHNE_MELDUNG
from berichte.kern.abbildungen import beschreibung
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Herkunft, Schutz
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.kern.frische import Frische
from massnahmen.kern.rundenstand import Antwort
from massnahmen.kern.terminlage import Terminlage
from massnahmen.liste.filters import BEGINN_UEBERSCHRITTEN, OHNE, SEIT_RUNDE
from massnahmen.liste.lagebild import Lagebild, geaendert_seit, lagebild, letzter_abschluss, rueckmeldungen
from massnahmen.models import Handlungsfeld, Sachstandsart


@dataclass(frozen=True)
class Zahl:
    """Eine Zahl und die Liste, die genau diese Zeilen zeigt; eine Null führt nirgendwohin."""

    wert: int
    filter: dict[str, str | int]
    name: str = ""

    @property
    def url(self) -> str:
        if not self.wert:
            return ""
        abfrage = urlencode(self.filter)
        return reverse("massnahmen:liste") + (f"?{abfrage}" if abfrage else "")


@dataclass(frozen=True)
class Zahlenzeile:
    name: str
    zahlen: list[Zahl]


class UeberblickView(ZugangMixin, TemplateView):
    recht = Recht.UEBERBLICK
    template_name = "berichte/ueberblick.html"

    def get_context_data(self, **kwargs):
        lage = lagebild(self.request.user, stichtag=timezone.localdate())
        diagramm = sachstandsdiagramm(lage) if lage.anzahl else None
        return super().get_context_data(
            lage=lage,
            karten=_karten(lage),
            diagramm=diagramm,
            figur=diagramm and web.plotly(diagramm),
            bild_url=reverse("ueberblick_bild"),
            arten=[_name(art) for art in lage.arten],
            sachstand=_sachstandszeilen(lage),
            summe=_summenzeile(lage),
            terminlage=_terminzeilen(lage),
            frische=_frischezeilen(lage),
            **kwargs,
        )


class UeberblickBildView(ZugangMixin, View):
    """Dasselbe Diagramm als SVG, für Seiten ohne JavaScript; mit `?schmal` für ein Telefon."""

    recht = Recht.UEBERBLICK

    def get(self, request):
        lage = lagebild(request.user, stichtag=timezone.localdate())
        if not lage.anzahl:
            raise Http404
        breite = druckbild.SCHMALE_BREITE if "schmal" in request.GET else druckbild.BREITE
        return HttpResponse(druckbild.svg(sachstandsdiagramm(lage), breite=breite), content_type="image/svg+xml")


def sachstandsdiagramm(lage: Lagebild) -> Diagramm:
    felder = tuple(str(feld) for feld in lage.felder)
    # Auf der Achse nur die Nr., sonst bliebe auf einem Telefon kein Platz für die Balken; die Namen nennt die Tabelle.
    kurz = tuple(f"Handlungsfeld {feld.nr.rstrip('.')}" for feld in lage.felder)
    reihen = tuple(
        Reihe(
            _name(art),
            tuple(lage.zaehlung[feld, art] for feld in lage.felder),
            art.farbrolle if art else "neutral",
        )
        for art in lage.arten
    )
    offen = sum(lage.je_art(art) for art in lage.arten if art and art.bedeutung == Sachstandsart.Bedeutung.OFFEN)
    return Diagramm(
        Diagrammart.GESTAPELT,
        f"{deutsch(offen)} von {deutsch(lage.anzahl)} Maßnahmen sind noch nicht in Arbeit",
        kurz,
        "Handlungsfeld",
        reihen,
        Herkunft(
            f"Stichtag {lage.stichtag:%d.%m.%Y}",
            "Maßnahmen",
            "Fachplan und Sachstandsbuch",
            f"{lage.stichtag:%d.%m.%Y}",
            schutz=Schutz.OHNE_SOZIALDATEN,
        ),
        beschreibung.gestapelt(reihen, felder, bezeichnung="Handlungsfeld"),
    )


def _name(art: Sachstandsart | None) -> str:
    return art.bezeichnung if art else OHNE_MELDUNG


def _schluessel(art: Sachstandsart | None) -> str:
    return art.schluessel if art else OHNE


def _sachstandszeilen(lage: Lagebild) -> list[Zahlenzeile]:
    return [Zahlenzeile(str(feld), _feldzahlen(lage, feld)) for feld in lage.felder]


def _feldzahlen(lage: Lagebild, feld: Handlungsfeld) -> list[Zahl]:
    nur_feld = {"handlungsfeld": feld.pk}
    return [
        *(Zahl(lage.zaehlung[feld, art], nur_feld | {"sachstand": _schluessel(art)}, _name(art)) for art in lage.arten),
        Zahl(lage.je_feld(feld), nur_feld, "zusammen"),
    ]


def _summenzeile(lage: Lagebild) -> Zahlenzeile:
    summen = [Zahl(lage.je_art(art), {"sachstand": _schluessel(art)}, _name(art)) for art in lage.arten]
    return Zahlenzeile("Alle Handlungsfelder", [*summen, Zahl(lage.anzahl, {}, "zusammen")])


def _terminzeilen(lage: Lagebild) -> list[Zahlenzeile]:
    zeilen = [
        Zahlenzeile(wert.bezeichnung, [Zahl(lage.terminlagen[wert], {"terminlage": wert.value})])
        for wert in (Terminlage.UEBERFAELLIG, Terminlage.BALD_FAELLIG, Terminlage.IM_PLAN, Terminlage.OHNE_TERMIN)
    ]
    beginn = Zahl(lage.beginn_ueberschritten, {"terminlage": BEGINN_UEBERSCHRITTEN})
    return [*zeilen, Zahlenzeile("außerdem: Beginn überschritten, noch nicht begonnen", [beginn])]


def _frischezeilen(lage: Lagebild) -> list[Zahlenzeile]:
    return [Zahlenzeile(k.bezeichnung, [Zahl(lage.frische[k], {"frische": k.value})]) for k in Frische]


def _karten(lage: Lagebild) -> list[dict]:
    """Was zuerst ins Auge fällt; Karten zu Runden nur, wo es eine Runde gibt."""
    ueberfaellig = Zahl(lage.terminlagen[Terminlage.UEBERFAELLIG], {"terminlage": Terminlage.UEBERFAELLIG.value})
    karten = [_karte("überfällig", ueberfaellig, f"von {deutsch(lage.anzahl)} Maßnahmen")]
    if (stand := rueckmeldungen()).gesamt:
        offen = Zahl(stand.offen, {"rueckmeldung": Antwort.OFFEN.value})
        karten.append(_karte("offene Antworten", offen, f"in der laufenden Runde; {stand.satz}"))
    if abschluss := letzter_abschluss():
        geaendert = Zahl(len(geaendert_seit(abschluss)), {"geaendert": SEIT_RUNDE})
        karten.append(
            _karte("geändert seit der letzten Runde", geaendert, f"Sachstand oder Text, seit „{abschluss.runde}“")
        )
    return karten


def _karte(name: str, zahl: Zahl, satz: str) -> dict:
    return {"name": name, "zahl": deutsch(zahl.wert), "satz": satz, "url": zahl.url, "weiter": "Zu diesen Maßnahmen"}
