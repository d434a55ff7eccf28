"""Was die Seite einer Freigabe zeigt: Prüfung und Abweichungen in Worten, und was veröffentlicht wird."""

from collections import defaultdict
from decimal import Decimal

from beratung.kern.zaehlung import Ebene, Merkmal, Quelle, Zaehleinheit
from berichte.kern.tabelle import Format, Herkunft, Schutz, Spalte, Tabelle, Zeichen
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.models import Freigabewert, Zahlenfreigabe
from berichte.zahlen.namen import Namen, namen
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat

ZUSTAND = Zahlenfreigabe.Zustand
FARBE = {
    ZUSTAND.WIRD_GERECHNET: "aktiv",
    ZUSTAND.NICHT_GESCHUETZT: "gefahr",
    ZUSTAND.BEANTRAGT: "warnung",
    ZUSTAND.FREIGEGEBEN: "fertig",
    ZUSTAND.VERWORFEN: "neutral",
}
EBENEN = {
    "zelle": "jede einzelne Zahl",
    "bereich_monat": "Gesamtzahl eines Planungsbereichs im Monat",
    "bereich_jahr": "Gesamtzahl eines Planungsbereichs im Jahr bis zum letzten Monat",
    "stadt_monat": "Gesamtzahl der Stadt im Monat",
    "stadt_jahr": "Gesamtzahl der Stadt im Jahr bis zum letzten Monat",
}


def pruefung(freigabe: Zahlenfreigabe) -> dict:
    """Sätze zum Angriff, dazu Gruppen und enge Zahlen in Worten."""
    p, bezeichnungen = freigabe.pruefung, namen()
    kleine = f"{deutsch(p['zellen'])} kleinen Zahlen (1 bis 9)"
    return {
        "ist_sicher": not (p["exakt"] or p["eng"] or p["summenfehler"]),
        "saetze": [
            f"Der Angriff hat bei {deutsch(p['exakt'])} von {kleine} den genauen Wert gefunden.",
            f"Bei {deutsch(p['eng'])} blieben ihm weniger als {freigabe.basis} mögliche Werte.",
            f"{deutsch(p['summenfehler'])} Summen gehen nicht auf."
            if p["summenfehler"]
            else "Alle Summen gehen auf: über Merkmale, Quellen, Planungsbereiche und Monate.",
        ],
        "engste": [
            {"wo": _wo(schluessel, bezeichnungen), "von": von, "bis": bis} for schluessel, von, bis in p["schlimmste"]
        ],
        "gruppen": [{"wo": _wo(schluessel, bezeichnungen), "wert": wert} for schluessel, wert in p["gruppen"]],
        "weitere_gruppen": p["gruppen_gesamt"] - len(p["gruppen"]),
        "unmoeglich": p["unmoeglich"],
    }


def _wo(schluessel: list[str], namen: Namen) -> str:
    """„Neuzugänge, Familienstand verwitwet: Cotta, gefördert, Mai 2024“."""
    monat, quelle, gebiet, einheit, merkmal, auspraegung = schluessel
    was = JE_ZAEHLEINHEIT[Zaehleinheit(einheit)].einheit
    worin = f", {Merkmal(merkmal).bezeichnung} {namen.auspraegung(merkmal, auspraegung)}" if merkmal else ""
    wo = namen.gebiet(Ebene.PLANUNGSBEREICH, gebiet) if gebiet else "ohne Planungsbereich"
    return f"{was}{worin}: {wo}, {Quelle(quelle).kurz}, {Monat.lesen(monat).bezeichnung}"


def abweichungen(freigabe: Zahlenfreigabe) -> list[tuple[str, str, str]]:
    """(Ebene, größte, mittlere Abweichung)."""
    return [
        (name, deutsch(groesste), deutsch(Decimal(str(mittlere)), stellen=1))
        for ebene, name in EBENEN.items()
        for groesste, mittlere in [freigabe.abweichung[ebene]]
    ]


def vorschau(freigabe: Zahlenfreigabe) -> Tabelle:
    """Die geschützten Neuzugänge der Stadt je Monat, als Beispiel dessen, was hinausgeht; eine Abfrage."""
    gesamtzahlen = Freigabewert.objects.filter(freigabe=freigabe, ebene=Ebene.STADT, gebiet="", merkmal="")
    neuzugaenge = gesamtzahlen.filter(zaehleinheit=Zaehleinheit.NEUZUGANG)
    je_monat: dict[Monat, dict[str, int]] = defaultdict(dict)
    for tag, quelle, anzahl in neuzugaenge.values_list("monat", "quelle", "anzahl"):
        je_monat[Monat.von_tag(tag)][quelle] = anzahl
    gemeldet = {(teil["monat"], teil["quelle"]) for teil in freigabe.teile}
    zeilen = tuple(
        (monat.bezeichnung, *(_zelle(je_monat[monat], quelle, monat, gemeldet) for quelle in Quelle))
        for monat in freigabe.zeitraum
    )
    herkunft = Herkunft(
        freigabe.zeitraum.bezeichnung, "Neuzugänge", JE_ZAEHLEINHEIT[Zaehleinheit.NEUZUGANG].quelle,
        f"Freigabe {freigabe.pk}", schutz=Schutz.GESCHUETZT,
    )  # fmt: skip
    spalten = (Spalte("Monat"), *(Spalte(quelle.kurz, Format.ANZAHL) for quelle in Quelle))
    return Tabelle("Neuzugänge der Stadt, wie sie veröffentlicht werden", spalten, zeilen, herkunft)


def _zelle(werte: dict[str, int], quelle: Quelle, monat: Monat, gemeldet: set) -> int | Zeichen:
    return werte.get(quelle.value, 0) if (str(monat), quelle.value) in gemeldet else Zeichen.FEHLT
