"""Namen nach dem Alphabet: „ambulante …“ und „ämterübergreifend“ stehen bei A, in jeder Datenbank und jeder ihrer
Sprachen; darum vergleicht nicht deren eigene Sortierfolge, sondern eine Form ohne Umlaute und Großbuchstaben."""

from functools import reduce

from django.db.models import Func

_ERSETZT = {"Ä": "a", "ä": "a", "Ö": "o", "ö": "o", "Ü": "u", "ü": "u", "ß": "ss"}


class NachAlphabet(Func):
    """`ordering = [NachAlphabet("name")]`"""

    template = reduce(lambda sql, z: f"replace({sql}, '{z[0]}', '{z[1]}')", _ERSETZT.items(), "%(expressions)s")
    template = f"lower({template})"

    def as_postgresql(self, compiler, connection, **kwargs):
        return self.as_sql(compiler, connection, template=f'{self.template} COLLATE "C"', **kwargs)
