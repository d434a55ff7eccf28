"""Formulare für Stammdaten als Tabelle: einfügen oder hochladen."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from beratung.kern.befunde.befund import Einlesefehler
from beratung.kern.lesen.stammtabelle import (
    BYTES_HOECHSTENS,
    Tabellenfehler,
    Tabellenspalte,
    Tabellenzeile,
    text_der_datei,
    zeilen_lesen,
)
from dresden_senioren.formulare import TagField, nicht_kuenftig

from . import tabellen


class TabellenForm(forms.Form):
    """Text oder Datei; eine Datei wird zu Text, der sich im Feld berichtigen lässt. `zeilen` sind gelesen."""

    spalten: Sequence[Tabellenspalte] = ()

    datei = forms.FileField(
        label="Excel- oder CSV-Datei",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text="Gelesen wird das erste Blatt mit Werten.",
    )
    tabelle = forms.CharField(
        label="Tabelle",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "tabelleneingabe", "spellcheck": "false"}),
        help_text="In Excel markieren, kopieren und hier einfügen. Eine gewählte Datei ersetzt, was hier steht.",
    )
    zeilen: list[Tabellenzeile] = []

    def clean(self):
        angaben = super().clean()
        try:
            if datei := angaben.get("datei"):
                if datei.size > BYTES_HOECHSTENS:
                    raise ValidationError(
                        {"datei": "Die Datei ist größer als 2 MB; so groß ist keine dieser Tabellen."}
                    )
                angaben["tabelle"] = text_der_datei(datei.read())
            if not angaben.get("tabelle", "").strip():
                raise ValidationError({"tabelle": "Fügen Sie die Tabelle ein, oder wählen Sie eine Datei."})
            self.zeilen = zeilen_lesen(angaben["tabelle"], self.spalten)
        except (Einlesefehler, Tabellenfehler) as fehler:
            raise ValidationError(str(fehler)) from None
        return angaben


class AusstattungTabellenForm(TabellenForm):
    spalten = tabellen.AUSSTATTUNGSSPALTEN


class BevoelkerungTabellenForm(TabellenForm):
    spalten = tabellen.BEVOELKERUNGSSPALTEN
    field_order = ["stichtag", "quelle", "datei", "tabelle"]

    stichtag = TagField(
        label="Stichtag",
        help_text="Der Tag, für den die Einwohner gezählt sind, zum Beispiel 31.12.2024.",
        validators=[nicht_kuenftig],
    )
    quelle = forms.CharField(
        label="Quelle",
        max_length=200,
        help_text="Zum Beispiel: Kommunale Statistikstelle, Melderegister.",
        error_messages={"required": "Nennen Sie, woher die Zahlen kommen."},
    )
