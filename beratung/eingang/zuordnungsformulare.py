"""Formulare der Zuordnung: Spalten und feste Angaben, danach Werte. Was darin vorgeschlagen steht, gilt erst, wenn
jemand es abschickt; heraus kommen die Regeln eines Profils."""

from dataclasses import dataclass

from django import forms

from beratung.kern.lesen.einlesen import Rohtabelle
from beratung.kern.verzeichnis import Verzeichnis, vergleichsform
from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Art, Merkmal
from beratung.kern.zuordnen.erkennen import moegliche_koepfe
from beratung.kern.zuordnen.spalten import PFLICHTSPALTEN, SPALTEN, spaltenname
from beratung.kern.zuordnen.vorschlag import Tabellenbild, wert_vorschlagen
from beratung.kern.zuordnen.werte import LEISTUNGSARTEN, SUMMENMERKMALE, WIE_GEWAEHLT, ZAEHLEINHEITEN, Umfeld
from beratung.models import Zuordnungsprofil

from . import profile

NICHT_LESEN = "-"


@dataclass(frozen=True)
class Ansicht:
    """Eine Tabelle der Datei mit ihrem Bild; ohne Bild hat sie keine Kopfzeile oder wird nicht gelesen."""

    nummer: int
    tabelle: Rohtabelle
    bild: Tabellenbild | None


class ProfilnameField(forms.CharField):
    """Name des Profils, das aus der Zuordnung wird; leer nur, wo schon eines fortgeschrieben wird."""

    def __init__(self, entwurf: dict):
        self.entwurf = entwurf
        hilfe = "Unter diesem Namen wird die Zuordnung gemerkt und beim nächsten Mal wieder erkannt."
        if entwurf["name"]:
            hilfe = "Unverändert entsteht eine neue Version dieses Profils, mit anderem Namen ein neues Profil."
        super().__init__(
            label="Name des Profils", max_length=120, help_text=hilfe, initial=entwurf["bezeichnung"],
            error_messages={"required": "Geben Sie der Zuordnung einen Namen, zum Beispiel „Export Träger Süd“."},
        )  # fmt: skip

    def clean(self, value):
        text = super().clean(value)
        if text == self.entwurf["bezeichnung"] and self.entwurf["name"]:
            return text
        name = profile.kurzname(text)
        if not name:
            raise forms.ValidationError("Der Name braucht mindestens einen Buchstaben.")
        if name != self.entwurf["name"] and Zuordnungsprofil.objects.filter(name=name).exists():
            raise forms.ValidationError("Diesen Namen gibt es schon. Wählen Sie einen anderen.")
        return text


def neuer_entwurf(entwurf: dict, bezeichnung: str, regeln: dict) -> dict:
    ist_dasselbe = bezeichnung == entwurf["bezeichnung"] and entwurf["name"]
    name = entwurf["name"] if ist_dasselbe else profile.kurzname(bezeichnung)
    return entwurf | {"name": name, "bezeichnung": bezeichnung, "regeln": regeln}


class SpaltenForm(forms.Form):
    """Je Tabelle Art und Kopfzeile, je Spalte ihr Ziel, dazu feste Angaben."""

    def __init__(self, daten, *, ansichten: list[Ansicht], umfeld: Umfeld, entwurf: dict):
        super().__init__(daten)
        self.ansichten, self.umfeld, self.entwurf = ansichten, umfeld, entwurf
        self.gelesene = [a for a in ansichten if a.bild]
        for ansicht in ansichten:
            self._tabelle(ansicht)
        self._feste_angaben()
        self.fields["bezeichnung"] = ProfilnameField(entwurf)

    def _tabelle(self, ansicht: Ansicht) -> None:
        nr, bild = ansicht.nummer, ansicht.bild
        arten = [(a.value, a.bezeichnung) for a in Art]
        if len(self.ansichten) > 1:
            arten.append((NICHT_LESEN, "nicht lesen"))
        self.fields[f"art-{nr}"] = forms.ChoiceField(
            label="Was steht in der Tabelle?", choices=arten, initial=bild.art.value if bild else NICHT_LESEN
        )
        koepfe = [(str(k), f"Zeile {k + 1} ({sum(map(bool, ansicht.tabelle.zeilen[k]))} Überschriften)")
                  for k in moegliche_koepfe(ansicht.tabelle)]  # fmt: skip
        self.fields[f"kopf-{nr}"] = forms.ChoiceField(
            label="Welche Zeile enthält die Überschriften?", choices=koepfe, required=bool(bild),
            initial=str(bild.kopf) if bild else None,
        )  # fmt: skip
        for spalte in bild.spalten if bild else ():
            ziel = spalte.bekannt or (spalte.vorschlag.ziel if spalte.vorschlag else None)
            ziele = [(s.ueberschrift, s.ueberschrift) for s in SPALTEN[bild.art]]
            self.fields[f"ziel-{nr}-{spalte.nummer}"] = forms.ChoiceField(
                label=f"„{spalte.ueberschrift}“ gilt als", required=False, initial=ziel.ueberschrift if ziel else "",
                choices=[("", "nicht übernehmen"), *ziele],
            )  # fmt: skip

    def _feste_angaben(self) -> None:
        fest = self.entwurf["regeln"].get("fest", {})
        belegt = {self[f"ziel-{a.nummer}-{s.nummer}"].initial for a in self.gelesene for s in a.bild.spalten}
        monat = self.umfeld.monat.bezeichnung
        self.fields["fest-Monat"] = forms.BooleanField(
            label=f"Der Monat steht nicht in der Tabelle: alle Zeilen gehören zum gewählten Monat ({monat})",
            required=False, initial="Monat" in fest or not belegt & {"Monat", "Datum"},
        )  # fmt: skip
        stellen = sorted((s.name, s.kuerzel) for s in self.umfeld.verzeichnis.stellen.values()
                         if s.quelle == self.umfeld.quelle)  # fmt: skip
        arten = {a.bild.art for a in self.gelesene}
        self._fest("Beratungsstelle", [(kuerzel, name) for name, kuerzel in stellen], fest)
        if Art.LEISTUNGEN in arten:
            self._fest("Leistungsart", [(name, name) for name in LEISTUNGSARTEN], fest)
        if Art.SUMMEN in arten:
            self._fest("Zähleinheit", [(name, name) for name in ZAEHLEINHEITEN], fest)

    def _fest(self, name: str, auswahl: list, fest: dict) -> None:
        self.fields[f"fest-{name}"] = forms.ChoiceField(
            label=f"{name} für alle Zeilen", required=False, initial=fest.get(name, ""),
            choices=[("", "steht in der Tabelle"), *auswahl],
        )  # fmt: skip

    def tabellen(self) -> list[dict]:
        """Je Tabelle ihre Felder, wie die Seite sie zeigt."""
        return [
            {
                "blatt": a.tabelle.blatt, "art": self[f"art-{a.nummer}"], "kopf": self[f"kopf-{a.nummer}"],
                "zeilen": [(s, self[f"ziel-{a.nummer}-{s.nummer}"]) for s in a.bild.spalten] if a.bild else [],
            }
            for a in self.ansichten
        ]  # fmt: skip

    def feste_felder(self):
        return [self[name] for name in self.fields if name.startswith("fest-")]

    def fehlende(self) -> list[str]:
        """Was nötig ist und so, wie das Formular sich öffnet, aus keiner Spalte kommt; der Monat ist immer gewählt."""
        namen = []
        for a in self.gelesene:
            vergeben = {self[f"ziel-{a.nummer}-{s.nummer}"].initial for s in a.bild.spalten}
            for feld in PFLICHTSPALTEN[a.bild.art]:
                moegliche = {s.ueberschrift for s in SPALTEN[a.bild.art] if s.feld == feld}
                fest = any(f"fest-{m}" in self.fields and self[f"fest-{m}"].initial for m in moegliche)
                if not vergeben & moegliche and not fest:
                    namen.append(spaltenname(a.bild.art, feld))
        return list(dict.fromkeys(namen))

    def clean(self):
        angaben = super().clean()
        if not set(self.errors) - {"bezeichnung"}:
            gelesene = [a for a in self.gelesene if angaben[f"art-{a.nummer}"] != NICHT_LESEN]
            if not gelesene:
                raise forms.ValidationError("Mindestens eine Tabelle muss gelesen werden.")
            for ansicht in gelesene:
                self._pruefe_tabelle(ansicht, angaben)
            self._pruefe_gleiche_ueberschriften(gelesene, angaben)
        return angaben

    def _pruefe_tabelle(self, ansicht: Ansicht, angaben: dict) -> None:
        bild, ort = ansicht.bild, f"Blatt „{ansicht.tabelle.blatt}“: " if ansicht.tabelle.blatt else ""
        if angaben[f"art-{ansicht.nummer}"] != bild.art.value or angaben[f"kopf-{ansicht.nummer}"] != str(bild.kopf):
            raise forms.ValidationError(
                f"{ort}Zeigen Sie nach einer Änderung von Art oder Kopfzeile die Spalten neu an."
            )
        vergeben: dict[str, str] = {}
        for spalte in bild.spalten:
            feld = f"ziel-{ansicht.nummer}-{spalte.nummer}"
            if not (ziel := angaben[feld]):
                continue
            if ziel in vergeben:
                self.add_error(feld, f"„{ziel}“ ist schon der Spalte „{vergeben[ziel]}“ zugeordnet.")
            vergeben[ziel] = spalte.ueberschrift
        if len(vergeben) < 2:
            raise forms.ValidationError(f"{ort}Ordnen Sie mindestens zwei Spalten zu.")
        self._pruefe_pflicht(bild, set(vergeben), angaben, ort)

    def _pruefe_pflicht(self, bild: Tabellenbild, vergeben: set[str], angaben: dict, ort: str) -> None:
        for feld in PFLICHTSPALTEN[bild.art]:
            namen = {s.ueberschrift for s in SPALTEN[bild.art] if s.feld == feld}
            fest = next((name for name in namen if angaben.get(f"fest-{name}")), None)
            if vergeben & namen and fest:
                spalte = min(vergeben & namen)
                self.add_error(
                    f"fest-{fest}", f"„{spalte}“ ist schon einer Spalte zugeordnet. Nur eines von beiden geht."
                )
            elif not vergeben & namen and not fest:
                self.add_error(None, f"{ort}Es fehlt noch: {spaltenname(bild.art, feld)}. "
                               "Ordnen Sie eine Spalte zu oder machen Sie unten eine feste Angabe.")  # fmt: skip

    def _pruefe_gleiche_ueberschriften(self, gelesene: list[Ansicht], angaben: dict) -> None:
        """Das Profil kennt Spalten an ihrer Überschrift; gleiche müssen dasselbe heißen und im Blatt einmalig sein."""
        ziele: dict[str, str] = {}
        for ansicht in gelesene:
            hier = set()
            for spalte in ansicht.bild.spalten:
                feld, form = f"ziel-{ansicht.nummer}-{spalte.nummer}", vergleichsform(spalte.ueberschrift)
                ziel = angaben.get(feld, "")  # fehlt, wo schon ein Fehler steht
                if form in hier and (ziel or ziele[form]):
                    self.add_error(feld, f"Die Überschrift „{spalte.ueberschrift}“ kommt mehrfach vor. Benennen Sie "
                                   "eine davon in der Datei um und laden Sie sie neu hoch.")  # fmt: skip
                elif ziele.setdefault(form, ziel) != ziel:
                    self.add_error(feld, f"„{spalte.ueberschrift}“ ist auf einem anderen Blatt anders zugeordnet.")
                hier.add(form)

    def regeln(self) -> dict:
        """Die Regeln des Entwurfs, in allem, was diese Datei zeigt, durch die Angaben ersetzt."""
        angaben, alt = self.cleaned_data, self.entwurf["regeln"]
        gelesene = [a for a in self.gelesene if angaben[f"art-{a.nummer}"] != NICHT_LESEN]
        ziele = {s.ueberschrift: angaben[f"ziel-{a.nummer}-{s.nummer}"] for a in gelesene for s in a.bild.spalten}
        gezeigt = {vergleichsform(name) for name in ziele}
        spalten = {
            fremd: ziel for fremd, ziel in alt.get("spalten", {}).items() if vergleichsform(fremd) not in gezeigt
        }
        ignorieren = [name for name in alt.get("ignorieren", []) if vergleichsform(name) not in gezeigt]
        for fremd, ziel in ziele.items():
            if not ziel:
                ignorieren.append(fremd)
            elif vergleichsform(fremd) != vergleichsform(ziel):
                spalten[fremd] = ziel
        # Eine einzelne Tabelle heißt jeden Monat anders; gemerkt wird sie darum ohne Namen.
        blaetter = {a.tabelle.blatt if len(self.ansichten) > 1 else "": a.bild.art.bezeichnung for a in gelesene}
        fest = {name.removeprefix("fest-"): wert for name, wert in angaben.items() if name.startswith("fest-") and wert}
        if fest.get("Monat"):
            fest["Monat"] = WIE_GEWAEHLT
        neu = {"spalten": spalten, "werte": alt.get("werte", {}), "blaetter": alt.get("blaetter", {}) | blaetter,
               "ignorieren": sorted(ignorieren), "fest": fest}  # fmt: skip
        return {teil: inhalt for teil, inhalt in neu.items() if inhalt}

    def art(self) -> str:
        """Die Art einer Datei mit nur einer Tabelle; sonst leer."""
        return self.gelesene[0].bild.art.value if len(self.ansichten) == 1 else ""


class WerteForm(forms.Form):
    """Je unbekannter Wert sein Katalogwert."""

    def __init__(self, daten, *, offene: list[dict], umfeld: Umfeld, entwurf: dict):
        super().__init__(daten)
        self.offene, self.entwurf = offene, entwurf
        for nr, befund in enumerate(offene):
            auswahl = wertauswahl(befund["spalte"], umfeld)
            vorschlag = wert_vorschlagen(befund["wert"], auswahl)
            feld = forms.ChoiceField(
                label=f"„{befund['wert']}“", choices=[("", "bitte wählen"), *auswahl.items()], initial=vorschlag,
                error_messages={"required": f"Wählen Sie, was „{befund['wert']}“ bedeutet."},
            )  # fmt: skip
            feld.ist_vorschlag, feld.anzahl = bool(vorschlag), befund["anzahl"]
            self.fields[f"wert-{nr}"] = feld
        self.fields["bezeichnung"] = ProfilnameField(entwurf)

    def gruppen(self):
        """Spalte → ihre Felder."""
        gruppen: dict[str, list] = {}
        for nr, befund in enumerate(self.offene):
            gruppen.setdefault(befund["spalte"], []).append(self[f"wert-{nr}"])
        return gruppen

    def regeln(self) -> dict:
        werte = {spalte: dict(paare) for spalte, paare in self.entwurf["regeln"].get("werte", {}).items()}
        for nr, befund in enumerate(self.offene):
            werte.setdefault(befund["spalte"], {})[befund["wert"]] = self.cleaned_data[f"wert-{nr}"]
        return self.entwurf["regeln"] | {"werte": werte}


def wertauswahl(spalte: str, umfeld: Umfeld) -> dict[str, str]:
    """Was in einer Spalte des Lieferformats stehen darf: was das Profil einsetzt → wie es heißt."""
    verzeichnis: Verzeichnis = umfeld.verzeichnis
    if spalte == "Beratungsstelle":
        return {s.kuerzel: s.name for s in verzeichnis.stellen.values() if s.quelle == umfeld.quelle}
    if spalte == "Stadtteil":
        amtlich = {nr: f"{nr} {name}" for nr, name in verzeichnis.stadtteile.items()}
        return {UNBEKANNT: "unbekannt", AUSWAERTIG: "auswärtig"} | amtlich
    for name, liste in (("Leistungsart", LEISTUNGSARTEN), ("Zähleinheit", ZAEHLEINHEITEN), ("Merkmal", SUMMENMERKMALE)):
        if spalte == name:
            return {text: text for text in liste}
    merkmale = [m for m in Merkmal if m in verzeichnis.kataloge]
    passende = [m for m in merkmale if m.bezeichnung == spalte] or merkmale
    return {s: text for m in passende for s, text in verzeichnis.kataloge[m].bezeichnungen.items()}
