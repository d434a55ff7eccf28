"""Eine Botschaft bearbeiten: Abbildung neben dem Formular, mit Vorschau; zwei Personen überschreiben einander nie."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView

from berichte.akten import botschaften, inhalt
from berichte.akten.botschaftsformular import BotschaftForm, angaben, dazu, verweistext
from berichte.akten.vorschau import zu_lesen
from berichte.ausgabe.bilder import web
from berichte.kern.akten.bericht import Bericht, Botschaft
from berichte.kern.akten.botschaftstext import FELDER, bereinigt
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Botschaftsfassung
from massnahmen.models import Massnahme

from .akte import GESPEICHERTER_ENTWURF, WARUM_KEIN_BERICHT, AkteMixin


class BotschaftView(AkteMixin, TemplateView):
    zeigt_den_bericht = True
    template_name = "berichte/botschaft/seite.html"

    @cached_property
    def ohne_texte(self) -> Bericht:
        """Der Bericht, wie er ohne Texte des Amts ist; auch er geht nur durch die Tür."""
        try:
            bericht = inhalt.ohne_texte(self.akte, von=self.request.user)
            self.freigegeben(bericht)
        except WARUM_KEIN_BERICHT as grund:
            raise Http404(str(grund)) from None
        return bericht

    @cached_property
    def vorschlag(self) -> Botschaft:
        alle = (baustein for baustein in self.ohne_texte.bausteine if isinstance(baustein, Botschaft))
        if botschaft := next((b for b in alle if b.schluessel == self.kwargs["schluessel"]), None):
            return botschaft
        raise Http404("Diese Botschaft gibt es in diesem Bericht nicht.")

    @cached_property
    def fassungen(self) -> list[Botschaftsfassung]:
        return botschaften.fassungen(self.akte, self.vorschlag.schluessel)

    @cached_property
    def vom_letzten(self) -> Botschaftsfassung | None:
        return botschaften.vom_letzten_bericht(self.akte, self.vorschlag.schluessel)

    @cached_property
    def massnahmen(self) -> list[Massnahme]:
        geltende = Massnahme.objects.sichtbar_fuer(self.request.user).geltend(self.akte.stichtag)
        return list(geltende.in_tabellenfolge())

    def formular(self, *args, **kwargs) -> BotschaftForm:
        return BotschaftForm(*args, massnahmen_zur_wahl=self.massnahmen, **kwargs)

    @property
    def entwurf(self) -> str:
        """Unter diesem Namen merkt sich das Fenster Ungespeichertes."""
        return f"{self.request.path} {self.request.user.username}"

    # --- lesen -------------------------------------------------------------------------------------------------------

    def get(self, request, *args, **kwargs):
        if self.geltend:
            messages.info(request, "Dieser Bericht ist festgeschrieben. Erst wieder geöffnet sind Texte zu ändern.")
            return redirect(f"{self.adresse}#botschaft-{self.kwargs['schluessel']}")
        return self.seite(self.formular(initial=self.anfang))

    @property
    def anfang(self) -> dict:
        return self.angaben_von(self.fassungen[0] if self.fassungen else None)

    def angaben_von(self, fassung: Botschaftsfassung | None) -> dict:
        verweise = fassung.verweise.all() if fassung else []
        vorige = {"vorige": fassung.pk if fassung else None}
        return angaben(botschaften.als_werte(fassung), verweise, self.vorschlag) | vorige

    def seite(self, form: BotschaftForm, status: int = 200, **mehr):
        stelle, tabelle = zu_lesen(self.ohne_texte, self.vorschlag.schluessel)
        diagramm = self.ohne_texte.bausteine[stelle].diagramm if stelle is not None else None
        kontext = {
            "form": form,
            "entwurf": self.entwurf,
            "vorschlag": self.vorschlag,
            "diagramm": diagramm,
            "figur": diagramm and web.plotly(diagramm),
            "bild_url": diagramm and reverse("bericht_bild", args=[self.akte.pk, stelle]),
            "tabelle": tabelle,
            "fassungen": self.fassungen,
            "vom_letzten": self.vom_letzten,
            "massnahmen": self.massnahmen,
            "hat_eigenes_erkennen": form.is_bound or bool(self.fassungen and self.fassungen[0].erkennen),
            "zur_weitergabe": Fassung(self.akte.fassung) is Fassung.WEITERGABE,
            "botschaft": self.gesetzt(form),
        }
        return self.render_to_response(self.get_context_data(**kontext, **mehr), status=status)

    def gesetzt(self, form: BotschaftForm) -> Botschaft:
        """Der Kasten, wie er im Bericht steht: was leer bleibt, ist weiter der Vorschlag."""
        return botschaften.gesetzt(self.vorschlag, form.werte, form.genannte)

    # --- schreiben ---------------------------------------------------------------------------------------------------

    def post(self, request, *args, **kwargs):
        form = self.formular(request.POST)
        form.is_valid()
        match request.POST.get("tun"):
            case "vorschau":
                return self.vorschau(form)
            case "uebernehmen" if self.vom_letzten:
                return self.mit_frueherem(form)
        if form.errors:
            form.mit_maengeln(self.maengel(form))
            return self.seite(form, status=422)
        return self.speichern(form)

    def maengel(self, form: BotschaftForm) -> dict[str, list[str]]:
        return botschaften.maengel(form.werte, Fassung(self.akte.fassung), self.ohne_texte)

    def vorschau(self, form: BotschaftForm):
        """Der Kasten zum eingegebenen Text, mit dem, was am Text nicht geht; gespeichert wird nichts."""
        form.mit_maengeln(self.maengel(form))
        if "HX-Request" in self.request.headers:
            kontext = {"form": form, "botschaft": self.gesetzt(form), "akte": self.akte, "zeigt_maengel": True}
            return render(self.request, "berichte/botschaft/_vorschau.html", kontext)
        return self.seite(form, ist_vorschau=True)

    def mit_frueherem(self, form: BotschaftForm):
        fruehere = botschaften.als_werte(self.vom_letzten)
        fruehere["verweise"] = verweistext(self.vom_letzten.verweise.all())
        gefuellt = dazu(self.request.POST.dict(), fruehere)
        return self.seite(self.formular(initial=gefuellt), ist_uebernommen=True)

    def speichern(self, form: BotschaftForm):
        try:
            neue = botschaften.schreiben(
                akte=self.akte,
                schluessel=self.vorschlag.schluessel,
                werte=form.werte,
                verweise=form.cleaned_data["verweise"],
                vorige=form.cleaned_data["vorige"],
                von=self.request.user,
                ohne_texte=self.ohne_texte,
            )
        except botschaften.TextVerweigert as verweigert:
            form.mit_maengeln(verweigert.maengel)
            return self.seite(form, status=422)
        except botschaften.AkteGeschlossen as grund:
            form.add_error(None, str(grund))
            return self.seite(form, status=409)
        except botschaften.BotschaftVeraendert:
            return self.zusammenstoss(form)
        messages.success(self.request, "Botschaft gespeichert." if neue else "Nichts geändert.")
        self.request.session[GESPEICHERTER_ENTWURF] = self.entwurf
        return redirect(f"{self.adresse}#botschaft-{self.vorschlag.schluessel}")

    def zusammenstoss(self, form: BotschaftForm):
        """Wo nur die andere Person etwas geändert hat, gilt ihres; was beide geändert haben, steht nebeneinander und im
        Feld der eigene Text."""
        self.__dict__.pop("fassungen", None)
        gespeichert = self.anfang
        eigene = angaben(form.werte, form.cleaned_data["verweise"], self.vorschlag)
        gelesen = next((f for f in self.fassungen if f.pk == form.cleaned_data["vorige"]), None)
        damals = self.angaben_von(gelesen)
        unterschiede, zusammen = [], {"vorige": gespeichert["vorige"]}
        for feld in (*FELDER, "verweise"):
            meins, ihres, vorher = (bereinigt(feld, str(texte[feld])) for texte in (eigene, gespeichert, damals))
            zusammen[feld] = ihres if meins == vorher else meins
            if meins not in {vorher, ihres}:
                unterschiede.append({"feld": form.fields[feld].label, "gespeichert": ihres, "eigen": meins})
        letzte = {"history_user": self.fassungen[0].von, "history_date": self.fassungen[0].am}
        return self.seite(self.formular(initial=zusammen), status=409, unterschiede=unterschiede, letzte=letzte)
