"""Aus Zeilen werden Punkte; was zu lang ist, sagt ein Satz."""

import pytest

from berichte.kern.akten.botschaftstext import (
    HOECHSTENS_PUNKTE,
    LAENGE_BOTSCHAFT,
    LAENGE_PUNKT,
    bereinigt,
    punkte,
    zu_lang,
)


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("", ()),
        ("  \n\n ", ()),
        ("eins\nzwei", ("eins", "zwei")),
        ("eins\r\nzwei\r\n", ("eins", "zwei")),
        ("• eins\n- zwei\n– drei\n* vier\n▪ fünf", ("eins", "zwei", "drei", "vier", "fünf")),
        ("-18,5 % weniger\n− 18,5 %\n- 18,5 %", ("-18,5 % weniger", "− 18,5 %", "- 18,5 %")),
        ("viel   Leerraum\tdarin", ("viel Leerraum darin",)),
    ],
)
def test_je_zeile_ein_punkt(text, erwartet):
    assert punkte(text) == erwartet
    assert punkte(bereinigt("erkennen", text)) == erwartet


def test_die_botschaft_ist_eine_zeile():
    assert bereinigt("botschaft", " Wir sind\nauf dem Weg. ") == "Wir sind auf dem Weg."


@pytest.mark.parametrize(
    ("feld", "text", "satz"),
    [
        ("botschaft", "x" * LAENGE_BOTSCHAFT, ""),
        ("botschaft", "x" * (LAENGE_BOTSCHAFT + 1), "Die Botschaft hat 201 Zeichen"),
        ("anerkennen", "\n".join(["x" * LAENGE_PUNKT] * HOECHSTENS_PUNKTE), ""),
        ("anerkennen", "kurz\n" + "x" * (LAENGE_PUNKT + 1), "Punkt 2 hat 251 Zeichen"),
        ("anerkennen", "x\n" * (HOECHSTENS_PUNKTE + 1), "Das sind 9 Punkte"),
    ],
)
def test_grenzen_sagen_was_zu_tun_ist(feld, text, satz):
    saetze = zu_lang(feld, text)
    assert bool(saetze) == bool(satz)
    assert not satz or saetze[0].startswith(satz)
