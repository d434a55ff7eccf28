"""Seiten: eine Ansicht wählt Daten und Vorlage, gerechnet wird anderswo."""
