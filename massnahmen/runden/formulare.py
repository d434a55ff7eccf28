"""Formulare der Sachstandsrunde: eröffnen, antworten, wieder öffnen, Stellvertretung eintragen."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from dresden_senioren.formulare import MehrereField, TagField, UnsereWorte
from dresden_senioren.kern.text import einzeilig, sortierform
from dresden_senioren.models import Benutzer
from dresden_senioren.personen.felder import PersonField
from dresden_senioren.rollen import Recht, rollen_mit
from massnahmen.models import (
    Fachplan,
    Handlungsfeld,
    Massnahme,
    Sachstandsart,
    Sachstandsmeldung,
    Sachstandsrunde,
    Stelle,
)
from massnahmen.sachstand.formulare import SachstandForm

VIER_WOCHEN = timedelta(weeks=4)


def _haken() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "kern-form-check__checkbox"})


class RundeForm(UnsereWorte, forms.Form):
    """Nach erfolgreicher Prüfung steht in `massnahmen`, wonach gefragt wird."""

    fachplan = forms.ModelChoiceField(Fachplan.objects.all(), label="Fachplan", empty_label=None)
    bezeichnung = forms.CharField(label="Bezeichnung", max_length=120, help_text="Zum Beispiel „Sachstand 2026“.")
    stichtag = TagField(label="Stichtag", help_text="Zu diesem Tag wird der Sachstand erfragt.")
    frist = TagField(label="Frist", help_text="Bis zu diesem Tag antworten die Stellen.")
    handlungsfelder = MehrereField(
        Handlungsfeld.objects.all(),
        label="Handlungsfelder",
        required=False,
        widget=_haken(),
        help_text="Ohne Auswahl: alle.",
    )
    stellen = MehrereField(
        Stelle.objects.filter(massnahmen__isnull=False).distinct(),
        label="Stellen",
        required=False,
        widget=_haken(),
        help_text="Ohne Auswahl: alle. Gefragt wird nach den Maßnahmen, an denen eine der gewählten beteiligt ist.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        heute = timezone.localdate()
        self.initial = {"stichtag": heute, "frist": heute + VIER_WOCHEN} | self.initial
        stellen = self.fields["stellen"]
        stellen.choices = sorted(stellen.choices, key=lambda wahl: sortierform(str(wahl[1])))
        plaene = list(Fachplan.objects.neueste_zuerst())
        self.einziger_plan = plaene[0] if len(plaene) == 1 else None
        if self.einziger_plan:
            del self.fields["fachplan"]

    def clean_bezeichnung(self):
        return einzeilig(self.cleaned_data["bezeichnung"])

    def clean_frist(self):
        frist = self.cleaned_data["frist"]
        if frist < timezone.localdate():
            raise forms.ValidationError("Die Frist ist schon vorbei. Wählen Sie heute oder einen späteren Tag.")
        return frist

    def clean(self):
        daten = super().clean()
        fachplan = self.einziger_plan or daten.get("fachplan")
        if daten.get("frist") and daten.get("stichtag") and daten["frist"] < daten["stichtag"]:
            self.add_error("frist", "Die Frist liegt vor dem Stichtag; antworten kann man erst danach.")
        if fachplan is None:
            return daten
        if offene := Sachstandsrunde.objects.offene().filter(fachplan=fachplan).first():
            self.add_error(
                None, f"Für diesen Fachplan ist schon die Runde „{offene}“ offen. Schließen Sie zuerst diese."
            )
        if Sachstandsrunde.objects.filter(fachplan=fachplan, bezeichnung=daten.get("bezeichnung")).exists():
            self.add_error("bezeichnung", "So heißt schon eine Runde dieses Fachplans.")
        self.massnahmen = _auswahl(fachplan, daten.get("handlungsfelder"), daten.get("stellen"))
        if not self.massnahmen.exists():
            self.add_error(None, "Zu dieser Auswahl gibt es keine Maßnahme, die nicht schon beendet ist.")
        return daten | {"fachplan": fachplan}


def _auswahl(fachplan: Fachplan, handlungsfelder, stellen):
    """Was in Kraft und nicht beendet ist, im Plan, in den Feldern, bei den Stellen; leere Auswahl heißt alle."""
    beendet = Sachstandsmeldung.objects.geltend().filter(sachstandsart__bedeutung=Sachstandsart.Bedeutung.BEENDET)
    massnahmen = Massnahme.objects.im_plan(fachplan).in_kraft().exclude(meldungen__in=beendet)
    if handlungsfelder:
        massnahmen = massnahmen.filter(ziel__handlungsfeld__in=handlungsfelder)
    if stellen:
        massnahmen = massnahmen.filter(pk__in=Massnahme.objects.filter(stellen__in=stellen).values("pk"))
    return massnahmen.in_tabellenfolge()


class AntwortForm(SachstandForm):
    """Wie beim Melden, mit dem bisherigen Wortlaut gefüllt; der Tag ergibt sich aus der Runde."""

    field_order = ["sachstandsart", "erlaeuterung", "grundlage"]

    def __init__(self, *args, massnahme: Massnahme, **kwargs):
        meldung = massnahme.meldung
        kwargs["initial"] = {"erlaeuterung": meldung.erlaeuterung if meldung else ""}
        super().__init__(*args, massnahme=massnahme, **kwargs)
        self.massnahme = massnahme
        del self.fields["gueltig_ab"]
        self.fields["sachstandsart"].label = "Sachstand"
        self.fields["sachstandsart"].widget.attrs["autofocus"] = True

    def clean_erlaeuterung(self):
        """Browser senden Zeilenumbrüche als CR LF; ohne das sähe jeder unveränderte Text geändert aus."""
        return self.cleaned_data["erlaeuterung"].replace("\r\n", "\n")

    @property
    def ist_unveraendert(self) -> bool:
        """Sachstand und Erläuterung sind, wie sie waren: dann ist die Antwort eine Bestätigung."""
        bisher = self.massnahme.meldung
        if bisher is None or self.cleaned_data["sachstandsart"] != bisher.sachstandsart:
            return False
        return self.cleaned_data["erlaeuterung"] == bisher.erlaeuterung.replace("\r\n", "\n").strip()


class BegruendungForm(forms.Form):
    begruendung = forms.CharField(
        label="Begründung",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sie steht bei der Runde und im Protokoll.",
        error_messages={"required": "Bitte begründen Sie, warum die Runde wieder geöffnet wird."},
    )


class StellvertretungForm(UnsereWorte, forms.Form):
    """Beide sind Personen, die Sachstände melden dürfen."""

    abwesend = PersonField(Benutzer.objects.none(), label="Abwesend")
    vertretung = PersonField(Benutzer.objects.none(), label="Vertretung")
    von_tag = TagField(label="Erster Tag")
    bis_tag = TagField(label="Letzter Tag")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meldende = Benutzer.objects.filter(is_active=True, rolle__in=rollen_mit(Recht.SACHSTAND_MELDEN))
        for name in ("abwesend", "vertretung"):
            self.fields[name].queryset = meldende.order_by("last_name", "first_name", "username")
        self.initial.setdefault("von_tag", timezone.localdate())

    def clean(self):
        daten = super().clean()
        if daten.get("abwesend") and daten.get("abwesend") == daten.get("vertretung"):
            self.add_error("vertretung", "Niemand vertritt sich selbst. Wählen Sie eine andere Person.")
        if daten.get("von_tag") and daten.get("bis_tag"):
            if daten["bis_tag"] < daten["von_tag"]:
                self.add_error("bis_tag", "Der letzte Tag liegt vor dem ersten.")
            elif daten["bis_tag"] < timezone.localdate():
                self.add_error("bis_tag", "Diese Abwesenheit ist schon vorbei.")
        return daten


class EigeneVertretungForm(StellvertretungForm):
    """Wer selbst abwesend ist, nennt nur noch, wer vertritt und wann."""

    def __init__(self, *args, abwesend: Benutzer, **kwargs):
        super().__init__(*args, **kwargs)
        self.abwesend = abwesend
        del self.fields["abwesend"]
        self.fields["vertretung"].queryset = self.fields["vertretung"].queryset.exclude(pk=abwesend.pk)

    def clean(self):
        return super().clean() | {"abwesend": self.abwesend}
