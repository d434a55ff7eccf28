"""Wie die Geschichte der Stammdaten erzählt wird: datierte Zeilen als ein Satz, alles Übrige Feld für Feld."""

from django.db.models import Model

from beratung.kern.stammdaten.folge import in_worten
from beratung.models import (
    Ausstattung,
    Beratungsstelle,
    Bezugsbevoelkerung,
    Ereignismarke,
    Gebietszuordnung,
    Katalogwert,
    Planungsbereich,
    Stadtteil,
    Stellengebiet,
)
from dresden_senioren.datenbank.feldgeschichte import Namen, Quelle, name_von, verlauf
from dresden_senioren.kern.aenderungen import Wechsel
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag

from .dienste import BEVOELKERUNG, KOORDINATION
from .folgen import ausstattung_in_worten


def _ausstattung(zeile, namen: Namen) -> dict[str, str]:
    return {"Ausstattung": f"{ausstattung_in_worten(zeile)}, {in_worten(zeile)}"}


def _stellengebiet(zeile, namen: Namen) -> dict[str, str]:
    return {"Planungsbereich": f"{name_von(namen, Planungsbereich, zeile.planungsbereich_id)}, {in_worten(zeile)}"}


def _zuordnung(zeile, namen: Namen) -> dict[str, str]:
    stadtteil = name_von(namen, Stadtteil, zeile.stadtteil_id)
    return {"Stadtteil": f"{stadtteil}, {in_worten(zeile)}{'' if zeile.ist_bestaetigt else ', nicht bestätigt'}"}


def _ereignis(zeile, namen: Namen) -> dict[str, str]:
    teile = [
        f"{zeile.bezeichnung}, ab {Monat.von_tag(zeile.ab).bezeichnung}",
        name_von(namen, Planungsbereich, zeile.planungsbereich_id),
        name_von(namen, Beratungsstelle, zeile.beratungsstelle_id),
        "Bruch in der Zählung" if zeile.ist_bruch else "",
        zeile.erlaeuterung,
    ]
    return {"Ereignis": ", ".join(filter(None, teile))}


def _einwohner(zeile, namen: Namen) -> dict[str, str]:
    text = f"{deutsch(zeile.anzahl)} Einwohner {zeile.altersgruppe} ({zeile.quelle})"
    return {name_von(namen, Stadtteil, zeile.stadtteil_id): text}


_BESONDERE = {
    Ausstattung: Quelle(Ausstattung, texte=_ausstattung, ohne=frozenset({"beratungsstelle"})),
    Stellengebiet: Quelle(Stellengebiet, texte=_stellengebiet, ohne=frozenset({"beratungsstelle"})),
    Gebietszuordnung: Quelle(Gebietszuordnung, texte=_zuordnung, ohne=frozenset({"planungsbereich"})),
    Bezugsbevoelkerung: Quelle(Bezugsbevoelkerung, texte=_einwohner),
    Ereignismarke: Quelle(Ereignismarke, texte=_ereignis),
    Katalogwert: Quelle(Katalogwert, ohne=frozenset({"id", "merkmal"})),
}


def quelle(modell: type[Model]) -> Quelle:
    return _BESONDERE.get(modell) or Quelle(modell)


def der_stelle(stelle: Beratungsstelle) -> list[Wechsel]:
    """Ihre Angaben, Planungsbereiche und Ausstattungen, auch gelöschte."""
    quellen = [(quelle(Beratungsstelle), {"id": stelle.pk})]
    quellen += [(quelle(modell), {"beratungsstelle_id": stelle.pk}) for modell in (Stellengebiet, Ausstattung)]
    return verlauf((q, q.zeilen.filter(**welche)) for q, welche in quellen)


def des_bereichs(bereich: Planungsbereich) -> list[Wechsel]:
    """Name, Stadtteile und Koordination."""
    quellen = [
        (quelle(Planungsbereich), {"id": bereich.pk}),
        (quelle(Gebietszuordnung), {"planungsbereich_id": bereich.pk}),
    ]
    wechsel = verlauf((q, q.zeilen.filter(**welche)) for q, welche in quellen)
    for eintrag in _aus_dem_protokoll(vorgang=KOORDINATION, kuerzel=bereich.kuerzel):
        alt, neu = (", ".join(eintrag.angaben[wann]) or "niemand" for wann in ("vorher", "nachher"))
        wechsel.append(Wechsel(KOORDINATION, alt, neu, eintrag.benutzer, eintrag.zeitpunkt))
    return _neuestes_zuerst(wechsel)


def der_bevoelkerung(stichtag) -> list[Wechsel]:
    """Was an einem Stichtag berichtigt wurde; das Eintragen selbst ist eine Zeile, nicht hundert."""
    q = quelle(Bezugsbevoelkerung)
    geaendert = q.zeilen.filter(stichtag=stichtag).exclude(history_type="+").values("id")
    wechsel = [w for w in verlauf([(q, q.zeilen.filter(id__in=geaendert))]) if w.alt]
    for eintrag in _aus_dem_protokoll(vorgang=BEVOELKERUNG, stichtag=stichtag.isoformat()):
        text = f"{eintrag.angaben['neu']} Zahlen eingetragen, {eintrag.angaben['geaendert']} geändert"
        wechsel.append(Wechsel("Tabelle", "", text, eintrag.benutzer, eintrag.zeitpunkt))
    return _neuestes_zuerst(wechsel)


def _aus_dem_protokoll(**angaben) -> list[Protokolleintrag]:
    """Mit dem Namen der Person statt ihrer Anmeldung."""
    eintraege = Protokolleintrag.objects.filter(
        ereignis=Ereignis.STAMMDATEN_GEPFLEGT, **{f"angaben__{feld}": wert for feld, wert in angaben.items()}
    )
    namen = {
        person.username: person.anzeigename
        for person in Benutzer.objects.filter(username__in=eintraege.values("benutzer"))
    }
    for eintrag in eintraege:
        eintrag.benutzer = namen.get(eintrag.benutzer, eintrag.benutzer)
    return list(eintraege)


def _neuestes_zuerst(wechsel: list[Wechsel]) -> list[Wechsel]:
    return sorted(wechsel, key=lambda w: w.am, reverse=True)
