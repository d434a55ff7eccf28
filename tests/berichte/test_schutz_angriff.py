"""Der Angriff findet jeden eingebauten Fehler, und gegen kontrolliert gerundete Zahlen findet er nichts."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berichte.kern.schutz import naiv
from berichte.kern.schutz.angriff import Freigabestand, angreifen
from berichte.kern.schutz.bekannt import BekannteSumme
from berichte.kern.schutz.messen import ELTERN, messen, mustertabellen
from berichte.kern.schutz.programm import Vorrat, gleichungen, nach_orten
from berichte.kern.schutz.runden import schuetzen
from berichte.kern.schutz.spannen import spannen

from .schutztabellen import ALTER, GESCHLECHT, KREUZ, MAI, block, mit_faellen, neuzugaenge, schluessel, tabellen

FRAUEN, MAENNER = schluessel("geschlecht", "weiblich"), schluessel("geschlecht", "maennlich")


def stand(genau, basis=5, **anders):
    """Eine Freigabe, kontrolliert gerundet; `anders`: eingebaute Fehler als Schlüssel → Wert."""
    return Freigabestand(genau, schuetzen(genau, eltern=ELTERN, basis=basis).werte | anders.get("fehler", {}), basis)


def angriff(*staende, bekannt=()):
    return angreifen(staende, bekannt, eltern=ELTERN)


@given(tabellen(), st.sampled_from((5, 10)))
def test_gegen_kontrolliert_gerundete_zahlen_findet_der_angriff_nichts(genau, basis):
    ergebnis = angriff(stand(genau, basis))
    assert ergebnis.ist_sicher
    assert ergebnis.zellen == sum(1 <= anzahl <= 9 for anzahl in genau.values())
    assert all(s.groesster - s.kleinster + 1 >= basis for s in ergebnis.schlimmste)


def test_ohne_freigabe_gibt_es_nichts_anzugreifen():
    assert angriff().zellen == 0 and angriff(Freigabestand({}, {}, 5)).ist_sicher


# --- eingebaute Fehler ---


def test_eine_genau_veroeffentlichte_zahl_wird_gefunden():
    genau = neuzugaenge(3, 40)
    klein = next(s for s, n in sorted(genau.items()) if s.merkmal == KREUZ and n in (6, 7, 8))
    ergebnis = angriff(stand(genau, fehler={klein: genau[klein]}))
    assert ergebnis.exakt == 1 and ergebnis.schlimmste[0] == (klein, genau[klein], genau[klein])
    assert ergebnis.summenfehler and not ergebnis.ist_sicher


def test_eine_genaue_gesamtzahl_neben_gerundeten_teilen_wird_gefunden():
    genau = block(9, geschlecht={"weiblich": 9})
    ergebnis = angriff(stand(genau, fehler={schluessel(): 9}))
    assert ergebnis.exakt == 2  # die Gesamtzahl und mit ihr der einzige Teil


def test_zweimal_neu_gerundet_verraet_was_unveraendert_blieb():
    alt = mustertabellen(5, 1, 4)
    neu = mit_faellen(alt, [(a, g, "a") for a in ALTER for g in GESCHLECHT], gebiet="bereich-00", monat=MAI - 4)
    erste, von_vorn = stand(alt), stand(neu)
    anders = [s for s, n in alt.items() if neu[s] == n < 10 and erste.geschuetzt[s] != von_vorn.geschuetzt[s]]
    ergebnis = angriff(erste, von_vorn)
    assert anders and ergebnis.eng >= len(anders) and ergebnis.exakt == 0
    assert angriff(erste).ist_sicher and angriff(von_vorn).ist_sicher


def test_jede_zahl_fuer_sich_gerundet_ergibt_falsche_summen():
    genau = mustertabellen(1, 1, 3)
    einzeln = {s: (2 * n + 5) // 10 * 5 for s, n in genau.items()}  # jede auf das nächste Vielfache von 5
    ergebnis = angriff(Freigabestand(genau, einzeln, 5))
    assert ergebnis.summenfehler > 10


@pytest.mark.parametrize("saat", range(5))
def test_nur_verstecken_wird_als_undicht_gemeldet(saat):
    genau = mustertabellen(saat, 1, 3)
    ergebnis = naiv.verstecktes_angreifen(genau, eltern=ELTERN)
    assert ergebnis.exakt > 10 and ergebnis.eng > ergebnis.exakt
    assert naiv.verstecken(genau).keys() == {s for s, n in genau.items() if n == 0 or n >= 10}
    kleinste = ergebnis.schlimmste[0]
    assert kleinste.kleinster == kleinste.groesster == genau[kleinste.schluessel]


def test_eine_kleine_neue_zahl_neben_einer_alten_freigabe_ist_eine_eigene_unbekannte():
    """Was sich geändert hat, ist in beiden Freigaben etwas anderes: 3 und 8 widersprechen einander nicht."""
    alt, neu = block(3, geschlecht={"weiblich": 3}), block(8, geschlecht={"weiblich": 8})
    ergebnis = angriff(stand(alt), stand(neu))
    assert ergebnis.zellen == 4 and ergebnis.ist_sicher


def test_widersprechen_die_freigaben_einander_gilt_alles_als_zu_eng():
    genau = block(4, geschlecht={"weiblich": 4})
    ergebnis = angriff(
        Freigabestand(genau, dict.fromkeys(genau, 0), 5), Freigabestand(genau, dict.fromkeys(genau, 10), 5)
    )
    assert (ergebnis.zellen, ergebnis.eng, ergebnis.exakt) == (2, 2, 0)


def test_die_wahrheit_liegt_immer_in_der_spanne():
    alt = mustertabellen(8, 1, 2)
    neu = mit_faellen(alt, [(a, g, "a") for a in ALTER for g in GESCHLECHT], gebiet="bereich-00", monat=MAI - 4)
    erste = stand(alt)
    zweite = Freigabestand(neu, schuetzen(neu, eltern=ELTERN, vorher=erste.als_vorher).werte, 5)
    bloecke = nach_orten(neu)
    for ort, zellen in nach_orten(alt).items():
        einer = angriff(*(Freigabestand({ort.zu(z): n for z, n in b.items()}, f.geschuetzt, 5)
                          for b, f in ((zellen, erste), (bloecke[ort], zweite))))  # fmt: skip
        for spanne in einer.schlimmste:
            wahre = {alt.get(spanne.schluessel, 0), neu.get(spanne.schluessel, 0)}
            assert any(spanne.kleinster <= wahr <= spanne.groesster for wahr in wahre)


# --- was schon bekannt ist ---


def summe(anzahl, *, quelle="", gebiet="", von=MAI - 4, bis=MAI - 2, einheit="neuzugang"):
    return BekannteSumme(einheit, quelle, gebiet, von, bis, anzahl)


@pytest.fixture(scope="module")
def quartal():
    return stand(mustertabellen(2, 3, 4))


def wahr(quartal, **wo):
    return sum(n for s, n in quartal.genau.items() if s.zaehleinheit == "neuzugang" and not s.merkmal
               and all(getattr(s, feld) == wert for feld, wert in wo.items()))  # fmt: skip


def test_die_bekannten_summen_der_stadt_verraten_keinen_bereich(quartal):
    bekannt = [summe(wahr(quartal, quelle="fmg"), quelle="fmg"), summe(wahr(quartal))]
    ergebnis = angriff(quartal, bekannt=bekannt)
    assert ergebnis.ist_sicher and ergebnis.unmoeglich == ()
    assert ergebnis.zellen == angriff(quartal).zellen


def test_eine_unmoegliche_bekannte_zahl_wird_genannt_und_weggelassen(quartal):
    falsch = summe(wahr(quartal) + 5000)
    ergebnis = angriff(quartal, bekannt=[falsch, summe(wahr(quartal))])
    assert ergebnis.unmoeglich == (falsch,) and ergebnis.ist_sicher


def test_bekannte_zahlen_ausserhalb_des_veroeffentlichten_schaden_nicht(quartal):
    anderswo = [summe(7, von=MAI + 20, bis=MAI + 22), summe(9, einheit="krisenintervention", gebiet="anderswo")]
    laenger = summe(wahr(quartal) + 100, bis=MAI + 7)  # davon sind nur drei Monate veröffentlicht
    assert angriff(quartal, bekannt=[*anderswo, laenger]) == angriff(quartal)


def test_zwei_bekannte_summen_deren_differenz_ein_bereich_ist_werden_bemerkt():
    """Die Stadt und alle Bereiche bis auf einen: Die Gesamtzahl des letzten und seine Teile stehen damit fest."""
    genau = block(12, geschlecht={"weiblich": 8, "maennlich": 4}) | block(6, gebiet="plauen", geschlecht={"divers": 6})
    cotta = summe(12, gebiet="cotta", von=MAI, bis=MAI)
    stadt = summe(18, von=MAI, bis=MAI)
    ergebnis = angriff(stand(genau), bekannt=[cotta, stadt])
    plauen = [s for s in ergebnis.schlimmste if s.schluessel == schluessel(gebiet="plauen")]
    assert plauen == [(schluessel(gebiet="plauen"), 6, 6)]
    assert ergebnis.exakt == 0  # beide Zahlen standen schon ohne die Freigabe fest


def test_was_die_bekannte_zahl_allein_schon_sagt_wird_der_freigabe_nicht_angelastet():
    genau = block(3, geschlecht={"weiblich": 2, "maennlich": 1})
    bekannt = [summe(3, von=MAI, bis=MAI)]
    ergebnis = angriff(Freigabestand(genau, dict.fromkeys(genau, 0), 5), bekannt=bekannt)
    assert ergebnis.ist_sicher and [s[1:] for s in ergebnis.schlimmste] == [(3, 3), (0, 3), (0, 3)]
    # Eine veröffentlichte 5 sagt mehr als die bekannte 3: mindestens eine Frau, höchstens zwei Männer.
    ergebnis = angriff(Freigabestand(genau, {schluessel(): 5, FRAUEN: 5, MAENNER: 0}, 5), bekannt=bekannt)
    assert ergebnis.eng == 2 and ergebnis.schlimmste[1:] == ((MAENNER, 0, 2), (FRAUEN, 1, 3))
    # Bekannt sind 14 von beiden Bereichen zusammen, veröffentlicht 5 und 5: Mehr als 9 kann keiner haben.
    genau = block(7) | block(7, gebiet="plauen")
    knapp = Freigabestand(genau, dict.fromkeys(genau, 5), 5)
    ergebnis = angriff(knapp, bekannt=[summe(14, von=MAI, bis=MAI)])
    assert [(s.kleinster, s.groesster) for s in ergebnis.schlimmste] == [(5, 9), (5, 9)] and ergebnis.ist_sicher
    genau = block(8) | block(8, gebiet="plauen")
    ergebnis = angriff(Freigabestand(genau, dict.fromkeys(genau, 5), 5), bekannt=[summe(16, von=MAI, bis=MAI)])
    assert (ergebnis.eng, ergebnis.exakt) == (2, 0) and ergebnis.schlimmste[0][1:] == (7, 9)


# --- was ein Mensch entscheidet ---


def test_haben_alle_dieselbe_auspraegung_steht_es_zur_entscheidung():
    genau = block(10, geschlecht={"weiblich": 10}, familienstand={"unbekannt": 10}) | block(
        9, gebiet="plauen", geschlecht={"weiblich": 5, "maennlich": 4}, familienstand={"ledig": 9}
    )
    ergebnis = angriff(stand(genau))
    ledig = schluessel("familienstand", "ledig", gebiet="plauen")
    assert [(g.schluessel, g.anzahl) for g in ergebnis.gruppen] == [(FRAUEN, 10), (ledig, 9)]


# --- ist der Angriff selbst richtig? ---


def _von_hand(gesamt, teile, basis=5):
    """Alle Möglichkeiten abgezählt: Teile in ihren Grenzen, deren Summe zur Gesamtzahl passt."""
    bereiche = [range(max(0, t - basis + 1), t + basis) for t in teile]
    erlaubt = range(max(0, gesamt - basis + 1), gesamt + basis)
    loesungen = [t for t in product(*bereiche) if sum(t) in erlaubt]
    return [(min(spalte), max(spalte)) for spalte in zip(*loesungen, strict=True)]


@pytest.mark.parametrize(("gesamt", "teile"), [(5, (5, 0)), (10, (0, 5)), (15, (5, 5)), (0, (5, 5)), (20, (5, 5))])
def test_die_spannen_sind_dieselben_wie_von_hand_abgezaehlt(gesamt, teile):
    """Auch für Veröffentlichungen, deren Summen nicht stimmen: Dort wird der Angriff eng."""
    genau = block(8, einheit="fall", haeufigkeit={"1": 4, "2-3": 4})
    werte = dict(zip(genau, (gesamt, *teile), strict=True))
    spannen_ = {s.schluessel.auspraegung: s[1:] for s in angriff(Freigabestand(genau, werte, 5)).schlimmste}
    assert [spannen_["1"], spannen_["2-3"]] == _von_hand(gesamt, teile)


def test_block_fuer_block_findet_dasselbe_wie_alles_auf_einmal():
    """Ein einziges Programm über alle Bereiche und Monate samt bekannten Summen, ohne die Zerlegung des Hauses."""
    genau = {}
    for nr, (gebiet, monat) in enumerate(product(("cotta", "plauen"), (MAI, MAI + 1))):
        genau |= mit_faellen({}, [(a, g, "a") for a in ALTER[: nr + 1] for g in GESCHLECHT], gebiet=gebiet, monat=monat)
    freigabe = stand(genau)
    mai = sum(n for s, n in genau.items() if s.monat == MAI and not s.merkmal)
    alle = sum(n for s, n in genau.items() if not s.merkmal)
    bekannt = [summe(mai, von=MAI, bis=MAI), summe(alle, von=MAI, bis=MAI + 1)]
    ergebnis = angreifen([freigabe], bekannt, eltern=ELTERN, ziele_bis=99)
    erwartet = _alles_auf_einmal(freigabe, [(lambda s: s.monat == MAI, mai), (lambda s: True, alle)])
    assert ergebnis.zellen == len(genau)
    assert {s.schluessel: s[1:] for s in ergebnis.schlimmste}.items() <= erwartet.items()


def _alles_auf_einmal(freigabe, bekannt):
    vorrat = Vorrat([freigabe.genau], ELTERN)
    nummer, zeilen = {}, []
    for ort, zellen in nach_orten(freigabe.genau).items():
        alle = vorrat.mit_nullen(ort, zellen)
        for zelle in alle:
            nummer[ort.zu(zelle)] = len(nummer)
        for s in gleichungen(ort, alle, ELTERN):
            zeilen.append(({nummer[ort.zu(t)]: 1.0 for t in s.teile} | {nummer[ort.zu(s.ganzes)]: -1.0}, 0.0))
    for gehoert, anzahl in bekannt:
        zeilen.append(({nr: 1.0 for s, nr in nummer.items() if not s.merkmal and gehoert(s)}, float(anzahl)))
    werte = [freigabe.geschuetzt.get(s, 0) for s in nummer]
    gefunden = spannen([(max(0, w - 4), w + 4) for w in werte], zeilen, nummer.values())
    return {s: gefunden[nr] for s, nr in nummer.items()}


def test_widerspruechliche_gleichungen_ergeben_keine_spanne():
    assert spannen([(0, 4)], [({0: 1.0}, 9.0)], [0]) is None
    assert spannen([(0, 4), (0, 4)], [({0: 1.0, 1: 1.0}, 7.0)], [0, 1]) == {0: (3, 4), 1: (3, 4)}


def test_die_messung_nennt_zellen_zeiten_und_das_ergebnis():
    werte = messen(saat=1, monate=1, gebiete=2)
    assert werte["zellen"] > 100 and werte["exakt"] == werte["eng"] == 0 < werte["angegriffen"]
    assert {"runden_s", "angriff_s"} <= werte.keys()
