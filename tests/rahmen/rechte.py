"""Die Rechte als Tabelle: Adresse × Methode × Objekt → wer was zur Antwort bekommt. Geprüft in test_rechte.py."""

from dataclasses import dataclass, field

from beratung.stammdatenpflege import STAMMDATEN
from dresden_senioren.rollen import ROLLEN
from massnahmen import urls as massnahmen_urls

IDENTITAETEN = ("anonym", "abgeschaltet", "ohne_rolle", *ROLLEN)
ANGEMELDETE = ("ohne_rolle", *ROLLEN)
ALLE = IDENTITAETEN


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


def _nur_get(url_name, darf, code=200, objekt="", **weitere):
    """`weitere`: Objektart → Antwort."""
    zeilen = [Zeile(url_name, "get", darf, code, objekt), Zeile(url_name, "post", darf, 405, objekt)]
    return zeilen + [Zeile(url_name, "get", darf, code, objekt) for objekt, code in weitere.items()]


def _nur_post(url_name, darf, eigen, *, ohne_objekt=False, **weitere):
    """`eigen`: Antwort auf leere Daten am eigenen Objekt; `weitere`: Objektart → Antwort."""
    objekt = "" if ohne_objekt else "eigen"
    zeilen = [Zeile(url_name, "get", darf, 405, objekt), Zeile(url_name, "post", darf, eigen, objekt)]
    return zeilen + [Zeile(url_name, "post", darf, code, objekt) for objekt, code in weitere.items()]


def _formular(url_name, darf, post=422, *, get=200, objekt="", **weitere):
    """`post`: Antwort auf leere Daten; `weitere`: Objektart → Antwort auf beides."""
    objekte = {objekt: (get, post)} | {art: (code, code) for art, code in weitere.items()}
    return [
        Zeile(url_name, methode, darf, code, objekt)
        for objekt, codes in objekte.items()
        for methode, code in zip(("get", "post"), codes, strict=True)
    ]


def _pflege(name, darf, *, nach_loeschen=302, objektlos=False):
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
        zeilen.append(Zeile(f"massnahmen:{name}_neu", "get", darf, 404, "fehlend"))
    return [zeile for zeile in zeilen if zeile.url_name.removeprefix("massnahmen:") in gibt_es]


def _stammdaten(gegenstand):
    """Liste, neu, bearbeiten, löschen eines Gegenstands der Stammdaten; nur die Administration."""
    name = f"beratung:{gegenstand.schluessel}"
    zeilen = _nur_get(f"{name}_liste", ADMIN) if gegenstand.liste else []
    zeilen += _formular(f"{name}_neu", ADMIN, **({"objekt": "eigen", "fehlend": 404} if gegenstand.eltern else {}))
    # Woran etwas hängt, wird nicht gelöscht: 409.
    nach_loeschen = 302 if gegenstand.schluessel in {"stellengebiet", "ausstattung", "ereignis"} else 409
    for aktion, code in (("bearbeiten", 422), ("loeschen", nach_loeschen)):
        if aktion in gegenstand.aktionen:
            zeilen += _formular(f"{name}_{aktion}", ADMIN, code, objekt="eigen", fehlend=404)
    return zeilen


RUECKLAUF, PRUEFEN = ("sachbearbeitung", "leitung"), ("administration", "leitung")
NUR_EIGENE = {"sachbearbeitung": 404}
LEITUNG, KOORDINATION, ADMIN, SACH = (
    ("leitung",),
    ("koordination", "leitung"),
    ("administration",),
    ("sachbearbeitung",),
)
TABELLE = [
    Zeile("anmelden", "get", ("anonym", "abgeschaltet"), 200),
    Zeile("anmelden", "post", ("anonym", "abgeschaltet"), 200),
    Zeile("abmelden", "get", ANGEMELDETE, 405),
    Zeile("abmelden", "post", ANGEMELDETE, 302),
    *_nur_get("stadt_dashboard", LEITUNG),
    # Wer nur einen Planungsbereich hat, kommt gleich dorthin.
    Zeile("bereich_liste", "get", LEITUNG, 200, auch={"koordination": 302}),
    Zeile("bereich_liste", "post", KOORDINATION, 405),
    *_nur_get("bereich_dashboard", KOORDINATION, objekt="eigen", fehlend=404),
    Zeile("bereich_dashboard", "get", LEITUNG, 200, "fremd", auch={"koordination": 404}),
    *_nur_get("stadt_bild", LEITUNG, objekt="eigen", fehlend=404),
    *_nur_get("bereich_bild", KOORDINATION, objekt="eigen", fehlend=404),
    Zeile("bereich_bild", "get", LEITUNG, 200, "fremd", auch={"koordination": 404}),
    *_nur_get("stadt_abbildung_tabelle", LEITUNG, 200, "eigen"),
    Zeile("stadt_abbildung_tabelle", "get", LEITUNG, 404, "fehlend"),
    *_nur_get("bereich_abbildung_tabelle", KOORDINATION, 200, "eigen"),
    Zeile("bereich_abbildung_tabelle", "get", LEITUNG, 200, "fremd", auch={"koordination": 404}),
    Zeile("bereich_abbildung_tabelle", "get", KOORDINATION, 404, "fehlend"),
    *_nur_get("stadt_herkunft", LEITUNG, 200, "eigen"),
    Zeile("stadt_herkunft", "get", LEITUNG, 404, "fehlend"),
    *_nur_get("bereich_herkunft", KOORDINATION, 200, "eigen"),
    Zeile("bereich_herkunft", "get", LEITUNG, 200, "fremd", auch={"koordination": 404}),
    Zeile("bereich_herkunft", "get", KOORDINATION, 404, "fehlend"),
    *_nur_get("kennzahl_liste", KOORDINATION),
    *_nur_get("kennzahl", KOORDINATION, objekt="eigen"),
    Zeile("kennzahl", "get", KOORDINATION, 404, "fehlend"),
    *_nur_get("quartal_liste", KOORDINATION),
    *(
        zeile
        for objekt, code, auch in (("eigen", 422, {}), ("fremd", 422, {"koordination": 404}), ("fehlend", 404, {}))
        for zeile in (
            Zeile("quartal", "get", KOORDINATION, 404 if code == 404 else 200, objekt, auch=auch),
            Zeile("quartal", "post", KOORDINATION, code, objekt, auch=auch),
        )
    ),
    *(
        zeile
        for name in ("bereich_briefe", "bereich_brief")
        for zeile in (
            *_nur_get(name, KOORDINATION, objekt="eigen"),
            Zeile(name, "get", KOORDINATION, 200, "fremd", auch={"koordination": 404}),
            Zeile(name, "get", KOORDINATION, 404, "fehlend"),
        )
    ),
    # Senden lässt die Leitung erst zu, wenn alles geprüft ist: 409.
    Zeile("bereich_brief_senden", "get", LEITUNG, 200, "eigen"),
    Zeile("bereich_brief_senden", "post", LEITUNG, 409, "eigen"),
    Zeile("bereich_brief_senden", "get", LEITUNG, 404, "fehlend"),
    Zeile("bereich_brief_senden", "post", LEITUNG, 404, "fehlend"),
    *_nur_post("briefempfang", KOORDINATION, 302, ohne_objekt=True),
    *_nur_get("hilfe", ALLE),
    *_nur_get("barrierefreiheit", ALLE),
    *_nur_get("start", ANGEMELDETE),
    *_nur_get("protokoll", ADMIN),
    *_nur_get("massnahmen:liste", tuple(ROLLEN)),
    *_nur_get("massnahmen:detail", tuple(ROLLEN), objekt="eigen", fremd=200, fehlend=404),
    *_nur_post("massnahmen:sachstand_melden", SACH, 422, fremd=404, fehlend=404),
    *_nur_post("massnahmen:sachstand_bestaetigen", SACH, 302, fremd=404, fehlend=404),
    *_nur_get("massnahmen:pflege", LEITUNG),
    *_nur_get("massnahmen:stelle_liste", ("administration", "leitung")),
    Zeile("massnahmen:stelle_personen", "get", ADMIN, 200, "eigen"),
    Zeile("massnahmen:stelle_personen", "get", ADMIN, 404, "fehlend"),
    Zeile("massnahmen:stelle_personen", "post", ADMIN, 302, "eigen"),
    *_nur_get("massnahmen:sachstandsart_liste", ADMIN),
    *(
        zeile
        for name in ("ausser_kraft", "zusammenfuehren", "fortschreiben", "ziel_ausser_kraft", "ziel_zusammenfuehren")
        for zeile in _formular(f"massnahmen:{name}", LEITUNG, objekt="eigen", fehlend=404)
    ),
    *_nur_post("massnahmen:in_kraft", LEITUNG, 302, fehlend=404),
    *_nur_post("massnahmen:ziel_in_kraft", LEITUNG, 302, fehlend=404),
    *_nur_post("massnahmen:rollen_bestaetigen", LEITUNG, 302, fehlend=404),
    *(
        zeile
        for name in ("fachplan", "phase", "beteiligung", "haushaltsbetrag", "verweis", "kennzahlbezug")
        for zeile in _pflege(name, LEITUNG)
    ),
    # Woran etwas hängt, wird nicht gelöscht: 409.
    *(zeile for name in ("handlungsfeld", "ziel", "massnahme") for zeile in _pflege(name, LEITUNG, nach_loeschen=409)),
    *_pflege("stelle", ("administration", "leitung"), nach_loeschen=409, objektlos=True),
    *(z for z in _pflege("alias", ("administration", "leitung")) if str(z) != "post massnahmen:alias_loeschen eigen"),
    # Die Leitung kommt nach der Administration und findet nichts mehr vor.
    Zeile("massnahmen:alias_loeschen", "post", ADMIN, 302, "eigen", auch={"leitung": 404}),
    *_pflege("sachstandsart", ADMIN, nach_loeschen=409, objektlos=True),
    # Schritte ändern und Notizen schreiben darf auch die eigene Stelle; fremde gibt es für sie nicht.
    *(zeile for zeile in _pflege("schritt", LEITUNG) if "bearbeiten" not in zeile.url_name),
    Zeile("massnahmen:schritt_bearbeiten", "get", (*SACH, *LEITUNG), 200, "eigen"),
    Zeile("massnahmen:schritt_bearbeiten", "post", (*SACH, *LEITUNG), 422, "eigen"),
    Zeile("massnahmen:schritt_bearbeiten", "get", (*SACH, *LEITUNG), 404, "fehlend"),
    Zeile("massnahmen:schritt_bearbeiten", "post", SACH, 404, "fremd", auch={"leitung": 422}),
    Zeile("massnahmen:schritt_bearbeiten", "get", SACH, 404, "fremd", auch={"leitung": 200}),
    *(zeile for zeile in _pflege("notiz", LEITUNG) if "loeschen" in zeile.url_name),
    # Die Notiz der Leitung ändert die Stelle nicht; die eigene prüft test_pflege_teile.py.
    Zeile("massnahmen:notiz_bearbeiten", "get", SACH, 404, "eigen", auch={"leitung": 200}),
    Zeile("massnahmen:notiz_bearbeiten", "post", SACH, 404, "eigen", auch={"leitung": 422}),
    Zeile("massnahmen:notiz_bearbeiten", "get", (*SACH, *LEITUNG), 404, "fehlend"),
    Zeile("massnahmen:notiz_neu", "get", (*SACH, *LEITUNG), 200, "eigen"),
    Zeile("massnahmen:notiz_neu", "post", (*SACH, *LEITUNG), 422, "eigen"),
    Zeile("massnahmen:notiz_neu", "get", SACH, 404, "fremd", auch={"leitung": 200}),
    Zeile("massnahmen:notiz_neu", "post", SACH, 404, "fremd", auch={"leitung": 422}),
    *_nur_get("massnahmen:rueckmeldungen", SACH),
    Zeile("massnahmen:rueckmeldung", "get", SACH, 200, "eigen"),
    Zeile("massnahmen:rueckmeldung", "get", SACH, 404, "fremd"),
    Zeile("massnahmen:rueckmeldung", "get", SACH, 404, "fehlend"),
    Zeile("massnahmen:rueckmeldung", "post", SACH, 422, "eigen"),
    Zeile("massnahmen:rueckmeldung", "post", SACH, 404, "fremd"),
    *_nur_get("massnahmen:runde_liste", LEITUNG),
    Zeile("massnahmen:runde_neu", "get", LEITUNG, 200),
    Zeile("massnahmen:runde_neu", "post", LEITUNG, 422),
    *_nur_get("massnahmen:runde_detail", LEITUNG, objekt="offen"),
    Zeile("massnahmen:runde_detail", "get", LEITUNG, 200, "geschlossen"),
    Zeile("massnahmen:runde_detail", "get", LEITUNG, 404, "fehlend"),
    Zeile("massnahmen:runde_erinnern", "get", LEITUNG, 200, "offen"),
    Zeile("massnahmen:runde_erinnern", "get", LEITUNG, 404, "geschlossen"),
    Zeile("massnahmen:runde_erinnern", "post", LEITUNG, 409, "offen"),
    Zeile("massnahmen:runde_erinnern", "post", LEITUNG, 404, "geschlossen"),
    Zeile("massnahmen:runde_schliessen", "get", LEITUNG, 200, "offen"),
    Zeile("massnahmen:runde_schliessen", "post", LEITUNG, 302, "offen"),
    Zeile("massnahmen:runde_schliessen", "post", LEITUNG, 404, "geschlossen"),
    Zeile("massnahmen:runde_wieder_oeffnen", "get", LEITUNG, 200, "geschlossen"),
    Zeile("massnahmen:runde_wieder_oeffnen", "post", LEITUNG, 422, "geschlossen"),
    Zeile("massnahmen:runde_wieder_oeffnen", "post", LEITUNG, 404, "offen"),
    *_nur_get("massnahmen:runde_stand", LEITUNG, objekt="stand"),
    Zeile("massnahmen:runde_stand", "get", LEITUNG, 404, "kein_stand"),
    *_formular("massnahmen:eigene_vertretung", SACH),
    *_nur_post("massnahmen:eigene_vertretung_beenden", SACH, 404, fehlend=404),
    *_formular("massnahmen:stellvertretungen", LEITUNG),
    Zeile("massnahmen:stellvertretung_beenden", "get", LEITUNG, 405, "fehlend"),
    Zeile("massnahmen:stellvertretung_beenden", "post", LEITUNG, 404, "fehlend"),
    *_nur_get("ueberblick", LEITUNG),
    *_nur_get("ueberblick_bild", LEITUNG),
    *_formular("massnahmen:formular_liste", RUECKLAUF),
    *_nur_post("massnahmen:formular_hochladen", RUECKLAUF, 422, ohne_objekt=True),
    *_nur_get("massnahmen:formular_detail", RUECKLAUF, objekt="eigen"),
    Zeile("massnahmen:formular_detail", "get", RUECKLAUF, 200, "fremd", auch=NUR_EIGENE),
    Zeile("massnahmen:formular_detail", "get", RUECKLAUF, 404, "fehlend"),
    *_nur_post("massnahmen:formular_uebernehmen", RUECKLAUF, 302, fehlend=404),
    Zeile("massnahmen:formular_uebernehmen", "post", RUECKLAUF, 302, "fremd", auch=NUR_EIGENE),
    *_nur_post("massnahmen:formular_verwerfen", RUECKLAUF, 302, fehlend=404),
    Zeile("massnahmen:formular_verwerfen", "post", RUECKLAUF, 302, "fremd", auch=NUR_EIGENE),
    *_nur_get("formular_datei", RUECKLAUF, objekt="eigen", fehlend=404),
    Zeile("formular_datei", "get", RUECKLAUF, 200, "fremd", auch=NUR_EIGENE),
    *_nur_get("massnahmen:planpruefung", PRUEFEN),
    *_nur_post("massnahmen:planpruefung_entscheiden", PRUEFEN, 422, ohne_objekt=True),
    *_nur_get("massnahmen:zeile", tuple(ROLLEN), objekt="eigen", fremd=200, fehlend=404),
    Zeile("massnahmen:zeile_bearbeiten", "get", SACH, 200, "eigen"),
    Zeile("massnahmen:zeile_bearbeiten", "get", SACH, 404, "fremd"),
    Zeile("massnahmen:zeile_bearbeiten", "post", SACH, 422, "eigen"),
    Zeile("massnahmen:zeile_bearbeiten", "post", SACH, 404, "fremd"),
    Zeile("massnahmen:zeile_bearbeiten", "post", SACH, 404, "fehlend"),
    *_nur_post("massnahmen:terminlage_setzen", LEITUNG, 422, fremd=422, fehlend=404),
    *_nur_get("massnahmen:aenderungen", tuple(ROLLEN)),
    Zeile("massnahmen:mehrere", "get", (*SACH, *LEITUNG), 302),
    Zeile("massnahmen:mehrere", "post", (*SACH, *LEITUNG), 422),
    Zeile("massnahmen:ansicht_neu", "get", tuple(ROLLEN), 302),
    Zeile("massnahmen:ansicht_neu", "post", tuple(ROLLEN), 302),
    Zeile("massnahmen:ansicht_loeschen", "get", tuple(ROLLEN), 405, "eigen"),
    Zeile("massnahmen:ansicht_loeschen", "post", tuple(ROLLEN), 404, "fehlend"),
    *_nur_get("massnahmen_ausgabe", tuple(ROLLEN), objekt="eigen", fehlend=404),
    *_nur_get("beratung:lieferung_liste", ADMIN),
    *_formular("beratung:lieferung_neu", ADMIN),
    *_nur_get("beratung:eingabevorlage", ADMIN),
    *_nur_get("beratung:lieferung_detail", ADMIN, objekt="eigen", fehlend=404),
    *_nur_get("beratung:befunde_beobachtet", ADMIN),
    *_nur_get("beratung:pruefregeln", ADMIN),
    # Ohne Angabe, welcher Befund gemeint ist, gibt es keinen; die gemeldete Zahl ohne Angaben ist unvollständig.
    *_nur_post("beratung:befund_entscheiden", ADMIN, 404, fehlend=404),
    *_nur_post("beratung:kontrollzahl_erfassen", ADMIN, 422, fehlend=404),
    *_nur_get("beratung:eingang_liste", ADMIN),
    *_nur_post("beratung:eingang_alle", ADMIN, 302, ohne_objekt=True),
    *_nur_post("beratung:vorschauen_uebernehmen", ADMIN, 302, ohne_objekt=True),
    Zeile("beratung:eingang_detail", "get", ADMIN, 200, "eigen"),
    Zeile("beratung:eingang_detail", "get", ADMIN, 404, "fehlend"),
    Zeile("beratung:eingang_detail", "post", ADMIN, 302, "eigen"),
    *_formular("beratung:eingang_spalten", ADMIN, 302, get=302, objekt="eigen", fehlend=404),
    *_formular("beratung:eingang_werte", ADMIN, 302, get=302, objekt="eigen", fehlend=404),
    *_nur_post("beratung:eingang_verwerfen", ADMIN, 302, fehlend=404),
    *_nur_post("beratung:eingang_wiederholen", ADMIN, 302, fehlend=404),
    *_nur_get("eingang_befunde", ADMIN, objekt="eigen", fehlend=404),
    *_nur_get("lieferung_befunde", ADMIN, objekt="eigen", fehlend=404),
    *_formular("beratung:profil_liste", ADMIN),
    *_nur_get("beratung:profil_detail", ADMIN, objekt="eigen", fehlend=404),
    *_nur_get("beratung:profil_datei", ADMIN, objekt="eigen", fehlend=404),
    *_nur_post("beratung:profil_zurueckziehen", ADMIN, 302, fehlend=404),
    *_nur_post("beratung:lieferung_uebernehmen", ADMIN, 302, fehlend=404),
    *_nur_post("beratung:lieferung_verwerfen", ADMIN, 302, fehlend=404),
    *_nur_post("beratung:lieferung_zuruecknehmen", ADMIN, 422, fehlend=404),
    *_nur_get("beratung:kalender", PRUEFEN),
    Zeile("beratung:monat", "get", PRUEFEN, 200, "eigen"),
    Zeile("beratung:monat", "get", PRUEFEN, 404, "fehlend"),
    Zeile("beratung:monat", "post", PRUEFEN, 422, "eigen"),
    *_formular("beratung:nullmeldung_neu", ADMIN),
    *_formular("beratung:nullmeldung_zuruecknehmen", ADMIN, objekt="eigen", fehlend=404),
    *_formular("beratung:traeger", ADMIN, objekt="eigen", fehlend=404),
    *_formular("beratung:lieferung_eingang", ADMIN, objekt="eigen", fehlend=404),
    *_formular("beratung:traeger_erinnern", ADMIN, 409, objekt="eigen", fehlend=404),
    *(zeile for gegenstand in STAMMDATEN for zeile in _stammdaten(gegenstand)),
    *_nur_get("beratung:stelle_detail", ADMIN, objekt="eigen", fehlend=404),
    *_nur_get("beratung:planungsbereich_detail", ADMIN, objekt="eigen", fehlend=404),
    *_nur_post("beratung:zuordnung_bestaetigen", ADMIN, 302, fehlend=404),
    *_formular("beratung:koordination", ADMIN, 302, objekt="eigen", fehlend=404),
    *_nur_get("beratung:bevoelkerung", ADMIN),
    *_formular("beratung:ausstattung_tabelle", ADMIN),
    *_formular("beratung:bevoelkerung_tabelle", ADMIN),
    *_formular("beratung:bevoelkerung_loeschen", ADMIN, 302, objekt="eigen", fehlend=404),
    *_nur_get("monatsentwicklung", KOORDINATION),
    *_nur_get("monatsentwicklung_bild", KOORDINATION, objekt="eigen", fehlend=404),
    *_formular("bericht_liste", LEITUNG),
]
