"""Planungsbereiche und Kataloge im Browser: verschieben, bestätigen, umbenennen; gezählte Monate bleiben."""

import pytest

from beratung.models import (
    Beratungsstelle,
    Gebietszuordnung,
    Katalogwert,
    Monatswert,
    Planungsbereich,
)
from beratung.stammdaten.nachschlagen import gebiete_im_monat, verzeichnis_laden
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer
from tests.massnahmen.seitentext import text

from .stammdatenhilfen import absenden, adresse, folgen

pytestmark = pytest.mark.django_db


def umzug(stadtteil="35", nach="loschwitz", ab="2024-07", **mehr):
    bereich = Planungsbereich.objects.get(kuerzel=nach)
    return adresse("gebietszuordnung_neu", stadtteil), {"planungsbereich": bereich.pk, "gueltig_von": ab} | mehr


def test_stadtteil_verschieben_aendert_keinen_gezaehlten_monat(administration):
    vorher = list(Monatswert.objects.order_by("pk").values_list("pk", "gebiet", "anzahl"))
    url, daten = umzug(ist_bestaetigt="on")
    saetze = folgen(administration, url, **daten)
    assert "Bis 30.06.2024 zählt 35 Weixdorf zu Klotzsche. Ab 01.07.2024 zählt 35 Weixdorf zu Loschwitz." in saetze
    assert "Schon gezählt sind 07–09/2024. Sie bleiben, wie sie gezählt sind" in saetze
    assert "Frühere Monate ändern sich nicht." in saetze
    assert absenden(administration, url, **daten).status_code == 302
    assert gebiete_im_monat(Monat(2024, 6))["35"] == "klotzsche"
    assert gebiete_im_monat(Monat(2024, 7))["35"] == "loschwitz"
    assert list(Monatswert.objects.order_by("pk").values_list("pk", "gebiet", "anzahl")) == vorher
    loschwitz = Planungsbereich.objects.get(kuerzel="loschwitz")
    seite = text(administration.get(adresse("planungsbereich_detail", loschwitz.pk)))
    assert "Anna Beispiel Stadtteil – 35 Weixdorf, ab 01.07.2024" in seite


def test_umzug_vor_und_nach_den_zahlen(administration):
    url, daten = umzug(ab="2030-01")
    assert "Ab dann ist noch kein Monat gezählt; alle künftigen zählen neu." in folgen(administration, url, **daten)
    url, daten = umzug("33")
    assert "nennt 31 Klotzsche, 33 " in folgen(administration, url, **daten)
    url, daten = umzug(nach="klotzsche")
    assert "Dort ist 35 Weixdorf in dieser Zeit schon." in text(administration.post(url, daten))


def test_umzug_zuruecknehmen(administration):
    url, daten = umzug()
    absenden(administration, url, **daten)
    neue = Gebietszuordnung.objects.get(stadtteil="35", gueltig_bis=None)
    assert administration.post(adresse("gebietszuordnung_loeschen", neue.pk)).status_code == 302
    assert gebiete_im_monat(Monat(2024, 8))["35"] == "klotzsche"
    einzige = Gebietszuordnung.objects.get(stadtteil="35")
    antwort = administration.post(adresse("gebietszuordnung_loeschen", einzige.pk))
    assert antwort.status_code == 409
    assert "gehörte danach zu keinem Planungsbereich" in text(antwort)


def test_unbestaetigtes_bestaetigen_einzeln_und_alle(administration):
    bereich = Planungsbereich.objects.get(kuerzel="klotzsche")
    url, seite = adresse("zuordnung_bestaetigen", bereich.pk), adresse("planungsbereich_detail", bereich.pk)
    eine = bereich.zuordnungen.get(stadtteil="35")
    administration.post(url, {"zuordnung": eine.pk})
    assert list(bereich.zuordnungen.filter(ist_bestaetigt=True)) == [eine]
    assert "35 Weixdorf, unbefristet, nicht bestätigt 35 Weixdorf, unbefristet" in text(administration.get(seite))
    administration.post(url)
    assert not bereich.zuordnungen.filter(ist_bestaetigt=False).exists()
    administration.post(url, {"irrtum": eine.pk})
    assert list(bereich.zuordnungen.filter(ist_bestaetigt=False)) == [eine]


def test_wer_koordiniert_sieht_den_bereich_und_steht_in_der_geschichte(administration, person):
    bereich, karim = Planungsbereich.objects.get(kuerzel="plauen"), person("koordination")
    url = adresse("koordination", bereich.pk)
    wahl = text(administration.get(url))
    assert "Karim Beispiel (koordination)" in wahl
    assert "Lothar" not in wahl
    assert administration.post(url, {"personen": [person("leitung").pk]}).status_code == 422
    assert administration.post(url, {"personen": [karim.pk]}).status_code == 302
    assert bereich in Planungsbereich.objects.sichtbar_fuer(karim)
    seite = text(administration.get(adresse("planungsbereich_detail", bereich.pk)))
    assert "Anna Beispiel Koordination niemand Karim Beispiel" in seite
    frage = administration.post(url, {})
    assert "Die genauen Zahlen sieht dann nur noch die Leitung" in text(frage)
    assert bereich.koordination.exists()
    Benutzer.objects.filter(pk=karim.pk).update(is_active=False)
    assert "Karim Beispiel" in text(administration.get(url)), "wer schon zugeordnet ist, bleibt wählbar"
    # Sein Zugang läuft nicht mehr: Ohne ihn ist der Bereich so unbesetzt wie mit ihm.
    assert administration.post(url, {}).status_code == 302


def wert(merkmal, schluessel):
    return Katalogwert.objects.get(merkmal=merkmal, schluessel=schluessel)


def wertdaten(eintrag, **anders):
    daten = {
        "bezeichnung": eintrag.bezeichnung, "reihenfolge": eintrag.reihenfolge, "oberwert": eintrag.oberwert_id or "",
        "schreibweisen": "\n".join(eintrag.schreibweisen),
    }  # fmt: skip
    return daten | anders


def test_umbenannter_wert_wird_unter_dem_alten_namen_weiter_erkannt(administration):
    telefon = wert("beratungsort", "telefon")
    url = adresse("katalogwert_bearbeiten", telefon.pk)
    daten = wertdaten(telefon, bezeichnung="telefonisch", schreibweisen="Tel.\nAnruf\n\n Anruf ")
    assert "„Telefon“ wird weiter erkannt" in folgen(administration, url, **daten)
    antwort = absenden(administration, url, **daten)
    assert antwort.url.endswith("?merkmal=beratungsort")
    telefon.refresh_from_db()
    assert telefon.schreibweisen == ["Tel.", "Anruf", "Telefon"]
    assert telefon.schluessel == "telefon"
    assert "Bezeichnung Telefon telefonisch" in text(administration.get(url))


def test_eine_schreibweise_gehoert_zu_einem_wert(administration):
    telefon = wert("beratungsort", "telefon")
    url = adresse("katalogwert_bearbeiten", telefon.pk)
    antwort = administration.post(url, wertdaten(telefon, schreibweisen="video"))
    assert antwort.context["form"].errors["schreibweisen"] == ["„video“ steht schon bei „Video“."]
    assert "Gehört zum Hauptberatungsfeld" not in text(antwort)


def test_anderes_hauptfeld_gilt_fuer_kuenftige_lieferungen(administration):
    wohnen, sozialrecht = wert("beratungsfeld", "wohnen"), wert("beratungsfeld", "sozialrecht")
    url, daten = adresse("katalogwert_bearbeiten", wohnen.pk), wertdaten(wohnen, oberwert=sozialrecht.pk)
    saetze = folgen(administration, url, **daten)
    assert (
        "Künftige Lieferungen zählen „Wohnen im Alter“ zum Hauptberatungsfeld „Sozialrechtliche Leistungen“." in saetze
    )
    assert "01/2023–09/2024" in saetze or "2023 und 01–09/2024" in saetze
    absenden(administration, url, **daten)
    assert verzeichnis_laden(Monat(2024, 10)).hauptfelder["wohnen"] == "sozialrecht"
    # Ein Hauptberatungsfeld mit Unterfeldern wird selbst keines.
    assert (
        "oberwert" not in administration.get(adresse("katalogwert_bearbeiten", sozialrecht.pk)).context["form"].fields
    )


def test_neuer_wert_bekommt_einen_schluessel_und_geht_nur_ungebraucht_wieder(administration):
    daten = {"bezeichnung": "Begleitung zu Ämtern", "reihenfolge": 8, "schreibweisen": ""}
    assert administration.post(adresse("katalogwert_neu", "beratungsort"), daten).status_code == 302
    neuer = wert("beratungsort", "begleitung_zu_aemtern")
    assert administration.post(adresse("katalogwert_loeschen", neuer.pk)).status_code == 302
    administration.post(adresse("katalogwert_neu", "fallherkunft"), daten | {"bezeichnung": "Nachbarn"})
    nachbarn = wert("fallherkunft", "nachbarn")
    from beratung.models import Lieferungsteil, Neuzugang

    teil = Lieferungsteil.objects.filter(art="faelle").first()
    stelle = Beratungsstelle.objects.first()
    merkmale = dict.fromkeys(("altersgruppe", "geschlecht", "migrationshintergrund", "familienstand"), "unbekannt")
    Neuzugang.objects.create(
        teil=teil, beratungsstelle=stelle, stadtteil="07", anzahl=1, fallherkunft="nachbarn", **merkmale
    )
    antwort = administration.post(adresse("katalogwert_loeschen", nachbarn.pk))
    assert antwort.status_code == 409
    assert "schon Fälle oder Leistungen gezählt" in text(antwort)


def test_mitgelieferter_wert_bleibt_und_gerechnete_merkmale_haben_keine_neuen(administration):
    antwort = administration.post(adresse("katalogwert_loeschen", wert("beratungsort", "video").pk))
    assert antwort.status_code == 409
    assert "mitgelieferten Katalog" in text(antwort)
    for merkmal in ("altersgruppe", "haeufigkeit", "gibtesnicht"):
        assert administration.get(adresse("katalogwert_neu", merkmal)).status_code == 404
    assert "Diese Werte werden gerechnet" in text(
        administration.get(adresse("katalogwert_liste") + "?merkmal=altersgruppe")
    )
