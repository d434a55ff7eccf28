"""Was Berichte aus dem Fachplan lesen: Stand, Bezug zu einer Auswertung, Rückmeldeformular."""
