"""Zahlen zur Weitergabe freigeben: beantragen, rechnen, erteilen oder verwerfen. Zwei Personen verantworten sie; die
jüngste erteilte Freigabe enthält alle früher freigegebenen Monate."""

import logging
from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from beratung.kalender.monatsstand import als_unterabfrage
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.models import Lieferungsteil
from berichte.kern.schutz.programm import PROGRAMM, UngueltigeZahlen
from berichte.kern.schutz.runden import KeineLoesung
from berichte.models import Freigabegrundlage, Freigabewert, Zahlenfreigabe
from berichte.zahlen import geschuetzt
from dresden_senioren import arbeiter
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, bezeichnung, in_worten
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht

from . import pruefung, zellen

log = logging.getLogger(__name__)
FREIGABE = Zahlenfreigabe.Zustand
STILLE = timedelta(minutes=2)  # so lange ohne Lebenszeichen: niemand rechnet mehr
UNSER_FEHLER = "Die Rechnung ist gescheitert; der Fehler liegt bei uns. Beantragen Sie die Freigabe noch einmal."


class FreigabeVerweigert(Exception):
    """Es geht nicht; `saetze` sagen je einen Grund und was zu tun ist."""

    def __init__(self, *saetze: str):
        super().__init__(" ".join(saetze))
        self.saetze = saetze


# --- was man freigeben kann ------------------------------------------------------------------------------------------


def letzte_erteilte() -> Zahlenfreigabe | None:
    return Zahlenfreigabe.objects.filter(zustand=FREIGABE.FREIGEGEBEN).first()


def offene() -> Zahlenfreigabe | None:
    return Zahlenfreigabe.objects.exclude(platz=None).first()


def umfang(zeitraum: Zeitraum) -> Zeitraum:
    """Der gewünschte Zeitraum und alles, was schon freigegeben ist: Die jüngste Freigabe steht für alle."""
    letzte = letzte_erteilte()
    if letzte is None:
        return zeitraum
    return Zeitraum(min(zeitraum.von, letzte.zeitraum.von), max(zeitraum.bis, letzte.zeitraum.bis))


def vorgeschlagener_zeitraum() -> Zeitraum | None:
    """Vom ersten Monat, der noch nicht freigegeben ist, bis zum letzten, dessen Zahlen alle geprüft sind; sind es noch
    keine, bis zum letzten gemeldeten. None ohne Zahlen."""
    je_monat: dict[Monat, set[str]] = defaultdict(set)
    teile = Lieferungsteil.objects.filter(ist_gueltig=True).annotate(zustand=als_unterabfrage())
    for tag, zustand in teile.order_by("monat").values_list("monat", "zustand"):
        je_monat[Monat.von_tag(tag)].add(zustand)
    if not je_monat:
        return None
    feste = [monat for monat, staende in je_monat.items() if Zustand.VORLAEUFIG not in staende]
    letzte = letzte_erteilte()
    neue = [monat for monat in je_monat if letzte is None or monat not in letzte.zeitraum]
    bis = max(feste or je_monat)
    return Zeitraum(min(min(neue, default=bis), bis), bis)


def geltende_teile(zeitraum: Zeitraum):
    teile = Lieferungsteil.objects.filter(
        ist_gueltig=True, monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster
    )
    return teile.annotate(zustand=als_unterabfrage())


def hindernisse(zeitraum: Zeitraum) -> list[str]:
    """Je Quelle und Grund ein Satz, welche Monate noch nicht freizugeben sind; leer, wenn nichts fehlt. Ein nie
    gelieferter Monat ist kein Hindernis: er bleibt auch zur Weitergabe eine Lücke."""
    gruende: dict[tuple[str, str], set[Monat]] = defaultdict(set)
    zeilen = geltende_teile(zeitraum).values_list("quelle", "monat", "zustand", "lieferung__eingegangen_am")
    for quelle, tag, zustand, eingegangen_am in zeilen:
        monat = Monat.von_tag(tag)
        if eingegangen_am <= monat.letzter:
            gruende[quelle, "Teilmonat"].add(monat)
        elif zustand == Zustand.VORLAEUFIG:
            gruende[quelle, "vorläufig"].add(monat)
    if not zeilen:
        return [f"Für {zeitraum.bezeichnung} ist nichts gemeldet."]
    return [_hindernis(Quelle(quelle), grund, monate) for (quelle, grund), monate in sorted(gruende.items())]


def _hindernis(quelle: Quelle, grund: str, monate: set[Monat]) -> str:
    worte = in_worten(monate)
    ist = "ist" if len(monate) == 1 or bezeichnung(monate).isdigit() else "sind"  # „das Jahr 2023 ist“
    if grund == "Teilmonat":
        folge = "kein ganzer Monat: Die Lieferung kam, bevor er zu Ende war. Übernehmen Sie die vollständige Lieferung."
    else:
        folge = "noch vorläufig. Setzen Sie die Zahlen im Lieferkalender auf geprüft oder endgültig."
    return f"{worte[0].upper()}{worte[1:]} ({quelle.bezeichnung}) {ist} {folge}"


# --- beantragen ------------------------------------------------------------------------------------------------------


@transaction.atomic
def beantragen(*, zeitraum: Zeitraum, von: Benutzer, basis: int | None = None) -> Zahlenfreigabe:
    """Eine Freigabe anlegen, die noch zu rechnen ist. FreigabeVerweigert, wenn Monate nicht so weit sind oder schon
    eine offen ist."""
    verlange(von, Recht.FREIGABE_BEANTRAGEN)
    ganzer = umfang(zeitraum)
    if saetze := hindernisse(ganzer):
        raise FreigabeVerweigert(*saetze)
    try:
        with transaction.atomic():
            freigabe = Zahlenfreigabe.objects.create(
                von_monat=ganzer.von.erster, bis_monat=ganzer.bis.erster, programm=PROGRAMM, beantragt_von=von,
                basis=basis or settings.GEHEIMHALTUNG_BASIS,
            )  # fmt: skip
    except IntegrityError:
        andere = offene()
        wer = f"Freigabe {andere.pk}" if andere else "Eine andere Freigabe"
        raise FreigabeVerweigert(f"{wer} ist noch offen. Erst erteilen oder verwerfen, dann die nächste.") from None
    _protokolliere(Ereignis.FREIGABE_BEANTRAGT, freigabe, von)
    return freigabe


def anstossen() -> None:
    arbeiter.starten("freigaben_rechnen")


def ist_liegengeblieben(freigabe: Zahlenfreigabe) -> bool:
    """Sollte gerechnet werden, aber niemand ist dabei: nach einem Neustart, oder weil der Prozess endete."""
    zuletzt = freigabe.lebenszeichen or freigabe.beantragt_am
    return freigabe.zustand == FREIGABE.WIRD_GERECHNET and zuletzt < timezone.now() - STILLE


# --- rechnen ---------------------------------------------------------------------------------------------------------


def naechste_beanspruchen() -> Zahlenfreigabe | None:
    """Die zu rechnende Freigabe, wenn gerade niemand an ihr rechnet."""
    zu_rechnen = Zahlenfreigabe.objects.filter(zustand=FREIGABE.WIRD_GERECHNET)
    frei = zu_rechnen.filter(Q(lebenszeichen=None) | Q(lebenszeichen__lt=timezone.now() - STILLE))
    freigabe = frei.first()
    if freigabe is None or not frei.filter(pk=freigabe.pk).update(lebenszeichen=timezone.now()):
        return None
    freigabe.refresh_from_db()
    return freigabe


def rechnen(freigabe: Zahlenfreigabe) -> None:
    """Runden, angreifen, ablegen: alles oder nichts. Danach wartet die Freigabe auf die zweite Person, oder ihr
    `grund` sagt, warum die Zahlen nicht zu schützen sind."""
    try:
        teile, genau = _lesen(freigabe.zeitraum)
        ergebnis = pruefung.schuetzen_und_angreifen(genau, basis=freigabe.basis)
        if grund := pruefung.ablehnungsgrund(ergebnis.angriff):
            _ablehnen(freigabe, grund, pruefung=pruefung.als_pruefung(ergebnis.angriff, {}))
        else:
            _ablegen(freigabe, teile, genau, ergebnis)
    except (UngueltigeZahlen, KeineLoesung, FreigabeVerweigert) as grund:
        _ablehnen(freigabe, str(grund))
    except Exception:
        log.exception("Freigabe %s konnte nicht gerechnet werden", freigabe.pk)
        _ablehnen(freigabe, UNSER_FEHLER)
    freigabe.refresh_from_db()


def _lesen(zeitraum: Zeitraum) -> tuple[list[dict], dict]:
    """Zahlen und Teile aus demselben Stand; inzwischen darf nichts anderes gelten und nichts vorläufig werden."""
    if saetze := hindernisse(zeitraum):
        raise FreigabeVerweigert(*saetze)
    davor = geschuetzt.teile_festhalten(geltende_teile(zeitraum))
    genau = zellen.genaue_zahlen(zeitraum)
    if davor != geschuetzt.teile_festhalten(geltende_teile(zeitraum)):
        raise FreigabeVerweigert("Während der Rechnung wurden Zahlen übernommen. Beantragen Sie sie noch einmal.")
    return davor, genau


def _ablehnen(freigabe: Zahlenfreigabe, grund: str, **angaben) -> None:
    meine = Zahlenfreigabe.objects.filter(pk=freigabe.pk, zustand=FREIGABE.WIRD_GERECHNET)
    if meine.update(zustand=FREIGABE.NICHT_GESCHUETZT, grund=grund, platz=None, **angaben):
        _protokolliere(Ereignis.FREIGABE_ENTSCHIEDEN, freigabe, None, ergebnis="nicht zu schützen", grund=grund)


@transaction.atomic
def _ablegen(freigabe: Zahlenfreigabe, teile: list[dict], genau: dict, ergebnis: pruefung.Geschuetzt) -> None:
    meine = Zahlenfreigabe.objects.select_for_update().filter(pk=freigabe.pk, zustand=FREIGABE.WIRD_GERECHNET)
    if not meine:  # inzwischen verworfen
        return
    schutz = ergebnis.ergebnis
    werte = zellen.freigabewerte(freigabe, schutz.werte)
    Freigabewert.objects.bulk_create(werte, zellen.JE_SCHUB)
    Freigabegrundlage.objects.bulk_create(zellen.grundlagen(freigabe, genau), zellen.JE_SCHUB)
    bekannte = zellen.bekannte_nummern()
    Zahlenfreigabe.objects.filter(pk=freigabe.pk).update(
        zustand=FREIGABE.BEANTRAGT,
        teile=teile,
        pruefung=pruefung.als_pruefung(ergebnis.angriff, schutz.werte) | {"bekannte": bekannte},
        abweichung=pruefung.als_abweichung(schutz),
        inhaltssumme=zellen.summe_der(werte),
    )


# --- entscheiden -----------------------------------------------------------------------------------------------------


@transaction.atomic
def erteilen(*, freigabe: Zahlenfreigabe, von: Benutzer) -> None:
    """Von hier an dürfen die geschützten Zahlen das Haus verlassen. Nie dieselbe Person, die sie beantragt hat."""
    verlange(von, Recht.FREIGABE_ERTEILEN)
    freigabe = _gesperrt(freigabe)
    if freigabe.zustand != FREIGABE.BEANTRAGT:
        raise FreigabeVerweigert(f"Freigabe {freigabe.pk} ist {freigabe.get_zustand_display()}.")
    if von.pk == freigabe.beantragt_von_id:
        raise FreigabeVerweigert(
            "Wer eine Freigabe beantragt hat, erteilt sie nicht selbst. Es braucht eine zweite Person."
        )
    if zellen.bekannte_nummern() != freigabe.pruefung["bekannte"]:
        raise FreigabeVerweigert(
            "Seit der Prüfung ist eine veröffentlichte Zahl dazugekommen oder zurückgenommen. Verwerfen Sie die "
            "Freigabe und beantragen Sie sie neu, damit der Angriff mit denselben Zahlen rechnet."
        )
    if zellen.gespeicherte_summe(freigabe) != freigabe.inhaltssumme:
        raise FreigabeVerweigert("Die geschützten Zahlen sind nicht mehr die geprüften. Beantragen Sie sie neu.")
    _entscheiden(freigabe, FREIGABE.FREIGEGEBEN, von)


@transaction.atomic
def verwerfen(*, freigabe: Zahlenfreigabe, grund: str, von: Benutzer) -> None:
    """Die zweite Person lehnt ab, oder wer beantragt hat, zieht zurück. Die Zahlen verschwinden, der Grund bleibt."""
    freigabe, grund = _gesperrt(freigabe), grund.strip()
    if von.pk != freigabe.beantragt_von_id:
        verlange(von, Recht.FREIGABE_ERTEILEN)
    if not freigabe.ist_offen:
        raise FreigabeVerweigert(f"Freigabe {freigabe.pk} ist {freigabe.get_zustand_display()}.")
    if not grund:
        raise FreigabeVerweigert("Nennen Sie den Grund, warum diese Zahlen nicht freigegeben werden.")
    Freigabewert.objects.filter(freigabe=freigabe).delete()
    Freigabegrundlage.objects.filter(freigabe=freigabe).delete()
    _entscheiden(freigabe, FREIGABE.VERWORFEN, von, grund)


def _gesperrt(freigabe: Zahlenfreigabe) -> Zahlenfreigabe:
    return Zahlenfreigabe.objects.select_for_update().get(pk=freigabe.pk)


def _entscheiden(freigabe: Zahlenfreigabe, zustand: str, von: Benutzer, grund: str = "") -> None:
    freigabe.zustand, freigabe.platz, freigabe.grund = zustand, None, grund
    freigabe.entschieden_am, freigabe.entschieden_von = timezone.now(), von
    freigabe.save()
    _protokolliere(Ereignis.FREIGABE_ENTSCHIEDEN, freigabe, von, ergebnis=zustand, grund=grund)


def verlange(von: Benutzer, recht: Recht) -> None:
    if not von.darf(recht):
        raise FreigabeVerweigert(f"{von.anzeigename} hat das Recht dazu nicht.")


def _protokolliere(ereignis: Ereignis, freigabe: Zahlenfreigabe, von: Benutzer | None, **angaben) -> None:
    protokolliere(ereignis, von=von, gegenstand=str(freigabe), basis=freigabe.basis, **angaben)
