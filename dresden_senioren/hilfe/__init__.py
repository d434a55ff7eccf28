"""Die Hilfe: Anleitungen (artikel.py), Nachschlagewerke, die aus den Daten des Programms entstehen, und eine Suche."""
