"""Liste → Excel-Datei mit einem Blatt: Titel, Angaben, eine Tabelle mit Kopfzeile. Keine Zelle ist eine Formel."""

from berichte.kern.liste import Liste

from .arbeitsmappe import Blatt, schreibe_mappe


def xlsx(liste: Liste) -> bytes:
    """Inhalt der Datei; gleiche Liste, gleiche Bytes."""

    def fuellen(mappe) -> None:
        blatt = Blatt.neu(mappe, liste.titel[:31])
        blatt.ueberschrift(liste.titel)
        blatt.saetze(1, liste.angaben)
        kopf = len(liste.angaben) + 2
        blatt.textzeilen(kopf, liste.spalten, liste.zeilen, name="Liste")
        blatt.druckseite(kopf=kopf)

    return schreibe_mappe(fuellen, titel=liste.titel, tag=liste.stand, bemerkung=" ".join(liste.angaben))
