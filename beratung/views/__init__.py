"""Seiten dieser App, nach Räumen."""
