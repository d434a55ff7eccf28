"""Anmeldung: Kennwort, Bremse gegen Raten, zweiter Faktor, Dienstkonto der Stadt, Grenzen der Sitzung."""
