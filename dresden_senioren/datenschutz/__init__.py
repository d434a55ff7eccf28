"""Auskunft über gespeicherte Daten: die Seiten für Beschäftigte, die Unterlagen für die Datenschutzbeauftragte."""
