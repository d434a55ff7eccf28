"""Was hinausgeht: Kopfzeilen, statische Dateien, Dateien zum Herunterladen."""
