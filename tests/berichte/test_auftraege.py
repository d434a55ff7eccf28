"""Bestellte Berichte: Die Datei ist ganz da oder gar nicht, und nur für die, die sie bestellt hat."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from docx import Document

from berichte.akten import auftraege
from berichte.akten.erstellen import Berichtsdatei
from berichte.akten.festschreiben import festschreiben, wiederoeffnen
from berichte.ausgabe import dateipruefung
from berichte.ausgabe.fehler import SatzGescheitert
from berichte.models import Berichtsauftrag, Folienvorlage
from dresden_senioren import arbeiter
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag

from .aktenhilfen import adresse, akte, bestelle, fertig, melde_abgeschlossen, zweite_leitung

pytestmark = pytest.mark.django_db


@pytest.fixture
def leitung(person) -> Benutzer:
    return person("leitung")


@pytest.fixture
def gerufen(monkeypatch) -> list[str]:
    """Welche Arbeiter gestartet worden wären."""
    liste = []
    monkeypatch.setattr(arbeiter, "starten", liste.append)
    return liste


# --- bestellen -------------------------------------------------------------------------------------------------------


def test_bestellt_wartet_der_bericht_und_ein_arbeiter_wird_gerufen(leitung, gerufen):
    auftrag = bestelle(leitung)
    assert (auftrag.zustand, auftrag.inhalt, gerufen) == ("wartet", None, ["berichtsauftraege_abarbeiten"])


def test_fertig_ist_die_datei_ganz_und_protokolliert(leitung):
    auftrag = fertig(bestelle(leitung))
    assert hashlib.sha256(bytes(auftrag.inhalt)).hexdigest() == auftrag.sha256
    text = "\n".join(absatz.text for absatz in Document(io.BytesIO(bytes(auftrag.inhalt))).paragraphs)
    assert "umfasst 49 Maßnahmen" in text
    assert (auftrag.platz, auftrag.fortschritt, len(auftrag.inhaltssumme)) == (None, 100, 64)
    eintrag = Protokolleintrag.objects.get(ereignis=Ereignis.BERICHT_ERSTELLT)
    assert (eintrag.benutzer, eintrag.gegenstand) == ("leitung", auftrag.dateiname)
    assert eintrag.angaben["inhaltssumme"] == auftrag.inhaltssumme and eintrag.angaben["fassung"] == "intern"


def test_was_schon_bestellt_ist_wird_nicht_noch_einmal_bestellt(leitung, person, gerufen):
    eine = akte()
    erster = auftraege.beauftragen(eine, "docx", von=leitung)
    assert auftraege.beauftragen(eine, "docx", von=leitung) == erster
    assert auftraege.beauftragen(eine, "pdf", von=leitung) != erster
    assert auftraege.beauftragen(eine, "docx", von=zweite_leitung()) != erster
    assert gerufen == ["berichtsauftraege_abarbeiten"] * 3


def test_unveraendertes_wird_nicht_noch_einmal_gesetzt(leitung, monkeypatch):
    eine = akte()
    erster = fertig(auftraege.beauftragen(eine, "docx", von=leitung))
    gesetzt = []
    monkeypatch.setattr(auftraege, "setzen", lambda *args: gesetzt.append(args))
    zweiter = fertig(auftraege.beauftragen(eine, "docx", von=leitung))
    assert zweiter != erster and zweiter.sha256 == erster.sha256 and gesetzt == []


def test_geaendertes_wird_neu_gesetzt(leitung):
    eine = akte()
    erster = fertig(auftraege.beauftragen(eine, "docx", von=leitung))
    melde_abgeschlossen()
    zweiter = fertig(auftraege.beauftragen(eine, "docx", von=leitung))
    assert zweiter.inhaltssumme != erster.inhaltssumme and zweiter.sha256 != erster.sha256


def test_festgeschriebenes_liegt_gleich_da(leitung):
    eine = akte()
    festschreiben(eine, von=leitung)
    erster = fertig(auftraege.beauftragen(eine, "docx", von=leitung))
    melde_abgeschlossen()
    assert erster.festschreibung.nummer == 1
    assert auftraege.beauftragen(eine, "docx", von=leitung) == erster
    assert auftraege.beauftragen(eine, "docx", von=zweite_leitung()) != erster, "jede Datei nennt ihre Person"


def test_auch_eine_fruehere_version_bleibt_abrufbar(leitung):
    eine = akte()
    version = festschreiben(eine, von=leitung)
    wiederoeffnen(version, grund="Nachmeldung", von=leitung)
    melde_abgeschlossen()
    alt = fertig(auftraege.beauftragen(eine, "docx", von=leitung, festschreibung=version))
    neu = fertig(auftraege.beauftragen(eine, "docx", von=leitung))
    assert alt.inhaltssumme == version.inhaltssumme != neu.inhaltssumme


def test_eine_neue_folienvorlage_macht_fertige_folien_ungueltig(leitung):
    eine = akte(art="auswertung")
    festschreiben(eine, von=leitung)
    folien, word = (fertig(auftraege.beauftragen(eine, name, von=leitung)) for name in ("pptx", "docx"))
    Folienvorlage.objects.create(name="neu", von=leitung)
    assert auftraege.beauftragen(eine, "pptx", von=leitung) != folien
    assert auftraege.beauftragen(eine, "docx", von=leitung) == word


def test_ein_format_das_es_nicht_gibt_wird_abgelehnt(leitung):
    for dateiformat in ("odt", "", "../../etc"):
        with pytest.raises(auftraege.AuftragAbgelehnt, match="gibt es nicht als"):
            auftraege.beauftragen(akte(), dateiformat, von=leitung)


# --- der Arbeiter ----------------------------------------------------------------------------------------------------


def test_nur_ein_arbeiter_zugleich(leitung):
    erster, zweiter = bestelle(leitung), bestelle(leitung)
    assert auftraege.naechsten_beanspruchen() == erster
    assert auftraege.naechsten_beanspruchen() is None, "der Platz ist besetzt"
    Berichtsauftrag.objects.filter(pk=erster.pk).update(zustand="fertig", platz=None)
    assert auftraege.naechsten_beanspruchen() == zweiter


def test_was_nicht_geht_sagt_warum_und_haelt_die_anderen_nicht_auf(leitung, monkeypatch, caplog):
    verweigert = bestelle(leitung, fassung="weitergabe")
    stolpert, danach = bestelle(leitung), bestelle(leitung)
    echt = auftraege.setzen

    def setzen(bericht, fassung, dateiformat, abruf):
        if Berichtsauftrag.objects.get(platz=1) == stolpert:
            raise RuntimeError("mit Absicht")
        return echt(bericht, fassung, dateiformat, abruf)

    monkeypatch.setattr(auftraege, "setzen", setzen)
    assert auftraege.arbeiten() == 3
    zustaende = {a.pk: (a.zustand, a.fehler) for a in Berichtsauftrag.objects.all()}
    assert zustaende[verweigert.pk][0] == "gescheitert" and "Freigabe" in zustaende[verweigert.pk][1]
    assert zustaende[stolpert.pk] == ("gescheitert", auftraege.UNSER_FEHLER) and "mit Absicht" in caplog.text
    assert zustaende[danach.pk] == ("fertig", "")


def test_eine_unvollstaendige_datei_bekommt_niemand(leitung, monkeypatch, caplog):
    echt = auftraege.setzen

    def halb(*args):
        datei = echt(*args)
        return Berichtsdatei(datei.name, datei.medientyp, datei.inhalt[: len(datei.inhalt) // 2])

    monkeypatch.setattr(auftraege, "setzen", halb)
    auftrag = bestelle(leitung)
    auftraege.arbeiten()
    auftrag.refresh_from_db()
    assert (auftrag.zustand, auftrag.inhalt) == ("gescheitert", None) and "ist unvollständig" in caplog.text


@pytest.mark.parametrize(
    ("dateiformat", "inhalt"),
    [("pdf", b""), ("pdf", b"%PDF-1.7\n1 0 obj"), ("docx", b"PK\3\4"), ("xlsx", b""), ("csv", b"\xff"), ("csv", b"a")],
)  # fmt: skip
def test_die_pruefung_erkennt_halbe_dateien(dateiformat, inhalt):
    with pytest.raises(SatzGescheitert, match="unvollständig"):
        dateipruefung.pruefen(inhalt, dateiformat)
    dateipruefung.pruefen("a;ä\r\n".encode("utf-8-sig"), "csv")


def test_ein_toter_arbeiter_gibt_ab_und_es_geht_von_selbst_weiter(leitung, angemeldet, gerufen):
    auftrag = bestelle(leitung)
    auftraege.naechsten_beanspruchen()
    Berichtsauftrag.objects.update(lebenszeichen=timezone.now() - auftraege.STILLE - timedelta(seconds=1))
    gerufen.clear()
    html = angemeldet("leitung").get(adresse(auftrag)).content.decode()
    assert "gleich an der Reihe" in html and gerufen == ["berichtsauftraege_abarbeiten"]
    assert fertig(auftrag).anlaeufe == 2


def test_ein_lebender_arbeiter_behaelt_seinen_auftrag(leitung, gerufen):
    bestelle(leitung)
    auftraege.naechsten_beanspruchen()
    gerufen.clear()
    auftraege.aufraeumen()
    auftraege.rufen()
    assert Berichtsauftrag.objects.get().zustand == "laeuft" and gerufen == []


def test_gerufen_wird_erst_wieder_wenn_sich_niemand_meldet(leitung, gerufen):
    bestelle(leitung)
    for _ in range(3):
        auftraege.rufen()
    assert len(gerufen) == 1
    Berichtsauftrag.objects.update(lebenszeichen=timezone.now() - auftraege.RUFPAUSE - timedelta(seconds=1))
    auftraege.rufen()
    assert len(gerufen) == 2


def test_was_immer_wieder_abbricht_wird_aufgegeben(leitung):
    auftrag = bestelle(leitung)
    for _ in range(auftraege.ANLAEUFE_HOECHSTENS):
        assert auftraege.naechsten_beanspruchen() == auftrag
        Berichtsauftrag.objects.update(lebenszeichen=timezone.now() - timedelta(hours=1))
        auftraege.aufraeumen()
    auftrag.refresh_from_db()
    assert (auftrag.zustand, auftrag.fehler) == ("gescheitert", auftraege.ZU_OFT_ABGEBROCHEN)


def test_wer_abgegeben_hat_schreibt_nichts_mehr(leitung, monkeypatch, caplog):
    """Der erste Arbeiter war nur langsam; inzwischen hat ein anderer den Auftrag."""
    auftrag = bestelle(leitung)
    erster = auftraege.naechsten_beanspruchen()
    Berichtsauftrag.objects.update(lebenszeichen=timezone.now() - timedelta(hours=1))
    auftraege.aufraeumen()
    assert auftraege.naechsten_beanspruchen().anlaeufe == 2
    auftraege.erledigen(erster)
    auftrag.refresh_from_db()
    assert (auftrag.zustand, auftrag.inhalt, auftrag.schritt) == ("laeuft", None, "wartet")
    assert "gehört einem anderen Arbeiter" in caplog.text


def test_dateien_aus_entwuerfen_liegen_einen_tag_aus_festgeschriebenem_sieben(leitung):
    entwurf, fest = fertig(bestelle(leitung)), akte()
    festschreiben(fest, von=leitung)
    fester = fertig(auftraege.beauftragen(fest, "docx", von=leitung))
    for tage, bleiben in ((0.9, {entwurf, fester}), (1.1, {fester}), (6.9, {fester}), (7.1, set())):
        Berichtsauftrag.objects.update(angefordert_am=timezone.now() - timedelta(days=tage))
        auftraege.aufraeumen()
        assert set(Berichtsauftrag.objects.all()) == bleiben, tage
