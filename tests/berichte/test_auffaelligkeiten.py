"""Was auffällt: ehrlich gerechnet, in ganzen Sätzen, kleine Zahlen ohne Prozent."""

from datetime import date

import pytest

from beratung.kalender.meldungen import null_melden
from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Beratungsstelle, Lieferungsteil
from berichte.auswertung.auffaelliges import auffaelliges, verglichenes, was_deutlich_heisst
from berichte.kern.auswertung.auffaelligkeiten import (
    Art,
    Regelurteil,
    Veraenderung,
    Zeitraeume,
    auffaelligkeiten,
    methode,
)
from berichte.kern.zahlen.lieferstand import Lieferstand
from berichte.kern.zahlen.verteilung import Paar
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

GESCHUETZT = "\u00a0"
ZEITRAEUME = Zeitraeume("01–09/2024", "01–09/2023")


def neuzugaenge(frueher, heute, name="Neuzugänge", einheit=Zaehleinheit.NEUZUGANG):
    return Veraenderung(name, einheit, Paar(heute, frueher))


def saetze(gesamt, *teile, **weitere):
    return {a.art: a.satz for a in auffaelligkeiten(gesamt, teile, ZEITRAEUME, **weitere)}


@pytest.mark.parametrize(
    ("frueher", "heute", "text"),
    [
        (2535, 3080, f"von 2.535 auf 3.080 (+21,5{GESCHUETZT}%)"),
        (1571, 1281, f"von 1.571 auf 1.281 (−18,5{GESCHUETZT}%)"),
        (3, 6, "von 3 auf 6"),
        (19, 40, "von 19 auf 40"),
        (0, 25, "von 0 auf 25"),
        (12, 12, "unverändert 12"),
        (0, 0, "unverändert 0"),
    ],
)
def test_in_zahlen_ohne_prozent_unter_zwanzig(frueher, heute, text):
    assert neuzugaenge(frueher, heute).in_zahlen == text


def test_das_ganze_sagt_ob_es_zufall_sein_kann():
    assert saetze(neuzugaenge(2535, 3080))[Art.GESAMT].endswith("Das ist mehr, als der Zufall erklärt.")
    assert saetze(neuzugaenge(3080, 2535))[Art.GESAMT].endswith("Das ist weniger, als der Zufall erklärt.")
    assert saetze(neuzugaenge(3, 6))[Art.GESAMT] == (
        "Neuzugänge: von 3 auf 6, 01–09/2024 gegenüber 01–09/2023. Ein solcher Unterschied kann Zufall sein."
    )
    assert "kein Vergleich möglich" in saetze(neuzugaenge(None, 6))[Art.GESAMT]


def test_der_staerkste_ist_der_deutlichste_nicht_der_mit_dem_groessten_prozentsatz():
    klein, gross, faellt = (neuzugaenge(1, 4, "klein"), neuzugaenge(300, 420, "groß"), neuzugaenge(200, 120, "weniger"))
    alle = saetze(neuzugaenge(501, 544), klein, gross, faellt)
    assert alle[Art.GESTIEGEN] == f"Am deutlichsten gestiegen: groß, von 300 auf 420 (+40,0{GESCHUETZT}%)."
    assert alle[Art.GEFALLEN] == f"Am deutlichsten gefallen: weniger, von 200 auf 120 (−40,0{GESCHUETZT}%)."


def test_zufall_faellt_nicht_auf_auch_nicht_unter_vielen():
    # 100 → 130 allein ist knapp deutlich; als eine von vierzig Zahlen ist es zu erwarten.
    eine, viele = neuzugaenge(100, 130, "eine"), [neuzugaenge(100, 100, str(n)) for n in range(39)]
    assert eine.p == pytest.approx(0.0554, abs=1e-3)
    ruhig = saetze(neuzugaenge(4000, 4030), eine, *viele)
    assert ruhig[Art.RUHIG] == (
        "Keine der 40 verglichenen Zahlen ist deutlich gestiegen oder gefallen. "
        f"Am weitesten bewegt: eine, von 100 auf 130 (+30,0{GESCHUETZT}%); das kann Zufall sein."
    )
    deutlich = saetze(neuzugaenge(4000, 4060), neuzugaenge(100, 160, "eine"), *viele)
    assert "eine, von 100 auf 160" in deutlich[Art.GESTIEGEN]
    assert deutlich[Art.GEFALLEN] == "Deutlich gefallen ist keine der 40 verglichenen Zahlen."
    assert saetze(neuzugaenge(4000, 4000), *viele)[Art.RUHIG].endswith("gestiegen oder gefallen.")


RUHIG, BEWEGT = (4000, 4010), (2535, 3080)


@pytest.mark.parametrize(
    ("gesamt", "teil", "ist_signal", "antwort"),
    [
        (RUHIG, RUHIG, False, "Kein Signal: Kein Vergleich geht über den Zufall hinaus, und gemessen an der Zeit davor "
         "liegen die einzelnen Monate im üblichen Auf und Ab."),
        (RUHIG, RUHIG, True, "Ein Signal: Kein Vergleich geht über den Zufall hinaus, aber gemessen an der Zeit davor "
         "liegen die einzelnen Monate nicht im üblichen Auf und Ab."),
        (RUHIG, RUHIG, None, "Kein Signal: Kein Vergleich geht über den Zufall hinaus."),
        (BEWEGT, RUHIG, False, "Ein Signal: Der Vergleich insgesamt geht über den Zufall hinaus, aber gemessen an der "
         "Zeit davor liegen die einzelnen Monate im üblichen Auf und Ab."),
        (BEWEGT, BEWEGT, True, "Ein Signal: Der Vergleich insgesamt und einer der 2 übrigen gehen über den Zufall "
         "hinaus, und gemessen an der Zeit davor liegen die einzelnen Monate nicht im üblichen Auf und Ab."),
        (RUHIG, BEWEGT, None, "Ein Signal: Einer der 2 Vergleiche geht über den Zufall hinaus."),
        ((None, 6), (None, 6), True, "Ein Signal: Gemessen an der Zeit davor liegen die einzelnen Monate nicht im "
         "üblichen Auf und Ab."),
    ],
)  # fmt: skip
def test_zuerst_steht_ob_es_ein_signal_ist(gesamt, teil, ist_signal, antwort):
    teile = (neuzugaenge(*teil), neuzugaenge(*(teil if teil[0] is None else RUHIG)))
    alle = auffaelligkeiten(neuzugaenge(*gesamt), teile, ZEITRAEUME, regelkarte=Regelurteil("Satz.", ist_signal))
    assert (alle[0].art, alle[0].satz) == (Art.ANTWORT, antwort)


def test_ohne_vergleich_und_ohne_urteil_keine_antwort():
    assert Art.ANTWORT not in saetze(neuzugaenge(None, 6), neuzugaenge(None, 6))


def test_beratungen_desselben_falls_sind_nicht_unabhaengig():
    beratungen = neuzugaenge(400, 480, einheit=Zaehleinheit.BERATUNG)
    assert beratungen.p == neuzugaenge(100, 120).p > neuzugaenge(400, 480).p


def test_was_fehlt_steht_da_und_nicht_gemeldetes_wird_nicht_verglichen():
    alle = saetze(
        neuzugaenge(40, 44),
        neuzugaenge(None, 9),
        fehlend=["Oktober 2024 fehlt."],
        regelkarte=Regelurteil("Unauffällig.", False),
    )
    assert list(alle) == [Art.ANTWORT, Art.GESAMT, Art.REGELKARTE, Art.FEHLT]
    assert alle[Art.FEHLT] == "Oktober 2024 fehlt."
    assert "1 Vergleiche zusammen" in methode([neuzugaenge(None, 9), neuzugaenge(1, 2)])


def test_die_methode_nennt_klumpen_nur_wo_beratungen_verglichen_werden():
    neue, beratungen = neuzugaenge(1, 2), neuzugaenge(1, 2, einheit=Zaehleinheit.BERATUNG)
    assert "Beratungen zählen dabei zu je 4" in methode([neue, beratungen])
    assert "zu je" not in methode([neue, neuzugaenge(None, 2, einheit=Zaehleinheit.BERATUNG)])


# --- Aus den Beispiellieferungen --------------------------------------------------------------------------------------

NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))


@pytest.mark.django_db
def test_die_stadt_nennt_verlagerung_und_fallabgabe():
    hier = lage(Auswahl(NEUN_MONATE))
    alle = {a.art: a.satz for a in auffaelliges(hier)}
    assert f"von 4.106 auf 4.361 (+6,2{GESCHUETZT}%)" in alle[Art.GESAMT]
    assert "Fallabgabe" in alle[Art.GESTIEGEN]
    assert "kommunal, von 1.571 auf 1.281" in alle[Art.GEFALLEN]
    assert Art.FEHLT not in alle
    assert alle[Art.ANTWORT].startswith("Ein Signal: ")
    assert f"{len(verglichenes(hier))} Vergleiche" in was_deutlich_heisst(hier)


@pytest.mark.django_db
def test_fehlende_monate_und_beratungsstellen_stehen_da():
    Lieferungsteil.objects.filter(quelle=Quelle.FMG, monat=date(2024, 9, 1)).update(ist_gueltig=False)
    for teil in Lieferungsteil.objects.filter(quelle=Quelle.SENIORA, monat=date(2024, 8, 1), ist_gueltig=True):
        teil.beratungsstellen = [kuerzel for kuerzel in teil.beratungsstellen if kuerzel != "s-cotta"]
        teil.save()
    alle = {a.art: a.satz for a in auffaelliges(lage(Auswahl(NEUN_MONATE, None, "cotta")))}
    assert alle[Art.FEHLT] == (
        "September 2024 ist für die kommunale Seniorenberatung noch nicht gemeldet. "
        "Nichts gemeldet haben: Seniorenberatung Cotta (Beispiel) (August 2024)."
    )
    assert "01–08/2024 gegenüber 01–08/2023" in alle[Art.GESAMT]


@pytest.mark.django_db
def test_eine_nullmeldung_fehlt_nicht():
    stelle, monat = Beratungsstelle.objects.get(kuerzel="s-cotta"), Monat(2024, 8)
    hier = lage(Auswahl(NEUN_MONATE, None, "cotta"))
    assert hier.lieferstand(stelle, monat) is Lieferstand.GELIEFERT
    Lieferungsteil.objects.filter(quelle=Quelle.SENIORA, monat=monat.erster).update(ist_gueltig=False)
    assert lage(hier.auswahl).lieferstand(stelle, monat) is Lieferstand.FEHLT
    null_melden(beratungsstelle=stelle, monat=monat, gemeldet_am=date(2024, 9, 2), woher="email", von=None)
    assert lage(hier.auswahl).lieferstand(stelle, monat) is Lieferstand.NULL
