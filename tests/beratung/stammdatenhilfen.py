"""Stammdaten bedienen wie am Bildschirm."""

from django.urls import reverse


def adresse(name, *angaben):
    return reverse(f"beratung:{name}", args=angaben)


def absenden(client, url, **daten):
    """Wie am Bildschirm: erst die Folgen ansehen, dann speichern."""
    antwort = client.post(url, daten)
    if antwort.status_code == 200:
        antwort = client.post(url, daten | {"gesehen": antwort.context["gesehen"]})
    return antwort


def folgen(client, url, **daten) -> str:
    antwort = client.post(url, daten)
    assert antwort.status_code == 200, antwort.context["form"].errors
    return " ".join(antwort.context["folgen"])
