"""Stammdaten als Tabelle: eingefügt oder hochgeladen, geprüft, gezeigt, und dann alles oder nichts."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beratung.kern.lesen.stammtabelle import Tabellenfehler, ganze_zahl, zeilen_lesen
from beratung.models import Ausstattung, Bezugsbevoelkerung, Stadtteil
from beratung.stammdaten.tabellen import AUSSTATTUNGSSPALTEN, BEVOELKERUNGSSPALTEN
from tests.massnahmen.seitentext import text

from .conftest import als_csv, als_xlsx

pytestmark = pytest.mark.django_db
STELLEN, LEUTE = reverse("beratung:ausstattung_tabelle"), reverse("beratung:bevoelkerung_tabelle")
ANGABEN = {"stichtag": "2024-12-31", "quelle": "Melderegister (Beispiel)"}


def absenden(client, url, **daten):
    antwort = client.post(url, daten)
    assert antwort.status_code == 200, text(antwort)
    weiter = {name: wert for name, wert in daten.items() if name != "datei"}
    weiter["tabelle"] = antwort.context["form"]["tabelle"].value()
    return antwort, client.post(url, weiter | {"gesehen": antwort.context["gesehen"]})


def test_zeilen_mit_und_ohne_kopf():
    ohne = zeilen_lesen("s-cotta\t01/2025\t1,75\t80\n\ns-plauen\t01/2025\t2\t", AUSSTATTUNGSSPALTEN)
    assert [z.nr for z in ohne] == [1, 3]
    assert ohne[1].werte == ("s-plauen", "01/2025", "2", "")
    mit = zeilen_lesen("Einwohner\n80+;Bemerkung;Stadtteil;60+\n10;x;07;100", BEVOELKERUNGSSPALTEN)
    assert [(z.nr, z.werte) for z in mit] == [(3, ("07", "100", "10"))]


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        ("Stadtteil;Einwohner;ab 80 Jahre\n07;1;1", "In der Kopfzeile fehlt 60+ und 80+."),
        ("Stadtteil;60+;80+\n", "keine Zeilen"),
        ("07 100 10\n08 90 9", "nur eine Spalte"),
        ("07;1;1\n" * 501, "mehr als 500 Zeilen"),
    ],
)
def test_was_keine_tabelle_ist(inhalt, satz):
    with pytest.raises(Tabellenfehler, match=satz.replace("+", r"\+")):
        zeilen_lesen(inhalt, BEVOELKERUNGSSPALTEN)


@pytest.mark.parametrize(
    ("geschrieben", "zahl"), [("1.234", 1234), ("0", 0), ("", None), ("–", None), ("12345", 12345)]
)
def test_ganze_zahlen(geschrieben, zahl):
    assert ganze_zahl(geschrieben) == zahl


@pytest.mark.parametrize("geschrieben", ["=1+1", "12,5", "-3", "1.23", "viele"])
def test_keine_ganzen_zahlen(geschrieben):
    with pytest.raises(ValueError, match="keine ganze Zahl"):
        ganze_zahl(geschrieben)


AUSSTATTUNG = """Beratungsstelle\tGültig ab\tVzÄ\tSoll je Quartal
Seniorenberatung Cotta (Beispiel)\t01/2025\t2,25\t1.100
s-cotta\t2024-01-01\t1,75\t80
s-plauen\t01.07.2024\t\t90
s-gorbitz\t2023-01\t2\t85
"""


def test_ausstattung_einfuegen_zeigt_erst_und_schreibt_dann(administration):
    vorher = Ausstattung.objects.count()
    antwort = administration.post(STELLEN, {"tabelle": AUSSTATTUNG})
    seite = text(antwort)
    assert "Noch nicht gespeichert" in seite
    assert "ab 01.01.2025 1,75 VzÄ und 80 Fälle je Quartal 2,25 VzÄ und 1.100 Fälle je Quartal" in seite
    assert "ab 01.01.2024 1,75 VzÄ und 80 Fälle je Quartal unverändert" in seite
    assert "ab 01.07.2024 1,75 VzÄ und 80 Fälle je Quartal VzÄ unbekannt und 90 Fälle je Quartal" in seite
    assert "1,75 VzÄ und 80 Fälle je Quartal 2,00 VzÄ und 85 Fälle je Quartal" in seite
    assert (Ausstattung.objects.count(), Ausstattung.history.count()) == (vorher, 0), "nur zur Probe geschrieben"
    _, antwort = absenden(administration, STELLEN, tabelle=AUSSTATTUNG)
    assert antwort.status_code == 302
    assert Ausstattung.objects.count() == vorher + 2
    cotta = Ausstattung.objects.filter(beratungsstelle__kuerzel="s-cotta").order_by("gueltig_von")
    assert [z.gueltig_bis for z in cotta] == [date(2023, 12, 31), date(2024, 12, 31), None]
    assert cotta.last().vzae == Decimal("2.25")
    antwort = administration.post(STELLEN, {"tabelle": AUSSTATTUNG})
    assert "Nichts zu speichern" in text(antwort)


def test_ausstattung_mit_fehlern_schreibt_nichts(administration):
    vorher = list(Ausstattung.objects.order_by("pk").values())
    tabelle = (
        "s-cotta;15.01.2025;1,75;80\nGibt es nicht;01/2025;1;1\ns-plauen;bald;1;1\ns-gorbitz;01/2025;viel;\n"
        "s-leuben;01/2025;60;1\ns-neustadt;01/2025;1;1\ns-neustadt;2025-01;2;2\ns-pieschen;02/2025;1;70"
    )
    antwort = administration.post(STELLEN, {"tabelle": tabelle})
    assert antwort.status_code == 422
    seite = text(antwort)
    for satz in (
        "Zeile 1: „15.01.2025“ liegt mitten im Monat.",
        "Zeile 2: Die Beratungsstelle „Gibt es nicht“ gibt es nicht.",
        "Zeile 3: „bald“ ist kein Monat.",
        "Zeile 4: VzÄ: ",
        "Zeile 5: VzÄ: Mehr als 50 VzÄ",
        "ab 01/2025 mehrmals da (Zeilen 6 und 7)",
    ):
        assert satz in seite
    assert "s-pieschen;02/2025" in seite, "die Eingabe bleibt stehen"
    assert list(Ausstattung.objects.order_by("pk").values()) == vorher


def test_ausstattung_aus_excel_und_csv(administration):
    mappe = als_xlsx(Ausstattung=[["Stelle", "ab", "VZÄ", "Soll"], ["s-cotta", date(2025, 2, 1), 1.5, 70]])
    antwort = administration.post(STELLEN, {"datei": SimpleUploadedFile("a.xlsx", mappe)})
    assert "ab 01.02.2025" in text(antwort)
    assert "s-cotta\t2025-02-01\t1,5\t70" in antwort.context["form"]["tabelle"].value()
    inhalt = als_csv(["Stelle", "ab", "VZÄ", "Soll"], ["s-cotta", "02/2025", "1,5", "70"], kodierung="cp1252")
    _, antwort = absenden(administration, STELLEN, datei=SimpleUploadedFile("a.csv", inhalt))
    assert antwort.status_code == 302
    assert Ausstattung.objects.filter(gueltig_von="2025-02-01").count() == 1


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        (b"", "Die Datei enthält keine Zahlen."),
        (b"%PDF-1.7", "ein PDF"),
        (b"a;b\x00", "Nullbytes"),
        (b"x" * (2 * 1024 * 1024 + 1), "größer als 2 MB"),
    ],
)
def test_falsche_dateien_bekommen_ihren_satz(administration, inhalt, satz):
    antwort = administration.post(STELLEN, {"datei": SimpleUploadedFile("a.xlsx", inhalt)})
    assert antwort.status_code == 422
    assert satz in text(antwort)


def einwohnertabelle(**anders) -> str:
    """Alle 61 Zeilen der Statistikstelle; `anders`: Nr. → Zeile."""
    nummern = Stadtteil.objects.filter(zusammengefasst_mit=None).values_list("nr", flat=True)
    zeilen = [anders.get(f"nr{nr}", f"{nr};1.{nr}0;{int(nr)}") for nr in nummern]
    return "\n".join(["Stadtteil;60+;80+", *filter(None, zeilen)])


def test_bevoelkerung_eintragen_ansehen_berichtigen(administration):
    assert "Noch keine eingetragen" in text(administration.get(reverse("beratung:bevoelkerung")))
    vorschau, antwort = absenden(administration, LEUTE, tabelle=einwohnertabelle(), **ANGABEN)
    assert "Es fehlen" not in text(vorschau)
    assert Bezugsbevoelkerung.objects.count() == 122
    seite = text(administration.get(antwort.url))
    assert "Stand 31.12.2024" in seite
    assert "07 Johannstadt-Süd 1.070 7" in seite
    assert "34 Hellerberge in 31 Klotzsche enthalten" in seite
    assert "Anna Beispiel Tabelle – 122 Zahlen eingetragen, 0 geändert" in seite
    vorschau, antwort = absenden(administration, LEUTE, tabelle="7;1080;7", **ANGABEN)
    assert "07 Johannstadt-Süd, 60+ 1.070 1.080" in text(vorschau)
    assert "07 Johannstadt-Süd, 80+ 7 unverändert" in text(vorschau)
    seite = text(administration.get(antwort.url))
    assert "1.070 Einwohner 60+ (Melderegister (Beispiel)) 1.080 Einwohner 60+ (Melderegister (Beispiel))" in seite
    assert seite.count("Zahlen eingetragen") == 2


def test_bevoelkerung_nennt_was_fehlt(administration):
    vorschau, antwort = absenden(administration, LEUTE, tabelle=einwohnertabelle(nr07="", nr06="06;200;"), **ANGABEN)
    assert "Es fehlen 07 Johannstadt-Süd." in text(vorschau)
    seite = text(administration.get(antwort.url))
    assert "Es fehlen Zahlen zu 06 Johannstadt-Nord und 07 Johannstadt-Süd." in seite
    assert "200 fehlt" in seite


def test_falscher_stichtag_verschwindet_und_bleibt_in_der_geschichte(administration):
    _, antwort = absenden(administration, LEUTE, tabelle="07;100;10", **ANGABEN)
    assert "Zu 60 von 61 Stadtteilen fehlen Zahlen" in text(administration.get(antwort.url))
    url = reverse("beratung:bevoelkerung_loeschen", args=["2024-12-31"])
    assert "2 Einwohnerzahlen" in text(administration.get(url))
    assert administration.post(url).status_code == 302
    assert not Bezugsbevoelkerung.objects.exists()
    assert Bezugsbevoelkerung.history.filter(history_type="-").count() == 2
    assert administration.get(url).status_code == 404


def test_bevoelkerung_prueft_jede_zeile(administration):
    tabelle = (
        "07;100;101\nAtlantis;1;1\n04;viele;1\n05;10;1\n5;11;1\n33;50;5\n34;;\nDresden insgesamt;999;99\n"
        "Johannstadt-Nord;=1+1;1"
    )
    antwort = administration.post(LEUTE, {"tabelle": tabelle, **ANGABEN})
    assert antwort.status_code == 422
    seite = text(antwort)
    for satz in (
        "Zeile 1: 07 Johannstadt-Süd: 80+ (101) kann nicht größer sein als 60+ (100).",
        "Zeile 2: „Atlantis“ ist kein Stadtteil.",
        "60+ – „viele“ ist keine ganze Zahl.",
        "Steht schon in Zeile 4.",
        "nur zusammen mit 31 Klotzsche",
        "Zeile 8: „Dresden insgesamt“ ist eine Summenzeile und wird nicht übernommen.",
        "„=1+1“ ist keine ganze Zahl.",
    ):
        assert satz in seite
    assert "Zeile 7:" not in seite
    assert not Bezugsbevoelkerung.objects.exists()


def test_bevoelkerung_braucht_stichtag_und_quelle(administration):
    antwort = administration.post(LEUTE, {"tabelle": "07;1;1", "stichtag": "2999-01-01"})
    assert antwort.status_code == 422
    assert "Der Tag liegt in der Zukunft." in text(antwort)
    assert "Nennen Sie, woher die Zahlen kommen." in text(antwort)
    assert antwort.context["form"]["tabelle"].value() == "07;1;1"


def test_geaenderte_tabelle_wird_noch_einmal_gezeigt(administration):
    daten = {"tabelle": "07;100;10", **ANGABEN}
    gesehen = administration.post(LEUTE, daten).context["gesehen"]
    antwort = administration.post(LEUTE, daten | {"tabelle": "07;200;10", "gesehen": gesehen})
    assert antwort.status_code == 200
    assert not Bezugsbevoelkerung.objects.exists()


def test_name_aus_der_tabelle_wird_nie_zu_html(administration):
    antwort = administration.post(STELLEN, {"tabelle": "<script>x</script>;01/2025;1;1\na;b;c;d"})
    assert b"<script>x" not in antwort.content
