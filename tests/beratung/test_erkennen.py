"""Was eine Datei über sich verrät, und was für eine unbekannte Tabelle vorgeschlagen wird."""

import pytest

from beratung.kern.befunde.befund import Befundliste, Einlesefehler
from beratung.kern.lesen.einlesen import Rohtabelle, einlesen
from beratung.kern.zaehlung import Art, Quelle
from beratung.kern.zuordnen import erkennen
from beratung.kern.zuordnen.vorschlag import Leseart, tabelle_ansehen, wert_vorschlagen
from beratung.kern.zuordnen.werte import Umfeld
from beratung.kern.zuordnen.zuordnung import Profil
from beratung.models import Zuordnungsprofil
from beratung.stammdaten.nachschlagen import profil_des_kerns, verzeichnis_laden
from dresden_senioren.kern.zeitraum import Monat

from .conftest import FALL, FALLKOPF, FIXTURES, LEISTUNGSKOPF, SEPTEMBER, leistung
from .fremdes_layout import KOPF, fremde_mappe, zeile

pytestmark = pytest.mark.django_db


def tabelle(*zeilen, blatt="") -> Rohtabelle:
    return Rohtabelle(blatt, [[str(zelle) for zelle in zeile_] for zeile_ in zeilen])


def lesen(inhalt: bytes) -> list[Rohtabelle]:
    return einlesen(inhalt, Befundliste(), hoechstgroesse=20 << 20)


def profile() -> dict[str, Profil]:
    return {p.name: profil_des_kerns(p) for p in Zuordnungsprofil.objects.neueste()}


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("export_2025-09.csv", Monat(2025, 9)),
        ("Bericht September 2025", Monat(2025, 9)),
        ("Auswertung Sept. 2025.xlsx", Monat(2025, 9)),
        ("März_2024", Monat(2024, 3)),
        ("Berichtsmonat: 09/2025", Monat(2025, 9)),
        ("9.2025", Monat(2025, 9)),
        ("zahlen202509.csv", Monat(2025, 9)),
        ("erstellt am 03.11.2025", None),
        ("Stand 2025-11-03", None),
        ("Jahr 2025", None),
        ("Aktenplan 13/2025", None),
        ("", None),
    ],
)
def test_monat_im_text(text, erwartet):
    assert erkennen.monat_im_text(text) == erwartet


@pytest.mark.parametrize(
    "datei", sorted((FIXTURES / "beispiellieferungen").glob("*.xlsx"))[:42:6], ids=lambda d: d.stem
)
def test_beispieldateien_werden_ganz_erkannt(datei):
    """Auch ohne den Dateinamen."""
    quelle, monat = datei.stem.split("_")
    tabellen = lesen(datei.read_bytes())
    treffer = erkennen.profil_erkennen(tabellen, profile())
    assert treffer.name == "standard"
    assert erkennen.monat_erkennen(tabellen, "").wert == Monat.lesen(monat)
    assert erkennen.quelle_erkennen(tabellen, Profil(), verzeichnis_laden(SEPTEMBER), "").wert == quelle


def test_angenommenes_profil_wird_an_seinen_ueberschriften_erkannt():
    kopf = ["Erfassungsmonat", "Einrichtung", "Wohngebiet", "Zugang"]
    treffer = erkennen.profil_erkennen([tabelle(kopf, ["2025-09", "s-cotta", "92", ""])], profile())
    assert (treffer.name, treffer.art) == ("seniora", Art.FAELLE)


def test_ohne_pflichtspalte_passt_kein_profil_das_naechste_wird_genannt():
    tabellen = [tabelle(["Einrichtung", "Wohngebiet", "Themenfeld"], ["s-cotta", "92", "x"])]
    assert erkennen.profil_erkennen(tabellen, profile()) is None
    assert erkennen.naechstes_profil(tabellen, profile()) == "seniora"
    assert erkennen.naechstes_profil(lesen(fremde_mappe()), profile()) == ""


def test_zwei_monate_oder_zwei_quellen_werden_nicht_erkannt():
    tabellen = [tabelle(FALLKOPF, FALL, ["2025-08", "k-cotta", *FALL[2:]])]
    assert erkennen.monat_erkennen(tabellen, "") is None
    assert erkennen.quelle_erkennen(tabellen, Profil(), verzeichnis_laden(SEPTEMBER), "") is None


def test_ein_ueberwiegender_monat_wird_erkannt_und_der_rest_genannt():
    andere = ["2025-08", *FALL[1:]]
    erkannt = erkennen.monat_erkennen([tabelle(FALLKOPF, FALL, FALL, FALL, andere)], "")
    assert (erkannt.wert, erkannt.woran) == (SEPTEMBER, "an der Spalte „Monat“; 1 Zeilen nennen aber August 2025")


def test_kopfzeile_unter_dem_vorspann():
    fremd = lesen(fremde_mappe())[0]
    assert fremd.zeilen[erkennen.kopfzeile_raten(fremd)] == KOPF
    assert erkennen.kopfzeile_raten(tabelle(FALL, FALL)) is None, "nur Daten, keine Überschriften"


@pytest.mark.parametrize(
    "tabelle_",
    [
        tabelle(["Viertel", "Vorname"], ["Cotta", "Erika"]),
        tabelle(["Viertel", "Kontakt"], ["Cotta", "erika@example.org"]),
        tabelle(["Viertel", "x"], ["Cotta", "12.08.1941"]),
    ],
)
def test_personendaten_fallen_auf_bevor_etwas_gezeigt_wird(tabelle_):
    with pytest.raises(Einlesefehler) as fehler:
        erkennen.personendaten_suchen([tabelle_], kennt=lambda text: False)
    assert "Erika" not in str(fehler.value) and "1941" not in str(fehler.value)


def ansehen(tabelle_: Rohtabelle, **gewaehlt):
    leser = Leseart(Profil(), Umfeld(Quelle.SENIORA, SEPTEMBER, verzeichnis_laden(SEPTEMBER)))
    return tabelle_ansehen(tabelle_, leser, allein=True, **gewaehlt)


def test_vorschlaege_aus_ueberschrift_und_werten():
    bild = ansehen(tabelle(KOPF, *[zeile(nr) for nr in range(20)]))
    vorschlaege = {s.ueberschrift: s.vorschlag and s.vorschlag.ziel.ueberschrift for s in bild.spalten}
    assert bild.art is Art.FAELLE
    assert vorschlaege == {
        "lfd": None, "Wohnviertel": "Stadtteil", "Alter in Jahren": "Alter", "M/W": "Geschlecht",
        "Fam.-Stand": "Familienstand", "Migr.": "Migrationshintergrund", "Kam über": None,
    }  # fmt: skip
    gruende = {s.ueberschrift: s.vorschlag.grund for s in bild.spalten if s.vorschlag}
    assert gruende["Wohnviertel"] == "75 % der Werte lassen sich so lesen"


def test_werte_nur_von_katalogspalten_und_nie_viele():
    viele = [[nr, f"Ort {nr}", 70, "W", "led.", "J", f"freier Text {nr}"] for nr in range(60)]
    bild = ansehen(tabelle([*KOPF[:1], "Stadtteil", *KOPF[2:]], *viele))
    werte = {s.ueberschrift: s.werte for s in bild.spalten}
    assert werte["Stadtteil"] == () and werte["Kam über"] == () and werte["Alter in Jahren"] == ()
    assert werte["Fam.-Stand"] == ("led.",)


def test_art_und_kopfzeile_lassen_sich_waehlen():
    leistungen = tabelle(["Export", "Test"], LEISTUNGSKOPF, leistung())
    assert ansehen(leistungen).art is Art.LEISTUNGEN
    bild = ansehen(leistungen, art=Art.SUMMEN, kopf=0)
    assert (bild.art, bild.kopf, bild.spalten[0].ueberschrift) == (Art.SUMMEN, 0, "Export")


@pytest.mark.parametrize(
    ("wert", "erwartet"),
    [("verw.", "verwitwet"), ("led.", "ledig"), ("verheiratt", "verheiratet"), ("x", ""), ("ver", ""), ("", "")],
)
def test_wert_vorschlagen(wert, erwartet):
    auswahl = {"ledig": "ledig", "verheiratet": "verheiratet", "verwitwet": "verwitwet"}
    assert wert_vorschlagen(wert, auswahl) == erwartet


@pytest.mark.parametrize(
    ("wert", "erwartet"),
    [("SB Cotta", "s-cotta"), ("Beratungsdienst Plauen", "s-plauen"), ("Beratung", ""), ("Cotta/Plauen", "")],
)
def test_ein_wort_das_nur_eine_stelle_hat_ist_ein_vorschlag(wert, erwartet):
    auswahl = {f"s-{ort.casefold()}": f"Seniorenberatung {ort} (Beispiel)" for ort in ("Cotta", "Plauen", "Prohlis")}
    assert wert_vorschlagen(wert, auswahl) == erwartet
