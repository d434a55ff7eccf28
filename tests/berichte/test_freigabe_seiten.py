"""Die Seiten der Freigaben: was fehlt, wie weit es ist, was geprüft wurde, wer entscheidet."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beratung.models import Lieferungsteil
from berichte.freigaben import ablauf
from berichte.freigaben.zellen import bekannte_nummern, bekannte_summen
from berichte.models import BekannteZahl, Freigabewert, Zahlenfreigabe

from .freigabewelt import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("geprueft")]
NEU = "/berichte/freigaben/neu/"


def seite(client, freigabe, name="freigabe"):
    return client.get(reverse(name, args=[freigabe.pk])).content.decode()


def test_beantragen_zeigt_was_fehlt_und_beantragt_nichts(angemeldet, freigabe):
    ablauf.verwerfen(freigabe=freigabe, grund="Platz", von=person("administration"))
    antwort = angemeldet("leitung").post(NEU, {"von": "2024-06", "bis": "2024-09"})
    html = antwort.content.decode()
    assert antwort.status_code == 409
    assert "Juni bis Juli 2024 (geförderte Seniorenberatung) sind noch vorläufig" in html
    assert not Zahlenfreigabe.objects.exclude(platz=None).exists()
    vorschau = angemeldet("leitung").post(NEU, {"von": "2024-08", "bis": "2024-09", "vorschau": ""})
    assert vorschau.status_code == 200 and "alles so weit" in vorschau.content.decode()
    assert not Zahlenfreigabe.objects.exclude(platz=None).exists()


@pytest.mark.parametrize(
    ("angaben", "satz"),
    [
        ({}, "Nennen Sie den ersten Monat."),
        ({"von": "2024-09", "bis": "2024-08"}, "Der letzte Monat liegt vor dem ersten."),
        ({"von": "2001-01", "bis": "2024-08"}, "Höchstens 5 Jahre auf einmal."),
        ({"von": "Mai", "bis": "2024-08"}, "kein Monat der Form"),
    ],
)
def test_falscher_zeitraum(angemeldet, angaben, satz):
    antwort = angemeldet("leitung").post(NEU, angaben)
    assert antwort.status_code == 422 and satz in antwort.content.decode()


def test_vorgeschlagen_ist_was_geprueft_und_noch_nicht_freigegeben_ist(angemeldet, freigabe):
    html = angemeldet("leitung").get(NEU).content.decode()
    assert 'value="2023-01"' in html and 'value="2024-09"' in html
    assert "Eine Freigabe ist noch offen" in html and "Beantragen und rechnen lassen" not in html
    Lieferungsteil.objects.update(ist_gueltig=False)
    assert "Noch keine Zahlen" in angemeldet("leitung").get(NEU).content.decode()


def test_solange_gerechnet_wird_fragt_die_seite_nach(angemeldet, freigabe):
    ablauf.verwerfen(freigabe=freigabe, grund="Platz", von=person("administration"))
    client = angemeldet("leitung")
    antwort = client.post(NEU, {"von": "2024-08", "bis": "2024-08"})
    neu = ablauf.offene()
    assert antwort["Location"] == reverse("freigabe", args=[neu.pk])
    html = seite(client, neu)
    assert 'hx-trigger="every 2s"' in html and "Seite neu laden</a>" in html
    htmx = {"HX-Request": "true"}
    assert client.get(antwort["Location"], headers=htmx).status_code == 204
    ablauf.rechnen(ablauf.naechste_beanspruchen())
    assert client.get(antwort["Location"], headers=htmx)["HX-Refresh"] == "true"


def test_nach_einem_neustart_stoesst_der_naechste_besuch_die_rechnung_wieder_an(angemeldet, freigabe, monkeypatch):
    angestossen = []
    monkeypatch.setattr(ablauf, "anstossen", lambda: angestossen.append(1))
    still = timezone.now() - timedelta(minutes=3)
    Zahlenfreigabe.objects.filter(pk=freigabe.pk).update(zustand="gerechnet", lebenszeichen=timezone.now())
    seite(angemeldet("leitung"), freigabe)
    assert not angestossen, "es rechnet jemand"
    Zahlenfreigabe.objects.filter(pk=freigabe.pk).update(lebenszeichen=still)
    seite(angemeldet("leitung"), freigabe)
    assert angestossen


def test_geprueft_steht_in_worten_da(angemeldet, freigabe):
    html = seite(angemeldet("administration"), freigabe)
    assert "Der Angriff hat bei 0 von" in html and "Bei 0 blieben ihm weniger als 5 mögliche Werte." in html
    assert "Alle Summen gehen auf" in html and "September 2024" in html
    august = Freigabewert.objects.get(
        freigabe=freigabe, ebene="stadt", monat="2024-08-01", quelle="fmg", zaehleinheit="neuzugang", merkmal=""
    )
    assert f">{august.anzahl}</td>" in html


def test_wer_beantragt_hat_sieht_keinen_knopf_zum_erteilen(angemeldet, freigabe):
    assert "Freigabe erteilen" not in seite(angemeldet("leitung"), freigabe)
    assert "Freigabe erteilen" in seite(angemeldet("administration"), freigabe)
    antwort = angemeldet("leitung").post(reverse("freigabe_erteilen", args=[freigabe.pk]))
    assert antwort.status_code == 409 and "zweite Person" in antwort.content.decode()


def test_erteilen_und_verwerfen_ueber_die_seite(angemeldet, freigabe):
    client = angemeldet("administration")
    ohne_grund = client.post(reverse("freigabe_verwerfen", args=[freigabe.pk]), {"grund": ""})
    assert ohne_grund.status_code == 422 and "Nennen Sie den Grund" in ohne_grund.content.decode()
    client.post(reverse("freigabe_erteilen", args=[freigabe.pk]))
    freigabe.refresh_from_db()
    assert (freigabe.zustand, freigabe.entschieden_von) == ("freigegeben", person("administration"))
    zu_spaet = client.post(reverse("freigabe_verwerfen", args=[freigabe.pk]), {"grund": "zu spät"})
    assert zu_spaet.status_code == 409 and "ist freigegeben" in zu_spaet.content.decode()
    liste = client.get(reverse("freigabe_liste")).content.decode()
    assert "Berichte zur Weitergabe nehmen" in liste and "Anna Beispiel" in liste


def test_nicht_zu_schuetzendes_sagt_warum(angemeldet, freigabe):
    abgelehnt = {"zustand": "abgelehnt", "platz": None, "grund": "3 Summen gehen nicht auf."}
    Zahlenfreigabe.objects.filter(pk=freigabe.pk).update(**abgelehnt)
    html = seite(angemeldet("leitung"), freigabe)
    assert "lassen sich nicht schützen" in html and "3 Summen gehen nicht auf." in html


def test_bekannte_zahl_festhalten(angemeldet):
    client = angemeldet("leitung")
    angaben = {"zaehleinheit": "beratung", "von": "2024-01", "bis": "2024-03", "anzahl": "412", "fundstelle": "Presse"}
    antwort = client.post(reverse("bekannte_zahlen"), angaben, follow=True)
    assert "412" in antwort.content.decode() and BekannteZahl.objects.filter(anzahl=412, quelle="").exists()
    assert client.post(reverse("bekannte_zahlen"), angaben | {"anzahl": "-1"}).status_code == 422


def test_eine_falsch_abgeschriebene_zahl_wird_mit_grund_zurueckgenommen(angemeldet, freigabe):
    client, vorher = angemeldet("leitung"), bekannte_nummern()
    zahl = BekannteZahl.objects.get(pk=vorher[0])
    adresse = reverse("bekannte_zahl_zuruecknehmen", args=[zahl.pk])
    assert client.post(adresse, {"grund": " "}).status_code == 422 and bekannte_nummern() == vorher
    html = client.post(adresse, {"grund": "Zahlendreher"}, follow=True).content.decode()
    assert "Zahlendreher" in html and adresse not in html
    assert bekannte_nummern() == vorher[1:] and len(bekannte_summen()) == len(vorher) - 1
    assert client.post(adresse, {"grund": "noch einmal"}).status_code == 404
    with pytest.raises(ablauf.FreigabeVerweigert, match="zurückgenommen"):
        ablauf.erteilen(freigabe=freigabe, von=person("administration"))


def test_gleich_viele_abfragen_gleich_wie_viel_freigegeben_ist(angemeldet, freigabe):
    client = angemeldet("administration")
    seite(client, freigabe)  # das erste Öffnen steht danach im Zugriffsbuch, das zweite nicht noch einmal
    with CaptureQueriesContext(connection) as abfragen:
        seite(client, freigabe)
    assert len(abfragen) <= 10
    Freigabewert.objects.all().delete()
    with CaptureQueriesContext(connection) as leer:
        seite(client, freigabe)
    assert len(leer) == len(abfragen)
