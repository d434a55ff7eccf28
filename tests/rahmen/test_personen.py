"""Die Administration lädt ein, ändert und schaltet ab; jede Sperre davor hält."""

import re

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beratung.models import Planungsbereich
from dresden_senioren.kennwort_erneut import EINGEGEBEN_UM
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag
from dresden_senioren.personen.angaben import angaben, aus_marke, marke
from dresden_senioren.personen.dienste import abschalten, aendern, freier_anmeldename
from dresden_senioren.rollen import Recht
from dresden_senioren.zugehoerigkeiten import zugehoerigkeiten
from massnahmen.models import Stelle
from tests.conftest import KENNWORT

pytestmark = pytest.mark.django_db

MARIA = {"first_name": "Maria", "last_name": "Müller", "email": "maria.mueller@dresden.example"}
NEU = "/personen/neu/"


@pytest.fixture
def admin(angemeldet):
    return angemeldet("administration")


@pytest.fixture
def sozialamt(db):
    return Stelle.objects.get(name="Sozialamt")


@pytest.fixture
def maria(db, sozialamt):
    """Sachbearbeitung des Sozialamts, schon einmal angemeldet."""
    maria = Benutzer.objects.create_user("maria", password=KENNWORT, rolle="sachbearbeitung", **MARIA)
    maria.stellen.add(sozialamt)
    return maria


def eintraege(person, ereignis):
    return list(Protokolleintrag.objects.filter(ereignis=ereignis, angaben__person=person.pk))


def formulardaten(client, person) -> dict:
    """Was das Formular abschickt, wenn man nichts ändert."""
    form = client.get(reverse("person_bearbeiten", args=[person.pk])).context["form"]
    return {feld.name: wert for feld in form if (wert := feld.value()) not in (None, [])}


def aendern_lassen(client, person, **neu):
    """Ändern bis zum Ende: auch die Vorschau bestätigen."""
    adresse, daten = reverse("person_bearbeiten", args=[person.pk]), formulardaten(client, person) | neu
    antwort = client.post(adresse, daten)
    if antwort.context and (gesehen := antwort.context.get("gesehen")):
        antwort = client.post(adresse, daten | {"gesehen": gesehen})
    return antwort


# --- einladen --------------------------------------------------------------------------------------------------------


def test_ohne_mailserver_steht_der_link_einmal_auf_der_seite_und_nie_im_protokoll(admin, settings, sozialamt):
    settings.EMAIL_IST_EINGERICHTET = False
    antwort = admin.post(NEU, MARIA | {"rolle": "sachbearbeitung", "stellen": [sozialamt.pk]})
    link = antwort.context["link"]
    person = Benutzer.objects.get(username="maria.mueller")
    assert antwort.status_code == 200
    assert link in antwort.content.decode()
    assert not person.has_usable_password()
    assert list(person.stellen.all()) == [sozialamt]
    for eintrag in Protokolleintrag.objects.all():
        assert link.rsplit("/", 2)[1] not in f"{eintrag.gegenstand} {eintrag.angaben}"
    assert eintraege(person, Ereignis.PERSON_EINGELADEN)[0].benutzer == "administration"
    assert eintraege(person, Ereignis.LINK_UEBERGEBEN)
    assert link not in admin.get(reverse("person_detail", args=[person.pk])).content.decode()
    # Mit dem Link kommt man an: die Seite zum Setzen des Kennworts.
    assert Client().get(link, follow=True).status_code == 200


def test_mit_mailserver_geht_der_link_nur_per_email(admin, settings):
    settings.EMAIL_IST_EINGERICHTET, settings.EMAIL_HOST = True, "mail.dresden.example"
    antwort = admin.post(NEU, MARIA | {"rolle": "leitung"}, follow=True)
    (nachricht,) = mail.outbox
    link = re.search(r"https?://\S+", nachricht.body).group()
    assert nachricht.to == [MARIA["email"]]
    assert "gesendet" in antwort.content.decode()
    assert link not in antwort.content.decode()


def test_ohne_rolle_eingeladen_sieht_man_nur_start_hilfe_und_konto(admin):
    admin.post(NEU, MARIA)
    client = Client()
    client.force_login(Benutzer.objects.get(username="maria.mueller"))
    start = client.get("/").content.decode()
    assert "noch keine Rolle" in start
    assert client.get("/konto/").status_code == client.get("/hilfe/").status_code == 200
    assert {client.get(pfad).status_code for pfad in ("/massnahmen/", "/personen/", "/berichte/")} == {403}


@pytest.mark.parametrize(
    ("aenderung", "feld"),
    [
        ({"email": "LEITUNG@Dresden.example"}, "email"),
        ({"email": "keine"}, "email"),
        ({"email": ""}, "email"),
        ({"last_name": " "}, "last_name"),
        ({"username": "Leitung"}, "username"),
        ({"username": "a b"}, "username"),
        ({"rolle": "kaiser"}, "rolle"),
        ({"rolle": "leitung", "stellen": "1"}, "stellen"),
        ({"rolle": "sachbearbeitung", "planungsbereiche": "1"}, "planungsbereiche"),
        ({"rolle": "", "stellen": "1"}, "stellen"),
        ({"rolle": "sachbearbeitung", "stellen": "999999"}, "stellen"),
    ],
    ids=str,
)
def test_was_nicht_stimmt_steht_am_feld_und_legt_niemanden_an(admin, aenderung, feld):
    vorher = Benutzer.objects.count()
    antwort = admin.post(NEU, MARIA | {"rolle": "sachbearbeitung"} | aenderung)
    assert antwort.status_code == 422
    assert list(antwort.context["form"].errors) == [feld]
    assert Benutzer.objects.count() == vorher


def test_anmeldename_entsteht_aus_dem_namen_und_ist_frei(db):
    assert freier_anmeldename("Änne-Marie", "Groß Söhnle") == "aenne-marie.gross-soehnle"
    Benutzer.objects.create_user("anna.beispiel")
    Benutzer.objects.create_user("anna.beispiel2")
    assert freier_anmeldename("Anna", "Beispiel") == "anna.beispiel3"
    assert freier_anmeldename("Ольга", "张") == "person"


def test_anmeldenamen_und_adressen_gibt_es_auch_fuer_die_datenbank_nur_einmal(maria):
    andere = Benutzer.objects.create_user("Andere", email="andere@dresden.example")
    assert andere.username == "andere"
    for feld, wert in (("username", "MARIA"), ("email", "Maria.Mueller@dresden.example")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Benutzer.objects.filter(pk=andere.pk).update(**{feld: wert})
    Benutzer.objects.create_user("ohne_adresse")
    Benutzer.objects.create_user("auch_ohne_adresse")


def test_gross_und_klein_ist_beim_anmelden_gleich(maria):
    assert Client().post("/anmelden/", {"username": "MARIA", "password": KENNWORT}).status_code == 302


def test_jede_schreibung_des_namens_zaehlt_als_derselbe_versuch(maria):
    client, namen = Client(), ["maria", "MARIA", "Maria", " mArIa "]
    versuche = [client.post("/anmelden/", {"username": name, "password": "falsch"}) for name in (namen * 3)[:11]]
    assert [antwort.status_code for antwort in versuche] == [200] * 10 + [429]


def test_der_befehl_legt_ueber_denselben_weg_an(capsys):
    angaben_ = {"vorname": "Maria", "nachname": "Müller", "email": MARIA["email"]}
    call_command("benutzer_anlegen", "Mueller", rolle="administration", **angaben_)
    kennwort = capsys.readouterr().out.rsplit(" ", 1)[1].strip()
    person = Benutzer.objects.get(username="mueller")
    assert person.check_password(kennwort)
    (eintrag,) = eintraege(person, Ereignis.PERSON_EINGELADEN)
    assert (eintrag.benutzer, eintrag.angaben["aenderungen"]["Rolle"]) == ("", ["", "Administration"])
    for name, email in (("MUELLER", ""), ("zweite", MARIA["email"].upper())):
        with pytest.raises(CommandError):
            call_command("benutzer_anlegen", name, rolle="leitung", email=email)


# --- ändern ----------------------------------------------------------------------------------------------------------


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


# --- die Sperren -----------------------------------------------------------------------------------------------------


GESCHENKT = {
    "is_superuser": "on",
    "is_staff": "on",
    "password": "geschenkt-geschenkt",
    "rolle": "leitung",
    "rechte_stand": "99",
    "groups": "1",
    "stellen": "1",
    "planungsbereiche": "1",
}


def alles(person) -> tuple:
    zeile = Benutzer.objects.filter(pk=person.pk).values().get()
    return zeile, [sorted(map(str, z.der(person))) for z in zugehoerigkeiten().values()]


def test_niemand_beschenkt_sich_selbst(admin, person):
    eigen = person("administration")
    vorher = alles(eigen)
    adresse = reverse("person_bearbeiten", args=[eigen.pk])
    daten = formulardaten(admin, eigen)
    assert "rolle" not in daten
    assert admin.post(adresse, daten | GESCHENKT).status_code == 302
    assert alles(Benutzer.objects.get(pk=eigen.pk)) == vorher


@pytest.mark.parametrize(
    "pfad", ["/konto/", "/konto/sitzungen/", "/konto/kennwort/", "/massnahmen/vertretung/", "/personen/neu/"]
)
def test_andere_formulare_nehmen_keine_rechte_an(angemeldet, person, pfad):
    wer = person("sachbearbeitung")
    angemeldet("sachbearbeitung").post(pfad, GESCHENKT)
    vorher, nachher = alles(wer), alles(Benutzer.objects.get(pk=wer.pk))
    for zeile in (vorher[0], nachher[0]):
        zeile.pop("rechte_stand")  # eigene Sitzungen darf man beenden
    assert vorher == nachher


def test_am_fremden_zugang_zaehlen_nur_die_felder_des_formulars(admin, maria):
    geschenkt = {"is_superuser": "on", "is_staff": "on", "is_active": "", "password": "x"}
    aendern_lassen(admin, maria, last_name="Schulz", **geschenkt)
    nachher = Benutzer.objects.get(pk=maria.pk)
    assert (nachher.last_name, nachher.is_superuser, nachher.is_staff, nachher.is_active) == (
        "Schulz",
        False,
        False,
        True,
    )
    assert nachher.check_password(KENNWORT)


def test_auch_der_dienst_gibt_niemandem_eigene_rechte(person):
    eigen = person("administration")
    for neu in ({"rolle": "leitung"}, {"rolle": ""}, {"stellen": [Stelle.objects.first()]}):
        with pytest.raises(PermissionDenied):
            aendern(person=eigen, neu=neu, grundlage=aus_marke(marke(angaben(eigen))), von=eigen)
    with pytest.raises(PermissionDenied):
        abschalten(person=eigen, von=eigen)


def test_wer_inzwischen_selbst_abgeschaltet_ist_tut_nichts_mehr(person, maria):
    """So geht es dem zweiten von zweien, die sich gegenseitig abschalten: sein Zugang galt noch, als er klickte."""
    zweite = Benutzer.objects.create_user("zweite", rolle="administration")
    abschalten(person=zweite, von=person("administration"))
    with pytest.raises(PermissionDenied):
        abschalten(person=person("administration"), von=zweite)
    assert person("administration").is_active


def test_der_letzte_zugang_der_administration_bleibt(person):
    letzte = person("administration")
    with pytest.raises(ValidationError, match="letzte Zugang"), transaction.atomic():
        abschalten(person=letzte, von=None)
    with pytest.raises(ValidationError, match="letzte Zugang"), transaction.atomic():
        aendern(person=letzte, neu={"rolle": "leitung"}, grundlage=aus_marke(marke(angaben(letzte))), von=None)
    Benutzer.objects.create_user("zweite", rolle="administration")
    abschalten(person=letzte, von=None)
    assert not person("administration").is_active


def test_abschalten_und_einschalten(admin, maria, sozialamt):
    adresse = reverse("person_abschalten", args=[maria.pk])
    for _ in range(2):  # das zweite Mal geschieht nichts mehr
        assert admin.post(adresse).status_code == 302
    maria.refresh_from_db()
    assert not maria.is_active
    assert len(eintraege(maria, Ereignis.PERSON_ABGESCHALTET)) == 1
    assert Client().post("/anmelden/", {"username": "maria", "password": KENNWORT}).status_code == 200
    assert admin.post(reverse("person_link", args=[maria.pk])).status_code == 302  # kein Link für Abgeschaltete
    admin.post(reverse("person_einschalten", args=[maria.pk]))
    maria.refresh_from_db()
    assert (maria.is_active, list(maria.stellen.all())) == (True, [sozialamt])


def test_gefaehrliches_fragt_das_kennwort_noch_einmal(admin, maria, settings):
    settings.KENNWORT_ERNEUT = True
    sitzung = admin.session
    sitzung.pop(EINGEGEBEN_UM, None)  # die Anmeldung ist länger her
    sitzung.save()
    adresse = reverse("person_abschalten", args=[maria.pk])
    admin.post(adresse)
    maria.refresh_from_db()
    assert maria.is_active
    admin.post(adresse, {"kennwort_erneut": KENNWORT})
    maria.refresh_from_db()
    assert not maria.is_active


# --- die Liste -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("abfrage", "erwartet"),
    [
        ("text=müll+maria", {"maria"}),
        ("text=MARIA.MUELLER@", {"maria"}),
        ("text=gibtesnicht", set()),
        ("rolle=leitung", {"leitung"}),
        ("rolle=ohne", {"niemand"}),
        ("stand=abgeschaltet", {"weg"}),
        ("stand=nie&rolle=koordination", {"koordination"}),
        ("stand=aktiv", {"administration"}),
    ],
)
def test_liste_filtert(admin, maria, abfrage, erwartet):
    Benutzer.objects.create_user("niemand")
    Benutzer.objects.create_user("weg", rolle="koordination", is_active=False)
    tabelle = admin.get(f"/personen/?{abfrage}").context["table"]
    assert {zeile["person"].username for zeile in tabelle.zeilen()} == erwartet


def test_liste_filtert_nach_zugehoerigkeit(admin, maria, sozialamt):
    sozialamt.benutzer.set([maria])
    tabelle = admin.get(f"/personen/?stellen={sozialamt.pk}").context["table"]
    assert [zeile["person"] for zeile in tabelle.zeilen()] == [maria]


def test_sechzig_personen_kosten_keine_abfrage_mehr(admin, sozialamt):
    with CaptureQueriesContext(connection) as wenige:
        admin.get("/personen/")
    viele = [Benutzer(username=f"p{n}", last_name=f"Nr{n:02}", rolle="sachbearbeitung") for n in range(60)]
    sozialamt.benutzer.add(*Benutzer.objects.bulk_create(viele))
    with CaptureQueriesContext(connection) as abfragen:
        antwort = admin.get("/personen/?sort=-name")
    assert len(abfragen) <= len(wenige)
    assert antwort.context["page_obj"].paginator.num_pages == 3
    assert antwort.context["table"].rows[0].record.last_name == "Nr59"


# --- das Verzeichnis der Zugehörigkeiten -----------------------------------------------------------------------------


def unangemeldete() -> set[str]:
    """Beziehungen zu Benutzern, die jemandem einen Bereich geben und die keine App angemeldet hat."""
    beziehungen = {b.get_accessor_name() for b in Benutzer._meta.related_objects if b.many_to_many}
    return beziehungen - {art.schluessel for art in zugehoerigkeiten().values()}


def test_jede_beziehung_zu_personen_ist_angemeldet(monkeypatch):
    assert unangemeldete() == set()
    monkeypatch.delitem(__import__("dresden_senioren.zugehoerigkeiten", fromlist=["x"])._ANGEMELDETE, "stellen")
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
