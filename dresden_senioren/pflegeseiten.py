"""Neu, bearbeiten, löschen: drei Seiten für alles, was sich pflegen lässt. Was das ist, sagt jede App als Daten."""

import hashlib
from collections.abc import Iterable
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import BooleanField, Model, ProtectedError, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from .datenbank.feldgeschichte import feldtext
from .datenbank.geschichte import InzwischenGeaendert, fassung
from .formulare import PflegeForm
from .kern.aenderungen import Wechsel
from .kern.text import aufzaehlung
from .kern.zahlen import deutsch
from .models import Benutzer
from .zugang import ZugangMixin

NEU, BEARBEITEN, LOESCHEN = "neu", "bearbeiten", "loeschen"


class Gegenstand(Protocol):
    """Was die Seiten über eine Art von Zeilen wissen müssen."""

    schluessel: str
    neu: str
    aktionen: tuple[str, ...]

    @property
    def name(self) -> str: ...
    def darf(self, benutzer: Benutzer, aktion: str) -> bool: ...
    def zeilen(self, benutzer: Benutzer) -> QuerySet:
        """Was die Person ändern darf; alles Übrige ist für sie nicht da (404)."""

    def neue_zeile(self, benutzer: Benutzer, zu: Any) -> Model:
        """Eine noch nicht gespeicherte; `zu`: die Angabe der Adresse, wo es eine gibt. Http404, wenn es das nicht
        gibt."""

    def form_fuer(self, benutzer: Benutzer, zeile: Model) -> type[PflegeForm]: ...
    def zurueck(self, zeile: Model) -> str: ...
    def herkunft(self, zeile: Model) -> str:
        """Wie die Seite heißt, zu der `zurueck` führt."""

    def darueber(self, zeile: Model) -> tuple[str, str] | None:
        """Adresse und Name der Liste, unter der diese Seite im Pfad steht; None, wo sie selbst oben steht."""

    def verlauf(self, zeile: Model) -> list[Wechsel]: ...
    def sichern(self, *, zeile: Model, grundlage: int | None, von: Benutzer) -> Model:
        """InzwischenGeaendert nach einem Zusammenstoß, ValidationError, wo es nicht geht."""

    def entfernen(self, *, zeile: Model, von: Benutzer) -> None:
        """ProtectedError oder ValidationError, wo es nicht geht."""


class PflegeView(ZugangMixin, View):
    """Das Recht steht beim Gegenstand; `as_view` nennt ihn."""

    app: ClassVar[str]  # Namensraum der Adressen
    ordner: ClassVar[str]  # der Seiten formular.html und loeschen.html
    gegenstand: Gegenstand = None
    aktion: str

    def dispatch(self, request, *args, **kwargs):
        if not self.gegenstand.darf(request.user, self.aktion):
            raise PermissionDenied
        return View.dispatch(self, request, *args, **kwargs)

    @cached_property
    def zeile(self):
        return get_object_or_404(self.gegenstand.zeilen(self.request.user), pk=self.kwargs["pk"])

    def formular(self, *args, **kwargs):
        """Füllt eine Kopie: Was nicht gespeichert ist, steht weder im Pfad noch sonst auf der Seite."""
        form = self.gegenstand.form_fuer(self.request.user, self.zeile)
        return form(*args, instance=copy(self.zeile), **kwargs)

    def seite(self, form, status=200, **mehr):
        kontext = {
            "gegenstand": self.gegenstand,
            "titel": self.titel(),
            "form": form,
            "zurueck": self.gegenstand.zurueck(self.zeile),
            "herkunft": self.gegenstand.herkunft(self.zeile),
            "darueber": self.gegenstand.darueber(self.zeile),
        }
        return render(self.request, f"{self.ordner}/formular.html", kontext | mehr, status=status)

    def speichern(self, form):
        """Antwort nach dem Speichern; 422 mit Fehlern am Feld, 409 nach einem Zusammenstoß. Hat es Folgen, wird beim
        ersten Mal nur gezeigt, welche."""
        if not form.is_valid():
            return self.seite(form, status=422)
        folgen = form.folgen()
        if folgen and self.request.POST.get("gesehen") != (gesehen := kennung(folgen)):
            return self.seite(form, folgen=folgen, gesehen=gesehen)
        zeile = form.save(commit=False)
        try:
            self.gegenstand.sichern(zeile=zeile, grundlage=form.cleaned_data["fassung"], von=self.request.user)
        except InzwischenGeaendert as geaendert:
            return self.zusammenstoss(form, geaendert.zeile)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.seite(form, status=422)
        except IntegrityError:
            form.add_error(None, "Im selben Augenblick hat jemand anderes dasselbe angelegt. Bitte prüfen Sie es.")
            return self.seite(form, status=422)
        messages.success(self.request, f"Gespeichert: {str(zeile)[:180].removesuffix('.')}.")
        return redirect(self.gegenstand.zurueck(zeile))


class NeuView(PflegeView):
    aktion = NEU

    @cached_property
    def zeile(self):
        return self.gegenstand.neue_zeile(self.request.user, self.kwargs.get("zu"))

    def titel(self):
        return self.gegenstand.neu

    def get(self, request, **kwargs):
        return self.seite(self.formular())

    def post(self, request, **kwargs):
        return self.speichern(self.formular(request.POST))


class BearbeitenView(PflegeView):
    aktion = BEARBEITEN

    def titel(self):
        return f"{self.gegenstand.name} bearbeiten"

    def seite(self, form, status=200, **mehr):
        url_name = f"{self.app}:{self.gegenstand.schluessel}_loeschen"
        darf_loeschen = LOESCHEN in self.gegenstand.aktionen and self.gegenstand.darf(self.request.user, LOESCHEN)
        angaben = {
            "ist_bearbeitung": True,
            "zeile": self.zeile,
            "loeschen_name": url_name if darf_loeschen else "",
            "verlauf": self.gegenstand.verlauf(self.zeile),
        }
        return super().seite(form, status, **angaben | mehr)

    def get(self, request, **kwargs):
        return self.seite(self.formular(initial={"fassung": fassung(self.zeile)}))

    def post(self, request, **kwargs):
        return self.speichern(self.formular(request.POST))

    def zusammenstoss(self, form, gespeichert):
        """Beide Stände nebeneinander; erneut abgesendet gilt der inzwischen gelesene als Grundlage.

        Felder, die die Person nicht angefasst hat, übernehmen den gespeicherten Wert.
        """
        daten = self.request.POST.copy()
        eigene = [name for name in form._meta.fields if self._hat_angefasst(form, name)]
        for name in set(form._meta.fields) - set(eigene):
            _einsetzen(daten, name, gespeichert)
        daten["fassung"] = fassung(gespeichert)
        unterschiede = [
            {"feld": form.fields[name].label, "gespeichert": alt, "eigen": neu}
            for name in eigene
            if (alt := _lesbar(gespeichert, name)) != (neu := _lesbar(form.instance, name))
        ]
        letzte = gespeichert.history.select_related("history_user").order_by("-history_id").first()
        self.zeile.refresh_from_db()
        return self.seite(self.formular(daten), status=409, unterschiede=unterschiede, letzte=letzte)

    def _hat_angefasst(self, form, name: str) -> bool:
        """Weicht die Eingabe von der Fassung ab, die beim Öffnen galt? Ohne diese Fassung: im Zweifel ja."""
        grundlage = form.instance.history.filter(history_id=form.cleaned_data["fassung"] or 0).first()
        attribut = form.instance._meta.get_field(name).attname
        return grundlage is None or getattr(grundlage, attribut) != getattr(form.instance, attribut)


class LoeschenView(PflegeView):
    aktion = LOESCHEN

    def get(self, request, **kwargs):
        return self._fragen()

    def post(self, request, **kwargs):
        zeile, name = self.zeile, str(self.zeile)[:120]
        try:
            self.gegenstand.entfernen(zeile=zeile, von=request.user)
        except ProtectedError as geschuetzt:
            return self._fragen(status=409, hindernis=_daran_haengt(geschuetzt))
        except ValidationError as fehler:
            return self._fragen(status=409, hindernis=" ".join(fehler.messages))
        messages.success(request, f"Gelöscht: {name}.")
        return redirect(self.gegenstand.zurueck(zeile))

    def _fragen(self, status=200, hindernis=""):
        kontext = {
            "gegenstand": self.gegenstand,
            "zeile": self.zeile,
            "zurueck": self.gegenstand.zurueck(self.zeile),
            "herkunft": self.gegenstand.herkunft(self.zeile),
            "darueber": self.gegenstand.darueber(self.zeile),
            "hindernis": hindernis,
        }
        return render(self.request, f"{self.ordner}/loeschen.html", kontext, status=status)


def kennung(saetze: Iterable[str]) -> str:
    """Woran die Seite erkennt, dass die Person genau diese Folgen gesehen hat."""
    return hashlib.sha256("\n".join(saetze).encode()).hexdigest()[:16]


def _einsetzen(daten, name: str, zeile) -> None:
    """Den gespeicherten Wert so, wie das Formular ihn abschicken würde."""
    feld = zeile._meta.get_field(name)
    wert = getattr(zeile, feld.attname)
    if isinstance(feld, BooleanField) and not feld.null:
        daten.pop(name, None)
        wert = "on" if wert else None
    elif isinstance(wert, list):
        wert = "\n".join(wert)
    elif isinstance(wert, Decimal):
        wert = deutsch(wert, stellen=2)
    if wert is not None:
        daten[name] = wert.isoformat() if isinstance(wert, date) else str(wert)
    elif name in daten:
        daten[name] = ""


def _lesbar(zeile, name: str) -> str:
    feld = zeile._meta.get_field(name)
    wert = getattr(zeile, name)
    return str(wert or "") if feld.is_relation else feldtext(feld, wert)


def _daran_haengt(geschuetzt: ProtectedError) -> str:
    """„Daran hängen: 12 × Maßnahmen.“: was dem Löschen im Weg steht."""
    arten: dict[str, int] = {}
    for zeile in geschuetzt.protected_objects:
        meta = zeile._meta
        arten[meta.verbose_name_plural] = arten.get(meta.verbose_name_plural, 0) + 1
    return f"Daran hängen: {aufzaehlung([f'{deutsch(anzahl)} × {name}' for name, anzahl in arten.items()])}."
