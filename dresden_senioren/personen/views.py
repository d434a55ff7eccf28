"""Seiten der Administration: Personen mit Zugang, einladen, ansehen, ändern."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from dresden_senioren.anmeldung.kennwort_erneut import KennwortErneutMixin
from dresden_senioren.datenbank.geschichte import InzwischenGeaendert
from dresden_senioren.models import Benutzer
from dresden_senioren.pflegeseiten import kennung
from dresden_senioren.rollen import ROLLEN, Recht
from dresden_senioren.zugang import ZugangMixin

from . import anzeige
from .angaben import angaben, aus_marke, bezeichnungen, gleichbar, in_worten, marke, steht_noch
from .dienste import aendern, anlegen
from .einladen import adresswechsel_melden, einladen
from .folgen import folgen
from .forms import NeuePersonForm, PersonForm
from .handlungen import HANDLUNGEN, Handlung
from .tables import PersonenFilter, PersonenTabelle, fehlt_noch, gehoert_zu
from .zugehoerigkeiten import mit_zugehoerigkeiten


class PersonenMixin(ZugangMixin):
    recht = Recht.BENUTZER_PFLEGEN

    def get_queryset(self):
        personen = Benutzer.objects.sichtbar_fuer(self.request.user)
        return mit_zugehoerigkeiten(anzeige.mit_zweitem_faktor(personen))

    @cached_property
    def person(self) -> Benutzer:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    @property
    def ist_eigene(self) -> bool:
        return self.person.pk == self.request.user.pk


class PersonenListeView(PersonenMixin, SingleTableMixin, FilterView):
    table_class = PersonenTabelle
    filterset_class = PersonenFilter
    template_name = "personen/liste.html"

    def get_context_data(self, **kwargs):
        kontext = super().get_context_data(**kwargs)
        seite, abfrage = kontext["table"].page, self.request.GET.copy()
        abfrage.pop("page", None)
        return kontext | {
            "anzahl": seite.paginator.count,
            "gefiltert": any(self.request.GET.get(name) for name in kontext["filter"].filters),
            "page_obj": seite,
            "abfrage": f"{abfrage.urlencode()}&" if abfrage else "",
        }


class PersonDetailView(PersonenMixin, TemplateView):
    template_name = "personen/detail.html"

    def get_context_data(self, **kwargs):
        person = self.person
        return super().get_context_data(
            person=person,
            rolle_der_person=ROLLEN.get(person.rolle),
            gehoert=gehoert_zu(person),
            fehlt_noch=fehlt_noch(person),
            stand=anzeige.STAENDE[anzeige.stand(person)],
            faktor=anzeige.zweiter_faktor(person),
            sitzungen=anzeige.sitzungen(person),
            verlauf=anzeige.verlauf(person),
            ist_eigene=self.ist_eigene,
            handlungen=[] if self.ist_eigene else [h for h in HANDLUNGEN if h.ist_moeglich(person)],
            **kwargs,
        )


class PersonNeuView(PersonenMixin, KennwortErneutMixin, FormView):
    form_class = NeuePersonForm
    template_name = "personen/neu.html"

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        name = form.cleaned_data["username"]
        try:
            person = anlegen(neu=form.angaben, anmeldename=name, von=self.request.user)
        except IntegrityError:
            form.add_error(None, "Im selben Augenblick hat jemand anderes diese Person angelegt. Bitte prüfen Sie es.")
            return self.form_invalid(form)
        return einladen(self.request, person)


class PersonBearbeitenView(PersonenMixin, KennwortErneutMixin, View):
    """Alles, was eine Person darf, auf einer Seite; vor dem Speichern steht, was es öffnet und schließt."""

    def get(self, request, pk):
        bisher = angaben(self.person)
        werte = {feld: gleichbar(wert) for feld, wert in bisher.items()}
        return self.seite(self.formular(initial=werte | {"grundlage": marke(bisher)}))

    def post(self, request, pk):
        bisher, form = angaben(self.person), self.formular(request.POST)
        if not form.is_valid():
            return self.seite(form, status=422)
        grundlage = aus_marke(form.cleaned_data["grundlage"])
        if not steht_noch(grundlage, bisher):
            return self.zusammenstoss(form, grundlage)
        was_folgt = folgen(self.person, bisher, bisher | form.angaben)
        if was_folgt and request.POST.get("gesehen") != (gesehen := kennung([repr(was_folgt)])):
            return self.seite(form, folgen=was_folgt, gesehen=gesehen)
        return self.speichern(form, grundlage)

    def speichern(self, form, grundlage):
        try:
            person = aendern(person=self.person, neu=form.angaben, grundlage=grundlage, von=self.request.user)
        except InzwischenGeaendert:
            return self.zusammenstoss(form, grundlage)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.seite(form, status=422)
        except IntegrityError:
            form.add_error("email", "Diese Adresse hat im selben Augenblick jemand anderes bekommen.")
            return self.seite(form, status=422)
        if person.email != (bisherige := grundlage["email"]):
            adresswechsel_melden(person, bisherige)
        messages.success(self.request, f"Gespeichert: {person.anzeigename}.")
        return redirect("person_detail", person.pk)

    def formular(self, *args, **kwargs):
        return PersonForm(*args, person=self.person, bisher=angaben(self.person), ohne_rechte=self.ist_eigene, **kwargs)

    def seite(self, form, status=200, **mehr):
        kontext = {"form": form, "person": self.person, "ist_eigene": self.ist_eigene}
        return render(self.request, "personen/bearbeiten.html", kontext | mehr, status=status)

    def zusammenstoss(self, form, grundlage):
        """Beide Stände nebeneinander. Was die Person nicht angefasst hat, steht so da wie gespeichert; erneut
        abgesendet gilt dieser Stand als Grundlage."""
        del self.person
        jetzt, eigen, worte = angaben(self.person), form.angaben, bezeichnungen()
        angefasst = [feld for feld in eigen if gleichbar(eigen[feld]) != grundlage.get(feld)]
        werte = {feld: gleichbar(eigen[feld] if feld in angefasst else jetzt[feld]) for feld in eigen}
        daten = self.request.POST.copy()
        daten.pop("gesehen", None)
        for feld, wert in (werte | {"grundlage": marke(jetzt)}).items():
            daten.setlist(feld, wert if isinstance(wert, list) else [wert])
        unterschiede = [
            {"feld": worte[feld], "gespeichert": in_worten(feld, jetzt[feld]), "eigen": in_worten(feld, eigen[feld])}
            for feld in angefasst
            if gleichbar(eigen[feld]) != gleichbar(jetzt[feld])
        ]
        letzter = anzeige.eintraege(self.person).first()
        letzte = letzter and {
            "history_user": {"anzeigename": anzeige.anzeigenamen({letzter.benutzer}).get(letzter.benutzer)},
            "history_date": letzter.zeitpunkt,
        }
        return self.seite(self.formular(daten), status=409, unterschiede=unterschiede, letzte=letzte)


class HandlungView(PersonenMixin, KennwortErneutMixin, View):
    """Erst die Frage mit ihren Folgen, dann die Handlung. Am eigenen Zugang nie."""

    handlung: Handlung = None

    def dispatch(self, request, *args, **kwargs):
        if request.user.pk == kwargs["pk"]:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, pk):
        if not self.handlung.ist_moeglich(self.person):
            return self._nichts_zu_tun()
        return self._fragen()

    def post(self, request, pk):
        if not self.handlung.ist_moeglich(self.person):
            return self._nichts_zu_tun()
        try:
            ergebnis = self.handlung.tun(request, self.person)
        except ValidationError as fehler:
            return self._fragen(status=409, hindernis=" ".join(fehler.messages))
        if isinstance(ergebnis, HttpResponse):
            return ergebnis
        messages.success(request, ergebnis)
        return redirect("person_detail", pk)

    def _nichts_zu_tun(self):
        messages.info(
            self.request, f"{self.handlung.knopf}: Das ist schon geschehen oder geht bei diesem Zugang nicht."
        )
        return redirect("person_detail", self.person.pk)

    def _fragen(self, status=200, hindernis=""):
        angaben_ = {
            "person": self.person,
            "handlung": self.handlung,
            "saetze": self.handlung.saetze(self.person),
            "hindernis": hindernis,
        }
        return render(self.request, "personen/handlung.html", angaben_, status=status)
