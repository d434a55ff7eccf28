"""Die Suche der Hilfe: deutsch, nachsichtig, das Beste zuerst."""

import pytest

from dresden_senioren.kern.suche import AUSZUG, Fundstueck, auszug, meinten_sie, stamm, suchen

BESTAND = [
    Fundstueck("Eine Lieferung zurücknehmen", "Grund nennen. Es gilt wieder, was davor galt.", "/a/", "Anleitung"),
    Fundstueck("Eine Monatslieferung übernehmen", "Datei hochladen, Vorschau ansehen.", "/b/", "Anleitung", "import"),
    Fundstueck("Maßnahmen filtern", "Die Liste der Maßnahmen eingrenzen.", "/c/", "Anleitung", "excel"),
    Fundstueck("Fälle je VzÄ", "Neuzugänge geteilt durch Vollzeitäquivalente; Lieferungen zählen.", "/d/", "Zahl"),
]


def gefunden(frage: str) -> list[str]:
    return [treffer.fundstueck.adresse for treffer in suchen(frage, BESTAND)]


@pytest.mark.parametrize(
    ("frage", "erwartet"),
    [
        ("Lieferung zurücknehmen", ["/a/"]),
        ("LIEFERUNGEN zuruecknehmen", ["/a/"]),
        ("massnahme", ["/c/"]),
        ("Maßnahmen", ["/c/"]),
        ("faelle vzae", ["/d/"]),
        ("import", ["/b/"]),
        ("Wie kann ich eine Datei hochladen?", ["/b/"]),
        ("lieferung", ["/a/", "/b/", "/d/"]),  # im Titel, als Teil eines Worts im Titel, im Text
        ("äquivalent", ["/d/"]),
        ("Quartalsbericht", []),
        ("", []),
        ("  ?! ", []),
    ],
)
def test_findet(frage, erwartet):
    assert gefunden(frage) == erwartet


def test_jedes_wort_muss_vorkommen():
    assert gefunden("Lieferung Excel") == []


def test_kurze_wortteile_finden_nicht_alles():
    assert gefunden("nah") == []


@pytest.mark.parametrize(("frage", "vorschlag"), [("liferung", "Lieferung"), ("Lieferung", ""), ("xqzw", "")])
def test_meinten_sie(frage, vorschlag):
    assert meinten_sie(frage, BESTAND) == vorschlag


def test_stamm_laesst_kurze_woerter_ganz():
    assert (stamm("lieferungen"), stamm("ende"), stamm("maßnahmen")) == ("lieferung", "ende", "maßnahm")


def test_auszug_zeigt_die_stelle():
    text = "Erster Satz. " * 40 + "Hier steht das Gesuchte. " + "Letzter Satz. " * 40
    stueck = auszug(text, [stamm("gesuchte")])
    assert "Gesuchte" in stueck and stueck.startswith("… ") and stueck.endswith(" …") and len(stueck) < AUSZUG + 6
    assert auszug("Kurz.", ["nie"]) == "Kurz."
