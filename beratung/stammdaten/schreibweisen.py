"""Weitere Schreibweisen, an denen ein Katalogwert oder eine Beratungsstelle in Dateien erkannt wird."""

from django import forms

from beratung.kern.verzeichnis import vergleichsform


class SchreibweisenField(forms.CharField):
    """Eine je Zeile; liefert eine Liste ohne Wiederholungen."""

    widget = forms.Textarea

    def __init__(self, **angaben):
        hilfe = "Eine je Zeile. Groß und Klein, Leerzeichen und Striche sind gleich."
        vorgabe = {"label": "Weitere Schreibweisen", "required": False, "max_length": 4000, "help_text": hilfe}
        super().__init__(**vorgabe | angaben)

    def clean(self, value):
        return list(dict.fromkeys(filter(None, map(str.strip, super().clean(value).splitlines()))))

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


def mit_bisheriger(schreibweisen: list[str], bisher: str, neu: str) -> list[str]:
    """Nach einer Umbenennung steht in Dateien und Zuordnungsprofilen noch die alte."""
    bekannt = {vergleichsform(text) for text in (neu, *schreibweisen)}
    return [*schreibweisen, bisher] if bisher and vergleichsform(bisher) not in bekannt else schreibweisen
