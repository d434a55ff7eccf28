"""Die Berichtsakten: anlegen, mit Botschaften versehen, ansehen, festschreiben, als Datei bestellen."""
