"""Womit die Rechtetabelle geschrieben ist: eine Zeile, und wie aus einer Seite mehrere Zeilen werden."""

from dataclasses import dataclass, field

from dresden_senioren.rollen import ROLLEN
from massnahmen import urls as massnahmen_urls

IDENTITAETEN = ("anonym", "abgeschaltet", "ohne_rolle", *ROLLEN)
ANGEMELDETE = ("ohne_rolle", *ROLLEN)
ALLE = IDENTITAETEN
RUECKLAUF, PRUEFEN = ("sachbearbeitung", "leitung"), ("administration", "leitung")
NUR_EIGENE = {"sachbearbeitung": 404}
LEITUNG, KOORDINATION, ADMIN, SACH = (
    ("leitung",),
    ("koordination", "leitung"),
    ("administration",),
    ("sachbearbeitung",),
)

PAAR = (("get", 200), ("post", 422))


@dataclass(frozen=True)
class Zeile:
    """`darf` → Antwort `code`; alle übrigen: 302 zur Anmeldung, angemeldet 403."""

    url_name: str
    methode: str
    darf: tuple[str, ...]
    code: int
    objekt: str = ""
    daten: dict = field(default_factory=dict, hash=False)
    auch: dict = field(default_factory=dict, hash=False)  # wer eine andere Antwort bekommt

    def erwartet(self, identitaet: str) -> int:
        if identitaet in self.auch:
            return self.auch[identitaet]
        if identitaet in self.darf:
            return self.code
        return 302 if identitaet in {"anonym", "abgeschaltet"} else 403

    def __str__(self):
        return f"{self.methode} {self.url_name} {self.objekt}".strip()


def nur_get(url_name, darf, code=200, objekt="", **weitere):
    """`weitere`: Objektart → Antwort."""
    zeilen = [Zeile(url_name, "get", darf, code, objekt), Zeile(url_name, "post", darf, 405, objekt)]
    return zeilen + [Zeile(url_name, "get", darf, code, objekt) for objekt, code in weitere.items()]


def nur_post(url_name, darf, eigen, *, ohne_objekt=False, **weitere):
    """`eigen`: Antwort auf leere Daten am eigenen Objekt; `weitere`: Objektart → Antwort."""
    objekt = "" if ohne_objekt else "eigen"
    zeilen = [Zeile(url_name, "get", darf, 405, objekt), Zeile(url_name, "post", darf, eigen, objekt)]
    return zeilen + [Zeile(url_name, "post", darf, code, objekt) for objekt, code in weitere.items()]


def formular(url_name, darf, post=422, *, get=200, objekt="", **weitere):
    """`post`: Antwort auf leere Daten; `weitere`: Objektart → Antwort auf beides."""
    objekte = {objekt: (get, post)} | {art: (code, code) for art, code in weitere.items()}
    return [
        Zeile(url_name, methode, darf, code, objekt)
        for objekt, codes in objekte.items()
        for methode, code in zip(("get", "post"), codes, strict=True)
    ]


def pflege(name, darf, *, nach_loeschen=302, objektlos=False):
    """Neu, bearbeiten, löschen eines Gegenstands der Planpflege, soweit es die Adressen gibt."""
    neu = "" if objektlos else "eigen"
    gibt_es = {adresse.name for adresse in massnahmen_urls.urlpatterns}
    zeilen = [
        Zeile(f"massnahmen:{name}_neu", "get", darf, 200, neu),
        Zeile(f"massnahmen:{name}_neu", "post", darf, 422, neu),
    ]
    for methode, code in (("get", 200), ("post", 422)):
        zeilen.append(Zeile(f"massnahmen:{name}_bearbeiten", methode, darf, code, "eigen"))
        zeilen.append(Zeile(f"massnahmen:{name}_bearbeiten", methode, darf, 404, "fehlend"))
    for methode, code in (("get", 200), ("post", nach_loeschen)):
        zeilen.append(Zeile(f"massnahmen:{name}_loeschen", methode, darf, code, "eigen"))
        zeilen.append(Zeile(f"massnahmen:{name}_loeschen", methode, darf, 404, "fehlend"))
    if not objektlos:
        zeilen += formular(f"massnahmen:{name}_neu", darf, 404, get=404, objekt="fehlend")
    return [zeile for zeile in zeilen if zeile.url_name.removeprefix("massnahmen:") in gibt_es]


def berichtsakten():
    """Die Akte des eigenen Planungsbereichs („eigen“), die der Stadt („fremd“), eine festgeschriebene des eigenen."""
    fremd, zeilen = {"koordination": 404}, []
    zeilen += [*nur_get("bericht_liste", KOORDINATION), *nur_get("bericht_neu", KOORDINATION)]
    zeilen += formular("bericht_anlegen", KOORDINATION, objekt="eigen", fehlend=404)
    zeilen += [Zeile("bericht_anlegen", methode, LEITUNG, code, "fremd", auch=fremd) for methode, code in PAAR]
    for name in ("bericht_detail", "bericht_bild"):
        zeilen += nur_get(name, KOORDINATION, objekt="eigen", fehlend=404)
        zeilen.append(Zeile(name, "get", LEITUNG, 200, "fremd", auch=fremd))
    for name in ("bericht_version", "bericht_version_bild"):
        zeilen += nur_get(name, KOORDINATION, objekt="fest", fehlend=404)
    # Ohne Angaben ändert sich nichts an der Botschaft: zurück zum Bericht.
    zeilen += formular("botschaft", KOORDINATION, 302, objekt="eigen", fehlend=404)
    zeilen += [
        Zeile("botschaft", methode, LEITUNG, code, "fremd", auch=fremd)
        for methode, code in (("get", 200), ("post", 302))
    ]
    zeilen += nur_post("bericht_datei", KOORDINATION, 302, fehlend=404)
    zeilen.append(Zeile("bericht_datei", "post", LEITUNG, 302, "fremd", auch=fremd))
    zeilen += formular("bericht_festschreiben", LEITUNG, 302, objekt="eigen", fehlend=404)
    zeilen += formular("bericht_wieder_oeffnen", LEITUNG, objekt="fest", eigen=404, fehlend=404)
    # Verworfen ist sie für alle folgenden weg; eine festgeschriebene bleibt, und jede Person bekommt denselben Satz.
    zeilen += [Zeile("bericht_verwerfen", "get", KOORDINATION, 200, "eigen")]
    zeilen += [Zeile("bericht_verwerfen", "post", KOORDINATION, 302, "fest")]
    zeilen += [Zeile("bericht_verwerfen", methode, KOORDINATION, 404, "fehlend") for methode in ("get", "post")]
    zeilen += [
        Zeile("bericht_verwerfen", methode, LEITUNG, code, "fremd", auch=fremd)
        for methode, code in (("get", 200), ("post", 302))
    ]
    return zeilen


def stammdaten(gegenstand):
    """Liste, neu, bearbeiten, löschen eines Gegenstands der Stammdaten; nur die Administration."""
    name = f"beratung:{gegenstand.schluessel}"
    zeilen = nur_get(f"{name}_liste", ADMIN) if gegenstand.liste else []
    zeilen += formular(f"{name}_neu", ADMIN, **({"objekt": "eigen", "fehlend": 404} if gegenstand.eltern else {}))
    # Woran etwas hängt, wird nicht gelöscht: 409.
    nach_loeschen = 302 if gegenstand.schluessel in {"stellengebiet", "ausstattung", "ereignis"} else 409
    for aktion, code in (("bearbeiten", 422), ("loeschen", nach_loeschen)):
        if aktion in gegenstand.aktionen:
            zeilen += formular(f"{name}_{aktion}", ADMIN, code, objekt="eigen", fehlend=404)
    return zeilen


def personen():
    """„eigen“ ist der Zugang der Administration selbst: Daran tut sie nichts, was Rechte ändert."""
    zeilen = [
        *nur_get("person_liste", ADMIN),
        *formular("person_neu", ADMIN),
        *nur_get("person_detail", ADMIN, objekt="fremd", eigen=200, fehlend=404),
        *formular("person_bearbeiten", ADMIN, objekt="fremd", fehlend=404),
        Zeile("person_bearbeiten", "get", ADMIN, 200, "eigen"),
        Zeile("person_bearbeiten", "post", ADMIN, 422, "eigen"),
        *nur_get("konto", ANGEMELDETE),
        *nur_post("konto_sitzungen", ANGEMELDETE, 302, ohne_objekt=True),
    ]
    # Wo nichts zu tun ist, führt die Seite zurück: kein zweiter Faktor, nicht abgeschaltet.
    antworten = {"link": (200, 200), "sitzungen": (200, 302), "abschalten": (200, 302)}
    antworten |= dict.fromkeys(("faktor", "einschalten"), (302, 302))
    for handlung, (get, post) in antworten.items():
        zeilen += formular(f"person_{handlung}", ADMIN, post, get=get, objekt="fremd", fehlend=404)
        zeilen += [Zeile(f"person_{handlung}", methode, (), 403, "eigen") for methode in ("get", "post")]
    return zeilen
