"""Vorgeschlagene Sätze: wahr, mit Zeitraum, kleine Zahlen ohne Prozent, keine Richtung bei Gleichstand."""

from dataclasses import replace

import pytest

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.akten.botschaft import Thema, Vorschlag, Zeiten, haeufigste, veraenderung
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from berichte.kern.zahlen.verteilung import Paar, Posten, Verteilung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .wuerfel import GEFOERDERT_2023, GEFOERDERT_2024, KOMMUNAL_2023, KOMMUNAL_2024

NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
GEFOERDERT = Thema("Beratungsfälle geförderte Seniorenberatung", "Die Beratungsfälle der geförderten Seniorenberatung")
KOMMUNAL = Thema("Beratungsfälle kommunale Seniorenberatung", "Die Beratungsfälle der kommunalen Seniorenberatung")


def vergleich(frueher, heute, *, zeitraum=NEUN_MONATE) -> Vergleich:
    """Monatswerte ab Januar; None lässt den Monat aus."""
    werte = {
        Monat(jahr, nr): wert
        for jahr, reihe in ((2023, frueher), (2024, heute))
        for nr, wert in enumerate(reihe, start=1)
        if wert is not None
    }
    return Vergleich("", Monatsreihe(Zaehleinheit.NEUZUGANG, werte), zeitraum)


def saetze(frueher, heute, **angaben) -> str:
    return " ".join(veraenderung(GEFOERDERT, vergleich(frueher, heute), **angaben).erkennen).replace("\u00a0", " ")


def test_die_saetze_der_folien_mit_einer_stelle():
    gefoerdert = veraenderung(GEFOERDERT, vergleich(GEFOERDERT_2023, GEFOERDERT_2024))
    assert gefoerdert.erkennen[0] == (
        "Die Beratungsfälle der geförderten Seniorenberatung stiegen von 2.535 (01–09/2023) auf 3.080 (01–09/2024), "
        "um 21,5\u00a0%."
    )
    assert gefoerdert.botschaft == "Die Beratungsfälle der geförderten Seniorenberatung sind um 21,5\u00a0% gestiegen."
    kommunal = veraenderung(KOMMUNAL, vergleich(KOMMUNAL_2023, KOMMUNAL_2024))
    assert "sanken von 1.571 (01–09/2023) auf 1.281 (01–09/2024), um 18,5\u00a0%." in kommunal.erkennen[0]


def test_gleichstand_hat_keine_richtung():
    text = saetze((100, 120), (110, 110))
    assert "blieben gleich: 220 (01–02/2023) und 220 (01–02/2024)." in text
    assert "Zufall" not in text and "%" not in text


@pytest.mark.parametrize(("frueher", "heute", "um"), [(12, 15, "um 3."), (0, 5, "um 5."), (19, 40, "um 21.")])
def test_kleine_zahlen_ohne_prozent(frueher, heute, um):
    text = saetze((frueher,), (heute,))
    assert f"von {frueher} (01/2023) auf {heute} (01/2024), {um}" in text
    assert "%" not in text


def test_geschuetzte_zahlen_erst_ab_fuenfzig_mit_prozent_und_ohne_monatswerte_und_zufall():
    assert "um 50." in saetze((45,), (95,), basis=5)
    assert "um 100,0 %." in saetze((50,), (100,), basis=5)
    lang = saetze((10, 20, 30), (45, 25, 40), basis=5)
    assert "Zufall" not in lang and "Monatswert" not in lang


@pytest.mark.parametrize(("heute", "basis", "hat_richtung"), [(125, 5, False), (130, 5, True), (130, 10, False)])
def test_kleine_unterschiede_geschuetzter_zahlen_haben_keine_richtung(heute, basis, hat_richtung):
    text = saetze((100,), (heute,), basis=basis)
    assert ("stiegen" in text) is hat_richtung
    assert ("im Bereich der Rundung" in text) is not hat_richtung
    assert "blieben gleich" not in saetze((100,), (100,), basis=basis)  # gleich gerundet ist nicht gleich gezählt


def test_kleiner_unterschied_kann_zufall_sein():
    assert "kann Zufall sein" in saetze((100,), (110,))
    assert "kann Zufall sein" not in saetze(GEFOERDERT_2023, GEFOERDERT_2024)


def test_hoechster_monat_nur_wenn_er_es_allein_ist():
    assert "ist 356 (September), der niedrigste 328 (Februar)." in saetze(GEFOERDERT_2023, GEFOERDERT_2024)
    assert "Monatswert" not in saetze((1, 2, 3), (5, 5, 4))
    assert "Monatswert" not in saetze((1, 2), (5, 4))  # zwei Monate sind kein Verlauf


def test_luecke_nennt_die_verglichenen_monate():
    text = saetze((100, None, 100), (110, 110, 110))
    assert "von 200 (01/2023 und 03/2023) auf 220 (01/2024 und 03/2024)" in text
    assert "Verglichen sind nur Monate, die in beiden Jahren ganz gemeldet sind: 01/2024 und 03/2024." in text


def test_ohne_vergleich_steht_was_da_ist():
    ohne = veraenderung(GEFOERDERT, vergleich((), (5, 6)))
    assert ohne.botschaft == ""
    assert ohne.erkennen[0] == "Beratungsfälle geförderte Seniorenberatung: 11 (01–02/2024)."
    assert "nicht möglich" in ohne.erkennen[1]
    nichts = veraenderung(GEFOERDERT, vergleich((5,), ()))
    assert nichts.erkennen == (
        "Die Beratungsfälle der geförderten Seniorenberatung sind für 01–09/2024 nicht gemeldet.",
    )


# --- Verteilungen ----------------------------------------------------------------------------------------------------

ZEITEN = Zeiten("01–09/2024", "01–09/2023")


def verteilung(*paare, ab=0) -> Verteilung:
    """(Name, heute, früher); „unbekannt“ zählt als ohne Angabe."""
    posten = tuple(Posten(name, name, Paar(heute, frueher, ab)) for name, heute, frueher in paare)
    gesamt = Paar(sum(h for _, h, _ in paare), sum(f for *_, f in paare), ab)
    return Verteilung("Beratungsfeld", Zaehleinheit.BERATUNG, posten, gesamt)


def erkennen(verteilt: Verteilung, zeiten=ZEITEN, *, basis=0) -> list[str]:
    vorschlag = haeufigste("Beratungen", "Am häufigsten ging es um", verteilt, zeiten, basis=basis)
    return [satz.replace("\u00a0", " ") for satz in vorschlag.erkennen]


def test_das_haeufigste_mit_anteil_folgenden_und_veraenderung():
    assert erkennen(verteilung(("Pflege", 50, 40), ("Wohnen", 30, 40), ("unbekannt", 20, 20))) == [
        "Am häufigsten ging es um Pflege, mit 50,0 % der Beratungen (01–09/2024).",
        "Es folgt Wohnen (30,0 %).",
        "Der Anteil von „Pflege“ stieg von 40,0 % (01–09/2023) auf 50,0 % (01–09/2024), um 10,0 Prozentpunkte.",
        "Bei 20,0 % fehlt die Angabe (Beratungsfeld).",
    ]


def test_zwei_gleich_haeufige_stehen_beide_vorn():
    erste, *rest = erkennen(verteilung(("Pflege", 40, 30), ("Wohnen", 40, 50), ("Freizeit", 20, 20)))
    assert erste == "Am häufigsten ging es um Pflege und Wohnen, mit je 40,0 % der Beratungen (01–09/2024)."
    assert not any("Anteil" in satz for satz in rest)


def test_ohne_angabe_ist_nie_das_haeufigste():
    assert erkennen(verteilung(("unbekannt", 90, 90), ("Pflege", 10, 10)))[0].startswith(
        "Am häufigsten ging es um Pflege"
    )
    assert erkennen(verteilung(("unbekannt", 90, 90))) == [
        "Für 01–09/2024 ist keine Aufteilung der Beratungen gemeldet."
    ]


def test_kleine_grundlage_nennt_anzahlen():
    assert erkennen(verteilung(("Pflege", 5, 50), ("Wohnen", 3, 50))) == [
        "Am häufigsten ging es um Pflege, mit 5 von 8 Beratungen (01–09/2024).",
        "Es folgt Wohnen (3).",
    ]
    geschuetzt = erkennen(verteilung(("Pflege", 40, 60), ("Wohnen", 5, 60), ab=50), basis=5)
    assert geschuetzt[0] == "Am häufigsten ging es um Pflege, mit 40 von 45 Beratungen (01–09/2024)."
    assert not any("%" in satz for satz in geschuetzt)


def test_dicht_beieinander_liegende_geschuetzte_zahlen_haben_keine_reihenfolge():
    assert erkennen(verteilung(("Pflege", 60, 60), ("Wohnen", 40, 40), ab=50), basis=5) == [
        "Beratungen (01–09/2024): die größten gerundeten Zahlen haben Pflege (60,0 %) und Wohnen (40,0 %); ihre "
        "Reihenfolge kann an der Rundung liegen."
    ]
    deutlich = erkennen(verteilung(("Pflege", 70, 60), ("Wohnen", 30, 40), ab=50), basis=5)
    assert deutlich[0].startswith("Am häufigsten ging es um Pflege")
    assert not any("Anteil" in satz for satz in deutlich)  # zehn von hundert können Rundung sein
    assert any("stieg" in s for s in erkennen(verteilung(("Pflege", 700, 600), ("Wohnen", 300, 400), ab=50), basis=5))


def test_auch_was_folgt_hat_geschuetzt_nur_mit_abstand_eine_reihenfolge():
    posten = (("Pflege", 700, 700), ("Wohnen", 160, 160), ("Geld", 140, 140))
    offen, genau = (erkennen(verteilung(*posten), basis=basis)[1] for basis in (5, 0))
    assert genau == "Es folgen Wohnen (16,0 %) und Geld (14,0 %)."
    assert offen == "Es folgen Wohnen (16,0 %) und Geld (14,0 %); ihre Reihenfolge kann an der Rundung liegen."
    assert erkennen(verteilung(("Pflege", 25, 25)), basis=5) == ["Beratungen (01–09/2024): Pflege (25)."]


def test_ohne_vergleich_keine_veraenderung():
    nur_heute = replace(ZEITEN, frueher="")
    assert not any("Anteil" in s for s in erkennen(verteilung(("Pflege", 50, 40), ("Wohnen", 30, 40)), nur_heute))
    gleich = erkennen(verteilung(("Pflege", 50, 25), ("Wohnen", 30, 15)))
    assert "Der Anteil von „Pflege“ blieb gleich: 62,5 % (01–09/2023) und 62,5 % (01–09/2024)." in gleich


def test_weitere_saetze_kommen_dazu_und_leere_bleiben_weg():
    vorschlag = Vorschlag("B", ("eins",)).dazu("", "zwei")
    assert vorschlag.erkennen == ("eins", "zwei")
    assert vorschlag.knapp == Vorschlag("", ("eins",))
