"""Warum ein Vorgang an Lieferungen gerade nicht geht."""


class Lieferungsfehler(Exception):
    """Der Vorgang geht jetzt nicht; der Text sagt warum und was zu tun ist."""
