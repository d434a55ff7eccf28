"""Freigaben: wer darf, was fehlt, zwei Personen, das Tor, Korrekturen."""

from datetime import date

import pytest
from django.db.models import F, Sum

from beratung.kern.zaehlung import Ebene, Quelle, Zaehleinheit
from beratung.models import Lieferung, Monatswert
from berichte.freigaben import ablauf, bekannte, pruefung
from berichte.freigaben import zellen as freigabezellen
from berichte.freigaben.ablauf import FreigabeVerweigert
from berichte.kern.schutz import runden
from berichte.models import BekannteZahl, Freigabegrundlage, Freigabewert, Zahlenfreigabe
from berichte.zahlen.geschuetzt import geltende_freigabe
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer, Protokolleintrag

from .freigabewelt import ZWEI_MONATE, erteilte, gerechnete, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geprueft")]
AUGUST = Zeitraum(Monat(2024, 8), Monat(2024, 8))
FREIGABE = Zahlenfreigabe.Zustand


def erfuellt(freigabe):
    """Ob die geschützten Zahlen jeder Zähleinheit von den Bereichen zur Stadt aufgehen."""
    werte = Freigabewert.objects.filter(freigabe=freigabe)
    je_ebene = {
        ebene: {
            tuple(zeile.values())[:-1]: zeile["summe"]
            for zeile in werte.filter(ebene=ebene)
            .values("monat", "quelle", "zaehleinheit", "merkmal", "auspraegung")
            .annotate(summe=Sum("anzahl"))
        }
        for ebene in (Ebene.STADT, Ebene.PLANUNGSBEREICH)
    }
    return je_ebene[Ebene.STADT] == je_ebene[Ebene.PLANUNGSBEREICH] != {}


# --- rechnen ---------------------------------------------------------------------------------------------------------


def test_gerechnet_ist_alles_gerundet_und_geht_auf(freigabe):
    assert freigabe.zustand == FREIGABE.BEANTRAGT
    assert not Freigabewert.objects.annotate(rest=F("anzahl") % 5).exclude(rest=0).exists()
    assert erfuellt(freigabe)
    p = freigabe.pruefung
    assert (p["exakt"], p["eng"], p["summenfehler"]) == (0, 0, 0) and p["zellen"] > 500
    assert freigabe.inhaltssumme == freigabezellen.gespeicherte_summe(freigabe)


def test_eine_gerundete_null_hat_keine_zeile_und_ist_von_einer_echten_nicht_zu_unterscheiden(freigabe):
    assert not Freigabewert.objects.filter(anzahl=0).exists()
    kleine = Freigabegrundlage.objects.filter(freigabe=freigabe, anzahl__lt=5).count()
    assert kleine > Freigabewert.objects.filter(freigabe=freigabe, ebene=Ebene.PLANUNGSBEREICH, anzahl=5).count()


def test_dieselben_zahlen_ergeben_dieselbe_pruefsumme(freigabe, nichts_offen):
    assert gerechnete().inhaltssumme == freigabe.inhaltssumme


def test_mit_basis_zehn_sind_es_vielfache_von_zehn(nichts_offen):
    zehner = gerechnete(AUGUST, basis=10)
    assert zehner.zustand == FREIGABE.BEANTRAGT
    assert not Freigabewert.objects.filter(freigabe=zehner).annotate(rest=F("anzahl") % 10).exclude(rest=0).exists()


def test_vorlaeufige_monate_werden_mit_quelle_genannt():
    with pytest.raises(FreigabeVerweigert) as grund:
        ablauf.beantragen(zeitraum=Zeitraum(Monat(2024, 6), Monat(2024, 9)), von=person("leitung"))
    assert list(grund.value.saetze) == [
        f"Juni bis Juli 2024 ({quelle.bezeichnung}) sind noch vorläufig. Setzen Sie die Zahlen im Lieferkalender auf "
        "geprüft oder endgültig."
        for quelle in (Quelle.FMG, Quelle.SENIORA)
    ]


def test_teilmonate_werden_genannt(nichts_offen):
    Lieferung.objects.filter(quelle=Quelle.FMG, monat=date(2024, 9, 1)).update(eingegangen_am=date(2024, 9, 20))
    with pytest.raises(
        FreigabeVerweigert, match=r"September 2024 \(kommunale Seniorenberatung\) ist kein ganzer Monat"
    ):
        ablauf.beantragen(zeitraum=ZWEI_MONATE, von=person("leitung"))


def test_ein_zeitraum_ohne_meldung_wird_abgelehnt():
    with pytest.raises(FreigabeVerweigert, match="nichts gemeldet"):
        ablauf.beantragen(zeitraum=Zeitraum(Monat(2031, 1), Monat(2031, 2)), von=person("leitung"))


def test_das_tor_laesst_eine_genaue_zahl_nicht_durch(nichts_offen, monkeypatch):
    """Eingebauter Fehler: Der Schutz gibt eine einzige kleine Zahl genau heraus."""
    echt = runden.schuetzen

    def undicht(genau, **angaben):
        ergebnis = echt(genau, **angaben)
        kleine = next(s for s, n in genau.items() if n == 3 and s.merkmal)
        ergebnis.werte[kleine] = 3
        return ergebnis

    monkeypatch.setattr(pruefung, "schuetzen", undicht)
    vorher = Freigabewert.objects.count()
    abgelehnt = gerechnete(AUGUST)
    assert abgelehnt.zustand == FREIGABE.NICHT_GESCHUETZT and not abgelehnt.ist_offen
    assert "Summen gehen nicht auf" in abgelehnt.grund or "genau auszurechnen" in abgelehnt.grund
    assert Freigabewert.objects.count() == vorher and not Freigabegrundlage.objects.filter(freigabe=abgelehnt).exists()
    with pytest.raises(FreigabeVerweigert, match="nicht zu schützen"):
        ablauf.erteilen(freigabe=abgelehnt, von=person("administration"))


def test_ein_teil_ueber_seinem_ganzen_wird_genannt(nichts_offen):
    teil = Monatswert.objects.filter(
        ebene=Ebene.PLANUNGSBEREICH, gebiet="cotta", merkmal="familienstand", monat=date(2024, 8, 1)
    )
    Monatswert.objects.filter(pk=teil.first().pk).update(anzahl=99_999)
    abgelehnt = gerechnete(AUGUST)
    assert abgelehnt.zustand == FREIGABE.NICHT_GESCHUETZT
    assert "amilienstand" in abgelehnt.grund


def test_ein_fehler_der_rechnung_blockiert_nicht(nichts_offen, monkeypatch, caplog):
    def kaputt(*args, **angaben):
        raise RuntimeError("mit Absicht")

    monkeypatch.setattr(pruefung, "schuetzen", kaputt)
    assert gerechnete(AUGUST).grund == ablauf.UNSER_FEHLER
    assert "mit Absicht" in caplog.text and ablauf.offene() is None


def test_halb_abgelegt_gibt_es_nicht(nichts_offen, monkeypatch, caplog):
    """Eingebauter Fehler: Mitten im Ablegen bricht es ab."""

    def abbruch(*args, **angaben):
        raise RuntimeError("mit Absicht")

    monkeypatch.setattr(freigabezellen, "grundlagen", abbruch)
    abgelehnt = gerechnete(AUGUST)
    assert abgelehnt.grund == ablauf.UNSER_FEHLER
    assert not Freigabewert.objects.filter(freigabe=abgelehnt).exists() and "mit Absicht" in caplog.text


# --- entscheiden -----------------------------------------------------------------------------------------------------


def test_nur_eine_offene_zugleich(freigabe):
    with pytest.raises(FreigabeVerweigert, match=f"Freigabe {freigabe.pk} ist noch offen"):
        ablauf.beantragen(zeitraum=AUGUST, von=person("leitung"))


@pytest.mark.parametrize("name", ["sachbearbeitung", "koordination", "administration"])
def test_wer_nicht_beantragen_darf(nichts_offen, name):
    with pytest.raises(FreigabeVerweigert, match="hat das Recht dazu nicht"):
        ablauf.beantragen(zeitraum=AUGUST, von=person(name))


@pytest.mark.parametrize("name", ["sachbearbeitung", "koordination"])
def test_wer_nicht_entscheiden_darf(freigabe, name):
    for tun in (ablauf.erteilen, lambda **wer: ablauf.verwerfen(grund="Grund", **wer)):
        with pytest.raises(FreigabeVerweigert, match="hat das Recht dazu nicht"):
            tun(freigabe=freigabe, von=person(name))
    assert geltende_freigabe() is None


def test_nie_dieselbe_person(freigabe):
    with pytest.raises(FreigabeVerweigert, match="zweite Person"):
        ablauf.erteilen(freigabe=freigabe, von=person("leitung"))
    andere = Benutzer.objects.create_user("andere", rolle="leitung")
    ablauf.erteilen(freigabe=freigabe, von=andere)
    assert geltende_freigabe() == freigabe.pk
    eintrag = Protokolleintrag.objects.filter(ereignis="freigabe_entschieden").first()
    assert (eintrag.benutzer, eintrag.angaben["ergebnis"]) == ("andere", "freigegeben")


def test_die_zweite_person_sieht_auf_ihrer_startseite_dass_etwas_wartet(freigabe, angemeldet):
    assert f"Freigabe {freigabe.pk}" in angemeldet("administration").get("/").text
    assert f"Freigabe {freigabe.pk}" not in angemeldet("leitung").get("/").text


def test_verworfenes_ist_weg_und_der_grund_bleibt(freigabe):
    with pytest.raises(FreigabeVerweigert, match="Grund"):
        ablauf.verwerfen(freigabe=freigabe, grund="  ", von=person("administration"))
    ablauf.verwerfen(freigabe=freigabe, grund="Pieschen stimmt nicht.", von=person("administration"))
    freigabe.refresh_from_db()
    assert (freigabe.zustand, freigabe.grund) == (FREIGABE.VERWORFEN, "Pieschen stimmt nicht.")
    assert not Freigabewert.objects.exists() and not Freigabegrundlage.objects.exists()
    with pytest.raises(FreigabeVerweigert, match="verworfen"):
        ablauf.erteilen(freigabe=freigabe, von=person("administration"))


def test_nach_der_pruefung_bekannt_gewordenes_verlangt_eine_neue(freigabe):
    bekannte.bekannt_machen(zaehleinheit=Zaehleinheit.BERATUNG, zeitraum=AUGUST, anzahl=7, fundstelle="Presse",
                             von=person("leitung"))  # fmt: skip
    with pytest.raises(FreigabeVerweigert, match="veröffentlichte Zahl dazugekommen"):
        ablauf.erteilen(freigabe=freigabe, von=person("administration"))


def test_veraenderte_zahlen_werden_nicht_erteilt(freigabe):
    Freigabewert.objects.filter(pk=Freigabewert.objects.first().pk).update(anzahl=F("anzahl") + 5)
    with pytest.raises(FreigabeVerweigert, match="nicht mehr die geprüften"):
        ablauf.erteilen(freigabe=freigabe, von=person("administration"))


def test_die_summen_der_folien_sind_bekannt():
    assert set(BekannteZahl.objects.values_list("quelle", "von_monat__year", "anzahl")) == {
        ("seniora", 2023, 2535), ("seniora", 2024, 3080), ("fmg", 2023, 1571), ("fmg", 2024, 1281),
    }  # fmt: skip


# --- spätere Freigaben -----------------------------------------------------------------------------------------------


def ein_fall_mehr(monat: date):
    """In Cotta ein Neuzugang mehr, bei der Stadt ebenso, in jeder Aufteilung."""
    cotta = Monatswert.objects.filter(
        monat=monat, quelle="fmg", zaehleinheit="neuzugang", ebene=Ebene.PLANUNGSBEREICH, gebiet="cotta"
    )
    kreuz = cotta.filter(merkmal="altersgruppe×geschlecht").order_by("-anzahl").first().auspraegung
    alter, geschlecht = kreuz.split("×")
    auspraegungen = {"": "", "altersgruppe×geschlecht": kreuz, "altersgruppe": alter, "geschlecht": geschlecht}
    for merkmal in ("migrationshintergrund", "familienstand", "fallherkunft"):
        auspraegungen[merkmal] = cotta.filter(merkmal=merkmal).order_by("-anzahl").first().auspraegung
    for merkmal, auspraegung in auspraegungen.items():
        zellen = Monatswert.objects.filter(monat=monat, quelle="fmg", zaehleinheit="neuzugang", merkmal=merkmal)
        zellen = zellen.filter(auspraegung=auspraegung, ebene__in=[Ebene.STADT, Ebene.PLANUNGSBEREICH])
        assert zellen.filter(gebiet__in=["", "cotta"]).update(anzahl=F("anzahl") + 1) == 2


def test_eine_korrektur_laesst_alles_uebrige_stehen(freigabe):
    ablauf.erteilen(freigabe=freigabe, von=person("administration"))
    davor = freigabezellen.freigabestand(freigabe).geschuetzt
    ein_fall_mehr(date(2024, 8, 1))
    zweite = erteilte(AUGUST)
    assert zweite.zeitraum == ZWEI_MONATE, "was freigegeben war, ist wieder dabei"
    danach = freigabezellen.freigabestand(zweite).geschuetzt
    anders = [s for s in davor if davor[s] != danach[s]]
    assert all(s.gebiet == "cotta" and s.monat == Monat(2024, 8) and s.quelle == "fmg" for s in anders)
    assert len(anders) <= 8
    assert (zweite.pruefung["exakt"], zweite.pruefung["eng"]) == (0, 0)
    assert geltende_freigabe() == zweite.pk
