"""Die 78 feindlichen, kaputten und nur seltsamen Dateien, jede mit ihrer Nummer, ihrem Ausgang und den Regeln, die es
sagen müssen. Wo unsere Entscheidung von der üblichen Erwartung abweicht, steht der Grund daneben."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from .conftest import FALL, FALLKOPF, LEISTUNGSKOPF, als_csv, als_xlsx, leistung
from .mappenbau import (
    BLATT,
    DATUMSKOPF,
    GUT_XLSX,
    ausgeblendet,
    blatt,
    falsches_mass,
    mappe_1904,
    mit_zellart,
    textbombe,
    textbombe_ohne_ort,
    uhrzeit_an_der_monatsgrenze,
    umgebaut,
    verbundene_ueberschrift,
    verbundener_titel,
    zeilenbombe,
    zeilenbombe_mit_ort,
    zip_mit,
)


class Ausgang(StrEnum):
    X = "die Datei ist abgelehnt"
    P = "Zeilen sind falsch; nichts wird übernommen, ehe sie behoben sind"
    W = "übernommen nur mit Begründung"
    OK = "angenommen"


X, P, W, OK = Ausgang


@dataclass(frozen=True)
class Fall:
    """Eine Datei. `codes`: bei X und P muss jeder genannt sein, bei W und OK sind es genau diese."""

    nr: int  # 1 bis 78; 0: zusätzlich
    name: str
    ausgang: Ausgang
    codes: tuple[str, ...]
    quelle_der_bytes: bytes | Callable[[], bytes]
    neuzugaenge: int | None = None  # bei W und OK: so viele Fälle sind gezählt
    monat: str = "2025-09"
    anders: str = ""  # warum wir es anders halten

    @cached_property
    def inhalt(self) -> bytes:
        return self.quelle_der_bytes() if callable(self.quelle_der_bytes) else self.quelle_der_bytes

    @property
    def wird_abgelehnt(self) -> bool:
        return self.ausgang in (X, P)

    def __str__(self):
        return f"{self.nr:02d} {self.ausgang.name} {self.name}"


def faelle(
    *, nr: int, ausgang: Ausgang, codes: str = "", anders: str = "", monat="2025-09", neuzugaenge=None, **dateien
):
    """Mehrere Dateien zur selben Nummer; der Name der Angabe ist der Name der Datei."""
    return [
        Fall(nr, name.replace("_", " "), ausgang, tuple(codes.split()), inhalt, neuzugaenge, monat, anders)
        for name, inhalt in dateien.items()
    ]


def fall(**werte) -> list[str]:
    return [werte.get(name, wert) for name, wert in zip(FALLKOPF, FALL, strict=True)]


def faelle_csv(*zeilen, **werte) -> bytes:
    """Eine Datei mit Kopf und entweder `zeilen` oder dem Musterfall mit geänderten Werten."""
    return als_csv(FALLKOPF, *(zeilen or [fall(**werte)]))


def mit_spalte(ueberschrift: str, wert: str) -> bytes:
    return als_csv([*FALLKOPF, ueberschrift], [*FALL, wert])


def mit_kopf(**umbenannt) -> bytes:
    return als_csv([umbenannt.get(name, name) for name in FALLKOPF], FALL)


GUT = faelle_csv(FALL)
SUMMENKOPF = ["Monat", "Zähleinheit", "Anzahl"]
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LACHEN = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
VERSCHLUESSELT = OLE + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le")
BIFF = OLE + b"\x00" * 504 + b"\x09\x08\x10\x00\x00\x06\x05\x00" + "Workbook".encode("utf-16-le")
MAC = faelle_csv(fall(Stadtteil="Löbtau-Süd")).decode()


FAELLE: list[Fall] = [
    # --- Gestalt der Datei -------------------------------------------------------------------------------------------
    *faelle(nr=1, ausgang=X, codes="E01", leer=b"", nur_Leerraum=b" \n\n"),
    *faelle(nr=2, ausgang=W, codes="P25", neuzugaenge=0, nur_Kopf=als_csv(FALLKOPF),
            anders="Ohne Zeilen ist es die Nullmeldung; die Begründung ersetzt das Ankreuzen."),
    *faelle(nr=2, ausgang=X, codes="E01", Summen_nur_Kopf=als_csv(SUMMENKOPF)),
    *faelle(nr=3, ausgang=X, codes="E12", Kopf_fehlt=als_csv(FALL, FALL)),
    *faelle(nr=4, ausgang=OK, neuzugaenge=1, drei_Titelzeilen=als_csv(
        ["Seniorenberatung Dresden"], ["Berichtszeitraum September 2025"], [], FALLKOPF, FALL)),
    *faelle(nr=4, ausgang=X, codes="E12", Kopf_erst_in_Zeile_21=b"Titel\n" * 20 + GUT),
    *faelle(nr=5, ausgang=OK, neuzugaenge=1, Spalten_vertauscht=als_csv(FALLKOPF[::-1], FALL[::-1])),
    *faelle(nr=6, ausgang=X, codes="P20", Pflichtspalte_fehlt=als_csv(
        FALLKOPF[:1] + FALLKOPF[2:], FALL[:1] + FALL[2:])),
    *faelle(nr=7, ausgang=W, codes="P22", neuzugaenge=1, fremde_Spalte=mit_spalte("Wetter", "sonnig")),
    *faelle(nr=8, ausgang=X, codes="E13",
            zweihundert_Spalten=als_csv(FALLKOPF + [f"S{n}" for n in range(200)], FALL + ["x"] * 200)),
    *faelle(nr=9, ausgang=X, codes="P21", doppelte_Überschrift=mit_spalte("Alter", "82")),
    *faelle(nr=10, ausgang=OK, neuzugaenge=1, unsichtbare_Zeichen_im_Kopf=mit_kopf(
        Beratungsstelle="\xa0BERATUNGS\u00adSTELLE ", Alter="alter\u200b", Stadtteil="stadtTeil\xa0")),
    *faelle(nr=11, ausgang=OK, neuzugaenge=1, UTF_8_mit_BOM=b"\xef\xbb\xbf" + GUT),
    *faelle(nr=12, ausgang=X, codes="E10", UTF_16_LE=GUT.decode().encode("utf-16"),
            UTF_16_BE=b"\xfe\xff" + GUT.decode().encode("utf-16-be")),
    *faelle(nr=13, ausgang=OK, codes="P28", neuzugaenge=1, Windows_1252=MAC.encode("cp1252")),
    *faelle(nr=13, ausgang=X, codes="E10", Lücke_in_Windows_1252=GUT + b"\x81\x8d"),
    *faelle(nr=14, ausgang=X, codes="P07", Mac_Roman=MAC.encode("mac_roman")),
    *faelle(nr=14, ausgang=X, codes="E10", Codepage_850=MAC.encode("cp850")),
    *faelle(nr=15, ausgang=X, codes="E10", zweierlei_Kodierung=MAC.encode() + "ä\n".encode("cp1252"),
            doppelt_kodiert=faelle_csv(fall(Stadtteil="Löbtau-Süd".encode().decode("cp1252")))),
    *faelle(nr=16, ausgang=X, codes="E09", Nullbyte_in_der_Zahl=GUT.replace(b"82", b"8\x002"),
            Nullbyte_mit_BOM=b"\xef\xbb\xbf" + GUT + b"\x00"),
    *faelle(nr=17, ausgang=X, codes="P24",
            gemischte_Trennzeichen=GUT + b"2025-09,s-cotta,92,82,w,nein,verwitwet,Selbstmeldung\n"),
    *faelle(nr=18, ausgang=OK, codes="P29", neuzugaenge=1, Tabulator=als_csv(FALLKOPF, FALL, trenner="\t"),
            senkrechter_Strich=als_csv(FALLKOPF, FALL, trenner="|")),
    *faelle(nr=19, ausgang=X, codes="E11",
            offenes_Anführungszeichen=GUT + b'2025-09;"s-cotta;92;82;w;nein;verwitwet;Selbstmeldung\n'),
    *faelle(nr=20, ausgang=P, codes="P24", kurze_Zeile=faelle_csv(FALL[:-1]), lange_Zeile=faelle_csv([*FALL, "x"])),
    *faelle(nr=21, ausgang=X, codes="P13", langes_Feld=faelle_csv(Stadtteil="x" * 10_001)),
    *faelle(nr=21, ausgang=X, codes="E11", sehr_langes_Feld=faelle_csv(Stadtteil="x" * 200_000)),
    *faelle(nr=22, ausgang=P, codes="P13", Zeilenumbruch_im_Feld=faelle_csv(Stadtteil='"Löb\ntau"')),
    *faelle(nr=23, ausgang=OK, neuzugaenge=2, nur_CR=faelle_csv(FALL, FALL).replace(b"\n", b"\r"),
            CRLF=faelle_csv(FALL, FALL).replace(b"\n", b"\r\n"), gemischte_Zeilenenden=GUT + b";".join(
                wert.encode() for wert in FALL) + b"\r\n"),
    # --- Größe und Archiv --------------------------------------------------------------------------------------------
    *faelle(nr=24, ausgang=X, codes="E13", eine_Zeile_zu_viel=lambda: als_csv(FALLKOPF) + als_csv(FALL) * 50_001,
            eine_Million_Zeilen=lambda: als_csv(["Monat", "Beratungsstelle"]) + b"2025-09;s-cotta\n" * 1_000_001),
    *faelle(nr=26, ausgang=X, codes="E06", entpackt_über_100_MB=lambda: umgebaut(
                dazu={"xl/media/x.bin": b" " * (101 << 20)}),
            Blatt_aus_Leerraum=lambda: umgebaut(ersetze={BLATT: b" " * (101 << 20) + blatt("")}),
            langer_Text=textbombe,
            langer_Text_ohne_Ort=textbombe_ohne_ort),
    *faelle(nr=27, ausgang=X, codes="E13", Zeilenbombe=zeilenbombe, Zeilenbombe_mit_Ort=zeilenbombe_mit_ort),
    *faelle(nr=28, ausgang=X, codes="E06",
            fünfzigtausend_Teile=lambda: umgebaut(dazu={f"xl/m/{n}": b"" for n in range(50_000)})),
    *faelle(nr=29, ausgang=X, codes="E06", Pfad_nach_oben=umgebaut(dazu={"../../boese.txt": b"x"}),
            Pfad_von_der_Wurzel=umgebaut(dazu={"/etc/boese": b"x"})),
    *faelle(nr=30, ausgang=X, codes="E04", Archiv_im_Archiv=zip_mit(**{"a.xlsx": GUT_XLSX}), gzip=gzip.compress(GUT),
            sieben_zip=b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50, rar=b"Rar!\x1a\x07\x00"),
    *faelle(nr=31, ausgang=X, codes="E03", kennwortgeschützt=VERSCHLUESSELT),
    *faelle(nr=32, ausgang=X, codes="E03", altes_Excel=BIFF),
    *faelle(nr=33, ausgang=X, codes="E04", Webseite=b"<html><table><tr><td>Monat</td></tr></table></html>"),
    *faelle(nr=34, ausgang=OK, neuzugaenge=1, Mappe_namens_csv=GUT_XLSX,
            anders="Was in der Datei steht, entscheidet, nicht ihr Name: die Befehlszeile nennt sie .xlsx, der Browser "
                   ".csv, gelesen wird beides."),
    *faelle(nr=35, ausgang=X, codes="E07", Makros=umgebaut(dazu={"xl/vbaProject.bin": b"x"})),
    *faelle(nr=36, ausgang=X, codes="E07",
            Verknüpfung_nach_außen=umgebaut(dazu={"xl/externalLinks/externalLink1.xml": b"<x/>"}),
            eingebettetes_Objekt=umgebaut(dazu={"xl/embeddings/oleObject1.bin": b"x"}),
            Steuerelement=umgebaut(dazu={"xl/activeX/activeX1.xml": b"<x/>"}),
            DDE=umgebaut(dazu={"xl/externalLinks/externalLink1.xml": b'<ddeLink ddeService="cmd"/>'})),
    *faelle(nr=37, ausgang=X, codes="E06", XXE=umgebaut(dazu={"xl/x.xml": XXE}),
            XXE_im_Blatt=umgebaut(ersetze={BLATT: XXE}), Lachen=umgebaut(ersetze={BLATT: LACHEN})),
    *faelle(nr=38, ausgang=OK, neuzugaenge=300, codes="P23", falsches_Maß=falsches_mass()),
    *faelle(nr=39, ausgang=X, codes="E13",
            ferne_Zelle=umgebaut(ersetze={BLATT: blatt('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
            ferne_Spalte=umgebaut(ersetze={BLATT: blatt('<row r="1"><c r="XFD1"><v>1</v></c></row>')})),
    # --- Monat und Datum ---------------------------------------------------------------------------------------------
    *faelle(nr=40, ausgang=X, codes="P02", zwei_Monate=faelle_csv(FALL, fall(Monat="2025-08"))),
    *faelle(nr=41, ausgang=X, codes="P02", anderer_Monat=faelle_csv(Monat="2025-08")),
    *faelle(nr=42, ausgang=X, codes="P02", zwei_Jahre=faelle_csv(FALL, fall(Monat="2024-09"))),
    *faelle(nr=43, ausgang=P, codes="P54", Monat_in_der_Zukunft=faelle_csv(Monat="2099-01"), monat="2099-01"),
    *faelle(nr=43, ausgang=P, codes="P02", Tag_in_der_Zukunft=faelle_csv(Monat="15.09.2099")),
    *faelle(nr=44, ausgang=P, codes="P55", Monat_vor_2015=faelle_csv(Monat="2014-09"), monat="2014-09"),
    *faelle(nr=45, ausgang=P, codes="P01", der_31_Februar=faelle_csv(Monat="31.02.2025")),
    *faelle(nr=46, ausgang=P, codes="P01", Tag_oder_Monat=faelle_csv(Monat="02/03/2025")),
    *faelle(nr=47, ausgang=OK, neuzugaenge=1, Excel_Tageszahl=als_xlsx(Fälle=[DATUMSKOPF, [45901, *FALL[1:]]])),
    *faelle(nr=47, ausgang=P, codes="P08", Tageszahl_als_Alter=faelle_csv(Alter="45901")),
    *faelle(nr=48, ausgang=OK, neuzugaenge=1, Kalender_ab_1904=mappe_1904()),
    *faelle(nr=49, ausgang=P, codes="P01", zweistelliges_Jahr=faelle_csv(Monat="09/24")),
    *faelle(nr=50, ausgang=OK, neuzugaenge=1, halb_eins_am_Ersten=faelle_csv(Monat="01.09.2025 00:30"),
            halb_eins_in_Excel=uhrzeit_an_der_monatsgrenze()),
    # --- Merkmale ----------------------------------------------------------------------------------------------------
    *faelle(nr=51, ausgang=OK, neuzugaenge=2, junge_Menschen=faelle_csv(fall(Alter="0"), fall(Alter="17")),
            anders="Beraten werden auch jüngere Angehörige; der Katalog hat dafür „unter 60“."),
    *faelle(nr=52, ausgang=P, codes="P08", zu_alt=faelle_csv(Alter="150"), negativ=faelle_csv(Alter="-1"),
            halbe_Jahre=faelle_csv(Alter="71,5"), ungefähr=faelle_csv(Alter="ca. 80")),
    *faelle(nr=53, ausgang=OK, neuzugaenge=1, ein_Alter_fehlt=faelle_csv(Alter=""),
            anders="Ein einzelnes leeres Feld ist „unbekannt“; gewarnt wird ab einem Fünftel der Zeilen."),
    *faelle(nr=53, ausgang=W, codes="P53", neuzugaenge=40,
            viele_Alter_fehlen=faelle_csv(*[FALL] * 24, *[fall(Alter="")] * 16)),
    *faelle(nr=54, ausgang=OK, neuzugaenge=5,
            Geschlechter=faelle_csv(*[fall(Geschlecht=g) for g in ("d", "divers", "–", "", "Frau")])),
    *faelle(nr=54, ausgang=P, codes="P09", Geschlecht_unbekannter_Code=faelle_csv(Geschlecht="7")),
    *faelle(nr=55, ausgang=P, codes="P09", Beratungsfeld_99=als_csv(LEISTUNGSKOPF, leistung(feld="99")),
            Fallherkunft_Mars=faelle_csv(Fallherkunft="Mars")),
    *faelle(nr=56, ausgang=P, codes="P07", Stadtteil_vertippt=faelle_csv(Stadtteil="Löbtau-Nor")),
    *faelle(nr=57, ausgang=P, codes="P07", Stadtteil_außerhalb=faelle_csv(Stadtteil="Radebeul")),
    *faelle(nr=57, ausgang=OK, neuzugaenge=1, auswärtig=faelle_csv(Stadtteil="auswärtig")),
    *faelle(nr=58, ausgang=W, codes="P22", neuzugaenge=1,
            Planungsbereich_widerspricht=mit_spalte("Planungsbereich", "Prohlis"),
            anders="Der Planungsbereich folgt aus Stadtteil und Monat und wird nie gelesen, also nicht verglichen."),
    # --- Zahlen und Summen -------------------------------------------------------------------------------------------
    *faelle(nr=59, ausgang=X, codes="P10", negative_Summe=als_csv(SUMMENKOPF, ["2025-09", "Neuzugang", "-3"])),
    *faelle(nr=60, ausgang=P, codes="P10", halbe_Anzahl=als_csv(SUMMENKOPF, ["2025-09", "Neuzugang", "3,5"])),
    *faelle(nr=61, ausgang=OK, neuzugaenge=1234, Tausenderpunkt=als_csv(SUMMENKOPF, ["2025-09", "Neuzugang", "1.234"])),
    *faelle(nr=62, ausgang=OK, neuzugaenge=2, Summenzeile=faelle_csv(FALL, FALL, ["Gesamt", "2", *[""] * 6])),
    *faelle(nr=63, ausgang=P, codes="P26", Summenzeile_falsch=faelle_csv(FALL, ["Gesamt", "7", *[""] * 6])),
    *faelle(nr=68, ausgang=OK, doppelte_Fallkennung=als_csv(
                LEISTUNGSKOPF, leistung(kennung="F-1"), leistung("Krisenintervention", kennung="F-1")),
            anders="Je Leistung eine Zeile: dieselbe Kennung heißt mehrere Leistungen in einem Fall. Fälle "
                   "selbst haben im Lieferformat keine Kennung."),
    *faelle(nr=70, ausgang=X, codes="P04", falsche_Quelle=faelle_csv(Beratungsstelle="k-cotta")),
    # --- Formeln und Zellen ------------------------------------------------------------------------------------------
    *faelle(nr=71, ausgang=P, codes="P14", Formel_als_Text=faelle_csv(Stadtteil="=1+1"),
            Formel_mit_At=faelle_csv(Stadtteil="@SUM(A1)"), Formel_nach_Tabulator=faelle_csv(Stadtteil="\t=1+1"),
            DDE_als_Text=faelle_csv(Stadtteil="=cmd|' /C calc'!A0")),
    *faelle(nr=71, ausgang=X, codes="E16", Plus_am_Anfang=faelle_csv(Stadtteil="+49 351 4881234")),
    *faelle(nr=71, ausgang=X, codes="E08",
            Formel=umgebaut(ersetze={BLATT: blatt('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')}),
            Formel_ohne_Wert=umgebaut(ersetze={BLATT: blatt('<row r="1"><c r="A1"><f>1+1</f></c></row>')})),
    *faelle(nr=72, ausgang=P, codes="P14", Rechenfehler_als_Text=faelle_csv(Alter="#DIV/0!"),
            Bezugsfehler_als_Text=faelle_csv(Stadtteil="#REF!")),
    *faelle(nr=72, ausgang=X, codes="E08",
            Rechenfehler=umgebaut(ersetze={BLATT: blatt('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>')})),
    *faelle(nr=73, ausgang=P, codes="P08", Wahrheitswert=mit_zellart("wahrheit"), Prozent=mit_zellart("prozent")),
    *faelle(nr=73, ausgang=OK, neuzugaenge=1, Währung=mit_zellart("waehrung"),
            anders="Ein Anzeigeformat ändert die ganze Zahl darunter nicht."),
    *faelle(nr=74, ausgang=OK, neuzugaenge=1, verbundener_Titel=verbundener_titel()),
    *faelle(nr=74, ausgang=W, codes="P22", neuzugaenge=1, verbundene_Überschrift=verbundene_ueberschrift(),
            anders="Eindeutig ist: die Werte ohne Überschrift werden nicht gelesen. Das wird gesagt."),
    *faelle(nr=75, ausgang=OK, neuzugaenge=2, ausgeblendete_Zeile=ausgeblendet("zeile"),
            ausgeblendetes_Blatt=ausgeblendet("blatt"),
            anders="Ausgeblendete Zeilen und Spalten zählen mit; ein ausgeblendetes Blatt wird nie gelesen."),
    *faelle(nr=75, ausgang=W, codes="P22", neuzugaenge=2, ausgeblendete_Spalte=ausgeblendet("spalte")),
    # --- Personendaten (mehr in test_personendaten.py) ---------------------------------------------------------------
    *faelle(nr=76, ausgang=X, codes="E15", Personenspalten=als_csv(
        [*FALLKOPF, "Vorname", "Geburtsdatum"], [*FALL, "Erika", "12.08.1941"])),
    *faelle(nr=77, ausgang=X, codes="E16", Geburtsdatum_im_Wert=faelle_csv(Alter="12.08.1941"),
            Telefonnummer_im_Wert=faelle_csv(Stadtteil="0351 4881234"),
            E_Mail_in_fremder_Spalte=mit_spalte("Wetter", "erika@example.org")),
    # --- zusätzlich --------------------------------------------------------------------------------------------------
    *faelle(nr=0, ausgang=X, codes="E04", PDF=b"%PDF-1.7 ...", Bild=b"\x89PNG\r\n\x1a\n0000",
            SVG=b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    *faelle(nr=0, ausgang=X, codes="E05", abgeschnittene_Mappe=GUT_XLSX[: len(GUT_XLSX) // 2],
            kaputtes_Blatt=umgebaut(ersetze={BLATT: b"<worksheet><sheetData><row>"})),
    *faelle(nr=0, ausgang=X, codes="E14",
            fremde_Blätter=als_xlsx(Tabelle1=[FALLKOPF, FALL], Tabelle2=[FALLKOPF, FALL])),
    *faelle(nr=0, ausgang=X, codes="E17",
            zweimal_dieselbe_Art=als_xlsx(**{"Fälle": [FALLKOPF, FALL], "faelle": [FALLKOPF, FALL]})),
]  # fmt: skip

# Nummern, die mehr als eine Datei brauchen: Zustand davor, zwei Dateien, der Weg des Hochladens. Nummer → Test.
EIGENE_TESTS = {
    25: "test_zu_grosse_datei",
    64: "test_sprung_gegenueber_dem_vormonat",
    65: "test_dieselbe_datei_noch_einmal",
    66: "test_dieselben_zahlen_in_anderer_reihenfolge_und_unter_anderem_namen",
    67: "test_berichtigter_export_ersetzt_genau_die_geaenderten_zeilen",
    69: "test_fallkennung_aus_einem_frueheren_monat",
    78: "test_dateinamen_sind_nur_text",
}

# Was an Grenzen von Speicher oder Rechenzeit zerrt; jede läuft noch einmal allein in einem beschränkten Prozess.
SCHWER = [f for f in FAELLE if f.nr in {8, 21, 24, 26, 27, 28, 29, 30, 31, 32, 35, 36, 37, 39} or f.codes == ("E05",)]
