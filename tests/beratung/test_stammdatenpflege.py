"""Stammdaten im Browser: anlegen, ablösen, verschieben, löschen; was es bewirkt, steht vorher da, was war, bleibt."""

from datetime import date

import pytest
from django.urls import reverse

from beratung.models import (
    Ausstattung,
    Beratungsstelle,
    Ereignismarke,
    Gebietszuordnung,
    Katalogwert,
    Monatswert,
    Planungsbereich,
    Stellengebiet,
    Traeger,
)
from beratung.stammdaten import gebiete_im_monat, verzeichnis_laden
from beratung.stammdatenpflege import STAMMDATEN
from dresden_senioren.geschichte import fassung
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer, Protokolleintrag
from tests.massnahmen.seitentext import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def administration(angemeldet):
    return angemeldet("administration")


@pytest.fixture
def cotta():
    return Beratungsstelle.objects.get(kuerzel="s-cotta")


def adresse(name, *angaben):
    return reverse(f"beratung:{name}", args=angaben)


def absenden(client, url, **daten):
    """Wie am Bildschirm: erst die Folgen ansehen, dann speichern."""
    antwort = client.post(url, daten)
    if antwort.status_code == 200:
        antwort = client.post(url, daten | {"gesehen": antwort.context["gesehen"]})
    return antwort


def folgen(client, url, **daten) -> str:
    antwort = client.post(url, daten)
    assert antwort.status_code == 200, antwort.context["form"].errors
    return " ".join(antwort.context["folgen"])


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
    antwort = administration.post(adresse("stelle_neu"), daten | {"gueltig_von": "2025-02-01"})
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


def test_schliessen_und_umbenennen_sagen_was_folgt(administration, cotta):
    url = adresse("stelle_bearbeiten", cotta.pk)
    daten = {"name": "Seniorenberatung West", "traeger": cotta.traeger_id, "gueltig_bis": "2024-06-30"}
    saetze = folgen(administration, url, **daten)
    assert "„Seniorenberatung Cotta (Beispiel)“" in saetze
    assert "Für 07–09/2024 sind danach noch Zahlen gezählt." in saetze
    cotta.refresh_from_db()
    assert cotta.name == "Seniorenberatung Cotta (Beispiel)"
    assert absenden(administration, url, **daten).status_code == 302
    assert "Seniorenberatung Cotta (Beispiel) Seniorenberatung West" in text(
        administration.get(adresse("stelle_detail", cotta.pk))
    )
    antwort = administration.post(url, daten | {"gueltig_von": "2025-01-01"})
    assert antwort.context["form"].errors["gueltig_bis"] == ["Der letzte Tag liegt vor dem ersten."]


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
    Benutzer.objects.filter(pk=karim.pk).update(is_active=False)
    assert "Karim Beispiel" in text(administration.get(url)), "wer schon zugeordnet ist, bleibt wählbar"


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
    antwort = administration.post(adresse("stelle_loeschen", stelle.pk))
    assert antwort.url == adresse("stelle_liste")
    assert administration.post(adresse("traeger_loeschen", traeger.pk)).status_code == 302
    assert Beratungsstelle.history.filter(kuerzel="s-irrtum", history_type="-").exists()
    assert Ausstattung.history.filter(beratungsstelle_id=stelle.pk, history_type="-").exists()
