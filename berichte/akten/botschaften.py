"""Texte des Amts zu den Abbildungen eines Berichts: schreiben, ohne dass etwas verloren geht, und wiederfinden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction

from berichte.kern.akten.bericht import Bericht, Botschaft
from berichte.kern.akten.botschaftstext import FELDER, TEILE, bereinigt, punkte, zu_lang
from berichte.kern.akten.textzahlen import fremde_zahlen
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Berichtsakte, Botschaftsfassung
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.models import Massnahme

from . import festgeschrieben


class AkteGeschlossen(Exception):
    """An einem festgeschriebenen oder verworfenen Bericht ändert niemand etwas; der Text sagt, was zu tun ist."""


class BotschaftVeraendert(Exception):
    """Inzwischen hat jemand anderes den Text geschrieben."""


class TextVerweigert(Exception):
    """`maengel`: je Feld die Sätze, warum der Text so nicht geht."""

    def __init__(self, maengel: dict[str, list[str]]):
        super().__init__(" ".join(satz for saetze in maengel.values() for satz in saetze))
        self.maengel = maengel


def fassungen(akte: Berichtsakte, schluessel: str) -> Sequence[Botschaftsfassung]:
    """Alle zu einer Abbildung, die geltende zuerst."""
    alle = akte.botschaften.filter(schluessel=schluessel).select_related("von")
    return list(alle.prefetch_related("verweise__ziel"))


def vom_letzten_bericht(akte: Berichtsakte, schluessel: str) -> Botschaftsfassung | None:
    """Der Text zur selben Abbildung im jüngsten anderen Bericht derselben Art und desselben Gebiets."""
    andere = Botschaftsfassung.objects.filter(
        naechste=None,
        schluessel=schluessel,
        akte__art=akte.art,
        akte__planungsbereich=akte.planungsbereich_id,
        akte__beratungsstelle=akte.beratungsstelle_id,
        akte__stichtag__lte=akte.stichtag,
    ).exclude(akte=akte)
    neueste = andere.order_by("-akte__stichtag", "-am", "-pk").select_related("akte", "von")
    return neueste.prefetch_related("verweise__ziel").first()


def als_werte(fassung: Botschaftsfassung | None) -> dict[str, str]:
    """Feld → Text; leer, wo noch nichts geschrieben ist."""
    return {feld: getattr(fassung, feld, "") for feld in FELDER}


def gesetzt(vorschlag: Botschaft, werte: Mapping[str, str], verweise: Iterable[Massnahme]) -> Botschaft:
    """Der Baustein, wie er mit diesen Texten im Bericht steht: was leer bleibt, ist weiter der Vorschlag."""
    eigenes = ohne_vorgeschlagenes(werte, vorschlag)
    texte = {teil: punkte(eigenes[teil]) for teil in TEILE}
    verwiesen = tuple(f"{massnahme.nr} {massnahme.beschreibung}" for massnahme in verweise)
    eigene = Botschaft(vorschlag.schluessel, vorschlag.gegenstand, eigenes["botschaft"], **texte, verweise=verwiesen)
    return replace(
        eigene,
        botschaft=eigene.botschaft or vorschlag.botschaft,
        erkennen=eigene.erkennen or vorschlag.erkennen,
        ist_vorschlag=not (eigene.botschaft or eigene.teile),
    )


def ohne_vorgeschlagenes(werte: Mapping[str, str], vorschlag: Botschaft) -> dict[str, str]:
    """Bereinigt; leer, wo es genau der Vorschlag ist: Er folgt weiter den Zahlen."""
    texte = {feld: bereinigt(feld, werte.get(feld, "")) for feld in FELDER}
    vorgeschlagen = {"botschaft": vorschlag.botschaft, "erkennen": "\n".join(vorschlag.erkennen)}
    return texte | {f: "" for f, text in vorgeschlagen.items() if texte[f] == bereinigt(f, text)}


def maengel(werte: Mapping[str, str], fassung: Fassung, ohne_texte: Bericht) -> dict[str, list[str]]:
    """Feld → Sätze: was zu lang ist, und zur Weitergabe jede Zahl, die der Bericht nicht zeigt. `ohne_texte`: der
    Bericht, wie er ohne Texte des Amts ist."""
    saetze = {feld: zu_lang(feld, bereinigt(feld, werte.get(feld, ""))) for feld in FELDER}
    if fassung is Fassung.WEITERGABE:
        for feld in FELDER:
            if fremd := fremde_zahlen(werte.get(feld, ""), ohne_texte):
                saetze[feld].append(_verweigert(fremd))
    return {feld: liste for feld, liste in saetze.items() if liste}


def _verweigert(zahlen: list[str]) -> str:
    wert = aufzaehlung([f"„{zahl}“" for zahl in zahlen])
    verb = "steht" if len(zahlen) == 1 else "stehen"
    return (
        f"{wert} {verb} in keiner Abbildung und keiner Tabelle dieses Berichts. Zur Weitergabe dürfen nur geschützte "
        "Zahlen in den Text. Nehmen Sie die Zahl, die der Bericht zeigt, oder schreiben Sie es ohne Zahl."
    )


def schreiben(  # noqa: PLR0913 – je Angabe ein Name
    *,
    akte: Berichtsakte,
    schluessel: str,
    werte: Mapping[str, str],
    verweise: Sequence[Massnahme],
    vorige: int | None,
    von: Benutzer,
    ohne_texte: Bericht,
) -> Botschaftsfassung | None:
    """`vorige`: die Fassung, die beim Schreiben zu sehen war. Wo „Erkennen“ genau der Vorschlag ist, bleibt es leer und
    folgt weiter den Zahlen. None, wenn sich nichts geändert hat. AkteGeschlossen, TextVerweigert, oder
    BotschaftVeraendert, wenn `vorige` nicht mehr gilt."""
    vorschlag = next(b for b in ohne_texte.bausteine if isinstance(b, Botschaft) and b.schluessel == schluessel)
    if gefunden := maengel(werte, Fassung(akte.fassung), ohne_texte):
        raise TextVerweigert(gefunden)
    texte = ohne_vorgeschlagenes(werte, vorschlag)
    try:
        with transaction.atomic():
            return _anhaengen(akte, schluessel, texte, verweise, vorige, von)
    except IntegrityError:  # eine andere Person war im selben Augenblick schneller
        raise BotschaftVeraendert from None


def _anhaengen(akte, schluessel, texte, verweise, vorige, von) -> Botschaftsfassung | None:  # noqa: PLR0913, PLR0917
    # Dieselbe Zeile sperrt, wer festschreibt: Danach kommt kein Text mehr dazu.
    gesperrt = Berichtsakte.objects.select_for_update().get(pk=akte.pk)
    if gesperrt.verworfen_am:
        raise AkteGeschlossen(
            "Dieser Bericht ist inzwischen verworfen. Ihr Text ist nicht gespeichert; er steht noch im Formular. "
            "Übernehmen Sie ihn von hier in einen neuen Bericht."
        )
    if festgeschrieben.geltende(gesperrt):
        raise AkteGeschlossen(
            "Dieser Bericht ist inzwischen festgeschrieben. Ihr Text ist nicht gespeichert; er steht noch im Formular. "
            "Die Leitung kann den Bericht mit einem Grund wieder öffnen."
        )
    bisher = next(iter(fassungen(akte, schluessel)), None)
    if (bisher.pk if bisher else None) != vorige:
        raise BotschaftVeraendert
    nummern = {massnahme.pk for massnahme in verweise}
    if texte == als_werte(bisher) and nummern == ({m.pk for m in bisher.verweise.all()} if bisher else set()):
        return None
    neue = Botschaftsfassung.objects.create(akte=akte, schluessel=schluessel, vorige=bisher, von=von, **texte)
    neue.verweise.set(nummern)
    protokolliere(Ereignis.BOTSCHAFT_GESCHRIEBEN, von=von, gegenstand=f"{akte}, {schluessel}")
    return neue
