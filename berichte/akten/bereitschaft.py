"""Ist der Bericht bereit? Was noch fehlt oder vorläufig ist, je ein Satz, und wo es zu beheben ist."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localtime

from beratung.kalender import bestand, monatsstand
from beratung.kern.zaehlung import Quelle, Zaehleinheit, Zustand
from berichte.arten.wunsch import letzter_voller_monat
from berichte.kern.akten.bericht import Bericht, Botschaft, Massnahmentabelle
from berichte.kern.geheimhaltung import Fassung
from berichte.kern.tabelle import Schutz
from berichte.models import Berichtsakte, Zahlenfreigabe
from berichte.zahlen.geschuetzt import geltende_freigabe
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, in_worten
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht
from massnahmen.kern.rundenstand import Antwort
from massnahmen.models import Rundenabschluss, Sachstandsrunde

FERTIG, OFFEN, HINDERT = "fertig", "warnung", "gefahr"  # zugleich die Farben der Marken
WORTE = {FERTIG: "bereit", OFFEN: "bitte prüfen", HINDERT: "fehlt"}


@dataclass(frozen=True)
class Punkt:
    """`ziel` und `angaben`: Url-Name und Angaben der Seite, auf der es weitergeht; `weiter`: ihr Name."""

    thema: str
    stand: str
    satz: str
    weiter: str = ""
    ziel: str = ""
    angaben: tuple = ()

    @property
    def adresse(self) -> str:
        return reverse(self.ziel, args=self.angaben) if self.ziel else ""

    @property
    def wort(self) -> str:
        return WORTE[self.stand]


def bereitschaft(akte: Berichtsakte, bericht: Bericht | None, benutzer: Benutzer) -> list[Punkt]:
    """`bericht`: der Entwurf, oder None, wo keiner entsteht."""
    punkte = [*_massnahmen(akte, bericht, benutzer), *_zahlen(akte, bericht, benutzer)]
    if akte.fassung == Fassung.WEITERGABE:
        punkte += _freigabe(akte, bericht, benutzer)
    return punkte + list(_botschaften(akte, bericht))


# --- Maßnahmen -------------------------------------------------------------------------------------------------------


def _massnahmen(akte: Berichtsakte, bericht: Bericht | None, benutzer: Benutzer) -> Iterator[Punkt]:
    if bericht is None or not any(isinstance(b, Massnahmentabelle) for b in bericht.bausteine):
        return
    if akte.abschluss:
        yield _runde(akte.abschluss)
        return
    runden = Sachstandsrunde.objects.sichtbar_fuer(benutzer)
    if offene := runden.offene().mit_zahlen().filter(stichtag__lte=akte.stichtag).first():
        satz = f"Die Runde „{offene}“ läuft noch: {offene.beantwortet} von {offene.anzahl} Maßnahmen beantwortet."
        yield Punkt("Maßnahmen", OFFEN, satz, "Zur Sachstandsrunde", "massnahmen:runde_detail", (offene.pk,))
        return
    passend = Rundenabschluss.objects.geltende().filter(runde__in=runden, runde__stichtag=akte.stichtag)
    if passender := passend.select_related("runde").first():
        satz = f"Sachstände aus dem Sachstandsbuch; zum selben Tag gibt es die geschlossene Runde „{passender.runde}“."
        yield Punkt("Maßnahmen", OFFEN, satz, "Bericht mit dieser Runde anlegen", "bericht_anlegen", (akte.art,))
        return
    yield Punkt("Maßnahmen", FERTIG, f"Sachstände aus dem Sachstandsbuch, bis {akte.stichtag:%d.%m.%Y}.")


def _runde(abschluss: Rundenabschluss) -> Punkt:
    satz = f"Stand der Runde „{abschluss.runde}“, geschlossen am {localtime(abschluss.am):%d.%m.%Y}"
    zeilen = abschluss.zeilen.aggregate(alle=Count("pk"), offene=Count("pk", filter=Q(antwort=Antwort.OFFEN)))
    if not zeilen["offene"]:
        return Punkt("Maßnahmen", FERTIG, f"{satz}.")
    satz += f"; {zeilen['offene']} von {zeilen['alle']} Maßnahmen ohne Antwort, für sie gilt der frühere Sachstand."
    ziel = ("Zum festgehaltenen Stand", "massnahmen:runde_stand", (abschluss.runde_id, abschluss.nummer))
    return Punkt("Maßnahmen", OFFEN, satz, *ziel)


# --- Zahlen ----------------------------------------------------------------------------------------------------------


def _zahlen(akte: Berichtsakte, bericht: Bericht | None, benutzer: Benutzer) -> Iterator[Punkt]:
    """Je Quelle: welche Monate des Jahres fehlen und wie fest die übrigen sind."""
    if not _hat_sozialdaten(bericht):
        return
    zeitraum = berichtsjahr(akte)
    gemeldet = bestand.gemeldete_einheiten(zeitraum)
    for quelle in Quelle:
        stand = {m: gemeldet.get((quelle.value, m, Zaehleinheit.NEUZUGANG), Zustand.FEHLT) for m in zeitraum}
        fehlend = [monat for monat, zustand in stand.items() if zustand is Zustand.FEHLT]
        da = [zustand for zustand in stand.values() if zustand is not Zustand.FEHLT]
        thema = f"Zahlen {quelle.kurz}"
        if fehlend:
            satz = f"{in_worten(fehlend)} {'fehlt' if len(fehlend) == 1 else 'fehlen'}; der Bericht sagt es."
        elif (fest := monatsstand.unfestester(da)) is Zustand.VORLAEUFIG:
            anzahl = sum(zustand is Zustand.VORLAEUFIG for zustand in da)
            satz = f"{zeitraum.bezeichnung} gemeldet, {anzahl} von {len(da)} Monaten vorläufig; der Bericht sagt es."
        else:
            yield Punkt(thema, FERTIG, f"{zeitraum.bezeichnung} gemeldet und {fest.bezeichnung}.")
            continue
        yield _mit_weg(
            Punkt(thema, OFFEN, satz), benutzer, Recht.MONATE_ABSCHLIESSEN, "Zum Lieferkalender", "beratung:kalender"
        )


def berichtsjahr(akte: Berichtsakte) -> Zeitraum:
    """Vom Januar bis zum letzten vollen Monat vor dem Stichtag."""
    bis = letzter_voller_monat(akte.stichtag)
    return Zeitraum(Monat(bis.jahr, 1), bis)


def _hat_sozialdaten(bericht: Bericht | None) -> bool:
    return bericht is None or any(h.schutz is not Schutz.OHNE_SOZIALDATEN for h in bericht.herkuenfte)


def _mit_weg(punkt: Punkt, benutzer: Benutzer, recht: Recht, weiter: str, ziel: str) -> Punkt:
    """Den Weg bekommt nur, wer ihn gehen darf."""
    return Punkt(punkt.thema, punkt.stand, punkt.satz, weiter, ziel) if benutzer.darf(recht) else punkt


# --- Freigabe --------------------------------------------------------------------------------------------------------


def _freigabe(akte: Berichtsakte, bericht: Bericht | None, benutzer: Benutzer) -> Iterator[Punkt]:
    if not _hat_sozialdaten(bericht):
        return
    yield _mit_weg(
        Punkt("Geschützte Zahlen", *freigabestand(berichtsjahr(akte))),
        benutzer, Recht.FREIGABE_BEANTRAGEN, "Zu den Freigaben", "freigabe_liste",
    )  # fmt: skip


def freigabestand(zeitraum: Zeitraum) -> tuple[str, str]:
    """Ob die geltende Freigabe die Monate und die des Vorjahrs abdeckt, mit einem Satz."""
    nummer = geltende_freigabe()
    if nummer is None:
        return HINDERT, "Es gibt noch keine Freigabe; ohne sie verlässt keine Zahl der Beratung das Amt."
    freigabe = Zahlenfreigabe.objects.get(pk=nummer)
    von, bis = Monat.von_tag(freigabe.von_monat), Monat.von_tag(freigabe.bis_monat)
    satz = f"Freigabe {nummer} enthält {Zeitraum(von, bis).bezeichnung}"
    if bis < zeitraum.bis or von > zeitraum.von:
        return OFFEN, f"{satz}; gebraucht wird {zeitraum.bezeichnung}. Was fehlt, steht als „nicht freigegeben“ da."
    if von > zeitraum.von - 12:
        return OFFEN, f"{satz}; für den Vergleich fehlt das Jahr davor."
    return FERTIG, f"{satz}."


# --- Botschaften -----------------------------------------------------------------------------------------------------


def _botschaften(akte: Berichtsakte, bericht: Bericht | None) -> Iterator[Punkt]:
    alle = [b for b in bericht.bausteine if isinstance(b, Botschaft)] if bericht else []
    if not alle:
        return
    offene = [b for b in alle if b.ist_vorschlag]
    if not offene:
        yield Punkt("Botschaften", FERTIG, f"Alle {len(alle)} sind vom Amt geschrieben.")
        return
    satz = f"{len(alle) - len(offene)} von {len(alle)} vom Amt geschrieben; bei den übrigen steht der Vorschlag."
    yield Punkt("Botschaften", OFFEN, satz, "Nächste schreiben", "botschaft", (akte.pk, offene[0].schluessel))
