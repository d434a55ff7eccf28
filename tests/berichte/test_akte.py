"""Die Seiten der Berichtsakte: anlegen, ansehen, festschreiben, wieder öffnen."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beratung.models import Beratungsstelle, Planungsbereich
from berichte.akten import bestand
from berichte.akten.festschreiben import festschreiben, wiederoeffnen
from berichte.arten import BERICHTSARTEN
from berichte.models import Berichtsauftrag, Botschaftsfassung, Festschreibung, Zahlenfreigabe
from massnahmen.models import Fachplan, Massnahme
from massnahmen.runden.ablauf import runde_eroeffnen

from .aktenhilfen import LISTE, akte, aktenadresse, melde_abgeschlossen

pytestmark = pytest.mark.django_db


@pytest.fixture
def cotta():
    return Planungsbereich.objects.get(kuerzel="cotta")


# --- Liste -----------------------------------------------------------------------------------------------------------


def test_ohne_bericht_fuehrt_die_liste_zu_den_arten(angemeldet):
    antwort = angemeldet("leitung").get(LISTE)
    seite = antwort.content.decode()
    assert "Noch gibt es keinen Bericht" in seite
    assert all(f'href="/berichte/neu/{art}/"' in seite for art in BERICHTSARTEN)


def test_liste_trennt_in_arbeit_von_festgeschrieben(angemeldet, person):
    offen, fest, wieder = akte(art="massnahmen"), akte(), akte(stichtag=date(2024, 6, 30))
    festschreiben(fest, von=person("leitung"))
    wiederoeffnen(festschreiben(wieder, von=person("leitung")), grund="Zahl nachgemeldet", von=person("leitung"))
    antwort = angemeldet("leitung").get(LISTE)
    assert {zeile.akte for zeile in antwort.context["in_arbeit"]} == {offen, wieder}
    assert [zeile.akte for zeile in antwort.context["festgeschrieben"]] == [fest]
    seite = antwort.content.decode()
    assert "nach Version 1 wieder geöffnet" in seite
    assert Festschreibung.objects.get(akte=fest).inhaltssumme[:12] in seite


def test_lange_liste_laesst_sich_nach_art_filtern(angemeldet):
    for tag in range(1, 13):
        akte(stichtag=date(2024, 1, tag))
    akte(art="massnahmen")
    client = angemeldet("leitung")
    assert len(client.get(LISTE).context["filter_arten"]) == 2
    gefiltert = client.get(f"{LISTE}?art=massnahmen")
    assert [zeile.akte.art for zeile in gefiltert.context["in_arbeit"]] == ["massnahmen"]


def test_koordination_sieht_nur_berichte_des_eigenen_bereichs(angemeldet, cotta):
    eigene = akte(art="planungsbereich", planungsbereich=cotta)
    fremde = akte(art="planungsbereich", planungsbereich=Planungsbereich.objects.exclude(pk=cotta.pk).first())
    stadt = akte()
    client = angemeldet("koordination")
    assert [zeile.akte for zeile in client.get(LISTE).context["in_arbeit"]] == [eigene]
    assert client.get(aktenadresse(eigene)).status_code == 200
    for nicht_ihre in (fremde, stadt):
        assert client.get(aktenadresse(nicht_ihre)).status_code == 404
        assert client.post(aktenadresse(nicht_ihre, "datei"), {"format": "pdf"}).status_code == 404
    assert client.get(aktenadresse(eigene, "festschreiben")).status_code == 403
    assert client.post(aktenadresse(eigene, "wieder_oeffnen"), {"grund": "x"}).status_code == 403


# --- Akte ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("art", BERICHTSARTEN)
def test_jede_art_hat_eine_vorschau(angemeldet, cotta, art):
    angaben = {"planungsbereich": cotta} if art == "planungsbereich" else {}
    if art == "quartal":
        angaben = {"planungsbereich": cotta, "beratungsstelle": Beratungsstelle.objects.get(kuerzel="s-cotta")}
    antwort = angemeldet("leitung").get(aktenadresse(akte(art=art, **angaben)))
    vorschau = antwort.context["vorschau"]
    assert vorschau is not None, antwort.context["grund"]
    seite = antwort.content.decode()
    assert all(block.baustein.titel in seite for block in vorschau.kapitel)


def test_vorschau_zeigt_zahlen_und_vorschlaege_als_solche(angemeldet):
    seite = angemeldet("leitung").get(aktenadresse(akte())).content.decode()
    assert "+21,5" in seite and "3.080" in seite
    assert "Vorschlag, noch nicht vom Amt" in seite
    assert "9 von 9 Monaten vorläufig" in seite


def test_bild_ohne_javascript_ist_das_diagramm_an_dieser_stelle(angemeldet):
    eine, client = akte(), angemeldet("leitung")
    bloecke = client.get(aktenadresse(eine)).context["vorschau"].bloecke
    stelle = next(block.stelle for block in bloecke if block.figur)
    for url in (aktenadresse(eine, "bild", stelle), aktenadresse(eine, "bild", stelle) + "?schmal"):
        antwort = client.get(url)
        assert antwort["Content-Type"] == "image/svg+xml" and b"<svg" in antwort.content
    assert client.get(aktenadresse(eine, "bild", 0)).status_code == 404
    assert client.get(aktenadresse(eine, "bild", 9999)).status_code == 404


def test_ohne_freigabe_entsteht_keine_weitergabe_und_die_seite_sagt_was_fehlt(angemeldet):
    eine = akte(art="auswertung", fassung="weitergabe")
    client = angemeldet("leitung")
    antwort = client.get(aktenadresse(eine))
    seite = antwort.content.decode()
    assert antwort.context["vorschau"] is None
    assert "Dieser Bericht entsteht noch nicht" in seite and "3.080" not in seite
    assert reverse("freigabe_liste") in seite
    assert client.post(aktenadresse(eine, "festschreiben")).status_code == 302
    assert not Festschreibung.objects.exists()
    assert client.get(aktenadresse(eine, "bild", 2)).status_code == 404


def test_eine_freigabe_die_nicht_reicht_steht_unter_bereit(angemeldet, person):
    von = {"beantragt_von": person("leitung"), "zustand": Zahlenfreigabe.Zustand.FREIGEGEBEN}
    von |= {"abweichung": {"zelle": [4, 1]}, "entschieden_am": timezone.now()}
    monate = {"von_monat": date(2023, 1, 1), "bis_monat": date(2024, 6, 1)}
    Zahlenfreigabe.objects.create(**monate, **von, basis=5, programm=1, inhaltssumme="0" * 64)
    punkte = angemeldet("leitung").get(aktenadresse(akte(art="auswertung", fassung="weitergabe"))).context["punkte"]
    (freigabe,) = [punkt for punkt in punkte if punkt.thema == "Geschützte Zahlen"]
    assert freigabe.wort == "bitte prüfen" and "gebraucht wird 01–09/2024" in freigabe.satz


def test_fehlender_monat_steht_unter_bereit(angemeldet):
    punkte = angemeldet("leitung").get(aktenadresse(akte(stichtag=date(2024, 10, 31)))).context["punkte"]
    saetze = {punkt.thema: punkt.satz for punkt in punkte}
    assert saetze["Zahlen gefördert"] == "Oktober 2024 fehlt; der Bericht sagt es."


def test_laufende_runde_steht_unter_bereit(angemeldet):
    heute = timezone.localdate()
    angaben = {"fachplan": Fachplan.objects.get(), "stichtag": heute, "frist": heute + timedelta(days=1)}
    runde_eroeffnen(bezeichnung="Herbst", massnahmen=Massnahme.objects.all(), von=None, **angaben)
    punkt = angemeldet("leitung").get(aktenadresse(akte(stichtag=heute))).context["punkte"][0]
    assert punkt.satz == "Die Runde „Herbst“ läuft noch: 0 von 49 Maßnahmen beantwortet."
    assert "runden" in punkt.adresse


def test_datei_bestellen_fuehrt_zum_auftrag(angemeldet):
    eine = akte()
    antwort = angemeldet("leitung").post(aktenadresse(eine, "datei"), {"format": "pdf"})
    auftrag = Berichtsauftrag.objects.get()
    assert antwort["Location"] == reverse("berichtsauftrag", args=[auftrag.pk])
    assert (auftrag.akte, auftrag.format, auftrag.festschreibung) == (eine, "pdf", None)


@pytest.mark.parametrize("daten", [{}, {"format": "exe"}])
def test_unbekanntes_format_ist_ein_satz(angemeldet, daten):
    eine, client = akte(), angemeldet("leitung")
    antwort = client.post(aktenadresse(eine, "datei"), daten, follow=True)
    assert antwort.redirect_chain == [(aktenadresse(eine), 302)]
    assert "gibt es nicht als" in antwort.content.decode()


def test_unbekannte_version_ist_404(angemeldet):
    client, eine = angemeldet("leitung"), akte()
    assert client.post(aktenadresse(eine, "datei"), {"format": "pdf", "version": "7"}).status_code == 404
    assert client.get(aktenadresse(eine, "version", 7)).status_code == 404


# --- Festschreiben ---------------------------------------------------------------------------------------------------


def test_festschreiben_zeigt_vorher_was_noch_nicht_fest_ist(angemeldet):
    seite = angemeldet("leitung").get(aktenadresse(akte(), "festschreiben")).content.decode()
    assert "Was daran noch nicht fest ist" in seite and "vorläufig" in seite
    assert "Version 1 festschreiben" in seite


def test_festgeschriebenes_zeigt_die_alten_angaben_bis_jemand_wieder_oeffnet(angemeldet):
    client, eine = angemeldet("leitung"), akte(art="massnahmen")
    assert client.post(aktenadresse(eine, "festschreiben"), follow=True).status_code == 200
    vorher = client.get(aktenadresse(eine)).content.decode().count("abgeschlossen")
    melde_abgeschlossen()
    fest = client.get(aktenadresse(eine))
    assert fest.content.decode().count("abgeschlossen") == vorher
    assert fest.context["geltend"].nummer == 1 and fest.context["punkte"] == []
    ohne_grund = client.post(aktenadresse(eine, "wieder_oeffnen"), {"grund": " "})
    assert ohne_grund.status_code == 422
    client.post(aktenadresse(eine, "wieder_oeffnen"), {"grund": "Sachstand nachgemeldet"})
    offen = client.get(aktenadresse(eine)).content.decode()
    assert offen.count("abgeschlossen") > vorher
    assert "Sachstand nachgemeldet" in offen
    version = client.get(aktenadresse(eine, "version", 1)).content.decode()
    assert version.count("abgeschlossen") == vorher
    assert client.get(aktenadresse(eine, "wieder_oeffnen")).status_code == 404


def test_zweimal_festschreiben_legt_eine_version_an(angemeldet):
    client, eine = angemeldet("leitung"), akte(art="massnahmen")
    client.post(aktenadresse(eine, "festschreiben"))
    antwort = client.post(aktenadresse(eine, "festschreiben"), follow=True)
    assert "schon festgeschrieben" in antwort.content.decode()
    assert Festschreibung.objects.count() == 1
    assert "schon festgeschrieben" in client.get(aktenadresse(eine, "festschreiben")).content.decode()


def test_beschaedigte_festschreibung_wird_nicht_gezeigt(angemeldet, person):
    eine = akte(art="massnahmen")
    festschreiben(eine, von=person("leitung"))
    with connection.cursor() as zeiger:
        zeiger.execute("UPDATE berichte_festschreibung SET inhaltssumme = 'falsch'")
    client = angemeldet("leitung")
    assert "beschädigt" in client.get(aktenadresse(eine)).content.decode()
    assert "beschädigt" in client.get(aktenadresse(eine, "version", 1)).content.decode()


def test_versionen_lassen_sich_vergleichen(angemeldet, person):
    leitung = person("leitung")
    frueher = festschreiben(akte(stichtag=date(2024, 6, 30)), von=leitung)
    eine = akte()
    erste = festschreiben(eine, von=leitung)
    wiederoeffnen(erste, grund="Grund", von=leitung)
    zweite = festschreiben(eine, von=leitung)
    seite = angemeldet("leitung").get(aktenadresse(eine)).content.decode()
    for alt, neu in ((erste, zweite), (frueher, zweite), (frueher, erste)):
        assert reverse("berichtsvergleich", args=[alt.pk, neu.pk]) in seite


def test_titel_nennt_gebiet_und_tag(cotta):
    assert bestand.titel(akte(art="planungsbereich", planungsbereich=cotta)).endswith("Cotta zum 30.09.2024")


@pytest.mark.parametrize("rolle", ["sachbearbeitung", "administration"])
def test_andere_rollen_kommen_nicht_an_berichte(angemeldet, rolle):
    client, eine = angemeldet(rolle), akte()
    for url in (LISTE, "/berichte/neu/", "/berichte/neu/zwischenbericht/", aktenadresse(eine)):
        assert client.get(url).status_code == 403


def test_ohne_anmeldung_geht_es_zur_anmeldung(client):
    assert client.get(LISTE)["Location"].startswith(reverse("anmelden"))


# --- Abfragen --------------------------------------------------------------------------------------------------------


def _abfragen(client, url: str) -> int:
    client.get(url)  # das erste Öffnen steht danach im Zugriffsbuch, das zweite nicht noch einmal
    with CaptureQueriesContext(connection) as abfragen:
        assert client.get(url).status_code == 200
    return len(abfragen)


def test_liste_und_akte_brauchen_gleich_viele_abfragen_wie_viel_auch_darin_steht(angemeldet, person):
    client, leitung, eine = angemeldet("leitung"), person("leitung"), akte(art="massnahmen")
    festschreiben(akte(art="massnahmen", stichtag=date(2024, 6, 30)), von=leitung)
    Botschaftsfassung.objects.create(akte=eine, schluessel="erste", von=leitung)
    liste, seite = _abfragen(client, LISTE), _abfragen(client, aktenadresse(eine))
    for tag in range(1, 9):
        weitere = akte(stichtag=date(2024, 1, tag), art="massnahmen")
        wiederoeffnen(festschreiben(weitere, von=leitung), grund="Grund", von=leitung)
    for nr in range(3):
        Botschaftsfassung.objects.create(akte=eine, schluessel=f"s{nr}", von=leitung)
    assert _abfragen(client, LISTE) == liste <= 8
    assert _abfragen(client, aktenadresse(eine)) == seite <= 40


def test_botschaft_braucht_eine_handvoll_abfragen(angemeldet):
    bericht = akte()
    assert _abfragen(angemeldet("leitung"), reverse("botschaft", args=[bericht.pk, "monate_seniora"])) <= 45
    assert _abfragen(angemeldet("leitung"), aktenadresse(bericht)) <= 50
