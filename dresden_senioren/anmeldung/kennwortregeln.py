"""Was als Kennwort nicht geht: zu kurz, zu bekannt, zu naheliegend. Keine Vorschrift über Ziffern und Sonderzeichen."""

import re

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

# Worauf hier jeder zuerst käme; klein geschrieben. Dazu die Namen der Person.
EIGENE_WOERTER = (
    "sozialamt", "dresden", "senioren", "seniorenarbeit", "seniorenberatung", "altenhilfe", "fachplan",
    "landeshauptstadt", "stadtverwaltung", "massnahme", "maßnahme", "sachstand", "beratung", "planungsbereich",
    "leitung", "administration", "koordination", "sachbearbeitung", "verwaltung", "passwort", "kennwort",
    "geheim", "willkommen", "hallo", "qwertz", "qwertzuiop", "asdfgh", "frühling", "sommer", "herbst", "winter",
    "elbe", "frauenkirche", "dynamo", "sachsen",
)  # fmt: skip
UEBRIG_MINDESTENS = 8  # Zeichen außer diesen Wörtern
VERSCHIEDENE_MINDESTENS = 5
MINDESTENS, HOECHSTENS = 12, 128

HINWEIS = (
    f"Mindestens {MINDESTENS} Zeichen, besser 15 oder mehr: zum Beispiel ein Satz aus mehreren Wörtern. Leerzeichen, "
    "Umlaute und Einfügen aus einem Kennwortspeicher gehen; Ziffern und Sonderzeichen sind nicht vorgeschrieben. "
    "Es läuft nicht ab."
)


class MindestlaengeValidator(password_validation.MinimumLengthValidator):
    def __init__(self):
        super().__init__(MINDESTENS)

    def get_error_message(self):
        return f"Das Kennwort ist zu kurz. Es braucht mindestens {self.min_length} Zeichen."


class BekanntValidator(password_validation.CommonPasswordValidator):
    def get_error_message(self):
        return "Dieses Kennwort steht auf jeder Liste, mit der geraten wird. Nehmen Sie zum Beispiel mehrere Wörter."


class EigeneAngabenValidator(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "Das Kennwort ist Ihrer Angabe „%(verbose_name)s“ zu ähnlich."


class HoechstlaengeValidator:
    """Länger braucht es niemand, und das Rechnen kostet."""

    def validate(self, password, user=None):
        if len(password) > HOECHSTENS:
            raise ValidationError(f"Das Kennwort hat {len(password)} Zeichen; höchstens {HOECHSTENS} sind möglich.")

    def get_help_text(self):
        return f"Höchstens {HOECHSTENS} Zeichen."


class NaheliegendValidator:
    """Ohne die Wörter, auf die hier jeder käme, und ohne die Namen der Person muss noch etwas übrig sein."""

    def validate(self, password, user=None):
        if len(set(password)) < VERSCHIEDENE_MINDESTENS:
            raise ValidationError("Das Kennwort wiederholt nur wenige Zeichen. Nehmen Sie zum Beispiel mehrere Wörter.")
        gefunden = sorted({wort for wort in (*EIGENE_WOERTER, *_namen(user)) if wort in password.casefold()})
        rest = password.casefold()
        for wort in sorted(gefunden, key=len, reverse=True):
            rest = rest.replace(wort, "")
        if gefunden and len(rest) < UEBRIG_MINDESTENS:
            raise ValidationError(
                f"Das Kennwort besteht fast nur aus Naheliegendem ({', '.join(gefunden)}). "
                f"Außer solchen Wörtern braucht es mindestens {UEBRIG_MINDESTENS} weitere Zeichen."
            )

    def get_help_text(self):
        return "Nicht nur Naheliegendes wie „Sozialamt“, „Dresden“ oder der eigene Name."


def _namen(person) -> list[str]:
    """Vorname, Nachname, Benutzername und die Teile der E-Mail-Adresse, ab drei Buchstaben."""
    angaben = [getattr(person, feld, "") for feld in ("first_name", "last_name", "username", "email")]
    return [wort for angabe in angaben for wort in re.split(r"[\W\d_]+", angabe.casefold()) if len(wort) > 2]
