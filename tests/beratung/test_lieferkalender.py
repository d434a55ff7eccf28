"""Wer hat was wann geliefert: Fristen, Nullmeldungen, Öffnung und Schließung, Pünktlichkeit, Erinnerungen."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beratung.fehler import Lieferungsfehler
from beratung.kalender import lieferkalender, meldungen
from beratung.kern.kalender.lieferlage import Eingang, Frist, Lage, Puenktlichkeit, lage
from beratung.kern.verzeichnis import Stelle
from beratung.kern.zaehlung import Quelle
from beratung.lieferungen.uebernahme import zuruecknehmen
from beratung.models import Beratungsstelle, Lieferfrist, Nullmeldung, Traeger
from beratung.stammdaten import fristen
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Protokolleintrag

from .conftest import FALL, FALLKOPF, SEPTEMBER, als_csv, faelle, lade

pytestmark = pytest.mark.django_db
NUR_SEPTEMBER = Zeitraum(SEPTEMBER, SEPTEMBER)


def stelle(von=None, bis=None) -> Stelle:
    return Stelle("s", "Stelle", Quelle.SENIORA, "cotta", von, bis, False)


def lage_im_september(*, eingang=None, heute=date(2025, 10, 11), von=None, bis=None, ab=SEPTEMBER) -> Lage:
    return lage(stelle(von, bis), SEPTEMBER, frist=Frist(), eingang=eingang, erfasst_ab=ab, heute=heute).lage


@pytest.mark.parametrize(
    ("angaben", "erwartet"),
    [
        ({"eingang": Eingang(date(2025, 10, 10), 1)}, Lage.RECHTZEITIG),
        ({"eingang": Eingang(date(2025, 10, 11), 1)}, Lage.VERSPAETET),
        ({"eingang": Eingang(date(2025, 10, 10), 1, True)}, Lage.NULLMELDUNG),
        ({"eingang": Eingang(date(2025, 10, 11), 1, True)}, Lage.NULLMELDUNG_VERSPAETET),
        ({}, Lage.FEHLT),
        ({"heute": date(2025, 10, 10)}, Lage.NICHT_FAELLIG),
        ({"von": date(2025, 10, 1)}, Lage.NOCH_NICHT_TAETIG),
        ({"von": date(2025, 9, 30)}, Lage.FEHLT),
        ({"bis": date(2025, 8, 31)}, Lage.NICHT_MEHR_TAETIG),
        ({"bis": date(2025, 9, 1)}, Lage.FEHLT),
        ({"ab": Monat(2025, 10)}, Lage.NICHT_ERFASST),
        ({"ab": None}, Lage.NICHT_ERFASST),
    ],
)
def test_lage_eines_monats(angaben, erwartet):
    assert lage_im_september(**angaben) is erwartet


def test_frist_ueber_den_jahreswechsel():
    assert Frist().faellig_am(Monat(2024, 12)) == date(2025, 1, 10)
    assert Frist(28, 2).faellig_am(Monat(2024, 12)) == date(2025, 2, 28)


def test_puenktlichkeit_zaehlt_nur_was_erwartet_war():
    lagen = [
        lage(stelle(), SEPTEMBER, frist=Frist(), eingang=e, erfasst_ab=SEPTEMBER, heute=heute)
        for e, heute in (
            (Eingang(date(2025, 10, 1), 1), date(2025, 10, 2)),
            (Eingang(date(2025, 10, 1), 1, True), date(2025, 10, 2)),
            (Eingang(date(2025, 10, 12), 1), date(2025, 11, 1)),
            (None, date(2025, 11, 1)),
            (None, date(2025, 10, 1)),
        )
    ]
    quartal = Puenktlichkeit.aus(lagen)
    assert (quartal.in_worten, str(quartal.prozent)) == ("2 von 4 rechtzeitig, 1 verspätet, 1 fehlt", "50.0")
    assert Puenktlichkeit.aus([]).prozent is None


# --- aus der Datenbank -----------------------------------------------------------------------------------------------


def im_kalender(kuerzel: str, zeitraum=NUR_SEPTEMBER):
    """Die Monatslagen einer Beratungsstelle."""
    for blatt in lieferkalender.traegerblaetter(zeitraum):
        for eine, lagen in blatt.zeilen:
            if eine.kuerzel == kuerzel:
                return lagen
    raise AssertionError(kuerzel)


def liefere(anzahl: int, am: date, *stellen: str):
    """Eine übernommene Lieferung mit Fällen dieser Stellen, eingegangen an diesem Tag."""
    zeilen = [[FALL[0], kuerzel, *FALL[2:]] for kuerzel in stellen or ("s-cotta",)] * anzahl
    lieferung = lade(als_csv(FALLKOPF, *zeilen))
    meldungen.eingang_berichtigen(lieferung, eingegangen_am=am, von=None)
    return lieferung


def melde_null(kuerzel="s-gorbitz", monat=SEPTEMBER, am=date(2025, 10, 5)):
    eine = Beratungsstelle.objects.get(kuerzel=kuerzel)
    return meldungen.null_melden(beratungsstelle=eine, monat=monat, gemeldet_am=am, woher="email", von=None)


def test_rechtzeitig_ist_wer_in_der_ersten_datei_war():
    liefere(3, date(2025, 10, 8))
    neu = liefere(4, date(2025, 10, 20), "s-cotta", "s-gorbitz")
    (cotta,), (gorbitz,) = im_kalender("s-cotta"), im_kalender("s-gorbitz")
    assert (cotta.lage, cotta.eingang.am, cotta.eingang.nummer) == (Lage.RECHTZEITIG, date(2025, 10, 8), neu.pk)
    assert (gorbitz.lage, gorbitz.eingang.am) == (Lage.VERSPAETET, date(2025, 10, 20))
    assert im_kalender("s-altstadt")[0].lage is Lage.FEHLT, "eine Datei ohne Zeilen der Stelle ist keine Meldung"


def test_zurueckgenommenes_ist_nicht_geliefert():
    zuruecknehmen(liefere(3, date(2025, 10, 8)), von=None, grund="Irrtum")
    assert im_kalender("s-cotta")[0].lage is Lage.FEHLT


def test_wer_aus_der_korrektur_verschwindet_fehlt_wieder():
    liefere(3, date(2025, 10, 8), "s-cotta", "s-gorbitz")
    liefere(4, date(2025, 10, 20), "s-cotta")
    assert im_kalender("s-gorbitz")[0].lage is Lage.FEHLT


def test_gelieferte_null_ist_geliefert():
    kopf = ["Monat", "Zähleinheit", "Beratungsstelle", "Anzahl"]
    lade(als_csv(kopf, ["2025-09", "Neuzugang", "s-cotta", "0"]))
    assert im_kalender("s-cotta")[0].lage in (Lage.RECHTZEITIG, Lage.VERSPAETET)


def test_stelle_vor_ihrer_eroeffnung_wird_nicht_erwartet():
    lagen = im_kalender("s-striesen", Zeitraum(Monat(2023, 8), Monat(2023, 9)))
    assert lagen[0].lage is Lage.NOCH_NICHT_TAETIG and lagen[1].eingang


def test_neue_frist_gilt_nicht_rueckwirkend():
    traeger = Traeger.objects.get(name="Beispielträger Elbe e. V.")
    meldungen.traeger_pflegen(traeger, email="", tag=5, monate_danach=1, gilt_ab=Monat(2025, 10), von=None)
    assert fristen.frist(traeger, SEPTEMBER) == Frist()
    assert fristen.frist(traeger, Monat(2025, 12)) == Frist(5, 1)


def test_kalender_braucht_immer_gleich_viele_abfragen(angemeldet):
    administration = angemeldet("administration")

    def abfragen():
        with CaptureQueriesContext(connection) as gezaehlt:
            assert administration.get("/beratung/kalender/?jahr=2025").status_code == 200
        return len(gezaehlt)

    vorher = abfragen()
    liefere(3, date(2025, 10, 8), "s-cotta", "s-gorbitz")
    melde_null("s-altstadt")
    neu = Traeger.objects.create(name="Weiterer")
    Beratungsstelle.objects.create(name="Weitere", kuerzel="weitere", traeger=neu, quelle="fmg")
    Lieferfrist.objects.create(traeger=neu, gilt_ab=date(2025, 1, 1), tag=3, monate_danach=2)
    assert abfragen() == vorher <= 20


# --- Nullmeldung -----------------------------------------------------------------------------------------------------


def test_nullmeldung_ist_eine_aussage_und_laesst_sich_zuruecknehmen():
    liefere(3, date(2025, 10, 8))
    meldung = melde_null()
    assert im_kalender("s-gorbitz")[0].lage is Lage.NULLMELDUNG
    with pytest.raises(Lieferungsfehler, match="Grund"):
        meldungen.nullmeldung_zuruecknehmen(meldung, grund=" ", von=None)
    meldungen.nullmeldung_zuruecknehmen(meldung, grund="Doch Fälle", von=None)
    assert im_kalender("s-gorbitz")[0].lage is Lage.FEHLT
    with pytest.raises(Lieferungsfehler, match="schon zurückgenommen"):
        meldungen.nullmeldung_zuruecknehmen(meldung, grund="noch einmal", von=None)
    melde_null()
    ereignisse = Protokolleintrag.objects.filter(ereignis__startswith="nullmeldung").order_by("pk")
    assert [e.ereignis for e in ereignisse] == [
        "nullmeldung_erfasst", "nullmeldung_zurueckgenommen", "nullmeldung_erfasst",
    ]  # fmt: skip


def test_zahlen_und_nullmeldung_widersprechen_sich():
    liefere(3, date(2025, 10, 8))
    with pytest.raises(Lieferungsfehler, match=r"Cotta.*Zahlen neben einer Nullmeldung"):
        melde_null("s-cotta")
    melde_null("s-gorbitz")
    with pytest.raises(Lieferungsfehler, match=r"Gorbitz.*Nehmen Sie die Nullmeldung im Lieferkalender zurück"):
        liefere(3, date(2025, 10, 9), "s-gorbitz")
    assert im_kalender("s-gorbitz")[0].lage is Lage.NULLMELDUNG


def test_auch_die_ruecknahme_bringt_keine_zahlen_neben_eine_nullmeldung():
    liefere(3, date(2025, 10, 8), "s-cotta", "s-gorbitz")
    neu = liefere(4, date(2025, 10, 20), "s-cotta")
    melde_null("s-gorbitz")
    with pytest.raises(Lieferungsfehler, match="neben einer Nullmeldung"):
        zuruecknehmen(neu, von=None, grund="Irrtum")
    neu.refresh_from_db()
    assert neu.status == "uebernommen"


@pytest.mark.parametrize(
    ("kuerzel", "monat", "satz"),
    [
        ("s-striesen", Monat(2023, 8), "nicht als tätig geführt"),
        ("s-gorbitz", Monat.von_tag(timezone.localdate()), "noch nicht zu Ende"),
    ],
)
def test_nullmeldung_die_nicht_sein_kann(kuerzel, monat, satz):
    with pytest.raises(Lieferungsfehler, match=satz):
        melde_null(kuerzel, monat)
    assert not Nullmeldung.objects.exists()


def test_nullmeldung_nur_einmal():
    melde_null()
    with pytest.raises(Lieferungsfehler, match="schon eine Nullmeldung"):
        melde_null()


# --- die Seiten ------------------------------------------------------------------------------------------------------


def test_kalenderseite_zeigt_zeichen_worte_und_wege(angemeldet):
    html = angemeldet("administration").get("/beratung/kalender/").content.decode()
    worte = {"Lieferkalender 2024", "rechtzeitig geliefert", "verspätet geliefert", "10. des Folgemonats", "66,7 %",
             "An Fehlendes erinnern", "10 von 15 rechtzeitig, 5 verspätet", "nullmeldung/?stelle=s-cotta"}  # fmt: skip
    assert {wort for wort in worte if wort not in html} == set()
    fuer_leitung = angemeldet("leitung").get("/beratung/kalender/").content.decode()
    assert "Frist und Adresse ändern" not in fuer_leitung and "/beratung/lieferungen/" not in fuer_leitung


def test_nullmeldung_im_browser(angemeldet):
    administration = angemeldet("administration")
    adresse = reverse("beratung:nullmeldung_neu") + "?stelle=s-cotta&monat=2025-09"
    html = administration.get(adresse).content.decode()
    assert 'value="2025-09"' in html and "selected" in html
    angaben = {"monat": "2025-09", "gemeldet_am": "2025-10-02", "woher": "telefon"}
    assert administration.post(adresse, angaben).status_code == 422
    eine = Beratungsstelle.objects.get(kuerzel="s-cotta")
    assert administration.post(adresse, angaben | {"beratungsstelle": eine.pk}).status_code == 302
    antwort = administration.post(adresse, angaben | {"beratungsstelle": eine.pk})
    assert antwort.status_code == 422 and "schon eine Nullmeldung" in antwort.content.decode()
    meldung = Nullmeldung.objects.get()
    rueck = reverse("beratung:nullmeldung_zuruecknehmen", args=[meldung.pk])
    assert administration.post(rueck, {"grund": ""}).status_code == 422
    assert administration.post(rueck, {"grund": "Irrtum"}).status_code == 302


def test_frist_im_browser(angemeldet):
    elbe = Traeger.objects.get(name="Beispielträger Elbe e. V.")
    administration = angemeldet("administration")
    adresse = reverse("beratung:traeger", args=[elbe.pk])
    angaben = {"email": "neu@elbe.example", "tag": "31", "monate_danach": "1", "gilt_ab": "2025-01"}
    assert "spätere gibt es nicht in jedem Monat" in administration.post(adresse, angaben).content.decode()
    assert administration.post(adresse, angaben | {"tag": "15"}).status_code == 302
    elbe.refresh_from_db()
    assert (elbe.email, elbe.fristen.get().tag) == ("neu@elbe.example", 15)


def test_eingang_berichtigen(angemeldet):
    lieferung = lade(faelle(3))
    administration = angemeldet("administration")
    adresse = reverse("beratung:lieferung_eingang", args=[lieferung.pk])
    assert administration.post(adresse, {"eingegangen_am": "2999-01-01"}).status_code == 422
    assert administration.post(adresse, {"eingegangen_am": "2025-10-07"}).status_code == 302
    lieferung.refresh_from_db()
    assert lieferung.eingegangen_am == date(2025, 10, 7)
