"""Stammdaten im Browser: anlegen, ablösen, löschen; was es bewirkt, steht vorher da, was war, bleibt."""

from datetime import date

import pytest

from beratung.kern.verzeichnis import vergleichsform
from beratung.models import (
    Ausstattung,
    Beratungsstelle,
    Ereignismarke,
    Planungsbereich,
    Stellengebiet,
    Traeger,
)
from beratung.stammdaten.nachschlagen import verzeichnis_laden
from beratung.stammdaten.pflege import STAMMDATEN
from dresden_senioren.datenbank.geschichte import fassung
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Protokolleintrag
from tests.massnahmen.seitentext import text

from .stammdatenhilfen import absenden, adresse, folgen

pytestmark = pytest.mark.django_db


@pytest.fixture
def cotta():
    return Beratungsstelle.objects.get(kuerzel="s-cotta")


def test_jeder_gegenstand_fuehrt_seine_geschichte():
    assert all(hasattr(gegenstand.modell, "history") for gegenstand in STAMMDATEN)


def test_liste_nennt_was_heute_gilt(administration, cotta):
    seite = text(administration.get(adresse("stelle_liste")))
    assert "Seniorenberatung Cotta (Beispiel) Beispielträger Elbe e. V. Seniora.App Cotta offen 1,75 80" in seite
    cotta.gebiete.all().delete()
    cotta.ausstattungen.all().delete()
    Beratungsstelle.objects.filter(pk=cotta.pk).update(gueltig_bis=date(2024, 6, 30))
    seite = text(administration.get(adresse("stelle_liste")))
    assert "Seniora.App keiner geschlossen seit 30.06.2024 unbekannt unbekannt" in seite


def test_neue_stelle_bekommt_einen_planungsbereich(administration):
    traeger = Traeger.objects.first()
    daten = {"name": "Neue Stelle", "kuerzel": "s-neu", "traeger": traeger.pk, "quelle": "seniora"}
    antwort = absenden(administration, adresse("stelle_neu"), **daten, gueltig_von="2025-02-01")
    stelle = Beratungsstelle.objects.get(kuerzel="s-neu")
    assert antwort.url == adresse("stelle_detail", stelle.pk)
    assert "Noch kein Planungsbereich" in text(administration.get(antwort.url))
    bereich = Planungsbereich.objects.get(kuerzel="plauen")
    absenden(administration, adresse("stellengebiet_neu", stelle.pk), planungsbereich=bereich.pk, gueltig_von="")
    assert verzeichnis_laden(Monat(2025, 3)).planungsbereich("unbekannt", "s-neu") == "plauen"
    seite = text(administration.get(antwort.url))
    assert "Anna Beispiel Planungsbereich – Plauen, unbefristet" in seite
    assert "Anna Beispiel Name – Neue Stelle" in seite


def test_kuerzel_und_quelle_bleiben(administration, cotta):
    daten = {"name": cotta.name, "traeger": cotta.traeger_id, "kuerzel": "anders", "quelle": "fmg"}
    absenden(administration, adresse("stelle_bearbeiten", cotta.pk), **daten)
    cotta.refresh_from_db()
    assert (cotta.kuerzel, cotta.quelle) == ("s-cotta", "seniora")


def test_der_pfad_nennt_nur_gespeichertes(administration, cotta):
    daten = {"name": "Ungespeichert", "traeger": cotta.traeger_id, "gueltig_bis": "kein Tag"}
    antwort = administration.post(adresse("stelle_bearbeiten", cotta.pk), daten)
    assert antwort.status_code == 422
    pfad = antwort.content.decode().split('class="pfad"')[1].split("</nav>")[0]
    assert cotta.name in pfad and "Beratungsstellen" in pfad and "Ungespeichert" not in pfad
    assert 'value="Ungespeichert"' in antwort.content.decode()


def test_schliessen_und_umbenennen_sagen_was_folgt(administration, cotta):
    url = adresse("stelle_bearbeiten", cotta.pk)
    daten = {"name": "Seniorenberatung West", "traeger": cotta.traeger_id, "gueltig_bis": "2024-06-30"}
    saetze = folgen(administration, url, **daten)
    assert "„Seniorenberatung Cotta (Beispiel)“ wird weiter erkannt, als Schreibweise." in saetze
    assert "Für 07–09/2024 sind danach noch Zahlen gezählt." in saetze
    cotta.refresh_from_db()
    assert cotta.name == "Seniorenberatung Cotta (Beispiel)"
    assert absenden(administration, url, **daten).status_code == 302
    assert "Seniorenberatung Cotta (Beispiel) Seniorenberatung West" in text(
        administration.get(adresse("stelle_detail", cotta.pk))
    )
    antwort = administration.post(url, daten | {"gueltig_von": "2025-01-01"})
    assert antwort.context["form"].errors["gueltig_bis"] == ["Der letzte Tag liegt vor dem ersten."]


def test_nach_dem_umbenennen_gilt_der_alte_name_in_dateien_weiter(administration, cotta):
    url, alt = adresse("stelle_bearbeiten", cotta.pk), cotta.name
    daten = {"traeger": cotta.traeger_id, "schreibweisen": "Cotta West\nCotta West\n\n"}
    absenden(administration, url, name="Seniorenberatung West", **daten)
    cotta.refresh_from_db()
    assert cotta.schreibweisen == ["Cotta West", alt]
    bekannt = verzeichnis_laden(Monat(2024, 9)).stellen_schreibweisen
    assert {bekannt[vergleichsform(n)] for n in (alt, "cotta  WEST", "Seniorenberatung West", "s-cotta")} == {"s-cotta"}
    assert f"Cotta West, {alt}" in text(administration.get(adresse("stelle_detail", cotta.pk)))
    # Zurück zum alten Namen: Er steht nicht auch noch als Schreibweise da, wenn sie ihn nicht selbst nennt.
    absenden(administration, url, name=alt, traeger=cotta.traeger_id, schreibweisen="", fassung=fassung(cotta))
    cotta.refresh_from_db()
    assert (cotta.name, cotta.schreibweisen) == (alt, ["Seniorenberatung West"])


def test_eine_schreibweise_meint_nur_eine_stelle(administration, cotta):
    andere = Beratungsstelle.objects.exclude(pk=cotta.pk).first()
    daten = {"name": cotta.name, "traeger": cotta.traeger_id, "schreibweisen": f"S-PLAUEN\n{andere.name.upper()}"}
    antwort = administration.post(adresse("stelle_bearbeiten", cotta.pk), daten)
    assert antwort.status_code == 422
    assert f"steht schon bei „{andere}“." in " ".join(antwort.context["form"].errors["schreibweisen"])
    assert "„S-PLAUEN“ steht schon bei" in " ".join(antwort.context["form"].errors["schreibweisen"])


def test_neue_ausstattung_loest_die_bisherige_ab(administration, cotta):
    url = adresse("ausstattung_neu", cotta.pk)
    daten = {"gueltig_von": "2025-01", "vzae": "2,5", "soll_quartal": "110"}
    saetze = folgen(administration, url, **daten)
    assert "Bis 31.12.2024 gilt: 1,75 VzÄ und 80 Fälle je Quartal." in saetze
    assert "Ab 01.01.2025 gilt: 2,50 VzÄ und 110 Fälle je Quartal." in saetze
    assert cotta.ausstattungen.count() == 2
    assert absenden(administration, url, **daten).status_code == 302
    zeilen = list(cotta.ausstattungen.values_list("gueltig_von", "gueltig_bis", "soll_quartal"))
    assert zeilen[1:] == [(date(2024, 1, 1), date(2024, 12, 31), 80), (date(2025, 1, 1), None, 110)]
    seite = text(administration.get(adresse("stelle_detail", cotta.pk)))
    assert (
        "Ausstattung 1,75 VzÄ und 80 Fälle je Quartal, ab 01.01.2024 "
        "1,75 VzÄ und 80 Fälle je Quartal, 01.01.2024 bis 31.12.2024" in seite
    )


def test_eine_eingeschobene_zeile_endet_vor_der_naechsten(administration, cotta):
    url = adresse("ausstattung_neu", cotta.pk)
    saetze = folgen(administration, url, gueltig_von="2023-07", vzae="1,5", soll_quartal="")
    assert "1,50 VzÄ und Soll unbekannt bis 31.12.2023; danach bleibt, was schon eingetragen ist." in saetze
    absenden(administration, url, gueltig_von="2023-07", vzae="1,5", soll_quartal="")
    assert cotta.ausstattungen.get(gueltig_von="2023-07-01").gueltig_bis == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("daten", "satz"),
    [
        ({"gueltig_von": "2024-01", "vzae": "1"}, "In dieser Zeit gilt schon eine andere Zeile (ab 01.01.2024)"),
        ({"gueltig_von": "2025-01"}, "Nennen Sie VzÄ oder Soll"),
        ({"gueltig_von": "2025-01", "vzae": "175"}, "Mehr als 50 VzÄ"),
        ({"gueltig_von": "2025-01", "vzae": "-1"}, "größer"),
        ({"vzae": "1"}, "Wählen Sie den Monat."),
    ],
)
def test_was_nicht_geht_steht_am_formular(administration, cotta, daten, satz):
    antwort = administration.post(adresse("ausstattung_neu", cotta.pk), daten)
    assert antwort.status_code == 422
    assert satz in text(antwort)
    assert cotta.ausstattungen.count() == 2


def test_berichtigen_darf_keine_andere_zeile_beruehren(administration, cotta):
    zeile = cotta.ausstattungen.get(gueltig_bis=None)
    url = adresse("ausstattung_bearbeiten", zeile.pk)
    assert 'value="2024-01"' in administration.get(url).content.decode()
    antwort = administration.post(url, {"gueltig_von": "2023-06", "vzae": "1,75", "soll_quartal": "80"})
    assert antwort.status_code == 422
    assert "01.01.2023 bis 31.12.2023" in text(antwort)
    daten = {"gueltig_von": "2024-01", "gueltig_bis": "2024-12", "vzae": "1,8", "soll_quartal": "0"}
    assert administration.post(url, daten).status_code == 302
    zeile.refresh_from_db()
    assert (zeile.gueltig_bis, zeile.soll_quartal) == (date(2024, 12, 31), 0)


def test_zwei_gleichzeitige_aenderungen_stehen_nebeneinander(administration, cotta):
    zeile = cotta.ausstattungen.get(gueltig_bis=None)
    url = adresse("ausstattung_bearbeiten", zeile.pk)
    daten = {"gueltig_von": "2024-01", "soll_quartal": "90", "vzae": "1,75"}
    administration.post(url, daten)
    antwort = administration.post(url, daten | {"soll_quartal": "100", "fassung": ""})
    assert antwort.status_code == 409
    assert "Soll-Fälle je Quartal 90 100" in text(antwort)
    antwort = administration.post(url, daten | {"soll_quartal": "100", "fassung": fassung(zeile)})
    assert antwort.status_code == 302


def test_geloeschte_ausstattung_gibt_ihre_zeit_zurueck(administration, cotta):
    zeile = cotta.ausstattungen.get(gueltig_bis=None)
    url = adresse("ausstattung_loeschen", zeile.pk)
    assert "Danach gilt weiter, was davor galt" in text(administration.get(url))
    assert administration.post(url).status_code == 302
    assert cotta.ausstattungen.get().gueltig_bis is None
    seite = text(administration.get(adresse("stelle_detail", cotta.pk)))
    assert "Ausstattung 1,75 VzÄ und 80 Fälle je Quartal, ab 01.01.2024 –" in seite


def test_ereignis_anlegen_aendern_loeschen_und_die_geschichte_bleibt(administration):
    daten = {"ab": "2025-03", "bezeichnung": "Neues Formular", "erlaeuterung": "", "ist_bruch": "on"}
    assert administration.post(adresse("ereignis_neu"), daten).status_code == 302
    marke = Ereignismarke.objects.get(bezeichnung="Neues Formular")
    assert marke.ab == date(2025, 3, 1)
    administration.post(adresse("ereignis_bearbeiten", marke.pk), daten | {"ab": "2025-04", "fassung": fassung(marke)})
    assert "Endgültig löschen" in text(administration.get(adresse("ereignis_loeschen", marke.pk)))
    administration.post(adresse("ereignis_loeschen", marke.pk))
    seite = text(administration.get(adresse("ereignis_liste")))
    vorher, nachher = (f"Neues Formular, ab {monat} 2025, Bruch in der Zählung" for monat in ("März", "April"))
    assert f"Anna Beispiel Ereignis {nachher} –" in seite
    assert f"Anna Beispiel Ereignis {vorher} {nachher}" in seite


def test_alles_steht_im_protokoll(administration, cotta):
    absenden(administration, adresse("ausstattung_neu", cotta.pk), gueltig_von="2025-01", vzae="2")
    eintrag = Protokolleintrag.objects.first()
    assert (eintrag.ereignis, eintrag.benutzer) == ("stammdaten_gepflegt", "administration")
    assert "Seniorenberatung Cotta (Beispiel) ab 01/2025" in eintrag.gegenstand


def test_die_folgen_gelten_nur_wie_gezeigt(administration, cotta):
    """Ändert sich inzwischen, was abgelöst würde, wird noch einmal gezeigt statt gespeichert."""
    url, daten = adresse("ausstattung_neu", cotta.pk), {"gueltig_von": "2025-01", "vzae": "2"}
    gesehen = administration.post(url, daten).context["gesehen"]
    Ausstattung.objects.filter(beratungsstelle=cotta, gueltig_bis=None).update(soll_quartal=99)
    antwort = administration.post(url, daten | {"gesehen": gesehen})
    assert "99 Fälle" in text(antwort)
    assert cotta.ausstattungen.count() == 2


def test_stelle_zieht_in_einen_anderen_planungsbereich(administration, cotta):
    plauen = Planungsbereich.objects.get(kuerzel="plauen")
    url, daten = adresse("stellengebiet_neu", cotta.pk), {"planungsbereich": plauen.pk, "gueltig_von": "2024-07"}
    saetze = folgen(administration, url, **daten)
    assert "Das betrifft die Fälle ohne Stadtteil" in saetze
    absenden(administration, url, **daten)
    assert cotta.planungsbereich_am(date(2024, 6, 30)).kuerzel == "cotta"
    neues = Stellengebiet.objects.get(beratungsstelle=cotta, gueltig_bis=None)
    administration.post(adresse("stellengebiet_loeschen", neues.pk))
    assert Beratungsstelle.objects.get(pk=cotta.pk).planungsbereich_am(date(2026, 1, 1)).kuerzel == "cotta"


@pytest.mark.parametrize("gegenstand", STAMMDATEN, ids=lambda g: g.schluessel)
def test_jedes_leere_formular_oeffnet_sich(administration, cotta, gegenstand):
    zu = {"beratungsstelle": [cotta.pk], "stadtteil": ["35"], "merkmal": ["beratungsort"]}.get(gegenstand.eltern, [])
    antwort = administration.get(adresse(f"{gegenstand.schluessel}_neu", *zu))
    assert antwort.status_code == 200
    assert gegenstand.neu in text(antwort)


@pytest.mark.parametrize(
    ("schluessel", "zeile", "satz"),
    [
        ("stelle", lambda: Beratungsstelle.objects.get(kuerzel="s-cotta"), "Sie hat schon Zahlen geliefert."),
        ("planungsbereich", lambda: Planungsbereich.objects.get(kuerzel="cotta"), "Zu ihm sind schon Zahlen gezählt."),
        ("traeger", Traeger.objects.first, "Daran hängen: "),
    ],
)
def test_womit_gezaehlt_ist_bleibt(administration, schluessel, zeile, satz):
    antwort = administration.post(adresse(f"{schluessel}_loeschen", zeile().pk))
    assert antwort.status_code == 409
    assert satz in text(antwort)


def test_irrtuemlich_angelegte_stelle_geht_wieder(administration):
    traeger = Traeger.objects.create(name="Irrtum e. V.")
    stelle = Beratungsstelle.objects.create(name="Irrtum", kuerzel="s-irrtum", traeger=traeger, quelle="seniora")
    Ausstattung.objects.create(beratungsstelle=stelle, soll_quartal=1)
    assert administration.post(adresse("stelle_loeschen", stelle.pk)).url == adresse("stelle_liste")
    assert administration.post(adresse("traeger_loeschen", traeger.pk)).status_code == 302
    assert Beratungsstelle.history.filter(kuerzel="s-irrtum", history_type="-").exists()
    assert Ausstattung.history.filter(beratungsstelle_id=stelle.pk, history_type="-").exists()
