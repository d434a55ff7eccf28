"""Gebiete, Träger, Beratungsstellen, Kataloge: nachschlagen, pflegen, als Tabelle eintragen; je mit Geschichte."""
