"""Datenkatalog und Unterlagen passen zu Modellen, Fristen und Einstellungen; jede Lücke fällt auf."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError

from dresden_senioren.datenschutz import katalog, tom, unterlagen
from dresden_senioren.datenschutz.aufbewahrung import FRISTEN
from dresden_senioren.datenschutz.katalog import ANGABEN, Angabe, blaetter, luecken
from dresden_senioren.settings import BASE_DIR

EINSTELLUNGEN = (BASE_DIR / "betrieb/einstellungen.md").read_text(encoding="utf-8")


def test_jedes_modell_und_jedes_feld_hat_einen_zweck():
    assert luecken() == []


def test_eine_luecke_faellt_auf(monkeypatch):
    lieferung = ANGABEN["beratung.Lieferung"]
    ohne = {name: zweck for name, zweck in lieferung.felder.items() if name != "dateiname"}
    monkeypatch.setitem(ANGABEN, "beratung.Lieferung", Angabe("Zweck", "Herkunft", felder=ohne | {"gibtesnicht": "x"}))
    monkeypatch.delitem(ANGABEN, "beratung.Neuzugang")
    monkeypatch.setitem(ANGABEN, "beratung.Verschwunden", lieferung)
    gefunden = luecken()
    assert {
        "beratung.Lieferung.dateiname: kein Zweck",
        "beratung.Lieferung.gibtesnicht: dieses Feld gibt es nicht",
        "beratung.Lieferung: niemand sagt, wer es sieht",
        "beratung.Neuzugang: keine Angabe",
        "beratung.Verschwunden: dieses Modell gibt es nicht",
    } <= set(gefunden)


def test_jeder_bezug_auf_eine_person_ist_als_solcher_genannt():
    je_feld = {(blatt.label, f.name): f.personenbezug for blatt in blaetter() for f in blatt.felder}
    assert je_feld["massnahmen.Sachstandsmeldung", "erfasst_von"] == katalog.BESCHAEFTIGTE
    assert je_feld["dresden_senioren.Benutzer", "email"] == katalog.BESCHAEFTIGTE
    assert je_feld["beratung.Traeger", "email"] == "Ansprechstelle des Trägers"
    assert je_feld["beratung.Neuzugang", "altersgruppe"] == katalog.OHNE
    # Eine E-Mail-Adresse ist immer eine Angabe zu jemandem.
    adressen = [
        (m._meta.label, f.name)
        for m in apps.get_models()
        for f in m._meta.concrete_fields
        if type(f).__name__ == "EmailField" and "Fassung" not in m.__name__ and (m._meta.label, f.name) in je_feld
    ]
    assert adressen
    assert [wo for wo in adressen if je_feld[wo] == katalog.OHNE] == []


def test_jede_frist_nennt_vorhandene_modelle_und_eine_beschriebene_einstellung():
    for frist in FRISTEN.values():
        assert frist.warum and frist.was_bleibt and frist.dauer.anzahl >= 1
        for label in frist.modelle:
            apps.get_model(label)
        if frist.dauer.einstellung:
            assert f"`{frist.dauer.einstellung}`" in EINSTELLUNGEN


def test_jede_massnahme_der_tom_ist_zu_finden(monkeypatch):
    assert tom.fehlende_pfade() == []
    assert tom.unbekannte_einstellungen() == []
    alle = [m for gruppe in tom.ZIELE.values() for m in gruppe]
    assert [m.was for m in alle if bool(m.nachweis) == bool(m.ohne_nachweis)] == []
    monkeypatch.setitem(tom.ZIELE, "Probe", (tom.Massnahme("x", ("gibt/es/nicht.py", "GIBT_ES_NICHT")),))
    assert (tom.fehlende_pfade(), tom.unbekannte_einstellungen()) == (["gibt/es/nicht.py"], ["GIBT_ES_NICHT"])


def test_die_abgelegten_unterlagen_sind_die_von_heute():
    assert unterlagen.veraltete() == [], "Abhilfe: manage.py datenschutzunterlagen"


def test_befehl_bemerkt_eine_geaenderte_frist(settings, tmp_path, capsys):
    call_command("datenschutzunterlagen", "--ausgabe", str(tmp_path))
    call_command("datenschutzunterlagen", "--pruefen", "--ausgabe", str(tmp_path))
    settings.AUFBEWAHRUNG_ZEILEN_MONATE = 36
    with pytest.raises(CommandError, match=r"Veraltet: .*loeschkonzept\.md"):
        call_command("datenschutzunterlagen", "--pruefen", "--ausgabe", str(tmp_path))
    call_command("datenschutzunterlagen", "--ausgabe", str(tmp_path))
    assert "36 Monate" in (tmp_path / "loeschkonzept.md").read_text(encoding="utf-8")


def test_unterlagen_sind_lesbar():
    """Keine leeren Zellen, keine Reste der Vorlage, jede Verknüpfung führt zu einer Datei."""
    texte = unterlagen.alle()
    for name, text in texte.items():
        assert not re.search(r"\{[{%#]|&[a-z]+;|&#", text), name
        assert "|  |" not in text, name
        assert {ziel for ziel in re.findall(r"\]\((\w+\.md)\)", text)} <= set(texte), name
        spalten = [zeile.count("|") for zeile in text.splitlines() if zeile.startswith("|")]
        assert all(anzahl > 2 for anzahl in spalten), name


def test_genannte_befehle_gibt_es():
    from django.core.management import get_commands

    genannt = {befehl for text in unterlagen.alle().values() for befehl in re.findall(r"manage\.py (\w+)", text)}
    assert genannt - set(get_commands()) == set()
