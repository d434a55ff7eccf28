"""Eine Zahlentabelle als Datei: CSV und Excel, Zahlen als Zahlen, Zeichen als Zeichen, die Herkunft darunter."""

import csv as _csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from berichte.kern.geheimhaltung import Freigabe, auspacken
from berichte.kern.tabelle import Format, Tabelle, Zelle

from .csv.liste import entschaerft
from .xlsx.arbeitsmappe import Blatt, schreibe_mappe, umbrochen

IN_PROZENT = {Format.PROZENT, Format.VERAENDERUNG}
ZAHLENFORMATE = {
    Format.ANZAHL: '#,##0;-#,##0;"–"',
    Format.DIFFERENZ: "+#,##0;-#,##0;0",
    Format.PROZENT: "0.0",
    Format.VERAENDERUNG: "+0.0;-0.0;0.0",
    Format.DICHTE: "0.0",
}
BREITE_NAME, BREITE_ZAHL = 42, 16  # Zeichen
ERSTELLT = date(2000, 1, 1)  # fest: gleiche Tabelle, gleiche Bytes


def csv(freigabe: Freigabe[Tabelle]) -> bytes:
    """UTF-8 mit BOM, Semikolon, Dezimalkomma: Fassung und Titel, Kopf und Zeilen, darunter die Herkunft."""
    tabelle, kennzeichnung = auspacken(freigabe)
    puffer = io.StringIO(newline="")
    schreiber = _csv.writer(puffer, delimiter=";", lineterminator="\r\n")
    schreiber.writerows([[kennzeichnung.kennzeichen], [entschaerft(tabelle.titel)], []])
    schreiber.writerow([entschaerft(name) for name in spaltennamen(tabelle)])
    schreiber.writerows([_in_csv(zelle) for zelle in zeile] for zeile in zeilen(tabelle))
    schreiber.writerow([])
    schreiber.writerows([entschaerft(satz)] for satz in tabelle.darunter)
    return puffer.getvalue().encode("utf-8-sig")


def _in_csv(zelle: Zelle) -> str:
    """1234 → „1234“, 21.5 → „21,5“: so liest ein deutsches Tabellenprogramm Zahlen."""
    return entschaerft(zelle) if isinstance(zelle, str) else str(zelle).replace(".", ",")


def xlsx(freigabe: Freigabe[Tabelle]) -> bytes:
    """Ein Blatt mit einer Tabelle namens „Zahlen“; keine Zelle ist eine Formel."""
    tabelle, kennzeichnung = auspacken(freigabe)

    def fuellen(mappe) -> None:
        blatt = Blatt.neu(mappe, "Zahlen")
        blatt.ueberschrift(tabelle.titel)
        blatt.saetze(1, [kennzeichnung.kennzeichen])
        zahlenblock(blatt, tabelle, kopf=3, name="Zahlen")
        blatt.druckseite(kopf=3, fuss=kennzeichnung.kennzeichen)

    return schreibe_mappe(fuellen, titel=tabelle.titel, tag=ERSTELLT, bemerkung=kennzeichnung.kennzeichen)


def zahlenblock(blatt: Blatt, tabelle: Tabelle, *, kopf: int, name: str) -> None:
    """Die Tabelle ab Zeile `kopf`, darunter ihre Herkunft. Zahlen sind Zahlen, Zeichen sind Text."""
    inhalt = zeilen(tabelle)
    spalten = list(zip(spaltennamen(tabelle), _formate(tabelle), strict=True))
    zahlentabelle(blatt, spalten, inhalt, kopf=kopf, name=name, summenzeilen=tabelle.summenzeilen)
    blatt.saetze(kopf + max(len(inhalt), 1) + 2, umbrochen(ohne_standzeichen(tabelle).darunter))


def zahlentabelle(  # noqa: PLR0913 – je Angabe ein Name
    blatt: Blatt,
    spalten: Sequence[tuple[str, Format]],
    inhalt: Sequence[Sequence[Zelle | None]],
    *,
    kopf: int,
    name: str,
    summenzeilen: int = 0,
) -> None:
    """`spalten`: Name und Format. None und leerer Text bleiben leere Zellen; Summen stehen fett."""
    namen = [text for text, _ in spalten]
    zahlspalten = {nr for nr, (_, format) in enumerate(spalten) if format is not Format.TEXT}
    blatt.tabelle(kopf, namen, len(inhalt), name=name, rechts=zahlspalten)
    blatt.masse(kopf, [namen, *inhalt], [BREITE_NAME, *_breiten(inhalt, zahlspalten, len(namen))])
    gestalten = {
        fett: [_gestalt(blatt.mappe, form, fett=fett, ist_erste=not nr) for nr, (_, form) in enumerate(spalten)]
        for fett in (False, True)
    }
    for zeilennr, zeile in enumerate(inhalt):
        gestalt = gestalten[zeilennr >= len(inhalt) - summenzeilen]
        for nr, zelle in enumerate(zeile):
            if zelle is None or zelle == "":
                continue
            if isinstance(zelle, str):
                blatt.roh.write_string(kopf + 1 + zeilennr, nr, zelle, gestalt[nr][0])
            else:
                blatt.roh.write_number(kopf + 1 + zeilennr, nr, float(zelle), gestalt[nr][isinstance(zelle, Decimal)])


def _breiten(inhalt: Sequence[Sequence], zahlspalten: set[int], anzahl: int) -> list[int]:
    """Ab der zweiten Spalte: Zahlen gleich breit, Text nach seiner Länge, höchstens wie die erste."""
    texte = [max((len(str(zeile[nr])) for zeile in inhalt), default=0) for nr in range(anzahl)]
    return [
        BREITE_ZAHL if nr in zahlspalten else min(max(texte[nr] + 3, BREITE_ZAHL), BREITE_NAME)
        for nr in range(1, anzahl)
    ]


def ohne_standzeichen(tabelle: Tabelle) -> Tabelle:
    """Wie fest eine Zahl ist, steht hier in Worten in der Spalte daneben, nicht als Zeichen."""
    return replace(tabelle, zustaende={})


def _gestalt(mappe, format: Format, *, fett: bool, ist_erste: bool) -> tuple:
    """Für ganze Zahlen und Text, und für Zahlen mit einer Stelle."""
    gemeinsam = {"bold": fett, "valign": "vcenter"}
    lage = {"align": "left", "indent": 0 if ist_erste else 1}  # sonst klebt der Text an der Zahl links daneben
    if format is Format.TEXT:
        return (mappe.add_format(gemeinsam | {"num_format": "@", "text_wrap": True} | lage),) * 2
    muster = ZAHLENFORMATE[format]
    mit_stelle = "#,##0.0" if format is Format.ANZAHL else muster
    return tuple(mappe.add_format(gemeinsam | {"num_format": m, "align": "right"}) for m in (muster, mit_stelle))


def spaltennamen(tabelle: Tabelle) -> list[str]:
    """Wie über der Tabelle; Prozentspalten sagen „in %“, unfeste Spalten bekommen eine zweite mit dem Stand."""
    namen = []
    for nr, spalte in enumerate(tabelle.spalten):
        name = spalte.bezeichnung
        namen.append(f"{name} in %" if spalte.format in IN_PROZENT and name != "Prozent" else name)
        if nr in _mit_stand(tabelle):
            namen.append(f"Stand {name}")
    return namen


def zeilen(tabelle: Tabelle) -> list[list[Zelle]]:
    """Die Zellen ungerundet und ungeschrieben; neben unfesten Spalten steht in Worten, wie fest jede Zahl ist."""
    return [
        [teil for spaltennr, zelle in enumerate(zeile) for teil in _zelle(tabelle, (nr, spaltennr), zelle)]
        for nr, zeile in enumerate(tabelle.zeilen)
    ]


def _zelle(tabelle: Tabelle, ort: tuple[int, int], zelle: Zelle) -> list[Zelle]:
    inhalt = str(zelle) if isinstance(zelle, str) else zelle
    if ort[1] not in _mit_stand(tabelle):
        return [inhalt]
    zustand = tabelle.zustaende.get(ort)
    return [inhalt, zustand.bezeichnung if zustand else ""]


def _mit_stand(tabelle: Tabelle) -> set[int]:
    return {spalte for _, spalte in tabelle.zustaende}


def _formate(tabelle: Tabelle) -> list[Format]:
    """Je Spalte der Datei, auch für die mit dem Stand."""
    return [
        teil
        for nr, spalte in enumerate(tabelle.spalten)
        for teil in [spalte.format, *([Format.TEXT] if nr in _mit_stand(tabelle) else [])]
    ]
