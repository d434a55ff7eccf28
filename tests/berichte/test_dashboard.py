"""Die Dashboards: dieselben Zahlen wie der Kern, jede Auswahl in der Adresse, ehrlich in jedem Zustand."""

import gzip
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beratung.kalender.monatsstand import festlegen
from beratung.kern.befunde.befund import Befund
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.models import Ausstattung, Beratungsstelle, Lieferung, Lieferungsteil, Planungsbereich, Stellengebiet
from beratung.pruefung import befunde
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat
from massnahmen.models import Kennzahlbezug, Massnahme

pytestmark = pytest.mark.django_db
STADT, COTTA = "/auswertung/stadt/", "/auswertung/bereich/cotta/"
GESCHUETZT, HOECHSTENS_BYTES = "\u00a0", 30_000  # der Seite, gepackt


@pytest.fixture
def lesen(angemeldet):
    """`lesen("leitung", STADT)` → der Text der Seite ohne Auszeichnung, Leerraum vereinheitlicht."""

    def holen(rolle, pfad):
        antwort = angemeldet(rolle).get(pfad)
        assert antwort.status_code == 200
        html = re.sub(r"<script.*?</script>", "", antwort.content.decode(), flags=re.S)
        return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", html))

    return holen


# --- Zahlen -----------------------------------------------------------------------------------------------------------


def test_die_stadt_zeigt_die_zahlen_der_folien(lesen):
    text = lesen("leitung", STADT)
    assert "Januar bis September 2024, geförderte und kommunale Seniorenberatung zusammen." in text
    assert "Verglichen mit Januar bis September 2023." in text
    assert f"mehr: von 4.106 auf 4.361 (+6,2{GESCHUETZT}%)" in text
    assert f"stieg von 61,7{GESCHUETZT}% (01–09/2023) auf 70,6{GESCHUETZT}% (01–09/2024)" in text
    assert "Zahlen vorläufig, Stand" in text


@pytest.mark.parametrize(
    ("quelle", "zahl"),
    [("seniora", f"mehr: von 2.535 auf 3.080 (+21,5{GESCHUETZT}%)"),
     ("fmg", f"weniger: von 1.571 auf 1.281 (−18,5{GESCHUETZT}%)")],
)  # fmt: skip
def test_eine_quelle(lesen, quelle, zahl):
    text = lesen("leitung", f"{STADT}?von=2024-01&bis=2024-09&quelle={quelle}&vergleich=vorjahr")
    assert zahl in text
    assert "Anteil gefördert" not in text


def test_der_planungsbereich_zeigt_seine_stellen_und_seine_massnahmen(lesen):
    text = lesen("koordination", COTTA)
    assert f"mehr: von 622 auf 667 (+7,2{GESCHUETZT}%)" in text
    assert "Seniorenberatung Gorbitz (Beispiel)" in text and "Seniorenberatung Pieschen" not in text
    assert "deren Wortlaut oder Schritte „Cotta“ oder „Planungsbereich…“ nennen" in text
    assert "4.1.2. Aufbau und Umsetzung des operativen Controlling im Planungsbereich" in text


def test_summe_der_planungsbereiche_ist_die_stadt(angemeldet):
    zeilen = angemeldet("leitung").get(STADT).context["bereichszeilen"]
    assert len([zeile for zeile in zeilen if zeile.adresse]) == 10
    assert sum(zeile.posten.paar.heute for zeile in zeilen) == 4361
    assert sum(zeile.posten.paar.frueher for zeile in zeilen) == 4106


# --- Auswahl ----------------------------------------------------------------------------------------------------------


def gewaehlt(antwort) -> list[str]:
    return [wahl.name for gruppe in antwort.context["auswahlleiste"] for wahl in gruppe.wahlen if wahl.ist_gewaehlt]


def test_jede_wahl_steht_in_der_adresse_und_bleibt(angemeldet):
    client = angemeldet("leitung")
    seite = client.get(STADT)
    assert gewaehlt(seite) == ["2024 bis September", "zusammen", "Vorjahr"]
    wege = {w.name: w for gruppe in seite.context["auswahlleiste"] for w in gruppe.wahlen}
    assert list(wege) == [
        "2024 bis September", "September 2024", "3. Quartal 2024", "letzte 12 Monate", "2023",
        "zusammen", "gefördert", "kommunal", "Vorjahr", "Zeitraum davor",
    ]  # fmt: skip
    assert wege["letzte 12 Monate"].zusatz == wege["2023"].zusatz == "Vergleich unvollständig"
    assert wege["2024 bis September"].zusatz == ""
    quartal = client.get(f"{STADT}?{wege['3. Quartal 2024'].parameter}")
    assert gewaehlt(quartal) == ["3. Quartal 2024", "zusammen", "Vorjahr"]
    kommunal = next(w for g in quartal.context["auswahlleiste"] for w in g.wahlen if w.name == "kommunal")
    dort = client.get(f"{STADT}?{kommunal.parameter}")
    assert gewaehlt(dort) == ["3. Quartal 2024", "kommunal", "Vorjahr"]
    davor = next(w for g in dort.context["auswahlleiste"] for w in g.wahlen if w.name == "Zeitraum davor")
    text = client.get(f"{STADT}?{davor.parameter}").content.decode()
    assert "Verglichen mit April bis Juni 2024." in text
    assert text.count('aria-current="true"') == 4  # drei der Auswahl, einer der Navigation


@pytest.mark.parametrize(
    ("parameter", "satz"),
    [
        ("von=quatsch&bis=2024-09", "„quatsch“ ist kein Monat der Form JJJJ-MM"),
        ("von=2024-01", "„“ ist kein Monat der Form JJJJ-MM"),
        ("von=2024-09&bis=2024-01", "endet (2024-01) vor seinem Beginn (2024-09)"),
        ("von=2024-13&bis=2024-14", "2024-13 ist kein Monat"),
        ("von=1900-01&bis=2899-12", "ist länger als 10 Jahre"),
        ("von=1900-01&bis=1900-02", "liegt nicht zwischen 1990 und 2099"),
        ("quelle=quatsch", "Diese Quelle gibt es nicht; gezeigt werden beide zusammen."),
        ("vergleich=quatsch", "Diesen Vergleich gibt es nicht; verglichen wird mit dem Vorjahr."),
    ],
)
def test_falsche_angaben_sagen_was_falsch_ist_und_zeigen_die_vorgabe(lesen, parameter, satz):
    text = lesen("koordination", f"{COTTA}?{parameter}")
    assert satz in text
    assert "Januar bis September 2024, geförderte und kommunale" in text


# --- Zustände ---------------------------------------------------------------------------------------------------------


def test_ohne_zahlen(lesen):
    Lieferungsteil.objects.update(ist_gueltig=False)
    for rolle, pfad, weiter in (("leitung", STADT, "Im Lieferkalender"), ("koordination", COTTA, "Nachlesen, was")):
        assert "Noch keine Zahlen" in (seite := lesen(rolle, pfad)) and weiter in seite


def test_eine_quelle_fehlt_ganz(angemeldet, lesen):
    Lieferungsteil.objects.filter(quelle=Quelle.FMG).update(ist_gueltig=False)
    text = lesen("leitung", STADT)
    assert "Die kommunale Seniorenberatung hat für Januar bis September 2024 nichts gemeldet" in text
    assert "Nur gefördert ansehen" in text and "In diesem Zeitraum ist nichts zu zählen" not in text
    parameter = angemeldet("leitung").get(STADT).context["andere_parameter"]
    assert "von 2.535 auf 3.080" in lesen("leitung", f"{STADT}?{parameter}")


def test_ein_fehlender_monat_wird_nicht_verglichen(lesen):
    Lieferungsteil.objects.filter(quelle=Quelle.FMG, monat=date(2024, 9, 1)).update(ist_gueltig=False)
    text = lesen("leitung", STADT)
    assert "September 2024 ist für die kommunale Seniorenberatung noch nicht gemeldet." in text
    assert "Verglichen werden nur Monate, die in beiden Zeiträumen gemeldet sind: Januar bis August 2024 mit" in text


def test_kein_vergleichbarer_monat(lesen):
    text = lesen("leitung", f"{STADT}?von=2023-01&bis=2023-12")
    assert "Kein Vergleich mit 2022: Kein Monat ist in beiden Zeiträumen gemeldet." in text
    assert "in 2023; 2022 ist nicht gemeldet, darum kein Vergleich" in text
    leer = lesen("leitung", f"{STADT}?von=2020-01&bis=2020-03")
    assert "nichts zu zählen" in leer and "Keine gemeldeten Zahlen" in leer and "Was fällt auf" not in leer


def test_festigkeit_steht_im_kopf(lesen):
    for quelle in Quelle:
        festlegen(quelle=quelle, monat=Monat(2024, 9), zustand=Zustand.ENDGUELTIG, grund="geprüft", von=None)
    september = lesen("koordination", f"{COTTA}?von=2024-09&bis=2024-09&vergleich=davor")
    assert "Zahlen vorläufig (August 2024), endgültig (September 2024), Stand" in september


def test_bereich_ohne_beratungsstelle_und_kleine_zahlen(lesen):
    Stellengebiet.objects.filter(planungsbereich__kuerzel="cotta").delete()
    text = lesen("koordination", f"{COTTA}?von=2024-09&bis=2024-09&quelle=fmg&vergleich=vorjahr")
    assert "Zu diesem Gebiet gehört im Zeitraum keine Beratungsstelle dieser Auswahl." in text


def test_nicht_hinterlegtes_ist_nicht_null(angemeldet):
    Ausstattung.objects.filter(beratungsstelle__kuerzel="s-cotta").delete()
    abschnitte = angemeldet("koordination").get(COTTA).context["abschnitte"]
    tabelle = next(a["abbildung"].tabelle for a in abschnitte if a["abbildung"].schluessel == "stellen")
    je_stelle = {zeile[0]: zeile for zeile in tabelle.geschrieben}
    assert je_stelle["Seniorenberatung Cotta (Beispiel)"][2:7] == [
        "nicht hinterlegt", "nicht hinterlegt", "241", "x", "x",
    ]  # fmt: skip
    assert je_stelle["Seniorenberatung Gorbitz (Beispiel)"][2:7] == [
        "1,75", "240", "229", f"95,4{GESCHUETZT}%", "130,9",
    ]  # fmt: skip


def test_wer_nichts_gemeldet_hat_steht_als_fehlend_da(angemeldet):
    for teil in Lieferungsteil.objects.filter(quelle=Quelle.SENIORA, monat=date(2024, 9, 1), ist_gueltig=True):
        teil.beratungsstellen = [kuerzel for kuerzel in teil.beratungsstellen if kuerzel != "s-cotta"]
        teil.save()
    abschnitte = angemeldet("koordination").get(COTTA).context["abschnitte"]
    stellen = next(a["abbildung"] for a in abschnitte if a["abbildung"].schluessel == "stellen")
    assert "bei einer fehlt wenigstens ein Monat" in stellen.befund
    zeile = next(zeile for zeile in stellen.tabelle.geschrieben if zeile[0].startswith("Seniorenberatung Cotta"))
    assert zeile[-3:] == ["geliefert", "geliefert", "fehlt"]
    soll_acht_monate = next(z for z in stellen.tabelle.zeilen if z[0].startswith("Seniorenberatung Cotta"))[3]
    assert soll_acht_monate == 213  # acht Drittel von 80


# --- Befunde und Maßnahmen --------------------------------------------------------------------------------------------


def mit_befund(code="P52", schwere=Schwere.WARNUNG):
    lieferung = Lieferung.objects.filter(quelle=Quelle.SENIORA, monat=date(2024, 9, 1), teile__ist_gueltig=True).first()
    befund = Befund(code, schwere, "Ein Sprung.", gegenstand="neuzugang///")
    lieferung.befunde = [befund.als_dict()]
    lieferung.save()
    return lieferung, befund


def test_offene_und_beobachtete_befunde(lesen):
    assert "Was die Prüfung in den Lieferungen dieses Zeitraums bemerkt hat, ist entschieden." in lesen(
        "leitung", STADT
    )
    lieferung, befund = mit_befund()
    assert "September 2024, gefördert 1 noch nicht entschieden:" in lesen("koordination", COTTA)
    assert "noch nicht entschieden" not in lesen("koordination", f"{COTTA}?von=2024-01&bis=2024-08")
    befunde.entscheiden(lieferung, befund, urteil="beobachten", begruendung="Wir schauen.", von=None)
    text = lesen("koordination", COTTA)
    assert "1 unter Beobachtung:" in text and "noch nicht entschieden" not in text


def test_nur_wer_darf_kommt_zum_befund(angemeldet):
    mit_befund()
    ziel = reverse("beratung:monat", args=["seniora", "2024-09"])
    assert ziel in angemeldet("leitung").get(COTTA).content.decode()
    assert ziel not in angemeldet("koordination").get(COTTA).content.decode()


def test_verbundene_massnahmen_stehen_zuerst(angemeldet):
    massnahme = Massnahme.objects.get(nr="8.1.1.")
    Kennzahlbezug.objects.create(massnahme=massnahme, kennzahl="neuzugaenge")
    Kennzahlbezug.objects.create(massnahme=massnahme, kennzahl="beratungen")
    erste = angemeldet("koordination").get(COTTA).context["massnahmen"][0]
    assert (erste.nr, len(erste.kennzahlen)) == ("8.1.1.", 2)
    assert [m.nr for m in angemeldet("leitung").get(STADT).context["massnahmen"]] == ["8.1.1."]


# --- Planungsbereiche und Startseite ----------------------------------------------------------------------------------


def test_ein_bereich_fuehrt_gleich_dorthin_mehrere_stehen_zur_wahl(angemeldet, person, lesen):
    assert angemeldet("koordination").get("/auswertung/bereich/").url == COTTA
    Planungsbereich.objects.get(kuerzel="prohlis").koordination.add(person("koordination"))
    text = lesen("koordination", "/auswertung/bereich/")
    assert "Cotta" in text and "Prohlis" in text and "Pieschen" not in text
    assert "Prohlis" in lesen("koordination", COTTA)
    Planungsbereich.koordination.through.objects.all().delete()
    assert "Ihnen ist noch kein Planungsbereich zugeordnet" in lesen("koordination", "/auswertung/bereich/")


def test_die_startseite_fuehrt_hin(angemeldet, lesen):
    text = lesen("koordination", "/")
    assert "Planungsbereich Cotta" in text and "622 → 667" in text
    assert COTTA in angemeldet("koordination").get("/").content.decode()
    assert STADT in angemeldet("leitung").get("/").content.decode()


def test_ein_bereich_ohne_faelle_zeigt_saetze_statt_leerer_tabellen(angemeldet):
    Planungsbereich.objects.create(kuerzel="leer", name="Leer")
    seite = angemeldet("leitung").get("/auswertung/bereich/leer/")
    assert seite.status_code == 200
    assert not [a["abbildung"].schluessel for a in seite.context["abschnitte"] if a["hat_offene_tabelle"]]
    assert "Beratungen: keine in 01–09/2024." in seite.content.decode()


def test_offene_tabellen_und_lange_balken_haben_platz(angemeldet):
    for rolle, pfad, hohe in (("leitung", STADT, {"stadtteile"}), ("koordination", COTTA, set())):
        abschnitte = {a["abbildung"].schluessel: a for a in angemeldet(rolle).get(pfad).context["abschnitte"]}
        assert {name for name, a in abschnitte.items() if a["ist_breit"]} == {"unterfelder", "stellen"}
        assert {name for name, a in abschnitte.items() if a["ist_hoch"]} == hohe


# --- Aufwand ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rolle", "pfad"), [("leitung", STADT), ("koordination", COTTA)])
def test_die_seite_ist_klein_und_gleich_viele_abfragen(angemeldet, rolle, pfad):
    mit_befund()
    client = angemeldet(rolle)
    anzahlen = set()
    for parameter in ("", "?von=2024-09&bis=2024-09&quelle=seniora&vergleich=davor", "?von=2016-01&bis=2024-12"):
        with CaptureQueriesContext(connection) as abfragen:
            seite = client.get(pfad + parameter)
        anzahlen.add(len(abfragen))
        assert len(gzip.compress(seite.content)) <= HOECHSTENS_BYTES
    assert len(anzahlen) == 1 and max(anzahlen) <= 19, [a["sql"][:120] for a in abfragen]


def test_lange_namen_und_sonderzeichen_bleiben_text(lesen):
    Beratungsstelle.objects.filter(kuerzel="s-cotta").update(name="Stelle <b>mit</b> & sehr langem Namen " * 4)
    assert "&lt;b&gt;mit&lt;/b&gt; &amp; sehr langem" in lesen("koordination", COTTA)


def test_plotly_laedt_nur_wo_etwas_zu_zeichnen_ist(angemeldet):
    client = angemeldet("leitung")
    assert b"plotly/plotly.min" in client.get(STADT).content
    assert b"plotly/plotly.min" not in client.get(f"{STADT}?von=2020-01&bis=2020-03").content


def test_gleiche_zahlen_und_kleine_zahlen_in_den_karten(lesen):
    text = lesen("leitung", "/auswertung/bereich/klotzsche/?von=2024-09&bis=2024-09&quelle=fmg&vergleich=vorjahr")
    assert "mehr: von 3 auf 8 09/2023" in text and "= unverändert 10" in text
