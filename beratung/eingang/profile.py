"""Zuordnungsprofile anlegen, vergleichen, zurückziehen, als JSON herausgeben und laden. Keine Version wird geändert."""

import json

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from beratung.kern.zaehlung import AUSWAERTIG, Merkmal
from beratung.kern.zuordnen.profilpruefung import Profilfehler, regeln_pruefen
from beratung.models import Beratungsstelle, Katalogwert, Stadtteil, Zuordnungsprofil
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

STANDARD = "standard"
_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def kurzname(bezeichnung: str) -> str:
    """„Export Träger Süd“ → „export-traeger-sued“."""
    return slugify(bezeichnung.casefold().translate(_UMLAUTE))[:50]


@transaction.atomic
def speichern(  # noqa: PLR0913 – nur benannt aufrufbar
    *, bezeichnung: str, regeln: dict, anlass: str, von: Benutzer | None, name: str = "", ist_annahme: bool = False
) -> Zuordnungsprofil:
    """Eine neue Version; gleicht sie der geltenden, bleibt es bei dieser. Profilfehler, wenn die Regeln nicht gehen."""
    name = name or kurzname(bezeichnung)
    regeln_pruefen(regeln)
    if not name:
        raise Profilfehler(["Der Name enthält keinen Buchstaben."])
    if name == STANDARD:
        raise Profilfehler(["Das Standardformat ist fest. Nehmen Sie einen anderen Namen."])
    versionen = Zuordnungsprofil.objects.filter(name=name).order_by("-version").select_for_update()
    geltende = next((p for p in versionen if p.zurueckgezogen_am is None), None)
    if geltende and (geltende.regeln, geltende.bezeichnung, geltende.ist_annahme) == (regeln, bezeichnung, ist_annahme):
        return geltende
    profil = Zuordnungsprofil.objects.create(
        name=name, version=max((p.version for p in versionen), default=0) + 1, bezeichnung=bezeichnung,
        regeln=regeln, ist_annahme=ist_annahme, anlass=anlass[:200], angelegt_von=von,
    )  # fmt: skip
    protokolliere(Ereignis.PROFIL_GESPEICHERT, von=von, gegenstand=str(profil), anlass=anlass)
    return profil


@transaction.atomic
def zurueckziehen(profil: Zuordnungsprofil, *, von: Benutzer | None) -> None:
    """Die Version gilt nicht mehr, die vorige wieder. Profilfehler beim Standardformat und beim zweiten Mal."""
    profil = Zuordnungsprofil.objects.select_for_update().get(pk=profil.pk)
    if profil.name == STANDARD:
        raise Profilfehler(["Das Standardformat kann nicht zurückgezogen werden."])
    if profil.zurueckgezogen_am:
        raise Profilfehler([f"{profil} ist schon zurückgezogen."])
    profil.zurueckgezogen_am, profil.zurueckgezogen_von = timezone.now(), von
    profil.save()
    protokolliere(Ereignis.PROFIL_ZURUECKGEZOGEN, von=von, gegenstand=str(profil))


def namen() -> dict[str, dict[str, str]]:
    """Spalte → Schlüssel → Bezeichnung, um Regeln in Worten zu zeigen. Drei Abfragen."""
    worte: dict[str, dict[str, str]] = {
        "Beratungsstelle": dict(Beratungsstelle.objects.values_list("kuerzel", "name")),
        "Stadtteil": dict(Stadtteil.objects.values_list("nr", "name")) | {AUSWAERTIG: "auswärtig"},
    }
    for merkmal, schluessel, bezeichnung in Katalogwert.objects.values_list("merkmal", "schluessel", "bezeichnung"):
        worte.setdefault(Merkmal(merkmal).bezeichnung, {})[schluessel] = bezeichnung
    return worte


def als_json(profil: Zuordnungsprofil) -> str:
    angaben = {"name": profil.name, "bezeichnung": profil.bezeichnung, "ist_annahme": profil.ist_annahme}
    return json.dumps(angaben | {"regeln": profil.regeln}, ensure_ascii=False, indent=1) + "\n"


def laden(text: str, *, anlass: str, von: Benutzer | None) -> tuple[Zuordnungsprofil, bool]:
    """Ein Profil aus JSON und ob dabei eine neue Version entstand; Profilfehler mit einem Satz je Mangel."""
    try:
        angaben = json.loads(text)
    except json.JSONDecodeError as fehler:
        raise Profilfehler([f"Zeile {fehler.lineno}, Spalte {fehler.colno}: Das ist kein gültiges JSON."]) from None
    if not isinstance(angaben, dict):
        raise Profilfehler(["Die Datei enthält kein Profil, sondern etwas anderes als { … }."])
    maengel = []
    for feld, art in (("name", str), ("bezeichnung", str), ("regeln", dict)):
        if not isinstance(angaben.get(feld), art) or (art is str and not angaben[feld].strip()):
            maengel.append(f"„{feld}“ fehlt oder ist {'kein Text' if art is str else 'keine Gruppe { … }'}.")
    if not maengel and kurzname(angaben["name"]) != angaben["name"]:
        maengel.append("„name“: nur Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel „export-sued“.")
    if fremde := set(angaben) - {"name", "bezeichnung", "ist_annahme", "regeln"}:
        maengel.append(f"„{min(fremde)}“ ist keine Angabe eines Profils.")
    if maengel:
        raise Profilfehler(maengel)
    vorher = set(Zuordnungsprofil.objects.filter(name=angaben["name"]).values_list("pk", flat=True))
    profil = speichern(
        name=angaben["name"], bezeichnung=angaben["bezeichnung"][:120], regeln=angaben["regeln"],
        ist_annahme=bool(angaben.get("ist_annahme")), anlass=anlass, von=von,
    )  # fmt: skip
    return profil, profil.pk not in vorher
