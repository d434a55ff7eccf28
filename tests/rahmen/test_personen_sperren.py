"""Niemand beschenkt sich selbst, der letzte Zugang der Administration bleibt, Gefährliches fragt das Kennwort."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dresden_senioren.anmeldung.kennwort_erneut import EINGEGEBEN_UM
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.personen.angaben import angaben, aus_marke, marke
from dresden_senioren.personen.dienste import abschalten, aendern
from dresden_senioren.personen.zugehoerigkeiten import zugehoerigkeiten
from massnahmen.models import Stelle
from tests.conftest import KENNWORT

from .personenhilfen import aendern_lassen, eintraege, formulardaten

pytestmark = pytest.mark.django_db


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
    assert Client().post("/anmelden/", {"username": "maria", "password": KENNWORT}).status_code == 422
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
