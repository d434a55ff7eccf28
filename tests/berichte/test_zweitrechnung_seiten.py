"""Der Befehl `kennzahlen`, jede Tabelle der Auswertungsseiten und jede Datei, die man dort herunterlädt, gegen die
zweite Zählung aller Beispiellieferungen."""

import json
from decimal import Decimal
from functools import cache
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from beratung.models import Monatswert, Planungsbereich
from berichte.abbildungen import ABBILDUNGEN, NUR_DER_STADT
from berichte.kern.kennzahlen import KENNZAHLEN
from berichte.verhaeltnisliste import verhaeltnisliste

from . import unabhaengig
from .tabellenleser import html, seite_csv, seite_xlsx
from .zweitrechnung import BEIDE, EINHEITEN, MERKMALE, Blick, auspraegungen, prozent, runden, veraenderung, zaehle
from .zweitstellen import alle_stellen, neuzugaenge, soll, vzae
from .zweitvergleich import Urteil, vergleichen
from .zweitwelt import alle_lieferungen

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]
JAHR, VORJAHR = ("2024-01", "2024-12"), ("2023-01", "2023-12")
QUELLEN = {"seniora": ("seniora",), "fmg": ("fmg",), "zusammen": BEIDE}
BEREICHE = ("Altstadt", "Blasewitz", "Cotta", "Klotzsche", "Leuben", "Loschwitz", "Neustadt", "Pieschen", "Plauen",
            "Prohlis")  # fmt: skip
# Jede Quelle der Stadt, jeder Bereich mit beiden zusammen.
SEITEN = [*(("", quelle) for quelle in QUELLEN), *((bereich, "zusammen") for bereich in BEREICHE)]
# Urteil und Grenzen der Regelkarte haben eigene Tests (test_regelkarte); das Übrige ist Text.
OHNE_NACHRECHNUNG = {"untere Grenze", "Mittel", "obere Grenze", "Urteil", "Stand", "gezählt", "Notiz", "Monat",
                     "Quelle", "Datei", "Prüfsumme (SHA-256)", "übernommen", "Profil, Regelstand"}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def welt(welt_des_moduls):
    alle_lieferungen()


def adresse(ort: str, quelle: str, name: str = "dashboard", **angaben) -> str:
    art, bereich = ("bereich", {"bereich": ort.lower()}) if ort else ("stadt", {})
    pfad = reverse(f"{art}_{name}", kwargs=bereich | angaben)
    return f"{pfad}?von={JAHR[0]}&bis={JAHR[1]}&quelle={quelle}&vergleich=vorjahr"


def blick(ort: str, quelle: str, **angaben) -> Blick:
    return Blick(*JAHR, ort, QUELLEN[quelle], **angaben)


def einwandfrei(urteil: Urteil, mindestens: int) -> None:
    assert urteil.maengel == []
    assert {spalte for _, spalte in urteil.ausserhalb} <= OHNE_NACHRECHNUNG
    assert urteil.gleich >= mindestens


def test_alle_planungsbereiche_sind_dabei():
    assert set(Planungsbereich.objects.values_list("name", flat=True)) == set(BEREICHE)


# --- Seiten -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ort", "quelle"), SEITEN)
def test_jede_zelle_des_dashboards(angemeldet, ort, quelle):
    tabellen = html(angemeldet("leitung").get(adresse(ort, quelle)))
    assert len(tabellen) == (15 if ort else 17)
    einwandfrei(vergleichen(tabellen, blick(ort, quelle)), 500)


@pytest.mark.parametrize("kennzahl", KENNZAHLEN, ids=lambda k: k.schluessel)
def test_jede_zelle_der_herkunft(angemeldet, kennzahl):
    antwort = angemeldet("leitung").get(
        adresse("", "zusammen", "herkunft", kennzahl=kennzahl.schluessel) + "&nachzaehlen=1"
    )
    einwandfrei(vergleichen(html(antwort), blick("", "zusammen", einheit=kennzahl.zaehleinheit.value)), 80)
    gesamt = zaehle(BEIDE, "", kennzahl.zaehleinheit.value)(JAHR)
    geschrieben = f"{gesamt:,}".replace(",", ".")
    assert f"Aus den gespeicherten Zeilen nachgezählt: {geschrieben}, stimmt überein." in antwort.content.decode()


@pytest.mark.parametrize("quartal", ["2024-Q1", "2024-Q3", "2024-Q4"])
def test_jede_zelle_der_quartale(angemeldet, quartal):
    """Die Liste aller Stellen und jede Stelle für sich."""
    leitung, erster = angemeldet("leitung"), 3 * int(quartal[-1]) - 2
    wann = Blick(f"2024-{erster:02d}", f"2024-{erster + 2:02d}")
    einwandfrei(vergleichen(html(leitung.get(f"/auswertung/quartal/?quartal={quartal}")), wann), 23 * 6)
    for stelle in ("s-cotta", "s-striesen", "k-altstadt", "k-neustadt"):
        antwort = leitung.get(reverse("quartal", kwargs={"stelle": stelle, "quartal": quartal}))
        einwandfrei(vergleichen(html(antwort), wann), 80)


# --- Was man auf einer Seite herunterlädt -----------------------------------------------------------------------------


@pytest.mark.parametrize("ort", ["", "Cotta"])
@pytest.mark.parametrize("schluessel", ABBILDUNGEN)
def test_jede_zelle_der_dateien_zu_einer_abbildung(angemeldet, ort, schluessel):
    if ort and schluessel in NUR_DER_STADT:
        return
    for dateiformat, leser in (("csv", seite_csv), ("xlsx", seite_xlsx)):
        ziel = adresse(ort, "zusammen", "abbildung_tabelle", schluessel=schluessel, dateiformat=dateiformat)
        tabellen = leser(angemeldet("leitung").get(ziel).content)
        einwandfrei(vergleichen(tabellen, blick(ort, "zusammen")), 12)


# --- Der Befehl -------------------------------------------------------------------------------------------------------


@cache
def befehl() -> dict:
    ausgabe = StringIO()
    angaben = {"von": JAHR[0], "bis": JAHR[1], "vergleich": "vorjahr", "json": True}
    call_command("kennzahlen", **angaben, stdout=ausgabe, stderr=StringIO())
    return json.loads(ausgabe.getvalue(), parse_float=Decimal)


def _ort(wert: dict) -> str:
    if wert["beratungsstelle"]:
        return f"Stelle {wert['beratungsstelle']}"
    return "" if wert["gebiet"] == "Stadt" else wert["gebiet"].removeprefix("Planungsbereich ")


def test_jeder_wert_des_befehls():
    gesehen = set()
    for wert in befehl()["werte"]:
        schluessel = (wert["zaehleinheit"], wert["merkmal"] or "", wert["auspraegung"] or "")
        diese = zaehle(QUELLEN[wert["quelle"]], _ort(wert), *schluessel)
        alt, neu = diese(VORJAHR), diese(JAHR)
        gezeigt = tuple(wert[s] for s in ("wert", "verglichener_wert", "fehlende_monate"))
        if wert["verglichener_wert"] == neu:  # Striesen gibt es erst seit 09/2023: verglichen wird dort weniger
            assert tuple(wert[s] for s in ("vergleichswert", "differenz")) == (alt, neu - alt), wert
            assert wert["prozent"] == (veraenderung(alt, neu) if alt else None), wert
        assert gezeigt[0] == neu, wert
        gesehen.add((wert["quelle"], _ort(wert), *schluessel))
    gezaehlt = {zelle[2:] for zelle in unabhaengig.zaehlen() if zelle.monat >= "2024"}
    assert {rest for quelle, *rest in gesehen if quelle == "zusammen"} and gezaehlt
    assert {tuple(rest) for quelle, *rest in gesehen} >= {z for z in gezaehlt if not z[0].startswith("Stadtteil")}
