"""Das Verzeichnis der Lieferungen als Datei: was der Filter zeigt, mit allem, was sonst auf der Seite jeder Lieferung
steht. Nur über die Dateien, keine Zahlen daraus."""

from datetime import date

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from beratung.lieferungen.filters import LieferungFilter
from beratung.models import Lieferung
from berichte.kern.liste import Liste
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

from .befundliste import AUSGABEN

SPALTEN = (
    "Nr.", "Monat", "Quelle", "Datei", "Zeilen", "Zustand", "eingegangen am", "hochgeladen am", "hochgeladen von",
    "übernommen am", "übernommen von", "Begründung trotz Warnungen", "zurückgenommen am", "zurückgenommen von",
    "Grund der Rücknahme", "Zuordnungsprofil", "Regelstand", "Prüfsumme (SHA-256)",
)  # fmt: skip
PERSONEN = ("erstellt_von", "uebernommen_von", "zurueckgenommen_von")


def lieferungsliste(filterset: LieferungFilter) -> Liste:
    """Wie auf der Seite sortiert: der jüngste Monat zuerst."""
    lieferungen = filterset.qs.select_related("profil", *PERSONEN).order_by("-monat", "quelle", "-pk")
    zeilen = tuple(map(_zeile, lieferungen))
    stand = f"Stand vom {timezone.localtime():%d.%m.%Y, %H:%M} Uhr"
    return Liste("Lieferungen", (_filtersatz(filterset, len(zeilen)), stand), SPALTEN, zeilen, timezone.localdate())


def _filtersatz(filterset: LieferungFilter, anzahl: int) -> str:
    gesetzt = [f"{feld.label} {feld.data}" for feld in filterset.form if feld.data] if filterset.is_bound else []
    return f"{anzahl} Lieferungen" + (f", gefiltert nach {aufzaehlung(gesetzt)}" if gesetzt else "")


def _zeile(lieferung: Lieferung) -> tuple[str | date | None, ...]:
    return (
        str(lieferung.pk), f"{lieferung.monat:%Y-%m}", lieferung.get_quelle_display(), lieferung.dateiname,
        str(lieferung.zeilen_gelesen), lieferung.get_status_display(), lieferung.eingegangen_am,
        _tag(lieferung.erstellt_am), _wer(lieferung.erstellt_von, lieferung.erstellt_am),
        _tag(lieferung.uebernommen_am), _wer(lieferung.uebernommen_von, lieferung.uebernommen_am),
        lieferung.begruendung,
        _tag(lieferung.zurueckgenommen_am), _wer(lieferung.zurueckgenommen_von, lieferung.zurueckgenommen_am),
        lieferung.ruecknahmegrund, str(lieferung.profil), lieferung.regelstand, lieferung.sha256,
    )  # fmt: skip


def _tag(zeitpunkt) -> date | None:
    return timezone.localdate(zeitpunkt) if zeitpunkt else None


def _wer(person: Benutzer | None, zeitpunkt) -> str:
    return person.anzeigename if person else "Befehlszeile" if zeitpunkt else ""


class LieferungenAusgabeView(ZugangMixin, View):
    """Liest denselben Filter aus der Adresse wie die Seite; ein ungültiger führt dorthin zurück."""

    recht = Recht.LIEFERUNGEN_VERWALTEN
    http_method_names = ["get"]

    def get(self, request, dateiformat):
        if dateiformat not in AUSGABEN:
            raise Http404
        filterset = LieferungFilter(request.GET or None, queryset=Lieferung.objects.sichtbar_fuer(request.user))
        if filterset.is_bound and not filterset.is_valid():
            return redirect(f"{reverse('beratung:lieferung_liste')}?{request.GET.urlencode()}")
        setzen, medientyp = AUSGABEN[dateiformat]
        liste = lieferungsliste(filterset)
        name = f"Lieferungen_{liste.stand}.{dateiformat}"
        protokolliere(
            Ereignis.DATEI_HERUNTERGELADEN, von=request.user, gegenstand="Verzeichnis der Lieferungen",
            format=dateiformat, filter=liste.angaben[0],
        )  # fmt: skip
        return dateiantwort(setzen(liste), name=name, medientyp=medientyp)
