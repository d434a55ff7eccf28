"""Adressen dieser App."""

from django.urls import path

from .views import detail, liste, rueckmeldung, runde, stellvertretung

app_name = "massnahmen"
urlpatterns = [
    path("", liste.MassnahmenListeView.as_view(), name="liste"),
    path("<int:pk>/", detail.MassnahmeDetailView.as_view(), name="detail"),
    path("<int:pk>/sachstand/", detail.SachstandMeldenView.as_view(), name="sachstand_melden"),
    path("<int:pk>/bestaetigen/", detail.SachstandBestaetigenView.as_view(), name="sachstand_bestaetigen"),
    # Sachstandsrunde
    path("rueckmeldungen/", rueckmeldung.RueckmeldungenView.as_view(), name="rueckmeldungen"),
    path("rueckmeldungen/<int:pk>/", rueckmeldung.RueckmeldungView.as_view(), name="rueckmeldung"),
    path("runden/", runde.RundeListeView.as_view(), name="runde_liste"),
    path("runden/neu/", runde.RundeNeuView.as_view(), name="runde_neu"),
    path("runden/<int:pk>/", runde.RundeDetailView.as_view(), name="runde_detail"),
    path("runden/<int:pk>/erinnern/", runde.ErinnernView.as_view(), name="runde_erinnern"),
    path("runden/<int:pk>/schliessen/", runde.RundeSchliessenView.as_view(), name="runde_schliessen"),
    path("runden/<int:pk>/wieder-oeffnen/", runde.RundeWiederOeffnenView.as_view(), name="runde_wieder_oeffnen"),
    path("runden/<int:pk>/stand/<int:nummer>/", runde.RundenstandView.as_view(), name="runde_stand"),
    path("runden/stellvertretungen/", stellvertretung.StellvertretungenView.as_view(), name="stellvertretungen"),
    path(
        "runden/stellvertretungen/<int:pk>/beenden/",
        stellvertretung.StellvertretungBeendenView.as_view(),
        name="stellvertretung_beenden",
    ),
]
