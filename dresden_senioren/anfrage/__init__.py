"""Was mit jeder Anfrage geschieht: Nummer, Größe, Häufigkeit, Fehlerseiten und die Zeile im Betriebsprotokoll."""
