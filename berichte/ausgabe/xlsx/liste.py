"""Liste → Excel-Datei mit einem Blatt: Titel, Angaben, eine Tabelle mit Kopfzeile. Keine Zelle ist eine Formel."""

from math import ceil
from textwrap import shorten

from berichte.kern.liste import Liste

from .arbeitsmappe import ZEICHEN_JE_SEITE, Blatt, schreibe_mappe, textbreiten

BUCHSTABEN_DER_KOPFZEILE = 200  # Excel nimmt 255 mit ihren Steuerzeichen


def liste_xlsx(liste: Liste) -> bytes:
    """Inhalt der Datei; gleiche Liste, gleiche Bytes."""

    def fuellen(mappe) -> None:
        blatt = Blatt.neu(mappe, liste.titel[:31])
        blatt.ueberschrift(liste.titel)
        blatt.saetze(1, liste.angaben)
        kopf = len(liste.angaben) + 2
        breiten = textbreiten(liste.spalten, liste.zeilen)
        blatt.textzeilen(kopf, liste.spalten, liste.zeilen, name="Liste", breiten=breiten)
        blatt.druckseite(kopf=kopf, seiten=ceil(sum(breiten) / ZEICHEN_JE_SEITE))
        # Titel und Angaben stehen auf jeder Seite ganz; neben der wiederholten ersten Spalte wären sie abgeschnitten.
        blatt.roh.print_area(kopf, 0, kopf + max(len(liste.zeilen), 1), len(liste.spalten) - 1)
        blatt.druckkopf(shorten(" · ".join((liste.titel, *liste.angaben)), BUCHSTABEN_DER_KOPFZEILE, placeholder=" …"))

    return schreibe_mappe(fuellen, titel=liste.titel, tag=liste.stand, bemerkung=" ".join(liste.angaben))
