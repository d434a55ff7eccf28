"""Die Beratungsstellen eines Gebiets: Stellenumfang, Soll und Ist, und was sie zuletzt geliefert haben."""

from dataclasses import dataclass
from decimal import Decimal

from beratung.bezug import soll, vzae_im_mittel
from beratung.kern.zaehlung import Ebene, Quelle, Zaehleinheit
from beratung.models import Beratungsstelle
from berichte.datensaetze import Merkmalszelle
from berichte.kern.abbildung import Abbildung
from berichte.kern.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.lieferstand import Lieferstand
from berichte.kern.tabelle import Format, Spalte, Tabelle, Zeichen, Zelle
from berichte.lage import Lage
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat, bezeichnung, in_worten

LETZTE_MONATE = 3
NICHT_HINTERLEGT = "nicht hinterlegt"
GESAGT = {Lieferstand.GELIEFERT, Lieferstand.NULL}  # eine Nullmeldung steht in keiner Lieferung


@dataclass(frozen=True)
class Leistungsstand:
    """Ist, Soll und Vollzeitäquivalente (im Mittel) über dieselben Monate: die, zu denen die Beratungsstelle etwas
    gesagt hat. None: nicht gemeldet oder nicht hinterlegt, nie null."""

    ist: int | None
    soll: Decimal | None
    vzae: Decimal | None

    @property
    def zellen(self) -> tuple[Zelle, ...]:
        """VzÄ, Soll, Ist, Ist in Prozent vom Soll, Fälle je VzÄ."""
        ist = Zeichen.FEHLT if self.ist is None else self.ist
        hat_prozent, hat_je_vzae = self.ist is not None and self.soll, self.ist is not None and self.vzae
        return (
            NICHT_HINTERLEGT if self.vzae is None else zahlen.runden(self.vzae, 2),
            NICHT_HINTERLEGT if self.soll is None else zahlen.runden(self.soll, 0),
            ist,
            zahlen.runden(self.ist * 100 / self.soll) if hat_prozent else Zeichen.NICHT_SINNVOLL,
            zahlen.runden(self.ist / self.vzae) if hat_je_vzae else Zeichen.NICHT_SINNVOLL,
        )


def stellen(lage: Lage) -> Abbildung:
    gezeigt = _gezeigte_monate(lage)
    spalten = (
        Spalte("Beratungsstelle"),
        Spalte("Quelle"),
        Spalte("VzÄ", Format.ANZAHL),
        Spalte("Soll", Format.ANZAHL),
        Spalte("Ist", Format.ANZAHL),
        Spalte("Ist in % vom Soll", Format.PROZENT),
        Spalte("Fälle je VzÄ", Format.ANZAHL),
        *(Spalte(bezeichnung([monat])) for monat in gezeigt),
    )
    zeilen = tuple(
        (
            stelle.name,
            Quelle(stelle.quelle).kurz,
            *_leistungsstand(lage, stelle).zellen,
            *(lage.lieferstand(stelle, monat).bezeichnung for monat in gezeigt),
        )
        for stelle in lage.stellen
    )
    titel = f"Beratungsstellen, Neuzugänge {lage.auswahl.zeitraum.bezeichnung}"
    tabelle = Tabelle(titel, spalten, zeilen, lage.herkunft(Zaehleinheit.NEUZUGANG))
    kennzahl = JE_ZAEHLEINHEIT[Zaehleinheit.NEUZUGANG].schluessel
    return Abbildung("stellen", "Beratungsstellen", _befund(lage, gezeigt), kennzahl, tabelle)


def _gezeigte_monate(lage: Lage) -> list[Monat]:
    """Die letzten des Zeitraums, soweit irgendeine Quelle schon so weit gemeldet hat."""
    letzter = max((teil.monat for teil in lage.datensatz.teile), default=lage.auswahl.zeitraum.bis)
    return [monat for monat in lage.auswahl.zeitraum if monat <= letzter][-LETZTE_MONATE:]


def _leistungsstand(lage: Lage, stelle: Beratungsstelle) -> Leistungsstand:
    reihe = lage.datensatz.reihe(
        Merkmalszelle(Zaehleinheit.NEUZUGANG, Ebene.BERATUNGSSTELLE, stelle.kuerzel), Quelle(stelle.quelle)
    )
    monate = [monat for monat in lage.auswahl.zeitraum if lage.lieferstand(stelle, monat) in GESAGT]
    ist = sum(reihe.werte.get(monat, 0) for monat in monate) if monate else None
    ausstattungen, gemessen = stelle.ausstattungen.all(), monate or list(lage.auswahl.zeitraum)
    return Leistungsstand(ist, soll(ausstattungen, gemessen), vzae_im_mittel(ausstattungen, gemessen))


def _befund(lage: Lage, gezeigt: list[Monat]) -> str:
    if not lage.stellen:
        return "Zu diesem Gebiet gehört im Zeitraum keine Beratungsstelle dieser Auswahl."
    vermisst = {
        stelle.name
        for stelle in lage.stellen
        for monat in gezeigt
        if lage.lieferstand(stelle, monat) is Lieferstand.FEHLT
    }
    anzahl = len(lage.stellen)
    stellen = "Eine Beratungsstelle" if anzahl == 1 else f"{anzahl} Beratungsstellen"
    satz = "Soll, Ist und VzÄ gelten für die Monate, die eine Beratungsstelle gemeldet hat."
    if not vermisst:
        return f"{stellen}; {in_worten(gezeigt)}: alles geliefert. {satz}"
    fehlt = "bei einer fehlt" if len(vermisst) == 1 else f"bei {len(vermisst)} fehlt"
    return f"{stellen}; {in_worten(gezeigt)}: {fehlt} wenigstens ein Monat. {satz}"
