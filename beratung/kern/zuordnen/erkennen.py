"""Was eine Datei über sich selbst verrät: Profil, Art, Quelle und Monat, immer mit dem Satz, woran es zu sehen war.
Nichts davon gilt, bevor es jemand bestätigt hat."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from beratung.kern.lesen.einlesen import Rohtabelle
from beratung.kern.personendaten.tuer import Spaltenwache, pruefe_kopf, pruefe_ohne_kopf, pruefe_ungelesenes
from beratung.kern.verzeichnis import Verzeichnis, vergleichsform
from beratung.kern.zaehlung import Art, Quelle
from dresden_senioren.kern.text import suchform
from dresden_senioren.kern.zeitraum import MONATSNAMEN, Monat

from .spalten import PFLICHTSPALTEN, SPALTEN
from .zuordnung import KOPF_BIS_ZEILE, Profil, blattart

_NAMEN = {name.casefold(): nr for nr, name in enumerate(MONATSNAMEN, 1)} | {
    name[:3].casefold(): nr for nr, name in enumerate(MONATSNAMEN, 1)
}
_MONATSMUSTER = (
    (re.compile(r"(?<![\d.])(20\d\d)[-_./](0[1-9]|1[0-2])(?![-._/]?\d)"), "jm"),
    (re.compile(r"(?<![\d.\-_/])(0?[1-9]|1[0-2])[-_./](20\d\d)(?!\d)"), "mj"),
    (re.compile(r"(?<![a-zäöü])(" + "|".join(_NAMEN) + r")[a-z]{0,1}\.?[\s_-]*(20\d\d)(?!\d)"), "nj"),
    (re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)"), "jm"),
)
_TAG = re.compile(r"\d{4}-(\d\d)-\d\d(?:[T ].*)?|\d{1,2}\.(\d{1,2})\.\d{4}(?: .*)?")


@dataclass(frozen=True)
class Erkannt:
    wert: object
    woran: str


@dataclass(frozen=True)
class Profiltreffer:
    """Ein Profil, das alle Tabellen der Datei lesen kann; `art`, wenn es nur eine ist."""

    name: str
    art: Art | None
    bekannt: tuple[str, ...]  # Überschriften, die das Profil kennt


def ueberschrift_bekannt(profil: Profil, text: str) -> bool:
    form = vergleichsform(text)
    return bool(form) and (form in profil.ignorieren or profil.ueberschrift(text) in _ALLE)


_JE_ART = {art: {vergleichsform(s.ueberschrift): s for s in spalten} for art, spalten in SPALTEN.items()}
_ALLE = {form for formen in _JE_ART.values() for form in formen}


def personendaten_suchen(tabellen: list[Rohtabelle], kennt: Callable[[str], bool]) -> None:
    """Einlesefehler, sobald eine Überschrift oder ein Wert nach Personen aussieht; bevor irgendetwas gezeigt wird.
    `kennt`: ob ein Text ein bekannter Katalogwert oder Ort ist."""
    for tabelle in tabellen:
        pruefe_ungelesenes(tabelle.zeilen[:KOPF_BIS_ZEILE])
        kopf = kopfzeile_raten(tabelle)
        if kopf is None:
            pruefe_ohne_kopf(tabelle.zeilen)
            continue
        pruefe_kopf(tabelle.zeilen[kopf])
        wache = Spaltenwache(tabelle.zeilen[kopf], Profil().ueberschrift, kennt)
        wache.ansehen(tabelle.zeilen[kopf + 1 :])
        wache.abschliessen()


def kopfzeile_raten(tabelle: Rohtabelle) -> int | None:
    """Die erste Zeile unter den ersten 20, die fast so breit ist wie die Tabelle und weder Zahl noch Tag enthält."""
    breiten = [sum(map(bool, zeile)) for zeile in tabelle.zeilen[: KOPF_BIS_ZEILE * 3]]
    breite = max(breiten, default=0)
    for index in moegliche_koepfe(tabelle):
        if breiten[index] >= 0.6 * breite:
            return index
    return None


def moegliche_koepfe(tabelle: Rohtabelle) -> list[int]:
    """Zeilen, die Überschriften sein können: mindestens zwei verschiedene Zellen, keine Zahl, kein Tag."""
    return [
        index
        for index, zeile in enumerate(tabelle.zeilen[:KOPF_BIS_ZEILE])
        if len({zelle for zelle in zeile if zelle}) >= 2
        and not any(re.fullmatch(r"[\d.,:/\-–+% ]+", zelle) for zelle in zeile if zelle)
    ]


def spaltenwerte(tabelle: Rohtabelle, kopf: int | None) -> list[Counter]:
    """Je Spalte die verschiedenen nicht leeren Werte unter der Kopfzeile, mit Häufigkeit."""
    zeilen = tabelle.zeilen[0 if kopf is None else kopf + 1 :]
    # Summenzeilen und Fußnoten füllen nur wenige Zellen und sagen nichts über die Spalten.
    noetig = 0 if kopf is None else sum(map(bool, tabelle.zeilen[kopf])) / 2
    zeilen = [zeile for zeile in zeilen if sum(map(bool, zeile)) >= noetig]
    breite = max(map(len, zeilen), default=0)
    spalten = [Counter() for _ in range(breite)]
    for zeile in zeilen:
        for nr, zelle in enumerate(zeile):
            if zelle:
                spalten[nr][zelle] += 1
    return spalten


# --- Profil und Art --------------------------------------------------------------------------------------------------


def profil_erkennen(tabellen: list[Rohtabelle], profile: dict[str, Profil]) -> Profiltreffer | None:
    """Das Profil, das jede Tabelle lesen kann und die meisten Überschriften kennt; im Zweifel das mit den wenigsten
    eigenen Regeln."""
    treffer = [(name, _passt(tabellen, profil), profil) for name, profil in profile.items()]
    passende = [(len(t[1]), -_umfang(profil), name, t) for name, t, profil in treffer if t]
    if not passende:
        return None
    _, _, name, (art, bekannt) = max(passende, key=lambda p: p[:2])
    return Profiltreffer(name, art, bekannt)


def naechstes_profil(tabellen: list[Rohtabelle], profile: dict[str, Profil]) -> str:
    """Das Profil, von dem aus am wenigsten zuzuordnen bleibt; leer, wenn keines etwas kennt."""

    def bekannt(profil: Profil) -> int:
        return sum(len(_kopf(tabelle, profil)[1]) for tabelle in tabellen)

    name = max(profile, key=lambda name: (bekannt(profile[name]), -_umfang(profile[name])), default="")
    return name if name and bekannt(profile[name]) >= 2 else ""


def _umfang(profil: Profil) -> int:
    return len(profil.spalten) + len(profil.fest) + len(profil.blaetter) + len(profil.ignorieren) + len(profil.werte)


def _passt(tabellen: list[Rohtabelle], profil: Profil) -> tuple[Art | None, tuple[str, ...]] | None:
    gelesen = tabellen if len(tabellen) == 1 else [t for t in tabellen if blattart(t.blatt, profil)]
    bekannt: list[str] = []
    art = None
    for tabelle in gelesen:
        _, namen = _kopf(tabelle, profil)
        formen = {profil.ueberschrift(name) for name in namen}
        art = tabellenart(tabelle, profil, allein=len(tabellen) == 1) or art_der_ueberschriften(formen)
        felder = {_JE_ART[art][form].feld for form in formen if form in _JE_ART[art]}
        felder |= {s.feld for s in SPALTEN[art] if profil.fester_text(s)}
        if len(formen) < 2 or set(PFLICHTSPALTEN[art]) - felder:
            return None
        bekannt += namen
    return (art if len(gelesen) == 1 else None, tuple(bekannt)) if gelesen else None


def tabellenart(tabelle: Rohtabelle, profil: Profil, *, allein: bool) -> Art | None:
    """Die Art dem Blattnamen nach; ist die Tabelle allein, merkt sich das Profil sie auch ohne Namen."""
    return blattart(tabelle.blatt, profil) or (blattart("", profil) if allein else None)


def art_der_ueberschriften(formen: set[str]) -> Art:
    """Die Art mit den meisten passenden Überschriften; bei Gleichstand die erste (Fälle)."""
    return max(Art, key=lambda art: len(formen & _JE_ART[art].keys()))


def _kopf(tabelle: Rohtabelle, profil: Profil) -> tuple[int, list[str]]:
    """Die Zeile mit den meisten Überschriften, die das Profil kennt, und diese."""
    zeilen = [[z for z in zeile if ueberschrift_bekannt(profil, z)] for zeile in tabelle.zeilen[:KOPF_BIS_ZEILE]]
    index = max(range(len(zeilen)), key=lambda nr: len(zeilen[nr]), default=0)
    return index, zeilen[index] if zeilen else []


def bekannte_kopfzeile(tabelle: Rohtabelle, profil: Profil) -> int | None:
    """Die Kopfzeile, wenn das Profil mindestens zwei ihrer Überschriften kennt."""
    index, namen = _kopf(tabelle, profil)
    return index if len(namen) >= 2 else None


# --- Quelle und Monat ------------------------------------------------------------------------------------------------


def quelle_erkennen(
    tabellen: list[Rohtabelle], profil: Profil | None, verzeichnis: Verzeichnis, dateiname: str
) -> Erkannt | None:
    """An bekannten Beratungsstellen, sonst am Namen des Programms im Dateinamen."""
    stellenspalte = SPALTEN[Art.FAELLE][2]
    for tabelle in tabellen:
        kopf = kopfzeile_raten(tabelle)
        for nr, werte in enumerate(spaltenwerte(tabelle, kopf)):
            texte = [profil.wert(stellenspalte, wert) if profil else wert for wert in werte]
            if erkannt := _quelle_der_stellen(texte, verzeichnis, _spaltenort(tabelle, kopf, nr)):
                return erkannt
    if profil and (fest := profil.fester_text(stellenspalte)):
        return _quelle_der_stellen([fest], verzeichnis, "am Zuordnungsprofil")
    for quelle in Quelle:
        if quelle.value in suchform(dateiname):
            return Erkannt(quelle, f"am Dateinamen („{quelle.value}“)")
    return None


def _quelle_der_stellen(texte: Iterable[str], verzeichnis: Verzeichnis, ort: str) -> Erkannt | None:
    texte = list(texte)
    kuerzel = {k for text in texte if (k := verzeichnis.stellen_schreibweisen.get(vergleichsform(text)))}
    stellen = [verzeichnis.stellen[k] for k in sorted(kuerzel)]
    quellen = {stelle.quelle for stelle in stellen}
    if len(quellen) != 1 or len(kuerzel) * 2 < len(texte):
        return None
    weitere = f" und {len(stellen) - 1} weitere" if len(stellen) > 1 else ""
    return Erkannt(Quelle(quellen.pop()), f"{ort}: Beratungsstelle {stellen[0].name}{weitere}")


def _spaltenort(tabelle: Rohtabelle, kopf: int | None, nr: int) -> str:
    zeile = tabelle.zeilen[kopf] if kopf is not None else []
    return f"an der Spalte „{zeile[nr]}“" if nr < len(zeile) and zeile[nr] else f"an Spalte {nr + 1}"


def monat_erkennen(tabellen: list[Rohtabelle], dateiname: str) -> Erkannt | None:
    """An einer Spalte, deren Werte alle in einem Monat liegen, sonst am Text über der Tabelle, am Dateinamen oder an
    einer Spalte, in der ein Monat überwiegt; welche Zeilen nicht dazugehören, sagt dann die Prüfung."""
    for tabelle in tabellen:
        kopf = kopfzeile_raten(tabelle)
        for nr, werte in enumerate(spaltenwerte(tabelle, kopf)):
            monate = [monat_der_zelle(wert) for wert in werte]
            gelesen = {m for m in monate if m}
            # Eine Summenzeile schreibt in dieselbe Spalte „Gesamt“.
            if len(gelesen) == 1 and monate.count(None) <= 1:
                return Erkannt(gelesen.pop(), _spaltenort(tabelle, kopf, nr))
    for tabelle in tabellen:
        kopf = kopfzeile_raten(tabelle) or 0
        for zelle in (zelle for zeile in tabelle.zeilen[:kopf] for zelle in zeile):
            if monat := monat_im_text(zelle):
                return Erkannt(monat, "am Text über der Tabelle")
    monat = monat_im_text(dateiname)
    return Erkannt(monat, "am Dateinamen") if monat else _ueberwiegender_monat(tabellen)


def _ueberwiegender_monat(tabellen: list[Rohtabelle]) -> Erkannt | None:
    for tabelle in tabellen:
        kopf = kopfzeile_raten(tabelle)
        for nr, werte in enumerate(spaltenwerte(tabelle, kopf)):
            je_monat: Counter = Counter()
            for wert, anzahl in werte.items():
                je_monat[monat_der_zelle(wert)] += anzahl
            ohne = je_monat.pop(None, 0)
            monat, anzahl = max(je_monat.items(), key=lambda paar: paar[1], default=(None, 0))
            if ohne <= 1 and 2 * anzahl > je_monat.total():
                andere = ", ".join(m.bezeichnung for m in sorted(je_monat) if m != monat)
                rest = je_monat.total() - anzahl
                return Erkannt(monat, f"{_spaltenort(tabelle, kopf, nr)}; {rest} Zeilen nennen aber {andere}")
    return None


def monat_im_text(text: str) -> Monat | None:
    """„Bericht September 2025“, „export_2025-09.csv“, „09/2025“; ein ganzes Datum ist kein Monat (Druckdatum)."""
    text = text.casefold()
    for muster, form in _MONATSMUSTER:
        if treffer := muster.search(text):
            erstes, zweites = treffer.groups()
            if form == "jm":
                return Monat(int(erstes), int(zweites))
            return Monat(int(zweites), _NAMEN[erstes] if form == "nj" else int(erstes))
    return None


def monat_der_zelle(text: str) -> Monat | None:
    """Monat einer Zelle, die nur aus Monat oder Tag besteht."""
    if treffer := _TAG.fullmatch(text):
        jahr = int(text[:4]) if treffer[1] else int(re.search(r"\d{4}", text)[0])
        monat = int(treffer[1] or treffer[2])
        return Monat(jahr, monat) if 1 <= monat <= 12 and 2000 <= jahr <= 2100 else None
    return monat_im_text(text) if len(text) <= 16 else None
