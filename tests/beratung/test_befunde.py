"""Entscheidungen über Befunde: einzeln, mit Grund, im nächsten Monat wiedererkannt, als Fußnote im Bericht."""

from datetime import date

import pytest
from django.urls import reverse

from beratung.fehler import Lieferungsfehler
from beratung.kern.zaehlung import Quelle
from beratung.lieferungen.uebernahme import annehmen, uebernehmen, verwerfen, zuruecknehmen
from beratung.models import Befundentscheidung
from beratung.pruefung import befunde, fussnoten
from beratung.pruefung.befunde import Urteil, entscheiden, lieferbefunde, offene
from berichte.arten.wunsch import Berichtswunsch
from berichte.arten.zwischenbericht import zwischenbericht
from berichte.zahlen import datensaetze
from berichte.zahlen.monatsentwicklung import GESAMTZAHL, monatsentwicklung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Protokolleintrag

from .conftest import FALL, FALLKOPF, SEPTEMBER, als_csv, faelle, lade, pruefe
from .regelfaelle import im_august

pytestmark = pytest.mark.django_db
AUGUST, OKTOBER = Monat(2025, 8), Monat(2025, 10)
GRUND = "Urlaub im ganzen Haus"


def mit_wetter(monat=SEPTEMBER):
    """Eine Vorschau mit genau einer Warnung, die jeden Monat dieselbe ist."""
    inhalt = als_csv([*FALLKOPF, "Wetter"], [*FALL, "x"]).replace(b"2025-09", str(monat).encode())
    return annehmen(pruefe(inhalt, monat=monat), von=None)


def mit_sprung():
    """Eine Vorschau für September mit Sprung der Stadt und der einen Stelle."""
    im_august(faelle(100))
    return annehmen(pruefe(faelle(30)), von=None)


def einzeln(lieferung, code):
    return next(e for e in lieferbefunde(lieferung) if e.befund.code == code)


def urteile(lieferung, urteil=Urteil.ECHT, **angaben):
    for eintrag in offene(lieferung):
        entscheiden(lieferung, eintrag.befund, urteil=urteil, begruendung=GRUND, von=None, **angaben)


def test_erst_wenn_jede_warnung_entschieden_ist_geht_es_ohne_gemeinsamen_grund():
    lieferung = mit_sprung()
    assert [e.befund.code for e in offene(lieferung)] == ["P52", "P60"]
    entscheiden(lieferung, einzeln(lieferung, "P52").befund, urteil=Urteil.ECHT, begruendung=GRUND, von=None)
    with pytest.raises(Lieferungsfehler, match="Begründen"):
        uebernehmen(lieferung, von=None)
    urteile(lieferung)
    assert uebernehmen(lieferung, von=None).begruendung == ""


def test_ein_grund_fuer_alle_bleibt_moeglich():
    assert uebernehmen(mit_sprung(), von=None, begruendung=GRUND).status == "uebernommen"


def test_wieder_oeffnen_ergaenzt_und_loescht_nichts():
    lieferung = mit_wetter()
    urteile(lieferung)
    assert offene(lieferung) == []
    entscheiden(lieferung, einzeln(lieferung, "P22").befund, urteil=Urteil.OFFEN, begruendung="", von=None)
    assert len(offene(lieferung)) == 1 and lieferung.entscheidungen.count() == 2
    with pytest.raises(TypeError, match="nur ergänzt"):
        lieferung.entscheidungen.first().delete()
    with pytest.raises(TypeError, match="nur ergänzt"):
        Befundentscheidung.objects.update(begruendung="anders")


def test_der_naechste_monat_erinnert_sich():
    august = mit_wetter(AUGUST)
    urteile(august)
    uebernehmen(august, von=None)
    eintrag = einzeln(mit_wetter(), "P22")
    assert eintrag.ist_offen and eintrag.frueher.begruendung == GRUND and not eintrag.gilt_weiter


def test_auch_kuenftig_gilt_bis_es_zurueckgenommen_wird():
    august = mit_wetter(AUGUST)
    urteile(august, gilt_kuenftig=True)
    september = mit_wetter()
    assert offene(september) == []
    entscheiden(september, einzeln(september, "P22").befund, urteil=Urteil.OFFEN, begruendung="", von=None)
    assert len(offene(september)) == 1, "hier wieder offen"
    assert len(offene(mit_wetter(OKTOBER))) == 1, "und von da an auch"
    assert offene(august) == [], "im August bleibt entschieden, was entschieden war"


def test_auch_die_berichtigte_lieferung_desselben_monats_erinnert_sich():
    erste = mit_wetter()
    urteile(erste)
    uebernehmen(erste, von=None)
    zweite = annehmen(pruefe(als_csv([*FALLKOPF, "Wetter"], [*FALL, "x"], [*FALL, "y"])), von=None)
    assert einzeln(zweite, "P22").frueher.begruendung == GRUND
    assert einzeln(erste, "P22").frueher is None


def test_eine_andere_quelle_und_ein_anderer_gegenstand_erinnern_sich_nicht():
    urteile(mit_wetter(AUGUST), gilt_kuenftig=True)
    anders = annehmen(pruefe(als_csv([*FALLKOPF, "Mond"], [*FALL, "x"])), von=None)
    assert len(offene(anders)) == 1
    zeile = [FALL[0], "k-cotta", *FALL[2:], "x"]
    fmg = annehmen(pruefe(als_csv([*FALLKOPF, "Wetter"], zeile), quelle=Quelle.FMG), von=None)
    assert len(offene(fmg)) == 1


def test_beobachtetes_bleibt_auf_der_liste_bis_neu_entschieden_ist(angemeldet):
    august = mit_wetter(AUGUST)
    urteile(august, Urteil.BEOBACHTEN)
    assert [e.lieferung for e in befunde.beobachtete()] == [august]
    assert GRUND in angemeldet("administration").get(reverse("beratung:befunde_beobachtet")).content.decode()
    urteile(mit_wetter())
    assert befunde.beobachtete() == []


def test_entscheidung_steht_im_protokoll(person):
    lieferung, administration = mit_wetter(), person("administration")
    befund = einzeln(lieferung, "P22").befund
    entscheiden(lieferung, befund, urteil=Urteil.KORRIGIERT, begruendung=GRUND, von=administration)
    eintrag = Protokolleintrag.objects.filter(ereignis="lieferbefund_entschieden").get()
    assert eintrag.benutzer == "administration" and eintrag.angaben["regel"] == "P22"


# --- Fußnoten --------------------------------------------------------------------------------------------------------


def bestaetigter_sprung():
    lieferung = mit_sprung()
    urteile(lieferung)
    return uebernehmen(lieferung, von=None)


def test_echtes_wird_fussnote_nur_in_seinem_ausschnitt():
    lieferung = bestaetigter_sprung()
    jahr = Zeitraum(Monat(2025, 1), Monat(2025, 12))
    saetze = fussnoten.fussnoten(jahr, Quelle.SENIORA, "neuzugang")
    assert saetze and all(GRUND in satz and satz.startswith("September 2025 (gefördert)") for satz in saetze)
    assert fussnoten.fussnoten(jahr, Quelle.FMG) == []
    assert fussnoten.fussnoten(jahr, Quelle.SENIORA, "beratung") == []
    assert fussnoten.fussnoten(Zeitraum(OKTOBER, OKTOBER)) == []
    zuruecknehmen(lieferung, von=None, grund="Irrtum")
    assert fussnoten.fussnoten(jahr) == [], "was nicht mehr gilt, hat keine Fußnote"


def test_beobachtetes_und_spaltenfragen_werden_keine_fussnote():
    wetter = mit_wetter(AUGUST)
    urteile(wetter)
    uebernehmen(wetter, von=None)
    sprung = annehmen(pruefe(faelle(30)), von=None)
    urteile(sprung, Urteil.BEOBACHTEN)
    uebernehmen(sprung, von=None)
    assert fussnoten.fussnoten(Zeitraum(AUGUST, SEPTEMBER)) == []


def test_fussnote_steht_unter_diagramm_und_tabelle_der_monatsentwicklung(angemeldet):
    bestaetigter_sprung()
    html = angemeldet("koordination").get(reverse("monatsentwicklung") + "?jahr=2025").content.decode()
    assert "Sprung gegenüber Vormonat und Vorjahr, geprüft und bestätigt. " + GRUND in html
    datensatz = datensaetze.gesamtzahlen_der_stadt(GESAMTZAHL.zaehleinheit, mit_fussnoten=True)
    gefoerdert, kommunal, zusammen = monatsentwicklung(datensatz, 2025).entwicklungen
    assert GRUND in str(gefoerdert.tabelle.herkunft.fussnoten) and GRUND in str(zusammen.tabelle.herkunft.fussnoten)
    assert GRUND not in str(kommunal.tabelle.herkunft.fussnoten)
    assert GRUND not in str(monatsentwicklung(datensatz, 2023).entwicklungen[0].tabelle.herkunft.fussnoten)


def test_fussnote_steht_im_zwischenbericht():
    bestaetigter_sprung()
    assert GRUND in str(zwischenbericht(Berichtswunsch(date(2025, 9, 30))))
    assert GRUND not in str(zwischenbericht(Berichtswunsch(date(2024, 9, 30))))


# --- Die Seite -------------------------------------------------------------------------------------------------------


def senden(client, lieferung, code="P22", **angaben):
    eintrag = einzeln(lieferung, code)
    daten = {f"b{eintrag.nummer}-{name}": wert for name, wert in angaben.items() if name != "wieder_oeffnen"}
    daten |= {"code": code, "gegenstand": eintrag.befund.gegenstand}
    daten |= {name: wert for name, wert in angaben.items() if name == "wieder_oeffnen"}
    return client.post(reverse("beratung:befund_entscheiden", args=[lieferung.pk]), daten, follow=True)


def test_entscheiden_auf_der_seite(administration):
    lieferung = mit_wetter()
    adresse = reverse("beratung:lieferung_detail", args=[lieferung.pk])
    assert "1 Zeile, 1 Warnung will eine Entscheidung" in administration.get(adresse).content.decode()
    antwort = senden(administration, lieferung, urteil="echt", begruendung="")
    assert antwort.status_code == 422 and "Schreiben Sie einen kurzen Satz." in antwort.content.decode()
    html = senden(administration, lieferung, urteil="echt", begruendung=GRUND).content.decode()
    assert "als echt bestätigt" in html and GRUND in html and "alle Warnungen sind entschieden" in html
    assert "Trotz Warnungen übernehmen" not in html
    html = senden(administration, lieferung, wieder_oeffnen="1").content.decode()
    assert "1 Warnung will eine Entscheidung" in html
    assert lieferung.entscheidungen.count() == 2


def test_im_naechsten_monat_steht_das_fruehere_urteil(administration):
    urteile(mit_wetter(AUGUST))
    html = administration.get(reverse("beratung:lieferung_detail", args=[mit_wetter().pk])).content.decode()
    assert f"August 2025: als echt bestätigt, „{GRUND}“" in html


def test_ueber_verworfenes_wird_nicht_mehr_entschieden(administration):
    lieferung = mit_wetter()
    verwerfen(lieferung, von=None)
    assert senden(administration, lieferung, urteil="echt", begruendung=GRUND).status_code == 404
    html = administration.get(reverse("beratung:lieferung_detail", args=[lieferung.pk])).content.decode()
    assert "Entscheidung speichern" not in html and "Gemeldete Zahl speichern" not in html


def test_ueber_hinweise_und_erfundenes_wird_nicht_entschieden(administration):
    lieferung = annehmen(pruefe(als_csv(FALLKOPF[:-1], FALL[:-1])), von=None)
    for code, gegenstand in (("P23", lieferung.befunde[0]["gegenstand"]), ("P52", "neuzugang///")):
        daten = {"code": code, "gegenstand": gegenstand}
        adresse = reverse("beratung:befund_entscheiden", args=[lieferung.pk])
        assert administration.post(adresse, daten).status_code == 404


def test_die_seite_braucht_gleich_viele_abfragen_fuer_viele_befunde(administration, django_assert_max_num_queries):
    spalten = [f"Wetter {n}" for n in range(15)]
    lieferung = annehmen(pruefe(als_csv([*FALLKOPF, *spalten], [*FALL, *["x"] * 15])), von=None)
    urteile(lieferung)
    with django_assert_max_num_queries(20):
        administration.get(reverse("beratung:lieferung_detail", args=[lieferung.pk]))


def test_alte_lieferungen_ohne_gegenstand_bleiben_lesbar(administration):
    lieferung = lade(faelle(3))
    lieferung.befunde = [{"code": "P57", "schwere": "warnung", "meldung": "Alt.", "anzahl": 1, "zeilen": []}]
    lieferung.save()
    assert "Alt." in administration.get(reverse("beratung:lieferung_detail", args=[lieferung.pk])).content.decode()
