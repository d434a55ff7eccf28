"""Die Vorführung mit allen Beispiellieferungen: auch denen, die sie für das Ausprobieren übrig lässt."""

from io import StringIO

from django.core.management import call_command

from beratung.models import Lieferungsteil

from .unabhaengig import FIXTURES


def alle_lieferungen() -> None:
    """Nach einem Stichtag im September 2024 gibt es damit noch drei Monate."""
    da = set(Lieferungsteil.objects.filter(ist_gueltig=True).values_list("quelle", "monat"))
    for datei in sorted((FIXTURES / "beispiellieferungen").glob("*.xlsx")):
        quelle, monat = datei.stem.split("_")
        if not any(q == quelle and f"{m:%Y-%m}" == monat for q, m in da):
            call_command("lieferung_einlesen", datei, quelle=quelle, monat=monat, stdout=StringIO())
