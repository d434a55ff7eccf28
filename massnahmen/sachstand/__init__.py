"""Das Sachstandsbuch: melden, den Stand an einem Tag lesen, was sich seitdem geändert hat."""
