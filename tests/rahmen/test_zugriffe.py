"""Das Zugriffsbuch: jeder Blick auf genaue Zahlen genau einmal, ohne die Zahlen; keine Ansicht über andere."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import models
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from beratung.models import Eingang, Lieferung
from berichte.akten.bestand import anlegen
from berichte.models import Berichtsakte, Berichtsauftrag
from dresden_senioren.datenschutz.zugriffsbuch import SEITEN, ZugriffMixin, festhalten
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag, Zugriff
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.settings import BASE_DIR

pytestmark = pytest.mark.django_db
COTTA = "/auswertung/bereich/cotta/"

# Seiten von beratung und berichte ohne genaue kleine Zahlen. Wer eine Adresse ergänzt, entscheidet sich hier oder nimmt
# ZugriffMixin.
OHNE = {
    "nur Summen der Stadt und Jahressummen der eigenen Bereiche": {
        "start", "monatsentwicklung", "monatsentwicklung_bild", "kennzahl_liste", "kennzahl",
    },
    "leitet nur weiter": {"auswertung"},
    "nur Maßnahmen": {"ueberblick", "ueberblick_bild", "massnahmen_ausgabe", "formular_datei"},
    "nur Namen, Zustände und Formulare": {
        "bereich_liste", "bereich_briefe", "bericht_liste", "bericht_neu", "bericht_anlegen", "bericht_festschreiben",
        "bericht_wieder_oeffnen", "bericht_verwerfen", "berichtsauftrag", "freigabe_liste", "freigabe_neu",
        "beratung:lieferung_liste", "lieferungen_ausgabe", "beratung:lieferung_neu", "beratung:eingang_liste",
        "beratung:kalender",
        "beratung:monat", "beratung:mehrere_monate", "beratung:nullmeldung_neu", "beratung:nullmeldung_zuruecknehmen",
        "beratung:traeger", "beratung:traeger_erinnern", "beratung:lieferung_eingang", "beratung:pruefregeln",
        "beratung:profil_liste", "beratung:profil_detail", "beratung:profil_datei", "beratung:eingabevorlage",
    },
    "schon veröffentlicht oder öffentlich": {"bekannte_zahlen", "bekannte_zahl_zuruecknehmen", "grenzen"},
    "Vorlagen": {"folienvorlage", "folienvorlage_datei", "folienvorlage_eingebaute"},
}  # fmt: skip
STAMMDATEN = "beratung/stammdaten/"


def adressen(muster=None, praefix="", pfad="") -> list[tuple[str, str, type]]:
    """(Name, Pfad, Klasse) jeder Adresse mit einer Klasse dieser beiden Apps."""
    gefunden = []
    for eintrag in muster or get_resolver().url_patterns:
        voll = pfad + str(eintrag.pattern)
        if isinstance(eintrag, URLPattern):
            klasse = getattr(eintrag.callback, "view_class", None)
            if klasse and klasse.__module__.partition(".")[0] in {"beratung", "berichte"}:
                gefunden.append((praefix + (eintrag.name or ""), voll, klasse))
        else:
            namensraum = f"{eintrag.namespace}:" if eintrag.namespace else ""
            gefunden += adressen(eintrag.url_patterns, praefix + namensraum, voll)
    return gefunden


def unentschiedene(alle) -> set[str]:
    ohne = {name for namen in OHNE.values() for name in namen}
    return {
        name
        for name, pfad, klasse in alle
        if hasattr(klasse, "get") and "get" in klasse.http_method_names
        if not issubclass(klasse, ZugriffMixin) and name not in ohne and not pfad.startswith(STAMMDATEN)
    }


def test_jede_seite_ist_im_zugriffsbuch_oder_begruendet_nicht():
    alle = adressen()
    assert unentschiedene(alle) == set()
    gibt_es = {name for name, _, _ in alle}
    assert {name for namen in OHNE.values() for name in namen} <= gibt_es
    assert set(SEITEN) <= gibt_es

    class Neue:  # Gegenprobe
        http_method_names = ("get",)
        get = None

    assert unentschiedene([("neue_seite", "auswertung/neu/", Neue)]) == {"neue_seite"}


# --- was ein Eintrag nennt -------------------------------------------------------------------------------------------


def eintraege() -> list[tuple[str, str, dict]]:
    return list(Zugriff.objects.order_by("pk").values_list("benutzer", "seite", "auswahl"))


def test_genau_ein_eintrag_mit_gebiet_zeitraum_und_stand(angemeldet):
    client = angemeldet("koordination")
    client.get(COTTA)
    (eintrag,) = Zugriff.objects.all()
    assert (eintrag.benutzer, eintrag.seite, eintrag.art) == ("koordination", "bereich_dashboard", "angesehen")
    assert eintrag.auswahl == {
        "bereich": "cotta", "von": "2024-01", "bis": "2024-09", "quelle": "zusammen", "vergleich": "vorjahr",
    }  # fmt: skip
    assert eintrag.stand.startswith("2024-09, übernommen ")
    # Noch einmal, ausgeschrieben, ein Bild der Seite: immer noch einer.
    client.get(COTTA)
    client.get(f"{COTTA}?von=2024-01&bis=2024-09&quelle=zusammen&vergleich=vorjahr")
    client.get(f"{COTTA}abbildung/jahresvergleich.svg")
    assert Zugriff.objects.count() == 1
    client.get(f"{COTTA}?von=2024-01&bis=2024-03")
    assert Zugriff.objects.count() == 2


def test_ein_bild_allein_steht_als_zugriff_auf_seine_seite_da(angemeldet):
    angemeldet("leitung").get("/auswertung/stadt/abbildung/jahresvergleich.svg")
    assert [(seite, auswahl.get("schluessel")) for _, seite, auswahl in eintraege()] == [("stadt_dashboard", None)]


def test_nach_einer_stunde_zaehlt_es_wieder(angemeldet):
    client = angemeldet("koordination")
    client.get(COTTA)
    for minuten, erwartet in ((58, 1), (61, 2)):
        models.QuerySet(Zugriff).update(zeitpunkt=timezone.now() - timedelta(minutes=minuten))
        client.get(COTTA)
        assert Zugriff.objects.count() == erwartet


def test_verweigertes_und_verfehltes_steht_nicht_da(angemeldet):
    angemeldet("sachbearbeitung").get(COTTA)
    angemeldet("koordination").get("/auswertung/bereich/klotzsche/")
    angemeldet("koordination").get(f"{COTTA}herkunft/gibt-es-nicht/")
    angemeldet("koordination").head(COTTA)
    assert not Zugriff.objects.exists()


def test_jede_seite_mit_genauen_zahlen_schreibt_ihren_namen(angemeldet):
    erwartet = {
        ("koordination", f"{COTTA}herkunft/neuzugaenge/?merkmal=geschlecht&auspraegung=weiblich"): "bereich_herkunft",
        ("koordination", "/auswertung/quartal/"): "quartal_liste",
        ("koordination", "/auswertung/quartal/s-cotta/2024-Q3/"): "quartal",
        ("koordination", f"{COTTA}brief/2024-09/"): "bereich_brief",
        ("koordination", f"{COTTA}abbildung/jahresvergleich/csv/"): "bereich_abbildung_tabelle",
        ("leitung", "/auswertung/stadt/"): "stadt_dashboard",
        ("leitung", "/auswertung/stadt/herkunft/neuzugaenge/"): "stadt_herkunft",
        ("leitung", f"{COTTA}brief/2024-09/senden/"): "bereich_brief_senden",
        ("administration", f"/beratung/lieferungen/{Lieferung.objects.first().pk}/"): "beratung:lieferung_detail",
        ("administration", f"/beratung/lieferungen/{Lieferung.objects.first().pk}/befunde/csv/"): "lieferung_befunde",
        ("administration", "/beratung/befunde/"): "beratung:befunde_beobachtet",
    }
    for (rolle, pfad), seite in erwartet.items():
        assert angemeldet(rolle).get(pfad).status_code == 200, pfad
        assert Zugriff.objects.order_by("pk").last().seite == seite, pfad
    assert Zugriff.objects.count() == len(erwartet)
    auswahl = Zugriff.objects.get(seite="bereich_herkunft").auswahl
    assert (auswahl["kennzahl"], auswahl["merkmal"], auswahl["auspraegung"]) == (
        "neuzugaenge",
        "geschlecht",
        "weiblich",
    )


def test_lesbares_aus_einer_hochgeladenen_datei_steht_da(angemeldet, person):
    von = person("administration")
    angaben = {"dateiname": "a.csv", "groesse": 1, "sha256": "0" * 64, "eingereicht_von": von}
    eingang = Eingang.objects.create(zustand=Eingang.Zustand.ABGELEHNT, beendet_am=timezone.now(), **angaben)
    client = angemeldet("administration")
    client.get(f"/beratung/lieferungen/eingang/{eingang.pk}/")
    client.get(f"/beratung/lieferungen/eingang/{eingang.pk}/befunde/csv/")
    assert [seite for _, seite, _ in eintraege()] == ["beratung:eingang_detail", "eingang_befunde"]


def test_interner_bericht_steht_da_der_zur_weitergabe_nicht(angemeldet, person):
    tag, client = date(2024, 9, 30), angemeldet("leitung")
    intern = Berichtsakte.objects.create(art="gesamtstadt", fassung="intern", stichtag=tag)
    client.get(f"/berichte/{intern.pk}/")
    client.get(f"/berichte/{intern.pk}/")
    assert [(s, a["art"], a["stichtag"]) for _, s, a in eintraege()] == [
        ("bericht_detail", "gesamtstadt", "2024-09-30")
    ]
    Berichtsakte.objects.filter(pk=intern.pk).update(fassung="weitergabe", stichtag=date(2024, 6, 30))
    client.get(f"/berichte/{intern.pk}/")
    assert Zugriff.objects.count() == 1


def test_jeder_abruf_einer_datei_steht_im_zugriffsbuch_und_im_protokoll(angemeldet, person):
    akte = Berichtsakte.objects.create(art="gesamtstadt", fassung="intern", stichtag=date(2024, 9, 30))
    angaben = {"inhalt": b"a", "dateiname": "b.csv", "medientyp": "text/csv", "fertig_am": timezone.now()}
    auftrag = Berichtsauftrag.objects.create(
        akte=akte, format="csv", angefordert_von=person("leitung"), zustand="fertig", inhaltssumme="ab" * 32, **angaben
    )
    client = angemeldet("leitung")
    for _ in range(2):
        assert client.get(f"/berichte/auftrag/{auftrag.pk}/datei/").status_code == 200
    assert [(z.art, z.stand) for z in Zugriff.objects.all()] == [("heruntergeladen", "ab" * 32)] * 2
    abrufe = Protokolleintrag.objects.filter(ereignis=Ereignis.DATEI_HERUNTERGELADEN, benutzer="leitung")
    assert [eintrag.gegenstand for eintrag in abrufe] == ["b.csv"] * 2


def test_die_auswahl_nimmt_nur_schluessel(person):
    auswahl = {"bereich": "cotta", "frei": "Frau Müller, Tel. 0351/1", "lang": "x" * 61, "leer": ""}
    festhalten(person("leitung"), art="angesehen", seite="stadt_dashboard", auswahl=auswahl, stand="")
    assert [a for _, _, a in eintraege()] == [{"bereich": "cotta"}]
    with pytest.raises(ImproperlyConfigured, match="nicht angemeldet"):
        festhalten(person("leitung"), art="angesehen", seite="unbekannt", auswahl={}, stand="")


# --- wer es sieht ----------------------------------------------------------------------------------------------------


def test_jede_person_sieht_nur_ihre_eigenen(angemeldet):
    angemeldet("koordination").get(COTTA)
    angemeldet("leitung").get("/auswertung/stadt/")
    eigene = angemeldet("koordination").get("/meine-zugriffe/").content.decode()
    assert "Dashboard eines Planungsbereichs" in eigene
    assert "Dashboard der Stadt" not in eigene
    for versuch in ("?benutzer=leitung", "?person=2", "?was=zugriffe&benutzer=leitung"):
        assert (
            "Dashboard der Stadt" not in angemeldet("koordination").get(f"/meine-zugriffe/{versuch}").content.decode()
        )
    administration = angemeldet("administration").get("/meine-zugriffe/").content.decode()
    assert "Dashboard" not in administration


def test_zeitraum_waehlen_und_eigenes_protokoll(angemeldet, person):
    client = angemeldet("koordination")
    client.get(COTTA)
    protokolliere(Ereignis.QUARTALSNOTIZ_GESCHRIEBEN, von=person("koordination"), gegenstand="s-cotta 2024-Q3")
    protokolliere(Ereignis.QUARTALSNOTIZ_GESCHRIEBEN, von=person("leitung"), gegenstand="s-prohlis 2024-Q3")
    text = client.get("/meine-zugriffe/?was=protokoll").content.decode()
    assert "s-cotta 2024-Q3" in text
    assert "s-prohlis" not in text
    frueher = client.get("/meine-zugriffe/?von=2020-01-01&bis=2020-01-31").content.decode()
    assert "In diesem Zeitraum ist nichts festgehalten" in frueher
    verkehrt = client.get("/meine-zugriffe/?von=2020-02-01&bis=2020-01-31").content.decode()
    assert "Der Anfang liegt nach dem Ende." in verkehrt


def test_auskunft_nur_mit_anlass_und_sie_steht_im_protokoll(angemeldet):
    angemeldet("koordination").get(COTTA)
    heute, ausgabe = timezone.localdate().isoformat(), io.StringIO()
    zeitraum = ("--von", heute, "--bis", heute)
    call_command("zugriffe_auskunft", *zeitraum, "--anlass", "Az. 7", "--seite", "bereich_dashboard", stdout=ausgabe)
    assert "koordination angesehen Dashboard eines Planungsbereichs bereich=cotta" in ausgabe.getvalue()
    eintrag = Protokolleintrag.objects.get(ereignis=Ereignis.ZUGRIFFE_AUSGEWERTET)
    assert (eintrag.gegenstand, eintrag.angaben["zeitraum"]) == ("Az. 7", f"{heute} bis {heute}")


# --- keine Leistungskontrolle ----------------------------------------------------------------------------------------

# Nach Personen zählen, gruppieren oder sortieren.
NACH_PERSONEN = re.compile(
    r"(values|values_list|order_by|Count|groupby|OrderingFilter)\([^)]*"
    r"[\"'](benutzer|von|erfasst_von|uebernommen_von|erstellt_von|angefordert_von|empfaenger|history_user)(_id|__\w+)?[\"']"
)
# Wo ein Treffer nicht zusammenstellt, was Personen tun.
UNBEDENKLICH = {
    "dresden_senioren/datenschutz/fristen.py": "welche Namen das Protokoll noch nennt",
    "beratung/stammdaten/geschichte.py": "Name an einer Fassung",
    "berichte/auswertung/briefversand.py": "wer den Brief schon hat",
    "massnahmen/runden/erinnerungen.py": "wer heute schon erinnert ist",
}


def nach_personen(quellen: dict[str, str]) -> dict[str, str]:
    treffer = {name: NACH_PERSONEN.search(text) for name, text in quellen.items() if name not in UNBEDENKLICH}
    return {name: fund[0] for name, fund in treffer.items() if fund}


def test_keine_seite_und_keine_datei_gruppiert_nach_personen():
    apps = ("dresden_senioren", "massnahmen", "beratung", "berichte")
    pfade = [pfad for app in apps for pfad in (BASE_DIR / app).rglob("*.py")]
    quellen = {p.relative_to(BASE_DIR).as_posix(): p.read_text(encoding="utf-8") for p in pfade}
    quellen = {name: text for name, text in quellen.items() if "/migrations/" not in name}
    assert nach_personen(quellen) == {}
    assert nach_personen({"x.py": 'Zugriff.objects.values("benutzer").annotate(Count("pk"))'})
    assert nach_personen({"x.py": 'Protokolleintrag.objects.order_by("-zeitpunkt", "benutzer")'})


def test_protokoll_laesst_sich_nicht_nach_personen_ordnen_oder_filtern(angemeldet, person):
    for rolle in ("leitung", "koordination", "leitung"):
        protokolliere(Ereignis.ANMELDUNG, von=person(rolle), gegenstand=f"Eintrag von {rolle}")
    client = angemeldet("administration")
    wie_immer = _eintraege_der_seite(client.get("/protokoll/"))
    for versuch in ("?benutzer=leitung", "?sort=benutzer", "?ordering=benutzer", "?von=leitung"):
        assert _eintraege_der_seite(client.get(f"/protokoll/{versuch}")) == wie_immer
    assert b"?sort=" not in client.get("/protokoll/").content


def _eintraege_der_seite(antwort) -> list[str]:
    return re.findall(r"Eintrag von \w+", antwort.content.decode())


@pytest.mark.langsam
def test_berichte_nennen_keine_beschaeftigten(person):
    from berichte.akten.inhalt import entwurf
    from berichte.kern.akten.festschrift import als_json

    for name in ("sachbearbeitung", "koordination", "administration"):
        Benutzer.objects.filter(username=name).update(first_name="Plantina", last_name="Quandtheim")
    for art in ("massnahmen", "zwischenbericht"):
        akte = anlegen(art=art, fassung="intern", stichtag=date(2024, 9, 30), von=person("leitung"))
        assert "Quandtheim" not in str(als_json(entwurf(akte, von=person("leitung"))))
