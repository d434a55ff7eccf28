"""Seiten der Sachstandsrunden: führen, antworten, vertreten."""
