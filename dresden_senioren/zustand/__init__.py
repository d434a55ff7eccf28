"""Ob diese Installation gesund ist: die Prüfungen, ihr Befehl, die Seite „Zustand“, Auskunft für den Lastverteiler."""
