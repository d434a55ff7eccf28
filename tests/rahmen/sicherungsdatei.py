"""Sicherungen verändern, wie es ein Fehler täte, der die Prüfsumme der ganzen Datei nicht verletzt."""

import json

from dresden_senioren.sicherung import archiv


def umschreiben(sicherung, ziel, verzeichnis=None, zeilen=None):
    """Dieselbe Sicherung mit gültigem Siegel, anderem Verzeichnis oder anderen Zeilen."""
    with archiv.lesen(sicherung) as quelle, archiv.schreiben(ziel) as ablage:
        angaben = json.loads(json.dumps(quelle.verzeichnis))
        for eintrag in angaben["tabellen"]:
            inhalt = list(quelle.zeilen(eintrag["datei"], eintrag["sha256"]))
            neu = zeilen(eintrag["modell"], inhalt) if zeilen else inhalt
            summe = ablage.glied(eintrag["datei"], iter(neu))
            eintrag["neue_summe"] = summe
        if verzeichnis:
            verzeichnis(angaben)
        ablage.verzeichnis(angaben)
    return ziel


def neue_summen(angaben: dict) -> None:
    """Auch die Prüfsummen der Dateien passen zu den geänderten Zeilen; nur die der Tabellen nicht."""
    for eintrag in angaben["tabellen"]:
        eintrag["sha256"] = eintrag.pop("neue_summe")
