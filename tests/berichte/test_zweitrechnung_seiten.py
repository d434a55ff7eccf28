"""Der Befehl `kennzahlen`, jede Tabelle der Auswertungsseiten und jede Datei, die man dort herunterlädt, gegen die
zweite Zählung aller Beispiellieferungen."""

import json
from decimal import Decimal
from functools import cache
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.urls import reverse

from beratung.models import Monatswert, Planungsbereich
from berichte.abbildungen import ABBILDUNGEN, NUR_DER_STADT
from berichte.kern.zahlen.kennzahlen import KENNZAHLEN

from . import unabhaengig
from .tabellenleser import html, seite_csv, seite_xlsx
from .zweitrechnung import BEIDE, MERKMALE, Blick, auspraegungen, runden, veraenderung, zaehle
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

_LEISTUNG = ("Beratungsfeld", "Beratungsort")
OHNE_ANGABE_MOEGLICH = {
    "informationen": _LEISTUNG, "beratungen": _LEISTUNG, "kriseninterventionen": _LEISTUNG,
    "neuzugaenge": ("Altersgruppe", "Geschlecht", "Migrationshintergrund", "Familienstand", "Fallherkunft"),
}  # fmt: skip


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
    for stelle in ("s-cotta", "s-prohlis", "k-altstadt", "k-neustadt"):
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
    return rufe_befehl()


def rufe_befehl() -> dict:
    ausgabe = StringIO()
    angaben = {"von": JAHR[0], "bis": JAHR[1], "vergleich": "vorjahr", "json": True}
    call_command("kennzahlen", **angaben, stdout=ausgabe, stderr=StringIO())
    return json.loads(ausgabe.getvalue(), parse_float=Decimal)


def _ort(wert: dict) -> str:
    if wert["beratungsstelle"]:
        return f"Stelle {wert['beratungsstelle']}"
    return "" if wert["gebiet"] == "Stadt" else wert["gebiet"].removeprefix("Planungsbereich ")


def _stelle_im_wuerfel(wert: dict) -> tuple[str, str, str, str]:
    return _ort(wert), wert["zaehleinheit"], wert["merkmal"] or "", wert["auspraegung"] or ""


def falsche_werte(werte: list[dict]) -> list[dict]:
    """Striesen gibt es erst seit 09/2023: Für diese Stelle sind nur die gemeinsamen Monate verglichen."""
    falsch = []
    for wert in werte:
        hier = _stelle_im_wuerfel(wert)
        diese, ist_neu = zaehle(QUELLEN[wert["quelle"]], *hier), "Striesen" in hier[0]
        alt, neu = diese(VORJAHR), diese(JAHR)
        verglichen = diese(("2024-09", "2024-12")) if ist_neu else neu
        soll_ = [neu, verglichen, alt, verglichen - alt, veraenderung(alt, verglichen) if alt else None, []]
        namen = ("wert", "verglichener_wert", "vergleichswert", "differenz", "prozent", "fehlende_monate")
        if [wert[name] for name in namen] != soll_:
            falsch.append(wert)
    return falsch


def test_jeder_wert_des_befehls():
    werte = befehl()["werte"]
    assert falsche_werte(werte) == []
    gezaehlt = {zelle[2:] for zelle in unabhaengig.zaehlen() if zelle.monat >= "2024"}
    assert set(map(_stelle_im_wuerfel, werte)) >= {z for z in gezaehlt if not z[0].startswith("Stadtteil")}


def test_jeder_monat_des_befehls():
    for zeile in befehl()["monate"]:
        monat, quelle = zeile["monat"], zeile["quelle"]
        assert zeile["wert"] == zaehle((quelle,), "", zeile["zaehleinheit"])((monat, monat)), zeile
        assert zeile["zustand"] == "vorlaeufig"


def test_jedes_verhaeltnis_des_befehls():
    """Zähler, Nenner und Wert; die Dichte hat in der Vorführung keine Bevölkerung und sagt das."""
    gezaehlt = verhaeltnisse()
    for zeile in befehl()["verhaeltnisse"]:
        schluessel = (zeile["kennzahl"], zeile["von"], zeile["merkmal"])
        if zeile["kennzahl"] == "dichte":
            assert (zeile["wert"], zeile["zeichen"]) == (None, ".") and "Bevölkerung" in zeile["grund"]
            continue
        oben, unten, stellen = gezaehlt.pop(schluessel)
        genau = Decimal(oben) * zeile["je"] / Decimal(unten)
        assert (zeile["zaehler"], zeile["wert"]) == (oben, runden(genau, stellen)), zeile
        assert runden(Decimal(zeile["nenner"]), 2) == runden(Decimal(unten), 2), zeile
    assert gezaehlt == {}


def verhaeltnisse() -> dict[tuple, tuple[int, Decimal | int, int]]:
    """(Kennzahl, Zählung, Merkmal) → Zähler, Nenner, Nachkommastellen; von der Stadt im ganzen Jahr."""
    neu, gefoerdert = (zaehle(quellen, "", "neuzugang")(JAHR) for quellen in (BEIDE, ("seniora",)))
    abgaben = zaehle(BEIDE, "", "neuzugang", "fallherkunft", "Sozialamt/SDfS (Fallabgabe)")(JAHR)
    beratungen, krisen, faelle = (zaehle(BEIDE, "", e)(JAHR) for e in ("beratung", "krisenintervention", "fall"))
    stellen, letztes = alle_stellen(), ("2024-10", "2024-12")
    der_stellen, zuletzt = (sum(neuzugaenge(s, wann) for s in stellen) for wann in (JAHR, letztes))
    ergebnis = {
        ("anteil_gefoerdert", None, None): (gefoerdert, neu, 1),
        ("anteil_fallabgaben", None, None): (abgaben, neu, 1),
        ("beratungen_je_fall", None, None): (beratungen, faelle, 2),
        ("krisen_je_100_faelle", None, None): (krisen, faelle, 1),
        ("faelle_je_vzae", None, None): (der_stellen, sum(vzae(s, JAHR) for s in stellen), 1),
        ("soll_ist", None, None): (der_stellen, sum(soll(s, JAHR) for s in stellen), 1),
        ("auslastung", None, None): (zuletzt, sum(soll(s, letztes) for s in stellen), 1),
        ("lieferquote", None, None): (12 * len(stellen), 12 * len(stellen), 1),
    }
    for kennzahl in KENNZAHLEN:
        einheit = kennzahl.zaehleinheit.value
        for name, merkmal in MERKMALE.items():
            ohne = {"unbekannt", "keine Angabe"} & auspraegungen(einheit, merkmal)
            if name in OHNE_ANGABE_MOEGLICH.get(kennzahl.schluessel, ()):
                zahl = sum(zaehle(BEIDE, "", einheit, merkmal, wort)(JAHR) for wort in ohne)
                ergebnis["anteil_unbekannt", kennzahl.schluessel, name] = (zahl, zaehle(BEIDE, "", einheit)(JAHR), 1)
    return ergebnis


# --- Eingebauter Fehler -----------------------------------------------------------------------------------------------


def falsche_zelle_in_cotta() -> set[str]:
    """Ein Fall steht unter der falschen Fallherkunft; alle Summen stimmen."""
    hier = Monatswert.objects.filter(
        ebene="planungsbereich", gebiet="cotta", merkmal="fallherkunft", quelle="fmg", monat="2024-05-01"
    )
    for auspraegung, mehr in (("selbstmeldung", 1), ("angehoerige", -1)):
        assert hier.filter(auspraegung=auspraegung).update(anzahl=F("anzahl") + mehr) == 1
    return {"Selbstmeldung", "Angehörige/Umfeld"}


def test_eine_falsche_zelle_im_wuerfel_faellt_im_befehl_auf():
    namen = falsche_zelle_in_cotta()
    falsch = [_stelle_im_wuerfel(wert) for wert in falsche_werte(rufe_befehl()["werte"])]
    assert set(falsch) == {("Cotta", "neuzugang", "fallherkunft", name) for name in namen}


def test_eine_falsche_zelle_im_wuerfel_faellt_auf_jeder_seite_auf(angemeldet):
    namen = falsche_zelle_in_cotta()
    leitung = angemeldet("leitung")
    gelesen = [html(leitung.get(adresse("Cotta", "zusammen")))]
    for dateiformat, leser in (("csv", seite_csv), ("xlsx", seite_xlsx)):
        ziel = adresse("Cotta", "zusammen", "abbildung_tabelle", schluessel="herkunft_faelle", dateiformat=dateiformat)
        gelesen.append(leser(leitung.get(ziel).content))
    for tabellen in gelesen:
        falsch = vergleichen(tabellen, blick("Cotta", "zusammen")).falsch
        assert {text.split(" | ")[1] for text in falsch} == namen
