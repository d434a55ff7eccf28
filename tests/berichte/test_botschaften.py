"""Botschaften: der Vorschlag folgt den Zahlen, der Text des Amts bleibt, und keiner überschreibt den anderen."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from berichte.akten import botschaften, inhalt
from berichte.akten.festschreiben import festschreiben, wiederoeffnen
from berichte.kern.akten.bericht import Botschaft
from berichte.models import Botschaftsfassung
from dresden_senioren.models import Ereignis, Protokolleintrag
from massnahmen.models import Massnahme

from .aktenhilfen import akte, nimm_september_zurueck

pytestmark = pytest.mark.django_db
SCHLUESSEL = "monate_seniora"
ERKENNEN = "Die Beratungsfälle der geförderten Seniorenberatung stiegen von 2.535 (01–09/2023) auf 3.080 (01–09/2024)"


def adresse(eine, schluessel=SCHLUESSEL) -> str:
    return reverse("botschaft", args=[eine.pk, schluessel])


def senden(client, eine, *, vorige="", follow=False, **werte):
    return client.post(adresse(eine), werte | {"vorige": vorige}, follow=follow)


def im_bericht(eine, von=None) -> Botschaft:
    bausteine = inhalt.entwurf(eine, von=von).bausteine
    return next(b for b in bausteine if isinstance(b, Botschaft) and b.schluessel == SCHLUESSEL)


@pytest.fixture
def schreiben(person):
    """`schreiben(akte, botschaft="…")` → der Dienst, als Leitung."""

    def aufrufen(eine, *, vorige=None, verweise=(), rolle="leitung", **werte):
        return botschaften.schreiben(
            akte=eine,
            schluessel=SCHLUESSEL,
            werte=werte,
            verweise=list(verweise),
            vorige=vorige and vorige.pk,
            von=person(rolle),
            ohne_texte=inhalt.ohne_texte(eine, von=person(rolle)),
        )

    return aufrufen


# --- Schreiben -------------------------------------------------------------------------------------------------------


def test_formular_beginnt_mit_dem_gerechneten_vorschlag_neben_den_zahlen(angemeldet):
    antwort = angemeldet("leitung").get(adresse(akte()))
    form, seite = antwort.context["form"], antwort.content.decode()
    assert form.initial["erkennen"].startswith(ERKENNEN)
    assert form.initial["anerkennen"] == ""
    assert antwort.context["diagramm"] is not None
    assert antwort.context["tabelle"].zeilen[0][0] == "Januar"
    assert "2.535" in seite and "Vorschlag, noch nicht vom Amt" in seite


def test_gespeichertes_steht_im_bericht_und_im_protokoll(angemeldet, person):
    eine, client = akte(), angemeldet("leitung")
    nr = Massnahme.objects.get(nr="3.2.1.")
    antwort = senden(
        client, eine, botschaft="Die Inanspruchnahme\nwurde gesteigert.", anerkennen="• Ressourcenaufbau\n\n• Dialog ",
        verweise="3.2.1., 4.1.1",
    )  # fmt: skip
    assert antwort["Location"] == f"{reverse('bericht_detail', args=[eine.pk])}#botschaft-{SCHLUESSEL}"
    gesetzt = im_bericht(eine)
    assert gesetzt.botschaft == "Die Inanspruchnahme wurde gesteigert."
    assert gesetzt.anerkennen == ("Ressourcenaufbau", "Dialog")
    assert gesetzt.verweise[0] == f"3.2.1. {nr.beschreibung}" and len(gesetzt.verweise) == 2
    assert not gesetzt.ist_vorschlag
    assert Protokolleintrag.objects.filter(ereignis=Ereignis.BOTSCHAFT_GESCHRIEBEN).count() == 1


def test_was_genau_der_vorschlag_ist_folgt_weiter_den_zahlen(angemeldet, person):
    eine, client = akte(), angemeldet("leitung")
    vorgabe = client.get(adresse(eine)).context["form"].initial
    senden(client, eine, **(vorgabe | {"anerkennen": "Danke", "vorige": ""}))
    geschrieben = Botschaftsfassung.objects.get()
    assert (geschrieben.botschaft, geschrieben.erkennen, geschrieben.anerkennen) == ("", "", "Danke")
    vorher = im_bericht(eine).erkennen
    nimm_september_zurueck(person("administration"))
    nachher = im_bericht(eine).erkennen
    assert nachher != vorher and "01–08/2024" in nachher[0]


def test_eigenes_erkennen_bleibt_und_der_vorschlag_steht_daneben(angemeldet):
    eine, client = akte(), angemeldet("leitung")
    senden(client, eine, erkennen="Mehr Fälle")
    antwort = client.get(adresse(eine))
    assert antwort.context["form"].initial["erkennen"] == "Mehr Fälle"
    assert "Gerechnet für „Erkennen“" in antwort.content.decode()


def test_unveraendertes_speichern_schreibt_nichts(angemeldet):
    eine, client = akte(), angemeldet("leitung")
    senden(client, eine, anerkennen="Danke")
    vorige = Botschaftsfassung.objects.get()
    antwort = senden(client, eine, anerkennen=" • Danke\n", vorige=vorige.pk, follow=True)
    assert "Nichts geändert" in antwort.content.decode()
    assert Botschaftsfassung.objects.count() == 1


def test_fruehere_fassungen_bleiben_lesbar_und_niemand_aendert_sie(angemeldet, schreiben):
    eine = akte()
    erste = schreiben(eine, anerkennen="Erste")
    schreiben(eine, vorige=erste, anerkennen="Zweite", rolle="leitung")
    seite = angemeldet("leitung").get(adresse(eine)).content.decode()
    assert "Erste" in seite and "Zweite" in seite and "Frühere Fassung" in seite
    erste.anerkennen = "anders"
    with pytest.raises(TypeError):
        erste.save()


@pytest.mark.parametrize(
    ("werte", "feld", "satz"),
    [
        ({"botschaft": "x" * 201}, "botschaft", "höchstens 200"),
        ({"anerkennen": "x" * 251}, "anerkennen", "Punkt 1 hat 251 Zeichen"),
        ({"massnahmen": "x\n" * 9}, "massnahmen", "Das sind 9 Punkte"),
        ({"verweise": "9.9.9."}, "verweise", "Eine Maßnahme 9.9.9. gibt es am Stichtag im Fachplan nicht."),
        ({"verweise": "3.2.1. Beratung"}, "verweise", "nur Nummern"),
    ],
)
def test_was_nicht_geht_sagt_das_feld_und_der_text_bleibt_stehen(angemeldet, werte, feld, satz):
    eine, client = akte(), angemeldet("leitung")
    antwort = senden(client, eine, nachhaltung="Bleibt stehen", **werte)
    assert antwort.status_code == 422
    assert any(satz in fehler for fehler in antwort.context["form"].errors[feld])
    seite = antwort.content.decode()
    assert "Bleibt stehen" in seite and next(iter(werte.values())).strip()[:200] in seite
    assert not Botschaftsfassung.objects.exists()


# --- Zwei Personen ---------------------------------------------------------------------------------------------------


def test_wer_zuletzt_speichert_sieht_beide_texte(angemeldet, schreiben, person):
    eine = akte()
    erste = schreiben(eine, anerkennen="Alt", nachhaltung="Alt")
    schreiben(eine, vorige=erste, anerkennen="Von der Kollegin", nachhaltung="Alt")
    client = angemeldet("leitung")
    antwort = senden(client, eine, anerkennen="Von mir", nachhaltung="Auch von mir", vorige=erste.pk)
    assert antwort.status_code == 409
    form, seite = antwort.context["form"], antwort.content.decode()
    assert "Von der Kollegin" in seite and "Von mir" in seite and "Inzwischen hat" in seite
    assert (form.initial["anerkennen"], form.initial["nachhaltung"]) == ("Von mir", "Auch von mir")
    assert [zeile["feld"] for zeile in antwort.context["unterschiede"]] == ["Anerkennen", "Nachhaltung"]
    assert Botschaftsfassung.objects.count() == 2
    werte = {feld: form.initial[feld] for feld in ("botschaft", "erkennen", "anerkennen", "nachhaltung", "massnahmen")}
    assert senden(client, eine, **werte, vorige=form.initial["vorige"]).status_code == 302
    assert im_bericht(eine).anerkennen == ("Von mir",)


def test_wo_nur_die_andere_person_etwas_aenderte_gilt_ihres(angemeldet, schreiben):
    eine = akte()
    erste = schreiben(eine, anerkennen="Alt")
    schreiben(eine, vorige=erste, anerkennen="Von der Kollegin")
    antwort = senden(angemeldet("leitung"), eine, anerkennen="Alt", massnahmen="Neu von mir", vorige=erste.pk)
    initial = antwort.context["form"].initial
    assert (initial["anerkennen"], initial["massnahmen"]) == ("Von der Kollegin", "Neu von mir")


def test_die_datenbank_laesst_auf_eine_fassung_nur_eine_folgen(person, schreiben):
    eine = akte()
    erste = schreiben(eine, anerkennen="Erste")
    schreiben(eine, vorige=erste, anerkennen="Zweite")
    for weitere in ({}, {"vorige": erste}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Botschaftsfassung.objects.create(akte=eine, schluessel=SCHLUESSEL, von=person("leitung"), **weitere)


def test_gleichzeitig_im_selben_augenblick_gewinnt_eine(schreiben, monkeypatch):
    """Beide haben die Prüfung hinter sich, bevor eine schreibt."""
    eine = akte()
    schreiben(eine, anerkennen="schneller")
    monkeypatch.setattr(botschaften, "fassungen", lambda *_: [])
    with pytest.raises(botschaften.BotschaftVeraendert):
        schreiben(eine, anerkennen="langsamer")
    assert Botschaftsfassung.objects.get().anerkennen == "schneller"


# --- Vorschau --------------------------------------------------------------------------------------------------------


def test_vorschau_zeigt_den_kasten_und_speichert_nichts(angemeldet):
    eine, client = akte(), angemeldet("leitung")
    antwort = senden(client, eine, tun="vorschau", anerkennen="Noch nicht gespeichert", verweise="3.2.1.")
    kasten = antwort.context["botschaft"]
    assert kasten.anerkennen == ("Noch nicht gespeichert",) and kasten.erkennen[0].startswith(ERKENNEN)
    assert not kasten.ist_vorschlag
    assert antwort.status_code == 200 and not Botschaftsfassung.objects.exists()


def test_vorschau_beim_schreiben_ist_nur_der_kasten_mit_dem_was_nicht_geht(angemeldet):
    eine, client = akte(), angemeldet("leitung")
    daten = {"tun": "vorschau", "anerkennen": "x" * 251, "verweise": "9.9.9."}
    antwort = client.post(adresse(eine), daten, headers={"HX-Request": "true"})
    seite = antwort.content.decode()
    assert "<html" not in seite and seite.count("<h2") == 1
    assert "Punkt 1 hat 251 Zeichen" in seite and "9.9.9." in seite


# --- Text vom letzten Bericht ----------------------------------------------------------------------------------------


@pytest.fixture
def letzter(schreiben):
    frueher = akte(stichtag=date(2024, 6, 30))
    texte = {"botschaft": "Frühere Botschaft", "erkennen": "Alte Zahl 1.234", "anerkennen": "Dialog\nAufbau"}
    return schreiben(frueher, verweise=Massnahme.objects.filter(nr="3.2.1."), **texte)


def test_frueherer_text_wird_angeboten_aber_nie_still_uebernommen(angemeldet, letzter):
    eine, client = akte(), angemeldet("leitung")
    antwort = client.get(adresse(eine))
    assert "Text vom letzten Bericht zum 30.06.2024" in antwort.content.decode()
    assert antwort.context["form"].initial["anerkennen"] == ""
    assert im_bericht(eine).ist_vorschlag


def test_uebernehmen_fuellt_leeres_und_verliert_nichts(angemeldet, letzter):
    eine, client = akte(), angemeldet("leitung")
    antwort = senden(client, eine, tun="uebernehmen", anerkennen="Meins\nAufbau", erkennen="Mein Erkennen")
    initial = antwort.context["form"].initial
    assert initial["anerkennen"] == "Meins\nAufbau\nDialog"
    assert (initial["botschaft"], initial["erkennen"]) == ("Frühere Botschaft", "Mein Erkennen")
    assert initial["verweise"] == "3.2.1."
    assert not Botschaftsfassung.objects.filter(akte=eine).exists()


@pytest.mark.parametrize("anders", [{"art": "auswertung"}, {"stichtag": date(2024, 3, 31)}])
def test_angeboten_wird_nur_der_letzte_derselben_art(angemeldet, letzter, anders):
    assert angemeldet("leitung").get(adresse(akte(**anders))).context["vom_letzten"] is None


# --- Festgeschrieben -------------------------------------------------------------------------------------------------


def test_an_festgeschriebenem_aendert_niemand_etwas_und_der_text_bleibt_im_formular(angemeldet, person, schreiben):
    eine, client = akte(), angemeldet("leitung")
    version = festschreiben(eine, von=person("leitung"))
    assert client.get(adresse(eine)).status_code == 302
    antwort = senden(client, eine, anerkennen="Zu spät")
    assert antwort.status_code == 409
    assert "Zu spät" in antwort.content.decode() and "festgeschrieben" in antwort.content.decode()
    with pytest.raises(botschaften.AkteGeschlossen):
        schreiben(eine, anerkennen="Zu spät")
    wiederoeffnen(version, grund="Grund", von=person("leitung"))
    assert senden(client, eine, anerkennen="Jetzt").status_code == 302


# --- Wer und was -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("schluessel", ["gibt-es-nicht", "botschaft"])
def test_unbekannte_botschaft_ist_404(angemeldet, schluessel):
    client, eine = angemeldet("leitung"), akte()
    assert client.get(adresse(eine, schluessel)).status_code == 404
    assert client.post(adresse(eine, schluessel), {"anerkennen": "x"}).status_code == 404


def test_fremde_botschaft_ist_404(angemeldet):
    client, eine = angemeldet("koordination"), akte()
    assert client.get(adresse(eine)).status_code == 404
    assert client.post(adresse(eine), {"anerkennen": "x"}).status_code == 404


def test_jede_botschaft_jeder_art_laesst_sich_bearbeiten(angemeldet):
    client = angemeldet("leitung")
    for art in ("zwischenbericht", "auswertung", "gesamtstadt"):
        seite = client.get(reverse("bericht_detail", args=[akte(art=art).pk])).content.decode()
        wege = re.findall(r'href="(/berichte/\d+/botschaft/[^"]+/)"', seite)
        assert len(set(wege)) >= 4
        assert {client.get(weg).status_code for weg in wege} == {200}
