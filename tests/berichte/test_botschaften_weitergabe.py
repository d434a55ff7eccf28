"""Zur Weitergabe: Kein Text des Amts verrät eine Zahl, die der Bericht schützt."""

import re
from datetime import date

import pytest

from berichte.akten import botschaften, inhalt
from berichte.arten import BerichtNichtMoeglich
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Botschaftsfassung

from .aktenhilfen import akte

pytestmark = pytest.mark.django_db


def test_zur_weitergabe_faellt_jede_fremde_zahl_auf_und_intern_keine(person):
    bericht = inhalt.ohne_texte(akte(), von=person("leitung"))
    for text, fremd in (("um 21,5 % auf 3.080 Fälle", False), ("auf 3.083 Fälle", True), ("2 Fälle", True)):
        for fassung in Fassung:
            gefunden = botschaften.maengel({"anerkennen": text}, fassung, bericht)
            assert bool(gefunden) == (fremd and fassung is Fassung.WEITERGABE), (text, fassung)
    (satz,) = botschaften.maengel({"anerkennen": "auf 3.083 Fälle"}, Fassung.WEITERGABE, bericht)["anerkennen"]
    assert "„3.083“" in satz and "schreiben Sie es ohne Zahl" in satz


def test_geplanter_verrat_kommt_nicht_in_eine_datei(person, monkeypatch):
    """Ein Text, der vor der Sperre gespeichert ist oder dessen Zahl es nicht mehr gibt, hält den Entwurf an."""
    eine = akte()
    angaben = {"akte": eine, "schluessel": "monate_seniora", "von": person("leitung")}
    Botschaftsfassung.objects.create(anerkennen="Genau 3.083 Fälle", **angaben)
    eine.fassung = Fassung.WEITERGABE.value
    monkeypatch.setattr(
        inhalt, "ohne_texte", lambda *a, **k: inhalt.entwurf(akte(stichtag=date(2024, 8, 31)), von=None)
    )
    with pytest.raises(BerichtNichtMoeglich, match=re.escape("3.083")):
        inhalt.entwurf(eine, von=person("leitung"))
