"""Seiten der Stammdaten."""
