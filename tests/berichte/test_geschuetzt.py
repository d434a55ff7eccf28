"""Dieselben Auswertungen aus geschützten Zahlen: gerundet, mit Summen, ohne Verhältnis aus zu Kleinem, ohne Texte aus
dem Haus."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from beratung.kern.zaehlung import Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Beratungsstelle, Ereignismarke
from berichte.abbildungen import ABBILDUNGEN, NUR_INTERN, NurIntern
from berichte.kern.auswertung.auffaelligkeiten import Veraenderung
from berichte.kern.geheimhaltung import Fassung, FassungVerweigert, freigeben
from berichte.kern.tabelle import Format, Herkunft, Schutz, Spalte, Tabelle, Zeichen
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from berichte.kern.zahlen.verteilung import Paar, Posten, Verteilung
from berichte.models import Zahlenfreigabe
from berichte.zahlen import kennwerte
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .freigabewelt import erteilte, pruefen

JE_JAHR = {jahr: Zeitraum(Monat(jahr, 8), Monat(jahr, 9)) for jahr in (2023, 2024)}
GESCHUETZTE = [name for name in ABBILDUNGEN if name not in NUR_INTERN]
AUFTEILUNGEN = [
    (Zaehleinheit.NEUZUGANG, Merkmal.FALLHERKUNFT),
    (Zaehleinheit.BERATUNG, Merkmal.BERATUNGSORT),
    (Zaehleinheit.FALL, Merkmal.HAEUFIGKEIT),
]
datenbank = pytest.mark.django_db


@pytest.fixture(scope="module")
def freigabe(welt_des_moduls):
    """August 2023 bis September 2024 ist freigegeben."""
    ganzer = Zeitraum(JE_JAHR[2023].von, JE_JAHR[2024].bis)
    pruefen(ganzer)
    return erteilte(ganzer).pk


def auswahl(freigabe, *, bis=Monat(2024, 9), **angaben) -> Auswahl:  # noqa: B008 – unveränderlich
    return Auswahl(Zeitraum(Monat(2024, 8), bis), freigabe=freigabe, mit_vergleich=True, **angaben)


# --- lesen -----------------------------------------------------------------------------------------------------------


@datenbank
@pytest.mark.parametrize("quelle", [None, *Quelle])
@pytest.mark.parametrize("bereich", [None, "cotta"])
def test_alle_zahlen_sind_gerundet_nah_dran_und_gehen_auf(freigabe, quelle, bereich):
    geschuetzt = lage(auswahl(freigabe, quelle=quelle, planungsbereich=bereich))
    genau = lage(auswahl(None, quelle=quelle, planungsbereich=bereich))
    for einheit, merkmal in AUFTEILUNGEN:
        hier, dort = geschuetzt.verteilung(einheit, merkmal), genau.verteilung(einheit, merkmal)
        assert (hier.nicht_aufgeteilt.heute, hier.nicht_aufgeteilt.frueher) == (0, 0)
        assert all(p.paar.heute % 5 == p.paar.frueher % 5 == 0 for p in hier.posten)
        assert hier.gesamt.heute % 5 == 0
        hoechstens = 4 * 2 * len(geschuetzt.quellen) * (1 if bereich else 12)
        assert abs(hier.gesamt.heute - dort.gesamt.heute) <= hoechstens


@datenbank
def test_die_bereiche_ergeben_die_stadt(freigabe):
    hier = lage(auswahl(freigabe))
    verteilung = hier.gebiete(Zaehleinheit.NEUZUGANG, Ebene.PLANUNGSBEREICH)
    assert len(verteilung.posten) >= 10 and verteilung.nicht_aufgeteilt.heute == 0


@datenbank
def test_fuenf_abfragen_fuer_jeden_ausschnitt(freigabe, django_assert_num_queries):
    for eine in (auswahl(freigabe), auswahl(freigabe, planungsbereich="cotta", quelle=Quelle.FMG)):
        with django_assert_num_queries(5):
            lage(eine)
    hier = lage(auswahl(freigabe))
    with CaptureQueriesContext(connection) as abfragen:
        for name in GESCHUETZTE:
            ABBILDUNGEN[name](hier)
    assert not abfragen, "Abbildungen lesen nichts nach"


@datenbank
def test_gelesen_wird_nur_was_erteilt_ist(freigabe):
    Zahlenfreigabe.objects.filter(pk=freigabe).update(zustand="beantragt")
    with pytest.raises(Zahlenfreigabe.DoesNotExist):
        lage(auswahl(freigabe))


@datenbank
def test_was_nicht_freigegeben_ist_heisst_nicht_ungemeldet(freigabe):
    hier = lage(auswahl(freigabe, bis=Monat(2024, 10)))
    assert hier.luecken() == ["Oktober 2024 ist noch nicht freigegeben."]
    bild = ABBILDUNGEN["jahresvergleich"](hier)
    januar_2023 = bild.tabelle.zeilen[0][1]
    assert januar_2023 is Zeichen.FEHLT
    assert "nicht freigegeben: Oktober bis Dezember 2024" in bild.diagramm.beschreibung
    assert "fehlt = nicht freigegeben" in bild.tabelle.zeichenerklaerung
    assert "nicht gemeldet" not in str(bild)


@datenbank
@pytest.mark.parametrize("bereich", [None, "klotzsche"])
@pytest.mark.parametrize("name", GESCHUETZTE)
def test_jede_abbildung_traegt_schutz_und_schutzsatz(freigabe, name, bereich):
    bild = ABBILDUNGEN[name](lage(auswahl(freigabe, planungsbereich=bereich)))
    for etwas in filter(None, (bild.tabelle, bild.diagramm)):
        assert etwas.herkunft.schutz is Schutz.GESCHUETZT
        assert etwas.herkunft.satz.endswith(
            "Werte auf Vielfache von 5 gerundet, Summen stimmen überein; Abweichung je Monatswert eines "
            f"Planungsbereichs höchstens 4 · Freigabe {freigabe} vom {erteilt_am(freigabe)}"
        )
    freigeben(bild.tabelle, Fassung.WEITERGABE)
    genau = ABBILDUNGEN[name](lage(auswahl(None, planungsbereich=bereich)))
    assert genau.tabelle.herkunft.schutz is Schutz.GENAU and not genau.tabelle.herkunft.schutzsatz
    with pytest.raises(FassungVerweigert):
        freigeben(genau.tabelle, Fassung.WEITERGABE)


def erteilt_am(nummer: int) -> str:
    return f"{localtime(Zahlenfreigabe.objects.get(pk=nummer).entschieden_am):%d.%m.%Y}"


@datenbank
@pytest.mark.parametrize("name", NUR_INTERN)
def test_stadtteile_und_beratungsstellen_bleiben_im_haus(freigabe, name):
    with pytest.raises(NurIntern, match="bleiben im Amt"):
        ABBILDUNGEN[name](lage(auswahl(freigabe)))


@datenbank
def test_keine_freien_texte_aus_dem_haus(freigabe):
    Ereignismarke.objects.update(erlaeuterung="Genau 17 Fälle mehr.", beratungsstelle=None, planungsbereich=None)
    hier = lage(auswahl(freigabe))
    assert (hier.stellen, hier.nullmeldungen, hier.datensatz.fussnoten) == ((), frozenset(), ())
    assert hier.marken and "17 Fälle" not in str(ABBILDUNGEN["jahresvergleich"](hier))
    assert "17 Fälle" in str(ABBILDUNGEN["jahresvergleich"](lage(auswahl(None))))


@datenbank
def test_was_einzelne_stellen_verriete_hat_keinen_wert(freigabe):
    assert Beratungsstelle.objects.exists()
    hier = lage(auswahl(freigabe))
    for name in kennwerte.NUR_INTERN:
        wert = kennwerte.verhaeltnis(name, hier)
        assert (wert.genau, wert.warum_nicht) == (None, "Zahlen einzelner Beratungsstellen bleiben im Amt.")
    assert kennwerte.verhaeltnis("anteil_gefoerdert", hier).genau is not None


@datenbank
def test_kleine_grundlagen_geben_keine_anteile(freigabe):
    """Klotzsche hat in zwei Monaten weniger als 50 Neuzugänge."""
    klein = lage(auswahl(freigabe, planungsbereich="klotzsche", quelle=Quelle.FMG))
    bild = ABBILDUNGEN["familienstand"](klein)
    assert bild.diagramm is None and "%" not in bild.befund and "darum ohne Anteile" in bild.befund
    assert {zeile[-1] for zeile in bild.tabelle.zeilen} == {Zeichen.GEHEIM}
    assert "%" not in " ".join(text for zeile in bild.tabelle.geschrieben for text in zeile)
    assert "%" not in ABBILDUNGEN["alter_geschlecht"](klein).befund
    assert kennwerte.verhaeltnis("anteil_fallabgaben", klein).warum_nicht == "Zur Weitergabe erst ab 50 Fällen."


@datenbank
def test_kennzahlen_zur_weitergabe(freigabe):
    ausgabe = StringIO()
    angaben = {"von": "2024-08", "bis": "2024-10", "vergleich": "vorjahr", "fassung": "weitergabe"}
    call_command("kennzahlen", **angaben, json=True, stdout=ausgabe, stderr=StringIO())
    ergebnis = json.loads(ausgabe.getvalue())
    assert ergebnis["freigabe"] == freigabe
    werte = [wert[spalte] for wert in ergebnis["werte"] for spalte in ("wert", "vergleichswert")]
    assert len(werte) > 500 and not [wert for wert in werte if wert and wert % 5]
    assert not [w for w in ergebnis["werte"] if w["gebiet"].startswith("Stadtteil") or w["beratungsstelle"]]
    assert not [w for w in ergebnis["werte"] if w["prozent"] is not None and w["vergleichswert"] < 50]
    oktober = [m for m in ergebnis["monate"] if m["monat"] == "2024-10"]
    assert {m["zustand"] for m in oktober} == {"fehlt"}
    tabelle = StringIO()
    call_command("kennzahlen", **angaben, planungsbereich="Klotzsche", stdout=tabelle, stderr=StringIO())
    assert "Nicht freigegeben: Oktober 2024" in tabelle.getvalue() and "Vielfache von 5" in tabelle.getvalue()


# --- Grundlagen, rein gerechnet --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paar", "prozent", "zeichen"),
    [
        (Paar(60, 50, 50), Decimal("20.0"), Zeichen.NICHT_SINNVOLL),
        (Paar(60, 45, 50), None, Zeichen.GEHEIM),
        (Paar(60, 45), Decimal("33.3"), Zeichen.NICHT_SINNVOLL),
        (Paar(60, 0), None, Zeichen.NICHT_SINNVOLL),
        (Paar(60, None, 50), None, Zeichen.NICHT_SINNVOLL),
        (Paar(30, 25, 50) + Paar(30, 25), Decimal("20.0"), Zeichen.NICHT_SINNVOLL),
        (Paar(30, 25, 50) - Paar(5, 5), None, Zeichen.GEHEIM),
    ],
)
def test_prozent_nur_ab_der_grundlage(paar, prozent, zeichen):
    assert (paar.prozent, paar.statt_prozent) == (prozent, zeichen)


def verteilung(heute: int, frueher: int, ab: int) -> Verteilung:
    posten = tuple(Posten(s, s.upper(), Paar(n, n, ab)) for s, n in (("b", 10), ("a", 10), ("c", heute - 20)))
    return Verteilung("Probe", Zaehleinheit.NEUZUGANG, posten, Paar(heute, frueher, ab))


def test_anteile_nur_ab_der_grundlage():
    klein, gross = verteilung(45, 60, 50), verteilung(50, 45, 50)
    assert (klein.anteil(klein.posten[0]), klein.statt_anteil, klein.hat_anteile) == (None, Zeichen.GEHEIM, False)
    assert klein.anteil_frueher(klein.posten[0]) == Decimal("16.7") and klein.hat_anteile_frueher
    assert (gross.anteil(gross.posten[0]), gross.hat_anteile) == (Decimal("20.0"), True)
    assert gross.statt_anteil_frueher is Zeichen.GEHEIM and not gross.hat_anteile_frueher
    assert verteilung(45, 60, 0).anteil(klein.posten[0]) == Decimal("22.2")


def test_gleich_gross_gerundetes_steht_in_der_reihenfolge_des_katalogs():
    assert [p.schluessel for p in verteilung(60, 60, 50).nach_groesse] == ["c", "b", "a"]


def reihe(werte: dict[Monat, int], *, ist_geschuetzt: bool) -> Monatsreihe:
    return Monatsreihe(Zaehleinheit.NEUZUGANG, werte, basis=5 if ist_geschuetzt else 0)


def test_vergleich_ohne_prozent_sagt_warum():
    werte = {Monat(2023, 1): 40, Monat(2024, 1): 10}
    januar = Zeitraum(Monat(2024, 1), Monat(2024, 1))
    geschuetzt = Vergleich("Fälle", reihe(werte, ist_geschuetzt=True), januar)
    assert geschuetzt.satz == "Fälle: −30 (40 in 01/2023 → 10 in 01/2024; Prozent erst ab 50)."
    assert "−75,0" in Vergleich("Fälle", reihe(werte, ist_geschuetzt=False), januar).satz
    leer = Vergleich("Fälle", reihe({}, ist_geschuetzt=True), januar)
    assert leer.satz.endswith("haben keinen freigegebenen Monat gemeinsam.")


def test_schutz_geht_beim_zusammenzaehlen_nicht_verloren():
    beide = reihe({Monat(2024, 1): 5}, ist_geschuetzt=True) + reihe({Monat(2024, 1): 5}, ist_geschuetzt=False)
    assert beide.ist_geschuetzt and beide.ganze_monate.ist_geschuetzt


def test_auffaelligkeiten_nennen_zur_weitergabe_erst_ab_50_prozente():
    assert "%" not in Veraenderung("Fälle", Zaehleinheit.NEUZUGANG, Paar(45, 40, 50)).in_zahlen
    assert "%" in Veraenderung("Fälle", Zaehleinheit.NEUZUGANG, Paar(45, 40)).in_zahlen


def test_eine_null_ist_geschuetzt_nicht_genau_null():
    def tabelle(schutz: Schutz) -> Tabelle:
        herkunft = Herkunft("2024", "Fälle", "FMG.soz", "heute", schutz=schutz)
        return Tabelle("Probe", (Spalte("Ort"), Spalte("Fälle", Format.ANZAHL)), (("Cotta", 0),), herkunft)

    assert tabelle(Schutz.GESCHUETZT).zeichenerklaerung == ["– = auf null gerundet oder null"]
    assert tabelle(Schutz.GENAU).zeichenerklaerung == ["– = genau null"]
