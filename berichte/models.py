"""Festgeschriebene Berichte und Freigaben kommen hierher; bislang wird nichts gespeichert."""
