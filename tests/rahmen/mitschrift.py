"""Welche Angaben eine Seite liest, sagt sie selbst: Eine erste Anfrage schreibt mit, wonach sie sucht."""

from django.http import QueryDict


def mitschreiben(monkeypatch, wo: str) -> set[str]:
    """Die Namen, nach denen Anfragen ab jetzt fragen; `wo`: das Modul, dessen QueryDict mitschreibt."""
    namen = set()

    class Mitschrift(QueryDict):
        def __getitem__(self, name):
            namen.add(name)
            return super().__getitem__(name)

        def _getlist(self, name, *weitere, **angaben):
            namen.add(name)
            return super()._getlist(name, *weitere, **angaben)

        def __contains__(self, name):
            namen.add(name)
            return super().__contains__(name)

    monkeypatch.setattr(wo, Mitschrift)
    return namen
