"""Eine Datei prüfen, ohne etwas zu schreiben: lesen, deuten, zählen, mit dem Vorhandenen vergleichen."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import timezone

from dresden_senioren.kern.zeitraum import Monat

from . import bestand
from .kern.auswerten import auswerten
from .kern.befund import Befund, Befundliste, Einlesefehler, Schwere
from .kern.einlesen import Rohtabelle, einlesen
from .kern.plausibilitaet import (
    Vorhanden,
    einheiten,
    pruefe_doppeltes,
    pruefe_monat,
    pruefe_sprung,
    pruefe_summen,
    pruefe_unbekannte,
)
from .kern.regeln import REGELN
from .kern.werte import Umfeld
from .kern.zaehlen import Inhalt, gruppieren, inhaltssumme, summen
from .kern.zaehlung import Art, Quelle, Zaehleinheit
from .kern.zuordnung import Profil, blattart
from .models import Lieferung, Lieferungsteil, Monatssumme, Zuordnungsprofil
from .stammdaten import profil_des_kerns, verzeichnis_laden


@dataclass
class Pruefung:
    """Was eine Datei enthält und was daran auffällt. Gespeichert ist noch nichts."""

    quelle: Quelle
    monat: Monat
    dateiname: str
    sha256: str
    profil: Zuordnungsprofil
    befunde: list[Befund] = field(default_factory=list)
    teile: dict[Art, Inhalt] = field(default_factory=dict)
    gelesen: int = 0
    fehlerhaft: int = 0
    ist_beispiel: bool = False
    # Die geltende Lieferung, die schon genau diese Zahlen enthält.
    unveraendert_zu: Lieferung | None = None

    def hat(self, schwere: Schwere) -> bool:
        return any(befund.schwere is schwere for befund in self.befunde)

    @property
    def hat_fehler(self) -> bool:
        return self.hat(Schwere.FEHLER)

    @property
    def braucht_begruendung(self) -> bool:
        return self.hat(Schwere.WARNUNG)

    @property
    def summen(self) -> dict[str, int]:
        """Gesamtzahl je gelieferter Zähleinheit."""
        return {einheit: n for art, inhalt in self.teile.items() for einheit, n in summen(art, inhalt).items()}


def pruefen(  # noqa: PLR0913 – nur benannt aufrufbar
    *, inhalt: bytes, dateiname: str, quelle: Quelle, monat: Monat, profil: Zuordnungsprofil,
    art: Art | None = None, heute: date | None = None,
) -> Pruefung:  # fmt: skip
    """Alle Befunde auf einmal; wirft nichts, was an der Datei liegt."""
    pruefung = Pruefung(quelle, monat, dateiname, hashlib.sha256(inhalt).hexdigest(), profil)
    befunde = Befundliste()
    try:
        pruefe_monat(monat, heute or timezone.localdate(), befunde)
        tabellen = einlesen(inhalt, befunde, hoechstgroesse=settings.DATEI_HOECHSTGROESSE)
        _deuten(pruefung, tabellen, art, befunde)
    except Einlesefehler as fehler:
        befunde.aufnehmen(fehler)
        pruefung.teile = {}
    pruefung.befunde = befunde.befunde
    if pruefung.hat_fehler:
        pruefung.teile = {}
    else:
        pruefung.unveraendert_zu = _dieselben_zahlen(pruefung)
    return pruefung


def _deuten(pruefung: Pruefung, tabellen: list[Rohtabelle], art: Art | None, befunde: Befundliste) -> None:
    verzeichnis = verzeichnis_laden(pruefung.monat)
    umfeld = Umfeld(pruefung.quelle, pruefung.monat, verzeichnis)
    profil = profil_des_kerns(pruefung.profil)
    for tabelle, blatt in _auswahl(tabellen, art, profil, befunde):
        gelesen = auswerten(tabelle, blatt, profil, umfeld, befunde)
        if gelesen.art in pruefung.teile:
            raise Einlesefehler(REGELN["E17"], art=gelesen.art.bezeichnung)
        if gelesen.art is Art.SUMMEN and not gelesen.gelesen:
            continue
        pruefung.gelesen += gelesen.gelesen
        pruefung.fehlerhaft += gelesen.fehlerhaft
        stellen = {z["beratungsstelle"] for z in gelesen.zeilen if z["beratungsstelle"]}
        pruefung.ist_beispiel |= gelesen.ist_beispiel or any(verzeichnis.stellen[s].ist_beispiel for s in stellen)
        inhalt = pruefung.teile[gelesen.art] = gruppieren(gelesen.art, gelesen.zeilen)
        if befunde.hat(Schwere.FEHLER):
            continue  # über unvollständige Zahlen lässt sich nichts sagen
        pruefe_unbekannte(gelesen.art, inhalt, verzeichnis, gelesen.felder, befunde)
        if gelesen.art is Art.SUMMEN:
            pruefe_summen(inhalt["monatssumme"], befunde)
        if "fallkennung" in gelesen.felder:
            _pruefe_fallkennung(gelesen.zeilen, befunde)
    if not pruefung.teile and not befunde.hat(Schwere.FEHLER):
        raise Einlesefehler(REGELN["E01"])
    pruefe_doppeltes(pruefung.teile, bleibende_teile(pruefung), pruefung.monat, befunde)
    if not befunde.hat(Schwere.FEHLER):
        pruefe_sprung(pruefung.summen, bestand.summen(pruefung.quelle, pruefung.monat - 1), befunde)
    if andere := _fuer_andere_quelle(pruefung):
        name = Quelle(andere.quelle).verfahren
        befunde.melden(REGELN["P56"], andere=name, nummer=andere.pk)


def _auswahl(tabellen: list[Rohtabelle], art: Art | None, profil: Profil, befunde: Befundliste):
    """Welche Blätter gelesen werden, mit ihrer Art (None: aus den Überschriften)."""
    tabellen = [t for t in tabellen if any(map(any, t.zeilen))]
    if not tabellen:
        raise Einlesefehler(REGELN["E01"])
    if len(tabellen) == 1:
        return [(tabellen[0], art or blattart(tabellen[0].blatt, profil))]
    benannt = [(t, a) for t in tabellen if (a := blattart(t.blatt, profil)) and art in (None, a)]
    if not benannt:
        namen = [art] if art else list(Art)
        raise Einlesefehler(REGELN["E14"], namen=" oder ".join(f"„{a.bezeichnung}“" for a in namen))
    for tabelle in tabellen:
        if tabelle not in [t for t, _ in benannt]:
            befunde.melden(REGELN["P27"], blattname=tabelle.blatt)
    return benannt


def _pruefe_fallkennung(zeilen: list[dict], befunde: Befundliste) -> None:
    ohne = sum(1 for z in zeilen if not z["fallkennung"] and z["zaehleinheit"] is not Zaehleinheit.INFORMATION)
    if ohne:
        befunde.melden(REGELN["P58"], anzahl_zeilen=ohne)


def bleibende_teile(lieferung: Pruefung | Lieferung) -> list[Vorhanden]:
    """Geltende Teile desselben Monats, die diese Lieferung nicht ersetzt."""
    monat = lieferung.monat.erster if isinstance(lieferung, Pruefung) else lieferung.monat
    arten = lieferung.teile if isinstance(lieferung, Pruefung) else lieferung.teile.values_list("art", flat=True)
    teile = Lieferungsteil.objects.filter(quelle=lieferung.quelle, monat=monat, ist_gueltig=True)
    return [
        Vorhanden(Art(teil.art), teil.lieferung_id, _einheiten(teil)) for teil in teile.exclude(art__in=list(arten))
    ]


def _einheiten(teil: Lieferungsteil) -> frozenset[str]:
    if teil.art != Art.SUMMEN:
        return einheiten(Art(teil.art), {})
    return frozenset(Monatssumme.objects.filter(teil=teil).values_list("zaehleinheit", flat=True))


def _dieselben_zahlen(pruefung: Pruefung) -> Lieferung | None:
    """Die geltende Lieferung, wenn jeder Teil schon mit genau diesen Zahlen gilt."""
    teile = Lieferungsteil.objects.filter(quelle=pruefung.quelle, monat=pruefung.monat.erster, ist_gueltig=True)
    da = {teil.art: teil for teil in teile.select_related("lieferung")}
    lieferung = None
    for art, inhalt in pruefung.teile.items():
        teil = da.get(art.value)
        if teil is None or teil.inhaltssumme != inhaltssumme(inhalt):
            return None
        lieferung = teil.lieferung
    return lieferung


def _fuer_andere_quelle(pruefung: Pruefung) -> Lieferung | None:
    gleiche = Lieferung.objects.filter(sha256=pruefung.sha256, status=Lieferung.Status.UEBERNOMMEN)
    return gleiche.exclude(quelle=pruefung.quelle).first()
