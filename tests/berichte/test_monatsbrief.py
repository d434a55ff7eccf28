"""Der Monatsbrief: dieselben Zahlen wie das Dashboard, hinaus nur große, und jede E-Mail genau einmal."""

import re
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from beratung.kalender import monatsstand
from beratung.kern.zaehlung import Quelle, Zaehleinheit, Zustand
from beratung.models import Lieferungsteil, Planungsbereich
from berichte.auswertung import briefversand
from berichte.auswertung.ausschnitt import aus_adresse
from berichte.auswertung.monatsbrief import monatsbrief
from berichte.kern.auswertung import monatsbrief as kern
from berichte.kern.auswertung.auffaelligkeiten import Veraenderung
from berichte.kern.zahlen.verteilung import Paar
from berichte.models import Briefempfang, Briefversand
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER = Monat(2024, 8), Monat(2024, 9)
ADRESSE = "https://senioren.dresden.example"
BRIEF = "/auswertung/bereich/cotta/brief/2024-09/"


@pytest.fixture
def cotta():
    return Planungsbereich.objects.get(kuerzel="cotta")


def pruefen(monat, *quellen):
    for quelle in quellen or Quelle:
        monatsstand.festlegen(quelle=quelle, monat=monat, zustand=Zustand.GEPRUEFT, grund="", von=None)


NICHTS = "Es ist kein Monatsbrief fällig.\n"


def senden(*angaben):
    ausgabe = StringIO()
    call_command("monatsbriefe_senden", "--adresse", ADRESSE, *angaben, stdout=ausgabe)
    return ausgabe.getvalue()


@pytest.fixture
def empfang(person):
    return Briefempfang.objects.create(benutzer=person("koordination"))


# --- Was darin steht ---


def test_drei_saetze_mit_den_zahlen_des_gebiets(cotta):
    brief = monatsbrief(cotta, SEPTEMBER)
    saetze = dict(brief.saetze)
    neue = brief.lage.vergleich(Zaehleinheit.NEUZUGANG)
    assert f"Neuzugänge von {neue.vergleichswert.wert} auf {neue.wert.wert}" in saetze["Was fiel"]
    assert saetze["Was fehlt"].startswith("Nichts;")
    spalten = [spalte.bezeichnung for spalte in brief.tabelle.spalten]
    assert spalten[1:] == ["09/2024", "09/2023", "Veränderung", "01–09/2024", "01–09/2023", "Veränderung"]
    jahr = sum(brief.lage.reihe(Zaehleinheit.NEUZUGANG).werte[m] for m in Zeitraum(Monat(2024, 1), SEPTEMBER))
    assert brief.tabelle.zeilen[0][1] == neue.wert.wert and brief.tabelle.zeilen[0][4] == jahr


def veraenderung(name, frueher, heute):
    return Veraenderung(name, Zaehleinheit.NEUZUGANG, Paar(heute, frueher))


def test_deutliches_steht_zuerst_und_getrennt_vom_zufall():
    alle = [veraenderung("A", 100, 105), veraenderung("B", 100, 200), veraenderung("C", 50, 50)]
    satz = kern.bewegt(alle, 1).replace("\u00a0", " ")
    assert satz == (
        "B von 100 auf 200 (+100,0 %): mehr, als der Zufall erklärt; A von 100 auf 105 (+5,0 %): das kann Zufall sein."
    )
    assert kern.bewegt(alle, -1) == "Keine der Gesamtzahlen."
    assert kern.bewegt([veraenderung("A", None, 5)], 1) == "Kein Vergleich möglich."


def test_fehlt_eine_quelle_sind_es_die_zahlen_der_anderen(cotta):
    Lieferungsteil.objects.filter(quelle=Quelle.FMG, monat=SEPTEMBER.erster).update(ist_gueltig=False)
    brief = monatsbrief(cotta, SEPTEMBER)
    assert brief.fehlend.startswith(
        "Für September 2024 fehlt die kommunale Seniorenberatung; die Zahlen sind nur geför"
    )
    assert brief.lage.auswahl.quelle is Quelle.SENIORA
    assert "nicht gemeldet" not in dict(brief.saetze)["Was fiel"] and brief.tabelle.zeilen[0][1] > 0
    assert "Planungsbereich Cotta (gefördert)" in brief.email(ADRESSE).betreff
    assert "quelle=seniora" in brief.dashboard and "quelle=seniora" in brief.dashboard_des_jahres


def test_ohne_meldung_gibt_es_keinen_brief(cotta, angemeldet):
    assert monatsbrief(cotta, Monat(2024, 10)) is None
    leitung = angemeldet("leitung")
    for monat in ("2024-10", "2024-13", "unsinn"):
        assert leitung.get(f"/auswertung/bereich/cotta/brief/{monat}/").status_code == 404


def test_fuehrt_zum_dashboard_mit_genau_diesem_zeitraum(cotta):
    brief = monatsbrief(cotta, SEPTEMBER)
    for adresse, zeitraum in (
        (brief.dashboard, Zeitraum(SEPTEMBER, SEPTEMBER)),
        (brief.dashboard_des_jahres, Zeitraum(Monat(2024, 1), SEPTEMBER)),
    ):
        teile = urlsplit(adresse)
        angaben = {name: wert for name, (wert,) in parse_qs(teile.query).items()}
        assert teile.path == "/auswertung/bereich/cotta/"
        assert aus_adresse(angaben, Monat(2030, 1), "cotta").auswahl.zeitraum == zeitraum


# --- Was hinausgeht ---


def kleine_zahlen(text):
    """Fallzahlen unter 20: alles, was kein Jahr, Prozentsatz, Tag oder Teil der Adresse ist."""
    ohne = re.sub(r"https?://\S+|[+−]?\d+,\d|\d\d\.\d\d\.\d{4}|weniger als 20", "", text)
    return [zahl for zahl in map(int, re.findall(r"\d+", ohne.replace(".", ""))) if zahl < 20]


@pytest.mark.parametrize("monat", [Monat(2024, 3), AUGUST, SEPTEMBER])
def test_keine_kleine_zahl_verlaesst_die_anwendung(monat):
    for bereich in Planungsbereich.objects.all():
        brief = monatsbrief(bereich, monat).email(ADRESSE)
        assert kleine_zahlen(brief.text) == [], brief.text
        assert not re.search(r"Stadtteil|Altersgruppe|Beratungsfeld|Beratungsort", brief.text)


def test_die_pruefung_bemerkt_eine_kleine_zahl(cotta, monkeypatch):
    monkeypatch.setattr(kern, "HINAUS_AB", 0)
    assert kleine_zahlen(monatsbrief(cotta, SEPTEMBER).email(ADRESSE).text)


def test_neben_kleinen_zahlen_steht_keine_differenz(cotta):
    alle = (veraenderung("Neuzugänge", 19, 40), veraenderung("Beratungen", 300, None), veraenderung("Krisen", 3, 0))
    inhalt = kern.Inhalt("Cotta", SEPTEMBER, alle, "Nichts.", "14.10.2024, geprüft", ADRESSE)
    text = kern.email(inhalt).text
    assert (
        "Kleine Zahlen: Neuzugänge 40, im Vorjahr weniger als 20; Beratungen nicht gemeldet, im Vorjahr 300; "
        "Krisen weniger als 20, im Vorjahr weniger als 20."
    ) in text
    assert "%" not in text and "Was stieg: Kein Vergleich möglich." in text


# --- Senden ---


def test_von_selbst_bekommt_niemand_etwas(cotta):
    pruefen(SEPTEMBER)
    assert senden() == NICHTS and mail.outbox == []


def test_gesendet_wird_was_geprueft_ist_und_nur_einmal(empfang, cotta):
    pruefen(SEPTEMBER)
    assert senden() == "September 2024, Cotta: 1 gesendet, 0 nicht.\n"
    assert senden() == NICHTS
    (nachricht,), zeile = mail.outbox, Briefversand.objects.get()
    assert nachricht.to == ["koordination@dresden.example"] == [zeile.adresse]
    assert (nachricht.subject, nachricht.body) == (zeile.betreff, zeile.text)
    assert f"{ADRESSE}{BRIEF}" in nachricht.body and nachricht.body.startswith("Guten Tag Karim Beispiel,")
    assert nachricht.content_subtype == "plain" and nachricht.attachments == []


def test_vorlaeufiges_wartet_bis_alles_gemeldete_geprueft_ist(empfang):
    pruefen(SEPTEMBER, Quelle.SENIORA)
    assert senden() == NICHTS
    pruefen(SEPTEMBER, Quelle.FMG)
    assert "September 2024" in senden()


def test_fehlt_eine_quelle_wartet_der_brief_nicht_auf_sie(empfang):
    Lieferungsteil.objects.filter(quelle=Quelle.FMG, monat=SEPTEMBER.erster).update(ist_gueltig=False)
    pruefen(SEPTEMBER, Quelle.SENIORA)
    senden()
    assert "fehlt die kommunale Seniorenberatung" in mail.outbox[0].body


def test_alte_monate_sind_keine_nachricht(empfang):
    pruefen(Monat(2024, 6))
    pruefen(Monat(2024, 7))
    assert senden() == "Juli 2024, Cotta: 1 gesendet, 0 nicht.\n"


def test_pruefen_zeigt_und_sendet_nichts(empfang):
    pruefen(SEPTEMBER)
    assert "Was stieg:" in senden("--pruefen")
    assert mail.outbox == [] and not Briefversand.objects.exists()


@pytest.mark.parametrize("wie", ["abgeschaltet", "andere_rolle", "ohne_bereich", "ohne_adresse"])
def test_wer_nicht_mehr_darf_bekommt_nichts(empfang, cotta, wie):
    person = empfang.benutzer
    match wie:
        case "abgeschaltet":
            person.is_active = False
        case "andere_rolle":
            person.rolle = "administration"
        case "ohne_bereich":
            cotta.koordination.clear()
        case "ohne_adresse":
            person.email = ""
    person.save()
    pruefen(SEPTEMBER)
    assert senden() == NICHTS and mail.outbox == []


def test_nimmt_der_mailserver_nicht_an_versucht_es_der_naechste_lauf(empfang, settings):
    pruefen(SEPTEMBER)
    gut = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False  # dort nimmt niemand an
    with pytest.raises(CommandError, match="Nicht gesendet: 1"):
        senden()
    assert not Briefversand.objects.exists()
    settings.EMAIL_BACKEND = gut
    senden()
    assert len(mail.outbox) == 1


def test_ohne_mailserver_sagt_der_befehl_es(empfang, settings):
    pruefen(SEPTEMBER)
    settings.EMAIL_IST_EINGERICHTET = False
    with pytest.raises(CommandError, match="EMAIL_HOST"):
        senden()


def test_zwei_laeufe_zugleich_senden_eine(empfang, cotta):
    """Beide haben dieselbe Vorschau gesehen, bevor einer schreibt."""
    pruefen(SEPTEMBER)
    (erster,), (zweiter,) = (list(briefversand.faellige(wurzel=ADRESSE)) for _ in range(2))
    briefversand.senden(erster, von=None)
    assert briefversand.senden(zweiter, von=None).gesendet == ()
    assert len(mail.outbox) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Briefversand.objects.create(
            empfaenger=empfang.benutzer, planungsbereich=cotta, monat=SEPTEMBER.erster, adresse="a@b.example"
        )


# --- Im Browser ---


def test_ein_und_ausschalten(angemeldet, person):
    client, liste = angemeldet("koordination"), "/auswertung/bereich/cotta/briefe/"
    assert "Monatsbrief per E-Mail: aus" in client.get(liste).content.decode()
    antwort = client.post("/auswertung/briefe/empfang/", {"ein": "1", "zurueck": liste}, follow=True)
    assert "Monatsbrief per E-Mail: ein" in antwort.content.decode()
    client.post("/auswertung/briefe/empfang/", {"ein": "1"})  # zweimal ist einmal
    assert Briefempfang.objects.get().benutzer == person("koordination")
    client.post("/auswertung/briefe/empfang/", {"ein": "0"})
    assert not Briefempfang.objects.exists()
    fremd = client.post("/auswertung/briefe/empfang/", {"ein": "0", "zurueck": "https://anderswo.example/"})
    assert fremd.url == "/"


def test_leitung_sendet_nur_was_sie_gesehen_hat(angemeldet, empfang):
    client, adresse = angemeldet("leitung"), f"{BRIEF}senden/"
    assert client.post(adresse, {"stand": "x"}).status_code == 409, "noch nicht geprüft"
    pruefen(SEPTEMBER)
    vorschau = client.get(adresse).context["vorschau"]
    assert client.post(adresse, {"stand": "veraltet"}).status_code == 409
    assert mail.outbox == []
    antwort = client.post(adresse, {"stand": vorschau.stand}, follow=True)
    assert "Gesendet: Karim Beispiel." in antwort.content.decode()
    assert mail.outbox[0].body == vorschau.text_an("Karim Beispiel")
    assert client.post(adresse, {"stand": vorschau.stand}).status_code == 409
    assert len(mail.outbox) == 1


def test_fremde_bereiche_und_fremde_post(angemeldet, empfang):
    koordination, leitung = angemeldet("koordination"), angemeldet("leitung")
    for pfad in ("briefe/", "brief/2024-09/"):
        assert koordination.get(f"/auswertung/bereich/altstadt/{pfad}").status_code == 404
        assert leitung.get(f"/auswertung/bereich/altstadt/{pfad}").status_code == 200
    assert koordination.get(f"{BRIEF}senden/").status_code == 403
    pruefen(SEPTEMBER)
    senden()
    for client in (koordination, leitung):
        assert "Guten Tag Karim Beispiel" in client.get("/auswertung/bereich/cotta/briefe/").content.decode()


def test_liste_ohne_zahlen_bleibt_lesbar(angemeldet):
    Lieferungsteil.objects.update(ist_gueltig=False)
    assert "Noch keine Zahlen" in angemeldet("leitung").get("/auswertung/bereich/cotta/briefe/").content.decode()
