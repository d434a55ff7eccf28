"""Formulare für Stellen ohne Zugang: verschicken, die Antwort vergleichen, übernehmen."""
