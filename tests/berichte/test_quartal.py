"""Quartalsbericht in der Anwendung: richtige Stellen, richtige Zahlen, und keine Notiz geht verloren."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from beratung.kalender.meldungen import null_melden
from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Ausstattung, Beratungsstelle, Lieferungsteil, Neuzugang
from berichte.auswertung import quartale
from berichte.models import Quartalsnotiz
from berichte.zahlen.namen import namen
from berichte.zahlen.stellenzahlen import stellenzahlen
from dresden_senioren.kern.zeitraum import Monat, Quartal, Zeitraum

pytestmark = pytest.mark.django_db
Q3 = Quartal(2024, 3)
SEITE = "/auswertung/quartal/s-cotta/2024-Q3/"


@pytest.fixture
def cotta():
    return Beratungsstelle.objects.get(kuerzel="s-cotta")


def ohne_meldung(stelle, monat):
    """Die Datei der Quelle gilt, aber die Stelle kommt darin nicht vor."""
    for teil in Lieferungsteil.objects.filter(quelle=stelle.quelle, monat=monat.erster):
        teil.beratungsstellen.remove(stelle.kuerzel)
        teil.save()
        teil.monatswerte.filter(ebene="beratungsstelle", gebiet=stelle.kuerzel).delete()


def test_jede_stelle_zaehlt_wie_die_gespeicherten_zeilen(person):
    zeilen = quartale.liste(person("leitung"), Q3)
    roh = Neuzugang.objects.filter(
        teil__ist_gueltig=True, teil__monat__gte=Q3.zeitraum.von.erster, teil__monat__lte=Q3.zeitraum.bis.erster
    )
    gezaehlt = dict(roh.order_by().values_list("beratungsstelle").annotate(Sum("anzahl")))
    assert {z.stelle.pk: z.auslastung.ist.wert for z in zeilen} == gezaehlt
    assert len(gezaehlt) == 23


def test_nicht_genannt_ist_nicht_null_eine_nullmeldung_schon(cotta):
    juli, august = Monat(2024, 7), Monat(2024, 8)
    ohne_meldung(cotta, juli)
    ohne_meldung(cotta, august)
    null_melden(beratungsstelle=cotta, monat=august, gemeldet_am=august.letzter, woher="email", von=None)
    reihe = stellenzahlen([cotta], Q3.zeitraum).reihe(cotta, Zaehleinheit.NEUZUGANG)
    assert set(reihe.werte) == {august, Monat(2024, 9)} and reihe.werte[august] == 0


def test_wer_fehlt_steht_oben_und_wird_nicht_am_ganzen_soll_gemessen(angemeldet, person, cotta):
    ohne_meldung(cotta, Monat(2024, 9))
    erste = quartale.liste(person("leitung"), Q3)[0]
    assert erste.stelle == cotta and erste.auslastung.meldestand == "2 von 3 Monaten gemeldet"
    soll = cotta.ausstattungen.latest("gueltig_von").soll_quartal
    assert round(erste.auslastung.soll * 3) == soll * 2
    seite = angemeldet("leitung").get(SEITE).content.decode()
    assert "2 von 3 Monaten gemeldet: September 2024 fehlt." in seite


def test_ohne_ausstattung_steht_nicht_hinterlegt(angemeldet, cotta):
    Ausstattung.objects.all().delete()
    seite = angemeldet("leitung").get(SEITE).content.decode()
    assert "Soll und VzÄ sind nicht hinterlegt." in seite and "des Solls" not in seite
    liste = angemeldet("leitung").get("/auswertung/quartal/").content.decode()
    assert liste.count("nicht hinterlegt</td>") == 2 * 23


def test_koordination_sieht_ihre_bereiche(angemeldet, person):
    koordination = angemeldet("koordination")
    gesehen = {z.stelle.kuerzel for z in koordination.get("/auswertung/quartal/").context["zeilen"]}
    assert gesehen == {"s-cotta", "s-gorbitz", "k-cotta"}
    assert koordination.get(SEITE).status_code == 200
    assert koordination.get("/auswertung/quartal/s-altstadt/2024-Q3/").status_code == 404
    assert angemeldet("leitung").get("/auswertung/quartal/s-altstadt/2024-Q3/").status_code == 200


@pytest.mark.parametrize("teil", ["s-cotta/2024-Q5", "s-cotta/unsinn", "gibtesnicht/2024-Q3", "s-striesen/2023-Q2"])
def test_was_es_nicht_gibt_ist_404(angemeldet, teil):
    """Striesen öffnete im September 2023."""
    assert angemeldet("leitung").get(f"/auswertung/quartal/{teil}/").status_code == 404


def test_unbekanntes_quartal_sagt_es_und_zeigt_das_juengste_volle(angemeldet):
    antwort = angemeldet("leitung").get("/auswertung/quartal/?quartal=2031-Q1")
    assert antwort.status_code == 200 and antwort.context["quartal"] == Q3
    assert "2031-Q1" in antwort.context["hinweis"]


def test_angebrochenes_quartal_ist_nicht_die_vorgabe(angemeldet):
    Lieferungsteil.objects.filter(monat=Monat(2024, 9).erster).update(ist_gueltig=False)
    assert angemeldet("leitung").get("/auswertung/quartal/").context["quartal"] == Quartal(2024, 2)


def test_ohne_lieferung_bleibt_die_seite_lesbar(angemeldet):
    Lieferungsteil.objects.update(ist_gueltig=False)
    assert "Noch keine Zahlen" in angemeldet("leitung").get("/auswertung/quartal/").content.decode()
    assert "noch nichts gemeldet" in angemeldet("leitung").get(SEITE).content.decode()


# --- Notiz ---


def senden(client, text, vorige=""):
    return client.post(SEITE, {"text": text, "vorige": vorige})


def test_notiz_bekommt_fassungen_die_alle_lesbar_bleiben(angemeldet, cotta):
    client = angemeldet("koordination")
    assert senden(client, "Erste").status_code == 302
    erste = Quartalsnotiz.objects.get()
    assert senden(client, "Zweite", erste.pk).status_code == 302
    assert [n.text for n in quartale.notizen(cotta, Q3)] == ["Zweite", "Erste"]
    seite = client.get(SEITE).content.decode()
    assert "Erste" in seite and "Zweite" in seite and "Frühere Fassungen (1)" in seite
    assert {z.stelle.kuerzel for z in client.get("/auswertung/quartal/").context["zeilen"] if z.hat_notiz} == {
        "s-cotta"
    }


def test_zwei_personen_ueberschreiben_einander_nicht(angemeldet, cotta):
    koordination, leitung = angemeldet("koordination"), angemeldet("leitung")
    senden(koordination, "Von der Koordination")
    antwort = senden(leitung, "Von der Leitung")
    seite = antwort.content.decode()
    assert antwort.status_code == 409
    assert "Von der Koordination" in seite and "Von der Leitung" in seite
    assert Quartalsnotiz.objects.count() == 1
    zweiter = senden(leitung, "Zusammengeführt", antwort.context["form"].initial["vorige"])
    assert zweiter.status_code == 302
    assert [n.text for n in quartale.notizen(cotta, Q3)] == ["Zusammengeführt", "Von der Koordination"]


def test_die_datenbank_laesst_auf_eine_fassung_nur_eine_folgen(person, cotta):
    angaben = {"beratungsstelle": cotta, "quartal": Q3.zeitraum.von.erster, "von": person("leitung"), "text": "x"}
    erste = Quartalsnotiz.objects.create(**angaben)
    Quartalsnotiz.objects.create(vorige=erste, **angaben)
    for weitere in ({}, {"vorige": erste}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Quartalsnotiz.objects.create(**weitere, **angaben)


def test_gleichzeitig_im_selben_augenblick_gewinnt_eine(person, cotta, monkeypatch):
    """Beide haben die Prüfung hinter sich, bevor eine schreibt."""
    angaben = {"stelle": cotta, "quartal": Q3, "vorige": None, "von": person("leitung")}
    quartale.notiz_schreiben(text="schneller", **angaben)
    monkeypatch.setattr(quartale, "notizen", lambda *_: [])
    with pytest.raises(quartale.NotizVeraendert):
        quartale.notiz_schreiben(text="langsamer", **angaben)
    assert Quartalsnotiz.objects.get().text == "schneller"


def test_leere_notiz_ist_ein_fehler_und_notizen_aendert_niemand(angemeldet, cotta):
    client = angemeldet("leitung")
    assert senden(client, "  ").status_code == 422
    senden(client, "Bleibt")
    notiz = Quartalsnotiz.objects.get()
    notiz.text = "anders"
    with pytest.raises(TypeError):
        notiz.save()
    with pytest.raises(TypeError):
        notiz.delete()


def test_fremde_notiz_ist_404(angemeldet):
    antwort = angemeldet("koordination").post("/auswertung/quartal/s-altstadt/2024-Q3/", {"text": "x"})
    assert antwort.status_code == 404 and not Quartalsnotiz.objects.exists()


# --- Felder ---


def test_felder_sind_ueber_dieselben_monate_verglichen():
    """Striesen hat im 3. Quartal 2023 nur den September gemeldet; verglichen wird nur er, und die Spalte sagt es."""
    stelle = Beratungsstelle.objects.get(kuerzel="s-striesen")
    zahlen = stellenzahlen([stelle], Zeitraum(Monat(2023, 7), Monat(2024, 9)), mit_feldern=True)
    verteilung = zahlen.hauptfelder(stelle, Q3.zeitraum, namen())
    september = zahlen.reihe(stelle, Zaehleinheit.BERATUNG).werte
    assert verteilung.gesamt.heute == september[Monat(2024, 9)] == sum(p.paar.heute for p in verteilung.posten)
    assert verteilung.gesamt.frueher == september[Monat(2023, 9)] == sum(p.paar.frueher for p in verteilung.posten)


def test_seite_nennt_ihre_quelle(angemeldet, cotta):
    assert Quelle(cotta.quelle) is Quelle.SENIORA
    assert "Geförderte Seniorenberatung, Beispielträger" in angemeldet("leitung").get(SEITE).content.decode()
