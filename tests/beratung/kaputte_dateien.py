"""Dateien, die nie übernommen werden dürfen: Name → (Bytes, Code, der es sagen muss)."""

import gzip
import io
import zipfile

from .conftest import FALL, FALLKOPF, als_csv, als_xlsx

GUT_CSV = als_csv(FALLKOPF, FALL)
GUT_XLSX = als_xlsx(Fälle=[FALLKOPF, FALL])
BLATT = "xl/worksheets/sheet1.xml"


def umgebaut(*, ersetze: dict[str, bytes] | None = None, dazu: dict[str, bytes] | None = None) -> bytes:
    """Die gute Mappe mit ausgetauschten oder zusätzlichen Teilen."""
    puffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GUT_XLSX)) as alt, zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as neu:
        for teil in alt.infolist():
            neu.writestr(teil.filename, (ersetze or {}).get(teil.filename, alt.read(teil)))
        for name, inhalt in (dazu or {}).items():
            neu.writestr(name, inhalt)
    return puffer.getvalue()


def blatt(zellen: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{zellen}</sheetData></worksheet>"
    ).encode()


def text(ort: str, wert: str) -> str:
    return f'<c r="{ort}" t="inlineStr"><is><t>{wert}</t></is></c>'


def fall(**werte) -> list[str]:
    return [werte.get(name, wert) for name, wert in zip(FALLKOPF, FALL, strict=True)]


def zip_mit(**teile: bytes) -> bytes:
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w") as archiv:
        for name, inhalt in teile.items():
            archiv.writestr(name, inhalt)
    return puffer.getvalue()


KOPF_XML = f'<row r="1">{text("A1", "Monat")}{text("B1", "Beratungsstelle")}</row>'
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'

KAPUTT = {
    "leer": (b"", "E01"),
    "nur Leerraum": (b" \n\n", "E01"),
    "Kopf fehlt": (als_csv(FALL, FALL), "E12"),
    "Pflichtspalte fehlt": (als_csv(FALLKOPF[:1] + FALLKOPF[2:], FALL[:1] + FALL[2:]), "P20"),
    "200 Spalten": (als_csv(FALLKOPF + [f"S{n}" for n in range(200)], FALL + ["x"] * 200), "E13"),
    "doppelte Überschrift": (als_csv([*FALLKOPF, "Alter"], [*FALL, "82"]), "P21"),
    "UTF-16": (GUT_CSV.decode().encode("utf-16"), "E10"),
    "Mac Roman": (als_csv(FALLKOPF, fall(Stadtteil="Löbtau-Süd"), kodierung="mac_roman"), "P07"),
    "cp1252-Lücke": (GUT_CSV + b"\x81\x8d", "E10"),
    "zweierlei Kodierung": (als_csv(FALLKOPF, fall(Stadtteil="Löbtau-Süd")) + "ä\n".encode("cp1252"), "E10"),
    "doppelt kodiert": (als_csv(FALLKOPF, fall(Stadtteil="Löbtau-Süd".encode().decode("cp1252"))), "E10"),
    "Nullbyte": (GUT_CSV.replace(b"82", b"8\x002"), "E09"),
    "Nullbyte in UTF-8 mit BOM": (b"\xef\xbb\xbf" + GUT_CSV + b"\x00", "E09"),
    "gemischte Trennzeichen": (GUT_CSV + b"2025-09,s-cotta,92,82,w,nein,verwitwet,Selbstmeldung\n", "P24"),
    "offenes Anführungszeichen": (GUT_CSV + b'2025-09;"s-cotta;92;82;w;nein;verwitwet;Selbstmeldung\n', "E11"),
    "kurze Zeile": (als_csv(FALLKOPF, FALL[:-1]), "P24"),
    "lange Zeile": (als_csv(FALLKOPF, [*FALL, "x"]), "P24"),
    "langes Feld": (als_csv(FALLKOPF, fall(Stadtteil="x" * 10_001)), "P13"),
    "sehr langes Feld": (als_csv(FALLKOPF, fall(Stadtteil="x" * 200_000)), "E11"),
    "Zeilenumbruch im Feld": (als_csv(FALLKOPF, fall(Stadtteil='"Löb\ntau"')), "P13"),
    "zu viele Zeilen": (als_csv(FALLKOPF) + als_csv(FALL) * 50_001, "E13"),
    "entpackt zu groß": (umgebaut(dazu={"xl/media/x.bin": b" " * (101 << 20)}), "E06"),
    "zu viele Teile": (umgebaut(dazu={f"xl/media/{n}.bin": b"" for n in range(300)}), "E06"),
    "Pfad nach oben": (umgebaut(dazu={"../../boese.txt": b"x"}), "E06"),
    "Archiv im Archiv": (zip_mit(**{"a.xlsx": GUT_XLSX}), "E04"),
    "gepackt": (gzip.compress(GUT_CSV), "E04"),
    "altes Excel oder Kennwort": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "E03"),
    "Webseite": (b"<html><table><tr><td>Monat</td></tr></table></html>", "E04"),
    "PDF": (b"%PDF-1.7 ...", "E04"),
    "Bild": (b"\x89PNG\r\n\x1a\n0000", "E04"),
    "Makros": (umgebaut(dazu={"xl/vbaProject.bin": b"x"}), "E07"),
    "Verknüpfung nach außen": (umgebaut(dazu={"xl/externalLinks/externalLink1.xml": b"<x/>"}), "E07"),
    "eingebettetes Objekt": (umgebaut(dazu={"xl/embeddings/oleObject1.bin": b"x"}), "E07"),
    "XXE": (umgebaut(dazu={"xl/x.xml": XXE}), "E06"),
    "abgeschnittene Mappe": (GUT_XLSX[: len(GUT_XLSX) // 2], "E05"),
    "kaputtes Blatt": (umgebaut(ersetze={BLATT: b"<worksheet><sheetData><row>"}), "E05"),
    "ferne Zelle": (umgebaut(ersetze={BLATT: blatt('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}), "E13"),
    "ferne Spalte": (umgebaut(ersetze={BLATT: blatt('<row r="1"><c r="XFD1"><v>1</v></c></row>')}), "E13"),
    "Formel": (umgebaut(ersetze={BLATT: blatt('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')}), "E08"),
    "Rechenfehler": (umgebaut(ersetze={BLATT: blatt('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>')}), "E08"),
    "Formel als Text": (als_csv(FALLKOPF, fall(Stadtteil="=1+1")), "P14"),
    "DDE als Text": (als_csv(FALLKOPF, fall(Stadtteil="@SUM(A1)")), "P14"),
    "Rechenfehler als Text": (als_csv(FALLKOPF, fall(Alter="#DIV/0!")), "P14"),
    "zwei Monate": (als_csv(FALLKOPF, FALL, fall(Monat="2025-08")), "P02"),
    "anderes Jahr": (als_csv(FALLKOPF, fall(Monat="2024-09")), "P02"),
    "falsche Quelle": (als_csv(FALLKOPF, fall(Beratungsstelle="k-cotta")), "P04"),
    "unbekannter Katalogwert": (als_csv(FALLKOPF, fall(Fallherkunft="Mars")), "P09"),
    "Personenspalten": (als_csv([*FALLKOPF, "Vorname", "Geburtsdatum"], [*FALL, "Erika", "12.08.1941"]), "E15"),
    "Geburtsdatum im Wert": (als_csv(FALLKOPF, fall(Alter="12.08.1941")), "E16"),
    "Telefonnummer im Wert": (als_csv(FALLKOPF, fall(Stadtteil="0351 4881234")), "E16"),
    "leere Summen": (als_csv(["Monat", "Zähleinheit", "Anzahl"]), "E01"),
    "fremde Blätter": (als_xlsx(Tabelle1=[FALLKOPF, FALL], Tabelle2=[FALLKOPF, FALL]), "E14"),
    "zweimal dieselbe Art": (als_xlsx(**{"Fälle": [FALLKOPF, FALL], "faelle": [FALLKOPF, FALL]}), "E17"),
    "Summenzeile stimmt nicht": (GUT_CSV + b"Gesamt;7;;;;;;\n", "P26"),
}  # fmt: skip
