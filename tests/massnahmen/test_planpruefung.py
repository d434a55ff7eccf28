"""Planprüfung: jede Regel findet ihren Fehler, Entscheidungen gelten bis zur Änderung der Tatsachen."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from massnahmen.kern.laufzeit import phasen_lesen
from massnahmen.kern.planregeln import PLANREGELN, REGEL_NACH_CODE, Beteiligter, Pruefling, Umfeld, pruefen
from massnahmen.kern.stellen import Stellenverzeichnis
from massnahmen.kern.terminlage import terminbild
from massnahmen.models import Befundentscheidung, Beteiligung
from massnahmen.plan.pruefung import PruefungUeberholt, befunde_entscheiden, befundzeilen

from .seitentext import text

pytestmark = pytest.mark.django_db
TAG = date(2024, 6, 30)
STELLEN = Stellenverzeichnis({"Sozialamt": ["Sozialamt"], "SA": ["Sozialamt"], "KISS": ["KISS"]})


def pruefling(laufzeit="2023-2025", *, ist_offen=False, **anders):
    """Eine Maßnahme ohne Befund, in der Genanntes anders ist."""
    phasen = phasen_lesen(laufzeit) if laufzeit != "unklar" else ()
    gut = Pruefling(
        pk=1,
        nr="1.1.1.",
        ziel_nr="1.1.",
        verantwortung="Sozialamt",
        laufzeit=laufzeit,
        beteiligte=(Beteiligter("Sozialamt", ist_federfuehrend=True, ist_vermutung=False),),
        phasen=phasen,
        termin=terminbild(phasen, stichtag=TAG, ist_beendet=False, ist_offen=ist_offen),
        sachstand="noch nicht begonnen" if ist_offen else "begonnen",
        ist_offen=ist_offen,
        ist_beendet=False,
        bestaetigt_am=date(2024, 1, 31),
        ist_haushaltsrelevant=True,
        hat_haushaltsbetrag=True,
    )
    return replace(gut, **anders)


def befunde(*prueflinge):
    return pruefen(prueflinge, Umfeld(TAG, STELLEN))


SOZIALAMT = Beteiligter("Sozialamt", ist_federfuehrend=True, ist_vermutung=False)
KISS = Beteiligter("KISS", ist_federfuehrend=True, ist_vermutung=False)
FEHLER = {
    "stelle_fehlt": pruefling(beteiligte=()),
    "zwei_federfuehrende": pruefling(beteiligte=(SOZIALAMT, KISS)),
    "federfuehrung_fehlt": pruefling(beteiligte=(replace(KISS, ist_federfuehrend=False),)),
    "federfuehrung_vermutet": pruefling(beteiligte=(replace(SOZIALAMT, ist_vermutung=True),)),
    "phase_vorbei": pruefling("2022 2024-2025", ist_offen=True),
    "beginn_ueberschritten": pruefling("2023-2025", ist_offen=True),
    "nr_passt_nicht_zum_ziel": pruefling(ziel_nr="1.2."),
    "stelle_unbekannt": pruefling(verantwortung="Sozialamt, Amt für Wunder"),
    "schreibweise": pruefling(verantwortung="SA"),
    "sachstand_fehlt": pruefling(sachstand="", bestaetigt_am=None),
    "sachstand_veraltet": pruefling(bestaetigt_am=date(2023, 6, 1)),
    "laufzeit_fehlt": pruefling(""),
    "laufzeit_unklar": pruefling("unklar"),
    "haushalt_ohne_betrag": pruefling(hat_haushaltsbetrag=False),
}


def test_ohne_fehler_kein_befund():
    assert befunde(pruefling()) == []


@pytest.mark.parametrize(("code", "fehlerhaft"), FEHLER.items(), ids=FEHLER.keys())
def test_jede_regel_findet_ihren_fehler_und_nur_ihn(code, fehlerhaft):
    assert [b.regel.code for b in befunde(fehlerhaft)] == [code]


def test_jede_regel_hat_einen_eingebauten_fehler():
    assert FEHLER.keys() == REGEL_NACH_CODE.keys()
    assert len(PLANREGELN) == len(REGEL_NACH_CODE)


def test_grenzen():
    assert befunde(pruefling(bestaetigt_am=date(2023, 6, 30))) == []  # genau zwölf Monate sind noch frisch
    assert befunde(pruefling(hat_haushaltsbetrag=None)) == []  # Beträge werden nicht geführt
    beendet = pruefling("2022", bestaetigt_am=date(2022, 1, 1), ist_beendet=True)
    assert befunde(beendet) == []


def test_der_wirkliche_fachplan(person):
    gefunden = defaultdict(list)
    for zeile in befundzeilen(person("leitung"), stichtag=TAG):
        gefunden[zeile.befund.regel.code].append(zeile.befund.nr)
    assert gefunden["nr_passt_nicht_zum_ziel"] == ["6.1.2.", "6.1.3."]
    verstrichen = gefunden["phase_vorbei"] + gefunden["beginn_ueberschritten"]
    # Noch nicht begonnen, Beginn 2021/2022; dazu die überfällige 2.2.2. und die nicht systematisch begonnene 2.2.4.
    nummern = "1.1.5. 2.2.2. 2.2.4 3.1.1. 3.2.2. 3.2.3. 3.2.6. 4.2.2. 5.2.1. 6.1.1."
    assert sorted(verstrichen) == nummern.split()
    assert not {"stelle_fehlt", "zwei_federfuehrende", "sachstand_fehlt"} & gefunden.keys()
    assert gefunden["schreibweise"]
    assert len(gefunden["sachstand_veraltet"]) == 49


# --- Entscheidungen ---------------------------------------------------------------------------------------------------


@pytest.fixture
def zeile(person):
    def zeile(nr, code, stichtag=TAG):
        alle = befundzeilen(person("leitung"), stichtag=stichtag)
        return next((z for z in alle if (z.befund.nr, z.befund.regel.code) == (nr, code)), None)

    return zeile


def test_entschiedenes_kommt_wieder_wenn_sich_die_tatsachen_aendern(zeile, person):
    heute = timezone.localdate()  # an einem vergangenen Tag stünden die Angaben wie damals
    gemeint = zeile("1.1.1.", "federfuehrung_vermutet", heute)
    angaben = {"schluessel": [gemeint.schluessel], "stichtag": heute, "von": person("leitung")}
    befunde_entscheiden(entscheidung="so_gewollt", grund="bleibt so", **angaben)
    assert zeile("1.1.1.", "federfuehrung_vermutet", heute).ist_entschieden
    beteiligungen = Beteiligung.objects.filter(massnahme__nr="1.1.1.")
    beteiligungen.filter(rolle="federfuehrend").update(rolle="beteiligt")
    beteiligungen.filter(stelle__name="TU Dresden").update(rolle="federfuehrend")
    assert not zeile("1.1.1.", "federfuehrung_vermutet", heute).ist_entschieden
    with pytest.raises(PruefungUeberholt):
        befunde_entscheiden(entscheidung="geklaert", grund="", **angaben)
    assert Befundentscheidung.objects.count() == 1


def test_zeit_allein_macht_keinen_neuen_befund(zeile):
    frueher = zeile("1.1.1.", "sachstand_veraltet")
    assert zeile("1.1.1.", "sachstand_veraltet", date(2025, 6, 30)).schluessel == frueher.schluessel


def test_wieder_offen_und_der_verlauf_bleibt(zeile, person):
    for entscheidung in ("beobachten", "offen"):
        befunde_entscheiden(
            schluessel=[zeile("1.1.1.", "sachstand_veraltet").schluessel],
            entscheidung=entscheidung,
            grund="",
            stichtag=TAG,
            von=person("administration"),
        )
    assert not zeile("1.1.1.", "sachstand_veraltet").ist_entschieden
    assert [e.entscheidung for e in Befundentscheidung.objects.all()] == ["offen", "beobachten"]


def test_auf_der_seite_ankreuzen_und_entscheiden(angemeldet):
    leitung = angemeldet("leitung")
    adresse = reverse("massnahmen:planpruefung")
    seite = leitung.get(adresse, {"regel": "nr_passt_nicht_zum_ziel"})
    assert "2 offene Befunde" in text(seite)
    schluessel = [z.schluessel for z, _ in seite.context["page_obj"]]
    entscheiden = reverse("massnahmen:planpruefung_entscheiden")
    daten = {"auswahl": "regel=nr_passt_nicht_zum_ziel", "entscheidung": "so_gewollt"}
    assert "Kreuzen Sie zuerst an" in text(leitung.post(entscheiden, daten))
    ohne_grund = leitung.post(entscheiden, daten | {"befund": schluessel})
    assert "warum es so gewollt ist" in text(ohne_grund)
    assert ohne_grund.content.decode().count(" checked") == 3  # beide Befunde und die Wahl bleiben angekreuzt
    fertig = leitung.post(entscheiden, daten | {"befund": schluessel, "grund": "so gedruckt"}, follow=True)
    assert "2 Befunde sind jetzt: so gewollt" in text(fertig)
    assert "0 offene Befunde" in text(fertig)
    entschieden = leitung.get(adresse, {"regel": "nr_passt_nicht_zum_ziel", "zeigen": "entschieden"})
    assert "so gedruckt" in text(entschieden)
    erfunden = leitung.post(entscheiden, daten | {"befund": ["1:unsinn:0"], "grund": "x"}, follow=True)
    assert "Nichts gespeichert" in text(erfunden)


def test_hilfe_erklaert_jede_regel(client):
    hilfe = text(client.get(reverse("nachschlagewerk", args=["planpruefung"])))
    for regel in PLANREGELN:
        assert f"{regel.titel} {regel.schwere.bezeichnung}. {regel.erklaerung} Abhilfe: {regel.abhilfe}" in hilfe


@pytest.mark.langsam
def test_gleich_viele_abfragen_mit_49_und_2049_massnahmen(angemeldet, django_assert_max_num_queries, request):
    leitung, adresse, zahlen = angemeldet("leitung"), reverse("massnahmen:planpruefung"), []
    for fixture in (None, "viele_massnahmen"):
        if fixture:
            request.getfixturevalue(fixture)
        with django_assert_max_num_queries(20) as abfragen:
            seite = leitung.get(adresse)
        assert len(seite.context["page_obj"].object_list) == 50
        zahlen.append(len(abfragen))
    assert zahlen[0] == zahlen[1]
