"""Die Aufbewahrungsfristen der Beratung. Zählzeilen vergehen, der Würfel bleibt (zeilenbestand.py)."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from dresden_senioren.datenschutz.aufbewahrung import Dauer, Frist, anmelden, nach_alter
from dresden_senioren.kern.zeitraum import Monat

from .eingang import ablage
from .lieferungen.uebernahme import verwerfen
from .lieferungen.zaehlzeilen import MODELLE
from .lieferungen.zeilenbestand import AUFBEWAHRUNG
from .models import Eingang, Lieferung, Lieferungsteil

Status = Lieferung.Status


def der_beratung() -> None:
    anmelden(_zaehlzeilen(), _vorschauen(), *_hochgeladenes(), _erinnerungen())


def _zaehlzeilen() -> Frist:
    return Frist(
        "zaehlzeilen",
        "Zählzeilen der Lieferungen",
        "nach dem Monat, für den sie gelten",
        AUFBEWAHRUNG,
        "So lange werden Monate berichtigt und nachgezählt. In den Zeilen stehen mehrere Merkmale nebeneinander; "
        "eine seltene Verbindung kann eine Person erkennen lassen (§ 67c Abs. 5 SGB X).",
        "der Monatswürfel, unverändert: jede ausgewertete Zahl; außerdem Prüfsumme und Befunde der Lieferung",
        tuple(f"beratung.{modell.__name__}" for modell in MODELLE.values()),
        lambda grenze: sum(m.objects.filter(teil__in=_verfallene(grenze)).count() for m in MODELLE.values()),
        _zeilen_loeschen,
    )


def _vorschauen() -> Frist:
    return Frist(
        "vorschauen",
        "geprüfte Lieferungen, über die niemand entschieden hat",
        "nach dem Hochladen",
        Dauer("Tage", "AUFBEWAHRUNG_VORSCHAU_TAGE"),
        "Was nach so langer Zeit nicht übernommen ist, wird nicht gebraucht.",
        "die Zeile der Lieferung mit dem Status „verworfen“, ohne Zahlen",
        ("beratung.Lieferung",),
        lambda grenze: _vergessene(grenze).count(),
        _vergessene_verwerfen,
    )


def _hochgeladenes() -> list[Frist]:
    return [
        Frist(
            "eingang",
            "hochgeladene Dateien, die niemand übernommen oder verworfen hat",
            "nach dem Hochladen",
            Dauer("Minuten", fest=int(ablage.WARTEZEIT.total_seconds() // 60)),
            "Die Datei wird nur zum Lesen gebraucht; nach der Entscheidung ist sie sofort fort.",
            f"die Befunde noch {ablage.AUFBEWAHRUNG.days} Tage, nie mit Werten aus Personenspalten",
            ("beratung.Eingangsstueck",),
            lambda grenze: _ueberfaellige_dateien(),
            _eingang_aufraeumen,
        ),
        Frist(
            "eingangsbefunde",
            "Befunde abgelehnter und liegen gebliebener Dateien",
            "nach der Ablehnung",
            Dauer("Tage", fest=ablage.AUFBEWAHRUNG.days),
            "So lange braucht der Träger sie, um die Datei zu berichtigen.",
            "im Protokoll die Prüfsumme der Datei und die Kürzel der Befunde",
            ("beratung.Eingang",),
            lambda grenze: ablage.abgelegte(grenze).count(),
            lambda grenze: ablage.abgelegte(grenze).delete()[1].get(Eingang._meta.label, 0),
        ),
    ]


def _erinnerungen() -> Frist:
    return nach_alter(
        "beratung.Liefererinnerung",
        "am",
        schluessel="liefererinnerungen",
        was="gesendete Erinnerungen an Träger",
        ab="nach dem Senden",
        dauer=Dauer("Monate", "AUFBEWAHRUNG_EMAILS_MONATE"),
        warum="Nachweis gegenüber dem Träger; danach ist der Monat längst entschieden.",
        was_bleibt="nichts",
    )


# --- Zählzeilen ------------------------------------------------------------------------------------------------------


def _verfallene(grenze: datetime) -> models.QuerySet:
    """Teile, deren Monat vor dem der Grenze liegt. Über eine wartende Vorschau entscheidet erst ein Mensch."""
    erster = Monat.von_tag(timezone.localdate(grenze)).erster
    teile = Lieferungsteil.objects.filter(monat__lt=erster, zeilen_geloescht_am=None)
    return teile.exclude(lieferung__status__in=[Status.GEPRUEFT, Status.VERWORFEN])


def _zeilen_loeschen(grenze: datetime) -> int:
    # Wer zugleich zurücknimmt oder übernimmt, wartet: dieselbe Sperre wie in lieferungen.py.
    betroffen = Lieferung.objects.filter(teile__in=_verfallene(grenze)).values("pk")
    list(Lieferung.objects.filter(pk__in=betroffen).order_by("pk").select_for_update().values_list("pk"))
    teile = Lieferungsteil.objects.filter(pk__in=list(_verfallene(grenze).values_list("pk", flat=True)))
    anzahl = sum(modell.objects.filter(teil__in=teile).delete()[0] for modell in MODELLE.values())
    teile.update(zeilen_geloescht_am=timezone.now())
    return anzahl


# --- Vorschauen und Eingang ------------------------------------------------------------------------------------------


def _vergessene(grenze: datetime) -> models.QuerySet:
    return Lieferung.objects.filter(status=Status.GEPRUEFT, erstellt_am__lt=grenze)


def _vergessene_verwerfen(grenze: datetime) -> int:
    vergessene = list(_vergessene(grenze))
    for lieferung in vergessene:
        verwerfen(lieferung, von=None)
    return len(vergessene)


def _ueberfaellige_dateien() -> int:
    return ablage.ueberfaellige_stuecke().values("eingang").distinct().count()


def _eingang_aufraeumen(grenze: datetime) -> int:
    anzahl = _ueberfaellige_dateien()
    ablage.aufraeumen()
    return anzahl
