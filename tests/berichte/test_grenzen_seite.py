"""Gebietsgrenzen im Browser laden: prüfen, ansehen, speichern, zurücknehmen; und die Karte mit und ohne sie."""

import gzip
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree

from beratung.kern.stammdaten.grenzen import flaechen_lesen
from beratung.models import Grenzstand, Stadtteil
from beratung.stammdaten import grenzen
from berichte.ausgabe.bilder import grenzbild, kachelbild
from berichte.kern.abbildungen.kachelkarte import KACHELN, Kachelkarte
from berichte.kern.tabelle import Zeichen
from dresden_senioren.models import Protokolleintrag
from tests.beratung.grenzdatei import features, geojson
from tests.massnahmen.seitentext import text

from . import muster

pytestmark = pytest.mark.django_db
SEITE, STADT = reverse("grenzen"), "/auswertung/stadt/?von=2024-01&bis=2024-09"
STAND = "Erfundene Grenzen, 1. Januar 2026"
HOECHSTENS_BYTES, HOECHSTENS_WEGE = 30_000, 12_000


def laden(client, inhalt: bytes | None = None, name="grenzen.geojson", **daten):
    datei = SimpleUploadedFile(name, geojson() if inhalt is None else inhalt)
    return client.post(SEITE, {"stand": STAND, "datei": datei} | daten)


def geladen() -> Grenzstand:
    flaechen = flaechen_lesen(geojson(), grenzen.gebiete())
    return grenzen.speichern(flaechen=flaechen, stand=STAND, dateiname="g.geojson", sha256="0" * 64, von=None)


def test_erst_ansehen_dann_speichern_dann_zuruecknehmen(angemeldet):
    client = angemeldet("administration")
    assert "Mit Kacheln: Grenzen liegen der Anwendung nicht bei." in text(client.get(SEITE))
    vorschau = laden(client)
    assert vorschau.status_code == 200 and "So sähe die Karte aus" in text(vorschau)
    assert vorschau.content.count(b"<path d=") == 2 * len(KACHELN)
    assert not Grenzstand.objects.exists()
    antwort = client.post(SEITE, {"geprueft": vorschau.context["geprueft"]}, follow=True)
    stand = Grenzstand.objects.get()
    assert (stand.stand, stand.dateiname, len(stand.sha256)) == (STAND, "grenzen.geojson", 64)
    assert stand.von.username == "administration"
    assert STAND in text(antwort) and b"<path d=" in antwort.content
    eintrag = Protokolleintrag.objects.latest("pk")
    assert (eintrag.ereignis, eintrag.gegenstand) == ("grenzen_geladen", "grenzen.geojson")
    assert "Mustermann" not in str(stand.flaechen) + str(eintrag.angaben)

    client.post(reverse("grenzen_zuruecknehmen"))
    client.post(reverse("grenzen_zuruecknehmen"))  # noch einmal: es gibt nichts zurückzunehmen
    assert [zeile.stand for zeile in Grenzstand.objects.all()] == ["", STAND]
    assert grenzen.geltender_stand() is None
    seite = client.get(SEITE)
    assert b"<path d=" not in seite.content and "grenzen.geojson" in text(seite)
    assert Protokolleintrag.objects.latest("pk").gegenstand == "zurückgenommen: wieder Kacheln"


def test_ein_frueherer_stand_gilt_ohne_seine_datei_wieder(angemeldet):
    client, frueherer = angemeldet("administration"), Grenzstand.objects.get(pk=geladen().pk)
    grenzen.zuruecknehmen(von=None)
    assert "Wieder zeichnen" in text(client.get(SEITE))
    for _ in range(2):  # noch einmal: er gilt schon
        client.post(reverse("grenzen_wieder", args=[frueherer.pk]))
    geltender = grenzen.geltender_stand()
    assert (geltender.flaechen, geltender.stand) == (frueherer.flaechen, STAND) and geltender.pk != frueherer.pk
    assert Grenzstand.objects.count() == 3 and Protokolleintrag.objects.latest("pk").angaben["wieder"]
    assert "Wieder zeichnen" not in text(client.get(SEITE))
    kacheln = Grenzstand.objects.get(dateiname="")
    assert client.post(reverse("grenzen_wieder", args=[kacheln.pk])).status_code == 404


def test_fehler_stehen_am_feld_und_nichts_ist_gespeichert(angemeldet):
    client = angemeldet("administration")
    namen = ["Altstatt", *(f["properties"]["name"] for f in features()[1:])]
    antwort = laden(client, geojson(features(namen=namen)))
    assert antwort.status_code == 422
    assert "Gebiet Nr. 1 der Datei heißt „Altstatt“" in text(antwort) and "Es fehlt Cossebaude." in text(antwort)
    assert "größer als 5 MB" in text(laden(client, geojson() + b" " * 5_000_001))
    ohne = client.post(SEITE, {})
    assert "Wählen Sie die Datei" in text(ohne) and "woher die Grenzen kommen" in text(ohne)
    boese = laden(client, geojson(features(namen=["<script>alert(1)</script>"] * 19)))
    assert b"<script>alert" not in boese.content
    assert not Grenzstand.objects.exists()


def test_gespeichert_wird_nur_was_dieselbe_person_gesehen_hat(angemeldet):
    geprueft = laden(angemeldet("administration")).context["geprueft"]
    client = angemeldet("administration")
    for falsch in (geprueft[:-3] + "abc", "", "quatsch"):
        antwort = client.post(SEITE, {"geprueft": falsch})
        assert antwort.status_code == 422 and "Diese Vorschau gilt nicht mehr" in text(antwort)
    assert angemeldet("leitung").post(SEITE, {"geprueft": geprueft}).status_code == 403
    assert not Grenzstand.objects.exists()


def test_dieselben_zahlen_stufen_und_worte_wie_auf_kacheln(angemeldet):
    client = angemeldet("leitung")
    kacheln = next(a for a in client.get(STADT).context["abschnitte"] if a["abbildung"].schluessel == "kacheln")
    geladen()
    seite = client.get(STADT)
    mit_grenzen = next(a for a in seite.context["abschnitte"] if a["abbildung"].schluessel == "kacheln")
    alt, neu = kacheln["abbildung"].karte, mit_grenzen["abbildung"].karte
    assert (alt.werte, alt.klassen, alt.titel, alt.legende) == (neu.werte, neu.klassen, neu.titel, neu.legende)
    assert kacheln["abbildung"].tabelle.zeilen == mit_grenzen["abbildung"].tabelle.zeilen
    assert f"Grenzen vereinfacht gezeichnet: {STAND}." in text(seite)
    assert "Kacheln statt Grenzen" not in text(seite) and "Kacheln statt Grenzen" in " ".join(alt.darunter)
    assert alt.beschreibung.split(titel := alt.titel)[1] == neu.beschreibung.split(titel)[1]


@pytest.mark.parametrize("mass", [grenzbild.BREIT, grenzbild.SCHMAL], ids=["breit", "schmal"])
def test_jede_flaeche_traegt_namen_zahl_und_buchstaben(mass):
    flaechen = tuple(flaechen_lesen(geojson(), [kachel.gebiet for kachel in KACHELN]))
    werte = {kachel.gebiet: 7 * nr for nr, kachel in enumerate(KACHELN)} | {"Pieschen": Zeichen.GEHEIM}
    karte = Kachelkarte("T", "B", werte, muster.HERKUNFT, "Neuzugänge", grenzen=flaechen)
    baum = etree.fromstring(grenzbild.svg(karte, mass).encode())
    wege, *schilder = baum[: 1 + len(KACHELN)]
    assert len(wege) == len(KACHELN)
    assert [weg.get("stroke-dasharray") is not None for weg in wege] == [False] * 14 + [True]
    geschrieben = {"".join(teil.text for teil in list(s)[:-1]).replace(" ", ""): s[-1].text for s in schilder}
    for kachel in KACHELN:
        klasse = karte.klasse(kachel)
        buchstabe = "" if klasse is None else f" {karte.klassen[klasse].buchstabe}"
        assert geschrieben[kachel.name.replace(" ", "")] == karte.text(karte.wert(kachel)) + buchstabe
    breite, hoehe = (float(baum.get(seite)) for seite in ("width", "height"))
    for schild in baum.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(schild.get("x")) <= breite and 0 < float(schild.get("y")) <= hoehe


def test_die_seite_bleibt_klein(angemeldet):
    geladen()
    seite = angemeldet("leitung").get(STADT)
    assert len(gzip.compress(seite.content)) <= HOECHSTENS_BYTES
    assert sum(map(len, re.findall(r' d="[^"]+"', seite.content.decode()))) <= HOECHSTENS_WEGE


def test_das_bild_allein_zeichnet_auch_grenzen(angemeldet):
    geladen()
    antwort = angemeldet("leitung").get("/auswertung/stadt/abbildung/kacheln.svg?schmal&von=2024-01&bis=2024-09")
    assert antwort.status_code == 200 and antwort.content.count(b"<path d=") == len(KACHELN)


def test_andere_gebiete_als_damals_zeichnen_kacheln(angemeldet):
    geladen()
    Grenzstand.objects.create(flaechen=Grenzstand.objects.first().flaechen[1:], stand="unvollständig")
    karte = angemeldet("administration").get(SEITE).context["karte"]
    assert karte.grenzen == () and "<rect" in kachelbild.svg(karte)


def test_vorschau_zeigt_keine_zahlen_der_beratung(angemeldet):
    karte = laden(angemeldet("administration")).context["neue"]
    assert sum(karte.werte.values()) == Stadtteil.objects.count()
