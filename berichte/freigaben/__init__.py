"""Zahlen zur Weitergabe: auswählen, schützen, angreifen, von zwei Personen verantwortet."""
