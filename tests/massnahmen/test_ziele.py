"""Das Ende eines Ziels: außer Kraft setzen, zusammenführen, und was davon an früheren Tagen zu sehen bleibt."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dresden_senioren.models import Protokolleintrag
from massnahmen.models import Fachplan, Massnahme, Sachstandsmeldung, Ziel
from massnahmen.plan.ausserkraft import ausser_kraft_setzen
from massnahmen.plan.fortschreibung import fortschreiben
from massnahmen.plan.pflegedienste import speichern

from .seitentext import nummern, text

pytestmark = pytest.mark.django_db
PFLEGE = "/massnahmen/pflege"


@pytest.fixture
def leitung(angemeldet):
    return angemeldet("leitung")


@pytest.fixture
def ziel():
    return lambda nr: Ziel.objects.get(nr=nr)


@pytest.fixture
def leeres_ziel(ziel):
    return Ziel.objects.create(handlungsfeld=ziel("1.1.").handlungsfeld, nr="1.9.", bezeichnung="Bald entbehrlich")


def ausser_kraft(client, z, seit=None, grund="Im Rat neu gefasst."):
    daten = {"ausser_kraft_seit": seit or timezone.localdate(), "grund": grund}
    return client.post(f"{PFLEGE}/ziel/{z.pk}/ausser-kraft/", daten)


def zusammenfuehren(client, z, mit, grund="Doppelt"):
    return client.post(f"{PFLEGE}/ziel/{z.pk}/zusammenfuehren/", {"mit": mit, "grund": grund})


def test_ein_ziel_ohne_massnahmen_in_kraft_verlaesst_den_plan_und_kommt_wieder(leitung, leeres_ziel, massnahme):
    assert ausser_kraft(leitung, leeres_ziel, grund=" ").status_code == 422
    assert ausser_kraft(leitung, leeres_ziel).url == f"{PFLEGE}/ziel/{leeres_ziel.pk}/"
    gliederung, _, ausser = text(leitung.get(f"{PFLEGE}/")).partition("Außer Kraft")
    assert "Bald entbehrlich" not in gliederung and "Ziel 1.9.: Bald entbehrlich" in ausser
    seite = text(leitung.get(f"{PFLEGE}/ziel/{leeres_ziel.pk}/"))
    assert "Außer Kraft seit" in seite and "Im Rat neu gefasst." in seite
    m = massnahme("1.1.1.")
    wahl = leitung.get(f"{PFLEGE}/massnahme/{m.pk}/").context["form"].fields["ziel"].queryset
    assert leeres_ziel not in wahl and m.ziel in wahl
    assert leitung.get(f"{PFLEGE}/massnahme/neu/{leeres_ziel.pk}/").status_code == 404
    assert Protokolleintrag.objects.get(ereignis="ziel_ausser_kraft").gegenstand == "Ziel 1.9."

    leitung.post(f"{PFLEGE}/ziel/{leeres_ziel.pk}/in-kraft/")
    assert "1.9. Bald entbehrlich" in text(leitung.get(f"{PFLEGE}/"))
    antwort = leitung.post(f"{PFLEGE}/ziel/{leeres_ziel.pk}/in-kraft/", follow=True)
    assert "Ziel 1.9. ist in Kraft." in text(antwort)


def test_solange_eine_massnahme_gilt_gilt_das_ziel(leitung, ziel):
    z, heute = ziel("1.1."), timezone.localdate()
    antwort = ausser_kraft(leitung, z)
    assert antwort.status_code == 422
    assert "noch in Kraft: 1.1.1., 1.1.2." in text(antwort)
    z.massnahmen.update(ausser_kraft_seit=heute)
    assert ausser_kraft(leitung, z, seit=heute - timedelta(1)).status_code == 422
    assert ausser_kraft(leitung, z, seit=heute).status_code == 302


def test_eine_massnahme_gilt_nie_laenger_als_ihr_ziel(leitung, ziel, massnahme, leeres_ziel, person):
    z, heute = ziel("1.1."), timezone.localdate()
    z.massnahmen.update(ausser_kraft_seit=heute, ausser_kraft_grund="entfallen")
    ausser_kraft(leitung, z)
    m = massnahme("1.1.1.")
    assert "Ziel 1.1. ist ab" in text(leitung.post(f"/massnahmen/{m.pk}/in-kraft/", follow=True))
    morgen = {"ausser_kraft_seit": heute + timedelta(1), "grund": "länger"}
    assert leitung.post(f"/massnahmen/{m.pk}/ausser-kraft/", morgen).status_code == 422
    assert massnahme("1.1.1.").ausser_kraft_seit == heute
    # Auch wer die Auswahl umgeht oder ein Ziel mit künftigem Ende meint, kommt nicht vorbei.
    ausser_kraft_setzen(zeile=leeres_ziel, seit=heute + timedelta(9), grund="später", von=person("leitung"))
    neu = Massnahme(ziel=leeres_ziel, nr="1.9.1.", beschreibung="Zu spät")
    with pytest.raises(ValidationError, match="kann nicht länger gelten"):
        speichern(zeile=neu, grundlage=None, von=person("leitung"))


def test_zusammenfuehren_zeigt_beide_und_zieht_alle_massnahmen_um(leitung, ziel, massnahme):
    alt, neu = ziel("2.1."), ziel("1.1.")
    umziehende = list(alt.massnahmen.values_list("nr", flat=True))
    umfang, meldungen = neu.massnahmen.count() + len(umziehende), Sachstandsmeldung.objects.count()
    seite = text(leitung.get(f"{PFLEGE}/ziel/{alt.pk}/zusammenfuehren/", {"mit": neu.pk}))
    assert alt.bezeichnung in seite and neu.bezeichnung in seite
    assert "Diese Maßnahmen ziehen um" in seite and all(nr in seite for nr in umziehende)
    offen = leitung.get(f"{PFLEGE}/massnahme/{massnahme(umziehende[0]).pk}/").context["form"].initial["fassung"]

    assert zusammenfuehren(leitung, alt, neu.pk).url == f"{PFLEGE}/ziel/{neu.pk}/"
    alt, neu = ziel("2.1."), ziel("1.1.")
    assert (neu.massnahmen.count(), alt.massnahmen.count()) == (umfang, 0)
    assert set(umziehende) <= set(neu.massnahmen.values_list("nr", flat=True))
    assert (alt.ausser_kraft_seit, alt.zusammengefuehrt_mit) == (timezone.localdate(), neu)
    assert Sachstandsmeldung.objects.count() == meldungen
    assert "Weiter gilt 1.1." in text(leitung.get(f"{PFLEGE}/ziel/{alt.pk}/"))
    assert "Hat Ziel 2.1." in text(leitung.get(f"{PFLEGE}/ziel/{neu.pk}/"))
    m = massnahme(umziehende[0])
    assert m.history.first().history_user.username == "leitung"
    assert leitung.get(f"{PFLEGE}/massnahme/{m.pk}/").context["form"].initial["fassung"] != offen
    assert Protokolleintrag.objects.get(ereignis="ziele_zusammengefuehrt").angaben["massnahmen"] == umziehende
    aenderungen = text(leitung.get("/massnahmen/aenderungen/", {"seit": timezone.localdate()}))
    assert "Doppelt" in aenderungen and f"2.1. {alt.bezeichnung}" in aenderungen


def test_an_frueheren_tagen_steht_alles_unter_dem_damaligen_ziel_im_damaligen_wortlaut(leitung, ziel, massnahme):
    gestern = (timezone.localdate() - timedelta(1)).isoformat()
    alt, neu = ziel("8.2."), ziel("1.1.")
    m = alt.massnahmen.first()
    damals = nummern(leitung.get("/massnahmen/", {"stichtag": gestern}))
    for z, wort in ((alt, "Ganz neu gefasst"), (neu, "Anders gesagt")):
        angaben = {"handlungsfeld": z.handlungsfeld_id, "nr": z.nr, "bezeichnung": wort, "fassung": ""}
        seite = leitung.get(f"{PFLEGE}/ziel/{z.pk}/")
        leitung.post(f"{PFLEGE}/ziel/{z.pk}/", angaben | {"fassung": seite.context["form"].initial["fassung"] or ""})
    assert zusammenfuehren(leitung, alt, neu.pk).status_code == 302

    liste = leitung.get("/massnahmen/", {"stichtag": gestern})
    assert nummern(liste) == damals  # auch in der damaligen Folge
    seite = text(liste)
    assert f"8.2. Ziel: {alt.bezeichnung}" in seite and f"1.1. Ziel: {neu.bezeichnung}" in seite
    detail = text(leitung.get(f"/massnahmen/{m.pk}/", {"stichtag": gestern}))
    assert f"8.2. Ziel: {alt.bezeichnung}" in detail
    heute = text(leitung.get(f"/massnahmen/{m.pk}/"))
    assert "1.1. Ziel: Anders gesagt" in heute
    assert "8.2. Ziel:" not in text(leitung.get("/massnahmen/"))


@pytest.mark.parametrize("mit", ["", "999999", "x", "selbst", "fremd", "beendet"])
def test_zusammenfuehren_mit_falschem_ziel_aendert_nichts(leitung, ziel, leeres_ziel, mit):
    z = ziel("2.1.")
    fremder = Fachplan.objects.create(name="Anderer Plan").handlungsfelder.create(nr="1", bezeichnung="Anderes")
    Ziel.objects.filter(pk=leeres_ziel.pk).update(ausser_kraft_seit=timezone.localdate())
    nummer = {
        "selbst": z.pk,
        "fremd": fremder.ziele.create(nr="1.1", bezeichnung="Fremd").pk,
        "beendet": leeres_ziel.pk,
    }
    assert zusammenfuehren(leitung, z, nummer.get(mit, mit)).status_code == 422
    assert leitung.get(f"{PFLEGE}/ziel/{z.pk}/zusammenfuehren/", {"mit": nummer.get(mit, mit)}).status_code == 200
    assert ziel("2.1.").ausser_kraft_seit is None and z.massnahmen.exists()


def test_gleiche_nummern_und_schon_beendetes_halten_das_zusammenfuehren_auf(leitung, ziel, leeres_ziel):
    z = ziel("1.1.")
    Massnahme.objects.create(ziel=leeres_ziel, nr="1.1.1.", beschreibung="Doppelgängerin")
    antwort = zusammenfuehren(leitung, leeres_ziel, z.pk)
    assert antwort.status_code == 422 and "Beide Ziele haben 1.1.1." in text(antwort)
    leeres_ziel.massnahmen.all().delete()
    ausser_kraft(leitung, leeres_ziel)
    assert "schon außer Kraft" in text(zusammenfuehren(leitung, leeres_ziel, z.pk))
    assert ziel("1.9.").zusammengefuehrt_mit is None


def test_ein_ziel_mit_vergangenheit_wird_nicht_geloescht(leitung, ziel):
    alt = ziel("2.1.")
    zusammenfuehren(leitung, alt, ziel("1.1.").pk)
    antwort = leitung.post(f"{PFLEGE}/ziel/{alt.pk}/loeschen/")
    assert antwort.status_code == 409
    assert "Unter diesem Ziel standen schon Maßnahmen." in text(antwort)
    assert Ziel.objects.filter(pk=alt.pk).exists()


def test_die_fortschreibung_nimmt_nur_ziele_in_kraft_mit(leitung, leeres_ziel, ziel, person):
    ausser_kraft(leitung, leeres_ziel)
    alter = Fachplan.objects.aktueller()
    vorher = Ziel.objects.im_plan(alter).in_kraft().count()
    morgen = timezone.localdate() + timedelta(1)
    beendet = ziel("2.1.")
    beendet.massnahmen.update(ausser_kraft_seit=timezone.localdate())
    ausser_kraft(leitung, beendet)
    wieder = beendet.massnahmen.first()  # ausdrücklich doch gewählt: dann kommt sein Ziel mit
    neuer = fortschreiben(
        fachplan=alter, name="Neuer", gueltig_ab=morgen, massnahmen=[wieder.pk], von=person("leitung")
    )
    assert Ziel.objects.im_plan(neuer).in_kraft().count() == Ziel.objects.im_plan(neuer).count() == vorher
