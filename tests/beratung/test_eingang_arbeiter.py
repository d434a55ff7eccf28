"""Der Arbeiter: einer zugleich, überlebt fremde Fehler, und sein Tod hinterlässt nichts Halbes."""

import subprocess
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from beratung.eingang import ablage, werkbank
from beratung.models import Eingang, Lieferung
from dresden_senioren.settings import BASE_DIR
from tests.conftest import PYTHON

from .eingangshilfen import GUT, dateien, einziger, hochladen
from .fremdes_layout import fremde_mappe

pytestmark = pytest.mark.django_db


def wartender(person, name="a.csv") -> Eingang:
    return ablage.einreichen(SimpleUploadedFile(name, GUT), von=person("administration"))


def test_nur_ein_arbeiter_zugleich(person):
    wartender(person, "a.csv")
    wartender(person, "b.csv")
    erster = ablage.naechsten_beanspruchen()
    assert erster.dateiname == "a.csv"
    assert ablage.naechsten_beanspruchen() is None, "der Platz ist besetzt"
    werkbank.bearbeiten(erster)
    assert ablage.naechsten_beanspruchen().dateiname == "b.csv"


def test_toter_arbeiter_gibt_den_platz_frei_und_es_geht_noch_einmal(administration, person):
    eingang = wartender(person)
    ablage.naechsten_beanspruchen()
    Eingang.objects.update(lebenszeichen=timezone.now() - timedelta(minutes=3))
    html = administration.get(reverse("beratung:eingang_detail", args=[eingang.pk])).content.decode()
    assert "Noch einmal versuchen" in html and len(dateien()) == 1
    administration.post(reverse("beratung:eingang_wiederholen", args=[eingang.pk]))
    assert einziger().zustand == "braucht_angaben"


def test_lebender_arbeiter_behaelt_den_platz(person):
    wartender(person)
    ablage.naechsten_beanspruchen()
    Eingang.objects.update(lebenszeichen=timezone.now() - timedelta(minutes=1))
    ablage.aufraeumen()
    assert einziger().zustand == "wird_gelesen"


def test_ein_fehler_haelt_die_anderen_nicht_auf(person, monkeypatch, caplog):
    wartender(person, "a.csv")
    wartender(person, "b.csv")
    echt = werkbank.erkannte_angaben

    def stolpern(eingang):
        if eingang.dateiname == "a.csv":
            raise RuntimeError("mit Absicht")
        echt(eingang)

    monkeypatch.setattr(werkbank, "erkannte_angaben", stolpern)
    assert werkbank.abarbeiten() == 2
    assert dict(Eingang.objects.values_list("dateiname", "zustand")) == {
        "a.csv": "abgebrochen",
        "b.csv": "braucht_angaben",
    }
    assert "mit Absicht" in caplog.text


def test_waehrend_des_lesens_verworfen(person):
    eingang = wartender(person)
    eingang.quelle, eingang.monat, eingang.ist_bestaetigt = "seniora", "2025-09-01", True
    eingang.save()
    eingang.refresh_from_db()
    vorher = Lieferung.objects.count()
    Eingang.objects.all().delete()
    with pytest.raises(werkbank.NichtMehrDa):
        werkbank.bearbeiten(eingang)
    assert Lieferung.objects.count() == vorher


def test_grosse_datei_liest_der_arbeiter_und_die_seite_zeigt_wie_weit(administration, settings):
    settings.EINGANG_SOFORT_BIS = 10
    html = hochladen(administration, ("a.csv", GUT), quelle="seniora", monat="2025-09").content.decode()
    assert "Die Datei wartet" in html and 'hx-trigger="every 2s"' in html and "Seite neu laden</a>" in html
    Eingang.objects.update(zustand="wird_gelesen", zeilen_gelesen=12_000, lebenszeichen=timezone.now())
    adresse, htmx = reverse("beratung:eingang_detail", args=[einziger().pk]), {"HX-Request": "true"}
    assert "12.000 Zeilen gelesen" in administration.get(adresse, headers=htmx).content.decode()
    Eingang.objects.update(zustand="wartet")
    call_command("eingang_abarbeiten")
    fertig = administration.get(adresse, headers=htmx)
    assert fertig["HX-Redirect"] == reverse("beratung:lieferung_detail", args=[einziger().lieferung_id])
    assert einziger().zeilen_gelesen == 2 and dateien() == []


def test_liste_antwortet_htmx_nur_wenn_sich_etwas_geaendert_hat(administration, person):
    wartender(person)
    stand = administration.get(reverse("beratung:eingang_liste")).context["stand"]
    adresse, htmx = f"{reverse('beratung:eingang_liste')}?stand={stand}", {"HX-Request": "true"}
    assert administration.get(adresse, headers=htmx).status_code == 204
    Eingang.objects.update(zeilen_gelesen=5000)
    assert "5.000 Zeilen" in administration.get(adresse, headers=htmx).content.decode()


def test_unbekanntes_layout_fuehrt_zur_zuordnung(administration):
    antwort = hochladen(administration, ("elbe.xlsx", fremde_mappe()), quelle="seniora", monat="2025-10")
    assert antwort.redirect_chain[-1][0] == reverse("beratung:eingang_spalten", args=[einziger().pk])


@pytest.mark.langsam
def test_getoeteter_arbeiter_hinterlaesst_nichts_halbes(befehl):
    """Ein wirklicher Prozess stirbt mitten im Lesen; danach ist nichts übernommen, und ein neuer Anlauf gelingt."""
    skript = f"""
import os
from django.core.files.uploadedfile import SimpleUploadedFile
from beratung.eingang import ablage, werkbank
from beratung.models import Eingang, Lieferung
from beratung.eingang.profile import speichern
from dresden_senioren.models import Benutzer
Eingang.objects.all().delete()
von = Benutzer.objects.get(username="administration")
e = ablage.einreichen(SimpleUploadedFile("a.csv", {GUT!r}), von=von)
e.quelle, e.monat, e.ist_bestaetigt = "seniora", "2025-09-01", True
e.save()
print(Lieferung.objects.count(), flush=True)
werkbank.pruefen = lambda **angaben: os._exit(9)
werkbank.abarbeiten()
"""
    aufruf = [*PYTHON, "manage.py", "shell", "-v0", "-c", skript]
    prozess = subprocess.run(aufruf, env=befehl.umgebung, cwd=BASE_DIR, check=False, stdout=subprocess.PIPE, text=True)
    assert prozess.returncode == 9
    befehl("shell", "-c", f"vorher = {prozess.stdout}" """
from datetime import timedelta
from django.utils import timezone
from beratung.eingang import ablage, werkbank
from beratung.models import Eingang, Lieferung
e = Eingang.objects.get()
assert e.zustand == "wird_gelesen" and Lieferung.objects.count() == vorher
Eingang.objects.update(lebenszeichen=timezone.now() - timedelta(minutes=3))
ablage.aufraeumen()
e.refresh_from_db()
assert e.zustand == "abgebrochen" and ablage.hat_datei(e)
ablage.einreihen(e)
assert werkbank.abarbeiten() == 1
e.refresh_from_db()
assert e.zustand == "fertig" and e.lieferung.zeilen_gelesen == 2
assert not e.stuecke.exists()
e.lieferung.delete()
""")  # fmt: skip
