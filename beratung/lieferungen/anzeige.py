"""Was die Seiten der Lieferungen zeigen, fertig zusammengestellt."""

from dataclasses import dataclass, field

from beratung.kern.befunde.befund import Befund, Regel
from beratung.kern.befunde.regeln import REGELN, VERFAHREN
from beratung.kern.zaehlung import Art, Zaehleinheit, Zustand
from beratung.kern.zuordnen.spalten import PFLICHTSPALTEN, SPALTEN
from beratung.models import Lieferung
from beratung.pruefung.befunde import Lieferbefund, je_schwere
from beratung.pruefung.formulare import EntscheidungForm
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.schwere import Schwere

STATUSFARBE = {
    Lieferung.Status.GEPRUEFT: "offen",
    Lieferung.Status.UEBERNOMMEN: "fertig",
    Lieferung.Status.ERSETZT: "neutral",
    Lieferung.Status.VERWORFEN: "neutral",
    Lieferung.Status.ZURUECKGENOMMEN: "warnung",
}
ZUSTANDSFARBE = {
    Zustand.FEHLT: "neutral",
    Zustand.VORLAEUFIG: "offen",
    Zustand.GEPRUEFT: "aktiv",
    Zustand.ENDGUELTIG: "fertig",
}
SCHWEREFARBE: dict[Schwere, str] = {Schwere.FEHLER: "gefahr", Schwere.WARNUNG: "warnung", Schwere.HINWEIS: "aktiv"}


def befundtafel(befunde: list[dict]) -> list[tuple[Befund, str]]:
    """Gespeicherte Befunde mit der Farbe ihrer Schwere."""
    tafel = []
    for angaben in befunde:
        schwere = Schwere(angaben["schwere"])
        befund = Befund(**angaben | {"schwere": schwere, "zeilen": tuple(angaben["zeilen"])})
        tafel.append((befund, SCHWEREFARBE[schwere]))
    return tafel


def befundsatz(befunde: list[dict]) -> str:
    """„2 Fehler, 1 Warnung“; leer ohne Befunde."""
    namen = {Schwere.FEHLER: ("Fehler", "Fehler"), Schwere.WARNUNG: ("Warnung", "Warnungen"),
             Schwere.HINWEIS: ("Hinweis", "Hinweise")}  # fmt: skip
    anzahl = {schwere: sum(b["schwere"] == schwere for b in befunde) for schwere in Schwere}
    return ", ".join(f"{n} {namen[s][n > 1]}" for s, n in anzahl.items() if n)


def spaltenhilfe() -> list[tuple[Art, list[tuple]]]:
    """Je Art ihre Spalten und ob sie nötig sind."""
    return [(art, [(s, s.feld in PFLICHTSPALTEN[art]) for s in SPALTEN[art]]) for art in Art]


def zahlensatz(lieferung: Lieferung) -> str:
    """„392 Neuzugänge (Beratungsfälle), 1.258 Beratungen“."""
    return ", ".join(f"{zahlen.deutsch(n)} {Zaehleinheit(e).bezeichnung}" for e, n in lieferung.summen.items())


# --- Befunde ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Befundkarte:
    """Ein Befund, wie ihn die Seite der Lieferung zeigt; `form`, wo eine Entscheidung möglich ist."""

    eintrag: Lieferbefund
    farbe: str
    titel: str
    form: EntscheidungForm | None


def befundkarten(befunde: list[Lieferbefund], fehlerhaft: EntscheidungForm | None = None) -> list[Befundkarte]:
    """`fehlerhaft` ersetzt das leere Formular desselben Befunds."""
    karten = []
    for eintrag in befunde:
        form = None
        if eintrag.befund.schwere is Schwere.WARNUNG:
            vorsatz = f"b{eintrag.nummer}"
            form = fehlerhaft if fehlerhaft and fehlerhaft.prefix == vorsatz else EntscheidungForm(prefix=vorsatz)
        regel = REGELN.get(eintrag.befund.code)
        karten.append(Befundkarte(eintrag, SCHWEREFARBE[eintrag.befund.schwere], regel.titel if regel else "", form))
    return karten


def ergebnissatz(lieferung: Lieferung, befunde: list[Lieferbefund]) -> tuple[str, str]:
    """Art des Kastens und das Ergebnis der Prüfung in einer Zeile."""
    zeilen = f"{zahlen.deutsch(lieferung.zeilen_gelesen)} {'Zeile' if lieferung.zeilen_gelesen == 1 else 'Zeilen'}"
    offen, warnungen = sum(e.ist_offen for e in befunde), je_schwere(befunde)[Schwere.WARNUNG]
    if lieferung.status != Lieferung.Status.GEPRUEFT:
        art = "success" if lieferung.status == Lieferung.Status.UEBERNOMMEN else "info"
        return art, f"{zeilen} gelesen, {lieferung.get_status_display()}."
    if offen:
        worte = "1 Warnung will" if offen == 1 else f"{zahlen.deutsch(offen)} Warnungen wollen"
        return "warning", f"Bereit zur Übernahme: {zeilen}, {worte} eine Entscheidung."
    rest = "alle Warnungen sind entschieden" if warnungen else "nichts fällt auf" if not befunde else "keine Warnung"
    return "success", f"Bereit zur Übernahme: {zeilen}, {rest}."


# --- Das Verzeichnis der Regeln --------------------------------------------------------------------------------------

REGELGRUPPEN = (
    ("Die Datei im Ganzen", "E", "00", "99"),
    ("Spalten und Zeilen", "P", "20", "39"),
    ("Werte", "P", "00", "19"),
    ("Fertige Summen", "P", "40", "49"),
    ("Die Lieferung im Zusammenhang", "P", "50", "99"),
)


@dataclass(frozen=True)
class Regelzeile:
    regel: Regel
    farbe: str
    verfahren: str


@dataclass(frozen=True)
class Regelgruppe:
    titel: str
    zeilen: list[Regelzeile] = field(default_factory=list)


def regelverzeichnis() -> list[Regelgruppe]:
    """Jede Regel genau einmal, aus denselben Daten wie die Befunde."""
    return [
        Regelgruppe(titel, [
            Regelzeile(regel, SCHWEREFARBE[regel.schwere], VERFAHREN.get(code, ""))
            for code, regel in sorted(REGELN.items())
            if code[0] == buchstabe and von <= code[1:] <= bis
        ])
        for titel, buchstabe, von, bis in REGELGRUPPEN
    ]  # fmt: skip
