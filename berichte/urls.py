"""Adressen dieser App; sie stehen an der Wurzel, weil die Startseite alles zusammenführt."""

urlpatterns = []
