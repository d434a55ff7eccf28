"""Zugänge ändern: jede Änderung nennt, wer sie macht, steht im Protokoll und beendet Sitzungen, wo sie Rechte ändert.

Niemand ändert die eigenen Rechte (PermissionDenied), und der letzte Zugang der Administration bleibt (ValidationError).
"""

import unicodedata
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q

from dresden_senioren.datenbank.geschichte import InzwischenGeaendert
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht, rollen_mit

from .angaben import KONTAKT, Angaben, angaben, steht_noch, unterschiede
from .zugehoerigkeiten import zugehoerigkeiten

_UMSCHRIFT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@transaction.atomic
def anlegen(*, neu: Angaben, von: Benutzer | None, anmeldename: str = "", kennwort: str | None = None) -> Benutzer:
    """Eine neue Person. Ohne Kennwort kann sie sich erst anmelden, wenn sie selbst eines gesetzt hat. IntegrityError,
    wenn es den Benutzernamen oder die E-Mail-Adresse schon gibt."""
    if von is not None:
        _verlange_recht(Benutzer.objects.select_for_update().get(pk=von.pk))
    neu = _nichts() | neu
    name = anmeldename or freier_anmeldename(neu["first_name"], neu["last_name"])
    felder = {feld: neu[feld] for feld in (*KONTAKT, "rolle")}
    person = Benutzer.objects.create_user(name, password=kennwort, **felder)
    _zuordnen(person, neu)
    protokolliere(
        Ereignis.PERSON_EINGELADEN,
        von=von,
        gegenstand=person.username,
        person=person.pk,
        aenderungen={feld: ["", wert] for feld, (_, wert) in unterschiede(_nichts(), neu).items()},
    )
    return person


@transaction.atomic
def aendern(*, person: Benutzer, neu: Angaben, grundlage: dict, von: Benutzer | None) -> Benutzer:
    """InzwischenGeaendert, wenn der Stand nicht mehr der ist, auf dem die Änderung beruht. Was `neu` nicht nennt,
    bleibt. Am eigenen Zugang lassen sich nur Name und E-Mail-Adresse ändern."""
    zeile = _gesperrt(person, von, eigene=True)
    alt = angaben(zeile)
    if not steht_noch(grundlage, alt):
        raise InzwischenGeaendert(zeile)
    neu = alt | neu
    aenderungen = unterschiede(alt, neu)
    if not aenderungen:
        return zeile
    hat_neue_rechte = bool(unterschiede(alt, neu | {feld: alt[feld] for feld in KONTAKT}))
    if hat_neue_rechte and von is not None and von.pk == zeile.pk:
        raise PermissionDenied
    for feld in (*KONTAKT, "rolle"):
        setattr(zeile, feld, neu[feld])
    zeile.save(update_fields=[*KONTAKT, "rolle"])
    _zuordnen(zeile, neu)
    if hat_neue_rechte:
        _verlange_administration()
        zeile.rechte_geaendert()
    _vermerken_geaendert(zeile, von, aenderungen)
    return zeile


@transaction.atomic
def zugehoerige_setzen(*, art: str, ziel: Model, personen: Iterable[Benutzer], von: Benutzer | None) -> set[Benutzer]:
    """Genau diese Personen gehören zu `ziel`; gibt, wer es vorher war. Für die Seiten der Stellen und Bereiche: Auch
    so geändert steht es im Verlauf jeder Person, und ihre Sitzungen enden."""
    zugehoerigkeit = zugehoerigkeiten()[art]
    nachher = set(personen)
    # Erst die Personen, dann das Ziel, wie beim Ändern einer Person: zwei Änderungen warten, statt sich zu verklemmen.
    alle = Q(pk__in=[p.pk for p in nachher]) | Q(pk__in=zugehoerigkeit.personen(ziel).values("pk"))
    list(Benutzer.objects.select_for_update().filter(alle).order_by("pk"))
    type(ziel)._default_manager.select_for_update().get(pk=ziel.pk)
    vorher = set(zugehoerigkeit.personen(ziel))
    if von in nachher - vorher:
        raise PermissionDenied
    for person in vorher ^ nachher:
        alt = angaben(person)
        zugehoerigkeit.setzen(person, {*alt[art], ziel} if person in nachher else {*alt[art]} - {ziel})
        person.rechte_geaendert()
        _vermerken_geaendert(person, von, unterschiede(alt, angaben(person)))
    return vorher


@transaction.atomic
def abschalten(*, person: Benutzer, von: Benutzer | None) -> None:
    """Nie löschen: Was die Person getan hat, behält ihren Namen. Rolle und Zugehörigkeiten bleiben stehen."""
    zeile = _gesperrt(person, von)
    if not zeile.is_active:
        return
    zeile.is_active = False
    zeile.save(update_fields=["is_active"])
    _verlange_administration()
    zeile.rechte_geaendert()
    _vermerken(Ereignis.PERSON_ABGESCHALTET, zeile, von)


@transaction.atomic
def einschalten(*, person: Benutzer, von: Benutzer | None) -> None:
    zeile = _gesperrt(person, von)
    if zeile.is_active:
        return
    zeile.is_active = True
    zeile.save(update_fields=["is_active"])
    _vermerken(Ereignis.PERSON_EINGESCHALTET, zeile, von)


@transaction.atomic
def sitzungen_beenden(*, person: Benutzer, von: Benutzer | None) -> None:
    """Auch die eigenen; die Seite „Mein Konto“ behält dabei die, in der man gerade ist."""
    zeile = _gesperrt(person, von, eigene=True)
    zeile.rechte_geaendert()
    _vermerken(Ereignis.SITZUNGEN_BEENDET, zeile, von)


def freier_anmeldename(vorname: str, nachname: str) -> str:
    """„maria.mueller“, beim zweiten Mal „maria.mueller2“."""
    teile = [_schlicht(vorname), _schlicht(nachname)]
    stamm = ".".join(filter(None, teile))[:140] or "person"
    vergebene = set(Benutzer.objects.filter(username__startswith=stamm).values_list("username", flat=True))
    moegliche = (f"{stamm}{nummer}" for nummer in range(2, len(vergebene) + 3))
    return next(name for name in (stamm, *moegliche) if name not in vergebene)


def _schlicht(text: str) -> str:
    ohne_zeichen = unicodedata.normalize("NFKD", text.lower().translate(_UMSCHRIFT))
    return "".join(z if z.isascii() and z.isalnum() else "-" if z in " -" else "" for z in ohne_zeichen).strip("-")


def _gesperrt(person: Benutzer, von: Benutzer | None, *, eigene: bool = False) -> Benutzer:
    """Die Person, gesperrt bis zum Ende der Transaktion zusammen mit allen, die Zugänge pflegen.

    So sieht von zweien, die sich gegenseitig abschalten, der zweite, dass er es nicht mehr darf. `eigene`: geht auch
    am eigenen Zugang.
    """
    pflegende = Q(rolle__in=rollen_mit(Recht.BENUTZER_PFLEGEN), is_active=True)
    beteiligte = pflegende | Q(pk__in=[p.pk for p in (person, von) if p is not None])
    zeilen = {zeile.pk: zeile for zeile in Benutzer.objects.select_for_update().filter(beteiligte).order_by("pk")}
    ist_eigene = von is not None and von.pk == person.pk
    if ist_eigene and not eigene:
        raise PermissionDenied
    if von is not None and not (ist_eigene and eigene):
        _verlange_recht(zeilen[von.pk])
    return zeilen[person.pk]


def _verlange_recht(von: Benutzer) -> None:
    if not von.darf(Recht.BENUTZER_PFLEGEN):
        raise PermissionDenied


def _verlange_administration() -> None:
    if not Benutzer.objects.filter(is_active=True, rolle__in=rollen_mit(Recht.BENUTZER_PFLEGEN)).exists():
        raise ValidationError(
            "Das ist der letzte Zugang der Administration. Geben Sie zuerst einer anderen Person diese Rolle."
        )


def _zuordnen(person: Benutzer, neu: Angaben) -> None:
    for zugehoerigkeit in zugehoerigkeiten().values():
        zugehoerigkeit.setzen(person, neu[zugehoerigkeit.schluessel])


def _nichts() -> Angaben:
    return dict.fromkeys((*KONTAKT, "rolle"), "") | {schluessel: [] for schluessel in zugehoerigkeiten()}


def _vermerken(ereignis: Ereignis, person: Benutzer, von: Benutzer | None, **angaben) -> None:
    protokolliere(ereignis, von=von, gegenstand=person.username, person=person.pk, **angaben)


def _vermerken_geaendert(person: Benutzer, von: Benutzer | None, aenderungen: dict[str, tuple[str, str]]) -> None:
    als_listen = {feld: list(paar) for feld, paar in aenderungen.items()}
    _vermerken(Ereignis.PERSON_GEAENDERT, person, von, aenderungen=als_listen)
