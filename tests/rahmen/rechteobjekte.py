"""Wofür die Zeilen der Rechtetabelle stehen: je Url-Name die vorhandene, die fremde und die fehlende Zeile."""

import uuid
from datetime import date

from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from beratung.kalender.meldungen import null_melden
from beratung.models import (
    Beratungsstelle,
    Bezugsbevoelkerung,
    Eingang,
    Ereignismarke,
    Grenzstand,
    Katalogwert,
    Lieferung,
    Planungsbereich,
    Zuordnungsprofil,
)
from berichte.akten.festschreiben import festschreiben
from berichte.akten.inhalt import entwurf
from berichte.freigaben.anzeige import EBENEN
from berichte.freigaben.zellen import bekannte_nummern, summe_der
from berichte.kern.akten.bericht import Abbildung, Botschaft
from berichte.models import Berichtsakte, Berichtsauftrag, Festschreibung, Zahlenfreigabe
from dresden_senioren.anmeldung.kennwortlink import linkschluessel
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Barrieremeldung, Benutzer
from dresden_senioren.personen.handlungen import HANDLUNGEN
from massnahmen.models import (
    GespeicherteAnsicht,
    Massnahme,
    Sachstandsart,
    Stellenalias,
    Stellvertretung,
    Umsetzungsschritt,
)


def auswertungszeilen() -> dict[str, dict]:
    """Seiten, Bilder, Tabellen, Herkunft der Stadt, des eigenen und eines fremden Planungsbereichs, ebenso
    Quartalsberichte und Monatsbriefe, und was es nicht gibt."""
    bild, kein_bild = ("jahresvergleich",), ("gibt-es-nicht",)
    tabelle, keine = ("jahresvergleich", "csv"), ("gibt-es-nicht", "csv")
    eigener = Planungsbereich.objects.filter(koordination__username="koordination").first()
    fremder = Planungsbereich.objects.exclude(koordination__username="koordination").first()
    brief = {
        "eigen": (eigener.kuerzel, "2024-09"),
        "fremd": (fremder.kuerzel, "2024-09"),
        "fehlend": (eigener.kuerzel, "2024-13"),
    }
    return {
        "stadt_bild": {"eigen": bild, "fehlend": kein_bild},
        "bereich_dashboard": {"eigen": eigener.kuerzel, "fremd": fremder.kuerzel, "fehlend": "gibt-es-nicht"},
        "bereich_bild": {
            "eigen": (eigener.kuerzel, *bild),
            "fremd": (fremder.kuerzel, *bild),
            "fehlend": (eigener.kuerzel, *kein_bild),
        },
        "stadt_abbildung_tabelle": {"eigen": tabelle, "fehlend": keine},
        "bereich_abbildung_tabelle": {
            "eigen": (eigener.kuerzel, *tabelle),
            "fremd": (fremder.kuerzel, *tabelle),
            "fehlend": (eigener.kuerzel, *keine),
        },
        "stadt_herkunft": {"eigen": ("neuzugaenge",), "fehlend": ("gibt-es-nicht",)},
        "bereich_herkunft": {
            "eigen": (eigener.kuerzel, "neuzugaenge"),
            "fremd": (fremder.kuerzel, "neuzugaenge"),
            "fehlend": (eigener.kuerzel, "gibt-es-nicht"),
        },
        "kennzahl": {"eigen": ("dichte",), "fehlend": ("gibt-es-nicht",)},
        "quartal": {
            "eigen": (f"s-{eigener.kuerzel}", "2024-Q3"),
            "fremd": (f"s-{fremder.kuerzel}", "2024-Q3"),
            "fehlend": (f"s-{eigener.kuerzel}", "2024-Q5"),
        },
        "bereich_briefe": {"eigen": eigener.kuerzel, "fremd": fremder.kuerzel, "fehlend": "gibt-es-nicht"},
        "bereich_brief": brief,
        "bereich_brief_senden": brief,
    } | freigabezeilen()


def freigabezeilen() -> dict[str, dict]:
    """Eine Freigabe ohne Zahlen, die auf die zweite Person wartet."""
    wartend = Zahlenfreigabe(
        von_monat="2024-08-01", bis_monat="2024-09-01", basis=5, programm=1, zustand="beantragt",
        beantragt_von=Benutzer.objects.get(username="leitung"), inhaltssumme=summe_der([]),
        pruefung={"zellen": 0, "exakt": 0, "eng": 0, "summenfehler": 0, "schlimmste": [], "gruppen": [],
                  "gruppen_gesamt": 0, "unmoeglich": [], "bekannte": bekannte_nummern()},
        abweichung={name: [0, 0] for name in EBENEN},
    )  # fmt: skip
    wartend.save()
    objekte = {"eigen": wartend.pk, "fehlend": 999_999}
    zahl = {"eigen": bekannte_nummern()[0], "fehlend": 999_999}
    seiten = dict.fromkeys(("freigabe", "freigabe_erteilen", "freigabe_verwerfen"), objekte)
    return seiten | {"bekannte_zahl_zuruecknehmen": zahl}


def auftragszeilen() -> dict[str, dict]:
    """Ein fertiger Auftrag der Leitung, und zwei Versionen eines Berichts der ganzen Stadt."""
    leitung = Benutzer.objects.get(username="leitung")
    akte = Berichtsakte.objects.create(art="zwischenbericht", fassung="intern", stichtag=timezone.localdate())
    auftrag = Berichtsauftrag.objects.create(
        akte=akte, format="csv", angefordert_von=leitung, zustand="fertig", inhalt=b"a", fertig_am=timezone.now()
    )
    versionen = [Festschreibung.objects.create(akte=akte, nummer=nr, inhalt={}, inhaltssumme="") for nr in (1, 2)]
    eigen, fehlt = {"eigen": auftrag.pk, "fehlend": uuid.UUID(int=0)}, (999_998, 999_999)
    vergleich = {"eigen": tuple(version.pk for version in versionen), "fehlend": fehlt}
    return {"berichtsauftrag": eigen, "berichtsauftrag_datei": eigen, "berichtsvergleich": vergleich}


def aktenzeilen() -> dict[str, dict]:
    """Berichtsakten des eigenen Planungsbereichs, in Arbeit und festgeschrieben, und eine der Stadt."""
    leitung = Benutzer.objects.get(username="leitung")
    bereich = Planungsbereich.objects.get(kuerzel="cotta")
    tag, anderer = date(2024, 9, 30), date(2024, 6, 30)
    angaben = {"art": "planungsbereich", "fassung": "intern", "planungsbereich": bereich}
    akten = {
        "eigen": Berichtsakte.objects.create(stichtag=tag, **angaben),
        "fremd": Berichtsakte.objects.create(art="zwischenbericht", fassung="intern", stichtag=tag),
        "fest": Berichtsakte.objects.create(stichtag=anderer, **angaben),
    }
    festschreiben(akten["fest"], von=leitung)
    bausteine = {name: entwurf(akte, von=leitung).bausteine for name, akte in akten.items()}
    bild = {name: next(n for n, b in enumerate(alle) if isinstance(b, Abbildung)) for name, alle in bausteine.items()}
    botschaft = {name: next(b.schluessel for b in alle if isinstance(b, Botschaft)) for name, alle in bausteine.items()}
    je_akte = {name: akte.pk for name, akte in akten.items()} | {"fehlend": 999_999}
    seiten = dict.fromkeys(("detail", "datei", "festschreiben", "wieder_oeffnen", "verwerfen"), je_akte)
    fest = akten["fest"].pk
    seiten |= {
        "anlegen": {"eigen": "planungsbereich", "fremd": "zwischenbericht", "fehlend": "gibt-es-nicht"},
        "bild": {name: (akte.pk, bild[name]) for name, akte in akten.items()} | {"fehlend": (fest, 9999)},
        "version": {"fest": (fest, 1), "fehlend": (fest, 2)},
        "version_bild": {"fest": (fest, 1, bild["fest"]), "fehlend": (fest, 2, bild["fest"])},
    }
    texte = {name: (akte.pk, botschaft[name]) for name, akte in akten.items()}
    texte["fehlend"] = (akten["eigen"].pk, "gibt-es-nicht")
    return {f"bericht_{name}": zeile for name, zeile in seiten.items()} | {"botschaft": texte}


def personenzeilen() -> dict[str, dict]:
    """Der eigene Zugang der Administration und der einer anderen Person."""
    fremder = Benutzer.objects.create_user("fremder_zugang", rolle="sachbearbeitung")
    objekte = {"eigen": Benutzer.objects.get(username="administration").pk, "fremd": fremder.pk, "fehlend": 999_999}
    seiten = ("detail", "bearbeiten", *(handlung.schluessel for handlung in HANDLUNGEN))
    return {f"person_{seite}": objekte for seite in seiten}


def kalenderzeilen() -> dict[str, dict]:
    """Je Url-Name des Lieferkalenders die vorhandene und die fehlende Zeile."""
    stelle = Beratungsstelle.objects.get(kuerzel="s-cotta")
    angaben = {"monat": Monat(2025, 9), "gemeldet_am": timezone.localdate(), "woher": "email", "von": None}
    meldung = null_melden(beratungsstelle=stelle, **angaben)
    traeger = {"eigen": stelle.traeger_id, "fehlend": 999_999}
    return {
        "monat": {"eigen": ("seniora", "2024-09"), "fehlend": ("seniora", "2024-13")},
        "nullmeldung_zuruecknehmen": {"eigen": meldung.pk, "fehlend": 999_999},
        "traeger": traeger,
        "traeger_erinnern": traeger,
    }


def stammdatenzeilen() -> dict[str, dict]:
    """Je Url-Name der Stammdaten die vorhandene und die fehlende Zeile."""
    stelle = Beratungsstelle.objects.get(kuerzel="s-cotta")
    bereich = stelle.gebiete.get().planungsbereich
    zeilen = {
        "stelle": stelle,
        "stellengebiet": stelle.gebiete.get(),
        "ausstattung": stelle.ausstattungen.first(),
        "traeger": stelle.traeger,
        "planungsbereich": bereich,
        "gebietszuordnung": bereich.zuordnungen.first(),
        "katalogwert": Katalogwert.objects.filter(merkmal="beratungsort").first(),
        "ereignis": Ereignismarke.objects.first(),
    }
    eltern = {
        "stellengebiet": (stelle.pk, 999_999),
        "ausstattung": (stelle.pk, 999_999),
        "gebietszuordnung": ("35", "00"),
        "katalogwert": ("beratungsort", "altersgruppe"),
    }
    seiten = {
        f"{name}_{seite}": {"eigen": zeile.pk, "fehlend": 999_999}
        for name, zeile in zeilen.items()
        for seite in ("detail", "bearbeiten", "loeschen")
    }
    seiten |= {f"{name}_neu": {"eigen": eigen, "fehlend": fehlend} for name, (eigen, fehlend) in eltern.items()}
    je_bereich = ("koordination", "zuordnung_bestaetigen")
    tag = timezone.localdate()
    Bezugsbevoelkerung.objects.create(stadtteil_id="07", stichtag=tag, altersgruppe="60+", anzahl=1, quelle="Test")
    seiten["bevoelkerung_loeschen"] = {"eigen": tag.isoformat(), "fehlend": "2024-13-01"}
    return seiten | {name: {"eigen": bereich.pk, "fehlend": 999_999} for name in je_bereich}


def werkbankzeilen() -> dict[str, dict]:
    """Ein abgelehnter Eingang, ein Profil, ein Stand der Grenzen: Url-Name → Objektart → Angaben der Adresse."""
    von = Benutzer.objects.get(username="administration")
    eingang = Eingang.objects.create(
        dateiname="a.csv", groesse=1, sha256="0" * 64, eingereicht_von=von, zustand=Eingang.Zustand.ABGELEHNT
    )
    profil, fehlt = Zuordnungsprofil.objects.get(name="fmg"), uuid.UUID(int=0)
    eingangsseiten = ("detail", "spalten", "werte", "verwerfen", "wiederholen")
    seiten = {f"beratung:eingang_{seite}": {"eigen": eingang.pk, "fehlend": fehlt} for seite in eingangsseiten}
    profilseiten = ("datei", "zurueckziehen")
    seiten |= {f"beratung:profil_{seite}": {"eigen": profil.pk, "fehlend": 999_999} for seite in profilseiten}
    stand = Grenzstand.objects.create(dateiname="grenzen.geojson", stand="Test")
    return seiten | {
        "lieferungen_ausgabe": {"eigen": ("csv",), "fehlend": ("exe",)},
        "grenzen_wieder": {"eigen": stand.pk, "fehlend": 999_999},
        "beratung:profil_detail": {"eigen": profil.name, "fehlend": "gibt-es-nicht"},
        "eingang_befunde": {"eigen": (eingang.pk, "csv"), "fehlend": (fehlt, "csv")},
        "lieferung_befunde": {"eigen": (Lieferung.objects.first().pk, "xlsx"), "fehlend": (999_999, "xlsx")},
    }


def pflegezeilen(massnahmen: dict) -> dict[str, dict]:
    """Je Url-Name der Planpflege die eigene, fremde und fehlende Zeile; die erste Maßnahme bekommt von allem eine."""
    m = Massnahme.objects.get(pk=massnahmen["eigen"])
    von = Benutzer.objects.get(username="leitung")
    alle = {
        "fachplan": m.ziel.handlungsfeld.fachplan,
        "handlungsfeld": m.ziel.handlungsfeld,
        "ziel": m.ziel,
        "schritt": m.schritte.first(),
        "phase": m.phasen.first(),
        "beteiligung": m.beteiligungen.first(),
        "haushaltsbetrag": m.haushaltsbetraege.create(jahr=2024, betrag=1),
        "verweis": m.verweise.create(art="beschluss", bezeichnung="V1"),
        "kennzahlbezug": m.kennzahlbezuege.create(kennzahl="neuzugaenge"),
        "notiz": m.notizen.create(text="Text", von=von),
        "stelle": m.stellen.first(),
        "alias": Stellenalias.objects.first(),
        "sachstandsart": Sachstandsart.objects.filter(meldungen__isnull=False).first(),
    }
    fremder_schritt = Umsetzungsschritt.objects.exclude(massnahme__stellen__name="Sozialamt").first()
    zeilen = {name: {"eigen": zeile.pk, "fehlend": 999_999} for name, zeile in alle.items()}
    zeilen["schritt"]["fremd"] = fremder_schritt.pk
    eltern = {"handlungsfeld": "fachplan", "ziel": "handlungsfeld", "massnahme": "ziel", "alias": "stelle"}
    je_adresse = {f"{name}_{aktion}": zeilen[name] for name in zeilen for aktion in ("bearbeiten", "loeschen")}
    je_adresse |= {f"{name}_neu": zeilen[eltern[name]] for name in eltern}
    je_adresse |= {f"ziel_{aktion}": zeilen["ziel"] for aktion in ("ausser_kraft", "in_kraft", "zusammenfuehren")}
    return je_adresse | {"fortschreiben": zeilen["fachplan"], "stelle_personen": zeilen["stelle"]}


def hilfezeilen() -> dict:
    eigene = {"hilfeartikel": "sachstand", "nachschlagewerk": "woerter"}
    return {name: {"eigen": eigen, "fehlend": "gibt-es-nicht"} for name, eigen in eigene.items()}


def barrierezeilen() -> dict[str, dict]:
    """Eine Meldung, die noch niemand beantwortet hat."""
    meldung = Barrieremeldung.objects.create(beschreibung="Die Tabelle liest niemand vor.", seite="/massnahmen/")
    return {"barriere_beantwortet": {"eigen": (meldung.pk,), "fehlend": (999_999,)}}


def persoenliche_zeilen() -> dict[str, dict]:
    """Was einer Person gehört: ein Link zum Kennwort, eine Ansicht der Leitung, Vertretungen."""
    person = {benutzer.username: benutzer for benutzer in Benutzer.objects.all()}
    leitung, eingeladen = person["leitung"], Benutzer.objects.create_user("eingeladen")
    link = (urlsafe_base64_encode(force_bytes(eingeladen.pk)), linkschluessel.make_token(eingeladen))
    ansicht = GespeicherteAnsicht.objects.create(benutzer=leitung, name="Test", abfrage="q=Test")
    tag = {"von": timezone.localdate(), "bis": timezone.localdate()}
    von = {name: {"abwesend": person[name], "vertretung": person["administration"]} for name in person}
    vertretung = {
        art: Stellvertretung.objects.create(**von[name], **tag).pk
        for art, name in (("eigen", "sachbearbeitung"), ("fremd", "leitung"))
    } | {"fehlend": 999_999}
    return {
        "kennwort_setzen": {"eigen": link, "fehlend": ("MQ", "nie-versandt")},
        "massnahmen:ansicht_loeschen": {"eigen": ansicht.pk, "fehlend": 999_999},
        "massnahmen:eigene_vertretung_beenden": vertretung,
        "massnahmen:stellvertretung_beenden": vertretung,
    }
