"""Die Beratungsstellen eines Gebiets: Stellenumfang, Soll und Ist, und was sie zuletzt geliefert haben."""

from beratung.kern.zaehlung import Ebene, Quelle, Zaehleinheit
from beratung.stammdaten.bezug import soll, vzae_im_mittel
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.auswertung.auslastung import NICHT_HINTERLEGT, Messung
from berichte.kern.tabelle import Format, Spalte, Tabelle, Zeichen, Zelle
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT, Anzahl
from berichte.kern.zahlen.lieferstand import Lieferstand
from berichte.zahlen.datensatz import Merkmalszelle
from berichte.zahlen.lage import Lage
from berichte.zahlen.lesung import Stelle
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat, bezeichnung, in_worten

from .intern import verlange_intern

LETZTE_MONATE = 3
GESAGT = {Lieferstand.GELIEFERT, Lieferstand.NULL}  # eine Nullmeldung steht in keiner Lieferung


def stellen(lage: Lage) -> Abbildung:
    verlange_intern("stellen", lage)
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
            *_zellen(_messung(lage, stelle)),
            *(lage.lieferstand(stelle, monat).bezeichnung for monat in gezeigt),
        )
        for stelle in lage.stellen
    )
    titel = f"Beratungsstellen, Neuzugänge {lage.auswahl.zeitraum.bezeichnung}"
    tabelle = Tabelle(titel, spalten, zeilen, lage.herkunft(Zaehleinheit.NEUZUGANG))
    kennzahl = JE_ZAEHLEINHEIT[Zaehleinheit.NEUZUGANG].schluessel
    return Abbildung("stellen", "Beratungsstellen", _befund(lage, gezeigt), kennzahl, tabelle)


def _gezeigte_monate(lage: Lage) -> list[Monat]:
    """Die letzten des Zeitraums, soweit irgendeine Quelle schon so weit gemeldet hat; liegt er ganz danach, seine
    letzten."""
    monate = list(lage.auswahl.zeitraum)
    letzter = max((teil.monat for teil in lage.datensatz.teile), default=lage.auswahl.zeitraum.bis)
    return ([monat for monat in monate if monat <= letzter] or monate)[-LETZTE_MONATE:]


def _messung(lage: Lage, stelle: Stelle) -> Messung:
    """Über die Monate, zu denen die Beratungsstelle etwas gesagt hat."""
    zelle = Merkmalszelle(Zaehleinheit.NEUZUGANG, Ebene.BERATUNGSSTELLE, stelle.kuerzel)
    werte = lage.datensatz.reihe(zelle, Quelle(stelle.quelle)).werte
    monate = [monat for monat in lage.auswahl.zeitraum if lage.lieferstand(stelle, monat) in GESAGT]
    ist = Anzahl(sum(werte.get(monat, 0) for monat in monate), Zaehleinheit.NEUZUGANG) if monate else None
    ausstattungen, gemessen = stelle.ausstattungen, monate or list(lage.auswahl.zeitraum)
    return Messung(ist, soll(ausstattungen, gemessen), vzae_im_mittel(ausstattungen, gemessen))


def _zellen(messung: Messung) -> tuple[Zelle, ...]:
    """VzÄ, Soll, Ist, Ist in Prozent vom Soll, Fälle je VzÄ."""
    verhaeltnisse = (messung.prozent, messung.faelle_je_vzae)
    return (
        NICHT_HINTERLEGT if messung.vzae is None else zahlen.runden(messung.vzae, 2),
        NICHT_HINTERLEGT if messung.soll is None else zahlen.runden(messung.soll, 0),
        Zeichen.FEHLT if messung.ist is None else messung.ist.wert,
        *(Zeichen.NICHT_SINNVOLL if wert is None else wert for wert in verhaeltnisse),
    )


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
