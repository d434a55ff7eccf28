"""Der Vergleich zweier Berichte als Bausteine: für die Seite und als Kapitel im neuen Bericht."""

from collections.abc import Iterator

from berichte.kern.tabelle import Format, Herkunft, Schutz, Spalte, Tabelle
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch

from .bericht import Absatz, Abschnitt, Aufzaehlung, Baustein, Bericht, Botschaft, Zahlentabelle
from .berichtsvergleich import GEAENDERT, Massnahmenaenderung, Tabellenvergleich, Zahlenaenderung, vergleiche

NEU, ENTFALLEN = "neu", "entfallen"
# Je strenger, desto weiter vorn: Ein Vergleich ist so geheim wie die geheimere Seite.
STRENGE = (Schutz.GENAU, Schutz.GESCHUETZT, Schutz.OHNE_SOZIALDATEN)
AUS_GERUNDETEN = ("Die Differenz ist aus den gezeigten, gerundeten Anteilen gerechnet.",)
EINHEIT_DER_DIFFERENZ = {Format.PROZENT: "Prozentpunkte"}


def bausteine(alt: Bericht, neu: Bericht) -> tuple[Baustein, ...]:
    """Ohne Kapitelüberschrift. `alt` und `neu` haben dieselbe Fassung; darauf achtet, wer sie holt."""
    ergebnis = vergleiche(alt, neu)
    return (
        Absatz(f"Verglichen mit dem Bericht zum {alt.stichtag:%d.%m.%Y} (Stand der Daten: {alt.datenstand})."),
        *_massnahmen(ergebnis.massnahmen, alt, neu),
        *_zahlen(ergebnis.tabellen, ergebnis.neue, ergebnis.entfallene, alt, neu),
        *_botschaften(alt, neu),
    )


# --- Maßnahmen -------------------------------------------------------------------------------------------------------


def _massnahmen(aenderungen: tuple[Massnahmenaenderung, ...] | None, alt: Bericht, neu: Bericht) -> Iterator[Baustein]:
    if aenderungen is None:
        return
    yield Abschnitt("Änderungen an Maßnahmen")
    if not aenderungen:
        yield Absatz("An den Maßnahmen hat sich nichts geändert.")
        return
    anzahl = len({aenderung.nr for aenderung in aenderungen})
    wort = "einer Maßnahme" if anzahl == 1 else f"{deutsch(anzahl)} Maßnahmen"
    sachstaende = sum(1 for aenderung in aenderungen if aenderung.angabe == "Sachstand")
    darunter = f", darunter {deutsch(sachstaende)}-mal der Sachstand" if sachstaende else ""
    yield Absatz(f"Bei {wort} hat sich etwas geändert{darunter}.")
    yield Zahlentabelle(
        Tabelle(
            f"{GEAENDERT}Maßnahmen",
            (Spalte("Nr."), Spalte("Angabe"), *map(Spalte, _spaltennamen(alt, neu))),
            tuple(_massnahmenzeile(aenderung) for aenderung in aenderungen),
            Herkunft(
                _beide(f"Stichtag {alt.stichtag:%d.%m.%Y}", f"Stichtag {neu.stichtag:%d.%m.%Y}"),
                "Maßnahmen",
                "Fachplan und Sachstandsbuch",
                neu.datenstand,
                schutz=Schutz.OHNE_SOZIALDATEN,
            ),
        )
    )


def _massnahmenzeile(aenderung: Massnahmenaenderung) -> tuple[str, ...]:
    if aenderung.angabe:
        return aenderung.nr, aenderung.angabe, aenderung.alt or "–", aenderung.neu or "–"
    if aenderung.neu:
        return aenderung.nr, NEU, "–", aenderung.neu
    return aenderung.nr, ENTFALLEN, aenderung.alt, "–"


# --- Botschaften -----------------------------------------------------------------------------------------------------


def _botschaften(alt: Bericht, neu: Bericht) -> Iterator[Baustein]:
    """Nur zwischen zwei Versionen zum selben Tag: Zu einem anderen gehören ohnehin andere Sätze."""
    if alt.stichtag != neu.stichtag:
        return
    alte, neue = ({b.schluessel: b for b in bericht.bausteine if isinstance(b, Botschaft)} for bericht in (alt, neu))
    geaendert = [b.gegenstand for name, b in neue.items() if name in alte and _worte(b) != _worte(alte[name])]
    if geaendert:
        yield Abschnitt("Änderungen an Botschaften")
        yield Aufzaehlung(tuple(geaendert))


def _worte(botschaft: Botschaft) -> tuple:
    return botschaft.botschaft, *botschaft.teile


# --- Zahlen ----------------------------------------------------------------------------------------------------------


def _zahlen(
    tabellen: tuple[Tabellenvergleich, ...], neue: tuple[str, ...], entfallene: tuple[str, ...], alt: Bericht,
    neu: Bericht,
) -> Iterator[Baustein]:  # fmt: skip
    if not (tabellen or neue or entfallene):
        return
    yield Abschnitt("Änderungen an Zahlen")
    geaenderte = [tabelle for tabelle in tabellen if tabelle.aenderungen]
    if gleiche := [tabelle.titel for tabelle in tabellen if tabelle.gleiche and not tabelle.aenderungen]:
        wo = _tabellenwort(len(gleiche))
        yield Absatz(f"In {wo} ist jede Zahl gleich, die beide Berichte nennen: {aufzaehlung(gleiche)}.")
    for tabelle in geaenderte:
        yield from _tabelle(tabelle, alt, neu)
    if saetze := [*_hinzu_und_fort(tabellen), *_ganze_tabellen(neue, entfallene)]:
        yield Abschnitt("Nicht vergleichbar")
        yield Aufzaehlung(tuple(saetze))


def _tabellenwort(anzahl: int) -> str:
    return "einer Tabelle" if anzahl == 1 else f"{deutsch(anzahl)} Tabellen"


def _tabelle(vergleich: Tabellenvergleich, alt: Bericht, neu: Bericht) -> Iterator[Baustein]:
    """Je Format eine, damit jede Spalte eine Einheit hat."""
    if vergleich.hat_ungleiche_zeitraeume:
        yield Absatz(
            f"„{vergleich.titel}“ hat ungleiche Zeiträume: {vergleich.alt.zeitraum} im früheren Bericht, "
            f"{vergleich.neu.zeitraum} in diesem. Wo eine Zahl davon abhängt, steht keine Differenz."
        )
    for form in dict.fromkeys(aenderung.format for aenderung in vergleich.aenderungen):
        einheit = EINHEIT_DER_DIFFERENZ.get(form)
        yield Zahlentabelle(
            Tabelle(
                f"{GEAENDERT}{vergleich.titel}{', Anteile' if einheit else ''}",
                (
                    Spalte(vergleich.zeilenname),
                    Spalte("Angabe"),
                    *(Spalte(name, form) for name in _spaltennamen(alt, neu)),
                    Spalte(f"Differenz in {einheit}n" if einheit else "Differenz", Format.DIFFERENZ),
                ),
                tuple(_zeile(a) for a in vergleich.aenderungen if a.format is form),
                _herkunft(vergleich, AUS_GERUNDETEN if einheit else ()),
            )
        )


def _zeile(aenderung: Zahlenaenderung) -> tuple:
    return aenderung.zeile, aenderung.spalte, aenderung.alt, aenderung.neu, aenderung.differenz


def _herkunft(vergleich: Tabellenvergleich, fussnoten: tuple[str, ...]) -> Herkunft:
    alt, neu = vergleich.alt, vergleich.neu
    return Herkunft(
        zeitraum=_beide(alt.zeitraum, neu.zeitraum),
        einheit=_beide(alt.einheit, neu.einheit),
        quelle=_beide(alt.quelle, neu.quelle),
        stand=_beide(alt.stand, neu.stand),
        zaehlweise=_beide(alt.zaehlweise, neu.zaehlweise),
        zustand=_beide(alt.zustand, neu.zustand),
        fussnoten=(*_gleich_geblieben(vergleich.gleiche), *fussnoten),
        schutz=min(alt.schutz, neu.schutz, key=STRENGE.index),
    )


def _gleich_geblieben(anzahl: int) -> tuple[str, ...]:
    if not anzahl:
        return ()
    if anzahl == 1:
        return ("Eine weitere Zahl dieser Tabelle ist gleich geblieben.",)
    return (f"{deutsch(anzahl)} weitere Zahlen dieser Tabelle sind gleich geblieben.",)


def _beide(alt: str, neu: str) -> str:
    return " und ".join(dict.fromkeys(filter(None, (alt, neu))))


def _spaltennamen(alt: Bericht, neu: Bericht) -> tuple[str, str]:
    if alt.stichtag == neu.stichtag:
        return "früherer Bericht", "dieser Bericht"
    return f"Bericht {alt.stichtag:%d.%m.%Y}", f"Bericht {neu.stichtag:%d.%m.%Y}"


def _hinzu_und_fort(tabellen: tuple[Tabellenvergleich, ...]) -> Iterator[str]:
    for tabelle in tabellen:
        if nur := _nur(tabelle.neue, tabelle.entfallene):
            yield f"{tabelle.titel}: {nur}."


def _ganze_tabellen(neue: tuple[str, ...], entfallene: tuple[str, ...]) -> Iterator[str]:
    if nur := _nur(neue, entfallene):
        yield f"Ganze Tabellen: {nur}."


def _nur(neue: tuple[str, ...], entfallene: tuple[str, ...]) -> str:
    """„nur in diesem Bericht „Summe 01–12“; nur im früheren „Summe 01–09““."""
    wo = (("nur in diesem Bericht", neue), ("nur im früheren", entfallene))
    return "; ".join(f"{ort} {_namen(namen)}" for ort, namen in wo if namen)


def _namen(namen: tuple[str, ...]) -> str:
    return aufzaehlung([f"„{name}“" for name in namen])
