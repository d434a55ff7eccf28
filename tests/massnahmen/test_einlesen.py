"""Die wirkliche Papiertabelle lesen: gezählt, jede Eigenheit gemeldet; anderes wird mit Satz verweigert."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massnahmen.kern.einlesen import schritte_teilen, zusammensetzen
from massnahmen.kern.papiertabelle import NichtLesbar

from .conftest import GLIEDERUNG, KOPF


@pytest.fixture(scope="module")
def ergebnis(tabelle, lesen):
    return lesen(tabelle)


@pytest.fixture(scope="module")
def nach_nr(ergebnis):
    return {m.nr: m for m in ergebnis.plan.massnahmen}


GUT = {
    "nr": "1.1.1.",
    "text": "Text",
    "stelle": "Sozialamt",
    "laufzeit": "2022",
    "haushalt": "ja",
    "sachstand": "begonnen",
    "mehr": "",
}


def zeile(**anders):
    """Eine einwandfreie Tabellenzeile, in der genannte Zellen anders sind."""
    return "\t".join((GUT | anders).values()) + "\n"


def codes(ergebnis, *, nur_fehler=False):
    return [b.code for b in ergebnis.befunde if b.ist_fehler or not nur_fehler]


# --- Die wirkliche Tabelle --------------------------------------------------------------------------------------------


def test_gliederung(ergebnis):
    plan = ergebnis.plan
    assert (len(plan.handlungsfelder), len(plan.ziele), len(plan.massnahmen)) == (8, 19, 49)
    assert [sum(len(z.massnahmen) for z in f.ziele) for f in plan.handlungsfelder] == [5, 7, 9, 5, 5, 3, 1, 14]
    assert not ergebnis.hat_fehler


def test_sachstand_und_haushaltsrelevanz(ergebnis, nach_nr):
    assert Counter(m.sachstand for m in ergebnis.plan.massnahmen) == {
        "begonnen": 24,
        "laufend": 14,
        "noch nicht begonnen": 9,
        "modifiziert": 1,
        "nicht systematisch begonnen": 1,
    }
    assert nach_nr["1.1.2."].sachstand == "modifiziert"
    assert nach_nr["2.2.4"].sachstand == "nicht systematisch begonnen"
    assert Counter(m.haushaltsrelevanz for m in ergebnis.plan.massnahmen) == {True: 16, False: 33}


def test_zerrissene_zeilen_sind_wieder_ganz(nach_nr):
    assert nach_nr["3.2.3."].beschreibung == (
        "Abstimmung des Angebotsportfolios der geförderten Begegnung im jeweiligen Planungsbereich"
    )
    assert nach_nr["6.1.2."].beschreibung.endswith("im Einzelfall auf der Grundlage des Case Managements")
    assert nach_nr["6.1.2."].verantwortung == (
        "Sozialamt, Träger der geförderten Seniorenberatung, ambulante Hospizdienste"
    )
    assert [s.text[:20] for s in nach_nr["8.1.1."].schritte] == ["Aktualisierung der Ü", "Prüfen des Bedarfs a"]


def test_zweite_zeile_von_2_2_3_ist_ein_schritt_mit_eigenen_angaben(nach_nr):
    letzter = nach_nr["2.2.3."].schritte[-1]
    assert letzter.text == "Aktionen zum Internationalen Tag für ältere Menschen"
    assert letzter.laufzeit == "ab 2022 jeweils 01.10."
    assert letzter.verantwortung.startswith("Sozialamt, Seniorenbeirat")
    assert [s.laufzeit for s in nach_nr["2.2.3."].schritte[:-1]] == ["", ""]


def test_aufzaehlungspunkte_werden_schritte(nach_nr):
    assert [s.text for s in nach_nr["1.1.5."].schritte] == [
        "Aufbau eines (quantitativ und zunehmend qualitativ) kennzahlenbasierten Berichtswesens,",
        "Erstellen eines Zwischenberichts 2023,",
        "Berichterstattung mit Fachplanfortschreibung 2025",
    ]
    # ohne Aufzählungspunkt, und ein leerer Punkt am Ende
    assert len(nach_nr["2.1.3."].schritte) == 1
    assert len(nach_nr["3.3.1."].schritte) == 1
    assert not any("■" in s.text or "<" in s.text for m in nach_nr.values() for s in m.schritte)
    assert all(m.schritte for m in nach_nr.values())


def test_stellen_sind_vereinheitlicht(nach_nr):
    beauftragte = "Beauftragte für Menschen mit Behinderung und Senior*innen"
    assert nach_nr["2.2.4"].stellen[:3] == ["INAUSLB", "Sozialamt", "Gesundheitsamt"]
    assert nach_nr["3.3.1."].stellen == ["Träger der geförderten Begegnung", "Träger der geförderten Seniorenberatung"]
    assert nach_nr["3.2.6."].stellen == ["Träger der geförderten Begegnung", "Sozialamt"]
    assert nach_nr["5.2.2."].stellen == ["Sozialamt", beauftragte]
    assert nach_nr["2.1.1."].stellen == ["Sozialamt", beauftragte]
    assert nach_nr["8.1.3."].stellen == ["Sozialamt", "Amt für Presse-, Öffentlichkeitsarbeit und Protokoll"]
    assert nach_nr["2.1.3."].stellen == ["ämterübergreifend"]
    assert all(m.stellen for m in nach_nr.values())


@pytest.mark.parametrize(
    ("code", "orte"),
    [
        ("nr_passt_nicht_zum_ziel", ["Zeile 68, 6.1.2.", "Zeile 72, 6.1.3."]),
        (
            "schlusspunkt_fehlt",
            ["Zeile 25, 2.2.4", "Zeile 46, Ziel 4.1", "Zeile 67, Ziel 6.2", "Zeile 71, Ziel 6.3"],
        ),
        ("zeile_zerrissen", ["Zeile 38, 3.2.3.", "Zeile 70, 6.1.2.", "Zeile 80, 8.1.1."]),
        ("zeile_ohne_nr", ["Zeile 24"]),
        ("spalten_verschoben", ["Zeile 70, 6.1.2."]),
        ("punkt_leer", ["Zeile 43, 3.3.1."]),
        ("zierlinie", ["Zeile 94"]),
        ("trennzeichen_fehlt", ["Zeile 41, 3.2.6."]),
        (
            "komma_am_ende",
            ["Zeile 8, 1.1.3.", "Zeile 10, 1.1.5.", "Zeile 10, 1.1.5.", "Zeile 81, 8.1.2."],
        ),
        ("kopfzeile_wiederholt", ["Zeile 12", "Zeile 19", "Zeile 27", "Zeile 37"]),
        ("laufzeit_unklar", []),
        ("stelle_unbekannt", []),
    ],
)
def test_eigenheiten_stehen_mit_ort_im_befund(ergebnis, code, orte):
    assert [b.ort for b in ergebnis.befunde if b.code == code] == orte


def test_silbentrennreste_werden_gemeldet_und_nicht_geaendert(ergebnis, nach_nr):
    meldungen = " ".join(b.meldung for b in ergebnis.befunde if b.code == "silbentrennrest")
    reste = ("Unterstützungs möglichkeiten", "Qualitäts handbuch", "Qualitäts sicherung", "Alterssimulationsan- zug")
    assert all(rest in meldungen for rest in reste)
    assert sum(b.code == "silbentrennrest" for b in ergebnis.befunde) == len(reste)
    assert "Alterssimulationsan- zug" in nach_nr["8.3.1."].beschreibung


def test_kein_text_geht_verloren(tabelle, ergebnis):
    """Jedes Wort der Tabelle außer Kopf, Listenmarken und Zierlinie findet sich im Plan wieder."""
    gelesen = " ".join(
        teil
        for m in ergebnis.plan.massnahmen
        for teil in (m.nr, m.beschreibung, m.verantwortung, m.laufzeit, m.sachstand, *_schritttexte(m))
    )
    ueberschriften = (*ergebnis.plan.handlungsfelder, *ergebnis.plan.ziele)
    gelesen += " ".join(f"{punkt.nr} Ziel: {punkt.bezeichnung} " for punkt in ueberschriften)
    for nummer, text in enumerate(tabelle.decode().split("\n"), 1):
        if text.startswith(("Nr.", "---")):
            continue
        for wort in text.replace('<ul style="list-style-type: none">', "").split():
            assert wort in gelesen or wort in ("■", "ja", "nein"), f"Zeile {nummer}: {wort}"


def _schritttexte(m):
    return [teil for s in m.schritte for teil in (s.text, s.verantwortung, s.laufzeit)]


# --- Andere und verdorbene Dateien ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("daten", "satz"),
    [
        (b"", "leer"),
        (b" \n\n", "leer"),
        (b"PK\x03\x04\x00\x00", "beschädigt"),
        (KOPF.encode() + b"\n1.1.1.\tr\xfcckw\xe4rts", r"nicht in UTF-8 gespeichert \(Zeile 2\)"),
        (b"Name;Alter\nAnna;80", "keine Kopfzeile"),
        (KOPF.replace("\tSachstand\t", "\tStand\t").encode(), "fehlt: „Sachstand“"),
        (b"Nr.\tBeschreibung", "fehlt: „Verantwortung“, „Termin oder Laufzeit“, „Haushaltsrelevanz“"),
        (KOPF.encode(), "keine Maßnahme"),
        ("\t".join([*KOPF.split("\t")[:3], *KOPF.split("\t")[:2:-1]]).encode(), "anderer Folge"),
        (KOPF.encode() + b" " * 6_000_000, "größer als 5 MB"),
    ],
)
def test_was_keine_massnahmentabelle_ist_wird_mit_satz_verweigert(lesen, daten, satz):
    with pytest.raises(NichtLesbar, match=satz):
        lesen(daten)


@pytest.mark.parametrize(
    ("inhalt", "code", "ort"),
    [
        (zeile(sachstand="halb fertig"), "sachstand_unbekannt", "Zeile 4, 1.1.1."),
        (zeile(sachstand=""), "sachstand_unbekannt", "Zeile 4, 1.1.1."),
        (zeile(haushalt="vielleicht"), "haushaltsrelevanz_unbekannt", "Zeile 4, 1.1.1."),
        (zeile() + zeile(nr="1.1.1"), "nr_doppelt", "Zeile 5, 1.1.1"),
        (zeile(nr=""), "zeile_unverstanden", "Zeile 4"),
        (zeile() + zeile(nr=""), "nr_fehlt", "Zeile 5"),
        (zeile(nr="1.1"), "nr_unklar", "Zeile 4"),
        (zeile(text=""), "beschreibung_fehlt", "Zeile 4, 1.1.1."),
        (zeile()[:-1] + "\tzu viel\n", "zu_viele_spalten", "Zeile 4, 1.1.1."),
        (zeile() + "irgendein\tText\tmit\tLaufzeit\n", "zeile_unverstanden", "Zeile 5"),
    ],
)
def test_fehler_mit_zeile_verhindern_die_uebernahme(lesen, inhalt, code, ort):
    ergebnis = lesen(GLIEDERUNG + inhalt)
    assert (code, ort) in [(b.code, b.ort) for b in ergebnis.befunde if b.ist_fehler]


def test_massnahme_ohne_ziel_und_ziel_ohne_handlungsfeld(lesen):
    assert "ohne_ziel" in codes(lesen(f"{KOPF}\n{zeile()}"), nur_fehler=True)
    assert "ohne_handlungsfeld" in codes(lesen(f"{KOPF}\n1.1. Ziel: X\n{zeile()}"), nur_fehler=True)


def test_alle_fehler_auf_einmal(lesen):
    ergebnis = lesen(GLIEDERUNG + zeile(sachstand="?", haushalt="?") + zeile(nr="1.1.2.", sachstand="??"))
    assert codes(ergebnis, nur_fehler=True) == [
        "haushaltsrelevanz_unbekannt",
        "sachstand_unbekannt",
        "sachstand_unbekannt",
    ]


def test_hinweise_verhindern_nichts(lesen):
    ergebnis = lesen(GLIEDERUNG + zeile(laufzeit="demnächst", haushalt="", stelle="Sozialamt, Amt für Wunder"))
    assert not ergebnis.hat_fehler
    assert codes(ergebnis) == ["haushaltsrelevanz_fehlt", "stelle_unbekannt", "laufzeit_unklar"]
    (gelesen,) = ergebnis.plan.massnahmen
    assert (gelesen.haushaltsrelevanz, gelesen.laufzeit, gelesen.phasen) == (None, "demnächst", ())
    assert gelesen.stellen == ["Sozialamt", "Amt für Wunder"]


def test_windows_zeilenenden_und_bom(lesen, tabelle, ergebnis):
    windows = b"\xef\xbb\xbf" + tabelle.replace(b"\n", b"\r\n")
    assert lesen(windows).plan == ergebnis.plan


def test_wortriss_nur_wo_die_tabelle_das_ganze_wort_kennt():
    wortschatz = Counter(["geförderten", "geförderten", "geför", "derten", "der", "der", "dern"])
    assert zusammensetzen("Träger der geför", "derten Beratung", wortschatz) == "Träger der geförderten Beratung"
    assert zusammensetzen("auf der", "Grundlage", wortschatz) == "auf der Grundlage"
    assert zusammensetzen("", "Anfang", wortschatz) == "Anfang"


def test_schritte_teilen():
    assert schritte_teilen('<ul style="x"> ■ a ■ b ■') == (["a", "b"], 1)
    assert schritte_teilen("ohne Punkt") == (["ohne Punkt"], 0)
    assert schritte_teilen("vorweg ■ a") == (["vorweg", "a"], 0)
    assert schritte_teilen("") == ([], 0)


bruchstuecke = st.sampled_from(
    [
        KOPF, "\n", "\t", "1. Feld", "1.1. Ziel: X", "1.1.1.", "1.1.1", "2.2", "■", "<ul>", "ja", "nein", "begonnen",
        "2021", "ab", "Sozialamt", ",", "---", "Text", "\u2028", "\x0b", "\r", "٣", "²", "İ",
    ]
)  # fmt: skip


zerhackte_tabellen = st.lists(bruchstuecke, max_size=60).map(lambda teile: (KOPF + "\n" + "".join(teile)).encode())


@given(st.one_of(st.binary(max_size=200), zerhackte_tabellen))
def test_nie_ein_anderer_fehler_als_der_eigene(lesen, daten):
    try:
        ergebnis = lesen(daten)
    except NichtLesbar as fehler:
        assert str(fehler).endswith(".")
        return
    assert ergebnis.hat_fehler or ergebnis.plan.massnahmen
    assert all(b.meldung and b.ort for b in ergebnis.befunde)
