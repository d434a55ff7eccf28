"""Was an einer Datei auffällt: lesen, mit dem Vorhandenen vergleichen, über Befunde entscheiden."""
