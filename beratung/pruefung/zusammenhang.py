"""Eine geprüfte Datei neben dem, was schon da ist: andere Lieferungen, Vormonat, andere Quelle."""

from beratung.kern.befunde.befund import Befundliste
from beratung.kern.befunde.regeln import REGELN
from beratung.kern.pruefen import verlaufsregeln
from beratung.kern.pruefen.plausibilitaet import Vorhanden, pruefe_doppeltes, pruefe_summen, pruefe_unbekannte
from beratung.kern.verzeichnis import Verzeichnis
from beratung.kern.zaehlen.zaehlen import Gezaehlt, einheiten_der_art
from beratung.kern.zaehlung import Art, Ebene, Quelle
from beratung.models import Lieferung, Lieferungsteil, Monatssumme, Monatswert
from dresden_senioren.kern.schwere import Schwere

from . import kontrollzahlen, verlauf
from .ergebnis import Pruefung


def pruefe(pruefung: Pruefung, verzeichnis: Verzeichnis, befunde: Befundliste) -> None:
    """Regeln über die gezählten Zahlen; über unvollständige lässt sich nur sagen, ob sie doppelt wären."""
    neu = {art: teil.einheiten for art, teil in pruefung.teile.items()}
    pruefe_doppeltes(neu, bleibende_teile(pruefung.quelle, pruefung.monat.erster, neu), pruefung.monat, befunde)
    verlaufsregeln.pruefe_exporttag(pruefung.dateiname, pruefung.monat, befunde)
    if not befunde.hat(Schwere.FEHLER):
        for teil in pruefung.teile.values():
            _in_sich(teil, verzeichnis, befunde)
        _neben_anderem(pruefung, verzeichnis, befunde)
    if andere := _fuer_andere_quelle(pruefung):
        befunde.melden(REGELN["P56"], andere=Quelle(andere.quelle).verfahren, nummer=andere.pk)


def _in_sich(teil: Gezaehlt, verzeichnis: Verzeichnis, befunde: Befundliste) -> None:
    pruefe_unbekannte(teil, verzeichnis, befunde)
    verlaufsregeln.pruefe_gebiete(teil, verzeichnis, befunde)
    verlaufsregeln.pruefe_doppelte_zeilen(teil, befunde)
    if teil.art is Art.SUMMEN:
        pruefe_summen(teil.inhalt["monatssumme"], befunde)
    if teil.ohne_kennung:
        befunde.melden(REGELN["P58"], anzahl_zeilen=teil.ohne_kennung)


def _neben_anderem(pruefung: Pruefung, verzeichnis: Verzeichnis, befunde: Befundliste) -> None:
    quelle, monat = pruefung.quelle, pruefung.monat
    teile, reihen = list(pruefung.teile.values()), verlauf.lesen(quelle, monat)
    verlaufsregeln.pruefe_spruenge(pruefung.summen, reihen, monat, befunde)
    geltend = verlauf.geltend(quelle, monat, pruefung.teile)
    verlaufsregeln.pruefe_verlust(pruefung.summen, geltend, befunde)
    da = set().union(*(teil.orte(Ebene.BERATUNGSSTELLE) for teil in teile))
    entfallen = verlaufsregeln.pruefe_entfallene(da, geltend, verzeichnis, befunde)
    verlaufsregeln.pruefe_stellen(teile, reihen, monat, verzeichnis, befunde, genannt=entfallen)
    (dort,) = [q for q in Quelle if q is not quelle]
    abgaben = sum(teil.zellen.get(verlauf.FALLABGABEN, 0) for teil in teile)
    verlaufsregeln.pruefe_fallabgaben(abgaben, verlauf.fallabgaben(dort, monat), quelle, dort, befunde)
    namen = {kuerzel: stelle.name for kuerzel, stelle in verzeichnis.stellen.items()}
    ist = kontrollzahlen.gezaehlt(teil.zellen for teil in teile)
    verlaufsregeln.pruefe_meldezahlen(ist, kontrollzahlen.gemeldete(quelle, monat), namen, befunde)


def bleibende_teile(quelle: str, monat_erster, neue_arten) -> list[Vorhanden]:
    """Geltende Teile desselben Monats, die eine Lieferung mit `neue_arten` nicht ersetzt."""
    teile = Lieferungsteil.objects.filter(quelle=quelle, monat=monat_erster, ist_gueltig=True)
    return [
        Vorhanden(Art(teil.art), teil.lieferung_id, einheiten_des_teils(teil))
        for teil in teile.exclude(art__in=[str(art) for art in neue_arten])
    ]


def einheiten_des_teils(teil: Lieferungsteil) -> frozenset[str]:
    """Zähleinheiten eines Teils, übernommen oder noch wartend."""
    if teil.art != Art.SUMMEN:
        return einheiten_der_art(Art(teil.art))
    modell = Monatswert if teil.zeilen_geloescht_am else Monatssumme
    return frozenset(modell.objects.filter(teil=teil).values_list("zaehleinheit", flat=True))


def dieselben_zahlen(pruefung: Pruefung) -> Lieferung | None:
    """Die geltende Lieferung, wenn jeder Teil schon mit genau diesen Zahlen gilt."""
    teile = Lieferungsteil.objects.filter(quelle=pruefung.quelle, monat=pruefung.monat.erster, ist_gueltig=True)
    da = {teil.art: teil for teil in teile.select_related("lieferung")}
    lieferung = None
    for art, gezaehlt in pruefung.teile.items():
        teil = da.get(art.value)
        if teil is None or teil.inhaltssumme != gezaehlt.inhaltssumme:
            return None
        lieferung = teil.lieferung
    return lieferung


def _fuer_andere_quelle(pruefung: Pruefung) -> Lieferung | None:
    gleiche = Lieferung.objects.filter(sha256=pruefung.sha256, status=Lieferung.Status.UEBERNOMMEN)
    return gleiche.exclude(quelle=pruefung.quelle).first()
