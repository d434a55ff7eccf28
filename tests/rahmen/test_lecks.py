"""Die 24 Wege, auf denen jemand an fremde Angaben kommen könnte. Was anderswo geprüft ist, steht hier nur mit Ort;
„Rechtetabelle“ heißt: Zeilen in rechte.py, durch die test_rechte.py geht.

 1 fremde Maßnahme lesen und schreiben · Rechtetabelle (lesen dürfen alle Rollen, schreiben: 404)
 2 fremder Planungsbereich in der Adresse · Rechtetabelle (bereich_… „fremd“)
 3 vertauschte und doppelte Angaben · hier
 4 CSV einer Seite · Rechtetabelle (bereich_abbildung_tabelle „fremd“)
 5 Daten und Bild eines Diagramms · Rechtetabelle (bereich_bild „fremd“)
 6 Datei eines fremden Berichts · tests/berichte/test_auftragsseiten.py::test_nur_wer_bestellt_hat_bekommt_die_datei
 7 Stand eines fremden Auftrags · Rechtetabelle (berichtsauftrag „eigen“, Koordination: 404)
 8 Vorschau einer anderen Administration · hier (Regel: Der Eingang gehört allen der Administration)
 9 Bestätigung anderer Leute
   · tests/berichte/test_grenzen_seite.py::test_gespeichert_wird_nur_was_dieselbe_person_gesehen_hat
   und · tests/rahmen/test_anmeldung_kennwort.py::test_link_setzt_das_kennwort_einmal_und_beendet_alle_sitzungen
10 geratene Dateinamen · hier
11 Verlauf einer fremden Maßnahme · Rechtetabelle (massnahmen:detail und aenderungen: alle Rollen lesen alles)
12 Vorschläge beim Tippen · hier (es gibt nur die Suche der Hilfe)
13 Zahl der Treffer · hier
14 Blättern über das Eigene hinaus · hier
15 Ordnen nach Verborgenem · hier,
   Personen · tests/rahmen/test_zugriffe.py::test_protokoll_laesst_sich_nicht_nach_personen_ordnen_oder_filtern
16 „alles“ aus gefilterter Seite · tests/berichte/test_massnahmenausgabe.py::test_ausgegeben_wird_was_gefiltert_ist
17 Links in E-Mails · Rechtetabelle (jede Adresse führt ohne Anmeldung zur Anmeldung),
   Inhalt · tests/berichte/test_monatsbrief.py::test_keine_kleine_zahl_verlaesst_die_anwendung
18 Umleitung auf fremde Rechner · hier
19 „gibt es nicht“ und „dürfen Sie nicht“ · hier
20 Kopfzeilen und Länge der Antwort · hier, zusammen mit 19: derselbe Weg, derselbe Inhalt
21 „Zurück“ nach dem Abmelden · jede Antwort jedes Tests trägt no-store (tests/conftest.py), dazu
   · tests/rahmen/test_kopfzeilen.py::test_nach_dem_abmelden_vergisst_der_browser_angefangenes
22 Rolle entzogen, während ein Bericht entsteht
   · tests/rahmen/test_personen_entzug.py::test_eine_datei_die_noch_entsteht_wird_nicht_ausgeliefert
   und · tests/rahmen/test_personen_entzug.py::test_eine_trotzdem_ausgelieferte_datei_faellt_auf
23 Verwaltungsoberfläche des Frameworks · hier
24 eigene Rolle über ein Formular · tests/rahmen/test_personen_sperren.py::test_niemand_beschenkt_sich_selbst
   und · tests/rahmen/test_personen_sperren.py::test_andere_formulare_nehmen_keine_rechte_an
"""

import re
from datetime import date
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path, resolve, reverse

from beratung.models import Eingang, Planungsbereich
from berichte.models import Berichtsakte
from berichte.views.auswertung.dashboard import GebietMixin
from dresden_senioren import urls
from dresden_senioren.models import Benutzer
from massnahmen.models import Massnahme
from massnahmen.views.liste import MassnahmenListeView
from tests.conftest import KENNWORT

from .rechte import TABELLE
from .rechteadressen import routen

pytestmark = pytest.mark.django_db


def inhalt(antwort, adresse: str = "") -> str:
    """Ohne das, was jede Anfrage neu bekommt: Sicherheitsabgleich, Vorgangsnummer, die eigene Adresse."""
    text = antwort.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", text)
    return re.sub(r"\b[0-9a-f]{12}\b", "", text.replace(adresse, "") if adresse else text)


def test_die_genannten_tests_gibt_es():
    genannt = re.findall(r"(tests/\w+/\w+\.py)::(\w+)", __doc__)
    assert len(genannt) == 11
    fehlend = [(datei, name) for datei, name in genannt if f"def {name}(" not in Path(datei).read_text("utf-8")]
    assert fehlend == []


VERTAUSCHT = ["bereich=altstadt", "bereich=altstadt&bereich=cotta", "planungsbereich=1&stelle=s-altstadt"]


def zeigt_anderes(koordination, mehr: str) -> bool:
    """Ob Angaben in der Frage etwas an den Zahlen des eigenen Bereichs ändern."""
    adresse = reverse("bereich_abbildung_tabelle", args=["cotta", "jahresvergleich", "csv"])
    ohne, mit = koordination.get(adresse), koordination.get(f"{adresse}?{mehr}")
    seite = koordination.get(f"/auswertung/bereich/cotta/?{mehr}")
    assert ohne.status_code == 200
    return mit.content != ohne.content or seite.status_code != 200 or "Altstadt" in seite.content.decode()


@pytest.mark.parametrize("mehr", VERTAUSCHT)
def test_03_was_in_der_frage_steht_oeffnet_keinen_anderen_bereich(angemeldet, mehr):
    assert not zeigt_anderes(angemeldet("koordination"), mehr)


def test_03_gegenprobe_ein_bereich_aus_der_frage_faellt_auf(angemeldet, monkeypatch):
    def aus_der_frage(self):
        kuerzel = self.request.GET.get("bereich", self.kwargs.get("bereich"))
        return Planungsbereich.objects.mit_unbestaetigten().get(kuerzel=kuerzel)

    monkeypatch.setattr(GebietMixin, "bereich", property(aus_der_frage))
    assert zeigt_anderes(angemeldet("koordination"), VERTAUSCHT[0])


def test_08_den_eingang_teilt_sich_die_administration_und_sonst_niemand(person, angemeldet, monkeypatch):
    """Wer heute nicht da ist, hinterlässt nichts Unerledigtes: Eine zweite Person der Administration sieht dasselbe."""
    erste = person("administration")
    eingang = Eingang.objects.create(
        dateiname="a.csv", groesse=1, sha256="0" * 64, eingereicht_von=erste, zustand=Eingang.Zustand.ABGELEHNT
    )
    Benutzer.objects.create_user("zweite", password=KENNWORT, rolle="administration")
    adresse = reverse("beratung:eingang_detail", args=[eingang.pk])
    client = Client()
    client.force_login(Benutzer.objects.get(username="zweite"))
    codes = {rolle: angemeldet(rolle).get(adresse).status_code for rolle in ("leitung", "koordination")}
    assert (client.get(adresse).status_code, codes) == (200, {"leitung": 403, "koordination": 403})
    # Gegenprobe: Ohne das Recht der Seite sähen sie ihn; nur daran liegt es.
    monkeypatch.setattr(Benutzer, "darf", lambda self, recht: True)
    assert [angemeldet(rolle).get(adresse).status_code for rolle in codes] == [200, 200]


@pytest.mark.parametrize(
    "pfad",
    ["/media/a.csv", "/daten/eingang/a.csv", "/static/../db.sqlite3", "/static/%2e%2e/db.sqlite3", "/db.sqlite3",
     "/.env", "/static/", "/berichte/bericht.pdf", "/.git/config"],
)  # fmt: skip
def test_10_geratene_dateien_gibt_es_nicht(angemeldet, pfad):
    assert gibt_es_nicht(pfad, Client(), angemeldet("leitung"))


def gibt_es_nicht(pfad: str, *clients: Client) -> bool:
    return all(client.get(pfad).status_code in {400, 404} for client in clients)


@pytest.fixture
def mit_adresse(settings):
    """`mit_adresse("admin/")` → die Anwendung mit einer Seite mehr, die jeder angemeldeten Person antwortet."""

    def anlegen(pfad: str) -> None:
        modul = ModuleType("mit_adresse")
        vars(modul).update(vars(urls))
        modul.urlpatterns = [path(pfad, lambda request: HttpResponse(), name="mehr"), *urls.urlpatterns]
        settings.ROOT_URLCONF = modul

    return anlegen


def test_10_gegenprobe_eine_ausgelieferte_datei_faellt_auf(mit_adresse, angemeldet):
    mit_adresse("media/a.csv")
    assert not gibt_es_nicht("/media/a.csv", Client(), angemeldet("leitung"))


def test_12_die_suche_findet_nur_die_hilfe():
    """Sie steht allen offen; von Maßnahmen und Personen weiß sie nichts."""
    assert suchen() == ["hilfe_suche"]
    assert not findet_anderes()


def suchen() -> list[str]:
    return [name for name in routen(get_resolver()) if re.search("such|vorschlag|auto", name)]


def findet_anderes() -> bool:
    worte = (Massnahme.objects.first().beschreibung, "Karim Beispiel")
    antworten = [Client().get("/hilfe/suche/", {"q": wort}).content.decode() for wort in worte]
    return any("/massnahmen/" in antwort.split("<main", 1)[1] for antwort in antworten)


def test_12_gegenprobe_eine_weitere_suche_und_ein_fremder_treffer_fallen_auf(monkeypatch):
    treffer = HttpResponse('<main><a href="/massnahmen/1/">')
    monkeypatch.setattr(resolve("/hilfe/suche/").func.view_class, "get", lambda self, request: treffer)
    assert findet_anderes()
    mehr = [*get_resolver().url_patterns, path("vorschlaege/", lambda request: None, name="stellenvorschlag")]
    monkeypatch.setattr(get_resolver(), "url_patterns", mehr)
    assert suchen() == ["hilfe_suche", "stellenvorschlag"]


LISTEN = ("/berichte/", "/berichte/?page=2", "/berichte/?page=999", "/berichte/?art=zwischenbericht", "/")


def sichtbar_anders(client) -> set[str]:
    """Welche Seiten der Listen sich ändern, wenn es fremde Berichte gibt."""
    vorher = {pfad: inhalt(client.get(pfad)) for pfad in LISTEN}
    for monat in range(1, 13):
        tag = date(2023, monat, 1)
        Berichtsakte.objects.create(art="zwischenbericht", fassung="intern", stichtag=tag)
    return {pfad for pfad in LISTEN if inhalt(client.get(pfad)) != vorher[pfad]}


def test_13_und_14_fremdes_zaehlt_in_keiner_liste_und_auf_keiner_weiteren_seite(angemeldet):
    assert sichtbar_anders(angemeldet("koordination")) == set()


def test_13_und_14_gegenprobe_wer_sie_sehen_darf_sieht_sie(angemeldet):
    assert "/berichte/" in sichtbar_anders(angemeldet("leitung"))


@pytest.mark.parametrize("name", ["o", "sort", "order_by", "ordering", "sortierung"])
@pytest.mark.parametrize("feld", ["notizen__von__password", "-notizen__text", "stellen__personen__email"])
def test_15_nach_verborgenem_laesst_sich_nicht_ordnen(angemeldet, name, feld):
    assert not ordnet_anders(angemeldet("koordination"), name, feld)


def ordnet_anders(client, name: str, feld: str) -> bool:
    def folge(adresse):
        return re.findall(r'href="/massnahmen/(\d+)/', client.get(adresse).content.decode())

    return folge(f"/massnahmen/?{name}={feld}") != folge("/massnahmen/")


def test_15_gegenprobe_eine_ordnung_nach_notizen_faellt_auf(angemeldet, person, monkeypatch):
    # Eine aus der Mitte: Ob eine leere Notiz vorn oder hinten steht, ist je Datenbank verschieden.
    Massnahme.objects.order_by("pk")[7].notizen.create(text="A", von=person("leitung"))
    laden = MassnahmenListeView.get_table_data

    def nach_wunsch(self):
        zeilen = laden(self)
        return zeilen.order_by(*self.request.GET.getlist("sort")) if "sort" in self.request.GET else zeilen

    monkeypatch.setattr(MassnahmenListeView, "get_table_data", nach_wunsch)
    assert ordnet_anders(angemeldet("koordination"), "sort", "-notizen__text")


@pytest.mark.parametrize(
    "ziel",
    ["https://boese.example/", "//boese.example/", "/\\boese.example", "\\\\boese.example", "https:boese.example",
     "javascript:alert(1)", "///boese.example", "/\t/boese.example"],
)  # fmt: skip
def test_18_die_anmeldung_fuehrt_nur_ins_eigene_haus(ziel):
    assert wohin_die_anmeldung_fuehrt(ziel) == {"/"}


def wohin_die_anmeldung_fuehrt(ziel: str) -> set[str]:
    daten = {"username": "leitung", "password": KENNWORT, "next": ziel}
    adressen = ("/anmelden/", f"/anmelden/?next={quote(ziel)}")
    return {Client().post(adresse, daten).headers["Location"] for adresse in adressen}


def test_18_gegenprobe_ein_fremdes_ziel_faellt_auf(monkeypatch):
    monkeypatch.setattr("django.contrib.auth.views.url_has_allowed_host_and_scheme", lambda *args, **kwargs: True)
    assert wohin_die_anmeldung_fuehrt("https://boese.example/") == {"https://boese.example/"}


# --- 19 und 20: fremd ist wie nicht vorhanden ------------------------------------------------------------------------

FREMDE = [(z, name) for z in TABELLE for name in {*z.darf, *z.auch} if z.objekt == "fremd" and z.erwartet(name) == 404]


def unterschied(zeile, name, angaben, clients) -> list[str]:
    antworten = []
    for objekt in ("fremd", "fehlend"):
        adresse = reverse(zeile.url_name, args=angaben(zeile.url_name, objekt))
        antwort = getattr(clients[name], zeile.methode)(adresse)
        kopf = {k: v for k, v in antwort.headers.items() if k not in {"Content-Length", "Content-Security-Policy"}}
        antworten.append(
            (antwort.status_code, inhalt(antwort, adresse), sorted(re.sub(r"[0-9a-f]{12}", "", str(kopf))))
        )
    return [a for a, b in zip(*antworten, strict=True) if a != b]


def test_19_und_20_fremdes_ist_nicht_von_fehlendem_zu_unterscheiden(angaben, clients):
    hat_fehlendes = {(z.url_name, z.methode) for z in TABELLE if z.objekt == "fehlend"}
    geprueft = [(z, name) for z, name in FREMDE if (z.url_name, z.methode) in hat_fehlendes]
    assert len(geprueft) > 20
    assert {f"{z} {name}": u for z, name in geprueft if (u := unterschied(z, name, angaben, clients))} == {}


def test_19_gegenprobe_eine_offene_zeile_faellt_auf(angaben, clients, monkeypatch):
    monkeypatch.setattr("berichte.querysets.BerichtsakteQuerySet.sichtbar_fuer", lambda self, benutzer: self)
    zeile, name = next((z, n) for z, n in FREMDE if str(z) == "get bericht_detail fremd")
    assert unterschied(zeile, name, angaben, clients)


def test_23_die_verwaltungsoberflaeche_des_frameworks_gibt_es_nicht(angemeldet):
    assert not apps.is_installed("django.contrib.admin") and "django.contrib.admindocs" not in settings.INSTALLED_APPS
    for pfad in ("/admin/", "/admin/login/", "/django-admin/"):
        assert gibt_es_nicht(pfad, Client(), angemeldet("administration"))


def test_23_gegenprobe_eine_eingehaengte_faellt_auf(mit_adresse, angemeldet):
    mit_adresse("admin/")
    assert not gibt_es_nicht("/admin/", Client(), angemeldet("administration"))
