"""Der Lieferkalender: wer hat was wann geliefert; Monatsstand, Nullmeldungen, Fristen, Erinnerungen."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from beratung.fehler import Lieferungsfehler
from beratung.kalender import erinnerungen, formulare, lieferkalender, meldungen, monatsstand
from beratung.kalender.bestand import stand_der_daten
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.lieferungen.anzeige import ZUSTANDSFARBE
from beratung.models import Beratungsstelle, Lieferung, Nullmeldung, Traeger
from beratung.stammdaten import fristen
from dresden_senioren.anmeldung.kennwort_erneut import KennwortErneutMixin
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin


def _oder_404(lesen, text: str):
    """Was in der Adresse steht, gelesen; 404, wo das nicht geht."""
    try:
        return lesen(text)
    except ValueError:
        raise Http404 from None


class KalenderView(ZugangMixin, TemplateView):
    recht = Recht.MONATE_ABSCHLIESSEN
    template_name = "beratung/kalender/kalender.html"

    def get_context_data(self, **kwargs):
        jahre, gewuenscht = lieferkalender.jahre(), self.request.GET.get("jahr")
        jahr = next((j for j in jahre if str(j) == gewuenscht), None) or lieferkalender.vorgeschlagenes_jahr(
            stand_der_daten()
        )
        return super().get_context_data(
            jahr=jahr,
            jahre=jahre,
            **lieferkalender.jahresuebersicht(jahr),
            monatskuerzel=lieferkalender.MONATSKUERZEL,
            darf_verwalten=self.request.user.darf(Recht.LIEFERUNGEN_VERWALTEN),
            **kwargs,
        )


class KalenderformView(ZugangMixin, KennwortErneutMixin, FormView):
    """Eine Seite mit einem Formular: `ausfuehren(angaben)` handelt und gibt den Satz für den Erfolg; was nicht geht,
    steht als Fehler über dem Formular."""

    recht = Recht.LIEFERUNGEN_VERWALTEN
    template_name = "beratung/kalender/formular.html"
    titel = einleitung = knopf = ""

    def kennwort_noetig(self):
        return self.request.POST.get("zustand") == Zustand.ENDGUELTIG

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            messages.success(self.request, self.ausfuehren(form.cleaned_data))
        except Lieferungsfehler as fehler:
            form.add_error(None, str(fehler))
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def get_success_url(self):
        return reverse("beratung:kalender")

    def get_context_data(self, **kwargs):
        texte = {"titel": self.titel, "einleitung": self.einleitung, "knopf": self.knopf}
        return texte | {"zurueck": self.get_success_url()} | super().get_context_data(**kwargs)


class MonatView(KalenderformView):
    """Wie fest die Zahlen eines Monats sind, und wer das wann warum gesagt hat."""

    recht = Recht.MONATE_ABSCHLIESSEN
    form_class = formulare.MonatsstandForm
    template_name = "beratung/kalender/monat.html"

    @cached_property
    def quelle(self) -> Quelle:
        return _oder_404(Quelle, self.kwargs["quelle"])

    @cached_property
    def monat(self) -> Monat:
        return _oder_404(Monat.lesen, self.kwargs["monat"])

    def kennwort_noetig(self):
        wieder_oeffnen = self.request.method == "POST" and self._bisher is Zustand.ENDGUELTIG
        return wieder_oeffnen or super().kennwort_noetig()

    def get_form_kwargs(self):
        ist_oeffnen = self._bisher is Zustand.ENDGUELTIG
        return super().get_form_kwargs() | {"moeglich": self._moegliche(), "ist_oeffnen": ist_oeffnen}

    @property
    def _bisher(self) -> Zustand:
        stand = monatsstand.geltender(self.quelle, self.monat)
        return Zustand(stand.zustand) if stand else Zustand.VORLAEUFIG

    def _moegliche(self) -> list[Zustand]:
        """Geprüft setzt, wer die Lieferungen verwaltet; was endgültig ist, wird zuerst wieder geöffnet."""
        bisher = self._bisher
        if bisher is Zustand.ENDGUELTIG:
            return [Zustand.VORLAEUFIG]
        darf_pruefen = self.request.user.darf(Recht.LIEFERUNGEN_VERWALTEN)
        return [
            zustand
            for zustand in monatsstand.FESTIGKEIT
            if zustand is not bisher and (darf_pruefen or zustand is not Zustand.GEPRUEFT)
        ]

    def ausfuehren(self, angaben) -> str:
        stand = monatsstand.festlegen(quelle=self.quelle, monat=self.monat, von=self.request.user, **angaben)
        return f"{self.quelle.verfahren} {self.monat.bezeichnung} ist jetzt {stand.get_zustand_display()}."

    def get_success_url(self):
        return reverse("beratung:monat", args=[self.quelle, self.monat])

    def get_context_data(self, **kwargs):
        verlauf = list(monatsstand.verlauf(self.quelle, self.monat))
        geltende = Lieferung.objects.filter(
            quelle=self.quelle, monat=self.monat.erster, teile__ist_gueltig=True
        ).distinct()
        zustand = Zustand(verlauf[0].zustand) if verlauf else Zustand.VORLAEUFIG
        if not geltende:
            zustand = Zustand.FEHLT
        return super().get_context_data(
            quelle=self.quelle,
            monat=self.monat,
            zustand=zustand,
            farbe=ZUSTANDSFARBE[zustand],
            ist_gesperrt=zustand is Zustand.ENDGUELTIG,
            verlauf=[(zeile, ZUSTANDSFARBE[Zustand(zeile.zustand)]) for zeile in verlauf],
            geltende=geltende,
            darf_verwalten=self.request.user.darf(Recht.LIEFERUNGEN_VERWALTEN),
            **kwargs,
        )


class MehrereMonateView(KalenderformView):
    """Viele Monate auf einmal fester setzen, zum Beispiel ein ganzes Jahr; weniger fest geht nur einzeln, mit Grund."""

    recht = Recht.MONATE_ABSCHLIESSEN
    form_class = formulare.MehrereMonateForm
    titel, knopf = "Mehrere Monate setzen", "Stand setzen"
    einleitung = (
        "Gesetzt werden alle gemeldeten Monate des Zeitraums, die noch weniger fest sind. Was nicht gemeldet ist und "
        "was schon fester ist, bleibt, wie es ist."
    )

    def get_form_kwargs(self):
        darf_pruefen = self.request.user.darf(Recht.LIEFERUNGEN_VERWALTEN)
        moeglich = [Zustand.GEPRUEFT, Zustand.ENDGUELTIG] if darf_pruefen else [Zustand.ENDGUELTIG]
        return super().get_form_kwargs() | {"moeglich": moeglich}

    def get_initial(self):
        return super().get_initial() | {name: self.request.GET.get(name, "") for name in ("von", "bis")}

    def ausfuehren(self, angaben) -> str:
        gesetzt = monatsstand.zeitraum_festlegen(von=self.request.user, **angaben)
        zeitraum, zustand = angaben["zeitraum"].bezeichnung, angaben["zustand"].bezeichnung
        if not gesetzt:
            raise Lieferungsfehler(
                f"In {zeitraum} ist kein gemeldeter Monat zu setzen: Alle sind schon {zustand} oder fester, oder es "
                "ist nichts gemeldet."
            )
        return f"{zeitraum}: {len(gesetzt)} Monatsstände sind jetzt {zustand}."


class NullmeldungNeuView(KalenderformView):
    form_class = formulare.NullmeldungForm
    titel, knopf = "Nullmeldung eintragen", "Nullmeldung eintragen"
    einleitung = (
        "Eine Nullmeldung sagt: In diesem Monat gab es weder neue Fälle noch Leistungen. Tragen Sie sie nur ein, wenn "
        "die Beratungsstelle es mitgeteilt hat. Dass eine Datei keine Zeilen zu ihr enthält, ist noch keine Meldung."
    )

    def get_initial(self):
        stelle = Beratungsstelle.objects.filter(kuerzel=self.request.GET.get("stelle", "")).first()
        return {"beratungsstelle": stelle, "monat": self.request.GET.get("monat", "")}

    def ausfuehren(self, angaben) -> str:
        meldung = meldungen.null_melden(von=self.request.user, **angaben)
        return f"Eingetragen: {meldung}."


class NullmeldungZuruecknehmenView(KalenderformView):
    form_class = formulare.GrundForm
    knopf = "Nullmeldung zurücknehmen"

    @cached_property
    def meldung(self) -> Nullmeldung:
        alle = Nullmeldung.objects.select_related("beratungsstelle", "erfasst_von")
        return get_object_or_404(alle, pk=self.kwargs["pk"])

    @property
    def titel(self):
        return str(self.meldung)

    @property
    def einleitung(self):
        wer = self.meldung.erfasst_von.anzeigename if self.meldung.erfasst_von else "Befehlszeile"
        return (
            f"Gemeldet am {self.meldung.gemeldet_am:%d.%m.%Y} durch {self.meldung.get_woher_display()}, "
            f"erfasst von {wer}. Nach der Rücknahme fehlt der Monat wieder."
        )

    def ausfuehren(self, angaben) -> str:
        meldungen.nullmeldung_zuruecknehmen(self.meldung, von=self.request.user, **angaben)
        return f"Zurückgenommen: {self.meldung}. Der Monat fehlt wieder."


class TraegerView(KalenderformView):
    form_class = formulare.TraegerForm
    knopf = "Speichern"
    einleitung = "Bis wann der Träger liefert und wohin Erinnerungen gehen."

    @cached_property
    def traeger(self) -> Traeger:
        return get_object_or_404(Traeger, pk=self.kwargs["pk"])

    @property
    def titel(self):
        return self.traeger.name

    def get_initial(self):
        monat = Monat(lieferkalender.vorgeschlagenes_jahr(stand_der_daten()), 1)
        frist = fristen.frist(self.traeger, monat + 11)
        angaben = {"email": self.traeger.email, "tag": frist.tag, "monate_danach": frist.monate_danach}
        return angaben | {"gilt_ab": str(monat)}

    def ausfuehren(self, angaben) -> str:
        meldungen.traeger_pflegen(self.traeger, von=self.request.user, **angaben)
        return f"Gespeichert: {str(self.traeger).removesuffix('.')}."


class EingangView(KalenderformView):
    form_class = formulare.EingangForm
    titel, knopf = "Eingang berichtigen", "Speichern"

    @cached_property
    def lieferung(self) -> Lieferung:
        return get_object_or_404(Lieferung.objects.sichtbar_fuer(self.request.user), pk=self.kwargs["pk"])

    @property
    def einleitung(self):
        return (
            f"{self.lieferung}. Ob rechtzeitig geliefert wurde, misst der Kalender am Eingang im Amt. Kam die Datei "
            "früher, als sie hochgeladen wurde, tragen Sie hier den Tag ein."
        )

    def get_initial(self):
        return {"eingegangen_am": self.lieferung.eingegangen_am}

    def get_success_url(self):
        return reverse("beratung:lieferung_detail", args=[self.lieferung.pk])

    def ausfuehren(self, angaben) -> str:
        meldungen.eingang_berichtigen(self.lieferung, von=self.request.user, **angaben)
        return f"Eingang am {self.lieferung.eingegangen_am:%d.%m.%Y} gespeichert."


class ErinnerungView(ZugangMixin, TemplateView):
    """Erst zeigen, dann senden."""

    recht = Recht.LIEFERUNGEN_VERWALTEN
    template_name = "beratung/kalender/erinnerung.html"

    @cached_property
    def traeger(self) -> Traeger:
        return get_object_or_404(Traeger, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            traeger=self.traeger,
            entwurf=erinnerungen.entwurf(self.traeger, von=self.request.user),
            kann_senden=settings.EMAIL_IST_EINGERICHTET,
            letzte=self.traeger.erinnerungen.select_related("von")[:5],
            **kwargs,
        )

    def post(self, request, pk):
        try:
            erinnerungen.senden(self.traeger, gezeigt=request.POST.get("stand", ""), von=request.user)
        except Lieferungsfehler as fehler:
            return self.render_to_response(self.get_context_data(fehler=str(fehler)), status=409)
        messages.success(request, f"Gesendet an {self.traeger.email}.")
        return redirect("beratung:kalender")
