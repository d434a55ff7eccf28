"""Zellen deuten: Text hinein, Wert oder Wertfehler heraus. Jede Funktion bekommt den Text und das Umfeld."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from beratung.kern.befunde.befund import Regel
from beratung.kern.befunde.regeln import REGELN
from beratung.kern.verzeichnis import Verzeichnis, vergleichsform
from beratung.kern.zaehlung import Merkmal, Quelle, Zaehleinheit
from dresden_senioren.kern.zeitraum import Monat

ZELLE_HOECHSTENS = 10_000
ANZAHL_HOECHSTENS = 1_000_000
SUMME_HOECHSTENS = 1_000_000_000  # alle Leistungen einer Tabelle; eine Zelle der Datenbank fasst gut zwei Milliarden
_EXCEL_TAG_NULL = date(1899, 12, 30)

LEISTUNGSARTEN = {
    "Information/Zuständigkeitsprüfung": Zaehleinheit.INFORMATION,
    "Beratung": Zaehleinheit.BERATUNG,
    "Krisenintervention": Zaehleinheit.KRISENINTERVENTION,
}
ZAEHLEINHEITEN = {
    "Information": Zaehleinheit.INFORMATION,
    "Neuzugang": Zaehleinheit.NEUZUGANG,
    "Beratung": Zaehleinheit.BERATUNG,
    "Krisenintervention": Zaehleinheit.KRISENINTERVENTION,
}
# Merkmale, nach denen Summen aufgeteilt geliefert werden.
SUMMENMERKMALE = {
    m.bezeichnung: m
    for m in (Merkmal.ALTERSGRUPPE, Merkmal.GESCHLECHT, Merkmal.MIGRATIONSHINTERGRUND, Merkmal.FAMILIENSTAND,
              Merkmal.FALLHERKUNFT, Merkmal.BERATUNGSFELD, Merkmal.BERATUNGSORT)
}  # fmt: skip


@dataclass(frozen=True)
class Umfeld:
    """Wofür geliefert wird und worin nachgeschlagen wird."""

    quelle: Quelle
    monat: Monat
    verzeichnis: Verzeichnis


class Wertfehler(Exception):
    """Ein Wert passt nicht. Bei Warnungen trägt `ersatz` den trotzdem brauchbaren Wert."""

    def __init__(self, code: str, ersatz=None, **angaben):
        self.regel: Regel = REGELN[code]
        self.ersatz, self.angaben = ersatz, angaben
        super().__init__(code)


Leser = Callable[[str, Umfeld], object]
# Fester Text eines Profils für Tabellen ohne Monatsspalte: es gilt der beim Hochladen gewählte Monat.
WIE_GEWAEHLT = "wie gewählt"


def monat(text: str, umfeld: Umfeld) -> Monat:
    """Der gelieferte Monat; P01, wenn unlesbar, P02, wenn es ein anderer ist."""
    gelesen = umfeld.monat if text == WIE_GEWAEHLT else monat_lesen(text)
    if gelesen is None:
        raise Wertfehler("P01")
    if gelesen != umfeld.monat:
        raise Wertfehler("P02", gelesen=gelesen.bezeichnung, erwartet=umfeld.monat.bezeichnung)
    return gelesen


def monat_lesen(text: str) -> Monat | None:
    """„2024-09“, „09/2024“, ein Datum oder eine Tageszahl von Excel → Monat; None, wo es keiner ist."""
    uhrzeit = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?"
    try:
        if t := re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII):
            return Monat(int(t[1]), int(t[2]))
        if t := re.fullmatch(r"(\d{1,2})[./](\d{4})", text, re.ASCII):
            return Monat(int(t[2]), int(t[1]))
        if t := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})" + uhrzeit, text, re.ASCII):
            return Monat.von_tag(date(int(t[1]), int(t[2]), int(t[3])))
        if t := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})" + uhrzeit, text, re.ASCII):
            return Monat.von_tag(date(int(t[3]), int(t[2]), int(t[1])))
        if re.fullmatch(r"[34]\d{4}|5[0-4]\d{3}", text, re.ASCII):  # Excel-Tageszahl, 1982 bis 2050
            return Monat.von_tag(_EXCEL_TAG_NULL + timedelta(days=int(text)))
    except ValueError:
        pass
    return None


def stelle(text: str, umfeld: Umfeld) -> str:
    """Kürzel der Beratungsstelle."""
    verzeichnis = umfeld.verzeichnis
    kuerzel = verzeichnis.stellen_schreibweisen.get(vergleichsform(text))
    if kuerzel is None:
        namen = [s.name for s in verzeichnis.stellen.values() if s.quelle == umfeld.quelle]
        raise Wertfehler("P03", vorschlag=_vorschlag(text, namen))
    gefunden = verzeichnis.stellen[kuerzel]
    if gefunden.quelle != umfeld.quelle:
        raise Wertfehler("P04", quelle=Quelle(gefunden.quelle).verfahren)
    if not gefunden.ist_taetig(umfeld.monat):
        raise Wertfehler("P05", ersatz=kuerzel)
    return kuerzel


def stadtteil(text: str, umfeld: Umfeld) -> str:
    """Amtliche Nr., „unbekannt“ oder „auswaertig“. Excel streicht führende Nullen: „7“ ist „07“."""
    form = vergleichsform(text)
    schluessel = form.zfill(2) if form.isascii() and form.isdigit() else form
    nr = umfeld.verzeichnis.stadtteil_schreibweisen.get(schluessel)
    if nr is None:
        raise Wertfehler("P07", vorschlag=_vorschlag(text, umfeld.verzeichnis.stadtteile.values()))
    return nr


def alter(text: str, umfeld: Umfeld) -> str:
    """Ganze Jahre → Schlüssel der Altersgruppe; das Alter selbst bleibt nirgends."""
    if not text:
        return katalogwert(Merkmal.ALTERSGRUPPE)(text, umfeld)
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > 120:
        raise Wertfehler("P08")
    jahre = int(text)
    if jahre < 60:
        return "unter_60"
    beginn = jahre - jahre % 5
    return "90+" if jahre >= 90 else f"{beginn}-{beginn + 4}"


def katalogwert(merkmal: Merkmal) -> Leser:
    """Leser für ein Merkmal: jede bekannte Schreibweise → Schlüssel; P09 mit Vorschlag sonst."""

    def lesen(text: str, umfeld: Umfeld) -> str:
        katalog = umfeld.verzeichnis.kataloge[merkmal]
        schluessel = katalog.schreibweisen.get(vergleichsform(text))
        if schluessel is None:
            namen = list(katalog.bezeichnungen.values())
            raise Wertfehler("P09", vorschlag=_vorschlag(text, namen), moeglich=", ".join(namen))
        return schluessel

    return lesen


def auswahl(werte: dict[str, object]) -> Leser:
    """Leser für eine feste Liste, etwa die Leistungsarten."""
    formen = {vergleichsform(name): wert for name, wert in werte.items()}

    def lesen(text: str, umfeld: Umfeld):
        wert = formen.get(vergleichsform(text))
        if wert is None:
            raise Wertfehler("P09", vorschlag=_vorschlag(text, werte), moeglich=", ".join(werte))
        return wert

    return lesen


def anzahl(*, mindestens: int, leer: int | None) -> Leser:
    """Leser für ganze Zahlen, auch „1.234“; leere Zelle → `leer`."""

    def lesen(text: str, umfeld: Umfeld) -> int | None:
        if not text:
            return leer
        if re.fullmatch(r"\d{1,7}|\d{1,3}(\.\d{3})+", text, re.ASCII):
            wert = int(text.replace(".", ""))
            if mindestens <= wert <= ANZAHL_HOECHSTENS:
                return wert
        raise Wertfehler("P10", mindestens=mindestens)

    return lesen


def freiwillig(leser: Leser) -> Leser:
    """Leser, der leere Zellen als „nicht aufgeteilt“ durchlässt (Summen)."""
    return lambda text, umfeld: leser(text, umfeld) if text else ""


def wie_geschrieben(text: str, umfeld: Umfeld) -> str:
    return text


def _vorschlag(text: str, namen) -> str:
    formen = {vergleichsform(name): name for name in namen}
    treffer = difflib.get_close_matches(vergleichsform(text), formen, n=1, cutoff=0.7)
    return f" Gemeint ist vielleicht „{formen[treffer[0]]}“." if treffer else ""
