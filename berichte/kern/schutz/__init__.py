"""Kleine Zahlen schützen und den Schutz angreifen: kontrolliertes Runden und die Prüfung davor."""
