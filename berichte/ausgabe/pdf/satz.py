"""Setzt ein PDF in einem eigenen, kurzlebigen Prozess: Auftrag als JSON auf stdin, PDF auf stdout.

Die eine Angabe beim Aufruf ist der Ordner der Schriften.

Eigener Prozess, weil der Speicher des Setzers mit jedem neuen Bericht wächst und eine Zeitgrenze ihn beenden kann.
Kennt nur den Setzer, nicht das übrige Programm. Die Zahlen kommen als Daten, nie als Satzbefehle.
"""

import json
import sys
from datetime import UTC, datetime

import typst


def setze(auftrag: dict, schriften: typst.Fonts) -> bytes:
    """TypstError, wenn die Vorlage scheitert, zum Beispiel an einer fehlenden Textalternative.

    Auch Warnungen (etwa eine fehlende Schrift) beenden den Satz: lieber kein Bericht als ein falscher.
    """
    dokument, warnungen = typst.compile_with_warnings(
        auftrag["vorlage"],
        root=auftrag["wurzel"],
        font_paths=schriften,
        format="pdf",
        sys_inputs={"daten": json.dumps(auftrag["daten"], ensure_ascii=False)},
        pdf_standards=auftrag["normen"],
        timestamp=datetime.fromisoformat(auftrag["zeitpunkt"]).replace(tzinfo=UTC),
    )
    if warnungen:
        raise warnungen[0]
    return dokument


if __name__ == "__main__":
    # Die Schriften stehen bereit, ehe der Auftrag da ist.
    schriften = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[sys.argv[1]])
    try:
        sys.stdout.buffer.write(setze(json.load(sys.stdin), schriften))
    except (typst.TypstError, typst.TypstWarning) as fehler:
        sys.exit(str(fehler))
