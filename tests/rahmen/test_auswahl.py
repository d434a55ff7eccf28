"""Auswahlfelder sehen aus wie bei Django; gemerkte Möglichkeiten und Adressen sind nie die von jemand anderem."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.urls import set_script_prefix
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from dresden_senioren.formulare import KernFormulare
from dresden_senioren.navigation import _bereiche, seitenrahmen
from dresden_senioren.rollen import ROLLEN

GRUPPEN = [
    ("", "alle"),
    (1234, "Wort & <b>"),
    ("Gruppe <1>", [("a", "A"), ("b", "B")]),
    (None, "keine"),
    ("x", lazystr("L")),
]


def _gezeichnet(widget, wert, renderer) -> list[str]:
    """Zeile für Zeile: Leerraum zwischen den Möglichkeiten bedeutet nichts."""
    html = widget.render("feld", wert, attrs={"id": "id_feld", "required": True}, renderer=renderer)
    return [zeile.strip() for zeile in html.splitlines() if zeile.strip()]


@pytest.mark.parametrize("wert", [None, "", 1234, "b", "gibt es nicht", "<"])
@pytest.mark.parametrize("art", [forms.Select, forms.SelectMultiple])
def test_ein_auswahlfeld_ist_wie_das_von_django(art, wert):
    werte = [wert, "a"] if art is forms.SelectMultiple else wert
    unser, ihr = (_gezeichnet(art(choices=GRUPPEN), werte, renderer()) for renderer in (KernFormulare, DjangoTemplates))
    assert unser == ihr


@pytest.mark.parametrize("folge", [(0, 1), (1, 0)])
def test_maskierter_und_unmaskierter_text_sind_zweierlei(folge):
    """Gemerkt wird nach Text und Art des Textes; sonst stünde fremder Text unmaskiert da."""
    namen = ("<i>derselbe</i>", mark_safe("<i>derselbe</i>"))
    erwartet = ("&lt;i&gt;derselbe&lt;/i&gt;", "<i>derselbe</i>")
    for i in folge:
        html = forms.Select(choices=[("k", namen[i])]).render("feld", "", renderer=KernFormulare())
        assert f'<option value="k">{erwartet[i]}</option>' in html


@pytest.mark.django_db
def test_die_navigation_folgt_der_rolle_und_dem_anfang_der_adressen(rf, person):
    def rahmen(benutzer, anfang="/"):
        anfrage = rf.get("/")
        anfrage.user, anfrage.session = benutzer, {"zweiter_faktor": "bestaetigt"}
        set_script_prefix(anfang)
        try:
            return {punkt["bezeichnung"]: punkt["url"] for punkt in seitenrahmen(anfrage)["navigation"]}
        finally:
            set_script_prefix("/")

    benutzer = person("leitung")
    leitung = rahmen(benutzer)
    assert "Überblick" in leitung
    assert rahmen(benutzer, "/senioren/") == {name: f"/senioren{url}" for name, url in leitung.items()}
    assert rahmen(benutzer) == leitung
    benutzer.rolle = "sachbearbeitung"
    assert "Überblick" not in rahmen(benutzer)
    benutzer.is_active = False
    assert list(rahmen(benutzer)) == ["Start"]


def test_jede_rolle_hat_ihre_eigene_navigation():
    je_rolle = [_bereiche(rolle.rechte, "/") for rolle in ROLLEN.values()]
    assert len({str(bereiche) for bereiche in je_rolle}) == len(ROLLEN)
