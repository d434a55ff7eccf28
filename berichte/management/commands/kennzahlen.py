"""Kennzahlen der Seniorenberatung ausgeben, als Tabelle oder JSON (Schnittstelle für Nachtläufe und zum Nachprüfen)."""

import json
from collections.abc import Iterable, Iterator, Sequence

from django.core.management.base import BaseCommand, CommandError

from beratung.kern.zaehlung import Quelle
from berichte.kern.tabelle import Format, Zeichen
from berichte.kern.zahlen.kennzahlen import KENNZAHLEN
from berichte.zahlen import datensaetze, kennzahlenliste, namen
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.geschuetzt import geltende_freigabe
from berichte.zahlen.kennzahlenliste import Kennzahlwert
from berichte.zahlen.lage import lage
from berichte.zahlen.verhaeltnisliste import verhaeltnisliste
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, in_worten

ABGELEHNT, FALSCH_AUFGERUFEN = 1, 2
NAMEN = {kennzahl.schluessel: kennzahl.name for kennzahl in KENNZAHLEN}


class Command(BaseCommand):
    help = (
        "Gibt die Kennzahlen der Seniorenberatung für einen Zeitraum aus. Gezählt werden die gemeldeten Monate, "
        "die übrigen nennt fehlende_monate; verglichen wird nur über Monate, die in beiden Zeiträumen gemeldet sind."
    )

    def add_arguments(self, parser):
        parser.add_argument("--von", required=True, metavar="JJJJ-MM")
        parser.add_argument("--bis", required=True, metavar="JJJJ-MM")
        parser.add_argument("--vergleich", choices=["vorjahr"], help="gegen dieselben Monate des Vorjahres")
        parser.add_argument("--quelle", choices=[quelle.value for quelle in Quelle])
        parser.add_argument("--planungsbereich", metavar="NAME")
        parser.add_argument("--fassung", choices=["intern", "weitergabe"], default="intern")
        parser.add_argument("--json", action="store_true", help="ein JSON-Dokument statt der Tabelle")

    def handle(self, **optionen):
        bezeichnungen = namen.namen()
        auswahl = Auswahl(
            _zeitraum(optionen["von"], optionen["bis"]),
            quelle=Quelle(optionen["quelle"]) if optionen["quelle"] else None,
            planungsbereich=_planungsbereich(optionen["planungsbereich"], bezeichnungen),
            mit_vergleich=optionen["vergleich"] == "vorjahr",
            freigabe=_freigabe() if optionen["fassung"] == "weitergabe" else None,
        )
        self.stderr.write("Kennzahlen werden zusammengestellt …")
        datensatz = datensaetze.fuer_auswahl(auswahl)
        werte = kennzahlenliste.kennzahlwerte(datensatz, bezeichnungen, auswahl)
        if not optionen["json"]:
            self.stdout.write(
                "\n".join([*_tabelle(werte, auswahl), *[datensatz.schutzsatz] * datensatz.ist_geschuetzt])
            )
            return
        ausgabe = {
            "zeitraum": str(auswahl.zeitraum),
            "vergleich": str(auswahl.zeitraum.vorjahr()) if auswahl.mit_vergleich else None,
            "werte": [wert.als_dict() for wert in werte],
            "monate": list(kennzahlenliste.monatsliste(datensatz, auswahl)),
            "verhaeltnisse": list(verhaeltnisliste(lage(auswahl))),
            "freigabe": auswahl.freigabe,
        }
        self.stdout.write(json.dumps(ausgabe, ensure_ascii=False))


def _freigabe() -> int:
    """Die jüngste erteilte; ohne sie verlässt keine Zahl das Haus."""
    if (nummer := geltende_freigabe()) is None:
        raise CommandError(
            "Zur Weitergabe fehlen geschützte Zahlen. Beantragen: manage.py freigabe beantragen --von … --bis … "
            "--benutzer …; eine zweite Person erteilt. Für den internen Gebrauch: --fassung intern.",
            returncode=ABGELEHNT,
        )
    return nummer


def _zeitraum(von: str, bis: str) -> Zeitraum:
    try:
        return Zeitraum(Monat.lesen(von), Monat.lesen(bis))
    except ValueError as fehler:
        raise CommandError(str(fehler), returncode=FALSCH_AUFGERUFEN) from fehler


def _planungsbereich(name: str | None, bezeichnungen: namen.Namen) -> str | None:
    """Kürzel zum Namen."""
    kuerzel = {name: kuerzel for kuerzel, name in bezeichnungen.planungsbereiche.items()}
    if name is not None and name not in kuerzel:
        bekannt = ", ".join(kuerzel) or "noch keiner"
        raise CommandError(f"Planungsbereich „{name}“ gibt es nicht. Bekannt: {bekannt}.", returncode=FALSCH_AUFGERUFEN)
    return kuerzel.get(name)


def _tabelle(werte: Iterable[Kennzahlwert], auswahl: Auswahl) -> Iterator[str]:
    """Die Gesamtzahlen zum Lesen; alles Übrige steht im JSON."""
    zeitraum = auswahl.zeitraum
    gesamt = [wert for wert in werte if not wert.merkmal and not wert.beratungsstelle]
    gesamt = [wert for wert in gesamt if wert.gebiet == gesamt[0].gebiet]  # die Stadt oder der gewählte Bereich
    kopf = ["Kennzahl", "Quelle", zeitraum.bezeichnung]
    if auswahl.mit_vergleich:
        kopf += ["verglichen", zeitraum.vorjahr().bezeichnung, "Differenz", "Prozent"]
    yield _zeile(kopf)
    for wert in gesamt:
        zellen = [NAMEN[wert.kennzahl], wert.quelle, _schreiben(Format.ANZAHL, wert.wert, Zeichen.FEHLT)]
        if auswahl.mit_vergleich:
            zellen += [
                _schreiben(Format.ANZAHL, wert.verglichener_wert, Zeichen.FEHLT),
                _schreiben(Format.ANZAHL, wert.vergleichswert, Zeichen.FEHLT),
                _schreiben(Format.DIFFERENZ, wert.differenz, Zeichen.NICHT_SINNVOLL),
                _schreiben(Format.VERAENDERUNG, wert.prozent, _ohne_prozent(wert, auswahl)),
            ]
        yield _zeile(zellen)
    yield from _nicht_gemeldet(gesamt, "gemeldet" if auswahl.freigabe is None else "freigegeben")


def _ohne_prozent(wert: Kennzahlwert, auswahl: Auswahl) -> Zeichen:
    ist_zu_klein = auswahl.freigabe is not None and wert.vergleichswert is not None
    return Zeichen.GEHEIM if ist_zu_klein else Zeichen.NICHT_SINNVOLL


def _nicht_gemeldet(gesamt: list[Kennzahlwert], da: str) -> Iterator[str]:
    """Je Lücke ein Satz; wo sie nicht alles betrifft, mit dem, was sie betrifft."""
    luecken: dict[tuple, list[str]] = {}
    for wert in gesamt:
        luecken.setdefault(tuple(wert.fehlende_monate), []).append(f"{NAMEN[wert.kennzahl]} {wert.quelle}")
    for monate, betroffen in luecken.items():
        if monate:
            nur = "" if len(betroffen) == len(gesamt) else f" ({'; '.join(betroffen)})"
            yield f"Nicht {da}: {in_worten(map(Monat.lesen, monate))}{nur}"


def _schreiben(format: Format, zahl, zeichen: Zeichen) -> str:
    return format.schreiben(zeichen if zahl is None else zahl)


def _zeile(zellen: Sequence[str]) -> str:
    return f"{zellen[0]:<38} {zellen[1]:<9}" + "".join(f" {zelle:>11}" for zelle in zellen[2:])
