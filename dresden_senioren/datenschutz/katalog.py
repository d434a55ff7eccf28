"""Der Datenkatalog: jedes Modell und jedes Feld mit Zweck, Personenbezug, Herkunft, Frist und wer es sieht.

Was ein Mensch wissen muss, steht als `Angabe` je App (datenangaben.py); alles andere wird aus den Modellen gelesen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import models
from simple_history.models import HistoricalChanges

from dresden_senioren.rollen import ROLLEN, Recht

from .aufbewahrung import FRISTEN, Frist

EIGENE_APPS = ("dresden_senioren", "massnahmen", "beratung", "berichte")
BESCHAEFTIGTE, OHNE, FREITEXT = "Beschäftigte", "nein", "Freitext des Amts"

# Felder, die überall dasselbe heißen.
GEMEINSAM = {
    "id": "laufende Nummer",
    "am": "wann es eingetragen wurde",
    "von": "wer es eingetragen hat",
    "quelle": "aus welchem Verfahren",
    "monat": "für welchen Monat",
    "art": "welche Art",
    "zustand": "wie weit es ist",
    "reihenfolge": "Platz in der Liste",
    "schluessel": "unveränderlicher Kurzname",
    "kuerzel": "Kurzname in Adressen und Dateien",
    "sha256": "Prüfsumme der Datei: dieselbe Datei wiedererkennen, Veränderung bemerken",
    "inhaltssumme": "Prüfsumme: derselbe Inhalt ist wiederzuerkennen",
    "gueltig_von": "ab wann es gilt",
    "gueltig_bis": "bis wann es gilt",
    "ist_beispiel": "erfundene Zahlen der Vorführung sind als solche gezeigt",
    "massnahme": "worauf es sich bezieht",
    "planungsbereich": "worauf es sich bezieht",
    "beratungsstelle": "worauf es sich bezieht",
    "stadtteil": "amtliche Nr. des Stadtteils; die kleinste Angabe zum Ort",
    "zaehleinheit": "was gezählt ist",
    "merkmal": "wonach aufgeteilt ist",
    "auspraegung": "welcher Wert des Merkmals",
    "ebene": "Stadt, Planungsbereich, Stadtteil oder Beratungsstelle",
    "gebiet": "welches Gebiet der Ebene",
    "anzahl": "wie viele",
    "teil": "aus welchem Teil einer Lieferung",
    "vorige": "Fassung davor: zwei Personen überschreiben einander nicht",
    "lebenszeichen": "ob der Rechenprozess noch lebt",
    "platz": "nur einer arbeitet zur selben Zeit",
    "schreibweisen": "woran Dateien den Namen erkennen",
    "erstellt_von": "wer es angelegt hat",
    "erstellt_am": "wann es angelegt wurde",
    "uebernommen_von": "wer es übernommen hat",
    "uebernommen_am": "wann es übernommen wurde",
    "zurueckgenommen_von": "wer es zurückgenommen hat",
    "zurueckgenommen_am": "wann es zurückgenommen wurde",
    "angelegt_von": "wer es angelegt hat",
    "angelegt_am": "wann es angelegt wurde",
}


@dataclass(frozen=True)
class Angabe:
    """Was über ein Modell zu sagen ist. `personen`: Feld → (wessen Angabe, wozu). `bleibt`: wie lange, wo keine Frist
    angemeldet ist."""

    zweck: str
    herkunft: str
    sicht: tuple[Recht, ...] = ()
    nur: str = ""  # wer es sieht, wo das kein Recht sagt
    bleibt: str = ""
    felder: dict[str, str] = field(default_factory=dict)
    freitext: dict[str, str] = field(default_factory=dict)
    personen: dict[str, tuple[str, str]] = field(default_factory=dict)

    def zweck_des_feldes(self, name: str) -> str:
        eigene = self.felder | self.freitext | {n: wozu for n, (_, wozu) in self.personen.items()}
        return eigene.get(name) or GEMEINSAM.get(name, "")


@dataclass(frozen=True)
class Feldzeile:
    name: str
    bezeichnung: str
    zweck: str
    personenbezug: str


@dataclass(frozen=True)
class Blatt:
    """Ein Modell im Katalog."""

    label: str
    bezeichnung: str
    angabe: Angabe
    felder: tuple[Feldzeile, ...]
    fristen: tuple[Frist, ...]
    hat_fassungen: bool

    @property
    def wer(self) -> str:
        rollen = [r.bezeichnung for r in ROLLEN.values() if any(recht in r.rechte for recht in self.angabe.sicht)]
        return self.angabe.nur or ", ".join(rollen)

    @property
    def ist_personenbezogen(self) -> bool:
        return any(zeile.personenbezug not in (OHNE, FREITEXT) for zeile in self.felder)


ANGABEN: dict[str, Angabe] = {}  # „beratung.Lieferung“ → Angabe


def anmelden(app: str, angaben: dict[str, Angabe]) -> None:
    ANGABEN.update({f"{app}.{name}": angabe for name, angabe in angaben.items()})


def modelle(app: str) -> Iterator[type[models.Model]]:
    """Ohne die Tabellen der Feldgeschichte und die Verbindungstabellen; beide folgen aus ihren Modellen."""
    for modell in apps.get_app_config(app).get_models():
        if not issubclass(modell, HistoricalChanges):
            yield modell


def blaetter() -> list[Blatt]:
    """Alle eigenen Modelle, je App in der Reihenfolge ihrer Anmeldung. KeyError bei einem ohne Angabe."""
    return [_blatt(modell, ANGABEN[modell._meta.label]) for app in EIGENE_APPS for modell in modelle(app)]


def fremde() -> list[tuple[str, str, Angabe]]:
    """Tabellen mitgelieferter Pakete: (Name, Bezeichnung, Angabe)."""
    weitere = [m for m in apps.get_models() if m._meta.app_label not in EIGENE_APPS]
    return [(m._meta.label, str(m._meta.verbose_name), ANGABEN[m._meta.label]) for m in weitere]


def felder(modell: type[models.Model]) -> list[models.Field]:
    return [*modell._meta.concrete_fields, *modell._meta.many_to_many]


def _blatt(modell: type[models.Model], angabe: Angabe) -> Blatt:
    label = modell._meta.label
    zeilen = tuple(
        Feldzeile(f.name, str(f.verbose_name), angabe.zweck_des_feldes(f.name), _personenbezug(f, angabe))
        for f in felder(modell)
    )
    fristen = tuple(frist for frist in FRISTEN.values() if label in frist.modelle)
    hat_fassungen = hasattr(modell._meta, "simple_history_manager_attribute")
    return Blatt(label, str(modell._meta.verbose_name), angabe, zeilen, fristen, hat_fassungen)


def _personenbezug(feld: models.Field, angabe: Angabe) -> str:
    if feld.name in angabe.personen:
        return angabe.personen[feld.name][0]
    if feld.is_relation and feld.related_model._meta.label == settings.AUTH_USER_MODEL:
        return BESCHAEFTIGTE
    return FREITEXT if feld.name in angabe.freitext else OHNE


def luecken() -> list[str]:
    """Was im Katalog fehlt oder übrig ist: Modelle ohne Angabe, Felder ohne Zweck, Angaben ohne Feld, Modelle, zu denen
    niemand sagt, wie lange sie bleiben oder wer sie sieht."""
    maengel = []
    for modell in [m for app in EIGENE_APPS for m in modelle(app)]:
        label, namen = modell._meta.label, {f.name for f in felder(modell)}
        if (angabe := ANGABEN.get(label)) is None:
            maengel.append(f"{label}: keine Angabe")
            continue
        genannt = angabe.felder.keys() | angabe.freitext.keys() | angabe.personen.keys()
        maengel += [f"{label}.{name}: kein Zweck" for name in sorted(namen) if not angabe.zweck_des_feldes(name)]
        maengel += [f"{label}.{name}: dieses Feld gibt es nicht" for name in sorted(genannt - namen)]
        if not angabe.bleibt and not any(label in frist.modelle for frist in FRISTEN.values()):
            maengel.append(f"{label}: keine Frist und kein Grund, warum es bleibt")
        if not angabe.sicht and not angabe.nur:
            maengel.append(f"{label}: niemand sagt, wer es sieht")
    installiert = {m._meta.label for m in apps.get_models()}
    fehlende = [label for label in sorted(installiert) if label.partition(".")[0] not in EIGENE_APPS]
    maengel += [f"{label}: keine Angabe" for label in fehlende if label not in ANGABEN and "Fassung" not in label]
    eigene = [label for label in ANGABEN if label.partition(".")[0] in EIGENE_APPS]
    return maengel + [f"{label}: dieses Modell gibt es nicht" for label in eigene if label not in installiert]
