"""Übernehmen, ersetzen, zurücknehmen: immer ganz oder gar nicht, und der Würfel stimmt mit den Zeilen überein."""

import pytest
from django.db import IntegrityError, transaction

from beratung.fehler import Lieferungsfehler
from beratung.kalender import bestand
from beratung.kern.zaehlen.zaehlen import zellen
from beratung.kern.zaehlung import Art, Quelle, Zustand
from beratung.lieferungen import uebernahme
from beratung.lieferungen.uebernahme import annehmen, uebernehmen, verwerfen, zuruecknehmen
from beratung.lieferungen.zaehlzeilen import gezaehlter_inhalt
from beratung.models import Lieferungsteil, Neuzugang
from beratung.stammdaten.nachschlagen import verzeichnis_laden
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Protokolleintrag

from .conftest import (
    FALL,
    FALLKOPF,
    LEISTUNGSKOPF,
    SEPTEMBER,
    als_csv,
    als_xlsx,
    codes,
    faelle,
    lade,
    leistung,
    pruefe,
    wuerfel,
)

pytestmark = pytest.mark.django_db


def test_pruefen_schreibt_nichts_und_angenommenes_gilt_noch_nicht():
    pruefung = pruefe(faelle(3))
    assert not Lieferungsteil.objects.filter(monat=SEPTEMBER.erster).exists()
    lieferung = annehmen(pruefung, von=None)
    assert wuerfel() == {} and bestand.summen(Quelle.SENIORA, SEPTEMBER) == {}
    assert lieferung.status == "geprueft" and not lieferung.teile.get().ist_gueltig


def test_uebernommen_wird_genau_das_gezeigte():
    lieferung = lade(faelle(3))
    assert wuerfel()["seniora", "stadt", "", "neuzugang", "", ""] == 3
    assert (
        wuerfel()["seniora", "planungsbereich", "cotta", "neuzugang", "altersgruppe×geschlecht", "80-84×weiblich"] == 3
    )
    assert wuerfel()["seniora", "stadtteil", "92", "neuzugang", "fallherkunft", "selbstmeldung"] == 3
    assert wuerfel()["seniora", "beratungsstelle", "s-cotta", "neuzugang", "", ""] == 3
    assert lieferung.teile.get().wartende_zellen is None
    assert Neuzugang.objects.get(teil__lieferung=lieferung).anzahl == 3


def test_planungsbereich_aus_stadtteil_sonst_aus_der_stelle_auswaertige_ohne():
    orte = [("07", "s-cotta"), ("", "s-cotta"), ("auswärtig", "s-cotta")]
    lade(als_csv(["Monat", "Beratungsstelle", "Stadtteil"], *[["2025-09", stelle, teil] for teil, stelle in orte]))
    bereiche = {k[2]: v for k, v in wuerfel().items() if k[1] == "planungsbereich" and not k[4]}
    assert bereiche == {"altstadt": 1, "cotta": 1, "auswaertig": 1}


def test_jede_ebene_und_jede_aufteilung_ergibt_die_gesamtzahl():
    lade(als_csv(FALLKOPF, FALL, [*FALL[:2], "", "", *FALL[4:]], [*FALL[:2], "auswärtig", "70", "m", *FALL[5:]]))
    summen: dict = {}
    for (_, ebene, _, einheit, merkmal, _), anzahl in wuerfel().items():
        summen[ebene, einheit, merkmal] = summen.get((ebene, einheit, merkmal), 0) + anzahl
    assert set(summen.values()) == {3}


def test_null_ist_nicht_dasselbe_wie_fehlt():
    lade(als_csv(LEISTUNGSKOPF, leistung()))
    assert wuerfel()["seniora", "stadt", "", "krisenintervention", "", ""] == 0
    assert ("seniora", "stadt", "", "neuzugang", "", "") not in wuerfel()
    assert bestand.zustand(Quelle.SENIORA, SEPTEMBER, "krisenintervention") is Zustand.VORLAEUFIG
    assert bestand.zustand(Quelle.SENIORA, SEPTEMBER, "neuzugang") is Zustand.FEHLT


def test_leistungen_mit_anzahl_unterfeld_und_haeufigkeit():
    lade(
        als_csv(
            LEISTUNGSKOPF,
            leistung("Information/Zuständigkeitsprüfung", feld="", kennung="B"),
            leistung(anzahl="3", kennung="A"),
            leistung("Krisenintervention", kennung="A"),
            leistung(feld="Wohnen im Alter", kennung="B", stadtteil=""),
            leistung(kennung="A", stelle="s-gorbitz", stadtteil="95"),
        )
    )
    w = wuerfel()
    assert [w["seniora", "stadt", "", e, "", ""] for e in ("information", "beratung", "krisenintervention")] == [
        1,
        5,
        1,
    ]
    assert w["seniora", "stadt", "", "beratung", "beratungsfeld", "wohnen"] == 1
    assert w["seniora", "stadt", "", "beratung", "hauptberatungsfeld", "sonstige"] == 1
    # Dieselbe Kennung bei zwei Stellen sind zwei Fälle; Informationen zählen nicht mit.
    assert w["seniora", "stadt", "", "fall", "", ""] == 3
    assert w["seniora", "stadt", "", "fall", "haeufigkeit", "4-9"] == 1
    assert w["seniora", "stadt", "", "fall", "haeufigkeit", "1"] == 2


def test_fallkennung_bleibt_nirgends():
    pruefung = pruefe(als_csv(LEISTUNGSKOPF, leistung(kennung="GEHEIM-1")))
    lieferung = annehmen(pruefung, von=None)
    assert "GEHEIM" not in str(pruefung) + str(gezaehlter_inhalt(lieferung.teile.get())) + str(lieferung.befunde)


def test_beratung_ohne_feld_ist_ein_fehler():
    assert codes(pruefe(als_csv(LEISTUNGSKOPF, leistung(feld="")))) == ["P11"]


@pytest.mark.parametrize(("anzahl", "code"), [("0", "P10"), ("-1", "P10"), ("3,5", "P10"), ("viel", "P10")])
def test_unmoegliche_anzahl(anzahl, code):
    assert code in codes(pruefe(als_csv(LEISTUNGSKOPF, leistung(anzahl=anzahl))))


def test_anzahl_mit_tausenderpunkt():
    assert pruefe(als_csv(LEISTUNGSKOPF, leistung(anzahl="1.234"))).summen["beratung"] == 1234


def test_dieselbe_datei_noch_einmal_ist_unveraendert_auch_anders_sortiert():
    andere = [*FALL[:3], "61", *FALL[4:]]
    erste = lade(als_csv(FALLKOPF, FALL, andere))
    assert pruefe(als_csv(FALLKOPF, FALL, andere)).unveraendert_zu == erste
    assert pruefe(als_csv(FALLKOPF, andere, FALL), dateiname="neu.csv").unveraendert_zu == erste
    assert pruefe(als_csv(FALLKOPF, andere, FALL, FALL)).unveraendert_zu is None


def test_berichtigte_datei_ersetzt_den_monat_und_die_alte_bleibt_stehen():
    alt, neu = lade(faelle(3)), lade(faelle(5))
    alt.refresh_from_db()
    assert (alt.status, neu.status) == ("ersetzt", "uebernommen")
    assert wuerfel()["seniora", "stadt", "", "neuzugang", "", ""] == 5
    assert Neuzugang.objects.filter(teil__lieferung=alt).exists()


def test_ruecknahme_stellt_den_frueheren_stand_genau_her():
    alt = lade(faelle(3))
    vorher = wuerfel()
    neu = lade(faelle(5))
    zuruecknehmen(neu, von=None, grund="Irrtum")
    alt.refresh_from_db()
    assert alt.status == "uebernommen" and wuerfel() == vorher
    zuruecknehmen(alt, von=None, grund="auch falsch")
    assert wuerfel() == {}


def test_ersetztes_laesst_sich_nicht_vor_dem_neueren_zuruecknehmen():
    alt, neu = lade(faelle(3)), lade(faelle(5))
    with pytest.raises(Lieferungsfehler, match=f"durch Lieferung {neu.pk} ersetzt"):
        zuruecknehmen(alt, von=None, grund="Irrtum")


def test_ruecknahme_braucht_einen_grund_und_geht_nur_einmal():
    lieferung = lade(faelle(3))
    with pytest.raises(Lieferungsfehler, match="Grund"):
        zuruecknehmen(lieferung, von=None, grund=" ")
    zuruecknehmen(lieferung, von=None, grund="Irrtum")
    with pytest.raises(Lieferungsfehler, match="nichts zurückzunehmen"):
        zuruecknehmen(lieferung, von=None, grund="Irrtum")


def test_nur_die_gelieferte_art_wird_ersetzt():
    beide = lade(als_xlsx(Fälle=[FALLKOPF, FALL], Leistungen=[LEISTUNGSKOPF, leistung()]))
    neu = lade(faelle(4))
    beide.refresh_from_db()
    assert beide.status == "uebernommen"
    assert wuerfel()["seniora", "stadt", "", "neuzugang", "", ""] == 4
    assert wuerfel()["seniora", "stadt", "", "beratung", "", ""] == 1
    zuruecknehmen(neu, von=None, grund="Irrtum")
    assert wuerfel()["seniora", "stadt", "", "neuzugang", "", ""] == 1


def test_zweites_uebernehmen_aendert_nichts():
    lieferung = annehmen(pruefe(faelle(3)), von=None)
    uebernehmen(lieferung, von=None)
    with pytest.raises(Lieferungsfehler, match="schon übernommen"):
        uebernehmen(lieferung, von=None)
    assert wuerfel()["seniora", "stadt", "", "neuzugang", "", ""] == 3


def test_was_nicht_gezeigt_wurde_wird_nicht_ersetzt():
    gezeigt = annehmen(pruefe(faelle(3)), von=None)
    stand = uebernahme.geltender_stand(gezeigt)
    lade(faelle(5))
    with pytest.raises(Lieferungsfehler, match="Inzwischen gilt"):
        uebernehmen(gezeigt, von=None, gezeigter_stand=stand)
    assert wuerfel()["seniora", "stadt", "", "neuzugang", "", ""] == 5
    uebernehmen(gezeigt, von=None, gezeigter_stand=uebernahme.geltender_stand(gezeigt))
    assert wuerfel()["seniora", "stadt", "", "neuzugang", "", ""] == 3


def test_verworfenes_ist_weg_und_laesst_sich_nicht_uebernehmen():
    lieferung = annehmen(pruefe(faelle(3)), von=None)
    verwerfen(lieferung, von=None)
    with pytest.raises(Lieferungsfehler, match="verworfen"):
        uebernehmen(lieferung, von=None)
    assert lieferung.teile.get().wartende_zellen is None
    assert not Neuzugang.objects.filter(teil__lieferung=lieferung).exists()


def test_warnungen_brauchen_eine_begruendung():
    lieferung = annehmen(pruefe(als_csv([*FALLKOPF, "Wetter"], [*FALL, "x"])), von=None)
    with pytest.raises(Lieferungsfehler, match="Begründen"):
        uebernehmen(lieferung, von=None, begruendung="  ")
    assert uebernehmen(lieferung, von=None, begruendung="Spalte ist neu").begruendung == "Spalte ist neu"


def test_fehlerhaftes_laesst_sich_nicht_annehmen():
    with pytest.raises(Lieferungsfehler):
        annehmen(pruefe(b""), von=None)


def test_absturz_mitten_im_uebernehmen_hinterlaesst_nichts(monkeypatch):
    alt = lade(faelle(3))
    lieferung = annehmen(pruefe(faelle(5)), von=None)
    vorher, zeilen = wuerfel(), Neuzugang.objects.count()

    def stuerzt_ab(*args):
        raise RuntimeError("Strom weg")

    monkeypatch.setattr(uebernahme, "schreibe_wuerfel", stuerzt_ab)
    with pytest.raises(RuntimeError):
        uebernehmen(lieferung, von=None)
    alt.refresh_from_db()
    lieferung.refresh_from_db()
    assert (alt.status, lieferung.status) == ("uebernommen", "geprueft")
    assert wuerfel() == vorher and Neuzugang.objects.count() == zeilen


def test_die_datenbank_laesst_keine_zwei_geltenden_teile_zu():
    teil = lade(faelle(3)).teile.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lieferungsteil.objects.create(
            lieferung=teil.lieferung, quelle=teil.quelle, monat=teil.monat, art=teil.art, ist_gueltig=True
        )


def test_wuerfel_laesst_sich_aus_den_zeilen_nachrechnen():
    lade(als_xlsx(Fälle=[FALLKOPF, FALL], Leistungen=[LEISTUNGSKOPF, leistung(kennung="A")]))
    for teil in Lieferungsteil.objects.filter(monat=SEPTEMBER.erster, ist_gueltig=True):
        soll = zellen(Art(teil.art), gezaehlter_inhalt(teil), verzeichnis_laden(SEPTEMBER))
        ist = teil.monatswerte.values_list("ebene", "gebiet", "zaehleinheit", "merkmal", "auspraegung", "anzahl")
        assert {tuple(zelle[:-1]): zelle[-1] for zelle in ist} == dict(soll)


def test_jeder_vorgang_steht_im_protokoll(person):
    administration = person("administration")
    lieferung = uebernehmen(annehmen(pruefe(faelle(3)), von=administration), von=administration)
    zuruecknehmen(lieferung, von=administration, grund="Irrtum")
    eintraege = Protokolleintrag.objects.filter(angaben__lieferung=lieferung.pk).order_by("pk")
    assert [e.ereignis for e in eintraege] == [
        "lieferung_geprueft",
        "lieferung_uebernommen",
        "lieferung_zurueckgenommen",
    ]
    assert {e.benutzer for e in eintraege} == {"administration"}


# --- Zusammenhang ----------------------------------------------------------------------------------------------------


def test_hoher_anteil_unbekannt_ist_eine_warnung():
    ohne = [*FALL[:3], "", *FALL[4:]]
    assert codes(pruefe(als_csv(FALLKOPF, *[FALL] * 80, *[ohne] * 20))) == []
    assert codes(pruefe(als_csv(FALLKOPF, *[FALL] * 79, *[ohne] * 21))) == ["P53"]


def test_zukunft_laufender_monat_und_vorzeit():
    def faelle_im(monat):
        return als_csv(FALLKOPF, [monat, *FALL[1:]])

    assert codes(pruefe(faelle_im("2026-01"), monat=Monat(2026, 1))) == ["P54"]
    assert codes(pruefe(faelle_im("2025-12"), monat=Monat(2025, 12))) == ["P57"]
    assert codes(pruefe(faelle_im("2014-12"), monat=Monat(2014, 12))) == ["P55"]


# --- Bestand ---------------------------------------------------------------------------------------------------------


def test_bestand_kennt_luecken_und_den_stand():
    lade(faelle(3))
    stand = bestand.stand_der_daten()
    assert stand.letzter_monat == SEPTEMBER and stand.ist_beispiel
    fehlend = bestand.fehlende_monate(SEPTEMBER)
    assert (Quelle.SENIORA, Monat(2025, 8)) in fehlend and (Quelle.SENIORA, SEPTEMBER) not in fehlend
    assert fehlend[0] == (Quelle.FMG, SEPTEMBER) and (Quelle.FMG, Monat(2024, 9)) not in fehlend
