"""Welche Kennzahlen es gibt. Wer sie kennt, meldet sie hier an; diese App hängt von keiner Auswertung ab."""

_NAMEN: dict[str, str] = {}


def anmelden(schluessel: str, name: str) -> None:
    _NAMEN[schluessel] = name


def auswahl() -> list[tuple[str, str]]:
    return list(_NAMEN.items())


def bezeichnung(schluessel: str) -> str:
    return _NAMEN.get(schluessel, schluessel)
