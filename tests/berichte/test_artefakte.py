"""Zur Weitergabe erzeugte Dateien und Seiten enthalten keine einzige genaue Zahl, in keinem ihrer Teile."""

import io
import json
import zipfile
from datetime import date

import pikepdf
import pytest
from django.core.management import call_command
from django.urls import reverse

from beratung.models import Monatswert, Planungsbereich
from berichte.arten import BERICHTSARTEN, Berichtswunsch, Geltung
from berichte.ausgabe import AUSGABEN
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.models import Berichtsakte
from berichte.zahlen import geschuetzt
from dresden_senioren.kern.zeitraum import Zeitraum

from .artefakte import gefundene, zahlen
from .freigabewelt import erteilte, pruefen
from .vergifteter_wuerfel import AB, MONATE, vergiften

pytestmark = pytest.mark.django_db
STICHTAG = date(2024, 9, 30)
WEITERZUGEBENDE = [art for art in BERICHTSARTEN.values() if not art.nur_intern]
DATEIEN = [(art.schluessel, format) for art in WEITERZUGEBENDE for format in art.formate if format in AUSGABEN]


@pytest.fixture(scope="module", autouse=True)
def welt(welt_des_moduls):
    """(verbotene Zahlen, Nummer der Freigabe)."""
    verboten = vergiften()
    for jahr in (MONATE[:2], MONATE[2:]):
        pruefen(Zeitraum(jahr[0], jahr[-1]))
    return verboten, erteilte(Zeitraum(MONATE[0], MONATE[-1])).pk


@pytest.fixture
def verboten(welt):
    return welt[0]


def datei(schluessel: str, format: str, freigabe: int) -> bytes:
    art = BERICHTSARTEN[schluessel]
    bereich = "cotta" if art.geltung is Geltung.PLANUNGSBEREICH else None
    wunsch = Berichtswunsch(STICHTAG, fassung=Fassung.WEITERGABE, planungsbereich=bereich, freigabe=freigabe)
    return AUSGABEN[format].setzen(freigeben(art.bauen(wunsch), Fassung.WEITERGABE))


def grosse(inhalt: bytes) -> set[int]:
    """Gerundete Zahlen, so groß wie die vergifteten."""
    return set().union(*gefundene(inhalt, range(AB + 3, 10_000_000, 5)).values())


@pytest.mark.parametrize(("schluessel", "format"), DATEIEN)
def test_keine_datei_verraet_eine_genaue_zahl(welt, schluessel, format):
    verboten, freigabe = welt
    inhalt = datei(schluessel, format, freigabe)
    assert gefundene(inhalt, verboten, f"{schluessel}.{format}") == {}
    if BERICHTSARTEN[schluessel].hat_sozialdaten:
        assert len(grosse(inhalt)) >= 10, "die geschützten Zahlen stehen darin, gelesen wird also wirklich"


@pytest.mark.parametrize("schluessel", [art.schluessel for art in WEITERZUGEBENDE if art.hat_sozialdaten])
def test_eine_undichte_stelle_wird_bemerkt(welt, schluessel, monkeypatch):
    """Eingebauter Fehler: Aufteilungen lesen den genauen Würfel, obwohl geschützt bestellt ist."""
    verboten, freigabe = welt
    monkeypatch.setattr(geschuetzt, "zellen", lambda nummer: Monatswert.objects.all())
    assert gefundene(datei(schluessel, "docx", freigabe), verboten)


def seiten(freigabe: int):
    bereich = Planungsbereich.objects.get(kuerzel="cotta")
    for art in WEITERZUGEBENDE:
        akte = Berichtsakte.objects.create(
            art=art.schluessel, fassung=Fassung.WEITERGABE, stichtag=STICHTAG,
            planungsbereich=bereich if art.geltung is Geltung.PLANUNGSBEREICH else None,
        )  # fmt: skip
        yield reverse("bericht_detail", args=[akte.pk])
    yield reverse("freigabe_liste")
    yield reverse("freigabe", args=[freigabe])


def test_keine_seite_zur_weitergabe_verraet_eine_genaue_zahl(welt, angemeldet):
    verboten, freigabe = welt
    leitung, funde = angemeldet("leitung"), {}
    for adresse in seiten(freigabe):
        antwort = leitung.get(adresse)
        assert antwort.status_code == 200, adresse
        funde |= gefundene(antwort.content, verboten, adresse)
    assert funde == {}


def test_der_befehl_kennzahlen_verraet_zur_weitergabe_nichts(verboten):
    ausgabe = io.StringIO()
    angaben = {"von": "2024-08", "bis": "2024-09", "vergleich": "vorjahr", "json": True, "fassung": "weitergabe"}
    call_command("kennzahlen", **angaben, stdout=ausgabe, stderr=io.StringIO())
    assert len(json.loads(ausgabe.getvalue())["werte"]) > 100
    assert gefundene(ausgabe.getvalue().encode(), verboten) == {}


# --- Der Finder selbst -----------------------------------------------------------------------------------------------


def test_zahlen_in_jeder_schreibweise():
    text = "10007 10.009 10\u00a0037 10,039 10 061.0 „Summe: 1.010.069“ x='10079'"
    assert {10007, 10009, 10037, 10039, 10061, 1010069, 10079} <= zahlen(text)
    assert zahlen("1 10007") >= {1, 10007}, "eine Ziffer davor verdeckt nichts"
    assert zahlen("{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}") == set(), "Kennungen sind keine Zahlen"


def mappe(**teile: bytes) -> bytes:
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w") as archiv:
        for name, inhalt in teile.items():
            archiv.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_xlsx", ".xlsx"), inhalt)
    return puffer.getvalue()


@pytest.mark.parametrize(
    "inhalt",
    [
        mappe(word__document_xml=b"<t>10.007</t>"),
        mappe(docProps__core_xml=b"<dc:title>10007</dc:title>"),
        mappe(ppt__slides__slide1_xml=b'<p:cNvPr descr="im Mai 10007"/>'),
        mappe(ppt__embeddings__m_xlsx=mappe(xl__sheet1_xml=b"<v>10007</v>")),
        mappe(xl__styles_xml=b'<numFmt formatCode="&quot;10007&quot;"/>'),
        "Monat;Wert\nMai;10.007".encode("utf-8-sig"),
    ],
)  # fmt: skip
def test_der_finder_sieht_in_jedes_versteck(inhalt):
    assert set.union(*gefundene(inhalt, {10007}).values()) == {10007}


def test_der_finder_sieht_in_das_pdf():
    puffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = "10.007"
        pdf.Root.Versteck = pikepdf.Dictionary(Alt=pikepdf.String("im Mai 10009"))
        pdf.attachments["zahlen.csv"] = b"10037"
        pdf.save(puffer)
    funde = gefundene(puffer.getvalue(), {10007, 10009, 10037})
    assert set.union(*funde.values()) == {10007, 10009, 10037}
