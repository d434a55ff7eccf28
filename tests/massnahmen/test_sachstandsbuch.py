"""Das Sachstandsbuch: nur ergänzen, Begründung verlangen, Zusammenstöße bemerken."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dresden_senioren.models import Protokolleintrag
from massnahmen.models import Massnahme, Sachstandsart, Sachstandsmeldung
from massnahmen.sachstand.melden import SachstandUeberholt, sachstand_bestaetigen, sachstand_melden

pytestmark = pytest.mark.django_db


def art(schluessel):
    return Sachstandsart.objects.get(schluessel=schluessel)


def melden(massnahme, schluessel, **angaben):
    angaben.setdefault("grundlage", massnahme.meldung.pk)
    angaben.setdefault("von", None)
    return sachstand_melden(massnahme=massnahme, sachstandsart=art(schluessel), **angaben)


def test_melden_fuegt_eine_zeile_an(massnahme, person):
    vorher = Sachstandsmeldung.objects.count()
    melden(massnahme("1.1.1."), "laufend", erlaeuterung=" Befragung läuft. ", von=person("sachbearbeitung"))
    assert Sachstandsmeldung.objects.count() == vorher + 1
    neu = massnahme("1.1.1.").meldung
    assert (neu.sachstandsart.schluessel, neu.erlaeuterung) == ("laufend", "Befragung läuft.")
    assert (neu.erfasst_von, neu.gueltig_ab) == (person("sachbearbeitung"), timezone.localdate())
    eintrag = Protokolleintrag.objects.filter(ereignis="sachstand_gemeldet").first()
    assert (eintrag.benutzer, eintrag.gegenstand) == ("sachbearbeitung", "1.1.1.")


def test_bestaetigen_laesst_alles_wie_es_ist(massnahme, person):
    melden(massnahme("1.1.1."), "modifiziert", erlaeuterung="Neuer Zuschnitt")
    alt = massnahme("1.1.1.").meldung
    sachstand_bestaetigen(massnahme=massnahme("1.1.1."), grundlage=alt.pk, von=person("sachbearbeitung"))
    neu = massnahme("1.1.1.").meldung
    assert neu.pk != alt.pk
    assert neu.ist_bestaetigung
    assert (neu.sachstandsart, neu.erlaeuterung) == (alt.sachstandsart, "Neuer Zuschnitt")


@pytest.mark.parametrize(
    ("nr", "schluessel", "noetig"),
    [
        ("1.1.1.", "noch-nicht-begonnen", True),  # begonnen → zurück
        ("1.1.1.", "laufend", False),
        ("1.1.1.", "abgeschlossen", False),
        ("1.1.1.", "modifiziert", True),
        ("1.1.1.", "nicht-systematisch-begonnen", True),
        ("1.1.1.", "zurueckgestellt", True),
        ("1.1.1.", "entfallen", True),
        ("1.1.2.", "modifiziert", False),  # unverändert
        ("1.1.3.", "begonnen", True),  # laufend → zurück
    ],
)
def test_begruendung(massnahme, nr, schluessel, noetig):
    if noetig:
        with pytest.raises(ValidationError) as fehler:
            melden(massnahme(nr), schluessel, erlaeuterung="  ")
        assert list(fehler.value.message_dict) == ["erlaeuterung"]
    melden(massnahme(nr), schluessel, erlaeuterung="Weil" if noetig else "")
    assert massnahme(nr).meldung.sachstandsart.schluessel == schluessel


@pytest.mark.parametrize("tag", [date(2022, 6, 1), timezone.localdate() + timedelta(days=2)])
def test_gueltig_ab_liegt_zwischen_dem_bisherigen_und_heute(massnahme, tag):
    with pytest.raises(ValidationError) as fehler:
        melden(massnahme("1.1.1."), "laufend", gueltig_ab=tag)
    assert list(fehler.value.message_dict) == ["gueltig_ab"]


def test_stand_zum_stichtag_kommt_aus_dem_buch(massnahme):
    melden(massnahme("1.1.1."), "abgeschlossen", gueltig_ab=date(2023, 5, 1))

    def stand(tag):
        m = Massnahme.objects.mit_termin(tag).get(nr="1.1.1.")
        return m.meldung and m.meldung.sachstandsart.schluessel

    assert [stand(date(2022, 6, 1)), stand(date(2023, 4, 30)), stand(date(2023, 5, 1))] == [
        None,
        "begonnen",
        "abgeschlossen",
    ]


def test_zwei_personen_die_spaetere_erfaehrt_es(massnahme, person):
    m = massnahme("1.1.1.")
    melden(m, "laufend", von=person("sachbearbeitung"))
    with pytest.raises(SachstandUeberholt) as ueberholt:
        melden(m, "abgeschlossen")
    assert ueberholt.value.neueste.sachstandsart.schluessel == "laufend"
    with pytest.raises(SachstandUeberholt):
        sachstand_bestaetigen(massnahme=m, grundlage=m.meldung.pk, von=None)


def test_das_buch_laesst_sich_nicht_aendern(massnahme):
    meldung = massnahme("1.1.1.").meldung
    meldung.erlaeuterung = "gefälscht"
    for versuch in (
        meldung.save,
        meldung.delete,
        lambda: Sachstandsmeldung.objects.update(erlaeuterung="gefälscht"),
        lambda: Sachstandsmeldung.objects.filter(pk=meldung.pk).delete(),
        lambda: Sachstandsmeldung.objects.bulk_update([meldung], ["erlaeuterung"]),
        lambda: massnahme("1.1.1.").meldungen.update(erlaeuterung="gefälscht"),
        lambda: Sachstandsmeldung.objects.bulk_create(
            [meldung], update_conflicts=True, update_fields=["erlaeuterung"], unique_fields=["id"]
        ),
    ):
        with pytest.raises(TypeError, match="nur ergänzt"), transaction.atomic():
            versuch()
    assert massnahme("1.1.1.").meldung.erlaeuterung == ""


def test_die_massnahme_ist_gesperrt_bevor_geprueft_wird(massnahme, settings):
    m, laufend = massnahme("1.1.1."), art("laufend")
    with CaptureQueriesContext(connection) as abfragen:
        sachstand_melden(massnahme=m, sachstandsart=laufend, grundlage=m.meldung.pk, von=None)
    gelesen = [a["sql"] for a in abfragen if a["sql"].startswith("SELECT")]
    sperre = next(i for i, sql in enumerate(gelesen) if 'FROM "massnahmen_massnahme"' in sql)
    erste = gelesen[sperre]
    if connection.vendor == "sqlite":
        assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    else:
        assert "FOR UPDATE" in erste
    assert not any('FROM "massnahmen_sachstandsmeldung"' in sql for sql in gelesen[:sperre])
