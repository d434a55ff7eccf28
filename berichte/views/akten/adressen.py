"""Adressen unter /berichte/: die Berichtsakten, ihre Botschaften und Versionen."""

from django.urls import path

from . import akte, anlegen, auftrag, berichtsvergleich, botschaft, festschreibung, vorlage

urlpatterns = [
    path("", akte.BerichtListeView.as_view(), name="bericht_liste"),
    path("neu/", anlegen.BerichtNeuView.as_view(), name="bericht_neu"),
    path("neu/<slug:art>/", anlegen.BerichtAnlegenView.as_view(), name="bericht_anlegen"),
    path("auftrag/<uuid:pk>/", auftrag.AuftragDetailView.as_view(), name="berichtsauftrag"),
    path("auftrag/<uuid:pk>/datei/", auftrag.AuftragDateiView.as_view(), name="berichtsauftrag_datei"),
    path(
        "vergleich/<int:alt>/<int:neu>/",
        berichtsvergleich.BerichtsvergleichView.as_view(),
        name="berichtsvergleich",
    ),
    path("vorlage/", vorlage.FolienvorlageView.as_view(), name="folienvorlage"),
    path("vorlage/datei/", vorlage.FolienvorlageDateiView.as_view(), name="folienvorlage_datei"),
    path("vorlage/eingebaute/", vorlage.EingebauteVorlageView.as_view(), name="folienvorlage_eingebaute"),
    path(
        "vorlage/zuruecksetzen/", vorlage.FolienvorlageZuruecksetzenView.as_view(), name="folienvorlage_zuruecksetzen"
    ),
    path("<int:pk>/", akte.BerichtDetailView.as_view(), name="bericht_detail"),
    path("<int:pk>/bild/<int:stelle>/", akte.BerichtBildView.as_view(), name="bericht_bild"),
    path("<int:pk>/version/<int:nummer>/", akte.BerichtVersionView.as_view(), name="bericht_version"),
    path(
        "<int:pk>/version/<int:nummer>/bild/<int:stelle>/", akte.BerichtBildView.as_view(), name="bericht_version_bild"
    ),
    path("<int:pk>/botschaft/<slug:schluessel>/", botschaft.BotschaftView.as_view(), name="botschaft"),
    path("<int:pk>/datei/", festschreibung.BerichtDateiView.as_view(), name="bericht_datei"),
    path("<int:pk>/festschreiben/", festschreibung.BerichtFestschreibenView.as_view(), name="bericht_festschreiben"),
    path("<int:pk>/wieder-oeffnen/", festschreibung.BerichtWiederOeffnenView.as_view(), name="bericht_wieder_oeffnen"),
    path("<int:pk>/verwerfen/", akte.BerichtVerwerfenView.as_view(), name="bericht_verwerfen"),
]
