"""Die Hilfe: vollständig, ohne Anmeldung lesbar, ohne Zahlen, und jede Seite hat ihre Anleitung."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.urls import reverse

from dresden_senioren.hilfe import artikel, nachschlagen
from dresden_senioren.hilfe.artikel import ARTIKEL, zur_seite
from dresden_senioren.hilfe.bilder import BILDER
from dresden_senioren.hilfe.rundgang import RUNDGANG
from dresden_senioren.navigation import NAVIGATION
from dresden_senioren.rollen import ROLLEN
from dresden_senioren.settings import BASE_DIR

pytestmark = pytest.mark.django_db


def seite(adresse: str, client: Client | None = None) -> str:
    antwort = (client or Client()).get(adresse)
    assert antwort.status_code == 200, adresse
    return antwort.content.decode()


def verweise(html: str) -> set[str]:
    return {a for a in re.findall(r'href="(/hilfe/[^"#?]*)', html)}


def test_jeder_verweis_der_hilfe_fuehrt_irgendwohin():
    offen, gesehen = {reverse("hilfe")}, set()
    while offen:
        adresse = offen.pop()
        gesehen.add(adresse)
        offen |= verweise(seite(adresse)) - gesehen
    alle = {a.adresse for a in ARTIKEL.values()} | {w.adresse for w in nachschlagen.WERKE.values()}
    assert alle <= gesehen, "nicht von der Übersicht aus zu erreichen"


@pytest.mark.parametrize("eintrag", ARTIKEL.values(), ids=lambda a: a.schluessel)
def test_jede_anleitung_ist_vollstaendig(eintrag):
    get_template(eintrag.vorlage)
    html = seite(eintrag.adresse)
    assert eintrag.titel in html and set(eintrag.rollen) <= set(ROLLEN)
    text = artikel.klartext(html[html.index("<main") : html.index("</main>")])
    assert 60 < len(text.split()) < 450, "höchstens ein Bildschirm"


# Gesagt, nicht beschriftet: Sachstandsarten des Amts, eine Einstellung des Betriebssystems, ein Urteil.
KEINE_BESCHRIFTUNG = {"modifiziert", "nicht systematisch begonnen", "zurückgestellt", "Bewegung verringern",
                      "Unauffällig", "unwichtig"}  # fmt: skip


def test_was_eine_anleitung_in_anfuehrung_nennt_steht_auf_einer_seite():
    """Knöpfe, Verweise, Überschriften: Heißt etwas anders, sagt es dieser Test."""
    apps = ("dresden_senioren", "massnahmen", "beratung", "berichte")
    quellen = [*BASE_DIR.glob("templates/**/*.html"), *(q for app in apps for q in (BASE_DIR / app).rglob("*.py"))]
    eigene = [q for q in quellen if not {"artikel", "bilder.py"} & {*q.parts}]
    seiten = "\n".join(q.read_text(encoding="utf-8") for q in eigene)
    for eintrag in ARTIKEL.values():
        genannt = set(re.findall("„([^“]+)“", artikel.klartext(render_to_string(eintrag.vorlage))))
        assert {wort for wort in genannt - KEINE_BESCHRIFTUNG if wort not in seiten} == set(), eintrag.schluessel
    assert "Aus den gespeicherten Zeilen nachzählt" not in seiten, "Gegenprobe"


def test_jede_seite_der_navigation_hat_eine_anleitung():
    punkte = [punkt.url_name for bereich in NAVIGATION for punkt in bereich.punkte]
    assert [name for name in punkte if zur_seite(name) is None] == []
    assert zur_seite("gibt_es_nicht") is None


def test_die_genaueste_anleitung_gilt():
    assert zur_seite("massnahmen:liste").schluessel == "liste"
    assert zur_seite("massnahmen:ziel_bearbeiten").schluessel == "plan"
    assert zur_seite("beratung:eingang_spalten").schluessel == "zuordnen"


@pytest.mark.parametrize(
    ("rolle", "pfad", "schluessel"),
    [("sachbearbeitung", "/massnahmen/rueckmeldungen/", "runde"), ("administration", "/personen/", "personen")],
)
def test_die_hilfe_im_kopf_fuehrt_zur_anleitung_dieser_seite(angemeldet, rolle, pfad, schluessel):
    kopf = seite(pfad, angemeldet(rolle)).split("<main")[0]
    assert reverse("hilfeartikel", args=[schluessel]) in kopf


def test_die_eigene_rolle_steht_zuerst(angemeldet):
    html = seite(reverse("hilfe"), angemeldet("leitung"))
    assert html.index("Für Sie: Leitung") < html.index('id="sachbearbeitung"')
    assert "Für Sie" not in seite(reverse("hilfe"))


def test_suche_findet_anleitung_wort_kennzahl_und_regel():
    def arten(frage):
        return set(re.findall(r'<span class="leise">([^<]+)\.</span>', seite(f"{reverse('hilfe_suche')}?q={frage}")))

    assert "Anleitung" in arten("Kennwort vergessen")
    assert "Wort" in arten("Nullmeldung")
    assert "Kennzahl" in arten("Auslastung")
    assert "Regel" in arten("Summenzeile")
    assert "Meinten Sie" in seite(f"{reverse('hilfe_suche')}?q=sachstnd")


@pytest.mark.parametrize("frage", ["%3Cscript%3E", "%00", "a" * 5000, "%F0%9F%98%80", "' OR 1=1"])
def test_suche_haelt_jede_frage_aus(frage):
    html = seite(f"{reverse('hilfe_suche')}?q={frage}")
    assert "<script>" not in html and "a" * 101 not in html


def test_jedes_bild_gehoert_zu_einer_anleitung_und_liegt_da():
    bilder = [bild for gruppe in BILDER.values() for bild in gruppe]
    assert set(BILDER) <= set(ARTIKEL)
    assert [bild.datei for bild in bilder if not finders.find(bild.datei)] == []
    assert all(len(bild.alt) > 20 for bild in bilder)


def test_die_hilfe_fragt_die_datenbank_nichts(django_assert_num_queries):
    with django_assert_num_queries(0):
        for adresse in (reverse("hilfe"), reverse("hilfeartikel", args=["lieferung"]), f"{reverse('hilfe_suche')}?q=x"):
            seite(adresse)


# --- Rundgang ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rolle", ROLLEN)
def test_rundgang_hat_drei_schritte_und_kommt_nicht_wieder(angemeldet, rolle):
    client = angemeldet(rolle)
    html = seite("/", client)
    assert html.count('<section class="rundgang"') == 1
    for schritt in RUNDGANG[rolle]:
        assert client.get(schritt.adresse).status_code in {200, 302}, "führt nur, wohin die Person darf"
        assert schritt.adresse in html and schritt.artikel.adresse in html
    assert len(RUNDGANG[rolle]) <= 3
    assert client.post(reverse("rundgang_beenden")).status_code == 302
    assert "rundgang" not in seite("/", client)
