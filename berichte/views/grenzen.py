"""Gebietsgrenzen laden: hochladen, ansehen wie die Karte damit aussieht, speichern; oder zurück zu den Kacheln.

Die Seite steht unter den Stammdaten; sie liegt hier, weil sie die Karte zeichnet."""

import hashlib
from functools import cached_property

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.views.generic import FormView, View

from beratung.kern.stammdaten.geojson import BYTES_HOECHSTENS, ZU_GROSS, Grenzfehler
from beratung.kern.stammdaten.grenzen import Flaeche, flaechen_lesen
from beratung.models import Grenzstand
from beratung.stammdaten.grenzen import gebiete, geltender_stand, speichern, wieder_zeichnen, zuruecknehmen
from berichte.abbildungen.grenzkarte import vorschau
from berichte.kern.tabelle import Herkunft
from dresden_senioren.kern.text import einzeilig
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

WAS_SIE_ZEIGT = "Farbe und Zahl zeigen hier, wie viele Stadtteile ein Gebiet hat."
SALZ, EIN_TAG = "gebietsgrenzen", 24 * 60 * 60


class GrenzenForm(forms.Form):
    datei = forms.FileField(
        label="GeoJSON-Datei",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        help_text="Die zehn Stadtbezirke und neun Ortschaften, höchstens 5 MB, in WGS 84 oder UTM-Zone 33.",
        error_messages={"required": "Wählen Sie die Datei mit den Grenzen."},
    )
    stand = forms.CharField(
        label="Quelle und Stand",
        max_length=150,
        help_text="Steht unter der Karte, zum Beispiel: Amt für Geodaten und Kataster, 1. Januar 2026.",
        error_messages={"required": "Nennen Sie, woher die Grenzen kommen und von wann sie sind."},
    )
    merkmal = forms.CharField(
        label="Eigenschaft mit dem Namen",
        required=False,
        max_length=80,
        help_text="Nur nötig, wenn die Prüfung danach fragt; sonst findet die Anwendung sie selbst.",
    )
    flaechen: list[Flaeche] = []
    sha256 = ""

    def clean(self):
        angaben = super().clean()
        if datei := angaben.get("datei"):
            if datei.size > BYTES_HOECHSTENS:
                raise ValidationError({"datei": ZU_GROSS})
            inhalt = datei.read()
            self.sha256 = hashlib.sha256(inhalt).hexdigest()
            try:
                self.flaechen = flaechen_lesen(inhalt, gebiete(), angaben.get("merkmal", ""))
            except Grenzfehler as fehler:
                raise ValidationError({"datei": fehler.saetze}) from None
        return angaben


class GrenzenView(ZugangMixin, FormView):
    """Das Geprüfte reist unterschrieben mit der Vorschau; gespeichert wird genau, was zu sehen war."""

    recht = Recht.STAMMDATEN_PFLEGEN
    form_class = GrenzenForm
    template_name = "berichte/grenzen/seite.html"
    success_url = reverse_lazy("grenzen")

    def post(self, request, *args, **kwargs):
        return self._speichern() if "geprueft" in request.POST else super().post(request, *args, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        angaben = {
            "flaechen": [flaeche.angaben for flaeche in form.flaechen],
            "stand": einzeilig(form.cleaned_data["stand"]),
            "dateiname": einzeilig(form.cleaned_data["datei"].name)[:200],
            "sha256": form.sha256,
        }
        geprueft = signing.dumps([self.request.user.pk, angaben], salt=SALZ, compress=True)
        karte = vorschau(form.flaechen, _herkunft(angaben["stand"]))
        return self.render_to_response(
            self.get_context_data(form=form, neue=karte, geprueft=geprueft, dateiname=angaben["dateiname"])
        )

    def _speichern(self):
        try:
            wer, angaben = signing.loads(self.request.POST["geprueft"], salt=SALZ, max_age=EIN_TAG)
        except signing.BadSignature:
            wer, angaben = None, {}
        if wer != self.request.user.pk:
            form = self.get_form_class()()
            messages.error(self.request, "Diese Vorschau gilt nicht mehr. Wählen Sie die Datei noch einmal.")
            return self.render_to_response(self.get_context_data(form=form), status=422)
        flaechen = [Flaeche.aus(roh) for roh in angaben.pop("flaechen")]
        speichern(flaechen=flaechen, **angaben, von=self.request.user)
        messages.success(self.request, "Gespeichert. Die Karte der Stadt zeichnet ab jetzt diese Grenzen.")
        return redirect(self.success_url)

    @cached_property
    def stand(self) -> Grenzstand | None:
        return geltender_stand()

    def get_context_data(self, **kwargs):
        karte = None if "neue" in kwargs else vorschau(
            self.stand.gezeichnet if self.stand else (), _herkunft(self.stand.stand if self.stand else "Kacheln")
        )  # fmt: skip
        staende = Grenzstand.objects.select_related("von").defer("flaechen")
        return super().get_context_data(
            stand=self.stand, karte=karte, darunter=[WAS_SIE_ZEIGT], staende=staende, **kwargs
        )


class GrenzenZuruecknehmenView(ZugangMixin, View):
    recht = Recht.STAMMDATEN_PFLEGEN
    http_method_names = ["post"]

    def post(self, request):
        zuruecknehmen(von=request.user)
        messages.success(request, "Die Karte der Stadt zeichnet wieder Kacheln.")
        return redirect("grenzen")


class GrenzenWiederView(ZugangMixin, View):
    """Ein früherer Stand aus der Geschichte, ohne die Datei noch einmal zu haben."""

    recht = Recht.STAMMDATEN_PFLEGEN
    http_method_names = ["post"]

    def post(self, request, pk):
        frueherer = get_object_or_404(Grenzstand.objects.exclude(dateiname=""), pk=pk)
        wieder_zeichnen(frueherer, von=request.user)
        messages.success(request, f"Die Karte der Stadt zeichnet wieder: {frueherer.stand}.")
        return redirect("grenzen")


def _herkunft(stand: str) -> Herkunft:
    return Herkunft("gültige Gebiete", "Stadtteile", "Stammdaten", stand)
