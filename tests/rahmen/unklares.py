"""Was axe nicht entscheiden kann und wir entschieden haben: Regel, Ort und Meldung, jeweils mit dem Grund.

Alles andere Unentschiedene lässt die Prüfung scheitern wie ein Verstoß.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unklar:
    """`wo`: CSS-Auswahl für die Stelle selbst oder etwas, worin sie liegt. `meldung`: Teil des Satzes von axe."""

    regel: str
    wo: str
    meldung: str
    grund: str
    nur_erzwungen: bool = False  # nur, wenn der Browser die Farben bestimmt


UNKLAR = (
    Unklar(
        "color-contrast",
        "[role=img], text, tspan",
        "",
        "Text in einem Diagramm oder einer Karte: axe kennt den gezeichneten Grund nicht. Diesen Kontrast misst die "
        "eigene Prüfung `diagrammschrift`.",
    ),
    Unklar(
        "color-contrast",
        "[aria-hidden=true]",
        "only non-text characters",
        "Ein Zeichen neben dem Wort, das dasselbe sagt; es hat dessen Farbe.",
    ),
    Unklar(
        "color-contrast",
        ".tabelle",
        "too short",
        "Ein einzelnes Zeichen in einer Zelle hat die Farbe seiner Nachbarn, und die hat axe gemessen.",
    ),
    Unklar(
        "color-contrast",
        ".tabelle-rahmen",
        "partially obscured",
        "Auf schmalem Schirm liegt die Zelle zum Teil außerhalb ihres rollenden Rahmens; auf breitem ist sie gemessen.",
    ),
    Unklar(
        "color-contrast",
        "body",
        "1:1 contrast ratio",
        "Schrift und Grund bestimmt hier der Browser und malt sie lesbar; axe rechnet mit Farben, die niemand sieht.",
        nur_erzwungen=True,
    ),
    Unklar(
        "th-has-data-cells",
        ".massnahmen",
        "missing or empty",
        "Die Zeile des Handlungsfelds geht über alle Spalten; ihre Zellen sind die Zeilen darunter.",
    ),
)
