"""Filter der Maßnahmenliste. Die Adresse trägt den ganzen Filter; der Filter sagt seinen Satz selbst."""

from dataclasses import dataclass
from datetime import date

import django_filters
from django import forms
from django.http import QueryDict

from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.rollen import Recht

from .kern.frische import Frische
from .kern.rundenstand import Antwort
from .kern.terminlage import Terminlage
from .lagebild import frische_von, geaendert_seit, letzter_abschluss
from .models import Handlungsfeld, Massnahme, Sachstandsart, Stelle

_HAUSHALT = {"ja": True, "nein": False, "unbekannt": None}
BEGINN_UEBERSCHRITTEN = "beginn_ueberschritten"
SEIT_RUNDE = "seit_runde"
OHNE = "ohne"  # nicht gemeldet


@dataclass(frozen=True)
class Filterwort:
    """Ein gesetzter Filter: sein Satzteil und die Abfrage, mit der er weg ist."""

    text: str
    abfrage_ohne: str


class MassnahmenFilter(django_filters.FilterSet):
    text = django_filters.CharFilter(label="Suche in Nr. und Text", method="nach_text")
    handlungsfeld = django_filters.ModelChoiceFilter(
        label="Handlungsfeld",
        field_name="ziel__handlungsfeld",
        queryset=Handlungsfeld.objects.all(),
        empty_label="alle",
    )
    stelle = django_filters.ModelChoiceFilter(
        label="Stelle", field_name="stellen", queryset=Stelle.objects.filter(massnahmen__isnull=False).distinct(),
        empty_label="alle",
    )  # fmt: skip
    sachstand = django_filters.ModelChoiceFilter(
        label="Sachstand",
        queryset=Sachstandsart.objects.all(),
        to_field_name="schluessel",
        method="nach_sachstand",
        empty_label="alle",
        null_label="nicht gemeldet",
        null_value=OHNE,
    )
    terminlage = django_filters.ChoiceFilter(
        label="Terminlage",
        choices=[(lage.value, lage.bezeichnung) for lage in Terminlage]
        + [(BEGINN_UEBERSCHRITTEN, "Beginn überschritten")],
        method="nach_terminlage",
        empty_label="alle",
    )
    haushaltsrelevanz = django_filters.ChoiceFilter(
        label="Haushaltsrelevanz",
        choices=[(wert, wert) for wert in _HAUSHALT],
        method="nach_haushaltsrelevanz",
        empty_label="alle",
    )
    frische = django_filters.ChoiceFilter(
        label="Zuletzt bestätigt",
        choices=[(klasse.value, klasse.bezeichnung) for klasse in Frische],
        method="nach_frische",
        empty_label="alle",
    )
    rueckmeldung = django_filters.ChoiceFilter(
        label="Rückmeldung",
        choices=[(antwort.value, antwort.bezeichnung) for antwort in Antwort],
        method="nach_rueckmeldung",
        empty_label="alle",
    )
    geaendert = django_filters.ChoiceFilter(
        label="Änderung",
        choices=[(SEIT_RUNDE, "seit der letzten Runde")],
        method="nach_aenderung",
        empty_label="alle",
    )
    eigene = django_filters.BooleanFilter(label="nur meine Stellen", widget=forms.CheckboxInput, method="nach_eigenen")

    class Meta:
        model = Massnahme
        fields = []

    def __init__(self, *args, stichtag: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.stichtag = stichtag
        if not self.request.user.darf(Recht.SACHSTAND_MELDEN):
            del self.filters["eigene"]

    def nach_text(self, queryset, name, wert):
        return queryset.mit_text(wert)

    def nach_sachstand(self, queryset, name, art):
        return queryset.filter(meldungen__isnull=True) if art == OHNE else queryset.mit_sachstandsart(art)

    def nach_frische(self, queryset, name, wert):
        """Wie die Terminlage gerechnet, mit derselben Regel wie im Überblick."""
        bestaetigt = queryset.mit_bestaetigung().only("pk")
        return queryset.filter(pk__in=[m.pk for m in bestaetigt if frische_von(m, self.stichtag) == wert])

    def nach_rueckmeldung(self, queryset, name, wert):
        """In der offenen Runde; ohne offene Runde gibt es keine."""
        return queryset.filter(
            pk__in=queryset.filter(runden__ist_offen=True).mit_antwort().filter(antwort_wert=wert).values("pk")
        )

    def nach_aenderung(self, queryset, name, wert):
        abschluss = letzter_abschluss()
        return queryset.filter(pk__in=geaendert_seit(abschluss)) if abschluss else queryset.none()

    def nach_haushaltsrelevanz(self, queryset, name, wert):
        return queryset.filter(ist_haushaltsrelevant=_HAUSHALT[wert])

    def nach_eigenen(self, queryset, name, wert):
        return queryset.meldbar_fuer(self.request.user) if wert else queryset

    def nach_terminlage(self, queryset, name, wert):
        """Die Terminlage ist gerechnet, nicht gespeichert; darum wird sie hier für alle übrigen Zeilen gerechnet."""
        passend = []
        for massnahme in queryset.mit_termin():
            bild = massnahme.terminbild(self.stichtag)
            if bild.ist_beginn_ueberschritten if wert == BEGINN_UEBERSCHRITTEN else bild.lage == wert:
                passend.append(massnahme.pk)
        return queryset.filter(pk__in=passend)

    @property
    def worte(self) -> list[Filterwort]:
        """Jeder gesetzte Filter in Worten, in der Folge des Formulars."""
        if not self.is_bound or self.form.errors:
            return []
        gesetzt = {name: wert for name, wert in self.form.cleaned_data.items() if wert}
        return [Filterwort(self._wort(name, wert), self.abfrage_ohne(name)) for name, wert in gesetzt.items()]

    def _wort(self, name: str, wert) -> str:
        match name:
            case "text":
                return f"Suche „{wert}“"
            case "handlungsfeld":
                return f"Handlungsfeld {wert.nr.rstrip('.')}"
            case "eigene":
                return "meine Stellen"
            case "terminlage":
                return self._wahl(name, wert)
        return f"{self.filters[name].label} {self._wahl(name, wert)}"

    def _wahl(self, name: str, wert) -> str:
        """Wie das Formular den gewählten Wert nennt."""
        if wert == OHNE:
            return "nicht gemeldet"
        return dict(self.filters[name].extra.get("choices", ())).get(wert, wert)

    def abfrage_ohne(self, name: str, *, anhaengbar: bool = False) -> str:
        """Die Abfrage ohne diesen Filter und ohne Seitenzahl; `anhaengbar`: mit & am Ende, wenn sie nicht leer ist."""
        abfrage = QueryDict(mutable=True)
        for schluessel in self.filters:
            if schluessel != name and (wert := self.data.get(schluessel)):
                abfrage[schluessel] = wert
        text = abfrage.urlencode()
        return f"{text}&" if text and anhaengbar else text

    def satz(self, *, anzahl: int, insgesamt: int) -> str:
        """„12 von 49 Maßnahmen: Handlungsfeld 3, Sachstand begonnen“."""
        if self.form.errors:
            return "Der Filter enthält einen Wert, den es nicht gibt."
        if not self.worte:
            return f"{deutsch(insgesamt)} {'Maßnahme' if insgesamt == 1 else 'Maßnahmen'}"
        worte = ", ".join(wort.text for wort in self.worte)
        return f"{deutsch(anzahl)} von {deutsch(insgesamt)} Maßnahmen: {worte}"
