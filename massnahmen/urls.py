"""Adressen dieser App."""

from django.urls import path

from .pflege import BEARBEITEN, GEGENSTAENDE, LOESCHEN, NEU, Gegenstand
from .views import detail, fortschreibung, liste, pflege, planpflege

app_name = "massnahmen"


def _pflegeadressen(gegenstand: Gegenstand):
    """Neu, bearbeiten, löschen eines Gegenstands, so weit es sie bei ihm gibt."""
    stamm, ort = gegenstand.schluessel, "neu/<int:zu>/" if gegenstand.eltern else "neu/"
    seiten = {
        NEU: (ort, pflege.NeuView),
        BEARBEITEN: ("<int:pk>/", pflege.BearbeitenView),
        LOESCHEN: ("<int:pk>/loeschen/", pflege.LoeschenView),
    }
    for aktion in gegenstand.aktionen:
        ziel, seite = seiten[aktion]
        yield path(f"pflege/{stamm}/{ziel}", seite.as_view(gegenstand=gegenstand), name=f"{stamm}_{aktion}")


urlpatterns = [
    path("", liste.MassnahmenListeView.as_view(), name="liste"),
    path("<int:pk>/", detail.MassnahmeDetailView.as_view(), name="detail"),
    path("<int:pk>/sachstand/", detail.SachstandMeldenView.as_view(), name="sachstand_melden"),
    path("<int:pk>/bestaetigen/", detail.SachstandBestaetigenView.as_view(), name="sachstand_bestaetigen"),
    path("<int:pk>/ausser-kraft/", planpflege.AusserKraftView.as_view(), name="ausser_kraft"),
    path("<int:pk>/in-kraft/", planpflege.InKraftView.as_view(), name="in_kraft"),
    path("<int:pk>/zusammenfuehren/", planpflege.ZusammenfuehrenView.as_view(), name="zusammenfuehren"),
    path("<int:pk>/rollen-bestaetigen/", planpflege.VermutungenBestaetigenView.as_view(), name="rollen_bestaetigen"),
    path("pflege/", planpflege.PlanpflegeView.as_view(), name="pflege"),
    path("pflege/fortschreiben/<int:pk>/", fortschreibung.FortschreibenView.as_view(), name="fortschreiben"),
    path("stellen/", planpflege.StellenView.as_view(), name="stelle_liste"),
    path("sachstandsarten/", planpflege.SachstandsartenView.as_view(), name="sachstandsart_liste"),
    *(adresse for gegenstand in GEGENSTAENDE for adresse in _pflegeadressen(gegenstand)),
]
