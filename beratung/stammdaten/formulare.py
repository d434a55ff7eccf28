"""Formulare der Stammdaten. Was ab einem Monat gilt, beginnt an dessen Erstem: so zählt kein Monat halb."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from beratung.kern.verzeichnis import vergleichsform
from beratung.models import (
    Ausstattung,
    Beratungsstelle,
    Ereignismarke,
    Gebietszuordnung,
    Planungsbereich,
    Stellengebiet,
    Traeger,
)
from dresden_senioren.formulare import MonatField, PflegeForm
from dresden_senioren.kern.zeitraum import Monat

from . import folgen
from .schreibweisen import SchreibweisenField, mit_bisheriger


class MonatsersterField(MonatField):
    """Monat im Formular, sein erster Tag in der Zeile."""

    def clean(self, value):
        monat = super().clean(self.prepare_value(value))
        return monat and self.tag(monat)

    def tag(self, monat: Monat) -> date:
        return monat.erster

    def prepare_value(self, value):
        """Auch ein Tag als Text: so setzt ihn der Vergleich zweier Fassungen ein."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return value[:7]
        return str(Monat.von_tag(value)) if isinstance(value, date) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class MonatsletzterField(MonatsersterField):
    def tag(self, monat: Monat) -> date:
        return monat.letzter


def _ab(hilfe: str, label: str = "Gilt ab Monat", *, required: bool = True) -> MonatsersterField:
    fehlt = {"required": "Wählen Sie den Monat."}
    return MonatsersterField(label=label, help_text=hilfe, required=required, error_messages=fehlt)


class TraegerForm(PflegeForm):
    class Meta:
        model = Traeger
        fields = ["name", "email"]


class StelleForm(PflegeForm):
    """`kuerzel` und `quelle` stehen in den gezählten Zahlen und bleiben darum, wie sie angelegt wurden."""

    schreibweisen = SchreibweisenField()

    class Meta:
        model = Beratungsstelle
        fields = ["name", "kuerzel", "schreibweisen", "traeger", "quelle", "gueltig_von", "gueltig_bis"]
        labels = {"gueltig_von": "Geöffnet ab", "gueltig_bis": "Letzter Tag"}
        help_texts = {
            "name": "So, wie er in den Lieferungen steht. Nach einer Umbenennung wird auch der alte noch erkannt.",
            "kuerzel": "Nur Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel s-cotta. Es bleibt für immer.",
            "quelle": "Aus welchem Verfahren ihre Zahlen kommen. Später nicht mehr zu ändern.",
            "gueltig_von": "Ab hier erwartet der Lieferkalender Zahlen. Leer: schon immer, auch für alle früheren.",
            "gueltig_bis": "Leer: geöffnet. Danach wird keine Lieferung mehr erwartet.",
        }
        error_messages = {"kuerzel": {"invalid": "Nehmen Sie nur Kleinbuchstaben, Ziffern und Bindestriche."}}

    def clean(self):
        angaben = super().clean()
        von, bis = angaben.get("gueltig_von"), angaben.get("gueltig_bis")
        if von and bis and bis < von:
            self.add_error("gueltig_bis", "Der letzte Tag liegt vor dem ersten.")
        self._nur_eigene_schreibweisen(angaben)
        if "schreibweisen" in angaben:
            bisher, neu = self.initial.get("name", ""), angaben.get("name", "")
            angaben["schreibweisen"] = mit_bisheriger(angaben["schreibweisen"], bisher, neu)
        return angaben

    def folgen(self):
        return folgen.neue_stelle(self.instance)

    def _nur_eigene_schreibweisen(self, angaben):
        """Woran eine andere erkannt wird, kann nicht auch diese meinen."""
        andere = Beratungsstelle.objects.exclude(pk=self.instance.pk)
        vergeben = {vergleichsform(text): stelle for stelle in andere for text in stelle.schreibungen}
        for feld, texte in (("name", [angaben.get("name", "")]), ("schreibweisen", angaben.get("schreibweisen", []))):
            if doppelt := [(text, vergeben[form]) for text in texte if (form := vergleichsform(text)) in vergeben]:
                self.add_error(feld, " ".join(f"„{text}“ steht schon bei „{stelle}“." for text, stelle in doppelt))


class StelleBearbeitenForm(StelleForm):
    class Meta(StelleForm.Meta):
        fields = ["name", "schreibweisen", "traeger", "gueltig_von", "gueltig_bis"]

    def folgen(self):
        name = [f"„{self.initial['name']}“ wird weiter erkannt, als Schreibweise."] * ("name" in self.changed_data)
        erwartung = {"traeger", "gueltig_von", "gueltig_bis"} & set(self.changed_data)
        return name + (folgen.geaenderte_stelle(self.instance) if erwartung else [])


class StellengebietForm(PflegeForm):
    gueltig_von = _ab("Leer: schon immer. Bis zum Monat davor gilt, was bisher eingetragen ist.", required=False)

    class Meta:
        model = Stellengebiet
        fields = ["planungsbereich", "gueltig_von"]

    def folgen(self):
        return folgen.neues_stellengebiet(self.instance)


class GebietszuordnungForm(PflegeForm):
    gueltig_von = _ab("Der erste Monat, den der Stadtteil im anderen Planungsbereich zählt.")

    class Meta:
        model = Gebietszuordnung
        fields = ["planungsbereich", "gueltig_von", "ist_bestaetigt"]
        labels = {"planungsbereich": "Neuer Planungsbereich", "ist_bestaetigt": "Das ist amtlich bestätigt"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("planungsbereich", None)

    def clean(self):
        angaben = super().clean()
        bereich, ab = angaben.get("planungsbereich"), angaben.get("gueltig_von")
        vorige = ab and Gebietszuordnung(stadtteil=self.instance.stadtteil, gueltig_von=ab).vorige()
        if vorige and vorige.planungsbereich == bereich:
            self.add_error("planungsbereich", f"Dort ist {self.instance.stadtteil} in dieser Zeit schon.")
        return angaben

    def folgen(self):
        return folgen.umzug_eines_stadtteils(self.instance)


class AusstattungForm(PflegeForm):
    gueltig_von = _ab("Bis zum Monat davor gilt, was bisher eingetragen ist.")

    class Meta:
        model = Ausstattung
        fields = ["gueltig_von", "vzae", "soll_quartal"]
        localized_fields = ["vzae"]
        help_texts = {"soll_quartal": "Leer: kein Soll bekannt. Leer ist nicht null."}

    def clean(self):
        angaben = super().clean()
        if not self.errors and angaben["vzae"] is None and angaben["soll_quartal"] is None:
            raise ValidationError("Nennen Sie VzÄ oder Soll; sonst gibt es nichts einzutragen.")
        return angaben

    def folgen(self):
        return folgen.neue_ausstattung(self.instance)


class AusstattungBearbeitenForm(AusstattungForm):
    gueltig_von = _ab("Leer: schon immer.", required=False)
    gueltig_bis = MonatsletzterField(
        label="Gilt bis einschließlich", required=False, help_text="Leer: bis auf weiteres."
    )

    class Meta(AusstattungForm.Meta):
        fields = ["gueltig_von", "gueltig_bis", "vzae", "soll_quartal"]

    def clean(self):
        angaben = super().clean()
        von, bis = angaben.get("gueltig_von"), angaben.get("gueltig_bis")
        if von and bis and bis < von:
            self.add_error("gueltig_bis", "Das Ende liegt vor dem Beginn.")
        return angaben

    def folgen(self):
        return []


class EreignisForm(PflegeForm):
    ab = _ab("Der erste Monat, in dem es sich auswirkt.", label="Ab Monat")

    class Meta:
        model = Ereignismarke
        fields = ["ab", "bezeichnung", "erlaeuterung", "planungsbereich", "beratungsstelle", "ist_bruch"]
        help_texts = {
            "bezeichnung": "Steht im Diagramm, darum kurz.",
            "planungsbereich": "Leer: nicht nur ein Planungsbereich.",
            "beratungsstelle": "Leer: nicht nur eine Beratungsstelle. Bleibt beides leer, betrifft es die ganze Stadt.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planungsbereich"].empty_label = self.fields["beratungsstelle"].empty_label = "alle"


class PlanungsbereichForm(PflegeForm):
    class Meta:
        model = Planungsbereich
        fields = ["name"]


class PlanungsbereichNeuForm(PlanungsbereichForm):
    class Meta(PlanungsbereichForm.Meta):
        fields = ["name", "kuerzel"]
        help_texts = {"kuerzel": "Nur Kleinbuchstaben, Ziffern und Bindestriche. Es steht in den Zahlen und bleibt."}
        error_messages = {"kuerzel": {"invalid": "Nehmen Sie nur Kleinbuchstaben, Ziffern und Bindestriche."}}
