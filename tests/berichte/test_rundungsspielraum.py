"""Was an der Rundung geschützter Zahlen liegen kann, behauptet kein Titel, kein Befund und keine Textalternative."""

from decimal import Decimal

import pytest

from beratung.kern.zaehlung import Art, Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Lieferungsteil, Monatswert
from berichte.abbildungen import ABBILDUNGEN, NUR_INTERN
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.auswertung.regelkarte import Regelkarte
from berichte.kern.zahlen.grundlage import anteile_sind_deutlich, ist_deutlich, sichere_plaetze
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from berichte.zahlen.monatsentwicklung import verlagerung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .weitergabe import erteilte_freigabe
from .wuerfel import lieferung, neuzugaenge, zelle

NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
SEPTEMBER = Zeitraum(Monat(2024, 9), Monat(2024, 9))
GESCHUETZTE = [name for name in ABBILDUNGEN if name not in NUR_INTERN]


@pytest.fixture
def leerer_wuerfel(db):
    Lieferungsteil.objects.update(ist_gueltig=False)
    Monatswert.objects.all().delete()


def bild(name: str, freigabe: int | None, *, zeitraum=SEPTEMBER, bereich=None) -> Abbildung:
    return ABBILDUNGEN[name](lage(Auswahl(zeitraum, planungsbereich=bereich, freigabe=freigabe)))


def text(abbildung: Abbildung) -> str:
    """Befund; Titel und Textalternative sagen dasselbe."""
    titel, befund = abbildung.diagramm.titel, abbildung.befund
    assert befund.startswith(titel) and titel in abbildung.diagramm.beschreibung
    return befund.replace("\u00a0", " ")


# --- die Regel -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("werte", "basis", "sicher"),
    [
        ((100, 70, 45, 40), 5, 1),  # 30 sind deutlich, 25 nicht
        ((100, 75), 5, 0),
        ((100, 65, 30), 5, 3),
        ((25,), 5, 0),  # was auf null gerundet ist, kann fast so viel sein
        ((60, 60, 1), 0, 3),
        ((), 5, 0),
    ],
)
def test_plaetze_gelten_nur_bei_deutlichem_abstand(werte, basis, sicher):
    assert sichere_plaetze(werte, basis=basis) == sicher


def test_unterschiede_von_anzahlen_und_anteilen():
    assert ist_deutlich(-30, basis=5) and not ist_deutlich(29, basis=5) and ist_deutlich(0, basis=0)
    assert anteile_sind_deutlich(Decimal("-3.0"), 1000, basis=5)
    assert not anteile_sind_deutlich(Decimal("2.9"), 1000, basis=5)


def vergleich(alt: int, neu: int, basis: int) -> Vergleich:
    reihe = Monatsreihe(Zaehleinheit.NEUZUGANG, {Monat(2023, 9): alt, Monat(2024, 9): neu}, basis=basis)
    return Vergleich("Fälle", reihe, SEPTEMBER)


@pytest.mark.parametrize("neu", [185, 200])
def test_kleine_unterschiede_haben_kein_vorzeichen(neu):
    satz = vergleich(185, neu, 5).satz
    assert satz.startswith("Fälle: kein deutlicher Unterschied (185 ")
    assert satz.endswith("; er kann an der Rundung liegen).") and "%" not in satz
    assert "kein deutlicher" not in vergleich(185, neu, 0).satz
    assert vergleich(185, 215, 5).ergebnis == "+16,2\u00a0%"


def test_der_anteil_der_gefoerderten_verschiebt_sich_nur_deutlich():
    def verschoben(basis: int):
        return verlagerung(vergleich(500, 540, basis), vergleich(500, 500, basis), vergleich(1000, 1040, basis))

    assert "stieg von 50,0\u00a0% (09/2023) auf 51,9\u00a0%" in verschoben(0).satz
    assert verschoben(5) is None


def karte(*werte: int, basis: int) -> Regelkarte:
    reihe = {Monat(2023, 1) + nr: wert for nr, wert in enumerate(werte)}
    return Regelkarte(Monatsreihe(Zaehleinheit.NEUZUGANG, reihe, basis=basis), NEUN_MONATE)


@pytest.mark.parametrize(
    ("werte", "genau", "geschuetzt"),
    [
        ([100] * 9, "unauffällig", "kein Urteil"),
        ([100] * 8 + [145], "auffällig", "kein Urteil"),  # keine 30 über der Grenze
        ([105] * 9, "auffällig", "kein Urteil"),
        ([100] * 8 + [190], "auffällig", "auffällig"),
        ([131] * 9, "auffällig", "auffällig"),
    ],
)
def test_die_regelkarte_urteilt_nur_wo_es_nicht_die_rundung_war(werte, genau, geschuetzt):
    assert karte(*[100] * 12, *werte, basis=0).satz.startswith(genau)
    eine = karte(*[100] * 12, *werte, basis=5)
    assert eine.satz.startswith(geschuetzt) and bool(eine.signale) is (geschuetzt == "auffällig")


# --- Abbildungen -----------------------------------------------------------------------------------------------------


def leistungen(**je_feld):
    (teil,) = lieferung(Quelle.SENIORA, Monat(2024, 9), Art.LEISTUNGEN)
    lieferung(Quelle.FMG, Monat(2024, 9), Art.LEISTUNGEN)
    zelle(teil, sum(je_feld.values()), einheit=Zaehleinheit.BERATUNG)
    for feld, anzahl in je_feld.items():
        zelle(teil, anzahl, einheit=Zaehleinheit.BERATUNG, merkmal=Merkmal.HAUPTBERATUNGSFELD, auspraegung=feld)


def faelle(je_bereich: dict[str, int], je_alter: dict[str, int]):
    (teil,) = lieferung(Quelle.SENIORA, Monat(2024, 9), Art.FAELLE)
    lieferung(Quelle.FMG, Monat(2024, 9), Art.FAELLE)
    zelle(teil, sum(je_bereich.values()))
    for bereich, anzahl in je_bereich.items():
        zelle(teil, anzahl, ebene=Ebene.PLANUNGSBEREICH, gebiet=bereich)
    for alter, anzahl in je_alter.items():
        zelle(teil, anzahl, merkmal=Merkmal.ALTERSGRUPPE_GESCHLECHT, auspraegung=f"{alter}×weiblich")


@pytest.mark.django_db
def test_ein_knapper_vorsprung_steht_in_keinem_titel(leerer_wuerfel):
    leistungen(pflege_gesundheit=62, sonstige=38)
    faelle({"cotta": 80, "prohlis": 60}, {"80-84": 72, "70-74": 68})
    freigabe = erteilte_freigabe()
    assert text(bild("felder", freigabe)) == "Beratungen nach Hauptberatungsfeld (09/2024)."
    assert text(bild("felder", None)) == "Beratungen: Pflege und Gesundheit 62,0 % (09/2024)."
    assert text(bild("planungsbereiche", freigabe)) == "Neuzugänge nach Planungsbereichen (09/2024)."
    assert text(bild("planungsbereiche", None)) == "Neuzugänge: Cotta 80 und Prohlis 60 (09/2024)."
    assert text(bild("alter_geschlecht", freigabe)) == "Neuzugänge: 100,0 % weiblich (09/2024)."
    assert "am häufigsten" in text(bild("alter_geschlecht", None))


@pytest.mark.django_db
def test_ein_deutlicher_vorsprung_steht_im_titel(leerer_wuerfel):
    leistungen(pflege_gesundheit=70, sonstige=30)
    faelle({"cotta": 100, "prohlis": 60, "blasewitz": 50}, {"80-84": 150, "70-74": 60})
    freigabe = erteilte_freigabe()
    assert text(bild("felder", freigabe)) == "Beratungen: Pflege und Gesundheit 70,0 % (09/2024)."
    assert text(bild("planungsbereiche", freigabe)) == "Neuzugänge: Cotta 100 (09/2024)."
    assert "am häufigsten 80–84" in text(bild("alter_geschlecht", freigabe))


@pytest.mark.django_db
def test_ohne_anteil_und_ohne_rang_bleibt_das_thema(leerer_wuerfel):
    faelle({"cotta": 40}, {"80-84": 20, "70-74": 20})
    assert text(bild("alter_geschlecht", erteilte_freigabe())) == "Neuzugänge nach Alter und Geschlecht (09/2024)."


@pytest.mark.parametrize(
    ("werte", "genau", "geschuetzt"),
    [
        ((50, 60, 55), "niedrigster Wert 50 im Januar, höchster 60 im Februar", "gerundete Werte von 50 bis 60"),
        ((50, 90, 130), *["niedrigster Wert 50 im Januar, höchster 130 im März"] * 2),
        ((50, 50, 50), "niedrigster Wert 50 im Januar, höchster 50 im Januar", "gerundet durchweg 50"),
    ],
)
@pytest.mark.django_db
def test_hoechster_und_niedrigster_monat(leerer_wuerfel, werte, genau, geschuetzt):
    neuzugaenge(Quelle.SENIORA, 2024, werte)
    neuzugaenge(Quelle.FMG, 2024, [0] * len(werte))
    bilder = (bild("jahresvergleich", nummer, zeitraum=NEUN_MONATE) for nummer in (None, erteilte_freigabe()))
    for abbildung, satz in zip(bilder, (genau, geschuetzt), strict=True):
        assert f"2024: {satz}; nicht " in abbildung.diagramm.beschreibung


@pytest.mark.django_db
def test_ein_kleiner_planungsbereich_behauptet_keine_raenge():
    freigabe = erteilte_freigabe()
    for name in GESCHUETZTE:
        abbildung = bild(name, freigabe, zeitraum=NEUN_MONATE, bereich="klotzsche")
        alles = f"{abbildung.befund} {abbildung.diagramm and abbildung.diagramm.beschreibung}"
        assert not any(wort in alles for wort in ("am häufigsten", "niedrigster", "unauffällig", "unverändert")), name
