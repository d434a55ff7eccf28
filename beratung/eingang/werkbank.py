"""Der Weg einer Datei vom Eingang bis zur Lieferung: erkennen, zuordnen, prüfen, ablegen."""

import logging
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from beratung.kern.befunde.befund import Befundliste, Einlesefehler
from beratung.kern.lesen.einlesen import Grenzen, Rohtabelle, anfaenge
from beratung.kern.zaehlung import Art, Quelle
from beratung.kern.zuordnen import erkennen
from beratung.kern.zuordnen.vorschlag import WERTE_HOECHSTENS
from beratung.kern.zuordnen.werte import Umfeld
from beratung.kern.zuordnen.zuordnung import Profil
from beratung.lieferungen.uebernahme import ablehnung_festhalten, annehmen
from beratung.models import Eingang, Zuordnungsprofil
from beratung.pruefung.datei import pruefen
from beratung.pruefung.ergebnis import Pruefung
from beratung.stammdaten.nachschlagen import profil_des_kerns, profil_finden, verzeichnis_laden
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Ereignis
from dresden_senioren.protokoll import protokolliere

from . import ablage, profile

log = logging.getLogger(__name__)
Zustand = Eingang.Zustand
ANFANG_ZEILEN = 5_000  # so viele Zeilen je Tabelle sieht sich das Erkennen an
# Fehler, die eine Zuordnung behebt: der Spalten, der Werte.
SPALTENFEHLER = {"E12", "E14", "P20"}
WERTFEHLER = {"P03", "P07", "P09"}
WERT_UNGEKUERZT = 80  # längere Werte kürzt der Befund; sie lassen sich nicht wiederfinden


class NichtMehrDa(Exception):
    """Jemand hat den Eingang verworfen, während er gelesen wurde."""


# --- lesen -----------------------------------------------------------------------------------------------------------


def tabellen_lesen(eingang: Eingang) -> list[Rohtabelle]:
    """Der Anfang jeder Tabelle. Einlesefehler, wenn die Datei unlesbar ist oder nach Personen aussieht; danach darf
    gezeigt werden, was darin steht."""
    grenzen = Grenzen(settings.DATEI_HOECHSTGROESSE, settings.DATEI_ZEILEN_HOECHSTENS)
    with ablage.oeffnen(eingang) as datei:
        tabellen = [t for t in anfaenge(datei, Befundliste(), grenzen, ANFANG_ZEILEN) if any(map(any, t.zeilen))]
    erkennen.personendaten_suchen(tabellen, verzeichnis_laden(Monat.von_tag(timezone.localdate())).kennt)
    return tabellen


def kernprofil(eingang: Eingang) -> Profil:
    """Womit die Datei gelesen wird: der Entwurf der Zuordnung, sonst das Profil, sonst das Standardformat."""
    if eingang.entwurf:
        return Profil.aus_regeln(eingang.entwurf["regeln"])
    return profil_des_kerns(eingang.profil) if eingang.profil else Profil()


def umfeld(eingang: Eingang) -> Umfeld:
    monat = Monat.von_tag(eingang.monat)
    return Umfeld(Quelle(eingang.quelle), monat, verzeichnis_laden(monat))


# --- bearbeiten ------------------------------------------------------------------------------------------------------


def bearbeiten(eingang: Eingang) -> None:
    """Den nächsten Schritt tun, bis eine Person gefragt ist oder die Lieferung als Vorschau daliegt."""
    eingang.ist_bestaetigt |= bool(eingang.quelle and eingang.monat and eingang.profil and not eingang.woran_erkannt)
    try:
        if not eingang.ist_bestaetigt:
            erkannte_angaben(eingang)
        if eingang.ist_bestaetigt:
            _pruefen(eingang)
    except Einlesefehler as fehler:
        _unlesbar(eingang, fehler)
    except ablage.DateiFehlt:  # nach einer Stunde gelöscht, während jemand noch überlegte
        _speichern(eingang, Zustand.ABGEBROCHEN)
    except NichtMehrDa:
        raise
    except Exception:
        # Die Datei bleibt für einen zweiten Versuch. Ist selbst dafür kein Platz, merkt es das Aufräumen.
        with suppress(DatabaseError):
            Eingang.objects.filter(pk=eingang.pk).update(zustand=Zustand.ABGEBROCHEN, platz=None)
        raise


def abarbeiten() -> int:
    """Die Warteschlange leeren; gibt die Zahl der gelesenen Dateien. Ein Fehler hält die anderen nicht auf."""
    ablage.aufraeumen()
    anzahl = 0
    while eingang := ablage.naechsten_beanspruchen():
        anzahl += 1
        try:
            bearbeiten(eingang)
        except NichtMehrDa:
            continue
        except Exception:
            log.exception("Eingang %s konnte nicht gelesen werden", eingang.pk)
    return anzahl


def erkannte_angaben(eingang: Eingang) -> None:
    """Füllt, was nicht gewählt wurde, mit dem Erkannten und seinem Grund. Bestätigt ist der Eingang damit nur, wenn
    Quelle und Monat gewählt waren."""
    tabellen = tabellen_lesen(eingang)
    waren_gewaehlt = bool(eingang.quelle and eingang.monat)
    if eingang.profil is None:
        _erkenne_profil(eingang, tabellen)
    kern = kernprofil(eingang)
    if not eingang.monat and (monat := erkennen.monat_erkennen(tabellen, eingang.dateiname)):
        eingang.monat, eingang.woran_erkannt["monat"] = monat.wert.erster, monat.woran
    if not eingang.quelle:
        verzeichnis = verzeichnis_laden(Monat.von_tag(eingang.monat or timezone.localdate()))
        if quelle := erkennen.quelle_erkennen(tabellen, kern, verzeichnis, eingang.dateiname):
            eingang.quelle, eingang.woran_erkannt["quelle"] = quelle.wert.value, quelle.woran
    # Feste Angaben eines nur erkannten Profils könnten einer anderen Stelle gehören: fragen.
    eingang.ist_bestaetigt = waren_gewaehlt and not (kern.fest and "profil" in eingang.woran_erkannt)
    if not eingang.ist_bestaetigt:
        _speichern(eingang, Zustand.BRAUCHT_ANGABEN)


def _erkenne_profil(eingang: Eingang, tabellen: list[Rohtabelle]) -> None:
    geltende = {p.name: p for p in Zuordnungsprofil.objects.neueste()}
    kerne = {name: profil_des_kerns(p) for name, p in geltende.items()}
    treffer = erkennen.profil_erkennen(tabellen, kerne)
    if treffer is None:
        if name := erkennen.naechstes_profil(tabellen, kerne):
            eingang.profil = geltende[name]
            eingang.woran_erkannt["profil"] = "an einigen Überschriften; die übrigen sind noch zuzuordnen"
        return
    eingang.profil = geltende[treffer.name]
    beispiele = ", ".join(f"„{name}“" for name in treffer.bekannt[:3])
    weitere = len(treffer.bekannt) - 3
    eingang.woran_erkannt["profil"] = f"an den Überschriften {beispiele}" + (
        f" und {weitere} weiteren" if weitere > 0 else ""
    )
    if treffer.art and not eingang.art:
        eingang.art, eingang.woran_erkannt["art"] = treffer.art.value, "an den Überschriften"


def _pruefen(eingang: Eingang) -> None:
    with ablage.oeffnen(eingang) as datei:
        pruefung = pruefen(
            datei=datei, dateiname=eingang.dateiname, quelle=Quelle(eingang.quelle),
            monat=Monat.von_tag(eingang.monat), profil=_profil_der_pruefung(eingang),
            art=Art(eingang.art) if eingang.art else None, fortschritt=lambda zeilen: _lebenszeichen(eingang, zeilen),
        )  # fmt: skip
    eingang.zeilen_gelesen = pruefung.gelesen
    eingang.befunde = [befund.als_dict() for befund in pruefung.befunde]
    # Gefragt und gezeigt wird erst, wenn nichts nach Personen aussieht, und nur, wo es Überschriften gibt.
    if ist_zuordenbar(eingang) and any(map(erkennen.moegliche_koepfe, tabellen_lesen(eingang))):
        _speichern(eingang, Zustand.BRAUCHT_ZUORDNUNG)
        return
    _abschliessen(eingang, pruefung)


@transaction.atomic
def _abschliessen(eingang: Eingang, pruefung: Pruefung) -> None:
    """Profil, Lieferung, Eingang und seine Datei zusammen: wer hier stirbt, hinterlässt nichts Halbes."""
    if not Eingang.objects.select_for_update().filter(pk=eingang.pk).exists():
        raise NichtMehrDa
    if eingang.entwurf:
        pruefung.profil = eingang.profil = profile.speichern(**eingang.entwurf, von=eingang.eingereicht_von)
        eingang.entwurf = {}
    if pruefung.hat_fehler:
        ablehnung_festhalten(pruefung, von=eingang.eingereicht_von)
        zustand = Zustand.ABGELEHNT
    else:
        zustand = Zustand.FERTIG
        eingang.lieferung = pruefung.unveraendert_zu or annehmen(pruefung, von=eingang.eingereicht_von)
    _speichern(eingang, zustand)
    ablage.datei_loeschen(eingang)


def _unlesbar(eingang: Eingang, fehler: Einlesefehler) -> None:
    """Abgelehnt, bevor etwas zu prüfen war: die Datei ist sofort weg; E15 und E16 nennen nur Spalten, nie Werte."""
    ablage.datei_loeschen(eingang)
    befund = fehler.befund
    eingang.befunde = [befund.als_dict()]
    protokolliere(
        Ereignis.LIEFERUNG_ABGELEHNT, von=eingang.eingereicht_von, gegenstand=eingang.dateiname,
        sha256=eingang.sha256, zeilen=0, befunde={befund.code: 1},
        personenspalten=[befund.meldung] if befund.code in {"E15", "E16"} else [],
    )  # fmt: skip
    _speichern(eingang, Zustand.ABGELEHNT)


def _profil_der_pruefung(eingang: Eingang) -> Zuordnungsprofil:
    """Der Entwurf wird erst gespeichert, wenn die Prüfung nichts mehr zuzuordnen findet."""
    if eingang.entwurf:
        return Zuordnungsprofil(regeln=eingang.entwurf["regeln"], bezeichnung=eingang.entwurf["bezeichnung"])
    return eingang.profil or profil_finden(profile.STANDARD)


def _speichern(eingang: Eingang, zustand: str) -> None:
    eingang.zustand, eingang.platz, eingang.lebenszeichen = zustand, None, timezone.now()
    if eingang.ist_erledigt:
        eingang.beendet_am = timezone.now()
    if not Eingang.objects.filter(pk=eingang.pk).exists():
        raise NichtMehrDa
    eingang.save()


def _lebenszeichen(eingang: Eingang, zeilen: int) -> None:
    if not Eingang.objects.filter(pk=eingang.pk).update(zeilen_gelesen=zeilen, lebenszeichen=timezone.now()):
        raise NichtMehrDa


# --- Zuordnung -------------------------------------------------------------------------------------------------------


def ist_zuordenbar(eingang: Eingang) -> bool:
    """Ob alle Fehler daran liegen, dass Spalten oder wenige Werte noch niemand zugeordnet hat."""
    fehler = [b for b in eingang.befunde if b["schwere"] == Schwere.FEHLER]
    codes = {b["code"] for b in fehler}
    if not codes or codes - SPALTENFEHLER - WERTFEHLER:
        return False
    if codes & SPALTENFEHLER:
        return True
    werte = [b["wert"] for b in fehler]
    return len(werte) <= WERTE_HOECHSTENS and all(0 < len(wert) < WERT_UNGEKUERZT for wert in werte)


def fragt_nach_spalten(eingang: Eingang) -> bool:
    """Spalten vor Werten: erst wenn die Spalten stehen, sind die Werte zu lesen."""
    codes = {b["code"] for b in eingang.befunde if b["schwere"] == Schwere.FEHLER}
    return not codes or bool(codes & SPALTENFEHLER)


def offene_werte(eingang: Eingang) -> list[dict]:
    """Die Befunde über Werte, die noch zuzuordnen sind: Spalte, Wert, Anzahl."""
    return [b for b in eingang.befunde if b["code"] in WERTFEHLER]


def entwurf_beginnen(eingang: Eingang) -> dict:
    """Der Entwurf, wie er gerade steht: der begonnene oder die Regeln des Profils, von dem man ausgeht."""
    if eingang.entwurf:
        return eingang.entwurf
    vorlage = eingang.profil if eingang.profil and eingang.profil.name != profile.STANDARD else None
    return {
        "name": vorlage.name if vorlage else "",
        "bezeichnung": vorlage.bezeichnung if vorlage else "",
        "regeln": vorlage.regeln if vorlage else {},
        "anlass": f"Zuordnung der Datei {eingang.dateiname}",
    }
