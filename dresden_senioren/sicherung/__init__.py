"""Sichern und wiederherstellen: alle Tabellen als ein Archiv, das SQLite und PostgreSQL gleich lesen.

Warum nicht `pg_dump` und `VACUUM INTO`: Ein Weg für beide Datenbanken wird auf beiden geprüft, braucht kein Programm
neben der Anwendung und keine passende Fassung davon, lässt weg, was nicht gesichert werden darf, und nennt je Tabelle
eine Prüfsumme der Werte. Genau ist es auch: Gelesen wird ein einziger Schnappschuss.
"""


class SicherungFehler(Exception):
    """So geht es nicht; der Text sagt, was ist und was zu tun ist."""
