"""Seiten der Berichtsakten."""
