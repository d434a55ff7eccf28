"""Die eigene Folienvorlage des Amts: laden, zurücksetzen, die geltende finden."""

from hashlib import sha256

from django.db import transaction

from berichte.models import Folienvorlage
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

EINGEBAUT = "eingebaute Vorlage"


def geltende() -> Folienvorlage | None:
    """Die jüngste Zeile, ohne ihre Datei zu laden; None, solange nie eine eigene geladen war."""
    return Folienvorlage.objects.defer("datei").select_related("von").first()


def geltende_vorlage() -> bytes | None:
    """Die Datei der geltenden; None heißt die eingebaute."""
    datei = Folienvorlage.objects.values_list("datei", flat=True).first()
    return None if datei is None else bytes(datei)


def lade_vorlage(*, name: str, inhalt: bytes, von: Benutzer | None) -> Folienvorlage:
    """Ab jetzt gilt diese Vorlage. Vorlagenfehler, wenn sie nicht taugt; dann bleibt alles, wie es ist."""
    from berichte.ausgabe.pptx.vorlagenpruefung import pruefe_vorlage

    geprueft = pruefe_vorlage(inhalt)
    return _festhalten(name=name[:200], datei=geprueft, sha256=sha256(geprueft).hexdigest(), von=von)


def nimm_eingebaute(*, von: Benutzer | None) -> Folienvorlage:
    """Ab jetzt gilt wieder die eingebaute; die eigene bleibt im Verlauf stehen."""
    return _festhalten(name=EINGEBAUT, datei=None, von=von)


@transaction.atomic
def _festhalten(**felder) -> Folienvorlage:
    vorlage = Folienvorlage.objects.create(**felder)
    protokolliere(Ereignis.FOLIENVORLAGE_GELADEN, von=vorlage.von, gegenstand=vorlage.name, sha256=vorlage.sha256)
    return vorlage
