"""Sachstandsrunden: eröffnen, verfolgen, erinnern, schließen."""
