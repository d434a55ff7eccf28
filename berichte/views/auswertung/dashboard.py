"""Auswertungsseiten eines Gebiets: Dashboard der Stadt, Dashboard eines Planungsbereichs und ihre Abbildungen."""

from functools import cached_property
from urllib.parse import parse_qsl

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import ListView, TemplateView, View

from beratung.kern.zaehlung import Quelle
from beratung.models import Befundentscheidung, Planungsbereich
from beratung.pruefung.befunde import befundstaende
from berichte.abbildungen import ABBILDUNGEN, NUR_DER_STADT
from berichte.ausgabe.bilder import druckbild, kachelbild
from berichte.auswertung import dashboard
from berichte.auswertung.abschnitte import abschnitte, wege_der_bereiche
from berichte.auswertung.auffaelliges import auffaelliges, was_deutlich_heisst
from berichte.auswertung.ausschnitt import ZUSAMMEN, Ausschnitt, adresse, aus_adresse
from berichte.auswertung.auswahlleiste import auswahlleiste
from berichte.auswertung.rahmen import stand
from berichte.fachplan import bezug
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.zahlen import lesung
from berichte.zahlen.lage import Lage, lage
from berichte.zugriffe import ZahlenzugriffMixin
from dresden_senioren.datenbank.ein_stand import ein_stand
from dresden_senioren.rollen import Recht
from dresden_senioren.zugang import ZugangMixin


class GebietMixin(ZahlenzugriffMixin):
    """Eine Seite über die Stadt oder, mit `bereich` in der Adresse, über einen Planungsbereich, den die Person sehen
    darf; jeder andere ist 404. Ohne gemeldeten Monat ist `ausschnitt` None."""

    @property
    def recht(self) -> Recht:
        return Recht.AUSWERTUNG_STADT if "bereich" in self.kwargs else Recht.AUSWERTUNG_ALLER_BEREICHE

    @cached_property
    def bereiche(self) -> list[Planungsbereich]:
        """Alle, die die Person sehen darf."""
        return list(Planungsbereich.objects.sichtbar_fuer(self.request.user).mit_unbestaetigten())

    @cached_property
    def bereich(self) -> Planungsbereich | None:
        if "bereich" not in self.kwargs:
            return None
        hier = next((b for b in self.bereiche if b.kuerzel == self.kwargs["bereich"]), None)
        if hier is None:
            raise Http404
        return hier

    @cached_property
    def ausschnitt(self) -> Ausschnitt | None:
        kuerzel, letzter = self.bereich.kuerzel if self.bereich else "", stand(self.request)
        return aus_adresse(self.request.GET, letzter.letzter_monat, kuerzel) if letzter else None

    @cached_property
    def lage(self) -> Lage:
        if self.ausschnitt is None:
            raise Http404("Es ist noch kein Monat gemeldet.")
        return lage(self.ausschnitt.auswahl, self.entscheidungen)

    @cached_property
    def entscheidungen(self) -> tuple[Befundentscheidung, ...]:
        """Für die Fußnoten unter den Zahlen und für die Befunde neben ihnen."""
        return tuple(lesung.entscheidungen(self.ausschnitt.auswahl))

    def zeigt_genaues(self) -> bool:
        return self.ausschnitt is not None

    def zugriffsauswahl(self) -> dict:
        """Was gezeigt wurde, auch wo die Adresse die Vorgabe meint."""
        return super().zugriffsauswahl() | dict(parse_qsl(self.ausschnitt.parameter))

    def abbildung(self, schluessel: str) -> Abbildung:
        if schluessel not in ABBILDUNGEN or (self.bereich and schluessel in NUR_DER_STADT):
            raise Http404("Diese Abbildung gibt es hier nicht.")
        return ABBILDUNGEN[schluessel](self.lage)

    def adresse(self, name: str, **angaben) -> str:
        return adresse(self.ausschnitt.auswahl, name, **angaben)

    def adresse_des_bereichs(self, kuerzel: str) -> str:
        """Das Dashboard eines anderen Planungsbereichs, im selben Ausschnitt."""
        return f"{reverse('bereich_dashboard', kwargs={'bereich': kuerzel})}?{self.ausschnitt.parameter}"


class DashboardView(GebietMixin, TemplateView):
    liest_kopie = True
    template_name = "berichte/dashboard/seite.html"

    @ein_stand()
    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        seite = kwargs | {"bereich": self.bereich, "name": self.bereich.name if self.bereich else "Stadt"}
        if self.ausschnitt is None:
            return super().get_context_data(**seite)
        gezeichnet = abschnitte(self.lage)
        seite |= {
            "ausschnitt": self.ausschnitt,
            "lage": self.lage,
            "abschnitte": gezeichnet,
            "hat_diagramme": any(abschnitt["abbildung"].diagramm for abschnitt in gezeichnet),
        }
        return super().get_context_data(**seite | self._gebiete() | self._kopf() | self._dazu())

    def _gebiete(self) -> dict:
        """Wohin man von hier im selben Ausschnitt wechseln kann; die Stadt zeigt ihre Bereiche mit Zahlen."""
        if not self.bereich:
            zeilen = dashboard.bereichszeilen(self.lage, self.bereiche, self.adresse_des_bereichs)
            return {
                "bereichszeilen": zeilen,
                "hat_unbestaetigte": any(zeile.unbestaetigt for zeile in zeilen),
                "bereichsabschnitt": wege_der_bereiche(self.lage),
            }
        stadt = ""
        if self.request.user.darf(Recht.AUSWERTUNG_ALLER_BEREICHE):
            stadt = f"{reverse('stadt_dashboard')}?{self.ausschnitt.parameter}"
        nachbarn = [(bereich, self.adresse_des_bereichs(bereich.kuerzel)) for bereich in self.bereiche]
        return {"stadt_url": stadt, "nachbarn": nachbarn if len(nachbarn) > 1 else []}

    def _kopf(self) -> dict:
        kopf, auswahl = dashboard.kopf(self.lage), self.ausschnitt.auswahl
        andere = next((q for q in Quelle if kopf.stumme_quelle and q is not kopf.stumme_quelle), None)
        return {
            "kopf": kopf,
            "auswahlleiste": auswahlleiste(self.ausschnitt, stand(self.request)),
            "quelle_parameter": auswahl.quelle.value if auswahl.quelle else ZUSAMMEN,
            "vergleich_parameter": self.ausschnitt.vergleich,
            "andere_quelle": andere,
            "andere_parameter": andere and self.ausschnitt.mit(quelle=andere).parameter,
            "karten": [(k, self.adresse("herkunft", kennzahl=k.kennzahl)) for k in dashboard.karten(self.lage)],
            "seitenwechsel": dashboard.seitenwechsel(self.lage),
            "auffaelliges": auffaelliges(self.lage),
            "methode": was_deutlich_heisst(self.lage),
        }

    def _dazu(self) -> dict:
        """Befunde und Maßnahmen neben den Zahlen."""
        name = self.bereich.name if self.bereich else ""
        return {
            "befundstaende": befundstaende(self.ausschnitt.auswahl.zeitraum, self.lage.quellen, self.entscheidungen),
            "darf_monate_sehen": self.request.user.darf(Recht.MONATE_ABSCHLIESSEN),
            "massnahmenregel": bezug.regel(name),
            "massnahmen": bezug.massnahmen_zu(name, self.request.user),
        }


class AuswertungView(ZugangMixin, View):
    """Der Anfang der Auswertung: die Stadt, wo die Person sie ganz sehen darf, sonst ihre Planungsbereiche."""

    recht = Recht.AUSWERTUNG_STADT
    http_method_names = ["get"]

    def get(self, request):
        return redirect("stadt_dashboard" if request.user.darf(Recht.AUSWERTUNG_ALLER_BEREICHE) else "bereich_liste")


class BereichListeView(ZugangMixin, ListView):
    """Die eigenen Planungsbereiche; ist es nur einer, gleich dorthin."""

    recht = Recht.AUSWERTUNG_STADT
    template_name = "berichte/dashboard/bereich_liste.html"
    context_object_name = "bereiche"

    def get_queryset(self):
        return Planungsbereich.objects.sichtbar_fuer(self.request.user).mit_unbestaetigten()

    def get(self, request, *args, **kwargs):
        if len(bereiche := self.get_queryset()) == 1:
            return redirect("bereich_dashboard", bereich=bereiche[0].kuerzel)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        darf_stadt = self.request.user.darf(Recht.AUSWERTUNG_ALLER_BEREICHE)
        return super().get_context_data(
            stadt=reverse("stadt_dashboard") if darf_stadt else "",
            hat_unbestaetigte=any(bereich.unbestaetigt for bereich in self.object_list),
            **kwargs,
        )


class BildView(GebietMixin, View):
    """Das Diagramm oder die Karte einer Abbildung als SVG, für Seiten ohne JavaScript; mit `schmal` für ein Telefon."""

    liest_kopie = True

    @property
    def zugriffsseite(self) -> str:
        return "bereich_dashboard" if self.bereich else "stadt_dashboard"

    def zugriffsauswahl(self) -> dict:
        """Dieselbe wie die der Seite, auf der das Bild steht."""
        return {name: wert for name, wert in super().zugriffsauswahl().items() if name != "schluessel"}

    def get(self, request, schluessel, **kwargs):
        abbildung, ist_schmal = self.abbildung(schluessel), "schmal" in request.GET
        if abbildung.karte:
            svg = kachelbild.svg(abbildung.karte, kachelbild.SCHMAL if ist_schmal else kachelbild.BREIT)
        elif abbildung.diagramm:
            svg = druckbild.svg(abbildung.diagramm, breite=druckbild.SCHMALE_BREITE if ist_schmal else druckbild.BREITE)
        else:
            raise Http404("Zu dieser Abbildung gibt es hier nichts zu zeichnen.")
        # nosemgrep: anfrage-als-seite – eigene Zeichnung, Texte darin maskiert; sendet jemand etwas, wählt es nur aus
        return HttpResponse(svg, content_type="image/svg+xml")
