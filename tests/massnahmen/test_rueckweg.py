"""Der Weg eines Formulars: erstellen, ausfüllen, vergleichen, übernehmen. Mit wirklichen Dateien beider Formate."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dresden_senioren.models import Protokolleintrag
from massnahmen.kern.dateien import NichtLesbar
from massnahmen.kern.rueckweg import Lage
from massnahmen.models import Fachplan, Formularversand, Massnahme, Sachstandsart, Sachstandsmeldung, Stelle
from massnahmen.rueckweg.ablauf import (
    Entscheidung,
    Rueckwegfehler,
    antwort_annehmen,
    antwort_uebernehmen,
    antwort_verwerfen,
    formular_erstellen,
)
from massnahmen.rueckweg.vergleich import vorschau
from massnahmen.sachstand.melden import sachstand_melden

from .formulare import excel_ausfuellen, word_ausfuellen
from .seitentext import text

pytestmark = pytest.mark.django_db
AUSFUELLEN = {"xlsx": excel_ausfuellen, "docx": word_ausfuellen}


@pytest.fixture
def erstellen(person):
    def erstellen(stelle="Gesundheitsamt", dateiformat="xlsx", von="leitung"):
        return formular_erstellen(
            stelle=Stelle.objects.get(name=stelle),
            fachplan=Fachplan.objects.get(),
            dateiformat=dateiformat,
            von=person(von),
        )

    return erstellen


@pytest.fixture
def herunterladen(angemeldet):
    return lambda versand: angemeldet("leitung").get(reverse("formular_datei", args=[versand.pk])).content


@pytest.fixture
def melden(person, massnahme):
    def melden(nr, art, erlaeuterung=""):
        gemeint = massnahme(nr)
        return sachstand_melden(
            massnahme=gemeint,
            sachstandsart=Sachstandsart.objects.get(bezeichnung=art),
            erlaeuterung=erlaeuterung,
            grundlage=gemeint.meldung and gemeint.meldung.pk,
            von=person("sachbearbeitung"),
        )

    return melden


def lagen(versand):
    return {zeile.massnahme.nr: zeile.lage for zeile in vorschau(versand).zeilen if zeile.lage != Lage.OHNE_ANTWORT}


def hochladen(client, daten, name="zurueck.xlsx"):
    return client.post(reverse("massnahmen:formular_hochladen"), {"datei": SimpleUploadedFile(name, daten)})


# --- Erstellen und zurücknehmen ---------------------------------------------------------------------------------------


def test_formular_enthaelt_nur_offene_massnahmen_der_stelle(erstellen, melden):
    alle = Massnahme.objects.filter(stellen__name="Gesundheitsamt")
    melden("1.1.1.", "abgeschlossen")
    nummern = {zeile.massnahme.nr for zeile in erstellen().zeilen.all()}
    assert nummern == set(alle.values_list("nr", flat=True)) - {"1.1.1."}


@pytest.mark.parametrize("dateiformat", AUSFUELLEN)
def test_hin_und_zurueck(erstellen, herunterladen, person, dateiformat):
    versand = erstellen(dateiformat=dateiformat)
    antworten = {
        "1.1.1.": ("laufend", "=SUMME(1;2) ist Text\nzweite Zeile"),
        "2.2.4": ("unverändert", ""),
        "5.1.1.": ("", "@nur ein Text"),
    }
    antworten = {nr: a for nr, a in antworten.items() if versand.zeilen.filter(massnahme__nr=nr).exists()}
    assert "1.1.1." in antworten
    assert len(antworten) > 1
    datei = AUSFUELLEN[dateiformat](herunterladen(versand), antworten)
    vorher = Sachstandsmeldung.objects.count()
    versand = antwort_annehmen(daten=datei, von=person("leitung"))
    assert Sachstandsmeldung.objects.count() == vorher  # nichts geschrieben, bevor es gezeigt wurde
    gezeigt = vorschau(versand)
    assert not gezeigt.abgewiesen
    assert lagen(versand).keys() == antworten.keys()
    assert lagen(versand)["1.1.1."] == Lage.NEU
    entscheidungen = {
        z.massnahme.pk: Entscheidung(z.sachstandsart, z.antwort.erlaeuterung) if z.lage == Lage.NEU else Entscheidung()
        for z in gezeigt.zeilen
        if z.lage.schreibt
    }
    anzahl = antwort_uebernehmen(
        versand, entscheidungen=entscheidungen, gezeigter_stand=gezeigt.stand, von=person("leitung")
    )
    assert anzahl == len(antworten)
    neu = Massnahme.objects.mit_angaben().get(nr="1.1.1.").meldung
    assert (neu.sachstandsart.bezeichnung, neu.erlaeuterung) == ("laufend", "=SUMME(1;2) ist Text\nzweite Zeile")
    assert neu.erfasst_von == person("leitung")
    # Dieselbe Datei noch einmal ändert nichts.
    versand = antwort_annehmen(daten=datei, von=person("leitung"))
    assert set(lagen(versand).values()) == {Lage.SCHON_SO}
    assert Protokolleintrag.objects.filter(ereignis="formular_uebernommen").count() == 1


def test_unveraendertes_formular_meldet_nichts(erstellen, herunterladen, person):
    for dateiformat in AUSFUELLEN:
        versand = erstellen(dateiformat=dateiformat)
        versand = antwort_annehmen(daten=herunterladen(versand), von=person("leitung"))
        assert lagen(versand) == {}


def test_datei_zeigt_den_stand_beim_versand_auch_spaeter(erstellen, herunterladen, melden):
    versand = erstellen()
    vorher = herunterladen(versand)
    melden("1.1.1.", "laufend", "später")
    assert herunterladen(versand) == vorher


def test_in_einer_runde_nennt_das_formular_ihre_frist(erstellen, herunterladen, eroeffnen, person):
    ohne = erstellen()
    assert "Bitte zurück bis" not in dateitext(herunterladen(ohne))
    runde = eroeffnen()
    for dateiformat in AUSFUELLEN:
        versand = erstellen(dateiformat=dateiformat)
        datei = herunterladen(versand)
        assert "Bitte zurück bis" in dateitext(datei) and f"{runde.frist:%d.%m.%Y}" in dateitext(datei)
        assert antwort_annehmen(daten=datei, von=person("leitung")) == versand


def dateitext(datei: bytes) -> str:
    """Aller Text einer Excel- oder Word-Datei."""
    with zipfile.ZipFile(io.BytesIO(datei)) as mappe:
        return "".join(mappe.read(name).decode() for name in mappe.namelist() if name.endswith(".xml"))


# --- Auf der Seite ----------------------------------------------------------------------------------------------------


def test_konflikt_wird_gezeigt_und_nach_wahl_geloest(erstellen, herunterladen, melden, angemeldet, massnahme):
    versand = erstellen()
    datei = excel_ausfuellen(herunterladen(versand), {"1.1.1.": ("laufend", "ihr Text")})
    melden("1.1.1.", "laufend", "unser Text")
    leitung = angemeldet("leitung")
    seite = leitung.get(hochladen(leitung, datei).url)
    assert "Konflikte: 1" in text(seite)
    assert all(wort in text(seite) for wort in ("Beim Versand", "ihr Text", "unser Text"))
    adresse = reverse("massnahmen:formular_uebernehmen", args=[versand.pk])
    stand = {"stand": seite.context["vorschau"].stand}
    ohne_wahl = leitung.post(adresse, stand)
    assert ohne_wahl.status_code == 422
    assert "Bitte entscheiden Sie" in text(ohne_wahl)
    pk = massnahme("1.1.1.").pk
    beide_texte = {f"m{pk}-wahl": "beide", f"m{pk}-sachstand": "laufend", f"m{pk}-erlaeuterung": "ihr und unser Text"}
    assert leitung.post(adresse, stand | beide_texte).status_code == 302
    assert massnahme("1.1.1.").meldung.erlaeuterung == "ihr und unser Text"


@pytest.mark.parametrize(("wahl", "ergebnis"), [("ihre", "ihr Text"), ("unsere", "unser Text")])
def test_ihre_oder_unsere(erstellen, herunterladen, melden, angemeldet, massnahme, wahl, ergebnis):  # noqa: PLR0917
    versand = erstellen()
    datei = excel_ausfuellen(herunterladen(versand), {"1.1.1.": ("laufend", "ihr Text")})
    melden("1.1.1.", "laufend", "unser Text")
    leitung = angemeldet("leitung")
    stand = leitung.get(hochladen(leitung, datei).url).context["vorschau"].stand
    pk = massnahme("1.1.1.").pk
    leitung.post(reverse("massnahmen:formular_uebernehmen", args=[versand.pk]), {"stand": stand, f"m{pk}-wahl": wahl})
    assert massnahme("1.1.1.").meldung.erlaeuterung == ergebnis


def test_fehlende_begruendung_ist_in_der_vorschau_zu_ergaenzen(erstellen, herunterladen, angemeldet, massnahme):
    versand = erstellen()
    leitung = angemeldet("leitung")
    datei = excel_ausfuellen(herunterladen(versand), {"1.1.1.": ("zurückgestellt", "")})
    seite = leitung.get(hochladen(leitung, datei).url)
    assert "braucht hier eine Begründung" in text(seite)
    adresse = reverse("massnahmen:formular_uebernehmen", args=[versand.pk])
    pk, stand = massnahme("1.1.1.").pk, {"stand": seite.context["vorschau"].stand}
    leer = leitung.post(adresse, stand | {f"m{pk}-sachstand": "zurückgestellt"})
    assert (leer.status_code, massnahme("1.1.1.").meldung.erfasst_von) == (422, None)
    leitung.post(adresse, stand | {f"m{pk}-sachstand": "zurückgestellt", f"m{pk}-erlaeuterung": "kein Geld"})
    assert massnahme("1.1.1.").meldung.erlaeuterung == "kein Geld"


def test_unbekannter_sachstand_ist_zu_waehlen_und_auslassen_geht(erstellen, herunterladen, angemeldet, massnahme):
    versand = erstellen()
    leitung = angemeldet("leitung")
    datei = excel_ausfuellen(herunterladen(versand), {"1.1.1.": ("fast fertig", "Text")})
    seite = leitung.get(hochladen(leitung, datei).url)
    assert "„fast fertig“ ist kein Sachstand" in text(seite)
    pk, stand = massnahme("1.1.1.").pk, seite.context["vorschau"].stand
    adresse = reverse("massnahmen:formular_uebernehmen", args=[versand.pk])
    leitung.post(adresse, {"stand": stand, f"m{pk}-auslassen": "on"})
    assert massnahme("1.1.1.").meldung.erfasst_von is None


def test_meldung_zwischen_zeigen_und_uebernehmen_verhindert_alles(
    erstellen, herunterladen, melden, angemeldet, massnahme
):
    versand = erstellen()
    leitung = angemeldet("leitung")
    datei = excel_ausfuellen(herunterladen(versand), {"1.1.1.": ("laufend", "ihr Text")})
    stand = leitung.get(hochladen(leitung, datei).url).context["vorschau"].stand
    melden("1.1.1.", "modifiziert", "dazwischen")
    adresse = reverse("massnahmen:formular_uebernehmen", args=[versand.pk])
    pk = massnahme("1.1.1.").pk
    antwort = leitung.post(adresse, {"stand": stand, f"m{pk}-wahl": "ihre"}, follow=True)
    assert "Nichts übernommen: Inzwischen hat sich etwas geändert" in text(antwort)
    assert massnahme("1.1.1.").meldung.erlaeuterung == "dazwischen"


def test_alles_oder_nichts(erstellen, herunterladen, person, massnahme):
    versand = erstellen()
    nummern = [z.massnahme.nr for z in versand.zeilen.all()][:2]
    datei = excel_ausfuellen(herunterladen(versand), dict.fromkeys(nummern, ("laufend", "Text")))
    gezeigt = vorschau(versand := antwort_annehmen(daten=datei, von=person("leitung")))
    zurueck = Sachstandsart.objects.get(bezeichnung="zurückgestellt")
    laufend = Sachstandsart.objects.get(bezeichnung="laufend")
    schluessel = [massnahme(nr).pk for nr in nummern]
    entscheidungen = {schluessel[0]: Entscheidung(laufend, "Text"), schluessel[1]: Entscheidung(zurueck, "")}
    with pytest.raises(Rueckwegfehler, match="begründen"):
        antwort_uebernehmen(
            versand, entscheidungen=entscheidungen, gezeigter_stand=gezeigt.stand, von=person("leitung")
        )
    assert massnahme(nummern[0]).meldung.erfasst_von is None
    versand.refresh_from_db()
    assert versand.zustand == "zurueck"


def test_verwerfen_vergisst_die_antwort(erstellen, herunterladen, person):
    versand = erstellen()
    datei = excel_ausfuellen(herunterladen(versand), {"1.1.1.": ("laufend", "geheim")})
    antwort_verwerfen(antwort_annehmen(daten=datei, von=person("leitung")), von=person("leitung"))
    versand.refresh_from_db()
    assert (versand.zustand, versand.antwort) == ("versandt", None)
    with pytest.raises(Rueckwegfehler, match="schon übernommen oder verworfen"):
        antwort_verwerfen(versand, von=person("leitung"))


# --- Rechte -----------------------------------------------------------------------------------------------------------


def test_sachbearbeitung_nur_fuer_eigene_stellen(erstellen, herunterladen, angemeldet, person):
    fremd, eigen = erstellen("Gesundheitsamt"), erstellen("Sozialamt")
    sachbearbeitung = angemeldet("sachbearbeitung")
    assert sachbearbeitung.get(reverse("formular_datei", args=[fremd.pk])).status_code == 404
    assert sachbearbeitung.get(reverse("massnahmen:formular_detail", args=[fremd.pk])).status_code == 404
    assert sachbearbeitung.get(reverse("formular_datei", args=[eigen.pk])).status_code == 200
    with pytest.raises(NichtLesbar, match="kein Formular Ihrer Stellen"):
        antwort_annehmen(daten=herunterladen(fremd), von=person("sachbearbeitung"))
    liste = sachbearbeitung.get(reverse("massnahmen:formular_liste"))
    assert fremd.kennung not in text(liste)
    assert eigen.kennung in text(liste)
    fremde_stelle = {"stelle": fremd.stelle_id, "fachplan": fremd.fachplan_id, "dateiformat": "xlsx"}
    assert sachbearbeitung.post(reverse("massnahmen:formular_liste"), fremde_stelle).status_code == 422
    assert Formularversand.objects.count() == 2


def test_massnahme_die_der_stelle_nicht_mehr_gehoert_wird_abgewiesen(erstellen, herunterladen, person, massnahme):
    versand = erstellen()
    datei = excel_ausfuellen(herunterladen(versand), {"1.1.1.": ("laufend", "Text")})
    massnahme("1.1.1.").beteiligungen.filter(stelle=versand.stelle).delete()
    gezeigt = vorschau(antwort_annehmen(daten=datei, von=person("leitung")))
    assert [(a.ort, "gehört nicht mehr" in a.meldung) for a in gezeigt.abgewiesen] == [("1.1.1.", True)]
    assert "1.1.1." not in lagen(Formularversand.objects.get())


# --- Viele Zeilen -----------------------------------------------------------------------------------------------------


@pytest.mark.langsam
def test_gleich_viele_abfragen_bei_vielen_massnahmen(
    erstellen, herunterladen, angemeldet, django_assert_max_num_queries, viele_massnahmen
):
    leitung = angemeldet("leitung")
    zahlen = []
    for stelle in ("KISS", "Stelle mit 2000"):
        versand = erstellen(stelle)
        nr = versand.zeilen.first().massnahme.nr
        datei = excel_ausfuellen(herunterladen(versand), {nr: ("laufend", "Text")})
        adresse = hochladen(leitung, datei).url
        leitung.get(adresse)
        with django_assert_max_num_queries(20) as abfragen:
            leitung.get(adresse)
        zahlen.append(len(abfragen))
    assert zahlen[0] == zahlen[1]
