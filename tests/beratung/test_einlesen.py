"""Was aus einer Tabelle gelesen wird: gute Formen, schlechte Werte, alle Befunde auf einmal."""

from datetime import date

import pytest

from beratung.kern.zaehlung import Art
from beratung.kern.zuordnen.werte import WIE_GEWAEHLT
from beratung.stammdaten.nachschlagen import profil_finden
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat

from .conftest import FALL, FALLKOPF, als_csv, als_xlsx, codes, pruefe

pytestmark = pytest.mark.django_db


def mit(**werte) -> list[str]:
    """Der Musterfall mit geänderten Spalten."""
    return [werte.get(name, wert) for name, wert in zip(FALLKOPF, FALL, strict=True)]


def eine_zeile(pruefung) -> list:
    assert codes(pruefung) == [], pruefung.befunde
    return pruefung.teile[Art.FAELLE].inhalt["neuzugang"][0]


def test_eine_gute_zeile():
    assert eine_zeile(pruefe(als_csv(FALLKOPF, FALL))) == [
        "s-cotta", "92", "80-84", "weiblich", "nein", "verwitwet", "selbstmeldung", 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "monat", ["2025-09", "09.2025", "9/2025", "09/2025", "01.09.2025", "2025-09-30", "30.9.2025 00:30", "45901"]
)
def test_monatsformen(monat):
    assert eine_zeile(pruefe(als_csv(FALLKOPF, mit(Monat=monat))))


@pytest.mark.parametrize(
    "monat", ["31.02.2025", "02/03/2025", "09/24", "2025-13", "September", "irgendwann", "٢٠٢٤-٠٩"]
)
def test_unlesbare_monate(monat):
    (befund,) = pruefe(als_csv(FALLKOPF, mit(Monat=monat))).befunde
    assert (befund.code, befund.zeilen, befund.spalte, befund.wert) == ("P01", (2,), "Monat", monat)


def test_anderer_monat_wird_genannt():
    (befund,) = pruefe(als_csv(FALLKOPF, mit(Monat="2025-08"), FALL, mit(Monat="15.08.2025"))).befunde
    assert befund.code == "P02" and befund.zeilen == (2, 4) and "August 2025" in befund.meldung


@pytest.mark.parametrize(
    ("stadtteil", "nr"),
    [("7", "07"), ("07", "07"), ("Löbtau-Nord", "92"), ("löbtau – nord", "92"), ("Seevorstadt-Ost", "03"),
     ("", "unbekannt"), ("auswärtig", "auswaertig")],
)  # fmt: skip
def test_stadtteile(stadtteil, nr):
    assert eine_zeile(pruefe(als_csv(FALLKOPF, mit(Stadtteil=stadtteil))))[1] == nr


def test_tippfehler_im_stadtteil_bekommt_vorschlag():
    (befund,) = pruefe(als_csv(FALLKOPF, FALL, mit(Stadtteil="Löbtau-Nor"))).befunde
    assert (befund.code, befund.zeilen, befund.wert) == ("P07", (3,), "Löbtau-Nor")
    assert "„Löbtau-Nord“" in befund.meldung


@pytest.mark.parametrize(
    ("alter", "gruppe"),
    [("0", "unter_60"), ("59", "unter_60"), ("60", "60-64"), ("64", "60-64"), ("65", "65-69"), ("89", "85-89"),
     ("90", "90+"), ("120", "90+"), ("", "unbekannt")],
)  # fmt: skip
def test_alter_wird_zur_gruppe(alter, gruppe):
    assert eine_zeile(pruefe(als_csv(FALLKOPF, mit(Alter=alter))))[2] == gruppe


@pytest.mark.parametrize("alter", ["150", "121", "-1", "71,5", "ca. 80", "8²", "1e2"])
def test_unmoegliches_alter(alter):
    assert codes(pruefe(als_csv(FALLKOPF, mit(Alter=alter)))) == ["P08"]


@pytest.mark.parametrize(
    ("text", "wert"),
    [
        ("w", "weiblich"),
        ("Männlich", "maennlich"),
        ("d", "divers"),
        ("-", "keine_angabe"),
        ("–", "keine_angabe"),
        ("", "keine_angabe"),
    ],
)
def test_geschlecht(text, wert):
    assert eine_zeile(pruefe(als_csv(FALLKOPF, mit(Geschlecht=text))))[3] == wert


@pytest.mark.parametrize("gruppe", ["80–84", "80-84", "80 – 84", "80 bis 84"])
def test_altersgruppe_statt_alter(gruppe):
    kopf = ["Altersgruppe" if name == "Alter" else name for name in FALLKOPF]
    assert eine_zeile(pruefe(als_csv(kopf, mit(Alter=gruppe))))[2] == "80-84"


def test_alter_und_altersgruppe_duerfen_sich_nicht_widersprechen():
    kopf = [*FALLKOPF, "Altersgruppe"]
    assert codes(pruefe(als_csv(kopf, [*FALL, "80–84"], [*FALL, ""]))) == []
    assert codes(pruefe(als_csv(kopf, [*FALL, "70–74"]))) == ["P12"]


def test_alle_befunde_auf_einmal_und_gruppiert():
    schlecht = mit(Stadtteil="Nirgends", Alter="200", Geschlecht="z")
    pruefung = pruefe(als_csv(FALLKOPF, schlecht, FALL, schlecht))
    assert sorted(codes(pruefung)) == ["P07", "P08", "P09"]
    assert all(b.zeilen == (2, 4) and b.anzahl == 2 for b in pruefung.befunde)
    assert (pruefung.gelesen, pruefung.fehlerhaft, pruefung.teile) == (3, 2, {})


def test_unbekannte_stelle_falsche_quelle_und_noch_nicht_taetig():
    zeilen = [mit(Beratungsstelle=s) for s in ("s-cott", "k-cotta", "s-striesen")]
    pruefung = pruefe(
        als_csv(FALLKOPF, *[[z[0].replace("2025", "2023"), *z[1:]] for z in zeilen]), monat=Monat(2023, 8)
    )
    assert set(codes(pruefung)) == {"P02", "P03", "P04", "P05"}


def test_kopfzeile_nach_vorspann_und_vertauschte_spalten():
    kopf, fall = FALLKOPF[::-1], FALL[::-1]
    assert eine_zeile(pruefe(als_csv(["Export aus Seniora"], [""], ["Stand 01.10.2025"], kopf, fall)))


def test_ueberschriften_mit_leerraum_und_weichem_trennstrich():
    kopf = [" MONAT ", "Beratungs\u00adstelle", "stadtteil\u00a0", *FALLKOPF[3:]]
    assert eine_zeile(pruefe(als_csv(kopf, FALL)))


@pytest.mark.parametrize("kodierung", ["utf-8-sig", "cp1252"])
def test_kodierungen(kodierung):
    pruefung = pruefe(als_csv(FALLKOPF, mit(Stadtteil="Löbtau-Süd"), kodierung=kodierung))
    assert pruefung.teile[Art.FAELLE].inhalt["neuzugang"][0][1] == "93"
    assert codes(pruefung) == (["P28"] if kodierung == "cp1252" else [])


def test_xlsx_mit_datum_und_zahlen():
    kopf = ["Datum" if name == "Monat" else name for name in FALLKOPF]
    zeile = [date(2025, 9, 15), "s-cotta", 7, 82, *FALL[4:]]
    pruefung = pruefe(als_xlsx(Fälle=[[], [], kopf, [], zeile]))
    assert eine_zeile(pruefung)[:3] == ["s-cotta", "07", "80-84"]


def test_xlsx_nennt_die_zeilennummer_der_tabelle():
    pruefung = pruefe(als_xlsx(Fälle=[[], [], FALLKOPF, [], mit(Alter="200")]))
    assert pruefung.befunde[0].zeilen == (5,)
    assert pruefung.befunde[0].blatt == "Fälle"


def test_fehlende_pflichtspalte_und_fehlende_freiwillige():
    pruefung = pruefe(als_csv(["Monat", "Stadtteil", "Alter"], ["2025-09", "07", "80"]))
    assert [(b.code, b.spalte) for b in pruefung.befunde if b.schwere is Schwere.FEHLER] == [("P20", "Beratungsstelle")]


def test_fehlende_freiwillige_spalte_ist_ein_hinweis_und_gilt_als_unbekannt():
    pruefung = pruefe(als_csv(["Monat", "Beratungsstelle"], ["2025-09", "s-cotta"]))
    assert {b.schwere for b in pruefung.befunde} == {Schwere.HINWEIS}
    assert list(pruefung.teile[Art.FAELLE].inhalt["neuzugang"]) == [
        ["s-cotta", "unbekannt", "unbekannt", "keine_angabe", "unbekannt", "unbekannt", "unbekannt", 1]
    ]


def test_unbekannte_spalte_wird_gewarnt_und_nicht_gelesen():
    pruefung = pruefe(als_csv([*FALLKOPF, "Wetter"], [*FALL, "sonnig"]))
    assert codes(pruefung) == ["P22"]
    assert "sonnig" not in str(pruefung)


def test_doppelte_ueberschrift():
    assert codes(pruefe(als_csv([*FALLKOPF, "Alter"], [*FALL, "82"]))) == ["P21"]


def test_summenzeile_wird_erkannt_nicht_gezaehlt_und_geprueft():
    leer = [""] * (len(FALLKOPF) - 2)
    gut = pruefe(als_csv(FALLKOPF, FALL, FALL, ["Gesamt", "2", *leer]))
    assert gut.summen == {"neuzugang": 2} and codes(gut) == []
    schlecht = pruefe(als_csv(FALLKOPF, FALL, FALL, ["Summe", "3", *leer]))
    assert codes(schlecht) == ["P26"]


def test_kopf_ohne_zeilen_ist_eine_nullmeldung_mit_warnung():
    pruefung = pruefe(als_csv(FALLKOPF))
    assert codes(pruefung) == ["P25"] and pruefung.summen == {"neuzugang": 0}


def test_kurze_und_lange_zeile():
    pruefung = pruefe(als_csv(FALLKOPF, FALL[:-1], [*FALL, "mehr"], [*FALL, ""]))
    assert codes(pruefung) == ["P24", "P24"]


@pytest.mark.parametrize(
    "kopf", ["Vorname", "Name", "Geburtsdatum", "Tel.", "E-Mail", "Anschrift", "Straße", "Hausnummer", "Aktenzeichen",
             "IBAN", "Versicherungsnummer", "Bemerkung", "Freitext", "Name des Klienten"],
)  # fmt: skip
def test_personenspalten_lehnen_die_datei_ab_ohne_wert_zu_nennen(kopf):
    pruefung = pruefe(als_csv([*FALLKOPF, kopf], [*FALL, "Geheimnis-4711"]))
    assert codes(pruefung) == ["E15"]
    assert f"„{kopf}“" in pruefung.befunde[0].meldung
    assert "4711" not in str(pruefung)


def test_personenliste_ohne_bekannte_spalten():
    assert codes(pruefe(als_csv(["Vorname", "Nachname"], ["Erika", "Mustermann"]))) == ["E15"]


@pytest.mark.parametrize(
    "kopf",
    [
        "Name der Beratungsstelle",
        "Wetter",
        "Mobilität des Angebots ohne Bezug zu Personen im Text dieser sehr langen Zeile",
    ],
)
def test_sachliche_ueberschrift_ist_keine_personenspalte(kopf):
    from beratung.kern.personendaten.kennzeichen import ist_personenspalte

    assert not ist_personenspalte(kopf)


def test_personendaten_in_werten():
    pruefung = pruefe(als_csv(FALLKOPF, mit(Stadtteil="erika@example.org")))
    assert codes(pruefung) == ["E16"] and "erika" not in str(pruefung)


def test_profil_uebersetzt_spalten_und_werte():
    kopf = ["Erfassungsmonat", "Einrichtung", "Wohngebiet", "Kontaktart", "Themenfeld", "Fall-Nr."]
    zeile = ["2025-09", "s-cotta", "92", "Krise", "Pflege und Gesundheit", "A1"]
    assert "E12" in codes(pruefe(als_csv(kopf, zeile)))
    pruefung = pruefe(als_csv(kopf, zeile), profil="seniora")
    assert pruefung.summen == {"information": 0, "beratung": 0, "krisenintervention": 1}


def test_feste_angaben_des_profils_ersetzen_fehlende_spalten():
    profil = profil_finden("standard")
    profil.regeln = {"fest": {"Monat": WIE_GEWAEHLT, "Beratungsstelle": "s-cotta"}}
    pruefung = pruefe(als_csv(["Stadtteil", "Alter"], ["92", "82"]), profil=profil)
    assert pruefung.teile[Art.FAELLE].inhalt["neuzugang"][0][:3] == ["s-cotta", "92", "80-84"]


def test_falsche_feste_angabe_ist_ein_fehler_mit_spalte():
    profil = profil_finden("standard")
    profil.regeln = {"fest": {"Monat": WIE_GEWAEHLT, "Beratungsstelle": "Nirgends"}}
    pruefung = pruefe(als_csv(["Stadtteil", "Alter"], ["92", "82"]), profil=profil)
    assert [(b.code, b.spalte) for b in pruefung.befunde if b.schwere == "fehler"] == [("P03", "Beratungsstelle")]
