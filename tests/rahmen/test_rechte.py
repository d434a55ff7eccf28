"""Die Rechte als Tabelle: jede Adresse × Methode × Person hat eine erwartete Antwort, fremde und fehlende Objekte auch.

Was in keiner Zeile steht, lässt den Test scheitern; wer in einer Zeile nicht steht, wird abgewiesen.
"""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, path, reverse
from django.utils import timezone

from beratung.models import Lieferung
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import ROLLEN
from massnahmen import urls as massnahmen_urls
from massnahmen.models import (
    Fachplan,
    Formularversand,
    Massnahme,
    Sachstandsart,
    Stelle,
    Stellenalias,
    Umsetzungsschritt,
)
from massnahmen.runden import runde_eroeffnen, runde_schliessen

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
    auch: dict = field(default_factory=dict, hash=False)  # wer eine andere Antwort bekommt

    def erwartet(self, identitaet: str) -> int:
        if identitaet in self.auch:
            return self.auch[identitaet]
        if identitaet in self.darf:
            return self.code
        return 302 if identitaet in {"anonym", "abgeschaltet"} else 403

    def __str__(self):
        return f"{self.methode} {self.url_name} {self.objekt}".strip()


def _nur_get(url_name, darf, code=200, objekt=""):
    return [Zeile(url_name, "get", darf, code, objekt), Zeile(url_name, "post", darf, 405, objekt)]


def _nur_post(url_name, darf, eigen, *, ohne_objekt=False, **weitere):
    """`eigen`: Antwort auf leere Daten am eigenen Objekt; `weitere`: Objektart → Antwort."""
    objekt = "" if ohne_objekt else "eigen"
    zeilen = [Zeile(url_name, "get", darf, 405, objekt), Zeile(url_name, "post", darf, eigen, objekt)]
    return zeilen + [Zeile(url_name, "post", darf, code, objekt) for objekt, code in weitere.items()]


def _pflege(name, darf, *, nach_loeschen=302, objektlos=False):
    """Neu, bearbeiten, löschen eines Gegenstands der Planpflege, soweit es die Adressen gibt."""
    neu = "" if objektlos else "eigen"
    gibt_es = {adresse.name for adresse in massnahmen_urls.urlpatterns}
    zeilen = [
        Zeile(f"massnahmen:{name}_neu", "get", darf, 200, neu),
        Zeile(f"massnahmen:{name}_neu", "post", darf, 422, neu),
    ]
    for methode, code in (("get", 200), ("post", 422)):
        zeilen.append(Zeile(f"massnahmen:{name}_bearbeiten", methode, darf, code, "eigen"))
        zeilen.append(Zeile(f"massnahmen:{name}_bearbeiten", methode, darf, 404, "fehlend"))
    for methode, code in (("get", 200), ("post", nach_loeschen)):
        zeilen.append(Zeile(f"massnahmen:{name}_loeschen", methode, darf, code, "eigen"))
        zeilen.append(Zeile(f"massnahmen:{name}_loeschen", methode, darf, 404, "fehlend"))
    if not objektlos:
        zeilen.append(Zeile(f"massnahmen:{name}_neu", "get", darf, 404, "fehlend"))
    return [zeile for zeile in zeilen if zeile.url_name.removeprefix("massnahmen:") in gibt_es]


RUECKLAUF, PRUEFEN = ("sachbearbeitung", "leitung"), ("administration", "leitung")
NUR_EIGENE = {"sachbearbeitung": 404}
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
    *_nur_get("massnahmen:pflege", LEITUNG),
    *_nur_get("massnahmen:stelle_liste", ("administration", "leitung")),
    *_nur_get("massnahmen:sachstandsart_liste", ADMIN),
    *(
        Zeile(f"massnahmen:{name}", methode, LEITUNG, code if objekt == "eigen" else 404, objekt)
        for name in ("ausser_kraft", "zusammenfuehren", "fortschreiben")
        for methode, code in (("get", 200), ("post", 422))
        for objekt in ("eigen", "fehlend")
    ),
    *_nur_post("massnahmen:in_kraft", LEITUNG, 302, fehlend=404),
    *_nur_post("massnahmen:rollen_bestaetigen", LEITUNG, 302, fehlend=404),
    *(
        zeile
        for name in ("fachplan", "phase", "beteiligung", "haushaltsbetrag", "verweis", "kennzahlbezug")
        for zeile in _pflege(name, LEITUNG)
    ),
    # Woran etwas hängt, wird nicht gelöscht: 409.
    *(zeile for name in ("handlungsfeld", "ziel", "massnahme") for zeile in _pflege(name, LEITUNG, nach_loeschen=409)),
    *_pflege("stelle", ("administration", "leitung"), nach_loeschen=409, objektlos=True),
    *(z for z in _pflege("alias", ("administration", "leitung")) if str(z) != "post massnahmen:alias_loeschen eigen"),
    # Die Leitung kommt nach der Administration und findet nichts mehr vor.
    Zeile("massnahmen:alias_loeschen", "post", ADMIN, 302, "eigen", auch={"leitung": 404}),
    *_pflege("sachstandsart", ADMIN, nach_loeschen=409, objektlos=True),
    # Schritte ändern und Notizen schreiben darf auch die eigene Stelle; fremde gibt es für sie nicht.
    *(zeile for zeile in _pflege("schritt", LEITUNG) if "bearbeiten" not in zeile.url_name),
    Zeile("massnahmen:schritt_bearbeiten", "get", (*SACH, *LEITUNG), 200, "eigen"),
    Zeile("massnahmen:schritt_bearbeiten", "post", (*SACH, *LEITUNG), 422, "eigen"),
    Zeile("massnahmen:schritt_bearbeiten", "get", (*SACH, *LEITUNG), 404, "fehlend"),
    Zeile("massnahmen:schritt_bearbeiten", "post", SACH, 404, "fremd", auch={"leitung": 422}),
    Zeile("massnahmen:schritt_bearbeiten", "get", SACH, 404, "fremd", auch={"leitung": 200}),
    *(zeile for zeile in _pflege("notiz", LEITUNG) if "neu" not in zeile.url_name),
    Zeile("massnahmen:notiz_neu", "get", (*SACH, *LEITUNG), 200, "eigen"),
    Zeile("massnahmen:notiz_neu", "post", (*SACH, *LEITUNG), 422, "eigen"),
    Zeile("massnahmen:notiz_neu", "get", SACH, 404, "fremd", auch={"leitung": 200}),
    Zeile("massnahmen:notiz_neu", "post", SACH, 404, "fremd", auch={"leitung": 422}),
    *_nur_get("massnahmen:rueckmeldungen", SACH),
    Zeile("massnahmen:rueckmeldung", "get", SACH, 200, "eigen"),
    Zeile("massnahmen:rueckmeldung", "get", SACH, 404, "fremd"),
    Zeile("massnahmen:rueckmeldung", "get", SACH, 404, "fehlend"),
    Zeile("massnahmen:rueckmeldung", "post", SACH, 422, "eigen"),
    Zeile("massnahmen:rueckmeldung", "post", SACH, 404, "fremd"),
    *_nur_get("massnahmen:runde_liste", LEITUNG),
    Zeile("massnahmen:runde_neu", "get", LEITUNG, 200),
    Zeile("massnahmen:runde_neu", "post", LEITUNG, 422),
    *_nur_get("massnahmen:runde_detail", LEITUNG, objekt="offen"),
    Zeile("massnahmen:runde_detail", "get", LEITUNG, 200, "geschlossen"),
    Zeile("massnahmen:runde_detail", "get", LEITUNG, 404, "fehlend"),
    Zeile("massnahmen:runde_erinnern", "get", LEITUNG, 200, "offen"),
    Zeile("massnahmen:runde_erinnern", "get", LEITUNG, 404, "geschlossen"),
    Zeile("massnahmen:runde_erinnern", "post", LEITUNG, 409, "offen"),
    Zeile("massnahmen:runde_erinnern", "post", LEITUNG, 404, "geschlossen"),
    Zeile("massnahmen:runde_schliessen", "get", LEITUNG, 200, "offen"),
    Zeile("massnahmen:runde_schliessen", "post", LEITUNG, 302, "offen"),
    Zeile("massnahmen:runde_schliessen", "post", LEITUNG, 404, "geschlossen"),
    Zeile("massnahmen:runde_wieder_oeffnen", "get", LEITUNG, 200, "geschlossen"),
    Zeile("massnahmen:runde_wieder_oeffnen", "post", LEITUNG, 422, "geschlossen"),
    Zeile("massnahmen:runde_wieder_oeffnen", "post", LEITUNG, 404, "offen"),
    *_nur_get("massnahmen:runde_stand", LEITUNG, objekt="stand"),
    Zeile("massnahmen:runde_stand", "get", LEITUNG, 404, "kein_stand"),
    Zeile("massnahmen:stellvertretungen", "get", LEITUNG, 200),
    Zeile("massnahmen:stellvertretungen", "post", LEITUNG, 422),
    Zeile("massnahmen:stellvertretung_beenden", "get", LEITUNG, 405, "fehlend"),
    Zeile("massnahmen:stellvertretung_beenden", "post", LEITUNG, 404, "fehlend"),
    *_nur_get("ueberblick", LEITUNG),
    *_nur_get("ueberblick_bild", LEITUNG),
    Zeile("massnahmen:formular_liste", "get", RUECKLAUF, 200),
    Zeile("massnahmen:formular_liste", "post", RUECKLAUF, 422),
    *_nur_post("massnahmen:formular_hochladen", RUECKLAUF, 422, ohne_objekt=True),
    *_nur_get("massnahmen:formular_detail", RUECKLAUF, objekt="eigen"),
    Zeile("massnahmen:formular_detail", "get", RUECKLAUF, 200, "fremd", auch=NUR_EIGENE),
    Zeile("massnahmen:formular_detail", "get", RUECKLAUF, 404, "fehlend"),
    *_nur_post("massnahmen:formular_uebernehmen", RUECKLAUF, 302, fehlend=404),
    Zeile("massnahmen:formular_uebernehmen", "post", RUECKLAUF, 302, "fremd", auch=NUR_EIGENE),
    *_nur_post("massnahmen:formular_verwerfen", RUECKLAUF, 302, fehlend=404),
    Zeile("massnahmen:formular_verwerfen", "post", RUECKLAUF, 302, "fremd", auch=NUR_EIGENE),
    *_nur_get("formular_datei", RUECKLAUF, objekt="eigen"),
    Zeile("formular_datei", "get", RUECKLAUF, 200, "fremd", auch=NUR_EIGENE),
    Zeile("formular_datei", "get", RUECKLAUF, 404, "fehlend"),
    *_nur_get("massnahmen:planpruefung", PRUEFEN),
    *_nur_post("massnahmen:planpruefung_entscheiden", PRUEFEN, 422, ohne_objekt=True),
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
def runden():
    """Eine geschlossene und eine offene Sachstandsrunde über alle Maßnahmen: Objektart → Angaben der Adresse."""
    angaben = {"fachplan": Fachplan.objects.get(), "stichtag": timezone.localdate(), "frist": timezone.localdate()}
    alle = Massnahme.objects.all()
    geschlossen = runde_eroeffnen(bezeichnung="Erste", massnahmen=alle, von=None, **angaben)
    runde_schliessen(runde=geschlossen, von=None)
    offen = runde_eroeffnen(bezeichnung="Zweite", massnahmen=alle, von=None, **angaben)
    stand, kein_stand = (geschlossen.pk, 1), (offen.pk, 1)
    return {"offen": offen.pk, "geschlossen": geschlossen.pk, "stand": stand, "kein_stand": kein_stand}


@pytest.fixture
def adresse(runden):
    """Url-Name und Objektart → Adresse."""
    massnahmen = {
        "eigen": Massnahme.objects.filter(stellen__name="Sozialamt").first().pk,
        "fremd": Massnahme.objects.exclude(stellen__name="Sozialamt").first().pk,
        "fehlend": 999_999,
    } | runden
    pflegezeilen = _pflegezeilen(massnahmen)
    lieferungen = {"eigen": Lieferung.objects.first().pk, "fehlend": 999_999}
    formulare = {"fehlend": 999_999} | {
        art: Formularversand.objects.create(
            stelle=Stelle.objects.get(name=name),
            fachplan=Fachplan.objects.get(),
            format="xlsx",
            erstellt_von=Benutzer.objects.get(username="leitung"),
        ).pk
        for art, name in (("eigen", "Sozialamt"), ("fremd", "Gesundheitsamt"))
    }
    bilder = {"eigen": (2024, "seniora"), "fehlend": (1999, "seniora")}

    formate = {"eigen": ("csv",), "fehlend": ("exe",)}

    def bauen(zeile: Zeile) -> str:
        if zeile.url_name == "massnahmen_ausgabe":
            return reverse(zeile.url_name, args=formate[zeile.objekt])
        app, _, name = zeile.url_name.partition(":")
        objekte = {"massnahmen": massnahmen, "beratung": lieferungen}.get(app, bilder)
        objekte = pflegezeilen.get(name, objekte)
        if "formular_" in zeile.url_name:
            objekte = formulare
        angaben = objekte[zeile.objekt] if zeile.objekt else ()
        return reverse(zeile.url_name, args=angaben if isinstance(angaben, tuple) else (angaben,))

    return bauen


def _pflegezeilen(massnahmen: dict) -> dict[str, dict]:
    """Je Url-Name der Planpflege die eigene, fremde und fehlende Zeile; die erste Maßnahme bekommt von allem eine."""
    m = Massnahme.objects.get(pk=massnahmen["eigen"])
    von = Benutzer.objects.get(username="leitung")
    alle = {
        "fachplan": m.ziel.handlungsfeld.fachplan,
        "handlungsfeld": m.ziel.handlungsfeld,
        "ziel": m.ziel,
        "schritt": m.schritte.first(),
        "phase": m.phasen.first(),
        "beteiligung": m.beteiligungen.first(),
        "haushaltsbetrag": m.haushaltsbetraege.create(jahr=2024, betrag=1),
        "verweis": m.verweise.create(art="beschluss", bezeichnung="V1"),
        "kennzahlbezug": m.kennzahlbezuege.create(kennzahl="neuzugaenge"),
        "notiz": m.notizen.create(text="Text", von=von),
        "stelle": m.stellen.first(),
        "alias": Stellenalias.objects.first(),
        "sachstandsart": Sachstandsart.objects.filter(meldungen__isnull=False).first(),
    }
    fremder_schritt = Umsetzungsschritt.objects.exclude(massnahme__stellen__name="Sozialamt").first()
    zeilen = {name: {"eigen": zeile.pk, "fehlend": 999_999} for name, zeile in alle.items()}
    zeilen["schritt"]["fremd"] = fremder_schritt.pk
    eltern = {"handlungsfeld": "fachplan", "ziel": "handlungsfeld", "massnahme": "ziel", "alias": "stelle"}
    je_adresse = {f"{name}_{aktion}": zeilen[name] for name in zeilen for aktion in ("bearbeiten", "loeschen")}
    je_adresse |= {f"{name}_neu": zeilen[eltern[name]] for name in eltern}
    return je_adresse | {"fortschreiben": zeilen["fachplan"]}


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
