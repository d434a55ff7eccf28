"""Adressen dieser App."""

from django.urls import path

from .plan.pflege import BEARBEITEN, GEGENSTAENDE, LOESCHEN, NEU, Gegenstand
from .views import aenderungen, ansicht, detail, liste, mehrere, rueckweg, terminlage, zeile
from .views.plan import ausserkraft, fortschreibung, gliederung, pflege, pruefung
from .views.runden import rueckmeldung, runde, stellvertretung

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
    path("<int:pk>/ausser-kraft/", ausserkraft.MassnahmeAusserKraftView.as_view(), name="ausser_kraft"),
    path("<int:pk>/in-kraft/", ausserkraft.MassnahmeInKraftView.as_view(), name="in_kraft"),
    path("<int:pk>/zusammenfuehren/", ausserkraft.MassnahmenZusammenfuehrenView.as_view(), name="zusammenfuehren"),
    path("<int:pk>/rollen-bestaetigen/", ausserkraft.VermutungenBestaetigenView.as_view(), name="rollen_bestaetigen"),
    path("pflege/", gliederung.PlanpflegeView.as_view(), name="pflege"),
    path("pflege/fortschreiben/<int:pk>/", fortschreibung.FortschreibenView.as_view(), name="fortschreiben"),
    path("pflege/ziel/<int:pk>/ausser-kraft/", ausserkraft.ZielAusserKraftView.as_view(), name="ziel_ausser_kraft"),
    path("pflege/ziel/<int:pk>/in-kraft/", ausserkraft.ZielInKraftView.as_view(), name="ziel_in_kraft"),
    path(
        "pflege/ziel/<int:pk>/zusammenfuehren/",
        ausserkraft.ZieleZusammenfuehrenView.as_view(),
        name="ziel_zusammenfuehren",
    ),
    path("stellen/", gliederung.StellenView.as_view(), name="stelle_liste"),
    path("stellen/<int:pk>/personen/", gliederung.StellenpersonenView.as_view(), name="stelle_personen"),
    path("sachstandsarten/", gliederung.SachstandsartenView.as_view(), name="sachstandsart_liste"),
    *(adresse for gegenstand in GEGENSTAENDE for adresse in _pflegeadressen(gegenstand)),
    # Sachstandsrunde
    path("rueckmeldungen/", rueckmeldung.RueckmeldungenView.as_view(), name="rueckmeldungen"),
    path("rueckmeldungen/<int:pk>/", rueckmeldung.RueckmeldungView.as_view(), name="rueckmeldung"),
    path("vertretung/", stellvertretung.EigeneVertretungView.as_view(), name="eigene_vertretung"),
    path(
        "vertretung/<int:pk>/beenden/",
        stellvertretung.EigeneVertretungBeendenView.as_view(),
        name="eigene_vertretung_beenden",
    ),
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
    path("formulare/", rueckweg.FormularListeView.as_view(), name="formular_liste"),
    path("formulare/hochladen/", rueckweg.FormularHochladenView.as_view(), name="formular_hochladen"),
    path("formulare/<int:pk>/", rueckweg.FormularDetailView.as_view(), name="formular_detail"),
    path("formulare/<int:pk>/uebernehmen/", rueckweg.FormularUebernehmenView.as_view(), name="formular_uebernehmen"),
    path("formulare/<int:pk>/verwerfen/", rueckweg.FormularVerwerfenView.as_view(), name="formular_verwerfen"),
    path("planpruefung/", pruefung.PlanpruefungView.as_view(), name="planpruefung"),
    path("planpruefung/entscheiden/", pruefung.EntscheidenView.as_view(), name="planpruefung_entscheiden"),
]
