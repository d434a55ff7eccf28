"""Formulare des Rückwegs: erstellen, hochladen, je Maßnahme entscheiden."""

from django import forms
from django.utils.html import format_html

from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht
from massnahmen.kern.dateien import HOECHSTGROESSE
from massnahmen.kern.formular import ERLAEUTERUNG_HOECHSTENS
from massnahmen.kern.rueckweg import Lage
from massnahmen.models import Fachplan, Formularversand, Stelle

from .ablauf import Entscheidung
from .vergleich import Vorschau, Vorschauzeile

_RADIO = {"class": "kern-form-check__radio"}


class FormularNeuForm(forms.Form):
    stelle = forms.ModelChoiceField(Stelle.objects.none(), label="Stelle", empty_label="bitte wählen")
    fachplan = forms.ModelChoiceField(Fachplan.objects.all(), label="Fachplan", empty_label=None)
    dateiformat = forms.ChoiceField(
        label="Dateiformat",
        choices=Formularversand.Format.choices,
        initial=Formularversand.Format.XLSX,
        widget=forms.RadioSelect(attrs=_RADIO),
    )

    def __init__(self, *args, benutzer: Benutzer, **kwargs):
        super().__init__(*args, **kwargs)
        stellen = Stelle.objects.filter(massnahmen__isnull=False).distinct()
        if not benutzer.darf(Recht.RUECKLAUF_ALLER_STELLEN):
            stellen = stellen.filter(benutzer=benutzer)
        self.fields["stelle"].queryset = stellen
        self.fields["stelle"].error_messages["required"] = "Wählen Sie die Stelle, die berichten soll."
        self.fields["fachplan"].initial = Fachplan.objects.last()


class HochladenForm(forms.Form):
    datei = forms.FileField(
        label="Ausgefülltes Formular",
        help_text="Die Excel- oder Word-Datei, wie die Stelle sie zurückgeschickt hat. Sie wird gelesen und nicht "
        "aufbewahrt; übernommen wird erst, was Sie danach gesehen haben.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
        error_messages={"required": "Wählen Sie die Datei aus."},
        allow_empty_file=True,
    )

    def clean_datei(self):
        datei = self.cleaned_data["datei"]
        if datei.size > HOECHSTGROESSE:
            raise forms.ValidationError("Die Datei ist größer als 5 MB; ein Rückmeldeformular ist viel kleiner.")
        return datei


class EntscheidungForm(forms.Form):
    """Was mit der Antwort zu einer Maßnahme geschieht; nur die Felder, die diese Zeile braucht."""

    class Wahl:
        IHRE, UNSERE, BEIDE = "ihre", "unsere", "beide"

    wahl = forms.ChoiceField(
        label="Was soll gelten?",
        choices=[
            (Wahl.IHRE, "die Rückmeldung der Stelle"),
            (Wahl.UNSERE, "der heutige Stand; die Rückmeldung wird nicht übernommen"),
            (Wahl.BEIDE, "wie hier bearbeitet:"),
        ],
        widget=forms.RadioSelect(attrs=_RADIO),
        error_messages={"required": "Bitte entscheiden Sie, was gelten soll."},
    )
    sachstand = forms.ChoiceField(label="Sachstand", required=False)
    erlaeuterung = forms.CharField(
        label="Erläuterung",
        required=False,
        max_length=ERLAEUTERUNG_HOECHSTENS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    auslassen = forms.BooleanField(label="nicht übernehmen", required=False)

    def __init__(self, *args, zeile: Vorschauzeile, vorschau: Vorschau, **kwargs):
        super().__init__(*args, prefix=f"m{zeile.massnahme.pk}", **kwargs)
        self.zeile, self._arten = zeile, vorschau.arten
        ist_konflikt = zeile.lage == Lage.KONFLIKT
        del self.fields["auslassen" if ist_konflikt else "wahl"]
        if not ist_konflikt:
            satz = 'nicht übernehmen<span class="kern-sr-only">: {}</span>'
            self.fields["auslassen"].label = format_html(satz, zeile.massnahme.nr)
        if ist_konflikt or zeile.mangel:
            self._vorbelegen(zeile, ist_konflikt)
        else:
            del self.fields["sachstand"], self.fields["erlaeuterung"]

    def _vorbelegen(self, zeile: Vorschauzeile, ist_konflikt: bool) -> None:
        self.fields["sachstand"].choices = [("", "bitte wählen"), *((name, name) for name in self._arten)]
        self.fields["sachstand"].initial = zeile.sachstandsart and zeile.sachstandsart.bezeichnung
        text = zeile.beide_texte if ist_konflikt else zeile.antwort.erlaeuterung
        self.fields["erlaeuterung"].initial = text
        # Was nur bei dieser Wahl nötig ist, wird auch nur dann verlangt.
        wird_gebraucht = not self.is_bound or (
            self.data.get(self.add_prefix("wahl")) == self.Wahl.BEIDE
            if ist_konflikt
            else not self.data.get(self.add_prefix("auslassen"))
        )
        self.fields["sachstand"].required = wird_gebraucht
        self.fields["sachstand"].error_messages["required"] = "Bitte wählen Sie einen Sachstand."
        fehlt_nur_text = bool(zeile.mangel) and zeile.sachstandsart is not None and not ist_konflikt
        self.fields["erlaeuterung"].required = wird_gebraucht and fehlt_nur_text
        self.fields["erlaeuterung"].error_messages["required"] = "Bitte begründen Sie den Sachstand."

    def clean(self):
        angaben = super().clean()
        wahl = angaben.get("wahl")
        if wahl == self.Wahl.IHRE and self.zeile.mangel:
            self.add_error("wahl", f"{self.zeile.mangel} Wählen Sie dazu „wie hier bearbeitet“.")
        elif wahl == self.Wahl.BEIDE or (self.zeile.mangel and not wahl and not angaben.get("auslassen")):
            self._bearbeitetes_pruefen(angaben)
        return angaben

    def _bearbeitetes_pruefen(self, angaben: dict) -> None:
        art = self._arten.get(angaben.get("sachstand"))
        heutige = self.zeile.heutige_meldung
        if art is None or "erlaeuterung" in self.errors:
            return  # der Fehler steht schon am Feld
        if not angaben.get("erlaeuterung") and art.verlangt_begruendung_nach(heutige and heutige.sachstandsart):
            self.add_error("erlaeuterung", f"„{art}“ braucht hier eine Begründung.")

    @property
    def entscheidung(self) -> Entscheidung | None:
        """None: für diese Maßnahme wird nichts geschrieben."""
        angaben, zeile = self.cleaned_data, self.zeile
        if angaben.get("auslassen") or angaben.get("wahl") == self.Wahl.UNSERE:
            return None
        if zeile.lage == Lage.BESTAETIGT:
            return Entscheidung()
        if angaben.get("wahl") == self.Wahl.BEIDE or (zeile.mangel and "wahl" not in angaben):
            return Entscheidung(self._arten[angaben["sachstand"]], angaben["erlaeuterung"])
        return Entscheidung(zeile.sachstandsart, zeile.antwort.erlaeuterung)
