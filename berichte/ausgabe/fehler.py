"""Was beim Ausgeben schiefgehen kann."""


class SatzGescheitert(RuntimeError):
    """Das PDF ließ sich nicht setzen; der Text nennt die Meldung des Setzers."""
