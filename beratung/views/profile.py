"""Seiten der Zuordnungsprofile: Verzeichnis, Versionen mit Unterschieden, zurückziehen, herausgeben, laden."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import TemplateView, View

from beratung.eingang import profile
from beratung.eingang.formulare import ProfilLadenForm
from beratung.kern.zuordnen.profilpruefung import Profilfehler, in_worten, unterschied
from beratung.models import Zuordnungsprofil
from dresden_senioren.auslieferung.herunterladen import dateiantwort
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin


class ProfileMixin(ZugangMixin):
    recht = Recht.LIEFERUNGEN_VERWALTEN

    def get_queryset(self):
        return Zuordnungsprofil.objects.select_related("angelegt_von", "zurueckgezogen_von").order_by(
            "name", "-version"
        )


class ProfilListeView(ProfileMixin, View):
    """Alle Profile; POST lädt eines aus einer Datei."""

    http_method_names = ["get", "post"]

    def get(self, request):
        return self.zeigen(ProfilLadenForm())

    def post(self, request):
        form = ProfilLadenForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.zeigen(form, status=422)
        anlass = f"geladen aus {request.FILES['datei'].name}"
        try:
            profil, ist_neu = profile.laden(form.cleaned_data["datei"], anlass=anlass, von=request.user)
        except Profilfehler as fehler:
            for mangel in fehler.maengel:
                form.add_error("datei", mangel)
            return self.zeigen(form, status=422)
        satz = f"{profil} ist angelegt." if ist_neu else f"Unverändert: {profil} sagt genau das schon."
        messages.success(request, satz)
        return redirect("beratung:profil_detail", name=profil.name)

    def zeigen(self, form, status=200):
        versionen = list(self.get_queryset().annotate(verwendet=Count("lieferungen")))
        namen = sorted({p.name for p in versionen}, key=lambda name: (name != profile.STANDARD, name))
        zeilen = [_zeile([p for p in versionen if p.name == name]) for name in namen]
        return render(self.request, "beratung/profil/liste.html", {"zeilen": zeilen, "form": form}, status=status)


def _zeile(versionen: list[Zuordnungsprofil]) -> dict:
    """Ein Profil: die geltende Version (keine, wenn alle zurückgezogen sind) und wie oft es verwendet ist."""
    geltende = next((p for p in versionen if p.zurueckgezogen_am is None), None)
    verwendet = sum(p.verwendet for p in versionen)
    return {"profil": geltende or versionen[0], "gilt": geltende is not None, "verwendet": verwendet,
            "versionen": len(versionen)}  # fmt: skip


class ProfilDetailView(ProfileMixin, TemplateView):
    template_name = "beratung/profil/detail.html"

    def get_context_data(self, name, **kwargs):
        versionen = list(self.get_queryset().filter(name=name).annotate(verwendet=Count("lieferungen")))
        if not versionen:
            raise Http404
        geltende = next((p for p in versionen if p.zurueckgezogen_am is None), None)
        namen = profile.namen()
        aeltere = [*versionen[1:], None]
        verlauf = [
            (neu, unterschied(alt.regeln, neu.regeln, namen) if alt else [])
            for neu, alt in zip(versionen, aeltere, strict=True)
        ]
        angaben = {"profil": geltende or versionen[0], "geltende": geltende, "verlauf": verlauf}
        angaben["regeln"] = in_worten((geltende or versionen[0]).regeln, namen)
        angaben["darf_zurueckziehen"] = geltende is not None and name != profile.STANDARD
        return super().get_context_data(**kwargs) | angaben


class ProfilZurueckziehenView(ProfileMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        profil = get_object_or_404(self.get_queryset(), pk=pk)
        try:
            profile.zurueckziehen(profil, von=request.user)
            messages.success(request, f"{profil} ist zurückgezogen; es gilt wieder, was davor galt.")
        except Profilfehler as fehler:
            messages.error(request, str(fehler))
        return redirect("beratung:profil_detail", name=profil.name)


class ProfilDateiView(ProfileMixin, View):
    http_method_names = ["get"]

    def get(self, request, pk):
        profil = get_object_or_404(self.get_queryset(), pk=pk)
        name = f"zuordnungsprofil_{profil.name}_v{profil.version}.json"
        return dateiantwort(profile.als_json(profil), name=name, medientyp="application/json; charset=utf-8")
