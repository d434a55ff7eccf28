"""Der Monatsbrief eines Planungsbereichs: was stieg, was fiel, was fehlt. Er wird jedes Mal aus den Zahlen von heute
gerechnet und sagt ihren Stand."""

from dataclasses import dataclass

from django.urls import reverse

from beratung.kalender import bestand, monatsstand
from beratung.kern.zaehlung import Quelle, Zaehleinheit, Zustand
from beratung.models import Planungsbereich
from berichte.kern.auswertung.auffaelligkeiten import Art, Veraenderung
from berichte.kern.auswertung.monatsbrief import Brief, Inhalt, bewegt, email, tabelle
from berichte.kern.auswertung.quartalsbericht import GEZAEHLT
from berichte.kern.tabelle import Tabelle
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.vergleich import Vergleich
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.herkunft import BEISPIEL, herkunft
from berichte.zahlen.lage import Lage, lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .auffaelliges import auffaelliges
from .ausschnitt import Ausschnitt

FEST = (Zustand.GEPRUEFT, Zustand.ENDGUELTIG)
NICHTS_FEHLT = "Nichts; beide Quellen und alle Beratungsstellen haben gemeldet."
IM_EINZELNEN = (Art.GESTIEGEN, Art.GEFALLEN, Art.RUHIG)


@dataclass(frozen=True)
class Monatsbrief:
    """Genaue Zahlen, nur für die Anwendung; was hinausgeht, steht in `email`."""

    bereich: Planungsbereich
    monat: Monat
    veraenderungen: tuple[Veraenderung, ...]  # die Gesamtzahlen
    im_einzelnen: tuple[str, ...]
    fehlend: str
    tabelle: Tabelle
    zustaende: dict[Quelle, Zustand]
    lage: Lage

    @property
    def ist_fest(self) -> bool:
        return ist_fest(self.zustaende)

    @property
    def saetze(self) -> list[tuple[str, str]]:
        """Die drei Sätze mit ihren Überschriften, danach, was an den Aufteilungen auffällt."""
        drei = [
            ("Was stieg", bewegt(self.veraenderungen, 1)),
            ("Was fiel", bewegt(self.veraenderungen, -1)),
            ("Was fehlt", self.fehlend),
        ]
        return [*drei, ("Im Einzelnen", " ".join(self.im_einzelnen))] if self.im_einzelnen else drei

    @property
    def dashboard(self) -> str:
        """Adresse des Dashboards mit genau diesem Monat."""
        return self._dashboard(Ausschnitt(self.lage.auswahl, self.monat))

    @property
    def dashboard_des_jahres(self) -> str:
        return self._dashboard(Ausschnitt(self.lage.auswahl, self.monat).mit(zeitraum=_seit_januar(self.monat)))

    def _dashboard(self, ausschnitt: Ausschnitt) -> str:
        return f"{reverse('bereich_dashboard', args=[self.bereich.kuerzel])}?{ausschnitt.parameter}"

    @property
    def _stand(self) -> str:
        """„14.10.2024, geprüft“; erfundene Zahlen heißen auch hier so."""
        belegt = self.lage.herkunft(Zaehleinheit.NEUZUGANG)
        beispiel = ", Beispielzahlen" if BEISPIEL in belegt.fussnoten else ""
        return f"{belegt.stand}, {belegt.zustand}{beispiel}"

    def email(self, wurzel: str) -> Brief:
        """`wurzel`: Adresse der Anwendung, „https://senioren.dresden.example“."""
        quelle = self.lage.auswahl.quelle
        inhalt = Inhalt(
            gebiet=self.lage.gebietsname + (f" ({quelle.kurz})" if quelle else ""),
            monat=self.monat,
            veraenderungen=self.veraenderungen,
            fehlend=self.fehlend,
            stand=self._stand,
            adresse=wurzel.rstrip("/") + reverse("bereich_brief", args=[self.bereich.kuerzel, self.monat]),
        )
        return email(inhalt)


def monatsbrief(bereich: Planungsbereich, monat: Monat) -> Monatsbrief | None:
    """None, wenn keine Quelle den Monat gemeldet hat. Hat es nur eine, sind es deren Zahlen, und der Brief sagt es."""
    je_quelle = zustaende(Zeitraum(monat, monat))[monat]
    gemeldet = [quelle for quelle, zustand in je_quelle.items() if zustand is not Zustand.FEHLT]
    if not gemeldet:
        return None
    quelle = gemeldet[0] if len(gemeldet) == 1 else None
    hier = lage(Auswahl(Zeitraum(monat, monat), quelle, bereich.kuerzel, mit_vergleich=True))
    auffaellig = auffaelliges(hier)
    fehlend = [_nur_eine(quelle, monat)] if quelle else []
    fehlend += [a.satz for a in auffaellig if a.art is Art.FEHLT]
    gesamt = {einheit: hier.paar(hier.auswahl.gesamtzahl(einheit)) for einheit in GEZAEHLT}
    return Monatsbrief(
        bereich,
        monat,
        veraenderungen=tuple(Veraenderung(JE_ZAEHLEINHEIT[e].einheit, e, paar) for e, paar in gesamt.items()),
        im_einzelnen=tuple(a.satz for a in auffaellig if a.art in IM_EINZELNEN),
        fehlend=" ".join(fehlend) or NICHTS_FEHLT,
        tabelle=_tabelle(hier, monat),
        zustaende=je_quelle,
        lage=hier,
    )


def _nur_eine(quelle: Quelle, monat: Monat) -> str:
    fehlt = next(andere for andere in Quelle if andere is not quelle)
    return f"Für {monat.bezeichnung} fehlt die {fehlt.bezeichnung}; die Zahlen sind nur {quelle.kurz}."


def _tabelle(hier: Lage, monat: Monat) -> Tabelle:
    """Der Monat und das Jahr bis dahin, je gegen das Vorjahr."""
    zeitraeume = (Zeitraum(monat, monat), _seit_januar(monat))
    zeilen = {
        JE_ZAEHLEINHEIT[einheit].einheit: [Vergleich("", hier.reihe(einheit), zeitraum) for zeitraum in zeitraeume]
        for einheit in GEZAEHLT
    }
    bis_dahin = zeilen[JE_ZAEHLEINHEIT[Zaehleinheit.NEUZUGANG].einheit][-1]
    return tabelle(hier.gebietsname, zeilen, herkunft(hier.datensatz, bis_dahin, hier.quellen))


def _seit_januar(monat: Monat) -> Zeitraum:
    return Zeitraum(Monat(monat.jahr, 1), monat)


def zustaende(zeitraum: Zeitraum) -> dict[Monat, dict[Quelle, Zustand]]:
    """Wie fest die Zahlen jeder Quelle sind, Monat für Monat; zwei Abfragen."""
    gemeldet, staende = bestand.gemeldete_arten(zeitraum), monatsstand.geltende(zeitraum)

    def zustand(quelle: Quelle, monat: Monat) -> Zustand:
        if (quelle.value, monat) not in gemeldet:
            return Zustand.FEHLT
        return staende.get((quelle.value, monat), Zustand.VORLAEUFIG)

    return {monat: {quelle: zustand(quelle, monat) for quelle in Quelle} for monat in zeitraum}


def ist_gemeldet(je_quelle: dict[Quelle, Zustand]) -> bool:
    return any(zustand is not Zustand.FEHLT for zustand in je_quelle.values())


def ist_fest(je_quelle: dict[Quelle, Zustand]) -> bool:
    """Wenigstens eine Quelle hat gemeldet, und was gemeldet ist, ist geprüft."""
    return ist_gemeldet(je_quelle) and all(z in (*FEST, Zustand.FEHLT) for z in je_quelle.values())
