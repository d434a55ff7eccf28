"""Ab wann und bis wann Zahlen erwartet werden: der erste Monat je Quelle, die Frist je Träger, was also fehlt."""

from datetime import date

from django.db.models import Min

from beratung.kern.kalender.lieferlage import Frist, Lage, lage
from beratung.kern.verzeichnis import Stelle
from beratung.kern.zaehlung import Quelle
from beratung.models import Beratungsstelle, Lieferungsteil, Nullmeldung, Traeger
from dresden_senioren.kern.zeitraum import Monat, Zeitraum


def erfasst_ab() -> dict[str, Monat]:
    """Je Quelle der erste Monat, zu dem Zahlen gelten; davor wird nichts erwartet."""
    erste = Lieferungsteil.objects.filter(ist_gueltig=True).order_by().values_list("quelle").annotate(Min("monat"))
    return {quelle: Monat.von_tag(tag) for quelle, tag in erste}


def frist(traeger: Traeger, monat: Monat) -> Frist:
    """Die jüngste Frist, die bis zu diesem Monat begonnen hat; sonst die Vorgabe."""
    begonnen = [eine for eine in traeger.fristen.all() if eine.gilt_ab <= monat.erster]
    juengste = max(begonnen, key=lambda eine: eine.gilt_ab, default=None)
    return Frist(juengste.tag, juengste.monate_danach) if juengste else Frist()


def fehlende_monate(stelle: Beratungsstelle, heute: date) -> list[Monat]:
    """Monate, die mit diesen Angaben „fehlt, Frist vorbei“ sind, auch wenn sie noch nicht gespeichert sind."""
    ab = erfasst_ab().get(stelle.quelle)
    if ab is None or ab.erster > heute:
        return []
    mit_angaben = Stelle(
        stelle.kuerzel, stelle.name, Quelle(stelle.quelle), "", stelle.gueltig_von, stelle.gueltig_bis,
        ist_beispiel=stelle.ist_beispiel,
    )  # fmt: skip
    traeger = Traeger.objects.prefetch_related("fristen").get(pk=stelle.traeger_id)
    da = gezaehlte_monate(stelle) | _nullgemeldete_monate(stelle)
    return [
        monat
        for monat in Zeitraum(ab, Monat.von_tag(heute))
        if monat not in da
        and lage(mit_angaben, monat, frist=frist(traeger, monat), eingang=None, erfasst_ab=ab, heute=heute).lage
        is Lage.FEHLT
    ]


def gezaehlte_monate(stelle: Beratungsstelle) -> set[Monat]:
    """Monate mit geltenden Zahlen dieser Stelle."""
    teile = Lieferungsteil.objects.filter(ist_gueltig=True, quelle=stelle.quelle)
    zeilen = teile.values_list("monat", "beratungsstellen")
    return {Monat.von_tag(tag) for tag, stellen in zeilen if stelle.kuerzel in stellen}


def _nullgemeldete_monate(stelle: Beratungsstelle) -> set[Monat]:
    meldungen = Nullmeldung.objects.geltende().filter(beratungsstelle=stelle.pk)
    return {Monat.von_tag(tag) for tag in meldungen.values_list("monat", flat=True)}
