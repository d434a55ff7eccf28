"""Ein Rückmeldeformular als Datei: immer mit dem Stand, der verschickt wurde."""

from pkgutil import resolve_name

from django.utils import timezone
from django.utils.text import slugify

from berichte.kern.formular import Formular, Formularzeile
from massnahmen.models import Formularversand, Sachstandsart

AUSGABEN = {
    "xlsx": ("xlsx.formular:formular_xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (
        "docx.formular:formular_docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def formulardatei(versand: Formularversand) -> tuple[str, str, bytes]:
    """(Dateiname, Medientyp, Inhalt)."""
    ort, medientyp = AUSGABEN[versand.format]
    setzen = resolve_name(f"berichte.ausgabe.{ort}")
    umlaute = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
    stelle = slugify(versand.stelle.name.translate(umlaute))[:40].strip("-") or "stelle"
    return f"rueckmeldung_{stelle}_{versand.kennung}.{versand.format}", medientyp, setzen(_formular(versand))


def _formular(versand: Formularversand) -> Formular:
    zeilen = versand.zeilen.select_related("massnahme", "meldung__sachstandsart")
    return Formular(
        plan=versand.fachplan.name,
        stelle=versand.stelle.name,
        kennung=versand.kennung,
        erstellt_am=timezone.localdate(versand.erstellt_am),
        frist=versand.frist,
        sachstaende={art.bezeichnung: art.braucht_begruendung for art in Sachstandsart.objects.all()},
        zeilen=[
            Formularzeile(
                zeile.massnahme.nr,
                zeile.massnahme.beschreibung,
                zeile.meldung.sachstandsart.bezeichnung if zeile.meldung else "",
                zeile.meldung.erlaeuterung if zeile.meldung else "",
            )
            for zeile in zeilen
        ],
    )
