"""Der Text des Amts zu einer Abbildung: was hineinpasst, damit Folie und Seite lesbar bleiben."""

import re

TEILE = ("erkennen", "anerkennen", "nachhaltung", "massnahmen")
FELDER = ("botschaft", *TEILE)
HOECHSTENS_PUNKTE = 8
LAENGE_BOTSCHAFT = 200  # Zeichen
LAENGE_PUNKT = 250

# Mitgebrachte Aufzählungszeichen; „- 18,5 %“ ist keines.
_ZEICHEN = re.compile(r"^\s*(?:[•·▪‣*]|[-–—](?=\s+[^\d\s]))\s*")


def punkte(text: str) -> tuple[str, ...]:
    """Je Zeile ein Punkt, ohne Aufzählungszeichen und leere Zeilen."""
    zeilen = (" ".join(_ZEICHEN.sub("", zeile).split()) for zeile in text.splitlines())
    return tuple(zeile for zeile in zeilen if zeile)


def bereinigt(feld: str, text: str) -> str:
    """Wie gespeichert wird: je Zeile ein Punkt; die Botschaft ist eine Zeile."""
    return " ".join(text.split()) if feld == "botschaft" else "\n".join(punkte(text))


def zu_lang(feld: str, text: str) -> list[str]:
    """Ein Satz je Grenze, die der bereinigte Text überschreitet, mit dem, was zu tun ist."""
    if feld == "botschaft":
        if len(text) <= LAENGE_BOTSCHAFT:
            return []
        return [f"Die Botschaft hat {len(text)} Zeichen, höchstens {LAENGE_BOTSCHAFT}: Sie steht als Überschrift."]
    alle = punkte(text)
    saetze = [
        f"Punkt {nr} hat {len(punkt)} Zeichen, höchstens {LAENGE_PUNKT}: Kürzen Sie ihn, oder machen Sie zwei daraus."
        for nr, punkt in enumerate(alle, start=1)
        if len(punkt) > LAENGE_PUNKT
    ]
    if len(alle) > HOECHSTENS_PUNKTE:
        saetze.append(f"Das sind {len(alle)} Punkte, höchstens {HOECHSTENS_PUNKTE}: Fassen Sie zusammen.")
    return saetze
