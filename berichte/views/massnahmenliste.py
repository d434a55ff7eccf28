"""Die gefilterte Maßnahmenliste als Datei: was zu sehen ist, wird ausgegeben, mit Filtersatz und Stand darüber."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from berichte.arten import HERAUSGEBER
from berichte.ausgabe import AUSGABEN
from berichte.fachplan.stand import tabellenzeilen
from berichte.kern.akten.bericht import Absatz, Bericht, Kapitel, Massnahmentabelle, Massnahmenzeile
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.kern.liste import Liste
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.models import Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin
from massnahmen.liste.filters import MassnahmenFilter
from massnahmen.models import Massnahme
from massnahmen.sachstand.stand import uhren_stellen

TITEL = "Maßnahmen"
WEITERE_SPALTEN = (
    "Handlungsfeld",
    "Ziel",
    "Terminlage",
    "Grund der gesetzten Terminlage",
    "zuletzt geändert",
    "zuletzt fachlich bestätigt",
)
MEDIENTYPEN = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": AUSGABEN["docx"].medientyp,
}


@dataclass(frozen=True)
class Ausschnitt:
    """Was der Filter zeigt: die Maßnahmen, der Satz dazu und der Tag, an dem sie so standen."""

    massnahmen: Sequence[Massnahme]
    satz: str
    stichtag: date
    ist_rueckblick: bool

    @property
    def stand(self) -> str:
        if self.ist_rueckblick:
            return f"Stand vom {self.stichtag:%d.%m.%Y} (Rückblick)"
        return f"Stand vom {timezone.localtime():%d.%m.%Y, %H:%M} Uhr"


def ausschnitt(filterset: MassnahmenFilter) -> Ausschnitt:
    """Für einen gültigen Filter; mit fester Zahl von Abfragen."""
    zeilen = filterset.qs.mit_angaben(filterset.rueckblick).mit_berichtsnotizen(filterset.tag)
    massnahmen = uhren_stellen(list(zeilen), filterset.rueckblick)
    satz = filterset.satz(anzahl=len(massnahmen), insgesamt=filterset.queryset.count())
    return Ausschnitt(massnahmen, satz, filterset.tag, filterset.rueckblick is not None)


def liste(teil: Ausschnitt) -> Liste:
    """Die Spalten der Papiertabelle in ihrer Folge, dahinter, was sie nicht kennt."""
    spalten = (*Massnahmentabelle.SPALTEN, *WEITERE_SPALTEN)
    je_nr = [zeile for zeile in tabellenzeilen(teil.massnahmen) if isinstance(zeile, Massnahmenzeile)]
    zeilen = tuple(_zeile(m, z, teil.stichtag) for m, z in zip(teil.massnahmen, je_nr, strict=True))
    return Liste(TITEL, (teil.satz, teil.stand), spalten, zeilen, teil.stichtag)


def _zeile(m: Massnahme, z: Massnahmenzeile, stichtag: date) -> tuple[str | date | None, ...]:
    termin = m.terminbild(stichtag)
    return (
        *z.zellen,
        str(m.ziel.handlungsfeld),
        f"{m.ziel.nr} {m.ziel.bezeichnung}",
        termin.lage.bezeichnung + (", Beginn überschritten" if termin.ist_beginn_ueberschritten else ""),
        termin.uebersteuerung.grund if termin.uebersteuerung else "",
        m.zuletzt_geaendert,
        m.zuletzt_bestaetigt,
    )


def bericht(teil: Ausschnitt) -> Bericht:
    quelle = (
        "Reihenfolge und Wortlaut wie im Fachplan; Sachstand: Sachstandsbuch. Aufzählungen sind Umsetzungsschritte."
    )
    tabelle = Massnahmentabelle(
        f"{TITEL}, Sachstand am {teil.stichtag:%d.%m.%Y}", tabellenzeilen(teil.massnahmen), quelle
    )
    return Bericht(
        titel=TITEL,
        untertitel=teil.satz,
        herausgeber=HERAUSGEBER,
        stichtag=teil.stichtag,
        datenstand=teil.stand,
        bausteine=(Kapitel(TITEL), Absatz(f"{teil.satz}. {teil.stand}."), tabelle),
    )


def _setzen(teil: Ausschnitt, dateiformat: str) -> bytes:
    from berichte.ausgabe.csv.liste import liste_csv
    from berichte.ausgabe.xlsx.liste import liste_xlsx

    match dateiformat:
        case "csv":
            return liste_csv(liste(teil))
        case "xlsx":
            return liste_xlsx(liste(teil))
    return AUSGABEN["docx"].setzen(freigeben(bericht(teil), Fassung.INTERN))


class MassnahmenAusgabeView(ZugangMixin, View):
    """Liest denselben Filter aus der Adresse wie die Liste; ein ungültiger führt dorthin zurück."""

    recht = Recht.MASSNAHMEN_LESEN
    http_method_names = ["get"]

    def get(self, request, dateiformat):
        if dateiformat not in MEDIENTYPEN:
            raise Http404
        sichtbar = Massnahme.objects.sichtbar_fuer(request.user)
        filterset = MassnahmenFilter(request.GET or None, queryset=sichtbar, request=request)
        if filterset.is_bound and not filterset.is_valid():
            return redirect(f"{reverse('massnahmen:liste')}?{request.GET.urlencode()}")
        teil = ausschnitt(filterset)
        name = f"Massnahmen_{teil.stichtag}.{dateiformat}"
        inhalt = _setzen(teil, dateiformat)
        angaben = {"format": dateiformat, "filter": teil.satz, "massnahmen": len(teil.massnahmen)}
        protokolliere(Ereignis.MASSNAHMEN_AUSGEGEBEN, von=request.user, gegenstand=name, **angaben)
        return dateiantwort(inhalt, name=name, medientyp=MEDIENTYPEN[dateiformat])
