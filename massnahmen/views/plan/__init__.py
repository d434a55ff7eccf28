"""Seiten des Fachplans: Gliederung, Pflege, Prüfung, Fortschreibung, außer Kraft."""
