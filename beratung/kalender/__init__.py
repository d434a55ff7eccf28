"""Was da ist und was fehlt: Bestand, Fristen, Nullmeldungen, Erinnerungen und wie fest ein Monat ist."""
