"""Die Seiten der Lieferungen: Ablauf von der Datei bis zur geltenden Zahl, Rechte, Sprache."""

import io
import re

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beratung.kern.zaehlung import Art
from beratung.kern.zuordnen.spalten import SPALTEN
from beratung.lieferungen.uebernahme import annehmen, uebernehmen
from beratung.models import Lieferung, Monatswert
from beratung.stammdaten.nachschlagen import profil_finden

from .conftest import FALL, FALLKOPF, SEPTEMBER, als_csv, codes, pruefe

pytestmark = pytest.mark.django_db


@pytest.fixture
def vorschau():
    return annehmen(pruefe(als_csv(FALLKOPF, FALL)), von=None)


def hochladen(client, inhalt: bytes, name="datei.csv"):
    angaben = {"quelle": "seniora", "monat": str(SEPTEMBER), "profil": profil_finden("standard").pk}
    return client.post(
        reverse("beratung:lieferung_neu"), angaben | {"datei": SimpleUploadedFile(name, inhalt)}, follow=True
    )


def seite(antwort, status=200) -> str:
    assert antwort.status_code == status
    return antwort.content.decode()


def schritt(html: str) -> str:
    """Wo die Schrittleiste steht."""
    return re.search(r'aria-current="step">(.*?)<', html)[1]


def test_hochladen_ansehen_uebernehmen_zuruecknehmen(administration):
    html = seite(hochladen(administration, als_csv(FALLKOPF, FALL, FALL)))
    lieferung = Lieferung.objects.order_by("-pk").first()
    assert "Übernehmen" in html and "geprüft, noch nicht übernommen" in html
    assert "gilt noch nicht" in html and schritt(html) == "Vergleich"
    assert not Monatswert.objects.filter(monat=SEPTEMBER.erster).exists()

    html = seite(administration.post(reverse("beratung:lieferung_uebernehmen", args=[lieferung.pk]), follow=True))
    assert "Übernommen: 2 Neuzugänge (Beratungsfälle)." in html
    assert "gilt noch nicht" not in html and schritt(html) == "Übernahme"
    assert Monatswert.objects.filter(monat=SEPTEMBER.erster).exists()

    adresse = reverse("beratung:lieferung_zuruecknehmen", args=[lieferung.pk])
    assert "kurzen Satz" in seite(administration.post(adresse, {"text": ""}), 422)
    html = seite(administration.post(adresse, {"text": "Irrtum"}, follow=True))
    assert "ist zurückgenommen" in html and schritt(html) == "Rücknahme"
    assert not Monatswert.objects.filter(monat=SEPTEMBER.erster).exists()


def test_dieselbe_datei_noch_einmal_fuehrt_zur_geltenden(administration):
    hochladen(administration, als_csv(FALLKOPF, FALL))
    nummer = Lieferung.objects.order_by("-pk").first().pk
    administration.post(reverse("beratung:lieferung_uebernehmen", args=[nummer]))
    antwort = hochladen(administration, als_csv(FALLKOPF, FALL))
    assert "Diese Zahlen gelten schon" in seite(antwort)
    assert antwort.redirect_chain[-1][0] == reverse("beratung:lieferung_detail", args=[nummer])


def test_warnungen_verlangen_einen_satz(administration):
    html = seite(hochladen(administration, als_csv([*FALLKOPF, "Wetter"], [*FALL, "x"])))
    nummer = Lieferung.objects.order_by("-pk").first().pk
    assert "Trotz Warnungen übernehmen" in html
    adresse = reverse("beratung:lieferung_uebernehmen", args=[nummer])
    assert "kurzen Satz" in seite(administration.post(adresse, {"text": "  "}), 422)
    assert "Spalte ist neu" in seite(administration.post(adresse, {"text": "Spalte ist neu"}, follow=True))


def test_veraltete_vorschau_wird_nicht_uebernommen(administration, vorschau):
    html = seite(administration.get(reverse("beratung:lieferung_detail", args=[vorschau.pk])))
    assert '<input type="hidden" name="stand" value="">' in html
    uebernehmen(annehmen(pruefe(als_csv(FALLKOPF, FALL, FALL)), von=None), von=None)
    html = seite(
        administration.post(reverse("beratung:lieferung_uebernehmen", args=[vorschau.pk]), {"stand": ""}, follow=True)
    )
    assert "Inzwischen gilt für diesen Monat etwas anderes" in html


def test_verwerfen(administration, vorschau):
    html = seite(administration.post(reverse("beratung:lieferung_verwerfen", args=[vorschau.pk]), follow=True))
    assert "ist verworfen" in html
    html = seite(administration.post(reverse("beratung:lieferung_uebernehmen", args=[vorschau.pk]), follow=True))
    assert "schon verworfen" in html


def test_was_fehlt_ist_vor_der_ersten_lieferung_unbekannt_und_nicht_null(administration, vorschau):
    assert "Gezählt wird ab der ersten Lieferung." not in seite(administration.get("/"))
    Lieferung.objects.filter(status=Lieferung.Status.UEBERNOMMEN).update(status=Lieferung.Status.ZURUECKGENOMMEN)
    assert "Gezählt wird ab der ersten Lieferung." in seite(administration.get("/"))


def test_die_startseite_fuehrt_zu_dem_was_wartet(administration, vorschau):
    html = seite(administration.get("/"))
    assert f"{reverse('beratung:lieferung_liste')}#vorschauen" in html and reverse("beratung:kalender") in html
    assert "Zum Eingang" not in html
    hochladen(administration, b"")
    html = seite(administration.get("/"))
    assert "Zum Eingang" in html and f'href="{reverse("beratung:eingang_liste")}"' in html


def test_leeres_formular_verlangt_nur_die_datei(administration):
    html = seite(administration.post(reverse("beratung:lieferung_neu")), 422)
    assert "Wählen Sie mindestens eine Datei aus." in html
    assert html.count("kern-error") == 1


def test_verzeichnis_und_kalender(administration, vorschau):
    html = seite(administration.get(reverse("beratung:lieferung_liste")))
    assert "Warten auf Ihre Entscheidung" in html
    assert "quelle=seniora&amp;monat=2024-10" in html and "September 2024: geliefert" in html
    assert "2.024" not in html


def test_verknuepfung_aus_dem_kalender_fuellt_das_formular(administration):
    html = seite(administration.get(reverse("beratung:lieferung_neu") + "?quelle=fmg&monat=2024-10"))
    assert 'value="2024-10"' in html and '<option value="fmg" selected>' in html


def test_hilfe_nennt_jede_spalte(administration):
    html = seite(administration.get(reverse("beratung:lieferung_neu")))
    for spalten in SPALTEN.values():
        for spalte in spalten:
            assert f'<th scope="row">{spalte.ueberschrift}</th>' in html


def test_eingabevorlage_hat_alle_spalten_und_ist_ausgefuellt_lesbar(administration):
    antwort = administration.get(reverse("beratung:eingabevorlage"))
    mappe = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(antwort.content))
    assert mappe.sheet_names == ["Fälle", "Leistungen", "Summen"]
    for art in Art:
        kopf = mappe.get_sheet_by_name(art.bezeichnung).to_python()[0]
        assert kopf == [spalte.ueberschrift for spalte in SPALTEN[art]]
    assert set(codes(pruefe(antwort.content))) == {"P25", "P30"}, "leer ist eine Nullmeldung, mehr fehlt nicht"


@pytest.mark.parametrize("rolle", ["sachbearbeitung", "koordination", "leitung"])
def test_nur_die_administration_verwaltet_lieferungen(rolle, angemeldet, vorschau):
    client = angemeldet(rolle)
    for name in ("lieferung_liste", "lieferung_neu", "eingabevorlage"):
        assert client.get(reverse(f"beratung:{name}")).status_code == 403
    assert client.get(reverse("beratung:lieferung_detail", args=[vorschau.pk])).status_code == 403
    for vorgang in ("uebernehmen", "verwerfen", "zuruecknehmen"):
        assert client.post(reverse(f"beratung:lieferung_{vorgang}", args=[vorschau.pk])).status_code == 403
    vorschau.refresh_from_db()
    assert vorschau.status == "geprueft"


def test_ohne_anmeldung_zur_anmeldeseite(client, vorschau):
    assert client.get(reverse("beratung:lieferung_detail", args=[vorschau.pk])).status_code == 302
    assert client.post(reverse("beratung:lieferung_uebernehmen", args=[vorschau.pk])).status_code == 302


@pytest.mark.parametrize("vorgang", ["uebernehmen", "verwerfen", "zuruecknehmen"])
def test_aendern_nur_mit_post(vorgang, administration, vorschau):
    assert administration.get(reverse(f"beratung:lieferung_{vorgang}", args=[vorschau.pk])).status_code == 405
    assert administration.post(reverse(f"beratung:lieferung_{vorgang}", args=[999_999])).status_code == 404


def test_wenige_abfragen(administration, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        administration.get(reverse("beratung:lieferung_liste"))
