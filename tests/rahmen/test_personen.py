"""Rolle und Zugehörigkeiten ändern: mit Vorschau, ohne dass zwei sich überschreiben; jede App meldet ihre an."""

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from beratung.models import Planungsbereich
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.personen.angaben import angaben, aus_marke, marke
from dresden_senioren.personen.dienste import aendern
from dresden_senioren.personen.zugehoerigkeiten import zugehoerigkeiten
from dresden_senioren.rollen import Recht

from .personenhilfen import MARIA, aendern_lassen, eintraege, formulardaten

pytestmark = pytest.mark.django_db


def test_vor_dem_speichern_steht_was_es_oeffnet_und_schliesst(admin, maria, sozialamt):
    adresse = reverse("person_bearbeiten", args=[maria.pk])
    daten = formulardaten(admin, maria) | {"rolle": "leitung"}
    antwort = admin.post(adresse, daten)
    was_folgt = antwort.context["folgen"]
    assert was_folgt.rolle == "Sachbearbeitung → Leitung"
    assert set(was_folgt.schliesst) == {Recht.SACHSTAND_MELDEN.worte, "für Sozialamt melden"}
    assert Recht.RUNDEN_FUEHREN.worte in was_folgt.oeffnet
    maria.refresh_from_db()
    assert maria.rolle == "sachbearbeitung"
    antwort = admin.post(adresse, daten | {"gesehen": antwort.context["gesehen"]})
    assert antwort.status_code == 302
    maria.refresh_from_db()
    assert (maria.rolle, list(maria.stellen.all())) == ("leitung", [])
    (eintrag,) = eintraege(maria, Ereignis.PERSON_GEAENDERT)
    assert eintrag.angaben["aenderungen"] == {
        "Rolle": ["Sachbearbeitung", "Leitung"],
        "Stellen": ["Sozialamt", ""],
    }
    assert "Sachbearbeitung" in admin.get(reverse("person_detail", args=[maria.pk])).content.decode()


def test_wer_etwas_anderes_gesehen_hat_sieht_die_folgen_noch_einmal(admin, maria):
    adresse, daten = reverse("person_bearbeiten", args=[maria.pk]), formulardaten(admin, maria)
    gesehen = admin.post(adresse, daten | {"rolle": "koordination"}).context["gesehen"]
    antwort = admin.post(adresse, daten | {"rolle": "leitung", "gesehen": gesehen})
    assert antwort.context["folgen"].rolle == "Sachbearbeitung → Leitung"
    maria.refresh_from_db()
    assert maria.rolle == "sachbearbeitung"


def test_eine_seite_aendert_rolle_und_alle_zugehoerigkeiten(admin, maria):
    bereich = Planungsbereich.objects.get(kuerzel="cotta")
    antwort = aendern_lassen(admin, maria, rolle="koordination", planungsbereiche=[bereich.pk])
    assert antwort.status_code == 302
    maria.refresh_from_db()
    assert (maria.rolle, list(maria.planungsbereiche.all()), maria.stellen.count()) == ("koordination", [bereich], 0)


def test_ein_neuer_name_braucht_keine_vorschau_und_beendet_keine_sitzung(admin, maria):
    client = Client()
    client.force_login(maria)
    daten = formulardaten(admin, maria) | {"last_name": "Meier\u202e\r\n"}
    assert admin.post(reverse("person_bearbeiten", args=[maria.pk]), daten).status_code == 302
    maria.refresh_from_db()
    assert maria.last_name == "Meier"
    assert client.get("/").status_code == 200


def test_eine_neue_adresse_erfaehrt_die_alte(admin, maria, settings):
    settings.EMAIL_IST_EINGERICHTET = True
    aendern_lassen(admin, maria, email="neu@dresden.example")
    (nachricht,) = mail.outbox
    assert nachricht.to == [MARIA["email"]]
    assert "neu@dresden.example" not in nachricht.body
    aendern_lassen(admin, maria, last_name="Schulz")
    assert len(mail.outbox) == 1


def test_hinweis_wenn_danach_niemand_mehr_dazugehoert(admin, maria, sozialamt):
    sozialamt.benutzer.set([maria])
    seite = admin.get(reverse("person_abschalten", args=[maria.pk])).content.decode()
    assert "Danach gehört niemand mit Zugang mehr zu: Sozialamt" in seite
    sozialamt.benutzer.add(Benutzer.objects.get(username="sachbearbeitung"))
    assert "Danach gehört niemand" not in admin.get(reverse("person_abschalten", args=[maria.pk])).content.decode()


def test_zwei_aendern_zugleich_der_zweite_sieht_beides_und_nichts_geht_verloren(admin, maria):
    daten = formulardaten(admin, maria)
    zweite = Benutzer.objects.create_user("zweite", rolle="administration")
    andere_sitzung = Client()
    andere_sitzung.force_login(zweite)
    aendern_lassen(andere_sitzung, maria, rolle="leitung", email="neu@dresden.example")
    # Die erste ändert den Nachnamen und die Adresse, auf dem alten Stand.
    adresse = reverse("person_bearbeiten", args=[maria.pk])
    antwort = admin.post(adresse, daten | {"last_name": "Schulz", "email": "anders@dresden.example"})
    assert antwort.status_code == 409
    assert antwort.context["unterschiede"] == [
        {"feld": "Nachname", "gespeichert": "Müller", "eigen": "Schulz"},
        {"feld": "E-Mail-Adresse", "gespeichert": "neu@dresden.example", "eigen": "anders@dresden.example"},
    ]
    assert "zweite" in antwort.content.decode()
    form = antwort.context["form"]
    # Nicht angefasst: gespeicherter Stand. Angefasst: die eigene Eingabe.
    assert (form["rolle"].value(), form["last_name"].value()) == ("leitung", "Schulz")
    erneut = {feld.name: wert for feld in form if (wert := feld.value()) not in (None, [])}
    assert admin.post(adresse, erneut).status_code == 302
    maria.refresh_from_db()
    assert (maria.rolle, maria.last_name, maria.email) == ("leitung", "Schulz", "anders@dresden.example")


def test_auch_beim_speichern_selbst_faellt_ein_zusammenstoss_auf(maria, person):
    grundlage = aus_marke(marke(angaben(maria)))
    maria.stellen.clear()
    with pytest.raises(Exception, match="Inzwischen"):
        aendern(person=maria, neu={"rolle": "leitung"}, grundlage=grundlage, von=person("administration"))


def test_eine_gefaelschte_grundlage_gilt_nicht(admin, maria):
    daten = formulardaten(admin, maria) | {"rolle": "leitung", "grundlage": "selbst:gebaut"}
    assert admin.post(reverse("person_bearbeiten", args=[maria.pk]), daten).status_code == 409
    maria.refresh_from_db()
    assert maria.rolle == "sachbearbeitung"


# --- das Verzeichnis der Zugehörigkeiten -----------------------------------------------------------------------------


def unangemeldete() -> set[str]:
    """Beziehungen zu Benutzern, die jemandem einen Bereich geben und die keine App angemeldet hat."""
    beziehungen = {b.get_accessor_name() for b in Benutzer._meta.related_objects if b.many_to_many}
    return beziehungen - {art.schluessel for art in zugehoerigkeiten().values()}


def test_jede_beziehung_zu_personen_ist_angemeldet(monkeypatch):
    assert unangemeldete() == set()
    monkeypatch.delitem(
        __import__("dresden_senioren.personen.zugehoerigkeiten", fromlist=["x"])._ANGEMELDETE, "stellen"
    )
    assert unangemeldete() == {"stellen"}  # Gegenprobe


def test_angemeldetes_passt_zum_modell():
    for art in zugehoerigkeiten().values():
        assert apps.get_model(art.modell) is getattr(Benutzer, art.schluessel).rel.related_model
    assert {art.schluessel: art.rollen for art in zugehoerigkeiten().values()} == {
        "stellen": ["sachbearbeitung"],
        "planungsbereiche": ["koordination"],
    }


def test_jedes_recht_sagt_in_worten_was_es_ist():
    worte = [recht.worte for recht in Recht]
    assert all(worte)
    assert len(set(worte)) == len(worte)
