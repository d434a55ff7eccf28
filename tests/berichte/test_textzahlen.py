"""Zur Weitergabe steht im Text des Amts keine Zahl, die der Bericht nicht schon zeigt."""

from dataclasses import replace

import pytest

from berichte.kern.akten.bericht import Abbildung, Absatz, Botschaft
from berichte.kern.akten.textzahlen import fremde_zahlen
from berichte.kern.tabelle import Schutz

from .muster import bericht

UEBERSICHT = 2  # Stelle der Abbildung über Maßnahmen


def ohne_sozialdaten(ganzer):
    diagramm = ganzer.bausteine[UEBERSICHT].diagramm
    neu = Abbildung(replace(diagramm, herkunft=replace(diagramm.herkunft, schutz=Schutz.OHNE_SOZIALDATEN)))
    return replace(ganzer, bausteine=(*ganzer.bausteine[:UEBERSICHT], neu, *ganzer.bausteine[UEBERSICHT + 1 :]))


BERICHT = ohne_sozialdaten(bericht())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Die Inanspruchnahme wurde gesteigert.",
        "Steigerung der Beratungsfälle um 21,5 %, von 2.535 auf 3.080.",
        "von 2 535 auf 3080 Fälle",
        "um 21.5 Prozent",
        "−21,5 %",
        "2023 und 2024, 2023/24, 2024/2025, 01–09/2024, 9/2024, 2024-09",
        "am 30.09.2024 und am 3. Oktober 2024, 25.11., um 9:30 Uhr",
        "Menschen ab 85 Jahren, 60-jährige, 65+, 80–84 Jahre",
        "Maßnahmen 3.2.1., 4.1.2. und 5.1.1, siehe Folie 13 und § 71 SGB 12; Nr. 3.2.1.",
        "3 Maßnahmen laufen, 29 gibt es",
        "2 Beratungsstellen, 3 Punkte, Q3",
        "zwei Beratungsstellen, eine Beratung",
        "Handlungsfeld „1. Qualifizierung der Datengrundlage und des Berichtswesens“",
    ],
)
def test_was_dasteht_oder_nichts_zaehlt_geht(text):
    assert fremde_zahlen(text, BERICHT) == []


@pytest.mark.parametrize(
    ("text", "zahlen"),
    [
        ("Genau 3.083 Fälle waren es.", ["3.083"]),
        ("3 083 Fälle", ["3 083"]),
        ("3\u202f083 Fälle", ["3 083"]),
        ("3083", ["3083"]),
        ("um 22 %, fast 19 % weniger", ["22", "19"]),
        ("um 21,4 %", ["21,4"]),
        ("3 Fälle in Cotta", ["3"]),
        ("drei neue Fälle in Cotta", ["drei"]),
        ("7 neue Beratungsfälle", ["7"]),
        ("2024 Fälle", ["2024"]),
        ("2.024 Fälle", ["2.024"]),
        ("unsere Maßnahmen 347 Personen erreicht", ["347"]),
        ("Folie 347", []),
        ("Folie 347 Fälle", ["347"]),
        ("３４７ Fälle, 3\u200b47", ["347"]),
        ("n=347", ["347"]),
        ("12.345.678", ["12.345.678"]),
        ("84 Fälle bei den 80–84-Jährigen", ["84"]),
    ],
)
def test_jede_andere_zahl_faellt_auf(text, zahlen):
    assert fremde_zahlen(text, BERICHT) == zahlen


def test_eine_eingebaute_genaue_zahl_faellt_auf_auch_wenn_ihre_nachbarn_stimmen():
    for genau in range(3076, 3086):
        assert fremde_zahlen(f"von 2.535 auf {genau} Fälle", BERICHT) == ([] if genau == 3080 else [str(genau)])


def test_altersgruppen_sind_namen_ihre_zahlen_nicht():
    diagramm = BERICHT.bausteine[2].diagramm
    namen = ("unter 60", "80–84 Jahre", "95 und älter")
    mit_alter = replace(
        BERICHT,
        bausteine=(*BERICHT.bausteine, replace(BERICHT.bausteine[2], diagramm=replace(diagramm, kategorien=namen))),
    )
    assert fremde_zahlen("Die Gruppen unter 60 und 95 und älter wachsen.", mit_alter) == []
    assert fremde_zahlen("95 wurden älter.", mit_alter) == ["95"]


def test_gerechnete_saetze_zaehlen_texte_des_amts_auch_nur_so_weit():
    mit_satz = replace(
        BERICHT, bausteine=(*BERICHT.bausteine, Absatz("um 33,3 %"), Botschaft("x", "x", erkennen=("4.711 Fälle",)))
    )
    assert fremde_zahlen("33,3 % und 4.711", mit_satz) == []
    assert fremde_zahlen("33,3 % und 4.711", BERICHT) == ["33,3", "4.711"]
