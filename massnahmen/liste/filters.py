"""Filter der Maßnahmenliste. Die Adresse trägt den ganzen Filter; der Filter sagt seinen Satz selbst."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from dresden_senioren.formulare import TagField, nicht_kuenftig
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.rollen import Recht
from massnahmen.kern.frische import Frische
from massnahmen.kern.rundenstand import Antwort
from massnahmen.kern.terminlage import Terminlage
from massnahmen.models import Fachplan, Handlungsfeld, Massnahme, Sachstandsart, Stelle
from massnahmen.querysets import geltender_plan

from .lagebild import frische_von, geaendert_seit, letzter_abschluss

_HAUSHALT = {"ja": True, "nein": False, "unbekannt": None}
FRUEHESTES_JAHR = 2000  # davor gab es keinen Plan
BEGINN_UEBERSCHRITTEN = "beginn_ueberschritten"
HAUPTFILTER = ("text", "handlungsfeld", "stelle", "sachstand", "terminlage", "haushaltsrelevanz", "eigene")
SEIT_RUNDE = "seit_runde"
OHNE = "ohne"  # nicht gemeldet


class TagFilter(django_filters.DateFilter):
    field_class = TagField


def vergangener_tag(tag: date) -> None:
    """ValidationError für einen Tag, zu dem es noch keinen oder nie einen Stand gab."""
    nicht_kuenftig(tag)
    if tag.year < FRUEHESTES_JAHR:
        raise ValidationError(f"Vor dem Jahr {FRUEHESTES_JAHR} gibt es keine Daten. Bitte prüfen Sie die Jahreszahl.")


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
    ausser_kraft = django_filters.BooleanFilter(
        label="auch außer Kraft", widget=forms.CheckboxInput, method="schon_in_der_grundmenge"
    )
    plan = django_filters.ModelChoiceFilter(
        label="Fachplan",
        queryset=Fachplan.objects.neueste_zuerst(),
        method="schon_in_der_grundmenge",
        empty_label="der geltende",
    )
    stichtag = TagFilter(
        label="Stand zum Stichtag",
        method="schon_in_der_grundmenge",
        validators=[vergangener_tag],
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.darf(Recht.SACHSTAND_MELDEN):
            del self.filters["eigene"]
        self.tag = self._tag_der_abfrage()
        self.plan = self._gewaehlter_plan()
        self._grundmenge_bestimmen()

    def _tag_der_abfrage(self) -> date:
        """Der Tag, an dem gerechnet wird. Vor dem Formular gebraucht: dessen Auswahl hängt am Plan, der Plan am Tag."""
        with suppress(ValidationError):
            return self.filters["stichtag"].field.clean(self.data.get("stichtag")) or timezone.localdate()
        return timezone.localdate()

    def _gewaehlter_plan(self) -> Fachplan | None:
        """Ohne Angabe der am Stichtag geltende; die Wahl erscheint erst, wenn es mehrere Pläne gibt."""
        plaene = list(Fachplan.objects.neueste_zuerst())
        if len(plaene) < 2:
            del self.filters["plan"]
        gewaehlt = (plan for plan in plaene if str(plan.pk) == self.data.get("plan"))
        return next(gewaehlt, geltender_plan(plaene, self.tag))

    def _grundmenge_bestimmen(self) -> None:
        """Ein Plan, und was in ihm am Stichtag gilt; „insgesamt“ zählt dasselbe."""
        self.queryset = self.queryset.im_plan(self.plan)
        if self.data.get("ausser_kraft") not in ("on", "true", "True"):
            self.queryset = self.queryset.in_kraft(self.tag)
        self.filters["handlungsfeld"].queryset = Handlungsfeld.objects.filter(fachplan=self.plan)

    def schon_in_der_grundmenge(self, queryset, name, wert):
        return queryset

    @property
    def rueckblick(self) -> date | None:
        """Der gewählte Stichtag; None heißt: jetzt."""
        return self.form.cleaned_data.get("stichtag") if self.is_bound and self.form.is_valid() else None

    def nach_text(self, queryset, name, wert):
        return queryset.mit_text(wert)

    def nach_sachstand(self, queryset, name, art):
        return (
            queryset.filter(meldungen__isnull=True) if art == OHNE else queryset.mit_sachstandsart(art, self.rueckblick)
        )

    def nach_frische(self, queryset, name, wert):
        """Wie die Terminlage gerechnet, mit derselben Regel wie im Überblick."""
        bestaetigt = queryset.mit_uhren(self.rueckblick).only("pk")
        return queryset.filter(pk__in=[m.pk for m in bestaetigt if frische_von(m, self.tag) == wert])

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
        for massnahme in queryset.mit_termin(self.rueckblick):
            bild = massnahme.terminbild(self.tag)
            if bild.ist_beginn_ueberschritten if wert == BEGINN_UEBERSCHRITTEN else bild.lage == wert:
                passend.append(massnahme.pk)
        return queryset.filter(pk__in=passend)

    @property
    def haupt_felder(self) -> list:
        return [feld for feld in self.form if feld.name in HAUPTFILTER]

    @property
    def weitere_felder(self) -> list:
        """Was man seltener braucht, steht eingeklappt darunter."""
        return [feld for feld in self.form if feld.name not in HAUPTFILTER]

    @property
    def ist_weiteres_gesetzt(self) -> bool:
        return any(feld.errors or self.data.get(feld.name) for feld in self.weitere_felder)

    @property
    def ist_gesetzt(self) -> bool:
        """Ob weniger gezeigt wird, als da ist; auch ein Wert, den es nicht gibt, ist einer."""
        return bool(self.worte or self.form.errors)

    @property
    def worte(self) -> list[Filterwort]:
        """Jeder gesetzte Filter in Worten, in der Folge des Formulars."""
        if not self.is_bound or self.form.errors:
            return []
        gesetzt = {name: wert for name, wert in self.form.cleaned_data.items() if wert}
        return [Filterwort(self._wort(name, wert), self.abfrage_ohne(name)) for name, wert in gesetzt.items()]

    def _wort(self, name: str, wert) -> str:
        worte = {
            "text": lambda: f"Suche „{wert}“",
            "handlungsfeld": lambda: f"Handlungsfeld {wert.nr.rstrip('.')}",
            "ausser_kraft": lambda: "auch außer Kraft",
            "eigene": lambda: "meine Stellen",
            "stichtag": lambda: f"Stand {wert:%d.%m.%Y}",
            "terminlage": lambda: self._wahl(name, wert),
        }
        return worte.get(name, lambda: f"{self.filters[name].label} {self._wahl(name, wert)}")()

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
