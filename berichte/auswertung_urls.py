"""Auswertungsseiten. Was es für die Stadt gibt, gibt es unter demselben Namen für einen Planungsbereich."""

from django.urls import path

from . import (
    auswertung_views,
    brief_views,
    herkunft_views,
    katalog_views,
    quartal_views,
    tabellenausgabe,
    views,
)


def _stadt_und_bereich(pfad: str, view, name: str) -> list:
    """`name` wird stadt_… und bereich_…"""
    return [
        path(f"stadt/{pfad}", view.as_view(), name=f"stadt_{name}"),
        path(f"bereich/<slug:bereich>/{pfad}", view.as_view(), name=f"bereich_{name}"),
    ]


urlpatterns = [
    path("monatsentwicklung/", views.MonatsentwicklungView.as_view(), name="monatsentwicklung"),
    path(
        "monatsentwicklung/<int:jahr>/<slug:schluessel>.svg",
        views.MonatsentwicklungBildView.as_view(),
        name="monatsentwicklung_bild",
    ),
    path("quartal/", quartal_views.QuartalListeView.as_view(), name="quartal_liste"),
    path("quartal/<slug:stelle>/<slug:quartal>/", quartal_views.QuartalView.as_view(), name="quartal"),
    path("kennzahlen/", katalog_views.KatalogView.as_view(), name="kennzahl_liste"),
    path("kennzahlen/<slug:kennzahl>/", katalog_views.KennzahlView.as_view(), name="kennzahl"),
    path("bereich/", auswertung_views.BereichListeView.as_view(), name="bereich_liste"),
    path("briefe/empfang/", brief_views.BriefempfangView.as_view(), name="briefempfang"),
    path("bereich/<slug:bereich>/briefe/", brief_views.BriefeView.as_view(), name="bereich_briefe"),
    path("bereich/<slug:bereich>/brief/<slug:monat>/", brief_views.BriefView.as_view(), name="bereich_brief"),
    path(
        "bereich/<slug:bereich>/brief/<slug:monat>/senden/",
        brief_views.BriefSendenView.as_view(),
        name="bereich_brief_senden",
    ),
    *_stadt_und_bereich("", auswertung_views.DashboardView, "dashboard"),
    *_stadt_und_bereich("abbildung/<slug:schluessel>.svg", auswertung_views.BildView, "bild"),
    *_stadt_und_bereich(
        "abbildung/<slug:schluessel>/<slug:dateiformat>/", tabellenausgabe.AbbildungTabelleView, "abbildung_tabelle"
    ),
    *_stadt_und_bereich("herkunft/<slug:kennzahl>/", herkunft_views.HerkunftView, "herkunft"),
]
