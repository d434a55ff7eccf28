"""Bezeichnungen zu den Schlüsseln des Würfels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Value

from beratung.kern.zaehlung import AUSWAERTIG, Ebene, Merkmal, Quelle
from beratung.models import Beratungsstelle, Katalogwert, Planungsbereich, Stadtteil


@dataclass(frozen=True)
class Namen:
    """Bezeichnungen zu den Schlüsseln des Würfels; die Reihenfolge darin ist die der Ausgabe."""

    auspraegungen: Mapping[tuple[str, str], str]
    planungsbereiche: Mapping[str, str]
    stellen: Mapping[str, tuple[str, Quelle]]
    stadtteile: Mapping[str, str]
    gebiete: Mapping[str, str]  # Nr. des Stadtteils → Stadtbezirk oder Ortschaft
    enthalten_in: Mapping[str, str]  # Nr. → der Stadtteil, mit dem zusammen die Statistikstelle ihn nennt

    def auspraegung(self, merkmal: str, schluessel: str) -> str:
        """Bezeichnung, bei gekreuzten Merkmalen mit „×“; ein unbekannter Schlüssel steht für sich selbst."""
        return "×".join(self.auspraegungen.get(paar, paar[1]) for paar in einzelmerkmale(merkmal, schluessel))

    def rang(self, merkmal: str, schluessel: str) -> tuple:
        """Ordnet Ausprägungen wie der Katalog, unbekannte Schlüssel danach."""
        ordnung = self._ordnung
        return (*(ordnung.get(paar, len(ordnung)) for paar in einzelmerkmale(merkmal, schluessel)), schluessel)

    @cached_property
    def _ordnung(self) -> dict[tuple[str, str], int]:
        return {paar: stelle for stelle, paar in enumerate(self.auspraegungen)}

    def gebiet(self, ebene: Ebene, schluessel: str) -> str:
        """„Löbtau-Nord“, „Cotta“, „Seniorenberatung Altstadt“, „auswärtig“."""
        if schluessel == AUSWAERTIG:
            return "auswärtig"
        match ebene:
            case Ebene.PLANUNGSBEREICH:
                return self.planungsbereiche.get(schluessel, schluessel)
            case Ebene.STADTTEIL:
                return self.stadtteile.get(schluessel, schluessel)
            case Ebene.BERATUNGSSTELLE:
                return self.stellen.get(schluessel, (schluessel,))[0]
        return "Dresden"


def einzelmerkmale(merkmal: str, schluessel: str) -> list[tuple[str, str]]:
    """Gekreuzte Merkmale zerlegt; Hauptberatungsfelder stehen im Katalog der Beratungsfelder."""
    einfache = merkmal.replace(Merkmal.HAUPTBERATUNGSFELD, Merkmal.BERATUNGSFELD).split("×")
    return list(zip(einfache, schluessel.split("×"), strict=False))


def namen() -> Namen:
    """Eine Abfrage."""
    return benannt(zeilen())


def benannt(zeilen: Iterable[tuple]) -> Namen:
    je_ebene: dict[str, dict] = {ebene: {} for ebene in Ebene}
    katalog, gebiete, enthalten_in = {}, {}, {}
    for ebene, _, schluessel, name, quelle, gebiet, mit in zeilen:
        if ebene not in je_ebene:
            katalog[ebene, schluessel] = name
            continue
        je_ebene[ebene][schluessel] = (name, Quelle(quelle)) if quelle else name
        gebiete |= {schluessel: gebiet} if gebiet else {}
        enthalten_in |= {schluessel: mit} if mit else {}
    return Namen(
        auspraegungen=katalog,
        planungsbereiche=je_ebene[Ebene.PLANUNGSBEREICH],
        stellen=je_ebene[Ebene.BERATUNGSSTELLE],
        stadtteile=je_ebene[Ebene.STADTTEIL],
        gebiete=gebiete,
        enthalten_in=enthalten_in,
    )


def zeilen() -> tuple[tuple, ...]:
    """(Ebene oder Merkmal, Rang, Schlüssel, Name, Quelle, Gebiet, enthalten in) aller Gebiete, Beratungsstellen und
    Katalogwerte: nach Rang, den nur Kataloge haben, dann nach Namen; leer, was es dort nicht gibt. Eine Abfrage."""

    def aus(modell, art, schluessel: str, name: str = "name", **weitere: str):
        spalten = {"art": art, "rang": F(weitere["rang"]) if "rang" in weitere else Value(0)}
        spalten |= {"kennung": F(schluessel), "wortlaut": F(name)}
        for spalte in ("seite", "liegt_in", "zaehlt_bei"):
            spalten[spalte] = F(weitere[spalte]) if spalte in weitere else Value("")
        return modell.objects.order_by().annotate(**spalten).values_list(*spalten)

    bereiche = aus(Planungsbereich, Value(Ebene.PLANUNGSBEREICH.value), "kuerzel")
    stellen = aus(Beratungsstelle, Value(Ebene.BERATUNGSSTELLE.value), "kuerzel", seite="quelle")
    nach_nr = {"liegt_in": "gebiet", "zaehlt_bei": "zusammengefasst_mit_id"}
    stadtteile = aus(Stadtteil, Value(Ebene.STADTTEIL.value), "nr", **nach_nr)
    katalog = aus(Katalogwert, F("merkmal"), "schluessel", "bezeichnung", rang="reihenfolge")
    return tuple(bereiche.union(stellen, stadtteile, katalog, all=True).order_by("art", "rang", "wortlaut"))
