"""Die Prüfungen der Berichte: Festgeschriebenes, Freigegebenes, Ketten der Texte, wartende Aufträge."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.zustand.pruefungen import Aufwand, Ergebnis, Pruefung, fehler, gut, warnung

from .akten import festgeschrieben
from .freigaben import pruefung, zellen
from .kern.akten.festschrift import FestschriftUnlesbar
from .models import Berichtsauftrag, Botschaftsfassung, Festschreibung, Quartalsnotiz, Zahlenfreigabe

WARTET_ZU_LANGE = timedelta(minutes=15)
RECHNET_ZU_LANGE = timedelta(hours=1)
WIEDERHERSTELLEN = "Aus einer Sicherung wiederherstellen; bis dahin nichts davon weitergeben."


def festschreibungen() -> Ergebnis:
    beschaedigte, anzahl = [], 0
    for eine in Festschreibung.objects.select_related("akte").iterator(chunk_size=20):
        anzahl += 1
        try:
            festgeschrieben.inhalt(eine)
        except FestschriftUnlesbar:
            beschaedigte.append(str(eine))
    if beschaedigte:
        return fehler(f"Beschädigt oder verändert: {aufzaehlung(beschaedigte)}.", WIEDERHERSTELLEN)
    return gut(f"{anzahl} festgeschriebene Berichte, alle wie festgehalten.")


def textketten() -> Ergebnis:
    """Jede Fassung baut auf einer früheren desselben Gegenstands auf."""
    botschaften = Botschaftsfassung.objects.exclude(vorige=None).exclude(
        vorige__akte=F("akte"), vorige__schluessel=F("schluessel"), vorige_id__lt=F("pk")
    )
    notizen = Quartalsnotiz.objects.exclude(vorige=None).exclude(
        vorige__beratungsstelle=F("beratungsstelle"), vorige__quartal=F("quartal"), vorige_id__lt=F("pk")
    )
    if gebrochen := botschaften.count() + notizen.count():
        return fehler(f"{gebrochen} Texte bauen auf einer fremden Fassung auf.", WIEDERHERSTELLEN)
    return gut("Die Fassungen von Botschaften und Notizen schließen aneinander an.")


def freigegebene_zahlen() -> Ergebnis:
    erteilte = pruefung.erteilte()
    veraenderte = [str(f) for f in erteilte if zellen.gespeicherte_summe(f) != f.inhaltssumme]
    if veraenderte:
        return fehler(f"Nicht mehr die geprüften Zahlen: {aufzaehlung(veraenderte)}.", WIEDERHERSTELLEN)
    return gut(f"{len(erteilte)} Freigaben, alle Zahlen wie geprüft.")


def angriff() -> Ergebnis:
    """Dieselbe Rechnung wie vor der Freigabe, auf das, was gespeichert ist."""
    erteilte = pruefung.erteilte()
    if not erteilte:
        return gut("Es ist noch nichts freigegeben.")
    if grund := pruefung.ablehnungsgrund(pruefung.freigaben_angreifen(erteilte)):
        return fehler(grund, "Die Freigabe nicht mehr weitergeben und den Datenschutz einbeziehen.")
    return gut(f"Der Angriff auf {len(erteilte)} Freigaben zusammen findet nichts.")


def wartende_auftraege() -> Ergebnis:
    jetzt = timezone.now()
    zustand = Berichtsauftrag.Zustand
    wartende = Berichtsauftrag.objects.filter(zustand=zustand.WARTET, angefordert_am__lt=jetzt - WARTET_ZU_LANGE)
    rechnende = Zahlenfreigabe.objects.filter(
        Q(lebenszeichen=None) | Q(lebenszeichen__lt=jetzt - RECHNET_ZU_LANGE),
        zustand=Zahlenfreigabe.Zustand.WIRD_GERECHNET, beantragt_am__lt=jetzt - RECHNET_ZU_LANGE,
    )  # fmt: skip
    gescheiterte = Berichtsauftrag.objects.filter(
        zustand=zustand.GESCHEITERT, angefordert_am__gte=jetzt - timedelta(days=1)
    )
    maengel = [
        f"{anzahl} {was}"
        for was, zeilen in (
            ("Berichte warten länger als eine Viertelstunde", wartende),
            ("Freigaben rechnen länger als eine Stunde", rechnende),
            ("Berichte sind seit gestern gescheitert", gescheiterte),
        )
        if (anzahl := zeilen.count())
    ]
    if maengel:
        abhilfe = "Laufen die Zeitpläne mit manage.py berichtsauftraege_abarbeiten und freigaben_rechnen?"
        return warnung(f"{'; '.join(maengel)}.", abhilfe)
    return gut("Nichts wartet zu lange, nichts ist gescheitert.")


PRUEFUNGEN = [
    Pruefung("wartende_auftraege", "Entstehen bestellte Berichte?", wartende_auftraege, Aufwand.SCHNELL),
    Pruefung("festschreibungen", "Sind festgeschriebene Berichte unverändert?", festschreibungen),
    Pruefung("textketten", "Schließen die Fassungen der Texte aneinander an?", textketten),
    Pruefung("freigegebene_zahlen", "Sind freigegebene Zahlen die geprüften?", freigegebene_zahlen),
    Pruefung("angriff", "Hält der Schutz der freigegebenen Zahlen?", angriff, Aufwand.GRUENDLICH),
]
