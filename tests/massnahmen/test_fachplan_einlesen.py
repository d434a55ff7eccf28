"""Befehl fachplan_einlesen: JSON, Ausgänge, zweiter Lauf, geänderte Datei."""

import json

import pytest
from django.core.management import CommandError, call_command

from dresden_senioren.models import Protokolleintrag
from massnahmen.models import (
    Beteiligung,
    Fachplan,
    Massnahme,
    Sachstandsart,
    Sachstandsmeldung,
    Stelle,
)
from massnahmen.sachstand.melden import sachstand_melden

from .conftest import GLIEDERUNG

pytestmark = pytest.mark.django_db
NEU = {"plan": "Neuer Plan"}


@pytest.fixture
def befehl(capsys):
    """`befehl(datei, …)` → (Ausgang, JSON-Dokument)."""

    def ausfuehren(datei, **optionen):
        capsys.readouterr()
        try:
            call_command("fachplan_einlesen", str(datei), json=True, **optionen)
            ausgang = 0
        except CommandError as fehler:
            ausgang = fehler.returncode
        return ausgang, json.loads(capsys.readouterr().out)

    return ausfuehren


@pytest.fixture
def datei(tmp_path, tabelle):
    pfad = tmp_path / "plan.txt"
    pfad.write_bytes(tabelle)
    return pfad


def test_json_nennt_zahlen_befunde_und_jede_massnahme(befehl, datei):
    ausgang, dokument = befehl(datei, **NEU)
    assert ausgang == 0
    assert dokument["geschrieben"] is True
    assert (dokument["handlungsfelder"], dokument["ziele"], dokument["massnahmen"]) == (8, 19, 49)
    assert {k: v for k, v in dokument["sachstand"].items() if v} == {
        "begonnen": 24,
        "laufend": 14,
        "noch nicht begonnen": 9,
        "modifiziert": 1,
        "nicht systematisch begonnen": 1,
    }
    assert dokument["haushaltsrelevanz"] == {"ja": 16, "nein": 33}
    assert {"code", "ort", "meldung"} <= dokument["befunde"][0].keys()
    erste = dokument["liste"][0]
    assert erste | {"beschreibung": "…", "schritte": ["…"]} == {
        "nr": "1.1.1.",
        "ziel": "1.1.",
        "beschreibung": "…",
        "verantwortung": "Sozialamt, Gesundheitsamt, TU Dresden",
        "stellen": ["Sozialamt", "Gesundheitsamt", "TU Dresden"],
        "laufzeit": "2020-2021",
        "phasen": [{"art": "zeitraum", "von": "2020-01-01", "bis": "2021-12-31"}],
        "haushaltsrelevanz": True,
        "sachstand": "begonnen",
        "schritte": ["…"],
        "schritte_mit_eigenen_angaben": [],
    }
    assert [m["ziel"] for m in dokument["liste"] if m["nr"] in ("6.1.2.", "6.1.3.")] == ["6.2", "6.3"]


def test_gespeichert_ist_was_gelesen_wurde(befehl, datei):
    _, dokument = befehl(datei, **NEU)
    massnahmen = Massnahme.objects.filter(ziel__handlungsfeld__fachplan__name="Neuer Plan").mit_angaben()
    gespeichert = [
        {
            "nr": m.nr,
            "ziel": m.ziel.nr,
            "stellen": [b.stelle.name for b in m.beteiligungen.all()],
            "phasen": [
                {"art": p.art, "von": p.von and p.von.isoformat(), "bis": p.bis and p.bis.isoformat()}
                for p in m.phasen.all()
            ],
            "sachstand": m.meldung.sachstandsart.bezeichnung,
            "schritte": [s.text for s in m.schritte.all()],
        }
        for m in massnahmen
    ]
    assert gespeichert == [{k: zeile[k] for k in gespeichert[0]} for zeile in dokument["liste"]]
    assert all(m.meldung.erfasst_von is None for m in massnahmen)


def test_federfuehrung_ist_vermutet(befehl, datei):
    befehl(datei, **NEU)
    massnahme = Massnahme.objects.get(ziel__handlungsfeld__fachplan__name="Neuer Plan", nr="8.1.2.")
    assert [(b.stelle.name, b.rolle, b.ist_vermutung) for b in massnahme.beteiligungen.all()] == [
        ("Beauftragte für Menschen mit Behinderung und Senior*innen", "federfuehrend", True),
        ("Sozialamt", "beteiligt", True),
    ]


def test_zweiter_lauf_aendert_nichts(befehl, datei, person):
    befehl(datei, **NEU)
    massnahme = Massnahme.objects.mit_angaben().get(ziel__handlungsfeld__fachplan__name="Neuer Plan", nr="1.1.1.")
    sachstand_melden(
        massnahme=massnahme,
        sachstandsart=Sachstandsart.objects.get(schluessel="abgeschlossen"),
        grundlage=massnahme.meldung.pk,
        von=person("sachbearbeitung"),
    )
    vorher = {modell: modell.objects.count() for modell in (Massnahme, Sachstandsmeldung, Stelle, Beteiligung)}
    ausgang, dokument = befehl(datei, **NEU)
    assert (ausgang, dokument["geschrieben"]) == (0, False)
    assert not any(b["ist_fehler"] for b in dokument["befunde"])
    assert vorher == {modell: modell.objects.count() for modell in vorher}
    massnahme = Massnahme.objects.mit_angaben().get(pk=massnahme.pk)
    assert massnahme.meldung.sachstandsart.schluessel == "abgeschlossen"


@pytest.mark.parametrize(
    ("alt", "neu", "worte"),
    [
        ("Lebenslagebefragung", "Befragung", "Zeile 6, 1.1.1.: Beschreibung"),
        ("\tab 2021\tnein\tmodifiziert", "\tab 2021\tnein\tlaufend", "Zeile 7, 1.1.2.: Sachstand"),
        (
            "2020-2021\tja",
            "2020-2021\tnein",
            "1.1.1.: Haushaltsrelevanz: in der Datei „nein“, gespeichert „ja“",
        ),
        ("8. Öffentlichkeitsarbeit", "8. Werbung", "Zeile 76, Handlungsfeld 8.: In der Datei „Werbung“"),
        ("8.3.3.\t", "8.3.4.\t", "8.3.3. ist gespeichert, fehlt aber"),
        ("8.3.3.\t", "8.3.4.\t", "8.3.4. ist im gespeicherten Plan nicht enthalten"),
        ("■ Trägermanagement durch", "■ Steuerung durch", "Schritte"),
    ],
)
def test_geaenderte_datei_wird_benannt_und_nicht_uebernommen(datei, tabelle, alt, neu, worte):
    call_command("fachplan_einlesen", str(datei), **NEU)
    inhalt = tabelle.decode()
    assert inhalt.count(alt) == 1
    datei.write_text(inhalt.replace(alt, neu), "utf-8")
    with pytest.raises(CommandError) as fehler:
        call_command("fachplan_einlesen", str(datei), **NEU)
    assert fehler.value.returncode == 1
    assert worte in str(fehler.value)
    assert "Nichts wurde geschrieben" in str(fehler.value)
    assert Massnahme.objects.filter(ziel__handlungsfeld__fachplan__name="Neuer Plan", nr="1.1.1.").count() == 1


def test_pruefen_schreibt_nichts(befehl, datei):
    ausgang, dokument = befehl(datei, pruefen=True, **NEU)
    assert (ausgang, dokument["geschrieben"], dokument["massnahmen"]) == (0, False, 49)
    assert not Fachplan.objects.filter(name="Neuer Plan").exists()


def test_fehler_in_der_datei_ergeben_ausgang_1(befehl, tmp_path):
    pfad = tmp_path / "plan.txt"
    pfad.write_text(GLIEDERUNG + "1.1.1.\tText\tSozialamt\t2022\tja\tfast\t\n", "utf-8")
    ausgang, dokument = befehl(pfad, **NEU)
    assert (ausgang, dokument["geschrieben"]) == (1, False)
    assert [b["code"] for b in dokument["befunde"]] == ["sachstand_unbekannt"]
    assert not Fachplan.objects.filter(name="Neuer Plan").exists()


def test_nicht_lesbares_ergibt_ausgang_1_und_trotzdem_json(befehl, tmp_path):
    pfad = tmp_path / "bild.png"
    pfad.write_bytes(b"\x89PNG\x00")
    ausgang, dokument = befehl(pfad, **NEU)
    assert ausgang == 1
    assert dokument["befunde"][0]["code"] == "nicht_lesbar"
    assert dokument["befunde"][0]["ort"] == "bild.png"


def test_falscher_aufruf_ergibt_ausgang_2(tmp_path):
    with pytest.raises(CommandError, match="gibt es nicht") as fehler:
        call_command("fachplan_einlesen", str(tmp_path / "fehlt.txt"))
    assert fehler.value.returncode == 2


def test_ohne_sachstandsarten_ein_satz_mit_abhilfe(datei):
    Sachstandsmeldung.objects.all()._raw_delete(Sachstandsmeldung.objects.db)
    Sachstandsart.objects.all().delete()
    with pytest.raises(CommandError, match="loaddata sachstandsarten stellen"):
        call_command("fachplan_einlesen", str(datei), **NEU)


def test_anderer_tag_und_protokoll(datei):
    call_command("fachplan_einlesen", str(datei), "--gueltig-ab", "2023-03-31", **NEU)
    meldung = Sachstandsmeldung.objects.filter(massnahme__ziel__handlungsfeld__fachplan__name="Neuer Plan").first()
    assert f"{meldung.gueltig_ab}" == "2023-03-31"
    eintrag = Protokolleintrag.objects.filter(ereignis="fachplan_eingelesen").first()
    assert (eintrag.gegenstand, eintrag.angaben["massnahmen"]) == ("Neuer Plan", 49)


def test_unbekannte_stelle_wird_angelegt(tmp_path):
    pfad = tmp_path / "plan.txt"
    pfad.write_text(GLIEDERUNG + "1.1.1.\tText\tAmt für Wunder\t2022\tja\tbegonnen\t\n", "utf-8")
    call_command("fachplan_einlesen", str(pfad), **NEU)
    assert Stelle.objects.get(name="Amt für Wunder").massnahmen.count() == 1
