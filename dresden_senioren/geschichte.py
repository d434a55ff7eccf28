"""Feldgeschichte: jede gespeicherte Fassung einer Zeile bleibt, mit Tag und Person."""

from simple_history.models import HistoricalRecords


def fassungen() -> HistoricalRecords:
    """Das Feld `history` eines Modells; der Sortierschlüssel ist gerechnet und gehört nicht zur Geschichte."""
    return HistoricalRecords(
        custom_model_name=lambda modell: f"{modell}Fassung",
        excluded_fields=["sortierschluessel"],
    )
