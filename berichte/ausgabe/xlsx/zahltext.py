"""Eine fertig geschriebene Zahl ist in Excel wieder eine: „64,3 %“ → 64,3 und ein Format, das sie genauso zeigt.

Wo jede Zeile einer Tabelle anders geschrieben wird, stehen in ihren Zellen Texte; so stehen sie auch in jedem schon
festgeschriebenen Bericht. Darum wird hier gelesen, was `kern/zahlen.py` schreibt, statt ihren Inhalt zu ändern.
"""

import re

from dresden_senioren.kern.zahlen import GESCHUETZT, MINUS

_ZAHL = re.compile(rf"([+±{MINUS}]?)(\d{{1,3}}(?:\.\d{{3}})*)(?:,(\d+))?(?:{GESCHUETZT}(%|Punkte))?")


def als_zahl(text: str) -> tuple[float, str] | None:
    """Zahl und Zahlenformat; None, wo mehr oder anderes steht als eine Zahl: „fehlt“, „3 von 3“, „+30 (+36,6 %)“."""
    if (treffer := _ZAHL.fullmatch(text)) is None:
        return None
    vorzeichen, ganze, stellen, einheit = treffer.groups("")
    betrag = float(f"{ganze.replace('.', '')}.{stellen or 0}")
    muster = "#,##0" + f".{'0' * len(stellen)}" * bool(stellen) + f'"{GESCHUETZT}{einheit}"' * bool(einheit)
    mit_vorzeichen = f'+{muster};-{muster};"±"{muster}' if vorzeichen else muster
    return (-betrag if vorzeichen == MINUS else betrag, mit_vorzeichen)
