"""Die Rechte als Tabelle: jede Adresse × Methode × Person hat eine erwartete Antwort, fremde und fehlende Objekte auch.

Was in keiner Zeile steht, lässt den Test scheitern; wer in einer Zeile nicht steht, wird abgewiesen.
"""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, path, reverse

from beratung.models import Lieferung
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import ROLLEN
from massnahmen.models import Massnahme

pytestmark = pytest.mark.django_db

IDENTITAETEN = ("anonym", "abgeschaltet", "ohne_rolle", *ROLLEN)
ANGEMELDETE = ("ohne_rolle", *ROLLEN)
ALLE = IDENTITAETEN


@dataclass(frozen=True)
class Zeile:
    """`darf` → Antwort `code`; alle übrigen: 302 zur Anmeldung, angemeldet 403."""

    url_name: str
    methode: str
    darf: tuple[str, ...]
    code: int
    objekt: str = ""
    daten: dict = field(default_factory=dict, hash=False)

    def erwartet(self, identitaet: str) -> int:
        if identitaet in self.darf:
            return self.code
        return 302 if identitaet in {"anonym", "abgeschaltet"} else 403

    def __str__(self):
        return f"{self.methode} {self.url_name} {self.objekt}".strip()


def _nur_get(url_name, darf, code=200, objekt=""):
    return [Zeile(url_name, "get", darf, code, objekt), Zeile(url_name, "post", darf, 405, objekt)]


def _nur_post(url_name, darf, eigen, **weitere):
    """`eigen`: Antwort auf leere Daten am eigenen Objekt; `weitere`: Objektart → Antwort."""
    zeilen = [Zeile(url_name, "get", darf, 405, "eigen"), Zeile(url_name, "post", darf, eigen, "eigen")]
    return zeilen + [Zeile(url_name, "post", darf, code, objekt) for objekt, code in weitere.items()]


LEITUNG, KOORDINATION, ADMIN, SACH = (
    ("leitung",),
    ("koordination", "leitung"),
    ("administration",),
    ("sachbearbeitung",),
)
TABELLE = [
    Zeile("anmelden", "get", ("anonym", "abgeschaltet"), 200),
    Zeile("anmelden", "post", ("anonym", "abgeschaltet"), 200),
    Zeile("abmelden", "get", ANGEMELDETE, 405),
    Zeile("abmelden", "post", ANGEMELDETE, 302),
    *_nur_get("hilfe", ALLE),
    *_nur_get("barrierefreiheit", ALLE),
    *_nur_get("start", ANGEMELDETE),
    *_nur_get("protokoll", ADMIN),
    *_nur_get("massnahmen:liste", tuple(ROLLEN)),
    *_nur_get("massnahmen:detail", tuple(ROLLEN), objekt="eigen"),
    Zeile("massnahmen:detail", "get", tuple(ROLLEN), 200, "fremd"),
    Zeile("massnahmen:detail", "get", tuple(ROLLEN), 404, "fehlend"),
    *_nur_post("massnahmen:sachstand_melden", SACH, 422, fremd=404, fehlend=404),
    *_nur_post("massnahmen:sachstand_bestaetigen", SACH, 302, fremd=404, fehlend=404),
    *_nur_get("massnahmen:zeile", tuple(ROLLEN), objekt="eigen"),
    Zeile("massnahmen:zeile", "get", tuple(ROLLEN), 200, "fremd"),
    Zeile("massnahmen:zeile", "get", tuple(ROLLEN), 404, "fehlend"),
    Zeile("massnahmen:zeile_bearbeiten", "get", SACH, 200, "eigen"),
    Zeile("massnahmen:zeile_bearbeiten", "get", SACH, 404, "fremd"),
    Zeile("massnahmen:zeile_bearbeiten", "post", SACH, 422, "eigen"),
    Zeile("massnahmen:zeile_bearbeiten", "post", SACH, 404, "fremd"),
    Zeile("massnahmen:zeile_bearbeiten", "post", SACH, 404, "fehlend"),
    *_nur_post("massnahmen:terminlage_setzen", LEITUNG, 422, fremd=422, fehlend=404),
    *_nur_get("massnahmen:aenderungen", tuple(ROLLEN)),
    Zeile("massnahmen:mehrere", "get", (*SACH, *LEITUNG), 302),
    Zeile("massnahmen:mehrere", "post", (*SACH, *LEITUNG), 422),
    Zeile("massnahmen:ansicht_neu", "get", tuple(ROLLEN), 302),
    Zeile("massnahmen:ansicht_neu", "post", tuple(ROLLEN), 302),
    Zeile("massnahmen:ansicht_loeschen", "get", tuple(ROLLEN), 405, "eigen"),
    Zeile("massnahmen:ansicht_loeschen", "post", tuple(ROLLEN), 404, "fehlend"),
    *_nur_get("massnahmen_ausgabe", tuple(ROLLEN), objekt="eigen"),
    Zeile("massnahmen_ausgabe", "get", tuple(ROLLEN), 404, "fehlend"),
    *_nur_get("beratung:lieferung_liste", ADMIN),
    Zeile("beratung:lieferung_neu", "get", ADMIN, 200),
    Zeile("beratung:lieferung_neu", "post", ADMIN, 422),
    *_nur_get("beratung:eingabevorlage", ADMIN),
    *_nur_get("beratung:lieferung_detail", ADMIN, objekt="eigen"),
    Zeile("beratung:lieferung_detail", "get", ADMIN, 404, "fehlend"),
    *_nur_post("beratung:lieferung_uebernehmen", ADMIN, 302, fehlend=404),
    *_nur_post("beratung:lieferung_verwerfen", ADMIN, 302, fehlend=404),
    *_nur_post("beratung:lieferung_zuruecknehmen", ADMIN, 422, fehlend=404),
    *_nur_get("monatsentwicklung", KOORDINATION),
    *_nur_get("monatsentwicklung_bild", KOORDINATION, objekt="eigen"),
    Zeile("monatsentwicklung_bild", "get", KOORDINATION, 404, "fehlend"),
    Zeile("bericht_liste", "get", LEITUNG, 200),
    Zeile("bericht_liste", "post", LEITUNG, 422),
]


@pytest.fixture
def adresse():
    """Url-Name und Objektart → Adresse."""
    massnahmen = {
        "eigen": Massnahme.objects.filter(stellen__name="Sozialamt").first().pk,
        "fremd": Massnahme.objects.exclude(stellen__name="Sozialamt").first().pk,
        "fehlend": 999_999,
    }
    lieferungen = {"eigen": Lieferung.objects.first().pk, "fehlend": 999_999}
    bilder = {"eigen": (2024, "seniora"), "fehlend": (1999, "seniora")}

    formate = {"eigen": ("csv",), "fehlend": ("exe",)}

    def bauen(zeile: Zeile) -> str:
        if zeile.url_name == "massnahmen_ausgabe":
            return reverse(zeile.url_name, args=formate[zeile.objekt])
        objekte = {"massnahmen": massnahmen, "beratung": lieferungen}.get(zeile.url_name.partition(":")[0], bilder)
        angaben = objekte[zeile.objekt] if zeile.objekt else ()
        return reverse(zeile.url_name, args=angaben if isinstance(angaben, tuple) else (angaben,))

    return bauen


@pytest.fixture
def clients():
    Benutzer.objects.create_user("ohne_rolle")
    abgeschaltet = Benutzer.objects.create_user("abgeschaltet", rolle="leitung")
    ergebnis = {"anonym": Client()}
    for name in IDENTITAETEN[1:]:
        ergebnis[name] = Client()
        ergebnis[name].force_login(Benutzer.objects.get(username=name))
    # Mit laufender Sitzung abgeschaltet: gilt ab der nächsten Anfrage.
    abgeschaltet.is_active = False
    abgeschaltet.save()
    return ergebnis


def abweichungen(zeile: Zeile, adresse: str, clients: dict[str, Client]) -> dict[str, tuple[int, int]]:
    """Identität → (bekommen, erwartet), wo beides verschieden ist."""
    codes = {name: getattr(client, zeile.methode)(adresse, zeile.daten).status_code for name, client in clients.items()}
    if zeile.url_name == "anmelden":  # Wer angemeldet ist, wird zur Startseite geleitet statt abgewiesen.
        codes |= {name: 403 for name in ANGEMELDETE if codes[name] == 302}
    return {name: (code, soll) for name, code in codes.items() if code != (soll := zeile.erwartet(name))}


@pytest.mark.parametrize("zeile", TABELLE, ids=str)
def test_jede_zeile_haelt(zeile, adresse, clients):
    assert abweichungen(zeile, adresse(zeile), clients) == {}


def test_die_tabelle_bemerkt_ein_zu_weites_recht(adresse, clients, monkeypatch):
    zeile = Zeile("protokoll", "get", ADMIN, 200)
    monkeypatch.setattr(Benutzer, "darf", lambda self, recht: True)
    assert set(abweichungen(zeile, adresse(zeile), clients)) == {
        "ohne_rolle",
        "sachbearbeitung",
        "koordination",
        "leitung",
    }


def test_entzogenes_recht_gilt_bei_der_naechsten_anfrage(clients):
    client = clients["administration"]
    assert client.get("/protokoll/").status_code == 200
    Benutzer.objects.filter(username="administration").update(rolle="sachbearbeitung")
    assert client.get("/protokoll/").status_code == 403


def _namen(aufloeser, vorn="") -> set[str]:
    namen = set()
    for muster in aufloeser.url_patterns:
        if isinstance(muster, URLResolver):
            namen |= _namen(muster, f"{vorn}{muster.namespace}:" if muster.namespace else vorn)
        else:
            namen.add(f"{vorn}{muster.name}")
    return namen


def _ohne_zeile(namen: set[str]) -> set[tuple[str, str]]:
    return {(name, methode) for name in namen for methode in ("get", "post")} - {
        (zeile.url_name, zeile.methode) for zeile in TABELLE
    }


def test_jede_adresse_steht_in_der_tabelle():
    assert _ohne_zeile(_namen(get_resolver())) == set()


def test_eine_neue_adresse_faellt_auf():
    class Mehr:
        url_patterns = [path("neu/", lambda request: None, name="neu")]

    assert _ohne_zeile(_namen(Mehr)) == {("neu", "get"), ("neu", "post")}
