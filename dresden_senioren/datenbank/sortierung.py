"""Namen nach dem deutschen Alphabet: „ambulante …“ und „ämterübergreifend“ stehen bei A, in jeder Datenbank."""

from django.db.models import Func

from dresden_senioren.kern.text import sortierform


def deutsche_sortierung(sender, connection, **kwargs):
    """Empfänger für `connection_created`: SQLite lernt die Sortierfolge, die PostgreSQL aus ICU kennt."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation("deutsch", _vergleich)


def _vergleich(links: str, rechts: str) -> int:
    erste, zweite = (sortierform(links), links), (sortierform(rechts), rechts)
    return (erste > zweite) - (erste < zweite)


class NachAlphabet(Func):
    """`ordering = [NachAlphabet("name")]`"""

    template = '(%(expressions)s) COLLATE "de-x-icu"'

    def as_sqlite(self, compiler, connection, **kwargs):
        return self.as_sql(compiler, connection, template="(%(expressions)s) COLLATE deutsch", **kwargs)
