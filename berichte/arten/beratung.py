"""Was die Berichtsarten über die Seniorenberatung sagen: jede Abbildung aus der Lage, gefolgt von ihrer Botschaft."""

from collections.abc import Iterator
from dataclasses import replace

from beratung.kern.zaehlung import Ebene, Merkmal, Quelle, Zaehleinheit
from berichte.abbildungen import ABBILDUNGEN
from berichte.abbildungen.aufteilung import Aufteilung
from berichte.abbildungen.jahresvergleich import jahresvergleich
from berichte.abbildungen.planungsbereiche import planungsbereiche as abbildung_der_planungsbereiche
from berichte.abbildungen.zeiten import zeiten
from berichte.auswertung.dashboard import seitenwechsel
from berichte.kern.abbildungen import abbildung
from berichte.kern.akten import botschaft
from berichte.kern.akten.bericht import Abbildung, Absatz, Abschnitt, Baustein, Botschaft, Zahlentabelle
from berichte.kern.akten.botschaft import Thema, Vorschlag
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.verteilung import Verteilung
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import Lage, lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, in_worten

from .botschaften import mit_botschaft
from .felder import mit_unterfeldern
from .wunsch import BerichtNichtMoeglich, Berichtswunsch, letzter_voller_monat

NEUZUGANG = Zaehleinheit.NEUZUGANG
GENITIV = {
    Quelle.SENIORA: "der geförderten Seniorenberatung",
    Quelle.FMG: "der kommunalen Seniorenberatung",
    None: "der Seniorenberatung insgesamt",
}
FRAGEN = {
    "felder": "Am häufigsten ging es um",
    "orte": "Häufigster Beratungsort war",
    "herkunft_faelle": "Am häufigsten kamen Fälle über",
    "familienstand": "Häufigster Familienstand war",
}


# --- Die Lage zum Stichtag --------------------------------------------------------------------------------------------


def beratungslage(wunsch: Berichtswunsch) -> Lage:
    """Das Jahr bis zum Stichtag gegen das Vorjahr, genau oder geschützt wie gewünscht."""
    bis = letzter_voller_monat(wunsch.stichtag)
    auswahl = Auswahl(
        Zeitraum(Monat(bis.jahr, 1), bis), planungsbereich=wunsch.planungsbereich, freigabe=wunsch.freigabe
    )
    return _zum_stichtag(lage(auswahl), wunsch)


def hat_zahlen(hier: Lage) -> bool:
    """Ob im Zeitraum aus irgendeiner Quelle etwas da ist."""
    zeitraum = hier.auswahl.zeitraum
    return any(hier.reihe(einheit, quelle).gemeldet(zeitraum) for einheit in Zaehleinheit for quelle in Quelle)


def lage_mit_zahlen(wunsch: Berichtswunsch) -> Lage:
    """BerichtNichtMoeglich, wenn für das Jahr bis zum Stichtag nichts da ist."""
    hier = beratungslage(wunsch)
    if hat_zahlen(hier):
        return hier
    wann = _in_worten(hier.auswahl.zeitraum)
    if wunsch.freigabe:
        raise BerichtNichtMoeglich(
            f"Freigabe {wunsch.freigabe} enthält keinen Monat aus {wann}. Beantragen Sie unter „Berichte“ eine neue "
            "Freigabe, oder wählen Sie einen früheren Stichtag."
        )
    raise BerichtNichtMoeglich(
        f"Für {wann} ist keine Beratungszahl gemeldet. Wählen Sie einen anderen Stichtag, oder lesen Sie erst die "
        "Lieferungen ein."
    )


def _zum_stichtag(hier: Lage, wunsch: Berichtswunsch) -> Lage:
    """Ohne Monate nach dem Stichtag; zur Weitergabe auch ohne freie Texte aus dem Haus."""
    bis = hier.auswahl.zeitraum.bis
    datensatz = hier.datensatz
    gekuerzt = replace(
        datensatz,
        zellen={
            zelle: {quelle: {m: wert for m, wert in werte.items() if m <= bis} for quelle, werte in je_quelle.items()}
            for zelle, je_quelle in datensatz.zellen.items()
        },
        teile=tuple(teil for teil in datensatz.teile if teil.monat <= bis),
        fussnoten=tuple(f for f in datensatz.fussnoten if f.monat <= bis and not wunsch.freigabe),
    )
    marken = tuple(marke for marke in hier.marken if marke.ab <= bis.letzter)
    if wunsch.freigabe:  # freier Text könnte genaue Zahlen nennen
        marken = tuple(marke._replace(erlaeuterung="") for marke in marken)
    return replace(hier, datensatz=gekuerzt, marken=marken)


def aufteilbar(hier: Lage, wunsch: Berichtswunsch) -> Lage:
    """Schweigt eine Quelle, gelten Aufteilungen nur der anderen; sonst gäbe es keine."""
    stumme = hier.stumme_quelle
    if stumme is None:
        return hier
    andere = next(quelle for quelle in Quelle if quelle is not stumme)
    return _zum_stichtag(lage(replace(hier.auswahl, quelle=andere)), wunsch)


def sicht(hier: Lage, quelle: Quelle | None) -> Lage:
    """Dieselben Monatszahlen, nur eine Quelle; für Monatsreihen, nicht für Aufteilungen."""
    return replace(hier, auswahl=replace(hier.auswahl, quelle=quelle)) if quelle else hier


def datenstand(wunsch: Berichtswunsch, hier: Lage) -> str:
    geschuetzt = f", geschützt mit Freigabe {wunsch.freigabe}" if wunsch.freigabe else ""
    return f"Beratungszahlen bis {hier.auswahl.zeitraum.bis.bezeichnung}{geschuetzt}"


def zeitraum(hier: Lage) -> str:
    """„01–09/2024 gegenüber 01–09/2023“; ohne Vergleich nur der Zeitraum des Berichts."""
    dieser, frueher = hier.auswahl.zeitraum.bezeichnung, hier.auswahl.zeitraum.vorjahr().bezeichnung
    return f"{dieser} gegenüber {frueher}" if any(hier.vergleich(e).monate for e in Zaehleinheit) else dieser


def verglichen(hier: Lage) -> str:
    """Der Satz, der über den Abbildungen steht."""
    dieser, da = hier.auswahl.zeitraum, hier.reihe(NEUZUGANG).da
    wann = _in_worten(dieser)
    if not hat_zahlen(hier):
        return f"Für {wann} ist keine Beratungszahl {da}; ein Vergleich mit dem Vorjahr ist nicht möglich."
    return (
        f"{hier.gebietsname}, {wann} gegenüber {_in_worten(dieser.vorjahr())}. Verglichen werden nur Monate, die in "
        f"beiden Jahren ganz {da} sind."
    )


def _in_worten(zeitraum: Zeitraum) -> str:
    """„Januar bis September 2024“; ein ganzes Jahr nur „2023“."""
    return in_worten(zeitraum).replace("das Jahr ", "")


# --- Abbildungen mit Botschaft ----------------------------------------------------------------------------------------


def monate(
    wunsch: Berichtswunsch, hier: Lage, quelle: Quelle | None, *, mit_tabelle: bool = True
) -> Iterator[Baustein]:
    """Beratungsfälle je Monat gegen das Vorjahr, aus einer Quelle oder beiden zusammen."""
    diese = sicht(hier, quelle)
    gemeint = thema(hier, quelle)
    vorschlag = botschaft.veraenderung(gemeint, diese.vergleich(NEUZUGANG), basis=hier.datensatz.basis)
    if quelle is None:
        vorschlag = vorschlag.dazu(_verlagerung(hier))
    schluessel = f"monate_{quelle.value if quelle else 'zusammen'}"
    dazu = mit_botschaft(wunsch, schluessel, gemeint.kurz, vorschlag)
    yield from _figur(jahresvergleich(diese), dazu, mit_tabelle=mit_tabelle)


def _verlagerung(hier: Lage) -> str:
    """Leer, wo nichts zu vergleichen ist oder die Verschiebung an der Rundung liegen kann."""
    wechsel, basis = seitenwechsel(hier), hier.datensatz.basis
    ist_klar = all(botschaft.ist_deutlich(hier.vergleich(NEUZUGANG, quelle), basis=basis) for quelle in Quelle)
    return wechsel.satz if wechsel and ist_klar else ""


def thema(hier: Lage, quelle: Quelle | None) -> Thema:
    ort = f" im {hier.gebietsname}" if hier.auswahl.planungsbereich else ""
    name = quelle.bezeichnung if quelle else "gefördert und kommunal zusammen"
    return Thema(f"Beratungsfälle {name}{ort}", f"Die Beratungsfälle {GENITIV[quelle]}{ort}")


def aufteilung(wunsch: Berichtswunsch, hier: Lage, schluessel: str, *, knapp: bool = False) -> Iterator[Baustein]:
    """Eine der Aufteilungen (berichte.abbildungen) mit ihrer Botschaft; `knapp`: ohne Tabelle, mit einem Satz."""
    eine: Aufteilung = ABBILDUNGEN[schluessel]
    vorschlag = _haeufigste(hier, eine.zaehleinheit, eine.merkmal, FRAGEN[schluessel])
    dazu = mit_botschaft(wunsch, schluessel, eine.ueberschrift, vorschlag.knapp if knapp else vorschlag)
    gezeigt = eine(hier)
    if eine.merkmal is Merkmal.HAUPTBERATUNGSFELD:
        gezeigt = mit_unterfeldern(gezeigt)
    yield from _figur(gezeigt, dazu, mit_tabelle=not knapp)


def abbildung_mit_befund(wunsch: Berichtswunsch, hier: Lage, schluessel: str) -> Iterator[Baustein]:
    """Eine Abbildung, deren Befund schon der Vorschlag ist."""
    eine = ABBILDUNGEN[schluessel](hier)
    dazu = mit_botschaft(wunsch, schluessel, eine.ueberschrift, Vorschlag("", (eine.befund,)))
    yield from _figur(eine, dazu, mit_tabelle=True)


def alter_und_geschlecht(wunsch: Berichtswunsch, hier: Lage, *, knapp: bool = False) -> Iterator[Baustein]:
    eine = ABBILDUNGEN["alter_geschlecht"](hier)
    vorschlag = _haeufigste(hier, NEUZUGANG, Merkmal.ALTERSGRUPPE, "Häufigste Altersgruppe war")
    geschlecht = _haeufigste(hier, NEUZUGANG, Merkmal.GESCHLECHT, "Häufigstes Geschlecht war")
    vorschlag = vorschlag.knapp if knapp else vorschlag.dazu(geschlecht.erkennen[0])
    dazu = mit_botschaft(wunsch, eine.schluessel, eine.ueberschrift, vorschlag)
    yield from _figur(eine, dazu, mit_tabelle=not knapp)


def _haeufigste(hier: Lage, einheit: Zaehleinheit, merkmal: Merkmal, kopf: str) -> Vorschlag:
    verteilung = hier.verteilung(einheit, merkmal)
    rest = verteilung.nicht_aufgeteilt
    return _vorschlag(hier, verteilung, kopf, ist_vergleichbar=not (rest.heute or rest.frueher))


def _vorschlag(hier: Lage, verteilung: Verteilung, kopf: str, *, ist_vergleichbar: bool = True) -> Vorschlag:
    einheit = verteilung.zaehleinheit
    wann = zeiten(hier, einheit)
    return botschaft.haeufigste(
        JE_ZAEHLEINHEIT[einheit].einheit,
        kopf,
        verteilung,
        botschaft.Zeiten(wann.heute, wann.frueher if ist_vergleichbar else ""),
        basis=hier.datensatz.basis,
    )


def stadtteile(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    """Nur zur Fassung intern: So kleine Gebiete sind nicht geschützt."""
    vorschlag = _vorschlag(hier, hier.gebiete(NEUZUGANG, Ebene.STADTTEIL), "Am häufigsten kamen Fälle aus")
    yield from _gebiete(wunsch, ABBILDUNGEN["stadtteile"](hier), vorschlag)


def planungsbereiche(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    """Die Stadt nach Planungsbereichen."""
    verteilung = hier.gebiete(NEUZUGANG, Ebene.PLANUNGSBEREICH)
    vorschlag = _vorschlag(hier, verteilung, "Am häufigsten kamen Fälle aus dem Planungsbereich")
    yield from _gebiete(wunsch, abbildung_der_planungsbereiche(hier), vorschlag)


def _gebiete(wunsch: Berichtswunsch, eine: abbildung.Abbildung, vorschlag: Vorschlag) -> Iterator[Baustein]:
    dazu = mit_botschaft(wunsch, eine.schluessel, eine.ueberschrift, vorschlag)
    yield from _figur(eine, dazu, mit_tabelle=True)


def nur_tabelle(hier: Lage, schluessel: str) -> Iterator[Baustein]:
    """Eine Abbildung, die ihr Befund und ihre Tabelle ganz sagen."""
    eine = ABBILDUNGEN[schluessel](hier)
    yield Abschnitt(eine.ueberschrift)
    yield Absatz(eine.befund)
    if eine.tabelle.zeilen:
        yield Zahlentabelle(eine.tabelle)


def _figur(eine: abbildung.Abbildung, dazu: Botschaft, *, mit_tabelle: bool) -> Iterator[Baustein]:
    """Wo nichts zu zeichnen ist, steht der Befund; eine Tabelle aus lauter „fehlt“ hilft niemandem."""
    yield Abschnitt(dazu.gegenstand)
    if eine.diagramm is None:
        yield Absatz(eine.befund)
        return
    yield Abbildung(eine.diagramm)
    yield dazu
    if mit_tabelle:
        yield Zahlentabelle(eine.tabelle)
