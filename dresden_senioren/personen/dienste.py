"""Zugänge ändern: jede Änderung nennt, wer sie macht, steht im Protokoll und beendet Sitzungen, wo sie Rechte ändert.

Niemand ändert die eigenen Rechte (PermissionDenied), und der letzte Zugang der Administration bleibt (ValidationError).
"""

import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from dresden_senioren.geschichte import InzwischenGeaendert
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht, rollen_mit
from dresden_senioren.zugehoerigkeiten import zugehoerigkeiten

from .angaben import KONTAKT, Angaben, angaben, steht_noch, unterschiede

_UMSCHRIFT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@transaction.atomic
def anlegen(*, neu: Angaben, von: Benutzer | None, anmeldename: str = "", kennwort: str | None = None) -> Benutzer:
    """Eine neue Person. Ohne Kennwort kann sie sich erst anmelden, wenn sie selbst eines gesetzt hat. IntegrityError,
    wenn es den Anmeldenamen oder die E-Mail-Adresse schon gibt."""
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
        gegenstand=_nennen(person),
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
    _vermerken(Ereignis.PERSON_GEAENDERT, zeile, von, aenderungen={f: list(paar) for f, paar in aenderungen.items()})
    return zeile


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
    for zugehoerigkeit in zugehoerigkeiten():
        zugehoerigkeit.setzen(person, neu[zugehoerigkeit.schluessel])


def _nichts() -> Angaben:
    return dict.fromkeys((*KONTAKT, "rolle"), "") | {z.schluessel: [] for z in zugehoerigkeiten()}


def _nennen(person: Benutzer) -> str:
    return f"{person.anzeigename} ({person.username})"


def _vermerken(ereignis: Ereignis, person: Benutzer, von: Benutzer | None, **angaben) -> None:
    protokolliere(ereignis, von=von, gegenstand=_nennen(person), person=person.pk, **angaben)
