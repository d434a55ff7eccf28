"""Jedes Formular der Anwendung, ausgefüllt, wie es jemand abschickt. Welche es sind, sagt die Rechtetabelle; welche
Felder sie haben, sagen sie selbst: auf ihrer Seite oder, wo es keine gibt, beim Prüfen einer leeren Sendung."""

from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import lxml.html
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from .rechtezeilen import Zeile
from .schreibmitschrift import wirkung


def schreibende(tabelle: list[Zeile]) -> list[Zeile]:
    """Was etwas annimmt: je Adresse und Objekt eine Zeile."""
    zeilen = [z for z in tabelle if z.methode == "post" and z.darf and z.code not in {404, 405}]
    mit_eigenem = {z.url_name for z in zeilen if z.objekt == "eigen"}
    return [z for z in zeilen if z.objekt not in {"fremd", "fehlend"} or z.url_name not in mit_eigenem]


# --- Formulare finden und ausfüllen ----------------------------------------------------------------------------------


@contextmanager
def geprueft():
    """Sammelt die Formulare, die während des Blocks prüfen, was angekommen ist."""
    gesammelt, full_clean = [], forms.BaseForm.full_clean

    def mitschreiben(form):
        gesammelt.append(form)
        return full_clean(form)

    with mock.patch.object(forms.BaseForm, "full_clean", mitschreiben):
        yield gesammelt


def formulare(client, adresse: str, daten: dict) -> list[forms.BaseForm]:
    """Die dieser Adresse; danach ist alles wie vorher."""
    seite = client.get(adresse)
    if seite.context and (form := seite.context.get("form")) is not None:
        return [form]
    with geprueft() as gesammelt:
        wirkung(lambda: client.post(adresse, daten), set())
    return gesammelt


def ausgefuellt(form) -> dict:
    """Was jemand abschickt, der alles Nötige ausfüllt und den Rest lässt, wie es ist."""
    daten = {}
    for feld in form:
        wert = feld.data if form.is_bound and feld.data else feld.initial
        if wert in (None, "", []) and feld.field.required:
            wert = _eingabe(feld.field)
        if wert not in (None, "", [], False):
            daten[feld.html_name] = wert
    return daten


def _eingabe(feld) -> object:
    if isinstance(feld, forms.ModelChoiceField):
        erste = [feld.prepare_value(feld.queryset.first())]
        return erste if isinstance(feld, forms.ModelMultipleChoiceField) else erste[0]
    if isinstance(feld, forms.ChoiceField):
        erste = next(wert for wert, _ in feld.choices if wert)
        return [erste] if isinstance(feld, forms.MultipleChoiceField) else erste
    if isinstance(feld, forms.BooleanField):
        return "on"
    if isinstance(feld, forms.IntegerField):
        return feld.min_value or 1
    if isinstance(feld, forms.DateField):
        return timezone.localdate().isoformat()
    return "test@example.org" if isinstance(feld, forms.EmailField) else "Geschrieben"


# --- Absenden bis zum Ende -------------------------------------------------------------------------------------------


def abgesendet(client, adresse: str, daten: dict):
    """Die letzte Antwort. Zeigt die Seite erst, was geschähe, wird bestätigt, was sie zum Bestätigen anbietet.

    Der Client behält seine Cookies: Was er tut, macht der Test in der Datenbank rückgängig.
    """
    cookies = client.cookies.output(header="")
    antwort = _bis_zum_ende(client, adresse, daten)
    client.cookies.clear()
    client.cookies.load(cookies)
    return antwort


def _bis_zum_ende(client, adresse: str, daten: dict):
    for _ in range(3):
        antwort = client.post(adresse, {name: _frisch(wert) for name, wert in daten.items()})
        if antwort.status_code != 200:
            break
        angeboten = _angebotenes(antwort, adresse)
        if not angeboten or angeboten.items() <= daten.items():
            break
        daten = daten | angeboten
    return antwort


def _frisch(wert):
    """Eine Datei wird jedes Mal neu gelesen."""
    if isinstance(wert, Path):
        return SimpleUploadedFile(wert.name, wert.read_bytes())
    return SimpleUploadedFile("datei.geojson", wert) if isinstance(wert, bytes) else wert


def _angebotenes(antwort, adresse: str) -> dict:
    """Verborgene Felder und der erste benannte Knopf der Formulare, die an dieselbe Adresse gehen."""
    daten = {}
    for form in lxml.html.fromstring(antwort.content.decode() or "<p>").forms:
        if form.method == "POST" and form.get("action", "") in {"", adresse}:
            daten |= {
                f.name: f.value or "" for f in form.xpath(".//input[@type='hidden']") if f.name != "csrfmiddlewaretoken"
            }
            knoepfe = [
                k for k in form.xpath(".//button[@name]") if "zurueck" not in f"{k.get('name')} {k.get('value')}"
            ]
            daten |= {k.get("name"): k.get("value", "") for k in knoepfe[:1]}
    return daten
