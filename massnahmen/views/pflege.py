"""Die Planpflege: neu, bearbeiten, löschen (siehe pflege.py)."""

from dresden_senioren import pflegeseiten


class NeuView(pflegeseiten.NeuView):
    app = "massnahmen"


class BearbeitenView(pflegeseiten.BearbeitenView):
    app = "massnahmen"


class LoeschenView(pflegeseiten.LoeschenView):
    app = "massnahmen"
