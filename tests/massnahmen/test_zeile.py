"""Eine Zeile der Liste wird nur gezeichnet, wenn sich ein Wert ändert; nie zeigt die Seite einen alten."""

import re
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from django.urls import set_script_prefix
from django.utils import timezone

from dresden_senioren.settings import BASE_DIR
from massnahmen.kern.terminlage import Terminlage
from massnahmen.liste import zeile as modul
from massnahmen.liste.zeile import Schritt, Zeile
from massnahmen.models import (
    Handlungsfeld,
    Massnahme,
    Phase,
    Sachstandsart,
    Terminuebersteuerung,
    Umsetzungsschritt,
)
from massnahmen.sachstand.melden import sachstand_melden

LISTE = "/massnahmen/"
EINE = Zeile(
    pk=1234,
    nr="1.1.1.",
    beschreibung="Treff <b> für & mit allen",
    verantwortung="Sozialamt",
    laufzeit="2021-2023",
    ist_haushaltsrelevant=None,
    ist_ausser_kraft=False,
    sachstand="begonnen",
    farbe="aktiv",
    erlaeuterung="eine Zeile\nnoch eine",
    lage=Terminlage.IM_PLAN,
    ist_beginn_ueberschritten=False,
    berechnet=None,
    zuletzt_geaendert=date(2022, 6, 2),
    zuletzt_bestaetigt=None,
    schritte=(Schritt("erst", ""), Schritt("dann", "2022")),
    darf_melden=False,
    darf_auswaehlen=False,
    rueckblick=None,
)
ANDERS = {
    "pk": 1235,
    "nr": "1.1.2.",
    "beschreibung": "Treff",
    "verantwortung": "Gesundheitsamt",
    "laufzeit": "2024",
    "ist_haushaltsrelevant": False,
    "ist_ausser_kraft": True,
    "sachstand": "",
    "farbe": "fertig",
    "erlaeuterung": "",
    "lage": Terminlage.UEBERFAELLIG,
    "ist_beginn_ueberschritten": True,
    "berechnet": Terminlage.OHNE_TERMIN,
    "zuletzt_geaendert": date(2022, 6, 3),
    "zuletzt_bestaetigt": date(2022, 6, 3),
    "schritte": (Schritt("erst", ""), Schritt("dann", "2023")),
    "darf_melden": True,
    "darf_auswaehlen": True,
    "rueckblick": date(2024, 9, 30),
}


def test_jeder_wert_ist_genannt():
    assert list(ANDERS) == [feld.name for feld in fields(Zeile)]


@pytest.mark.parametrize("feld", ANDERS)
def test_jeder_wert_der_zeile_steht_in_ihr(feld):
    assert replace(EINE, **{feld: ANDERS[feld]}).html != EINE.html


def test_gleiche_werte_geben_dieselbe_zeile():
    assert replace(EINE).html is EINE.html
    assert "Treff &lt;b&gt; für &amp; mit allen" in EINE.html


def test_die_vorlage_liest_nichts_als_die_zeile():
    """Was sie sonst läse, fehlte im Merkmal und bliebe alt. Auch nichts aus der Anfrage, keine Uhr."""
    vorlage = (BASE_DIR / "templates" / "massnahmen" / "_zeile.html").read_text("utf-8")
    assert _gelesen(vorlage) == {"zeile", "schritt", "schritte"}
    assert "now" in _gelesen(vorlage.replace("{{ zeile.nr }}", "{% now 'Y' %}", 1))
    assert "request" in _gelesen(vorlage.replace("{{ zeile.nr }}", "{{ request.user }}", 1))


def _gelesen(vorlage: str) -> set[str]:
    """Woher die Vorlage ihre Werte nimmt: das erste Wort jeder Angabe, ohne Texte und die Wörter der Sprache."""
    angaben = " ".join(re.findall(r"{[{%](.*?)[%}]}", vorlage))
    woerter = re.findall(r"(?<![\w.|:])[a-z_]\w*", re.sub(r"\"[^\"]*\"|'[^']*'|\|\w+|\w+=", " ", angaben))
    sprache = {"if", "elif", "else", "endif", "for", "in", "endfor", "with", "endwith", "include", "url", "or"}
    return set(woerter) - sprache


def test_die_adressen_stehen_unter_dem_anfang_der_anwendung():
    ohne = EINE.html
    set_script_prefix("/senioren/")
    try:
        assert 'href="/senioren/massnahmen/1234/"' in EINE.html
    finally:
        set_script_prefix("/")
    assert EINE.html == ohne
    assert 'href="/massnahmen/1234/"' in ohne


# --- Nach jeder Änderung zeigt die Seite, was sie frisch gezeichnet zeigte --------------------------------------------


def _eine() -> Massnahme:
    return Massnahme.objects.mit_angaben().get(nr="1.1.1.")


def _sachstand(person):
    m = _eine()
    art = Sachstandsart.objects.get(schluessel="laufend")
    sachstand_melden(
        massnahme=m, sachstandsart=art, erlaeuterung="neu", grundlage=m.meldung.pk, von=person("sachbearbeitung")
    )


AENDERUNGEN = {
    "Wortlaut": lambda person: Massnahme.objects.filter(nr="1.1.1.").update(beschreibung="ganz anders"),
    "Sachstand": _sachstand,
    "Name der Art": lambda person: Sachstandsart.objects.filter(schluessel="begonnen").update(bezeichnung="im Gange"),
    "Farbe der Art": lambda person: Sachstandsart.objects.filter(schluessel="begonnen").update(farbrolle="gefahr"),
    "Schritt": lambda person: Umsetzungsschritt.objects.update(text="anderer Schritt"),
    "Laufzeit": lambda person: Phase.objects.update(art="zeitraum", von=None, bis=timezone.localdate()),
    "Handlungsfeld": lambda person: Handlungsfeld.objects.update(bezeichnung="ein Feld"),
    "gesetzte Terminlage": lambda person: Terminuebersteuerung.objects.create(
        massnahme=_eine(), lage=Terminlage.BALD_FAELLIG, grund="Beschluss", von=person("leitung")
    ),
    "außer Kraft": lambda person: Massnahme.objects.filter(nr="1.1.1.").update(
        ausser_kraft_seit=timezone.localdate() + timedelta(days=9)
    ),
    "keine Stelle mehr": lambda person: [stelle.benutzer.clear() for stelle in _eine().stellen.all()],
}


def _zeilen(client) -> str:
    """Die Tabelle allein: Formulare tragen in jeder Antwort ein anderes Zeichen gegen fremdes Absenden."""
    return re.search(r"<tbody.*?</tbody>", client.get(LISTE).content.decode(), re.DOTALL).group()


def _pruefen(client, aendern) -> None:
    vorher = _zeilen(client)
    aendern()
    danach = _zeilen(client)
    modul._gezeichnet.cache_clear()
    assert danach == _zeilen(client)
    assert danach != vorher


@pytest.mark.django_db
@pytest.mark.parametrize("was", AENDERUNGEN)
def test_nach_einer_aenderung_zeigt_die_liste_sie(angemeldet, person, was):
    _pruefen(angemeldet("sachbearbeitung"), lambda: AENDERUNGEN[was](person))


@pytest.mark.django_db
def test_die_pruefung_bemerkt_ein_merkmal_das_zu_wenig_nennt(angemeldet, person, monkeypatch):
    echt, gemerkt = modul._gezeichnet, {}

    def nach_nummer(zeile, adressanfang):
        return gemerkt.setdefault(zeile.pk, echt(zeile, adressanfang))

    nach_nummer.cache_clear = gemerkt.clear
    monkeypatch.setattr(modul, "_gezeichnet", nach_nummer)
    with pytest.raises(AssertionError):
        _pruefen(angemeldet("sachbearbeitung"), lambda: AENDERUNGEN["Wortlaut"](person))
