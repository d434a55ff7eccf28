"""Zwei festgeschriebene Berichte nebeneinander: Es steht da, was sich geändert hat, und nichts wird verglichen, was
nicht dasselbe misst."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from berichte.akten.festschreiben import festschreiben, inhalt, wiederoeffnen
from berichte.kern.akten.bericht import (
    Absatz,
    Aufzaehlung,
    Bericht,
    Kapitel,
    Massnahmentabelle,
    Massnahmenzeile,
    Schritt,
    Zahlentabelle,
)
from berichte.kern.akten.berichtsvergleich import Massnahmenaenderung, vergleiche
from berichte.kern.akten.vergleichskapitel import bausteine
from berichte.kern.geheimhaltung import Fassung, FassungVerweigert, freigeben
from berichte.kern.tabelle import Format, Herkunft, Schutz, Spalte, Tabelle, Zeichen

from .aktenhilfen import akte, melde_abgeschlossen, nimm_september_zurueck

FEHLT, X = Zeichen.FEHLT, Zeichen.NICHT_SINNVOLL
HERKUNFT = Herkunft("01–09/2024", "Neuzugänge", "Seniora.App", "30.09.2024")
STICHTAG = replace(HERKUNFT, zeitraum="Stichtag 30.09.2024", schutz=Schutz.OHNE_SOZIALDATEN)
ZEILE = Massnahmenzeile(
    "1.1.1.", "Befragung", "Sozialamt", "2022", "ja", "begonnen", "aktiv", "", (Schritt("Fachtag"),)
)


def bericht(*teile, stichtag=date(2024, 9, 30)) -> Bericht:
    return Bericht("Zwischenbericht", "zum Plan", "Sozialamt", stichtag, "bis September", (Kapitel("A"), *teile))


def tabelle(
    *zeilen, spalten=("2023", "2024"), titel="Neuzugänge", herkunft=HERKUNFT, form=Format.ANZAHL
) -> Zahlentabelle:
    koepfe = (Spalte("Monat"), *(Spalte(name, form) for name in spalten))
    return Zahlentabelle(Tabelle(titel, koepfe, zeilen, herkunft))


def massnahmen(*zeilen) -> Massnahmentabelle:
    return Massnahmentabelle("Maßnahmen", zeilen, "Quelle")


def zellen(alt, neu) -> list[tuple]:
    """(Zeile, Spalte, alt, neu, Differenz) aller geänderten Zahlen."""
    ergebnis = vergleiche(bericht(alt), bericht(neu))
    return [(a.zeile, a.spalte, a.alt, a.neu, a.differenz) for t in ergebnis.tabellen for a in t.aenderungen]


# --- Zahlen ----------------------------------------------------------------------------------------------------------


def test_nur_geaenderte_zahlen_stehen_da_mit_ihrer_differenz():
    alt = tabelle(("Januar", 270, 341), ("Mai", 0, 351), ("Juni", FEHLT, 5))
    neu = tabelle(("Januar", 270, 339), ("Mai", 4, 351), ("Juni", 7, 5))
    assert zellen(alt, neu) == [
        ("Januar", "2024", 341, 339, -2),
        ("Mai", "2023", 0, 4, 4),
        ("Juni", "2023", FEHLT, 7, X),
    ]
    (vergleich,) = vergleiche(bericht(alt), bericht(neu)).tabellen
    assert vergleich.gleiche == 3


def test_bei_ungleichem_zeitraum_steht_keine_differenz():
    ein_jahr = replace(HERKUNFT, zeitraum="01–12/2024")
    alt = tabelle(("80–84", 20), spalten=("weiblich",))
    neu = tabelle(("80–84", 25), spalten=("weiblich",), herkunft=ein_jahr)
    assert zellen(alt, neu) == [("80–84", "weiblich", 20, 25, X)]
    saetze = [b.text for b in bausteine(bericht(alt), bericht(neu)) if isinstance(b, Absatz)]
    assert any("ungleiche Zeiträume: 01–09/2024 im früheren Bericht, 01–12/2024 in diesem" in satz for satz in saetze)


def test_nennt_eine_zeile_oder_spalte_ihr_jahr_wird_trotzdem_verglichen():
    ein_jahr = replace(HERKUNFT, zeitraum="01–12/2024")
    assert zellen(tabelle(("Januar", 1, 2)), tabelle(("Januar", 1, 3), herkunft=ein_jahr))[0][4] == 1
    alt, neu = (tabelle(("Januar 2024", wert), spalten=("Neuzugänge",)) for wert in (2, 3))
    assert zellen(alt, replace(neu, tabelle=replace(neu.tabelle, herkunft=ein_jahr)))[0][4] == 1


def test_bestaende_zu_zwei_stichtagen_werden_abgezogen():
    spaeter = replace(STICHTAG, zeitraum="Stichtag 31.12.2024")
    alt = tabelle(("Vernetzung", 4), spalten=("laufend",), herkunft=STICHTAG)
    assert zellen(alt, tabelle(("Vernetzung", 7), spalten=("laufend",), herkunft=spaeter))[0][4] == 3


def test_ein_bestand_den_nur_ein_bericht_nennt_steht_mit_seiner_zahl_da():
    alt = tabelle(("Vernetzung", 4, 0), spalten=("laufend", "ruht"), herkunft=STICHTAG)
    neu = tabelle(("Vernetzung", 1, 3), spalten=("laufend", "abgeschlossen"), herkunft=STICHTAG)
    assert zellen(alt, neu) == [("Vernetzung", "laufend", 4, 1, -3), ("Vernetzung", "abgeschlossen", X, 3, X)]


def test_andere_einheit_wird_nie_abgezogen():
    alt, neu = tabelle(("Januar", 1, 2)), tabelle(("Januar", 1, 3), herkunft=replace(HERKUNFT, einheit="Beratungen"))
    assert zellen(alt, neu)[0][4] == X


def test_anteile_unterscheiden_sich_in_prozentpunkten_und_veraenderungen_bleiben_weg():
    alt, neu = (tabelle(("Pflege", Decimal(wert)), spalten=("2024",), form=Format.PROZENT) for wert in ("33.4", "31.9"))
    tafel = next(b.tabelle for b in bausteine(bericht(alt), bericht(neu)) if isinstance(b, Zahlentabelle))
    assert tafel.geschrieben[0][2:] == ["33,4\xa0%", "31,9\xa0%", "−1,5"]
    assert tafel.spalten[-1].bezeichnung == "Differenz in Prozentpunkten"
    alt, neu = (tabelle(("Januar", wert, wert), form=Format.VERAENDERUNG) for wert in (1, 2))
    assert zellen(alt, neu) == []


def test_gleich_benannte_zeilen_und_tabellen_werden_der_reihe_nach_verglichen():
    alt, neu = tabelle(("Pflege", 1, 2), ("Pflege", 3, 4)), tabelle(("Pflege", 1, 2), ("Pflege", 3, 9))
    assert zellen(alt, neu) == [("Pflege", "2024", 4, 9, 5)]
    ergebnis = vergleiche(bericht(alt, alt), bericht(alt, neu))
    assert [len(t.aenderungen) for t in ergebnis.tabellen] == [0, 1]


def test_was_nur_ein_bericht_hat_wird_genannt():
    alt = bericht(tabelle(("Januar", 1, 2)), tabelle(("a", 1), spalten=("b",), titel="Orte"))
    neu = bericht(tabelle(("Januar", 2, 3), ("Februar", 2, 3), spalten=("2024", "2025")))
    ergebnis = vergleiche(alt, neu)
    assert (ergebnis.neue, ergebnis.entfallene) == ((), ("Orte",))
    assert (ergebnis.tabellen[0].neue, ergebnis.tabellen[0].entfallene) == (("Februar", "2025"), ("2023",))
    saetze = bausteine(alt, neu)[-1]
    assert isinstance(saetze, Aufzaehlung) and any("„Februar“ und „2025“" in punkt for punkt in saetze.punkte)
    assert not [t for t in ergebnis.tabellen if t.aenderungen], "2024 ist in beiden gleich"


def test_ohne_gemeinsame_zahl_ist_auch_keine_gleich():
    alt, neu = bericht(tabelle(("Pflege", 1), spalten=("2023",))), bericht(tabelle(("Pflege", 1), spalten=("2024",)))
    assert not any("jede Zahl gleich" in b.text for b in bausteine(alt, neu) if isinstance(b, Absatz))


def test_luecken_und_zahlen_anderer_zeitraeume_sind_nicht_gleich_geblieben():
    ein_jahr = replace(HERKUNFT, zeitraum="01–12/2024")
    paare = (
        (tabelle(("Oktober", FEHLT, X)), tabelle(("Oktober", FEHLT, X))),
        (tabelle(("divers", 2), spalten=("alle",)), tabelle(("divers", 2), spalten=("alle",), herkunft=ein_jahr)),
        tuple(tabelle((name, 0), spalten=("Anzahl",), herkunft=STICHTAG) for name in ("laufend", "ruht")),
    )
    for alt, neu in paare:
        (vergleich,) = vergleiche(bericht(alt), bericht(neu)).tabellen
        assert vergleich.gleiche == 0
        assert not any(
            "jede Zahl gleich" in b.text for b in bausteine(bericht(alt), bericht(neu)) if isinstance(b, Absatz)
        )


@pytest.mark.parametrize(("gleiche", "satz"), [(0, ""), (1, "Eine weitere Zahl"), (2, "2 weitere Zahlen")])
def test_unter_der_tabelle_steht_wie_viele_zahlen_gleich_geblieben_sind(gleiche, satz):
    rest = [(f"Monat {nr}", 5) for nr in range(gleiche)]
    alt, neu = (tabelle(("Januar", wert), *rest, spalten=("2024",)) for wert in (1, 2))
    tafel = next(b.tabelle for b in bausteine(bericht(alt), bericht(neu)) if isinstance(b, Zahlentabelle))
    assert [fussnote.startswith(satz) for fussnote in tafel.herkunft.fussnoten] == [True] * bool(gleiche)


def test_ein_kapitel_das_selbst_vergleicht_wird_nicht_noch_einmal_verglichen():
    vorletzter, letzter = bericht(tabelle(("Januar", 1, 2))), tabelle(("Januar", 1, 3))
    mit_kapitel = bericht(*bausteine(vorletzter, bericht(letzter)), letzter)
    (vergleich,) = vergleiche(mit_kapitel, bericht(tabelle(("Januar", 1, 7)))).tabellen
    assert [(a.alt, a.neu) for a in vergleich.aenderungen] == [(3, 7)]
    assert vergleiche(mit_kapitel, bericht(letzter)).entfallene == ()


def test_der_vergleich_ist_so_geheim_wie_die_geheimere_seite():
    genau, geschuetzt = HERKUNFT, replace(HERKUNFT, schutz=Schutz.GESCHUETZT)
    for alt, neu, streng in ((genau, geschuetzt, Schutz.GENAU), (geschuetzt, geschuetzt, Schutz.GESCHUETZT)):
        kapitel = bausteine(
            bericht(tabelle(("Januar", 1, 2), herkunft=alt)), bericht(tabelle(("Januar", 1, 3), herkunft=neu))
        )
        (tafel,) = [b.tabelle for b in kapitel if isinstance(b, Zahlentabelle)]
        assert tafel.herkunft.schutz is streng
    with pytest.raises(FassungVerweigert):
        alt, neu = bericht(tabelle(("Januar", 1, 2))), bericht(tabelle(("Januar", 1, 3)))
        freigeben(replace(neu, bausteine=(Kapitel("A"), *bausteine(alt, neu))), Fassung.WEITERGABE)


# --- Maßnahmen -------------------------------------------------------------------------------------------------------


def test_jede_geaenderte_angabe_einer_massnahme_steht_mit_ihrer_nummer_da():
    alt = massnahmen(ZEILE, replace(ZEILE, nr="1.1.2."), replace(ZEILE, nr="1.1.3.", beschreibung="Fällt weg"))
    geaendert = replace(
        ZEILE, sachstand="laufend", erlaeuterung="seit Mai", beschreibung="Umfrage", laufzeit="2023",
        verantwortung="Amt", haushaltsrelevanz="nein", schritte=(Schritt("Fachtag", "", "2023"),),
    )  # fmt: skip
    neu = massnahmen(geaendert, replace(ZEILE, nr="1.1.2."), replace(ZEILE, nr="1.2.1.", beschreibung="Kommt dazu"))
    aenderungen = vergleiche(bericht(alt), bericht(neu)).massnahmen
    assert [(a.nr, a.angabe) for a in aenderungen] == [
        *(("1.1.1.", angabe) for angabe in ("Sachstand", "Erläuterung", "Wortlaut", "Laufzeit", "Verantwortung",
                                            "Haushaltsrelevanz", "Schritte")),
        ("1.2.1.", ""),
        ("1.1.3.", ""),
    ]  # fmt: skip
    assert aenderungen[0] == Massnahmenaenderung("1.1.1.", "Sachstand", "begonnen", "laufend")
    assert aenderungen[6].neu == "Fachtag (2023)"
    kapitel = bausteine(bericht(alt), bericht(neu, stichtag=date(2024, 12, 31)))
    assert kapitel[2].text == "Bei 3 Maßnahmen hat sich etwas geändert, darunter 1-mal der Sachstand."
    tafel = kapitel[3].tabelle
    assert [s.bezeichnung for s in tafel.spalten[2:]] == ["Bericht 30.09.2024", "Bericht 31.12.2024"]
    assert tafel.zeilen[-2:] == (("1.2.1.", "neu", "–", "Kommt dazu"), ("1.1.3.", "entfallen", "Fällt weg", "–"))


def test_ohne_aenderung_steht_das_da():
    eins = bericht(massnahmen(ZEILE), tabelle(("Januar", 1, 2)))
    saetze = [b.text for b in bausteine(eins, eins) if isinstance(b, Absatz)]
    assert saetze[1:] == [
        "An den Maßnahmen hat sich nichts geändert.",
        "In einer Tabelle ist jede Zahl gleich, die beide Berichte nennen: Neuzugänge.",
    ]
    assert vergleiche(bericht(), bericht()).massnahmen is None


# --- die Seite -------------------------------------------------------------------------------------------------------


@pytest.fixture
def zwei_versionen(person):
    """Dazwischen ist eine Maßnahme abgeschlossen und der September der geförderten Beratung zurückgenommen."""
    leitung, eine = person("leitung"), akte()
    erste = festschreiben(eine, von=leitung)
    wiederoeffnen(erste, grund="Nachmeldung", von=leitung)
    melde_abgeschlossen()
    nimm_september_zurueck(leitung)
    return erste, festschreiben(eine, von=leitung)


def _seite(client, alt, neu):
    return client.get(reverse("berichtsvergleich", args=[alt.pk, neu.pk]))


@pytest.mark.django_db
def test_seite_zeigt_was_sich_zwischen_zwei_versionen_geaendert_hat(angemeldet, zwei_versionen):
    antwort = _seite(angemeldet("leitung"), *zwei_versionen)
    html = antwort.content.decode()
    assert antwort.status_code == 200 and "1.1.1." in html and "abgeschlossen" in html
    assert "früherer Bericht" in html and "fehlt" in html
    assert "An den Maßnahmen hat sich nichts" not in html


@pytest.mark.django_db
def test_dieselbe_version_zweimal_unterscheidet_sich_nicht(angemeldet, zwei_versionen):
    html = _seite(angemeldet("leitung"), zwei_versionen[0], zwei_versionen[0]).content.decode()
    assert "An den Maßnahmen hat sich nichts geändert." in html and "Änderungen an Zahlen" in html


@pytest.mark.django_db
def test_auswertungen_zweier_stichtage_nennen_nur_vergleichbares_gleich(person):
    """Im Juni 2024 gibt es vom zweiten Halbjahr noch keine Zahl; Felder, Orte und Wege haben je eigene Spalten."""
    juni, september = (
        inhalt(festschreiben(akte(art="auswertung", stichtag=tag), von=person("leitung")))
        for tag in (date(2024, 6, 30), date(2024, 9, 30))
    )
    tabellen = {tafel.titel: tafel for tafel in vergleiche(juni, september).tabellen}
    je_monat = tabellen["Beratungsfälle geförderte Seniorenberatung je Monat"]
    assert (len(je_monat.aenderungen), je_monat.gleiche) == (3, 12 + 6)
    alter = tabellen["Neuzugänge: Alter und Geschlecht"]
    assert alter.gleiche == 0 and not any(aenderung.ist_vergleichbar for aenderung in alter.aenderungen)
    for titel in ("Beratungsfelder", "Beratungsorte", "Wie Fälle zur Beratung kommen"):
        assert (tabellen[titel].gleiche, tabellen[titel].aenderungen) == (0, ())
    texte = [baustein.text for baustein in bausteine(juni, september) if isinstance(baustein, Absatz)]
    assert not any("jede Zahl gleich" in text for text in texte)


@pytest.mark.django_db
def test_verschiedene_fassungen_und_arten_werden_nicht_verglichen(angemeldet, person, zwei_versionen):
    erste, zweite = zwei_versionen
    fremd = akte(fassung="weitergabe")
    anders = type(erste).objects.create(akte=fremd, nummer=1, inhalt=erste.inhalt, inhaltssumme=erste.inhaltssumme)
    antwort = _seite(angemeldet("leitung"), erste, anders)
    assert antwort.status_code == 409
    html = antwort.content.decode()
    assert "verschiedene Fassungen" in html and "1.1.1." not in html and "3.080" not in html
    type(fremd).objects.filter(pk=fremd.pk).update(fassung="intern", art="massnahmen")
    anders.refresh_from_db()
    assert "derselben Art" in _seite(angemeldet("leitung"), anders, zweite).content.decode()


@pytest.mark.django_db
def test_wer_einen_der_beiden_nicht_sehen_darf_bekommt_keinen_vergleich(angemeldet, zwei_versionen):
    assert _seite(angemeldet("koordination"), *zwei_versionen).status_code == 404
    assert angemeldet("leitung").get(reverse("berichtsvergleich", args=[999_999, 999_998])).status_code == 404


@pytest.mark.django_db
def test_kapitel_und_seite_sagen_dasselbe(zwei_versionen):
    alt, neu = map(inhalt, zwei_versionen)
    tafeln = [b.tabelle for b in bausteine(alt, neu) if isinstance(b, Zahlentabelle)]
    assert all(len(set(s.bezeichnung for s in tafel.spalten)) == len(tafel.spalten) for tafel in tafeln)
    freigeben(replace(neu, bausteine=(Kapitel("Vergleich"), *bausteine(alt, neu))), Fassung.INTERN)
