"""Datenminimierung: Nach untergeschobenen Personendaten steht nirgends etwas davon, und es gibt kein Feld dafür."""

import logging
import re
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as einstellungen
from django.core import mail
from django.db import DEFAULT_DB_ALIAS, connection, models

from beratung.models import Eingangsstueck
from dresden_senioren.datenschutz.katalog import ANGABEN
from dresden_senioren.models import Ereignis
from dresden_senioren.sicherung import archiv
from dresden_senioren.sicherung.sichern import schreiben

from .hochladen import lade_hoch
from .personenfaelle import FAELLE
from .test_personendaten import ablage as alle_orte  # noqa: F401  – Fixture
from .test_personendaten import fundorte

pytestmark = pytest.mark.django_db

# Jedes Textfeld der Beratung, das länger als ein Schlüssel ist: entweder Satz des Amts oder vom Programm geschrieben.
VOM_PROGRAMM = {
    "Befundentscheidung.meldung", "Befundentscheidung.gegenstand", "Liefererinnerung.text", "Liefererinnerung.betreff",
    "Monatsstand.teile",
}  # fmt: skip
NAMEN_VON_STAMMDATEN = {"Traeger.name", "Beratungsstelle.name", "Grenzstand.stand", "Bezugsbevoelkerung.quelle"}
DATEINAMEN = {"Lieferung.dateiname", "Eingang.dateiname", "Grenzstand.dateiname"}
SCHLUESSEL_BIS = 120  # Zeichen
VERBOTEN = re.compile(
    r"vorname|nachname|familienname|geburt|geb_|alter$|strasse|hausnummer|anschrift|adresse|plz|ort$|telefon|mobil|fax"
    r"|kennung|aktenzeichen|versicherten|rvnr|iban|bemerkung|freitext|hinweis|kommentar"
)
# Gemeint ist kein Mensch, der Rat sucht.
ERLAUBT = {"Liefererinnerung.adresse", "Leistung.beratungsort"}


def felder():
    for modell in apps.get_app_config("beratung").get_models():
        if "Fassung" not in modell.__name__:
            for feld in modell._meta.concrete_fields:
                yield f"{modell.__name__}.{feld.name}", feld


def lange_texte(alle) -> set[str]:
    """Felder, in die ein Satz passt, ohne dass jemand gesagt hätte, wozu."""
    erklaert = VOM_PROGRAMM | NAMEN_VON_STAMMDATEN | DATEINAMEN
    return {
        name
        for name, feld in alle
        if isinstance(feld, models.TextField | models.CharField) and not feld.choices
        if (feld.max_length or 10**6) > SCHLUESSEL_BIS
        if name not in erklaert and not _ist_erklaert(name)
    }


def _ist_erklaert(name: str) -> bool:
    modell, _, feld = name.partition(".")
    angabe = ANGABEN.get(f"beratung.{modell}")
    return bool(angabe) and feld in angabe.freitext.keys() | angabe.personen.keys()


def verbotene(alle) -> set[str]:
    return {name for name, _ in alle if VERBOTEN.search(name.partition(".")[2])} - ERLAUBT


def test_kein_feld_fuer_namen_geburtstag_anschrift_oder_freitext():
    alle = list(felder())
    assert len(alle) > 150
    assert verbotene(alle) == set()
    assert lange_texte(alle) == set()
    # Gegenprobe
    neu = [("Neuzugang.geburtsdatum", models.DateField()), ("Neuzugang.anmerkung", models.TextField())]
    assert verbotene(neu) == {"Neuzugang.geburtsdatum"}
    assert lange_texte(neu) == {"Neuzugang.anmerkung"}


def test_zaehlzeilen_haben_nur_schluessel_und_anzahlen():
    for name in ("Neuzugang", "Leistung", "Haeufigkeit"):
        for feld in apps.get_model("beratung", name)._meta.concrete_fields:
            ist_zahl = isinstance(feld, models.BigAutoField | models.PositiveIntegerField | models.ForeignKey)
            assert ist_zahl or feld.max_length <= 40, f"{name}.{feld.name}"


def test_tabellen_der_datenbank_haben_keine_weiteren_spalten():
    """Was in der Datenbank steht, ist, was die Modelle sagen."""
    with connection.cursor() as zeiger:
        for modell in apps.get_app_config("beratung").get_models():
            spalten = {s.name for s in connection.introspection.get_table_description(zeiger, modell._meta.db_table)}
            assert spalten == {feld.column for feld in modell._meta.concrete_fields}


@pytest.mark.langsam
def test_nirgends_steht_etwas_von_dreissig_untergeschobenen_dateien(administration, alle_orte, caplog, capfd):  # noqa: F811
    """Datenbank, Datenverzeichnis, Zwischenablage, Meldungen der feinsten Stufe, E-Mails, Sicherung."""
    caplog.set_level(logging.DEBUG)
    faelle = [fall for nr, fall in enumerate(FAELLE) if nr % 5 < 3]  # von jeder Art; alle zusammen dauern länger
    assert len(faelle) >= 30
    geheim = {text for fall in faelle for text in fall.geheim if len(text) > 5}
    for fall in faelle:
        assert lade_hoch(administration, fall.inhalt).ist_abgelehnt, fall
        assert not Eingangsstueck.objects.exists(), "nach der Entscheidung ist die Datei sofort fort"
    assert fundorte(geheim, alle_orte) == set()
    gesagt = caplog.text + "".join(capfd.readouterr()) + "".join(f"{m.subject}{m.body}" for m in mail.outbox)
    assert [text for text in geheim if text in gesagt] == []
    sicherung = alle_orte / "sicherung.zip"
    with archiv.schreiben(sicherung) as ziel:
        schreiben(DEFAULT_DB_ALIAS, ziel)
    with zipfile.ZipFile(sicherung) as gepackt:
        gesichert = b"".join(gepackt.read(name) for name in gepackt.namelist()).decode()
    assert [text for text in geheim if text in gesichert] == []
    assert Ereignis.LIEFERUNG_ABGELEHNT in gesichert, "sonst fände die Suche auch nichts, was da ist"
    reste = [datei for wo in (alle_orte, Path(einstellungen.DATEN)) for datei in wo.rglob("*.upload*")]
    assert reste == []
