"""Eine Berichtsakte: was noch fehlt, wie der Bericht aussieht, seine Versionen; verwerfen; die Liste aller Akten."""

from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from berichte.akten import bestand, festgeschrieben, inhalt
from berichte.akten.bereitschaft import bereitschaft
from berichte.akten.vorschau import diagramm_an, vorschau
from berichte.arten import BERICHTSARTEN, BerichtNichtMoeglich
from berichte.ausgabe import AUSGABEN
from berichte.ausgabe.bilder import druckbild
from berichte.kern.akten.bericht import Bericht
from berichte.kern.akten.festschrift import FestschriftUnlesbar
from berichte.kern.geheimhaltung import Fassung, FassungVerweigert, Freigabe, freigeben
from berichte.models import Berichtsakte, Festschreibung
from berichte.zugriffe import ZahlenzugriffMixin
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin

WARUM_KEIN_BERICHT = (BerichtNichtMoeglich, FassungVerweigert, FestschriftUnlesbar)
GESPEICHERTER_ENTWURF = "gespeicherter_entwurf"  # in der Sitzung: welchen Entwurf das Fenster vergessen darf
FILTER_AB = 12  # Akten; darunter übersieht man die Liste so


class BerichtListeView(ZugangMixin, TemplateView):
    recht = Recht.BERICHTE_DES_BEREICHS
    template_name = "berichte/akte/liste.html"

    def get_context_data(self, **kwargs):
        alle = bestand.zeilen(self.request.user)
        art = self.request.GET.get("art")
        gezeigt = [zeile for zeile in alle if zeile.akte.art == art] if art in BERICHTSARTEN else alle
        arten = [BERICHTSARTEN[name] for name in dict.fromkeys(zeile.akte.art for zeile in alle)]
        return super().get_context_data(
            in_arbeit=[zeile for zeile in gezeigt if not zeile.geltend],
            festgeschrieben=[zeile for zeile in gezeigt if zeile.geltend],
            gewaehlte_art=art if art in BERICHTSARTEN else "",
            filter_arten=arten if len(alle) > FILTER_AB and len(arten) > 1 else [],
            arten=bestand.arten_fuer(self.request.user),
            ist_leer=not alle,
            **kwargs,
        )


class AkteMixin(ZahlenzugriffMixin):
    """Eine Seite zu einer Akte, die die Person sehen darf; jede andere ist 404. Welche davon den Inhalt eines internen
    Berichts zeigen, sagt `zeigt_den_bericht`."""

    zeigt_den_bericht = False

    recht = Recht.BERICHTE_DES_BEREICHS

    @cached_property
    def akte(self) -> Berichtsakte:
        sichtbare = Berichtsakte.objects.sichtbar_fuer(self.request.user).filter(art__in=BERICHTSARTEN)
        verbunden = sichtbare.select_related(
            "planungsbereich", "beratungsstelle", "abschluss__runde", "vergleich_mit__akte", "angelegt_von"
        )
        return get_object_or_404(verbunden, pk=self.kwargs["pk"])

    def zeigt_genaues(self) -> bool:
        return self.zeigt_den_bericht and Fassung(self.akte.fassung) is Fassung.INTERN

    def zugriffsauswahl(self) -> dict:
        """Auch für Bilder: welcher Bericht, welche Version."""
        bereich = self.akte.planungsbereich.kuerzel if self.akte.planungsbereich else ""
        ort = {"art": self.akte.art, "stichtag": self.akte.stichtag, "bereich": bereich}
        return {name: wert for name, wert in self.kwargs.items() if name != "stelle"} | ort

    def zugriffsstand(self) -> str:
        return self.geltend.inhaltssumme if self.geltend else super().zugriffsstand()

    @cached_property
    def versionen(self) -> list[Festschreibung]:
        """Die jüngste zuerst, ohne ihren Inhalt."""
        return list(self.akte.festschreibungen.defer("inhalt").select_related("von", "wiederoeffnung__von"))

    @cached_property
    def geltend(self) -> Festschreibung | None:
        juengste = self.versionen[0] if self.versionen else None
        return None if juengste is None or hasattr(juengste, "wiederoeffnung") else juengste

    def festgeschriebener(self, nummer: int) -> Festschreibung:
        return get_object_or_404(self.akte.festschreibungen.select_related("von"), nummer=nummer)

    def bericht(self) -> Bericht:
        """Der festgeschriebene, wo es einen gibt, sonst der Entwurf. Eine der Ausnahmen WARUM_KEIN_BERICHT."""
        if self.geltend:
            return festgeschrieben.inhalt(self.geltend)
        return inhalt.entwurf(self.akte, von=self.request.user)

    def freigegeben(self, bericht: Bericht) -> Freigabe[Bericht]:
        return freigeben(bericht, Fassung(self.akte.fassung))

    def get_context_data(self, **kwargs):
        fest = {"aktentitel": bestand.titel(self.akte), "fassung": Fassung(self.akte.fassung)}
        return super().get_context_data(akte=self.akte, art=BERICHTSARTEN[self.akte.art], **fest, **kwargs)

    @property
    def adresse(self) -> str:
        return reverse("bericht_detail", args=[self.akte.pk])

    @property
    def formate(self) -> list[tuple[str, str, str]]:
        """(Dateiformat, „PDF“, „barrierefrei, zum Lesen und Ablegen“), das übliche zuerst."""
        angebotene = [name for name in BERICHTSARTEN[self.akte.art].formate if name in AUSGABEN]
        geteilt = [(name, AUSGABEN[name].bezeichnung.partition(", ")) for name in angebotene]
        return [(name, kurz, wozu) for name, (kurz, _, wozu) in geteilt]


class BerichtDetailView(AkteMixin, TemplateView):
    zeigt_den_bericht = True
    template_name = "berichte/akte/detail.html"

    def get_context_data(self, **kwargs):
        bericht, gezeigt, grund = None, None, ""
        try:
            bericht = self.bericht()
            gezeigt = vorschau(
                self.freigegeben(bericht), lambda stelle: reverse("bericht_bild", args=[self.akte.pk, stelle])
            )
        except WARUM_KEIN_BERICHT as fehler:
            grund = str(fehler)
        return super().get_context_data(
            vorschau=gezeigt,
            grund=grund,
            punkte=[] if self.geltend else bereitschaft(self.akte, bericht, self.request.user),
            geltend=self.geltend,
            versionen=[(version, self._vergleiche(version)) for version in self.versionen],
            formate=self.formate,
            darf_festschreiben=self.request.user.darf(Recht.BERICHTE_FUEHREN),
            weitere=self._weitere,
            gespeicherter_entwurf=self.request.session.pop(GESPEICHERTER_ENTWURF, ""),
            **kwargs,
        )

    @property
    def _weitere(self) -> list[tuple[str, str]]:
        """(Bezeichnung, Adresse) der übrigen Arten, mit den Angaben dieser Akte."""
        werte = {"stichtag": self.akte.stichtag, "fassung": self.akte.fassung, "abschluss": self.akte.abschluss_id}
        angaben = urlencode({name: wert for name, wert in werte.items() if wert})
        uebrige = [art for art in bestand.arten_fuer(self.request.user) if art.schluessel != self.akte.art]
        return [(art.bezeichnung, f"{reverse('bericht_anlegen', args=[art.schluessel])}?{angaben}") for art in uebrige]

    @cached_property
    def _vergleichbare(self) -> dict[int, list[Festschreibung]]:
        return bestand.vergleichbare(self.akte, self.versionen)

    def _vergleiche(self, version: Festschreibung) -> list[tuple[str, str]]:
        """(Womit, Adresse des Vergleichs)."""
        return [
            (
                f"Version {frueher.nummer}"
                + ("" if frueher.akte_id == self.akte.pk else f" zum {frueher.akte.stichtag:%d.%m.%Y}"),
                reverse("berichtsvergleich", args=[frueher.pk, version.pk]),
            )
            for frueher in self._vergleichbare[version.pk]
        ]


class BerichtVersionView(AkteMixin, TemplateView):
    """Eine Version, wie sie festgeschrieben wurde, auch wenn danach weitergearbeitet wurde."""

    zeigt_den_bericht = True
    template_name = "berichte/akte/version.html"

    def zugriffsstand(self) -> str:
        return self.festgeschriebener(self.kwargs["nummer"]).inhaltssumme

    def get_context_data(self, **kwargs):
        version, gezeigt, grund = self.festgeschriebener(self.kwargs["nummer"]), None, ""
        angaben = (self.akte.pk, version.nummer)
        try:
            freigabe = self.freigegeben(festgeschrieben.inhalt(version))
            gezeigt = vorschau(freigabe, lambda stelle: reverse("bericht_version_bild", args=[*angaben, stelle]))
        except WARUM_KEIN_BERICHT as fehler:
            grund = str(fehler)
        return super().get_context_data(
            version=version,
            vorschau=gezeigt,
            grund=grund,
            formate=self.formate,
            hier=f"Version {version.nummer}",
            **kwargs,
        )


class BerichtVerwerfenView(AkteMixin, TemplateView):
    """Vorher steht da, was verloren geht. Wer eine Akte anlegen darf, darf sie auch verwerfen."""

    template_name = "berichte/akte/verwerfen.html"

    def get_context_data(self, **kwargs):
        botschaften = bestand.anzahl_botschaften(self.akte)
        return super().get_context_data(ist_bleibend=bool(self.versionen), botschaften=botschaften, **kwargs)

    def post(self, request, **kwargs):
        name = bestand.titel(self.akte)
        try:
            bestand.verwerfen(akte=self.akte, von=request.user)
        except bestand.VerwerfenAbgelehnt as grund:
            messages.error(request, str(grund))
            return redirect(self.adresse)
        messages.success(request, f"„{name}“ ist verworfen.")
        return redirect("bericht_liste")


class BerichtBildView(AkteMixin, View):
    """Ein Diagramm des Berichts als SVG, für Seiten ohne JavaScript; mit `schmal` für ein Telefon."""

    zeigt_den_bericht = True

    @property
    def zugriffsseite(self) -> str:
        return "bericht_version" if "nummer" in self.kwargs else "bericht_detail"

    def get(self, request, stelle, nummer=None, **kwargs):
        try:
            bericht = festgeschrieben.inhalt(self.festgeschriebener(nummer)) if nummer is not None else self.bericht()
            self.freigegeben(bericht)
        except WARUM_KEIN_BERICHT as fehler:
            raise Http404(str(fehler)) from None
        if (diagramm := diagramm_an(bericht, stelle)) is None:
            raise Http404("An dieser Stelle des Berichts wird nichts gezeichnet.")
        breite = druckbild.SCHMALE_BREITE if "schmal" in request.GET else druckbild.BREITE
        return HttpResponse(druckbild.svg(diagramm, breite=breite), content_type="image/svg+xml")
