"""Das Formular für einen neuen Bericht; welche Felder es hat, hängt an der Berichtsart."""

from datetime import date

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from beratung.models import Beratungsstelle
from berichte.arten import FRUEHESTES_JAHR, Berichtsart, Geltung
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Berichtsakte, Festschreibung
from dresden_senioren.formulare import TagField
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer
from massnahmen.models import Rundenabschluss

from . import bestand, festgeschrieben

JAHRE_ZURUECK = 10  # so weit reichen die Beratungsstellen zur Wahl
FASSUNGEN = [
    (Fassung.INTERN.value, "Intern – genaue Zahlen, bleibt im Amt"),
    (Fassung.WEITERGABE.value, "Zur Weitergabe – geschützte Zahlen, für Ausschuss, Träger und Öffentlichkeit"),
]


class AbschlussField(forms.ModelChoiceField):
    def label_from_instance(self, abschluss):
        return f"Runde „{abschluss.runde}“, Stichtag {abschluss.runde.stichtag:%d.%m.%Y}"


class VergleichField(forms.ModelChoiceField):
    def label_from_instance(self, festschreibung):
        akte = festschreibung.akte
        return f"{bestand.titel(akte)}, {Fassung(akte.fassung).kennzeichen}, Version {festschreibung.nummer}"


class AkteForm(forms.Form):
    """`benutzer` und `art` bestimmen, was zur Wahl steht."""

    abschluss = AbschlussField(
        Rundenabschluss.objects.none(),
        label="Sachstand der Maßnahmen",
        required=False,
        empty_label="aus dem Sachstandsbuch zum Stichtag",
        help_text="Eine geschlossene Runde bringt ihren festgehaltenen Stand und ihren Stichtag mit.",
    )
    stichtag = TagField(
        label="Stichtag",
        help_text="Es gilt, was bis einschließlich dieses Tages gemeldet ist; ein angebrochener Monat zählt nicht mit.",
        error_messages={"required": "Bitte nennen Sie einen Stichtag, zum Beispiel 30.09.2024."},
    )
    planungsbereich = forms.ModelChoiceField(
        None, label="Planungsbereich", empty_label="bitte wählen", error_messages={"required": "Bitte wählen."}
    )
    beratungsstelle = forms.ModelChoiceField(
        None, label="Beratungsstelle", empty_label="bitte wählen", error_messages={"required": "Bitte wählen."}
    )
    fassung = forms.ChoiceField(
        label="Fassung",
        choices=FASSUNGEN,
        widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
        error_messages={"required": "Bitte wählen Sie, wer den Bericht bekommt."},
    )
    vergleich_mit = VergleichField(
        Festschreibung.objects.none(),
        label="Mit früherem Bericht vergleichen",
        required=False,
        empty_label="ohne Vergleich",
        help_text="Ein Kapitel sagt dann, was sich seither geändert hat. Beide Berichte haben dieselbe Fassung.",
    )

    def __init__(self, *args, benutzer: Benutzer, art: Berichtsart, **kwargs):
        super().__init__(*args, **kwargs)
        self.benutzer, self.art = benutzer, art
        self._gebiete()
        self._runden()
        self._vergleiche()
        if art.nur_intern:
            del self.fields["fassung"]

    def _gebiete(self):
        felder = self.fields
        if self.art.geltung is Geltung.PLANUNGSBEREICH:
            felder["planungsbereich"].queryset = bestand.waehlbare_bereiche(self.benutzer)
        else:
            del felder["planungsbereich"]
        if self.art.geltung is Geltung.BERATUNGSSTELLE:
            heute = Monat.von_tag(timezone.localdate())
            stellen = bestand.waehlbare_stellen(self.benutzer, Zeitraum(heute - 12 * JAHRE_ZURUECK, heute))
            waehlbar = Beratungsstelle.objects.filter(pk__in=[stelle.pk for stelle in stellen])
            felder["beratungsstelle"].queryset = waehlbar.prefetch_related("gebiete__planungsbereich")
        else:
            del felder["beratungsstelle"]

    def _runden(self):
        geltende = Rundenabschluss.objects.geltende().filter(runde__stichtag__lte=timezone.localdate())
        if self.art.schluessel in bestand.MIT_RUNDE and geltende.exists():
            self.fields["abschluss"].queryset = geltende.select_related("runde")
            self.fields["stichtag"].required = not self.data.get("abschluss")
        else:
            del self.fields["abschluss"]

    def _vergleiche(self):
        akten = Berichtsakte.objects.sichtbar_fuer(self.benutzer).filter(art=self.art.schluessel)
        fruehere = Festschreibung.objects.filter(akte__in=akten).defer("inhalt")
        if fruehere.exists():
            verbunden = fruehere.select_related("akte__planungsbereich", "akte__beratungsstelle")
            self.fields["vergleich_mit"].queryset = verbunden.order_by("-akte__stichtag", "-pk")
        else:
            del self.fields["vergleich_mit"]

    def clean_stichtag(self) -> date | None:
        tag = self.cleaned_data["stichtag"]
        if tag and tag > timezone.localdate():
            raise forms.ValidationError("Der Stichtag liegt in der Zukunft. Wählen Sie heute oder einen früheren Tag.")
        if tag and tag.year < FRUEHESTES_JAHR:
            raise forms.ValidationError(
                f"Vor dem Jahr {FRUEHESTES_JAHR} gibt es keine Daten. Bitte prüfen Sie die Jahreszahl."
            )
        return tag

    def clean(self):
        daten = super().clean()
        daten.setdefault("fassung", Fassung.INTERN.value) if self.art.nur_intern else None
        self._mit_runde(daten)
        self._mit_vergleich(daten)
        if not self.errors and (schon_da := bestand.gleiche(self.angaben)):
            adresse = reverse("bericht_detail", args=[schon_da.pk])
            satz = 'Diesen Bericht gibt es schon: <a href="{}">{}</a>. Arbeiten Sie dort weiter.'
            raise forms.ValidationError(format_html(satz, adresse, bestand.titel(schon_da)))
        return daten

    def _mit_runde(self, daten: dict) -> None:
        if not (abschluss := daten.get("abschluss")):
            return
        tag = abschluss.runde.stichtag
        if "stichtag" not in self.errors and daten.get("stichtag") not in (None, tag):
            satz = f"Die Runde hat den Stichtag {tag:%d.%m.%Y}. Nehmen Sie diesen Tag, oder wählen Sie keine Runde."
            self.add_error("stichtag", satz)
        daten["stichtag"] = tag

    def _mit_vergleich(self, daten: dict) -> None:
        """Gleiche Fassung, gleiches Gebiet, früher: Genau minus geschützt verriete, was geschützt ist."""
        if not (frueher := daten.get("vergleich_mit")) or self.errors:
            return
        hier = Berichtsakte(**self.angaben)
        if einwand := festgeschrieben.einwand_gegen_vergleich(frueher.akte, bestand.mit_bereich(hier)):
            satz = einwand
        elif frueher.akte.stichtag >= daten["stichtag"]:
            satz = "Dieser Bericht ist nicht früher. Wählen Sie einen mit früherem Stichtag."
        else:
            return
        self.add_error("vergleich_mit", satz)

    @property
    def angaben(self) -> dict:
        """Die Felder der Akte."""
        namen = ("stichtag", "fassung", "planungsbereich", "beratungsstelle", "abschluss", "vergleich_mit")
        return {"art": self.art.schluessel} | {
            name: self.cleaned_data[name] for name in namen if self.cleaned_data.get(name)
        }


class GrundForm(forms.Form):
    grund = forms.CharField(
        label="Grund",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Steht bei der Version, für alle lesbar, die den Bericht sehen.",
        error_messages={"required": "Bitte nennen Sie den Grund, warum der Bericht wieder geöffnet wird."},
    )
