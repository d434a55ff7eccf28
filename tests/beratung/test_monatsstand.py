"""Vorläufig, geprüft, endgültig: wer es setzt, was gesperrt ist, wie es wieder aufgeht."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from beratung.fehler import Lieferungsfehler
from beratung.kalender import bestand, monatsstand
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.lieferungen import uebernahme
from beratung.lieferungen.uebernahme import annehmen, uebernehmen, zuruecknehmen
from beratung.models import Lieferung, Monatsstand
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Protokolleintrag

from .conftest import LEISTUNGSKOPF, SEPTEMBER, als_csv, faelle, lade, leistung, pruefe, wuerfel

pytestmark = pytest.mark.django_db
SENIORA = Quelle.SENIORA


def setze(zustand: Zustand, grund="", von=None) -> Monatsstand:
    return monatsstand.festlegen(quelle=SENIORA, monat=SEPTEMBER, zustand=zustand, grund=grund, von=von)


def stand() -> Zustand:
    return bestand.zustand(SENIORA, SEPTEMBER, "neuzugang")


@pytest.fixture
def gesperrt(person):
    """Eine übernommene Lieferung in einem endgültigen Monat."""
    lieferung = lade(faelle(3))
    setze(Zustand.ENDGUELTIG, von=person("leitung"))
    return lieferung


def test_ohne_eintrag_vorlaeufig_und_der_juengste_gilt():
    lade(faelle(3))
    assert stand() is Zustand.VORLAEUFIG
    setze(Zustand.GEPRUEFT)
    setze(Zustand.ENDGUELTIG)
    assert stand() is Zustand.ENDGUELTIG
    assert bestand.zustand(Quelle.FMG, SEPTEMBER, "neuzugang") is Zustand.FEHLT


def test_das_buch_wird_nur_ergaenzt():
    lade(faelle(3))
    zeile = setze(Zustand.GEPRUEFT)
    for versuch in (zeile.save, zeile.delete, Monatsstand.objects.all().delete):
        with pytest.raises(TypeError):
            versuch()


def test_nicht_gemeldetes_kann_nicht_fest_sein():
    with pytest.raises(Lieferungsfehler, match="gilt keine Lieferung"):
        setze(Zustand.GEPRUEFT)


def test_dasselbe_noch_einmal_und_nach_unten_ohne_grund_geht_nicht():
    lade(faelle(3))
    setze(Zustand.GEPRUEFT)
    with pytest.raises(Lieferungsfehler, match="schon geprüft"):
        setze(Zustand.GEPRUEFT)
    with pytest.raises(Lieferungsfehler, match="Grund"):
        setze(Zustand.VORLAEUFIG, grund="  ")


def test_gesperrter_monat_nimmt_nichts_an_und_sagt_wer_wann_und_wie_weiter(gesperrt):
    vorher = wuerfel()
    satz = (
        r"endgültig und gesperrt, gesetzt am \d\d\.\d\d\.\d{4} von Lothar Beispiel.*öffnen den Monat im Lieferkalender"
    )
    with pytest.raises(Lieferungsfehler, match=satz):
        uebernehmen(annehmen(pruefe(faelle(5)), von=None), von=None)
    with pytest.raises(Lieferungsfehler, match=satz):
        zuruecknehmen(gesperrt, von=None, grund="Irrtum")
    assert wuerfel() == vorher


def test_andere_quelle_und_anderer_monat_bleiben_offen(gesperrt):
    monatsstand.verlange_offen(Quelle.FMG, SEPTEMBER)
    monatsstand.verlange_offen(SENIORA, Monat(2025, 8))


def test_gesperrt_zwischen_ansehen_und_transaktion(monkeypatch):
    """Die Sperre kommt, nachdem die Übernahme schon begonnen hat: drinnen wird noch einmal gefragt."""
    alt = lade(faelle(3))
    vorschau = annehmen(pruefe(faelle(5)), von=None)
    sperren = uebernahme._sperren

    def sperren_und_inzwischen_endgueltig(nummer):
        ergebnis = sperren(nummer)
        setze(Zustand.ENDGUELTIG)
        return ergebnis

    monkeypatch.setattr(uebernahme, "_sperren", sperren_und_inzwischen_endgueltig)
    with pytest.raises(Lieferungsfehler, match="gesperrt"):
        uebernehmen(vorschau, von=None)
    alt.refresh_from_db()
    assert alt.status == "uebernommen"


def test_befehle_lehnen_mit_1_ab_und_schreiben_nichts(gesperrt, tmp_path):
    datei = tmp_path / "neu.csv"
    datei.write_bytes(faelle(5))
    anzahl = Lieferung.objects.count()
    with pytest.raises(CommandError, match="gesperrt") as fehler:
        call_command("lieferung_einlesen", str(datei), quelle="seniora", monat="2025-09", stdout=io.StringIO())
    assert fehler.value.returncode == 1 and Lieferung.objects.count() == anzahl
    with pytest.raises(CommandError, match="gesperrt") as fehler:
        call_command("lieferung_zuruecknehmen", str(gesperrt.pk), grund="Irrtum", stdout=io.StringIO())
    assert fehler.value.returncode == 1


def test_oeffnen_braucht_einen_grund_und_steht_im_protokoll(gesperrt, person):
    with pytest.raises(Lieferungsfehler, match="Grund"):
        setze(Zustand.VORLAEUFIG)
    setze(Zustand.VORLAEUFIG, grund="Nachmeldung eines Trägers", von=person("administration"))
    eintrag = Protokolleintrag.objects.filter(ereignis="monat_geoeffnet").latest("pk")
    assert (eintrag.benutzer, eintrag.angaben["grund"]) == ("administration", "Nachmeldung eines Trägers")
    zuruecknehmen(gesperrt, von=None, grund="Irrtum")
    assert wuerfel() == {}


def test_korrektur_macht_geprueftes_vorlaeufig_und_sagt_warum():
    lade(faelle(3))
    setze(Zustand.GEPRUEFT)
    neu = lade(faelle(5))
    zeile = monatsstand.geltender(SENIORA, SEPTEMBER)
    assert stand() is Zustand.VORLAEUFIG and zeile.lieferung == neu
    assert zeile.grund == f"Lieferung {neu.pk} ist übernommen. Geprüft waren die Zahlen davor."


def test_was_niemand_geprueft_hat_wird_auch_durch_ruecknahme_nicht_geprueft():
    """Geprüft war die erste. Danach kamen Fälle und Leistungen; ohne die Fälle gilt noch Ungeprüftes."""
    lade(faelle(3))
    setze(Zustand.GEPRUEFT)
    neue_faelle = lade(faelle(5))
    leistungen = lade(als_csv(LEISTUNGSKOPF, leistung(kennung="A")))
    zuruecknehmen(neue_faelle, von=None, grund="Irrtum")
    assert stand() is Zustand.VORLAEUFIG
    zuruecknehmen(leistungen, von=None, grund="Irrtum")
    assert stand() is Zustand.GEPRUEFT


def test_geprueft_mit_der_lieferung_ist_ohne_sie_wieder_vorlaeufig():
    lade(faelle(3))
    neu = lade(faelle(5))
    setze(Zustand.GEPRUEFT)
    zuruecknehmen(neu, von=None, grund="Irrtum")
    assert stand() is Zustand.VORLAEUFIG


# --- die Seite -------------------------------------------------------------------------------------------------------

ADRESSE = f"/beratung/kalender/seniora/{SEPTEMBER}/"


def test_seite_setzt_zeigt_verlauf_und_oeffnet_wieder(angemeldet):
    lade(faelle(3))
    administration, leitung = angemeldet("administration"), angemeldet("leitung")
    html = administration.post(ADRESSE, {"zustand": "geprueft"}, follow=True).content.decode()
    assert "Seniora.App September 2025 ist jetzt geprüft." in html
    assert leitung.post(ADRESSE, {"zustand": "endgueltig", "grund": "Bericht"}).status_code == 302
    html = administration.get(ADRESSE).content.decode()
    assert "Monat wieder öffnen" in html and "Lothar Beispiel" in html and "Bericht" in html
    antwort = administration.post(ADRESSE, {"zustand": "vorlaeufig", "grund": ""})
    assert antwort.status_code == 422 and "kurzen Satz" in antwort.content.decode()
    assert administration.post(ADRESSE, {"zustand": "vorlaeufig", "grund": "Nachmeldung"}).status_code == 302
    assert stand() is Zustand.VORLAEUFIG


def test_die_leitung_setzt_endgueltig_ohne_grund_und_sieht_was_sie_setzt(angemeldet):
    lade(faelle(3))
    leitung = angemeldet("leitung")
    html = leitung.get(ADRESSE).content.decode()
    assert "endgültig: Die Zahlen sind freigegeben" in html and 'type="hidden" name="zustand"' not in html
    assert "weniger fest" not in html
    assert leitung.post(ADRESSE, {"zustand": "endgueltig", "grund": ""}).status_code == 302
    assert stand() is Zustand.ENDGUELTIG


def test_leitung_setzt_nicht_geprueft(angemeldet):
    lade(faelle(3))
    assert angemeldet("leitung").post(ADRESSE, {"zustand": "geprueft"}).status_code == 422
    assert stand() is Zustand.VORLAEUFIG


def test_endgueltiges_wird_nur_zu_vorlaeufig(gesperrt, angemeldet):
    assert angemeldet("administration").post(ADRESSE, {"zustand": "geprueft", "grund": "x"}).status_code == 422


@pytest.mark.parametrize("adresse", ["/beratung/kalender/seniora/2025-13/", "/beratung/kalender/x/2025-09/"])
def test_was_es_nicht_gibt(angemeldet, adresse):
    assert angemeldet("administration").get(adresse).status_code == 404


def test_die_lieferung_sagt_dass_ihr_monat_gesperrt_ist(gesperrt, angemeldet):
    administration = angemeldet("administration")
    adresse = reverse("beratung:lieferung_detail", args=[gesperrt.pk])
    html = administration.get(adresse).content.decode()
    assert "Dieser Monat ist gesperrt" in html and "Monat wieder öffnen</a>" in html
    assert "Lieferung zurücknehmen</span>" not in html, "was nicht geht, bietet die Seite nicht an"
    ruecknahme = reverse("beratung:lieferung_zuruecknehmen", args=[gesperrt.pk])
    html = administration.post(ruecknahme, {"text": "Irrtum"}, follow=True).content.decode()
    assert "öffnen den Monat im Lieferkalender" in html and wuerfel()


# --- Mehrere Monate auf einmal ---------------------------------------------------------------------------------------

FAELLE_IM_AUGUST = faelle(2).replace(b"2025-09", b"2025-08")


def test_mehrere_monate_setzt_nur_gemeldete_die_weniger_fest_sind(angemeldet):
    lade(faelle(3))
    lade(FAELLE_IM_AUGUST, monat=SEPTEMBER - 1)
    monatsstand.festlegen(quelle=SENIORA, monat=SEPTEMBER - 1, zustand=Zustand.ENDGUELTIG, grund="", von=None)
    adresse = reverse("beratung:mehrere_monate")
    angaben = {"von": str(SEPTEMBER - 2), "bis": str(SEPTEMBER), "quellen": ["seniora", "fmg"], "zustand": "geprueft"}
    antwort = angemeldet("administration").post(adresse, angaben, follow=True)
    assert "1 Monatsstände sind jetzt geprüft" in antwort.content.decode()
    assert stand() is Zustand.GEPRUEFT
    assert bestand.zustand(SENIORA, SEPTEMBER - 1, "neuzugang") is Zustand.ENDGUELTIG


def test_mehrere_monate_ohne_einen_zu_setzenden_sagt_warum(angemeldet):
    adresse = reverse("beratung:mehrere_monate")
    angaben = {"von": str(SEPTEMBER - 2), "bis": str(SEPTEMBER), "quellen": ["seniora"], "zustand": "geprueft"}
    antwort = angemeldet("administration").post(adresse, angaben)
    assert antwort.status_code == 422
    assert "kein gemeldeter Monat zu setzen" in antwort.content.decode()
    verkehrt = angemeldet("administration").post(adresse, angaben | {"von": str(SEPTEMBER + 1)})
    assert "Tauschen Sie beide" in verkehrt.content.decode()


def test_die_leitung_setzt_auch_mehrere_nur_endgueltig(angemeldet):
    lade(faelle(3))
    angaben = {"von": str(SEPTEMBER - 2), "bis": str(SEPTEMBER), "quellen": ["seniora"], "zustand": "geprueft"}
    assert angemeldet("leitung").post(reverse("beratung:mehrere_monate"), angaben).status_code == 422
    angemeldet("leitung").post(reverse("beratung:mehrere_monate"), angaben | {"zustand": "endgueltig"})
    assert stand() is Zustand.ENDGUELTIG
