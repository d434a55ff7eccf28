"""`manage.py pruefe` über die Daten der Apps: Jede Prüfung bemerkt einen eingebauten Fehler."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

import beratung.selbstpruefung
from beratung.models import Beratungsstelle, Eingang, Lieferungsteil, Monatswert, Neuzugang
from berichte.akten.festschreiben import festschreiben
from berichte.models import Berichtsakte, Berichtsauftrag, Festschreibung, Quartalsnotiz
from massnahmen.models import Abschlusszeile, Fachplan, Massnahme
from massnahmen.runden.ablauf import runde_eroeffnen, runde_schliessen

from .pruefhilfen import FEHLER, OK, WARNUNG, gilt, urteil, vor

pytestmark = pytest.mark.django_db


# --- Beratung --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ebene", ["stadt", "planungsbereich"])
def test_wuerfel(ebene):
    gilt("wuerfel", OK, "3 Monate")
    zellen = Monatswert.objects.filter(ebene=ebene, merkmal="", quelle="seniora", monat=date(2024, 9, 1))
    zelle = zellen.first()
    Monatswert.objects.filter(pk=zelle.pk).update(anzahl=zelle.anzahl + 1)
    gilt("wuerfel", FEHLER, "September 2024")


def test_wuerfel_ganz():
    gilt("wuerfel_ganz", OK, "stimmen")
    Neuzugang.objects.filter(teil__ist_gueltig=True, teil__monat=date(2023, 3, 1)).first().delete()
    assert urteil("wuerfel") is OK  # die Stichprobe sieht nur die jüngsten
    gilt("wuerfel_ganz", FEHLER, "März 2023")


def test_wuerfel_ohne_zeilen():
    """Nach Frist gelöschte Zeilen sind kein Fehler."""
    teile = Lieferungsteil.objects.filter(monat__lt=date(2024, 1, 1))
    Neuzugang.objects.filter(teil__in=teile).delete()
    teile.update(zeilen_geloescht_am=timezone.now())
    gilt("wuerfel_ganz", OK, "stimmen")


def test_geltende_teile():
    gilt("geltende_teile", OK, "gelten")
    Lieferungsteil.objects.filter(pk=Lieferungsteil.objects.filter(ist_gueltig=True).first().pk).update(
        ist_gueltig=False
    )
    gilt("geltende_teile", FEHLER, "nicht gelten")


def test_geltende_teile_ohne_lieferung():
    teil = Lieferungsteil.objects.filter(ist_gueltig=True).first()
    type(teil.lieferung).objects.filter(pk=teil.lieferung_id).update(status="zurueckgenommen")
    gilt("geltende_teile", FEHLER, "keiner übernommenen")


def test_zeilen_ohne_stelle():
    gilt("zeilen_ohne_stelle", OK, "Jede Zählzeile")
    Neuzugang.objects.filter(pk=Neuzugang.objects.first().pk).update(beratungsstelle_id=999_999)
    gilt("zeilen_ohne_stelle", FEHLER, "1 Zählzeilen")


@pytest.mark.parametrize(
    ("heute", "erwartet", "wort"),
    [
        (date(2024, 10, 31), OK, "Keine Lieferung"),
        (date(2024, 11, 10), OK, "Keine Lieferung"),  # der Tag der Frist selbst
        (date(2024, 11, 11), WARNUNG, "Oktober 2024"),
    ],
    ids=str,
)
def test_lieferverzug(monkeypatch, heute, erwartet, wort):
    monkeypatch.setattr(beratung.selbstpruefung.timezone, "localdate", lambda: heute)
    gilt("lieferverzug", erwartet, wort)


def test_wartende_dateien(person):
    eingang = Eingang.objects.create(dateiname="a.csv", groesse=1, sha256="0", eingereicht_von=person("administration"))
    gilt("wartende_dateien", OK, "Keine")
    vor(Eingang.objects.filter(pk=eingang.pk), "eingereicht_am", timedelta(minutes=16))
    gilt("wartende_dateien", WARNUNG, "1 hochgeladene")


# --- Maßnahmen und Berichte ------------------------------------------------------------------------------------------


def test_fachplan():
    gilt("fachplan", OK, "49 Maßnahmen")
    Massnahme.objects.update(ausser_kraft_seit=date(2020, 1, 1))
    gilt("fachplan", WARNUNG, "Kein Fachplan")


def test_abschluesse(person):
    runde = runde_eroeffnen(
        fachplan=Fachplan.objects.aktueller(), bezeichnung="Herbst", stichtag=date(2024, 9, 30),
        frist=date(2024, 10, 31), massnahmen=Massnahme.objects.all(), von=person("leitung"),
    )  # fmt: skip
    runde_schliessen(runde=runde, von=person("leitung"))
    gilt("abschluesse", OK, "1 Abschlüsse")
    Abschlusszeile._base_manager.filter(reihenfolge=1).update(sachstand="abgeschlossen")
    gilt("abschluesse", FEHLER, "Herbst")


def test_festschreibungen(person):
    akte = Berichtsakte.objects.create(art="massnahmen", fassung="intern", stichtag=date(2024, 9, 30))
    fest = festschreiben(akte, von=person("leitung"))
    gilt("festschreibungen", OK, "1 festgeschriebene")
    inhalt = json.loads(json.dumps(fest.inhalt).replace("Sozialamt", "Sportamt"))
    assert inhalt != fest.inhalt
    Festschreibung._base_manager.filter(pk=fest.pk).update(inhalt=inhalt)
    gilt("festschreibungen", FEHLER, "Version 1")


def test_textketten(person):
    eine, andere = Beratungsstelle.objects.all()[:2]
    angaben = {"quartal": date(2024, 7, 1), "von": person("leitung")}
    erste = Quartalsnotiz.objects.create(beratungsstelle=eine, text="eins", **angaben)
    zweite = Quartalsnotiz.objects.create(beratungsstelle=eine, text="zwei", vorige=erste, **angaben)
    gilt("textketten", OK, "schließen aneinander an")
    Quartalsnotiz._base_manager.filter(pk=zweite.pk).update(beratungsstelle=andere)
    gilt("textketten", FEHLER, "1 Texte")


def test_wartende_auftraege(person):
    akte = Berichtsakte.objects.create(art="massnahmen", fassung="intern", stichtag=date(2024, 9, 30))
    auftrag = Berichtsauftrag.objects.create(akte=akte, format="csv", angefordert_von=person("leitung"))
    gilt("wartende_auftraege", OK, "Nichts wartet")
    vor(Berichtsauftrag.objects.filter(pk=auftrag.pk), "angefordert_am", timedelta(minutes=16))
    gilt("wartende_auftraege", WARNUNG, "1 Berichte warten")
    Berichtsauftrag.objects.update(zustand="gescheitert")
    gilt("wartende_auftraege", WARNUNG, "gescheitert")
