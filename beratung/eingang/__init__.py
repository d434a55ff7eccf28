"""Eine Datei kommt an: verwahren, erkennen, zuordnen, ablegen. Noch zählt nichts."""
