"""Freigaben ohne Browser: der Arbeiter im Hintergrund und die Befehle."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from beratung.kern.zaehlung import Ebene
from berichte.freigaben import ablauf
from berichte.models import Freigabegrundlage, Freigabewert, Zahlenfreigabe
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.zustand import pruefungen
from dresden_senioren.zustand.pruefungen import Urteil

from .freigabewelt import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geprueft")]
AUGUST = Zeitraum(Monat(2024, 8), Monat(2024, 8))
FREIGABE = Zahlenfreigabe.Zustand


# --- Arbeiter --------------------------------------------------------------------------------------------------------


def test_der_arbeiter_rechnet_und_endet(nichts_offen):
    neu = ablauf.beantragen(zeitraum=AUGUST, von=person("leitung"))
    ausgabe = StringIO()
    call_command("freigaben_rechnen", stdout=ausgabe)
    neu.refresh_from_db()
    assert neu.zustand == FREIGABE.BEANTRAGT and "wartet auf die zweite Person" in ausgabe.getvalue()
    call_command("freigaben_rechnen", stdout=ausgabe)
    assert "Nichts zu rechnen" in ausgabe.getvalue()


def test_ein_toter_arbeiter_wird_abgeloest_ein_lebender_nicht(nichts_offen):
    neu = ablauf.beantragen(zeitraum=AUGUST, von=person("leitung"))
    assert ablauf.naechste_beanspruchen() == neu
    assert ablauf.naechste_beanspruchen() is None, "an ihr wird gerechnet"
    Zahlenfreigabe.objects.filter(pk=neu.pk).update(lebenszeichen=timezone.now() - timedelta(minutes=3))
    neu.refresh_from_db()
    assert ablauf.ist_liegengeblieben(neu)
    assert ablauf.naechste_beanspruchen() == neu


def test_was_waehrend_der_rechnung_verworfen_wird_bleibt_verworfen(nichts_offen):
    neu = ablauf.beantragen(zeitraum=AUGUST, von=person("leitung"))
    in_arbeit = ablauf.naechste_beanspruchen()
    ablauf.verwerfen(freigabe=neu, grund="doch nicht", von=person("leitung"))
    ablauf.rechnen(in_arbeit)
    assert in_arbeit.zustand == FREIGABE.VERWORFEN
    assert not Freigabewert.objects.filter(freigabe=neu).exists()


# --- Befehle ---------------------------------------------------------------------------------------------------------


def befehl(*angaben):
    ausgabe = StringIO()
    call_command(*angaben, stdout=ausgabe, stderr=StringIO())
    return ausgabe.getvalue()


def test_der_ganze_weg_auf_der_befehlszeile(nichts_offen):
    zeitraum = ("--von", "2024-08", "--bis", "2024-08")
    beantragt = json.loads(befehl("freigabe", "beantragen", *zeitraum, "--benutzer", "leitung", "--json"))
    assert beantragt["zustand"] == "beantragt" and beantragt["pruefung"]["exakt"] == 0
    nummer = str(beantragt["nummer"])
    with pytest.raises(CommandError, match="zweite Person") as grund:
        befehl("freigabe", "erteilen", nummer, "--benutzer", "leitung")
    assert grund.value.returncode == 1
    assert "freigegeben" in befehl("freigabe", "erteilen", nummer, "--benutzer", "administration")
    alle = json.loads(befehl("freigabe", "liste", "--json"))["freigaben"]
    assert [zeile["zustand"] for zeile in alle] == ["freigegeben", "verworfen"]


@pytest.mark.parametrize(
    "angaben",
    [
        ("beantragen", "--von", "2024-8", "--bis", "2024-08", "--benutzer", "leitung"),
        ("beantragen", "--von", "2024-08", "--bis", "2024-08", "--benutzer", "niemand"),
        ("erteilen", "999999", "--benutzer", "administration"),
    ],
)
def test_falsch_aufgerufen(angaben):
    with pytest.raises(CommandError) as fehler:
        befehl("freigabe", *angaben)
    assert fehler.value.returncode == 2


def test_der_pruefbefehl_ist_zufrieden_und_bemerkt_eine_untergeschobene_genaue_zahl(freigabe):
    ablauf.erteilen(freigabe=freigabe, von=person("administration"))
    ergebnis = json.loads(befehl("geheimhaltung_pruefen", "--alle-freigaben", "--json"))
    assert (ergebnis["exakt"], ergebnis["eng"], ergebnis["summenfehler"]) == (0, 0, 0)
    assert ergebnis["zellen"] > 500 and ergebnis["kontrolle_naiv_exakt"] > 0
    genau = Freigabegrundlage.objects.filter(freigabe=freigabe, anzahl=7).exclude(merkmal="").first()
    spalten = ("monat", "quelle", "gebiet", "zaehleinheit", "merkmal", "auspraegung")
    zelle = {spalte: getattr(genau, spalte) for spalte in spalten}
    assert Freigabewert.objects.filter(freigabe=freigabe, ebene=Ebene.PLANUNGSBEREICH, **zelle).update(anzahl=7) == 1
    with pytest.raises(CommandError) as fehler:
        befehl("geheimhaltung_pruefen", "--json")
    assert fehler.value.returncode == 1 and "nicht mehr die geprüften" in str(fehler.value)


def test_pruefe_bemerkt_veraenderte_und_auszurechnende_zahlen(freigabe):
    ablauf.erteilen(freigabe=freigabe, von=person("administration"))
    assert [pruefungen.eine(name).urteil for name in ("freigegebene_zahlen", "angriff")] == [Urteil.OK, Urteil.OK]
    werte = Freigabewert.objects.filter(freigabe=freigabe, ebene=Ebene.PLANUNGSBEREICH)
    # Die genauen Zahlen an die Stelle der gerundeten: Nichts daran ist mehr geschützt.
    for genau in Freigabegrundlage.objects.filter(freigabe=freigabe).exclude(gebiet=""):
        spalten = ("monat", "quelle", "gebiet", "zaehleinheit", "merkmal", "auspraegung")
        werte.filter(**{spalte: getattr(genau, spalte) for spalte in spalten}).update(anzahl=genau.anzahl)
    assert [pruefungen.eine(name).urteil for name in ("freigegebene_zahlen", "angriff")] == [Urteil.FEHLER] * 2


def test_monatsstand_setzen_nennt_wie_viele_und_verlangt_das_recht():
    angaben = ("monatsstand_setzen", "geprueft", "--von", "2024-07", "--bis")
    assert befehl(*angaben, "2024-09", "--benutzer", "administration").strip() == "2 Monatsstände auf geprüft gesetzt."
    with pytest.raises(CommandError, match="Recht"):
        befehl(*angaben, "2024-07", "--benutzer", "leitung")
