"""Adressen dieser App."""

from django.urls import path

from .views import aenderungen, ansicht, detail, liste, mehrere, terminlage, zeile

app_name = "massnahmen"
urlpatterns = [
    path("", liste.MassnahmenListeView.as_view(), name="liste"),
    path("aenderungen/", aenderungen.AenderungenView.as_view(), name="aenderungen"),
    path("mehrere/", mehrere.MehrereView.as_view(), name="mehrere"),
    path("ansichten/neu/", ansicht.AnsichtNeuView.as_view(), name="ansicht_neu"),
    path("ansichten/<int:pk>/loeschen/", ansicht.AnsichtLoeschenView.as_view(), name="ansicht_loeschen"),
    path("<int:pk>/", detail.MassnahmeDetailView.as_view(), name="detail"),
    path("<int:pk>/sachstand/", detail.SachstandMeldenView.as_view(), name="sachstand_melden"),
    path("<int:pk>/bestaetigen/", detail.SachstandBestaetigenView.as_view(), name="sachstand_bestaetigen"),
    path("<int:pk>/terminlage/", terminlage.TerminlageSetzenView.as_view(), name="terminlage_setzen"),
    path("<int:pk>/zeile/", zeile.ZeileView.as_view(), name="zeile"),
    path("<int:pk>/zeile/bearbeiten/", zeile.ZeileBearbeitenView.as_view(), name="zeile_bearbeiten"),
]
