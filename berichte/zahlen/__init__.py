"""Vom Würfel zur Zahl: abfragen, zur Lage eines Gebiets zusammenstellen, jede mit ihrer Herkunft."""
