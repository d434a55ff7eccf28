"""Festschreiben: Was einmal festgehalten ist, bleibt, was immer danach geschieht."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from beratung.models import Beratungsstelle, Planungsbereich
from berichte.akten import inhalt as akten
from berichte.akten.erstellen import setzen
from berichte.akten.festschreiben import FestschreibenAbgelehnt, festschreiben, geltende, inhalt, wiederoeffnen
from berichte.arten import BERICHTSARTEN, BerichtNichtMoeglich, Geltung
from berichte.ausgabe import AUSGABEN
from berichte.kern.akten import vergleichskapitel
from berichte.kern.akten.bericht import Kapitel, Massnahmentabelle, Zahlentabelle
from berichte.kern.akten.festschrift import FestschriftUnlesbar, inhaltssumme
from berichte.kern.geheimhaltung import Fassung, FassungVerweigert, freigeben
from berichte.kern.tabelle import Schutz
from berichte.models import Botschaftsfassung, Festschreibung, Freigabewert
from dresden_senioren.models import Ereignis, Protokolleintrag

from .aktenhilfen import akte, melde_abgeschlossen, nimm_september_zurueck
from .weitergabe import erteilte_freigabe

pytestmark = pytest.mark.django_db


def _zeilen(bericht) -> list:
    """Alle Zahlen und Maßnahmen."""
    tabellen = [b.tabelle.zeilen for b in bericht.bausteine if isinstance(b, Zahlentabelle)]
    return tabellen + [b.zeilen for b in bericht.bausteine if isinstance(b, Massnahmentabelle)]


def _auspacken(datei: bytes):
    """Jedes Paket Teil für Teil, auch eingebettete; nur der Zeitpunkt des Schreibens bleibt weg."""
    if not zipfile.is_zipfile(io.BytesIO(datei)):
        return datei
    with zipfile.ZipFile(io.BytesIO(datei)) as paket:
        return {n: _auspacken(paket.read(n)) for n in paket.namelist() if n != "docProps/core.xml"}


@pytest.mark.langsam
def test_die_datei_aus_dem_festgeschriebenen_ist_dieselbe_wie_zuvor(person):
    eine, leitung = akte(), person("leitung")
    vorher = akten.entwurf(eine, von=leitung)
    danach = inhalt(Festschreibung.objects.get(pk=festschreiben(eine, von=leitung).pk))
    assert danach == vorher
    for dateiformat in sorted(AUSGABEN.keys() & set(BERICHTSARTEN[eine.art].formate)):
        erste, zweite = (setzen(bericht, Fassung.INTERN, dateiformat, "heute").inhalt for bericht in (vorher, danach))
        assert _auspacken(erste) == _auspacken(zweite), dateiformat


def test_neue_meldungen_und_zurueckgenommene_lieferungen_aendern_nichts(person):
    eine, leitung = akte(), person("leitung")
    festgeschrieben = festschreiben(eine, von=leitung)
    vorher = inhalt(festgeschrieben)
    melde_abgeschlossen()
    nimm_september_zurueck(leitung)
    danach = inhalt(Festschreibung.objects.get(pk=festgeschrieben.pk))
    assert danach == vorher and inhaltssumme(danach) == festgeschrieben.inhaltssumme
    neu = akten.entwurf(eine, von=leitung)
    assert _zeilen(neu) != _zeilen(vorher), "sonst bewiese der Versuch nichts"


def test_wieder_geoeffnet_entsteht_eine_neue_version_und_die_alte_bleibt(person):
    eine, leitung = akte(), person("leitung")
    erste = festschreiben(eine, von=leitung)
    alt = inhalt(erste)
    assert geltende(eine) == erste
    wiederoeffnen(erste, grund=" Sachstand nachgemeldet ", von=leitung)
    assert geltende(eine) is None
    melde_abgeschlossen()
    zweite = festschreiben(eine, von=leitung)
    assert [f.nummer for f in eine.festschreibungen.order_by("nummer")] == [1, 2] and geltende(eine) == zweite
    assert inhalt(Festschreibung.objects.get(pk=erste.pk)) == alt != inhalt(zweite)
    eintraege = Protokolleintrag.objects.filter(ereignis=Ereignis.BERICHT_WIEDEREROEFFNET)
    assert [e.angaben["grund"] for e in eintraege] == ["Sachstand nachgemeldet"]


@pytest.mark.parametrize("art", BERICHTSARTEN)
def test_jede_berichtsart_laesst_sich_festschreiben(person, art):
    stelle, bereich = Beratungsstelle.objects.get(kuerzel="s-cotta"), Planungsbereich.objects.get(kuerzel="cotta")
    gilt_fuer = {
        Geltung.STADT: {},
        Geltung.PLANUNGSBEREICH: {"planungsbereich": bereich},
        Geltung.BERATUNGSSTELLE: {"planungsbereich": bereich, "beratungsstelle": stelle},
    }
    eine = akte(art=art, **gilt_fuer[BERICHTSARTEN[art].geltung])
    festgeschrieben = festschreiben(eine, von=person("leitung"))
    assert inhalt(Festschreibung.objects.get(pk=festgeschrieben.pk)) == akten.entwurf(eine, von=person("leitung"))


def test_zweimal_festschreiben_geht_nicht(person):
    eine = akte()
    festschreiben(eine, von=person("leitung"))
    with pytest.raises(FestschreibenAbgelehnt, match=r"schon festgeschrieben \(Version 1\)"):
        festschreiben(eine, von=person("leitung"))
    assert eine.festschreibungen.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Festschreibung.objects.create(akte=eine, nummer=1, inhalt={}, inhaltssumme="")


def test_ein_text_der_waehrend_des_bauens_dazukommt_wird_nicht_ueberfahren(person):
    """Die andere Person schreibt, während der Bericht seine Zahlen liest."""
    eine, andere = akte(art="auswertung"), person("administration")

    def schreibt_dazwischen(ausfuehren, sql, *rest):
        if "beratung_monatswert" in sql and not eine.botschaften.exists():
            Botschaftsfassung.objects.create(akte=eine, schluessel="neuzugaenge", botschaft="Eben.", von=andere)
        return ausfuehren(sql, *rest)

    with connection.execute_wrapper(schreibt_dazwischen):
        with pytest.raises(FestschreibenAbgelehnt, match="Eben hat jemand einen Text geändert"):
            festschreiben(eine, von=person("leitung"))
        assert not eine.festschreibungen.exists()
        festschreiben(eine, von=person("leitung"))  # gelesen und noch einmal: jetzt mit dem Text
    assert eine.festschreibungen.count() == 1


def test_wieder_oeffnen_braucht_einen_grund_und_die_geltende_version(person):
    eine = akte()
    erste = festschreiben(eine, von=person("leitung"))
    with pytest.raises(FestschreibenAbgelehnt, match="nennen Sie den Grund"):
        wiederoeffnen(erste, grund="  ", von=person("leitung"))
    wiederoeffnen(erste, grund="Versehen", von=person("leitung"))
    with pytest.raises(FestschreibenAbgelehnt, match="schon wieder geöffnet"):
        wiederoeffnen(erste, grund="Versehen", von=person("leitung"))


def test_was_das_haus_nicht_verlassen_darf_wird_nicht_als_weitergabe_festgeschrieben(person):
    eine = akte(fassung="weitergabe")
    with pytest.raises((FassungVerweigert, BerichtNichtMoeglich)):
        festschreiben(eine, von=person("leitung"))
    assert not eine.festschreibungen.exists()


def test_zur_weitergabe_bleiben_die_geschuetzten_zahlen_ihrer_freigabe(person):
    erste_freigabe, leitung = erteilte_freigabe(), person("leitung")
    eine = akte(fassung="weitergabe")
    erste = festschreiben(eine, von=leitung)
    alt = inhalt(erste)
    assert erste.freigabe_id == alt.freigabe == erste_freigabe
    assert {herkunft.schutz for herkunft in alt.herkuenfte} == {Schutz.GESCHUETZT, Schutz.OHNE_SOZIALDATEN}
    zweite_freigabe = erteilte_freigabe()
    Freigabewert.objects.filter(freigabe=zweite_freigabe).update(anzahl=F("anzahl") + 5)
    assert inhalt(Festschreibung.objects.get(pk=erste.pk)) == alt
    wiederoeffnen(erste, grund="Berichtigung", von=leitung)
    zweite = festschreiben(eine, von=leitung)
    assert zweite.freigabe_id == zweite_freigabe and _zeilen(inhalt(zweite)) != _zeilen(alt)
    vergleich = (Kapitel("Vergleich"), *vergleichskapitel.bausteine(alt, inhalt(zweite)))
    freigeben(replace(alt, bausteine=vergleich), Fassung.WEITERGABE)


def test_festgeschriebenes_laesst_sich_nicht_aendern_oder_loeschen(person):
    festgeschrieben = festschreiben(akte(), von=person("leitung"))
    for aendern in (festgeschrieben.save, festgeschrieben.delete, Festschreibung.objects.all().delete):
        with pytest.raises(TypeError, match="nie geändert"):
            aendern()
    with pytest.raises(TypeError, match="nie geändert"):
        Festschreibung.objects.update(inhaltssumme="")


@pytest.mark.parametrize("stelle", ["3080", "Seniorenberatung"])
def test_eine_aenderung_an_der_anwendung_vorbei_faellt_auf(person, stelle):
    festgeschrieben = festschreiben(akte(), von=person("leitung"))
    text = json.dumps(festgeschrieben.inhalt, ensure_ascii=False)
    assert stelle in text
    gefaelscht = text.replace(stelle, "3081", 1)
    with connection.cursor() as zeiger:
        befehl = "UPDATE berichte_festschreibung SET inhalt = %s WHERE id = %s"
        zeiger.execute(befehl, [gefaelscht, festgeschrieben.pk])
    with pytest.raises(FestschriftUnlesbar, match="passt nicht zu seiner Prüfsumme"):
        inhalt(Festschreibung.objects.get(pk=festgeschrieben.pk))


def test_verglichen_wird_nur_mit_derselben_fassung(person):
    """Genau minus geschützt verriete, was geschützt ist."""
    frueher = festschreiben(akte(), von=person("leitung"))
    assert akten.wunsch(akte(vergleich_mit=frueher), von=None).frueher == inhalt(frueher)
    with pytest.raises(BerichtNichtMoeglich, match="derselben Fassung"):
        akten.wunsch(akte(fassung="weitergabe", vergleich_mit=frueher), von=None)
