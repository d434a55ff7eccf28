"""Liste → Excel-Datei mit einem Blatt: Titel, Angaben, eine Tabelle mit Kopfzeile. Keine Zelle ist eine Formel."""

from math import ceil

from berichte.kern.liste import Liste

from .arbeitsmappe import ZEICHEN_JE_SEITE, Blatt, schreibe_mappe, textbreiten


def xlsx(liste: Liste) -> bytes:
    """Inhalt der Datei; gleiche Liste, gleiche Bytes."""

    def fuellen(mappe) -> None:
        blatt = Blatt.neu(mappe, liste.titel[:31])
        blatt.ueberschrift(liste.titel)
        blatt.saetze(1, liste.angaben)
        kopf = len(liste.angaben) + 2
        breiten = textbreiten(liste.spalten, liste.zeilen)
        blatt.textzeilen(kopf, liste.spalten, liste.zeilen, name="Liste", breiten=breiten)
        blatt.druckseite(kopf=kopf, seiten=ceil(sum(breiten) / ZEICHEN_JE_SEITE))

    return schreibe_mappe(fuellen, titel=liste.titel, tag=liste.stand, bemerkung=" ".join(liste.angaben))
