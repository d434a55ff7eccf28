"""Was in den Notizen einer Folie steht: woher die Zahlen kommen, wie gezählt ist, und die Zahlen selbst."""

from collections.abc import Iterator, Sequence

from berichte.kern.abbildungen.diagramm import Diagramm
from berichte.kern.akten.bericht import Massnahmenzeile
from berichte.kern.tabelle import Herkunft, Tabelle, Zeichen


def zum_bild(diagramm: Diagramm) -> tuple[str, ...]:
    legende = [f"Legende: {diagramm.legende}"] if diagramm.legende else []
    return (
        *_herkunft(diagramm.herkunft),
        *legende,
        *ohne_wert(diagramm),
        *_je_reihe(diagramm),
        *diagramm.herkunft.fussnoten,
    )


def zur_tabelle(tabelle: Tabelle) -> tuple[str, ...]:
    koepfe = [spalte.bezeichnung for spalte in tabelle.spalten[1:]]
    zeilen = (
        f"{name}: " + "; ".join(f"{kopf} {wert}" for kopf, wert in zip(koepfe, werte, strict=True))
        for name, *werte in tabelle.geschrieben
    )
    zeichen = [f"Zeichen: {' · '.join(tabelle.zeichenerklaerung)}"] if tabelle.zeichenerklaerung else []
    return (*_herkunft(tabelle.herkunft), *zeichen, *zeilen, *tabelle.herkunft.fussnoten)


def zu_massnahmen(zeilen: Sequence[Massnahmenzeile]) -> Iterator[str]:
    for zeile in zeilen:
        yield f"{zeile.nr} {zeile.beschreibung}"
        angaben = (("Verantwortung", zeile.verantwortung), ("Laufzeit", zeile.laufzeit),
                   ("Haushaltsrelevanz", zeile.haushaltsrelevanz), ("Sachstand", zeile.sachstand))  # fmt: skip
        yield "; ".join(f"{name}: {wert}" for name, wert in angaben if wert)
        if zeile.erlaeuterung:
            yield zeile.erlaeuterung
        yield from (" ".join(filter(None, [f"– {schritt.text}", schritt.zusatz])) for schritt in zeile.schritte)


def ohne_wert(diagramm: Diagramm) -> list[str]:
    """„Ohne Wert: 2024 Okt, Nov, Dez (nicht gemeldet)“: Im Diagramm sind das Lücken, keine Nullen."""
    saetze = []
    for zeichen in Zeichen:
        stellen = [
            f"{reihe.name}: {', '.join(orte)}"
            for reihe in diagramm.reihen
            if (orte := [k for k, wert in zip(diagramm.kategorien, reihe.werte, strict=True) if wert is zeichen])
        ]
        if stellen:
            saetze.append(f"Ohne Wert ({zeichen.erklaerung}): {'; '.join(stellen)}")
    return saetze


def _herkunft(herkunft: Herkunft) -> list[str]:
    angaben = (
        ("Zeitraum", herkunft.zeitraum), ("Einheit", herkunft.einheit), ("Quelle", herkunft.quelle),
        ("Stand", herkunft.stand), ("Zählweise", herkunft.zaehlweise), ("Zahlen", herkunft.zustand),
    )  # fmt: skip
    return [f"{name}: {wert}" for name, wert in angaben if wert]


def _je_reihe(diagramm: Diagramm) -> Iterator[str]:
    for reihe in diagramm.reihen:
        werte = zip(diagramm.kategorien, reihe.werte, strict=True)
        yield f"{reihe.name}: " + "; ".join(f"{kategorie} {diagramm.wertetext(wert)}" for kategorie, wert in werte)
