"""Was Word kann, python-docx aber nicht anbietet: Felder, Textmarken, Verweise, Tabellenköpfe, Schattierung."""

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement


def element(art: str, /, **angaben):
    """`element("w:shd", val="clear", fill="ffffff")`: Angaben stehen im Namensraum w."""
    neu = OxmlElement(art)
    for schluessel, wert in angaben.items():
        neu.set(qn(f"w:{schluessel}"), str(wert))
    return neu


def feld(absatz, anweisung: str, ergebnis: str = "") -> None:
    """Ein Feld samt zuletzt berechnetem Ergebnis, zum Beispiel PAGE."""
    feldanfang(absatz, anweisung)
    if ergebnis:
        absatz.add_run(ergebnis)
    feldende(absatz)


def feldanfang(absatz, anweisung: str) -> None:
    absatz.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    text = element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {anweisung} "
    absatz.add_run()._r.append(text)
    absatz.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def feldende(absatz) -> None:
    absatz.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def textmarke(absatz, name: str, nummer: int) -> None:
    """Umschließt alle Läufe des Absatzes."""
    anfang = element("w:bookmarkStart", id=nummer, name=name)
    erster = absatz.runs[0]._r
    erster.addprevious(anfang)
    absatz._p.append(element("w:bookmarkEnd", id=nummer))


def verweis(absatz, ziel: str, text: str) -> None:
    """Sprung zu einer Textmarke im selben Dokument."""
    lauf = absatz.add_run(text)._r
    sprung = element("w:hyperlink", anchor=ziel, history=1)
    lauf.addprevious(sprung)
    sprung.append(lauf)


def kopfzeile_wiederholen(zeile) -> None:
    zeile._tr.get_or_add_trPr().append(element("w:tblHeader"))


def zeile_zusammenhalten(zeile) -> None:
    zeile._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))


def schattieren(zelle, farbe: str) -> None:
    zelle._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=farbe.removeprefix("#")))


def tabelle_beschreiben(tabelle, titel: str) -> None:
    """Titel für Hilfsmittel; steht in Word unter „Alternativtext“ der Tabelle."""
    tabelle._tbl.tblPr.append(element("w:tblCaption", val=titel))
