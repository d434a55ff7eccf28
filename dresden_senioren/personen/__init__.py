"""Personen mit Zugang: einladen, Rolle und Zugehörigkeiten ändern, abschalten; dazu „Mein Konto“."""
