"""Seiten der Auswertung: Dashboards, Monatsentwicklung, Herkunft, Katalog, Quartalsbericht, Brief."""
