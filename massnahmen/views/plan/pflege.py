"""Die Planpflege: neu, bearbeiten, löschen (siehe pflege.py)."""

from dresden_senioren import pflegeseiten


class NeuView(pflegeseiten.NeuView):
    app, ordner = "massnahmen", "massnahmen/pflege"


class BearbeitenView(pflegeseiten.BearbeitenView):
    app, ordner = "massnahmen", "massnahmen/pflege"


class LoeschenView(pflegeseiten.LoeschenView):
    app, ordner = "massnahmen", "massnahmen/pflege"
