"""Auswertungsseiten. Was es für die Stadt gibt, gibt es unter demselben Namen für einen Planungsbereich."""

from django.urls import path

from . import brief, dashboard, herkunft, katalog, monatsentwicklung, quartal, tabelle


def _stadt_und_bereich(pfad: str, view, name: str) -> list:
    """`name` wird stadt_… und bereich_…"""
    return [
        path(f"stadt/{pfad}", view.as_view(), name=f"stadt_{name}"),
        path(f"bereich/<slug:bereich>/{pfad}", view.as_view(), name=f"bereich_{name}"),
    ]


urlpatterns = [
    path("", dashboard.AuswertungView.as_view(), name="auswertung"),
    path("monatsentwicklung/", monatsentwicklung.MonatsentwicklungView.as_view(), name="monatsentwicklung"),
    path(
        "monatsentwicklung/<int:jahr>/<slug:schluessel>.svg",
        monatsentwicklung.MonatsentwicklungBildView.as_view(),
        name="monatsentwicklung_bild",
    ),
    path("quartal/", quartal.QuartalListeView.as_view(), name="quartal_liste"),
    path("quartal/<slug:stelle>/<slug:quartal>/", quartal.QuartalView.as_view(), name="quartal"),
    path("kennzahlen/", katalog.KatalogView.as_view(), name="kennzahl_liste"),
    path("kennzahlen/<slug:kennzahl>/", katalog.KennzahlView.as_view(), name="kennzahl"),
    path("bereich/", dashboard.BereichListeView.as_view(), name="bereich_liste"),
    path("briefe/empfang/", brief.BriefempfangView.as_view(), name="briefempfang"),
    path("bereich/<slug:bereich>/briefe/", brief.BriefeView.as_view(), name="bereich_briefe"),
    path("bereich/<slug:bereich>/brief/<slug:monat>/", brief.BriefView.as_view(), name="bereich_brief"),
    path(
        "bereich/<slug:bereich>/brief/<slug:monat>/senden/",
        brief.BriefSendenView.as_view(),
        name="bereich_brief_senden",
    ),
    *_stadt_und_bereich("", dashboard.DashboardView, "dashboard"),
    *_stadt_und_bereich("abbildung/<slug:schluessel>.svg", dashboard.BildView, "bild"),
    *_stadt_und_bereich(
        "abbildung/<slug:schluessel>/<slug:dateiformat>/", tabelle.AbbildungTabelleView, "abbildung_tabelle"
    ),
    *_stadt_und_bereich("herkunft/<slug:kennzahl>/", herkunft.HerkunftView, "herkunft"),
]
