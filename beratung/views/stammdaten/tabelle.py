"""Stammdaten als Tabelle eintragen: einfügen oder hochladen, ansehen was geschähe, speichern."""

import hashlib

from django.contrib import messages
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView

from beratung.stammdaten import tabellen
from beratung.stammdaten.tabellenformulare import AusstattungTabellenForm, BevoelkerungTabellenForm
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin


class TabelleView(ZugangMixin, FormView):
    """Beim ersten Absenden nur prüfen und zeigen; gespeichert wird, was genau so gezeigt wurde. Was zu tun ist, sagen
    `pruefen` und `schreiben` (Formular, Person)."""

    recht = Recht.STAMMDATEN_PFLEGEN
    template_name = "beratung/stammdaten/tabelle.html"
    titel = einleitung = hilfe = herkunft = ""

    def form_invalid(self, form):
        return self._zeigen(form, status=422)

    def form_valid(self, form):
        ergebnis = self.pruefen(form, self.request.user)
        if ergebnis.fehler:
            return self._zeigen(form, status=422, ergebnis=ergebnis)
        gesehen = hashlib.sha256(repr((form.cleaned_data["tabelle"], ergebnis)).encode()).hexdigest()[:16]
        if self.request.POST.get("gesehen") != gesehen or ergebnis.ist_ohne_wirkung:
            return self._zeigen(form, ergebnis=ergebnis, gesehen=gesehen)
        ergebnis = self.schreiben(form, self.request.user)
        if ergebnis.fehler:  # inzwischen hat sich etwas geändert
            return self._zeigen(form, status=422, ergebnis=ergebnis)
        anzahl = sum(wirkung.neu != tabellen.UNVERAENDERT for wirkung in ergebnis.wirkungen)
        messages.success(self.request, f"Gespeichert: {deutsch(anzahl)} {'Angabe' if anzahl == 1 else 'Angaben'}.")
        return super().form_valid(form)

    def _zeigen(self, form, status=200, **mehr):
        """Das Formular mit dem Text, der gelesen wurde: auch aus einer Datei, damit man ihn berichtigen kann."""
        daten = form.data.copy()
        daten["tabelle"] = form.cleaned_data.get("tabelle", daten.get("tabelle", ""))
        form.data = daten
        return self.render_to_response(self.get_context_data(form=form, **mehr), status=status)

    def get_context_data(self, **kwargs):
        texte = {"titel": self.titel, "einleitung": self.einleitung, "hilfe": self.hilfe, "herkunft": self.herkunft}
        spalten = [spalte.name for spalte in self.form_class.spalten]
        return texte | {"zurueck": self.get_success_url(), "spalten": spalten} | super().get_context_data(**kwargs)


class AusstattungTabelleView(TabelleView):
    form_class = AusstattungTabellenForm
    success_url = reverse_lazy("beratung:stelle_liste")
    titel, herkunft = "Ausstattung als Tabelle eintragen", "Beratungsstellen"
    einleitung = (
        "VzÄ und Soll mehrerer Beratungsstellen auf einmal. Sie sehen zuerst, was sich ändert; gespeichert wird alles "
        "oder nichts."
    )
    hilfe = (
        "Eine Zeile je Beratungsstelle und Beginn, zum Beispiel: s-cotta, 01/2025, 1,75, 80. Name oder Kürzel der "
        "Stelle, Monat des Beginns, VzÄ mit Komma, Soll-Fälle im Quartal. Leer heißt unbekannt."
    )

    def pruefen(self, form, von):
        return tabellen.ausstattungen_pruefen(form.zeilen, von)

    def schreiben(self, form, von):
        return tabellen.ausstattungen_schreiben(form.zeilen, von)


class BevoelkerungTabelleView(TabelleView):
    form_class = BevoelkerungTabellenForm
    titel, herkunft = "Einwohner eintragen", "Bevölkerung"
    einleitung = (
        "Einwohner ab 60 und ab 80 Jahren je Stadtteil an einem Stichtag. Sie sehen zuerst, was sich ändert; "
        "gespeichert wird alles oder nichts."
    )
    hilfe = (
        "Eine Zeile je Stadtteil mit Nr. oder Name, Einwohner 60+, Einwohner 80+. Die Kommunale Statistikstelle nennt "
        "33 und 34 zusammen mit 31 und 44 zusammen mit 42: Tragen Sie die gemeinsame Zahl bei 31 und 42 ein und lassen "
        "Sie 33, 34 und 44 weg."
    )

    def pruefen(self, form, von):
        angaben = form.cleaned_data
        return tabellen.bevoelkerung_pruefen(form.zeilen, angaben["stichtag"], angaben["quelle"])

    def schreiben(self, form, von):
        angaben = form.cleaned_data
        return tabellen.bevoelkerung_schreiben(form.zeilen, angaben["stichtag"], angaben["quelle"], von)

    def get_success_url(self):
        tag = self.request.POST.get("stichtag", "")
        return reverse("beratung:bevoelkerung") + (f"?stichtag={tag}" if tag else "")
