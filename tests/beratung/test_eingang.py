"""Der Eingang: erkennen, bestätigen, lesen lassen; und die Datei ist weg, sobald sie niemand mehr braucht."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from beratung.eingang import ablage
from beratung.eingang.profile import speichern
from beratung.models import Eingang, Lieferung
from dresden_senioren.models import Benutzer, Protokolleintrag
from tests.massnahmen.seitentext import text

from .conftest import FALL, FALLKOPF, LEISTUNGSKOPF, als_csv, lade, leistung
from .eingangshilfen import GUT, dateien, einziger, hochladen

pytestmark = pytest.mark.django_db


def liegt_vor(lieferung) -> str:
    seit = timezone.localtime(lieferung.erstellt_am)
    return f"Diese Datei liegt schon seit dem {seit:%d.%m.%Y} als Lieferung {lieferung.pk} vor"


# --- erkennen, nie still ---------------------------------------------------------------------------------------------


def test_eine_datei_ohne_angaben_wird_erkannt_und_zur_bestaetigung_gezeigt(administration):
    html = hochladen(administration, ("zahlen.csv", GUT)).content.decode()
    assert "Erkannt an der Spalte „Monat“." in html
    assert "Erkannt an der Spalte „Beratungsstelle“: Beratungsstelle Seniorenberatung Cotta (Beispiel)." in html
    assert "Erkannt an den Überschriften" in html
    assert einziger().zustand == "braucht_angaben"
    assert not Lieferung.objects.filter(monat="2025-09-01").exists(), "vor der Bestätigung geschieht nichts"

    html = bestaetigen(administration).content.decode()
    lieferung = Lieferung.objects.get(monat="2025-09-01")
    assert (lieferung.quelle, lieferung.zeilen_gelesen, lieferung.profil.name) == ("seniora", 2, "standard")
    assert "Gelesen mit dem Profil Standardformat" in html
    assert dateien() == []


def bestaetigen(client, **anders):
    eingang = einziger()
    angaben = {"quelle": eingang.quelle, "monat": f"{eingang.monat:%Y-%m}" if eingang.monat else "",
               "art": eingang.art, "profil": eingang.profil_id or ""}  # fmt: skip
    return client.post(reverse("beratung:eingang_detail", args=[eingang.pk]), angaben | anders, follow=True)


def test_erkanntes_laesst_sich_aendern(administration):
    hochladen(administration, ("zahlen.csv", GUT))
    html = bestaetigen(administration, monat="2025-08").content.decode()
    assert "(P02)" in html, "gelesen wird mit dem geänderten Monat"
    assert einziger().woran_erkannt.keys() == {"quelle", "profil", "art"}


def test_was_nicht_erkannt_wird_ist_gefragt(administration):
    hochladen(administration, ("x.csv", als_csv(LEISTUNGSKOPF)))
    html = bestaetigen(administration).content.decode()
    assert "Nicht erkannt, bitte angeben." in html and "Wählen Sie den Monat." in html
    assert einziger().zustand == "braucht_angaben"


def test_gewaehltes_geht_sofort_weiter(administration):
    antwort = hochladen(administration, ("zahlen.csv", GUT), quelle="seniora", monat="2025-09")
    assert antwort.redirect_chain[-1][0] == reverse(
        "beratung:lieferung_detail", args=[Lieferung.objects.latest("pk").pk]
    )
    assert dateien() == []


def test_mehrere_dateien_auf_einmal(administration):
    leistungen = als_csv(LEISTUNGSKOPF, leistung(stelle="k-cotta"))
    html = hochladen(administration, ("a.csv", GUT), ("b.csv", leistungen), ("c.pdf", b"%PDF-1.7")).content.decode()
    assert "3 Dateien werden gerade gelesen" in html
    call_command("eingang_abarbeiten")
    zustaende = dict(Eingang.objects.values_list("dateiname", "zustand"))
    assert zustaende == {"a.csv": "braucht_angaben", "b.csv": "braucht_angaben", "c.pdf": "abgelehnt"}
    assert dict(Eingang.objects.values_list("dateiname", "quelle")) == {"a.csv": "seniora", "b.csv": "fmg", "c.pdf": ""}
    administration.post(reverse("beratung:eingang_alle"))
    call_command("eingang_abarbeiten")
    assert Lieferung.objects.filter(monat="2025-09-01").count() == 2
    assert list(Eingang.objects.offen().values_list("dateiname", flat=True)) == ["c.pdf"]
    assert dateien() == []


def test_abgelehntes_geht_auf_einmal_aus_der_liste(administration):
    hochladen(administration, ("a.csv", GUT), ("b.pdf", b"%PDF-1.7"), ("c.pdf", b"%PDF-1.8"))
    call_command("eingang_abarbeiten")
    assert "Alle 2 abgelehnten" in administration.get(reverse("beratung:eingang_liste")).content.decode()
    administration.post(reverse("beratung:eingang_abgelehnte"))
    assert list(Eingang.objects.values_list("dateiname", flat=True)) == ["a.csv"]


def test_die_liste_sagt_was_schon_da_ist(administration):
    geltende = lade(GUT)
    hochladen(administration, ("a.csv", GUT), ("b.csv", als_csv(FALLKOPF, FALL)))
    call_command("eingang_abarbeiten")
    antwort = administration.get(reverse("beratung:eingang_liste"))
    html = antwort.content.decode()
    assert f"{liegt_vor(geltende)} (übernommen)." in text(antwort)
    assert f'href="{reverse("beratung:lieferung_detail", args=[geltende.pk])}"' in html
    assert f"Für diesen Monat gilt schon Lieferung {geltende.pk}; sie würde ersetzt." in html


def test_dieselbe_datei_faellt_beim_hochladen_auf_ehe_sie_gelesen_ist(administration, settings):
    settings.EINGANG_SOFORT_BIS = 0
    geltende, vorher = lade(GUT), Lieferung.objects.count()
    antwort = hochladen(administration, ("umbenannt.csv", GUT))
    assert (einziger().zustand, einziger().zeilen_gelesen) == ("wartet", 0)
    assert liegt_vor(geltende) in text(antwort)
    assert "liegt schon seit" not in hochladen(administration, ("andere.csv", GUT + b"\n")).content.decode()
    assert Lieferung.objects.count() == vorher


def test_auch_eine_zweite_vorschau_aus_derselben_datei_sagt_es(administration):
    angaben = {"quelle": "seniora", "monat": "2025-09"}
    assert "liegt schon seit" not in hochladen(administration, ("a.csv", GUT), **angaben).content.decode()
    erste = Lieferung.objects.latest("pk")
    zweite = text(hochladen(administration, ("a.csv", GUT), **angaben))
    assert f"{liegt_vor(erste)} (geprüft, noch nicht übernommen)." in zweite


def test_unbestaetigtes_profil_mit_fester_stelle_wird_nie_ungefragt_genommen(administration):
    """Dasselbe Layout kann auch ein anderer Träger schicken."""
    regeln = {"spalten": {"Wohnviertel": "Stadtteil"}, "fest": {"Beratungsstelle": "s-cotta", "Monat": "wie gewählt"}}
    speichern(bezeichnung="Elbe", regeln=regeln, anlass="", von=None)
    datei = als_csv(["Wohnviertel", "Alter"], ["92", "82"])
    hochladen(administration, ("a.csv", datei), quelle="seniora", monat="2025-09")
    assert (einziger().profil.name, einziger().zustand) == ("elbe", "braucht_angaben")


# --- die Datei ist weg -----------------------------------------------------------------------------------------------


def test_abgelehnt_ist_sofort_weg_und_die_befunde_gibt_es_als_liste(administration):
    angaben = {"quelle": "seniora", "monat": "2025-09"}
    antwort = hochladen(administration, ("kaputt.csv", als_csv(FALLKOPF, [*FALL[:3], "abc", *FALL[4:]])), **angaben)
    assert antwort.status_code == 422 and dateien() == []
    for form in ("csv", "xlsx"):
        liste = administration.get(reverse("eingang_befunde", args=[einziger().pk, form]))
        assert liste.status_code == 200
    text = administration.get(reverse("eingang_befunde", args=[einziger().pk, "csv"])).content.decode("utf-8-sig")
    assert "„abc“ ist kein Alter" in text and ";P08" in text


def test_befundliste_ist_kein_rechenblatt(administration):
    befunde = [befund("=cmd|'/c calc'!A1"), befund("Tel. 0351 4881234")]
    eingang = Eingang.objects.create(
        dateiname="=1+1.csv", groesse=1, sha256="0" * 64, zustand="abgelehnt", befunde=befunde,
        eingereicht_von=Benutzer.objects.get(username="administration"),
    )  # fmt: skip
    zeilen = administration.get(reverse("eingang_befunde", args=[eingang.pk, "csv"])).content.decode("utf-8-sig")
    assert "'=cmd|" in zeilen and "\n=" not in zeilen
    assert "4881234" not in zeilen and "nach einer Person aussieht" in zeilen


def befund(meldung: str) -> dict:
    return {"code": "P09", "schwere": "fehler", "meldung": meldung, "anzahl": 1, "zeilen": [2], "blatt": "",
            "spalte": "Geschlecht", "wert": meldung}  # fmt: skip


def test_personendaten_sind_sofort_weg_und_nirgends_zu_lesen(administration):
    datei = als_csv([*FALLKOPF, "Vorname"], [*FALL, "Erika"])
    antwort = hochladen(administration, ("p.csv", datei))
    assert antwort.status_code == 422 and dateien() == []
    eintrag = Protokolleintrag.objects.filter(ereignis="lieferung_abgelehnt").first()
    for stand in (antwort.content.decode(), str(einziger().befunde), str(eintrag.angaben)):
        assert "Vorname" in stand and "Erika" not in stand


def test_personendaten_einer_unbekannten_tabelle_werden_nie_gezeigt(administration):
    datei = als_csv(["Viertel", "Kontakt", "Wer"], ["Cotta", "0351 4881234", "x"])
    antwort = hochladen(administration, ("p.csv", datei), quelle="seniora", monat="2025-09")
    assert antwort.status_code == 422 and "4881234" not in antwort.content.decode()
    assert dateien() == []


def test_verwerfen_loescht_sofort(administration):
    hochladen(administration, ("a.csv", GUT))
    assert len(dateien()) == 1
    administration.post(reverse("beratung:eingang_verwerfen", args=[einziger().pk]))
    assert dateien() == [] and not Eingang.objects.exists()
    assert Protokolleintrag.objects.filter(ereignis="datei_verworfen", gegenstand="a.csv").exists()


def test_der_name_des_absenders_ist_nur_ein_name(administration):
    hochladen(administration, ("../../boese.csv", GUT))
    assert einziger().dateiname == "boese.csv"


def test_eine_grosse_datei_liegt_in_stuecken_und_kommt_heil_zurueck(person, monkeypatch):
    monkeypatch.setattr(ablage, "STUECK", 1024)
    inhalt = bytes(range(256)) * 16_384  # über 2,5 MB nimmt Django eine Datei statt des Speichers
    with TemporaryUploadedFile("gross.csv", "text/csv", len(inhalt), None) as datei:
        datei.write(inhalt)
        datei.seek(0)
        eingang = ablage.einreichen(datei, von=person("administration"))
    assert eingang.stuecke.count() == 4096
    with ablage.oeffnen(eingang) as gelesen:
        assert gelesen.read() == inhalt
    eingang.stuecke.filter(nummer=7).delete()
    with pytest.raises(ablage.DateiFehlt), ablage.oeffnen(eingang):
        pass


def test_die_datei_hinterlaesst_in_der_datenbank_keine_spur():
    with connection.cursor() as zeiger:
        if connection.vendor == "sqlite":
            zeiger.execute("PRAGMA secure_delete")
            assert zeiger.fetchone() == (1,)
            return
        zeiger.execute("SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'")
        assert zeiger.fetchall() == [("beratung_eingangsstueck",)]


def test_nach_einer_stunde_ist_die_datei_weg(administration):
    hochladen(administration, ("a.csv", GUT))
    altern(minutes=59)
    administration.get(reverse("beratung:eingang_liste"))
    assert len(dateien()) == 1
    altern(minutes=2)
    html = administration.get(reverse("beratung:eingang_detail", args=[einziger().pk])).content.decode()
    assert dateien() == [] and "Die Datei ist nicht mehr da" in html


def altern(**dauer) -> None:
    for eingang in Eingang.objects.all():
        Eingang.objects.filter(pk=eingang.pk).update(eingereicht_am=eingang.eingereicht_am - timedelta(**dauer))


def test_befunde_abgelehnter_dateien_bleiben_eine_woche(administration):
    hochladen(administration, ("c.pdf", b"%PDF-1.7"), quelle="seniora", monat="2025-09")
    Eingang.objects.update(beendet_am=timezone.now() - timedelta(days=8))
    ablage.aufraeumen()
    assert not Eingang.objects.exists()
