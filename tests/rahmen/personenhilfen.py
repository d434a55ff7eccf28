"""Maria Müller, und wie man ihren Zugang über die Seiten ändert."""

from django.urls import reverse

from dresden_senioren.models import Protokolleintrag

MARIA = {"first_name": "Maria", "last_name": "Müller", "email": "maria.mueller@dresden.example"}


def eintraege(person, ereignis):
    return list(Protokolleintrag.objects.filter(ereignis=ereignis, angaben__person=person.pk))


def formulardaten(client, person) -> dict:
    """Was das Formular abschickt, wenn man nichts ändert."""
    form = client.get(reverse("person_bearbeiten", args=[person.pk])).context["form"]
    return {feld.name: wert for feld in form if (wert := feld.value()) not in (None, [])}


def aendern_lassen(client, person, **neu):
    """Ändern bis zum Ende: auch die Vorschau bestätigen."""
    adresse, daten = reverse("person_bearbeiten", args=[person.pk]), formulardaten(client, person) | neu
    antwort = client.post(adresse, daten)
    if antwort.context and (gesehen := antwort.context.get("gesehen")):
        antwort = client.post(adresse, daten | {"gesehen": gesehen})
    return antwort
