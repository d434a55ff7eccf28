"""Berichte entstehen außerhalb der Anfrage: ein Auftrag, ein Arbeiter, eine Datei, die ganz da ist oder gar nicht.

Stirbt der Arbeiter oder der Rechner, nimmt der nächste Besuch den Auftrag wieder auf. Wer einen Auftrag hat, erkennt an
der Zahl der Anläufe, ob er noch seiner ist."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from berichte.arten import BERICHTSARTEN, BerichtNichtMoeglich
from berichte.ausgabe import AUSGABEN, dateipruefung
from berichte.kern.akten.bericht import Bericht
from berichte.kern.akten.festschrift import FestschriftUnlesbar, inhaltssumme
from berichte.kern.geheimhaltung import Fassung, FassungVerweigert
from berichte.models import Berichtsakte, Berichtsauftrag, Festschreibung, Folienvorlage
from dresden_senioren import arbeiter
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

from . import festgeschrieben, inhalt
from .erstellen import Berichtsdatei, abruf, setzen

log = logging.getLogger(__name__)
Zustand = Berichtsauftrag.Zustand
STILLE = timedelta(minutes=1)  # so lange ohne Lebenszeichen: der Arbeiter ist tot
RUFPAUSE = timedelta(seconds=15)  # so lange hat ein gerufener Arbeiter Zeit, sich zu melden
ANLAEUFE_HOECHSTENS = 3
AUFBEWAHRUNG = timedelta(days=1)  # Dateien aus Entwürfen; die Zahlen darin veralten
AUFBEWAHRUNG_FESTER = timedelta(days=7)
ZU_OFT_ABGEBROCHEN = (
    f"Das Erstellen ist {ANLAEUFE_HOECHSTENS}-mal abgebrochen. Versuchen Sie es später noch einmal; bleibt es dabei, "
    "sagen Sie der Administration Bescheid."
)
UNSER_FEHLER = "Die Datei ließ sich nicht erstellen; der Fehler liegt bei uns. Bitte versuchen Sie es noch einmal."


class AuftragAbgelehnt(Exception):
    """Diesen Auftrag nimmt die Anwendung nicht an; der Text ist ein Satz für die Person."""


class Abgegeben(Exception):
    """Der Auftrag gehört inzwischen einem anderen Arbeiter oder ist gelöscht."""


# --- beauftragen -----------------------------------------------------------------------------------------------------


def beauftragen(
    akte: Berichtsakte, dateiformat: str, *, von: Benutzer, festschreibung: Festschreibung | None = None
) -> Berichtsauftrag:
    """Die Datei bestellen. Was schon bestellt ist oder unverändert daliegt, wird nicht noch einmal erstellt. Ohne
    `festschreibung` gilt die geltende, sonst der Entwurf. AuftragAbgelehnt bei einem Format, das es nicht gibt."""
    if dateiformat not in BERICHTSARTEN[akte.art].formate or dateiformat not in AUSGABEN:
        raise AuftragAbgelehnt(f"„{BERICHTSARTEN[akte.art].bezeichnung}“ gibt es nicht als {dateiformat}.")
    festschreibung = festschreibung or festgeschrieben.geltende(akte)
    aufraeumen()
    if vorhandener := _vorhandener(akte, dateiformat, von, festschreibung):
        return vorhandener
    auftrag = Berichtsauftrag.objects.create(
        akte=akte, festschreibung=festschreibung, format=dateiformat, angefordert_von=von, schritt="wartet"
    )
    rufen()
    return auftrag


def _vorhandener(akte, dateiformat, von, festschreibung) -> Berichtsauftrag | None:
    """In Arbeit; bei Festgeschriebenem auch fertig. Ob sich ein Entwurf geändert hat, sieht erst der Arbeiter."""
    gleiche = Berichtsauftrag.objects.ohne_datei().filter(
        akte=akte, festschreibung=festschreibung, format=dateiformat, angefordert_von=von
    )
    offen = gleiche.filter(zustand__in=[Zustand.WARTET, Zustand.LAEUFT]).first()
    return offen or (festschreibung and _brauchbarer(gleiche, festschreibung.inhaltssumme))


def _brauchbarer(auftraege, summe: str) -> Berichtsauftrag | None:
    """Ein fertiger mit genau diesem Inhalt. Wo eine Folienvorlage mitspricht, ist er jünger als die geltende."""
    fertiger = auftraege.filter(zustand=Zustand.FERTIG, inhaltssumme=summe).first()
    if fertiger and AUSGABEN[fertiger.format].hat_vorlage:
        return None if Folienvorlage.objects.filter(am__gte=fertiger.fertig_am).exists() else fertiger
    return fertiger


# --- aufräumen und rufen, bei jedem Besuch ---------------------------------------------------------------------------


def aufraeumen() -> None:
    """Was zu lange liegt, verschwindet; wer nicht mehr lebt, gibt seinen Auftrag ab."""
    jetzt = timezone.now()
    tot = Berichtsauftrag.objects.filter(zustand=Zustand.LAEUFT, lebenszeichen__lt=jetzt - STILLE)
    zu_oft = {"zustand": Zustand.GESCHEITERT, "fehler": ZU_OFT_ABGEBROCHEN, "platz": None}
    tot.filter(anlaeufe__gte=ANLAEUFE_HOECHSTENS).update(**zu_oft)
    tot.update(zustand=Zustand.WARTET, schritt="wartet", fortschritt=0, platz=None, lebenszeichen=None)
    veraltete(jetzt).delete()


def veraltete(jetzt: datetime) -> QuerySet:
    entwurf = Q(festschreibung=None, angefordert_am__lt=jetzt - AUFBEWAHRUNG)
    veraltet = Berichtsauftrag.objects.filter(entwurf | Q(angefordert_am__lt=jetzt - AUFBEWAHRUNG_FESTER))
    return veraltet.exclude(zustand=Zustand.LAEUFT)


def liegt_bis(auftrag: Berichtsauftrag) -> datetime:
    return auftrag.angefordert_am + (AUFBEWAHRUNG_FESTER if auftrag.festschreibung_id else AUFBEWAHRUNG)


def rufen() -> None:
    """Einen Arbeiter starten, wenn etwas wartet und keiner da ist; von vielen Besuchern ruft nur einer."""
    if Berichtsauftrag.objects.filter(zustand=Zustand.LAEUFT).exists():
        return
    jetzt = timezone.now()
    ungerufen = Q(lebenszeichen=None) | Q(lebenszeichen__lt=jetzt - RUFPAUSE)
    if Berichtsauftrag.objects.filter(ungerufen, zustand=Zustand.WARTET).update(lebenszeichen=jetzt):
        arbeiter.starten("berichtsauftraege_abarbeiten")


# --- Arbeiter --------------------------------------------------------------------------------------------------------


def arbeiten() -> int:
    """Die Warteschlange leeren; gibt die Zahl der bearbeiteten Aufträge."""
    aufraeumen()
    anzahl = 0
    while auftrag := naechsten_beanspruchen():
        erledigen(auftrag)
        anzahl += 1
    return anzahl


def naechsten_beanspruchen() -> Berichtsauftrag | None:
    """Der älteste wartende Auftrag, wenn kein anderer Arbeiter gerade einen hat."""
    wartende = Berichtsauftrag.objects.filter(zustand=Zustand.WARTET).order_by("angefordert_am")
    while auftrag := wartende.select_related("akte", "festschreibung", "angefordert_von").first():
        anlauf = auftrag.anlaeufe + 1
        try:
            with transaction.atomic():
                meiner = wartende.order_by().filter(pk=auftrag.pk, anlaeufe=auftrag.anlaeufe)
                angaben = {"platz": 1, "anlaeufe": anlauf, "lebenszeichen": timezone.now()}
                ist_meiner = meiner.update(zustand=Zustand.LAEUFT, **angaben)
        except IntegrityError:  # der Platz ist besetzt; der andere nimmt auch diesen Auftrag noch
            return None
        if ist_meiner:
            auftrag.anlaeufe = anlauf
            return auftrag
    return None


def erledigen(auftrag: Berichtsauftrag) -> None:
    """Endet als fertig oder gescheitert; ein Fehler hält die anderen Aufträge nicht auf."""
    try:
        _melden(auftrag, "Zahlen werden gelesen", 10)
        bericht = _bericht(auftrag)
        auftrag.inhaltssumme = inhaltssumme(bericht)
        _abschliessen(auftrag, _gleiche_datei(auftrag) or _neue_datei(auftrag, bericht))
    except (AuftragAbgelehnt, BerichtNichtMoeglich, FassungVerweigert, FestschriftUnlesbar) as grund:
        _meiner(auftrag).update(zustand=Zustand.GESCHEITERT, fehler=str(grund), platz=None)
    except Abgegeben:
        log.warning("Auftrag %s gehört einem anderen Arbeiter", auftrag.pk)
    except Exception:
        log.exception("Auftrag %s ist gescheitert", auftrag.pk)
        _meiner(auftrag).update(zustand=Zustand.GESCHEITERT, fehler=UNSER_FEHLER, platz=None)


def _bericht(auftrag: Berichtsauftrag) -> Bericht:
    if not Berichtsakte.objects.sichtbar_fuer(auftrag.angefordert_von).filter(pk=auftrag.akte_id).exists():
        raise AuftragAbgelehnt("Ihre Rolle oder Ihr Bereich umfasst diesen Bericht nicht mehr.")
    festschreibung = auftrag.festschreibung or festgeschrieben.geltende(auftrag.akte)
    if festschreibung:
        return festgeschrieben.inhalt(festschreibung)
    return inhalt.entwurf(auftrag.akte, von=auftrag.angefordert_von)


def _gleiche_datei(auftrag: Berichtsauftrag) -> Berichtsdatei | None:
    """Dieselbe Person hat diesen Inhalt schon in diesem Format."""
    eigene = Berichtsauftrag.objects.filter(
        akte=auftrag.akte, format=auftrag.format, angefordert_von=auftrag.angefordert_von
    )
    if gleicher := _brauchbarer(eigene, auftrag.inhaltssumme):
        return Berichtsdatei(gleicher.dateiname, gleicher.medientyp, bytes(gleicher.inhalt))
    return None


def _neue_datei(auftrag: Berichtsauftrag, bericht: Bericht) -> Berichtsdatei:
    _melden(auftrag, "Bericht wird gesetzt", 40)
    abgerufen = abruf(auftrag.angefordert_von, timezone.now())
    datei = setzen(bericht, Fassung(auftrag.akte.fassung), auftrag.format, abgerufen)
    _melden(auftrag, "Datei wird geprüft", 90)
    dateipruefung.pruefen(datei.inhalt, auftrag.format)
    return datei


@transaction.atomic
def _abschliessen(auftrag: Berichtsauftrag, datei: Berichtsdatei) -> None:
    """Datei und „fertig“ in einem Befehl. Abgegeben, wenn inzwischen ein anderer daran arbeitet."""
    angaben = {"dateiname": datei.name, "medientyp": datei.medientyp, "inhalt": datei.inhalt}
    ist_fertig = _meiner(auftrag).update(
        zustand=Zustand.FERTIG, schritt="fertig", fortschritt=100, platz=None, fertig_am=timezone.now(),
        inhaltssumme=auftrag.inhaltssumme, sha256=hashlib.sha256(datei.inhalt).hexdigest(), **angaben,
    )  # fmt: skip
    if not ist_fertig:
        raise Abgegeben
    akte = auftrag.akte
    protokolliere(
        Ereignis.BERICHT_ERSTELLT, von=auftrag.angefordert_von, gegenstand=datei.name, akte=akte.pk, art=akte.art,
        stichtag=akte.stichtag.isoformat(), fassung=akte.fassung, format=auftrag.format,
        version=auftrag.festschreibung and auftrag.festschreibung.nummer, inhaltssumme=auftrag.inhaltssumme,
    )  # fmt: skip


def _melden(auftrag: Berichtsauftrag, schritt: str, prozent: int) -> None:
    angaben = {"schritt": schritt, "fortschritt": prozent, "lebenszeichen": timezone.now()}
    if not _meiner(auftrag).update(**angaben):
        raise Abgegeben


def _meiner(auftrag: Berichtsauftrag):
    return Berichtsauftrag.objects.filter(pk=auftrag.pk, zustand=Zustand.LAEUFT, anlaeufe=auftrag.anlaeufe)
