"""Die Befehlszeile: Rückgabewerte und JSON, wie die Schnittstelle sie nennt."""

import pytest
from django.core.management import CommandError, call_command

from beratung.models import Lieferung, Monatswert

from .conftest import FALL, FALLKOPF, SEPTEMBER, als_csv, ruf_auf

pytestmark = pytest.mark.django_db


@pytest.fixture
def datei(tmp_path):
    pfad = tmp_path / "seniora.csv"
    pfad.write_bytes(als_csv(FALLKOPF, FALL, FALL))
    return pfad


def einlesen(datei, *weitere, monat=SEPTEMBER):
    return ruf_auf("lieferung_einlesen", datei, "--quelle", "seniora", "--monat", monat, *weitere)


def test_uebernehmen_und_noch_einmal(datei):
    rueckgabe, ergebnis = einlesen(datei)
    assert rueckgabe == 0 and ergebnis["ergebnis"] == "uebernommen" and ergebnis["vorher"] is None
    assert ergebnis["zeilen"] == {"gelesen": 2, "uebernommen": 2, "abgelehnt": 0, "fehlerhaft": 0}
    assert ergebnis["summen"] == {"information": 0, "neuzugang": 2, "beratung": 0, "krisenintervention": 0}
    vorher = Lieferung.objects.count()
    rueckgabe, noch_einmal = einlesen(datei)
    assert (rueckgabe, noch_einmal["ergebnis"]) == (0, "unveraendert")
    assert noch_einmal["lieferung"] == ergebnis["lieferung"] and noch_einmal["vorher"]["neuzugang"] == 2
    assert Lieferung.objects.count() == vorher


def test_nur_pruefen_schreibt_nichts(datei):
    vorher = Lieferung.objects.count(), Monatswert.objects.count()
    rueckgabe, ergebnis = einlesen(datei, "--pruefen")
    assert (rueckgabe, ergebnis["ergebnis"], ergebnis["lieferung"]) == (0, "geprueft", None)
    assert (Lieferung.objects.count(), Monatswert.objects.count()) == vorher


def test_warnung_ohne_und_mit_bestaetigung(datei):
    datei.write_bytes(als_csv([*FALLKOPF, "Wetter"], [*FALL, "x"]))
    rueckgabe, ergebnis = einlesen(datei)
    assert (rueckgabe, ergebnis["ergebnis"]) == (1, "abgelehnt")
    befund = ergebnis["befunde"][0]
    assert (befund["code"], befund["schwere"], befund["spalte"], befund["zeilen"]) == ("P22", "warnung", "Wetter", [1])
    rueckgabe, ergebnis = einlesen(datei, "--bestaetigen", "Spalte ist neu und unwichtig")
    assert (rueckgabe, ergebnis["ergebnis"]) == (0, "uebernommen")


def test_bestaetigen_hilft_nicht_gegen_fehler(datei):
    datei.write_bytes(als_csv(FALLKOPF, [*FALL[:3], "200", *FALL[4:]]))
    assert einlesen(datei, "--bestaetigen", "egal")[0] == 1


@pytest.mark.parametrize("weitere", [["--profil", "gibtsnicht"], ["--monat", "2024-9"]])
def test_falscher_aufruf_ist_2(datei, weitere):
    with pytest.raises(CommandError) as fehler:
        einlesen(datei, *weitere)
    assert fehler.value.returncode == 2


def test_fehlende_datei_ist_2(tmp_path):
    with pytest.raises(CommandError) as fehler:
        einlesen(tmp_path / "gibtsnicht.csv")
    assert fehler.value.returncode == 2


def test_ohne_json_ein_deutscher_satz(datei, capsys):
    call_command("lieferung_einlesen", str(datei), quelle="seniora", monat=str(SEPTEMBER))
    assert capsys.readouterr().out.startswith("Übernommen als Lieferung ")


def test_zuruecknehmen(datei):
    nummer = einlesen(datei)[1]["lieferung"]
    rueckgabe, ergebnis = ruf_auf("lieferung_zuruecknehmen", nummer, "--grund", "Irrtum")
    assert (rueckgabe, ergebnis["ergebnis"]) == (0, "zurueckgenommen")
    assert not Monatswert.objects.filter(monat=SEPTEMBER.erster).exists()
    with pytest.raises(CommandError) as fehler:
        call_command("lieferung_zuruecknehmen", nummer, grund="Irrtum")
    assert fehler.value.returncode == 1
