"""Was eine Prüfung sagt, und wie man Vergangenes vortäuscht."""

from datetime import timedelta

from django.utils import timezone

from dresden_senioren.zustand import pruefungen
from dresden_senioren.zustand.pruefungen import Urteil

OK, WARNUNG, FEHLER = Urteil.OK, Urteil.WARNUNG, Urteil.FEHLER


def urteil(schluessel: str) -> Urteil:
    return pruefungen.eine(schluessel).urteil


def gilt(schluessel: str, erwartet: Urteil, wort: str) -> None:
    """Urteil und Satz; wo etwas nicht stimmt, steht auch die Abhilfe da."""
    ergebnis = pruefungen.eine(schluessel)
    assert (ergebnis.urteil, wort in ergebnis.text) == (erwartet, True), ergebnis
    assert bool(ergebnis.abhilfe) == (erwartet is not OK)


def vor(zeilen, feld: str, abstand: timedelta) -> None:
    """Als wäre es so lange her; am Schutz der Bücher vorbei."""
    zeilen.model._base_manager.filter(pk__in=list(zeilen.values_list("pk", flat=True))).update(
        **{feld: timezone.now() - abstand}
    )
