from django.urls import path

from . import seiten

urlpatterns = [
    path("", seiten.HilfeView.as_view(), name="hilfe"),
    path("suche/", seiten.SucheView.as_view(), name="hilfe_suche"),
    path("rundgang-beenden/", seiten.RundgangBeendenView.as_view(), name="rundgang_beenden"),
    path("nachschlagen/<slug:schluessel>/", seiten.NachschlagewerkView.as_view(), name="nachschlagewerk"),
    path("<slug:schluessel>/", seiten.ArtikelView.as_view(), name="hilfeartikel"),
]
