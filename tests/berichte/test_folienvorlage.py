"""Die eigene Folienvorlage des Amts: laden, verwenden, zurück; was nicht taugt, wird mit einem Satz abgewiesen."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from pptx import Presentation
from pptx.util import Pt

from berichte.akten.erstellen import setzen
from berichte.akten.folienvorlagen import EINGEBAUT, geltende_vorlage, lade_vorlage, nimm_eingebaute
from berichte.ausgabe.pptx.gestalt import eingebaute_vorlage
from berichte.ausgabe.pptx.vorlagenpruefung import Vorlagenfehler, pruefe_vorlage
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Folienvorlage
from dresden_senioren.models import Protokolleintrag

from . import muster
from .folienmuster import fremde_vorlage


def gespeichert(folien) -> bytes:
    strom = BytesIO()
    folien.save(strom)
    return strom.getvalue()


def geaendert(inhalt: bytes, teile: dict[str, bytes]) -> bytes:
    """Das Archiv mit ersetzten oder weiteren Teilen."""
    strom = BytesIO()
    with ZipFile(BytesIO(inhalt)) as alt, ZipFile(strom, "w", ZIP_DEFLATED) as neu:
        for name in alt.namelist():
            if name not in teile:
                neu.writestr(name, alt.read(name))
        for name, teil in teile.items():
            neu.writestr(name, teil)
    return strom.getvalue()


def teil(inhalt: bytes, name: str) -> bytes:
    return ZipFile(BytesIO(inhalt)).read(name)


def mit_folien() -> bytes:
    """Eine Vorlage, in der noch die Folien des letzten Vortrags stecken."""
    folien = Presentation(BytesIO(fremde_vorlage()))
    for nr in range(2):
        folie = folien.slides.add_slide(folien.slide_layouts[5])
        folie.shapes.title.text = f"Geheime Musterfolie {nr}"
    folien.core_properties.author = "Vorname Nachname"
    return gespeichert(folien)


def vier_zu_drei() -> bytes:
    return gespeichert(Presentation())


def ohne_layouts() -> bytes:
    folien = Presentation(BytesIO(fremde_vorlage()))
    for layout in list(folien.slide_layouts)[1:]:
        folien.slide_layouts.remove(layout)
    return gespeichert(folien)


def zu_wenig_platz() -> bytes:
    folien = Presentation(BytesIO(fremde_vorlage()))
    feld = folien.slide_layouts[1].placeholders[1]
    feld.left, feld.top, feld.width, feld.height = Pt(40), Pt(130), Pt(300), Pt(300)
    return gespeichert(folien)


def makros() -> bytes:
    return geaendert(fremde_vorlage(), {"ppt/vbaProject.bin": b"x"})


def makros_ohne_makro() -> bytes:
    arten = teil(fremde_vorlage(), "[Content_Types].xml")
    neu = arten.replace(
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    )
    return geaendert(fremde_vorlage(), {"[Content_Types].xml": neu})


def verknuepft() -> bytes:
    name = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    verweis = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://fremd.example/pixel.png" TargetMode="External"/></Relationships>'
    )
    neu = teil(fremde_vorlage(), name).replace(b"</Relationships>", verweis)
    return geaendert(fremde_vorlage(), {name: neu})


def word() -> bytes:
    strom = BytesIO()
    Document().save(strom)
    return strom.getvalue()


def abgeschnitten() -> bytes:
    return fremde_vorlage()[:9000]


def bombe() -> bytes:
    return geaendert(fremde_vorlage(), {"ppt/media/image1.bin": bytes(101 * 1024 * 1024)})


def gross() -> bytes:
    return b"PK" + bytes(10 * 1024 * 1024)


FALSCHE = [
    (vier_zu_drei, "gebraucht wird 16:9"),
    (ohne_layouts, "Es fehlt ein Layout mit Titel und genau einem Feld für Text"),
    (ohne_layouts, "Es fehlt ein Layout mit Titel und sonst keinem Feld"),
    (zu_wenig_platz, "zu wenig Platz"),
    (makros, "Makros"),
    (makros_ohne_makro, "Makros"),
    (verknuepft, "lädt Inhalte von außen nach (http://fremd.example/pixel.png)"),
    (word, "keine PowerPoint-Datei"),
    (abgeschnitten, "beschädigt"),
    (lambda: b"kein Archiv", "beschädigt"),
    (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "im alten Format"),
    (bombe, "entpackt über 100 MB"),
    (gross, "größer als 10 MB"),
]


@pytest.mark.parametrize(("vorlage", "satz"), FALSCHE, ids=lambda wert: getattr(wert, "__name__", ""))
def test_was_nicht_taugt_wird_mit_einem_satz_abgewiesen(vorlage, satz):
    with pytest.raises(Vorlagenfehler) as fehler:
        pruefe_vorlage(vorlage())
    assert satz in str(fehler.value)


def test_die_eingebaute_taugt_als_anfang_und_ihre_folien_fallen_weg():
    assert len(Presentation(BytesIO(pruefe_vorlage(eingebaute_vorlage()))).slide_layouts) == 4
    geprueft = pruefe_vorlage(mit_folien())
    assert len(Presentation(BytesIO(geprueft)).slides) == 0
    namen = ZipFile(BytesIO(geprueft)).namelist()
    assert not any(name.startswith("ppt/slides/") for name in namen)
    assert all(b"Geheime" not in teil(geprueft, name) and b"Nachname" not in teil(geprueft, name) for name in namen)


def test_eine_potx_wird_zur_pptx():
    arten = teil(fremde_vorlage(), "[Content_Types].xml")
    potx = geaendert(
        fremde_vorlage(),
        {"[Content_Types].xml": arten.replace(b"presentationml.presentation.main", b"presentationml.template.main")},
    )
    assert Presentation(BytesIO(pruefe_vorlage(potx))).slide_layouts


# --- Seite und Dienst ---


@pytest.mark.django_db
def test_folien_entstehen_mit_der_geltenden_vorlage():
    bericht = muster.bericht()
    vorher = setzen(bericht, Fassung.INTERN, "pptx")
    lade_vorlage(name="Amt.pptx", inhalt=mit_folien(), von=None)
    mit_eigener = setzen(bericht, Fassung.INTERN, "pptx")
    namen = {layout.name for layout in Presentation(BytesIO(mit_eigener.inhalt)).slide_layouts}
    assert "Title Only" in namen
    assert "Geheime" not in str([teil(mit_eigener.inhalt, n) for n in ZipFile(BytesIO(mit_eigener.inhalt)).namelist()])
    nimm_eingebaute(von=None)
    assert setzen(bericht, Fassung.INTERN, "pptx") == vorher
    assert [vorlage.name for vorlage in Folienvorlage.objects.all()] == [EINGEBAUT, "Amt.pptx"]


@pytest.mark.django_db
def test_seite_laedt_prueft_und_nimmt_zurueck(angemeldet):
    client, adresse = angemeldet("leitung"), reverse("folienvorlage")
    assert "die eingebaute Vorlage" in client.get(adresse).content.decode()
    falsch = client.post(adresse, {"datei": SimpleUploadedFile("alt.pptx", vier_zu_drei())})
    assert falsch.status_code == 422
    assert "gebraucht wird 16:9" in falsch.content.decode()
    assert geltende_vorlage() is None
    antwort = client.post(adresse, {"datei": SimpleUploadedFile("Amt.pptx", fremde_vorlage())}, follow=True)
    assert "Es gilt: Amt.pptx" in antwort.content.decode()
    datei = client.get(reverse("folienvorlage_datei"))
    assert datei.content == geltende_vorlage()
    assert "attachment" in datei["Content-Disposition"]
    zurueck = client.post(reverse("folienvorlage_zuruecksetzen"), follow=True)
    assert "Es gilt wieder die eingebaute Vorlage" in zurueck.content.decode()
    assert geltende_vorlage() is None
    client.post(reverse("folienvorlage_zuruecksetzen"))
    assert Folienvorlage.objects.count() == 2  # ein zweites Mal ändert nichts
    eintraege = Protokolleintrag.objects.filter(ereignis="folienvorlage_geladen")
    assert {eintrag.gegenstand for eintrag in eintraege} == {"Amt.pptx", EINGEBAUT}


@pytest.mark.django_db
def test_eingebaute_vorlage_laesst_sich_herunterladen_und_wieder_laden(angemeldet):
    client = angemeldet("administration")
    inhalt = client.get(reverse("folienvorlage_eingebaute")).content
    assert inhalt == eingebaute_vorlage()
    client.post(reverse("folienvorlage"), {"datei": SimpleUploadedFile("eigene.pptx", inhalt)})
    assert Folienvorlage.objects.get().name == "eigene.pptx"


@pytest.mark.django_db
def test_ohne_datei_und_mit_leerer_datei_steht_ein_satz(angemeldet):
    client = angemeldet("leitung")
    assert "Wählen Sie die Datei aus" in client.post(reverse("folienvorlage")).content.decode()
    leer = client.post(reverse("folienvorlage"), {"datei": SimpleUploadedFile("leer.pptx", b"")})
    assert "Die Datei ist leer" in leer.content.decode()
