"""Das Formular zu einer Botschaft: fünf Texte und die Maßnahmen, auf die sie verweisen."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django import forms

from berichte.kern.akten.bericht import Botschaft
from berichte.kern.akten.botschaftstext import FELDER, TEILE, bereinigt, punkte
from berichte.models import Botschaftsfassung
from dresden_senioren.formulare import NummerField
from massnahmen.models import Massnahme

HILFEN = {
    "erkennen": "Vorgeschlagen aus den Zahlen. Was Sie nicht ändern, folgt weiter den Zahlen.",
    "anerkennen": "Was hat dazu beigetragen?",
    "nachhaltung": "Wie bleibt es dabei?",
    "massnahmen": "Was tut das Amt als Nächstes?",
}
_NR = re.compile(r"\d+(?:\.\d+)*\.?")


class BotschaftForm(forms.Form):
    """`massnahmen_zur_wahl`: worauf verwiesen werden kann. Grenzen und Zahlen prüft der Dienst; das Formular lässt
    alles stehen, was jemand geschrieben hat."""

    botschaft = forms.CharField(
        label="Botschaft",
        required=False,
        help_text="Ein Satz, die Überschrift des Kastens und der Folie.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    erkennen, anerkennen, nachhaltung, massnahmen = (
        forms.CharField(
            label=Botschaftsfassung._meta.get_field(teil).verbose_name,
            required=False,
            strip=False,
            help_text=f"{HILFEN[teil]} Je Zeile ein Punkt.",
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        for teil in TEILE
    )
    verweise = forms.CharField(
        label="Maßnahmen des Fachplans, Nr.",
        required=False,
        help_text="Mit Komma getrennt, zum Beispiel 3.2.1., 4.1.2.; sie stehen mit ihrem Wortlaut unter „Maßnahmen“.",
    )
    vorige = NummerField()

    def __init__(self, *args, massnahmen_zur_wahl: Sequence[Massnahme], **kwargs):
        super().__init__(*args, **kwargs)
        self.zur_wahl = {_schluessel(massnahme.nr): massnahme for massnahme in massnahmen_zur_wahl}

    def clean_verweise(self) -> list[Massnahme]:
        """In der Folge, in der sie dastehen, jede einmal."""
        text = self.cleaned_data["verweise"]
        nummern = list(dict.fromkeys(_NR.findall(text)))
        unbekannt = [nr for nr in nummern if _schluessel(nr) not in self.zur_wahl]
        uebrig = re.sub(r"\b(?:Nrn?|und|Maßnahmen?)\b|[.,;\s]", "", _NR.sub("", text))
        saetze = [f"Eine Maßnahme {nr} gibt es am Stichtag im Fachplan nicht." for nr in unbekannt]
        saetze += ["Schreiben Sie hier nur Nummern, zum Beispiel 3.2.1., 4.1.2."] * bool(uebrig)
        if saetze:
            raise forms.ValidationError(saetze)
        return list(dict.fromkeys(self.zur_wahl[_schluessel(nr)] for nr in nummern))

    @property
    def werte(self) -> dict[str, str]:
        """Wie eingegeben, auch was beanstandet ist."""
        return {feld: self._stehend.get(feld, "") for feld in FELDER}

    @property
    def genannte(self) -> list[Massnahme]:
        """Die Maßnahmen zu den Nummern, die es gibt."""
        nummern = dict.fromkeys(map(_schluessel, _NR.findall(self._stehend.get("verweise", ""))))
        return [self.zur_wahl[nr] for nr in nummern if nr in self.zur_wahl]

    @property
    def _stehend(self) -> Mapping[str, str]:
        """Was in den Feldern steht."""
        return self.data if self.is_bound else self.initial

    def mit_maengeln(self, maengel: dict[str, list[str]]) -> None:
        for feld, saetze in maengel.items():
            for satz in saetze:
                self.add_error(feld, satz)


def _schluessel(nr: str) -> str:
    """Mit und ohne Punkt am Ende dieselbe."""
    return nr.rstrip(".")


def verweistext(massnahmen: Iterable[Massnahme]) -> str:
    return ", ".join(massnahme.nr for massnahme in massnahmen)


def angaben(werte: Mapping[str, str], verweise: Iterable[Massnahme], vorschlag: Botschaft) -> dict:
    """Womit das Formular beginnt: mit dem Text des Amts; Überschrift und „Erkennen“, wo sie leer sind, wie
    vorgeschlagen."""
    vorgeschlagen = {"botschaft": vorschlag.botschaft, "erkennen": "\n".join(vorschlag.erkennen)}
    texte = {feld: werte.get(feld) or vorgeschlagen.get(feld, "") for feld in FELDER}
    return texte | {"verweise": verweistext(verweise)}


def dazu(eigene: dict, fruehere: dict) -> dict:
    """Der frühere Text in ein angefangenes Formular: Leeres wird gefüllt, fehlende Punkte kommen dahinter; nichts
    Geschriebenes geht verloren. „Erkennen“ bleibt: Es gehört zu den Zahlen von damals."""
    neu = dict(eigene)
    for teil in ("anerkennen", "nachhaltung", "massnahmen"):
        vorhanden = punkte(eigene.get(teil, ""))
        neu[teil] = "\n".join((*vorhanden, *(p for p in punkte(fruehere[teil]) if p not in vorhanden)))
    neu["botschaft"] = (
        fruehere["botschaft"] if not bereinigt("botschaft", eigene.get("botschaft", "")) else eigene["botschaft"]
    )
    nummern = list(dict.fromkeys(_NR.findall(f"{eigene.get('verweise', '')} {fruehere['verweise']}")))
    return neu | {"verweise": ", ".join(nummern)}
