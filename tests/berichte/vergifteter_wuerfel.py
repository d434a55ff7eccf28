"""Ein Würfel, in dem jede genaue Zahl unverwechselbar ist: Was davon in einem geschützten Dokument auftaucht, ist
durchgesickert."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product

from beratung.kern.zaehlung import Art, Ebene, Quelle, Zaehleinheit
from beratung.models import Lieferung, Lieferungsteil, Monatswert, Zuordnungsprofil
from dresden_senioren.kern.zeitraum import Monat

AB = 10_007
MONATE = tuple(Monat(jahr, nummer) for jahr in (2023, 2024) for nummer in (8, 9))
BEREICHE = {"cotta": "s-cotta", "altstadt": "k-altstadt", "prohlis": "s-prohlis"}
# Je Merkmal zwei Ausprägungen aus dem Katalog; Alter und Geschlecht auch gekreuzt.
ALTER, GESCHLECHT = ("75-79", "80-84"), ("weiblich", "maennlich")
PAARE = {
    "migrationshintergrund": ("ja", "nein"),
    "familienstand": ("ledig", "verwitwet"),
    "fallherkunft": ("selbstmeldung", "fallabgabe"),
}
FELDER = {"pflege_gesundheit": "pflege_gesundheit", "wohnen": "sonstige"}  # Beratungsfeld → Hauptberatungsfeld
LEISTUNGEN = (Zaehleinheit.INFORMATION, Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION)


def primzahlen(ab: int) -> Iterator[int]:
    zahl = ab
    while True:
        if all(zahl % teiler for teiler in range(2, int(zahl**0.5) + 1)):
            yield zahl
        zahl += 1


def vergiften() -> set[int]:
    """Legt den Würfel an, vorher gilt nichts mehr; gibt alles, was nirgends stehen darf: jede genaue Zahl und jede
    Summe daraus, die eine Auswertung bildet, außer wo sie schon gerundet ist."""
    Lieferungsteil.objects.update(ist_gueltig=False)
    Monatswert.objects.all().delete()
    prim = primzahlen(AB)
    profil, _ = Zuordnungsprofil.objects.get_or_create(name="standard", version=1)
    je_bereich: dict[tuple, int] = {}
    for quelle, monat in product(Quelle, MONATE):
        lieferung = Lieferung.objects.create(
            quelle=quelle, monat=monat.erster, dateiname="gift.csv", sha256="f" * 64, profil=profil, zeilen_gelesen=0,
            status=Lieferung.Status.UEBERNOMMEN, uebernommen_am=datetime(2024, 11, 25, 9, tzinfo=UTC),
            eingegangen_am=date(2024, 11, 1),
        )  # fmt: skip
        for art, zellen in ((Art.FAELLE, _neuzugaenge), (Art.LEISTUNGEN, _leistungen)):
            teil = Lieferungsteil.objects.create(
                lieferung=lieferung, quelle=quelle, monat=monat.erster, art=art, ist_gueltig=True,
                beratungsstellen=list(BEREICHE.values()),
            )  # fmt: skip
            gezaehlt = {(bereich, *zelle): n for bereich in BEREICHE for zelle, n in zellen(prim)}
            je_bereich |= {(quelle, monat, *schluessel): n for schluessel, n in gezaehlt.items()}
            _schreiben(teil, gezaehlt)
    return _verboten(je_bereich)


def _neuzugaenge(prim: Iterator[int]):
    """Zellen eines Planungsbereichs: (Zähleinheit, Merkmal, Ausprägung), Anzahl."""
    einheit = Zaehleinheit.NEUZUGANG.value
    kreuz = {(alter, geschlecht): next(prim) for alter, geschlecht in product(ALTER, GESCHLECHT)}
    gesamt = sum(kreuz.values())
    yield (einheit, "", ""), gesamt
    for (alter, geschlecht), anzahl in kreuz.items():
        yield (einheit, "altersgruppe×geschlecht", f"{alter}×{geschlecht}"), anzahl
    for alter in ALTER:
        yield (einheit, "altersgruppe", alter), sum(n for (a, _), n in kreuz.items() if a == alter)
    for geschlecht in GESCHLECHT:
        yield (einheit, "geschlecht", geschlecht), sum(n for (_, g), n in kreuz.items() if g == geschlecht)
    for merkmal, (eine, andere) in PAARE.items():
        teil = next(prim)
        yield (einheit, merkmal, eine), teil
        yield (einheit, merkmal, andere), gesamt - teil


def _leistungen(prim: Iterator[int]):
    for einheit in LEISTUNGEN:
        felder = {feld: next(prim) for feld in FELDER}
        gesamt, ort = sum(felder.values()), next(prim)
        yield (einheit.value, "", ""), gesamt
        for feld, anzahl in felder.items():
            yield (einheit.value, "beratungsfeld", feld), anzahl
            yield (einheit.value, "hauptberatungsfeld", FELDER[feld]), anzahl
        yield (einheit.value, "beratungsort", "telefon"), ort
        yield (einheit.value, "beratungsort", "hausbesuch"), gesamt - ort
    haeufig = {klasse: next(prim) for klasse in ("1", "2-3")}
    yield (Zaehleinheit.FALL.value, "", ""), sum(haeufig.values())
    for klasse, anzahl in haeufig.items():
        yield (Zaehleinheit.FALL.value, "haeufigkeit", klasse), anzahl


def _schreiben(teil: Lieferungsteil, gezaehlt: dict[tuple, int]) -> None:
    """Auf allen vier Ebenen: je Planungsbereich steht alles in einem Stadtteil und bei einer Beratungsstelle."""
    stadt: dict[tuple, int] = defaultdict(int)
    zeilen = []
    for (bereich, *zelle), anzahl in gezaehlt.items():
        stadt[tuple(zelle)] += anzahl
        orte = ((Ebene.PLANUNGSBEREICH, bereich), (Ebene.STADTTEIL, _stadtteil(bereich)),
                (Ebene.BERATUNGSSTELLE, BEREICHE[bereich]))  # fmt: skip
        zeilen += [_zelle(teil, ebene, gebiet, zelle, anzahl) for ebene, gebiet in orte]
    zeilen += [_zelle(teil, Ebene.STADT, "", zelle, anzahl) for zelle, anzahl in stadt.items()]
    Monatswert.objects.bulk_create(zeilen)


def _stadtteil(bereich: str) -> str:
    return {"cotta": "91", "altstadt": "01", "prohlis": "71"}[bereich]


def _zelle(teil: Lieferungsteil, ebene: Ebene, gebiet: str, zelle, anzahl: int) -> Monatswert:
    einheit, merkmal, auspraegung = zelle
    return Monatswert(
        teil=teil, quelle=teil.quelle, monat=teil.monat, ebene=ebene.value, gebiet=gebiet, zaehleinheit=einheit,
        merkmal=merkmal, auspraegung=auspraegung, anzahl=anzahl,
    )  # fmt: skip


def _verboten(je_bereich: dict[tuple, int]) -> set[int]:
    """Je Zelle: einzelne und zusammengezählte Quellen, Monate eines Jahres und Bereiche, und ihre Veränderung."""
    jahre = [MONATE[:2], MONATE[2:]]
    monatsmengen = [*((monat,) for monat in MONATE), *jahre]
    quellenmengen = [*((quelle,) for quelle in Quelle), tuple(Quelle)]
    bereichsmengen = [*((bereich,) for bereich in BEREICHE), tuple(BEREICHE)]
    summen: set[int] = set()
    for zelle in {schluessel[3:] for schluessel in je_bereich}:
        for quellen, monate, bereiche in product(quellenmengen, monatsmengen, bereichsmengen):
            summen.add(sum(je_bereich[q, m, b, *zelle] for q, m, b in product(quellen, monate, bereiche)))
        for quellen, bereiche in product(quellenmengen, bereichsmengen):
            frueher, heute = (sum(je_bereich[q, m, b, *zelle] for q, m, b in product(quellen, jahr, bereiche))
                              for jahr in jahre)  # fmt: skip
            summen.add(abs(heute - frueher))
    return {summe for summe in summen if summe % 5 and summe >= AB}
