"""Einen Katalogwert ändern oder anlegen: Bezeichnung, Reihenfolge, Hauptberatungsfeld, Schreibweisen."""

from django.utils.text import slugify

from beratung.kern.verzeichnis import vergleichsform
from beratung.kern.zaehlung import UNBEKANNT, Merkmal
from beratung.models import Katalogwert
from dresden_senioren.formulare import PflegeForm

from . import folgen
from .schreibweisen import SchreibweisenField, mit_bisheriger


class KatalogwertForm(PflegeForm):
    """Der Schlüssel steht in jeder gezählten Zeile und ändert sich darum nie."""

    schreibweisen = SchreibweisenField()

    class Meta:
        model = Katalogwert
        fields = ["bezeichnung", "reihenfolge", "oberwert", "schreibweisen"]
        labels = {"oberwert": "Gehört zum Hauptberatungsfeld"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.bisher = self.instance.oberwert if self.instance.pk else None
        self._oberwert_anbieten()
        if self.instance.reihenfolge is None:
            letzter = Katalogwert.objects.filter(merkmal=self.instance.merkmal).last()
            self.initial["reihenfolge"] = letzter.reihenfolge + 1 if letzter else 1

    def _oberwert_anbieten(self):
        hat_unterwerte = bool(self.instance.pk and self.instance.unterwerte.exists())
        if self.instance.merkmal != Merkmal.BERATUNGSFELD or hat_unterwerte or self.instance.schluessel == UNBEKANNT:
            del self.fields["oberwert"]
            return
        haupt = Katalogwert.objects.filter(merkmal=Merkmal.BERATUNGSFELD, oberwert=None).exclude(schluessel=UNBEKANNT)
        self.fields["oberwert"].queryset = haupt.exclude(pk=self.instance.pk)
        self.fields["oberwert"].empty_label = "ist selbst ein Hauptberatungsfeld"

    def clean(self):
        angaben = super().clean()
        vergeben = {
            vergleichsform(text): wert
            for wert in Katalogwert.objects.filter(merkmal=self.instance.merkmal).exclude(pk=self.instance.pk)
            for text in (wert.schluessel, wert.bezeichnung, *wert.schreibweisen)
        }
        for feld, texte in (
            ("bezeichnung", [angaben["bezeichnung"]] if "bezeichnung" in angaben else []),
            ("schreibweisen", angaben.get("schreibweisen", [])),
        ):
            if doppelt := [(text, vergeben[form]) for text in texte if (form := vergleichsform(text)) in vergeben]:
                self.add_error(feld, " ".join(f"„{text}“ steht schon bei „{wert}“." for text, wert in doppelt))
        if "schreibweisen" in angaben:
            bisher, neu = self.initial.get("bezeichnung") or "", angaben.get("bezeichnung", "")
            angaben["schreibweisen"] = mit_bisheriger(angaben["schreibweisen"], bisher, neu)
        return angaben

    def save(self, commit=True):
        wert = super().save(commit=False)
        if not wert.schluessel:
            wert.schluessel = freier_schluessel(wert)
        return wert

    def folgen(self):
        saetze = folgen.neues_hauptfeld(self.instance, self.bisher) if self.instance.pk else []
        if self.instance.pk and self.instance.bezeichnung != self.initial["bezeichnung"]:
            saetze.append(f"„{self.initial['bezeichnung']}“ wird weiter erkannt, als Schreibweise.")
        return saetze


def freier_schluessel(wert: Katalogwert) -> str:
    """Aus der Bezeichnung: „Begleitung zu Ämtern“ → „begleitung_zu_aemtern“."""
    umlaute = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    stamm = slugify(wert.bezeichnung.lower().translate(umlaute)).replace("-", "_")[:36] or "wert"
    vergeben = set(Katalogwert.objects.filter(merkmal=wert.merkmal).values_list("schluessel", flat=True))
    return next(s for nr in range(1, 1000) if (s := stamm if nr == 1 else f"{stamm}_{nr}") not in vergeben)
