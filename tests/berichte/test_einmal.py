"""Unverändertes wird nicht neu gezeichnet: Das darf man nur an der Zeit merken, nie an der Seite."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import lru_cache

import pytest
from django.core.management import call_command
from django.db.models import F, Model

from beratung.kalender.monatsstand import festlegen
from beratung.kern.befunde.befund import Befund
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.models import (
    Ausstattung,
    Beratungsstelle,
    Bezugsbevoelkerung,
    Ereignismarke,
    Grenzstand,
    Katalogwert,
    Lieferung,
    Lieferungsteil,
    Monatswert,
    Nullmeldung,
    Planungsbereich,
    Stadtteil,
)
from beratung.pruefung import befunde
from berichte.auswertung.abschnitte import abschnitte
from berichte.zahlen import lage as lagen
from berichte.zahlen import lesung
from berichte.zahlen.datensaetze import Auswahl
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Zugriff

pytestmark = pytest.mark.django_db
STADT, COTTA = "/auswertung/stadt/", "/auswertung/bereich/cotta/"
NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
MAERZ, SEPTEMBER = date(2024, 3, 31), date(2024, 9, 1)


@pytest.fixture(autouse=True)
def nichts_gemerkt():
    lagen.vergessen()
    yield
    lagen.vergessen()


@pytest.fixture
def seite(angemeldet):
    """`seite("leitung", STADT)` → die Seite ohne die Zeichen, die bei jedem Abruf andere sind."""

    def holen(rolle, pfad):
        antwort = angemeldet(rolle).get(pfad)
        assert antwort.status_code == 200
        return re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", antwort.content.decode())

    return holen


# --- Nie veraltet -----------------------------------------------------------------------------------------------------


def befund_entscheiden():
    lieferung = Lieferung.objects.filter(quelle=Quelle.SENIORA, monat=SEPTEMBER, teile__ist_gueltig=True).first()
    befund = Befund("P52", Schwere.WARNUNG, "Ein Sprung.", gegenstand="neuzugang///")
    lieferung.befunde = [befund.als_dict()]
    lieferung.save()
    befunde.entscheiden(lieferung, befund, urteil="echt", begruendung="So war es.", von=None)


def monat_uebernehmen():
    datei = "fixtures/beispiellieferungen/seniora_2024-10.xlsx"
    call_command("lieferung_einlesen", datei, quelle="seniora", monat="2024-10", verbosity=0)


def monat_festlegen():
    for quelle in Quelle:
        festlegen(quelle=quelle, monat=Monat(2024, 9), zustand=Zustand.ENDGUELTIG, grund="geprüft", von=None)


def eine_marke(**angaben):
    Ereignismarke.objects.create(ab=MAERZ.replace(day=1), bezeichnung="Umzug", **angaben)


def eine_nullmeldung():
    Lieferungsteil.objects.filter(monat=SEPTEMBER, quelle=Quelle.SENIORA).update(beratungsstellen=[])
    stelle = Beratungsstelle.objects.get(kuerzel="s-cotta")
    Nullmeldung.objects.create(beratungsstelle=stelle, monat=SEPTEMBER, gemeldet_am=SEPTEMBER, woher="Telefon")


def einwohner_eintragen():
    for stadtteil in Stadtteil.objects.all():
        angaben = {"altersgruppe": "60+", "stichtag": date(2023, 12, 31), "anzahl": 1000, "quelle": "Statistikstelle"}
        Bezugsbevoelkerung.objects.update_or_create(stadtteil=stadtteil, defaults=angaben)


AENDERUNGEN = {
    "Monat übernommen": monat_uebernehmen,
    "Zelle berichtigt": lambda: Monatswert.objects.filter(monat=SEPTEMBER).update(anzahl=F("anzahl") + 1),
    "Aufteilung berichtigt": lambda: Monatswert.objects.filter(monat=SEPTEMBER).exclude(merkmal="").update(anzahl=1),
    "Lieferung ungültig": lambda: Lieferungsteil.objects.filter(monat=SEPTEMBER).update(ist_gueltig=False),
    "Eingang verschoben": lambda: Lieferung.objects.filter(monat=SEPTEMBER).update(eingegangen_am=date(2024, 9, 20)),
    "Monat endgültig": monat_festlegen,
    "Befund entschieden": befund_entscheiden,
    "Stelle umbenannt": lambda: Beratungsstelle.objects.filter(kuerzel="s-cotta").update(name="Neuer Name"),
    "Stelle geschlossen": lambda: Beratungsstelle.objects.filter(kuerzel="s-cotta").update(gueltig_bis=MAERZ),
    "VzÄ geändert": lambda: Ausstattung.objects.update(vzae=9),
    "Planungsbereich umbenannt": lambda: Planungsbereich.objects.filter(kuerzel="cotta").update(name="Kotte"),
    "Stadtteil umbenannt": lambda: Stadtteil.objects.update(name=F("nr")),
    "Katalogwert umbenannt": lambda: Katalogwert.objects.update(bezeichnung=F("schluessel")),
    "Ereignis eingetragen": eine_marke,
    "Ereignis umbenannt": lambda: Ereignismarke.objects.update(bezeichnung="Heißt jetzt anders"),
    "Nullmeldung": eine_nullmeldung,
    "Einwohner eingetragen": einwohner_eintragen,
}


def bemerkte_aenderung(seite, pfad, aendern) -> bool:
    """Ob die Seite nach der Änderung genau so aussieht wie in einem Prozess, der noch nichts gemerkt hat."""
    vorher = seite("leitung", pfad)
    aendern()
    nachher = seite("leitung", pfad)
    lagen.vergessen()
    assert seite("leitung", pfad) != vorher, "diese Änderung sähe man der Seite gar nicht an"
    return nachher == seite("leitung", pfad)


@pytest.mark.parametrize("aendern", AENDERUNGEN.values(), ids=AENDERUNGEN)
def test_jede_aenderung_steht_sofort_da(seite, aendern):
    eine_marke(planungsbereich=Planungsbereich.objects.get(kuerzel="cotta"))
    assert bemerkte_aenderung(seite, COTTA, aendern)


def test_neue_grenzen_stehen_sofort_da():
    """Was die Karte zeichnet, prüft test_grenzen_seite; hier zählt, dass ein neuer Stand eine neue Lage gibt."""
    eine = lagen.lage(Auswahl(NEUN_MONATE))
    Grenzstand.objects.create(stand="2024", sha256="a" * 64, flaechen=[])
    assert lagen.lage(Auswahl(NEUN_MONATE)).grenzen != eine.grenzen


@pytest.mark.parametrize("name", ["Zelle berichtigt", "Stelle umbenannt", "Monat endgültig"])
def test_gegenprobe_ein_gedaechtnis_nur_nach_der_auswahl_faellt_auf(seite, monkeypatch, name):
    gemerkt = {}

    def nach_der_auswahl(auswahl, gelesen):
        return gemerkt.setdefault(auswahl, lagen._ohne_summen.__wrapped__(auswahl, gelesen))

    nach_der_auswahl.cache_clear = gemerkt.clear
    nach_der_auswahl.__wrapped__ = lagen._ohne_summen.__wrapped__
    monkeypatch.setattr(lagen, "_ohne_summen", nach_der_auswahl)
    assert not bemerkte_aenderung(seite, COTTA, AENDERUNGEN[name])


def zeilen_der_datenbank(wert, tiefe=8) -> list[Model]:
    """Alles in `wert`, was sich gleich ist, obwohl es inzwischen anders heißt."""
    if isinstance(wert, Model):
        return [wert]
    if tiefe == 0 or isinstance(wert, str | int | date | None):
        return []
    if is_dataclass(wert):
        teile = [getattr(wert, feld.name) for feld in fields(wert)]
    elif isinstance(wert, dict):
        teile = [*wert.keys(), *wert.values()]
    else:
        teile = list(wert) if isinstance(wert, tuple | list | frozenset | set) else []
    return [zeile for teil in teile for zeile in zeilen_der_datenbank(teil, tiefe - 1)]


def test_eine_lage_besteht_aus_festen_werten():
    befund_entscheiden()
    eine = lagen.lage(Auswahl(NEUN_MONATE))
    assert eine.marken and eine.stellen and not zeilen_der_datenbank(eine)
    assert zeilen_der_datenbank(replace(eine, marken=tuple(Ereignismarke.objects.all())))


# --- Nie für jemand anderen ------------------------------------------------------------------------------------------


def gleich_nach_der_leitung(seite) -> bool:
    """Ob die Koordination nach der Leitung dasselbe sieht wie als Erste."""
    befund_entscheiden()
    Lieferung.objects.filter(monat=date(2024, 8, 1)).update(befunde=Lieferung.objects.exclude(befunde=[])[0].befunde)
    als_erste = seite("koordination", COTTA)
    lagen.vergessen()
    leitung = seite("leitung", COTTA)
    assert STADT in leitung and "/beratung/kalender/seniora/2024-08/" in leitung, "was nur die Leitung sehen soll"
    danach = seite("koordination", COTTA)
    assert STADT not in als_erste and "/beratung/kalender/seniora/2024-08/" not in als_erste
    return danach == als_erste


def test_wer_nach_der_leitung_kommt_sieht_nicht_mehr_als_als_erste(seite):
    assert gleich_nach_der_leitung(seite)


@pytest.mark.parametrize("teil", ["_gebiete", "_dazu"])
def test_gegenprobe_was_von_der_person_abhaengt_gemerkt_faellt_auf(seite, monkeypatch, teil):
    from berichte.views.auswertung.dashboard import DashboardView

    echt, gemerkt = getattr(DashboardView, teil), {}

    def einmal_fuer_alle(ansicht):
        if ansicht.lage not in gemerkt:
            gemerkt[ansicht.lage] = echt(ansicht)
        return gemerkt[ansicht.lage]

    monkeypatch.setattr(DashboardView, teil, einmal_fuer_alle)
    with pytest.raises(AssertionError):
        assert gleich_nach_der_leitung(seite)


def test_gemerktes_oeffnet_keine_fremde_seite(angemeldet, seite):
    for pfad in (STADT, "/auswertung/bereich/prohlis/"):
        seite("leitung", pfad)
    assert angemeldet("koordination").get("/auswertung/bereich/prohlis/").status_code == 404
    assert angemeldet("koordination").get(STADT).status_code == 403
    assert angemeldet("sachbearbeitung").get(COTTA).status_code == 403


def test_auch_wer_gemerktes_sieht_steht_im_zugriffsbuch(seite):
    for rolle in ("leitung", "koordination"):
        seite(rolle, COTTA)
    wer = Zugriff.objects.filter(seite="bereich_dashboard").values_list("benutzer", flat=True)
    assert set(wer) == {"leitung", "koordination"}


def test_was_hinausgeht_wird_nie_gemerkt():
    """Die geschützte Lage kommt an keinem Gedächtnis vorbei."""
    lagen.lage(Auswahl(NEUN_MONATE))
    vorher = lagen._ohne_summen.cache_info().currsize
    with pytest.raises(lesung.datensaetze.geschuetzt.Zahlenfreigabe.DoesNotExist):
        lagen.lage(Auswahl(NEUN_MONATE, freigabe=1))
    assert lagen._ohne_summen.cache_info().currsize == vorher


# --- Und es merkt sich etwas, aber nicht alles -----------------------------------------------------------------------


def test_gleiche_zeilen_geben_dieselbe_lage_und_dieselben_abschnitte():
    eine, andere = lagen.lage(Auswahl(NEUN_MONATE)), lagen.lage(Auswahl(NEUN_MONATE))
    assert eine is andere and abschnitte(eine) is abschnitte(andere)
    assert lagen.lage(Auswahl(NEUN_MONATE, abstand=9)) is not eine


def test_das_gedaechtnis_ist_begrenzt():
    for gedaechtnis in (lagen._ohne_summen, lagen._mit_summen):
        assert gedaechtnis.cache_info().maxsize == lagen.GEMERKT
        assert isinstance(gedaechtnis, type(lru_cache(1)(lambda: 0)))
