"""Die Rechte als Tabelle: jede Adresse × Methode × Person hat eine erwartete Antwort, fremde und fehlende Objekte auch.

Was in keiner Zeile steht, lässt den Test scheitern; wer in einer Zeile nicht steht, wird abgewiesen.
"""

import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, path, reverse
from django.utils import timezone

from beratung.meldungen import null_melden
from beratung.models import (
    Beratungsstelle,
    Bezugsbevoelkerung,
    Eingang,
    Ereignismarke,
    Katalogwert,
    Lieferung,
    Planungsbereich,
    Zuordnungsprofil,
)
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer
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

from .rechte import ADMIN, ANGEMELDETE, IDENTITAETEN, TABELLE, Zeile

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def runden(welt_des_moduls):
    """Eine geschlossene und eine offene Sachstandsrunde über alle Maßnahmen: Objektart → Angaben der Adresse."""
    angaben = {"fachplan": Fachplan.objects.get(), "stichtag": timezone.localdate(), "frist": timezone.localdate()}
    alle = Massnahme.objects.all()
    geschlossen = runde_eroeffnen(bezeichnung="Erste", massnahmen=alle, von=None, **angaben)
    runde_schliessen(runde=geschlossen, von=None)
    offen = runde_eroeffnen(bezeichnung="Zweite", massnahmen=alle, von=None, **angaben)
    stand, kein_stand = (geschlossen.pk, 1), (offen.pk, 1)
    return {"offen": offen.pk, "geschlossen": geschlossen.pk, "stand": stand, "kein_stand": kein_stand}


@pytest.fixture(scope="module")
def adresse(runden):
    """Url-Name und Objektart → Adresse."""
    massnahmen = {
        "eigen": Massnahme.objects.filter(stellen__name="Sozialamt").first().pk,
        "fremd": Massnahme.objects.exclude(stellen__name="Sozialamt").first().pk,
        "fehlend": 999_999,
    } | runden
    pflegezeilen = _pflegezeilen(massnahmen)
    lieferungen = {"eigen": Lieferung.objects.first().pk, "fehlend": 999_999}
    kalender = _kalenderzeilen() | _stammdatenzeilen()
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

    werkbank = _werkbankzeilen()

    auswertungen = _auswertungszeilen()

    def bauen(zeile: Zeile) -> str:
        if zeile.url_name == "massnahmen_ausgabe":
            return reverse(zeile.url_name, args=formate[zeile.objekt])
        app, _, name = zeile.url_name.partition(":")
        objekte = {"massnahmen": massnahmen, "beratung": lieferungen}.get(app, bilder)
        objekte = (kalender if app == "beratung" else pflegezeilen).get(name, objekte)
        objekte = tabellen.get(zeile.url_name, werkbank.get(zeile.url_name, objekte))
        if "formular_" in zeile.url_name:
            objekte = formulare
        angaben = objekte[zeile.objekt] if zeile.objekt else ()
        return reverse(zeile.url_name, args=angaben if isinstance(angaben, tuple) else (angaben,))

    return bauen


def _auswertungszeilen() -> dict[str, dict]:
    """Seiten, Bilder, Tabellen, Herkunft der Stadt, des eigenen und eines fremden Planungsbereichs, ebenso
    Quartalsberichte und Monatsbriefe, und was es nicht gibt."""
    bild, kein_bild = ("jahresvergleich",), ("gibt-es-nicht",)
    tabelle, keine = ("jahresvergleich", "csv"), ("gibt-es-nicht", "csv")
    eigener = Planungsbereich.objects.filter(koordination__username="koordination").first()
    fremder = Planungsbereich.objects.exclude(koordination__username="koordination").first()
    brief = {
        "eigen": (eigener.kuerzel, "2024-09"),
        "fremd": (fremder.kuerzel, "2024-09"),
        "fehlend": (eigener.kuerzel, "2024-13"),
    }
    return {
        "stadt_bild": {"eigen": bild, "fehlend": kein_bild},
        "bereich_dashboard": {"eigen": eigener.kuerzel, "fremd": fremder.kuerzel, "fehlend": "gibt-es-nicht"},
        "bereich_bild": {
            "eigen": (eigener.kuerzel, *bild),
            "fremd": (fremder.kuerzel, *bild),
            "fehlend": (eigener.kuerzel, *kein_bild),
        },
        "stadt_abbildung_tabelle": {"eigen": tabelle, "fehlend": keine},
        "bereich_abbildung_tabelle": {
            "eigen": (eigener.kuerzel, *tabelle),
            "fremd": (fremder.kuerzel, *tabelle),
            "fehlend": (eigener.kuerzel, *keine),
        },
        "stadt_herkunft": {"eigen": ("neuzugaenge",), "fehlend": ("gibt-es-nicht",)},
        "bereich_herkunft": {
            "eigen": (eigener.kuerzel, "neuzugaenge"),
            "fremd": (fremder.kuerzel, "neuzugaenge"),
            "fehlend": (eigener.kuerzel, "gibt-es-nicht"),
        },
        "kennzahl": {"eigen": ("dichte",), "fehlend": ("gibt-es-nicht",)},
        "quartal": {
            "eigen": (f"s-{eigener.kuerzel}", "2024-Q3"),
            "fremd": (f"s-{fremder.kuerzel}", "2024-Q3"),
            "fehlend": (f"s-{eigener.kuerzel}", "2024-Q5"),
        },
        "bereich_briefe": {"eigen": eigener.kuerzel, "fremd": fremder.kuerzel, "fehlend": "gibt-es-nicht"},
        "bereich_brief": brief,
        "bereich_brief_senden": brief,
    }


def _kalenderzeilen() -> dict[str, dict]:
    """Je Url-Name des Lieferkalenders die vorhandene und die fehlende Zeile."""
    stelle = Beratungsstelle.objects.get(kuerzel="s-cotta")
    angaben = {"monat": Monat(2025, 9), "gemeldet_am": timezone.localdate(), "woher": "email", "von": None}
    meldung = null_melden(beratungsstelle=stelle, **angaben)
    traeger = {"eigen": stelle.traeger_id, "fehlend": 999_999}
    return {
        "monat": {"eigen": ("seniora", "2024-09"), "fehlend": ("seniora", "2024-13")},
        "nullmeldung_zuruecknehmen": {"eigen": meldung.pk, "fehlend": 999_999},
        "traeger": traeger,
        "traeger_erinnern": traeger,
    }


def _stammdatenzeilen() -> dict[str, dict]:
    """Je Url-Name der Stammdaten die vorhandene und die fehlende Zeile."""
    stelle = Beratungsstelle.objects.get(kuerzel="s-cotta")
    bereich = stelle.gebiete.get().planungsbereich
    zeilen = {
        "stelle": stelle,
        "stellengebiet": stelle.gebiete.get(),
        "ausstattung": stelle.ausstattungen.first(),
        "traeger": stelle.traeger,
        "planungsbereich": bereich,
        "gebietszuordnung": bereich.zuordnungen.first(),
        "katalogwert": Katalogwert.objects.filter(merkmal="beratungsort").first(),
        "ereignis": Ereignismarke.objects.first(),
    }
    eltern = {
        "stellengebiet": (stelle.pk, 999_999),
        "ausstattung": (stelle.pk, 999_999),
        "gebietszuordnung": ("35", "00"),
        "katalogwert": ("beratungsort", "altersgruppe"),
    }
    seiten = {
        f"{name}_{seite}": {"eigen": zeile.pk, "fehlend": 999_999}
        for name, zeile in zeilen.items()
        for seite in ("detail", "bearbeiten", "loeschen")
    }
    seiten |= {f"{name}_neu": {"eigen": eigen, "fehlend": fehlend} for name, (eigen, fehlend) in eltern.items()}
    je_bereich = ("koordination", "zuordnung_bestaetigen")
    tag = timezone.localdate()
    Bezugsbevoelkerung.objects.create(stadtteil_id="07", stichtag=tag, altersgruppe="60+", anzahl=1, quelle="Test")
    seiten["bevoelkerung_loeschen"] = {"eigen": tag.isoformat(), "fehlend": "2024-13-01"}
    return seiten | {name: {"eigen": bereich.pk, "fehlend": 999_999} for name in je_bereich}


def _werkbankzeilen() -> dict[str, dict]:
    """Ein abgelehnter Eingang und ein Profil: Url-Name → Objektart → Angaben der Adresse."""
    von = Benutzer.objects.get(username="administration")
    eingang = Eingang.objects.create(
        dateiname="a.csv", groesse=1, sha256="0" * 64, eingereicht_von=von, zustand=Eingang.Zustand.ABGELEHNT
    )
    profil, fehlt = Zuordnungsprofil.objects.get(name="fmg"), uuid.UUID(int=0)
    eingangsseiten = ("detail", "spalten", "werte", "verwerfen", "wiederholen")
    seiten = {f"beratung:eingang_{seite}": {"eigen": eingang.pk, "fehlend": fehlt} for seite in eingangsseiten}
    profilseiten = ("datei", "zurueckziehen")
    seiten |= {f"beratung:profil_{seite}": {"eigen": profil.pk, "fehlend": 999_999} for seite in profilseiten}
    return seiten | {
        "beratung:profil_detail": {"eigen": profil.name, "fehlend": "gibt-es-nicht"},
        "eingang_befunde": {"eigen": (eingang.pk, "csv"), "fehlend": (fehlt, "csv")},
        "lieferung_befunde": {"eigen": (Lieferung.objects.first().pk, "xlsx"), "fehlend": (999_999, "xlsx")},
    }


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
    je_adresse |= {f"ziel_{aktion}": zeilen["ziel"] for aktion in ("ausser_kraft", "in_kraft", "zusammenfuehren")}
    return je_adresse | {"fortschreiben": zeilen["fachplan"], "stelle_personen": zeilen["stelle"]}


@pytest.fixture(scope="module")
def sitzungen(welt_des_moduls):
    """Identität → Sitzung im Browser, wie sie nach der Anmeldung ist."""
    Benutzer.objects.create_user("ohne_rolle")
    abgeschaltet = Benutzer.objects.create_user("abgeschaltet", rolle="leitung")
    ergebnis = {"anonym": ""}
    for name in IDENTITAETEN[1:]:
        client = Client()
        client.force_login(Benutzer.objects.get(username=name))
        ergebnis[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    # Mit laufender Sitzung abgeschaltet: gilt ab der nächsten Anfrage.
    abgeschaltet.is_active = False
    abgeschaltet.save()
    return ergebnis


@pytest.fixture
def clients(sitzungen):
    """Je Test neue: eine Abmeldung darf den nächsten nicht treffen."""
    ergebnis = {name: Client() for name in sitzungen}
    for name, client in ergebnis.items():
        client.cookies[settings.SESSION_COOKIE_NAME] = sitzungen[name]
    return ergebnis


def abweichungen(zeile: Zeile, adresse: str, clients: dict[str, Client]) -> dict[str, tuple[int, int]]:
    """Identität → (bekommen, erwartet), wo beides verschieden ist."""
    codes = {name: getattr(client, zeile.methode)(adresse, zeile.daten).status_code for name, client in clients.items()}
    if zeile.url_name == "anmelden":  # Wer angemeldet ist, wird zur Startseite geleitet statt abgewiesen.
        codes |= {name: 403 for name in ANGEMELDETE if codes[name] == 302}
    return {name: (code, soll) for name, code in codes.items() if code != (soll := zeile.erwartet(name))}


@pytest.mark.langsam
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
