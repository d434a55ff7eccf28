"""Zu jeder Prüfregel eine Lieferung, die genau ihretwegen auffällt: Code → Funktion, die sie prüft."""

import io
import zipfile

from beratung.kern.zaehlung import Quelle
from beratung.models import Beratungsstelle, Kontrollzahl
from beratung.pruefung.ergebnis import Pruefung
from dresden_senioren.kern.zeitraum import Monat

from .conftest import FALL, FALLKOPF, LEISTUNGSKOPF, SEPTEMBER, als_csv, als_xlsx, faelle, lade, leistung, pruefe

SUMMENKOPF = ["Monat", "Zähleinheit", "Beratungsstelle", "Stadtteil", "Merkmal", "Ausprägung", "Anzahl"]
GUT = als_csv(FALLKOPF, FALL)
MAPPE = als_xlsx(Fälle=[FALLKOPF, FALL])
AUGUST = Monat(2025, 8)


def fall(**werte) -> list[str]:
    return [werte.get(name, wert) for name, wert in zip(FALLKOPF, FALL, strict=True)]


def summe(anzahl, einheit="Neuzugang", *, stelle="", stadtteil="", merkmal="", auspraegung="") -> list[str]:
    return ["2025-09", einheit, stelle, stadtteil, merkmal, auspraegung, anzahl]


def summen(*zeilen) -> Pruefung:
    return pruefe(als_csv(SUMMENKOPF, *zeilen))


def mit_fall(**werte) -> Pruefung:
    return pruefe(als_csv(FALLKOPF, fall(**werte)))


def mit_teil(name: str, inhalt: bytes = b"x") -> Pruefung:
    puffer = io.BytesIO(MAPPE)
    with zipfile.ZipFile(puffer, "a") as archiv:
        archiv.writestr(name, inhalt)
    return pruefe(puffer.getvalue())


def mit_formel() -> Pruefung:
    puffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(MAPPE)) as alt, zipfile.ZipFile(puffer, "w") as neu:
        for teil in alt.namelist():
            blatt = alt.read(teil).replace(b"<row ", b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row><row ', 1)
            neu.writestr(teil, blatt if "sheet1" in teil else alt.read(teil))
    return pruefe(puffer.getvalue())


def im_august(inhalt_september: bytes, **angaben) -> None:
    lade(inhalt_september.replace(b"2025-09", b"2025-08"), monat=AUGUST, **angaben)


# --- Zusammenhang ----------------------------------------------------------------------------------------------------


def viele_unbekannte() -> Pruefung:
    return pruefe(als_csv(FALLKOPF, *[FALL] * 70, *[fall(Alter="")] * 30))


def sprung() -> Pruefung:
    im_august(faelle(100))
    return pruefe(faelle(30))


PLAUEN = fall(Beratungsstelle="s-plauen", Stadtteil="81")
ZWEI_STELLEN = [fall()] * 60 + [PLAUEN] * 60


def sprung_einer_stelle() -> Pruefung:
    """Zusammen unverändert: eine Stelle nimmt ab, die andere zu."""
    im_august(als_csv(FALLKOPF, *ZWEI_STELLEN))
    return pruefe(als_csv(FALLKOPF, *[ZWEI_STELLEN[-1]] * 10, *[ZWEI_STELLEN[0]] * 110))


def stelle_fehlt() -> Pruefung:
    for monat in ("2025-06", "2025-07", "2025-08"):
        inhalt = als_csv(FALLKOPF, *ZWEI_STELLEN[58:62]).replace(b"2025-09", monat.encode())
        lade(inhalt, monat=Monat.lesen(monat))
    return pruefe(faelle(4))


def alles_doppelt() -> Pruefung:
    nummern = ["01", "02", "03", "04", "05", "06", "07", "91", "92", "93", "94", "95", "96"]
    return pruefe(als_csv(FALLKOPF, *[fall(Stadtteil=nr) for nr in nummern] * 2))


def fremde_gebiete() -> Pruefung:
    return pruefe(als_csv(FALLKOPF, *[fall(Stadtteil="07")] * 30, *[fall()] * 20))


def fallabgaben_beiderseits() -> Pruefung:
    zeile = fall(Beratungsstelle="k-cotta", Fallherkunft="Fallabgabe")
    lade(als_csv(FALLKOPF, zeile, zeile), quelle=Quelle.FMG)
    return mit_fall(Fallherkunft="Fallabgabe")


def andere_zahl_gemeldet() -> Pruefung:
    Kontrollzahl.objects.create(
        quelle="seniora", monat=SEPTEMBER.erster, zaehleinheit="neuzugang", anzahl=5, woher="Telefonat"
    )
    return pruefe(faelle(3))


def korrektur_verliert() -> Pruefung:
    lade(faelle(100))
    return pruefe(faelle(60))


def korrektur_ohne_stelle() -> Pruefung:
    lade(als_csv(FALLKOPF, *[FALL] * 30, PLAUEN))
    return pruefe(faelle(31))


def geschlossene_stelle() -> Pruefung:
    Beratungsstelle.objects.filter(kuerzel="s-cotta").update(gueltig_bis=AUGUST.letzter)
    return pruefe(GUT)


def doppelt_geliefert() -> Pruefung:
    lade(faelle(3))
    return summen(summe("3"))


def fuer_die_andere_quelle() -> Pruefung:
    lade(als_csv(SUMMENKOPF, summe("3")))
    return pruefe(als_csv(SUMMENKOPF, summe("3")), quelle=Quelle.FMG)


def im_monat(monat: Monat) -> Pruefung:
    return pruefe(als_csv(FALLKOPF, fall(Monat=str(monat))), monat=monat)


FAELLE = {
    "E01": lambda: pruefe(b""),
    "E02": lambda: pruefe(b"x" * ((20 << 20) + 1)),
    "E03": lambda: pruefe(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "E04": lambda: pruefe(b"<html><table><tr><td>Monat</td></tr></table></html>"),
    "E05": lambda: pruefe(MAPPE[: len(MAPPE) // 2]),
    "E06": lambda: mit_teil("../../boese.txt"),
    "E07": lambda: mit_teil("xl/vbaProject.bin"),
    "E08": mit_formel,
    "E09": lambda: pruefe(GUT.replace(b"82", b"8\x002")),
    "E10": lambda: pruefe(GUT.decode().encode("utf-16")),
    "E11": lambda: pruefe(GUT + b'2025-09;"s-cotta;92;82;w;nein;verwitwet;Selbstmeldung\n'),
    "E12": lambda: pruefe(als_csv(FALL, FALL)),
    "E13": lambda: pruefe(als_csv(FALLKOPF + [f"S{n}" for n in range(200)], FALL + ["x"] * 200)),
    "E14": lambda: pruefe(als_xlsx(Tabelle1=[FALLKOPF, FALL], Tabelle2=[FALLKOPF, FALL])),
    "E15": lambda: pruefe(als_csv([*FALLKOPF, "Vorname"], [*FALL, "Erika"])),
    "E16": lambda: mit_fall(Alter="12.08.1941"),
    "E17": lambda: pruefe(als_xlsx(**{"Fälle": [FALLKOPF, FALL], "faelle": [FALLKOPF, FALL]})),
    "P01": lambda: mit_fall(Monat="bald"),
    "P02": lambda: mit_fall(Monat="2025-08"),
    "P03": lambda: mit_fall(Beratungsstelle="s-mars"),
    "P04": lambda: mit_fall(Beratungsstelle="k-cotta"),
    "P05": geschlossene_stelle,
    "P06": lambda: mit_fall(Beratungsstelle=""),
    "P07": lambda: mit_fall(Stadtteil="Nirgends"),
    "P08": lambda: mit_fall(Alter="130"),
    "P09": lambda: mit_fall(Fallherkunft="Mars"),
    "P10": lambda: pruefe(als_csv(LEISTUNGSKOPF, leistung(anzahl="0"))),
    "P11": lambda: pruefe(als_csv(LEISTUNGSKOPF, leistung(feld=""))),
    "P12": lambda: pruefe(als_csv([*FALLKOPF, "Altersgruppe"], [*FALL, "60–64"])),
    "P13": lambda: mit_fall(Stadtteil="x" * 10_001),
    "P14": lambda: mit_fall(Stadtteil="=1+1"),
    "P15": lambda: pruefe(als_csv(LEISTUNGSKOPF, *[leistung(anzahl="1000000")] * 1001)),
    "P20": lambda: pruefe(als_csv(FALLKOPF[:1] + FALLKOPF[2:], FALL[:1] + FALL[2:])),
    "P21": lambda: pruefe(als_csv([*FALLKOPF, "Alter"], [*FALL, "82"])),
    "P22": lambda: pruefe(als_csv([*FALLKOPF, "Wetter"], [*FALL, "x"])),
    "P23": lambda: pruefe(als_csv(FALLKOPF[:-1], FALL[:-1])),
    "P24": lambda: pruefe(als_csv(FALLKOPF, FALL[:-1])),
    "P25": lambda: pruefe(als_csv(FALLKOPF)),
    "P26": lambda: pruefe(GUT + b"Gesamt;7;;;;;;\n"),
    "P27": lambda: pruefe(als_xlsx(Fälle=[FALLKOPF, FALL], Notizen=[["a"], ["b"]])),
    "P28": lambda: pruefe(als_csv(FALLKOPF, fall(Stadtteil="Löbtau-Süd"), kodierung="cp1252")),
    "P29": lambda: pruefe(als_csv(FALLKOPF, FALL, trenner="|")),
    "P30": lambda: pruefe(als_xlsx(Fälle=[FALLKOPF, FALL], Summen=[SUMMENKOPF])),
    "P31": lambda: pruefe(als_csv(FALLKOPF, FALL).rstrip()),
    "P40": lambda: summen(summe("1", merkmal="Geschlecht")),
    "P41": lambda: summen(summe("1", "Beratung", merkmal="Geschlecht", auspraegung="w")),
    "P42": lambda: summen(summe("1", stelle="s-cotta", stadtteil="07")),
    "P43": lambda: summen(summe("1"), summe("1")),
    "P44": lambda: summen(summe("9"), summe("1", merkmal="Geschlecht", auspraegung="w")),
    "P45": lambda: summen(summe("1", stadtteil="auswärtig")),
    "P50": doppelt_geliefert,
    "P51": lambda: pruefe(als_xlsx(Fälle=[FALLKOPF, FALL], Summen=[SUMMENKOPF, summe("1")])),
    "P52": sprung,
    "P53": viele_unbekannte,
    "P54": lambda: im_monat(Monat(2026, 1)),
    "P55": lambda: im_monat(Monat(2014, 12)),
    "P56": fuer_die_andere_quelle,
    "P57": lambda: im_monat(Monat(2025, 12)),
    "P58": lambda: pruefe(als_csv(LEISTUNGSKOPF, leistung(kennung=""))),
    "P59": lambda: pruefe(GUT, dateiname="export_2025-09-25.csv"),
    "P60": sprung_einer_stelle,
    "P61": stelle_fehlt,
    "P62": alles_doppelt,
    "P63": fremde_gebiete,
    "P64": fallabgaben_beiderseits,
    "P65": andere_zahl_gemeldet,
    "P66": korrektur_verliert,
    "P67": korrektur_ohne_stelle,
    "P99": lambda: pruefe(als_csv(FALLKOPF, *[fall(Stadtteil=f"Nirgends {n}") for n in range(150)])),
}
