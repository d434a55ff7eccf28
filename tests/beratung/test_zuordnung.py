"""Eine Tabelle, von der niemand je gehört hat: vom Hochladen bis zur geltenden Zahl, danach wiedererkannt."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beratung.kern.zaehlung import Quelle
from beratung.models import Eingang, Eingangsstueck, Lieferung, Monatswert, Zuordnungsprofil

from .conftest import FALL, FALLKOPF, als_csv, als_xlsx
from .eingangshilfen import dateien
from .fremdes_layout import ERWARTET, KOPF, fremde_mappe, zeile

pytestmark = pytest.mark.django_db
WERTE = {
    "verw.": "verwitwet", "led.": "ledig", "verh.": "verheiratet", "gesch.": "geschieden", "selbst": "selbstmeldung",
    "Arzt/KH": "gesundheit", "Angeh.": "angehoerige", "auswärts": "auswaertig",
}  # fmt: skip


def hochladen(client, inhalt: bytes, name="elbe.xlsx", monat="2025-10", **angaben):
    felder = {"quelle": "seniora", "monat": monat, "datei": SimpleUploadedFile(name, inhalt)} | angaben
    return client.post(reverse("beratung:lieferung_neu"), felder, follow=True)


def absenden(client, seite: str, antwort, **anders):
    """Das Formular der Seite, wie es dasteht, mit Änderungen abschicken."""
    form = antwort.context["form"]
    angaben = {name: form[name].value() for name in form.fields}
    angaben = {name: wert for name, wert in angaben.items() if wert not in (None, False)} | anders
    eingang = Eingang.objects.get()
    return client.post(reverse(f"beratung:eingang_{seite}", args=[eingang.pk]), angaben, follow=True)


def feld(antwort, ueberschrift: str) -> str:
    form = antwort.context["form"]
    return next(name for name in form.fields if form.fields[name].label == f"„{ueberschrift}“ gilt als")


def spalten_zuordnen(client, antwort, **anders):
    angaben = {feld(antwort, "Kam über"): "Fallherkunft", "fest-Beratungsstelle": "s-cotta", "bezeichnung": "Elbe"}
    return absenden(client, "spalten", antwort, **angaben | anders)


def werte_zuordnen(client, antwort):
    offene = antwort.context["form"].offene
    angaben = {f"wert-{nr}": herkunft(WERTE[befund["wert"]]) for nr, befund in enumerate(offene)}
    return absenden(client, "werte", antwort, **angaben)


def herkunft(schluessel: str) -> str:
    """Welchen Schlüssel der Katalog für Arzt und Krankenhaus hat, ist hier gleich."""
    return "fallabgabe" if schluessel == "gesundheit" else schluessel


def test_vom_hochladen_bis_zur_geltenden_zahl(administration):
    antwort = hochladen(administration, fremde_mappe())
    assert "Vorschlag" in antwort.content.decode()
    assert not Zuordnungsprofil.objects.filter(name="elbe").exists()
    antwort = spalten_zuordnen(administration, antwort)
    assert {b["wert"] for b in antwort.context["form"].offene} == set(WERTE)
    assert not Zuordnungsprofil.objects.filter(name="elbe").exists(), "gespeichert wird, wenn nichts mehr offen ist"
    antwort = werte_zuordnen(administration, antwort)
    lieferung = Lieferung.objects.latest("pk")
    assert antwort.redirect_chain[-1][0] == reverse("beratung:lieferung_detail", args=[lieferung.pk])
    assert (lieferung.zeilen_gelesen, lieferung.profil.name, lieferung.profil.version) == (24, "elbe", 1)
    assert dateien() == []

    begruendung = {"text": "erste Lieferung"}
    administration.post(reverse("beratung:lieferung_uebernehmen", args=[lieferung.pk]), begruendung)
    stadt = Monatswert.objects.filter(
        monat="2025-10-01", ebene="stadt", quelle=Quelle.SENIORA, zaehleinheit="neuzugang"
    )
    gezaehlt = {(w.merkmal, w.auspraegung): w.anzahl for w in stadt}
    assert gezaehlt["", ""] == 24
    assert {zelle: gezaehlt[zelle] for zelle in ERWARTET} == ERWARTET

    # Im nächsten Monat heißt das Blatt anders; erkannt wird es trotzdem, gefragt nur nach der Bestätigung.
    Eingang.objects.all().delete()
    antwort = hochladen(
        administration, fremde_mappe(12, berichtsmonat="November 2025", blatt="Export_112025"), monat=""
    )
    html = antwort.content.decode()
    assert "Erkannt am Text über der Tabelle." in html and "Erkannt am Zuordnungsprofil" not in html
    angaben = {"quelle": "seniora", "monat": "2025-11", "art": "faelle", "profil": lieferung.profil_id}
    administration.post(reverse("beratung:eingang_detail", args=[Eingang.objects.get().pk]), angaben)
    neu = Lieferung.objects.latest("pk")
    assert (neu.monat.month, neu.zeilen_gelesen, neu.profil_id) == (11, 12, lieferung.profil_id)


def test_ein_neuer_wert_wird_einmal_gefragt_und_ist_eine_neue_version(administration):
    werte_zuordnen(administration, spalten_zuordnen(administration, hochladen(administration, fremde_mappe())))
    Eingang.objects.all().delete()
    elbe = Zuordnungsprofil.objects.get(name="elbe")
    neu = als_csv(KOPF, [*zeile(0)[:6], "Pflegedienst X"])
    antwort = hochladen(administration, neu, "neu.csv", profil=elbe.pk)
    assert [b["wert"] for b in antwort.context["form"].offene] == ["Pflegedienst X"]
    absenden(administration, "werte", antwort, **{"wert-0": "selbstmeldung"})
    zweite = Zuordnungsprofil.objects.neueste().get(name="elbe")
    assert (zweite.version, zweite.anlass) == (2, "Zuordnung der Datei neu.csv")
    assert zweite.regeln["werte"]["Fallherkunft"]["Pflegedienst X"] == "selbstmeldung"
    assert zweite.regeln["werte"]["Familienstand"] == elbe.regeln["werte"]["Familienstand"]
    assert zweite.angelegt_von.username == "administration"


def test_nichts_gilt_ohne_bestaetigung_und_pflichtangaben_fehlen_mit_satz(administration):
    antwort = hochladen(administration, fremde_mappe())
    assert "Noch nicht gefunden: Beratungsstelle" in antwort.content.decode(), "schon beim Ansehen"
    html = absenden(administration, "spalten", antwort, bezeichnung="").content.decode()
    assert "Es fehlt noch: Beratungsstelle." in html and "Geben Sie der Zuordnung einen Namen" in html
    assert not Eingang.objects.get().entwurf


def test_zwei_spalten_fuer_dasselbe(administration):
    antwort = hochladen(administration, fremde_mappe())
    antwort = spalten_zuordnen(administration, antwort, **{feld(antwort, "lfd"): "Alter"})
    assert antwort.status_code == 422 and "„Alter“ ist schon der Spalte „lfd“ zugeordnet." in antwort.content.decode()


def test_feste_angabe_und_spalte_zugleich(administration):
    antwort = hochladen(administration, fremde_mappe())
    antwort = spalten_zuordnen(administration, antwort, **{feld(antwort, "lfd"): "Beratungsstelle"})
    assert "„Beratungsstelle“ ist schon einer Spalte zugeordnet." in antwort.content.decode()


@pytest.mark.parametrize(
    ("name", "satz"),
    [("", "Geben Sie der Zuordnung einen Namen"), ("Standard", "Diesen Namen gibt es schon"), ("!!!", "Buchstaben")],
)
def test_name_des_profils(administration, name, satz):
    antwort = spalten_zuordnen(administration, hochladen(administration, fremde_mappe()), bezeichnung=name)
    assert antwort.status_code == 422 and satz in antwort.content.decode()


def test_andere_art_zeigt_andere_spalten(administration):
    antwort = hochladen(administration, fremde_mappe())
    antwort = absenden(administration, "spalten", antwort, **{"art-0": "leistungen", "ansehen": ""})
    auswahl = dict(antwort.context["form"].fields[feld(antwort, "Kam über")].choices)
    assert "Leistungsart" in auswahl and "Fallherkunft" not in auswahl
    assert "Leistungsart für alle Zeilen" in antwort.content.decode()


def test_geaenderte_art_ohne_neue_ansicht_wird_nicht_geraten(administration):
    antwort = hochladen(administration, fremde_mappe())
    antwort = spalten_zuordnen(administration, antwort, **{"kopf-0": "1"})
    assert antwort.status_code == 422


def test_mehrere_blaetter_eines_wird_nicht_gelesen(administration):
    mappe = als_xlsx(Deckblatt=[["Bericht", "Quartal"], ["a", "b"]], Liste=[FALLKOPF, FALL])
    antwort = hochladen(administration, mappe, monat="2025-09")
    antwort = absenden(
        administration, "spalten", antwort, **{"art-0": "-", "bezeichnung": "Zwei Blätter", "fest-Monat": ""}
    )
    assert Lieferung.objects.latest("pk").zeilen_gelesen == 1
    assert Zuordnungsprofil.objects.get(name="zwei-blaetter").regeln["blaetter"] == {"Liste": "Fälle"}


def test_zu_viele_unbekannte_werte_sind_eine_ablehnung(administration):
    zeilen = [[*FALL[:7], f"Wort {nr}"] for nr in range(51)]
    antwort = hochladen(administration, als_csv(FALLKOPF, *zeilen), "x.csv", monat="2025-09")
    assert antwort.status_code == 422 and "(P09)" in antwort.content.decode()


def test_ein_anderer_fehler_ist_eine_ablehnung_die_bestaetigte_zuordnung_bleibt(administration):
    mappe = als_xlsx(Liste=[["Stelle", "Zeitraum", "Alter"], ["s-cotta", "2025-09", 300]])
    antwort = hochladen(administration, mappe, monat="2025-09")
    antwort = absenden(administration, "spalten", antwort, bezeichnung="Elbe", **{"fest-Monat": ""})
    assert Eingang.objects.get().zustand == "abgelehnt" and "(P08)" in antwort.content.decode()
    assert Zuordnungsprofil.objects.filter(name="elbe").exists()


def test_nach_einer_stunde_fuehrt_die_zuordnung_zurueck(administration):
    hochladen(administration, fremde_mappe())
    Eingangsstueck.objects.all().delete()
    antwort = administration.get(reverse("beratung:eingang_spalten", args=[Eingang.objects.get().pk]), follow=True)
    assert "Die Datei ist nicht mehr da" in antwort.content.decode()
