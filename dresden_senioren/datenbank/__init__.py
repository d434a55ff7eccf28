"""Was die Datenbank kann und darf: Geschichte, nur Ergänzbares, Rechte, Lesekopie, Umlaute, voller Speicher."""
