"""Die Befunde einer Datei als Liste für den Absender: was ist, wo, was ist zu tun. Ohne Angaben zu Personen."""

from collections.abc import Sequence

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import View

from beratung.kern.personendaten.kennzeichen import was_einzelne_verraten
from beratung.lieferungen.anzeige import befundtafel
from beratung.models import Eingang, Lieferung
from berichte.ausgabe.csv.liste import liste_csv
from berichte.ausgabe.xlsx.liste import liste_xlsx
from berichte.kern.liste import Liste
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.datenschutz.zugriffsbuch import ZugriffMixin
from dresden_senioren.models import Ereignis, Zugriff
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht

SPALTEN = ("Schwere", "Was ist, was ist zu tun", "Blatt", "Spalte", "Zeilen", "Anzahl", "Regel")
AUSGABEN = {
    "xlsx": (liste_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (liste_csv, "text/csv; charset=utf-8"),
}


def befundliste(dateiname: str, befunde: Sequence[dict]) -> Liste:
    """Eine Zeile je Befund. Sieht ein genannter Wert nach einer Person aus, steht er nicht da."""
    heute = timezone.localdate()
    angaben = (f"Datei {dateiname}", f"Stand {heute:%d.%m.%Y}")
    return Liste("Befunde", angaben, SPALTEN, tuple(_zeile(b) for b, _ in befundtafel(befunde)), heute)


def _zeile(befund) -> tuple[str, ...]:
    satz = befund.meldung
    if was_einzelne_verraten(befund.spalte, [befund.wert]):
        satz = "Hier steht eine Angabe, die nach einer Person aussieht. Entfernen Sie sie."
    zeilen = ", ".join(map(str, befund.zeilen)) + (" …" if befund.zeilen and befund.anzahl > len(befund.zeilen) else "")
    return befund.schwere.bezeichnung, satz, befund.blatt, befund.spalte, zeilen, str(befund.anzahl), befund.code


class BefundAusgabeView(ZugriffMixin, View):
    """Für Lieferungen und Eingänge dasselbe; `modell` sagt, wofür."""

    recht = Recht.LIEFERUNGEN_VERWALTEN
    http_method_names = ["get"]
    zugriffsart = Zugriff.Art.HERUNTERGELADEN
    modell: type[Lieferung] | type[Eingang] = Lieferung

    def get(self, request, pk, dateiformat):
        if dateiformat not in AUSGABEN:
            raise Http404
        gegenstand = get_object_or_404(self.modell.objects.sichtbar_fuer(request.user), pk=pk)
        setzen, medientyp = AUSGABEN[dateiformat]
        inhalt = setzen(befundliste(gegenstand.dateiname, gegenstand.befunde))
        protokolliere(
            Ereignis.DATEI_HERUNTERGELADEN, von=request.user, gegenstand=f"Befunde zu {gegenstand}", format=dateiformat
        )
        return dateiantwort(inhalt, name=f"befunde.{dateiformat}", medientyp=medientyp)
