"""Die Maßnahmenliste: filtern, zeigen, mehrere auf einmal ändern, die Lage für die Leitung."""
